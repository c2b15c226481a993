/* Logistic growth with a random asymptote. See growth_model.h.
 *
 * Given m and s the model is linear: with g the sigmoid at a school's times, l = tau /
 * sigma and c = 1 + l^2 g'g,
 *
 *     -2 log L = N log(2 pi q / N) + N + sum log c,
 *     q = sum r'r - l^2 (g'r)^2 / c,   r = y - A g,   A = sum (g'y / c) / sum (g'g /
 * c).
 *
 * Lindstrom and Bates take m and s where q is least at a given l, and l where L is
 * greatest at given m and s; both at once is a fixed point of the two. Time runs from 0
 * to 1 inside. */
#include "trajectory/curve/growth_model.h"

#include "base/fail.h"
#include "base/memory.h"
#include "trajectory/curve/least_squares.h"
#include "trajectory/curve/minimise.h"
#include "trajectory/curve/rise_decline.h"

#include <math.h>
#include <string.h>

enum { STARTS = 3, LEAST_ROWS = 5, POOLED_ITERATIONS = 500, MOST_ROUNDS = 100 };

static const double tolerance = 1e-8, same_place = 1e-10;

typedef struct problem {
    uint32_t count;
    const size_t *first; /* [s] of the observed rows */
    const double *t, *y; /* [row] t from 0 to 1 */
    double rows, low, span;
    double asymptote, q; /* at the last evaluation */
    bool is_penalised;   /* N log q alone, without log c */
} problem;

/* Sums over a school's rows: of the sigmoid g and of its derivatives by m, log s. */
typedef struct school {
    double gg, gy, yy, gd[2], yd[2];
} school;

static school sums_of(const problem *of, uint32_t s, const double *x)
{
    const double shape[3] = {1.0, x[0], x[1]};
    school own = {.gg = 0.0};

    for (size_t row = of->first[s]; row < of->first[s + 1]; row++) {
        double d[3], y = of->y[row], g = clg_logistic(shape, of->t[row], d);
        own.gg += g * g;
        own.gy += g * y;
        own.yy += y * y;
        for (int k = 0; k < 2; k++) {
            own.gd[k] += g * d[1 + k];
            own.yd[k] += y * d[1 + k];
        }
    }
    return own;
}

/* x: m, log s, l. */
static double evaluate(void *payload, const double *x, double *gradient)
{
    problem *of = payload;
    double l = x[2], top = 0.0, bottom = 0.0, determinant = 0.0, slope_q[3] = {0.0},
           slope_c[3] = {0.0};

    for (uint32_t s = 0; s < of->count; s++) {
        school own = sums_of(of, s, x);
        double c = 1.0 + l * l * own.gg;
        top += own.gy / c;
        bottom += own.gg / c;
        determinant += log(c);
    }
    of->asymptote = top / bottom;
    of->q = 0.0;
    for (uint32_t s = 0; s < of->count; s++) {
        school own = sums_of(of, s, x);
        double a = of->asymptote, c = 1.0 + l * l * own.gg, gr = own.gy - a * own.gg,
               share = l * l * gr / c;
        of->q += own.yy - a * (own.gy + gr) - share * gr;
        for (int k = 0; k < 2; k++) {
            double rd = own.yd[k] - a * own.gd[k];
            slope_q[k] += -2.0 * a * rd - 2.0 * share * (rd - a * own.gd[k]) +
                          2.0 * share * share * own.gd[k];
            slope_c[k] += 2.0 * l * l * own.gd[k] / c;
        }
        slope_q[2] -= 2.0 * l * gr * gr / (c * c);
        slope_c[2] += 2.0 * l * own.gg / c;
    }
    if (!(of->q > 0.0))
        return (double)INFINITY;
    for (int k = 0; k < 3; k++)
        gradient[k] =
            of->rows / of->q * slope_q[k] + (of->is_penalised ? 0.0 : slope_c[k]);
    if (of->is_penalised)
        determinant = 0.0;
    return of->rows * log(2.0 * acos(-1.0) * of->q / of->rows) + of->rows + determinant;
}

/* Least squares over all rows, from a middle early, half-way and late. */
static clg_least_squares fit_pooled(const problem *of)
{
    clg_least_squares best = {.rss = (double)NAN};
    uint32_t n = (uint32_t)of->rows;

    for (int k = 0; k < STARTS; k++) {
        clg_least_squares fit = {.parameter_count = 3,
                                 .parameter = {1.0, 0.25 * (k + 1), log(0.2)}};
        double square = 0.0, product = 0.0;
        for (uint32_t i = 0; i < n; i++) {
            double unused[3], g = clg_logistic(fit.parameter, of->t[i], unused);
            square += g * g;
            product += g * of->y[i];
        }
        fit.parameter[0] = product / square;
        for (int p = 0; p < 3; p++) {
            fit.lower[p] = p == 0 ? -(double)INFINITY : p == 1 ? -3.0 : -5.0;
            fit.upper[p] = p == 0 ? (double)INFINITY : p == 1 ? 4.0 : 3.0;
        }
        clg_least_squares_fit(&fit, clg_logistic, of->t, of->y, n, POOLED_ITERATIONS);
        if (!(fit.rss >= best.rss))
            best = fit;
    }
    return best;
}

/* Observed rows closed up, time from 0 to 1. */
static clg_status gather(const clg_series *series, problem *of, size_t *first,
                         double *t, double *y, clg_error *err)
{
    double low = (double)INFINITY, high = -(double)INFINITY;
    size_t n = 0;

    for (uint32_t s = 0; s < series->school_count; s++) {
        for (size_t row = series->first[s]; row < series->first[s + 1]; row++) {
            if (isnan(series->y[row]))
                continue;
            if (!isfinite(series->t[row]) || !isfinite(series->y[row]))
                return clg_fail(err, CLG_ERROR_ARGUMENT,
                                "row %zu is %g at time %g, expected finite numbers",
                                row, series->y[row], series->t[row]);
            low = fmin(low, series->t[row]);
            high = fmax(high, series->t[row]);
            t[n] = series->t[row];
            y[n++] = series->y[row];
        }
        first[s + 1] = n;
    }
    of->count = series->school_count;
    of->first = first;
    of->t = t;
    of->y = y;
    of->rows = (double)n;
    of->low = low;
    of->span = high - low;
    for (size_t row = 0; row < n; row++)
        t[row] = (t[row] - low) / of->span;
    return CLG_OK;
}

static void fill_nothing(clg_logistic_growth *growth, uint32_t count, double *effects)
{
    growth->asymptote = growth->middle = growth->scale = growth->tau = growth->sigma =
        growth->loglik = growth->pooled_rss = growth->pooled_loglik = (double)NAN;
    for (int k = 0; k < 3; k++)
        growth->pooled[k] = (double)NAN;
    for (uint32_t s = 0; effects != NULL && s < count; s++)
        effects[s] = (double)NAN;
}

static const double lowest[3] = {-3.0, -5.0, 0.0}, highest[3] = {4.0, 3.0, 1e8};

/* The minimum over l alone, or over m and s alone. */
static bool minimise_part(problem *of, bool is_spread, double *x)
{
    double lower[3], upper[3];

    for (int k = 0; k < 3; k++) {
        bool is_free = (k == 2) == is_spread;
        lower[k] = is_free ? lowest[k] : x[k];
        upper[k] = is_free ? highest[k] : x[k];
    }
    of->is_penalised = !is_spread;
    return clg_minimise(evaluate, of, 3, lower, upper, tolerance, x).is_converged;
}

static bool alternate(problem *of, double *x)
{
    bool is_converged = false, is_found = true;

    for (int round = 0; round < MOST_ROUNDS && is_found && !is_converged; round++) {
        double before[3], moved = 0.0;
        memcpy(before, x, sizeof before);
        is_found = minimise_part(of, false, x) && minimise_part(of, true, x);
        for (int k = 0; k < 3; k++)
            moved = fmax(moved, fabs(x[k] - before[k]) / (1.0 + fabs(x[k])));
        is_converged = is_found && moved < same_place;
    }
    return is_converged;
}

static void fit(problem *of, bool is_exact, clg_logistic_growth *growth,
                double *effects)
{
    clg_least_squares pooled = fit_pooled(of);
    double x[3] = {pooled.parameter[1], pooled.parameter[2], 1.0}, unused[3],
           n = of->rows;
    bool is_converged =
        is_exact
            ? clg_minimise(evaluate, of, 3, lowest, highest, tolerance, x).is_converged
            : alternate(of, x);

    of->is_penalised = false;
    growth->loglik = -0.5 * evaluate(of, x, unused);
    growth->asymptote = of->asymptote;
    growth->middle = of->low + of->span * x[0];
    growth->scale = of->span * exp(x[1]);
    growth->sigma = sqrt(of->q / n);
    growth->tau = x[2] * growth->sigma;
    growth->pooled[0] = pooled.parameter[0];
    growth->pooled[1] = of->low + of->span * pooled.parameter[1];
    growth->pooled[2] = of->span * exp(pooled.parameter[2]);
    growth->pooled_rss = pooled.rss;
    growth->pooled_loglik = -0.5 * n * (log(2.0 * acos(-1.0) * pooled.rss / n) + 1.0);
    if (!is_converged || !pooled.is_converged)
        growth->status = CLG_VALUE_NOT_CONVERGED;
    for (uint32_t s = 0; effects != NULL && s < of->count; s++) {
        school own = sums_of(of, s, x);
        effects[s] = x[2] * x[2] * (own.gy - of->asymptote * own.gg) /
                     (1.0 + x[2] * x[2] * own.gg);
    }
}

/* Whether random effects can be told from error, and there is anything to explain. */
static clg_value_status judge(const problem *of, clg_logistic_growth *growth)
{
    bool has_two = false, is_constant = true;

    for (uint32_t s = 0; s < of->count; s++) {
        growth->used_schools += of->first[s + 1] > of->first[s];
        has_two = has_two || of->first[s + 1] > of->first[s] + 1;
    }
    growth->used_rows = (size_t)of->rows;
    for (size_t row = 1; row < growth->used_rows; row++)
        is_constant = is_constant && of->y[row] == of->y[0];
    if (growth->used_schools < 2 || !has_two || of->rows < LEAST_ROWS ||
        !(of->span > 0.0))
        return CLG_VALUE_TOO_SMALL;
    return is_constant ? CLG_VALUE_DEGENERATE : CLG_VALUE_OK;
}

clg_status clg_logistic_growth_fit(const clg_series *series, bool is_exact,
                                   clg_logistic_growth *growth, double *effects,
                                   clg_error *err)
{
    size_t rows = clg_series_rows(series);
    size_t *first = clg_array_new((size_t)series->school_count + 1, sizeof *first, err);
    double *t = clg_array_new(rows, sizeof *t, err);
    double *y = clg_array_new(rows, sizeof *y, err);
    clg_status status = CLG_ERROR_MEMORY;
    problem of = {.count = 0};

    memset(growth, 0, sizeof *growth);
    if (first == NULL || t == NULL || y == NULL)
        goto cleanup;
    status = gather(series, &of, first, t, y, err);
    if (status != CLG_OK)
        goto cleanup;
    growth->status = judge(&of, growth);
    if (growth->status == CLG_VALUE_OK)
        fit(&of, is_exact, growth, effects);
    else
        fill_nothing(growth, of.count, effects);

cleanup:
    clg_free(first);
    clg_free(t);
    clg_free(y);
    return status;
}
