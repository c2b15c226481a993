/* A smooth line through the windows of one school: the cubic smoothing spline.
 *
 * It minimises  sum w_i (y_i - g(t_i))^2 + lambda integral g''(t)^2 dt.  In Reinsch's
 * form the second derivatives c at the knots solve a system of five bands,
 *
 *     (R + lambda Q'W^-1 Q) c = Q'y,    g = y - lambda W^-1 Q c,
 *
 * so that a fit, its degrees of freedom and its standard errors are all O(n). lambda
 * maximises the restricted likelihood: generalised cross-validation has a second
 * minimum at interpolation on series as short as a school's, and follows the noise.
 * Spec: trajectories, 2.2. Green & Silverman (1994), Nonparametric Regression, ch. 2;
 * Wahba (1985), Ann. Statist. 13:1378. */
#ifndef CLG_TRAJECTORY_CURVE_SMOOTH_H
#define CLG_TRAJECTORY_CURVE_SMOOTH_H

#include "collegium/error.h"

typedef enum clg_smooth_rule {
    CLG_SMOOTH_REML,  /* restricted maximum likelihood */
    CLG_SMOOTH_GCV,   /* generalised cross-validation, the trace times a factor */
    CLG_SMOOTH_LAMBDA /* lambda as given */
} clg_smooth_rule;

typedef struct clg_smooth_options {
    clg_smooth_rule rule;
    double lambda;       /* of CLG_SMOOTH_LAMBDA, at least 0 */
    double trace_factor; /* of CLG_SMOOTH_GCV; 1 is the plain criterion */
} clg_smooth_options;

#define CLG_SMOOTH_OPTIONS_INIT                                                        \
    {                                                                                  \
        .rule = CLG_SMOOTH_REML, .trace_factor = 1.4                                   \
    }

typedef enum clg_smooth_kind {
    CLG_SMOOTH_NONE,  /* nothing observed */
    CLG_SMOOTH_MEAN,  /* 1 or 2 points */
    CLG_SMOOTH_LINE,  /* 3 points, or lambda is infinite */
    CLG_SMOOTH_SPLINE /* 4 and more */
} clg_smooth_kind;

/* A fit, with room for further ones. Arrays hold the `count` observed points. */
typedef struct clg_smooth {
    clg_smooth_kind kind;
    uint32_t count, room;
    double lambda;    /* INFINITY for a line, NaN for less */
    double edf;       /* effective degrees of freedom: 2 a line, count: interpolation */
    double rss;       /* weighted residual sum of squares */
    double variance;  /* of an observation of weight 1: rss / (count - edf), or NaN */
    double criterion; /* -2 log REML + constant, or GCV; NaN if lambda was given */
    double *t, *y;    /* [i] the observed points */
    double *weight;   /* [i] */
    double *fit;      /* [i] g */
    double *curvature; /* [i] g'' */
    double *error; /* [i] standard error of g, as Wahba's posterior; NaN if unknown */
    double *work;  /* private */
} clg_smooth;

/* Room for fits of up to most_points observed points. CLG_ERROR_MEMORY. */
clg_status clg_smooth_init(clg_smooth *smooth, uint32_t most_points,
                           clg_error *err) CLG_NODISCARD;
void clg_smooth_clear(clg_smooth *smooth);

/* Fits to the points with y not NaN; t ascends strictly among them. weights NULL: all
 * 1. options NULL: REML. Allocates nothing. CLG_ERROR_ARGUMENT: more than `room`
 * points, times that do not ascend, a value or weight that is not finite or not above
 * 0, an impossible lambda or factor. */
clg_status clg_smooth_fit(clg_smooth *smooth, const double *t, const double *y,
                          const double *weights, uint32_t count,
                          const clg_smooth_options *options,
                          clg_error *err) CLG_NODISCARD;

/* The curve at any time; straight on beyond its ends, NaN if there is none. */
double clg_smooth_at(const clg_smooth *smooth, double t);

#endif
