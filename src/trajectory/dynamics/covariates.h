/* What goes with moving on: transitions that depend on covariates.
 *
 *     A_ij(x_t) = exp(b_ij' x_t) / sum over allowed l of exp(b_il' x_t),  b_ii = 0,
 *
 * for the step from window t to t + 1, x_t = (1, covariates of window t) standardised
 * over the panel. exp(b) is the odds ratio of moving to j against staying, for one
 * standard deviation more; of a dummy, such as an intervention, exp(b / SD) compares
 * with and without. Staying is always allowed.
 *
 * Fitted by EM together with emissions and initial probabilities; the M-step of a row
 * of A is one Newton step on
 *
 *     gradient_j  = sum over t of (xi_t(i,j) - gamma_t(i) p_ij) x_t
 *     Hessian_jl  = -sum over t of gamma_t(i) p_ij (1[j=l] - p_il) x_t x_t'
 *
 * (Lange 1995, JRSS B 57:425), with 1e-9 of its trace added to the diagonal, halved if
 * the log-likelihood would fall. Coefficients are kept within +-20. Where the data make
 * a move certain or impossible, the likelihood has no maximum (separation): |b| reaches
 * 20, or is above 4 with an error of more than three times its size.
 *
 * Standard errors are from the observed information of all free parameters, so that
 * not knowing stages and emissions is part of them: the exact score (Fisher's identity)
 * is differentiated by central differences, two E-steps a parameter.
 *
 * Spec: trajectories, 1.10. */
#ifndef CLG_TRAJECTORY_DYNAMICS_COVARIATES_H
#define CLG_TRAJECTORY_DYNAMICS_COVARIATES_H

#include "base/monitor.h"
#include "trajectory/hmm/model.h"

enum {
    CLG_MOST_COVARIATES = 12,
    CLG_COVARIATE_WIDTH = CLG_MOST_COVARIATES + 1, /* with the intercept */
    CLG_MOST_COEFFICIENT = 20                      /* its size */
};

/* A plain value, copied by assignment. */
typedef struct clg_covariate_model {
    clg_hmm plain; /* .transition: at the means of the covariates */
    uint32_t covariate_count;
    int column[CLG_MOST_COVARIATES]; /* extra columns of the panel */
    double mean[CLG_MOST_COVARIATES], sd[CLG_MOST_COVARIATES];
    /* b_ij: the intercept, then a covariate each, per standard deviation */
    double coefficient[CLG_MOST_STATES][CLG_MOST_STATES][CLG_COVARIATE_WIDTH];
} clg_covariate_model;

/* transition[i][j] for x = 1 and standardised covariates. */
void clg_covariates_transition(const clg_covariate_model *model, const double *x,
                               double (*transition)[CLG_MOST_STATES]);

typedef enum clg_effect_status {
    CLG_EFFECT_OK,
    CLG_EFFECT_CONSTANT,      /* the covariate does not vary: no coefficient */
    CLG_EFFECT_SEPARATION,    /* no finite estimate */
    CLG_EFFECT_NOT_IDENTIFIED /* the data say nothing about it, given the others */
} clg_effect_status;

const char *clg_effect_status_name(clg_effect_status status); /* "ok", ... */

/* One covariate's part in one move. Intervals are of 95 %; all but the coefficient are
 * NaN unless the status is OK, the coefficient too if the covariate is constant. */
typedef struct clg_covariate_effect {
    uint8_t from, to;
    uint32_t covariate;
    clg_effect_status status;
    double coefficient, error, z, p;        /* per SD; Wald, two-sided */
    double odds_ratio, odds_low, odds_high; /* per SD */
    double unit_ratio, unit_low, unit_high; /* odds ratio per unit of the covariate */
    /* P(move) at 1 over that at 0 for a dummy, otherwise at mean + SD over that at the
     * mean, other covariates at their means. */
    double hazard_ratio;
} clg_covariate_effect;

typedef struct clg_covariates_options {
    int threads;
    bool without_errors;       /* coefficients alone: status OK, errors NaN */
    uint32_t most_evaluations; /* of the EM map */
    double tolerance, parameter_tolerance;
    const clg_monitor *monitor;
} clg_covariates_options;

#define CLG_COVARIATES_OPTIONS_INIT                                                    \
    {                                                                                  \
        .most_evaluations = 1000, .tolerance = 1e-10, .parameter_tolerance = 1e-6      \
    }

typedef struct clg_covariates_result {
    clg_covariate_model model;
    double loglik, bic_windows, bic_schools; /* by windows and schools with data */
    uint32_t free_parameters;
    clg_covariate_effect *effects; /* by from, to, covariate */
    size_t effect_count;
    double intercept_error[CLG_MOST_STATES][CLG_MOST_STATES]; /* NaN: no such move */
    /* 1 / (1 - A_ii), windows, at the means, and how much more it is one SD above a
     * covariate's mean; INFINITY and NaN in a stage that never ends. */
    double dwell[CLG_MOST_STATES];
    double dwell_change[CLG_MOST_STATES][CLG_MOST_COVARIATES];
    size_t filled[CLG_MOST_COVARIATES]; /* windows without the covariate: the school's
                                           last value stands in, or the mean */
    bool is_dummy[CLG_MOST_COVARIATES]; /* only 0 and 1 occur */
    double *history;                    /* of the log-likelihood, not falling */
    size_t history_count;
    double *posterior; /* [row * K + k] */
    uint32_t evaluations;
    bool is_converged;
} clg_covariates_result;

/* `start`: a fitted plain model; columns[count]: extra columns, none of them twice.
 * CLG_ERROR_MEMORY; CLG_ERROR_INTERRUPTED; CLG_ERROR_ARGUMENT: more than
 * CLG_MOST_COVARIATES, a value that is infinite, a cell that its family cannot have,
 * data impossible at the start. */
clg_status clg_covariates_fit(const clg_panel *panel, const clg_hmm *start,
                              const int *columns, uint32_t count,
                              const clg_covariates_options *options,
                              clg_covariates_result *result,
                              clg_error *err) CLG_NODISCARD;
void clg_covariates_result_clear(clg_covariates_result *result);

#endif
