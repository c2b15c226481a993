/* Cycles of Plan-Do-Study-Act: effects against limits of the time before, lengths,
 * skipped steps, abandoned cycles, by hand; odd and bad input. */
#include "check.h"

#include "compare/charts/cycles.h"

enum { PLAN, DO, STUDY, ACT, STEPS };

static const clg_xmr_options plain = CLG_XMR_OPTIONS_INIT;

static void limits_are_those_of_the_time_before(void **state)
{
    (void)state;
    const double values[] = {4, 6, 4, 6, 4, 6, 20, NAN, 9, 8, 20, 9, 8, 9, 8, 9, 1};
    clg_cycle_effect effect = clg_cycle_effect_of(values, 0, 6, 17, &plain);

    check_near(effect.before.centre, 5.0, 1e-15);
    check_near(effect.before.upper, 10.32, 1e-14);
    assert_int_equal(effect.count, 10);
    assert_int_equal(effect.above, 2);
    assert_int_equal(effect.below, 0);
    check_near(effect.share_beyond, 0.2, 1e-15);
    check_near(effect.change, 101.0 / 10.0 - 5.0, 1e-14);
    assert_int_equal(effect.longest_run, 9);
    assert_int_equal(effect.shift, 1);
    assert_int_equal(effect.shift_at, 6);
}

static void a_shift_may_come_late_and_go_down(void **state)
{
    (void)state;
    const double values[] = {4, 6, 4, 6, 7, 7, 5, 3, 3, 3, 3, 3, 3, 3, 3};
    clg_cycle_effect effect = clg_cycle_effect_of(values, 0, 4, 15, &plain);

    assert_int_equal(effect.shift, -1);
    assert_int_equal(effect.shift_at, 7);
    assert_int_equal(effect.longest_run, 8);
    check_near(effect.share_beyond, 0.0, 0.0);
}

static void nothing_before_or_after_is_undefined(void **state)
{
    (void)state;
    const double values[] = {4, 6, 5, NAN, NAN};
    clg_cycle_effect none = clg_cycle_effect_of(values, 0, 0, 3, &plain);
    clg_cycle_effect one = clg_cycle_effect_of(values, 0, 1, 3, &plain);
    clg_cycle_effect after = clg_cycle_effect_of(values, 0, 3, 5, &plain);

    assert_true(isnan(none.share_beyond) && isnan(none.change) && none.shift == 0);
    assert_true(isnan(one.share_beyond));
    check_near(one.change, 1.5, 1e-15);
    assert_int_equal(after.count, 0);
    assert_true(isnan(after.share_beyond) && isnan(after.change));
}

static void cycles_are_completed_running_or_abandoned(void **state)
{
    (void)state;
    const clg_cycle_mark marks[] = {
        {0, ACT, 30, 40}, /* 0 to 40 */
        {0, PLAN, 0, 5},     {0, DO, 6, NAN},
        {1, DO, 50, NAN}, /* 50 to 70: Plan and Study are not told */
        {1, ACT, 70, NAN},   {2, PLAN, 60, NAN},  /* open for 140 days */
        {3, PLAN, 190, NAN}, {4, PLAN, 201, NAN}, /* not yet */
    };
    clg_cycle cycles[5];
    clg_cycle_summary summary;
    double room[5];

    check_ok(clg_cycles_summarise(marks, COUNT_OF(marks), STEPS, 5, 200.0, cycles, room,
                                  &summary, &err));
    assert_int_equal(summary.completed, 2);
    assert_int_equal(summary.abandoned, 1);
    assert_int_equal(summary.running, 1);
    assert_int_equal(summary.skipped_steps, 3);
    check_near(summary.median_length, 30.0, 0.0);
    check_near(cycles[0].length, 40.0, 0.0);
    check_near(cycles[1].start, 50.0, 0.0);
    assert_int_equal(cycles[2].state, CLG_CYCLE_ABANDONED);
    assert_int_equal(cycles[3].state, CLG_CYCLE_RUNNING);
    assert_int_equal(cycles[4].state, CLG_CYCLE_UNSEEN);
    assert_true(isnan(cycles[2].length) && isnan(cycles[4].start));
    assert_int_equal(cycles[1].steps, 1u << DO | 1u << ACT);
}

static void without_a_completed_cycle_none_is_abandoned(void **state)
{
    (void)state;
    const clg_cycle_mark mark = {0, STUDY, -1000.0, NAN};
    clg_cycle cycle;
    clg_cycle_summary summary;
    double room;

    check_ok(
        clg_cycles_summarise(&mark, 1, STEPS, 1, 0.0, &cycle, &room, &summary, &err));
    assert_true(isnan(summary.median_length));
    assert_int_equal(summary.running, 1);
    assert_int_equal(summary.abandoned, 0);
    check_ok(clg_cycles_summarise(NULL, 0, STEPS, 0, 0.0, NULL, NULL, &summary, &err));
    assert_int_equal(summary.running + summary.completed, 0);
}

/* One window after: no run of 7. With many points before, 7 after and an old mean that
 * is known, 2 of the 2^7 rows of sides are a shift. */
static void chance_makes_shifts(void **state)
{
    (void)state;

    check_near(clg_cycle_shift_by_chance(20, 6, 1), 0.0, 0.0);
    check_near(clg_cycle_shift_by_chance(0, 20, 1), 0.0, 0.0);
    check_near(clg_cycle_shift_by_chance(100000, 7, 1), 1.0 / 64.0, 0.009);
    assert_true(clg_cycle_shift_by_chance(8, 30, 1) >
                clg_cycle_shift_by_chance(100, 30, 1));
    assert_true(clg_cycle_shift_by_chance(8, 30, 1) ==
                clg_cycle_shift_by_chance(8, 30, 1));
}

static void impossible_marks_are_refused(void **state)
{
    (void)state;
    const clg_cycle_mark cycle = {1, DO, 0, NAN};
    const clg_cycle_mark phase = {0, STEPS, 0, NAN};
    const clg_cycle_mark order = {0, DO, 3, 2}, start = {0, DO, NAN, 2};
    clg_cycle out;
    clg_cycle_summary summary;
    double room;

    check_fails(
        clg_cycles_summarise(&cycle, 1, STEPS, 1, 9, &out, &room, &summary, &err),
        CLG_ERROR_ARGUMENT, "cycle 1, expected less than 1");
    check_fails(
        clg_cycles_summarise(&phase, 1, STEPS, 1, 9, &out, &room, &summary, &err),
        CLG_ERROR_ARGUMENT, "step 4, expected less than 4");
    check_fails(
        clg_cycles_summarise(&order, 1, STEPS, 1, 9, &out, &room, &summary, &err),
        CLG_ERROR_ARGUMENT, "a mark from 3 to 2, expected a start and an end after it");
    check_fails(clg_cycles_summarise(NULL, 0, 9, 0, 9, &out, &room, &summary, &err),
                CLG_ERROR_ARGUMENT, "cycles of 9 steps, expected 1 to 8");
    assert_int_equal(
        clg_cycles_summarise(&start, 1, STEPS, 1, 9, &out, &room, &summary, NULL),
        CLG_ERROR_ARGUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_those_of_the_time_before),
        cmocka_unit_test(a_shift_may_come_late_and_go_down),
        cmocka_unit_test(nothing_before_or_after_is_undefined),
        cmocka_unit_test(cycles_are_completed_running_or_abandoned),
        cmocka_unit_test(without_a_completed_cycle_none_is_abandoned),
        cmocka_unit_test(chance_makes_shifts),
        cmocka_unit_test(impossible_marks_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
