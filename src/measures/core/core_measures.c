#include "measures/core/core_measures.h"

#include "measures/core/degree.h"
#include "measures/report.h"
#include "measures/scope_parts.h"

clg_status clg_school_degeneracy(clg_scope *scope, double *values, uint8_t *statuses,
                                 clg_error *err)
{
    const uint32_t *coreness = NULL;
    uint32_t people = scope->vertex_count;
    clg_status status = clg_scope_coreness(scope, &coreness, err);

    if (status != CLG_OK)
        return status;
    clg_value_store(people > 0 ? clg_value_of((double)clg_largest(coreness, people))
                               : clg_value_undefined(),
                    0, values, statuses);
    return CLG_OK;
}

clg_status clg_person_degree(clg_scope *scope, double *values, uint8_t *statuses,
                             clg_error *err)
{
    const uint32_t *degrees = NULL;
    clg_status status = clg_scope_degrees(scope, &degrees, err);

    if (status == CLG_OK)
        clg_report_counts(scope, degrees, values, statuses);
    return status;
}

clg_status clg_person_strength(clg_scope *scope, double *values, uint8_t *statuses,
                               clg_error *err)
{
    double *strengths = NULL;
    clg_status status = clg_scope_numbers(scope, &strengths, err);

    if (status != CLG_OK)
        return status;
    clg_strengths(scope->ties, CLG_ARCS_ALL, strengths);
    clg_report_vertices(scope, strengths, values, statuses);
    return CLG_OK;
}

clg_status clg_person_coreness(clg_scope *scope, double *values, uint8_t *statuses,
                               clg_error *err)
{
    const uint32_t *coreness = NULL;
    clg_status status = clg_scope_coreness(scope, &coreness, err);

    if (status == CLG_OK)
        clg_report_counts(scope, coreness, values, statuses);
    return status;
}
