/* Curves with a few parameters fitted by least squares: Levenberg-Marquardt within
 * bounds.
 *
 * Of our own, and not GSL's, because tens of thousands of schools are fitted by many
 * threads: it allocates nothing, knows bounds, and has no error handler that could end
 * the process. Marquardt (1963), J. SIAM 11:431; damping scaled by the diagonal. */
#ifndef CLG_TRAJECTORY_CURVE_LEAST_SQUARES_H
#define CLG_TRAJECTORY_CURVE_LEAST_SQUARES_H

#include <stdbool.h>
#include <stdint.h>

enum { CLG_MOST_PARAMETERS = 6 };

/* The value of a curve at t, and its derivatives by the parameters. */
typedef double clg_curve(const double *parameter, double t, double *gradient);

typedef struct clg_least_squares {
    uint32_t parameter_count;
    double parameter[CLG_MOST_PARAMETERS]; /* in: start, out: solution */
    double lower[CLG_MOST_PARAMETERS], upper[CLG_MOST_PARAMETERS]; /* in; or infinite */
    double rss;
    double covariance[CLG_MOST_PARAMETERS * CLG_MOST_PARAMETERS]; /* row by row, of
        parameter_count; rss / (n - p) times (J'J)^-1; NaN if there is none */
    uint32_t iterations;
    uint32_t at_bound; /* a bit a parameter */
    bool is_converged;
} clg_least_squares;

/* Minimises the sum of (y - curve(t))^2 over n points from the start given. */
void clg_least_squares_fit(clg_least_squares *fit, clg_curve *curve, const double *t,
                           const double *y, uint32_t n, uint32_t most_iterations);

#endif
