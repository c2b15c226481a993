/* A table of numbers about named things, such as indicators by school and window: any
 * CSV file with a header, its identifiers kept as texts and all else as numbers. An
 * empty cell is missing; words for missing or infinite numbers are refused, as no two
 * programs agree on them. */
#ifndef CLG_INGEST_NUMBER_TABLE_H
#define CLG_INGEST_NUMBER_TABLE_H

#include "base/text.h"

/* Which columns to read, by name; lists may be NULL. */
typedef struct clg_number_request {
    const clg_texts *identifiers; /* must be there, without empty cells */
    const clg_texts *numbers;     /* must be there; NULL: all but the identifiers */
    const clg_texts *optional; /* numbers too, passed over where they are not there */
    const clg_texts *optional_identifiers; /* without levels where they are not there */
} clg_number_request;

/* One column of identifiers: row r has the text levels.texts[codes[r]]. */
typedef struct clg_identifiers {
    clg_dictionary levels; /* in the order of their first rows */
    uint32_t *codes;
} clg_identifiers;

typedef struct clg_number_table {
    size_t row_count;
    uint64_t *lines; /* [row] where it begins in the file; NULL: not from a text file */
    size_t identifier_count;
    clg_identifiers *identifiers; /* as asked for, then the optional ones */
    clg_texts names;              /* of the numbers, in the order asked for or found */
    double **numbers;             /* [column][row], NaN: an empty cell */
} clg_number_table;

/* An empty table with so many rows and room for as many numbers as there are names,
 * which are copied. To be cleared also after a failure. CLG_ERROR_MEMORY. */
clg_status clg_number_table_init(clg_number_table *table, size_t row_count,
                                 size_t identifier_count, const clg_texts *names,
                                 clg_error *err) CLG_NODISCARD;
void clg_number_table_clear(clg_number_table *table);

/* Number of the column of that name, or -1. */
long clg_number_table_find(const clg_number_table *table, const char *name);

/* Reads the file; the table is cleared on failure. CLG_ERROR_IO: it can't be read.
 * CLG_ERROR_SCHEMA: a column is missing, doubled or has no name, or there are no rows.
 * CLG_ERROR_PARSE: not a text, a row of another length, an empty identifier, or not a
 * number, with line and column. CLG_ERROR_MEMORY. O(bytes). */
clg_status clg_number_table_read(const char *path, const clg_number_request *request,
                                 clg_number_table *table, clg_error *err) CLG_NODISCARD;

#endif
