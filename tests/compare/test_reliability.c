/* Reliability of scales: a table with values found independently, three items and alike
 * items by hand, simulated factors, missing answers, constant and reversed items,
 * Heywood cases, exhausted memory. */
#include "check.h"

#include "base/memory.h"
#include "base/random.h"
#include "compare/scales/reliability.h"

#include <stdlib.h>

enum { PEOPLE = 12, ITEMS = 4, MANY = 4000 };

static const double table[PEOPLE * ITEMS] = {
    3, 3, 4, 5, 2, 2, 3, 2, 4, 4, 5, 4, 3, 3, 2, 3, 4, 5, 4, 4, 2, 2, 2, 1,
    3, 4, 3, 2, 4, 5, 4, 5, 3, 1, 2, 3, 4, 4, 5, 3, 3, 2, 3, 4, 3, 3, 1, 2};

static clg_reliability reliability_of(const double *scores, uint32_t people,
                                      uint32_t items, double *loadings)
{
    clg_reliability out;

    check_ok(clg_reliability_find(scores, people, items, loadings, &out, &err));
    return out;
}

static void alpha_and_omega_have_independent_values(void **state)
{
    (void)state;
    /* By the definitions in NumPy and SciPy: the likelihood by BFGS and simplex. */
    const double expected[] = {0.954686953, 0.793004944, 0.718743797, 0.689996990};
    double loadings[ITEMS];
    clg_reliability out = reliability_of(table, PEOPLE, ITEMS, loadings);

    assert_int_equal(out.people, PEOPLE);
    assert_int_equal(out.alpha_status, CLG_VALUE_OK);
    check_near(out.alpha, 0.840336134454, 1e-11);
    check_near(out.alpha_low, 0.614848460753, 1e-10);
    check_near(out.alpha_high, 0.948450885651, 1e-10);
    assert_int_equal(out.omega_status, CLG_VALUE_OK);
    check_near(out.omega, 0.8424177556, 1e-8);
    for (size_t i = 0; i < ITEMS; i++)
        check_near(loadings[i], expected[i], 1e-7);
    assert_int_equal(out.heywood_items + out.negative_loadings, 0);
}

/* With three items the factor reproduces all covariances: lambda_1^2 = c12 c13 / (c11
 * c23). Those of the table's first three are 17, 23, 53, 20, 32, 53 over 33. */
static void three_items_have_their_factor_in_closed_form(void **state)
{
    (void)state;
    double scores[3 * PEOPLE], loadings[3];
    clg_reliability out;

    for (size_t i = 0; i < 3 * PEOPLE; i++)
        scores[i] = table[i / 3 * ITEMS + i % 3];
    out = reliability_of(scores, PEOPLE, 3, loadings);
    assert_int_equal(out.omega_status, CLG_VALUE_OK);
    check_near(loadings[0], sqrt(23.0 * 20.0 / (17.0 * 32.0)), 1e-9);
    check_near(loadings[1], sqrt(23.0 * 32.0 / (53.0 * 20.0)), 1e-9);
    check_near(loadings[2], sqrt(20.0 * 32.0 / (53.0 * 23.0)), 1e-9);
}

static void two_items_have_alpha_only(void **state)
{
    (void)state;
    const double scores[] = {1, 2, 2, 1, 3, 3};
    clg_reliability out = reliability_of(scores, 3, 2, NULL);

    /* Variances 1 and 1, of the sum 3: 2 (1 - 2/3). */
    check_near(out.alpha, 2.0 / 3.0, 1e-12);
    assert_int_equal(out.omega_status, CLG_VALUE_TOO_SMALL);
    assert_true(isnan(out.omega));
}

/* ---- simulated ---- */

static double normal(clg_random *random)
{
    double radius = sqrt(-2.0 * log1p(-clg_random_uniform(random)));

    return radius * cos(6.283185307179586477 * clg_random_uniform(random));
}

static double *draw_scale(clg_random *random, const double *lambda, uint32_t people)
{
    double *scores = malloc((size_t)people * ITEMS * sizeof *scores);

    assert_non_null(scores);
    for (uint32_t p = 0; p < people; p++) {
        double factor = normal(random);
        for (uint32_t i = 0; i < ITEMS; i++)
            scores[p * ITEMS + i] = 3.0 + lambda[i] * factor + normal(random);
    }
    return scores;
}

static void omega_is_recovered_and_alpha_lies_below(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(7, "scales", 0, 0, 0);
    const double uneven[] = {0.3, 0.6, 1.2, 2.0}, even[] = {1, 1, 1, 1};
    double *scores = draw_scale(&random, uneven, MANY);
    clg_reliability out = reliability_of(scores, MANY, ITEMS, NULL);

    check_near(out.omega, 4.1 * 4.1 / (4.1 * 4.1 + 4.0), 0.025);
    assert_true(out.alpha < out.omega - 0.03);
    free(scores);
    scores = draw_scale(&random, even, MANY);
    out = reliability_of(scores, MANY, ITEMS, NULL);
    check_near(out.omega, 0.8, 0.02);
    check_near(out.alpha, out.omega, 0.002);
    free(scores);
}

static void intervals_of_alpha_cover_the_truth(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(8, "scales", 0, 0, 0);
    const double even[] = {1, 1, 1, 1};
    double covered = 0.0;

    for (int round = 0; round < 500; round++) {
        double *scores = draw_scale(&random, even, 30);
        clg_reliability out = reliability_of(scores, 30, ITEMS, NULL);
        covered += out.alpha_low < 0.8 && out.alpha_high > 0.8;
        free(scores);
    }
    print_message("alpha covered %.3f\n", covered / 500.0);
    assert_true(covered / 500.0 > 0.92 && covered / 500.0 < 0.98);
}

/* Answers that have nothing in common are the hardest to find a factor in. */
static void a_factor_is_found_in_nearly_any_scale(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(9, "scales", 0, 0, 0);
    uint32_t found = 0;

    for (uint32_t draw = 0; draw < 300; draw++) {
        double scores[40 * 8];
        uint32_t items = 3 + draw % 6, people = items + 1 + draw % 30;
        double shared = draw % 3 * 0.5;
        clg_reliability out;

        for (uint32_t p = 0; p < people; p++) {
            double factor = shared * normal(&random);
            for (uint32_t i = 0; i < items; i++)
                scores[p * items + i] = round(factor + normal(&random));
        }
        out = reliability_of(scores, people, items, NULL);
        found += out.omega_status == CLG_VALUE_OK;
        if (out.omega_status == CLG_VALUE_OK)
            assert_true(out.omega >= 0.0 && out.omega < 1.0);
        else
            assert_true(isnan(out.omega));
    }
    print_message("a factor found in %u of 300 scales\n", found);
    assert_true(found >= 295);
}

/* ---- properties and odd scales ---- */

static void units_of_answers_do_not_matter(void **state)
{
    (void)state;
    double changed[PEOPLE * ITEMS];
    clg_reliability a = reliability_of(table, PEOPLE, ITEMS, NULL), b;

    for (size_t i = 0; i < PEOPLE * ITEMS; i++)
        changed[i] = 1e6 + 25.0 * table[i];
    b = reliability_of(changed, PEOPLE, ITEMS, NULL);
    check_near(b.alpha, a.alpha, 1e-9);
    check_near(b.omega, a.omega, 1e-8);
}

static void who_left_an_item_out_and_items_alike_for_all_are_left_out(void **state)
{
    (void)state;
    double scores[(PEOPLE + 2) * (ITEMS + 1)], loadings[ITEMS + 1];
    clg_reliability out, plain = reliability_of(table, PEOPLE, ITEMS, NULL);

    for (size_t p = 0; p < PEOPLE + 2; p++)
        for (size_t i = 0; i < ITEMS + 1; i++)
            scores[p * (ITEMS + 1) + i] = p >= PEOPLE ? (double)NAN
                                          : i == 0    ? 3.0
                                                      : table[p * ITEMS + i - 1];
    scores[PEOPLE * (ITEMS + 1)] = 4.0;
    out = reliability_of(scores, PEOPLE + 2, ITEMS + 1, loadings);
    assert_int_equal(out.people, PEOPLE);
    assert_int_equal(out.incomplete, 1);
    assert_int_equal(out.constant_items, 1);
    assert_int_equal(out.items, ITEMS);
    check_near(out.alpha, plain.alpha, 1e-14);
    check_near(out.omega, plain.omega, 1e-12);
    assert_true(isnan(loadings[0]) && loadings[1] > 0.9);
}

static void an_item_the_other_way_round_is_told(void **state)
{
    (void)state;
    double scores[PEOPLE * ITEMS], loadings[ITEMS];
    clg_reliability out;

    for (size_t i = 0; i < PEOPLE * ITEMS; i++)
        scores[i] = i % ITEMS == 1 ? 6.0 - table[i] : table[i];
    out = reliability_of(scores, PEOPLE, ITEMS, loadings);
    assert_int_equal(out.negative_loadings, 1);
    check_near(loadings[1], -0.793004944, 1e-7);
    assert_true(loadings[0] > 0.0);
    assert_true(out.alpha < 0.5);
}

static void a_heywood_case_stays_in_range_and_is_told(void **state)
{
    (void)state;
    const double scores[] = {4, 3, 4, 5, 2, 2, 3, 2, 5, 4, 5, 4, 3, 3, 2, 3,
                             4, 5, 4, 4, 1, 2, 2, 1, 3, 4, 3, 2, 5, 5, 4, 5,
                             2, 1, 2, 3, 4, 4, 5, 3, 3, 2, 3, 4, 2, 3, 1, 2};
    clg_reliability out = reliability_of(scores, 12, 4, NULL);

    assert_int_equal(out.omega_status, CLG_VALUE_OK);
    assert_int_equal(out.heywood_items, 1);
    check_near(out.omega, 0.92016, 0.002); /* of the likelihood without a floor */
    check_near(out.alpha, 0.894409937888, 1e-11);
}

static void scales_without_answers_or_spread_are_undefined(void **state)
{
    (void)state;
    const double missing[] = {NAN, NAN, NAN, NAN}, opposite[] = {1, 3, 2, 2, 3, 1};
    double same[PEOPLE * ITEMS];
    clg_reliability out = reliability_of(missing, 2, 2, NULL);

    assert_int_equal(out.alpha_status, CLG_VALUE_TOO_SMALL);
    assert_true(isnan(out.alpha) && isnan(out.alpha_low));
    assert_int_equal(reliability_of(missing, 0, 2, NULL).alpha_status,
                     CLG_VALUE_TOO_SMALL);
    assert_int_equal(reliability_of(missing, 2, 0, NULL).alpha_status,
                     CLG_VALUE_TOO_SMALL);
    assert_int_equal(reliability_of(table, 1, 4, NULL).alpha_status,
                     CLG_VALUE_TOO_SMALL);
    assert_int_equal(reliability_of(opposite, 3, 2, NULL).alpha_status,
                     CLG_VALUE_DEGENERATE);
    assert_int_equal(reliability_of(table, 4, 4, NULL).omega_status,
                     CLG_VALUE_TOO_SMALL);
    /* All items the same answer: alpha is 1. */
    for (size_t i = 0; i < PEOPLE * ITEMS; i++)
        same[i] = table[i - i % ITEMS];
    out = reliability_of(same, PEOPLE, ITEMS, NULL);
    check_near(out.alpha, 1.0, 1e-12);
    check_near(out.omega, 1.0, 0.01);
    assert_int_equal(out.heywood_items, ITEMS);
}

static void failed_allocations_are_reported_and_leak_nothing(void **state)
{
    (void)state;
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    for (; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_reliability out;

        clg_test_allocations_left = allowed;
        status = clg_reliability_find(table, PEOPLE, ITEMS, NULL, &out, &err);
        clg_test_allocations_left = -1;
        assert_int_equal(err.code, status);
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
    }
    assert_int_equal(allowed, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alpha_and_omega_have_independent_values),
        cmocka_unit_test(three_items_have_their_factor_in_closed_form),
        cmocka_unit_test(two_items_have_alpha_only),
        cmocka_unit_test(omega_is_recovered_and_alpha_lies_below),
        cmocka_unit_test(intervals_of_alpha_cover_the_truth),
        cmocka_unit_test(a_factor_is_found_in_nearly_any_scale),
        cmocka_unit_test(units_of_answers_do_not_matter),
        cmocka_unit_test(who_left_an_item_out_and_items_alike_for_all_are_left_out),
        cmocka_unit_test(an_item_the_other_way_round_is_told),
        cmocka_unit_test(a_heywood_case_stays_in_range_and_is_told),
        cmocka_unit_test(scales_without_answers_or_spread_are_undefined),
        cmocka_unit_test(failed_allocations_are_reported_and_leak_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
