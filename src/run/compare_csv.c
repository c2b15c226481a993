/* Estimates of schools from any CSV: one row a school, measure and window. */
#include "run/compare_read.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/text_list.h"
#include "ingest/number_table.h"
#include "run/panel_windows.h"

#include <math.h>
#include <string.h>

static const char *const size_columns[] = {"n", "meetings", "mean_meeting_size"};

/* Columns of the families, in the order of clg_estimate_family. */
static const struct {
    const char *value, *scale, *measure;
} columns[CLG_ESTIMATE_FAMILY_COUNT] = {{"", "", ""},
                                        {"estimate", "se", "estimate"},
                                        {"events", "exposure", "rate"},
                                        {"successes", "trials", "share"}};

typedef struct source {
    const char *path;
    const clg_compare_request *request;
    clg_number_table table; /* identifiers: school, measure, window */
    clg_estimate_family family;
    const double *value, *scale;
    uint32_t *measure; /* [code] place among the data's measures, or UINT32_MAX */
    uint32_t *window;  /* [code] */
} source;

static clg_status append(clg_texts *texts, const char *name, clg_error *err)
{
    return clg_texts_append(texts, name, strlen(name), err);
}

static clg_status fail_row(const source *from, size_t row, clg_error *err,
                           const char *message, double found)
{
    return clg_fail_at(err, CLG_ERROR_PARSE, from->path, from->table.lines[row], 0,
                       "%s, found %g", message, found);
}

/* ---- what is there ---- */

static clg_status read_table(source *from, clg_error *err)
{
    clg_texts school = CLG_TEXTS_INIT, numbers = CLG_TEXTS_INIT;
    clg_texts optional = CLG_TEXTS_INIT, keys = CLG_TEXTS_INIT;
    const clg_number_request wanted = {&school, &numbers, &optional, &keys};
    clg_status status = append(&school, "school", err);

    if (status == CLG_OK)
        status = append(&keys, "measure", err);
    if (status == CLG_OK)
        status = append(&keys, "window", err);
    for (int f = CLG_ESTIMATES_NORMAL;
         status == CLG_OK && f < CLG_ESTIMATE_FAMILY_COUNT; f++) {
        status = append(&optional, columns[f].value, err);
        if (status == CLG_OK)
            status = append(&optional, columns[f].scale, err);
    }
    for (int i = 0; status == CLG_OK && i < 3; i++)
        status = append(&optional, size_columns[i], err);
    if (status == CLG_OK)
        status = clg_number_table_read(from->path, &wanted, &from->table, err);
    clg_texts_clear(&school);
    clg_texts_clear(&numbers);
    clg_texts_clear(&optional);
    clg_texts_clear(&keys);
    return status;
}

static const double *column_of(const source *from, const char *name)
{
    long place = clg_number_table_find(&from->table, name);

    return place >= 0 ? from->table.numbers[place] : NULL;
}

static bool has_family(const source *from, int family)
{
    return column_of(from, columns[family].value) != NULL &&
           column_of(from, columns[family].scale) != NULL;
}

static clg_status choose_family(source *from, clg_error *err)
{
    int found = (int)from->request->family, count = 0;

    if (found != CLG_ESTIMATES_NONE && !has_family(from, found))
        return clg_fail_at(err, CLG_ERROR_SCHEMA, from->path, 0, 0,
                           "--family %s needs the columns %s and %s",
                           clg_estimate_family_name((clg_estimate_family)found),
                           columns[found].value, columns[found].scale);
    for (int f = CLG_ESTIMATES_NORMAL;
         from->request->family == CLG_ESTIMATES_NONE && f < CLG_ESTIMATE_FAMILY_COUNT;
         f++)
        if (has_family(from, f)) {
            found = f;
            count++;
        }
    if (count > 1)
        return clg_fail_at(err, CLG_ERROR_ARGUMENT, from->path, 0, 0,
                           "its columns fit several families: give --family normal, "
                           "gamma-poisson or beta-binomial");
    if (found == CLG_ESTIMATES_NONE)
        return clg_fail_at(err, CLG_ERROR_SCHEMA, from->path, 0, 0,
                           "expected the columns estimate and se, events and exposure, "
                           "or successes and trials");
    from->family = (clg_estimate_family)found;
    from->value = column_of(from, columns[found].value);
    from->scale = column_of(from, columns[found].scale);
    return CLG_OK;
}

/* ---- names ---- */

static clg_status copy(clg_texts *to, const clg_texts *from, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < from->count; i++)
        status =
            clg_texts_append(to, clg_texts_at(from, i), clg_texts_length(from, i), err);
    return status;
}

/* Those asked for, in the order of the file. */
static clg_status take_measures(source *from, clg_network_data *data, clg_error *err)
{
    const clg_texts *wanted = &from->request->measures;
    clg_texts own = CLG_TEXTS_INIT;
    const clg_texts *offered = &from->table.identifiers[1].levels.texts;
    clg_status status = CLG_OK;

    if (offered->count == 0) {
        status = append(&own, columns[from->family].measure, err);
        offered = &own;
    }
    for (size_t i = 0; status == CLG_OK && i < wanted->count; i++)
        if (clg_texts_find(offered, clg_texts_at(wanted, i),
                           clg_texts_length(wanted, i)) == SIZE_MAX)
            status = clg_compare_fail_unknown("measures", "measure",
                                              clg_texts_at(wanted, i), offered, err);
    from->measure = clg_array_new(offered->count + 1, sizeof *from->measure, err);
    if (status == CLG_OK && from->measure == NULL)
        status = CLG_ERROR_MEMORY;
    for (size_t i = 0; status == CLG_OK && i < offered->count; i++) {
        const char *name = clg_texts_at(offered, i);
        bool is_wanted = wanted->count == 0 ||
                         clg_texts_find(wanted, name, strlen(name)) != SIZE_MAX;

        from->measure[i] = is_wanted ? (uint32_t)data->measures.count : UINT32_MAX;
        if (is_wanted)
            status = append(&data->measures, name, err);
    }
    clg_texts_clear(&own);
    return status;
}

/* Windows in time, then the period, whose name is no time. */
static clg_status take_windows(source *from, clg_network_data *data, double **times,
                               clg_error *err)
{
    const clg_texts *levels = &from->table.identifiers[2].levels.texts;
    clg_texts dated = CLG_TEXTS_INIT;
    clg_window_order order = {CLG_TEXTS_INIT, NULL, NULL};
    clg_status status = CLG_OK;
    uint32_t next = 0;

    for (size_t i = 0; status == CLG_OK && i < levels->count; i++)
        if (strcmp(clg_texts_at(levels, i), CLG_PERIOD) != 0)
            status = append(&dated, clg_texts_at(levels, i), err);
    if (status == CLG_OK)
        status = clg_window_order_init(&order, &dated, err);
    if (status == CLG_OK)
        status = copy(&data->windows, &order.names, err);
    if (status == CLG_OK)
        status = append(&data->windows, CLG_PERIOD, err);
    from->window = clg_array_new(levels->count + 1, sizeof *from->window, err);
    if (status == CLG_OK && from->window == NULL)
        status = CLG_ERROR_MEMORY;
    for (size_t i = 0; status == CLG_OK && i < levels->count; i++)
        from->window[i] = strcmp(clg_texts_at(levels, i), CLG_PERIOD) == 0
                              ? (uint32_t)order.names.count
                              : order.place[next++];
    *times = order.time;
    order.time = NULL;
    clg_window_order_clear(&order);
    clg_texts_clear(&dated);
    return status;
}

static clg_status take_sizes(const source *from, clg_network_data *data, clg_error *err)
{
    clg_status status = CLG_OK;

    for (int i = 0; status == CLG_OK && i < 3; i++) {
        size_t place = data->size_names.count;

        if (column_of(from, size_columns[i]) == NULL)
            continue;
        status = append(&data->size_names, size_columns[i], err);
        data->sizes[place] = clg_network_data_row(data, err);
        if (status == CLG_OK && data->sizes[place] == NULL)
            status = CLG_ERROR_MEMORY;
    }
    if (status == CLG_OK && column_of(from, "n") != NULL) {
        data->people = clg_network_data_row(data, err);
        status = data->people != NULL ? CLG_OK : CLG_ERROR_MEMORY;
    }
    return status;
}

/* ---- rows ---- */

static clg_status check_row(const source *from, size_t row, clg_error *err)
{
    double value = from->value[row], scale = from->scale[row];

    if (isinf(value) || isinf(scale))
        return fail_row(from, row, err, "expected finite numbers",
                        isinf(value) ? value : scale);
    if (from->family == CLG_ESTIMATES_NORMAL)
        return scale < 0.0
                   ? fail_row(from, row, err, "expected a se of 0 or more", scale)
                   : CLG_OK;
    if (value < 0.0 || scale < 0.0)
        return clg_fail_at(err, CLG_ERROR_PARSE, from->path, from->table.lines[row], 0,
                           "expected %s of 0 or more, found %g",
                           value < 0.0 ? columns[from->family].value
                                       : columns[from->family].scale,
                           value < 0.0 ? value : scale);
    if (from->family == CLG_ESTIMATES_SHARES && value > scale)
        return fail_row(from, row, err, "expected no more successes than trials",
                        value);
    if (scale <= 0.0 && value > 0.0)
        return fail_row(from, row, err, "expected no events without exposure", value);
    return CLG_OK;
}

static clg_status take_row_sizes(const source *from, clg_network_data *data, size_t row,
                                 size_t cell, clg_error *err)
{
    for (size_t j = 0; j < data->size_names.count; j++) {
        const char *name = clg_texts_at(&data->size_names, j);
        double value = column_of(from, name)[row];

        if (value < 0.0 || isinf(value))
            return fail_row(from, row, err, "expected a size of 0 or more", value);
        data->sizes[j][cell] = value;
        if (strcmp(name, "n") == 0)
            data->people[cell] = value;
    }
    return CLG_OK;
}

static double as_measured(clg_estimate_family family, double value, double scale)
{
    if (family == CLG_ESTIMATES_NORMAL)
        return value;
    return scale > 0.0 ? value / scale : (double)NAN;
}

static clg_status take_row(const source *from, clg_network_data *data,
                           uint8_t *is_taken, size_t row, clg_error *err)
{
    uint32_t school = from->table.identifiers[0].codes[row];
    uint32_t measure = from->measure[from->table.identifiers[1].codes[row]];
    uint32_t window = from->table.identifiers[2].levels.texts.count > 0
                          ? from->window[from->table.identifiers[2].codes[row]]
                          : data->window_count;
    size_t cells = ((size_t)data->window_count + 1) * data->school_count;
    size_t cell = (size_t)window * data->school_count + school;
    clg_status status = check_row(from, row, err);

    if (status != CLG_OK || measure == UINT32_MAX)
        return status;
    if (is_taken[measure * cells + cell]++ != 0)
        return clg_fail_at(err, CLG_ERROR_PARSE, from->path, from->table.lines[row], 0,
                           "school '%.80s' has another row of the same measure and "
                           "window before",
                           clg_texts_at(&data->schools, school));
    data->of[measure].value[cell] = from->value[row];
    data->of[measure].scale[cell] = from->scale[row];
    if (window < data->window_count)
        data->of[measure].series[(size_t)school * data->window_count + window] =
            as_measured(from->family, from->value[row], from->scale[row]);
    return take_row_sizes(from, data, row, cell, err);
}

static clg_status take_rows(const source *from, clg_network_data *data, clg_error *err)
{
    static const char *const varies[] = {"none", "se", "poisson", "binomial"};
    size_t cells = ((size_t)data->window_count + 1) * data->school_count;
    uint8_t *is_taken = clg_array_new(cells * data->measure_count, 1, err);
    clg_status status = is_taken != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    for (uint32_t m = 0; status == CLG_OK && m < data->measure_count; m++) {
        data->of[m].varies = varies[from->family];
        status = clg_network_data_room(data, m, from->family, err);
    }
    for (size_t row = 0; status == CLG_OK && row < from->table.row_count; row++)
        status = take_row(from, data, is_taken, row, err);
    clg_free(is_taken);
    return status;
}

clg_status clg_compare_read_csv(const char *path, const clg_compare_request *request,
                                clg_network_data *data, double **times, clg_error *err)
{
    source from = {.path = path, .request = request};
    clg_status status = read_table(&from, err);

    if (status == CLG_OK)
        status = choose_family(&from, err);
    if (status == CLG_OK)
        status = copy(&data->schools, &from.table.identifiers[0].levels.texts, err);
    if (status == CLG_OK)
        status = take_measures(&from, data, err);
    if (status == CLG_OK)
        status = take_windows(&from, data, times, err);
    if (status == CLG_OK)
        status = clg_network_data_init(data, err);
    if (status == CLG_OK)
        status = take_sizes(&from, data, err);
    if (status == CLG_OK)
        status = take_rows(&from, data, err);
    clg_number_table_clear(&from.table);
    clg_free(from.measure);
    clg_free(from.window);
    return status;
}
