/* Segmented regression. See segmented.h.
 *
 * Inside, time is in units of the series' length and values are about their mean, so
 * that the normal equations are well conditioned. With AR(1) errors each row, less
 * rho^d times the one before it, is independent of all before (a Markov chain), so that
 * a fit for one rho is a least-squares fit of rows made on the way. */
#include "compare/effects/segmented.h"

#include "base/memory.h"
#include "compare/student.h"

#include <math.h>
#include <string.h>

enum { P = CLG_SEGMENTED_PARTS, GRID = 100, GOLDEN_STEPS = 60 };

static const double least_degrees = 2.0;
static const double most_rho = 0.99, nothing_left = 1e-22,
                    log_two_pi = 1.8378770664093453;

/* The series, and sums of one least-squares fit. */
typedef struct series {
    const double *values;
    uint32_t length, start, count;
    double mean, squares; /* of the observed values; squares about 0 */
} series;

typedef struct solution {
    double inverse[P * P]; /* (X'R^-1 X)^-1 */
    double b[P];
    double rss, log_correlation, log_information; /* log |R|, log |X'R^-1 X| */
} solution;

static void row_of(const series *s, uint32_t t, double *x)
{
    double since = ((double)t - s->start) / s->length;

    x[CLG_SEGMENTED_BASE] = 1.0;
    x[CLG_SEGMENTED_TREND] = since;
    x[CLG_SEGMENTED_LEVEL] = t >= s->start ? 1.0 : 0.0;
    x[CLG_SEGMENTED_SLOPE] = t >= s->start ? since : 0.0;
}

static double dot(const double *a, const double *b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
}

/* A symmetric positive definite matrix of P x P is inverted by Gauss-Jordan in place;
 * returns the logarithm of its determinant. */
static double invert(double *a)
{
    double log_determinant = 0.0;

    for (int k = 0; k < P; k++) {
        double pivot = a[k * P + k];

        log_determinant += log(pivot);
        a[k * P + k] = 1.0;
        for (int j = 0; j < P; j++)
            a[k * P + j] /= pivot;
        for (int i = 0; i < P; i++) {
            double factor = a[i * P + k];
            if (i == k)
                continue;
            a[i * P + k] = 0.0;
            for (int j = 0; j < P; j++)
                a[i * P + j] -= factor * a[k * P + j];
        }
    }
    return log_determinant;
}

/* Calls of next_row() walk through the independent rows. */
typedef struct walk {
    double rho;
    uint32_t t, last; /* the next window; the one observed last */
    bool has_last;
    double x[P], y; /* the row */
    double share;   /* of the variance that is new in it, 1 - rho^2d */
} walk;

static bool next_row(const series *s, walk *w)
{
    double before[P], carried;

    while (w->t < s->length && isnan(s->values[w->t]))
        w->t++;
    if (w->t == s->length)
        return false;
    row_of(s, w->t, w->x);
    w->y = s->values[w->t] - s->mean;
    w->share = 1.0;
    if (w->has_last && w->rho != 0.0) {
        carried = pow(w->rho, w->t - w->last);
        w->share = 1.0 - carried * carried;
        row_of(s, w->last, before);
        for (int i = 0; i < P; i++)
            w->x[i] = (w->x[i] - carried * before[i]) / sqrt(w->share);
        w->y = (w->y - carried * (s->values[w->last] - s->mean)) / sqrt(w->share);
    }
    w->has_last = true;
    w->last = w->t++;
    return true;
}

static solution fit_for(const series *s, double rho)
{
    solution f = {.rss = 0.0};
    double xy[P] = {0};

    for (walk w = {.rho = rho}; next_row(s, &w);) {
        f.log_correlation += log(w.share);
        for (int i = 0; i < P; i++) {
            xy[i] += w.x[i] * w.y;
            for (int j = 0; j < P; j++)
                f.inverse[i * P + j] += w.x[i] * w.x[j];
        }
    }
    f.log_information = invert(f.inverse);
    for (int i = 0; i < P; i++)
        f.b[i] = dot(f.inverse + (ptrdiff_t)i * P, xy);
    for (walk w = {.rho = rho}; next_row(s, &w);) {
        double rest = w.y - dot(w.x, f.b);
        f.rss += rest * rest;
    }
    return f;
}

/* -2 log restricted likelihood, sigma at its best, but for constants. */
static double deviance(const series *s, double rho)
{
    solution f = fit_for(s, rho);

    return (s->count - (double)P) * log(f.rss) + f.log_correlation + f.log_information;
}

/* The best of a grid, then golden section between its neighbours. */
static double best_rho(const series *s)
{
    const double golden = 0.618033988749894848;
    double step = 2.0 * most_rho / GRID, best = -most_rho, least = INFINITY, a, b;

    for (int i = 0; i <= GRID; i++) {
        double rho = -most_rho + i * step, d = deviance(s, rho);
        if (d < least) {
            least = d;
            best = rho;
        }
    }
    a = fmax(best - step, -most_rho);
    b = fmin(best + step, most_rho);
    for (int i = 0; i < GOLDEN_STEPS; i++) {
        double left = b - golden * (b - a), right = a + golden * (b - a);
        if (deviance(s, left) < deviance(s, right))
            b = right;
        else
            a = left;
    }
    return 0.5 * (a + b);
}

static void sandwich(const double *bread, const double *meat, double *out)
{
    double half[P * P];

    for (int i = 0; i < P; i++)
        for (int j = 0; j < P; j++) {
            half[i * P + j] = 0.0;
            for (int k = 0; k < P; k++)
                half[i * P + j] += bread[i * P + k] * meat[k * P + j];
        }
    for (int i = 0; i < P; i++)
        for (int j = 0; j < P; j++)
            out[i * P + j] = dot(half + (ptrdiff_t)i * P, bread + (ptrdiff_t)j * P);
}

/* A row times its residual; false for a missing window. */
static bool score_of(const series *s, const solution *f, uint32_t t, double *score)
{
    double x[P], rest;

    if (isnan(s->values[t]))
        return false;
    row_of(s, t, x);
    rest = s->values[t] - s->mean - dot(x, f->b);
    for (int i = 0; i < P; i++)
        score[i] = x[i] * rest;
    return true;
}

static void newey_west(const series *s, const solution *f, uint32_t lag,
                       double *covariance)
{
    double meat[P * P] = {0}, now[P], then[P];

    for (uint32_t t = 0; t < s->length; t++) {
        if (!score_of(s, f, t, now))
            continue;
        for (uint32_t l = 0; l <= lag && l <= t; l++) {
            double weight = l == 0 ? 0.5 : 1.0 - l / (lag + 1.0);
            if (!score_of(s, f, t - l, then))
                continue;
            for (int i = 0; i < P; i++)
                for (int j = 0; j < P; j++)
                    meat[i * P + j] += weight * (now[i] * then[j] + then[i] * now[j]);
        }
    }
    sandwich(f->inverse, meat, covariance);
}

/* From time in units of the length and values about their mean to the user's. */
static void put_estimates(const series *s, const solution *f, clg_segmented *out)
{
    const double unit[P] = {1.0, s->length, 1.0, s->length};

    for (int i = 0; i < P; i++) {
        out->estimate[i] = f->b[i] / unit[i];
        for (int j = 0; j < P; j++)
            out->covariance[i * P + j] /= unit[i] * unit[j];
    }
    out->estimate[CLG_SEGMENTED_BASE] += s->mean;
}

/* Satterthwaite's degrees. With h half the Hessian of -2 log likelihood by log sigma^2
 * and rho, var(log v) is the quadratic form of h^-1 with (1, d log v / d rho). */
static void put_degrees(const series *s, const solution *f, clg_segmented *out)
{
    const double step = 1e-3;
    solution up = fit_for(s, out->rho + step), down = fit_for(s, out->rho - step);
    double variance = out->sigma * out->sigma, df = s->count - (double)P;
    double cross = -(up.rss - down.rss) / (2.0 * step) / variance;
    double curvature =
        ((up.rss - 2.0 * f->rss + down.rss) / variance + up.log_correlation -
         2.0 * f->log_correlation + down.log_correlation + up.log_information -
         2.0 * f->log_information + down.log_information) /
        (step * step);

    for (int i = 0; i < P; i++) {
        int at = i * P + i;
        double slope = log(up.inverse[at] / down.inverse[at]) / (2.0 * step);
        double degrees = (df * curvature - cross * cross) /
                         (curvature - 2.0 * cross * slope + df * slope * slope);
        bool is_peak = curvature > 0.0 && df * curvature > cross * cross;
        out->df[i] = is_peak ? fmin(fmax(degrees, least_degrees), df) : least_degrees;
    }
}

static void put_intervals(clg_segmented *out)
{
    for (int i = 0; i < P; i++) {
        double reach = clg_t_quantile(0.975, out->df[i]);
        out->error[i] = sqrt(out->covariance[i * P + i]);
        out->low[i] = out->estimate[i] - reach * out->error[i];
        out->high[i] = out->estimate[i] + reach * out->error[i];
        out->p[i] = clg_t_tails(out->estimate[i] / out->error[i], out->df[i]);
    }
}

static void fit_ar1(const series *s, clg_segmented *out)
{
    double df = s->count - (double)P, variance, rho = best_rho(s);
    solution f = fit_for(s, rho);

    variance = f.rss / df;
    out->rho = rho;
    out->is_at_bound = fabs(rho) > most_rho - 1e-6;
    out->sigma = sqrt(variance);
    /* Two of the four columns are in units of the length. */
    out->loglik = -0.5 * (df * (log_two_pi + log(variance) + 1.0) + f.log_correlation +
                          f.log_information + 4.0 * log(s->length));
    for (int i = 0; i < P * P; i++)
        out->covariance[i] = variance * f.inverse[i];
    put_degrees(s, &f, out);
    put_estimates(s, &f, out);
}

static void fit_newey_west(const series *s, const solution *ols, clg_segmented *out)
{
    out->lag = (uint32_t)floor(4.0 * pow(s->count / 100.0, 2.0 / 9.0));
    out->sigma = sqrt(ols->rss / (s->count - (double)P));
    for (int i = 0; i < P; i++)
        out->df[i] = s->count - (double)P;
    newey_west(s, ols, out->lag, out->covariance);
    put_estimates(s, ols, out);
}

static series series_of(const double *values, uint32_t length, uint32_t start,
                        clg_segmented *out)
{
    series s = {.values = values, .length = length, .start = start};

    for (uint32_t t = 0; t < length; t++) {
        if (isnan(values[t]))
            continue;
        s.mean += values[t];
        s.squares += values[t] * values[t];
        if (t < start)
            out->before++;
        else
            out->after++;
    }
    s.count = out->before + out->after;
    s.mean /= fmax(s.count, 1.0);
    return s;
}

static clg_segmented unknown(void)
{
    clg_segmented out = {.rho = NAN, .sigma = NAN, .loglik = NAN};

    for (int i = 0; i < P; i++)
        out.estimate[i] = out.error[i] = out.low[i] = out.high[i] = out.p[i] =
            out.df[i] = NAN;
    for (int i = 0; i < P * P; i++)
        out.covariance[i] = NAN;
    return out;
}

clg_segmented clg_segmented_fit(const double *values, uint32_t length, uint32_t start,
                                clg_segmented_method method)
{
    clg_segmented out = unknown();
    series s = series_of(values, length, start, &out);
    solution ols;

    out.status = CLG_VALUE_TOO_SMALL;
    if (out.before < CLG_SEGMENTED_LEAST || out.after < CLG_SEGMENTED_LEAST)
        return out;
    ols = fit_for(&s, 0.0);
    out.status = CLG_VALUE_DEGENERATE;
    if (!(ols.rss > nothing_left * s.squares)) {
        put_estimates(&s, &ols, &out);
        return out;
    }
    out.status = CLG_VALUE_OK;
    if (method == CLG_SEGMENTED_AR1)
        fit_ar1(&s, &out);
    else
        fit_newey_west(&s, &ols, &out);
    put_intervals(&out);
    return out;
}

double clg_segmented_effect(const clg_segmented *fit, double windows, double *error)
{
    const double *c = fit->covariance;
    int level = CLG_SEGMENTED_LEVEL, slope = CLG_SEGMENTED_SLOPE;

    *error = sqrt(c[level * P + level] + 2.0 * windows * c[level * P + slope] +
                  windows * windows * c[slope * P + slope]);
    return fit->estimate[level] + windows * fit->estimate[slope];
}

clg_status clg_segmented_pool(const clg_segmented *fits, uint32_t count,
                              clg_segmented_part part, clg_tau2_rule rule,
                              clg_pool *pool, clg_posterior *schools, clg_error *err)
{
    double *y = clg_array_new(count, sizeof *y, err), *v = NULL;
    clg_status status = CLG_ERROR_MEMORY;

    if (y != NULL)
        v = clg_array_new(count, sizeof *v, err);
    if (v != NULL) {
        for (uint32_t s = 0; s < count; s++) {
            y[s] = fits[s].estimate[part];
            v[s] = fits[s].error[part] * fits[s].error[part];
        }
        status = clg_pool_normal(y, v, count, rule, pool, schools, err);
    }
    clg_free(y);
    clg_free(v);
    return status;
}
