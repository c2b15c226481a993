/* The places of schools, as uncertain as they are.
 *
 * Of independent theta_i ~ N(estimate_i, se_i^2), which shrinkage gives, the expected
 * rank and the percentile of S schools are
 *
 *     ER_i = 1 + sum over j != i of Phi((theta_i - theta_j) / sqrt(se_i^2 + se_j^2))
 *     percentile_i = (ER_i - 1/2) / S
 *
 * Rank 1 is the lowest theta. Expected ranks are drawn in to the middle as far as
 * schools can't be told apart; the ranks of raw estimates are mostly noise. Laird &
 * Louis (1989), J. Educ. Stat. 14:29; Goldstein & Spiegelhalter (1996), JRSS A 159:385.
 * Spec: trajectories, 3.4. */
#ifndef CLG_COMPARE_RANKS_H
#define CLG_COMPARE_RANKS_H

#include "collegium/error.h"

typedef struct clg_rank {
    double expected, percentile; /* percentile is a share, in 0 to 1 */
    double low, high;            /* 95 % interval of the rank; .5 where schools tie */
    double top;                  /* probability to be in the top share */
} clg_rank;

typedef struct clg_rank_options {
    uint64_t seed;
    uint32_t draws;   /* 0: no intervals, NaN */
    double top_share; /* rank > S (1 - top_share) is in the top: 3 of 24 by a tenth */
} clg_rank_options;

#define CLG_RANK_OPTIONS_INIT                                                          \
    {                                                                                  \
        1, 1000, 0.1                                                                   \
    }

/* Expected ranks and percentiles alone. NaN as theta or se: missing, NaN, and not
 * counted in S. Equal thetas with se 0 share a place. Up to 5,000 schools exactly, in
 * O(S^2). Beyond, schools are spread over a grid of 16 quantiles of se by 256 of theta,
 * in proportion to their nearness, and ranks are read off between its points, in O(S
 * log S + (16 * 256)^2): percentiles are then good to 0.002.
 * CLG_ERROR_ARGUMENT: an se that is negative or infinite, an infinite theta;
 * CLG_ERROR_MEMORY. */
clg_status clg_ranks_expected(const double *theta, const double *se, uint32_t count,
                              clg_rank *ranks, clg_error *err) CLG_NODISCARD;

/* The same with intervals and tops, from `draws` joint draws of all thetas. A school's
 * draws are those of its id (no two alike) and the seed, whoever else there is and in
 * whatever order. * options NULL: 1,000 draws, the top tenth. CLG_ERROR_ARGUMENT also:
 * a top_share that is not above 0 and at most 1. O(draws S log S), 4 bytes for each
 * draw of a school. */
clg_status clg_ranks_find(const double *theta, const double *se,
                          const char *const *school_ids, uint32_t count,
                          const clg_rank_options *options, clg_rank *ranks,
                          clg_error *err) CLG_NODISCARD;

#endif
