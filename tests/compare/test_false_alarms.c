/* False signals of stable series: published rates, exact rates of the rules that depend
 * on ranks only, the cache, bad options, exhausted memory. */
#include "check.h"

#include "base/memory.h"
#include "compare/charts/false_alarms.h"
#include "compare/charts/run_chart.h"

#include <string.h>

static clg_false_alarms alarms_of(clg_rule_set rules, uint32_t replicates)
{
    clg_false_alarm_options options = CLG_FALSE_ALARM_OPTIONS_INIT;
    clg_false_alarms alarms;

    options.rules = rules;
    options.replicates = replicates;
    check_ok(clg_false_alarms_init(&alarms, 64, &options, &err));
    return alarms;
}

static double share_of(const clg_false_alarm *rate, clg_rule rule)
{
    unsigned i = 0;

    while (1u << i != (unsigned)rule)
        i++;
    return rate->by_rule[i];
}

/* The published rates are of 4,000 series, ours of 10,000: three standard errors of the
 * difference, and half of the last digit. */
static void check_share(double found, double published)
{
    double error = sqrt(published * (1.0 - published) * (1.0 / 4000.0 + 1.0 / 10000.0));

    check_near(found, published, 3.0 * error + 0.0005);
}

static void the_nhs_rules_have_the_published_rates(void **state)
{
    (void)state;
    clg_false_alarms alarms = alarms_of(CLG_RULES_NHS, 10000);
    const uint32_t points[] = {24, 36};
    const double published[2][5] = {{.096, .087, .006, .035, .189},
                                    {.133, .173, .012, .048, .298}};

    for (size_t i = 0; i < 2; i++) {
        const clg_false_alarm *rate = clg_false_alarms_of(&alarms, points[i]);

        check_share(share_of(rate, CLG_RULE_OUTSIDE), published[i][0]);
        check_share(share_of(rate, CLG_RULE_SHIFT), published[i][1]);
        check_share(share_of(rate, CLG_RULE_TREND), published[i][2]);
        check_share(share_of(rate, CLG_RULE_TWO_OF_THREE), published[i][3]);
        check_share(rate->share, published[i][4]);
        print_message("nhs %u: outside %.4f shift %.4f trend %.4f two of three %.4f, "
                      "any %.4f, points %.3f\n",
                      points[i], share_of(rate, CLG_RULE_OUTSIDE),
                      share_of(rate, CLG_RULE_SHIFT), share_of(rate, CLG_RULE_TREND),
                      share_of(rate, CLG_RULE_TWO_OF_THREE), rate->share, rate->points);
    }
    clg_false_alarms_clear(&alarms);
}

static void the_run_chart_rules_have_the_published_rates(void **state)
{
    (void)state;
    clg_false_alarms anhoej = alarms_of(CLG_RULES_ANHOEJ, 10000);
    clg_false_alarms ihi = alarms_of(CLG_RULES_IHI, 10000);
    const uint32_t points[] = {24, 36};
    const double published[2][4] = {{.030, .155, .259, .368}, {.050, .318, .365, .555}};

    for (size_t i = 0; i < 2; i++) {
        const clg_false_alarm *rate = clg_false_alarms_of(&ihi, points[i]);
        const clg_false_alarm *screening = clg_false_alarms_of(&anhoej, points[i]);

        check_share(screening->share, published[i][0]);
        check_share(share_of(rate, CLG_RULE_SHIFT), published[i][1]);
        check_share(share_of(rate, CLG_RULE_TREND), published[i][2]);
        /* Ours counts the number of runs too, at most 2.5 % on each side. */
        assert_true(rate->share > published[i][3] - .02);
        assert_true(rate->share < published[i][3] + .05 + .02);
        assert_in_range(1e4 * share_of(rate, CLG_RULE_FEW_RUNS), 50, 280);
        assert_in_range(1e4 * share_of(rate, CLG_RULE_MANY_RUNS), 50, 280);
        print_message("anhoej %u: any %.4f; ihi: shift %.4f trend %.4f few %.4f many "
                      "%.4f review %.4f, any %.4f, points %.3f\n",
                      points[i], screening->share, share_of(rate, CLG_RULE_SHIFT),
                      share_of(rate, CLG_RULE_TREND), share_of(rate, CLG_RULE_FEW_RUNS),
                      share_of(rate, CLG_RULE_MANY_RUNS),
                      share_of(rate, CLG_RULE_ASTRONOMICAL), rate->share, rate->points);
    }
    clg_false_alarms_clear(&anhoej);
    clg_false_alarms_clear(&ihi);
}

/* ---- exact ---- */

enum { HALF = 18, RUNS = 2 * HALF + 1 };

/* Arrangements of points above and below by crossings, without a run longer than most:
 * ways[above][below][side of the last][crossings]; each run is added as a whole. */
static double ways[HALF + 1][HALF + 1][2][RUNS];

static void count_arrangements(uint32_t half, uint32_t most)
{
    memset(ways, 0, sizeof ways);
    for (uint32_t a = 0; a <= half; a++)
        for (uint32_t b = 0; b <= half; b++)
            for (uint32_t k = 1; k <= most; k++) {
                if (k <= a)
                    ways[a][b][1][0] += k == a && b == 0;
                if (k <= b)
                    ways[a][b][0][0] += k == b && a == 0;
                for (uint32_t c = 1; c < RUNS; c++) {
                    if (k <= a)
                        ways[a][b][1][c] += ways[a - k][b][0][c - 1];
                    if (k <= b)
                        ways[a][b][0][c] += ways[a][b - k][1][c - 1];
                }
            }
}

/* The share of arrangements without a run above `most` and `least` crossings or more.
 */
static double share_without(uint32_t half, uint32_t most, uint32_t least)
{
    double kept = 0.0, all = 0.0;

    count_arrangements(half, 2 * half);
    for (uint32_t c = 0; c < RUNS; c++)
        all += ways[half][half][0][c] + ways[half][half][1][c];
    count_arrangements(half, most);
    for (uint32_t c = least; c < RUNS; c++)
        kept += ways[half][half][0][c] + ways[half][half][1][c];
    return kept / all;
}

/* About a median of their own, points fall half above and half below in any order. */
static void rates_agree_with_counts_of_all_arrangements(void **state)
{
    (void)state;
    clg_false_alarms anhoej = alarms_of(CLG_RULES_ANHOEJ, 10000);
    clg_false_alarms ihi = alarms_of(CLG_RULES_IHI, 10000);

    for (uint32_t points = 8; points <= 36; points += 7) {
        uint32_t half = points / 2, most = clg_longest_run_most(2 * half);
        double exact = 1.0 - share_without(half, most, clg_crossings_least(2 * half));
        double shift = 1.0 - share_without(half, 5, 0);

        check_near(clg_false_alarms_of(&anhoej, points)->share, exact,
                   4.0 * sqrt(exact * (1.0 - exact) / 10000.0) + 1e-12);
        check_near(share_of(clg_false_alarms_of(&ihi, points), CLG_RULE_SHIFT), shift,
                   4.0 * sqrt(shift * (1.0 - shift) / 10000.0) + 1e-12);
    }
    clg_false_alarms_clear(&anhoej);
    clg_false_alarms_clear(&ihi);
}

/* ---- the cache ---- */

static void rates_do_not_depend_on_what_was_asked_before(void **state)
{
    (void)state;
    clg_false_alarms a = alarms_of(CLG_RULES_NHS, 500);
    clg_false_alarms b = alarms_of(CLG_RULES_NHS, 500);
    const clg_false_alarm *first = clg_false_alarms_of(&a, 20);
    clg_false_alarm kept = *first;

    clg_false_alarms_of(&b, 31);
    clg_false_alarms_of(&b, 64);
    assert_memory_equal(clg_false_alarms_of(&b, 20), &kept, sizeof kept);
    assert_ptr_equal(clg_false_alarms_of(&a, 20), first);
    assert_memory_equal(first, &kept, sizeof kept);
    clg_false_alarms_clear(&a);
    clg_false_alarms_clear(&b);
}

static void no_signals_come_of_no_points(void **state)
{
    (void)state;

    for (clg_rule_set set = CLG_RULES_ANHOEJ; set < CLG_RULE_SET_COUNT; set++) {
        clg_false_alarms alarms = alarms_of(set, 50);
        for (uint32_t points = 0; points <= 4; points++)
            check_near(clg_false_alarms_of(&alarms, points)->share, 0.0, 0.0);
        clg_false_alarms_clear(&alarms);
    }
}

static void limits_on_few_points_raise_more_false_alarms(void **state)
{
    (void)state;
    clg_false_alarm_options options = CLG_FALSE_ALARM_OPTIONS_INIT;
    clg_false_alarms all = alarms_of(CLG_RULES_NHS, 2000), fixed;

    options.rules = CLG_RULES_NHS;
    options.replicates = 2000;
    options.baseline = 12;
    check_ok(clg_false_alarms_init(&fixed, 36, &options, &err));
    assert_true(clg_false_alarms_of(&fixed, 36)->share >
                clg_false_alarms_of(&all, 36)->share + 0.1);
    clg_false_alarms_clear(&all);
    clg_false_alarms_clear(&fixed);
}

static void impossible_options_are_refused(void **state)
{
    (void)state;
    clg_false_alarm_options options = CLG_FALSE_ALARM_OPTIONS_INIT;
    clg_false_alarms alarms;

    options.replicates = 0;
    check_fails(clg_false_alarms_init(&alarms, 9, &options, &err), CLG_ERROR_ARGUMENT,
                "0 series to simulate, expected 1 at least");
    clg_false_alarms_clear(&alarms);
    options.replicates = 9;
    options.rules = CLG_RULE_SET_COUNT;
    check_fails(clg_false_alarms_init(&alarms, 9, &options, &err), CLG_ERROR_ARGUMENT,
                "there is no set of rules 3");
    clg_false_alarms_clear(&alarms);
}

static void failed_allocations_are_reported(void **state)
{
    (void)state;
    clg_false_alarm_options options = CLG_FALSE_ALARM_OPTIONS_INIT;
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    for (; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_false_alarms alarms;

        clg_test_allocations_left = allowed;
        status = clg_false_alarms_init(&alarms, 20, &options, &err);
        clg_test_allocations_left = -1;
        clg_false_alarms_clear(&alarms);
        assert_int_equal(err.code, status);
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
    }
    assert_int_equal(allowed, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nhs_rules_have_the_published_rates),
        cmocka_unit_test(the_run_chart_rules_have_the_published_rates),
        cmocka_unit_test(rates_agree_with_counts_of_all_arrangements),
        cmocka_unit_test(rates_do_not_depend_on_what_was_asked_before),
        cmocka_unit_test(no_signals_come_of_no_points),
        cmocka_unit_test(limits_on_few_points_raise_more_false_alarms),
        cmocka_unit_test(impossible_options_are_refused),
        cmocka_unit_test(failed_allocations_are_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
