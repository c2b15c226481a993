/* Does a school stand apart from all others? Each value is held against the mean and
 * the standard deviation of the other values,
 *
 *     t_i = (x_i - mean_(i)) / (s_(i) sqrt(1 + 1 / (n - 1))),  n - 2 degrees of freedom
 *
 * so that what a school has doesn't widen what it is held against. Exact for normal
 * values (externally studentised residuals: Thompson 1935; Cook & Weisberg 1982,
 * Residuals and Influence, ch. 2). What several schools share widens it: that is meant,
 * for what is common in a network is no mark of one school. */
#ifndef CLG_COMPARE_OUTLIER_H
#define CLG_COMPARE_OUTLIER_H

#include <stddef.h>

enum { CLG_LEAST_PEERS = 5 }; /* values, below which there is no spread to speak of */

/* t[i] and p[i] = P(T >= t[i]); NaN are no values, they stay NaN. All are NaN with
 * fewer than CLG_LEAST_PEERS values. Where all others are the same, t is 0, INFINITY or
 * -INFINITY. Returns the number of values. O(count). */
size_t clg_outliers(const double *values, size_t count, double *t, double *p);

#endif
