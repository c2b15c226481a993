/* Tables as CSV: RFC 4180 quoting, UTF-8, lines ended by LF, a header.
 *
 * A measure x gives two columns, x and x_status; an undefined value is an empty
 * cell, never 0 and never a word. Numbers are texts that read back as the same
 * double, with no more digits than that needs; a point whatever the locale.
 * Instants read 2026-09-01T15:30:00Z, days 2026-09-01, flags true or false, row
 * numbers as the text of that row. */
#ifndef CLG_STORE_TABLE_CSV_H
#define CLG_STORE_TABLE_CSV_H

#include "results/table.h"

typedef struct clg_csv_options {
    int threads;     /* that format rows; 0 = as many as OpenMP offers */
    bool is_private; /* only its owner may read the file (mode 0600) */
} clg_csv_options;

/* Writes the file at `path`, complete or not at all. options may be NULL. The bytes
 * do not depend on the threads. CLG_ERROR_MEMORY, CLG_ERROR_IO. */
clg_status clg_table_write_csv(const clg_table *table, const char *path,
                               const clg_csv_options *options,
                               clg_error *err) CLG_NODISCARD;

#endif
