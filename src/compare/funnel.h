/* Funnel plots: how far from the target may a school of this size be by chance?
 *
 * Exact limits come from the binomial and Poisson distributions (compare/quantile.h).
 * Real schools nearly always scatter more than these allow. How much more is measured
 * on a scale on which the variance does not depend on the value:
 *
 *     kind         Y                      s                          target
 *     share k/n    asin sqrt(k/n)         1 / (2 sqrt n)             asin sqrt(pooled)
 *     ratio, log   log(O/E)               1 / sqrt E                 0
 *     ratio, root  sqrt(O/E)              1 / (2 sqrt E)             1
 *     counts a/b   log((a+.5)/(b+.5))     sqrt(a/(a+.5)^2            log(pooled)
 *                                              + b/(b+.5)^2)
 *     estimate     y                      its standard error     mu of shrinkage.h, PM
 *
 *     z = (Y - target) / s,  phi = mean z^2,  w = 1/s^2
 *     tau2 = max(0, (n phi - (n - 1)) / (sum w - sum w^2 / sum w))
 *
 * where extreme z are drawn in to the 10 % and 90 % quantiles (R's type 7) first, so
 * that the schools which the plot is to find don't widen it; or, as the SHMI of NHS
 * Digital has it, left out, of the weights too. Drawn in, normal z have a mean square
 * of .68 only, so that schools which differ ordinarily lie beyond 99.8 % limits five
 * times too often; divided by that, 1 - 2a - 2 x f(x) + 2 a x^2 with x the 1 - a
 * quantile and f the density at trim a, phi is what it would be without. Limits with
 * this extra spread are target -+ z sqrt(s^2 + tau2), taken back to the scale of shares
 * or ratios. Spiegelhalter (2005), Stat. Med. 24:1185; (2005) Qual. Saf. Health Care
 * 14:347. Spec: trajectories, 3.3. */
#ifndef CLG_COMPARE_FUNNEL_H
#define CLG_COMPARE_FUNNEL_H

#include "collegium/error.h"

#include <stdbool.h>

typedef enum clg_funnel_kind {
    CLG_FUNNEL_SHARE,      /* numerator of denominator: k of n */
    CLG_FUNNEL_RATIO_LOG,  /* observed, expected */
    CLG_FUNNEL_RATIO_ROOT, /* the same; also where nothing is observed */
    CLG_FUNNEL_COUNTS,     /* two counts */
    CLG_FUNNEL_NORMAL      /* an estimate and its standard error */
} clg_funnel_kind;

typedef enum clg_funnel_spread {
    CLG_FUNNEL_WINSORISED,
    CLG_FUNNEL_TRUNCATED, /* SHMI */
    CLG_FUNNEL_REML,      /* tau2 by compare/shrinkage.h, of all Y; phi as winsorised */
    CLG_FUNNEL_EXACT,     /* none: tau2 = 0 */
    CLG_FUNNEL_CONSISTENT /* winsorised, and phi over what normal z would be drawn in
                             to */
} clg_funnel_spread;

typedef struct clg_funnel_options {
    clg_funnel_kind kind;
    clg_funnel_spread spread;
    double trim; /* at each end, 0 to below 0.5 */
} clg_funnel_options;

#define CLG_FUNNEL_OPTIONS_INIT                                                        \
    {                                                                                  \
        CLG_FUNNEL_SHARE, CLG_FUNNEL_WINSORISED, 0.1                                   \
    }

typedef struct clg_funnel {
    clg_funnel_kind kind; /* as used: a school with nothing observed has no logarithm,
                             so that log becomes root for all */
    uint32_t used_count;  /* schools with a denominator */
    double target;        /* on the scale of Y; NaN without schools. Of counts one of
                             which never happened it is infinite, and z undefined */
    double phi, tau2;     /* NaN, 0 without schools */
} clg_funnel;

typedef struct clg_funnel_school {
    double y, s, z;    /* NaN without a denominator */
    double adjusted_z; /* (Y - target) / sqrt(s^2 + tau2) */
    double p;          /* of adjusted_z, both sides: for clg_adjust() */
    bool is_trimmed;   /* drawn in, or left out */
} clg_funnel_school;

/* Target, spread and, unless NULL, each of the schools [count]. A school with a NaN or
 * a denominator of 0 (both counts 0) is left out.
 * CLG_ERROR_ARGUMENT: a negative (estimates may be) or infinite number, a numerator
 * above its denominator (shares) or with a denominator of 0 (shares, ratios), an
 * impossible trim or kind; CLG_ERROR_MEMORY. O(count log count). */
clg_status clg_funnel_fit(const double *numerator, const double *denominator,
                          uint32_t count, const clg_funnel_options *options,
                          clg_funnel *funnel, clg_funnel_school *schools,
                          clg_error *err) CLG_NODISCARD;

/* s of a school of this size that is on target. Of counts the size is the denominator's
 * count, of estimates their standard error. */
double clg_funnel_error(const clg_funnel *funnel, double denominator);
/* The limit at level p (0.025, 0.975, 0.001, 0.999) for a school with this s, as a
 * share in [0, 1] or a ratio of at least 0, with the funnel's tau2. p = 0.5 gives the
 * target. Angles end at 0 and pi/2 and roots at 0, where squares would turn back. */
double clg_funnel_limit(const clg_funnel *funnel, double s, double p);

/* The exact limit at level p: of the share for n trials of the pooled share, of the
 * ratio where `expected` are expected. Quantiles between counts, within [0, 1] or from
 * 0. NaN for n < 1, expected <= 0; a share of 0 or 1 is its own limit. */
double clg_funnel_exact_share(double share, double n, double p);
double clg_funnel_exact_ratio(double expected, double p);
/* The limit of a share that varies between schools as Beta(a, b) (compare/counts.h). */
double clg_funnel_beta_share(double a, double b, double n, double p);

#endif
