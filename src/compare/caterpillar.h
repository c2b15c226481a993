/* Caterpillar plots: schools in order, each with an interval for itself and an inner
 * one for telling two apart.
 *
 * 95 % intervals of two schools may overlap though the schools differ. Goldstein and
 * Healy's inner intervals theta -+ c se have c such that two that do not overlap differ
 * at 5 %, on average over all pairs:
 *
 *     mean over pairs of 2 (1 - Phi(c r_ij)) = 0.05,
 *     r_ij = (se_i + se_j) / sqrt(se_i^2 + se_j^2)
 *
 * c = 1.96 / sqrt 2 = 1.386 where all se are equal. Goldstein & Healy (1995), JRSS A
 * 158:175. Spec: trajectories, 3.4. */
#ifndef CLG_COMPARE_CATERPILLAR_H
#define CLG_COMPARE_CATERPILLAR_H

#include "collegium/error.h"

/* What the inner intervals mean; to stand beside every such plot. */
#define CLG_CATERPILLAR_MEANING                                                        \
    "Where the inner intervals of two schools that were chosen beforehand do not "     \
    "overlap, the schools differ at the 5 % level, on average over all pairs; among "  \
    "many pairs looked at, some will not overlap by chance."

typedef struct clg_caterpillar {
    uint32_t used_count;
    double factor; /* c; NaN with fewer than 2 schools */
} clg_caterpillar;

typedef struct clg_caterpillar_school {
    double low, high;             /* 95 %: theta -+ 1.96 se */
    double inner_low, inner_high; /* theta -+ c se */
} clg_caterpillar_school;

/* c and the intervals of the schools [count], which may be NULL. NaN as an estimate or
 * se: missing, NaN. Up to 2,000 schools all pairs; beyond, pairs of 256 classes of
 * log se, which changes c by less than 1e-4.
 * CLG_ERROR_ARGUMENT: an se that is not above 0 and finite; CLG_ERROR_MEMORY.
 * O(count^2), some 5 times; O(count + 256^2) beyond 2,000. */
clg_status clg_caterpillar_make(const double *theta, const double *se, uint32_t count,
                                clg_caterpillar *caterpillar,
                                clg_caterpillar_school *schools,
                                clg_error *err) CLG_NODISCARD;

#endif
