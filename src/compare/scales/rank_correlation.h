/* Whether two things go together over schools: Spearman's rank correlation.
 *
 * Ranks, so that one unusual school can't make a correlation; equal values share the
 * mean of their ranks. The interval is Fisher's, with the error of ranks:
 *
 *     tanh(atanh(r) -+ 1.96 sqrt((1 + r^2 / 2) / (n - 3)))
 *
 * p is the share of all orders of one column with |r| at least as large, up to 7 pairs,
 * and from Student's t beyond. Bonett & Wright 2000, Psychometrika 65:23. */
#ifndef CLG_COMPARE_SCALES_RANK_CORRELATION_H
#define CLG_COMPARE_SCALES_RANK_CORRELATION_H

#include "collegium/error.h"

#include "results/table.h"

enum { CLG_LEAST_PAIRS = 5 };

typedef struct clg_rank_correlation {
    clg_value_status status; /* TOO_SMALL: fewer than 5 pairs; DEGENERATE: a column does
                                not vary */
    uint32_t pairs;
    double r, p;
    clg_value_status interval_status; /* DEGENERATE also where r is 1 or -1 */
    double low, high;                 /* 95 % */
} clg_rank_correlation;

/* Pairs with a NaN are left out. O(count log count). CLG_ERROR_MEMORY. */
clg_status clg_rank_correlation_find(const double *x, const double *y, size_t count,
                                     clg_rank_correlation *out,
                                     clg_error *err) CLG_NODISCARD;

#endif
