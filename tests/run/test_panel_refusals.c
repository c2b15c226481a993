/* What is no panel: refused with the place and a reason. */
#include "check.h"
#include "panel_reading.h"
#include "study_folder.h"

#include <stdio.h>
#include <string.h>

/* `expected` is "line: message". */
static void check_panel_refused(const char *content, const char *indicators,
                                const char *extras, bool is_irregular, clg_status code,
                                const char *expected)
{
    clg_error err = CLG_ERROR_INIT;
    char found[1024];
    reading r;

    put("p.csv", content);
    assert_int_equal(read_panel("p.csv", indicators, extras, is_irregular, &r, &err),
                     code);
    snprintf(found, sizeof found, "%d: %s", (int)err.line, err.message);
    assert_string_equal(found, expected);
    assert_string_equal(err.path, in_folder("p.csv"));
    assert_null(r.panel.values);
    assert_null(r.notes.path);
}

static void what_is_no_panel_is_refused_with_its_place(void **state)
{
    (void)state;

    check_panel_refused("school,window,a\nx,1,2\ny,1,3\nx,2,4\nx,1,9\n", "", "", false,
                        CLG_ERROR_PARSE,
                        "5: school 'x' has window '1' twice, first in line 2");
    check_panel_refused("school,window\nx,1\n", "", "", false, CLG_ERROR_SCHEMA,
                        "0: no column holds an indicator");
    check_panel_refused("school,window,a\nx,1,2\nx,2,2\n", "", "", false,
                        CLG_ERROR_SCHEMA,
                        "0: every indicator is constant or nowhere observed, expected "
                        "one that varies");
    check_panel_refused("school,window,a\nx,1,2\nx,2,3\n", "", "e", false,
                        CLG_ERROR_SCHEMA, "0: no column 'e'");
    check_panel_refused("school,window,a\nx,1,2\nx,2,3\n", "b", "", false,
                        CLG_ERROR_SCHEMA,
                        "1: no column 'b'; the columns are school, window, a");
    check_panel_refused("school,window,a\nx,w1,2\nx,w2,3\n", "", "", true,
                        CLG_ERROR_PARSE,
                        "2: irregular windows must all be numbers or all be ISO dates, "
                        "found 'w1' among others");
    check_panel_refused("school,window,a\nx,jan,2\nx,feb,3\n", "", "", false,
                        CLG_ERROR_PARSE,
                        "0: the order of windows is not known: expected numbers, dates "
                        "such as 2026-09-01, or labels of one form such as 2026-W36, "
                        "found 'jan' and 'feb'");
    check_panel_refused("school,window,a,founded_in_window_1\nx,1,2,\nx,2,3,2\n", "",
                        "", false, CLG_ERROR_PARSE,
                        "3: expected 0 or 1 in founded_in_window_1, found 2");
    check_panel_refused("school,window,a,founded_in_window_1\nx,1,2,1\nx,2,3,0\n", "",
                        "", false, CLG_ERROR_PARSE,
                        "3: the rows of a school differ in founded_in_window_1");
    check_panel_refused("school,window,a\nx,1,2\nx,2,NaN\n", "", "", false,
                        CLG_ERROR_PARSE,
                        "3: expected a number or an empty cell, found 'NaN'");
    check_panel_refused("school,window,a\nx,1,2\nx,2,-1e101\n", "", "", false,
                        CLG_ERROR_PARSE, "3: 'a' is -1e+101, expected 1e100 at most");
}

static void more_indicators_than_a_model_takes_are_refused(void **state)
{
    (void)state;
    char content[1024] = "school,window", rows[2][512] = {"\nx,1", "\nx,2"};
    clg_error err = CLG_ERROR_INIT;
    reading r;

    for (int d = 0; d <= CLG_MOST_INDICATORS; d++) {
        char name[16];

        snprintf(name, sizeof name, ",i%d", d);
        strcat(content, name);
        strcat(rows[0], ",1");
        strcat(rows[1], ",2");
    }
    strcat(content, rows[0]);
    strcat(content, rows[1]);
    put("p.csv", content);
    assert_int_equal(read_panel("p.csv", "", "", false, &r, &err), CLG_ERROR_ARGUMENT);
    assert_string_equal(err.message, "25 indicators, expected 24 at most");
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, new_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_is_no_panel_is_refused_with_its_place),
        IN_FOLDER(more_indicators_than_a_model_takes_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
