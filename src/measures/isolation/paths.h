/* Shortest paths between all pairs, counted in ties, and what follows from them: one
 * search from every vertex gives harmonic closeness and betweenness together
 * (Brandes 2001, J. Math. Sociol. 25:163). Weights are not looked at: those of
 * co-attendance are nearness, not length. */
#ifndef CLG_MEASURES_ISOLATION_PATHS_H
#define CLG_MEASURES_ISOLATION_PATHS_H

#include "graph/graph.h"
#include "measures/value.h"

typedef struct clg_paths {
    uint32_t vertex_count;
    double *nearness;    /* sum over others of 1 / distance from v; 0 if out of reach */
    double *betweenness; /* sum over ordered pairs of the share of paths through v */
    /* One search: number of paths from the source, dependency on each vertex. */
    double *path_count, *dependency;
    uint32_t *distance, *order; /* of a walk over rows */
    double *doubles;            /* the four arrays above lie in here */
    uint64_t *levels;           /* of a panel: sets of sources by distance */
    double *panel;              /* rows of a panel: see paths_by_panels.c */
    size_t double_room, distance_room, order_room, level_room, panel_room;
} clg_paths;

/* O(V E) time; many sources at once where the graph is undirected and not deep. The
 * choice depends on the graph alone. No memory after the largest graph. */
clg_status clg_paths_find(clg_paths *paths, const clg_graph *graph,
                          clg_error *err) CLG_NODISCARD;
void clg_paths_clear(clg_paths *paths);

/* (1 / (n - 1)) sum 1 / d: 1 if everyone is a neighbour, 0 for an isolate. UNDEFINED
 * if n < 2. Directed: distances from v. */
clg_value clg_harmonic(const clg_paths *paths, uint32_t vertex);

/* Share of the shortest paths between others that lead through v, summed over pairs
 * and divided by the pairs of others. UNDEFINED if n < 3. */
clg_value clg_betweenness(const clg_paths *paths, uint32_t vertex);

/* The two ways, which clg_paths_find() has made room for. One source: */
void clg_paths_by_rows(clg_paths *paths, const clg_graph *graph, uint32_t source);

/* Up to CLG_PATHS_PANEL sources from `source` on, of an undirected graph. Does nothing
 * and leaves *is_done false if some distances are too long for it to be faster. */
#define CLG_PATHS_PANEL 64
clg_status clg_paths_by_panel(clg_paths *paths, const clg_graph *graph, uint32_t source,
                              bool *is_done, clg_error *err) CLG_NODISCARD;

#endif
