/* clg_comparison_make: the parts put together. R's metafor through it, sizes taken off,
 * every status, planted outliers, what a stable network raises, exhausted memory. */
#include "check.h"

#include "compare/comparison.h"

#include "base/memory.h"
#include "base/random.h"
#include "base/special.h"
#include "reference.h"

#include <stdio.h>
#include <string.h>

enum { STUDIES = 13, MOST = 200, NAME = 8 };

static const double none = (double)NAN;

/* Names s000, s001, ... */
static const char *const *names_of(uint32_t count)
{
    static char texts[MOST][NAME];
    static const char *names[MOST];

    for (uint32_t i = 0; i < count; i++) {
        snprintf(texts[i], NAME, "s%03u", i % 1000);
        names[i] = texts[i];
    }
    return names;
}

static double normal(clg_random *dice)
{
    return clg_normal_quantile(clg_random_uniform(dice) + 1e-12);
}

static void trials_of_bcg_are_as_in_metafor(void **state)
{
    (void)state;
    double rows[STUDIES * 3], y[STUDIES], se[STUDIES], mean[STUDIES];
    const clg_estimates estimates = {CLG_ESTIMATES_NORMAL, y, se, {NULL}, 0};
    clg_comparison_options options = CLG_COMPARISON_OPTIONS_INIT;
    json_t *all = reference_load("eb/eb2_bcg.json");
    clg_comparison c;

    assert_int_equal(reference_table("eb/bcg.csv", 3, rows, STUDIES), STUDIES);
    for (int i = 0; i < STUDIES; i++) {
        y[i] = rows[3 * i + 1];
        se[i] = sqrt(rows[3 * i + 2]);
    }
    options.tau2 = CLG_TAU2_REML;
    check_ok(clg_comparison_make(&estimates, names_of(STUDIES), STUDIES, &options, &c,
                                 &err));
    reference_array(json_object_get(all, "REML"), "blup", mean, STUDIES);
    for (int i = 0; i < STUDIES; i++) {
        check_near(c.schools[i].shrunk, mean[i], 1e-8);
        check_near(c.schools[i].raw, y[i], 0.0);
        assert_true(c.schools[i].low < mean[i] && mean[i] < c.schools[i].high);
        assert_true(c.schools[i].inner_low > c.schools[i].low);
        assert_int_equal(c.schools[i].status, CLG_COMPARED_OK);
        assert_true(isnan(c.schools[i].expected));
    }
    check_near(c.tau2, 0.313243258136486, 1e-8);
    assert_int_equal(c.size_use, CLG_SIZE_USE_UNKNOWN);
    clg_comparison_clear(&c);
    json_decref(all);
}

/* A line of the logarithm of size, and one school 2 units off it. */
static void what_size_explains_is_taken_off(void **state)
{
    (void)state;
    enum { SCHOOLS = 60, ODD = 17 };
    double y[SCHOOLS], se[SCHOOLS], people[SCHOOLS];
    clg_estimates estimates = {CLG_ESTIMATES_NORMAL, y, se, {people}, 1};
    clg_comparison_options options = CLG_COMPARISON_OPTIONS_INIT;
    clg_random dice = clg_random_stream(2, "size", 0, 0, 0);
    clg_comparison c;

    for (int i = 0; i < SCHOOLS; i++) {
        people[i] = 10.0 + i;
        se[i] = 0.2;
        y[i] =
            5.0 - 2.0 * log(people[i]) + 0.2 * normal(&dice) + (i == ODD ? 2.0 : 0.0);
    }
    check_ok(
        clg_comparison_make(&estimates, names_of(SCHOOLS), SCHOOLS, NULL, &c, &err));
    assert_int_equal(c.size_use, CLG_SIZE_USE_ADJUSTED);
    check_near(c.size.slope[0], -2.0, 0.3);
    assert_int_equal(c.schools[ODD].flag, 1);
    assert_int_equal(c.flags, 1);
    assert_int_equal(c.discoveries, 1);
    check_near(c.schools[ODD].raw - c.schools[ODD].expected, 2.0, 0.5);
    check_near(c.schools[ODD].rank.expected, SCHOOLS, 1.5);
    clg_comparison_clear(&c);

    people[3] = none;
    check_ok(
        clg_comparison_make(&estimates, names_of(SCHOOLS), SCHOOLS, NULL, &c, &err));
    assert_int_equal(c.schools[3].status, CLG_COMPARED_NO_SIZE);
    clg_comparison_clear(&c);

    options.is_unadjusted = true;
    check_ok(clg_comparison_make(&estimates, names_of(SCHOOLS), SCHOOLS, &options, &c,
                                 &err));
    assert_int_equal(c.size_use, CLG_SIZE_USE_DECLINED);
    assert_int_equal(c.schools[3].status, CLG_COMPARED_OK);
    clg_comparison_clear(&c);
    check_ok(clg_comparison_make(&estimates, names_of(6), 6, NULL, &c, &err));
    assert_int_equal(c.size_use, CLG_SIZE_USE_TOO_FEW);
    assert_int_equal(c.schools[0].status, CLG_COMPARED_OK);
    clg_comparison_clear(&c);
}

static void odd_schools_have_a_status(void **state)
{
    (void)state;
    const double y[] = {1.0, none, 2.0, 3.0, 4.0}, se[] = {0.5, 0.5, 0.0, none, 0.5};
    const double events[] = {3.0, 0.0, none, 9.0}, exposure[] = {2.0, 0.0, 1.0, 3.0};
    const double nothing[] = {0.0, 0.0};
    clg_estimates estimates = {CLG_ESTIMATES_NORMAL, y, se, {NULL}, 0};
    clg_comparison c;

    check_ok(clg_comparison_make(&estimates, names_of(5), 5, NULL, &c, &err));
    assert_int_equal(c.schools[0].status, CLG_COMPARED_OK);
    assert_int_equal(c.schools[1].status, CLG_COMPARED_MISSING);
    assert_int_equal(c.schools[2].status, CLG_COMPARED_NO_ERROR);
    assert_int_equal(c.schools[3].status, CLG_COMPARED_NO_ERROR);
    assert_int_equal(c.used_count, 2);
    assert_true(isnan(c.schools[2].shrunk) && isnan(c.schools[2].rank.expected));
    clg_comparison_clear(&c);

    check_ok(clg_comparison_make(&estimates, names_of(1), 1, NULL, &c, &err));
    assert_int_equal(c.status, CLG_POOL_SINGLE);
    assert_int_equal(c.schools[0].status, CLG_COMPARED_UNPOOLED);
    clg_comparison_clear(&c);

    estimates = (clg_estimates){CLG_ESTIMATES_EVENTS, events, exposure, {NULL}, 0};
    check_ok(clg_comparison_make(&estimates, names_of(4), 4, NULL, &c, &err));
    assert_int_equal(c.schools[1].status, CLG_COMPARED_PRIOR);
    assert_true(isnan(c.schools[1].raw) && isfinite(c.schools[1].shrunk));
    assert_int_equal(c.schools[2].status, CLG_COMPARED_MISSING);
    check_near(c.schools[3].raw, 3.0, 0.0);
    clg_comparison_clear(&c);

    estimates = (clg_estimates){CLG_ESTIMATES_EVENTS, nothing, exposure, {NULL}, 0};
    check_ok(clg_comparison_make(&estimates, names_of(2), 2, NULL, &c, &err));
    assert_int_equal(c.status, CLG_POOL_NO_EVENTS);
    assert_int_equal(c.schools[0].status, CLG_COMPARED_UNPOOLED);
    clg_comparison_clear(&c);
}

static void equal_schools_are_all_their_mean(void **state)
{
    (void)state;
    const double y[] = {2.0, 2.0, 2.0}, se[] = {1.0, 1.0, 1.0};
    const clg_estimates estimates = {CLG_ESTIMATES_NORMAL, y, se, {NULL}, 0};
    clg_comparison c;

    check_ok(clg_comparison_make(&estimates, names_of(3), 3, NULL, &c, &err));
    assert_int_equal(c.status, CLG_POOL_HOMOGENEOUS);
    check_near(c.schools[1].shrunk, 2.0, 1e-15);
    check_near(c.schools[1].rank.expected, 2.0, 1e-12);
    assert_int_equal(c.flags, 0);
    clg_comparison_clear(&c);
}

/* Shares of schools that are all alike: flags come no oftener than they say. */
static void a_stable_network_raises_what_it_should(void **state)
{
    (void)state;
    enum { NETWORKS = 60 };
    double successes[MOST], trials[MOST], flags = 0.0, expected = 0.0;
    const clg_estimates estimates = {
        CLG_ESTIMATES_SHARES, successes, trials, {NULL}, 0};
    clg_comparison_options options = CLG_COMPARISON_OPTIONS_INIT;
    uint32_t discoveries = 0;

    options.ranks.draws = 0;
    for (uint64_t r = 0; r < NETWORKS; r++) {
        clg_random dice = clg_random_stream(7, "stable", 0, 0, r);
        clg_comparison c;
        for (int i = 0; i < MOST; i++) {
            trials[i] = 20.0 + clg_random_below(&dice, 60);
            successes[i] = 0.0;
            for (int t = 0; t < trials[i]; t++)
                successes[i] += clg_random_uniform(&dice) < 0.4;
        }
        check_ok(
            clg_comparison_make(&estimates, names_of(MOST), MOST, &options, &c, &err));
        flags += c.flags;
        expected += c.flags_by_chance;
        discoveries += c.discoveries > 0;
        clg_comparison_clear(&c);
    }
    check_near(expected, 0.002 * NETWORKS * MOST, 1e-9);
    assert_true(flags < expected + 4.0 * sqrt(expected));
    assert_true(discoveries <= 10); /* 5 % of 60, and chance */
}

static void results_are_those_of_the_options_seed(void **state)
{
    (void)state;
    const double y[] = {1.0, 2.0, 4.0, 9.0}, se[] = {1.0, 1.0, 1.0, 1.0};
    const clg_estimates estimates = {CLG_ESTIMATES_NORMAL, y, se, {NULL}, 0};
    clg_comparison a, b;

    check_ok(clg_comparison_make(&estimates, names_of(4), 4, NULL, &a, &err));
    check_ok(clg_comparison_make(&estimates, names_of(4), 4, NULL, &b, &err));
    assert_memory_equal(a.schools, b.schools, 4 * sizeof *a.schools);
    clg_comparison_clear(&a);
    clg_comparison_clear(&b);
    assert_string_equal(clg_compared_status_name(CLG_COMPARED_UNPOOLED), "not_pooled");
    assert_string_equal(clg_size_use_name(CLG_SIZE_USE_TOO_FEW), "too_few_schools");
    assert_null(clg_estimate_family_name(CLG_ESTIMATE_FAMILY_COUNT));
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    const double y[] = {1.0, 2.0, 4.0, 9.0}, se[] = {1.0, 1.0, 1.0, 1.0};
    const clg_estimates estimates = {CLG_ESTIMATES_NORMAL, y, se, {NULL}, 0};
    clg_status status = CLG_ERROR_MEMORY;

    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_comparison c;
        clg_test_allocations_left = allowed;
        status = clg_comparison_make(&estimates, names_of(4), 4, NULL, &c, &err);
        clg_test_allocations_left = -1;
        clg_comparison_clear(&c);
        if (status != CLG_OK)
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trials_of_bcg_are_as_in_metafor),
        cmocka_unit_test(what_size_explains_is_taken_off),
        cmocka_unit_test(odd_schools_have_a_status),
        cmocka_unit_test(equal_schools_are_all_their_mean),
        cmocka_unit_test(a_stable_network_raises_what_it_should),
        cmocka_unit_test(results_are_those_of_the_options_seed),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
