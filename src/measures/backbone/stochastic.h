/* Which pairs meet more often than their attendance gives: the stochastic degree
 * sequence model (Neal 2014, Soc. Networks 39:84; Neal, Domagalski & Sagan 2021).
 *
 * b_im is 1 with probability p_im = x_i y_m / (1 + x_i y_m), where x and y make the
 * expected margins those of the table (the bipartite configuration model). The number
 * of meetings that i and j share is then a sum of independent trials with chances p_im
 * p_jm: a Poisson-binomial, of which the upper tail is found exactly. Rows and columns
 * that are empty or full are certain and left out of the fit.
 *
 * On the tables of one school it finds little: prefer the fixed margins of
 * clg_fixed_backbone() (fixed.h). */
#ifndef CLG_MEASURES_BACKBONE_STOCHASTIC_H
#define CLG_MEASURES_BACKBONE_STOCHASTIC_H

#include "graph/two_mode.h"
#include "results/table.h"

/* p_im by rows, vertex_count * meeting_count. Fixed point from margins / sqrt(sum),
 * until no x changes by 1e-12, at most 100,000 rounds: CLG_VALUE_OK or NOT_CONVERGED in
 * *found. CLG_ERROR_MEMORY. */
clg_status clg_bicm_find(const clg_two_mode *table, double *chance,
                         clg_value_status *found, clg_error *err) CLG_NODISCARD;

/* P(X >= k) of a sum of `count` independent trials. room: k + 1 numbers. O(count k). */
double clg_poisson_binomial_upper(const double *chance, size_t count, size_t k,
                                  double *room);

/* p[i * n + j] = P(X_ij >= w_ij); 1 on the diagonal and for pairs that never met.
 * O(n^2 M w). */
clg_status clg_stochastic_backbone(const clg_two_mode *table, double *p,
                                   clg_value_status *found,
                                   clg_error *err) CLG_NODISCARD;

#endif
