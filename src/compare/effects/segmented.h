/* Interrupted time series: what changed in one school when something began.
 *
 *     y_t = b0 + b1 (t - t0) + b2 [t >= t0] + b3 (t - t0) [t >= t0] + e_t
 *
 * t0 is the first window of the new time. b2 is the step in level there, b3 the change
 * in slope per window; the old line, carried on, is what would have been. Neighbouring
 * windows resemble each other, and errors that ignore that are too small:
 *
 *  AR(1), the default: e_t has correlation rho^d at d windows apart, so that missing
 *  windows are no obstacle. rho has the largest restricted likelihood; by plain maximum
 *  likelihood it is far too low in series as short as a school's. As gls() of R's nlme.
 *
 *  Newey-West: least squares, and the errors from the residuals' own autocovariances up
 *  to lag floor(4 (n/100)^(2/9)) with Bartlett's weights. No correction for small
 *  samples, as NeweyWest() of R's sandwich without prewhitening.
 *
 * Intervals are t's, at n - 4 degrees for Newey-West; for AR(1) at Satterthwaite's
 * degrees, 2 / var(log v) of a variance v that depends on rho and sigma as uncertain as
 * the restricted likelihood leaves them, at least 2. With much autocorrelation in a
 * short series they still hold the truth a little less often than they say. Wagner et
 * al. 2002, J. Clin. Pharm. Ther. 27:299; Newey & West 1987, Econometrica 55:703;
 * Turner et al. 2021, BMC Med. Res. Methodol. 21:181. Spec: trajectories, 3.7. */
#ifndef CLG_COMPARE_EFFECTS_SEGMENTED_H
#define CLG_COMPARE_EFFECTS_SEGMENTED_H

#include "collegium/error.h"

#include "compare/shrinkage.h"
#include "results/table.h"

#include <stdbool.h>

typedef enum clg_segmented_method {
    CLG_SEGMENTED_AR1,
    CLG_SEGMENTED_NEWEY_WEST
} clg_segmented_method;

typedef enum clg_segmented_part {
    CLG_SEGMENTED_BASE,  /* b0: where the old line is at t0 */
    CLG_SEGMENTED_TREND, /* b1: the old slope, per window */
    CLG_SEGMENTED_LEVEL, /* b2 */
    CLG_SEGMENTED_SLOPE, /* b3 */
    CLG_SEGMENTED_PARTS
} clg_segmented_part;

/* Observed windows wanted on each side. */
enum { CLG_SEGMENTED_LEAST = 3 };

typedef struct clg_segmented {
    clg_value_status status; /* OK; TOO_SMALL: all is NaN; DEGENERATE: nothing is left
                                over, so that errors are NaN */
    uint32_t before, after;  /* observed windows */
    double estimate[CLG_SEGMENTED_PARTS];
    double error[CLG_SEGMENTED_PARTS];
    double low[CLG_SEGMENTED_PARTS], high[CLG_SEGMENTED_PARTS]; /* 95 % */
    double p[CLG_SEGMENTED_PARTS];                              /* two-sided */
    double df[CLG_SEGMENTED_PARTS]; /* degrees of freedom of both */
    double covariance[CLG_SEGMENTED_PARTS * CLG_SEGMENTED_PARTS];
    double rho;       /* AR(1); NaN with Newey-West */
    double sigma;     /* standard deviation of e */
    double loglik;    /* restricted log-likelihood; NaN with Newey-West */
    uint32_t lag;     /* Newey-West */
    bool is_at_bound; /* rho is at -.99 or .99: a line is hardly told from wandering */
} clg_segmented;

/* One school's series; NaN is missing, start is t0. O(windows) times some 150 (AR1) or
 * the lag. */
clg_segmented clg_segmented_fit(const double *values, uint32_t length, uint32_t start,
                                clg_segmented_method method);

/* What the change has come to after so many windows, b2 + b3 windows, and its standard
 * error. */
double clg_segmented_effect(const clg_segmented *fit, double windows, double *error);

/* One part, level or slope, of many schools pooled as estimates with known variances
 * (shrinkage.h); a school without an error is missing. schools [count] or NULL.
 * CLG_ERROR_MEMORY; CLG_ERROR_ARGUMENT: an unknown rule. */
clg_status clg_segmented_pool(const clg_segmented *fits, uint32_t count,
                              clg_segmented_part part, clg_tau2_rule rule,
                              clg_pool *pool, clg_posterior *schools,
                              clg_error *err) CLG_NODISCARD;

#endif
