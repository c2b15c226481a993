/* Stages of any duration: a hidden semi-Markov model.
 *
 * Stage k becomes a row of m_k substates with the same emissions, which count how long
 * the stage has lasted: from the j-th the stage ends with hazard c_k(j) and goes where
 * `transition` says, otherwise on to substate j + 1; the last goes on to itself. What
 * is exact for durations up to m_k has a geometric tail beyond, and a stage that the
 * last window cuts off needs no further thought. Substates have two ways out, so that
 * the passes are O(T sum m_k) and not the square.
 *
 * Fitted by EM: hazards from expected ends and continuations (duration.h), where stages
 * lead from expected moves, emissions from the posterior. How long a school's first
 * stage had lasted by its first window is either nothing (`ages_are_free` false) or
 * estimated as a distribution over substates; a school founded in its first window is
 * new in stage 1 either way.
 *
 * Spec: trajectories, 1.12. */
#ifndef CLG_TRAJECTORY_DYNAMICS_DURATIONS_H
#define CLG_TRAJECTORY_DYNAMICS_DURATIONS_H

#include "base/monitor.h"
#include "trajectory/dynamics/duration.h"
#include "trajectory/hmm/chain.h"

/* A plain value, copied by assignment. */
typedef struct clg_durations {
    clg_hmm stages; /* .transition[i][j]: where stage i leads when it ends; [i][i] is 1
                       in a stage that never ends, 0 in others */
    clg_duration_family family;
    uint32_t substates[CLG_MOST_STATES]; /* m_k; 1 in a stage that never ends */
    double parameters[CLG_MOST_STATES][2];
    double hazard[CLG_MOST_STATES][CLG_MOST_SUBSTATES];
    double age[CLG_MOST_STATES][CLG_MOST_SUBSTATES]; /* of the stage in window 1 */
} clg_durations;

/* From a plain model: hazards 1 - A_ii, moves A_ij / (1 - A_ii); first windows are the
 * first of their stage, or if ages are free, ages fall as the durations do. */
void clg_durations_init(clg_durations *model, const clg_hmm *plain,
                        clg_duration_family family, uint32_t substates,
                        bool ages_are_free);

/* The model as a chain of substates, stage by stage: how many there are; owner[n] is
 * the stage, initial[n] and transition[n * count + n'] as clg_chain takes them. Arrays
 * may be NULL. */
uint32_t clg_durations_expand(const clg_durations *model, uint32_t *owner,
                              double *initial, double *transition);

/* Expected counts, all doubles, so that they can be added up as an array. */
typedef struct clg_duration_counts {
    double loglik;
    double exits[CLG_MOST_STATES][CLG_MOST_SUBSTATES];  /* the stage ended at j */
    double stays[CLG_MOST_STATES][CLG_MOST_SUBSTATES];  /* it went on */
    double starts[CLG_MOST_STATES][CLG_MOST_SUBSTATES]; /* of schools not founded */
    double moves[CLG_MOST_STATES][CLG_MOST_STATES];
} clg_duration_counts;

typedef struct clg_duration_room {
    double *alpha; /* [T * N] */
    double *work;  /* [2 * N + T * K + T]: two windows of substates, B and c */
    clg_chain_room chain;
} clg_duration_room;
clg_status clg_duration_room_init(clg_duration_room *room, uint32_t states,
                                  uint32_t substates, size_t length,
                                  clg_error *err) CLG_NODISCARD;
void clg_duration_room_clear(clg_duration_room *room);

/* Forward-backward of one school; adds to counts. gamma[t * K + k] of stages.
 * *loglik is -INFINITY, gamma 0 and nothing else added if the data are impossible. A
 * pass that underflows is done by clg_chain_pass on the expanded model.
 * CLG_ERROR_MEMORY. */
clg_status clg_durations_pass(const clg_durations *model, const double *log_density,
                              size_t length, bool is_founded, clg_duration_room *room,
                              clg_duration_counts *counts, double *gamma,
                              double *loglik, clg_error *err) CLG_NODISCARD;

typedef struct clg_durations_options {
    int threads;
    clg_duration_family family;
    uint32_t substates; /* of every stage that ends, up to CLG_MOST_SUBSTATES */
    bool ages_are_free;
    uint32_t most_evaluations; /* of the EM map, of each of the two models */
    double tolerance, parameter_tolerance;
    const clg_monitor *monitor;
} clg_durations_options;

#define CLG_DURATIONS_OPTIONS_INIT                                                     \
    {                                                                                  \
        .family = CLG_DURATION_NEGBIN, .substates = 24, .most_evaluations = 1000,      \
        .tolerance = 1e-9, .parameter_tolerance = 1e-5                                 \
    }

/* What BIC counts as observations: schools with data, windows with data. */
typedef struct clg_durations_fit_measures {
    double loglik, bic_windows, bic_schools;
    uint32_t free_parameters;
} clg_durations_fit_measures;

typedef struct clg_durations_result {
    clg_durations model;
    clg_duration_counts counts;
    clg_durations_fit_measures fit;
    clg_durations_fit_measures geometric; /* the same stages with geometric durations */
    /* Windows; NaN in a stage that never ends. */
    double mean[CLG_MOST_STATES], median[CLG_MOST_STATES];
    double lower[CLG_MOST_STATES], upper[CLG_MOST_STATES]; /* quartiles */
    double *history; /* of the log-likelihood, not falling */
    size_t history_count;
    double *posterior; /* [row * K + k] */
    uint8_t *path;     /* [row] stages of the most likely path of substates */
    uint32_t evaluations;
    bool is_converged;
} clg_durations_result;

/* `start`: a fitted plain model. The geometric model is fitted first and starts the
 * other, which for negbin, weibull and free durations can then only be as good or
 * better. CLG_ERROR_MEMORY; CLG_ERROR_INTERRUPTED; CLG_ERROR_ARGUMENT: substates out of
 * range, a cell that its family cannot have, data impossible at the start. */
clg_status clg_durations_fit(const clg_panel *panel, const clg_hmm *start,
                             const clg_durations_options *options,
                             clg_durations_result *result,
                             clg_error *err) CLG_NODISCARD;
void clg_durations_result_clear(clg_durations_result *result);

#endif
