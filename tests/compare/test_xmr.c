/* XmR charts: limits by hand, gaps, baselines and restarts, constant and short series,
 * assurance against a target. */
#include "check.h"

#include "compare/charts/xmr.h"

static const clg_xmr_options plain = CLG_XMR_OPTIONS_INIT;
static const clg_xmr_options unscreened = {0, true};

/* ---- limits by hand ---- */

static void limits_rest_on_the_mean_moving_range(void **state)
{
    (void)state;
    const double values[] = {3, 5, 4, 8, 5};
    clg_xmr phase = clg_xmr_of(values, 0, 5, &unscreened);

    /* Ranges 2, 1, 4, 3. */
    check_near(phase.centre, 5.0, 1e-15);
    check_near(phase.mean_range, 2.5, 1e-15);
    check_near(phase.lower, 5.0 - 6.65, 1e-14);
    check_near(phase.upper, 5.0 + 6.65, 1e-14);
    check_near(phase.near_upper, 5.0 + 2.66 / 3.0 * 2.0 * 2.5, 1e-14);
    check_near(phase.range_upper, 8.1675, 1e-14);
    assert_int_equal(phase.range_count, 4);
    assert_true(phase.is_trial);
    /* Deviations -2, 0, -1, 3, 0: products 0, 0, -3, 0; squares 14. */
    check_near(phase.autocorrelation, -3.0 / 14.0, 1e-15);
    assert_false(phase.is_autocorrelated);
}

static void a_wild_range_is_screened_once_and_its_points_stay(void **state)
{
    (void)state;
    const double values[] = {1, 2, 1, 2, 1, 2, 1, 30, 29, 30};
    clg_xmr all = clg_xmr_of(values, 0, 10, &unscreened);
    clg_xmr kept = clg_xmr_of(values, 0, 10, &plain);

    check_near(all.mean_range, 37.0 / 9.0, 1e-14);
    check_near(kept.mean_range, 1.0, 1e-14);
    check_near(kept.centre, all.centre, 0.0);
    assert_int_equal(kept.screened_count, 1);
    assert_int_equal(kept.range_count, 8);
}

static void a_range_does_not_reach_across_a_missing_window(void **state)
{
    (void)state;
    const double values[] = {1, 3, NAN, 10, 12, NAN, NAN, 4};
    clg_xmr phase = clg_xmr_of(values, 0, 8, &plain);

    assert_int_equal(phase.count, 5);
    assert_int_equal(phase.range_count, 2);
    check_near(phase.mean_range, 2.0, 0.0);
    check_near(phase.centre, 6.0, 1e-15);
    /* Pairs (1, 3) and (10, 12): 15 + 24, of 2 pairs instead of 4; squares 90. */
    check_near(phase.autocorrelation, 39.0 * 4.0 / 2.0 / 90.0, 1e-14);
}

static void a_baseline_keeps_its_limits(void **state)
{
    (void)state;
    double values[24];
    clg_xmr_options options = {12, false};
    clg_signal signals[24];
    clg_xmr phase, first;

    for (uint32_t t = 0; t < 24; t++)
        values[t] = (t % 2 == 0 ? 4.0 : 6.0) + (t >= 12 ? 6.0 : 0.0);
    check_ok(clg_xmr_chart(values, 24, NULL, 0, &options, &phase, signals, &err));
    first = clg_xmr_of(values, 0, 12, &plain);
    check_near(phase.centre, 5.0, 1e-15);
    check_near(phase.upper, first.upper, 0.0);
    assert_int_equal(phase.baseline_count, 12);
    assert_int_equal(phase.count, 24);
    assert_true(phase.is_trial);
    for (uint32_t t = 0; t < 24; t++)
        assert_int_equal(clg_signal_first(signals[t]), t < 11    ? 0
                                                       : t == 11 ? CLG_RULE_SHIFT
                                                       : t % 2 == 0
                                                           ? CLG_RULE_TWO_OF_THREE
                                                           : CLG_RULE_OUTSIDE);
}

static void a_restart_has_limits_and_runs_of_its_own(void **state)
{
    (void)state;
    double values[26];
    const uint32_t restarts[] = {13};
    clg_signal signals[26];
    clg_xmr phases[2];

    for (uint32_t t = 0; t < 26; t++)
        values[t] = (t % 2 == 0 ? 4.0 : 6.0) + (t >= 13 ? 6.0 : 0.0);
    check_ok(clg_xmr_chart(values, 26, restarts, 1, &plain, phases, signals, &err));
    assert_int_equal(phases[0].end, 13);
    assert_int_equal(phases[1].begin, 13);
    assert_false(phases[0].is_trial || phases[1].is_trial);
    check_near(phases[1].centre - phases[0].centre, 6.0 + 2.0 / 13.0, 1e-14);
    for (uint32_t t = 0; t < 26; t++)
        assert_int_equal(signals[t].rules, 0);
}

static void restarts_out_of_order_are_refused(void **state)
{
    (void)state;
    const double values[4] = {0};
    const uint32_t late[] = {4}, twice[] = {2, 2}, first[] = {0};
    clg_xmr phases[3];

    check_fails(clg_xmr_chart(values, 4, late, 1, &plain, phases, NULL, &err),
                CLG_ERROR_ARGUMENT,
                "limits begin anew at window 4, expected windows that ascend between 1 "
                "and 3");
    assert_int_equal(clg_xmr_chart(values, 4, twice, 2, &plain, phases, NULL, NULL),
                     CLG_ERROR_ARGUMENT);
    assert_int_equal(clg_xmr_chart(values, 4, first, 1, &plain, phases, NULL, NULL),
                     CLG_ERROR_ARGUMENT);
    assert_int_equal(clg_xmr_chart(values, 0, first, 1, &plain, phases, NULL, NULL),
                     CLG_ERROR_ARGUMENT);
}

/* ---- odd series ---- */

static void a_constant_series_has_its_limits_at_the_mean_and_no_signal(void **state)
{
    (void)state;
    double values[20];
    clg_signal signals[20];
    clg_xmr phase;

    for (uint32_t t = 0; t < 20; t++)
        values[t] = 0.1;
    check_ok(clg_xmr_chart(values, 20, NULL, 0, &plain, &phase, signals, &err));
    check_near(phase.lower, 0.1, 0.0);
    check_near(phase.upper, 0.1, 0.0);
    assert_true(isnan(phase.autocorrelation));
    for (uint32_t t = 0; t < 20; t++)
        assert_int_equal(signals[t].rules, 0);
}

static void screening_never_leaves_limits_without_width(void **state)
{
    (void)state;
    double values[14];
    clg_signal signals[14];
    clg_xmr phase;

    for (uint32_t t = 0; t < 14; t++)
        values[t] = t == 13 ? 6.0 : 5.0;
    check_ok(clg_xmr_chart(values, 14, NULL, 0, &plain, &phase, signals, &err));
    check_near(phase.mean_range, 1.0 / 13.0, 1e-15);
    assert_int_equal(signals[13].rules, CLG_RULE_OUTSIDE);
    assert_int_equal(signals[0].rules, CLG_RULE_SHIFT);
}

static void levels_that_differ_across_a_gap_have_no_limits(void **state)
{
    (void)state;
    const double values[] = {5, 5, NAN, 7, 7}, apart[] = {1, NAN, 2, NAN, 3};
    clg_signal signals[5];
    clg_xmr phase;

    check_ok(clg_xmr_chart(values, 5, NULL, 0, &plain, &phase, signals, &err));
    check_near(phase.centre, 6.0, 0.0);
    assert_true(isnan(phase.lower) && isnan(phase.upper) && isnan(phase.range_upper));
    for (uint32_t t = 0; t < 5; t++)
        assert_int_equal(signals[t].rules, 0);
    phase = clg_xmr_of(apart, 0, 5, &plain);
    check_near(phase.centre, 2.0, 0.0);
    assert_true(isnan(phase.mean_range) && isnan(phase.lower));
    assert_int_equal(clg_xmr_assurance(&phase, 1.0, CLG_HIGHER_IS_BETTER),
                     CLG_ASSURANCE_NONE);
}

static void no_one_or_two_points_make_no_signal(void **state)
{
    (void)state;
    const double values[] = {NAN, 3, NAN, NAN, 1, 2};
    clg_signal signals[6];
    clg_xmr phase;

    check_ok(clg_xmr_chart(values, 0, NULL, 0, &plain, &phase, signals, &err));
    assert_true(isnan(phase.centre) && isnan(phase.lower));
    check_ok(clg_xmr_chart(values, 1, NULL, 0, &plain, &phase, signals, &err));
    assert_int_equal(phase.count, 0);
    assert_true(isnan(phase.centre));
    check_ok(clg_xmr_chart(values, 3, NULL, 0, &plain, &phase, signals, &err));
    check_near(phase.centre, 3.0, 0.0);
    assert_true(isnan(phase.lower));
    check_ok(clg_xmr_chart(values + 4, 2, NULL, 0, &plain, &phase, signals, &err));
    check_near(phase.upper, 1.5 + 2.66, 1e-15);
    assert_int_equal(signals[0].rules | signals[1].rules, 0);
}

static void a_series_that_carries_over_is_warned_of(void **state)
{
    (void)state;
    double values[30];

    for (uint32_t t = 0; t < 30; t++)
        values[t] = sin(0.2 * t);
    assert_true(clg_xmr_of(values, 0, 30, &plain).is_autocorrelated);
}

static void assurance_compares_limits_with_the_target(void **state)
{
    (void)state;
    clg_xmr phase = {.lower = 2.0, .upper = 4.0};

    assert_int_equal(clg_xmr_assurance(&phase, 1.0, CLG_HIGHER_IS_BETTER),
                     CLG_ASSURANCE_PASS);
    assert_int_equal(clg_xmr_assurance(&phase, 1.0, CLG_LOWER_IS_BETTER),
                     CLG_ASSURANCE_FAIL);
    assert_int_equal(clg_xmr_assurance(&phase, 5.0, CLG_HIGHER_IS_BETTER),
                     CLG_ASSURANCE_FAIL);
    assert_int_equal(clg_xmr_assurance(&phase, 4.0, CLG_LOWER_IS_BETTER),
                     CLG_ASSURANCE_HIT_OR_MISS);
    assert_int_equal(clg_xmr_assurance(&phase, NAN, CLG_LOWER_IS_BETTER),
                     CLG_ASSURANCE_NONE);
    assert_int_equal(clg_xmr_assurance(&phase, 1.0, CLG_NEUTRAL), CLG_ASSURANCE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_rest_on_the_mean_moving_range),
        cmocka_unit_test(a_wild_range_is_screened_once_and_its_points_stay),
        cmocka_unit_test(a_range_does_not_reach_across_a_missing_window),
        cmocka_unit_test(a_baseline_keeps_its_limits),
        cmocka_unit_test(a_restart_has_limits_and_runs_of_its_own),
        cmocka_unit_test(restarts_out_of_order_are_refused),
        cmocka_unit_test(a_constant_series_has_its_limits_at_the_mean_and_no_signal),
        cmocka_unit_test(screening_never_leaves_limits_without_width),
        cmocka_unit_test(levels_that_differ_across_a_gap_have_no_limits),
        cmocka_unit_test(no_one_or_two_points_make_no_signal),
        cmocka_unit_test(a_series_that_carries_over_is_warned_of),
        cmocka_unit_test(assurance_compares_limits_with_the_target),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
