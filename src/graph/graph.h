/* A weighted graph in compressed sparse rows, made to be built again and again.
 *
 * Row v lists the neighbours of v in ascending order with their weights; a directed
 * graph lists successors. No loops, no doubled ties, weights finite and > 0. An
 * undirected tie stands in both rows. The arrays grow as needed and are reused, so
 * that a school's windows need no allocation after the largest one. */
#ifndef CLG_GRAPH_GRAPH_H
#define CLG_GRAPH_GRAPH_H

#include "collegium/error.h"

#include <stdbool.h>

typedef struct clg_graph {
    uint32_t vertex_count;
    bool is_directed;
    size_t arc_count; /* entries of target: twice the ties if undirected */
    size_t *first;    /* vertex_count + 1 */
    uint32_t *target;
    double *weight;
    size_t first_room, target_room, weight_room;
} clg_graph;

#define CLG_GRAPH_INIT                                                                 \
    {                                                                                  \
        0, false, 0, NULL, NULL, NULL, 0, 0, 0                                         \
    }

typedef struct clg_tie {
    uint32_t from, to;
    double weight;
} clg_tie;

void clg_graph_clear(clg_graph *graph);

/* Replaces the content. Parallel ties are merged, their weights added in the order
 * given; for an undirected graph a-b and b-a are parallel. CLG_ERROR_ARGUMENT: a
 * vertex out of range, a loop, a weight that is not finite and above 0; the content
 * is then as before. After CLG_ERROR_MEMORY the graph is empty. O(V + E). */
clg_status clg_graph_from_ties(clg_graph *graph, uint32_t vertex_count,
                               bool is_directed, const clg_tie *ties, size_t tie_count,
                               clg_error *err) CLG_NODISCARD;

/* Ties (undirected) or arcs (directed). */
size_t clg_graph_tie_count(const clg_graph *graph);

/* Room for this many vertices and arcs; what stood there is lost, the graph is empty
 * until its rows are written. For those who write rows themselves. */
clg_status clg_graph_reserve(clg_graph *graph, uint32_t vertex_count, size_t arc_count,
                             clg_error *err) CLG_NODISCARD;

/* `out` is another graph than `graph` in all three. */
clg_status clg_graph_copy(const clg_graph *graph, clg_graph *out,
                          clg_error *err) CLG_NODISCARD;
/* `out` becomes the undirected graph whose tie i-j weighs w_ij + w_ji; a graph that is
 * undirected is copied. */
clg_status clg_graph_symmetrize(const clg_graph *graph, clg_graph *out,
                                clg_error *err) CLG_NODISCARD;
/* `out` becomes the graph with every arc turned round. */
clg_status clg_graph_transpose(const clg_graph *graph, clg_graph *out,
                               clg_error *err) CLG_NODISCARD;

#endif
