/* Continuous coreness by minimum residuals (Boyd, Fitzgerald, Mahutga & Smith 2010,
 * Soc. Networks 32:125): the c that makes sum_{i < j} (w_ij - c_i c_j)^2 least.
 *
 * Star-like networks have no such c: the hub's grows without end while the others'
 * fall to 0. Then the status is DEGENERATE, and clg_nonlinear_core() is the score to
 * use. */
#ifndef CLG_MEASURES_CORE_MINRES_H
#define CLG_MEASURES_CORE_MINRES_H

#include "graph/graph.h"
#include "measures/value.h"

typedef struct clg_minres {
    clg_value_status status; /* OK, UNDEFINED (no ties), DEGENERATE, NOT_CONVERGED */
    double residual;         /* sum_{i < j} (w_ij - c_i c_j)^2, the least found */
    clg_value correlation;   /* of w_ij and c_i c_j over i < j */
    clg_value explained;     /* PRE = 1 - residual / sum_{i < j} (w_ij - mean)^2 */
} clg_minres;

/* Undirected graph; coreness, other: an entry a vertex, the second is lost.
 * Coordinate descent c_i <- (sum_j w_ij c_j) / (sum_{j != i} c_j^2) from the leading
 * eigenvector and from strengths, until no c changes by 1e-12, at most 20,000 sweeps;
 * the start with the smaller residual is kept. DEGENERATE: no end after 1,000 sweeps,
 * or max c > 1.5 sqrt(max w): coreness is then what it was. O(m) a sweep. */
clg_minres clg_minres_find(const clg_graph *graph, double *coreness, double *other);

/* sum_{i < j} (w_ij - c_i c_j)^2. O(n + m). */
double clg_minres_residual(const clg_graph *graph, const double *coreness);

#endif
