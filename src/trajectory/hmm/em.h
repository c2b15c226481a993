/* Maximum likelihood, or with priors the posterior mode, by expectation-maximisation.
 *
 * The M-step is closed: shares are expected counts over their sum, means and variances
 * come from sums about the current mean; what has no closed form is maximised to
 * 1e-12. EM is accelerated by SQUAREM and begun from many starts, of which the best few
 * go on to the end. Results are the same bits for any number of threads, and whether or
 * not a fit was interrupted and taken up again.
 *
 * A run ends when an EM step gains no more than tolerance (|L| + 1) and moves no
 * parameter by parameter_tolerance: means in standard deviations of their indicator,
 * other parameters by their factor, probabilities as they are.
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
    /* v0, of observed cells of normal indicators; where it is 0, clg_em_fit takes it
     * from the panel. */
    double global_variance[CLG_MOST_INDICATORS];
    uint32_t anchored; /* means of this many first states do not fall; 0: none */
    uint32_t anchor;   /* on this (normal) indicator */
} clg_priors;

/* Sets the global variances that are 0 from the observed cells of the panel, as
 * clg_em_fit does for itself. */
void clg_priors_fill(const clg_panel *panel, const clg_hmm *shape, clg_priors *priors);

/* What happened to a state or an indicator; bits of a set. */
typedef enum clg_fit_flag {
    CLG_FIT_NOT_CONVERGED = 1,    /* the iterations ran out */
    CLG_FIT_EMPTY_STATE = 2,      /* a state kept its parameters for want of windows */
    CLG_FIT_VARIANCE_FLOOR = 4,   /* a variance is at its floor */
    CLG_FIT_SINGLE_MAXIMUM = 8,   /* no other start reached the best maximum */
    CLG_FIT_LIKELIHOOD_FELL = 16, /* em_decrease: an internal error */
    CLG_FIT_WEAK_SEPARATION = 32, /* stages below distance 0.25 of one another */
    CLG_FIT_NO_MOVES = 64         /* no school has two windows: moves are unknown */
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
    /* From these values alone; with exact_iterations their zeros stay, and are not free
     * in the result's model. NULL: starts of our own. */
    const clg_hmm *start;
    const double *weights; /* as clg_batch_options; starts take every school once */
    clg_priors priors;
    const clg_monitor *monitor;
    /* Path to save to, every 50 E-steps and when interrupted, and to go on from if
     * there is a file; removed when the fit is done. NULL: none. */
    const char *checkpoint;
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
    double *history; /* log-likelihood before each M-step of the best run */
    size_t history_count;
    clg_start_outcome *starts;
    uint32_t start_count;
    uint32_t reached_best; /* within 1e-4, or 1e-7 |L| if that is more, of the best */
    uint32_t evaluations;  /* of the E-step, all starts */
    uint32_t flags;        /* clg_fit_flag */
    uint32_t empty_states; /* a bit a state */
} clg_em_result;

void clg_em_result_clear(clg_em_result *result);

/* `shape` has states, masks, families and exposures; its parameters are not read.
 * Options NULL: CLG_EM_OPTIONS_INIT. The result is cleared after a failure.
 * CLG_ERROR_ARGUMENT: impossible masks, options or start values, or data that are
 * impossible under the start; CLG_ERROR_MEMORY; CLG_ERROR_INTERRUPTED; CLG_ERROR_IO:
 * the checkpoint can't be written or read; CLG_ERROR_SCHEMA: it is of other data or
 * options. */
clg_status clg_em_fit(clg_batch *batch, const clg_hmm *shape,
                      const clg_em_options *options, clg_em_result *result,
                      clg_error *err) CLG_NODISCARD;

/* The M-step alone: the model from the expectations at the model, right after the
 * E-step of that batch. A state with fewer than 2 expected windows, or 1e-8 of all,
 * keeps its parameters and its row, and gets its bit in *empty_states; so does, without
 * a bit, an indicator with as few cells in a state. With anchors the first means are
 * the isotonic regression with weights n / v, then variances are about them: an ECM
 * step, so the objective does not fall. Rates and probabilities stay 1e-12 inside their
 * range. Returns flags. */
uint32_t clg_em_maximise(const clg_batch *batch, const clg_expectations *expectations,
                         const clg_priors *priors, clg_hmm *model,
                         uint32_t *empty_states);
/* Log prior density of the model up to a constant; 0 without priors. */
double clg_em_log_prior(const clg_hmm *model, const clg_priors *priors);

/* Starting values: the model's parameters from moments of windows that are labelled
 * with states. Where nothing is known of a state it takes the moments of all. Staying
 * has probability 1 - K / mean length, within .05 and .95; the first state .9.
 *
 *     segments   K equal parts of each school's windows
 *     partition  the K parts of least squares within parts, of standardised values
 *     random     parts whose lengths are Dirichlet(2, ..., 2), the same for all
 * schools; then means + N(0, 0.3 sd). Where states come back (the last may move to the
 * first), the parts may run through them up to four times. */
clg_status clg_start_by_segments(const clg_panel *panel, clg_hmm *model,
                                 clg_error *err) CLG_NODISCARD;
clg_status clg_start_by_partition(const clg_panel *panel, clg_hmm *model,
                                  clg_error *err) CLG_NODISCARD;
clg_status clg_start_at_random(const clg_panel *panel, uint64_t seed, uint32_t number,
                               clg_hmm *model, clg_error *err) CLG_NODISCARD;

#endif
