/* Shrinkage of normal estimates: R's metafor and lme4, cases by hand, each rule against
 * its definition on a grid, invariances, odd input, coverage in simulated networks. */
#include "check.h"

#include "compare/shrinkage.h"

#include "base/memory.h"
#include "base/random.h"
#include "base/special.h"
#include "reference.h"

#include <string.h>

enum { STUDIES = 13, BATCHES = 6, MOST = 40 };

static const clg_tau2_rule rules[] = {CLG_TAU2_PM, CLG_TAU2_DL, CLG_TAU2_REML,
                                      CLG_TAU2_ML, CLG_TAU2_HE};
static const char *const rule_names[] = {"PM", "DL", "REML", "ML", "HE"};

static void trials_of_bcg_are_as_in_metafor(void **state)
{
    (void)state;
    double rows[STUDIES * 3], y[STUDIES], v[STUDIES], mean[STUDIES], error[STUDIES];
    json_t *all = reference_load("eb/eb2_bcg.json");

    assert_int_equal(reference_table("eb/bcg.csv", 3, rows, STUDIES), STUDIES);
    for (int i = 0; i < STUDIES; i++) {
        y[i] = rows[3 * i + 1];
        v[i] = rows[3 * i + 2];
    }
    for (size_t k = 0; k < COUNT_OF(rules); k++) {
        const json_t *expected = json_object_get(all, rule_names[k]);
        clg_posterior schools[STUDIES];
        clg_pool pool;
        check_ok(clg_pool_normal(y, v, STUDIES, rules[k], &pool, schools, &err));
        /* the reference seeks the root of PM to 1e-4 only */
        double tolerance = rules[k] == CLG_TAU2_PM ? 3e-5 : 1e-8;
        check_near(pool.mean, reference_number(expected, "mu"), tolerance);
        check_near(pool.mean_error, reference_number(expected, "se"), tolerance);
        check_near(pool.tau2, reference_number(expected, "tau2"), tolerance);
        check_near(pool.q, reference_number(expected, "Q"), 1e-9);
        check_near(pool.i2, reference_number(expected, "I2"), 100.0 * tolerance);
        check_near(pool.h2, 1.0 / (1.0 - pool.i2 / 100.0), 1e-9);
        reference_array(expected, "blup", mean, STUDIES);
        reference_array(expected, "blup_se", error, STUDIES);
        for (int i = 0; i < STUDIES; i++) {
            check_near(schools[i].mean, mean[i], tolerance);
            check_near(sqrt(schools[i].variance), error[i], tolerance);
        }
        assert_int_equal(pool.status, CLG_POOL_OK);
        assert_true(pool.q_p < 1e-20 && pool.q_p > 0.0);
    }
    json_decref(all);
}

/* Six batches of five: the means, with the variance within batches over five, are a
 * normal-normal model whose REML tau2 is lme4's. */
static void batches_of_dyestuff_are_as_in_lme4(void **state)
{
    (void)state;
    enum { EACH = 5 };
    double rows[BATCHES * EACH * 2], y[BATCHES] = {0}, v[BATCHES], blup[BATCHES],
                                     condvar[BATCHES];
    json_t *all = reference_load("eb/eb1_dyestuff.json");
    const char *const names[] = {"REML", "ML"};
    const clg_tau2_rule pair[] = {CLG_TAU2_REML, CLG_TAU2_ML};

    assert_int_equal(reference_table("eb/dyestuff.csv", 2, rows, BATCHES * EACH),
                     BATCHES * EACH);
    for (int i = 0; i < BATCHES * EACH; i++)
        y[i / EACH] += rows[2 * i + 1] / EACH;
    for (size_t k = 0; k < COUNT_OF(pair); k++) {
        const json_t *expected = json_object_get(all, names[k]);
        clg_posterior schools[BATCHES];
        clg_pool pool;
        for (int i = 0; i < BATCHES; i++)
            v[i] = reference_number(expected, "sigma2") / EACH;
        reference_array(expected, "blup", blup, BATCHES);
        reference_array(expected, "condvar", condvar, BATCHES);
        check_ok(clg_pool_normal(y, v, BATCHES, pair[k], &pool, schools, &err));
        check_near(pool.mean, reference_number(expected, "mu"), 1e-9);
        check_near(pool.mean_error, reference_number(expected, "se"), 1e-6);
        check_near(pool.tau2, reference_number(expected, "tau2"), 1e-4);
        for (int i = 0; i < BATCHES; i++) {
            double given = v[i] / (v[i] + pool.tau2);
            double of_mean = given * given * pool.mean_error * pool.mean_error;
            check_near(schools[i].mean - pool.mean, blup[i], 1e-6);
            check_near(schools[i].variance - of_mean, condvar[i], 1e-5);
        }
    }
    json_decref(all);
}

/* Four schools 0, 4, 8, 12 of variance 1: mean 6, var 80/3, so that every rule without
 * bias has tau2 = 77/3, and ML 20 - 1. */
static void equal_variances_by_hand(void **state)
{
    (void)state;
    const double y[] = {0, 4, 8, 12}, v[] = {1, 1, 1, 1};
    clg_posterior schools[4];
    clg_pool pool;

    for (size_t k = 0; k < COUNT_OF(rules); k++) {
        double tau2 = rules[k] == CLG_TAU2_ML ? 19.0 : 77.0 / 3.0;
        double kept = tau2 / (tau2 + 1.0);
        check_ok(clg_pool_normal(y, v, 4, rules[k], &pool, schools, &err));
        check_near(pool.tau2, tau2, 1e-12);
        check_near(pool.mean, 6.0, 1e-14);
        check_near(pool.q, 80.0, 1e-12);
        check_near(schools[0].mean, 6.0 - 6.0 * kept, 1e-13);
        check_near(schools[0].variance,
                   kept + (1.0 - kept) * (1.0 - kept) * (tau2 + 1.0) / 4.0, 1e-13);
        check_near(schools[0].high - schools[0].mean,
                   1.959963984540054 * sqrt(schools[0].variance), 1e-13);
        /* t(2) at .975 is .95 sqrt(2 / (1 - .95^2)) = 4.302652729911275 */
        check_near(pool.high - pool.mean,
                   4.302652729911275 * sqrt(tau2 + (tau2 + 1.0) / 4.0), 1e-9);
    }
}

static double normal_of(clg_random *random)
{
    return clg_normal_quantile(0.5 * clg_random_uniform(random) + 0x1p-55) *
           (clg_random_below(random, 2) == 0 ? 1.0 : -1.0);
}

static void draw_schools(uint64_t number, double spread, uint32_t count, double *y,
                         double *v)
{
    clg_random random = clg_random_stream(11, "schools", number, 0, 0);

    for (uint32_t i = 0; i < count; i++) {
        double size = clg_random_uniform(&random);
        v[i] = 0.05 + 2.0 * size * size;
        y[i] = 5.0 + sqrt(v[i] + spread) * normal_of(&random);
    }
}

/* -2 log of the (restricted) likelihood, plainly. */
static double deviance_of(const double *y, const double *v, uint32_t n, double tau2,
                          int is_restricted)
{
    double w = 0.0, wy = 0.0, sum = 0.0;

    for (uint32_t i = 0; i < n; i++) {
        w += 1.0 / (v[i] + tau2);
        wy += y[i] / (v[i] + tau2);
        sum += log(v[i] + tau2);
    }
    for (uint32_t i = 0; i < n; i++)
        sum += (y[i] - wy / w) * (y[i] - wy / w) / (v[i] + tau2);
    return sum + (is_restricted ? log(w) : 0.0);
}

static void likelihood_is_highest_where_it_says(void **state)
{
    (void)state;
    double y[MOST], v[MOST];
    clg_pool pool;

    for (uint64_t round = 0; round < 300; round++) {
        uint32_t n = 2 + (uint32_t)(round % 12);
        draw_schools(round, (double)(round % 5) * 0.3, n, y, v);
        if (round % 3 == 0)
            v[0] = 0.001; /* one precise school may make two maxima */
        for (int restricted = 0; restricted < 2; restricted++) {
            double best;
            check_ok(clg_pool_normal(y, v, n, restricted ? CLG_TAU2_REML : CLG_TAU2_ML,
                                     &pool, NULL, &err));
            best = deviance_of(y, v, n, pool.tau2, restricted);
            for (int k = 0; k <= 3000; k++) {
                double tau2 = 60.0 * pow(k / 3000.0, 4.0);
                assert_true(deviance_of(y, v, n, tau2, restricted) >= best - 1e-9);
            }
        }
    }
}

static void paule_mandel_makes_chi_square_its_degrees(void **state)
{
    (void)state;
    double y[MOST], v[MOST];

    for (uint64_t round = 0; round < 300; round++) {
        uint32_t n = 2 + (uint32_t)(round % 38);
        double w = 0.0, wy = 0.0, sum = 0.0;
        clg_pool pool;
        draw_schools(round, 0.5, n, y, v);
        check_ok(clg_pool_normal(y, v, n, CLG_TAU2_PM, &pool, NULL, &err));
        for (uint32_t i = 0; i < n; i++) {
            w += 1.0 / (v[i] + pool.tau2);
            wy += y[i] / (v[i] + pool.tau2);
        }
        for (uint32_t i = 0; i < n; i++)
            sum += (y[i] - wy / w) * (y[i] - wy / w) / (v[i] + pool.tau2);
        if (pool.tau2 > 0.0)
            check_near(sum, n - 1.0, 1e-9 * n);
        else
            assert_true(sum <= n - 1.0);
        check_near(pool.mean, wy / w, 1e-12);
    }
}

static void schools_move_towards_the_mean_and_small_ones_more(void **state)
{
    (void)state;
    double y[MOST], v[MOST];
    clg_posterior schools[MOST];
    clg_pool pool;

    for (uint64_t round = 0; round < 50; round++) {
        draw_schools(round, 0.6, MOST, y, v);
        check_ok(clg_pool_normal(y, v, MOST, rules[round % 5], &pool, schools, &err));
        for (int i = 0; i < MOST; i++) {
            double kept = (schools[i].mean - pool.mean) / (y[i] - pool.mean);
            assert_true(kept >= -1e-12 && kept <= 1.0 + 1e-12);
            check_near(kept, pool.tau2 / (pool.tau2 + v[i]), 1e-9);
            assert_true(schools[i].variance <= v[i] * (1.0 + 1e-12));
        }
    }
}

/* Turned round, in another unit, with another zero, and with missing schools among
 * them, schools say the same. */
static void order_and_units_do_not_matter(void **state)
{
    (void)state;
    double y[MOST], v[MOST], other_y[MOST + 2], other_v[MOST + 2];
    clg_posterior one[MOST], other[MOST + 2];
    clg_pool pool, same;

    draw_schools(77, 0.6, MOST, y, v);
    other_y[0] = (double)NAN;
    other_v[0] = -1.0;
    other_y[MOST + 1] = 3.0;
    other_v[MOST + 1] = (double)NAN;
    for (int i = 0; i < MOST; i++) {
        other_y[MOST - i] = 100.0 * y[i] + 1e6;
        other_v[MOST - i] = 1e4 * v[i];
    }
    for (size_t k = 0; k < COUNT_OF(rules); k++) {
        check_ok(clg_pool_normal(y, v, MOST, rules[k], &pool, one, &err));
        check_ok(
            clg_pool_normal(other_y, other_v, MOST + 2, rules[k], &same, other, &err));
        check_near(same.tau2, 1e4 * pool.tau2, 1e-6);
        check_near(same.i2, pool.i2, 1e-9);
        assert_int_equal(same.used_count, MOST);
        assert_int_equal(other[0].status, CLG_POSTERIOR_MISSING);
        assert_int_equal(other[MOST + 1].status, CLG_POSTERIOR_MISSING);
        assert_true(isnan(other[0].mean) && isnan(other[MOST + 1].low));
        for (int i = 0; i < MOST; i++)
            check_near(other[MOST - i].mean, 100.0 * one[i].mean + 1e6, 1e-6);
    }
}

static void no_school_and_one_school(void **state)
{
    (void)state;
    const double y[] = {NAN, 3.0}, v[] = {1.0, 4.0};
    clg_posterior schools[2];
    clg_pool pool;

    for (size_t k = 0; k < COUNT_OF(rules); k++) {
        check_ok(clg_pool_normal(NULL, NULL, 0, rules[k], &pool, schools, &err));
        assert_int_equal(pool.status, CLG_POOL_EMPTY);
        assert_true(isnan(pool.mean) && isnan(pool.tau2) && isnan(pool.low));
        check_ok(clg_pool_normal(y, v, 1, rules[k], &pool, schools, &err));
        assert_int_equal(pool.status, CLG_POOL_EMPTY);
        assert_int_equal(schools[0].status, CLG_POSTERIOR_MISSING);

        check_ok(clg_pool_normal(y, v, 2, rules[k], &pool, schools, &err));
        assert_int_equal(pool.status, CLG_POOL_SINGLE);
        check_near(pool.tau2, 0.0, 0.0);
        check_near(pool.mean, 3.0, 0.0);
        check_near(schools[1].mean, 3.0, 0.0);
        check_near(schools[1].variance, 4.0, 1e-15);
        assert_true(isnan(pool.q_p) && isnan(pool.i2) && isnan(pool.low));
    }
}

static void schools_that_differ_by_chance_alone_are_all_the_mean(void **state)
{
    (void)state;
    const double near[] = {1.0, 1.1, 0.9}, same[] = {2, 2, 2}, v[] = {1.0, 2.0, 0.5};
    clg_posterior schools[3];
    clg_pool pool;

    for (size_t k = 0; k < COUNT_OF(rules); k++) {
        check_ok(clg_pool_normal(near, v, 3, rules[k], &pool, schools, &err));
        assert_int_equal(pool.status, CLG_POOL_HOMOGENEOUS);
        check_near(pool.tau2, 0.0, 0.0);
        check_near(pool.mean, (1.0 + 0.55 + 1.8) / 3.5, 1e-15);
        for (int i = 0; i < 3; i++) {
            check_near(schools[i].mean, pool.mean, 0.0);
            check_near(schools[i].variance, 1.0 / 3.5, 1e-15);
        }
        check_near(pool.i2, 0.0, 0.0);
        check_ok(clg_pool_normal(same, v, 3, rules[k], &pool, schools, &err));
        check_near(pool.mean, 2.0, 0.0);
        check_near(pool.q_p, 1.0, 0.0);
    }
}

static void bad_estimates_are_refused(void **state)
{
    (void)state;
    const double y[] = {1.0, 2.0}, zero[] = {1.0, 0.0}, infinite[] = {INFINITY, 1.0};
    clg_pool pool;

    check_fails(clg_pool_normal(y, zero, 2, CLG_TAU2_PM, &pool, NULL, &err),
                CLG_ERROR_ARGUMENT,
                "estimate 1 has variance 0, expected a finite number above 0");
    check_fails(clg_pool_normal(y, infinite, 2, CLG_TAU2_PM, &pool, NULL, &err),
                CLG_ERROR_ARGUMENT,
                "estimate 0 has variance inf, expected a finite number above 0");
    check_fails(clg_pool_normal(infinite, y, 2, CLG_TAU2_PM, &pool, NULL, &err),
                CLG_ERROR_ARGUMENT, "estimate 0 is infinite");
    check_fails(clg_pool_normal(y, y, 2, (clg_tau2_rule)9, &pool, NULL, &err),
                CLG_ERROR_ARGUMENT, "unknown rule 9 for tau2");
}

/* Networks whose truth is known: 95 % intervals of schools and of a new school hold it
 * about as often, and tau2 is right on average. */
static void intervals_hold_the_truth_about_as_often_as_they_say(void **state)
{
    (void)state;
    enum { NETWORKS = 300 };
    clg_random random = clg_random_stream(12, "networks", 0, 0, 0);
    double inside = 0.0, new_inside = 0.0, tau2 = 0.0;

    for (int network = 0; network < NETWORKS; network++) {
        double y[MOST], v[MOST], truth[MOST + 1];
        clg_posterior schools[MOST];
        clg_pool pool;
        for (int i = 0; i <= MOST; i++)
            truth[i] = 2.0 + normal_of(&random);
        for (int i = 0; i < MOST; i++) {
            v[i] = 0.1 + 2.0 * clg_random_uniform(&random);
            y[i] = truth[i] + sqrt(v[i]) * normal_of(&random);
        }
        check_ok(clg_pool_normal(y, v, MOST, CLG_TAU2_PM, &pool, schools, &err));
        tau2 += pool.tau2 / NETWORKS;
        new_inside += truth[MOST] >= pool.low && truth[MOST] <= pool.high;
        for (int i = 0; i < MOST; i++)
            inside += truth[i] >= schools[i].low && truth[i] <= schools[i].high;
    }
    check_near(tau2, 1.0, 0.08);
    check_near(inside / (NETWORKS * MOST), 0.94, 0.02);
    check_near(new_inside / NETWORKS, 0.95, 0.04);
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    const double y[] = {1.0, 2.0}, v[] = {1.0, 1.0};
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    for (; status != CLG_OK; allowed++) {
        clg_pool pool;
        clg_test_allocations_left = allowed;
        status = clg_pool_normal(y, v, 2, CLG_TAU2_PM, &pool, NULL, NULL);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
    }
    assert_int_equal(allowed, 3);
}

static void every_outcome_has_words(void **state)
{
    (void)state;
    for (clg_pool_status s = CLG_POOL_OK; s <= CLG_POOL_NO_EVENTS; s++)
        assert_string_not_equal(clg_pool_status_text(s), "unknown");
    assert_string_equal(clg_pool_status_text((clg_pool_status)99), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trials_of_bcg_are_as_in_metafor),
        cmocka_unit_test(batches_of_dyestuff_are_as_in_lme4),
        cmocka_unit_test(equal_variances_by_hand),
        cmocka_unit_test(likelihood_is_highest_where_it_says),
        cmocka_unit_test(paule_mandel_makes_chi_square_its_degrees),
        cmocka_unit_test(schools_move_towards_the_mean_and_small_ones_more),
        cmocka_unit_test(order_and_units_do_not_matter),
        cmocka_unit_test(no_school_and_one_school),
        cmocka_unit_test(schools_that_differ_by_chance_alone_are_all_the_mean),
        cmocka_unit_test(bad_estimates_are_refused),
        cmocka_unit_test(intervals_hold_the_truth_about_as_often_as_they_say),
        cmocka_unit_test(exhausted_memory_is_reported),
        cmocka_unit_test(every_outcome_has_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
