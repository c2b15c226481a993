/* Ranks: the reference, cases by hand, all pairs plainly, the grid against all pairs,
 * draws against what they estimate, invariances, odd input, memory. */
#include "check.h"

#include "compare/ranks.h"

#include "base/memory.h"
#include "base/random.h"
#include "base/special.h"
#include "reference.h"

#include <stdio.h>
#include <string.h>

enum { TRIALS = 13, MANY = 6000, SOME = 24 };

static void ranks_are_as_in_the_reference(void **state)
{
    (void)state;
    json_t *all = reference_load("eb/eb6_ranks.json");
    double theta[TRIALS], se[TRIALS], expected[TRIALS];
    clg_rank ranks[TRIALS];

    reference_array(all, "m", theta, TRIALS);
    reference_array(all, "se", se, TRIALS);
    reference_array(all, "expected_rank", expected, TRIALS);
    check_ok(clg_ranks_expected(theta, se, TRIALS, ranks, &err));
    for (int i = 0; i < TRIALS; i++) {
        check_near(ranks[i].expected, expected[i], 1e-11);
        check_near(ranks[i].percentile, (expected[i] - 0.5) / TRIALS, 1e-12);
        assert_true(isnan(ranks[i].low) && isnan(ranks[i].top));
    }
    json_decref(all);
}

/* Known schools have their places; two that are equal share one; of two a distance of
 * sqrt 2 apart with errors 1, the higher is higher with probability Phi(1). */
static void ranks_by_hand(void **state)
{
    (void)state;
    const double known[] = {5.0, 1.0, 3.0, 3.0}, zero[] = {0, 0, 0, 0};
    const double pair[] = {0.0, 1.4142135623730951}, one[] = {1.0, 1.0};
    const char *const ids[] = {"a", "b", "c", "d"};
    clg_rank_options options = CLG_RANK_OPTIONS_INIT;
    clg_rank ranks[4];

    options.draws = 3;
    check_ok(clg_ranks_find(known, zero, ids, 4, &options, ranks, &err));
    check_near(ranks[0].expected, 4.0, 0.0);
    check_near(ranks[1].expected, 1.0, 0.0);
    check_near(ranks[2].expected, 2.5, 0.0);
    check_near(ranks[3].low, 2.5, 0.0);
    check_near(ranks[3].high, 2.5, 0.0);
    check_near(ranks[0].top, 1.0, 0.0);
    check_near(ranks[1].top, 0.0, 0.0);

    check_ok(clg_ranks_expected(pair, one, 2, ranks, &err));
    check_near(ranks[1].expected, 1.8413447460685429, 1e-14);
    check_near(ranks[0].percentile, (2.0 - 0.8413447460685429 - 0.5) / 2.0, 1e-14);
}

static double normal_of(clg_random *random)
{
    return clg_normal_quantile(0.5 * clg_random_uniform(random) + 0x1p-55) *
           (clg_random_below(random, 2) == 0 ? 1.0 : -1.0);
}

static void draw_schools(uint64_t number, uint32_t count, double error, double *theta,
                         double *se)
{
    clg_random random = clg_random_stream(51, "schools", number, 0, 0);

    for (uint32_t i = 0; i < count; i++) {
        theta[i] = normal_of(&random);
        se[i] = error * (0.2 + 2.0 * pow(clg_random_uniform(&random), 3.0));
    }
}

static double plain_rank(const double *theta, const double *se, uint32_t count,
                         uint32_t i)
{
    double sum = 1.0;

    for (uint32_t j = 0; j < count; j++)
        if (j != i)
            sum += clg_normal_below((theta[i] - theta[j]) / hypot(se[i], se[j]));
    return sum;
}

static void expected_ranks_are_sums_over_pairs(void **state)
{
    (void)state;
    double theta[SOME], se[SOME], sum = 0.0;
    clg_rank ranks[SOME];

    draw_schools(1, SOME, 0.7, theta, se);
    check_ok(clg_ranks_expected(theta, se, SOME, ranks, &err));
    for (uint32_t i = 0; i < SOME; i++) {
        check_near(ranks[i].expected, plain_rank(theta, se, SOME, i), 1e-12);
        sum += ranks[i].expected;
    }
    check_near(sum, SOME * (SOME + 1) / 2.0, 1e-11);
}

/* Errors from far below the spread of schools to far above; schools in two clusters. */
static void grid_comes_near_to_all_pairs(void **state)
{
    (void)state;
    static double theta[MANY], se[MANY];
    static clg_rank ranks[MANY];
    const double scales[] = {0.001, 0.05, 0.5, 5.0};

    for (size_t k = 0; k < COUNT_OF(scales); k++) {
        draw_schools(k, MANY, scales[k], theta, se);
        if (k == 1)
            for (uint32_t i = 0; i < MANY; i += 2)
                theta[i] = 1000.0 + theta[i];
        check_ok(clg_ranks_expected(theta, se, MANY, ranks, &err));
        for (uint32_t i = 0; i < MANY; i += 41)
            check_near(ranks[i].percentile,
                       (plain_rank(theta, se, MANY, i) - 0.5) / MANY, 0.002);
    }
    for (uint32_t i = 0; i < MANY; i++)
        theta[i] = 1.0;
    check_ok(clg_ranks_expected(theta, se, MANY, ranks, &err));
    check_near(ranks[77].percentile, 0.5, 1e-9);
}

static void name_schools(char names[SOME][16], const char *ids[SOME])
{
    for (int i = 0; i < SOME; i++) {
        snprintf(names[i], sizeof names[i], "s%d", i);
        ids[i] = names[i];
    }
}

/* Intervals hold 95 % of the draws; the top tenth of 24 is 3 schools. */
static void draws_estimate_what_they_should(void **state)
{
    (void)state;
    enum { REPEATS = 4000 };
    double theta[SOME], se[SOME], tops = 0.0;
    char names[SOME][16];
    const char *ids[SOME];
    clg_random random = clg_random_stream(52, "again", 0, 0, 0);
    clg_rank_options options = CLG_RANK_OPTIONS_INIT;
    clg_rank ranks[SOME];
    int first_top = 0, inside = 0;

    name_schools(names, ids);
    draw_schools(2, SOME, 0.7, theta, se);
    options.draws = 20000;
    check_ok(clg_ranks_find(theta, se, ids, SOME, &options, ranks, &err));
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        double drawn[SOME];
        int rank = 1;
        for (int i = 0; i < SOME; i++)
            drawn[i] = theta[i] + se[i] * normal_of(&random);
        for (int i = 1; i < SOME; i++)
            rank += drawn[i] < drawn[0];
        first_top += rank > 21;
        inside += rank >= ranks[0].low && rank <= ranks[0].high;
    }
    check_near(ranks[0].top, first_top / (double)REPEATS, 0.025);
    assert_true(inside / (double)REPEATS > 0.935);
    for (int i = 0; i < SOME; i++) {
        tops += ranks[i].top;
        assert_true(ranks[i].low <= ranks[i].expected);
        assert_true(ranks[i].high >= ranks[i].expected);
        assert_true(ranks[i].low >= 1.0 && ranks[i].high <= SOME);
    }
    check_near(tops, 3.0, 1e-9);
}

/* A school's numbers are the same in any order, and do not depend on missing ones. */
static void order_does_not_matter(void **state)
{
    (void)state;
    double theta[SOME], se[SOME], other_theta[SOME + 1], other_se[SOME + 1];
    char names[SOME][16];
    const char *ids[SOME], *other_ids[SOME + 1];
    clg_rank one[SOME], other[SOME + 1];
    clg_rank_options seed = CLG_RANK_OPTIONS_INIT;
    int differences = 0;

    name_schools(names, ids);
    draw_schools(3, SOME, 0.7, theta, se);
    for (int i = 0; i < SOME; i++) {
        other_theta[SOME - i] = theta[i];
        other_se[SOME - i] = se[i];
        other_ids[SOME - i] = ids[i];
    }
    other_theta[0] = (double)NAN;
    other_se[0] = 1.0;
    other_ids[0] = "none";
    check_ok(clg_ranks_find(theta, se, ids, SOME, NULL, one, &err));
    check_ok(
        clg_ranks_find(other_theta, other_se, other_ids, SOME + 1, NULL, other, &err));
    assert_true(isnan(other[0].expected) && isnan(other[0].low) && isnan(other[0].top));
    for (int i = 0; i < SOME; i++) {
        check_near(other[SOME - i].expected, one[i].expected, 1e-12);
        check_near(other[SOME - i].low, one[i].low, 0.0);
        check_near(other[SOME - i].high, one[i].high, 0.0);
        check_near(other[SOME - i].top, one[i].top, 0.0);
    }
    seed.seed = 2;
    check_ok(clg_ranks_find(theta, se, ids, SOME, &seed, other, &err));
    for (int i = 0; i < SOME; i++) {
        differences += other[i].top != one[i].top;
        check_near(other[i].top, one[i].top, 0.08);
    }
    assert_true(differences > 0);
}

static void few_schools(void **state)
{
    (void)state;
    const double theta[] = {2.0, NAN}, se[] = {1.0, 1.0};
    const char *const ids[] = {"a", "b"};
    clg_rank_options options = CLG_RANK_OPTIONS_INIT;
    clg_rank ranks[2];

    check_ok(clg_ranks_find(NULL, NULL, NULL, 0, NULL, NULL, &err));
    check_ok(clg_ranks_find(theta, se, ids, 2, NULL, ranks, &err));
    check_near(ranks[0].expected, 1.0, 0.0);
    check_near(ranks[0].percentile, 0.5, 0.0);
    check_near(ranks[0].high, 1.0, 0.0);
    check_near(ranks[0].top, 1.0, 0.0);
    assert_true(isnan(ranks[1].percentile));
    options.draws = 0;
    check_ok(clg_ranks_find(theta, se, NULL, 2, &options, ranks, &err));
    check_near(ranks[0].expected, 1.0, 0.0);
    assert_true(isnan(ranks[0].low));
}

static void bad_schools_are_refused(void **state)
{
    (void)state;
    const double theta[] = {1.0}, less[] = {-1.0}, endless[] = {INFINITY};
    const char *const ids[] = {"a"};
    clg_rank_options options = {1, 10, 0.0};
    clg_rank rank;

    check_fails(clg_ranks_expected(theta, less, 1, &rank, &err), CLG_ERROR_ARGUMENT,
                "school 0 is 1 with standard error -1, expected finite numbers, the "
                "error 0 or more");
    check_fails(clg_ranks_expected(endless, theta, 1, &rank, &err), CLG_ERROR_ARGUMENT,
                "school 0 is inf with standard error 1, expected finite numbers, the "
                "error 0 or more");
    check_fails(clg_ranks_find(theta, theta, ids, 1, &options, &rank, &err),
                CLG_ERROR_ARGUMENT,
                "the top share is 0, expected more than 0 and at most 1");
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    static double theta[MANY], se[MANY];
    static clg_rank ranks[MANY];
    const char *const ids[] = {"a", "b"};
    const double few[] = {1, 2};
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    for (; status != CLG_OK; allowed++) {
        clg_test_allocations_left = allowed;
        status = clg_ranks_find(few, few, ids, 2, NULL, ranks, NULL);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
    }
    assert_int_equal(allowed, 8);
    draw_schools(1, MANY, 1.0, theta, se);
    for (allowed = 0; allowed < 6; allowed++) {
        clg_test_allocations_left = allowed;
        status = clg_ranks_expected(theta, se, MANY, ranks, NULL);
        clg_test_allocations_left = -1;
        assert_int_equal(status, CLG_ERROR_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_are_as_in_the_reference),
        cmocka_unit_test(ranks_by_hand),
        cmocka_unit_test(expected_ranks_are_sums_over_pairs),
        cmocka_unit_test(grid_comes_near_to_all_pairs),
        cmocka_unit_test(draws_estimate_what_they_should),
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(few_schools),
        cmocka_unit_test(bad_schools_are_refused),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
