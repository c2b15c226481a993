#include "compare/funnel.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/special.h"
#include "compare/quantile.h"
#include "compare/shrinkage.h"

#include <gsl/gsl_sort_double.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

#define HALF_PI 1.57079632679489661923

static bool is_ratio(clg_funnel_kind kind)
{
    return kind == CLG_FUNNEL_RATIO_LOG || kind == CLG_FUNNEL_RATIO_ROOT;
}

static bool is_used(clg_funnel_kind kind, double above, double below)
{
    if (kind == CLG_FUNNEL_NORMAL)
        return !isnan(above) && below > 0.0;
    return above + below > 0.0 && (kind == CLG_FUNNEL_COUNTS || below > 0.0);
}

static clg_status check_options(const clg_funnel_options *options, clg_error *err)
{
    if ((unsigned)options->kind > CLG_FUNNEL_NORMAL)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "unknown kind %d of funnel",
                        (int)options->kind);
    if ((unsigned)options->spread > CLG_FUNNEL_CONSISTENT)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "unknown spread %d of funnel",
                        (int)options->spread);
    if (!(options->trim >= 0.0 && options->trim < 0.5))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "trim is %g, expected 0 to less than 0.5", options->trim);
    return CLG_OK;
}

static clg_status check_school(clg_funnel_kind kind, uint32_t i, double above,
                               double below, clg_error *err)
{
    if (isnan(above) || isnan(below))
        return CLG_OK;
    if ((above < 0.0 && kind != CLG_FUNNEL_NORMAL) || below < 0.0 || isinf(above) ||
        isinf(below))
        return clg_fail(
            err, CLG_ERROR_ARGUMENT,
            "school %u has %g over %g, expected finite numbers of 0 or more", i, above,
            below);
    if ((kind == CLG_FUNNEL_SHARE && above > below) ||
        (is_ratio(kind) && below <= 0.0 && above > 0.0))
        return clg_fail(err, CLG_ERROR_ARGUMENT, "school %u has %g of %g %s", i, above,
                        below, is_ratio(kind) ? "expected" : "possible");
    return CLG_OK;
}

/* The kind that can be used, and the target. */
static void aim(const double *above, const double *below, uint32_t count,
                clg_funnel_kind kind, clg_funnel *funnel)
{
    double all_above = 0.0, all_below = 0.0;

    *funnel = (clg_funnel){kind, 0, (double)NAN, (double)NAN, 0.0};
    for (uint32_t i = 0; i < count; i++) {
        if (!is_used(kind, above[i], below[i]))
            continue;
        funnel->used_count++;
        all_above += above[i];
        all_below += below[i];
        if (kind == CLG_FUNNEL_RATIO_LOG && above[i] <= 0.0)
            funnel->kind = CLG_FUNNEL_RATIO_ROOT;
    }
    if (funnel->used_count == 0)
        return;
    switch (funnel->kind) {
    case CLG_FUNNEL_SHARE: funnel->target = asin(sqrt(all_above / all_below)); break;
    case CLG_FUNNEL_RATIO_LOG: funnel->target = 0.0; break;
    case CLG_FUNNEL_RATIO_ROOT: funnel->target = 1.0; break;
    case CLG_FUNNEL_COUNTS: funnel->target = log(all_above / all_below); break;
    case CLG_FUNNEL_NORMAL: break; /* aim_at_mean */
    }
}

/* Of estimates: their mean, weighted as their spread asks for, so that one large school
 * does not draw the target to itself. */
static clg_status aim_at_mean(const double *y, const double *s, uint32_t count,
                              clg_funnel *funnel, clg_error *err)
{
    double *v = clg_array_new(count, sizeof *v, err);
    clg_status status = CLG_ERROR_MEMORY;
    clg_pool pool;

    if (v != NULL) {
        for (uint32_t i = 0; i < count; i++)
            v[i] = is_used(CLG_FUNNEL_NORMAL, y[i], s[i]) ? s[i] * s[i] : (double)NAN;
        status = clg_pool_normal(y, v, count, CLG_TAU2_PM, &pool, NULL, err);
    }
    if (status == CLG_OK)
        funnel->target = pool.mean;
    clg_free(v);
    return status;
}

static double counts_error(double above, double below)
{
    double a = above + 0.5, b = below + 0.5;

    return sqrt(above / (a * a) + below / (b * b));
}

static clg_funnel_school scaled(const clg_funnel *funnel, double above, double below)
{
    clg_funnel_school one = {.is_trimmed = false};

    switch (funnel->kind) {
    case CLG_FUNNEL_SHARE:
        one.y = asin(sqrt(above / below));
        one.s = 0.5 / sqrt(below);
        break;
    case CLG_FUNNEL_RATIO_LOG:
        one.y = log(above / below);
        one.s = 1.0 / sqrt(below);
        break;
    case CLG_FUNNEL_RATIO_ROOT:
        one.y = sqrt(above / below);
        one.s = 0.5 / sqrt(below);
        break;
    case CLG_FUNNEL_COUNTS:
        one.y = log((above + 0.5) / (below + 0.5));
        one.s = counts_error(above, below);
        break;
    case CLG_FUNNEL_NORMAL:
        one.y = above;
        one.s = below;
        break;
    }
    one.z = isinf(funnel->target) ? (double)NAN : (one.y - funnel->target) / one.s;
    return one;
}

/* Sums over the schools that count. */
typedef struct sums {
    double n, z2, w, w2;
} sums;

static double spread_of(const sums *all)
{
    double excess = all->z2 - (all->n - 1.0);

    if (all->n < 2.0 || excess <= 0.0)
        return 0.0;
    return excess / (all->w - all->w2 / all->w);
}

/* Marks the extreme schools, and sums z^2 and weights with these drawn in or left out.
 */
static sums sum_trimmed(clg_funnel_school *schools, uint32_t count, double low,
                        double high, bool is_truncated)
{
    sums all = {0};

    for (uint32_t i = 0; i < count; i++) {
        clg_funnel_school *one = &schools[i];
        double z = fmin(fmax(one->z, low), high), w = 1.0 / (one->s * one->s);
        if (isnan(one->z))
            continue;
        one->is_trimmed = one->z < low || one->z > high;
        if (one->is_trimmed && is_truncated)
            continue;
        all.n++;
        all.z2 += z * z;
        all.w += w;
        all.w2 += w * w;
    }
    return all;
}

/* Mean square of a standard normal value that is drawn in to these quantiles. */
static double drawn_in(double trim)
{
    double x = trim > 0.0 ? -clg_normal_quantile(trim) : 0.0;

    if (trim <= 0.0)
        return 1.0;
    return 1.0 - 2.0 * trim - 2.0 * x * exp(-0.5 * x * x) * 0.39894228040143268 +
           2.0 * trim * x * x;
}

/* tau2 of all schools, none of them trimmed; the mean is estimated along with it. */
static clg_status spread_by_likelihood(const clg_funnel_school *schools, uint32_t count,
                                       double *tau2, clg_error *err)
{
    double *y = clg_array_new(count, sizeof *y, err);
    double *v = clg_array_new(count, sizeof *v, err);
    clg_status status = CLG_ERROR_MEMORY;
    clg_pool pool;

    if (y == NULL || v == NULL)
        goto cleanup;
    for (uint32_t i = 0; i < count; i++) {
        y[i] = schools[i].y;
        v[i] = schools[i].s * schools[i].s;
    }
    status = clg_pool_normal(y, v, count, CLG_TAU2_REML, &pool, NULL, err);
    if (status == CLG_OK)
        *tau2 = pool.used_count > 0 ? pool.tau2 : 0.0;

cleanup:
    clg_free(y);
    clg_free(v);
    return status;
}

/* phi and tau2. `sorted` has room for the z of all schools. */
static clg_status find_spread(const clg_funnel_options *options, uint32_t count,
                              double *sorted, clg_funnel_school *schools,
                              clg_funnel *funnel, clg_error *err)
{
    size_t n = 0;
    double low, high;
    sums all;

    for (uint32_t i = 0; i < count; i++)
        if (!isnan(schools[i].z))
            sorted[n++] = schools[i].z;
    if (n == 0)
        return CLG_OK;
    gsl_sort(sorted, 1, n);
    low = gsl_stats_quantile_from_sorted_data(sorted, 1, n, options->trim);
    high = gsl_stats_quantile_from_sorted_data(sorted, 1, n, 1.0 - options->trim);
    all =
        sum_trimmed(schools, count, low, high, options->spread == CLG_FUNNEL_TRUNCATED);
    if (options->spread == CLG_FUNNEL_CONSISTENT)
        all.z2 /= drawn_in(options->trim);
    funnel->phi = all.n > 0.0 ? all.z2 / all.n : (double)NAN;
    if (options->spread == CLG_FUNNEL_REML)
        return spread_by_likelihood(schools, count, &funnel->tau2, err);
    funnel->tau2 = options->spread == CLG_FUNNEL_EXACT ? 0.0 : spread_of(&all);
    return CLG_OK;
}

static void judge(const clg_funnel *funnel, clg_funnel_school *one)
{
    one->adjusted_z = one->z / sqrt(1.0 + funnel->tau2 / (one->s * one->s));
    one->p = 2.0 * clg_normal_below(-fabs(one->adjusted_z));
}

static clg_status fit(const double *above, const double *below, uint32_t count,
                      const clg_funnel_options *options, clg_funnel *funnel,
                      clg_funnel_school *schools, double *sorted, clg_error *err)
{
    const double none = (double)NAN;
    clg_status status = CLG_OK;

    aim(above, below, count, options->kind, funnel);
    if (options->kind == CLG_FUNNEL_NORMAL)
        status = aim_at_mean(above, below, count, funnel, err);
    if (status != CLG_OK)
        return status;
    for (uint32_t i = 0; i < count; i++)
        schools[i] = is_used(funnel->kind, above[i], below[i])
                         ? scaled(funnel, above[i], below[i])
                         : (clg_funnel_school){none, none, none, none, none, false};
    status = find_spread(options, count, sorted, schools, funnel, err);
    for (uint32_t i = 0; status == CLG_OK && i < count; i++)
        judge(funnel, &schools[i]);
    return status;
}

clg_status clg_funnel_fit(const double *numerator, const double *denominator,
                          uint32_t count, const clg_funnel_options *options,
                          clg_funnel *funnel, clg_funnel_school *schools,
                          clg_error *err)
{
    const clg_funnel_options usual = CLG_FUNNEL_OPTIONS_INIT;
    clg_funnel_school *own = NULL;
    double *sorted = NULL;
    clg_status status;

    options = options != NULL ? options : &usual;
    status = check_options(options, err);
    for (uint32_t i = 0; status == CLG_OK && i < count; i++)
        status = check_school(options->kind, i, numerator[i], denominator[i], err);
    if (status != CLG_OK)
        return status;

    status = CLG_ERROR_MEMORY;
    sorted = clg_array_new(count, sizeof *sorted, err);
    if (sorted == NULL)
        goto cleanup;
    if (schools == NULL && (own = clg_array_new(count, sizeof *own, err)) == NULL)
        goto cleanup;
    status = fit(numerator, denominator, count, options, funnel,
                 schools != NULL ? schools : own, sorted, err);

cleanup:
    clg_free(sorted);
    clg_free(own);
    return status;
}

double clg_funnel_error(const clg_funnel *funnel, double denominator)
{
    if (!(denominator > 0.0))
        return (double)NAN;
    if (funnel->kind == CLG_FUNNEL_NORMAL)
        return denominator;
    if (funnel->kind == CLG_FUNNEL_COUNTS)
        return counts_error(denominator * exp(funnel->target), denominator);
    return (funnel->kind == CLG_FUNNEL_RATIO_LOG ? 1.0 : 0.5) / sqrt(denominator);
}

double clg_funnel_limit(const clg_funnel *funnel, double s, double p)
{
    double y = funnel->target + clg_normal_quantile(p) * sqrt(s * s + funnel->tau2);

    if (isnan(y))
        return y;
    switch (funnel->kind) {
    case CLG_FUNNEL_SHARE: y = sin(fmin(fmax(y, 0.0), HALF_PI)); return y * y;
    case CLG_FUNNEL_RATIO_ROOT: y = fmax(y, 0.0); return y * y;
    case CLG_FUNNEL_NORMAL: return y;
    case CLG_FUNNEL_RATIO_LOG:
    case CLG_FUNNEL_COUNTS: break;
    }
    return exp(y);
}

static double within(double low, double x, double high)
{
    return fmin(fmax(x, low), high);
}

double clg_funnel_exact_share(double share, double n, double p)
{
    if (!(n >= 1.0) || isnan(share))
        return (double)NAN;
    if (share <= 0.0 || share >= 1.0)
        return within(0.0, share, 1.0);
    return within(0.0, clg_binomial_quantile(p, floor(n), share) / floor(n), 1.0);
}

double clg_funnel_exact_ratio(double expected, double p)
{
    if (!(expected > 0.0))
        return (double)NAN;
    return fmax(0.0, clg_poisson_quantile(p, expected) / expected);
}

double clg_funnel_beta_share(double a, double b, double n, double p)
{
    if (!(n >= 1.0) || !(a > 0.0 && b > 0.0))
        return (double)NAN;
    return within(0.0, clg_beta_binomial_quantile(p, floor(n), a, b) / floor(n), 1.0);
}
