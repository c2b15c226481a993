/* A table of the study while it is read: declared columns, filled from one or more
 * files in parallel, with an account of the rows that can't be used.
 *
 * A file is cut into parts of fixed size at record ends. Each part is parsed by one
 * thread into columns and dictionaries of its own; the parts are then joined in
 * order, so that codes are given in the order of first appearance in the files. */
#ifndef CLG_INGEST_TABLE_H
#define CLG_INGEST_TABLE_H

#include "ingest/field.h"
#include "ingest/header.h"
#include "ingest/intake.h"

#include "base/file.h"

enum { CLG_NAMES_OWN = -1, CLG_NO_COLUMN = -1 };

typedef enum clg_column_flags {
    CLG_COLUMN_REQUIRED = 1,
    CLG_COLUMN_UNSTORED = 2,    /* read only for the sake of other columns */
    CLG_COLUMN_CODES_EMPTY = 4, /* "no value" is the text "", with a code */
    CLG_COLUMN_MAY_BE_EMPTY = 8 /* required is the column, not a value in every row */
} clg_column_flags;

/* The declaration of a column. Columns stand after those they refer to. */
typedef struct clg_column_spec {
    const char *name;
    clg_field_kind kind;
    unsigned flags;
    int names;    /* of a text: clg_names, or CLG_NAMES_OWN */
    int key;      /* the column whose code qualifies the text, or CLG_NO_COLUMN */
    int fallback; /* the column whose code stands for "no value", or CLG_NO_COLUMN */
} clg_column_spec;

/* A column being filled. values is NULL if no file has it; otherwise it holds, by
 * kind, uint32_t codes, int64_t instants or days, float (minutes, weight), double
 * (number) or uint8_t (status, yes or no). */
typedef struct clg_input_column {
    clg_column_spec spec;
    char *owned_name;   /* of an attribute found in a header */
    clg_dictionary own; /* of CLG_NAMES_OWN */
    bool is_read;       /* some file has it */
    void *values;
    size_t room;
} clg_input_column;

/* What a table says about a row as a whole, beyond its single fields. */
typedef struct clg_verdict {
    bool is_used, is_bad; /* not used and not bad: set aside */
    int column;           /* where the trouble stands, or CLG_NO_COLUMN */
    char reason[CLG_REASON_SIZE];
} clg_verdict;

typedef void clg_judge(const clg_cell *cells, clg_verdict *verdict);

typedef struct clg_input_table_spec {
    clg_table_kind kind;
    const clg_column_spec *columns;
    size_t column_count;
    bool takes_attributes;  /* columns that are not declared are read as texts */
    bool needs_rows;        /* a file without rows is an error */
    int fingerprint_column; /* rows are told apart by all their fields if this time
                               has a clock; CLG_NO_COLUMN: no fingerprints */
    clg_judge *judge;       /* may be NULL; sees rows whose fields are all sound */
} clg_input_table_spec;

/* A hash of all fields of a row; {0, 0}: not to be compared. */
typedef struct clg_fingerprint {
    uint64_t high, low;
} clg_fingerprint;

typedef struct clg_input_table_file {
    const clg_file_settings *settings;
    clg_input input;
    clg_header header;
    clg_binding *bindings; /* one a column */
    const clg_zone *zone;  /* of this file's times; NULL = the school's */
    uint32_t source;       /* index into the reading's sources */
    size_t first_row;      /* of the table's rows */
} clg_input_table_file;

/* A row that is not used, before its line is known. */
typedef struct clg_draft {
    uint32_t file;
    bool is_bad, is_withheld;
    long field;        /* where the trouble stands, or -1 */
    size_t begin, end; /* the record */
    size_t wrong_at;   /* the misplaced quote, or SIZE_MAX */
    size_t reason;     /* index into reasons */
} clg_draft;

typedef struct clg_input_table {
    const clg_input_table_spec *spec;
    clg_input_column *columns;
    size_t column_count;
    clg_input_table_file *files;
    size_t file_count;
    size_t row_count;
    uint64_t *offsets; /* of each row's record in its file */
    size_t offset_room;
    clg_fingerprint *fingerprints;
    size_t fingerprint_room;
    uint8_t *is_out; /* rows that were refused after they had been read */
    clg_draft *drafts;
    size_t draft_count, draft_room;
    clg_texts reasons;
} clg_input_table;

/* Opens the study's files of this kind and reads their rows. The table is empty if
 * there are none. Errors as clg_ingest. */
clg_status clg_input_table_read(clg_intake *intake, const clg_input_table_spec *spec,
                                clg_input_table *table, clg_error *err) CLG_NODISCARD;
/* The same for one file given here (kept by the caller till clg_input_table_clear). */
clg_status clg_input_table_read_file(clg_intake *intake,
                                     const clg_input_table_spec *spec,
                                     const clg_file_settings *file,
                                     clg_input_table *table,
                                     clg_error *err) CLG_NODISCARD;

/* Takes a row out again, with a reason; column as in clg_verdict. */
clg_status clg_input_table_refuse(clg_input_table *table, size_t row, bool is_bad,
                                  bool is_withheld, int column, const char *reason,
                                  clg_error *err) CLG_NODISCARD;

/* Sets rows aside that name, in this column, a person without consent. */
clg_status clg_input_table_withhold(const clg_intake *intake, clg_input_table *table,
                                    int column, clg_error *err) CLG_NODISCARD;

/* Closes the account: enters the refused rows into the reading, with line and column,
 * and stops with CLG_ERROR_PARSE if there are more bad ones than the settings allow.
 * The files are closed; the columns stay. */
clg_status clg_input_table_settle(clg_intake *intake, clg_input_table *table,
                                  clg_error *err) CLG_NODISCARD;

void clg_input_table_clear(clg_input_table *table);

/* The file of a row. */
size_t clg_input_table_file_of(const clg_input_table *table, size_t row);
/* Physical lines on which the rows begin; free with clg_free. Only before
 * clg_input_table_settle. O(files). */
uint64_t *clg_input_table_lines(const clg_input_table *table,
                                clg_error *err) CLG_NODISCARD;

/* The dictionary of a text column, and typed views of the values. */
const clg_dictionary *clg_input_table_names(const clg_intake *intake,
                                            const clg_input_table *table, int column);

static inline const uint32_t *clg_input_table_codes(const clg_input_table *table,
                                                    int column)
{
    return table->columns[column].values;
}

static inline const int64_t *clg_input_table_instants(const clg_input_table *table,
                                                      int column)
{
    return table->columns[column].values;
}

static inline const float *clg_input_table_floats(const clg_input_table *table,
                                                  int column)
{
    return table->columns[column].values;
}

static inline const uint8_t *clg_input_table_choices(const clg_input_table *table,
                                                     int column)
{
    return table->columns[column].values;
}

#endif
