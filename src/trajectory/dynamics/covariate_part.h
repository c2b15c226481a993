/* Between the files of covariates: a fit under way. */
#ifndef CLG_TRAJECTORY_DYNAMICS_COVARIATE_PART_H
#define CLG_TRAJECTORY_DYNAMICS_COVARIATE_PART_H

#include "trajectory/dynamics/covariates.h"
#include "trajectory/dynamics/observations.h"
#include "trajectory/dynamics/sweep.h"

enum {
    CLG_MOST_ROW_COEFFICIENTS = (CLG_MOST_STATES - 1) * CLG_COVARIATE_WIDTH,
    CLG_MOST_COEFFICIENTS = CLG_MOST_STATES * CLG_MOST_ROW_COEFFICIENTS
};

/* Coefficients are numbered by state, move away from it, intercept and covariates. */
typedef struct clg_covariate_fit {
    const clg_panel *panel;
    const clg_covariates_options *options;
    int threads;
    clg_covariate_model model;
    uint32_t width;                  /* 1 + covariates */
    double *x;                       /* [row * width] */
    uint32_t moves[CLG_MOST_STATES]; /* ways away from a state */
    uint8_t to[CLG_MOST_STATES][CLG_MOST_STATES];
    size_t first[CLG_MOST_STATES + 1]; /* coefficient of a state; the last: of all */
    clg_observations observations;
    clg_coordinates coordinates;
    clg_school_room *rooms;
    /* Sums over schools: log-likelihood, gradient, and minus the Hessian of each state,
     * the states one after the other. */
    double *sums;
    size_t hessian[CLG_MOST_STATES + 1]; /* where that of a state begins in sums; the
                                            last: how many there are */
} clg_covariate_fit;

/* The design: values filled in, their means, deviations, what was missing. */
clg_status clg_covariate_design(clg_covariate_fit *fit, clg_covariates_result *result,
                                clg_error *err) CLG_NODISCARD;
/* The E-step at the model: sums and posterior. */
clg_status clg_covariate_expect(clg_covariate_fit *fit, clg_error *err) CLG_NODISCARD;
/* All free parameters, emissions and initial probabilities first. */
size_t clg_covariate_count(const clg_covariate_fit *fit);
void clg_covariate_get(const clg_covariate_fit *fit, double *x);
void clg_covariate_set(clg_covariate_fit *fit, const double *x);

/* Errors and effects at the model; the E-step has been done there. */
clg_status clg_covariate_effects(clg_covariate_fit *fit, clg_covariates_result *result,
                                 clg_error *err) CLG_NODISCARD;

#endif
