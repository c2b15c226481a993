/* Rows in order without a comparison sort: arcs are dealt out by their heads, then by
 * their tails (a radix sort with two digits). Both passes run backwards, so that each
 * leaves row starts in first[] and keeps parallel arcs in the order given. The halfway
 * result lives behind the final one in the same arrays, hence the doubled room. */
#include "graph/graph.h"

#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

/* Three parallel arrays: either half of a graph's room. */
typedef struct rows {
    size_t *first;
    uint32_t *target;
    double *weight;
} rows;

void clg_graph_clear(clg_graph *graph)
{
    if (graph == NULL)
        return;
    clg_free(graph->first);
    clg_free(graph->target);
    clg_free(graph->weight);
    *graph = (clg_graph)CLG_GRAPH_INIT;
}

size_t clg_graph_tie_count(const clg_graph *graph)
{
    return graph->is_directed ? graph->arc_count : graph->arc_count / 2;
}

clg_status clg_graph_reserve(clg_graph *graph, uint32_t vertex_count, size_t arc_count,
                             clg_error *err)
{
    clg_status status;

    graph->vertex_count = 0;
    graph->arc_count = 0;
    status = clg_array_reserve(&graph->first, &graph->first_room,
                               (size_t)vertex_count + 1, sizeof *graph->first, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&graph->target, &graph->target_room, arc_count,
                                   sizeof *graph->target, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&graph->weight, &graph->weight_room, arc_count,
                                   sizeof *graph->weight, err);
    return status;
}

static clg_status check_ties(uint32_t vertex_count, const clg_tie *ties,
                             size_t tie_count, clg_error *err)
{
    for (size_t t = 0; t < tie_count; t++) {
        const clg_tie *tie = &ties[t];
        if (tie->from >= vertex_count || tie->to >= vertex_count)
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "tie %zu joins %u and %u, expected vertices below %u", t,
                            tie->from, tie->to, vertex_count);
        if (tie->from == tie->to)
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "tie %zu is a loop at vertex %u, expected two vertices", t,
                            tie->from);
        if (!isfinite(tie->weight) || tie->weight <= 0.0)
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "tie %zu has weight %g, expected a finite one above 0", t,
                            tie->weight);
    }
    return CLG_OK;
}

/* first[] holds counts per row; afterwards the end of each row. */
static void ends_from_counts(size_t *first, uint32_t vertex_count)
{
    for (uint32_t v = 0; v < vertex_count; v++)
        first[v + 1] += first[v];
}

static void put(rows *to, uint32_t row, uint32_t target, double weight)
{
    size_t slot = --to->first[row];

    to->target[slot] = target;
    to->weight[slot] = weight;
}

/* Row v of `heads` lists the tails of the arcs that end in v. */
static void deal_by_head(const clg_graph *graph, const clg_tie *ties, size_t tie_count,
                         rows *heads)
{
    memset(heads->first, 0, ((size_t)graph->vertex_count + 1) * sizeof *heads->first);
    for (size_t t = 0; t < tie_count; t++) {
        heads->first[ties[t].to]++;
        if (!graph->is_directed)
            heads->first[ties[t].from]++;
    }
    ends_from_counts(heads->first, graph->vertex_count);
    for (size_t t = tie_count; t-- > 0;) {
        put(heads, ties[t].to, ties[t].from, ties[t].weight);
        if (!graph->is_directed)
            put(heads, ties[t].from, ties[t].to, ties[t].weight);
    }
}

/* Turns every arc of `from` round. Rows come out ascending. */
static void turn_round(const rows *from, uint32_t vertex_count, rows *to)
{
    size_t arcs = from->first[vertex_count];

    memset(to->first, 0, ((size_t)vertex_count + 1) * sizeof *to->first);
    for (size_t e = 0; e < arcs; e++)
        to->first[from->target[e]]++;
    ends_from_counts(to->first, vertex_count);
    for (uint32_t v = vertex_count; v-- > 0;) {
        for (size_t e = from->first[v + 1]; e-- > from->first[v];)
            put(to, from->target[e], v, from->weight[e]);
    }
}

/* Adds up neighbours that follow one another in a row; returns what is left. */
static size_t merge_parallel(clg_graph *graph)
{
    size_t kept = 0, begin = 0;

    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        size_t end = graph->first[v + 1], row = kept;
        for (size_t e = begin; e < end; e++) {
            if (kept > row && graph->target[kept - 1] == graph->target[e]) {
                graph->weight[kept - 1] += graph->weight[e];
                continue;
            }
            graph->target[kept] = graph->target[e];
            graph->weight[kept++] = graph->weight[e];
        }
        graph->first[v] = row;
        begin = end;
    }
    graph->first[graph->vertex_count] = kept;
    return kept;
}

static rows rows_of(const clg_graph *graph)
{
    return (rows){graph->first, graph->target, graph->weight};
}

/* The second half of the room, where the halfway result goes. */
static rows rows_behind(const clg_graph *graph, uint32_t vertex_count, size_t arcs)
{
    return (rows){graph->first + vertex_count + 1, graph->target + arcs,
                  graph->weight + arcs};
}

clg_status clg_graph_from_ties(clg_graph *graph, uint32_t vertex_count,
                               bool is_directed, const clg_tie *ties, size_t tie_count,
                               clg_error *err)
{
    size_t arcs = is_directed ? tie_count : 2 * tie_count;
    clg_status status = check_ties(vertex_count, ties, tie_count, err);
    rows final, halfway;

    if (status != CLG_OK)
        return status;
    if (vertex_count > UINT32_MAX / 2 - 2)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "%u vertices, expected at most %u",
                        vertex_count, UINT32_MAX / 2 - 2);
    status = clg_graph_reserve(graph, 2 * vertex_count + 1, 2 * arcs, err);
    if (status != CLG_OK)
        return status;

    graph->vertex_count = vertex_count;
    graph->is_directed = is_directed;
    final = rows_of(graph);
    halfway = rows_behind(graph, vertex_count, arcs);
    deal_by_head(graph, ties, tie_count, &halfway);
    turn_round(&halfway, vertex_count, &final);
    graph->arc_count = merge_parallel(graph);
    return CLG_OK;
}

clg_status clg_graph_copy(const clg_graph *graph, clg_graph *out, clg_error *err)
{
    clg_status status =
        clg_graph_reserve(out, graph->vertex_count, graph->arc_count, err);

    if (status != CLG_OK)
        return status;
    out->first[0] = 0;
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        out->first[v + 1] = graph->first[v + 1];
    for (size_t e = 0; e < graph->arc_count; e++) {
        out->target[e] = graph->target[e];
        out->weight[e] = graph->weight[e];
    }
    out->vertex_count = graph->vertex_count;
    out->arc_count = graph->arc_count;
    out->is_directed = graph->is_directed;
    return CLG_OK;
}

clg_status clg_graph_transpose(const clg_graph *graph, clg_graph *out, clg_error *err)
{
    clg_status status;
    rows from = rows_of(graph), to;

    if (!graph->is_directed || graph->vertex_count == 0)
        return clg_graph_copy(graph, out, err);
    status = clg_graph_reserve(out, graph->vertex_count, graph->arc_count, err);
    if (status != CLG_OK)
        return status;

    to = rows_of(out);
    turn_round(&from, graph->vertex_count, &to);
    out->vertex_count = graph->vertex_count;
    out->arc_count = graph->arc_count;
    out->is_directed = true;
    return CLG_OK;
}

/* Row v of two graphs merged into out, whose last entry is at `end`. w_ij + w_ji has
 * the same bits as w_ji + w_ij, so that both ends of a tie agree. */
static size_t merge_rows(const rows *a, const rows *b, uint32_t v, clg_graph *out,
                         size_t end)
{
    size_t i = a->first[v], j = b->first[v];

    while (i < a->first[v + 1] || j < b->first[v + 1]) {
        bool has_a = i < a->first[v + 1], has_b = j < b->first[v + 1];
        bool take_a = has_a && (!has_b || a->target[i] <= b->target[j]);
        bool take_b = has_b && (!has_a || b->target[j] <= a->target[i]);

        out->target[end] = take_a ? a->target[i] : b->target[j];
        out->weight[end] =
            (take_a ? a->weight[i] : 0.0) + (take_b ? b->weight[j] : 0.0);
        i += take_a;
        j += take_b;
        end++;
    }
    return end;
}

clg_status clg_graph_symmetrize(const clg_graph *graph, clg_graph *out, clg_error *err)
{
    uint32_t vertices = graph->vertex_count;
    size_t arcs = graph->arc_count, end = 0;
    clg_status status;
    rows from = rows_of(graph), turned;

    if (!graph->is_directed || vertices == 0) {
        status = clg_graph_copy(graph, out, err);
        out->is_directed = false;
        return status;
    }
    status = clg_graph_reserve(out, 2 * vertices + 1, 3 * arcs, err);
    if (status != CLG_OK)
        return status;

    turned = rows_behind(out, vertices, 2 * arcs);
    turn_round(&from, vertices, &turned);
    for (uint32_t v = 0; v < vertices; v++) {
        out->first[v] = end;
        end = merge_rows(&from, &turned, v, out, end);
    }
    out->first[vertices] = end;
    out->vertex_count = vertices;
    out->arc_count = end;
    out->is_directed = false;
    return CLG_OK;
}
