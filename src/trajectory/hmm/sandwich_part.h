/* What sandwich.c and its scores share: the coordinates in which a likelihood is
 * differentiated. */
#ifndef CLG_TRAJECTORY_HMM_SANDWICH_PART_H
#define CLG_TRAJECTORY_HMM_SANDWICH_PART_H

#include "trajectory/hmm/em_parts.h"

/* Shares (starts, the moves from a state, categories in a state) have as coordinates
 * the log ratios of all but the largest to it; a share that stands alone its log odds;
 * what is positive its logarithm; a mean itself, in standard deviations of its state.
 */
typedef struct clg_score_coordinate {
    char kind;     /* i start, m move, c category; l, p, s as clg_family_kinds */
    uint8_t state; /* from which, or in which */
    uint8_t indicator, index;
    double unit;    /* of a location */
    uint32_t group; /* first coordinate of its shares */
} clg_score_coordinate;

typedef struct clg_score_work {
    clg_batch *batch;
    const clg_priors *priors;
    int threads;
    clg_score_coordinate list[CLG_MOST_COORDINATES];
    uint32_t count;
    double *posterior; /* [row * K + k] */
    double *moves;     /* [(s * K + i) * K + j] */
    double *school;    /* [count] */
} clg_score_work;

/* The free coordinates of a model that the data say something about. */
void clg_list_coordinates(clg_score_work *work, const clg_hmm *model,
                          uint32_t empty_states);
/* The parameter itself. */
double *clg_coordinate_value(clg_hmm *model, const clg_score_coordinate *coordinate);
/* Moves the model along one coordinate. */
void clg_shift_coordinate(const clg_score_coordinate *coordinate, double by,
                          clg_hmm *model);

/* The gradient of the log-likelihood and the log prior at a model; `scores` [s * count]
 * takes those of the schools without the prior, or is NULL. */
clg_status clg_gradient(clg_score_work *work, const clg_hmm *model, double *gradient,
                        double *scores, clg_error *err) CLG_NODISCARD;

#endif
