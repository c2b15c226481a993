/* What the parts of the emissions share. */
#ifndef CLG_TRAJECTORY_HMM_EMISSION_PART_H
#define CLG_TRAJECTORY_HMM_EMISSION_PART_H

#include "base/special.h"
#include "trajectory/hmm/emission.h"

/* A negative binomial of larger size is taken as Poisson. */
#define CLG_POISSON_SIZE 1e6

/* Sum of weight log f over the values, and its derivatives in two logarithms of
 * parameters. */
typedef struct clg_surface {
    double value, slope[2];
    double curve[3]; /* first with first, first with second, second with second */
} clg_surface;

typedef void clg_objective(const clg_weighted_values *values, const double *point,
                           clg_surface *at);

/* Newton's method on the surface inside a box, from `point`, which it moves. Where the
 * surface is not concave the step goes uphill all the same; a step that does not gain
 * is halved. Equal sides of the box fix a coordinate. */
void clg_surface_climb(clg_objective *objective, const clg_weighted_values *values,
                       const double *lower, const double *upper, double *point);

/* Counts without closed forms; values of weight 0 are passed over, and by the truncated
 * ones zeros too. */
void clg_negbin_maximise(const clg_weighted_values *values, bool is_truncated,
                         double *theta);
void clg_truncated_poisson_maximise(const clg_weighted_values *values, double *theta);
void clg_betabinomial_maximise(const clg_weighted_values *values, double *theta);

#endif
