/* Vertices by falling strength. */
#ifndef CLG_MEASURES_CORE_STRENGTH_ORDER_H
#define CLG_MEASURES_CORE_STRENGTH_ORDER_H

#include "graph/graph.h"

/* By falling strength, then by ascending number. */
static inline bool clg_comes_before(const double *strength, uint32_t a, uint32_t b)
{
    return strength[a] > strength[b] || (strength[a] >= strength[b] && a < b);
}

/* The numbers 0 .. count - 1 by falling score, then ascending. O(n log n). */
void clg_order_by(const double *score, uint32_t count, uint32_t *order);

/* Undirected graph; both arrays have an entry a vertex. O(n log n + m). */
void clg_strength_order(const clg_graph *graph, uint32_t *order, double *strength);

#endif
