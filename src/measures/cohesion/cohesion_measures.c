#include "measures/cohesion/cohesion_measures.h"

#include "measures/cohesion/density.h"
#include "measures/report.h"
#include "measures/scope_parts.h"

clg_status clg_school_density(clg_scope *scope, double *values, uint8_t *statuses,
                              clg_error *err)
{
    (void)err;
    clg_value_store(clg_density(scope->ties), 0, values, statuses);
    return CLG_OK;
}

clg_status clg_school_mean_strength(clg_scope *scope, double *values, uint8_t *statuses,
                                    clg_error *err)
{
    (void)err;
    clg_value_store(clg_mean_strength(scope->ties), 0, values, statuses);
    return CLG_OK;
}

clg_status clg_school_transitivity(clg_scope *scope, double *values, uint8_t *statuses,
                                   clg_error *err)
{
    clg_triples triples = {0, 0};
    clg_status status = clg_scope_triples(scope, &triples, err);

    if (status == CLG_OK)
        clg_value_store(clg_transitivity(triples), 0, values, statuses);
    return status;
}

typedef clg_value reading(const clg_graph *graph);

static clg_status read_exchanges(const clg_scope *scope, reading *read, double *values,
                                 uint8_t *statuses)
{
    clg_value_store(scope->study->has_exchanges ? read(scope->exchanges)
                                                : clg_value_none(CLG_VALUE_NO_LOG),
                    0, values, statuses);
    return CLG_OK;
}

clg_status clg_school_exchange_density(clg_scope *scope, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    (void)err;
    return read_exchanges(scope, clg_density, values, statuses);
}

clg_status clg_school_exchange_reciprocity(clg_scope *scope, double *values,
                                           uint8_t *statuses, clg_error *err)
{
    (void)err;
    return read_exchanges(scope, clg_reciprocity, values, statuses);
}
