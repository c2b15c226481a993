#include "measures/isolation/isolation_functions.h"

#include "measures/core/degree.h"
#include "measures/isolation/constraint.h"
#include "measures/isolation/cut_points.h"
#include "measures/isolation/nearness.h"
#include "measures/isolation/paths.h"
#include "measures/isolation/pieces.h"
#include "measures/isolation/structural_holes.h"
#include "measures/report.h"
#include "measures/scope.h"

clg_status clg_isolation_isolates(clg_network *network, double *values,
                                  uint8_t *statuses, clg_error *err)
{
    const uint32_t *degrees = NULL;
    clg_status status = clg_network_degrees(network, &degrees, err);
    uint32_t n = network->graph->vertex_count;

    if (status == CLG_OK)
        clg_value_store(clg_value_of((double)clg_zero_count(degrees, n)), 0, values,
                        statuses);
    return status;
}

clg_status clg_isolation_isolate_share(clg_network *network, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    const uint32_t *degrees = NULL;
    clg_status status = clg_network_degrees(network, &degrees, err);
    uint32_t n = network->graph->vertex_count;

    if (status == CLG_OK)
        clg_value_store(clg_value_share((double)clg_zero_count(degrees, n), (double)n),
                        0, values, statuses);
    return status;
}

typedef clg_value piece_reading(clg_pieces pieces);

static clg_status read_pieces(clg_network *network, piece_reading *read, double *values,
                              uint8_t *statuses, clg_error *err)
{
    clg_pieces pieces = {0, 0, 0, 0.0};
    clg_status status = clg_network_pieces(network, &pieces, err);

    if (status == CLG_OK)
        clg_value_store(read(pieces), 0, values, statuses);
    return status;
}

static clg_value count_of(clg_pieces pieces)
{
    return clg_value_of((double)pieces.count);
}

clg_status clg_isolation_components(clg_network *network, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    return read_pieces(network, count_of, values, statuses, err);
}

clg_status clg_isolation_largest_component_share(clg_network *network, double *values,
                                                 uint8_t *statuses, clg_error *err)
{
    return read_pieces(network, clg_largest_component_share, values, statuses, err);
}

clg_status clg_isolation_fragmentation(clg_network *network, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    return read_pieces(network, clg_fragmentation, values, statuses, err);
}

typedef clg_value path_reading(const clg_paths *paths, uint32_t vertex);

static clg_status read_paths(clg_network *network, path_reading *read, double *values,
                             uint8_t *statuses, clg_error *err)
{
    const clg_paths *paths = NULL;
    clg_status status = clg_network_paths(network, &paths, err);

    for (uint32_t v = 0; status == CLG_OK && v < network->graph->vertex_count; v++)
        clg_value_store(read(paths, v), v, values, statuses);
    return status;
}

clg_status clg_isolation_harmonic(clg_network *network, double *values,
                                  uint8_t *statuses, clg_error *err)
{
    return read_paths(network, clg_harmonic, values, statuses, err);
}

clg_status clg_isolation_betweenness(clg_network *network, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    return read_paths(network, clg_betweenness, values, statuses, err);
}

clg_status clg_isolation_constraint(clg_network *network, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    const clg_graph *symmetric = NULL;
    clg_status status = clg_network_symmetric(network, &symmetric, err);

    if (status == CLG_OK)
        status = clg_constraint(symmetric, &network->constraint_room, values, err);
    if (status == CLG_OK)
        clg_report_numbers(values, symmetric->vertex_count, values, statuses);
    return status;
}

clg_status clg_isolation_isolated(clg_network *network, double *values,
                                  uint8_t *statuses, clg_error *err)
{
    const uint32_t *degrees = NULL;
    clg_status status = clg_network_degrees(network, &degrees, err);

    for (uint32_t v = 0; status == CLG_OK && v < network->graph->vertex_count; v++)
        clg_value_store(clg_value_of(degrees[v] == 0 ? 1.0 : 0.0), v, values, statuses);
    return status;
}

clg_status clg_isolation_pendants(clg_network *network, double *values,
                                  uint8_t *statuses, clg_error *err)
{
    const uint32_t *degrees = NULL;
    double count = 0.0;
    clg_status status = clg_network_degrees(network, &degrees, err);

    for (uint32_t v = 0; status == CLG_OK && v < network->graph->vertex_count; v++)
        count += degrees[v] == 1;
    if (status == CLG_OK)
        clg_value_store(clg_value_of(count), 0, values, statuses);
    return status;
}

clg_status clg_isolation_near_isolates(clg_network *network, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    double *strength = NULL, count = 0.0;
    clg_status status = clg_network_numbers(network, &strength, err);

    if (status != CLG_OK)
        return status;
    clg_strengths(network->graph, CLG_ARCS_ALL, strength);
    for (uint32_t v = 0; v < network->graph->vertex_count; v++)
        count += strength[v] < 1.0;
    clg_value_store(clg_value_of(count), 0, values, statuses);
    return CLG_OK;
}

/* Without a tie in any layer: neither meetings with others nor exchanges. */
static bool is_cut_off(const clg_scope *scope, const uint32_t *exchange_degrees,
                       uint32_t v)
{
    return scope->ties->first[v + 1] == scope->ties->first[v] &&
           exchange_degrees[v] == 0;
}

clg_status clg_isolation_isolates_union(clg_scope *scope, double *values,
                                        uint8_t *statuses, clg_error *err)
{
    const uint32_t *degrees = NULL;
    double count = 0.0;
    clg_status status =
        clg_network_degrees(clg_scope_network(scope, CLG_OF_EXCHANGES), &degrees, err);

    for (uint32_t v = 0; status == CLG_OK && v < scope->vertex_count; v++)
        count += is_cut_off(scope, degrees, v);
    if (status == CLG_OK)
        clg_value_store(clg_value_of(count), 0, values, statuses);
    return status;
}

clg_status clg_isolation_cut_off(clg_scope *scope, double *values, uint8_t *statuses,
                                 clg_error *err)
{
    const uint32_t *degrees = NULL;
    clg_status status =
        clg_network_degrees(clg_scope_network(scope, CLG_OF_EXCHANGES), &degrees, err);

    for (uint32_t row = 0; status == CLG_OK && row < scope->row_count; row++) {
        uint32_t v = clg_report_vertex(scope, row, values, statuses);
        if (v != CLG_NO_VERTEX)
            clg_value_store(clg_value_of(is_cut_off(scope, degrees, v)), row, values,
                            statuses);
    }
    return status;
}

clg_status clg_isolation_distance_fragmentation(clg_network *network, double *values,
                                                uint8_t *statuses, clg_error *err)
{
    const clg_paths *paths = NULL;
    double n = (double)network->graph->vertex_count, sum = 0.0;
    clg_status status = clg_network_paths(network, &paths, err);

    for (uint32_t v = 0; status == CLG_OK && v < network->graph->vertex_count; v++)
        sum += paths->nearness[v];
    if (status == CLG_OK)
        clg_value_store(n > 1.0 ? clg_value_of(1.0 - sum / (n * (n - 1.0)))
                                : clg_value_undefined(),
                        0, values, statuses);
    return status;
}

clg_status clg_isolation_component_entropy(clg_network *network, double *values,
                                           uint8_t *statuses, clg_error *err)
{
    const uint32_t *membership = NULL;
    uint32_t *sizes = NULL, n = network->graph->vertex_count;
    double sum = 0.0;
    clg_status status = clg_network_membership(network, &membership, err);

    if (status == CLG_OK)
        status = clg_network_more_marks(network, &sizes, err);
    if (status != CLG_OK)
        return status;
    for (uint32_t v = 0; v < n; v++)
        sizes[v] = 0;
    for (uint32_t v = 0; v < n; v++)
        sizes[membership[v]]++;
    for (uint32_t c = 0; c < n; c++)
        if (sizes[c] > 0)
            sum -= (double)sizes[c] / (double)n * log((double)sizes[c] / (double)n);
    clg_value_store(n > 0 ? clg_value_of(fabs(sum)) : clg_value_undefined(), 0, values,
                    statuses);
    return CLG_OK;
}

static clg_status find_cuts(clg_network *network, uint8_t **is_cut, size_t *bridges,
                            clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status = clg_network_flags(network, is_cut, err);
    if (status == CLG_OK)
        status = clg_cut_points(graph, &network->cut_room, *is_cut, bridges, err);
    return status;
}

clg_status clg_isolation_cut_points(clg_network *network, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    uint8_t *is_cut = NULL;
    size_t bridges = 0;
    double count = 0.0;
    clg_status status = find_cuts(network, &is_cut, &bridges, err);

    for (uint32_t v = 0; status == CLG_OK && v < network->graph->vertex_count; v++)
        count += is_cut[v];
    if (status == CLG_OK)
        clg_value_store(clg_value_of(count), 0, values, statuses);
    return status;
}

clg_status clg_isolation_cut_point(clg_network *network, double *values,
                                   uint8_t *statuses, clg_error *err)
{
    uint8_t *is_cut = NULL;
    size_t bridges = 0;
    clg_status status = find_cuts(network, &is_cut, &bridges, err);

    for (uint32_t v = 0; status == CLG_OK && v < network->graph->vertex_count; v++)
        clg_value_store(clg_value_of((double)is_cut[v]), v, values, statuses);
    return status;
}

clg_status clg_isolation_bridges(clg_network *network, double *values,
                                 uint8_t *statuses, clg_error *err)
{
    uint8_t *is_cut = NULL;
    size_t count = 0;
    clg_status status = find_cuts(network, &is_cut, &count, err);

    if (status == CLG_OK)
        clg_value_store(clg_value_of((double)count), 0, values, statuses);
    return status;
}

clg_status clg_isolation_local_bridges(clg_network *network, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        clg_value_store(clg_value_of((double)clg_local_bridges(graph)), 0, values,
                        statuses);
    return status;
}

clg_status clg_isolation_loss(clg_network *network, double *values, uint8_t *statuses,
                              clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status = clg_losses(graph, &network->cut_room, values, err);
    if (status == CLG_OK)
        clg_report_numbers(values, graph->vertex_count, values, statuses);
    return status;
}

clg_status clg_isolation_largest_loss(clg_network *network, double *values,
                                      uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    double *losses = NULL, largest = (double)NAN;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status = clg_network_numbers(network, &losses, err);
    if (status == CLG_OK)
        status = clg_losses(graph, &network->cut_room, losses, err);
    for (uint32_t v = 0; status == CLG_OK && v < graph->vertex_count; v++)
        largest = fmax(largest, losses[v]);
    if (status == CLG_OK)
        clg_value_store(isnan(largest) ? clg_value_undefined() : clg_value_of(largest),
                        0, values, statuses);
    return status;
}

static clg_status find_sizes(clg_network *network, double *sizes, clg_error *err)
{
    const clg_graph *graph = NULL;
    double *share = NULL, *largest = NULL;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status = clg_network_numbers(network, &share, err);
    if (status == CLG_OK)
        status = clg_network_more_numbers(network, &largest, err);
    if (status == CLG_OK)
        clg_effective_sizes(graph, sizes, share, largest);
    return status;
}

clg_status clg_isolation_effective_size(clg_network *network, double *values,
                                        uint8_t *statuses, clg_error *err)
{
    clg_status status = find_sizes(network, values, err);

    if (status == CLG_OK)
        clg_report_numbers(values, network->graph->vertex_count, values, statuses);
    return status;
}

clg_status clg_isolation_efficiency(clg_network *network, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_status status = find_sizes(network, values, err);

    if (status == CLG_OK)
        status = clg_network_symmetric(network, &graph, err);
    if (status != CLG_OK)
        return status;
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        values[v] /= (double)(graph->first[v + 1] - graph->first[v]);
    clg_report_numbers(values, graph->vertex_count, values, statuses);
    return CLG_OK;
}

static clg_status find_reach(clg_network *network, uint32_t steps, double *values,
                             uint8_t *statuses, clg_error *err)
{
    const clg_bit_rows *bits = NULL;
    uint32_t *mark = NULL, *queue = NULL;
    clg_status status = clg_network_marks(network, &mark, err);

    if (status == CLG_OK)
        status = clg_network_more_marks(network, &queue, err);
    if (status == CLG_OK)
        status = clg_network_bits(network, &bits, err);
    if (status != CLG_OK)
        return status;
    clg_reach_shares(network->graph, bits, steps, values, mark, queue);
    clg_report_numbers(values, network->graph->vertex_count, values, statuses);
    return CLG_OK;
}

clg_status clg_isolation_reach_2(clg_network *network, double *values,
                                 uint8_t *statuses, clg_error *err)
{
    return find_reach(network, 2, values, statuses, err);
}

clg_status clg_isolation_reach_3(clg_network *network, double *values,
                                 uint8_t *statuses, clg_error *err)
{
    return find_reach(network, 3, values, statuses, err);
}

clg_status clg_isolation_clustering(clg_network *network, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    uint32_t *mark = NULL;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status = clg_network_marks(network, &mark, err);
    if (status != CLG_OK)
        return status;
    clg_local_clustering(graph, values, mark);
    clg_report_numbers(values, graph->vertex_count, values, statuses);
    return CLG_OK;
}

clg_status clg_isolation_core_distance(clg_network *network, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    const clg_core *core = NULL;
    uint32_t *distance = NULL, *queue = NULL;
    clg_status status = clg_network_core(network, &core, err);

    if (status == CLG_OK)
        status = clg_network_symmetric(network, &graph, err);
    if (status == CLG_OK)
        status = clg_network_marks(network, &distance, err);
    if (status == CLG_OK)
        status = clg_network_more_marks(network, &queue, err);
    if (status != CLG_OK)
        return status;
    clg_distances_to(graph, core->member, distance, queue);
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        clg_value_store(core->size > 0 && distance[v] != UINT32_MAX
                            ? clg_value_of((double)distance[v])
                            : clg_value_undefined(),
                        v, values, statuses);
    return CLG_OK;
}

clg_status clg_isolation_core_exposure(clg_network *network, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    const clg_core *core = NULL;
    double *member = NULL;
    clg_status status = clg_network_core(network, &core, err);

    if (status == CLG_OK)
        status = clg_network_symmetric(network, &graph, err);
    if (status == CLG_OK)
        status = clg_network_numbers(network, &member, err);
    if (status != CLG_OK)
        return status;
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        member[v] = core->size > 0 ? (double)core->member[v] : (double)NAN;
    clg_exposures(graph, member, values);
    clg_report_numbers(values, graph->vertex_count, values, statuses);
    return CLG_OK;
}
