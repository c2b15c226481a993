/* A rate of few chances: how sure it is, and what to rank by. */
#ifndef CLG_MEASURES_PARTICIPATION_RATE_H
#define CLG_MEASURES_PARTICIPATION_RATE_H

#include "measures/value.h"

#include <stdint.h>

/* Wilson's 95 % interval of k out of n (Wilson 1927). UNDEFINED if n = 0. */
void clg_wilson(double k, double n, clg_value *low, clg_value *high);

/* Beta prior of the rates k_i / n_i by moments: with p their mean and v their variance
 * beyond what chances alone give, a + b = p (1 - p) / v - 1. Where there is no variance
 * beyond chance, or fewer than two people, a = b = 1/2. */
typedef struct clg_beta {
    double a, b;
} clg_beta;

clg_beta clg_beta_of(const uint32_t *k, const uint32_t *n, uint32_t count);

/* (k + a) / (n + a + b): pulled to the school's mean the more, the less is known. */
double clg_smoothed(clg_beta prior, double k, double n);

#endif
