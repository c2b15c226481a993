/* Two quick views of how a network is built around its middle.
 *
 * Rich core (Ma & Mondragon 2015, PLOS ONE 10:e0119678): by falling strength, k+_r is
 * the weight of the ties of the vertex of rank r to those of higher rank; the core
 * ends at the last rank where k+ is largest.
 *
 * Alpha profile (Della Rossa, Dercole & Piccardi 2013, Sci. Rep. 3:1467): a periphery
 * grows from the weakest vertex by the one that keeps alpha_k = (weight of arcs inside)
 * / (strength of its members) least; C = 1 - 2 / (n - 2) sum_{k < n} alpha_k is 1 for a
 * star and 0 for a complete graph. */
#ifndef CLG_MEASURES_CORE_RICH_CORE_H
#define CLG_MEASURES_CORE_RICH_CORE_H

#include "graph/graph.h"
#include "measures/value.h"

/* Undirected graph. order: room for a number a vertex, becomes the vertices by falling
 * strength, ties by number; strength likewise, becomes their strengths. Returns the
 * size of the core, which is order[0 .. size); 0 without ties. *highest: largest k+.
 * O(n log n + m). */
uint32_t clg_rich_core(const clg_graph *graph, uint32_t *order, double *strength,
                       double *highest);

/* C of a connected graph of 3 or more vertices, otherwise UNDEFINED. The vertices as
 * they join the periphery go to order, and the alpha_k with which a vertex joins, its
 * coreness, to strength; inside is room for a number a vertex, lost. Ties by number.
 * O(n^2 + m). */
clg_value clg_alpha_centralization(const clg_graph *graph, uint32_t *order,
                                   double *strength, double *inside);

#endif
