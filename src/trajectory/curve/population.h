/* The energy curve of all schools together, and of each one as a deviation from it.
 *
 *     y_st = f(t) + d_s(t) + e_st
 *     f   = B b,   second differences of b ~ N(0, s2 / lambda)       (20 knots)
 *     d_s = u_0 + u_1 x + (spline of 5 knots),  u_k ~ N(0, s2 gamma_k),  x in [-1, 1]
 *
 * A mixed model: lambda and gamma (of level, slope and shape) maximise the restricted
 * likelihood. Windows of one school go together, so that the interval of the common
 * curve is as wide as the number of schools says, not the number of windows; and a
 * school with few windows is drawn to the common curve, one with many speaks for
 * itself. Spec: trajectories, 2.2. Ruppert, Wand & Carroll (2003), Semiparametric
 * Regression, ch. 4 and 9. */
#ifndef CLG_TRAJECTORY_CURVE_POPULATION_H
#define CLG_TRAJECTORY_CURVE_POPULATION_H

#include "results/table.h"
#include "trajectory/curve/series.h"
#include "trajectory/curve/spline_basis.h"

enum {
    CLG_POPULATION_KNOTS = 20,
    CLG_POPULATION_SPLINES = CLG_POPULATION_KNOTS + 2,
    CLG_DEVIATION_KNOTS = 5,
    CLG_DEVIATION_TERMS = CLG_DEVIATION_KNOTS + 2,
    CLG_DEVIATION_PARTS = 3 /* level, slope, shape */
};

typedef struct clg_population {
    clg_value_status status; /* OK; TOO_SMALL: less than 4 distinct times or 8 values;
        DEGENERATE: all values are the same, or no error is left; NOT_CONVERGED. NaN
        where TOO_SMALL */
    uint32_t used_schools;
    size_t used_rows;
    clg_spline_basis basis, deviation; /* over the times of all rows */
    double shape[CLG_DEVIATION_TERMS][CLG_DEVIATION_TERMS - 2]; /* splines to shape */
    double level;                               /* the mean of y: f = level + B b */
    double coefficient[CLG_POPULATION_SPLINES]; /* b */
    double covariance[CLG_POPULATION_SPLINES * CLG_POPULATION_SPLINES]; /* s2 H^-1 */
    double variance;                     /* s2, of one value about its school's curve */
    double lambda;                       /* of the common curve */
    double between[CLG_DEVIATION_PARTS]; /* s2 gamma; 0 with less than two schools */
    double edf;                          /* of the common curve */
    double criterion;                    /* -2 log REML up to a constant */
    uint32_t evaluations;
} clg_population;

/* Sums run over chunks of schools in a fixed order: the same bits for any number of
 * threads. threads 0: as many as OpenMP offers. CLG_ERROR_ARGUMENT: a time or value
 * that is not finite; CLG_ERROR_MEMORY. O(rows) an evaluation, some tens of them. */
clg_status clg_population_fit(const clg_series *series, int threads,
                              clg_population *population, clg_error *err) CLG_NODISCARD;

/* The common curve at t and its standard error (of Wahba's posterior); NaN outside the
 * times of the study or without a fit. A 95 % interval is value +- 1.96 error. */
double clg_population_at(const clg_population *population, double t, double *error);

/* The curve of every school at every row, missing ones included, and its standard
 * error; a school without values has the common curve and the spread between schools.
 * values and errors are [row]; NaN without a fit. The series is the one of the fit, or
 * within its times. CLG_ERROR_MEMORY. */
clg_status clg_population_schools(const clg_population *population,
                                  const clg_series *series, int threads, double *values,
                                  double *errors, clg_error *err) CLG_NODISCARD;

#endif
