/* Which measures of schools and windows stages of development are fitted to, how their
 * values are read, and what they count in the indices of energy and visibility.
 *
 * The model takes indicators for independent once the stage is known. Measures that all
 * follow how lively or how large a school is would be counted again and again and make
 * it part schools instead of times; so four of different kinds are fitted by default,
 * one each of energy, of ties beyond the school, of reciprocity and of the people
 * reached. The others may be chosen.
 *
 * Spec: trajectories, 0, 2.1 and 9. */
#ifndef CLG_RUN_TRAJECTORY_INDICATORS_H
#define CLG_RUN_TRAJECTORY_INDICATORS_H

#include "trajectory/fit/spec.h"

enum { CLG_PROFILE_STAGES = 5 };

/* Towards values that a normal distribution fits, as wide in one stage as in another.
 */
typedef enum clg_transform {
    CLG_TRANSFORM_NONE,
    CLG_TRANSFORM_LOG,    /* log x; 0 is missing */
    CLG_TRANSFORM_ARCSINE /* of a share; of n: asin sqrt((n x + 1/4) / (n + 1/2)) */
} clg_transform;

typedef struct clg_indicator {
    const char *measure; /* of the level school, in windows */
    clg_transform transform;
    const char *trials; /* the measure that is n; NULL: none, asin sqrt(x) */
    bool is_default;
    double energy, visibility; /* weights in the indices; negative: counts against */
    /* How the stages of the set wenger differ, in standard deviations from the mean
     * over all windows: where the search begins, so that stages keep their meaning. */
    double profile[CLG_PROFILE_STAGES];
} clg_indicator;

/* In the order of the measures' catalogue. */
const clg_indicator *clg_trajectory_indicators(size_t *count);
/* NULL for a measure that is no indicator of the table: it is read as it is. */
const clg_indicator *clg_indicator_find(const char *measure);
const char *clg_transform_name(clg_transform transform); /* "none", "log", "arcsine" */

/* The value that is fitted; NaN if there is none. `trials` NaN: not known. */
double clg_indicator_read(const clg_indicator *indicator, double value, double trials);

/* Weights of the indices for the panel's indicators, by name. */
void clg_indicator_defaults(const clg_panel *panel, clg_fit_spec *spec);

/* Starting values from the profiles: mean + profile * sd, 0.3 of the variance, every
 * stage as likely at first, 0.9 to stay. Unless moves were chosen, schools may also
 * fall back by one stage and begin anew (renew and regress). Nothing is done if there
 * are starting values, in parity mode, for other sets of stages than wenger, and if an
 * indicator has no profile or is not normal. */
void clg_indicator_start(const clg_panel *panel, clg_fit_spec *spec);

#endif
