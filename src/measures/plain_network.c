#include "measures/plain_network.h"

#include "base/memory.h"

#include <string.h>

/* What one call holds, and where it writes. */
typedef struct work {
    clg_network network;
    clg_affiliation attendance; /* without a table unless it is asked for */
    clg_groups groups;
    bool has_groups;
    clg_network_measures *out;
} work;

static bool is_level(const clg_measure *measure, const char *level)
{
    return strcmp(measure->level, level) == 0;
}

static bool is_offered(const work *w, const clg_measure *measure)
{
    clg_plain kind =
        w->network.graph->is_directed ? CLG_PLAIN_DIRECTED : CLG_PLAIN_UNDIRECTED;

    if (measure->of_network != NULL)
        return (measure->plain & kind) != 0;
    if (measure->of_groups != NULL)
        return w->has_groups && (measure->plain & kind) != 0;
    if (measure->of_attendance_groups != NULL)
        return w->has_groups && w->attendance.table != NULL;
    return measure->of_attendance != NULL && w->attendance.table != NULL;
}

static clg_status compute(work *w, const clg_measure *measure, double *values,
                          uint8_t *statuses, clg_error *err)
{
    if (measure->of_network != NULL)
        return measure->of_network(&w->network, values, statuses, err);
    if (measure->of_groups != NULL)
        return measure->of_groups(&w->network, &w->groups, values, statuses, err);
    if (measure->of_attendance_groups != NULL)
        return measure->of_attendance_groups(&w->attendance, &w->groups, values,
                                             statuses, err);
    return measure->of_attendance(&w->attendance, values, statuses, err);
}

static void blank(double *values, const uint8_t *statuses, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (statuses[i] != CLG_VALUE_OK)
            values[i] = NAN;
}

static clg_status add_value(work *w, const clg_measure *measure, clg_error *err)
{
    uint8_t why = CLG_VALUE_OK;
    double value = 0.0;
    clg_status status = compute(w, measure, &value, &why, err);

    if (status != CLG_OK)
        return status;
    blank(&value, &why, 1);
    w->out->values[w->out->value_count++] =
        (clg_network_value){measure->id, {value, (clg_value_status)why}};
    return CLG_OK;
}

/* Cells so far are columns, then strata. */
static clg_status add_column(work *w, const clg_measure *measure,
                             clg_network_column *columns, size_t *count, size_t cells,
                             size_t first, clg_error *err)
{
    clg_network_column *column = &columns[(*count)++];

    *column = (clg_network_column){measure->id, w->out->cells + first,
                                   w->out->cell_statuses + first};
    clg_status status = compute(w, measure, column->values, column->statuses, err);
    if (status == CLG_OK)
        blank(column->values, column->statuses, cells);
    return status;
}

static clg_status add(work *w, const clg_measure *measure, size_t *cell, clg_error *err)
{
    clg_network_measures *out = w->out;
    clg_status status;
    size_t cells;

    if (is_level(measure, "school") || is_level(measure, "network") ||
        is_level(measure, "attribute"))
        return add_value(w, measure, err);
    cells = is_level(measure, "stratum") ? out->group_count : out->vertex_count;
    status = is_level(measure, "stratum")
                 ? add_column(w, measure, out->strata, &out->stratum_count, cells,
                              *cell, err)
                 : add_column(w, measure, out->columns, &out->column_count, cells,
                              *cell, err);
    *cell += cells;
    return status;
}

static clg_status reserve(work *w, clg_error *err)
{
    clg_network_measures *out = w->out;
    size_t most = clg_measure_count(), each = out->vertex_count > out->group_count
                                                  ? out->vertex_count
                                                  : out->group_count;
    bool ok = (out->values = clg_array_new(most, sizeof *out->values, err)) &&
              (out->columns = clg_array_new(most, sizeof *out->columns, err)) &&
              (out->strata = clg_array_new(most, sizeof *out->strata, err)) &&
              (out->cells = clg_array_new(most * each + 1, sizeof *out->cells, err)) &&
              (out->cell_statuses = clg_array_new(most * each + 1, 1, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

static clg_status fill_groups(work *w, const int32_t *codes, clg_error *err)
{
    uint32_t vertices = w->network.graph->vertex_count;
    int32_t largest = -1;

    w->has_groups = codes != NULL;
    if (codes == NULL)
        return CLG_OK;
    for (uint32_t v = 0; v < vertices; v++)
        largest = codes[v] > largest ? codes[v] : largest;
    w->out->group_count = (uint32_t)(largest + 1);
    return clg_groups_fill(&w->groups, codes, vertices, w->out->group_count, err);
}

static clg_status measure_all(work *w, const clg_plain_subject *subject, clg_error *err)
{
    const clg_measure *measure;
    size_t cell = 0;
    clg_status status = fill_groups(w, subject->groups, err);

    w->groups.number = subject->numbers;

    if (status == CLG_OK)
        status = reserve(w, err);
    for (size_t i = 0; status == CLG_OK && (measure = clg_measure_at(i)) != NULL; i++)
        if (is_offered(w, measure))
            status = add(w, measure, &cell, err);
    return status;
}

clg_status clg_plain_measure(const clg_plain_subject *subject,
                             clg_network_measures *measures, clg_error *err)
{
    work w = {.out = measures};
    clg_status status;

    *measures = (clg_network_measures){.vertex_count = subject->graph->vertex_count};
    w.network.is_thorough = w.network.is_exhaustive = true;
    clg_network_open(&w.network, subject->graph);
    w.attendance.is_exhaustive = true;
    clg_affiliation_open(&w.attendance, subject->attendance);
    status = measure_all(&w, subject, err);
    clg_network_clear(&w.network);
    clg_affiliation_clear(&w.attendance);
    clg_groups_clear(&w.groups);
    if (status != CLG_OK)
        clg_network_measures_clear(measures);
    return status;
}

clg_status clg_network_measure(const clg_graph *graph, const int32_t *groups,
                               clg_network_measures *measures, clg_error *err)
{
    return clg_plain_measure(&(clg_plain_subject){graph, NULL, groups, NULL}, measures,
                             err);
}

void clg_network_measures_clear(clg_network_measures *measures)
{
    clg_free(measures->values);
    clg_free(measures->columns);
    clg_free(measures->strata);
    clg_free(measures->cells);
    clg_free(measures->cell_statuses);
    *measures = (clg_network_measures){0};
}
