/* What the parts of ranking share: the schools that have an estimate. */
#ifndef CLG_COMPARE_RANKS_PART_H
#define CLG_COMPARE_RANKS_PART_H

#include "compare/ranks.h"

typedef struct clg_ranked {
    double *theta, *se; /* [i] */
    uint32_t *school;   /* [i] where it is among all */
    uint32_t count;
} clg_ranked;

/* Probability that one theta is above another, `difference` apart with this variance.
 */
double clg_rank_above(double difference, double variance);

/* Expected ranks by the grid: expected [i]. CLG_ERROR_MEMORY. */
clg_status clg_rank_grid(const clg_ranked *schools, double *expected,
                         clg_error *err) CLG_NODISCARD;

/* Fills in intervals and tops. CLG_ERROR_MEMORY. */
clg_status clg_rank_draws(const clg_ranked *schools, const char *const *school_ids,
                          const clg_rank_options *options, clg_rank *ranks,
                          clg_error *err) CLG_NODISCARD;

#endif
