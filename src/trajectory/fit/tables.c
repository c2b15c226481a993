#include "trajectory/fit/tables.h"

#include "trajectory/fit/tables_part.h"
#include "trajectory/hmm/emission.h"

#include <math.h>
#include <string.h>

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

static clg_status append(clg_texts *texts, const char *name, clg_error *err)
{
    return clg_texts_append(texts, name, strlen(name), err);
}

static clg_status fill_names(const clg_fitted *fitted, clg_fit_tables *tables,
                             clg_error *err)
{
    const clg_stage_set *stages = &fitted->spec->stages;
    static const char *const states[] = {"ok", "no_data", "impossible"};
    clg_status status = CLG_OK;

    for (uint32_t k = 0; status == CLG_OK && k < stages->count; k++)
        status = append(&tables->stage_names, stages->stages[k], err);
    for (int f = 0; status == CLG_OK && f < CLG_FAMILY_COUNT; f++)
        status = append(&tables->family_names, clg_family_name((clg_family)f), err);
    for (int i = 0; status == CLG_OK && i < 3; i++)
        status = append(&tables->status_names, states[i], err);
    for (int c = 0; status == CLG_OK && c < CLG_COURSE_KIND_COUNT; c++)
        status = append(&tables->course_names, clg_course_kind_name((clg_course_kind)c),
                        err);
    return status;
}

clg_status clg_fit_tables_make(const clg_fitted *fitted, clg_fit_tables *tables,
                               clg_error *err)
{
    clg_status status;

    *tables = (clg_fit_tables){.stage_names = CLG_TEXTS_INIT};
    status = fill_names(fitted, tables, err);
    if (status == CLG_OK)
        status = clg_make_trajectory(fitted, tables, err);
    if (status == CLG_OK)
        status = clg_make_schools(fitted, tables, err);
    if (status == CLG_OK)
        status = clg_make_forecast(fitted, tables, err);
    if (status == CLG_OK)
        status = clg_make_indicators(fitted, tables, err);
    if (status == CLG_OK)
        status = clg_make_transitions(fitted, tables, err);
    if (status != CLG_OK)
        clg_fit_tables_clear(tables);
    return status;
}

void clg_fit_tables_clear(clg_fit_tables *tables)
{
    clg_table_clear(&tables->trajectory);
    clg_table_clear(&tables->schools);
    clg_table_clear(&tables->forecast);
    clg_table_clear(&tables->indicators);
    clg_table_clear(&tables->transitions);
    clg_texts_clear(&tables->stage_names);
    clg_texts_clear(&tables->family_names);
    clg_texts_clear(&tables->status_names);
    clg_texts_clear(&tables->course_names);
}
