/* Filling a new table column by column without a check after each. */
#ifndef CLG_RESULTS_TABLE_MAKER_H
#define CLG_RESULTS_TABLE_MAKER_H

#include "results/table.h"

/* Adds columns until something fails; then every further call does nothing. */
typedef struct clg_table_maker {
    clg_table *table;
    clg_status status;
    clg_error *err;
} clg_table_maker;

/* The new column, or NULL after a failure. */
clg_column *clg_make_column(clg_table_maker *maker, clg_column_type type,
                            const char *name, const char *unit, const char *definition,
                            const clg_texts *levels);
/* A column of numbers, copied from values[row * step + at]; NULL leaves all missing. */
void clg_make_reals(clg_table_maker *maker, const char *name, const char *unit,
                    const char *definition, const double *values, size_t step,
                    size_t at);

#endif
