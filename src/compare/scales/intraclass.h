/* Whether a scale tells groups apart: intraclass correlations of one-way ANOVA.
 *
 *     ICC(1) = (B - W) / (B + (k - 1) W)      share of the variance that lies between
 *     ICC(2) = (B - W) / B                    reliability of the groups' means
 *
 * B and W the mean squares between and within groups, k = (N - sum n^2 / N) / (J - 1)
 * the size of J groups of n people, N in all. Below 0: people of one group differ more
 * than people of different groups. Bliese 2000, in Klein & Kozlowski (eds.), Multilevel
 * Theory, Research, and Methods in Organizations. */
#ifndef CLG_COMPARE_SCALES_INTRACLASS_H
#define CLG_COMPARE_SCALES_INTRACLASS_H

#include "results/table.h"

typedef struct clg_intraclass {
    clg_value_status status; /* TOO_SMALL: one group, or no group of two; DEGENERATE: no
                                variance between groups */
    uint32_t groups, people;
    double icc1, icc2; /* icc2 at most 1, without a lower bound */
} clg_intraclass;

/* values[i] of a member of group[i], in which equal ones are neighbours; NaN are left
 * out. O(count). */
clg_intraclass clg_intraclass_of(const double *values, const uint32_t *group,
                                 size_t count);

#endif
