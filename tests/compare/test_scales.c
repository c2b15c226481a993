/* Agreement within a school and change between waves: values by hand, and found
 * independently; missing answers, too few, no spread, coverage. */
#include "check.h"

#include "base/random.h"
#include "compare/scales/agreement.h"
#include "compare/scales/wave_change.h"

enum { PEOPLE = 25 };

/* ---- agreement ---- */

static void agreement_is_one_less_the_share_of_chance_variance(void **state)
{
    (void)state;
    const double one[] = {4, 5, NAN, 4, 5};
    clg_agreement out = clg_agreement_of(one, 5, 1, clg_uniform_variance(5));

    check_near(clg_uniform_variance(5), 2.0, 0.0);
    /* Variance 1/3, by chance 2. */
    assert_int_equal(out.status, CLG_VALUE_OK);
    assert_int_equal(out.people, 4);
    check_near(out.rwg, 1.0 - 1.0 / 6.0, 1e-14);
}

static void items_together_agree_more_than_each(void **state)
{
    (void)state;
    const double three[] = {4, 1, 3, 5, NAN, 3, 4, NAN, 3, 5, 5, 3, NAN, NAN, NAN};
    clg_agreement out = clg_agreement_of(three, 5, 3, 2.0);

    /* Variances 1/3, 8, 0: m = 25/18 is more than chance. */
    assert_int_equal(out.items, 3);
    check_near(out.variance_ratio, 25.0 / 18.0, 1e-13);
    check_near(out.rwg, 0.0, 0.0);
    out = clg_agreement_of(three, 5, 3, 20.0);
    /* m = 5/36: 3 (31/36) / (3 (31/36) + 5/36). */
    check_near(out.rwg, 93.0 / 98.0, 1e-13);
    assert_int_equal(out.people, 4);
}

static void complete_agreement_is_one_and_too_few_answers_nothing(void **state)
{
    (void)state;
    const double same[] = {3, 3, 3, 3}, few[] = {3, NAN, NAN, 4};
    clg_agreement out = clg_agreement_of(same, 2, 2, 2.0);

    check_near(out.rwg, 1.0, 0.0);
    out = clg_agreement_of(few, 2, 2, 2.0);
    assert_int_equal(out.status, CLG_VALUE_TOO_SMALL);
    assert_int_equal(out.people, 2);
    assert_true(isnan(out.rwg) && isnan(out.variance_ratio));
    assert_int_equal(clg_agreement_of(few, 0, 2, 2.0).status, CLG_VALUE_TOO_SMALL);
    assert_int_equal(clg_agreement_of(few, 2, 0, 2.0).status, CLG_VALUE_TOO_SMALL);
}

/* ---- change ---- */

static void change_and_effect_have_independent_values(void **state)
{
    (void)state;
    /* By the definitions in SciPy. */
    const double first[] = {3, 4, NAN, 2, 5, 3.5, 9, NAN, 4};
    const double second[] = {4, 4.5, 1, 3, 5, 4.5, NAN, NAN, 3.5};
    clg_wave_change out = clg_wave_change_of(first, second, 9);

    assert_int_equal(out.status, CLG_VALUE_OK);
    assert_int_equal(out.pairs, 6);
    assert_int_equal(out.first_only, 1);
    assert_int_equal(out.second_only, 1);
    check_near(out.change, 0.5, 1e-14);
    check_near(out.error, 0.25819888974716115, 1e-13);
    check_near(out.low, 0.5 - 2.570581835636315 * out.error, 1e-12);
    check_near(out.high, 0.5 + 2.570581835636315 * out.error, 1e-12);
    check_near(out.p, 0.1105666907312355, 1e-10);
    check_near(out.correlation, 0.787674278640, 1e-11);
    check_near(out.effect, 0.411881054789, 1e-11);
    check_near(out.effect_error, 0.291397335943, 1e-11);
    check_near(out.effect_high - out.effect, 1.959963984540054 * out.effect_error,
               1e-14);
}

static void turning_waves_over_turns_the_change_over(void **state)
{
    (void)state;
    const double first[] = {3, 4, 2, 5, 3.5, 4}, second[] = {4, 4.5, 3, 5, 4.5, 3.5};
    clg_wave_change a = clg_wave_change_of(first, second, 6);
    clg_wave_change b = clg_wave_change_of(second, first, 6);

    check_near(a.change, -b.change, 1e-15);
    check_near(a.low, -b.high, 1e-13);
    check_near(a.p, b.p, 1e-14);
    check_near(a.correlation, b.correlation, 1e-15);
}

static void few_pairs_or_no_spread_leave_numbers_undefined(void **state)
{
    (void)state;
    const double first[] = {3, 4, NAN, 5}, up[] = {4, 5, 1, 6}, flat[] = {3, 3, 3, 3};
    clg_wave_change out = clg_wave_change_of(first, up, 4);

    assert_int_equal(out.status, CLG_VALUE_DEGENERATE);
    check_near(out.change, 1.0, 1e-14);
    assert_true(isnan(out.error) && isnan(out.p));
    assert_int_equal(out.effect_status, CLG_VALUE_OK);
    check_near(out.correlation, 1.0, 1e-12);
    out = clg_wave_change_of(flat, up, 4);
    assert_int_equal(out.status, CLG_VALUE_OK);
    assert_int_equal(out.effect_status, CLG_VALUE_DEGENERATE);
    out = clg_wave_change_of(flat, flat, 4);
    assert_int_equal(out.status, CLG_VALUE_DEGENERATE);
    check_near(out.change, 0.0, 0.0);
    out = clg_wave_change_of(first, up, 1);
    assert_int_equal(out.status, CLG_VALUE_TOO_SMALL);
    check_near(out.first, 3.0, 0.0);
    assert_true(isnan(out.change) && isnan(out.effect));
    out = clg_wave_change_of(first, up, 2);
    assert_int_equal(out.effect_status, CLG_VALUE_TOO_SMALL);
    out = clg_wave_change_of(first, up, 0);
    assert_true(isnan(out.first) && out.pairs == 0);
}

static double normal(clg_random *random)
{
    double radius = sqrt(-2.0 * log1p(-clg_random_uniform(random)));

    return radius * cos(6.283185307179586477 * clg_random_uniform(random));
}

static void intervals_cover_the_truth(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(9, "waves", 0, 0, 0);
    enum { ROUNDS = 2000 };
    double change = 0.0, effect = 0.0, mean = 0.0;

    for (int round = 0; round < ROUNDS; round++) {
        double first[PEOPLE], second[PEOPLE];
        clg_wave_change out;
        for (int p = 0; p < PEOPLE; p++) {
            double common = normal(&random);
            first[p] = 2.0 * (0.8 * common + 0.6 * normal(&random));
            second[p] = 1.0 + 2.0 * (0.8 * common + 0.6 * normal(&random));
        }
        out = clg_wave_change_of(first, second, PEOPLE);
        change += out.low < 1.0 && out.high > 1.0;
        effect += out.effect_low < 0.5 && out.effect_high > 0.5;
        mean += out.effect / ROUNDS;
    }
    print_message("change covered %.4f, effect %.4f\n", change / ROUNDS,
                  effect / ROUNDS);
    check_near(change / ROUNDS, 0.95, 0.02);
    check_near(effect / ROUNDS, 0.95, 0.03);
    check_near(mean, 0.5, 0.015);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agreement_is_one_less_the_share_of_chance_variance),
        cmocka_unit_test(items_together_agree_more_than_each),
        cmocka_unit_test(complete_agreement_is_one_and_too_few_answers_nothing),
        cmocka_unit_test(change_and_effect_have_independent_values),
        cmocka_unit_test(turning_waves_over_turns_the_change_over),
        cmocka_unit_test(few_pairs_or_no_spread_leave_numbers_undefined),
        cmocka_unit_test(intervals_cover_the_truth),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
