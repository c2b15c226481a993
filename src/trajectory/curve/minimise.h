/* A smooth function of a few parameters, minimised by BFGS within bounds: variance
 * components, whose logarithms may run off to where a component is nothing. */
#ifndef CLG_TRAJECTORY_CURVE_MINIMISE_H
#define CLG_TRAJECTORY_CURVE_MINIMISE_H

#include <stdbool.h>
#include <stdint.h>

enum { CLG_MOST_VARIABLES = 6 };

/* The value at x, and the gradient; a value that is not finite is no place to be. */
typedef double clg_objective(void *payload, const double *x, double *gradient);

typedef struct clg_minimum {
    double value;
    uint32_t evaluations;
    bool is_converged;
} clg_minimum;

/* From x, which must be inside the bounds and finite there, to the minimum, in x.
 * Converged: no component of the gradient that could still be followed is above
 * `tolerance`, or a full step promises less than its square, or rounding hides what it
 * promises. Nocedal & Wright (2006), ch. 6. */
clg_minimum clg_minimise(clg_objective *objective, void *payload, uint32_t n,
                         const double *lower, const double *upper, double tolerance,
                         double *x);

#endif
