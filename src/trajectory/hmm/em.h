/* Maximum likelihood, or with priors the posterior mode, by expectation-maximisation.
 *
 * Spec: trajectories, 1.4 to 1.7. */
#ifndef CLG_TRAJECTORY_HMM_EM_H
#define CLG_TRAJECTORY_HMM_EM_H

#include "base/monitor.h"
#include "trajectory/hmm/batch.h"

/* Priors and floors of the M-step. All zero is maximum likelihood. */
typedef struct clg_priors {
    double initial;        /* added to the expected count of every free start: a - 1 */
    double transition;     /* added to that of every free move */
    double variance_count; /* nu0: pulls normal variances to the global ones */
    double variance_floor; /* share of the global variance, 1e-6 */
    double global_variance[CLG_MOST_INDICATORS]; /* v0, of observed cells */
    uint32_t anchored; /* means of this many first states do not fall; 0: none */
    uint32_t anchor;   /* on this (normal) indicator */
} clg_priors;

/* What happened to a state or an indicator; bits of a set. */
typedef enum clg_fit_flag {
    CLG_FIT_NOT_CONVERGED = 1,    /* the iterations ran out */
    CLG_FIT_EMPTY_STATE = 2,      /* a state kept its parameters for want of windows */
    CLG_FIT_VARIANCE_FLOOR = 4,   /* a variance is at its floor */
    CLG_FIT_SINGLE_MAXIMUM = 8,   /* no other start reached the best maximum */
    CLG_FIT_LIKELIHOOD_FELL = 16, /* em_decrease: an internal error */
    CLG_FIT_WEAK_SEPARATION = 32  /* neighbouring stages below distance 0.25 */
} clg_fit_flag;

typedef struct clg_em_options {
    int threads;
    uint64_t seed;
    uint32_t starts;            /* 20: 1 by segments, 1 by partition, the rest random */
    uint32_t short_iterations;  /* 15, of every start */
    uint32_t kept;              /* 4 starts go on to the end */
    uint32_t most_iterations;   /* 1000 evaluations of the EM map a start */
    double tolerance;           /* 1e-9, relative change of the objective */
    double parameter_tolerance; /* 1e-5, relative change of any parameter */
    bool exact_iterations;      /* parity: run most_iterations, never stop before */
    bool plain;                 /* no SQUAREM */
    const clg_hmm *start;       /* from these values alone; NULL: starts of our own */
    const double *weights;      /* as clg_batch_options */
    clg_priors priors;
    const clg_monitor *monitor;
    const char *checkpoint; /* path to save to and to go on from; NULL: none */
} clg_em_options;

#define CLG_EM_OPTIONS_INIT                                                            \
    {                                                                                  \
        .seed = 1, .starts = 20, .short_iterations = 15, .kept = 4,                    \
        .most_iterations = 1000, .tolerance = 1e-9, .parameter_tolerance = 1e-5,       \
        .priors = {                                                                    \
            .variance_floor = 1e-6                                                     \
        }                                                                              \
    }

typedef struct clg_start_outcome {
    const char *kind;                  /* "segments", "partition", "random", "given" */
    double short_objective, objective; /* the latter NaN unless it went on */
    uint32_t evaluations;
    bool is_converged;
} clg_start_outcome;

typedef struct clg_em_result {
    clg_hmm model;
    clg_expectations expectations; /* at the model */
    double loglik, objective;      /* the latter with log priors */
    double *history;               /* log-likelihood before each M-step of the best */
    size_t history_count;
    clg_start_outcome *starts;
    uint32_t start_count, reached_best; /* starts within 1e-4 of the best objective */
    uint32_t evaluations;               /* of the E-step, all starts */
    uint32_t flags;                     /* clg_fit_flag */
    uint32_t empty_states;              /* a bit a state */
} clg_em_result;

void clg_em_result_clear(clg_em_result *result);

/* `shape` has states, masks, families and exposures; its parameters are not read.
 * CLG_ERROR_MEMORY, CLG_ERROR_INTERRUPTED, CLG_ERROR_IO (checkpoint). */
clg_status clg_em_fit(clg_batch *batch, const clg_hmm *shape,
                      const clg_em_options *options, clg_em_result *result,
                      clg_error *err) CLG_NODISCARD;

/* The M-step alone: the model from the expectations at the model. Returns flags. */
uint32_t clg_em_maximise(const clg_batch *batch, const clg_expectations *expectations,
                         const clg_priors *priors, clg_hmm *model,
                         uint32_t *empty_states);
/* Log prior density of the model up to a constant; 0 without priors. */
double clg_em_log_prior(const clg_hmm *model, const clg_priors *priors);

/* Starting values. */
clg_status clg_start_by_segments(const clg_panel *panel, clg_hmm *model,
                                 clg_error *err) CLG_NODISCARD;
clg_status clg_start_by_partition(const clg_panel *panel, clg_hmm *model,
                                  clg_error *err) CLG_NODISCARD;
clg_status clg_start_at_random(const clg_panel *panel, uint64_t seed, uint32_t number,
                               clg_hmm *model, clg_error *err) CLG_NODISCARD;

#endif
