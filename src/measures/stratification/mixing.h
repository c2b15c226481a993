/* Who mixes with whom when people belong to groups: do ties stay inside? */
#ifndef CLG_MEASURES_STRATIFICATION_MIXING_H
#define CLG_MEASURES_STRATIFICATION_MIXING_H

#include "graph/graph.h"
#include "measures/value.h"

/* With E and I the weight of ties between and inside groups, n_p the size of group p,
 * and e_pq the share of the weight that goes from p to q (a_p, b_q its margins):
 *
 *     ei             (E - I) / (E + I)                    Krackhardt & Stern 1988
 *     ei_expected    (sum over p != q of n_p n_q - sum n_p (n_p - 1)) / (n (n - 1))
 *     assortativity  (sum e_pp - sum a_p b_p) / (1 - sum a_p b_p)       Newman 2003
 *
 * All UNDEFINED with fewer than two groups; ei and assortativity without ties;
 * assortativity also where all ties lie in one group. */
typedef struct clg_mixing {
    clg_value ei, ei_expected, assortativity;
} clg_mixing;

/* groups: a code of 0 or more per vertex, -1 unknown: such vertices and their ties are
 * left out. O(V + E + largest code). */
clg_status clg_mixing_find(const clg_graph *graph, const int32_t *groups,
                           clg_mixing *mixing, clg_error *err) CLG_NODISCARD;

#endif
