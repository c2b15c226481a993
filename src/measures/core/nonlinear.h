/* The nonlinear spectral core score (Tudisco & Higham 2019, SIAM J. Math. Data Sci.
 * 1:269): the one maximiser x >= 0 with norm ||x||_p = 1 of
 *
 *     sum over i, j of w_ij (x_i^a + x_j^a)^(1/a),     a = 10, p = 20
 *
 * found by the power method g_i = 2 x_i^(a-1) sum_j w_ij (x_i^a + x_j^a)^(1/a - 1),
 * y = g / ||g||_q, x = y^(q/p), q = p / (p - 1). A smooth stand-in for max(x_i, x_j):
 * a tie is explained by its more central end. Scores are handed out with maximum 1;
 * they lie in a narrow band, so that their order says more than their size. */
#ifndef CLG_MEASURES_CORE_NONLINEAR_H
#define CLG_MEASURES_CORE_NONLINEAR_H

#include "graph/graph.h"
#include "results/table.h"

/* Scores of an undirected graph, one a vertex; 0 for isolates, who take no part.
 * other: room for as many. CLG_VALUE_OK; CLG_VALUE_UNDEFINED without ties;
 * CLG_VALUE_NOT_CONVERGED if the scores still change by more than 1e-12 after 200
 * rounds (about 30 are usual). O(m) a round. */
clg_value_status clg_nonlinear_core(const clg_graph *graph, double *scores,
                                    double *other);

#endif
