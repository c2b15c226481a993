/* The NHS rules: reference charts, each rule by hand and against its definition on
 * random series, series turned over, names and readings. */
#include "check.h"

#include "base/random.h"
#include "compare/charts/xmr.h"

#include <jansson.h>

enum { MOST = 64 };

static const clg_xmr_options plain = CLG_XMR_OPTIONS_INIT;
static const clg_xmr_options unscreened = {0, true};

/* ---- reference charts ---- */

static double item(const json_t *chart, const char *name, size_t i)
{
    const json_t *cell = json_array_get(json_object_get(chart, name), i);

    return json_is_number(cell) ? json_number_value(cell) : (double)NAN;
}

static const char *text_item(const json_t *chart, const char *name, size_t i)
{
    return json_string_value(json_array_get(json_object_get(chart, name), i));
}

/* A rule, its side and its reading as the reference program words them. */
static const char *cause_of(clg_signal signal)
{
    bool is_high = clg_signal_is_high(signal);

    switch (clg_signal_first(signal)) {
    case 0: return "Common Cause";
    case CLG_RULE_OUTSIDE: return is_high ? "Above UCL" : "Below LCL";
    case CLG_RULE_TREND:
        return is_high ? "7 Point Trend (Increasing)" : "7 Point Trend (Decreasing)";
    case CLG_RULE_TWO_OF_THREE:
        return is_high ? "2 out of 3 Above" : "2 out of 3 Below";
    default: return is_high ? "7 Points Above CL" : "7 Points Below CL";
    }
}

static const char *reading_of(clg_signal signal, clg_orientation orientation)
{
    switch (clg_signal_reading(signal, orientation)) {
    case CLG_READING_IMPROVEMENT: return "special_cause_improvement";
    case CLG_READING_CONCERN: return "special_cause_concern";
    default: return "common_cause";
    }
}

/* The reference has no limits for a constant series that is screened; ours are at its
 * mean. */
static void check_limits(const json_t *chart, const clg_xmr *phase)
{
    double lower = item(chart, "lpl", 0), upper = item(chart, "upl", 0);

    check_near(phase->centre, item(chart, "mean_col", 0), 1e-12);
    check_near(phase->lower, isnan(lower) ? phase->centre : lower, 1e-12);
    check_near(phase->upper, isnan(upper) ? phase->centre : upper, 1e-12);
}

static void check_chart(const json_t *chart, bool is_screened)
{
    clg_xmr_options options = is_screened ? plain : unscreened;
    clg_orientation orientation =
        is_screened ? CLG_HIGHER_IS_BETTER : CLG_LOWER_IS_BETTER;
    uint32_t length = (uint32_t)json_array_size(json_object_get(chart, "y"));
    double values[MOST];
    clg_signal signals[MOST];
    clg_xmr phase;

    assert_in_range(length, 1, MOST);
    for (uint32_t t = 0; t < length; t++)
        values[t] = item(chart, "y", t);
    check_ok(clg_xmr_chart(values, length, NULL, 0, &options, &phase, signals, &err));
    check_limits(chart, &phase);
    for (uint32_t t = 0; t < length; t++) {
        const json_t *outside =
            json_array_get(json_object_get(chart, "outside_limits"), t);

        assert_string_equal(cause_of(signals[t]),
                            text_item(chart, "special_cause_type", t));
        assert_string_equal(reading_of(signals[t], orientation),
                            text_item(chart, "point_type", t));
        assert_int_equal((signals[t].rules & CLG_RULE_OUTSIDE) != 0,
                         json_is_true(outside));
        check_near(clg_side_of(values[t], phase.centre),
                   item(chart, "relative_to_mean", t), 0.0);
    }
}

static void reference_charts_are_met(void **state)
{
    (void)state;
    const char *path = SHARED_FOLDER "/oracles/trajectories/spc/spc1_xmr_nhs.json";
    json_t *all = json_load_file(path, 0, NULL), *chart;
    const char *name;

    if (all == NULL) {
        print_message("no oracle file %s\n", path);
        skip();
    }
    assert_int_equal(json_object_size(all), 5);
    json_object_foreach(all, name, chart)
    {
        check_chart(json_object_get(chart, "screen"), true);
        check_chart(json_object_get(chart, "noscreen"), false);
    }
    json_decref(all);
}

/* ---- rules by hand ---- */

/* Limits 0 -+ 3, near 0 -+ 2. */
static void apply(const double *values, uint32_t length, clg_signal *signals)
{
    clg_xmr phase = {
        .end = length, .lower = -3, .upper = 3, .near_lower = -2, .near_upper = 2};

    clg_nhs_rules(values, &phase, signals);
}

static void two_of_three_wants_three_on_one_side(void **state)
{
    (void)state;
    const double yes[] = {2.5, NAN, 1, 2.5, -1}, across[] = {2.5, -1, 2.5, 0, 2.5};
    const double beyond[] = {2.5, 3.5, 1}, both[] = {2.5, 3.5, 2.5};
    clg_signal signals[5];

    apply(yes, 5, signals);
    assert_int_equal(signals[0].rules, CLG_RULE_TWO_OF_THREE);
    assert_true(clg_signal_is_high(signals[0]));
    assert_int_equal(signals[1].rules | signals[2].rules | signals[4].rules, 0);
    assert_int_equal(signals[3].rules, CLG_RULE_TWO_OF_THREE);
    apply(across, 5, signals);
    for (uint32_t t = 0; t < 5; t++)
        assert_int_equal(signals[t].rules, 0);
    apply(beyond, 3, signals);
    assert_int_equal(signals[0].rules, 0);
    assert_int_equal(signals[1].rules, CLG_RULE_OUTSIDE);
    apply(both, 3, signals);
    assert_int_equal(signals[0].rules, CLG_RULE_TWO_OF_THREE);
    assert_int_equal(signals[1].rules, CLG_RULE_OUTSIDE);
}

static void a_shift_is_seven_and_breaks_on_the_line(void **state)
{
    (void)state;
    const double seven[] = {-1, -1, -1, NAN, -1, -1, -1, -1, 1};
    const double broken[] = {-1, -1, -1, -1, 0, -1, -1, -1, -1};
    clg_signal signals[9];

    apply(seven, 9, signals);
    for (uint32_t t = 0; t < 9; t++)
        assert_int_equal(signals[t].rules, t == 3 || t == 8 ? 0 : CLG_RULE_SHIFT);
    assert_false(clg_signal_is_high(signals[0]));
    apply(broken, 9, signals);
    for (uint32_t t = 0; t < 9; t++)
        assert_int_equal(signals[t].rules, 0);
}

static void a_trend_is_seven_points_and_ends_at_a_repeat(void **state)
{
    (void)state;
    const double up[] = {0.0, -1.0, -.9, -.5, .1, .2, .3, .4, .3};
    const double level[] = {-1.0, -.9, -.5, .1, .1, .2, .3, .4, .5};
    clg_signal signals[9];

    apply(up, 9, signals);
    for (uint32_t t = 0; t < 9; t++)
        assert_int_equal(signals[t].rules, t == 0 || t == 8 ? 0 : CLG_RULE_TREND);
    assert_true(clg_signal_is_high(signals[1]));
    apply(level, 9, signals);
    for (uint32_t t = 0; t < 9; t++)
        assert_int_equal(signals[t].rules, 0);
}

static void the_first_rule_is_told_and_the_others_kept(void **state)
{
    (void)state;
    const double fall[] = {2.8, 2.7, 2.6, 2.5, 2.4, 2.3, 2.2};
    clg_signal signals[7];

    apply(fall, 7, signals);
    assert_int_equal(signals[3].rules,
                     CLG_RULE_TREND | CLG_RULE_TWO_OF_THREE | CLG_RULE_SHIFT);
    assert_int_equal(clg_signal_first(signals[3]), CLG_RULE_TREND);
    assert_false(clg_signal_is_high(signals[3]));
    assert_int_equal(clg_signal_reading(signals[3], CLG_HIGHER_IS_BETTER),
                     CLG_READING_CONCERN);
    assert_int_equal(clg_signal_reading(signals[3], CLG_LOWER_IS_BETTER),
                     CLG_READING_IMPROVEMENT);
    assert_int_equal(clg_signal_reading(signals[3], CLG_NEUTRAL), CLG_READING_LOW);
}

static void names_are_known_and_others_are_not(void **state)
{
    (void)state;

    assert_string_equal(clg_rule_name(CLG_RULE_TWO_OF_THREE), "two_of_three");
    assert_string_equal(clg_rule_name(CLG_RULE_MANY_RUNS), "many_runs");
    assert_null(clg_rule_name(3));
    assert_null(clg_rule_name(0));
    assert_string_equal(clg_rule_set_name(CLG_RULES_IHI), "ihi");
    assert_null(clg_rule_set_name(CLG_RULE_SET_COUNT));
    assert_string_equal(clg_reading_name(CLG_READING_REVIEW), "review");
    assert_string_equal(clg_assurance_name(CLG_ASSURANCE_HIT_OR_MISS), "hit_or_miss");
}

/* ---- against definitions, on random series ---- */

/* Each rule asked of each group of observed points, one by one. */
static void mark_slowly(const double *x, uint32_t n, const clg_xmr *p, uint16_t *rules)
{
    for (uint32_t i = 0; i < n; i++)
        rules[i] = x[i] < p->lower || x[i] > p->upper ? CLG_RULE_OUTSIDE : 0;
    for (uint32_t i = 0; i + 7 <= n; i++) {
        int up = 0, down = 0, above = 0, below = 0;
        for (uint32_t j = i; j < i + 7; j++) {
            up += j > i && x[j] > x[j - 1];
            down += j > i && x[j] < x[j - 1];
            above += x[j] > p->centre;
            below += x[j] < p->centre;
        }
        for (uint32_t j = i; j < i + 7; j++) {
            rules[j] |= up == 6 || down == 6 ? CLG_RULE_TREND : 0;
            rules[j] |= above == 7 || below == 7 ? CLG_RULE_SHIFT : 0;
        }
    }
    for (uint32_t i = 0; i + 3 <= n; i++) {
        int above = 0, below = 0, close = 0;
        bool is_close[3];
        for (uint32_t j = 0; j < 3; j++) {
            double v = x[i + j];
            above += v > p->centre;
            below += v < p->centre;
            is_close[j] = (v > p->near_upper && v <= p->upper) ||
                          (v < p->near_lower && v >= p->lower);
            close += is_close[j];
        }
        for (uint32_t j = 0; j < 3; j++)
            if (is_close[j] && close >= 2 && (above == 3 || below == 3))
                rules[i + j] |= CLG_RULE_TWO_OF_THREE;
    }
}

static uint32_t random_series(clg_random *random, uint32_t length, double *values,
                              double *observed)
{
    double level = 0.0;
    uint32_t count = 0;

    for (uint32_t t = 0; t < length; t++) {
        level = 0.7 * level + clg_random_uniform(random) - 0.5;
        values[t] = clg_random_below(random, 6) == 0 ? (double)NAN
                    : clg_random_below(random, 4) == 0
                        ? round(4.0 * level) / 4.0
                        : level + (clg_random_below(random, 20) == 0 ? 2.0 : 0.0);
        if (!isnan(values[t]))
            observed[count++] = values[t];
    }
    return count;
}

static void rules_agree_with_their_definitions(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(5, "rules", 0, 0, 0);
    unsigned seen = 0;

    for (uint32_t round = 0; round < 3000; round++) {
        double values[MOST], observed[MOST];
        uint32_t length = 1 + clg_random_below(&random, MOST);
        uint32_t count = random_series(&random, length, values, observed), i = 0;
        uint16_t rules[MOST] = {0};
        clg_signal signals[MOST];
        clg_xmr phase;

        check_ok(clg_xmr_chart(values, length, NULL, 0, &plain, &phase, signals, &err));
        assert_int_equal(phase.count, count);
        mark_slowly(observed, count, &phase, rules);
        for (uint32_t t = 0; t < length; t++) {
            assert_int_equal(signals[t].rules, isnan(values[t]) ? 0 : rules[i]);
            i += isnan(values[t]) ? 0 : 1;
            seen |= signals[t].rules;
        }
    }
    assert_int_equal(seen, 15);
}

static void turning_a_series_over_turns_its_signals_over(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(6, "turn", 0, 0, 0);

    for (uint32_t round = 0; round < 500; round++) {
        double values[MOST], turned[MOST], observed[MOST];
        clg_signal signals[MOST], opposite[MOST];
        clg_xmr phase, other;

        random_series(&random, MOST, values, observed);
        for (uint32_t t = 0; t < MOST; t++)
            turned[t] = 64.0 - 8.0 * values[t];
        check_ok(clg_xmr_chart(values, MOST, NULL, 0, &plain, &phase, signals, &err));
        check_ok(clg_xmr_chart(turned, MOST, NULL, 0, &plain, &other, opposite, &err));
        check_near(other.lower, 64.0 - 8.0 * phase.upper, 1e-11);
        for (uint32_t t = 0; t < MOST; t++) {
            assert_int_equal(signals[t].rules, opposite[t].rules);
            assert_int_equal(signals[t].high ^ opposite[t].high, signals[t].rules);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference_charts_are_met),
        cmocka_unit_test(two_of_three_wants_three_on_one_side),
        cmocka_unit_test(a_shift_is_seven_and_breaks_on_the_line),
        cmocka_unit_test(a_trend_is_seven_points_and_ends_at_a_repeat),
        cmocka_unit_test(the_first_rule_is_told_and_the_others_kept),
        cmocka_unit_test(names_are_known_and_others_are_not),
        cmocka_unit_test(rules_agree_with_their_definitions),
        cmocka_unit_test(turning_a_series_over_turns_its_signals_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
