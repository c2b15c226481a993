#include "compare/shrinkage.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/special.h"
#include "compare/root.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>

#define NORMAL_95 1.95996398454005423552

/* Points of the grid that finds the highest of several maxima of a likelihood. */
enum { GRID = 48 };

/* The schools that have an estimate, y about its middle so that no digits are lost. */
typedef struct sample {
    double *y, *v;
    uint32_t count;
    double middle;
    bool is_restricted; /* of the likelihood */
} sample;

/* Sums over schools for one tau2, W = 1/(v + tau2). */
typedef struct sums {
    double mean, w, w2; /* mu, sum W, sum W^2 */
    double wd2, w2d2;   /* sum W (y - mu)^2, sum W^2 (y - mu)^2 */
} sums;

static sums sums_of(const sample *s, double tau2)
{
    sums all = {0};
    double wy = 0.0;

    for (uint32_t i = 0; i < s->count; i++) {
        double w = 1.0 / (s->v[i] + tau2);
        all.w += w;
        all.w2 += w * w;
        wy += w * s->y[i];
    }
    all.mean = wy / all.w;
    for (uint32_t i = 0; i < s->count; i++) {
        double w = 1.0 / (s->v[i] + tau2), d = s->y[i] - all.mean;
        all.wd2 += w * d * d;
        all.w2d2 += w * w * d * d;
    }
    return all;
}

static clg_status check(const double *y, const double *v, uint32_t count,
                        clg_error *err)
{
    for (uint32_t i = 0; i < count; i++) {
        if (isnan(y[i]) || isnan(v[i]))
            continue;
        if (isinf(y[i]))
            return clg_fail(err, CLG_ERROR_ARGUMENT, "estimate %u is infinite", i);
        if (!(v[i] > 0.0) || isinf(v[i]))
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "estimate %u has variance %g, expected a finite number "
                            "above 0",
                            i, v[i]);
    }
    return CLG_OK;
}

static clg_status take_sample(const double *y, const double *v, uint32_t count,
                              sample *s, clg_error *err)
{
    s->y = clg_array_new(count, sizeof *s->y, err);
    s->v = clg_array_new(count, sizeof *s->v, err);
    if (s->y == NULL || s->v == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t i = 0; i < count; i++)
        if (!isnan(y[i]) && !isnan(v[i])) {
            s->y[s->count] = y[i];
            s->v[s->count++] = v[i];
        }
    for (uint32_t i = 0; i < s->count; i++)
        s->middle += s->y[i] / s->count;
    for (uint32_t i = 0; i < s->count; i++)
        s->y[i] -= s->middle;
    return CLG_OK;
}

/* sum (y - mean)^2 / (n - 1) */
static double variance_of(const sample *s)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < s->count; i++)
        sum += s->y[i] * s->y[i];
    return sum / (s->count - 1.0);
}

static double hedges_olkin(const sample *s)
{
    double typical = 0.0;

    for (uint32_t i = 0; i < s->count; i++)
        typical += s->v[i] / s->count;
    return fmax(0.0, variance_of(s) - typical);
}

static double dersimonian_laird(const sample *s)
{
    sums at = sums_of(s, 0.0);

    return fmax(0.0, (at.wd2 - (s->count - 1.0)) / (at.w - at.w2 / at.w));
}

static double excess(double tau2, const void *context)
{
    const sample *s = context;

    return sums_of(s, tau2).wd2 - (s->count - 1.0);
}

/* 2 (d / d tau2) of the log likelihood */
static double score(double tau2, const void *context)
{
    const sample *s = context;
    sums at = sums_of(s, tau2);

    return at.w2d2 - at.w + (s->is_restricted ? at.w2 / at.w : 0.0);
}

static double twice_loglik(const sample *s, double tau2)
{
    sums at = sums_of(s, tau2);
    double sum = s->is_restricted ? -log(at.w) : 0.0;

    for (uint32_t i = 0; i < s->count; i++)
        sum -= log(s->v[i] + tau2);
    return sum - at.wd2;
}

/* No root of f is beyond: f is below 0 from here on. */
static double upper_end(clg_function *f, const sample *s)
{
    double high = 10.0 * variance_of(s) + DBL_MIN;

    while (f(high, s) > 0.0)
        high *= 2.0;
    return high;
}

static double paule_mandel(const sample *s)
{
    if (excess(0.0, s) <= 0.0)
        return 0.0;
    return clg_root(excess, s, 0.0, upper_end(excess, s));
}

/* Point k of a grid from 0 to the end, finer towards 0. */
static double grid_point(double end, int k)
{
    double share = (double)k / GRID;

    return end * share * share * share;
}

/* A likelihood may have several maxima. The highest is beside the best of a grid: 0, or
 * a root of the score. */
static double most_likely(const sample *s)
{
    double end = upper_end(score, s), best = -INFINITY, point;
    int at = 0;

    for (int k = 0; k <= GRID; k++) {
        double value = twice_loglik(s, grid_point(end, k));
        if (value > best) {
            best = value;
            at = k;
        }
    }
    point = grid_point(end, at);
    if (score(point, s) > 0.0)
        return clg_root(score, s, point, grid_point(end, at + 1));
    return at == 0 ? 0.0 : clg_root(score, s, grid_point(end, at - 1), point);
}

static double spread_by(const sample *s, clg_tau2_rule rule)
{
    if (s->count < 2 || !(variance_of(s) > 0.0))
        return 0.0;
    switch (rule) {
    case CLG_TAU2_DL: return dersimonian_laird(s);
    case CLG_TAU2_HE: return hedges_olkin(s);
    case CLG_TAU2_REML:
    case CLG_TAU2_ML: return most_likely(s);
    case CLG_TAU2_PM: break;
    }
    return paule_mandel(s);
}

static clg_pool_status status_of(uint32_t count, double tau2)
{
    if (count < 2)
        return count == 0 ? CLG_POOL_EMPTY : CLG_POOL_SINGLE;
    return tau2 > 0.0 ? CLG_POOL_OK : CLG_POOL_HOMOGENEOUS;
}

static void add_heterogeneity(const sample *s, clg_pool *pool)
{
    double n = s->count, typical;
    sums plain = sums_of(s, 0.0);

    typical = (n - 1.0) / (plain.w - plain.w2 / plain.w);
    pool->q = plain.wd2;
    clg_incomplete_gamma((n - 1.0) / 2.0, pool->q / 2.0, &pool->q_p);
    pool->i2 = 100.0 * pool->tau2 / (typical + pool->tau2);
    pool->h2 = 1.0 + pool->tau2 / typical;
}

static void add_prediction(clg_pool *pool)
{
    double reach = gsl_cdf_tdist_Pinv(0.975, pool->used_count - 2.0) *
                   sqrt(pool->tau2 + pool->mean_error * pool->mean_error);

    pool->low = pool->mean - reach;
    pool->high = pool->mean + reach;
}

static void describe(const sample *s, clg_tau2_rule rule, clg_pool *pool)
{
    double none = (double)NAN;
    sums at;

    *pool = (clg_pool){status_of(s->count, 0.0),
                       s->count,
                       none,
                       none,
                       none,
                       none,
                       none,
                       none,
                       none,
                       none,
                       none};
    if (s->count == 0)
        return;
    pool->tau2 = spread_by(s, rule);
    pool->status = status_of(s->count, pool->tau2);
    at = sums_of(s, pool->tau2);
    pool->mean = s->middle + at.mean;
    pool->mean_error = 1.0 / sqrt(at.w);
    if (s->count >= 2)
        add_heterogeneity(s, pool);
    if (s->count >= 3)
        add_prediction(pool);
}

static clg_posterior shrunk(const clg_pool *pool, double y, double v)
{
    double kept = pool->tau2 / (pool->tau2 + v), given = v / (pool->tau2 + v), reach;
    clg_posterior one = {.status = CLG_POSTERIOR_OK};

    one.mean = pool->mean + kept * (y - pool->mean);
    one.variance = kept * v + given * given * pool->mean_error * pool->mean_error;
    reach = NORMAL_95 * sqrt(one.variance);
    one.low = one.mean - reach;
    one.high = one.mean + reach;
    return one;
}

clg_status clg_pool_normal(const double *y, const double *v, uint32_t count,
                           clg_tau2_rule rule, clg_pool *pool, clg_posterior *schools,
                           clg_error *err)
{
    const double none = (double)NAN;
    sample s = {0};
    clg_status status;

    if ((unsigned)rule > CLG_TAU2_HE)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "unknown rule %d for tau2", (int)rule);
    status = check(y, v, count, err);
    if (status == CLG_OK)
        status = take_sample(y, v, count, &s, err);
    if (status != CLG_OK)
        goto cleanup;

    s.is_restricted = rule == CLG_TAU2_REML;
    describe(&s, rule, pool);
    for (uint32_t i = 0; schools != NULL && i < count; i++)
        schools[i] =
            isnan(y[i]) || isnan(v[i])
                ? (clg_posterior){CLG_POSTERIOR_MISSING, none, none, none, none}
                : shrunk(pool, y[i], v[i]);

cleanup:
    clg_free(s.y);
    clg_free(s.v);
    return status;
}
