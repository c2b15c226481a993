/* The course of a community's energy as a rise and a decline.
 *
 *     f(t) = b + A (1 / (1 + exp(-(t - t1) / s1)) - 1 / (1 + exp(-(t - t2) / s2)))
 *
 * with parameters (b, log A, t1, log s1, log(t2 - t1), log s2), so that A, s1, s2 are
 * positive and the decline follows the rise. Few schools have lived through both: the
 * double logistic is tried where there are 8 observed windows and the smoothing spline
 * needs more than 3 degrees of freedom; a logistic, a line and the mean stand beside
 * it, and AICc decides. Spec: trajectories, 2.4. */
#ifndef CLG_TRAJECTORY_CURVE_RISE_DECLINE_H
#define CLG_TRAJECTORY_CURVE_RISE_DECLINE_H

#include "trajectory/curve/least_squares.h"
#include "trajectory/curve/series.h"
#include "trajectory/curve/shrinkage.h"
#include "trajectory/curve/smooth.h"

typedef enum clg_course_kind {
    CLG_COURSE_NONE,            /* nothing observed */
    CLG_COURSE_MEAN,            /* mean */
    CLG_COURSE_LINE,            /* value at t = 0, slope */
    CLG_COURSE_LOGISTIC,        /* A, t1, log s of A / (1 + exp(-(t - t1) / s)) */
    CLG_COURSE_DOUBLE_LOGISTIC, /* see above */
    CLG_COURSE_KIND_COUNT
} clg_course_kind;

const char *clg_course_kind_name(clg_course_kind kind); /* "double logistic", ... */

/* What a rise and decline says in the terms of the field; NaN unless it is one. */
typedef struct clg_course_features {
    double peak_time, peak_value;
    double duration;      /* time above half of the peak's height over the base */
    double rise_slope;    /* A / (4 s1), the steepest of the rise by itself */
    double decline_slope; /* A / (4 s2) */
} clg_course_features;

typedef struct clg_course {
    clg_course_kind kind;
    uint32_t count;                        /* observed windows */
    double parameter[CLG_MOST_PARAMETERS]; /* of the kind */
    double covariance[CLG_MOST_PARAMETERS * CLG_MOST_PARAMETERS];
    double rss;
    double edf;                         /* of the smoothing spline */
    double aicc[CLG_COURSE_KIND_COUNT]; /* NaN: not tried, or not converged */
    bool is_degenerate; /* a parameter is at its bound: a step, or no end in sight */
    clg_course_features features;
} clg_course;

/* Fits one series; missing values are NaN. `smooth` has room for the observed points
 * and holds their spline afterwards. CLG_ERROR_ARGUMENT as clg_smooth_fit. */
clg_status clg_course_fit(clg_smooth *smooth, const double *t, const double *y,
                          uint32_t count, clg_course *course,
                          clg_error *err) CLG_NODISCARD;
double clg_course_at(const clg_course *course, double t);

/* A curve of the kind with these parameters; gradient as clg_curve. */
double clg_logistic(const double *parameter, double t, double *gradient);
double clg_double_logistic(const double *parameter, double t, double *gradient);
/* What six parameters of a double logistic say. */
clg_course_features clg_double_logistic_features(const double *parameter);

/* Fits all schools on their own (courses, [s]), then shrinks the parameters of those
 * with a sound double logistic towards their distribution (section 2.5): shrunk, [s *
 * 6], is what is known of every school, the population mean where its own series says
 * nothing. The same bits for any number of threads. CLG_ERROR_MEMORY; errors of
 * clg_course_fit, with the number of the school. */
clg_status clg_courses_fit(const clg_series *series, int threads, clg_course *courses,
                           clg_shrinkage *population, double *shrunk,
                           clg_error *err) CLG_NODISCARD;

#endif
