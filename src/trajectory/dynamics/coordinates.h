/* The free initial probabilities and emission parameters of a model as a vector without
 * bounds: means as they are, rates and variances as logarithms, probabilities as
 * logits, those of a simplex as log ratios to the largest. What is 0 in the model that
 * defines the coordinates stays 0. */
#ifndef CLG_TRAJECTORY_DYNAMICS_COORDINATES_H
#define CLG_TRAJECTORY_DYNAMICS_COORDINATES_H

#include "trajectory/hmm/model.h"

typedef enum clg_coordinate_kind {
    CLG_COORDINATE_PLAIN,
    CLG_COORDINATE_LOG,
    CLG_COORDINATE_LOGIT,
    CLG_COORDINATE_RATIO,  /* of theta[index] to theta[reference] */
    CLG_COORDINATE_INITIAL /* of initial[index] to initial[reference] */
} clg_coordinate_kind;

typedef struct clg_coordinate {
    uint8_t kind, indicator, state, index, reference;
} clg_coordinate;

enum {
    CLG_COORDINATE_ROOM =
        CLG_MOST_STATES + CLG_MOST_INDICATORS * CLG_MOST_STATES * CLG_THETA
};

typedef struct clg_coordinates {
    size_t count;
    clg_coordinate at[CLG_COORDINATE_ROOM];
} clg_coordinates;

void clg_coordinates_init(clg_coordinates *coordinates, const clg_hmm *model);
void clg_coordinates_get(const clg_coordinates *coordinates, const clg_hmm *model,
                         double *x);
void clg_coordinates_set(const clg_coordinates *coordinates, const double *x,
                         clg_hmm *model);

/* log x within +-700; log x within +-30, for shares and rates that may tend to 0, which
 * so come to rest; log(x / (1 - x)) within +-30. */
double clg_log_of(double x);
double clg_log_share_of(double x);
double clg_from_log(double x); /* the inverse of both */
double clg_logit_of(double probability);
double clg_from_logit(double x);

#endif
