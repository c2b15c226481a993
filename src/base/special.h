/* Functions behind distributions, exact where the textbook forms cancel, and without
 * GSL's error handler, which would end the process. */
#ifndef CLG_BASE_SPECIAL_H
#define CLG_BASE_SPECIAL_H

/* x log(m) - m - log G(x + 1) for real x >= 0, m >= 0: the Poisson log probability. By
 * Stirling's error and the deviance, so that large terms never meet (Loader 2000, Fast
 * and accurate computation of binomial probabilities). */
double clg_log_poisson(double x, double m);
/* log of G(n + 1) / (G(x + 1) G(n - x + 1)) p^x q^(n - x), q = 1 - p; real 0 <= x <= n.
 */
double clg_log_binomial(double x, double n, double p, double q);
/* log G(a + x) - log G(a), a > 0, x >= 0: of the rising factorial. */
double clg_log_rising(double a, double x);

/* Regularised incomplete gamma function P(a, x), a > 0, x >= 0; *upper = Q(a, x), each
 * computed directly where it is small. Series below a + 1, continued fraction above. */
double clg_incomplete_gamma(double a, double x, double *upper);
/* Regularised incomplete beta function of x, given y = 1 - x; *upper = 1 - it. */
double clg_incomplete_beta(double a, double b, double x, double y, double *upper);

/* Phi(z), and its inverse: 0 and 1 give -INFINITY and INFINITY. */
double clg_normal_below(double z);
double clg_normal_quantile(double p);

/* log a - psi(a), a > 0, and its derivative 1 / a - psi'(a). */
double clg_log_minus_digamma(double a, double *derivative);

#endif
