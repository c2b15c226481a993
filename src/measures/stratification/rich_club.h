/* Are those with many ties tied to each other? */
#ifndef CLG_MEASURES_STRATIFICATION_RICH_CLUB_H
#define CLG_MEASURES_STRATIFICATION_RICH_CLUB_H

#include "graph/graph.h"
#include "measures/value.h"

/* phi(k) = 2 E / (N (N - 1)) among the N vertices of degree above k, E ties between
 * them (Zhou & Mondragon 2004; Colizza et al. 2006, Nat. Phys. 2:110). It grows with k
 * in any network: divide by the mean over networks of the same degrees. UNDEFINED if
 * N < 2. Undirected. O(n + m). */
clg_value clg_rich_club(const clg_graph *graph, uint32_t k);

#endif
