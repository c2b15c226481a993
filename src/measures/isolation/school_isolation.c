#include "measures/isolation/isolation_measures.h"

#include "measures/core/degree.h"
#include "measures/report.h"
#include "measures/scope_parts.h"

clg_status clg_school_isolates(clg_scope *scope, double *values, uint8_t *statuses,
                               clg_error *err)
{
    const uint32_t *degrees = NULL;
    clg_status status = clg_scope_degrees(scope, &degrees, err);

    if (status == CLG_OK)
        clg_value_store(
            clg_value_of((double)clg_zero_count(degrees, scope->vertex_count)), 0,
            values, statuses);
    return status;
}

clg_status clg_school_isolate_share(clg_scope *scope, double *values, uint8_t *statuses,
                                    clg_error *err)
{
    const uint32_t *degrees = NULL;
    clg_status status = clg_scope_degrees(scope, &degrees, err);

    if (status == CLG_OK)
        clg_value_store(
            clg_value_share((double)clg_zero_count(degrees, scope->vertex_count),
                            (double)scope->vertex_count),
            0, values, statuses);
    return status;
}

typedef clg_value reading(clg_pieces pieces);

static clg_status read_pieces(clg_scope *scope, reading *read, double *values,
                              uint8_t *statuses, clg_error *err)
{
    clg_pieces pieces = {0, 0, 0, 0.0};
    clg_status status = clg_scope_pieces(scope, &pieces, err);

    if (status == CLG_OK)
        clg_value_store(read(pieces), 0, values, statuses);
    return status;
}

static clg_value count_of(clg_pieces pieces)
{
    return clg_value_of((double)pieces.count);
}

clg_status clg_school_components(clg_scope *scope, double *values, uint8_t *statuses,
                                 clg_error *err)
{
    return read_pieces(scope, count_of, values, statuses, err);
}

clg_status clg_school_largest_component_share(clg_scope *scope, double *values,
                                              uint8_t *statuses, clg_error *err)
{
    return read_pieces(scope, clg_largest_component_share, values, statuses, err);
}

clg_status clg_school_fragmentation(clg_scope *scope, double *values, uint8_t *statuses,
                                    clg_error *err)
{
    return read_pieces(scope, clg_fragmentation, values, statuses, err);
}
