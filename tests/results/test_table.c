/* clg_table: columns by type, cells shared with a forked process, refused columns,
 * and exhausted memory. */
#include "check.h"

#include "base/memory.h"
#include "results/table.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Levels without the functions of base/text.c, which have tests of their own. */
static char level_bytes[] = "north\0south";
static size_t level_first[] = {0, 6, 12};
static const clg_texts levels = {2, level_first, level_bytes, 3, 12};

static clg_table table_of(size_t row_count, bool is_shared)
{
    clg_table table;

    check_ok(clg_table_init(&table, "school_window", "schools by window", row_count,
                            is_shared, &err));
    return table;
}

static void new_cells_are_zero_and_ok(void **state)
{
    (void)state;
    clg_table table = table_of(3, false);

    check_ok(clg_table_add(&table, CLG_COLUMN_MEASURE, "density", "1",
                           "ties over pairs", NULL, &err));
    assert_int_equal(table.column_count, 1);
    clg_column *density = &table.columns[0];
    assert_string_equal(density->name, "density");
    assert_string_equal(density->unit, "1");
    assert_string_equal(density->definition, "ties over pairs");
    for (size_t row = 0; row < 3; row++) {
        check_near(density->values[row], 0.0, 0.0);
        assert_int_equal(density->status[row], CLG_VALUE_OK);
    }
    clg_table_clear(&table);
}

static void a_cell_that_is_not_ok_holds_nan(void **state)
{
    (void)state;
    clg_table table = table_of(2, false);

    check_ok(clg_table_add(&table, CLG_COLUMN_MEASURE, "gini", NULL, NULL, NULL, &err));
    clg_cell_set(&table.columns[0], 0, 0.5, CLG_VALUE_OK);
    clg_cell_set(&table.columns[0], 1, 0.5, CLG_VALUE_BREAK);
    check_near(table.columns[0].values[0], 0.5, 0.0);
    assert_true(isnan(table.columns[0].values[1]));
    assert_int_equal(table.columns[0].status[1], CLG_VALUE_BREAK);
    clg_table_clear(&table);
}

static void each_type_has_the_cells_it_needs(void **state)
{
    (void)state;
    clg_table table = table_of(2, false);
    const clg_column *c;

    check_ok(clg_table_add(&table, CLG_COLUMN_TEXT, "school", "", "", &levels, &err));
    check_ok(clg_table_add(&table, CLG_COLUMN_COUNT, "people", "", "", NULL, &err));
    check_ok(clg_table_add(&table, CLG_COLUMN_CATEGORY, "area", "", "", &levels, &err));
    check_ok(clg_table_add(&table, CLG_COLUMN_FLAG, "isolated", "", "", NULL, &err));
    check_ok(clg_table_add(&table, CLG_COLUMN_INSTANT, "begin", "", "", NULL, &err));
    c = table.columns;
    assert_true(c[0].levels == &levels && c[0].codes == NULL && c[0].values == NULL);
    assert_true(c[1].codes != NULL && c[1].values == NULL && c[1].status == NULL);
    assert_true(c[2].codes != NULL && c[2].levels == &levels);
    assert_true(c[3].status != NULL && c[3].codes == NULL && c[3].values == NULL);
    assert_true(c[4].values != NULL && c[4].status == NULL);
    assert_true(clg_table_column(&table, "isolated") == &c[3]);
    assert_null(clg_table_column(&table, "missing"));
    clg_table_clear(&table);
}

static void shared_cells_take_what_a_child_writes(void **state)
{
    (void)state;
    clg_table table = table_of(4, true);
    int ended = 0;

    check_ok(clg_table_add(&table, CLG_COLUMN_MEASURE, "x", "", "", NULL, &err));
    check_ok(clg_table_add(&table, CLG_COLUMN_COUNT, "n", "", "", NULL, &err));
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        clg_cell_set(&table.columns[0], 2, 7.25, CLG_VALUE_OK);
        table.columns[1].codes[3] = 11;
        _exit(0);
    }
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_int_equal(ended, 0);
    check_near(table.columns[0].values[2], 7.25, 0.0);
    assert_int_equal(table.columns[1].codes[3], 11);
    clg_table_clear(&table);
}

static void a_table_without_rows_takes_columns(void **state)
{
    (void)state;

    for (int is_shared = 0; is_shared <= 1; is_shared++) {
        clg_table table = table_of(0, is_shared != 0);

        check_ok(clg_table_add(&table, CLG_COLUMN_MEASURE, "x", "", "", NULL, &err));
        clg_table_clear(&table);
    }
}

static void unusable_columns_are_refused(void **state)
{
    (void)state;
    clg_table table = table_of(3, false);

    check_ok(clg_table_add(&table, CLG_COLUMN_COUNT, "n", "", "", NULL, &err));
    check_fails(clg_table_add(&table, CLG_COLUMN_REAL, "n", "", "", NULL, &err),
                CLG_ERROR_ARGUMENT, "table school_window has a column n already");
    check_fails(clg_table_add(&table, CLG_COLUMN_CATEGORY, "area", "", "", NULL, &err),
                CLG_ERROR_ARGUMENT, "column area of table school_window has no levels");
    check_fails(clg_table_add(&table, CLG_COLUMN_TEXT, "id", "", "", &levels, &err),
                CLG_ERROR_ARGUMENT,
                "column id of table school_window has 2 texts, expected 3");
    assert_int_equal(table.column_count, 1);
    clg_table_clear(&table);
}

static void every_status_has_a_name_of_its_own(void **state)
{
    (void)state;

    assert_string_equal(clg_value_status_name(CLG_VALUE_OK), "OK");
    assert_string_equal(clg_value_status_name(CLG_VALUE_TOO_SMALL), "TOO_SMALL");
    assert_string_equal(clg_value_status_name(CLG_VALUE_BREAK), "break");
    assert_string_equal(clg_value_status_name(CLG_VALUE_NOT_IN_WINDOW),
                        "not_in_window");
    for (int a = 0; a < CLG_VALUE_STATUS_COUNT; a++)
        for (int b = 0; b < a; b++)
            assert_string_not_equal(clg_value_status_name((clg_value_status)a),
                                    clg_value_status_name((clg_value_status)b));
}

static clg_status build(bool is_shared, clg_table *table, clg_error *err)
{
    clg_status status = clg_table_init(table, "t", "d", 5, is_shared, err);

    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_MEASURE, "x", "1", "d", NULL, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_FLAG, "f", "", "", NULL, err);
    return status;
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;

    for (int is_shared = 0; is_shared <= 1; is_shared++) {
        clg_status status = CLG_ERROR_MEMORY;
        long allowed = 0;

        for (; status != CLG_OK; allowed++) {
            clg_table table = {0};
            clg_error err = CLG_ERROR_INIT;

            clg_test_allocations_left = allowed;
            status = build(is_shared != 0, &table, &err);
            clg_test_allocations_left = -1;
            assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
            assert_int_equal(err.code, status);
            clg_table_clear(&table);
        }
        assert_int_equal(allowed, 13); /* twelve allocations, then success */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_cells_are_zero_and_ok),
        cmocka_unit_test(a_cell_that_is_not_ok_holds_nan),
        cmocka_unit_test(each_type_has_the_cells_it_needs),
        cmocka_unit_test(shared_cells_take_what_a_child_writes),
        cmocka_unit_test(a_table_without_rows_takes_columns),
        cmocka_unit_test(unusable_columns_are_refused),
        cmocka_unit_test(every_status_has_a_name_of_its_own),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
