/* Shortest paths between all pairs, counted in ties, and what follows from them: one
 * search from every vertex gives harmonic closeness and betweenness together
 * (Brandes 2001, J. Math. Sociol. 25:163). Weights are not looked at: those of
 * co-attendance are nearness, not length. */
#ifndef CLG_MEASURES_ISOLATION_PATHS_H
#define CLG_MEASURES_ISOLATION_PATHS_H

#include "measures/bit_rows.h"
#include "measures/value.h"

typedef struct clg_paths {
    uint32_t vertex_count;
    double *nearness;    /* sum over others of 1 / distance from v; 0 if out of reach */
    double *betweenness; /* sum over ordered pairs of the share of paths through v */
    /* One search: number of paths from the source, dependency on each vertex. */
    double *path_count, *dependency;
    uint32_t *distance, *order; /* of a walk over rows */
    uint64_t *levels;           /* of a search on bits: one set a distance */
    double *doubles;            /* the four arrays above lie in here */
    size_t double_room, distance_room, order_room, level_room;
} clg_paths;

/* `bits` are those of the graph, or NULL; they are used where that is faster (dense,
 * undirected). The choice depends on the graph alone. O(V E) time, or
 * O(V^2 (V / 64) mean distance + paths' last steps) on bits; no memory after the
 * largest graph. */
clg_status clg_paths_find(clg_paths *paths, const clg_graph *graph,
                          const clg_bit_rows *bits, clg_error *err) CLG_NODISCARD;
void clg_paths_clear(clg_paths *paths);

/* (1 / (n - 1)) sum 1 / d: 1 if everyone is a neighbour, 0 for an isolate. UNDEFINED
 * if n < 2. Directed: distances from v. */
clg_value clg_harmonic(const clg_paths *paths, uint32_t vertex);

/* Share of the shortest paths between others that lead through v, summed over pairs
 * and divided by the pairs of others. UNDEFINED if n < 3. */
clg_value clg_betweenness(const clg_paths *paths, uint32_t vertex);

/* The two ways, one source at a time. Room must have been reserved. */
void clg_paths_by_rows(clg_paths *paths, const clg_graph *graph, uint32_t source);
void clg_paths_by_bits(clg_paths *paths, const clg_bit_rows *bits, uint32_t source);

#endif
