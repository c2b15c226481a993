/* Can the stages be told apart by what is observed in them?
 *
 * For a pair of states the Bhattacharyya distances of all indicators are added up: the
 * error of telling them apart by one full window is at most half of exp(-distance).
 * Below 0.25 a window says next to nothing; such states are held apart by their place
 * in the order alone. Spec: trajectories, 1.8. */
#ifndef CLG_TRAJECTORY_HMM_SEPARABILITY_H
#define CLG_TRAJECTORY_HMM_SEPARABILITY_H

#include "trajectory/hmm/decode.h"

#define CLG_LEAST_SEPARATION 0.25

typedef struct clg_separability {
    double distance[CLG_MOST_STATES][CLG_MOST_STATES]; /* INFINITY: share nothing */
    double indicator[CLG_MOST_INDICATORS][CLG_MOST_STATES][CLG_MOST_STATES];
    double least;        /* over neighbours k, k + 1; NaN for one state */
    uint32_t least_pair; /* its k */
    /* Pairs i < j below CLG_LEAST_SEPARATION, in order. */
    uint32_t weak_count;
    uint8_t weak[CLG_MOST_STATES * (CLG_MOST_STATES - 1) / 2][2];
} clg_separability;

/* Counts for the exposure that is typical of the panel. */
clg_separability clg_separability_of(const clg_panel *panel, const clg_hmm *model);

#endif
