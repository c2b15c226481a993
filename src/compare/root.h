/* Where a function of one number is zero.
 *
 * Brent's method: the bracket always holds the root, so that it cannot wander off, and
 * interpolation makes it fast. R. P. Brent (1973), Algorithms for Minimization without
 * Derivatives, ch. 4. */
#ifndef CLG_COMPARE_ROOT_H
#define CLG_COMPARE_ROOT_H

typedef double clg_function(double x, const void *context);

/* A root of f between low and high, to the last bits; f has opposite signs there, or
 * one of them is the root. Some 10 evaluations. */
double clg_root(clg_function *f, const void *context, double low, double high);

#endif
