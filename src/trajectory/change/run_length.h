/* How long the present level of a series has lasted: Bayesian online detection of
 * change-points, for an alarm on a single school.
 *
 * Each window begins a new run with probability `hazard`; within a run values are
 * normal with unknown mean and variance. After each window the run length r counts the
 * windows of the present run, r = 0 a run that begins with the next one. A missing
 * value tells nothing: the run grows by a window as if it had been expected.
 *
 * Adams & MacKay 2007, Bayesian online changepoint detection. Spec: trajectories, 2.7.
 */
#ifndef CLG_TRAJECTORY_CHANGE_RUN_LENGTH_H
#define CLG_TRAJECTORY_CHANGE_RUN_LENGTH_H

#include "collegium/error.h"

/* mean | variance ~ normal(m, variance / k), 1 / variance ~ gamma(a, rate b). */
typedef struct clg_run_prior {
    double m, k, a, b;
} clg_run_prior;

typedef struct clg_run_options {
    double hazard; /* above 0 and below 1: one run lasts 1 / hazard windows */
    clg_run_prior prior;
    uint32_t baseline; /* so many first observed values give zero and unit of the
                          series; 0: values are taken as they are */
    uint32_t recent;   /* windows that count as recent for the alarm */
} clg_run_options;

#define CLG_RUN_OPTIONS_INIT                                                           \
    {                                                                                  \
        0.02, {0.0, 1.0, 1.0, 1.0}, 8, 3                                               \
    }

typedef struct clg_run_lengths {
    double log_evidence;   /* log p(all values), in the units of the options */
    uint32_t *most_likely; /* [t] r after window t; ties: the shorter */
    double *alarm;         /* [t] P(r <= recent | values up to t) */
    double *last;          /* [r] after the last window, r = 0 .. length */
} clg_run_lengths;

/* values[t], NaN missing. With a baseline the values are taken less its mean and in
 * units of its standard deviation; if that is 0, or so few are not observed, of all
 * observed values; if that is 0 too, of 1. With the predictive p(x | r) a Student t of
 * 2 a_r degrees of freedom about m_r with squared scale b_r (k_r + 1) / (a_r k_r):
 *
 *     growth   P(r + 1) = P(r) p(x | r) (1 - hazard),   change P(0) = sum of P(r) p
 * hazard m' = (k m + x) / (k + 1), k' = k + 1, a' = a + 1/2, b' = b + k (x - m)^2 / (2
 * (k + 1))
 *
 * in logs throughout. CLG_ERROR_ARGUMENT: a hazard or prior out of range;
 * CLG_ERROR_MEMORY. The result is empty after a failure. O(length^2). */
clg_status clg_run_lengths_find(const double *values, uint32_t length,
                                const clg_run_options *options, clg_run_lengths *result,
                                clg_error *err) CLG_NODISCARD;
void clg_run_lengths_clear(clg_run_lengths *result);

#endif
