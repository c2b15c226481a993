/* The smoothing spline: reference values, bands against dense matrices, restricted
 * likelihood against its definition, invariances, short and odd series, memory. */
#include "check.h"

#include "trajectory/curve/smooth.h"

#include "base/memory.h"
#include "base/random.h"

#include <jansson.h>
#include <string.h>

enum { POINTS = 36, FEW = 9 };

static clg_smooth smooth_for(uint32_t room)
{
    clg_smooth smooth;

    check_ok(clg_smooth_init(&smooth, room, &err));
    return smooth;
}

static json_t *oracle(void)
{
    const char *path = SHARED_FOLDER "/oracles/trajectories/growth/g4_energy.json";
    json_t *all = json_load_file(path, 0, NULL);

    if (all == NULL) {
        print_message("no oracle file %s\n", path);
        skip();
    }
    return all;
}

static double number_of(const json_t *all, const char *name)
{
    return json_number_value(json_object_get(all, name));
}

static void read_array(const json_t *array, double *values)
{
    assert_int_equal(json_array_size(array), POINTS);
    for (size_t i = 0; i < POINTS; i++)
        values[i] = json_number_value(json_array_get(array, i));
}

static void check_fit(const clg_smooth *smooth, const json_t *expected,
                      double tolerance)
{
    double values[POINTS];

    read_array(expected, values);
    for (size_t i = 0; i < POINTS; i++)
        check_near(smooth->fit[i], values[i], tolerance);
}

static void reference_fits_are_met(void **state)
{
    (void)state;
    json_t *all = oracle();
    clg_smooth_options given = {CLG_SMOOTH_LAMBDA, 0.0, 1.0};
    clg_smooth_options gcv = {CLG_SMOOTH_GCV, 0.0, 1.0};
    const char *const names[] = {"0.1", "10.0", "1000.0"};
    const double lambdas[] = {0.1, 10.0, 1000.0};
    clg_smooth smooth = smooth_for(POINTS);
    double t[POINTS], y[POINTS];

    read_array(json_object_get(all, "t"), t);
    read_array(json_object_get(all, "y"), y);
    for (size_t k = 0; k < COUNT_OF(names); k++) {
        given.lambda = lambdas[k];
        check_ok(clg_smooth_fit(&smooth, t, y, NULL, POINTS, &given, &err));
        check_fit(&smooth, json_object_get(json_object_get(all, "smooth"), names[k]),
                  5e-12);
    }
    check_ok(clg_smooth_fit(&smooth, t, y, NULL, POINTS, NULL, &err));
    check_near(smooth.lambda, number_of(all, "reml_lambda"), 1e-5);
    check_near(smooth.edf, number_of(all, "reml_edf"), 1e-6);
    check_fit(&smooth, json_object_get(all, "reml_fit"), 1e-7);

    check_ok(clg_smooth_fit(&smooth, t, y, NULL, POINTS, &gcv, &err));
    check_near(smooth.lambda, number_of(all, "gcv_lambda"), 1e-4);
    check_near(smooth.edf, number_of(all, "gcv_edf"), 1e-5);
    check_fit(&smooth, json_object_get(all, "gcv_fit"), 1e-6);

    gcv.trace_factor = 1.4; /* the reference is the best of a grid of step .01 */
    check_ok(clg_smooth_fit(&smooth, t, y, NULL, POINTS, &gcv, &err));
    check_near(log(smooth.lambda), log(number_of(all, "gcv14_lambda_grid001")), 0.005);
    clg_smooth_clear(&smooth);
    json_decref(all);
}

/* A series of `count` uneven times with weights. */
static void draw_series(uint64_t number, uint32_t count, double *t, double *y,
                        double *weight)
{
    clg_random random = clg_random_stream(7, "smooth", number, 0, 0);
    double now = 0.0;

    for (uint32_t i = 0; i < count; i++) {
        now += 0.3 + clg_random_uniform(&random);
        t[i] = now;
        y[i] = sin(now) + clg_random_uniform(&random);
        weight[i] = 0.5 + clg_random_uniform(&random);
    }
}

/* Solves a x = b in place by elimination; returns log |a|. a is positive definite. */
static double solve_dense(uint32_t n, double a[FEW][FEW], double b[FEW][FEW],
                          uint32_t columns)
{
    double determinant = 0.0;

    for (uint32_t i = 0; i < n; i++) {
        determinant += log(a[i][i]);
        for (uint32_t k = 0; k < n; k++) {
            double factor = k == i ? 0.0 : a[k][i] / a[i][i];
            for (uint32_t j = 0; j < n; j++)
                a[k][j] -= factor * a[i][j];
            for (uint32_t j = 0; j < columns; j++)
                b[k][j] -= factor * b[i][j];
        }
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < columns; j++)
            b[i][j] /= a[i][i];
    return determinant;
}

/* Q (n x m) and R (m x m) as section 2.2 defines them. */
static void dense_parts(const double *t, uint32_t n, double q[FEW][FEW],
                        double r[FEW][FEW])
{
    memset(q, 0, sizeof(double[FEW][FEW]));
    memset(r, 0, sizeof(double[FEW][FEW]));
    for (uint32_t j = 0; j + 2 < n; j++) {
        double before = t[j + 1] - t[j], after = t[j + 2] - t[j + 1];
        q[j][j] = 1.0 / before;
        q[j + 1][j] = -1.0 / before - 1.0 / after;
        q[j + 2][j] = 1.0 / after;
        r[j][j] = (before + after) / 3.0;
        if (j + 3 < n)
            r[j][j + 1] = r[j + 1][j] = after / 6.0;
    }
}

/* The smoother matrix (W + lambda K)^-1 W. */
static void dense_smoother(const double *t, const double *w, uint32_t n, double lambda,
                           double smoother[FEW][FEW])
{
    double q[FEW][FEW], r[FEW][FEW], x[FEW][FEW], a[FEW][FEW];

    dense_parts(t, n, q, r);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < n; j++)
            x[j][i] = j + 2 < n ? q[i][j] : 0.0;
    solve_dense(n - 2, r, x, n); /* R^-1 Q' */
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < n; k++) {
            a[i][k] = i == k ? w[i] : 0.0;
            smoother[i][k] = a[i][k];
            for (uint32_t j = 0; j + 2 < n; j++)
                a[i][k] += lambda * q[i][j] * x[j][k];
        }
    solve_dense(n, a, smoother, n);
}

static void bands_do_what_dense_matrices_do(void **state)
{
    (void)state;
    double t[FEW], y[FEW], w[FEW], smoother[FEW][FEW];
    clg_smooth_options options = {CLG_SMOOTH_LAMBDA, 0.0, 1.0};
    clg_smooth smooth = smooth_for(FEW);

    for (uint32_t n = 4; n <= FEW; n++)
        for (uint64_t trial = 0; trial < 5; trial++) {
            double trace = 0.0;
            draw_series(10 * n + trial, n, t, y, w);
            options.lambda = pow(10.0, (double)trial - 2.0);
            dense_smoother(t, w, n, options.lambda, smoother);
            check_ok(clg_smooth_fit(&smooth, t, y, w, n, &options, &err));
            for (uint32_t i = 0; i < n; i++) {
                double fit = 0.0;
                for (uint32_t j = 0; j < n; j++)
                    fit += smoother[i][j] * y[j];
                trace += smoother[i][i];
                check_near(smooth.fit[i], fit, 1e-11);
                check_near(smooth.error[i],
                           sqrt(smooth.variance * smoother[i][i] / w[i]), 1e-10);
            }
            check_near(smooth.edf, trace, 1e-10);
        }
    clg_smooth_clear(&smooth);
}

/* m log(z'V^-1 z / m) + log |V| with dense V = R / lambda + Q'W^-1 Q; and the estimate
 * z'V^-1 z / m of the variance, unless NULL. */
static double dense_reml(const double *t, const double *y, const double *w, uint32_t n,
                         double lambda, double *variance)
{
    double q[FEW][FEW], r[FEW][FEW], v[FEW][FEW], z[FEW], x[FEW][FEW], sum = 0.0;
    uint32_t m = n - 2;

    dense_parts(t, n, q, r);
    for (uint32_t i = 0; i < m; i++) {
        z[i] = 0.0;
        for (uint32_t k = 0; k < n; k++)
            z[i] += q[k][i] * y[k];
        x[i][0] = z[i];
        for (uint32_t j = 0; j < m; j++) {
            v[i][j] = r[i][j] / lambda;
            for (uint32_t k = 0; k < n; k++)
                v[i][j] += q[k][i] * q[k][j] / w[k];
        }
    }
    sum = solve_dense(m, v, x, 1);
    for (uint32_t i = 0; i < m; i++)
        z[i] *= x[i][0];
    for (uint32_t i = 1; i < m; i++)
        z[0] += z[i];
    if (variance != NULL)
        *variance = z[0] / m;
    return m * log(z[0] / m) + sum;
}

static void lambda_is_the_best_of_a_grid(void **state)
{
    (void)state;
    double t[FEW], y[FEW], w[FEW];
    clg_smooth smooth = smooth_for(FEW);
    uint32_t inner = 0;

    for (uint64_t trial = 0; trial < 20; trial++) {
        draw_series(100 + trial, FEW, t, y, w);
        check_ok(clg_smooth_fit(&smooth, t, y, w, FEW, NULL, &err));
        if (smooth.kind == CLG_SMOOTH_SPLINE) {
            double variance, best = dense_reml(t, y, w, FEW, smooth.lambda, &variance);
            check_near(smooth.criterion, best, 1e-8);
            for (double x = -7.0; x < 9.0; x += 0.1)
                assert_true(dense_reml(t, y, w, FEW, exp(x), NULL) >= best - 1e-9);
            /* at the optimum both estimates of the variance agree */
            if (smooth.edf < FEW - 0.01) /* not at the end next to interpolation */
                check_near(smooth.variance, variance, 1e-8);
            inner++;
        } else {
            assert_int_equal(smooth.kind, CLG_SMOOTH_LINE);
            for (double x = -7.0; x < 9.0; x += 0.1)
                assert_true(dense_reml(t, y, w, FEW, exp(x), NULL) >=
                            dense_reml(t, y, w, FEW, 1e7, NULL) - 1e-9);
        }
    }
    assert_true(inner >= 10);
    clg_smooth_clear(&smooth);
}

static void units_of_time_and_value_do_not_matter(void **state)
{
    (void)state;
    double t[FEW], y[FEW], w[FEW], days[FEW], scores[FEW];
    clg_smooth one = smooth_for(FEW), other = smooth_for(FEW);

    draw_series(100, FEW, t, y, w);
    for (uint32_t i = 0; i < FEW; i++) {
        days[i] = 1000.0 + 30.0 * t[i];
        scores[i] = 100.0 - 5.0 * y[i];
    }
    check_ok(clg_smooth_fit(&one, t, y, w, FEW, NULL, &err));
    check_ok(clg_smooth_fit(&other, days, scores, w, FEW, NULL, &err));
    assert_int_equal(one.kind, CLG_SMOOTH_SPLINE);
    check_near(other.lambda / one.lambda / 27000.0, 1.0, 1e-6);
    check_near(other.edf, one.edf, 1e-7);
    for (uint32_t i = 0; i < FEW; i++) {
        check_near(other.fit[i], 100.0 - 5.0 * one.fit[i], 1e-7);
        check_near(other.error[i], 5.0 * one.error[i], 1e-7);
    }
    clg_smooth_clear(&one);
    clg_smooth_clear(&other);
}

static void the_curve_between_and_beyond_the_points(void **state)
{
    (void)state;
    /* The natural cubic through 0 1 0 at 0 1 2 has curvature -3 in the middle; a
     * fourth and fifth point continue it by symmetry: 0 1 0 -1 0 at 0 .. 4. */
    const double t[] = {0, 1, 2, 3, 4}, y[] = {0, 1, 0, -1, 0};
    clg_smooth_options options = {CLG_SMOOTH_LAMBDA, 0.0, 1.0};
    clg_smooth smooth = smooth_for(5);

    check_ok(clg_smooth_fit(&smooth, t, y, NULL, 5, &options, &err));
    check_near(smooth.curvature[1], -3.0, 1e-13);
    check_near(smooth.curvature[2], 0.0, 1e-13);
    for (int i = 0; i < 5; i++)
        check_near(clg_smooth_at(&smooth, t[i]), y[i], 1e-14);
    check_near(clg_smooth_at(&smooth, 0.5), 0.5 + 3.0 / 16.0, 1e-13);
    check_near(clg_smooth_at(&smooth, -1.0), -1.5, 1e-13); /* slope 1 + 3 / 6 */
    check_near(clg_smooth_at(&smooth, 6.0), 3.0, 1e-13);
    assert_true(isnan(smooth.variance));
    clg_smooth_clear(&smooth);
}

static void short_series_have_a_mean_or_a_line(void **state)
{
    (void)state;
    const double t[] = {0, 1, 2, 3}, gone[] = {(double)NAN, (double)NAN};
    const double y[] = {1, 3, 8, 0};
    clg_smooth smooth = smooth_for(4);

    check_ok(clg_smooth_fit(&smooth, t, y, NULL, 0, NULL, &err));
    assert_int_equal(smooth.kind, CLG_SMOOTH_NONE);
    assert_true(isnan(clg_smooth_at(&smooth, 0.0)));
    check_ok(clg_smooth_fit(&smooth, t, gone, NULL, 2, NULL, &err));
    assert_int_equal(smooth.kind, CLG_SMOOTH_NONE);
    check_ok(clg_smooth_fit(&smooth, t, y, NULL, 1, NULL, &err));
    assert_int_equal(smooth.kind, CLG_SMOOTH_MEAN);
    check_near(clg_smooth_at(&smooth, 5.0), 1.0, 0.0);
    assert_true(isnan(smooth.error[0]));
    check_ok(clg_smooth_fit(&smooth, t, y, NULL, 2, NULL, &err));
    assert_int_equal(smooth.kind, CLG_SMOOTH_MEAN);
    check_near(smooth.fit[1], 2.0, 0.0);
    check_near(smooth.error[1], 1.0, 1e-15);
    check_ok(clg_smooth_fit(&smooth, t, y, NULL, 3, NULL, &err));
    assert_int_equal(smooth.kind, CLG_SMOOTH_LINE);
    check_near(smooth.fit[0], 0.5, 1e-15);
    check_near(clg_smooth_at(&smooth, 4.0), 14.5, 1e-14);
    check_near(smooth.rss, 1.5, 1e-14);
    clg_smooth_clear(&smooth);
}

static void missing_values_are_passed_over(void **state)
{
    (void)state;
    double t[FEW], y[FEW], w[FEW], fewer_t[FEW], fewer_y[FEW];
    clg_smooth one = smooth_for(FEW), other = smooth_for(FEW);
    uint32_t n = 0;

    draw_series(300, FEW, t, y, w);
    for (uint32_t i = 0; i < FEW; i++) {
        if (i == 2 || i == 8) {
            y[i] = (double)NAN;
            continue;
        }
        fewer_t[n] = t[i];
        fewer_y[n++] = y[i];
    }
    check_ok(clg_smooth_fit(&one, t, y, NULL, FEW, NULL, &err));
    check_ok(clg_smooth_fit(&other, fewer_t, fewer_y, NULL, n, NULL, &err));
    assert_int_equal(one.count, n);
    assert_memory_equal(one.fit, other.fit, n * sizeof *one.fit);
    clg_smooth_clear(&one);
    clg_smooth_clear(&other);
}

static void lines_stay_lines_and_long_series_stay_finite(void **state)
{
    (void)state;
    enum { MANY = 500 };
    static double t[MANY], y[MANY];
    clg_random random = clg_random_stream(3, "long", 0, 0, 0);
    clg_smooth smooth = smooth_for(MANY);

    for (uint32_t i = 0; i < MANY; i++)
        t[i] = i;
    for (uint32_t i = 0; i < MANY; i++)
        y[i] = 1e6;
    check_ok(clg_smooth_fit(&smooth, t, y, NULL, MANY, NULL, &err));
    assert_int_equal(smooth.kind, CLG_SMOOTH_LINE);
    check_near(smooth.fit[MANY / 2], 1e6, 1e-7);
    for (uint32_t i = 0; i < MANY; i++)
        y[i] = 3.0 - 0.1 * i;
    check_ok(clg_smooth_fit(&smooth, t, y, NULL, MANY, NULL, &err));
    assert_int_equal(smooth.kind, CLG_SMOOTH_LINE);
    check_near(smooth.fit[MANY - 1], 3.0 - 0.1 * (MANY - 1), 1e-10);
    for (uint32_t i = 0; i < MANY; i++)
        y[i] = 0.002 * t[i] + clg_random_uniform(&random);
    check_ok(clg_smooth_fit(&smooth, t, y, NULL, MANY, NULL, &err));
    assert_true(smooth.edf < 6.0 && isfinite(smooth.error[0]));
    check_near(smooth.variance, 1.0 / 12.0, 0.01);
    for (uint32_t i = 0; i < MANY; i++)
        y[i] = i % 2;
    check_ok(clg_smooth_fit(&smooth, t, y, NULL, MANY, NULL, &err));
    assert_true(isfinite(smooth.fit[7]) && isfinite(smooth.error[7]));
    clg_smooth_clear(&smooth);
}

static void bad_points_are_refused(void **state)
{
    (void)state;
    const double t[] = {0, 1, 1}, y[] = {1, 2, 3}, w[] = {1, 0, 1};
    clg_smooth_options given = {CLG_SMOOTH_LAMBDA, -1.0, 1.0};
    clg_smooth_options gcv = {CLG_SMOOTH_GCV, 0.0, 0.5};
    clg_smooth smooth = smooth_for(2);

    check_fails(clg_smooth_fit(&smooth, t, y, NULL, 3, NULL, &err), CLG_ERROR_ARGUMENT,
                "more than 2 points, which there is room for");
    check_fails(clg_smooth_fit(&smooth, t + 1, y, NULL, 2, NULL, &err),
                CLG_ERROR_ARGUMENT, "time 1 follows time 1, expected a later one");
    check_fails(clg_smooth_fit(&smooth, t, y, w, 2, NULL, &err), CLG_ERROR_ARGUMENT,
                "point 1 is (1, 2) with weight 0, expected finite numbers and a weight "
                "above 0");
    check_fails(clg_smooth_fit(&smooth, t, y, NULL, 2, &given, &err),
                CLG_ERROR_ARGUMENT, "lambda is -1, expected 0 or more");
    check_fails(clg_smooth_fit(&smooth, t, y, NULL, 2, &gcv, &err), CLG_ERROR_ARGUMENT,
                "the trace is multiplied by 0.5, expected 1 or more");
    clg_smooth_clear(&smooth);
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    clg_smooth smooth;

    clg_test_allocations_left = 0;
    assert_int_equal(clg_smooth_init(&smooth, 10, NULL), CLG_ERROR_MEMORY);
    clg_test_allocations_left = -1;
    clg_smooth_clear(&smooth);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference_fits_are_met),
        cmocka_unit_test(bands_do_what_dense_matrices_do),
        cmocka_unit_test(lambda_is_the_best_of_a_grid),
        cmocka_unit_test(units_of_time_and_value_do_not_matter),
        cmocka_unit_test(the_curve_between_and_beyond_the_points),
        cmocka_unit_test(short_series_have_a_mean_or_a_line),
        cmocka_unit_test(missing_values_are_passed_over),
        cmocka_unit_test(lines_stay_lines_and_long_series_stay_finite),
        cmocka_unit_test(bad_points_are_refused),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
