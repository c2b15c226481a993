/* Quantiles of the gamma and beta distributions, and of counts read as if continuous.
 *
 * GSL has these, but ends the process (or returns nonsense) where its iterations do not
 * converge, which large counts reach. */
#ifndef CLG_COMPARE_QUANTILE_H
#define CLG_COMPARE_QUANTILE_H

/* x with P(X <= x) = p, 0 < p < 1, for X ~ Gamma(shape, rate 1) and Beta(a, b); shape,
 * a, b above 0. 0 or 1 where x is too near to them for a double. To some 1e-13
 * relative; some 10 evaluations of the incomplete function. */
double clg_gamma_quantile(double p, double shape);
double clg_beta_quantile(double p, double a, double b);

/* Interpolated quantile of a count: with r the least integer with F(r) >= p,
 *
 *     r - (F(r) - p) / f(r)
 *
 * between r - 1 and r, so that limits are smooth in n. Of a pair of limits the lower is
 * a little too strict and the upper too lax; both together leave out what they say, on
 * average over n. Spiegelhalter (2005), Stat. Med. 24:1185. At least -1; 0 < p < 1. n
 * is whole, 0 < share < 1, mean above 0. */
double clg_binomial_quantile(double p, double n, double share);
double clg_poisson_quantile(double p, double mean);
/* n trials whose share of success is Beta(a, b); O(n). */
double clg_beta_binomial_quantile(double p, double n, double a, double b);

#endif
