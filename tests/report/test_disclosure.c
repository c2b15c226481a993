/* Disclosure control: tables worked by hand, and attackers who know all that is shown.
 * One solves the linear system, one narrows intervals until nothing changes, and, on
 * small tables, one looks for a table with min_group people in a small cell: where
 * there is one, nobody can tell that the cell is small. That they are no fools is
 * tested too, on tables that are hidden badly. */
#include "check.h"
#include "table_attack.h"

#include "base/memory.h"
#include "base/random.h"
#include "report/disclosure.h"

#include <string.h>

static void protect(trial *t)
{
    check_ok(clg_disclosure_protect(&t->table, t->min_group, t->hidden, &err));
}

/* ---- what must hold ---- */

static void check_lines(const trial *t)
{
    for (size_t line = 0; line < line_count(t); line++) {
        size_t hidden;
        uint64_t sum = hidden_sum(t, line, &hidden);
        if (!total_is_hidden(t, line) && hidden > 0) {
            assert_true(hidden >= 2);
            assert_true(sum >= t->min_group);
        }
    }
}

static void check_shown(const trial *t)
{
    size_t cols = t->table.cols;
    uint64_t total;

    for (size_t c = 0; c < t->table.rows * cols; c++) {
        bool small = clg_disclosure_is_small(t->counts[c], t->min_group);
        assert_true(is_hidden(t, c / cols, c % cols) ? t->counts[c] > 0 : !small);
    }
    for (size_t line = 0; line < line_count(t); line++) {
        total = 0;
        for (size_t c = 0; c < t->table.rows * cols; c++)
            total += is_in_line(t, c, line) ? t->counts[c] : 0;
        if (!total_is_hidden(t, line))
            assert_false(clg_disclosure_is_small(total, t->min_group));
    }
}

static void check_attacks(const trial *t, bool exhaustive)
{
    uint8_t known[MOST_CELLS];
    bounds b;

    check_shown(t);
    check_lines(t);
    solve(t, known);
    narrow(t, &b);
    for (size_t c = 0; c < t->table.rows * t->table.cols; c++) {
        if (!clg_disclosure_is_small(t->counts[c], t->min_group))
            continue;
        assert_false(known[c]);
        assert_true(b.low[c] <= t->counts[c] && b.high[c] >= t->min_group);
        if (exhaustive)
            assert_true(may_be_large(t, c));
    }
}

/* ---- by hand ---- */

static void check_hidden(trial *t, const char *expected)
{
    size_t cells = (t->table.rows + 1) * (t->table.cols + 1);
    char found[sizeof t->hidden + 1] = {0};

    protect(t);
    for (size_t c = 0; c < cells; c++)
        found[c] = t->hidden[c] ? 'x' : '.';
    assert_string_equal(found, expected);
    check_attacks(t, true);
}

static void lists_hide_the_next_smallest(void **state)
{
    (void)state;
    trial t = {.counts = {30, 3, 0, 20}, .min_group = 5};

    set_up(&t, 1, 4, ROWS);
    check_hidden(&t, ".x.x.xxxxx");
    set_up(&t, 1, 4, 0); /* no total: nothing to subtract from */
    check_hidden(&t, ".x..xxxxxx");
    t.counts[2] = 2; /* two small ones that are 5 together */
    set_up(&t, 1, 4, ROWS);
    check_hidden(&t, ".xx..xxxxx");
    t.counts[2] = 1; /* and two that are not */
    check_hidden(&t, ".xxx.xxxxx");
    t.min_group = 16;
    t.counts[2] = 0;
    check_hidden(&t, ".x.x.xxxxx");
}

static void columns_are_as_rows(void **state)
{
    (void)state;
    trial t = {.counts = {30, 3, 0, 20}, .min_group = 5};

    set_up(&t, 4, 1, COLS);
    check_hidden(&t, ".xxx.xxx.x");
}

static void a_cycle_is_hidden_in_a_table(void **state)
{
    (void)state;
    trial t = {.counts = {3, 10, 30, 12, 11, 40, 50, 60, 70}, .min_group = 5};

    set_up(&t, 3, 3, ROWS | COLS | GRAND);
    check_hidden(&t, "xx..xx..........");
    set_up(&t, 3, 3, ROWS); /* within the row only */
    check_hidden(&t, "xx..........xxxx");
}

static void small_totals_are_hidden_with_others(void **state)
{
    (void)state;
    trial t = {.counts = {3, 0, 0, 20, 6, 30}, .min_group = 5};

    /* The first row is its one cell, so the list of row totals loses two, and the
     * second row's total must not come back through its cells. */
    set_up(&t, 3, 2, ROWS | COLS | GRAND);
    protect(&t);
    assert_true(is_hidden(&t, 0, 0) && is_hidden(&t, 0, 2));
    assert_false(is_hidden(&t, 3, 2)); /* the total of all stays */
    check_attacks(&t, true);
}

static void one_person_in_all_shows_nothing(void **state)
{
    (void)state;
    trial t = {.counts = {4}, .min_group = 5};

    set_up(&t, 1, 1, ROWS | COLS | GRAND);
    check_hidden(&t, "xxxx");
    t.counts[0] = 5; /* enough */
    check_hidden(&t, "....");
    t.counts[0] = 0;
    check_hidden(&t, "....");
}

static void all_small_leaves_the_total(void **state)
{
    (void)state;
    trial t = {.counts = {1, 2, 2, 1}, .min_group = 5};

    set_up(&t, 2, 2, ROWS | COLS | GRAND);
    check_hidden(&t, "xxxxxxxx.");
}

static void empty_tables_have_totals_of_nobody(void **state)
{
    (void)state;
    trial t = {.min_group = 5};

    set_up(&t, 0, 0, ROWS | COLS | GRAND);
    check_hidden(&t, ".");
    set_up(&t, 0, 2, COLS);
    check_hidden(&t, "..x");
    set_up(&t, 2, 2, ROWS | COLS | GRAND); /* zeros are shown */
    check_hidden(&t, ".........");
}

/* Two blocks of four joined by one small cell: each line has two hidden cells and yet
 * the one between can be worked out, from two rows less two columns. */
static void a_bridge_between_blocks_is_not_left(void **state)
{
    (void)state;
    static const uint32_t counts[16] = {9,  8,  3, 90, 7,  8,  80, 70,
                                        70, 60, 9, 7,  90, 80, 8,  9};
    static const char by_lines[] = "xxx..xx.....xx...xx......";
    uint8_t known[MOST_CELLS];
    trial t = {.min_group = 5};

    memcpy(t.counts, counts, sizeof counts);
    set_up(&t, 4, 4, ROWS | COLS | GRAND);
    for (size_t c = 0; c < 25; c++)
        t.hidden[c] = by_lines[c] == 'x';
    check_lines(&t);
    solve(&t, known);
    assert_true(known[2]);
    assert_false(may_be_large(&t, 2));

    protect(&t);
    check_attacks(&t, true);
}

static void bad_hiding_is_found_out(void **state)
{
    (void)state;
    uint8_t known[MOST_CELLS];
    bounds b;
    trial t = {.counts = {3, 20, 1, 40}, .hidden = {1, 0, 0, 1, 0}, .min_group = 5};

    set_up(&t, 2, 2, ROWS | COLS); /* alone in its row */
    t.hidden[8] = 1;
    solve(&t, known);
    narrow(&t, &b);
    assert_true(known[0] && known[2]);
    assert_true(b.low[0] == 3 && b.high[0] == 3);
    assert_false(may_be_large(&t, 0));

    /* no system gives these, but there are only three people in the row */
    trial u = {.counts = {1, 2, 40, 50}, .hidden = {1, 1, 0, 1, 1}, .min_group = 5};
    set_up(&u, 2, 2, ROWS | COLS);
    u.hidden[8] = 1;
    solve(&u, known);
    narrow(&u, &b);
    assert_false(known[0]);
    assert_int_equal(b.high[0], 3);
    assert_false(may_be_large(&u, 0));
}

/* ---- any tables ---- */

/* Many zeros and small counts, some large. */
static uint32_t random_count(clg_random *random)
{
    switch (clg_random_below(random, 4)) {
    case 0: return 0;
    case 1: return clg_random_below(random, 5);
    case 2: return clg_random_below(random, 12);
    default: return clg_random_below(random, 60);
    }
}

static void any_tables(size_t trials, uint32_t most_lines, bool exhaustive)
{
    static const uint32_t groups[] = {5, 5, 6, 10, 16};
    clg_random random = clg_random_stream(1941, "disclosure", most_lines, 0, 0);

    for (size_t i = 0; i < trials; i++) {
        trial t = {.min_group = groups[clg_random_below(&random, COUNT_OF(groups))]};
        size_t rows = 1 + clg_random_below(&random, most_lines);
        size_t cols = 1 + clg_random_below(&random, most_lines);
        set_up(&t, rows, cols, (int)clg_random_below(&random, 8));
        for (size_t c = 0; c < rows * cols; c++)
            t.counts[c] = random_count(&random);
        protect(&t);
        check_attacks(&t, exhaustive);
    }
}

static void nobody_finds_a_small_cell_in_small_tables(void **state)
{
    (void)state;
    any_tables(5000, 3, true);
}

static void no_system_or_interval_gives_one_in_large_tables(void **state)
{
    (void)state;
    any_tables(400, MOST_LINES, false);
}

/* ---- shares ---- */

static void check_share(uint32_t part, uint32_t whole, clg_disclosure_say say,
                        double value)
{
    double found;

    assert_int_equal(clg_disclosure_share(part, whole, 5, &found), say);
    if (isnan(value))
        assert_true(isnan(found));
    else
        check_near(found, value, 0.0);
}

static void shares_are_coded_at_both_ends(void **state)
{
    (void)state;
    check_share(10, 40, CLG_SAY_NUMBER, 0.25);
    check_share(5, 100, CLG_SAY_NUMBER, 0.05);
    check_share(95, 100, CLG_SAY_NUMBER, 0.95);
    check_share(5, 101, CLG_SAY_LOW, 0.05);
    check_share(96, 101, CLG_SAY_HIGH, 0.95);
    check_share(0, 40, CLG_SAY_LOW, 0.05);
    check_share(40, 40, CLG_SAY_HIGH, 0.95);
    check_share(4, 40, CLG_SAY_HIDDEN, NAN);
    check_share(36, 40, CLG_SAY_HIDDEN, NAN); /* the rest is four */
    check_share(0, 4, CLG_SAY_HIDDEN, NAN);
    check_share(0, 0, CLG_SAY_UNDEFINED, NAN);
    check_share(7, 6, CLG_SAY_UNDEFINED, NAN);
    check_share(UINT32_MAX, UINT32_MAX, CLG_SAY_HIGH, 0.95);
}

/* ---- refusals ---- */

static void groups_below_the_floor_are_refused(void **state)
{
    (void)state;
    trial t = {.counts = {7}};

    set_up(&t, 1, 1, ROWS);
    check_fails(clg_disclosure_protect(&t.table, 4, t.hidden, &err), CLG_ERROR_ARGUMENT,
                "groups of 4 people are below 5");
}

static void exhausted_memory_is_an_error(void **state)
{
    (void)state;
    trial t = {.counts = {30, 3, 0, 20}, .min_group = 5};
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    set_up(&t, 2, 2, ROWS | COLS);
    for (; status != CLG_OK; allowed++) {
        assert_int_equal(status, CLG_ERROR_MEMORY);
        clg_test_allocations_left = allowed;
        status = clg_disclosure_protect(&t.table, t.min_group, t.hidden, NULL);
        clg_test_allocations_left = -1;
    }
    assert_int_equal(allowed, 7); /* six blocks */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_hide_the_next_smallest),
        cmocka_unit_test(columns_are_as_rows),
        cmocka_unit_test(a_cycle_is_hidden_in_a_table),
        cmocka_unit_test(small_totals_are_hidden_with_others),
        cmocka_unit_test(one_person_in_all_shows_nothing),
        cmocka_unit_test(all_small_leaves_the_total),
        cmocka_unit_test(empty_tables_have_totals_of_nobody),
        cmocka_unit_test(a_bridge_between_blocks_is_not_left),
        cmocka_unit_test(bad_hiding_is_found_out),
        cmocka_unit_test(nobody_finds_a_small_cell_in_small_tables),
        cmocka_unit_test(no_system_or_interval_gives_one_in_large_tables),
        cmocka_unit_test(shares_are_coded_at_both_ends),
        cmocka_unit_test(groups_below_the_floor_are_refused),
        cmocka_unit_test(exhausted_memory_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
