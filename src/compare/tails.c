#include "compare/tails.h"

#include "base/special.h"

#include <math.h>

/* Trials up to which probabilities are added up. */
#define MOST_SUMMED 1e5

static double doubled(double lower, double upper)
{
    return fmin(1.0, 2.0 * fmin(lower, upper));
}

/* ---- shares ---- */

/* P(X <= k) and P(X >= k) of a binomial, by the incomplete beta function. */
static double binomial_below(double k, double n, double share)
{
    double upper;

    return k >= n ? 1.0
                  : clg_incomplete_beta(n - k, k + 1.0, 1.0 - share, share, &upper);
}

static double binomial_above(double k, double n, double share)
{
    double upper;

    return k <= 0.0 ? 1.0
                    : clg_incomplete_beta(k, n - k + 1.0, share, 1.0 - share, &upper);
}

static double log_beta_binomial(double k, double n, double a, double b)
{
    return lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0) +
           clg_log_rising(a, k) + clg_log_rising(b, n - k) - clg_log_rising(a + b, n);
}

/* Sums of probabilities from k outwards, each from the one before. */
static double beta_binomial_below(double k, double n, double a, double b)
{
    double term = exp(log_beta_binomial(k, n, a, b)), sum = term;

    for (; k >= 1.0; k--) {
        term *= k * (b + n - k) / ((n - k + 1.0) * (a + k - 1.0));
        sum += term;
    }
    return sum;
}

static double beta_binomial_above(double k, double n, double a, double b)
{
    return beta_binomial_below(n - k, n, b, a);
}

/* Of very many trials: the share as a beta with the mean and variance of k / n. */
static double beta_tails(double k, double n, double share, double size)
{
    double most = share * (1.0 - share);
    double variance = most * (1.0 / n + (1.0 - 1.0 / n) / (size + 1.0));
    double a = share * (most / variance - 1.0), b = a * (1.0 - share) / share;
    double low = fmin(1.0, (k + 0.5) / n), high = fmax(0.0, (k - 0.5) / n), upper,
           lower;

    lower = clg_incomplete_beta(a, b, low, 1.0 - low, &upper);
    (void)clg_incomplete_beta(a, b, high, 1.0 - high, &upper);
    return doubled(lower, upper);
}

double clg_share_tails(double successes, double trials, double share, double variance)
{
    double middle = share * trials, k, most = share * (1.0 - share), a, b, size;

    if (!(trials > 0.0) || isnan(successes) || isnan(share))
        return (double)NAN;
    if (share <= 0.0 || share >= 1.0)
        return 1.0;
    k = successes < middle ? ceil(successes) : floor(successes);
    trials = round(trials);
    k = fmin(k, trials);
    if (variance <= 0.0)
        return doubled(binomial_below(k, trials, share),
                       binomial_above(k, trials, share));
    size = fmax(most / variance - 1.0, 0.01); /* a + b; near 0 all is 0 or 1 */
    if (trials > MOST_SUMMED)
        return beta_tails(k, trials, share, size);
    a = size * share;
    b = size * (1.0 - share);
    return doubled(beta_binomial_below(k, trials, a, b),
                   beta_binomial_above(k, trials, a, b));
}

/* ---- events ---- */

double clg_events_tails(double events, double expected, double variance)
{
    double k, below, above = 1.0, other, shape = 1.0 / variance;

    if (!(expected > 0.0) || isnan(events))
        return (double)NAN;
    k = events < expected ? ceil(events) : floor(events);
    if (variance <= 0.0) {
        (void)clg_incomplete_gamma(k + 1.0, expected, &below);
        if (k > 0.0)
            above = clg_incomplete_gamma(k, expected, &other);
        return doubled(below, above);
    }
    /* P(X <= k) = I(shape / (shape + expected); shape, k + 1) */
    below = clg_incomplete_beta(shape, k + 1.0, shape / (shape + expected),
                                expected / (shape + expected), &other);
    if (k > 0.0)
        (void)clg_incomplete_beta(shape, k, shape / (shape + expected),
                                  expected / (shape + expected), &above);
    return doubled(below, above);
}
