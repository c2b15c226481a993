/* Difference in differences: the reference panel, small panels by hand, staggered
 * starts whose effects grow, coverage of the bootstrap, threads, missing cells, too few
 * schools, exhausted memory. */
#include "check.h"

#include "base/memory.h"
#include "base/random.h"
#include "compare/effects/difference.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define FOLDER SHARED_FOLDER "/oracles/trajectories/its"
#define NEVER CLG_NEVER_TREATED

enum { SCHOOLS = 30, WINDOWS = 12 };

static clg_twoway twoway_of(const double *y, const uint32_t *starts, uint32_t schools,
                            uint32_t windows)
{
    clg_twoway out;

    check_ok(clg_twoway_find(y, starts, schools, windows, &out, &err));
    return out;
}

static clg_group_time group_time_of(const double *y, const uint32_t *starts,
                                    uint32_t schools, uint32_t windows,
                                    uint32_t replicates)
{
    clg_group_time_options options = CLG_GROUP_TIME_OPTIONS_INIT;
    clg_group_time out;

    options.replicates = replicates;
    check_ok(clg_group_time_find(y, starts, schools, windows, &options, &out, &err));
    return out;
}

static const clg_effect *lead(const clg_group_time *result, int e)
{
    return &result->by_lead[(int)result->windows - 1 + e];
}

/* ---- the reference ---- */

/* Rows t,school,treat,y, a school after the other. */
static uint32_t read_panel(double *y, uint32_t *starts)
{
    FILE *file = fopen(FOLDER "/did.csv", "r");
    char line[128];
    unsigned t, school, treat;
    uint32_t cells = 0;
    double value;

    if (file == NULL)
        return 0;
    for (uint32_t s = 0; s < SCHOOLS; s++)
        starts[s] = NEVER;
    while (fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "%u,%u,%u,%lf", &t, &school, &treat, &value) != 4)
            continue;
        assert_int_equal(cells, (school - 1) * WINDOWS + t - 1);
        y[cells++] = value;
        if (treat && starts[school - 1] == NEVER)
            starts[school - 1] = t - 1;
    }
    fclose(file);
    return cells;
}

static double number_of(const json_t *all, const char *name)
{
    return json_number_value(json_object_get(all, name));
}

static void the_reference_panel_is_met(void **state)
{
    (void)state;
    json_t *all = json_load_file(FOLDER "/did1.json", 0, NULL);
    double y[SCHOOLS * WINDOWS];
    uint32_t starts[SCHOOLS], cells = read_panel(y, starts);
    clg_twoway out;
    clg_group_time staggered;

    if (all == NULL || cells == 0) {
        print_message("no oracle files in %s\n", FOLDER);
        skip();
    }
    assert_int_equal(cells, 20 * WINDOWS);
    out = twoway_of(y, starts, 20, WINDOWS);
    check_near(out.att, number_of(all, "att"), 1e-9);
    check_near(out.error_ols, number_of(all, "se_ols"), 1e-9);
    check_near(out.error_cr0, number_of(all, "se_CR0"), 1e-9);
    check_near(out.error_cr1, number_of(all, "se_CR1"), 1e-9);
    check_near(out.high - out.low, 2.0 * 2.0930240544 * out.error_cr1, 1e-8);
    assert_false(out.is_staggered);
    assert_int_equal(out.treated + out.untreated, 20);
    /* The other estimator compares with one window before the start only. */
    staggered = group_time_of(y, starts, 20, WINDOWS, 199);
    check_near(staggered.overall.att, out.att, 0.5);
    assert_true(staggered.overall.error > 0.0);
    clg_group_time_clear(&staggered);
    json_decref(all);
}

/* ---- by hand ---- */

static void two_by_two_is_the_difference_of_differences(void **state)
{
    (void)state;
    const double y[] = {1, 5, 2, 5, 0, 1, 3, 5, 9, NAN};
    const uint32_t starts[] = {1, 1, NEVER, NEVER, 1};
    clg_twoway out = twoway_of(y, starts, 5, 2);

    check_near(out.att, 3.5 - 1.5, 1e-12);
    assert_int_equal(out.incomplete_count, 1);
    assert_int_equal(out.school_count, 4);
    assert_int_equal(out.treated, 2);
    /* Residuals -+1/4 in all cells: rss 1/2, 2 degrees; information 1/2; scores -+1/8.
     */
    check_near(out.error_ols, sqrt(0.5 / 2.0 / 0.5), 1e-12);
    check_near(out.error_cr0, sqrt(4.0 / 64.0) / 0.5, 1e-12);
    check_near(out.error_cr1, 0.5 * sqrt(4.0 / 3.0 * 7.0 / 2.0), 1e-12);
}

static void effects_of_groups_and_times_compare_with_those_not_yet_treated(void **state)
{
    (void)state;
    /* Starts at 1, at 2, never. */
    const double y[] = {1, 5, 8, 9, 2, 3, 7, 9, 0, 2, 3, 3, 4, 4, 5, 7};
    const uint32_t starts[] = {1, 2, NEVER, 9};
    clg_group_time out = group_time_of(y, starts, 4, 4, 0);
    const clg_group_time_cell *cell = out.cells;

    assert_int_equal(out.cell_count, 6);
    /* Start 1 at 1: 4 - mean(1, 2, 0); at 2: 7 - mean(3, 1); at 3: 8 - mean(3, 3). */
    check_near(cell[0].att, 3.0, 1e-12);
    assert_int_equal(cell[0].control, 3);
    check_near(cell[1].att, 5.0, 1e-12);
    assert_int_equal(cell[1].control, 2);
    check_near(cell[2].att, 5.0, 1e-12);
    /* Start 2, base 1; at 0, before: -1 - mean(-2, 0); at 2: 4 - 1; at 3: 6 - 2. */
    assert_int_equal(cell[3].at, 0);
    check_near(cell[3].att, 0.0, 1e-12);
    check_near(cell[4].att, 3.0, 1e-12);
    check_near(cell[5].att, 4.0, 1e-12);
    check_near(out.overall.att, 20.0 / 5.0, 1e-12);
    check_near(lead(&out, 0)->att, 3.0, 1e-12);
    check_near(lead(&out, 1)->att, 4.5, 1e-12);
    check_near(lead(&out, 2)->att, 5.0, 1e-12);
    check_near(lead(&out, -2)->att, 0.0, 1e-12);
    assert_true(isnan(lead(&out, -1)->att) && isnan(lead(&out, 3)->att));
    assert_int_equal(out.overall.treated, 2);
    assert_int_equal(out.overall.control, 3);
    assert_true(isnan(out.overall.error));
    clg_group_time_clear(&out);
}

static void missing_cells_leave_a_school_out_of_their_comparisons_only(void **state)
{
    (void)state;
    const double y[] = {1, 5, NAN, 2, 3, 7, 0, NAN, 3};
    const uint32_t starts[] = {1, NEVER, NEVER};
    clg_group_time out = group_time_of(y, starts, 3, 3, 0);

    check_near(out.cells[0].att, 4.0 - 1.0, 1e-12);
    assert_int_equal(out.cells[0].control, 1);
    assert_true(isnan(out.cells[1].att));
    assert_int_equal(out.cells[1].treated, 0);
    check_near(out.overall.att, 3.0, 1e-12);
    clg_group_time_clear(&out);
}

/* ---- simulated networks ---- */

static double normal(clg_random *random)
{
    double radius = sqrt(-2.0 * log1p(-clg_random_uniform(random)));

    return radius * cos(6.283185307179586477 * clg_random_uniform(random));
}

/* A third each start at 4, at 8 and never; the effect grows by 1 a window. */
static void draw_network(clg_random *random, double noise, double *y, uint32_t *starts)
{
    for (uint32_t s = 0; s < SCHOOLS; s++) {
        double level = 3.0 * normal(random);
        starts[s] = s % 3 == 0 ? 4 : s % 3 == 1 ? 8 : NEVER;
        for (uint32_t t = 0; t < WINDOWS; t++) {
            double effect = t >= starts[s] ? 1.0 + t - starts[s] : 0.0;
            y[s * WINDOWS + t] = level + sin(t) + effect + noise * normal(random);
        }
    }
}

static void growing_effects_of_staggered_starts_are_recovered(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(1, "staggered", 0, 0, 0);
    double y[SCHOOLS * WINDOWS];
    uint32_t starts[SCHOOLS];
    clg_group_time out;
    clg_twoway twoway;

    draw_network(&random, 0.0, y, starts);
    out = group_time_of(y, starts, SCHOOLS, WINDOWS, 0);
    for (int e = -8; e <= 7; e++)
        if (e != -1)
            check_near(lead(&out, e)->att, e < 0 ? 0.0 : 1.0 + e, 1e-12);
    /* Windows 1 to 8 of ten schools, 1 to 4 of ten. */
    check_near(out.overall.att, (36.0 + 10.0) / 12.0, 1e-12);
    twoway = twoway_of(y, starts, SCHOOLS, WINDOWS);
    assert_true(twoway.is_staggered);
    assert_true(twoway.att < out.overall.att - 0.2); /* the bias that it warns of */
    clg_group_time_clear(&out);
}

static void bootstrap_intervals_cover_the_truth(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(2, "staggered", 0, 0, 0);
    enum { ROUNDS = 150 };
    double covered = 0.0, first = 0.0, before = 0.0;

    for (uint32_t round = 0; round < ROUNDS; round++) {
        double y[SCHOOLS * WINDOWS];
        uint32_t starts[SCHOOLS];
        clg_group_time out;

        draw_network(&random, 1.0, y, starts);
        out = group_time_of(y, starts, SCHOOLS, WINDOWS, 99);
        covered += fabs(out.overall.att - 46.0 / 12.0) < 1.96 * out.overall.error;
        first += fabs(lead(&out, 0)->att - 1.0) < 1.96 * lead(&out, 0)->error;
        before += lead(&out, -3)->low < 0.0 && lead(&out, -3)->high > 0.0;
        assert_true(out.replicates_used == 99);
        clg_group_time_clear(&out);
    }
    print_message("overall covered %.3f, first window %.3f, before %.3f\n",
                  covered / ROUNDS, first / ROUNDS, before / ROUNDS);
    assert_true(covered / ROUNDS > 0.88 && first / ROUNDS > 0.88);
    assert_true(before / ROUNDS > 0.88);
}

static void threads_do_not_change_a_bit(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(3, "staggered", 0, 0, 0);
    clg_group_time_options options = CLG_GROUP_TIME_OPTIONS_INIT;
    double y[SCHOOLS * WINDOWS];
    uint32_t starts[SCHOOLS];
    clg_group_time alone, together;
    size_t leads = 2 * WINDOWS - 1;

    draw_network(&random, 1.0, y, starts);
    options.replicates = 50;
    options.threads = 1;
    check_ok(clg_group_time_find(y, starts, SCHOOLS, WINDOWS, &options, &alone, &err));
    options.threads = 3;
    check_ok(
        clg_group_time_find(y, starts, SCHOOLS, WINDOWS, &options, &together, &err));
    assert_memory_equal(&alone.overall, &together.overall, sizeof alone.overall);
    assert_memory_equal(alone.by_lead, together.by_lead, leads * sizeof *alone.by_lead);
    clg_group_time_clear(&alone);
    clg_group_time_clear(&together);
}

/* ---- too little ---- */

static void one_school_in_an_arm_has_an_effect_but_no_error(void **state)
{
    (void)state;
    const double y[] = {1, 5, 2, 5, 0, 1};
    const uint32_t one_treated[] = {1, NEVER, NEVER}, one_control[] = {1, 1, NEVER};
    clg_group_time out;
    clg_twoway twoway = twoway_of(y, one_treated, 3, 2);

    check_near(twoway.att, 4.0 - 2.0, 1e-12);
    assert_true(isnan(twoway.error_ols) && isnan(twoway.error_cr1) &&
                isnan(twoway.low));
    assert_true(isnan(twoway_of(y, one_control, 3, 2).error_cr0));
    out = group_time_of(y, one_control, 3, 2, 99);
    check_near(out.overall.att, 3.5 - 1.0, 1e-12);
    assert_true(isnan(out.overall.error) && isnan(out.overall.low));
    assert_int_equal(out.replicates_used, 0);
    clg_group_time_clear(&out);
}

static void without_both_arms_there_is_no_effect(void **state)
{
    (void)state;
    const double y[] = {1, 5, 2, 5, 0, 1};
    const uint32_t all[] = {1, 1, 1}, none[] = {NEVER, 2, 3}, always[] = {0, 0, NEVER};
    const uint32_t *cases[] = {all, none, always};

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        clg_twoway twoway = twoway_of(y, cases[i], 3, 2);
        clg_group_time out = group_time_of(y, cases[i], 3, 2, 20);

        assert_int_equal(twoway.status, CLG_VALUE_DEGENERATE);
        assert_true(isnan(twoway.att) && isnan(out.overall.att));
        assert_true(isnan(out.overall.error));
        clg_group_time_clear(&out);
    }
}

static void empty_and_missing_panels_are_too_small(void **state)
{
    (void)state;
    const double missing[] = {NAN, NAN, NAN, NAN, NAN, NAN};
    const uint32_t starts[] = {1, 1, NEVER};
    const uint32_t sizes[][2] = {{0, 0}, {0, 2}, {3, 0}, {3, 1}, {1, 2}, {3, 2}};

    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        uint32_t schools = sizes[i][0], windows = sizes[i][1];
        clg_twoway twoway = twoway_of(missing, starts, schools, windows);
        clg_group_time out = group_time_of(missing, starts, schools, windows, 5);

        assert_int_equal(twoway.status, CLG_VALUE_TOO_SMALL);
        assert_true(isnan(twoway.att) && isnan(out.overall.att));
        clg_group_time_clear(&out);
    }
}

static void failed_allocations_are_reported_and_leak_nothing(void **state)
{
    (void)state;
    const double y[] = {1, 5, 2, 5, 0, 1, 2, 2};
    const uint32_t starts[] = {1, 1, NEVER, NEVER};
    clg_group_time_options options = {9, 1, 1};
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    for (; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_group_time out;
        clg_twoway twoway;

        clg_test_allocations_left = allowed;
        status = clg_twoway_find(y, starts, 4, 2, &twoway, &err);
        if (status == CLG_OK)
            status = clg_group_time_find(y, starts, 4, 2, &options, &out, &err);
        else
            out = (clg_group_time){0};
        clg_test_allocations_left = -1;
        clg_group_time_clear(&out);
        assert_int_equal(err.code, status);
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
    }
    assert_int_equal(allowed, 17);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reference_panel_is_met),
        cmocka_unit_test(two_by_two_is_the_difference_of_differences),
        cmocka_unit_test(
            effects_of_groups_and_times_compare_with_those_not_yet_treated),
        cmocka_unit_test(missing_cells_leave_a_school_out_of_their_comparisons_only),
        cmocka_unit_test(growing_effects_of_staggered_starts_are_recovered),
        cmocka_unit_test(bootstrap_intervals_cover_the_truth),
        cmocka_unit_test(threads_do_not_change_a_bit),
        cmocka_unit_test(one_school_in_an_arm_has_an_effect_but_no_error),
        cmocka_unit_test(without_both_arms_there_is_no_effect),
        cmocka_unit_test(empty_and_missing_panels_are_too_small),
        cmocka_unit_test(failed_allocations_are_reported_and_leak_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
