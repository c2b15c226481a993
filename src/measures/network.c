#include "measures/network.h"

#include "base/memory.h"
#include "graph/igraph_bridge.h"
#include "measures/cohesion/density.h"
#include "measures/cohesion/triples.h"
#include "measures/core/degree.h"
#include "measures/isolation/constraint.h"
#include "measures/isolation/paths.h"
#include "measures/isolation/pieces.h"
#include "measures/stratification/centralization.h"
#include "measures/stratification/mixing.h"

/* What one call holds, and where it writes. */
typedef struct work {
    const clg_graph *graph;
    clg_network_measures *out;
    clg_graph symmetric; /* of a directed network */
    clg_bit_rows bits;
    clg_paths paths;
    clg_constraint_room constraint_room;
    uint32_t *degrees, *numbers, *scratch; /* one entry a vertex */
} work;

static void add_value(work *w, const char *id, clg_value value)
{
    w->out->values[w->out->value_count++] = (clg_network_value){id, value};
}

static void add_count(work *w, const char *id, size_t count)
{
    add_value(w, id, clg_value_of((double)count));
}

static clg_network_column *add_column(work *w, const char *id)
{
    size_t offset = w->out->column_count * (size_t)w->graph->vertex_count;
    clg_network_column *column = &w->out->columns[w->out->column_count++];

    column->id = id;
    column->values = w->out->cells + offset;
    column->statuses = w->out->cell_statuses + offset;
    return column;
}

static void add_numbers(work *w, const char *id, const uint32_t *numbers)
{
    clg_network_column *column = add_column(w, id);

    for (uint32_t v = 0; v < w->graph->vertex_count; v++)
        column->values[v] = (double)numbers[v];
}

static clg_status reserve(work *w, clg_error *err)
{
    size_t n = w->graph->vertex_count;
    clg_network_measures *out = w->out;
    bool ok = (out->cells =
                   clg_array_new(CLG_NETWORK_COLUMNS * n, sizeof *out->cells, err)) &&
              (out->cell_statuses = clg_array_new(CLG_NETWORK_COLUMNS * n, 1, err)) &&
              (w->degrees = clg_array_new(n, sizeof *w->degrees, err)) &&
              (w->numbers = clg_array_new(n, sizeof *w->numbers, err)) &&
              (w->scratch = clg_array_new(n, sizeof *w->scratch, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

static void release(work *w)
{
    clg_graph_clear(&w->symmetric);
    clg_bit_rows_clear(&w->bits);
    clg_paths_clear(&w->paths);
    clg_constraint_room_clear(&w->constraint_room);
    clg_free(w->degrees);
    clg_free(w->numbers);
    clg_free(w->scratch);
}

static void measure_cohesion(work *w)
{
    const clg_graph *graph = w->graph;

    add_count(w, "vertices", graph->vertex_count);
    add_count(w, "ties", clg_graph_tie_count(graph));
    add_value(w, "density", clg_density(graph));
    if (graph->is_directed)
        add_value(w, "reciprocity", clg_reciprocity(graph));
    add_value(w, "mean_degree", clg_mean_degree(graph));
    add_value(w, "mean_strength", clg_mean_strength(graph));
}

static clg_status measure_isolation(work *w, clg_error *err)
{
    uint32_t n = w->graph->vertex_count, count = 0;
    clg_pieces pieces;
    clg_status status = clg_components(w->graph, w->numbers, &count, err);

    if (status != CLG_OK)
        return status;
    clg_degrees(w->graph, CLG_ARCS_ALL, w->degrees);
    add_count(w, "isolates", clg_zero_count(w->degrees, n));
    add_value(w, "isolate_share",
              clg_value_share((double)clg_zero_count(w->degrees, n), (double)n));
    pieces = clg_pieces_of(w->numbers, n, count, w->scratch);
    add_count(w, "components", pieces.count);
    add_value(w, "largest_component_share", clg_largest_component_share(pieces));
    add_value(w, "fragmentation", clg_fragmentation(pieces));
    return CLG_OK;
}

static clg_status fill_bits(work *w, const clg_bit_rows **bits, clg_error *err)
{
    *bits = NULL;
    if (w->graph->vertex_count > CLG_BIT_ROWS_LIMIT)
        return CLG_OK;
    *bits = &w->bits;
    return clg_bit_rows_fill(&w->bits, w->graph, err);
}

static void measure_transitivity(work *w, const clg_bit_rows *bits)
{
    clg_triples triples = bits != NULL ? clg_triples_from_bits(w->graph, bits)
                                       : clg_triples_from_rows(w->graph, w->scratch);

    add_value(w, "transitivity", clg_transitivity(triples));
}

static void measure_centralization(work *w)
{
    uint32_t n = w->graph->vertex_count;

    if (!w->graph->is_directed) {
        add_value(w, "degree_centralization", clg_degree_centralization(w->degrees, n));
        return;
    }
    clg_degrees(w->graph, CLG_ARCS_IN, w->numbers);
    add_value(w, "indegree_centralization", clg_arc_centralization(w->numbers, n));
    clg_degrees(w->graph, CLG_ARCS_OUT, w->numbers);
    add_value(w, "outdegree_centralization", clg_arc_centralization(w->numbers, n));
}

static clg_status measure_mixing(work *w, const int32_t *groups, clg_error *err)
{
    clg_mixing mixing;
    clg_status status;

    if (groups == NULL)
        return CLG_OK;
    status = clg_mixing_find(w->graph, groups, &mixing, err);
    if (status != CLG_OK)
        return status;
    add_value(w, "ei_index", mixing.ei);
    add_value(w, "ei_expected", mixing.ei_expected);
    add_value(w, "assortativity", mixing.assortativity);
    return CLG_OK;
}

/* Columns degree, strength and coreness; the value degeneracy. */
static clg_status measure_core(work *w, clg_error *err)
{
    uint32_t n = w->graph->vertex_count;
    clg_status status = clg_coreness(w->graph, CLG_ARCS_ALL, w->numbers, err);

    if (status != CLG_OK)
        return status;
    add_numbers(w, "degree", w->degrees);
    clg_strengths(w->graph, CLG_ARCS_ALL, add_column(w, "strength")->values);
    add_numbers(w, "coreness", w->numbers);
    add_value(w, "degeneracy",
              n > 0 ? clg_value_of((double)clg_largest(w->numbers, n))
                    : clg_value_undefined());
    return CLG_OK;
}

static clg_status measure_constraint(work *w, clg_error *err)
{
    clg_network_column *column = add_column(w, "constraint");
    clg_status status = clg_graph_symmetrize(w->graph, &w->symmetric, err);

    if (status == CLG_OK)
        status =
            clg_constraint(&w->symmetric, &w->constraint_room, column->values, err);
    for (uint32_t v = 0; status == CLG_OK && v < w->graph->vertex_count; v++) {
        if (isnan(column->values[v]))
            column->statuses[v] = CLG_VALUE_UNDEFINED;
    }
    return status;
}

static void add_paths(work *w, const char *id,
                      clg_value (*read)(const clg_paths *paths, uint32_t vertex))
{
    clg_network_column *column = add_column(w, id);

    for (uint32_t v = 0; v < w->graph->vertex_count; v++)
        clg_value_store(read(&w->paths, v), v, column->values, column->statuses);
}

static clg_status measure_positions(work *w, const clg_bit_rows *bits, clg_error *err)
{
    clg_status status = clg_paths_find(&w->paths, w->graph, bits, err);

    if (status != CLG_OK)
        return status;
    add_paths(w, "harmonic", clg_harmonic);
    status = measure_constraint(w, err);
    if (status != CLG_OK)
        return status;
    add_paths(w, "betweenness", clg_betweenness);
    for (uint32_t v = 0; v < w->graph->vertex_count; v++)
        w->numbers[v] = w->degrees[v] == 0;
    add_numbers(w, "isolated", w->numbers);
    return CLG_OK;
}

static clg_status measure_directions(work *w, clg_error *err)
{
    clg_status status;

    if (!w->graph->is_directed)
        return CLG_OK;
    clg_degrees(w->graph, CLG_ARCS_IN, w->numbers);
    add_numbers(w, "indegree", w->numbers);
    clg_degrees(w->graph, CLG_ARCS_OUT, w->numbers);
    add_numbers(w, "outdegree", w->numbers);
    status = clg_coreness(w->graph, CLG_ARCS_IN, w->numbers, err);
    if (status != CLG_OK)
        return status;
    add_numbers(w, "coreness_in", w->numbers);
    status = clg_coreness(w->graph, CLG_ARCS_OUT, w->numbers, err);
    if (status == CLG_OK)
        add_numbers(w, "coreness_out", w->numbers);
    return status;
}

static clg_status measure_all(work *w, const int32_t *groups, clg_error *err)
{
    const clg_bit_rows *bits = NULL;
    clg_status status = reserve(w, err);

    if (status == CLG_OK)
        status = fill_bits(w, &bits, err);
    if (status != CLG_OK)
        return status;
    measure_cohesion(w);
    status = measure_isolation(w, err);
    if (status != CLG_OK)
        return status;
    measure_transitivity(w, bits);
    measure_centralization(w);
    status = measure_core(w, err);
    if (status == CLG_OK)
        status = measure_mixing(w, groups, err);
    if (status == CLG_OK)
        status = measure_positions(w, bits, err);
    if (status == CLG_OK)
        status = measure_directions(w, err);
    return status;
}

clg_status clg_network_measure(const clg_graph *graph, const int32_t *groups,
                               clg_network_measures *measures, clg_error *err)
{
    work w = {.graph = graph, .out = measures};
    clg_status status;

    *measures = (clg_network_measures){.vertex_count = graph->vertex_count};
    status = measure_all(&w, groups, err);
    release(&w);
    if (status != CLG_OK)
        clg_network_measures_clear(measures);
    return status;
}

void clg_network_measures_clear(clg_network_measures *measures)
{
    clg_free(measures->cells);
    clg_free(measures->cell_statuses);
    *measures = (clg_network_measures){0};
}
