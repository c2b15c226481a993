/* All schools compared on one measure in one window: what size explains is taken off,
 * what chance explains is shrunk away, and what is left is judged.
 *
 *     normal   estimates with standard errors: adjust.h, then shrinkage.h
 *     events   events and exposure, gamma-Poisson: counts.h
 *     shares   successes of trials, beta-binomial: counts.h
 *
 * Counts bring their size with them, in exposure or trials; estimates are adjusted for
 * the sizes given where there are schools enough. The interval of each school, the
 * inner interval and the ranks are those of the posterior (caterpillar.h, ranks.h); p
 * and q hold each school against the target of a funnel (funnel.h, tails.h), given the
 * spread that schools ordinarily have. Raw values are not ranked. */
#ifndef CLG_COMPARE_COMPARISON_H
#define CLG_COMPARE_COMPARISON_H

#include "compare/adjust.h"
#include "compare/caterpillar.h"
#include "compare/funnel.h"
#include "compare/ranks.h"
#include "compare/shrinkage.h"

typedef enum clg_estimate_family {
    CLG_ESTIMATES_NONE, /* no sampling model: not compared */
    CLG_ESTIMATES_NORMAL,
    CLG_ESTIMATES_EVENTS,
    CLG_ESTIMATES_SHARES,
    CLG_ESTIMATE_FAMILY_COUNT
} clg_estimate_family;

/* "none", "normal", "gamma-poisson", "beta-binomial". */
const char *clg_estimate_family_name(clg_estimate_family family);

/* What is compared; [school], all borrowed. */
typedef struct clg_estimates {
    clg_estimate_family family;
    const double *value;                 /* estimate; events; successes. NaN: missing */
    const double *scale;                 /* standard error; exposure; trials */
    const double *sizes[CLG_MOST_SIZES]; /* of estimates, above 0 */
    uint32_t size_count;
} clg_estimates;

/* What became of the sizes. */
typedef enum clg_size_use {
    CLG_SIZE_USE_ADJUSTED,
    CLG_SIZE_USE_COUNTS,   /* in exposure or trials */
    CLG_SIZE_USE_UNKNOWN,  /* none was given */
    CLG_SIZE_USE_DECLINED, /* not to be adjusted for */
    CLG_SIZE_USE_TOO_FEW,  /* schools for the sizes */
    CLG_SIZE_USE_COUNT
} clg_size_use;

/* "adjusted", "in_counts", "unknown", "declined", "too_few_schools". */
const char *clg_size_use_name(clg_size_use use);

typedef enum clg_compared_status {
    CLG_COMPARED_OK,
    CLG_COMPARED_MISSING,  /* no value */
    CLG_COMPARED_NO_ERROR, /* no standard error, or one of 0 */
    CLG_COMPARED_NO_SIZE,  /* its size is unknown, those of others are adjusted for */
    CLG_COMPARED_ALONE,    /* no peer of its size: what size explains can't be told */
    CLG_COMPARED_PRIOR,    /* nothing was exposed: what is known of any school */
    CLG_COMPARED_UNPOOLED, /* schools are too few, or nothing ever happened */
    CLG_COMPARED_HIDDEN,   /* network_hide.h */
    CLG_COMPARED_STATUS_COUNT
} clg_compared_status;

/* "ok", "missing", "no_error", "no_size", "no_peers", "not_exposed", "not_pooled",
 * "suppressed". */
const char *clg_compared_status_name(clg_compared_status status);

/* One school; numbers are NaN where undefined. */
typedef struct clg_compared {
    clg_compared_status status;
    double raw, raw_error; /* as measured */
    double expected;       /* of a school of its size; NaN unless adjusted */
    double adjusted;       /* raw less what size explains, about the typical value */
    double shrunk, low, high;
    double inner_low, inner_high; /* of Goldstein & Healy */
    clg_rank rank;
    double z;       /* on the funnel's scale */
    double p;       /* two-sided: exact for counts (tails.h); for estimates of z, by
                       Student's t as far as the spread behind it is estimated */
    double q, q_by; /* over schools: Benjamini & Hochberg; Benjamini & Yekutieli */
    int flag;       /* -1, 1: low, high with p below .002 */
} clg_compared;

/* A school of which nothing is told but the status. */
clg_compared clg_compared_nothing(clg_compared_status status);

typedef struct clg_comparison {
    clg_pool_status status;
    uint32_t school_count;
    uint32_t used_count; /* that are shrunk */
    double mean, mean_error;
    double tau2; /* variance between schools */
    double i2;   /* of estimates, % */
    double a, b; /* of counts: the prior */
    clg_size_use size_use;
    clg_size_fit size;
    clg_funnel funnel;
    double inner_factor;         /* caterpillar.h */
    uint32_t flags, discoveries; /* flag is not 0; q <= .05 */
    double flags_by_chance; /* expected of as many schools that differ ordinarily */
    clg_compared *schools;  /* [school_count] */
} clg_comparison;

typedef struct clg_comparison_options {
    clg_tau2_rule tau2;
    clg_funnel_spread spread;
    bool is_unadjusted;
    clg_rank_options ranks;
} clg_comparison_options;

#define CLG_COMPARISON_OPTIONS_INIT                                                    \
    {                                                                                  \
        CLG_TAU2_PM, CLG_FUNNEL_CONSISTENT, false, CLG_RANK_OPTIONS_INIT               \
    }

/* Compares; to be cleared also after a failure. ids: distinct names of the schools, for
 * their draws; options may be NULL. CLG_ERROR_ARGUMENT: an infinite or impossible
 * number; CLG_ERROR_MEMORY. O(count^2 + draws count log count). */
clg_status clg_comparison_make(const clg_estimates *estimates, const char *const *ids,
                               uint32_t count, const clg_comparison_options *options,
                               clg_comparison *comparison,
                               clg_error *err) CLG_NODISCARD;
void clg_comparison_clear(clg_comparison *comparison);

#endif
