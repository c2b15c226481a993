/* Measures of schools from a results file: of its tables what a comparison needs. */
#include "run/compare_read.h"

#include "base/fail.h"
#include "base/text_list.h"
#include "run/compare_intervals.h"
#include "run/compare_take.h"
#include "store/table_read.h"

#include <stdio.h>
#include <string.h>

static const char period_table[] = "/school", window_table[] = "/measure/school";

enum { NAME_SIZE = 128 };

/* Adds a column to those to read if the table offers it. */
static clg_status add_offered(clg_texts *columns, const clg_texts *offered,
                              const char *name, clg_error *err)
{
    if (clg_texts_find(offered, name, strlen(name)) == SIZE_MAX)
        return CLG_OK;
    return clg_texts_add_once(columns, name, strlen(name), err);
}

/* The measures, their z values, what they are out of, and sizes: each once. */
static clg_status list_columns(const clg_texts *measures, const clg_texts *offered,
                               clg_texts *columns, clg_error *err)
{
    clg_status status = CLG_OK;
    char z[NAME_SIZE];

    for (size_t m = 0; status == CLG_OK && m < measures->count; m++) {
        const clg_variation v = clg_compare_variation_of(clg_texts_at(measures, m));

        status = add_offered(columns, offered, v.measure, err);
        if (status == CLG_OK && v.out_of != NULL)
            status = add_offered(columns, offered, v.out_of, err);
        snprintf(z, sizeof z, "%s_z", v.measure);
        if (status == CLG_OK && v.kind == CLG_VARIES_Z)
            status = add_offered(columns, offered, z, err);
    }
    for (int j = 0; status == CLG_OK && j < CLG_COMPARE_SIZE_COUNT; j++)
        status = add_offered(columns, offered, clg_compare_sizes[j], err);
    return status;
}

static clg_status read_table(const char *path, const char *where,
                             const clg_texts *measures, const clg_texts *offered,
                             clg_table *table, clg_error *err)
{
    clg_texts columns = CLG_TEXTS_INIT;
    clg_status status = clg_texts_add_once(&columns, "school", 6, err);

    if (status == CLG_OK)
        status = add_offered(&columns, offered, "window", err);
    if (status == CLG_OK)
        status = list_columns(measures, offered, &columns, err);
    if (status == CLG_OK)
        status = clg_store_read_table(path, where, &columns, table, err);
    clg_texts_clear(&columns);
    return status;
}

/* The measures that are chosen, and the two tables with what these need. */
static clg_status read_tables(const char *path, const clg_compare_request *request,
                              clg_texts *measures, clg_table *school,
                              clg_table *school_window, clg_error *err)
{
    clg_texts in_period = CLG_TEXTS_INIT, in_windows = CLG_TEXTS_INIT;
    clg_status status = clg_store_list_columns(path, period_table, &in_period, err);

    if (status == CLG_OK)
        status = clg_store_list_columns(path, window_table, &in_windows, err);
    if (status == CLG_OK)
        status =
            clg_compare_choose(path, &in_period, &in_windows, request, measures, err);
    if (status == CLG_OK)
        status = read_table(path, period_table, measures, &in_period, school, err);
    if (status == CLG_OK)
        status =
            read_table(path, window_table, measures, &in_windows, school_window, err);
    clg_texts_clear(&in_period);
    clg_texts_clear(&in_windows);
    return status;
}

clg_status clg_compare_read_results(const char *path,
                                    const clg_compare_request *request,
                                    clg_network_data *data, double **times,
                                    clg_error *err)
{
    clg_table school = {0}, school_window = {0}, significance = {0};
    clg_compare_source tables = {path, &school, &school_window, &significance, 0.0};
    clg_status status;

    if (request->family != CLG_ESTIMATES_NONE)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "--family is for a CSV: in results each measure has its own");
    status = read_tables(path, request, &data->measures, &school, &school_window, err);
    if (status == CLG_OK)
        status = clg_compare_read_intervals(path, &significance, &tables.coverage, err);
    if (status == CLG_OK)
        status = clg_compare_take(&tables, data, times, err);
    clg_table_clear(&school);
    clg_table_clear(&school_window);
    clg_table_clear(&significance);
    return status;
}
