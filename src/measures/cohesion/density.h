/* How much of what could be tied is tied, and how much is answered. */
#ifndef CLG_MEASURES_COHESION_DENSITY_H
#define CLG_MEASURES_COHESION_DENSITY_H

#include "graph/graph.h"
#include "graph/two_mode.h"
#include "measures/value.h"

/* Ties / (n (n - 1) / 2); in a directed graph arcs / (n (n - 1)). UNDEFINED if n < 2.
 */
clg_value clg_density(const clg_graph *graph);

/* Mean over vertices of degree and of strength. A directed arc counts at both of its
 * ends, as in clg_degrees(CLG_ARCS_ALL). UNDEFINED if n = 0. */
clg_value clg_mean_degree(const clg_graph *graph);
clg_value clg_mean_strength(const clg_graph *graph);

/* sum over meetings of N_m (N_m - 1) / (n (n - 1)): how often a pair met, on average.
 * UNDEFINED if n < 2. O(meetings). */
clg_value clg_copresence(const clg_two_mode *attendance);

/* Share of arcs i -> j with j -> i. UNDEFINED without arcs. O(E log d). */
clg_value clg_reciprocity(const clg_graph *graph);

/* sum of min(w_ij, w_ji) / sum of w_ij over arcs i -> j: how much of what goes one way
 * comes back (Squartini et al. 2013). UNDEFINED without arcs. O(E log d). */
clg_value clg_weighted_reciprocity(const clg_graph *graph);

/* Does row v hold target? Binary search. */
bool clg_graph_has_arc(const clg_graph *graph, uint32_t v, uint32_t target);

#endif
