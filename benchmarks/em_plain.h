/* EM of a hidden Markov model in plain C, one sequence after the other, as hmmlearn
 * publishes its update: log space throughout, log-sum-exp over all K^2 moves, sums of
 * gamma, gamma x and gamma x^2 added up sequence by sequence. The formulas are theirs
 * (hmmlearn 0.3, implementation="log", covariance_type="diag"), the code is not.
 *
 * A peer for bench_trajectory. Maximum likelihood: no priors. */
#ifndef CLG_BENCHMARKS_EM_PLAIN_H
#define CLG_BENCHMARKS_EM_PLAIN_H

#include <stddef.h>

enum { PLAIN_STATES = 8, PLAIN_INDICATORS = 24 };

typedef struct plain_model {
    size_t states, indicators;
    double initial[PLAIN_STATES], transition[PLAIN_STATES][PLAIN_STATES];
    double mean[PLAIN_STATES][PLAIN_INDICATORS];
    double variance[PLAIN_STATES][PLAIN_INDICATORS];
} plain_model;

/* One iteration over values [school][window][indicator]; returns the log-likelihood
 * before the update. `room` holds 4 * windows * states + states^2 doubles. */
double plain_iterate(plain_model *model, const double *values, size_t schools,
                     size_t windows, double *room);

#endif
