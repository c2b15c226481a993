#include "measures/compute.h"

#include "base/memory.h"
#include "measures/report.h"
#include "measures/scope_parts.h"

#include <string.h>

static bool is_level(const clg_measure *measure, const char *level)
{
    return strcmp(measure->level, level) == 0;
}

static bool is_of_persons(const clg_measure *measure)
{
    return is_level(measure, "person") || is_level(measure, "person_stratum") ||
           is_level(measure, "vertex");
}

size_t clg_measure_cells(const clg_measure *measure, const clg_scope *scope,
                         const clg_groups *groups)
{
    if (is_of_persons(measure))
        return scope->row_count;
    return is_level(measure, "stratum") ? groups->group_count : 1;
}

static bool lacks_log(const clg_measure *measure, const clg_study *study)
{
    bool of_graph = measure->of_network != NULL || measure->of_groups != NULL;

    if (measure->of_attendance != NULL || measure->of_attendance_groups != NULL)
        return !study->has_attendance;
    return of_graph && measure->graph == CLG_OF_EXCHANGES && !study->has_exchanges;
}

/* The function at work: cells are those of the subject, a vertex for persons. */
static clg_status call(const clg_measure *measure, clg_scope *scope,
                       const clg_groups *groups, double *values, uint8_t *statuses,
                       clg_error *err)
{
    if (measure->of_network != NULL)
        return measure->of_network(clg_scope_network(scope, measure->graph), values,
                                   statuses, err);
    if (measure->of_groups != NULL)
        return measure->of_groups(clg_scope_network(scope, measure->graph), groups,
                                  values, statuses, err);
    if (measure->of_scope_groups != NULL)
        return measure->of_scope_groups(scope, groups, values, statuses, err);
    if (measure->of_attendance_groups != NULL)
        return measure->of_attendance_groups(clg_scope_affiliation(scope), groups,
                                             values, statuses, err);
    if (measure->of_attendance != NULL)
        return measure->of_attendance(clg_scope_affiliation(scope), values, statuses,
                                      err);
    return measure->of_scope(scope, values, statuses, err);
}

static clg_status reserve(clg_scope *scope, clg_error *err)
{
    clg_scope_parts *parts = scope->parts;
    clg_status status =
        clg_array_reserve(&parts->vertex_values, &parts->vertex_values_room,
                          scope->vertex_count, sizeof *parts->vertex_values, err);

    if (status == CLG_OK)
        status =
            clg_array_reserve(&parts->vertex_statuses, &parts->vertex_statuses_room,
                              scope->vertex_count, sizeof *parts->vertex_statuses, err);
    return status;
}

static clg_status compute_rows(const clg_measure *measure, clg_scope *scope,
                               const clg_groups *groups, double *values,
                               uint8_t *statuses, clg_error *err)
{
    clg_scope_parts *parts = scope->parts;
    clg_status status = reserve(scope, err);

    if (status == CLG_OK)
        status = call(measure, scope, groups, parts->vertex_values,
                      parts->vertex_statuses, err);
    if (status == CLG_OK)
        clg_report_rows(scope, parts->vertex_values, parts->vertex_statuses, values,
                        statuses);
    return status;
}

clg_status clg_measure_compute(const clg_measure *measure, clg_scope *scope,
                               const clg_groups *groups, double *values,
                               uint8_t *statuses, clg_error *err)
{
    size_t cells = clg_measure_cells(measure, scope, groups);
    clg_status status;

    if (lacks_log(measure, scope->study)) {
        clg_report_no_log(values, statuses, cells);
        return CLG_OK;
    }
    status = is_of_persons(measure) && measure->of_scope == NULL
                 ? compute_rows(measure, scope, groups, values, statuses, err)
                 : call(measure, scope, groups, values, statuses, err);
    for (size_t i = 0; status == CLG_OK && i < cells; i++)
        if (statuses[i] != CLG_VALUE_OK)
            values[i] = NAN;
    return status;
}
