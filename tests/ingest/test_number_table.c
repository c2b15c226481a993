/* Tables of numbers: which columns, what is missing, what is refused and where. */
#include "check.h"
#include "study_folder.h"

#include "ingest/number_table.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>

static clg_texts list_of(const char *a, const char *b)
{
    clg_texts list = CLG_TEXTS_INIT;

    check_ok(clg_texts_append(&list, a, strlen(a), &err));
    if (b != NULL)
        check_ok(clg_texts_append(&list, b, strlen(b), &err));
    return list;
}

static const char *text_at(const clg_number_table *table, size_t column, size_t row)
{
    const clg_identifiers *identifiers = &table->identifiers[column];

    return clg_texts_at(&identifiers->levels.texts, identifiers->codes[row]);
}

/* Reads p.csv by school and window; the named numbers, or all where `a` is NULL. */
static clg_status read_table(const char *a, const char *b, clg_number_table *table,
                             clg_error *err)
{
    clg_texts identifiers = list_of("school", "window");
    clg_texts numbers = a != NULL ? list_of(a, b) : (clg_texts)CLG_TEXTS_INIT;
    clg_texts optional = list_of("founded", NULL);
    clg_number_request request = {&identifiers, a != NULL ? &numbers : NULL, &optional,
                                  NULL};
    clg_status status = clg_number_table_read(in_folder("p.csv"), &request, table, err);

    clg_texts_clear(&identifiers);
    clg_texts_clear(&numbers);
    clg_texts_clear(&optional);
    return status;
}

static void all_other_columns_are_numbers_and_empty_cells_are_missing(void **state)
{
    (void)state;
    clg_number_table table;

    put("p.csv", "energy,school,window,ties\n1.5,north,2026-09-01,\n\n"
                 "-2e3,\"so\nuth\",2026-10-01,7\n,north,2026-10-01, 8 \n");
    check_ok(read_table(NULL, NULL, &table, &err));
    assert_int_equal(table.row_count, 3);
    assert_int_equal(table.names.count, 2);
    assert_string_equal(clg_texts_at(&table.names, 0), "energy");
    assert_int_equal(clg_number_table_find(&table, "ties"), 1);
    assert_int_equal(clg_number_table_find(&table, "school"), -1);
    check_near(table.numbers[0][0], 1.5, 0.0);
    check_near(table.numbers[0][1], -2000.0, 0.0);
    assert_true(isnan(table.numbers[0][2]));
    assert_true(isnan(table.numbers[1][0]));
    check_near(table.numbers[1][2], 8.0, 0.0);
    assert_string_equal(text_at(&table, 0, 1), "so\nuth");
    assert_string_equal(text_at(&table, 0, 2), "north");
    assert_int_equal(table.identifiers[0].codes[2], table.identifiers[0].codes[0]);
    assert_string_equal(text_at(&table, 1, 2), "2026-10-01");
    assert_int_equal(table.lines[0], 2);
    assert_int_equal(table.lines[1], 4);
    assert_int_equal(table.lines[2], 6);
    clg_number_table_clear(&table);
}

static void named_columns_are_read_in_the_order_asked_for(void **state)
{
    (void)state;
    clg_number_table table;

    put("p.csv",
        "\xEF\xBB\xBFSchool;note;window;a;b;founded;\r\nx;free text;1;2;3;1;\r\n");
    check_ok(read_table("b", "a", &table, &err));
    assert_int_equal(table.names.count, 3);
    check_near(table.numbers[0][0], 3.0, 0.0);
    check_near(table.numbers[1][0], 2.0, 0.0);
    assert_int_equal(clg_number_table_find(&table, "founded"), 2);
    check_near(table.numbers[2][0], 1.0, 0.0);
    clg_number_table_clear(&table);

    put("p.csv", "school\twindow\tb\nx\t1\t2\n");
    check_ok(read_table("b", NULL, &table, &err));
    assert_int_equal(table.names.count, 1);
    assert_int_equal(clg_number_table_find(&table, "founded"), -1);
    clg_number_table_clear(&table);
}

static void a_packed_file_is_read_as_it_is(void **state)
{
    (void)state;
    const char text[] = "school,window,a\nx,1,2.5\n";
    clg_number_table table;
    gzFile file;

    put("p.csv", "");
    file = gzopen(in_folder("p.csv"), "wb");
    assert_int_equal(gzwrite(file, text, sizeof text - 1), sizeof text - 1);
    assert_int_equal(gzclose(file), Z_OK);
    check_ok(read_table(NULL, NULL, &table, &err));
    check_near(table.numbers[0][0], 2.5, 0.0);
    clg_number_table_clear(&table);
}

/* `expected` is "line:column: message; hint". */
static void check_table_refused(const char *content, const char *wanted,
                                clg_status code, const char *expected)
{
    clg_error err = CLG_ERROR_INIT;
    clg_number_table table;
    char found[1024];

    put("p.csv", content);
    assert_int_equal(read_table(wanted, NULL, &table, &err), code);
    snprintf(found, sizeof found, "%d:%d: %s%s%s", (int)err.line, (int)err.column,
             err.message, err.hint[0] != '\0' ? "; " : "", err.hint);
    assert_string_equal(found, expected);
    assert_string_equal(err.path, in_folder("p.csv"));
    assert_int_equal(table.row_count, 0);
    assert_null(table.lines);
}

static void what_is_no_number_is_refused_with_its_place(void **state)
{
    (void)state;
    const char *const words[] = {"NaN", "NA", "Inf", "-inf", "null", "."};

    for (size_t i = 0; i < COUNT_OF(words); i++) {
        char content[128], expected[256];

        snprintf(content, sizeof content, "school,window,a\nx,1,2\nx,2,%s\n", words[i]);
        snprintf(expected, sizeof expected,
                 "3:5: expected a number or an empty cell, found '%s'; "
                 "leave a cell empty where the value is missing",
                 words[i]);
        check_table_refused(content, "a", CLG_ERROR_PARSE, expected);
    }
    check_table_refused("school;window;a\nx;1;2,5\n", NULL, CLG_ERROR_PARSE,
                        "2:5: expected a number or an empty cell, found '2,5'; "
                        "decimals are written with a point");
    check_table_refused("school,window,a\nx,1,high\n", NULL, CLG_ERROR_PARSE,
                        "2:5: expected a number or an empty cell, found 'high'; "
                        "every other column is read as numbers unless the ones wanted "
                        "are named");
    check_table_refused("school,window,a\nx,1,1e999\n", "a", CLG_ERROR_PARSE,
                        "2:5: expected a number or an empty cell, found '1e999'");
}

static void a_table_that_lacks_something_is_refused(void **state)
{
    (void)state;

    check_table_refused("scool,window,a\nx,1,2\n", NULL, CLG_ERROR_SCHEMA,
                        "1:0: no column 'school'; the columns are scool, window, a; "
                        "did you mean 'scool'?");
    check_table_refused("school,window,a\nx,1,2\n", "b", CLG_ERROR_SCHEMA,
                        "1:0: no column 'b'; the columns are school, window, a");
    check_table_refused("school,window,a,a\nx,1,2,3\n", "a", CLG_ERROR_SCHEMA,
                        "1:0: the column 'a' occurs twice");
    check_table_refused("school,window,,a\nx,1,2,3\n", NULL, CLG_ERROR_SCHEMA,
                        "1:0: column 3 has no name");
    check_table_refused("school,window,a\n\n", NULL, CLG_ERROR_SCHEMA,
                        "0:0: no rows below the header");
    check_table_refused("school,window,a\n,1,2\n", NULL, CLG_ERROR_PARSE,
                        "2:1: no value for 'school'");
    check_table_refused("school,window,a\nx,1\n", NULL, CLG_ERROR_PARSE,
                        "2:0: expected 3 fields as in the header, found 2");
    check_table_refused("school,window,a\nx,1,\"2\n", NULL, CLG_ERROR_PARSE,
                        "2:5: the quoted field that opens here is never closed");
    check_table_refused("", NULL, CLG_ERROR_PARSE,
                        "0:0: the file is empty, expected a header row");
    check_table_refused(NULL, NULL, CLG_ERROR_IO, "0:0: no such file");
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    clg_status status = CLG_ERROR_MEMORY;

    put("p.csv", "school,window,a,b,founded\nx,1,2,3,\ny,2,,4,1\n");
    for (int all = 0; all < 2; all++) {
        clg_texts identifiers = list_of("school", "window");
        clg_texts numbers = list_of("a", "b"), optional = list_of("founded", NULL);
        clg_number_request request = {&identifiers, all ? NULL : &numbers, &optional,
                                      NULL};

        status = CLG_ERROR_MEMORY;
        for (long allowed = 0; status != CLG_OK; allowed++) {
            clg_error err = CLG_ERROR_INIT;
            clg_number_table table;

            clg_test_allocations_left = allowed;
            status = clg_number_table_read(in_folder("p.csv"), &request, &table, &err);
            clg_test_allocations_left = -1;
            assert_int_equal(status, err.code);
            assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
            clg_number_table_clear(&table);
        }
        clg_texts_clear(&identifiers);
        clg_texts_clear(&numbers);
        clg_texts_clear(&optional);
    }
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, new_folder, remove_folder)

static void identifiers_may_be_optional(void **state)
{
    (void)state;
    clg_texts identifiers = list_of("school", NULL), numbers = list_of("a", NULL);
    clg_texts optional = list_of("measure", "window");
    clg_number_request request = {&identifiers, &numbers, NULL, &optional};
    clg_number_table table;

    put("p.csv", "a,window,school\n1,w1,x\n2,w2,x\n");
    check_ok(clg_number_table_read(in_folder("p.csv"), &request, &table, &err));
    assert_int_equal(table.identifier_count, 3);
    assert_int_equal(table.identifiers[1].levels.texts.count, 0);
    assert_string_equal(text_at(&table, 2, 1), "w2");
    clg_number_table_clear(&table);
    clg_texts_clear(&identifiers);
    clg_texts_clear(&numbers);
    clg_texts_clear(&optional);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(all_other_columns_are_numbers_and_empty_cells_are_missing),
        IN_FOLDER(named_columns_are_read_in_the_order_asked_for),
        IN_FOLDER(identifiers_may_be_optional),
        IN_FOLDER(a_packed_file_is_read_as_it_is),
        IN_FOLDER(what_is_no_number_is_refused_with_its_place),
        IN_FOLDER(a_table_that_lacks_something_is_refused),
        IN_FOLDER(every_failed_allocation_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
