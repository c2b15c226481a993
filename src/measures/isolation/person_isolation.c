#include "measures/isolation/isolation_measures.h"

#include "graph/members.h"
#include "measures/report.h"
#include "measures/scope_parts.h"

typedef clg_value reading(const clg_paths *paths, uint32_t vertex);

static clg_status read_paths(clg_scope *scope, reading *read, double *values,
                             uint8_t *statuses, clg_error *err)
{
    const clg_paths *paths = NULL;
    clg_status status = clg_scope_paths(scope, &paths, err);

    for (uint32_t row = 0; status == CLG_OK && row < scope->row_count; row++) {
        uint32_t vertex = clg_report_vertex(scope, row, values, statuses);
        if (vertex != CLG_NO_VERTEX)
            clg_value_store(read(paths, vertex), row, values, statuses);
    }
    return status;
}

clg_status clg_person_harmonic(clg_scope *scope, double *values, uint8_t *statuses,
                               clg_error *err)
{
    return read_paths(scope, clg_harmonic, values, statuses, err);
}

clg_status clg_person_betweenness(clg_scope *scope, double *values, uint8_t *statuses,
                                  clg_error *err)
{
    return read_paths(scope, clg_betweenness, values, statuses, err);
}

clg_status clg_person_constraint(clg_scope *scope, double *values, uint8_t *statuses,
                                 clg_error *err)
{
    double *numbers = NULL;
    clg_status status = clg_scope_numbers(scope, &numbers, err);

    if (status == CLG_OK)
        status =
            clg_constraint(scope->ties, &scope->parts->constraint_room, numbers, err);
    if (status == CLG_OK)
        clg_report_vertices(scope, numbers, values, statuses);
    return status;
}

clg_status clg_person_isolated(clg_scope *scope, double *values, uint8_t *statuses,
                               clg_error *err)
{
    const uint32_t *degrees = NULL;
    clg_status status = clg_scope_degrees(scope, &degrees, err);

    for (uint32_t row = 0; status == CLG_OK && row < scope->row_count; row++) {
        uint32_t vertex = clg_report_vertex(scope, row, values, statuses);
        if (vertex != CLG_NO_VERTEX)
            clg_value_store(clg_value_of(degrees[vertex] == 0 ? 1.0 : 0.0), row, values,
                            statuses);
    }
    return status;
}
