/* What an indicator looks like in a state: densities, distribution functions, random
 * draws and weighted maximum likelihood, family by family.
 *
 *     normal        -(log 2 pi + log v + (x - m)^2 / v) / 2
 *     poisson       x log(e r) - e r - log x!
 *     negbin        log G(x + s) - log G(s) - log x! + s log(s / (s + e m))
 *                   + x log(e m / (s + e m)); Poisson above s = 1e6
 *     gamma         a log(a / m) - log G(a) + (a - 1) log x - a x / m
 *     binomial      log C(e, x) + x log p + (e - x) log(1 - p)
 *     betabinomial  log C(e, x) + log B(a + x, b + e - x) - log B(a, b)
 *     categorical   log p[x]
 *     hurdle-...    log q if x = 0, otherwise log(1 - q) + log f(x) - log(1 - f(0)),
 *                   f(0) = 0 for gamma
 *
 * Spec: trajectories, 1.2, 1.4 and 1.5. */
#ifndef CLG_TRAJECTORY_HMM_EMISSION_H
#define CLG_TRAJECTORY_HMM_EMISSION_H

#include "base/random.h"
#include "trajectory/hmm/model.h"

const char *clg_family_name(clg_family family); /* "normal", "hurdle-poisson", ... */
/* Also known: gaussian, neg-binomial, negative-binomial, beta-binomial, multinomial. */
bool clg_family_find(const char *name, clg_family *family);
/* Names of theta[0 ...] as model.json calls them; NULL after the last. */
const char *const *clg_family_parameters(clg_family family);
uint32_t clg_family_free_parameters(clg_family family);
/* True if e means something: Poisson, negbin and their hurdles, binomial, beta-. */
bool clg_family_has_exposure(clg_family family);

/* CLG_ERROR_ARGUMENT with what was expected and found: a negative or fractional count,
 * x <= 0 for gamma, x > e, e <= 0, a category above 8. Not finite: always refused. */
clg_status clg_emission_check(clg_family family, double x, double e,
                              clg_error *err) CLG_NODISCARD;

/* Exact to 1e-13 relative; -INFINITY where impossible, never NaN. */
double clg_emission_log_density(clg_family family, const double *theta, double x,
                                double e);
/* P(X <= x); *below = P(X < x), the same for continuous families: randomised or middle
 * pseudo-residuals need both. */
double clg_emission_distribution(clg_family family, const double *theta, double x,
                                 double e, double *below);
double clg_emission_mean(clg_family family, const double *theta, double e);
double clg_emission_variance(clg_family family, const double *theta, double e);
/* The smallest x at which the mixture over states reaches p, sum_k weight[k] F_k(x) >=
 * p: exact on counts, to 1e-12 otherwise. p in [0, 1]; at 0 and 1 the ends of the
 * range, infinite where it has none. theta is [k * CLG_THETA]. */
double clg_emission_quantile(clg_family family, const double *theta,
                             const double *weight, uint32_t states, double p, double e);
/* By inversion: one uniform number a draw. */
double clg_emission_draw(clg_family family, const double *theta, double e,
                         clg_random *random);

/* Bhattacharyya distance -log of the integral of sqrt(f g), closed form where there is
 * one, else a sum over counts until the rest is below 1e-12 (e: a typical exposure);
 * INFINITY if they share nothing. */
double clg_emission_distance(clg_family family, const double *theta,
                             const double *other, double e);

/* Weighted data of one indicator in one state, each distinct (x, e) once. */
typedef struct clg_weighted_values {
    const double *x, *e; /* e may be NULL: all 1 */
    const double *weight;
    size_t count;
} clg_weighted_values;

/* Where a likelihood rises without end the parameters stop: sizes of negbin and its
 * hurdle in [e^-7, e^14], the latter being Poisson (no more variance than that); alpha
 * and beta in [e^-10, e^14]; shapes at 1e6; rates of truncated counts at 1e-13 of the
 * mean. */
#define CLG_LARGEST_SHAPE 1e6

/* The maximum of sum weight log f(x; theta) from the given theta, which it replaces;
 * Newton in logarithms where there is no closed form. For normal, poisson, gamma and
 * binomial the same as their sufficient statistics give. Leaves theta as it is if the
 * weights sum to nothing; hurdles without a positive value keep the rest of theta. */
void clg_emission_maximise(clg_family family, const clg_weighted_values *values,
                           double *theta);
/* Closed forms of the fast families: gamma from n, sum of x, sum of log x. */
void clg_gamma_maximise(double n, double sum, double log_sum, double *theta);

#endif
