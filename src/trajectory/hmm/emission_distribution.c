/* Distribution functions, their inverses, and random draws. */
#include "trajectory/hmm/emission_part.h"

#include <math.h>

/* Sums of probabilities reach this in spite of rounding. */
#define LARGEST_INSIDE (1.0 - 0x1p-50)

enum { MOST_STEPS = 400 };

/* Functions here return P(X <= x) and set *above = P(X > x), so that neither tail is
 * lost. */
static double poisson(double m, double x, double *above)
{
    *above = x < 0.0 ? 1.0 : 0.0;
    if (x < 0.0 || m <= 0.0)
        return 1.0 - *above;
    {
        double below = 0.0, lower = clg_incomplete_gamma(x + 1.0, m, &below);
        *above = lower;
        return below;
    }
}

static double negbin(double m, double s, double x, double *above)
{
    if (s > CLG_POISSON_SIZE || m <= 0.0 || x < 0.0)
        return poisson(m, x, above);
    return clg_incomplete_beta(s, x + 1.0, s / (s + m), m / (s + m), above);
}

static double binomial(double p, double x, double n, double *above)
{
    *above = x < 0.0 ? 1.0 : 0.0;
    if (x < 0.0 || x >= n)
        return 1.0 - *above;
    return clg_incomplete_beta(n - x, x + 1.0, 1.0 - p, p, above);
}

static double gamma_below(const double *theta, double x, double *above)
{
    *above = 1.0;
    return x > 0.0 ? clg_incomplete_gamma(theta[1], theta[1] * x / theta[0], above)
                   : 0.0;
}

/* The sum over the shorter side. */
static double betabinomial(const double *theta, double x, double n, double *above)
{
    bool is_low = 2.0 * x < n;
    double sum = 0.0, from = is_low ? 0.0 : x + 1.0, to = is_low ? x : n;

    for (double v = from; v <= to; v++)
        sum += exp(clg_emission_log_density(CLG_FAMILY_BETABINOMIAL, theta, v, n));
    sum = fmin(sum, 1.0);
    *above = is_low ? 1.0 - sum : sum;
    return is_low ? sum : 1.0 - sum;
}

static double categorical(const double *theta, double x)
{
    double sum = 0.0;

    for (int c = 1; c <= CLG_THETA && c <= x; c++)
        sum += theta[c - 1];
    return fmin(sum, 1.0);
}

/* From P(X > x) and log P(0) before truncation; at mean 0 all values are 1. */
static double hurdle(double zero, double x, double above, double at_zero)
{
    double positive = -expm1(at_zero);

    if (x < 0.0)
        return 0.0;
    if (x < 1.0 && isfinite(at_zero))
        return zero;
    return zero + (1.0 - zero) * (1.0 - (positive > 0.0 ? above / positive : 0.0));
}

static double below_or_at(clg_family family, const double *theta, double x, double e)
{
    double m = e * theta[0], above = 0.0;

    switch (family) {
    case CLG_FAMILY_NORMAL: return clg_normal_below((x - theta[0]) / sqrt(theta[1]));
    case CLG_FAMILY_POISSON: return poisson(m, x, &above);
    case CLG_FAMILY_NEGBIN: return negbin(m, theta[1], x, &above);
    case CLG_FAMILY_GAMMA: return gamma_below(theta, x, &above);
    case CLG_FAMILY_BINOMIAL: return binomial(theta[0], x, e, &above);
    case CLG_FAMILY_BETABINOMIAL: return betabinomial(theta, x, e, &above);
    case CLG_FAMILY_CATEGORICAL: return categorical(theta, x);
    case CLG_FAMILY_HURDLE_POISSON:
        poisson(m, x, &above);
        return hurdle(theta[1], x, above, -m);
    case CLG_FAMILY_HURDLE_NEGBIN:
        negbin(m, theta[1], x, &above);
        return hurdle(theta[2], x, above, -theta[1] * log1p(m / theta[1]));
    case CLG_FAMILY_HURDLE_GAMMA:
        gamma_below(theta, x, &above);
        return hurdle(theta[2], x, above, -INFINITY);
    default: return 0.0;
    }
}

static bool is_continuous(clg_family family)
{
    return family == CLG_FAMILY_NORMAL || family == CLG_FAMILY_GAMMA ||
           family == CLG_FAMILY_HURDLE_GAMMA;
}

double clg_emission_distribution(clg_family family, const double *theta, double x,
                                 double e, double *below)
{
    double at = below_or_at(family, theta, x, e);

    if (!is_continuous(family))
        *below = x < 1.0 ? 0.0
                         : fmax(at - exp(clg_emission_log_density(family, theta, x, e)),
                                0.0);
    else
        *below = family == CLG_FAMILY_HURDLE_GAMMA && x == 0.0 ? 0.0 : at;
    return at;
}

typedef struct mixture {
    clg_family family;
    const double *theta; /* [k * CLG_THETA] */
    const double *weight;
    uint32_t states;
    double e, total; /* of the weights */
    double least;    /* weights below change nothing */
} mixture;

static double mixture_below(const mixture *m, double x)
{
    double sum = 0.0;

    for (uint32_t k = 0; k < m->states; k++)
        if (m->weight[k] > m->least)
            sum += m->weight[k] *
                   below_or_at(m->family, m->theta + k * CLG_THETA, x, m->e);
    return sum / m->total;
}

static double mixture_density(const mixture *m, double x)
{
    double sum = 0.0;

    for (uint32_t k = 0; k < m->states; k++)
        if (m->weight[k] > m->least)
            sum += m->weight[k] * exp(clg_emission_log_density(
                                      m->family, m->theta + k * CLG_THETA, x, m->e));
    return sum / m->total;
}

/* Where to look: the mean, and a spread that is not 0. */
static void locate(const mixture *m, double *mean, double *spread)
{
    double square = 0.0;

    *mean = 0.0;
    for (uint32_t k = 0; k < m->states; k++)
        *mean += m->weight[k] / m->total *
                 clg_emission_mean(m->family, m->theta + k * CLG_THETA, m->e);
    for (uint32_t k = 0; k < m->states; k++) {
        double off =
            clg_emission_mean(m->family, m->theta + k * CLG_THETA, m->e) - *mean;
        square += m->weight[k] / m->total *
                  (off * off +
                   clg_emission_variance(m->family, m->theta + k * CLG_THETA, m->e));
    }
    *spread = sqrt(square) + 1e-14 * fabs(*mean) + 1e-300;
}

static double last_value(const mixture *m)
{
    switch (m->family) {
    case CLG_FAMILY_BINOMIAL:
    case CLG_FAMILY_BETABINOMIAL: return m->e;
    case CLG_FAMILY_CATEGORICAL: return CLG_THETA;
    default: return INFINITY;
    }
}

static double count_quantile(const mixture *m, double p)
{
    double low = m->family == CLG_FAMILY_CATEGORICAL ? 0.0 : -1.0;
    double last = last_value(m), mean, spread, high;

    if (p <= 0.0)
        return low + 1.0;
    if (p >= 1.0)
        return last;
    locate(m, &mean, &spread);
    high = fmin(last, ceil(mean + spread) + 1.0);
    while (high < fmin(last, 0x1p52) && mixture_below(m, high) < p) {
        low = high;
        high = fmin(last, 2.0 * high + 1.0);
    }
    while (high - low > 1.0) {
        double middle = floor(0.5 * (low + high));
        if (mixture_below(m, middle) < p)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* Newton's method from x, held in a bracket by bisection. A step of 1e-8 of x, or of
 * `unit` where x may be 0 by chance, leaves an error of its square. */
static double solve(const mixture *m, double low, double high, double x, double unit,
                    double p)
{
    for (int step = 0; step < MOST_STEPS; step++) {
        double excess = mixture_below(m, x) - p, next;
        bool is_newton;
        if (excess < 0.0)
            low = x;
        else
            high = x;
        next = x - excess / mixture_density(m, x);
        is_newton = next > low && next < high;
        next = is_newton ? next : 0.5 * (low + high);
        if (fabs(next - x) <= (is_newton ? 1e-8 : 1e-15) * (fabs(x) + unit))
            return next;
        x = next;
    }
    return x;
}

static double continuous_quantile(const mixture *m, double p)
{
    bool is_positive = m->family != CLG_FAMILY_NORMAL;
    double mean, spread, low, high, guess;

    if (p >= 1.0)
        return INFINITY;
    if (is_positive && p <= mixture_below(m, 0.0))
        return 0.0;
    if (p <= 0.0)
        return -INFINITY;
    locate(m, &mean, &spread);
    guess = mean + spread * clg_normal_quantile(p);
    low = is_positive ? 0.0 : fmin(guess, mean) - spread;
    high = fmax(guess, mean) + spread;
    for (double reach = spread; mixture_below(m, low) > p; reach *= 2.0)
        low -= reach;
    for (double reach = spread; mixture_below(m, high) < p; reach *= 2.0)
        high += reach;
    guess = guess > low ? guess : 0.5 * (low + high);
    return solve(m, low, high, guess, is_positive ? 0.0 : spread, p);
}

double clg_emission_quantile(clg_family family, const double *theta,
                             const double *weight, uint32_t states, double p, double e)
{
    mixture m = {family, theta, weight, states, e, 0.0, 0.0};

    for (uint32_t k = 0; k < states; k++)
        m.total += weight[k];
    if (p < 1.0)
        p = fmin(p, LARGEST_INSIDE);
    m.least = 1e-18 * fmin(p, 1.0 - p) * m.total;
    return is_continuous(family) ? continuous_quantile(&m, p) : count_quantile(&m, p);
}

double clg_emission_draw(clg_family family, const double *theta, double e,
                         clg_random *random)
{
    const double one = 1.0;
    double uniform = fmax(clg_random_uniform(random), 0x1p-54);

    if (family == CLG_FAMILY_NORMAL)
        return theta[0] + sqrt(theta[1]) * clg_normal_quantile(uniform);
    return clg_emission_quantile(family, theta, &one, 1, uniform, e);
}
