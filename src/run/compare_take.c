/* Measures of schools from tables of results, each with how it varies by chance. */
#include "run/compare_take.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/text_list.h"
#include "run/compare_intervals.h"
#include "run/compare_read.h"
#include "run/panel_windows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 128 };

const char *const clg_compare_sizes[CLG_COMPARE_SIZE_COUNT] = {"people", "meetings",
                                                               "mean_meeting_size"};

typedef struct source {
    const clg_compare_source *of;
    clg_variation *variation; /* [measure] */
    clg_dictionary schools;
} source;

/* ---- what is there ---- */

static bool lists(const clg_texts *texts, const char *name)
{
    return clg_texts_find(texts, name, strlen(name)) != SIZE_MAX;
}

/* Measures of schools that either table has, in the order of the registry. */
static clg_status list_offered(const clg_texts *in_period, const clg_texts *in_windows,
                               clg_texts *offered, clg_error *err)
{
    const clg_measure *m;
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && (m = clg_measure_at(i)) != NULL; i++)
        if (strcmp(m->level, "school") == 0 &&
            (lists(in_period, m->id) || lists(in_windows, m->id)))
            status = clg_texts_add_once(offered, m->id, strlen(m->id), err);
    return status;
}

clg_status clg_compare_choose(const char *path, const clg_texts *in_period,
                              const clg_texts *in_windows,
                              const clg_compare_request *request, clg_texts *chosen,
                              clg_error *err)
{
    const clg_texts *wanted = &request->measures;
    bool is_all =
        wanted->count == 0 || (wanted->count == 1 && lists(wanted, "default"));
    clg_texts offered = CLG_TEXTS_INIT;
    clg_status status = list_offered(in_period, in_windows, &offered, err);

    for (size_t i = 0; status == CLG_OK && !is_all && i < wanted->count; i++)
        if (!lists(&offered, clg_texts_at(wanted, i)))
            status = clg_compare_fail_unknown("measures", "measure of schools",
                                              clg_texts_at(wanted, i), &offered, err);
    for (size_t i = 0; status == CLG_OK && i < offered.count; i++)
        if (is_all || lists(wanted, clg_texts_at(&offered, i)))
            status = clg_texts_add_once(chosen, clg_texts_at(&offered, i),
                                        clg_texts_length(&offered, i), err);
    clg_texts_clear(&offered);
    if (status == CLG_OK && chosen->count == 0)
        status = clg_fail_at(err, CLG_ERROR_SCHEMA, path, 0, 0,
                             "there is no measure of schools in it");
    return status;
}

clg_variation clg_compare_variation_of(const char *id)
{
    const clg_measure *m;

    for (size_t i = 0; (m = clg_measure_at(i)) != NULL; i++)
        if (strcmp(m->level, "school") == 0 && strcmp(m->id, id) == 0)
            return clg_variation_of(m);
    return (clg_variation){id, CLG_VARIES_NOT, NULL};
}

static clg_status find_variations(source *from, const clg_network_data *data,
                                  clg_error *err)
{
    from->variation = clg_array_new(data->measures.count, sizeof *from->variation, err);
    if (from->variation == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t m = 0; m < data->measures.count; m++)
        from->variation[m] = clg_compare_variation_of(clg_texts_at(&data->measures, m));
    return CLG_OK;
}

/* ---- schools and windows ---- */

static clg_status damaged(const source *from, const char *what, clg_error *err)
{
    return clg_fail_at(err, CLG_ERROR_SCHEMA, from->of->path, 0, 0,
                       "this results file is damaged: %s", what);
}

static clg_status take_schools(source *from, clg_network_data *data, clg_error *err)
{
    const clg_column *ids = clg_table_column(from->of->school, "school");
    clg_status status = CLG_OK;
    uint32_t code;

    if (ids->levels == NULL || ids->levels->count != from->of->school->row_count)
        return damaged(from, "schools without names", err);
    for (size_t s = 0; status == CLG_OK && s < from->of->school->row_count; s++) {
        const char *name = clg_texts_at(ids->levels, s);

        status = clg_dictionary_code(&from->schools, 0, name, strlen(name), &code, err);
        if (status == CLG_OK && code != s)
            return damaged(from, "a school occurs twice", err);
        if (status == CLG_OK)
            status = clg_texts_append(&data->schools, name, strlen(name), err);
    }
    return status;
}

static clg_status take_windows(source *from, clg_window_order *order,
                               clg_network_data *data, double **times, clg_error *err)
{
    const clg_column *window = clg_table_column(from->of->school_window, "window");
    clg_status status;

    if (window == NULL || window->type != CLG_COLUMN_CATEGORY)
        return damaged(from, "no windows", err);
    status = clg_window_order_init(order, window->levels, err);
    for (size_t w = 0; status == CLG_OK && w < order->names.count; w++)
        status = clg_texts_append(&data->windows, clg_texts_at(&order->names, w),
                                  clg_texts_length(&order->names, w), err);
    if (status == CLG_OK)
        status = clg_texts_append(&data->windows, CLG_PERIOD, strlen(CLG_PERIOD), err);
    *times = order->time;
    order->time = NULL;
    return status;
}

/* ---- numbers ---- */

static const double *values_of(const clg_table *table, const char *name)
{
    const clg_column *column = name != NULL ? clg_table_column(table, name) : NULL;

    return column != NULL ? column->values : NULL;
}

/* One cell of a measure as an estimate; NaN where something is missing. */
static void take_cell(const clg_variation *v, double raw, double out_of, double z,
                      double *value, double *scale)
{
    double count = raw;

    if (v->kind == CLG_VARIES_INTERVAL)
        *value = raw; /* the scale comes from the intervals */
    if (v->kind == CLG_VARIES_Z) {
        *value = z;
        *scale = isnan(z) ? (double)NAN : 1.0;
    }
    if (v->out_of == NULL || isnan(raw) || isnan(out_of))
        return;
    if (v->kind == CLG_VARIES_SHARE || v->kind == CLG_VARIES_RATE)
        count = raw * out_of;
    if (fabs(count - round(count)) < 1e-6)
        count = round(count);
    if (v->kind == CLG_VARIES_SHARE || v->kind == CLG_VARIES_PART)
        count = fmin(count, out_of);
    if (out_of <= 0.0 && count > 0.0)
        return;
    *value = count;
    *scale = out_of;
}

/* Which cell of the data a row of a table is. */
typedef struct place {
    uint32_t school, window;
} place;

static place place_in_period(const void *context, size_t row)
{
    const clg_network_data *data = context;

    return (place){(uint32_t)row, data->window_count};
}

typedef struct window_places {
    const int32_t *school_codes, *window_codes;
    const uint32_t *school, *window; /* by code */
} window_places;

static place place_in_windows(const void *context, size_t row)
{
    const window_places *p = context;

    return (place){p->school[p->school_codes[row]], p->window[p->window_codes[row]]};
}

/* All rows of one column, which may be absent, into a row of the data. */
static void take_row(const clg_network_data *data, const clg_table *table,
                     const char *name, place (*at)(const void *, size_t),
                     const void *context, double *cells)
{
    const double *values = values_of(table, name);

    for (size_t row = 0; values != NULL && row < table->row_count; row++) {
        place p = at(context, row);
        cells[(size_t)p.window * data->school_count + p.school] = values[row];
    }
}

static void take_measure(const source *from, clg_network_data *data, uint32_t m,
                         const clg_table *table, place (*at)(const void *, size_t),
                         const void *context)
{
    const clg_variation *v = &from->variation[m];
    clg_network_measure *to = &data->of[m];
    char z_name[NAME_SIZE];
    const double *raw = values_of(table, v->measure), *z;
    const double *out_of = values_of(table, v->out_of), none = (double)NAN;

    snprintf(z_name, sizeof z_name, "%s_z", v->measure);
    z = values_of(table, z_name);
    for (size_t row = 0; raw != NULL && row < table->row_count; row++) {
        place p = at(context, row);
        size_t cell = (size_t)p.window * data->school_count + p.school;

        if (p.window < data->window_count)
            to->series[(size_t)p.school * data->window_count + p.window] = raw[row];
        if (to->value != NULL)
            take_cell(v, raw[row], out_of != NULL ? out_of[row] : none,
                      z != NULL ? z[row] : none, &to->value[cell], &to->scale[cell]);
    }
}

static clg_estimate_family family_of(clg_variation_kind kind)
{
    switch (kind) {
    case CLG_VARIES_SHARE:
    case CLG_VARIES_PART: return CLG_ESTIMATES_SHARES;
    case CLG_VARIES_RATE:
    case CLG_VARIES_COUNT: return CLG_ESTIMATES_EVENTS;
    case CLG_VARIES_INTERVAL:
    case CLG_VARIES_Z: return CLG_ESTIMATES_NORMAL;
    case CLG_VARIES_UNSTATED:
    case CLG_VARIES_NOT: break;
    }
    return CLG_ESTIMATES_NONE;
}

static clg_status make_room(const source *from, clg_network_data *data, clg_error *err)
{
    clg_status status = clg_network_data_init(data, err);

    for (uint32_t m = 0; status == CLG_OK && m < data->measure_count; m++) {
        data->of[m].varies = clg_variation_name(from->variation[m].kind);
        status =
            clg_network_data_room(data, m, family_of(from->variation[m].kind), err);
    }
    for (size_t j = 0; status == CLG_OK && j < CLG_COMPARE_SIZE_COUNT; j++) {
        status = clg_texts_append(&data->size_names, clg_compare_sizes[j],
                                  strlen(clg_compare_sizes[j]), err);
        data->sizes[j] = clg_network_data_row(data, err);
        if (status == CLG_OK && data->sizes[j] == NULL)
            status = CLG_ERROR_MEMORY;
    }
    data->people = clg_network_data_row(data, err);
    return status == CLG_OK && data->people == NULL ? CLG_ERROR_MEMORY : status;
}

static void take_table(const source *from, clg_network_data *data,
                       const clg_table *table, place (*at)(const void *, size_t),
                       const void *context)
{
    for (uint32_t m = 0; m < data->measure_count; m++)
        take_measure(from, data, m, table, at, context);
    for (int j = 0; j < CLG_COMPARE_SIZE_COUNT; j++)
        take_row(data, table, clg_compare_sizes[j], at, context, data->sizes[j]);
    take_row(data, table, "people", at, context, data->people);
}

/* Codes of schools in another table as places in /school. */
static clg_status map_schools(const source *from, const clg_table *table,
                              uint32_t **map, clg_error *err)
{
    const clg_column *school = clg_table_column(table, "school");
    bool is_category = school->type == CLG_COLUMN_CATEGORY;

    *map = is_category ? clg_array_new(school->levels->count + 1, sizeof **map, err)
                       : NULL;
    if (!is_category)
        return damaged(from, "a table without schools", err);
    if (*map == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < school->levels->count; i++) {
        const char *name = clg_texts_at(school->levels, i);
        (*map)[i] = clg_dictionary_find(&from->schools, 0, name, strlen(name));
    }
    for (size_t row = 0; row < table->row_count; row++)
        if (school->codes[row] < 0 || (*map)[school->codes[row]] == CLG_NO_CODE)
            return damaged(from, "a school that is not in /school", err);
    return CLG_OK;
}

static clg_status take_window_table(const source *from, clg_network_data *data,
                                    const clg_window_order *order, clg_error *err)
{
    const clg_table *table = from->of->school_window;
    const int32_t *windows = clg_table_column(table, "window")->codes;
    uint32_t *map = NULL;
    clg_status status = map_schools(from, table, &map, err);

    for (size_t row = 0; status == CLG_OK && row < table->row_count; row++)
        if (windows[row] < 0)
            status = damaged(from, "a row without a window", err);
    if (status == CLG_OK) {
        const window_places places = {clg_table_column(table, "school")->codes, windows,
                                      map, order->place};
        take_table(from, data, table, place_in_windows, &places);
    }
    clg_free(map);
    return status;
}

clg_status clg_compare_take(const clg_compare_source *tables, clg_network_data *data,
                            double **times, clg_error *err)
{
    source from = {.of = tables, .schools = CLG_DICTIONARY_INIT};
    clg_window_order order = {CLG_TEXTS_INIT, NULL, NULL};
    clg_status status = find_variations(&from, data, err);

    if (status == CLG_OK)
        status = take_schools(&from, data, err);
    if (status == CLG_OK)
        status = take_windows(&from, &order, data, times, err);
    if (status == CLG_OK)
        status = make_room(&from, data, err);
    if (status == CLG_OK) {
        take_table(&from, data, tables->school, place_in_period, data);
        status = take_window_table(&from, data, &order, err);
    }
    if (status == CLG_OK)
        status = clg_compare_take_intervals(tables->significance, tables->coverage,
                                            data, &from.schools, err);
    clg_window_order_clear(&order);
    clg_dictionary_clear(&from.schools);
    clg_free(from.variation);
    return status;
}

static clg_status list_names(const clg_table *table, clg_texts *names, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < table->column_count; i++)
        status = clg_texts_append(names, table->columns[i].name,
                                  strlen(table->columns[i].name), err);
    return status;
}

clg_status clg_compare_from_tables(const clg_compare_source *tables,
                                   const clg_compare_request *request,
                                   clg_network_data *data, double **times,
                                   clg_error *err)
{
    clg_texts in_period = CLG_TEXTS_INIT, in_windows = CLG_TEXTS_INIT;
    clg_status status = list_names(tables->school, &in_period, err);

    if (status == CLG_OK)
        status = list_names(tables->school_window, &in_windows, err);
    if (status == CLG_OK)
        status = clg_compare_choose(tables->path, &in_period, &in_windows, request,
                                    &data->measures, err);
    if (status == CLG_OK)
        status = clg_compare_take(tables, data, times, err);
    clg_texts_clear(&in_period);
    clg_texts_clear(&in_windows);
    return status;
}
