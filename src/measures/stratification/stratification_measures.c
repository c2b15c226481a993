#include "measures/stratification/stratification_measures.h"

#include "graph/members.h"
#include "measures/report.h"
#include "measures/scope_parts.h"
#include "measures/stratification/centralization.h"
#include "measures/stratification/gini.h"

static clg_value gini_of_members(const clg_scope *scope,
                                 const clg_participation *participation,
                                 double *numbers)
{
    for (uint32_t row = 0; row < scope->row_count; row++) {
        if (scope->row_vertex[row] != CLG_NO_VERTEX)
            numbers[scope->row_vertex[row]] = (double)participation->attended[row];
    }
    return clg_gini(numbers, scope->vertex_count);
}

clg_status clg_school_attendance_gini(clg_scope *scope, double *values,
                                      uint8_t *statuses, clg_error *err)
{
    const clg_participation *participation = NULL;
    double *numbers = NULL;
    clg_status status = clg_scope_participation(scope, &participation, err);

    if (status == CLG_OK)
        status = clg_scope_numbers(scope, &numbers, err);
    if (status != CLG_OK)
        return status;
    clg_value_store(scope->study->has_attendance
                        ? gini_of_members(scope, participation, numbers)
                        : clg_value_none(CLG_VALUE_NO_LOG),
                    0, values, statuses);
    return CLG_OK;
}

clg_status clg_school_degree_centralization(clg_scope *scope, double *values,
                                            uint8_t *statuses, clg_error *err)
{
    const uint32_t *degrees = NULL;
    clg_status status = clg_scope_degrees(scope, &degrees, err);

    if (status == CLG_OK)
        clg_value_store(clg_degree_centralization(degrees, scope->vertex_count), 0,
                        values, statuses);
    return status;
}
