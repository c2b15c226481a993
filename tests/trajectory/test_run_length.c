/* Run lengths: one window by hand, a published series, the sum over every segmentation
 * of short series, missing windows, zero and unit, refused options, exhausted memory.
 */
#include "check.h"

#include "base/memory.h"
#include "base/random.h"
#include "trajectory/change/run_length.h"

#include <jansson.h>
#include <stdbool.h>
#include <string.h>

#define FOLDER SHARED_FOLDER "/oracles/trajectories/cp"

static const clg_run_options plain = {0.02, {0.0, 1.0, 1.0, 1.0}, 0, 3};

static clg_run_lengths find(const double *values, uint32_t length,
                            clg_run_options options)
{
    clg_run_lengths found;

    check_ok(clg_run_lengths_find(values, length, &options, &found, &err));
    return found;
}

static void one_window_is_a_student_t(void **state)
{
    (void)state;
    const double x[] = {1.0};
    clg_run_lengths found = find(x, 1, plain);

    /* 2 degrees of freedom, squared scale 2: (1 + 1/4)^(-3/2) / (2 sqrt 2 sqrt 2). */
    check_near(found.log_evidence, -1.5 * log(1.25) - log(4.0), 1e-14);
    assert_int_equal(found.most_likely[0], 1);
    check_near(found.last[0], 0.02, 1e-15);
    check_near(found.last[1], 0.98, 1e-15);
    check_near(found.alarm[0], 1.0, 1e-15);
    clg_run_lengths_clear(&found);
}

static void a_published_series_has_its_run_lengths(void **state)
{
    (void)state;
    json_t *root = json_load_file(FOLDER "/cp3_bocpd.json", 0, NULL);
    const json_t *y = json_object_get(root, "y"), *last, *likely;
    clg_run_lengths found;
    double values[60];

    if (root == NULL) {
        print_message("no oracle file in " FOLDER "\n");
        skip();
    }
    assert_int_equal(json_array_size(y), 60);
    for (size_t t = 0; t < 60; t++)
        values[t] = json_number_value(json_array_get(y, t));
    found = find(values, 60, plain);
    check_near(found.log_evidence,
               json_number_value(json_object_get(root, "log_evidence")), 1e-10);
    likely = json_object_get(root, "map_runlength");
    for (size_t t = 0; t < 60; t++)
        assert_int_equal(found.most_likely[t],
                         json_integer_value(json_array_get(likely, t)));
    last = json_object_get(root, "r_last");
    assert_int_equal(json_array_size(last), 61);
    for (size_t r = 0; r <= 60; r++)
        check_near(found.last[r], json_number_value(json_array_get(last, r)), 1e-12);
    clg_run_lengths_clear(&found);
    json_decref(root);
}

/* ---- against every segmentation ---- */

/* log p(x_begin .. x_end-1) of one run, by the closed form of the normal-gamma. */
static double run_evidence(const double *x, uint32_t begin, uint32_t end,
                           const clg_run_prior *p)
{
    double n = 0.0, sum = 0.0, squares = 0.0, mean, k, a, b;

    for (uint32_t t = begin; t < end; t++) {
        if (isnan(x[t]))
            continue;
        n += 1.0;
        sum += x[t];
    }
    if (!(n > 0.0))
        return 0.0;
    mean = sum / n;
    for (uint32_t t = begin; t < end; t++)
        squares += isnan(x[t]) ? 0.0 : (x[t] - mean) * (x[t] - mean);
    k = p->k + n;
    a = p->a + 0.5 * n;
    b = p->b + 0.5 * squares + p->k * n * (mean - p->m) * (mean - p->m) / (2.0 * k);
    return lgamma(a) - lgamma(p->a) + p->a * log(p->b) - a * log(b) +
           0.5 * log(p->k / k) - 0.5 * n * log(6.283185307179586477);
}

/* Bit t of the mask: a run begins with window t + 1; the last bit with the one after.
 */
static void sum_all(const double *x, uint32_t n, const clg_run_options *options,
                    double *evidence, double *last)
{
    *evidence = 0.0;
    memset(last, 0, (n + 1) * sizeof *last);
    for (uint32_t mask = 0; mask < 1u << n; mask++) {
        double log_p = 0.0;
        uint32_t begin = 0;

        for (uint32_t t = 1; t <= n; t++) {
            bool changes = mask >> (t - 1) & 1;

            log_p += changes ? log(options->hazard) : log1p(-options->hazard);
            if (!changes && t < n)
                continue;
            log_p += run_evidence(x, begin, t, &options->prior);
            begin = changes ? t : begin;
        }
        *evidence += exp(log_p);
        last[n - begin] += exp(log_p);
    }
}

static void the_filter_sums_over_all_segmentations(void **state)
{
    (void)state;
    const clg_run_options options = {0.1, {0.5, 0.7, 1.5, 2.0}, 0, 2};

    for (uint64_t seed = 0; seed < 40; seed++) {
        clg_random random = clg_random_stream(seed, "runs", 0, 0, 0);
        uint32_t n = 1 + clg_random_below(&random, 9);
        double x[9], evidence, last[10], alarm = 0.0;
        clg_run_lengths found;

        for (uint32_t t = 0; t < n; t++)
            x[t] = clg_random_uniform(&random) < 0.2
                       ? NAN
                       : 4.0 * clg_random_uniform(&random) - 1.0;
        found = find(x, n, options);
        sum_all(x, n, &options, &evidence, last);
        check_near(found.log_evidence, log(evidence), 1e-11);
        for (uint32_t r = 0; r <= n; r++) {
            check_near(found.last[r], last[r] / evidence, 1e-11);
            alarm += r <= 2 ? last[r] / evidence : 0.0;
        }
        check_near(found.alarm[n - 1], alarm, 1e-11);
        clg_run_lengths_clear(&found);
    }
}

/* ---- zero and unit, edges ---- */

static void a_baseline_makes_units_irrelevant(void **state)
{
    (void)state;
    clg_run_options options = CLG_RUN_OPTIONS_INIT;
    double x[20], scaled[20];
    clg_run_lengths a, b;

    for (int t = 0; t < 20; t++) {
        x[t] = (t * 7 % 5) + (t >= 12 ? 40.0 : 0.0);
        scaled[t] = 1e6 + 1000.0 * x[t];
    }
    x[3] = scaled[3] = NAN;
    a = find(x, 20, options);
    b = find(scaled, 20, options);
    check_near(a.log_evidence, b.log_evidence, 1e-8);
    for (int t = 0; t < 20; t++)
        assert_int_equal(a.most_likely[t], b.most_likely[t]);
    assert_int_equal(a.most_likely[19], 8); /* the level of the last 8 windows */
    assert_int_equal(a.most_likely[11], 12);
    assert_true(a.alarm[13] > 0.9);
    assert_true(a.alarm[11] < 0.1);
    clg_run_lengths_clear(&a);
    clg_run_lengths_clear(&b);
}

static void short_constant_and_missing_series_have_finite_answers(void **state)
{
    (void)state;
    const double cases[][3] = {
        {5.0, 5.0, 5.0}, {NAN, NAN, NAN}, {NAN, 1e80, 2.0}, {0.0, 1e-80, 0.0}};

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        for (uint32_t n = 0; n <= 3; n++)
            for (int baseline = 0; baseline < 2; baseline++) {
                clg_run_options options = plain;
                clg_run_lengths found;
                double sum = 0.0;

                options.baseline = baseline != 0 ? 8 : 0;
                found = find(cases[i], n, options);
                assert_true(isfinite(found.log_evidence));
                for (uint32_t r = 0; r <= n; r++)
                    sum += found.last[r];
                check_near(sum, 1.0, 1e-12);
                clg_run_lengths_clear(&found);
            }
}

static void options_out_of_range_are_refused(void **state)
{
    (void)state;
    const double x[] = {1.0};
    clg_run_options options = plain;
    clg_run_lengths found;

    options.hazard = 1.0;
    check_fails(clg_run_lengths_find(x, 1, &options, &found, &err), CLG_ERROR_ARGUMENT,
                "hazard is 1, expected more than 0 and less than 1");
    options = plain;
    options.prior.b = 0.0;
    check_fails(clg_run_lengths_find(x, 1, &options, &found, &err), CLG_ERROR_ARGUMENT,
                "prior (0, 1, 1, 0), expected a number and three above 0");
    assert_null(found.last);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    const double x[] = {1.0, 2.0, NAN, 9.0};
    clg_status status = CLG_ERROR_MEMORY;

    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_run_lengths found;

        clg_test_allocations_left = allowed;
        status = clg_run_lengths_find(x, 4, &plain, &found, &err);
        clg_test_allocations_left = -1;
        assert_int_equal(status, err.code);
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        clg_run_lengths_clear(&found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_window_is_a_student_t),
        cmocka_unit_test(a_published_series_has_its_run_lengths),
        cmocka_unit_test(the_filter_sums_over_all_segmentations),
        cmocka_unit_test(a_baseline_makes_units_irrelevant),
        cmocka_unit_test(short_constant_and_missing_series_have_finite_answers),
        cmocka_unit_test(options_out_of_range_are_refused),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
