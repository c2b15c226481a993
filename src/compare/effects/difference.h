/* Difference in differences: what a change did, from schools that had it and schools
 * that did not, or not yet.
 *
 * What all schools share of a window's ups and downs drops out in the comparison; that
 * both would have gone the same way without the change is assumed, and the estimates
 * before the start are there to be looked at for it. Spec: trajectories, 3.7. */
#ifndef CLG_COMPARE_EFFECTS_DIFFERENCE_H
#define CLG_COMPARE_EFFECTS_DIFFERENCE_H

#include "collegium/error.h"

#include "results/table.h"

#include <stdbool.h>

/* A school that never has the change. */
#define CLG_NEVER_TREATED UINT32_MAX

/* ---- two-way fixed effects ---- */

/* y_st = a_s + b_t + att D_st + e_st, by least squares. */
typedef struct clg_twoway {
    clg_value_status status;   /* OK; TOO_SMALL or DEGENERATE: the effect cannot be told
                                  from schools and windows, all is NaN */
    uint32_t school_count;     /* those used: complete ones */
    uint32_t incomplete_count; /* left out, as a window is missing */
    uint32_t treated, untreated; /* of those used: ever, never */
    bool
        is_staggered; /* starts differ: att is then biased where effects grow, take
                         clg_group_time_find (Goodman-Bacon 2021, J. Econom. 225:254) */
    double att;
    double error_ols; /* as if all windows of all schools were independent */
    double error_cr0; /* clustered by school; errors and interval are NaN with less */
    double error_cr1; /* than 2 schools in an arm. CR1: times G/(G-1) (N-1)/(N-K) */
    double low, high; /* 95 %, from CR1, t at G - 1 degrees */
} clg_twoway;

/* y[s * windows + t], NaN missing; starts[s]: the first window with the change, or
 * CLG_NEVER_TREATED. Balanced: with two arms and one start, att is the difference of
 * the differences of means. O(cells). CLG_ERROR_MEMORY. */
clg_status clg_twoway_find(const double *y, const uint32_t *starts, uint32_t schools,
                           uint32_t windows, clg_twoway *out,
                           clg_error *err) CLG_NODISCARD;

/* ---- group-time effects, for staggered starts ---- */

typedef struct clg_group_time_options {
    uint32_t replicates; /* of the bootstrap; 0: no errors */
    uint64_t seed;
    int threads; /* 0: as many as there are */
} clg_group_time_options;

#define CLG_GROUP_TIME_OPTIONS_INIT                                                    \
    {                                                                                  \
        999, 1, 0                                                                      \
    }

/* An effect that sums up cells. */
typedef struct clg_effect {
    double att;                /* NaN where nothing can be compared */
    double error;              /* bootstrap; NaN with less than 2 schools in an arm */
    double low, high;          /* att -+ 1.96 error */
    uint32_t treated, control; /* schools in its cells, each once */
} clg_effect;

/* Schools that start at window `start`, seen at window `at`, at != start - 1:
 *
 *     att(g, t) = mean of y_t - y_(g-1) in schools of g
 *               - mean of y_t - y_(g-1) in schools with no change up to max(t, g - 1)
 *
 * A school has its part if it is observed in both windows. */
typedef struct clg_group_time_cell {
    uint32_t start, at;
    uint32_t treated, control;
    double att; /* NaN without schools in both arms */
} clg_group_time_cell;

typedef struct clg_group_time {
    clg_group_time_cell *cells; /* by start, then by window; before the start too */
    uint32_t cell_count;
    clg_effect overall;  /* cells from the start on, by their treated schools */
    clg_effect *by_lead; /* [windows - 1 + e], e = at - start in -(windows - 1) ...
                            windows - 1; e = -1 is the base and stays NaN. e < -1 should
                            be near 0: if not, schools were already drifting apart */
    uint32_t windows;
    uint32_t always_treated;  /* schools that start in window 0: no base, left out */
    uint32_t replicates_used; /* of the bootstrap, those with an overall effect */
} clg_group_time;

/* Callaway & Sant'Anna 2021, J. Econom. 225:200, with not-yet-treated controls and no
 * covariates; errors from whole schools drawn again, with replacement. y and starts as
 * above; a start at `windows` or later is never. To be cleared also after a failure.
 * The same bits for any number of threads. O(replicates * starts * windows * schools).
 * CLG_ERROR_MEMORY. */
clg_status clg_group_time_find(const double *y, const uint32_t *starts,
                               uint32_t schools, uint32_t windows,
                               const clg_group_time_options *options,
                               clg_group_time *out, clg_error *err) CLG_NODISCARD;
void clg_group_time_clear(clg_group_time *result);

#endif
