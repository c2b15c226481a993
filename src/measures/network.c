#include "measures/network.h"

#include "base/memory.h"
#include "graph/igraph_bridge.h"
#include "measures/core/coreness.h"
#include "measures/core/degree.h"

void clg_network_open(clg_network *network, const clg_graph *graph)
{
    network->graph = graph;
    network->found = (clg_network_found){0};
}

void clg_network_clear(clg_network *network)
{
    clg_graph_clear(&network->symmetric);
    clg_bit_rows_clear(&network->bits);
    clg_paths_clear(&network->paths);
    clg_constraint_room_clear(&network->constraint_room);
    clg_free(network->degrees);
    clg_free(network->coreness);
    clg_free(network->membership);
    clg_free(network->marks);
    clg_free(network->more_marks);
    clg_free(network->numbers);
    clg_free(network->more_numbers);
    clg_core_room_clear(&network->core_room);
    clg_core_null_room_clear(&network->core_null_room);
    clg_mixing_room_clear(&network->mixing_room);
    clg_between_room_clear(&network->between_room);
    clg_cut_room_clear(&network->cut_room);
    clg_km_clear(&network->km);
    clg_communities_clear(&network->communities);
    clg_free(network->flags);
    *network = (clg_network){0};
}

static clg_status reserve_numbers(uint32_t **array, size_t *room, uint32_t count,
                                  clg_error *err)
{
    return clg_array_reserve(array, room, count, sizeof **array, err);
}

clg_status clg_network_symmetric(clg_network *network, const clg_graph **out,
                                 clg_error *err)
{
    clg_status status = CLG_OK;

    *out = network->graph;
    if (!network->graph->is_directed)
        return CLG_OK;
    if (!network->found.symmetric)
        status = clg_graph_symmetrize(network->graph, &network->symmetric, err);
    network->found.symmetric = status == CLG_OK;
    *out = &network->symmetric;
    return status;
}

clg_status clg_network_degrees(clg_network *network, const uint32_t **out,
                               clg_error *err)
{
    clg_status status = reserve_numbers(&network->degrees, &network->degrees_room,
                                        network->graph->vertex_count, err);

    if (status == CLG_OK && !network->found.degrees)
        clg_degrees(network->graph, CLG_ARCS_ALL, network->degrees);
    network->found.degrees = status == CLG_OK;
    *out = network->degrees;
    return status;
}

/* Of digraphs igraph finds both in one visit. */
static clg_status walk_structure(clg_network *network, uint32_t *count, clg_error *err)
{
    if (network->graph->is_directed)
        return clg_components_and_coreness(network->graph, network->membership, count,
                                           network->coreness, err);
    *count = clg_components_of(network->graph, network->membership, network->marks);
    clg_coreness_of(network->graph, network->coreness, network->marks);
    return CLG_OK;
}

static clg_status find_structure(clg_network *network, clg_error *err)
{
    uint32_t vertices = network->graph->vertex_count, count = 0;
    clg_status status =
        reserve_numbers(&network->coreness, &network->coreness_room, vertices, err);

    if (status == CLG_OK)
        status = reserve_numbers(&network->membership, &network->membership_room,
                                 vertices, err);
    if (status == CLG_OK)
        status = reserve_numbers(&network->marks, &network->marks_room, vertices, err);
    if (status == CLG_OK)
        status = walk_structure(network, &count, err);
    if (status == CLG_OK)
        network->pieces =
            clg_pieces_of(network->membership, vertices, count, network->marks);
    return status;
}

static clg_status demand_structure(clg_network *network, clg_error *err)
{
    clg_status status = CLG_OK;

    if (!network->found.structure)
        status = find_structure(network, err);
    network->found.structure = status == CLG_OK;
    return status;
}

clg_status clg_network_coreness(clg_network *network, const uint32_t **out,
                                clg_error *err)
{
    clg_status status = demand_structure(network, err);

    *out = network->coreness;
    return status;
}

clg_status clg_network_membership(clg_network *network, const uint32_t **out,
                                  clg_error *err)
{
    clg_status status = demand_structure(network, err);

    *out = network->membership;
    return status;
}

clg_status clg_network_pieces(clg_network *network, clg_pieces *out, clg_error *err)
{
    clg_status status = demand_structure(network, err);

    *out = network->pieces;
    return status;
}

clg_status clg_network_bits(clg_network *network, const clg_bit_rows **out,
                            clg_error *err)
{
    clg_status status = CLG_OK;

    *out = NULL;
    if (network->graph->vertex_count > CLG_BIT_ROWS_LIMIT)
        return CLG_OK;
    if (!network->found.bits)
        status = clg_bit_rows_fill(&network->bits, network->graph, err);
    network->found.bits = status == CLG_OK;
    *out = &network->bits;
    return status;
}

static clg_status find_triples(clg_network *network, clg_error *err)
{
    const clg_bit_rows *bits = NULL;
    clg_status status = clg_network_bits(network, &bits, err);

    if (status == CLG_OK)
        status = reserve_numbers(&network->marks, &network->marks_room,
                                 network->graph->vertex_count, err);
    if (status == CLG_OK)
        network->triples = bits != NULL
                               ? clg_triples_from_bits(network->graph, bits)
                               : clg_triples_from_rows(network->graph, network->marks);
    return status;
}

clg_status clg_network_triples(clg_network *network, clg_triples *out, clg_error *err)
{
    clg_status status = CLG_OK;

    if (!network->found.triples)
        status = find_triples(network, err);
    network->found.triples = status == CLG_OK;
    *out = network->triples;
    return status;
}

clg_status clg_network_paths(clg_network *network, const clg_paths **out,
                             clg_error *err)
{
    clg_status status = CLG_OK;

    if (!network->found.paths)
        status = clg_paths_find(&network->paths, network->graph, err);
    network->found.paths = status == CLG_OK;
    *out = &network->paths;
    return status;
}

clg_status clg_network_numbers(clg_network *network, double **out, clg_error *err)
{
    clg_status status =
        clg_array_reserve(&network->numbers, &network->numbers_room,
                          network->graph->vertex_count, sizeof *network->numbers, err);

    *out = network->numbers;
    return status;
}

clg_status clg_network_more_numbers(clg_network *network, double **out, clg_error *err)
{
    clg_status status = clg_array_reserve(
        &network->more_numbers, &network->more_numbers_room,
        network->graph->vertex_count, sizeof *network->more_numbers, err);

    *out = network->more_numbers;
    return status;
}

clg_status clg_network_core(clg_network *network, const clg_core **out, clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK && !network->found.core)
        status = clg_core_find(
            graph, clg_core_effort_for(graph->vertex_count, network->is_thorough),
            &network->core_room, &network->core, err);
    network->found.core = status == CLG_OK;
    *out = &network->core;
    return status;
}

clg_status clg_network_marks(clg_network *network, uint32_t **out, clg_error *err)
{
    clg_status status = reserve_numbers(&network->marks, &network->marks_room,
                                        network->graph->vertex_count + 1, err);

    *out = network->marks;
    return status;
}

clg_status clg_network_more_marks(clg_network *network, uint32_t **out, clg_error *err)
{
    clg_status status = reserve_numbers(&network->more_marks, &network->more_marks_room,
                                        network->graph->vertex_count + 1, err);

    *out = network->more_marks;
    return status;
}

clg_status clg_network_flags(clg_network *network, uint8_t **out, clg_error *err)
{
    clg_status status = clg_array_reserve(&network->flags, &network->flags_room,
                                          network->graph->vertex_count, 1, err);

    *out = network->flags;
    return status;
}
