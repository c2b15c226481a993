#include "results/table_maker.h"

#include <math.h>

clg_column *clg_make_column(clg_table_maker *maker, clg_column_type type,
                            const char *name, const char *unit, const char *definition,
                            const clg_texts *levels)
{
    if (maker->status == CLG_OK)
        maker->status = clg_table_add(maker->table, type, name, unit, definition,
                                      levels, maker->err);
    if (maker->status != CLG_OK)
        return NULL;
    return &maker->table->columns[maker->table->column_count - 1];
}

void clg_make_reals(clg_table_maker *maker, const char *name, const char *unit,
                    const char *definition, const double *values, size_t step,
                    size_t at)
{
    clg_column *column =
        clg_make_column(maker, CLG_COLUMN_REAL, name, unit, definition, NULL);

    for (size_t row = 0; column != NULL && row < maker->table->row_count; row++)
        column->values[row] = values != NULL ? values[row * step + at] : NAN;
}
