/* A table read row after row on one thread: opened, checked to be a text, its header
 * read, each row split into as many fields as the header has. What fails names file,
 * line and column. */
#ifndef CLG_INGEST_ROW_READER_H
#define CLG_INGEST_ROW_READER_H

#include "base/file.h"
#include "ingest/csv.h"
#include "ingest/header.h"

typedef struct clg_row_reader {
    const char *name; /* borrowed: the path */
    clg_input input;
    clg_header header;
    clg_csv_scanner scanner;
    clg_csv_reader *reader;
    clg_csv_record record;        /* the row at hand */
    const clg_csv_fields *fields; /* and what is in it */
} clg_row_reader;

/* Reads up to the header. To be closed also after a failure. */
clg_status clg_rows_open(clg_row_reader *rows, const char *path,
                         clg_error *err) CLG_NODISCARD;
void clg_rows_close(clg_row_reader *rows);

/* Field number of a column, by clg_header_bind; -1 if it is not there. */
clg_status clg_rows_find(const clg_row_reader *rows, const char *wanted,
                         bool is_required, long *field, clg_error *err) CLG_NODISCARD;

/* *is_row is false at the end. CLG_ERROR_PARSE: a misplaced quote, or not as many
 * fields as in the header; CLG_ERROR_MEMORY. */
clg_status clg_rows_next(clg_row_reader *rows, bool *is_row,
                         clg_error *err) CLG_NODISCARD;

/* CLG_ERROR_PARSE at a field of the row at hand. */
clg_status clg_rows_fail(const clg_row_reader *rows, long field, clg_error *err,
                         const char *format, ...) CLG_PRINTF(4, 5);
/* The same, "no value for 'NAME'". */
clg_status clg_rows_fail_empty(const clg_row_reader *rows, long field, clg_error *err);

#endif
