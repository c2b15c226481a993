/* Stages in continuous time, for windows that do not come at equal distances.
 *
 * A school moves by intensities q_ij; between windows a time D apart the transition
 * matrix is exp(Q D). Rates are free where the model's mask `allowed` has a move.
 * Everything is fitted together by EM: expected moves N_ij and times tau_i (gaps.h)
 * give
 *
 *     q_ij = N_ij / tau_i,
 *
 * emissions and initial probabilities come from the posterior as in the plain model
 * (Liu et al. 2015, NeurIPS 28). Inside, time is in units of the mean gap.
 *
 * Two kinds of window are more than an observation. Where the extra column `event` is
 * 1, the school entered the event state (absorbing, the last one) exactly then: the
 * step's factor is sum over k of exp(Q D)_ik q_k,event, as in msm's deathexact. Where
 * the extra column `possible` is not NaN, it is a sum of 2^k over the states k (from 0)
 * that the school may be in: a censored window.
 *
 * Spec: trajectories, 1.11. */
#ifndef CLG_TRAJECTORY_DYNAMICS_CONTINUOUS_H
#define CLG_TRAJECTORY_DYNAMICS_CONTINUOUS_H

#include "base/monitor.h"
#include "trajectory/hmm/model.h"

typedef struct clg_rates {
    double at[CLG_MOST_STATES][CLG_MOST_STATES];
} clg_rates;

typedef struct clg_continuous_options {
    int threads;
    /* Starting intensities per unit of the panel's time; diagonals are not read. NULL:
     * q_ij = -log(A_ii) A_ij / (1 - A_ii) per mean gap, A the model's transitions. */
    const clg_rates *rate;
    int event, possible;       /* extra columns; -1: none */
    uint32_t most_evaluations; /* of the EM map; 1: everything at the start values */
    double tolerance, parameter_tolerance;
    const clg_monitor *monitor;
} clg_continuous_options;

#define CLG_CONTINUOUS_OPTIONS_INIT                                                    \
    {                                                                                  \
        .event = -1, .possible = -1, .most_evaluations = 2000, .tolerance = 1e-9,      \
        .parameter_tolerance = 1e-5                                                    \
    }

typedef struct clg_continuous_result {
    clg_hmm model;  /* .transition: exp(Q) over one unit of the panel's time */
    clg_rates rate; /* Q, per unit of time */
    double sojourn[CLG_MOST_STATES];  /* -1 / q_ii, mean time; INFINITY: never left */
    double occupied[CLG_MOST_STATES]; /* expected time in a state */
    double moves[CLG_MOST_STATES][CLG_MOST_STATES]; /* expected moves */
    double loglik;
    double *history; /* of the log-likelihood, not falling */
    size_t history_count;
    double *posterior; /* [row * K + k] P(state k at the window | the school's data) */
    uint8_t *path;     /* [row] the most likely path */
    double mean_gap;
    size_t distinct_gaps;
    uint32_t evaluations, free_parameters;
    bool is_converged;
} clg_continuous_result;

/* `start` has masks, families, exposures and starting values of initial probabilities
 * and emissions; zeros among them stay. CLG_ERROR_MEMORY; CLG_ERROR_INTERRUPTED;
 * CLG_ERROR_ARGUMENT: times that do not rise, a cell that its family cannot have, data
 * that are impossible under the start values. O(windows K^2 + gaps K^3) an evaluation.
 */
clg_status clg_continuous_fit(const clg_panel *panel, const clg_hmm *start,
                              const clg_continuous_options *options,
                              clg_continuous_result *result,
                              clg_error *err) CLG_NODISCARD;
void clg_continuous_result_clear(clg_continuous_result *result);

/* exp(Q time) for intensities of `states` states. */
void clg_continuous_transition(uint32_t states, const clg_rates *rate, double time,
                               double (*transition)[CLG_MOST_STATES]);

#endif
