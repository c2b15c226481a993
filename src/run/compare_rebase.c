/* Where charts begin anew, from a table that somebody who knows the schools made. */
#include "run/compare_read.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/text_list.h"
#include "ingest/number_table.h"

#include <stdlib.h>
#include <string.h>

enum { SCHOOL, WINDOW, MEASURE };

static clg_status read_table(const char *path, clg_number_table *table, clg_error *err)
{
    clg_texts keys = CLG_TEXTS_INIT, none = CLG_TEXTS_INIT, optional = CLG_TEXTS_INIT;
    const clg_number_request wanted = {&keys, &none, NULL, &optional};
    clg_status status = clg_texts_append(&keys, "school", 6, err);

    if (status == CLG_OK)
        status = clg_texts_append(&keys, "window", 6, err);
    if (status == CLG_OK)
        status = clg_texts_append(&optional, "measure", 7, err);
    if (status == CLG_OK)
        status = clg_number_table_read(path, &wanted, table, err);
    clg_texts_clear(&keys);
    clg_texts_clear(&optional);
    return status;
}

/* The place of a cell's text in a list; a failure names it and the nearest there is. */
static clg_status find(const char *path, const clg_number_table *table, int column,
                       size_t row, const char *what, const clg_texts *list,
                       size_t count, uint32_t *place, clg_error *err)
{
    const clg_identifiers *cells = &table->identifiers[column];
    const char *name = clg_texts_at(&cells->levels.texts, cells->codes[row]);
    size_t found = clg_texts_find(
        list, name, clg_texts_length(&cells->levels.texts, cells->codes[row]));

    if (found < count) {
        *place = (uint32_t)found;
        return CLG_OK;
    }
    clg_fail_at(err, CLG_ERROR_PARSE, path, table->lines[row], 0,
                "there is no %s '%.80s' among those compared", what, name);
    clg_texts_hint_nearest(list, name, err);
    return CLG_ERROR_PARSE;
}

static clg_status take_row(const char *path, const clg_number_table *table, size_t row,
                           clg_network_data *data, clg_error *err)
{
    clg_rebase *to = &data->rebases[row];
    bool has_measures = table->identifiers[MEASURE].levels.texts.count > 0;
    clg_status status = find(path, table, SCHOOL, row, "school", &data->schools,
                             data->school_count, &to->school, err);

    to->measure = CLG_ALL_MEASURES;
    if (status == CLG_OK)
        status = find(path, table, WINDOW, row, "window", &data->windows,
                      data->window_count, &to->window, err);
    if (status == CLG_OK && has_measures)
        status = find(path, table, MEASURE, row, "measure", &data->measures,
                      data->measure_count, &to->measure, err);
    return status;
}

static int in_order(const void *a, const void *b)
{
    const clg_rebase *x = a, *y = b;

    if (x->school != y->school)
        return x->school < y->school ? -1 : 1;
    if (x->window != y->window)
        return x->window < y->window ? -1 : 1;
    return (x->measure > y->measure) - (x->measure < y->measure);
}

clg_status clg_compare_read_rebase(const char *path, clg_network_data *data,
                                   clg_error *err)
{
    clg_number_table table = {0};
    clg_status status = read_table(path, &table, err);

    if (status == CLG_OK) {
        data->rebases = clg_array_new(table.row_count, sizeof *data->rebases, err);
        status = data->rebases != NULL ? CLG_OK : CLG_ERROR_MEMORY;
    }
    for (size_t row = 0; status == CLG_OK && row < table.row_count; row++) {
        status = take_row(path, &table, row, data, err);
        data->rebase_count = row + 1;
    }
    if (status == CLG_OK)
        qsort(data->rebases, data->rebase_count, sizeof *data->rebases, in_order);
    clg_number_table_clear(&table);
    return status;
}
