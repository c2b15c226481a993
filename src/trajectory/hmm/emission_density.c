/* Log densities, and the distances between two states that follow from them. */
#include "trajectory/hmm/emission_part.h"

#include <math.h>

static double normal(const double *theta, double x)
{
    double r = x - theta[0];

    return -0.5 * (log(6.28318530717958647693 * theta[1]) + r * r / theta[1]);
}

/* With p = s / (s + m) it is s / (s + x) times the chance of s of s + x. */
static double negbin(double m, double s, double x)
{
    if (s > CLG_POISSON_SIZE)
        return clg_log_poisson(x, m);
    if (m <= 0.0)
        return x > 0.0 ? -INFINITY : 0.0;
    if (x <= 0.0)
        return -s * log1p(m / s);
    return log(s / (s + x)) + clg_log_binomial(s, s + x, s / (s + m), m / (s + m));
}

/* The Poisson log probability of a at mean a x / m, but with a in place of x. */
static double gamma_density(const double *theta, double x)
{
    double shape = theta[1];

    if (!(x > 0.0))
        return -INFINITY;
    return clg_log_poisson(shape, shape * x / theta[0]) + log(shape) - log(x);
}

static double betabinomial(const double *theta, double x, double n)
{
    double a = theta[0], b = theta[1];

    if (x < 0.0 || x > n)
        return -INFINITY;
    return clg_log_rising(a, x) - lgamma(x + 1.0) + clg_log_rising(b, n - x) -
           lgamma(n - x + 1.0) - clg_log_rising(a + b, n) + lgamma(n + 1.0);
}

static double categorical(const double *theta, double x)
{
    return x >= 1.0 && x <= CLG_THETA ? log(theta[(int)x - 1]) : -INFINITY;
}

/* log (1 - f(0)) from log f(0) */
static double log_positive(double at_zero)
{
    return at_zero > -0.7 ? log(-expm1(at_zero)) : log1p(-exp(at_zero));
}

/* Above a hurdle a mean of 0 stands for its limit: all values are 1. */
static double above_hurdle(double mean, double density, double at_zero, double x)
{
    if (mean <= 0.0)
        return x == 1.0 ? 0.0 : -INFINITY;
    return density - log_positive(at_zero);
}

static double hurdle(double zero, double x, double positive)
{
    return x == 0.0 ? log(zero) : log1p(-zero) + positive;
}

static double density(clg_family family, const double *theta, double x, double e)
{
    double m = e * theta[0];

    switch (family) {
    case CLG_FAMILY_NORMAL: return normal(theta, x);
    case CLG_FAMILY_POISSON: return clg_log_poisson(x, m);
    case CLG_FAMILY_NEGBIN: return negbin(m, theta[1], x);
    case CLG_FAMILY_GAMMA: return gamma_density(theta, x);
    case CLG_FAMILY_BINOMIAL:
        return x < 0.0 || x > e ? -INFINITY
                                : clg_log_binomial(x, e, theta[0], 1.0 - theta[0]);
    case CLG_FAMILY_BETABINOMIAL: return betabinomial(theta, x, e);
    case CLG_FAMILY_CATEGORICAL: return categorical(theta, x);
    case CLG_FAMILY_HURDLE_POISSON:
        return hurdle(theta[1], x, above_hurdle(m, clg_log_poisson(x, m), -m, x));
    case CLG_FAMILY_HURDLE_NEGBIN:
        return hurdle(
            theta[2], x,
            above_hurdle(m, negbin(m, theta[1], x), negbin(m, theta[1], 0.0), x));
    case CLG_FAMILY_HURDLE_GAMMA: return hurdle(theta[2], x, gamma_density(theta, x));
    default: return -INFINITY;
    }
}

double clg_emission_log_density(clg_family family, const double *theta, double x,
                                double e)
{
    double log_density = density(family, theta, x, e);

    return isnan(log_density) ? -INFINITY : log_density;
}

static double gamma_overlap(const double *f, const double *g)
{
    double shape = 0.5 * (f[1] + g[1]), rate_f = f[1] / f[0], rate_g = g[1] / g[0];

    return lgamma(shape) - 0.5 * (lgamma(f[1]) + lgamma(g[1])) +
           0.5 * (f[1] * log(rate_f) + g[1] * log(rate_g)) -
           shape * log(0.5 * (rate_f + rate_g));
}

static double normal_distance(const double *f, const double *g)
{
    double sum = f[1] + g[1], difference = f[0] - g[0];

    return 0.25 * difference * difference / sum +
           0.5 * log(0.5 * sum / sqrt(f[1] * g[1]));
}

static double categories_overlap(const double *f, const double *g)
{
    double sum = 0.0;

    for (int c = 0; c < CLG_THETA; c++)
        sum += sqrt(f[c] * g[c]);
    return log(sum);
}

/* Beyond x at most the root of what f and g have left there (Cauchy-Schwarz). */
static double counts_overlap(clg_family family, const double *f, const double *g,
                             double e)
{
    const double most = 4194304.0, rest = 1e-24;
    double sum = 0.0, left_f = 1.0, left_g = 1.0;

    for (double x = 0.0; x < most && left_f * left_g > rest; x++) {
        double log_f = clg_emission_log_density(family, f, x, e);
        double log_g = clg_emission_log_density(family, g, x, e);
        sum += exp(0.5 * (log_f + log_g));
        left_f -= exp(log_f);
        left_g -= exp(log_g);
    }
    return log(sum);
}

/* log of the integral of sqrt(f g) */
static double log_overlap(clg_family family, const double *f, const double *g, double e)
{
    double roots = sqrt(f[0]) - sqrt(g[0]), both;

    switch (family) {
    case CLG_FAMILY_NORMAL: return -normal_distance(f, g);
    case CLG_FAMILY_POISSON: return -0.5 * e * roots * roots;
    case CLG_FAMILY_GAMMA: return gamma_overlap(f, g);
    case CLG_FAMILY_BINOMIAL:
        return e * log(sqrt(f[0] * g[0]) + sqrt((1.0 - f[0]) * (1.0 - g[0])));
    case CLG_FAMILY_CATEGORICAL: return categories_overlap(f, g);
    case CLG_FAMILY_HURDLE_GAMMA:
        both = sqrt((1.0 - f[2]) * (1.0 - g[2]));
        return log(sqrt(f[2] * g[2]) +
                   (both > 0.0 ? both * exp(gamma_overlap(f, g)) : 0.0));
    default: return counts_overlap(family, f, g, e);
    }
}

double clg_emission_distance(clg_family family, const double *theta,
                             const double *other, double e)
{
    return fmax(0.0, -log_overlap(family, theta, other, e));
}
