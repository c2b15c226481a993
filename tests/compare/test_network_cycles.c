/* Cycles of two schools by hand, what came after them, their tables, exhausted memory.
 */
#include "check.h"

#include "compare/network_cycles.h"
#include "compare/tables.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { WINDOWS = 18 };

static double times[WINDOWS]; /* every 30 days */

static void append(clg_texts *texts, const char *name)
{
    check_ok(clg_texts_append(texts, name, strlen(name), &err));
}

/* School 0: 4, 6, 4, 6, ... to window 9, then 9. School 1: nothing observed. */
static void make_data(clg_network_data *data)
{
    *data = (clg_network_data){0};
    append(&data->schools, "a");
    append(&data->schools, "b");
    append(&data->measures, "x");
    for (int w = 0; w < WINDOWS; w++) {
        char name[2] = {(char)('a' + w), '\0'};
        append(&data->windows, name);
        times[w] = 30.0 * w;
    }
    append(&data->windows, "period");
    check_ok(clg_network_data_init(data, &err));
    for (int w = 0; w < WINDOWS; w++)
        data->of[0].series[w] = w < 10 ? 4.0 + 2.0 * (w % 2) : 9.0;
}

/* In school 0 a cycle of 4 steps in 270 to 330 and one in 100; one of 5 steps in 200 to
 * 240; in school 1 one in 0. */
static clg_status make_cycles(clg_network_cycles *cycles, clg_error *error)
{
    static const char *const steps[] = {"plan",  "do",        "study",
                                        "act",   "analyse",   "goal",
                                        "learn", "implement", "monitor"};
    static const clg_step_taken taken[] = {
        {0, 0, 0, 0, 270, 270}, {0, 0, 0, 3, 320, 330}, {0, 1, 0, 1, 100, 100},
        {0, 1, 1, 0, 200, 200}, {0, 1, 1, 4, 240, 240}, {1, 0, 0, 0, 0, 0}};
    clg_status status = CLG_OK;

    *cycles = (clg_network_cycles){.now = 540.0};
    for (size_t i = 0; status == CLG_OK && i < COUNT_OF(steps); i++)
        status = clg_texts_append(&cycles->steps, steps[i], strlen(steps[i]), error);
    for (int i = 0; status == CLG_OK && i < 2; i++) {
        status = clg_texts_append(&cycles->names, i == 0 ? "p" : "q", 1, error);
        if (status == CLG_OK)
            status = clg_texts_append(&cycles->kinds, i == 0 ? "4" : "5", 1, error);
    }
    if (status != CLG_OK)
        return status;
    cycles->kind_first = clg_array_new(3, sizeof *cycles->kind_first, error);
    cycles->taken = clg_array_new(COUNT_OF(taken), sizeof *cycles->taken, error);
    if (cycles->kind_first == NULL || cycles->taken == NULL)
        return CLG_ERROR_MEMORY;
    cycles->kind_first[1] = 4;
    cycles->kind_first[2] = 9;
    memcpy(cycles->taken, taken, sizeof taken);
    cycles->taken_count = COUNT_OF(taken);
    return CLG_OK;
}

static void cycles_are_judged_among_their_kind(void **state)
{
    (void)state;
    clg_network_data data;
    clg_network_cycles cycles;

    make_data(&data);
    check_ok(make_cycles(&cycles, &err));
    check_ok(clg_network_find_cycles(&data, times, 1, &cycles, &err));
    assert_int_equal(cycles.cycle_count, 4);
    assert_int_equal(cycles.cycles[0].cycle.state, CLG_CYCLE_COMPLETED);
    check_near(cycles.cycles[0].cycle.length, 60.0, 0.0);
    assert_int_equal(cycles.cycles[0].window, 9);
    /* open for 440 days, more than twice the 60 of the other of four steps */
    assert_int_equal(cycles.cycles[1].cycle.state, CLG_CYCLE_ABANDONED);
    assert_int_equal(cycles.cycles[1].window, 4);
    check_near(cycles.cycles[2].cycle.length, 40.0, 0.0);
    assert_int_equal(cycles.cycles[2].kind, 1);
    /* in its school there is nothing to compare its age with */
    assert_int_equal(cycles.cycles[3].cycle.state, CLG_CYCLE_RUNNING);
    assert_int_equal(cycles.by_state[CLG_CYCLE_COMPLETED], 2);
    clg_network_cycles_clear(&cycles);
    clg_network_data_clear(&data);
}

/* Of the three cycles of school 0 one has 8 windows and more before it: 9, of mean
 * 44/9, and 6 and eight times 9 after it. */
static void what_came_after_needs_a_time_before(void **state)
{
    (void)state;
    clg_network_data data;
    clg_network_cycles cycles;
    const clg_cycle_effect *effect;

    make_data(&data);
    check_ok(make_cycles(&cycles, &err));
    check_ok(clg_network_find_cycles(&data, times, 1, &cycles, &err));
    assert_int_equal(cycles.outcome_count, 1);
    effect = &cycles.outcomes[0].effect;
    assert_int_equal(cycles.outcomes[0].cycle, 0);
    check_near(effect->before.centre, 44.0 / 9.0, 1e-14);
    check_near(effect->change, 78.0 / 9.0 - 44.0 / 9.0, 1e-14);
    assert_int_equal(effect->shift, 1);
    assert_int_equal(effect->shift_at, 9);
    check_near(cycles.outcomes[0].by_chance, clg_cycle_shift_by_chance(9, 9, 1), 0.0);
    clg_network_cycles_clear(&cycles);
    check_ok(make_cycles(&cycles, &err));
    check_ok(clg_network_find_cycles(&data, NULL, 1, &cycles, &err));
    assert_int_equal(cycles.outcome_count, 0); /* windows are no times */
    clg_network_cycles_clear(&cycles);
    clg_network_data_clear(&data);
}

static const char *text(const clg_table *table, const char *name, size_t row)
{
    const clg_column *column = clg_table_column(table, name);

    return clg_texts_at(column->levels, (size_t)column->codes[row]);
}

static clg_status make_tables(const clg_network_data *data,
                              const clg_network_cycles *cycles,
                              clg_compare_tables *tables, clg_error *error)
{
    static const clg_compared_network compared;
    static const clg_network_charts charts;
    static const clg_change_starts changes;
    static const clg_network_effects effects;
    const clg_compare_findings findings = {data,     &compared, &charts,
                                           &changes, &effects,  cycles};

    return clg_compare_tables_make(&findings, tables, error);
}

static void tables_say_it(void **state)
{
    (void)state;
    clg_network_data data;
    clg_network_cycles cycles;
    clg_compare_tables tables;

    make_data(&data);
    data.of[0].varies = "none";
    check_ok(make_cycles(&cycles, &err));
    check_ok(clg_network_find_cycles(&data, times, 1, &cycles, &err));
    check_ok(make_tables(&data, &cycles, &tables, &err));
    assert_int_equal(tables.cycles.row_count, 4);
    assert_string_equal(text(&tables.cycles, "phases", 0), "plan, act");
    assert_string_equal(text(&tables.cycles, "phases", 2), "analyse, monitor");
    assert_string_equal(text(&tables.cycles, "state", 1), "abandoned");
    assert_int_equal(clg_table_column(&tables.cycles, "start")->codes[2], 200);
    assert_int_equal(tables.cycle_effects.row_count, 1);
    assert_string_equal(text(&tables.cycle_effects, "window", 0), "j");
    assert_string_equal(text(&tables.cycle_effects, "shift", 0), "up");
    clg_compare_tables_clear(&tables);
    clg_network_cycles_clear(&cycles);
    clg_network_data_clear(&data);
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    clg_status status = CLG_ERROR_MEMORY;
    clg_network_data data;

    make_data(&data);
    data.of[0].varies = "none";
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_network_cycles cycles;
        clg_compare_tables tables;

        clg_test_allocations_left = allowed;
        status = make_cycles(&cycles, &err);
        if (status == CLG_OK)
            status = clg_network_find_cycles(&data, times, 1, &cycles, &err);
        if (status == CLG_OK) {
            status = make_tables(&data, &cycles, &tables, &err);
            if (status == CLG_OK)
                clg_compare_tables_clear(&tables);
        }
        clg_test_allocations_left = -1;
        if (status != CLG_OK)
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
        clg_network_cycles_clear(&cycles);
    }
    clg_network_data_clear(&data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cycles_are_judged_among_their_kind),
        cmocka_unit_test(what_came_after_needs_a_time_before),
        cmocka_unit_test(tables_say_it),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
