/* How much of what a person's contacts bring is not the same twice.
 *
 * Effective size (Burt 1992): e_i = sum_j (1 - sum_q p_iq m_jq), q other than i and j,
 * p_iq = (w_iq + w_qi) / sum_k (w_ik + w_ki), m_jq = (w_jq + w_qj) / max_k (w_jk +
 * w_kj). Of unit weights it is d - 2 t / d, t = ties among the d contacts (Borgatti
 * 1997). Efficiency is e_i / d. */
#ifndef CLG_MEASURES_ISOLATION_STRUCTURAL_HOLES_H
#define CLG_MEASURES_ISOLATION_STRUCTURAL_HOLES_H

#include "graph/graph.h"

/* An undirected graph (of a digraph, w_ij + w_ji). sizes: an entry a vertex, NaN for
 * isolates; share and largest: room for as many, share 0 before and after.
 * O(sum over ties i-j of the degree of j). */
void clg_effective_sizes(const clg_graph *graph, double *sizes, double *share,
                         double *largest);

#endif
