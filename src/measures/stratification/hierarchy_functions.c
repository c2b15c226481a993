#include "measures/stratification/hierarchy_functions.h"

#include "measures/report.h"
#include "measures/stratification/census.h"
#include "measures/stratification/hierarchy.h"
#include "measures/stratification/spring_rank.h"
#include "measures/value.h"

/* In the exchanges i -> j says that i turns to j, who stands above. For plain digraphs
 * the arcs are taken as they are given: from the superior to the subordinate. */

clg_status clg_hierarchy_connectedness(clg_network *network, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    clg_hierarchy found;
    clg_status status = clg_hierarchy_find(network->graph, &found, err);

    if (status == CLG_OK)
        clg_value_store(found.connectedness, 0, values, statuses);
    return status;
}

clg_status clg_hierarchy_hierarchy(clg_network *network, double *values,
                                   uint8_t *statuses, clg_error *err)
{
    clg_hierarchy found;
    clg_status status = clg_hierarchy_find(network->graph, &found, err);

    if (status == CLG_OK)
        clg_value_store(found.hierarchy, 0, values, statuses);
    return status;
}

clg_status clg_hierarchy_efficiency(clg_network *network, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    clg_hierarchy found;
    clg_status status = clg_hierarchy_find(network->graph, &found, err);

    if (status == CLG_OK)
        clg_value_store(found.efficiency, 0, values, statuses);
    return status;
}

clg_status clg_hierarchy_lubness(clg_network *network, double *values,
                                 uint8_t *statuses, clg_error *err)
{
    clg_hierarchy found;
    clg_status status = clg_hierarchy_find(network->graph, &found, err);

    if (status == CLG_OK)
        clg_value_store(found.lubness, 0, values, statuses);
    return status;
}

clg_status clg_hierarchy_reaching_centrality(clg_network *network, double *values,
                                             uint8_t *statuses, clg_error *err)
{
    clg_hierarchy found;
    clg_status status = clg_hierarchy_find(network->graph, &found, err);

    if (status == CLG_OK)
        clg_value_store(found.reaching, 0, values, statuses);
    return status;
}

/* The same with the arcs turned round: from those who are turned to. */
static clg_status find_turned(clg_network *network, clg_hierarchy *found,
                              clg_error *err)
{
    clg_graph turned = CLG_GRAPH_INIT;
    clg_status status = clg_graph_transpose(network->graph, &turned, err);

    if (status == CLG_OK)
        status = clg_hierarchy_find(&turned, found, err);
    clg_graph_clear(&turned);
    return status;
}

clg_status clg_hierarchy_exchange_connectedness(clg_network *network, double *values,
                                                uint8_t *statuses, clg_error *err)
{
    clg_hierarchy found;
    clg_status status = find_turned(network, &found, err);

    if (status == CLG_OK)
        clg_value_store(found.connectedness, 0, values, statuses);
    return status;
}

clg_status clg_hierarchy_exchange_hierarchy(clg_network *network, double *values,
                                            uint8_t *statuses, clg_error *err)
{
    clg_hierarchy found;
    clg_status status = find_turned(network, &found, err);

    if (status == CLG_OK)
        clg_value_store(found.hierarchy, 0, values, statuses);
    return status;
}

clg_status clg_hierarchy_exchange_efficiency(clg_network *network, double *values,
                                             uint8_t *statuses, clg_error *err)
{
    clg_hierarchy found;
    clg_status status = find_turned(network, &found, err);

    if (status == CLG_OK)
        clg_value_store(found.efficiency, 0, values, statuses);
    return status;
}

clg_status clg_hierarchy_exchange_lubness(clg_network *network, double *values,
                                          uint8_t *statuses, clg_error *err)
{
    clg_hierarchy found;
    clg_status status = find_turned(network, &found, err);

    if (status == CLG_OK)
        clg_value_store(found.lubness, 0, values, statuses);
    return status;
}

clg_status clg_hierarchy_exchange_reaching(clg_network *network, double *values,
                                           uint8_t *statuses, clg_error *err)
{
    clg_hierarchy found;
    clg_status status = find_turned(network, &found, err);

    if (status == CLG_OK)
        clg_value_store(found.reaching, 0, values, statuses);
    return status;
}

clg_status clg_hierarchy_spring_rank(clg_network *network, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    clg_spring_rank found;
    clg_status status = clg_spring_rank_find(network->graph, values, &found, err);
    uint32_t n = network->graph->vertex_count;

    if (status != CLG_OK)
        return status;
    if (found.status == CLG_VALUE_OK)
        clg_report_numbers(values, n, values, statuses);
    else
        clg_report_none(found.status, n, values, statuses);
    return CLG_OK;
}

clg_status clg_hierarchy_spring_rank_energy(clg_network *network, double *values,
                                            uint8_t *statuses, clg_error *err)
{
    double *ranks = NULL;
    clg_spring_rank found;
    clg_status status = clg_network_numbers(network, &ranks, err);

    if (status == CLG_OK)
        status = clg_spring_rank_find(network->graph, ranks, &found, err);
    if (status == CLG_OK)
        clg_value_store(found.status == CLG_VALUE_OK ? clg_value_of(found.per_weight)
                                                     : clg_value_none(found.status),
                        0, values, statuses);
    return status;
}

clg_status clg_hierarchy_dyadic_reciprocity(clg_network *network, double *values,
                                            uint8_t *statuses, clg_error *err)
{
    (void)err;
    clg_value_store(clg_dyadic_reciprocity(clg_dyad_census(network->graph)), 0, values,
                    statuses);
    return CLG_OK;
}

clg_status clg_hierarchy_dyads_mutual(clg_network *network, double *values,
                                      uint8_t *statuses, clg_error *err)
{
    (void)err;
    clg_value_store(clg_value_of(clg_dyad_census(network->graph).mutual), 0, values,
                    statuses);
    return CLG_OK;
}

clg_status clg_hierarchy_dyads_asymmetric(clg_network *network, double *values,
                                          uint8_t *statuses, clg_error *err)
{
    (void)err;
    clg_value_store(clg_value_of(clg_dyad_census(network->graph).asymmetric), 0, values,
                    statuses);
    return CLG_OK;
}

clg_status clg_hierarchy_dyads_none(clg_network *network, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    (void)err;
    clg_value_store(clg_value_of(clg_dyad_census(network->graph).none), 0, values,
                    statuses);
    return CLG_OK;
}

static clg_status count_triad(clg_network *network, int triad, double *values,
                              uint8_t *statuses, clg_error *err)
{
    double counts[16];
    clg_status status = clg_triad_census(network->graph, counts, err);

    if (status == CLG_OK)
        clg_value_store(clg_value_of(counts[triad]), 0, values, statuses);
    return status;
}

clg_status clg_hierarchy_triads_003(clg_network *network, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    return count_triad(network, 0, values, statuses, err);
}

clg_status clg_hierarchy_triads_012(clg_network *network, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    return count_triad(network, 1, values, statuses, err);
}

clg_status clg_hierarchy_triads_102(clg_network *network, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    return count_triad(network, 2, values, statuses, err);
}

clg_status clg_hierarchy_triads_021d(clg_network *network, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    return count_triad(network, 3, values, statuses, err);
}

clg_status clg_hierarchy_triads_021u(clg_network *network, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    return count_triad(network, 4, values, statuses, err);
}

clg_status clg_hierarchy_triads_021c(clg_network *network, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    return count_triad(network, 5, values, statuses, err);
}

clg_status clg_hierarchy_triads_111d(clg_network *network, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    return count_triad(network, 6, values, statuses, err);
}

clg_status clg_hierarchy_triads_111u(clg_network *network, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    return count_triad(network, 7, values, statuses, err);
}

clg_status clg_hierarchy_triads_030t(clg_network *network, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    return count_triad(network, 8, values, statuses, err);
}

clg_status clg_hierarchy_triads_030c(clg_network *network, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    return count_triad(network, 9, values, statuses, err);
}

clg_status clg_hierarchy_triads_201(clg_network *network, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    return count_triad(network, 10, values, statuses, err);
}

clg_status clg_hierarchy_triads_120d(clg_network *network, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    return count_triad(network, 11, values, statuses, err);
}

clg_status clg_hierarchy_triads_120u(clg_network *network, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    return count_triad(network, 12, values, statuses, err);
}

clg_status clg_hierarchy_triads_120c(clg_network *network, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    return count_triad(network, 13, values, statuses, err);
}

clg_status clg_hierarchy_triads_210(clg_network *network, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    return count_triad(network, 14, values, statuses, err);
}

clg_status clg_hierarchy_triads_300(clg_network *network, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    return count_triad(network, 15, values, statuses, err);
}
