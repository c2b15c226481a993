/* Freeman's centralizations: how far a network is from all being equal towards
 * one having all ties (Freeman 1978). */
#ifndef CLG_MEASURES_STRATIFICATION_CENTRALIZATION_H
#define CLG_MEASURES_STRATIFICATION_CENTRALIZATION_H

#include "graph/graph.h"
#include "measures/value.h"

/* Undirected degrees: sum (max - d_i) / ((n - 1) (n - 2)), the star being 1.
 * UNDEFINED if n < 3. */
clg_value clg_degree_centralization(const uint32_t *degrees, uint32_t count);

/* In- or outdegrees: sum (max - d_i) / (n - 1)^2. UNDEFINED if n < 3. */
clg_value clg_arc_centralization(const uint32_t *degrees, uint32_t count);

/* Of normalised betweenness: sum (max b - b_i) / (n - 1). UNDEFINED if n < 3. */
clg_value clg_betweenness_centralization(const double *betweenness, uint32_t count);

/* Of closeness c_i = (n - 1) / sum of distances, in ties: sum (max c - c_i) (2 n - 3) /
 * ((n - 1)(n - 2)). UNDEFINED if n < 3 or not everyone reaches everyone. distance,
 * queue: room for a number a vertex. O(n m). */
clg_value clg_closeness_centralization(const clg_graph *graph, uint32_t *distance,
                                       uint32_t *queue);

#endif
