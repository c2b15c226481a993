#include "base/special.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_psi.h>
#include <math.h>

#define HALF_LOG_2_PI 0.91893853320467274178
#define TINY 1e-300

enum { MOST_TERMS = 1000000 };

/* log G(n + 1) - log(sqrt(2 pi n) (n / e)^n), n > 0 */
static double stirling_error(double n)
{
    double s = 1.0 / (n * n);

    if (n < 15.0)
        return lgamma(n + 1.0) - (n + 0.5) * log(n) + n - HALF_LOG_2_PI;
    return (1.0 / 12.0 -
            s * (1.0 / 360.0 -
                 s * (1.0 / 1260.0 - s * (1.0 / 1680.0 - s * (1.0 / 1188.0))))) /
           n;
}

/* x log(x / m) + m - x, x > 0, m > 0 */
static double deviance(double x, double m)
{
    double difference = m - x;

    if (fabs(difference) < 0.5 * x)
        return difference - x * log1p(difference / x);
    return x * (log(x) - log(m)) + difference;
}

double clg_log_poisson(double x, double m)
{
    if (m <= 0.0)
        return x > 0.0 ? -INFINITY : 0.0;
    if (x <= 0.0)
        return -m;
    return -HALF_LOG_2_PI - 0.5 * log(x) - stirling_error(x) - deviance(x, m);
}

double clg_log_binomial(double x, double n, double p, double q)
{
    double rest = n - x;

    if ((p <= 0.0 && x > 0.0) || (q <= 0.0 && rest > 0.0))
        return -INFINITY;
    if (x <= 0.0)
        return p < 0.5 ? n * log1p(-p) : rest > 0.0 ? n * log(q) : 0.0;
    if (rest <= 0.0)
        return q < 0.5 ? n * log1p(-q) : n * log(p);
    return stirling_error(n) - stirling_error(x) - stirling_error(rest) -
           deviance(x, n * p) - deviance(rest, n * q) - HALF_LOG_2_PI +
           0.5 * (log(n) - log(x) - log(rest));
}

double clg_log_rising(double a, double x)
{
    if (a < 15.0)
        return lgamma(a + x) - lgamma(a);
    return (a - 0.5) * log1p(x / a) + x * log(a + x) - x + stirling_error(a + x) -
           stirling_error(a);
}

static double gamma_series(double a, double x)
{
    double term = 1.0, sum = 1.0;

    for (int n = 1; n < MOST_TERMS && term > 1e-17 * sum; n++) {
        term *= x / (a + n);
        sum += term;
    }
    return exp(clg_log_poisson(a, x)) * sum;
}

/* One step of Lentz's evaluation of a continued fraction; the factor it contributes. */
static double lentz(double numerator, double denominator, double *c, double *d)
{
    *d = denominator + numerator * *d;
    *c = denominator + numerator / *c;
    *d = 1.0 / (fabs(*d) < TINY ? TINY : *d);
    *c = fabs(*c) < TINY ? TINY : *c;
    return *c * *d;
}

static double gamma_fraction(double a, double x)
{
    double b = x + 1.0 - a, d = 1.0 / b, c = 1.0 / TINY, fraction = d, factor = 0.0;

    for (int n = 1; n < MOST_TERMS && fabs(factor - 1.0) > 3e-16; n++) {
        b += 2.0;
        factor = lentz(-n * (n - a), b, &c, &d);
        fraction *= factor;
    }
    return a * exp(clg_log_poisson(a, x)) * fraction;
}

double clg_incomplete_gamma(double a, double x, double *upper)
{
    double lower;

    if (x <= 0.0 || x == INFINITY) {
        *upper = x <= 0.0 ? 1.0 : 0.0;
        return 1.0 - *upper;
    }
    if (x < a + 1.0) {
        lower = fmin(gamma_series(a, x), 1.0);
        *upper = 1.0 - lower;
        return lower;
    }
    *upper = fmin(gamma_fraction(a, x), 1.0);
    return 1.0 - *upper;
}

static double beta_fraction(double a, double b, double x, double y)
{
    double c = 1.0, d = 1.0 - (a + b) * x / (a + 1.0), fraction, factor = 0.0;

    d = 1.0 / (fabs(d) < TINY ? TINY : d);
    fraction = d;
    for (int n = 1; n < MOST_TERMS && fabs(factor - 1.0) > 3e-16; n++) {
        double a2 = a + 2.0 * n;
        factor = lentz(n * (b - n) * x / ((a2 - 1.0) * a2), 1.0, &c, &d);
        fraction *= factor;
        factor = lentz(-(a + n) * (a + b + n) * x / (a2 * (a2 + 1.0)), 1.0, &c, &d);
        fraction *= factor;
    }
    return exp(clg_log_binomial(a, a + b, x, y)) * b / (a + b) * fraction;
}

double clg_incomplete_beta(double a, double b, double x, double y, double *upper)
{
    double lower;

    if (x <= 0.0 || y <= 0.0) {
        *upper = x <= 0.0 ? 1.0 : 0.0;
        return 1.0 - *upper;
    }
    if (x > (a + 1.0) / (a + b + 2.0)) {
        *upper = fmin(beta_fraction(b, a, y, x), 1.0);
        return 1.0 - *upper;
    }
    lower = fmin(beta_fraction(a, b, x, y), 1.0);
    *upper = 1.0 - lower;
    return lower;
}

double clg_normal_below(double z)
{
    return 0.5 * erfc(-z * 0.70710678118654752440);
}

double clg_normal_quantile(double p)
{
    return gsl_cdf_ugaussian_Pinv(p);
}

double clg_log_minus_digamma(double a, double *derivative)
{
    double s = 1.0 / (a * a);

    if (a < 30.0) {
        gsl_sf_result psi, psi1;
        gsl_sf_psi_e(a, &psi);
        gsl_sf_psi_1_e(a, &psi1);
        *derivative = 1.0 / a - psi1.val;
        return log(a) - psi.val;
    }
    *derivative =
        -s * (0.5 + (1.0 / 6.0 - s * (1.0 / 30.0 - s * (1.0 / 42.0 - s / 30.0))) / a);
    return 0.5 / a +
           s * (1.0 / 12.0 - s * (1.0 / 120.0 - s * (1.0 / 252.0 - s / 240.0)));
}
