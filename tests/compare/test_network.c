/* A whole network compared, charted and interrupted: each part is what the single
 * functions give, in the order promised, for any number of threads. */
#include "check.h"

#include "compare/charts/false_alarms.h"
#include "compare/network_changes.h"
#include "compare/network_charts.h"
#include "small_network.h"

#include "base/memory.h"

#include <string.h>

static const clg_network_options all_windows = {
    .comparison = CLG_COMPARISON_OPTIONS_INIT, .last_window = SMALL_WINDOWS};

static void every_set_is_compared_as_by_itself(void **state)
{
    (void)state;
    static const char *const ids[] = {"s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"};
    clg_network_data data;
    clg_compared_network compared;
    clg_comparison alone;

    small_network(&data);
    check_ok(clg_network_compare(&data, &all_windows, &compared, &err));
    assert_int_equal(compared.set_count, SMALL_MEASURES * (SMALL_WINDOWS + 1));
    for (size_t i = 0; i < compared.set_count; i++) {
        const clg_compared_set *set = &compared.sets[i];
        size_t first = (size_t)set->window * SMALL_SCHOOLS;
        const clg_network_measure *m = &data.of[set->measure];
        clg_estimates estimates = {m->family, NULL, NULL, {data.sizes[0] + first}, 1};

        assert_int_equal(set->measure, i / (SMALL_WINDOWS + 1));
        assert_int_equal(set->window, i % (SMALL_WINDOWS + 1));
        if (m->family == CLG_ESTIMATES_NONE) {
            assert_int_equal(set->status, CLG_SET_NO_MODEL);
            assert_null(set->result.schools);
            continue;
        }
        estimates.value = m->value + first;
        estimates.scale = m->scale + first;
        check_ok(
            clg_comparison_make(&estimates, ids, SMALL_SCHOOLS, NULL, &alone, &err));
        assert_memory_equal(set->result.schools, alone.schools,
                            SMALL_SCHOOLS * sizeof *alone.schools);
        clg_comparison_clear(&alone);
    }
    clg_compared_network_clear(&compared);
    clg_network_data_clear(&data);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    clg_network_options options = all_windows;
    clg_network_data data;
    clg_compared_network one, many;

    small_network(&data);
    options.threads = 1;
    check_ok(clg_network_compare(&data, &options, &one, &err));
    options.threads = 5;
    check_ok(clg_network_compare(&data, &options, &many, &err));
    for (size_t i = 0; i < one.set_count; i++)
        if (one.sets[i].result.schools != NULL)
            assert_memory_equal(one.sets[i].result.schools, many.sets[i].result.schools,
                                SMALL_SCHOOLS * sizeof(clg_compared));
    clg_compared_network_clear(&one);
    clg_compared_network_clear(&many);
    clg_network_data_clear(&data);
}

static void what_cannot_be_compared_says_why(void **state)
{
    (void)state;
    clg_network_options options = all_windows;
    clg_network_data data;
    clg_compared_network compared;

    small_network(&data);
    for (int s = 0; s < SMALL_SCHOOLS; s++) {
        data.of[0].value[0 * SMALL_SCHOOLS + s] = (double)NAN;
        data.of[0].scale[1 * SMALL_SCHOOLS + s] = 0.0;
        data.of[1].value[2 * SMALL_SCHOOLS + s] = 0.0;
        data.of[1].value[3 * SMALL_SCHOOLS + s] = s > 0 ? (double)NAN : 7.0;
    }
    options.last_window = 3;
    check_ok(clg_network_compare(&data, &options, &compared, &err));
    assert_int_equal(compared.set_count, 12);
    assert_int_equal(compared.sets[0].status, CLG_SET_EMPTY);
    assert_int_equal(compared.sets[1].status, CLG_SET_NO_ERROR);
    assert_int_equal(compared.sets[6].status, CLG_SET_NO_EVENTS);
    assert_int_equal(compared.sets[7].status, CLG_SET_SINGLE);
    assert_string_equal(clg_set_status_name(CLG_SET_NO_ERROR), "no_error");
    assert_null(clg_set_status_name(CLG_SET_STATUS_COUNT));
    clg_compared_network_clear(&compared);
    clg_network_data_clear(&data);
}

/* A measure that is a size is not adjusted for itself. */
static void sizes_are_not_taken_off_themselves(void **state)
{
    (void)state;
    clg_network_data data;
    clg_compared_network compared;

    small_network(&data);
    clg_texts_clear(&data.size_names);
    check_ok(clg_texts_append(&data.size_names, "score", 5, &err));
    check_ok(clg_network_compare(&data, &all_windows, &compared, &err));
    assert_int_equal(compared.sets[0].result.size_use, CLG_SIZE_USE_UNKNOWN);
    clg_compared_network_clear(&compared);
    clg_network_data_clear(&data);
}

/* ---- charts ---- */

static void a_chart_is_that_of_its_rules(void **state)
{
    (void)state;
    enum { POINTS = 12 };
    const double rising[POINTS] = {1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9};
    clg_chart_options options = {CLG_RULES_ANHOEJ, 0};
    clg_chart_signal list[CLG_CHART_SIGNAL_ROOM];
    clg_signal signals[POINTS];
    double room[POINTS];
    clg_chart chart = clg_chart_of(rising, POINTS, &options, signals, room);

    check_near(chart.centre, 5.0, 0.0);
    assert_int_equal(chart.crossings, 1);
    assert_int_equal(chart.crossings_least, 3);
    assert_true(clg_chart_has_signal(&chart));
    assert_int_equal(clg_chart_list_signals(&chart, rising, POINTS, signals, list), 1);
    assert_int_equal(list[0].rule, CLG_RULE_FEW_CROSSINGS);
    assert_int_equal(list[0].side, 0);
    assert_int_equal(list[0].points, POINTS);

    options.rules = CLG_RULES_IHI; /* runs of 6 on both sides, too few runs */
    chart = clg_chart_of(rising, POINTS, &options, signals, room);
    assert_int_equal(clg_chart_list_signals(&chart, rising, POINTS, signals, list), 3);
    assert_int_equal(list[0].rule, CLG_RULE_SHIFT);
    assert_int_equal(list[0].side, -1);
    assert_int_equal(list[0].last, 5);
    assert_int_equal(list[1].side, 1);
    assert_int_equal(list[1].first, 6);
    assert_int_equal(list[2].rule, CLG_RULE_FEW_RUNS);

    options.rules = CLG_RULES_NHS; /* the one range is screened out by none */
    chart = clg_chart_of(rising, POINTS, &options, signals, room);
    check_near(chart.centre, 5.0, 0.0);
    check_near(chart.upper - chart.centre, 2.66 * 8.0 / 11.0, 1e-12);
    assert_true((chart.rules & CLG_RULE_OUTSIDE) != 0);
}

static void a_constant_series_has_no_say(void **state)
{
    (void)state;
    const double same[] = {2, 2, 2, 2}, none[] = {NAN, NAN};
    clg_signal signals[4];
    double room[4];

    for (int r = 0; r < CLG_RULE_SET_COUNT; r++) {
        const clg_chart_options options = {(clg_rule_set)r, 0};
        clg_chart chart = clg_chart_of(same, 4, &options, signals, room);
        assert_int_equal(chart.points, 4);
        assert_int_equal(chart.useful, 0);
        assert_false(clg_chart_has_signal(&chart));
        chart = clg_chart_of(none, 2, &options, signals, room);
        assert_int_equal(chart.points, 0);
    }
}

static void every_series_is_charted_with_what_chance_would_give(void **state)
{
    (void)state;
    const clg_chart_options options = {CLG_RULES_ANHOEJ, 0};
    clg_false_alarm_options chance = CLG_FALSE_ALARM_OPTIONS_INIT;
    clg_false_alarms alarms;
    clg_network_charts charts;
    clg_network_data data;

    small_network(&data);
    data.of[0].series[3] = (double)NAN; /* of school 0 */
    for (int w = 0; w < SMALL_WINDOWS; w++)
        data.of[1].series[SMALL_WINDOWS + w] = (double)NAN; /* all of school 1 */
    check_ok(clg_network_chart_all(&data, &options, 1, &charts, &err));
    assert_int_equal(charts.chart_count, SMALL_MEASURES * SMALL_SCHOOLS - 1);
    assert_int_equal(charts.charts[0].chart.points, SMALL_WINDOWS - 1);
    check_ok(clg_false_alarms_init(&alarms, SMALL_WINDOWS, &chance, &err));
    check_near(charts.charts[0].by_chance,
               clg_false_alarms_of(&alarms, SMALL_WINDOWS - 1)->share, 0.0);
    assert_int_equal(charts.tallies[1].charts, SMALL_SCHOOLS - 1);
    assert_int_equal(charts.tallies[2].charts, 0); /* constant */
    assert_int_equal(charts.all.charts, 2 * SMALL_SCHOOLS - 1);
    check_near(charts.all.by_chance,
               charts.tallies[0].by_chance + charts.tallies[1].by_chance, 1e-12);
    clg_false_alarms_clear(&alarms);
    clg_network_charts_clear(&charts);
    clg_network_data_clear(&data);
}

/* ---- changes ---- */

static void what_changed_is_found_both_ways(void **state)
{
    (void)state;
    const clg_network_effect_options options = {CLG_TAU2_PM, 50, 1, 2, NULL};
    clg_network_effects effects;
    clg_change_starts changes;
    clg_network_data data;
    const clg_network_effect *overall = NULL;

    small_network(&data);
    small_changes(&changes);
    check_ok(clg_network_find_effects(&data, &changes, &options, &effects, &err));
    assert_int_equal(effects.school_count, 4 * SMALL_MEASURES);
    assert_int_equal(effects.schools[1].start, 3);
    assert_int_equal(effects.effects[0].part, CLG_EFFECT_LEVEL);
    assert_int_equal(effects.effects[1].part, CLG_EFFECT_SLOPE);
    for (size_t i = 0; overall == NULL && i < effects.effect_count; i++)
        if (effects.effects[i].part == CLG_EFFECT_OVERALL)
            overall = &effects.effects[i];
    assert_non_null(overall);
    assert_int_equal(overall->measure, 0);
    assert_int_equal(overall->treated, 4);
    check_near(overall->estimate, 3.0, 0.8);
    assert_true(overall->low < 3.0 && 3.0 < overall->high && overall->p < 0.001);
    clg_network_effects_clear(&effects);
    clg_change_starts_clear(&changes);
    clg_network_data_clear(&data);
}

static void one_start_for_all_has_nobody_to_compare_with(void **state)
{
    (void)state;
    const clg_network_effect_options options = {CLG_TAU2_PM, 50, 1, 0, NULL};
    clg_network_effects effects;
    clg_change_starts changes;
    clg_network_data data;

    small_network(&data);
    small_changes(&changes);
    for (int s = 0; s < SMALL_SCHOOLS; s++)
        changes.start[s] = 3;
    check_ok(clg_network_find_effects(&data, &changes, &options, &effects, &err));
    assert_int_equal(effects.effect_count, 2 * SMALL_MEASURES);
    for (size_t i = 0; i < effects.effect_count; i++)
        assert_int_equal(effects.effects[i].method, CLG_EFFECT_SEGMENTED);
    clg_network_effects_clear(&effects);
    clg_change_starts_clear(&changes);
    clg_network_data_clear(&data);
}

/* ---- memory, interruption ---- */

static clg_status do_everything(const clg_network_data *data,
                                const clg_change_starts *changes, clg_error *err)
{
    const clg_network_effect_options effect_options = {CLG_TAU2_PM, 5, 1, 1, NULL};
    const clg_chart_options rules = {CLG_RULES_IHI, 0};
    clg_network_options options = all_windows;
    clg_compared_network compared = {0};
    clg_network_charts charts = {0};
    clg_network_effects effects = {0};
    clg_status status;

    options.threads = 1;
    options.first_window = SMALL_WINDOWS;
    options.comparison.ranks.draws = 2;
    status = clg_network_compare(data, &options, &compared, err);
    if (status == CLG_OK)
        status = clg_network_chart_all(data, &rules, 1, &charts, err);
    if (status == CLG_OK)
        status =
            clg_network_find_effects(data, changes, &effect_options, &effects, err);
    clg_compared_network_clear(&compared);
    clg_network_charts_clear(&charts);
    clg_network_effects_clear(&effects);
    return status;
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    clg_status status = CLG_ERROR_MEMORY;
    clg_change_starts changes;
    clg_network_data data;

    small_network(&data);
    small_changes(&changes);
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_test_allocations_left = allowed;
        status = do_everything(&data, &changes, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK) {
            assert_int_equal(status, CLG_ERROR_MEMORY);
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
        }
    }
    clg_change_starts_clear(&changes);
    clg_network_data_clear(&data);
}

static bool yes(void *payload)
{
    (void)payload;
    return true;
}

static void a_caller_can_stop_it(void **state)
{
    (void)state;
    const clg_monitor monitor = {.is_cancelled = yes};
    clg_network_options options = all_windows;
    clg_compared_network compared;
    clg_network_data data;

    small_network(&data);
    options.monitor = &monitor;
    check_fails(clg_network_compare(&data, &options, &compared, &err),
                CLG_ERROR_INTERRUPTED, "interrupted");
    clg_compared_network_clear(&compared);
    clg_network_data_clear(&data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_set_is_compared_as_by_itself),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(what_cannot_be_compared_says_why),
        cmocka_unit_test(sizes_are_not_taken_off_themselves),
        cmocka_unit_test(a_chart_is_that_of_its_rules),
        cmocka_unit_test(a_constant_series_has_no_say),
        cmocka_unit_test(every_series_is_charted_with_what_chance_would_give),
        cmocka_unit_test(what_changed_is_found_both_ways),
        cmocka_unit_test(one_start_for_all_has_nobody_to_compare_with),
        cmocka_unit_test(exhausted_memory_is_reported),
        cmocka_unit_test(a_caller_can_stop_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
