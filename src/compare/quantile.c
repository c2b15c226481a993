#include "compare/quantile.h"

#include "base/special.h"
#include "compare/root.h"

#include <math.h>

/* Beyond this, e^x is no double. */
#define MOST_LOG 745.0

/* A distribution function of t, the logarithm or logit of what is sought, less p. Of
 * two tails the smaller is compared, since it has the digits. */
typedef struct target {
    double p, a, b;
} target;

static double from_tails(double p, double lower, double upper)
{
    return p < 0.5 ? lower - p : (1.0 - p) - upper;
}

static double gamma_excess(double t, const void *context)
{
    const target *k = context;
    double upper, lower = clg_incomplete_gamma(k->a, exp(t), &upper);

    return from_tails(k->p, lower, upper);
}

static double beta_excess(double t, const void *context)
{
    const target *k = context;
    double x = 1.0 / (1.0 + exp(-t)), y = 1.0 / (1.0 + exp(t)), upper;
    double lower = clg_incomplete_beta(k->a, k->b, x, y, &upper);

    return from_tails(k->p, lower, upper);
}

/* The root of an increasing function, which is about `width` from `start`. */
static double search(clg_function *f, const target *k, double start, double width)
{
    double low = start - 2.0 * width, high = start + 2.0 * width;

    for (double reach = width; f(low, k) > 0.0; reach *= 2.0) {
        high = low;
        low -= reach;
        if (low < -MOST_LOG)
            return -INFINITY;
    }
    for (double reach = width; f(high, k) < 0.0; reach *= 2.0) {
        low = high;
        high += reach;
        if (high > MOST_LOG)
            return INFINITY;
    }
    return clg_root(f, k, low, high);
}

double clg_gamma_quantile(double p, double shape)
{
    target k = {p, shape, 0.0};

    return exp(search(gamma_excess, &k, log(shape), 1.0 / sqrt(shape)));
}

double clg_beta_quantile(double p, double a, double b)
{
    target k = {p, a, b};
    double t = search(beta_excess, &k, log(a / b), sqrt(1.0 / a + 1.0 / b));

    return 1.0 / (1.0 + exp(-t));
}

/* A distribution on whole numbers 0 .. last. */
typedef struct counts {
    double last, mean, sd, a, b;
    double (*probability)(const struct counts *of, double r);
    double (*below)(const struct counts *of, double r); /* P(X <= r), r >= 0 */
} counts;

/* Few steps from the normal guess, each by one probability. */
static double interpolated(const counts *of, double p)
{
    double r = floor(of->mean + of->sd * clg_normal_quantile(p)), below, at;

    r = fmin(fmax(r, 0.0), of->last);
    below = of->below(of, r);
    at = of->probability(of, r);
    while (r > 0.0 && below - at >= p) {
        below -= at;
        at = of->probability(of, --r);
    }
    while (r < of->last && below < p) {
        at = of->probability(of, ++r);
        below += at;
    }
    return r - fmin(fmax((below - p) / at, 0.0), 1.0);
}

static double binomial_probability(const counts *of, double r)
{
    return exp(clg_log_binomial(r, of->last, of->a, 1.0 - of->a));
}

static double binomial_below(const counts *of, double r)
{
    double upper;

    if (r >= of->last)
        return 1.0;
    clg_incomplete_beta(r + 1.0, of->last - r, of->a, 1.0 - of->a, &upper);
    return upper;
}

double clg_binomial_quantile(double p, double n, double share)
{
    counts of = {n,
                 n * share,
                 sqrt(n * share * (1.0 - share)),
                 share,
                 0.0,
                 binomial_probability,
                 binomial_below};

    return interpolated(&of, p);
}

static double poisson_probability(const counts *of, double r)
{
    return exp(clg_log_poisson(r, of->mean));
}

static double poisson_below(const counts *of, double r)
{
    double upper;

    clg_incomplete_gamma(r + 1.0, of->mean, &upper);
    return upper;
}

double clg_poisson_quantile(double p, double mean)
{
    counts of = {INFINITY,     mean, sqrt(mean), 0.0, 0.0, poisson_probability,
                 poisson_below};

    return interpolated(&of, p);
}

static double beta_binomial_probability(const counts *of, double r)
{
    double rest = of->last - r;

    return exp(lgamma(of->last + 1.0) - lgamma(r + 1.0) - lgamma(rest + 1.0) +
               clg_log_rising(of->a, r) + clg_log_rising(of->b, rest) -
               clg_log_rising(of->a + of->b, of->last));
}

static double beta_binomial_below(const counts *of, double r)
{
    double sum = 0.0;

    for (double k = 0.0; k <= r; k++)
        sum += beta_binomial_probability(of, k);
    return sum;
}

double clg_beta_binomial_quantile(double p, double n, double a, double b)
{
    double share = a / (a + b);
    counts of = {n,
                 n * share,
                 sqrt(n * share * (1.0 - share) * (a + b + n) / (a + b + 1.0)),
                 a,
                 b,
                 beta_binomial_probability,
                 beta_binomial_below};

    return interpolated(&of, p);
}
