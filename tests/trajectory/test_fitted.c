/* The fit as a whole: places in developmental time, stage sets, tables, and what is
 * left when memory runs out. */
#include "check.h"

#include "base/memory.h"
#include "base/random.h"
#include "trajectory/fit/tables.h"

#include <stdio.h>
#include <string.h>

static void append(clg_texts *texts, const char *text)
{
    check_ok(clg_texts_append(texts, text, strlen(text), &err));
}

/* Schools that walk from a low level to a high one; school 1 of 4 misses a window. */
static clg_panel walking_schools(uint32_t schools, uint32_t windows)
{
    clg_random random = clg_random_stream(3, "walk", 0, 0, 0);
    clg_texts ids = CLG_TEXTS_INIT, names = CLG_TEXTS_INIT;
    uint32_t lengths[64];
    clg_panel panel = {0};
    char text[16];

    for (uint32_t s = 0; s < schools; s++) {
        snprintf(text, sizeof text, "s%02u", s);
        append(&ids, text);
        lengths[s] = windows;
    }
    append(&names, "energy");
    append(&names, "visibility");
    check_ok(clg_panel_init(&panel, &ids, lengths, &names, &err));
    for (uint32_t t = 0; t < windows; t++) {
        snprintf(text, sizeof text, "w%02u", t);
        append(&panel.windows, text);
    }
    for (uint32_t s = 0; s < schools; s++)
        for (uint32_t t = 0; t < windows; t++)
            for (uint32_t d = 0; d < 2; d++)
                if (s % 4 != 1 || t != 3)
                    clg_panel_set(&panel, s, t, d,
                                  (t > 2 + s % 5 ? 3.0 : 0.0) +
                                      clg_random_uniform(&random));
    clg_texts_clear(&ids);
    clg_texts_clear(&names);
    return panel;
}

static clg_fit_spec two_stages(const clg_panel *panel)
{
    clg_fit_spec spec = {.em = CLG_EM_OPTIONS_INIT,
                         .event = -1,
                         .classes = 1,
                         .horizon = 2,
                         .energy = {1.0, 0.0},
                         .visibility = {0.0, 1.0}};

    spec.em.starts = 3;
    spec.em.threads = 1;
    spec.em.priors.transition = 0.5;
    spec.em.priors.variance_count = 1.0;
    clg_stage_set_numbered(2, &spec.stages);
    clg_hmm_init(&spec.shape, 2, panel->indicator_count, CLG_TOPOLOGY_BAKIS1);
    return spec;
}

static void windows_get_their_place_within_a_stage(void **state)
{
    (void)state;
    const double time[] = {0, 1, 2, 3, 4, 5, 6, 7};
    const uint8_t stages[] = {0, 0, 1, 1, 1, 1, 2, 2};
    const double bounds[] = {0.0, 4.0, 9.0, 17.0};
    /* Stage 1, begun before: 2 left of 4; stage 2 seen whole: 4 windows are its 5;
     * stage 3 has only begun: 2 of 8. */
    const double expected[] = {2.5, 3.5, 4.625, 5.875, 7.125, 8.375, 9.5, 10.5};
    double places[8];

    clg_development_places(time, stages, 8, false, bounds, places);
    for (int t = 0; t < 8; t++)
        check_near(places[t], expected[t], 1e-15);
}

static void a_stage_without_entry_and_exit_is_centred(void **state)
{
    (void)state;
    const double time[] = {0, 1};
    const uint8_t stages[] = {0, 0};
    const double bounds[] = {0.0, 6.0};
    double places[2];

    clg_development_places(time, stages, 2, false, bounds, places);
    check_near(places[0], 2.5, 1e-15);
    check_near(places[1], 3.5, 1e-15);
    clg_development_places(time, stages, 2, true, bounds, places); /* founded */
    check_near(places[0], 0.5, 1e-15);
}

static void stage_sets_are_known_by_name_and_number(void **state)
{
    (void)state;
    clg_stage_set set;

    check_ok(clg_stage_set_parse("wenger", &set, &err));
    assert_int_equal(set.count, 5);
    assert_string_equal(set.stages[3], "stewardship");
    check_ok(clg_stage_set_parse("lifecycle", &set, &err));
    assert_int_equal(set.count, 6);
    assert_string_equal(set.stages[5], "sustain");
    check_ok(clg_stage_set_parse("8", &set, &err));
    assert_string_equal(set.stages[7], "stage 8");
    check_fails(clg_stage_set_parse("9", &set, &err), CLG_ERROR_ARGUMENT,
                "expected wenger, lifecycle or a number of 1 to 8, found '9'");
    check_fails(clg_stage_set_parse("0", &set, &err), CLG_ERROR_ARGUMENT,
                "expected wenger, lifecycle or a number of 1 to 8, found '0'");
}

static void tables_say_what_was_fitted(void **state)
{
    (void)state;
    clg_panel panel = walking_schools(20, 12);
    clg_fit_spec spec = two_stages(&panel);
    clg_fit_tables tables;
    clg_fitted fitted;

    check_ok(clg_fitted_find(&panel, &spec, &fitted, &err));
    check_ok(clg_fit_tables_make(&fitted, &tables, &err));
    assert_int_equal(tables.trajectory.row_count, 240);
    assert_int_equal(tables.schools.row_count, 20);
    assert_int_equal(tables.forecast.row_count, 40);
    assert_int_equal(tables.selection.row_count, 0);
    for (uint32_t s = 0; s < 20; s++) {
        const clg_column *entry = clg_table_column(&tables.schools, "entry_2");
        if (s % 4 != 1) /* the window of the step is not missing */
            assert_int_equal(entry->codes[s], 3 + s % 5);
    }
    assert_int_equal(clg_table_column(&tables.trajectory, "stage")->codes[0], 1);
    assert_int_equal(clg_table_column(&tables.trajectory, "stage")->codes[11], 2);
    assert_int_equal(clg_table_column(&tables.trajectory, "energy")->status[12 + 3],
                     CLG_VALUE_UNDEFINED); /* the window that school 1 misses */
    assert_int_equal(fitted.development.population.status, CLG_VALUE_OK);
    assert_true(fitted.development.energy[CLG_DEVELOPMENT_POINTS / 8] < -0.2);
    assert_true(fitted.development.energy[CLG_DEVELOPMENT_POINTS * 3 / 4] > 0.2);
    clg_fit_tables_clear(&tables);
    clg_fitted_clear(&fitted);
    clg_panel_clear(&panel);
}

/* Every allocation of a small fit fails once, and nothing is left behind. */
static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    clg_panel panel = walking_schools(6, 8);
    clg_fit_spec spec = two_stages(&panel);
    clg_status status = CLG_ERROR_MEMORY;

    spec.em.starts = 1;
    spec.em.most_iterations = 4;
    for (long allowed = 0; status != CLG_OK; allowed += 1 + allowed / 8) {
        clg_error err = CLG_ERROR_INIT;
        clg_fit_tables tables = {0};
        clg_fitted fitted = {0};

        clg_test_allocations_left = allowed;
        status = clg_fitted_find(&panel, &spec, &fitted, &err);
        if (status == CLG_OK)
            status = clg_fit_tables_make(&fitted, &tables, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK)
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
        clg_fit_tables_clear(&tables);
        clg_fitted_clear(&fitted);
    }
    clg_panel_clear(&panel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windows_get_their_place_within_a_stage),
        cmocka_unit_test(a_stage_without_entry_and_exit_is_centred),
        cmocka_unit_test(stage_sets_are_known_by_name_and_number),
        cmocka_unit_test(tables_say_what_was_fitted),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
