/* clg_panel: where cells lie, what is missing, and models' masks and free parameters.
 */
#include "check.h"

#include "base/memory.h"
#include "base/random.h"
#include "trajectory/hmm/model.h"

#include <stdio.h>
#include <string.h>

static void append(clg_texts *texts, const char *text)
{
    check_ok(clg_texts_append(texts, text, strlen(text), &err));
}

/* School i has lengths[i] windows; two indicators. */
static clg_panel panel_of(const uint32_t *lengths, uint32_t count)
{
    clg_texts schools = CLG_TEXTS_INIT, indicators = CLG_TEXTS_INIT;
    clg_panel panel = {0};
    char name[16];

    for (uint32_t s = 0; s < count; s++) {
        snprintf(name, sizeof name, "s%05u", s);
        append(&schools, name);
    }
    append(&indicators, "energy");
    append(&indicators, "visibility");
    check_ok(clg_panel_init(&panel, &schools, lengths, &indicators, &err));
    clg_texts_clear(&schools);
    clg_texts_clear(&indicators);
    return panel;
}

static void a_cell_is_missing_until_it_is_set(void **state)
{
    (void)state;
    const uint32_t lengths[] = {3, 1};
    clg_panel panel = panel_of(lengths, 2);
    double series[3];

    assert_int_equal(clg_panel_rows(&panel), 4);
    assert_false(clg_panel_has(&panel, 0, 1, 1));
    clg_panel_set(&panel, 0, 1, 1, 0.0);
    clg_panel_set(&panel, 0, 2, 1, -2.5);
    assert_true(clg_panel_has(&panel, 0, 1, 1));
    assert_int_equal(clg_panel_series(&panel, 0, 1, series), 2);
    assert_true(isnan(series[0]));
    check_near(series[1], 0.0, 0.0);
    check_near(series[2], -2.5, 0.0);
    assert_int_equal(clg_panel_observed_windows(&panel, 0), 2);
    assert_int_equal(clg_panel_observed_windows(&panel, 1), 0);
    assert_int_equal(clg_panel_observed_rows(&panel), 2);
    clg_panel_clear(&panel);
}

static void schools_of_a_block_are_dealt_by_falling_length(void **state)
{
    (void)state;
    uint32_t lengths[40];
    clg_panel panel;

    for (uint32_t s = 0; s < 40; s++)
        lengths[s] = 1 + s % 5;
    panel = panel_of(lengths, 40);
    assert_int_equal(panel.block_count, 3);
    assert_int_equal(panel.school_at[0], 4); /* the first of length 5 */
    assert_int_equal(panel.block_length[0], 5);
    assert_int_equal(panel.block_length[2], 1);
    assert_int_equal(panel.school_at[47], UINT32_MAX);
    for (uint32_t s = 0; s < 40; s++)
        assert_int_equal(panel.school_at[panel.slot[s]], s);
    clg_panel_clear(&panel);
}

static void every_cell_keeps_its_own_value(void **state)
{
    (void)state;
    enum { SCHOOLS = 1100 }; /* more than a chunk */
    static uint32_t lengths[SCHOOLS];
    clg_random random = clg_random_stream(5, "cells", 0, 0, 0);
    clg_panel panel;

    for (uint32_t s = 0; s < SCHOOLS; s++)
        lengths[s] = clg_random_below(&random, 9);
    panel = panel_of(lengths, SCHOOLS);
    for (uint32_t s = 0; s < SCHOOLS; s++)
        for (uint32_t t = 0; t < lengths[s]; t++)
            for (uint32_t d = 0; d < 2; d++)
                clg_panel_set(&panel, s, t, d, s * 100.0 + t * 10.0 + d);
    for (uint32_t s = 0; s < SCHOOLS; s++)
        for (uint32_t t = 0; t < lengths[s]; t++)
            for (uint32_t d = 0; d < 2; d++)
                check_near(clg_panel_value(&panel, s, t, d), s * 100.0 + t * 10.0 + d,
                           0.0);
    clg_panel_clear(&panel);
}

static void further_columns_begin_as_missing(void **state)
{
    (void)state;
    const uint32_t lengths[] = {2};
    clg_panel panel = panel_of(lengths, 1);
    double *meetings = NULL, *weeks = NULL;

    check_ok(clg_panel_add_extra(&panel, "meetings", &meetings, &err));
    check_ok(clg_panel_add_extra(&panel, "weeks", &weeks, &err));
    assert_true(isnan(meetings[1]));
    assert_int_equal(clg_panel_find_extra(&panel, "weeks"), 1);
    assert_int_equal(clg_panel_find_extra(&panel, "days"), -1);
    clg_panel_clear(&panel);
}

static void too_many_indicators_are_refused(void **state)
{
    (void)state;
    clg_texts schools = CLG_TEXTS_INIT, indicators = CLG_TEXTS_INIT;
    clg_panel panel;

    for (int d = 0; d < 25; d++)
        append(&indicators, "x");
    check_fails(clg_panel_init(&panel, &schools, NULL, &indicators, &err),
                CLG_ERROR_ARGUMENT, "25 indicators, expected 24 at most");
    clg_texts_clear(&indicators);
    clg_panel_clear(&panel);
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    const uint32_t lengths[] = {2, 3};
    clg_texts schools = CLG_TEXTS_INIT, indicators = CLG_TEXTS_INIT;
    clg_status status = CLG_ERROR_MEMORY;

    append(&schools, "a");
    append(&schools, "b");
    append(&indicators, "x");
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_panel panel = {0};
        clg_error err = CLG_ERROR_INIT;
        double *values;

        clg_test_allocations_left = allowed;
        status = clg_panel_init(&panel, &schools, lengths, &indicators, &err);
        if (status == CLG_OK)
            status = clg_panel_add_extra(&panel, "e", &values, &err);
        clg_test_allocations_left = -1;
        assert_int_equal(status, status == CLG_OK ? CLG_OK : CLG_ERROR_MEMORY);
        clg_panel_clear(&panel);
    }
    clg_texts_clear(&schools);
    clg_texts_clear(&indicators);
}

static uint32_t free_moves(clg_topology topology, uint32_t states)
{
    clg_hmm model;
    uint32_t count = 0;

    clg_hmm_init(&model, states, 1, topology);
    for (uint32_t i = 0; i < states; i++)
        for (uint32_t j = 0; j < states; j++)
            count += model.allowed[i][j];
    return count;
}

static void each_topology_frees_its_moves(void **state)
{
    (void)state;
    assert_int_equal(free_moves(CLG_TOPOLOGY_BAKIS1, 5), 9);
    assert_int_equal(free_moves(CLG_TOPOLOGY_BAKIS2, 5), 12);
    assert_int_equal(free_moves(CLG_TOPOLOGY_REGRESS, 5), 13);
    assert_int_equal(free_moves(CLG_TOPOLOGY_RENEW, 5), 11);
    assert_int_equal(free_moves(CLG_TOPOLOGY_CYCLIC, 4), 8);
    assert_int_equal(free_moves(CLG_TOPOLOGY_ERGODIC, 5), 25);
    assert_int_equal(free_moves(CLG_TOPOLOGY_RENEW, 1), 1);
}

static void parameters_are_counted_as_in_the_reference(void **state)
{
    (void)state;
    clg_hmm model;

    clg_hmm_init(&model, 3, 3, CLG_TOPOLOGY_BAKIS1);
    model.starts[1] = model.starts[2] = 0;
    assert_int_equal(clg_hmm_free_parameters(&model), 20); /* o2 */
    clg_hmm_init(&model, 3, 1, CLG_TOPOLOGY_ERGODIC);
    model.family[0] = CLG_FAMILY_POISSON;
    assert_int_equal(clg_hmm_free_parameters(&model), 11); /* o4 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_is_missing_until_it_is_set),
        cmocka_unit_test(schools_of_a_block_are_dealt_by_falling_length),
        cmocka_unit_test(every_cell_keeps_its_own_value),
        cmocka_unit_test(further_columns_begin_as_missing),
        cmocka_unit_test(too_many_indicators_are_refused),
        cmocka_unit_test(every_failed_allocation_is_reported),
        cmocka_unit_test(each_topology_frees_its_moves),
        cmocka_unit_test(parameters_are_counted_as_in_the_reference),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
