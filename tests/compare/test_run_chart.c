/* Run charts: reference series and limits, both sets of rules by hand, the distribution
 * of runs against every arrangement, gaps, ties and short series. */
#include "check.h"

#include "base/random.h"
#include "compare/charts/run_chart.h"

#include <jansson.h>
#include <stdio.h>

#define FOLDER SHARED_FOLDER "/oracles/trajectories/spc"

enum { MOST = 64 };

static const clg_run_chart_options anhoej = CLG_RUN_CHART_OPTIONS_INIT;
static const clg_run_chart_options ihi = {CLG_RULES_IHI, 0};

static clg_run_chart chart_of(const double *values, uint32_t length,
                              const clg_run_chart_options *options, clg_signal *signals)
{
    double room[MOST];

    assert_in_range(length, 0, MOST);
    return clg_run_chart_of(values, 0, length, options, signals, room);
}

/* ---- references ---- */

static double number_of(const json_t *all, const char *name)
{
    return json_number_value(json_object_get(all, name));
}

/* The reference has nothing to say without useful points; ours are 0. */
static void check_series(const json_t *series)
{
    const json_t *y = json_object_get(series, "y"),
                 *res = json_object_get(series, "res");
    uint32_t length = (uint32_t)json_array_size(y);
    bool has_signal;
    double values[MOST];
    clg_signal signals[MOST];
    clg_run_chart chart;

    for (uint32_t t = 0; t < length; t++)
        values[t] = json_number_value(json_array_get(y, t));
    chart = chart_of(values, length, &anhoej, signals);
    has_signal = (chart.rules & (CLG_RULE_LONG_RUN | CLG_RULE_FEW_CROSSINGS)) != 0;
    check_near(chart.median, number_of(series, "median"), 1e-12);
    check_near(chart.count, number_of(res, "n.obs"), 0.0);
    check_near(chart.useful, number_of(res, "n.useful"), 0.0);
    check_near(chart.longest_run, number_of(res, "longest.run"), 0.0);
    check_near(chart.longest_run_most, number_of(res, "longest.run.max"), 0.0);
    check_near(chart.crossings, number_of(res, "n.crossings"), 0.0);
    check_near(chart.crossings_least, number_of(res, "n.crossings.min"), 0.0);
    assert_int_equal(has_signal, json_is_true(json_object_get(res, "runs.signal")));
}

static void reference_series_are_met(void **state)
{
    (void)state;
    json_t *all = json_load_file(FOLDER "/spc3_runs.json", 0, NULL), *series;
    const char *name;

    if (all == NULL) {
        print_message("no oracle file %s\n", FOLDER "/spc3_runs.json");
        skip();
    }
    assert_int_equal(json_object_size(all), 5);
    json_object_foreach(all, name, series) check_series(series);
    json_decref(all);
}

static void reference_limits_are_met(void **state)
{
    (void)state;
    FILE *file = fopen(FOLDER "/spc3_anhoej_limits.csv", "r");
    char line[128];
    unsigned useful, most, least, count = 0;

    if (file == NULL) {
        print_message("no oracle file %s\n", FOLDER "/spc3_anhoej_limits.csv");
        skip();
    }
    while (fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "%u,%u,%u", &useful, &most, &least) != 3)
            continue;
        assert_int_equal(clg_longest_run_most(useful), most);
        assert_int_equal(clg_crossings_least(useful), least);
        count++;
    }
    fclose(file);
    assert_int_equal(count, 63);
}

/* ---- Anhoej, by hand ---- */

static void points_on_the_median_and_gaps_are_no_points_of_a_run(void **state)
{
    (void)state;
    const double values[] = {1, 5, NAN, 1, 9, 9, 5, 9};
    clg_signal signals[8];
    clg_run_chart chart = chart_of(values, 8, &anhoej, signals);

    check_near(chart.median, 5.0, 0.0);
    assert_int_equal(chart.count, 7);
    assert_int_equal(chart.useful, 5);
    assert_int_equal(chart.above, 3);
    assert_int_equal(chart.crossings, 1);
    assert_int_equal(chart.runs, 2);
    assert_int_equal(chart.longest_run, 3);
    assert_int_equal(chart.longest_run_most, 5);
    assert_int_equal(chart.rules, 0);
    assert_true(chart.is_short);
}

static void a_long_run_is_marked_at_its_points(void **state)
{
    (void)state;
    double values[20];
    clg_signal signals[20];
    clg_run_chart chart;

    for (uint32_t t = 0; t < 20; t++)
        values[t] = t < 10 ? t : 20.0 + t;
    values[3] = NAN;
    chart = chart_of(values, 20, &anhoej, signals);
    /* The median is the first point of the upper ten. */
    assert_int_equal(chart.useful, 18);
    assert_int_equal(chart.longest_run, 9);
    assert_int_equal(chart.longest_run_most, 7);
    assert_int_equal(chart.rules, CLG_RULE_LONG_RUN | CLG_RULE_FEW_CROSSINGS);
    for (uint32_t t = 0; t < 20; t++)
        assert_int_equal(signals[t].rules, t == 3 || t == 10 ? 0 : CLG_RULE_LONG_RUN);
    assert_false(clg_signal_is_high(signals[0]));
    assert_true(clg_signal_is_high(signals[19]));
}

static void a_baseline_freezes_the_median(void **state)
{
    (void)state;
    const double values[] = {NAN, 1, 2, 3, 9, 9, 9, 9, 9, 9};
    clg_run_chart_options options = {CLG_RULES_ANHOEJ, 3};
    clg_signal signals[10];
    clg_run_chart chart = chart_of(values, 10, &options, signals);

    check_near(chart.median, 2.0, 0.0);
    assert_int_equal(chart.longest_run, 7);
    assert_int_equal(chart.rules, CLG_RULE_LONG_RUN);
}

static void the_limit_of_crossings_is_a_binomial_quantile(void **state)
{
    (void)state;

    for (uint32_t n = 1; n <= 1000; n++) {
        uint32_t least = clg_crossings_least(n);
        double tail = 0.0, below = 0.0, term = pow(0.5, n - 1.0);

        for (uint32_t k = 0; k <= least; k++) {
            below = tail;
            tail += term;
            term *= (double)(n - 1 - k) / (k + 1.0);
        }
        assert_true(tail >= 0.05 && (least == 0 || below < 0.05));
    }
    /* 2^-(n - 1) is not a number of the machine: mean less 1.645 sd. */
    check_near(clg_crossings_least(20001), 10000.0 - 1.6449 * sqrt(5000.0), 1.5);
}

/* ---- IHI, by hand ---- */

static void a_shift_is_six_points_on_one_side(void **state)
{
    (void)state;
    const double values[] = {1, 1, 2, 1, 1, NAN, 1, 9, 9, 1, 9, 8, 9, 9, 3};
    clg_signal signals[15];
    clg_run_chart chart = chart_of(values, 15, &ihi, signals);

    check_near(chart.median, 2.5, 0.0);
    for (uint32_t t = 0; t < 15; t++)
        assert_int_equal(signals[t].rules, t < 7 && t != 5 ? CLG_RULE_SHIFT : 0);
    assert_int_equal(chart.runs, 4);
    assert_int_equal(chart.rules, CLG_RULE_SHIFT);
}

static void a_median_point_is_not_part_of_the_shift_around_it(void **state)
{
    (void)state;
    const double values[] = {1, 1, 1, 5, 1, 1, 1, 9, 9, 9, 9, 9, 9};
    clg_signal signals[13];
    clg_run_chart chart = chart_of(values, 13, &ihi, signals);

    check_near(chart.median, 5.0, 0.0);
    for (uint32_t t = 0; t < 13; t++)
        assert_int_equal(signals[t].rules & CLG_RULE_SHIFT,
                         t == 3 ? 0 : CLG_RULE_SHIFT);
}

static void a_trend_of_five_counts_repeats_once(void **state)
{
    (void)state;
    const double five[] = {9, 2, 3, 3, 4, NAN, 5, 6, 6, 1, 9, 1};
    const double four[] = {9, 2, 3, 3, 3, 4, 5, 1, 9, 1};
    clg_signal signals[12];

    chart_of(five, 12, &ihi, signals);
    for (uint32_t t = 0; t < 12; t++)
        assert_int_equal(signals[t].rules & CLG_RULE_TREND,
                         t >= 1 && t <= 8 && t != 5 ? CLG_RULE_TREND : 0);
    chart_of(four, 10, &ihi, signals);
    for (uint32_t t = 0; t < 10; t++)
        assert_int_equal(signals[t].rules & CLG_RULE_TREND, 0);
}

static void a_point_far_out_is_for_review_only(void **state)
{
    (void)state;
    const double values[] = {4, 6, 5, 4, 6, 90, 4, 6, 5, 4, 6};
    const double equal[] = {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 6};
    clg_signal signals[12];
    clg_run_chart chart = chart_of(values, 11, &ihi, signals);

    assert_int_equal(signals[5].rules, CLG_RULE_ASTRONOMICAL);
    assert_int_equal(chart.rules, CLG_RULE_ASTRONOMICAL);
    assert_int_equal(clg_signal_reading(signals[5], CLG_HIGHER_IS_BETTER),
                     CLG_READING_REVIEW);
    /* More than half are equal: mean deviation 1/12. */
    chart_of(equal, 12, &ihi, signals);
    assert_int_equal(signals[11].rules, CLG_RULE_ASTRONOMICAL);
    assert_int_equal(signals[0].rules, 0);
}

static void numbers_of_runs_have_the_published_limits(void **state)
{
    (void)state;
    /* Swed & Eisenhart's .025 and .975 points: a signal at them and beyond. */
    const uint32_t table[][4] = {{5, 5, 2, 10},    {10, 10, 6, 16},  {12, 12, 7, 19},
                                 {15, 15, 10, 22}, {20, 20, 14, 28}, {6, 9, 4, 13}};
    uint32_t least, most;

    for (size_t i = 0; i < COUNT_OF(table); i++) {
        clg_runs_limits(table[i][0], table[i][1], &least, &most);
        assert_int_equal(least, table[i][2] + 1);
        assert_int_equal(most, table[i][3] - 1);
    }
    clg_runs_limits(4, 0, &least, &most);
    assert_int_equal(least, 1);
    assert_int_equal(most, 1);
}

static void zigzag_has_too_many_runs(void **state)
{
    (void)state;
    double values[20];
    clg_signal signals[20];
    clg_run_chart chart;

    for (uint32_t t = 0; t < 20; t++)
        values[t] = t % 2 == 0 ? 1.0 : 2.0;
    chart = chart_of(values, 20, &ihi, signals);
    assert_int_equal(chart.runs, 20);
    assert_int_equal(chart.runs_most, 15);
    assert_int_equal(chart.rules, CLG_RULE_MANY_RUNS);
}

/* ---- every arrangement ---- */

static uint32_t runs_of(unsigned bits, uint32_t n)
{
    uint32_t runs = n > 0;

    for (uint32_t i = 1; i < n; i++)
        runs += (bits >> i & 1u) != (bits >> (i - 1) & 1u);
    return runs;
}

static void probabilities_of_runs_are_shares_of_arrangements(void **state)
{
    (void)state;

    for (uint32_t n = 0; n <= 10; n++) {
        double counts[12][12] = {{0}}, all[12] = {0};

        for (unsigned bits = 0; bits < 1u << n; bits++) {
            uint32_t above = 0;
            for (uint32_t i = 0; i < n; i++)
                above += bits >> i & 1u;
            counts[above][runs_of(bits, n)]++;
            all[above]++;
        }
        for (uint32_t above = 0; above <= n; above++)
            for (uint32_t runs = 0; runs <= n + 1; runs++)
                check_near(clg_runs_probability(above, n - above, runs),
                           counts[above][runs] / all[above], 1e-12);
    }
    check_near(clg_runs_probability(3000, 3000, 3001), 0.0103, 1e-3);
}

/* ---- odd series ---- */

static void few_equal_or_missing_points_make_no_signal(void **state)
{
    (void)state;
    const double missing[] = {NAN, NAN}, one[] = {3}, two[] = {3, 4};
    const double equal[] = {2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2};
    const clg_run_chart_options *options[] = {&anhoej, &ihi};
    clg_signal signals[12];

    for (size_t i = 0; i < 2; i++) {
        clg_run_chart chart = chart_of(missing, 0, options[i], signals);
        assert_true(isnan(chart.median) && chart.rules == 0);
        chart = chart_of(missing, 2, options[i], signals);
        assert_true(isnan(chart.median) && chart.rules == 0 && chart.is_short);
        chart = chart_of(one, 1, options[i], signals);
        assert_true(chart.median == 3.0 && chart.useful == 0 && chart.rules == 0);
        chart = chart_of(two, 2, options[i], signals);
        assert_true(chart.median == 3.5 && chart.runs == 2 && chart.rules == 0);
        chart = chart_of(equal, 12, options[i], signals);
        assert_true(chart.useful == 0 && chart.count == 12 && chart.rules == 0);
    }
}

static void monotone_changes_of_scale_change_no_run(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(8, "scale", 0, 0, 0);

    for (uint32_t round = 0; round < 300; round++) {
        double values[35], changed[35];
        clg_signal signals[35], others[35];
        clg_run_chart a, b;

        for (uint32_t t = 0; t < 35; t++) {
            values[t] = clg_random_below(&random, 30) / 10.0;
            changed[t] = exp(values[t]);
        }
        for (size_t i = 0; i < 2; i++) {
            unsigned kept = (unsigned)~CLG_RULE_ASTRONOMICAL;
            a = chart_of(values, 35, i ? &anhoej : &ihi, signals);
            b = chart_of(changed, 35, i ? &anhoej : &ihi, others);
            assert_int_equal(a.rules & kept, b.rules & kept);
            assert_int_equal(a.crossings, b.crossings);
            assert_int_equal(a.above + a.below, a.useful);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference_series_are_met),
        cmocka_unit_test(reference_limits_are_met),
        cmocka_unit_test(points_on_the_median_and_gaps_are_no_points_of_a_run),
        cmocka_unit_test(a_long_run_is_marked_at_its_points),
        cmocka_unit_test(a_baseline_freezes_the_median),
        cmocka_unit_test(the_limit_of_crossings_is_a_binomial_quantile),
        cmocka_unit_test(a_shift_is_six_points_on_one_side),
        cmocka_unit_test(a_median_point_is_not_part_of_the_shift_around_it),
        cmocka_unit_test(a_trend_of_five_counts_repeats_once),
        cmocka_unit_test(a_point_far_out_is_for_review_only),
        cmocka_unit_test(numbers_of_runs_have_the_published_limits),
        cmocka_unit_test(zigzag_has_too_many_runs),
        cmocka_unit_test(probabilities_of_runs_are_shares_of_arrangements),
        cmocka_unit_test(few_equal_or_missing_points_make_no_signal),
        cmocka_unit_test(monotone_changes_of_scale_change_no_run),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
