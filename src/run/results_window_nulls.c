#include "run/results_window_nulls.h"

#include "base/memory.h"

#include <stdio.h>

static const clg_level levels[] = {CLG_LEVEL_SCHOOL, CLG_LEVEL_ATTRIBUTE};

static clg_table *table_of(clg_results *results, size_t i)
{
    return levels[i] == CLG_LEVEL_SCHOOL ? &results->school_window
                                         : &results->attribute_window;
}

static clg_status keep_with_null(clg_results *results, size_t i, clg_error *err)
{
    const clg_measure_list *all = &results->measures[levels[i]][CLG_FOR_WINDOW];
    clg_measure_list *tested = &results->tested_in_windows[i];

    tested->items = clg_array_new(all->count + 1, sizeof(clg_measure *), err);
    if (tested->items == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t m = 0; m < all->count; m++)
        if (all->items[m]->null != CLG_NULL_NONE)
            tested->items[tested->count++] = all->items[m];
    return CLG_OK;
}

static clg_status add_column(clg_table *table, const clg_measure *measure,
                             const char *suffix, const char *definition, clg_error *err)
{
    char name[128];

    snprintf(name, sizeof name, "%s_%s", measure->id, suffix);
    return clg_table_add(table, CLG_COLUMN_MEASURE, name, "1", definition, NULL, err);
}

clg_status clg_results_lay_out_window_nulls(clg_results *results, clg_error *err)
{
    clg_status status = CLG_OK;

    if (results->study->settings.resample_windows == 0)
        return CLG_OK;
    for (size_t i = 0; i < 2 && status == CLG_OK; i++) {
        const clg_measure_list *tested = &results->tested_in_windows[i];
        status = keep_with_null(results, i, err);
        for (size_t m = 0; m < tested->count && status == CLG_OK; m++) {
            status = add_column(table_of(results, i), tested->items[m], "z",
                                "standard deviations from the mean of shuffled copies "
                                "of this window",
                                err);
            if (status == CLG_OK)
                status = add_column(table_of(results, i), tested->items[m], "p",
                                    "two-sided chance of such a value among shuffled "
                                    "copies of this window, it counted in",
                                    err);
        }
    }
    return status;
}

void clg_results_clear_window_nulls(clg_results *results)
{
    for (size_t i = 0; i < 2; i++)
        clg_measure_list_clear(&results->tested_in_windows[i]);
}

static clg_status assess_row(clg_results *results, clg_assessor *assessor,
                             clg_scope *scope, size_t i, const clg_groups *groups,
                             uint32_t stream, size_t row, clg_error *err)
{
    const clg_settings *settings = &results->study->settings;
    clg_assess_options options = {settings->resample_windows, 0.0, settings->seed};
    const clg_measure_list *tested = &results->tested_in_windows[i];
    clg_table *table = table_of(results, i);
    clg_assessment *found = clg_array_new(tested->count + 1, sizeof *found, err);
    clg_status status = CLG_ERROR_MEMORY;
    size_t first;

    if (found != NULL)
        status =
            clg_assess(assessor, scope, tested, groups, stream, &options, found, err);
    first = table->column_count - 2 * tested->count;
    for (size_t m = 0; status == CLG_OK && m < tested->count; m++) {
        clg_value z = found[m].z, p = found[m].p;
        clg_cell_set(&table->columns[first + 2 * m], row, z.value, z.status);
        clg_cell_set(&table->columns[first + 2 * m + 1], row, p.value, p.status);
    }
    clg_free(found);
    return status;
}

clg_status clg_results_assess_window(clg_results *results, clg_assessor *assessor,
                                     clg_scope *scope, clg_groups *groups,
                                     uint32_t window, clg_error *err)
{
    size_t cell = (size_t)scope->school * results->windows->count + window;
    size_t attributes = results->strata.attribute_count;
    /* The streams of the whole period are 0 to attributes. */
    uint32_t stream = (window + 1) * ((uint32_t)attributes + 1);
    clg_status status = CLG_OK;

    if (results->study->settings.resample_windows == 0)
        return CLG_OK;
    status = assess_row(results, assessor, scope, 0, NULL, stream, cell, err);
    for (size_t a = 0; status == CLG_OK && a < attributes; a++) {
        status = clg_strata_groups(&results->strata, scope, a, groups, err);
        if (status == CLG_OK)
            status = assess_row(results, assessor, scope, 1, groups,
                                stream + 1 + (uint32_t)a, cell * attributes + a, err);
    }
    return status;
}
