/* Between the files of classes: a fit under way. */
#ifndef CLG_TRAJECTORY_DYNAMICS_CLASS_PART_H
#define CLG_TRAJECTORY_DYNAMICS_CLASS_PART_H

#include "trajectory/dynamics/classes.h"
#include "trajectory/dynamics/coordinates.h"

typedef struct clg_class_fit {
    clg_batch *batch;
    const clg_panel *panel;
    const clg_classes_options *options;
    clg_priors priors; /* with the global variances filled in */
    clg_class_model model;
    clg_coordinates coordinates; /* of emissions */
    uint32_t schools;
    double *loglik;    /* [c * S + s] */
    double *posterior; /* [c * S + s] */
    /* Expected statistics: of each class, and their sum with the weights of looked-up
     * values, [(d's first + k) * distinct values of d] one indicator after the other.
     */
    double initial[CLG_MOST_CLASSES][CLG_MOST_STATES];
    double moves[CLG_MOST_CLASSES][CLG_MOST_STATES][CLG_MOST_STATES];
    clg_expectations total;
    double *weights[CLG_MOST_INDICATORS]; /* [k * values + v]; NULL: not looked up */
    double sum;                           /* the log-likelihood */
} clg_class_fit;

/* Room for the statistics; the batch has done an E-step before. */
clg_status clg_class_reserve(clg_class_fit *fit, clg_error *err) CLG_NODISCARD;
void clg_class_release(clg_class_fit *fit);

/* Classes to begin with: schools cut into equal parts by the time until they leave
 * stage 1 or by their pace, from their expected moves under the plain model; all
 * classes like that, then one M-step. */
clg_status clg_class_begin(clg_class_fit *fit, const clg_hmm *start,
                           const double *moves, bool by_pace,
                           clg_error *err) CLG_NODISCARD;

/* From each school's log-likelihood in each class to its posterior, and their sum. */
clg_status clg_class_posterior(clg_class_fit *fit, clg_error *err) CLG_NODISCARD;
/* The statistics of each class, schools weighted by `posterior`. */
clg_status clg_class_expect(clg_class_fit *fit, clg_error *err) CLG_NODISCARD;
void clg_class_maximise(clg_class_fit *fit);
/* Log-likelihood and log priors. */
double clg_class_objective(const clg_class_fit *fit);

/* The model as coordinates: emissions, weights, initial probabilities, transitions. */
size_t clg_class_count(const clg_class_fit *fit);
void clg_class_get(const clg_class_fit *fit, double *x);
void clg_class_set(clg_class_fit *fit, const double *x);

#endif
