/* Classes of trajectories: fast, slow, stalled.
 *
 * Every school belongs to one of C classes, which share the emissions and have initial
 * probabilities and transitions of their own:
 *
 *     L_s = sum over c of w_c L_s(initial_c, A_c, emissions).
 *
 * Fitted by EM: the batched E-step of every class gives L_s(c), from them the posterior
 * of the school's class, and once more with these as weights of the schools the
 * statistics of each class; emissions take the sum. Two starts, with schools cut into C
 * equal parts by the time until they leave stage 1 and by how fast they move at all;
 * the better goes on. A class of less than one school is dropped. Classes are in order
 * of the expected time to the last stage, the fast ones first.
 *
 * Free shares stay above 1e-10, so that no school is impossible in any class.
 *
 * Spec: trajectories, 1.13 (b). */
#ifndef CLG_TRAJECTORY_DYNAMICS_CLASSES_H
#define CLG_TRAJECTORY_DYNAMICS_CLASSES_H

#include "trajectory/hmm/em.h"

enum { CLG_MOST_CLASSES = 9 };

/* A plain value. */
typedef struct clg_class_model {
    clg_hmm shared; /* masks and emissions; initial and transition: means over classes,
                       weighted by expected schools and windows */
    uint32_t class_count;
    double weight[CLG_MOST_CLASSES];
    double initial[CLG_MOST_CLASSES][CLG_MOST_STATES];
    double transition[CLG_MOST_CLASSES][CLG_MOST_STATES][CLG_MOST_STATES];
} clg_class_model;

/* The plain model of one class. */
clg_hmm clg_class_hmm(const clg_class_model *model, uint32_t class_index);
/* Expected windows until the last state is first entered, from the class's initial
 * probabilities: h_K = 0, h_i = 1 + sum over j of A_ij h_j; INFINITY if it need not be
 * reached. */
double clg_class_time_to_last(const clg_class_model *model, uint32_t class_index);

typedef struct clg_classes_options {
    uint32_t classes; /* 1 .. CLG_MOST_CLASSES */
    int threads;
    uint32_t most_evaluations; /* of the EM map */
    double tolerance, parameter_tolerance;
    clg_priors priors; /* as in clg_em_options; per class where they are of shares */
    const clg_monitor *monitor;
} clg_classes_options;

#define CLG_CLASSES_OPTIONS_INIT                                                       \
    {                                                                                  \
        .classes = 2, .most_evaluations = 1000, .tolerance = 1e-9,                     \
        .parameter_tolerance = 1e-5, .priors = {                                       \
            .variance_floor = 1e-6                                                     \
        }                                                                              \
    }

typedef struct clg_classes_result {
    clg_class_model model;
    double loglik, objective, bic_windows, bic_schools; /* those with data */
    double single_loglik; /* of the start: all schools alike */
    uint32_t free_parameters, dropped;
    double time_to_last[CLG_MOST_CLASSES]; /* rising */
    double expected_schools[CLG_MOST_CLASSES];
    double entropy;     /* 1 - sum of -r log r / (S log C): 1 when all are sure */
    double *posterior;  /* [s * C + c] P(class c | the school's data), C as fitted */
    uint32_t *class_of; /* [s] the likeliest, the faster one of equals */
    double *stage;      /* [row * K + k] P(state k | the school's data) over classes */
    double *history;    /* of the objective, not falling */
    size_t history_count;
    uint32_t evaluations;
    bool is_converged;
} clg_classes_result;

/* `start`: a fitted plain model of the batch. CLG_ERROR_MEMORY; CLG_ERROR_INTERRUPTED;
 * CLG_ERROR_ARGUMENT: classes out of range, data impossible at the start. Twice C
 * E-steps an evaluation. */
clg_status clg_classes_fit(clg_batch *batch, const clg_hmm *start,
                           const clg_classes_options *options,
                           clg_classes_result *result, clg_error *err) CLG_NODISCARD;
void clg_classes_result_clear(clg_classes_result *result);

#endif
