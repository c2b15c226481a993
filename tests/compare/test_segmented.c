/* Interrupted time series: lines by hand, restricted likelihood and Newey-West's errors
 * against dense matrices, gaps, invariances, coverage of intervals, short and constant
 * series, pooling, exhausted memory; the quantiles that intervals are made with. */
#include "check.h"

#include "base/memory.h"
#include "base/random.h"
#include "compare/effects/segmented.h"
#include "compare/student.h"

enum { P = CLG_SEGMENTED_PARTS, MOST = 40 };

static double normal(clg_random *random)
{
    double radius = sqrt(-2.0 * log1p(-clg_random_uniform(random)));

    return radius * cos(6.283185307179586477 * clg_random_uniform(random));
}

/* A level of 10 that falls by .1, steps up by 2 and then rises by .05. */
static void draw_series(clg_random *random, uint32_t length, uint32_t start, double rho,
                        double *values)
{
    double e = normal(random);

    for (uint32_t t = 0; t < length; t++) {
        double since = (double)t - start;
        values[t] = 10.0 - 0.1 * since + (t >= start ? 2.0 + 0.15 * since : 0.0) + e;
        e = rho * e + sqrt(1.0 - rho * rho) * normal(random);
    }
}

/* ---- by hand ---- */

static void two_exact_lines_are_found_without_errors(void **state)
{
    (void)state;
    /* 3 + t before; 10 at window 4 and down by 2 after it. */
    const double values[] = {3, 4, NAN, 6, 10, NAN, 6, 4};
    clg_segmented fit = clg_segmented_fit(values, 8, 4, CLG_SEGMENTED_AR1);

    assert_int_equal(fit.status, CLG_VALUE_DEGENERATE);
    check_near(fit.estimate[CLG_SEGMENTED_BASE], 7.0, 1e-12);
    check_near(fit.estimate[CLG_SEGMENTED_TREND], 1.0, 1e-12);
    check_near(fit.estimate[CLG_SEGMENTED_LEVEL], 3.0, 1e-12);
    check_near(fit.estimate[CLG_SEGMENTED_SLOPE], -3.0, 1e-12);
    assert_true(isnan(fit.error[CLG_SEGMENTED_LEVEL]) && isnan(fit.rho));
    assert_int_equal(fit.before, 3);
    assert_int_equal(fit.after, 3);
}

static void least_squares_fits_a_line_on_each_side(void **state)
{
    (void)state;
    const double values[] = {1, 2, 1, 2, 5, 9, 5, 9};
    clg_segmented fit = clg_segmented_fit(values, 8, 4, CLG_SEGMENTED_NEWEY_WEST);
    double error;

    /* Slopes (.5 * 1.5 + .5 * .5 - .5 * .5 ...)/5 = .2 and .8 about means 1.5 and 7. */
    check_near(fit.estimate[CLG_SEGMENTED_TREND], 0.2, 1e-12);
    check_near(fit.estimate[CLG_SEGMENTED_BASE], 1.5 + 2.5 * 0.2, 1e-12);
    check_near(fit.estimate[CLG_SEGMENTED_SLOPE], 0.6, 1e-12);
    check_near(fit.estimate[CLG_SEGMENTED_LEVEL], (7.0 - 1.5 * 0.8) - 2.0, 1e-12);
    check_near(clg_segmented_effect(&fit, 3.0, &error), 3.8 + 1.8, 1e-12);
    assert_true(error > 0.0);
    assert_int_equal(fit.lag, 2);
    assert_true(isnan(fit.rho));
}

/* ---- against dense matrices ---- */

/* a = L L' and x = a^-1 b, n x n row by row; returns log |a|. */
static double solve(uint32_t n, double *a, double *b, uint32_t columns)
{
    double log_determinant = 0.0;

    for (uint32_t k = 0; k < n; k++) {
        log_determinant += log(a[k * n + k]);
        for (uint32_t i = 0; i < n; i++) {
            double factor = a[i * n + k] / a[k * n + k];
            if (i == k)
                continue;
            for (uint32_t j = 0; j < n; j++)
                a[i * n + j] -= factor * a[k * n + j];
            for (uint32_t j = 0; j < columns; j++)
                b[i * columns + j] -= factor * b[k * columns + j];
        }
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < columns; j++)
            b[i * columns + j] /= a[i * n + i];
    return log_determinant;
}

typedef struct dense {
    uint32_t n, t[MOST];
    double x[MOST][P], y[MOST];
    double b[P], covariance[P * P], loglik;
} dense;

static dense dense_of(const double *values, uint32_t length, uint32_t start)
{
    dense d = {.n = 0};

    for (uint32_t t = 0; t < length; t++) {
        double since = (double)t - start, post = t >= start;
        if (isnan(values[t]))
            continue;
        d.t[d.n] = t;
        d.x[d.n][0] = 1.0;
        d.x[d.n][1] = since;
        d.x[d.n][2] = post;
        d.x[d.n][3] = post * since;
        d.y[d.n++] = values[t];
    }
    return d;
}

/* Generalised least squares with the whole correlation matrix. */
static void fit_densely(dense *d, double rho)
{
    static double r[MOST * MOST], right[MOST * (P + 1)];
    double a[P * P], rss = 0.0, log_r, log_a, df = d->n - (double)P;

    for (uint32_t i = 0; i < d->n; i++) {
        for (uint32_t j = 0; j < d->n; j++)
            r[i * d->n + j] = pow(rho, fabs((double)d->t[i] - d->t[j]));
        for (uint32_t k = 0; k < P; k++)
            right[i * (P + 1) + k] = d->x[i][k];
        right[i * (P + 1) + P] = d->y[i];
    }
    log_r = solve(d->n, r, right, P + 1);
    for (uint32_t k = 0; k < P; k++) {
        d->b[k] = 0.0;
        for (uint32_t i = 0; i < d->n; i++)
            d->b[k] += d->x[i][k] * right[i * (P + 1) + P];
        for (uint32_t l = 0; l < P; l++) {
            a[k * P + l] = 0.0;
            for (uint32_t i = 0; i < d->n; i++)
                a[k * P + l] += d->x[i][k] * right[i * (P + 1) + l];
            d->covariance[k * P + l] = k == l;
        }
    }
    {
        double copy[P * P];
        for (uint32_t k = 0; k < P * P; k++)
            copy[k] = a[k];
        solve(P, copy, d->b, 1);
    }
    log_a = solve(P, a, d->covariance, P);
    for (uint32_t i = 0; i < d->n; i++) {
        double rest = d->y[i], weighted = right[i * (P + 1) + P];
        for (uint32_t k = 0; k < P; k++) {
            rest -= d->x[i][k] * d->b[k];
            weighted -= right[i * (P + 1) + k] * d->b[k];
        }
        rss += rest * weighted;
    }
    for (uint32_t k = 0; k < P * P; k++)
        d->covariance[k] *= rss / df;
    d->loglik =
        -0.5 * (df * (log(6.283185307179586477 * rss / df) + 1.0) + log_r + log_a);
}

static void check_against(const clg_segmented *fit, const dense *d)
{
    for (uint32_t k = 0; k < P; k++) {
        check_near(fit->estimate[k], d->b[k], 1e-8);
        for (uint32_t l = 0; l < P; l++)
            check_near(fit->covariance[k * P + l], d->covariance[k * P + l], 1e-8);
        check_near(fit->error[k], sqrt(d->covariance[k * P + k]), 1e-8);
    }
}

static void restricted_likelihood_is_the_largest_by_its_definition(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(3, "segmented", 0, 0, 0);

    for (uint32_t round = 0; round < 12; round++) {
        double values[MOST];
        uint32_t length = 18 + 2 * (round % 8), start = length / 2;
        clg_segmented fit;
        dense d;

        draw_series(&random, length, start, 0.6 - 0.1 * round, values);
        for (uint32_t t = 0; t < length; t++)
            if (clg_random_below(&random, 6) == 0)
                values[t] = NAN;
        fit = clg_segmented_fit(values, length, start, CLG_SEGMENTED_AR1);
        assert_int_equal(fit.status, CLG_VALUE_OK);
        d = dense_of(values, length, start);
        fit_densely(&d, fit.rho);
        check_against(&fit, &d);
        check_near(fit.loglik, d.loglik, 1e-8);
        for (double rho = -0.97; rho < 0.98; rho += 0.05) {
            fit_densely(&d, rho);
            assert_true(d.loglik <= fit.loglik + 1e-9);
        }
    }
}

static void newey_west_sums_weighted_products_of_scores(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(4, "segmented", 0, 0, 0);
    double values[MOST], meat[P * P] = {0}, bread[P * P], half[P * P], u[MOST][P];
    clg_segmented fit;
    dense d;

    draw_series(&random, MOST, 17, 0.4, values);
    values[9] = values[20] = values[21] = NAN;
    fit = clg_segmented_fit(values, MOST, 17, CLG_SEGMENTED_NEWEY_WEST);
    assert_int_equal(fit.lag, 3);
    d = dense_of(values, MOST, 17);
    fit_densely(&d, 0.0);
    for (uint32_t k = 0; k < P * P; k++)
        bread[k] = d.covariance[k] / (fit.sigma * fit.sigma);
    for (uint32_t i = 0; i < d.n; i++)
        for (uint32_t k = 0; k < P; k++) {
            double rest = d.y[i];
            for (uint32_t l = 0; l < P; l++)
                rest -= d.x[i][l] * d.b[l];
            u[i][k] = d.x[i][k] * rest;
        }
    for (uint32_t i = 0; i < d.n; i++)
        for (uint32_t j = 0; j < d.n; j++) {
            double weight = fmax(0.0, 1.0 - fabs((double)d.t[i] - d.t[j]) / 4.0);
            for (uint32_t k = 0; k < P; k++)
                for (uint32_t l = 0; l < P; l++)
                    meat[k * P + l] += weight * u[i][k] * u[j][l];
        }
    for (uint32_t k = 0; k < P; k++)
        for (uint32_t l = 0; l < P; l++) {
            half[k * P + l] = 0.0;
            for (uint32_t m = 0; m < P; m++)
                half[k * P + l] += bread[k * P + m] * meat[m * P + l];
        }
    for (uint32_t k = 0; k < P; k++)
        for (uint32_t l = 0; l < P; l++) {
            d.covariance[k * P + l] = 0.0;
            for (uint32_t m = 0; m < P; m++)
                d.covariance[k * P + l] += half[k * P + m] * bread[m * P + l];
        }
    check_against(&fit, &d);
}

/* ---- properties ---- */

static void units_and_origin_do_not_matter(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(5, "segmented", 0, 0, 0);
    double values[MOST], changed[MOST];
    clg_segmented a, b;

    draw_series(&random, 30, 14, 0.3, values);
    values[6] = NAN;
    for (uint32_t t = 0; t < 30; t++)
        changed[t] = 1e6 - 100.0 * values[t];
    for (int method = CLG_SEGMENTED_AR1; method <= CLG_SEGMENTED_NEWEY_WEST; method++) {
        a = clg_segmented_fit(values, 30, 14, (clg_segmented_method)method);
        b = clg_segmented_fit(changed, 30, 14, (clg_segmented_method)method);
        check_near(b.estimate[CLG_SEGMENTED_LEVEL],
                   -100.0 * a.estimate[CLG_SEGMENTED_LEVEL], 1e-5);
        check_near(b.estimate[CLG_SEGMENTED_BASE],
                   1e6 - 100.0 * a.estimate[CLG_SEGMENTED_BASE], 1e-5);
        check_near(b.error[CLG_SEGMENTED_SLOPE], 100.0 * a.error[CLG_SEGMENTED_SLOPE],
                   1e-5);
        check_near(b.p[CLG_SEGMENTED_LEVEL], a.p[CLG_SEGMENTED_LEVEL], 1e-6);
    }
}

/* How often intervals of 95 % hold the true step and change of slope. */
static void intervals_cover_the_truth(void **state)
{
    (void)state;
    const double rhos[] = {0.0, 0.4};
    enum { ROUNDS = 400 };

    for (size_t i = 0; i < COUNT_OF(rhos); i++) {
        clg_random random = clg_random_stream(6, "coverage", i, 0, 0);
        double level = 0.0, slope = 0.0, rho = 0.0;
        for (uint32_t round = 0; round < ROUNDS; round++) {
            double values[36];
            clg_segmented fit;
            draw_series(&random, 36, 18, rhos[i], values);
            fit = clg_segmented_fit(values, 36, 18, CLG_SEGMENTED_AR1);
            level += fit.low[CLG_SEGMENTED_LEVEL] < 2.0 &&
                     fit.high[CLG_SEGMENTED_LEVEL] > 2.0;
            slope += fit.low[CLG_SEGMENTED_SLOPE] < 0.15 &&
                     fit.high[CLG_SEGMENTED_SLOPE] > 0.15;
            rho += fit.rho;
        }
        print_message("rho %.1f: mean estimate %.3f, level covered %.3f, slope %.3f\n",
                      rhos[i], rho / ROUNDS, level / ROUNDS, slope / ROUNDS);
        assert_true(level / ROUNDS > 0.87 && level / ROUNDS < 0.98);
        assert_true(slope / ROUNDS > 0.87 && slope / ROUNDS < 0.98);
    }
}

/* ---- odd series ---- */

static void short_series_are_too_small(void **state)
{
    (void)state;
    const double values[] = {1, 2, 4, NAN, 7, 5, NAN};
    const double missing[] = {NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    const uint32_t starts[] = {0, 2, 4, 7, 99};

    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        clg_segmented fit = clg_segmented_fit(values, 7, starts[i], CLG_SEGMENTED_AR1);
        assert_int_equal(fit.status, CLG_VALUE_TOO_SMALL);
        assert_true(isnan(fit.estimate[CLG_SEGMENTED_LEVEL]) && isnan(fit.low[3]));
    }
    assert_int_equal(clg_segmented_fit(missing, 7, 3, CLG_SEGMENTED_AR1).status,
                     CLG_VALUE_TOO_SMALL);
    assert_int_equal(clg_segmented_fit(values, 0, 0, CLG_SEGMENTED_AR1).status,
                     CLG_VALUE_TOO_SMALL);
}

static void a_constant_series_changes_by_nothing_and_has_no_error(void **state)
{
    (void)state;
    double values[12];

    for (double level = 0.0; level < 0.2; level += 0.1) {
        clg_segmented fit;
        for (uint32_t t = 0; t < 12; t++)
            values[t] = level;
        fit = clg_segmented_fit(values, 12, 6, CLG_SEGMENTED_AR1);
        assert_int_equal(fit.status, CLG_VALUE_DEGENERATE);
        check_near(fit.estimate[CLG_SEGMENTED_LEVEL], 0.0, 1e-14);
        check_near(fit.estimate[CLG_SEGMENTED_BASE], level, 1e-14);
        assert_true(isnan(fit.error[CLG_SEGMENTED_LEVEL]));
    }
}

/* ---- pooling ---- */

static clg_segmented known(double level, double error)
{
    clg_segmented fit = {.status = CLG_VALUE_OK};

    fit.estimate[CLG_SEGMENTED_LEVEL] = level;
    fit.error[CLG_SEGMENTED_LEVEL] = error;
    return fit;
}

static void schools_are_pooled_by_precision(void **state)
{
    (void)state;
    const clg_segmented fits[] = {known(1.0, 1.0), known(2.0, 0.5), known(9.0, NAN)};
    clg_pool pool;
    clg_posterior schools[3];

    check_ok(clg_segmented_pool(fits, 3, CLG_SEGMENTED_LEVEL, CLG_TAU2_DL, &pool,
                                schools, &err));
    /* Q = .8 < 1: no spread; weights 1 and 4. */
    assert_int_equal(pool.used_count, 2);
    check_near(pool.tau2, 0.0, 0.0);
    check_near(pool.mean, 1.8, 1e-12);
    check_near(pool.mean_error, 1.0 / sqrt(5.0), 1e-12);
    check_near(schools[0].mean, 1.8, 1e-12);
    assert_int_equal(schools[2].status, CLG_POSTERIOR_MISSING);
}

static void failed_allocations_are_reported(void **state)
{
    (void)state;
    const clg_segmented fits[] = {known(1.0, 1.0), known(2.0, 0.5)};
    clg_status status = CLG_ERROR_MEMORY;

    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_pool pool;

        clg_test_allocations_left = allowed;
        status = clg_segmented_pool(fits, 2, CLG_SEGMENTED_LEVEL, CLG_TAU2_PM, &pool,
                                    NULL, &err);
        clg_test_allocations_left = -1;
        assert_int_equal(err.code, status);
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        assert_true(allowed < 9);
    }
}

/* ---- quantiles ---- */

static void quantiles_are_those_of_the_tables(void **state)
{
    (void)state;

    check_near(clg_t_quantile(0.975, 1.0), 12.7062047361747, 1e-9);
    check_near(clg_t_quantile(0.975, 10.0), 2.2281388519649, 1e-10);
    check_near(clg_t_quantile(0.975, 1e6), 1.9599664, 1e-6);
    check_near(clg_t_quantile(0.5, 3.0), 0.0, 0.0);
    check_near(clg_t_tails(2.2281388519649, 10.0), 0.05, 1e-10);
    check_near(clg_t_tails(-2.2281388519649, 10.0), 0.05, 1e-10);
    check_near(clg_f_quantile(0.95, 5.0, 10.0), 3.32583453041, 1e-9);
    check_near(clg_f_quantile(0.05, 5.0, 10.0), 1.0 / 4.73506306, 1e-8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_exact_lines_are_found_without_errors),
        cmocka_unit_test(least_squares_fits_a_line_on_each_side),
        cmocka_unit_test(restricted_likelihood_is_the_largest_by_its_definition),
        cmocka_unit_test(newey_west_sums_weighted_products_of_scores),
        cmocka_unit_test(units_and_origin_do_not_matter),
        cmocka_unit_test(intervals_cover_the_truth),
        cmocka_unit_test(short_series_are_too_small),
        cmocka_unit_test(a_constant_series_changes_by_nothing_and_has_no_error),
        cmocka_unit_test(schools_are_pooled_by_precision),
        cmocka_unit_test(failed_allocations_are_reported),
        cmocka_unit_test(quantiles_are_those_of_the_tables),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
