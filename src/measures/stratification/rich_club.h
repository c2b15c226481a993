/* Are those with many ties tied to each other? */
#ifndef CLG_MEASURES_STRATIFICATION_RICH_CLUB_H
#define CLG_MEASURES_STRATIFICATION_RICH_CLUB_H

#include "graph/graph.h"
#include "measures/significance/shuffle.h"
#include "measures/value.h"

/* phi(k) = 2 E / (N (N - 1)) among the N vertices of degree above k, E ties between
 * them (Zhou & Mondragon 2004; Colizza et al. 2006, Nat. Phys. 2:110). It grows with k
 * in any network: divide by the mean over networks of the same degrees. UNDEFINED if
 * N < 2. Undirected. O(n + m). */
clg_value clg_rich_club(const clg_graph *graph, uint32_t k);

/* The largest k with at least n / 5 vertices, and two, of degree above k; 0 if there is
 * none. O(n log n). */
uint32_t clg_rich_club_degree(const clg_graph *graph);

/* phi(k) over its mean in so many rewired copies, which have the same k. UNDEFINED
 * where either is, or where the mean is 0. CLG_ERROR_MEMORY. O(copies m). */
clg_status clg_rich_club_ratio(const clg_graph *graph, uint32_t k, uint32_t copies,
                               clg_rewiring *rewiring, clg_value *ratio,
                               clg_error *err) CLG_NODISCARD;

#endif
