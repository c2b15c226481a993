/* Who is near: reach within a few steps, clustering around a person, distance to the
 * core. */
#ifndef CLG_MEASURES_ISOLATION_NEARNESS_H
#define CLG_MEASURES_ISOLATION_NEARNESS_H

#include "measures/network.h"

/* Share of the others within `steps` ties of each vertex; directed: along the arcs.
 * UNDEFINED (NaN) if n < 2. bits: those of the graph, or NULL. mark, queue: room for a
 * number a vertex. O(n m), on bits O(n^2 steps n / 64). */
void clg_reach_shares(const clg_graph *graph, const clg_bit_rows *bits, uint32_t steps,
                      double *shares, uint32_t *mark, uint32_t *queue);

/* Share of the pairs of a vertex's contacts that are tied; NaN with fewer than two
 * contacts (Watts & Strogatz 1998). Undirected graph. mark: room for a number a vertex.
 * O(sum over ties of degrees). */
void clg_local_clustering(const clg_graph *graph, double *clustering, uint32_t *mark);

/* Hops from each vertex to the nearest marked one, 0 for these; UINT32_MAX if none can
 * be reached. queue: room for a number a vertex. O(n + m). */
void clg_distances_to(const clg_graph *graph, const uint8_t *is_marked,
                      uint32_t *distance, uint32_t *queue);

/* sum_j w_ij z_j / sum_j w_ij: what a vertex's contacts are like on average (Penuel et
 * al. 2012); NaN for isolates. O(n + m). */
void clg_exposures(const clg_graph *graph, const double *z, double *exposures);

#endif
