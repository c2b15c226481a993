/* The XmR chart: individual values and moving ranges of one school and measure.
 *
 *     centre = mean of x,  MR_t = |x_t - x_(t-1)|,  limits = centre -+ 2.66 mean MR
 *
 * 2.66 is 3 / 1.128: the mean range of two normal values is 1.128 sigma. Ranges, and
 * not the standard deviation, measure the spread, because a shift or a trend inflates
 * them little. A moving range joins windows that are next to each other and both
 * observed: a range across a missing window would hold the change of two steps.
 *
 * A chart may be in phases, each with limits of its own, that begin where somebody who
 * knows the school says that the process changed. Nothing here begins one: limits that
 * move by themselves hide the change that they should show.
 *
 * Spec: trajectories, 3.6. Shewhart 1931; Wheeler 1993, Understanding Variation; NHS
 * England, Making Data Count. */
#ifndef CLG_COMPARE_CHARTS_XMR_H
#define CLG_COMPARE_CHARTS_XMR_H

#include "collegium/error.h"

#include "compare/charts/signal.h"

typedef struct clg_xmr_options {
    uint32_t baseline;  /* limits rest on the first so many points, 12 to 20; 0: all */
    bool is_unscreened; /* keep ranges beyond their own limit too */
} clg_xmr_options;

#define CLG_XMR_OPTIONS_INIT                                                           \
    {                                                                                  \
        0, false                                                                       \
    }

/* Below this many points limits are on trial. */
enum { CLG_XMR_TRIAL_BELOW = 13 };

/* One phase of a chart. Numbers are NaN where undefined. */
typedef struct clg_xmr {
    uint32_t begin, end;     /* its windows */
    uint32_t count;          /* observed points */
    uint32_t baseline_count; /* of them, those that the limits rest on */
    uint32_t range_count;    /* moving ranges in the mean range */
    uint32_t screened_count; /* moving ranges left out of it */
    double centre, mean_range;
    double lower, upper;           /* centre -+ 2.66 mean_range */
    double near_lower, near_upper; /* two thirds of the way to the limits */
    double range_upper;            /* limit of moving ranges, 3.267 mean_range */
    double autocorrelation; /* lag 1, of neighbouring points about the phase's mean */
    bool is_trial;          /* fewer than 13 points under the limits */
    bool is_autocorrelated; /* above .5: the limits are too narrow */
} clg_xmr;

typedef enum clg_assurance {
    CLG_ASSURANCE_NONE, /* no target, no orientation or no limits */
    CLG_ASSURANCE_PASS, /* limits all on the good side of the target */
    CLG_ASSURANCE_FAIL, /* all on the bad side */
    CLG_ASSURANCE_HIT_OR_MISS
} clg_assurance;

/* The phase of windows [begin, end); NaN is missing. Screening leaves out, once, moving
 * ranges of 3.267 mean ranges and more, unless nothing that varies would be left; their
 * points stay in the centre. A constant series has its limits at the mean. Values that
 * differ with all ranges 0, or without any range, have a centre but no limits. */
clg_xmr clg_xmr_of(const double *values, uint32_t begin, uint32_t end,
                   const clg_xmr_options *options);

/* The NHS rules on one phase; signals of its windows are overwritten:
 *  outside       beyond a limit
 *  trend         7 points that rise, or fall, all the way
 *  two_of_three  of 3 points in a row on one side of the centre, those beyond two
 *                thirds of the way to the limit but not the limit, if they are 2 or 3
 *  shift         7 points in a row on one side of the centre */
void clg_nhs_rules(const double *values, const clg_xmr *phase, clg_signal *signals);

/* A whole chart: phases begin at 0 and at each of the `restart_count` windows, which
 * ascend; phases has room for restart_count + 1, signals [length] may be NULL.
 * CLG_ERROR_ARGUMENT: restarts out of range or order. */
clg_status clg_xmr_chart(const double *values, uint32_t length,
                         const uint32_t *restarts, uint32_t restart_count,
                         const clg_xmr_options *options, clg_xmr *phases,
                         clg_signal *signals, clg_error *err) CLG_NODISCARD;

/* What the process, left as it is, will do with a target (NaN: none). */
clg_assurance clg_xmr_assurance(const clg_xmr *phase, double target,
                                clg_orientation orientation);
/* "none", "pass", "fail", "hit_or_miss". */
const char *clg_assurance_name(clg_assurance assurance);

#endif
