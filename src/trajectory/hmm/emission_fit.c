/* Weighted maximum likelihood: what has a closed form, and gamma's one equation. */
#include "trajectory/hmm/emission_part.h"

#include <float.h>
#include <math.h>

/* Weighted sums over the values above a hurdle, or over all. */
typedef struct sums {
    double n, x, e, log_x, zeros;
} sums;

static double exposure_of(const clg_weighted_values *values, size_t i)
{
    return values->e != NULL ? values->e[i] : 1.0;
}

static sums sum_of(const clg_weighted_values *values, bool has_logs)
{
    sums s = {0.0, 0.0, 0.0, 0.0, 0.0};

    for (size_t i = 0; i < values->count; i++) {
        double w = values->weight[i], x = values->x[i];
        s.n += w;
        s.x += w * x;
        s.e += w * exposure_of(values, i);
        s.zeros += x == 0.0 ? w : 0.0;
        if (has_logs && x > 0.0)
            s.log_x += w * log(x);
    }
    return s;
}

/* Residuals from the current mean, so that nothing cancels. */
static void maximise_normal(const clg_weighted_values *values, double *theta)
{
    double n = 0.0, first = 0.0, second = 0.0, shift;

    for (size_t i = 0; i < values->count; i++) {
        double w = values->weight[i], r = values->x[i] - theta[0];
        n += w;
        first += w * r;
        second += w * r * r;
    }
    shift = first / n;
    theta[0] += shift;
    theta[1] = fmax(second / n - shift * shift, DBL_MIN);
}

static void maximise_categorical(const clg_weighted_values *values, double n,
                                 double *theta)
{
    for (int c = 0; c < CLG_THETA; c++)
        theta[c] = 0.0;
    for (size_t i = 0; i < values->count; i++)
        theta[(int)values->x[i] - 1] += values->weight[i];
    for (int c = 0; c < CLG_THETA; c++)
        theta[c] /= n;
}

/* Newton on 1 / a (Minka 2002): log a - psi(a) = log mean - mean of log, from the
 * approximation of its solution that is good to 1.5 per cent. */
static double shape_of(double gap)
{
    double a =
        (3.0 - gap + sqrt((gap - 3.0) * (gap - 3.0) + 24.0 * gap)) / (12.0 * gap);

    for (int step = 0; step < 20; step++) {
        double derivative, excess = clg_log_minus_digamma(a, &derivative) - gap;
        double next = 1.0 / (1.0 / a + excess / (a * a * derivative));
        bool is_close = fabs(next - a) <= 1e-12 * a;
        a = next;
        if (is_close)
            break;
    }
    return a;
}

void clg_gamma_maximise(double n, double sum, double log_sum, double *theta)
{
    double gap;

    if (!(n > 0.0))
        return;
    theta[0] = sum / n;
    gap = log(theta[0]) - log_sum / n;
    theta[1] = 2.0 * gap * CLG_LARGEST_SHAPE > 1.0
                   ? fmin(shape_of(gap), CLG_LARGEST_SHAPE)
                   : CLG_LARGEST_SHAPE;
}

/* All weights above zero count in the first part, values above zero in the second. */
static void maximise_hurdle(clg_family family, const clg_weighted_values *values,
                            const sums *s, double *theta)
{
    int zero = family == CLG_FAMILY_HURDLE_POISSON ? 1 : 2;

    theta[zero] = s->zeros / s->n;
    if (!(s->n > s->zeros) || !(s->x > 0.0))
        return;
    if (family == CLG_FAMILY_HURDLE_POISSON)
        clg_truncated_poisson_maximise(values, theta);
    else if (family == CLG_FAMILY_HURDLE_NEGBIN)
        clg_negbin_maximise(values, true, theta);
    else
        clg_gamma_maximise(s->n - s->zeros, s->x, s->log_x, theta);
}

void clg_emission_maximise(clg_family family, const clg_weighted_values *values,
                           double *theta)
{
    sums s =
        sum_of(values, family == CLG_FAMILY_GAMMA || family == CLG_FAMILY_HURDLE_GAMMA);

    if (!(s.n > 0.0))
        return;
    switch (family) {
    case CLG_FAMILY_NORMAL: maximise_normal(values, theta); break;
    case CLG_FAMILY_POISSON: theta[0] = s.x / s.e; break;
    case CLG_FAMILY_BINOMIAL: theta[0] = fmin(s.x / s.e, 1.0); break;
    case CLG_FAMILY_GAMMA: clg_gamma_maximise(s.n, s.x, s.log_x, theta); break;
    case CLG_FAMILY_CATEGORICAL: maximise_categorical(values, s.n, theta); break;
    case CLG_FAMILY_NEGBIN:
        if (s.x > 0.0)
            clg_negbin_maximise(values, false, theta);
        else
            theta[0] = 0.0;
        break;
    case CLG_FAMILY_BETABINOMIAL: clg_betabinomial_maximise(values, theta); break;
    default: maximise_hurdle(family, values, &s, theta); break;
    }
}
