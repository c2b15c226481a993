/* The indicators of communities of practice in the report: means over enough schools,
 * none from which a hidden one follows, and beside them what logs can show or can't. */
#include "asked_sample.h"
#include "check.h"
#include "exhausted_report.h"

#include "report/indicator_map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SCHOOLS = 7, SCALES = 4 };

/* The whole and the first, second and fourth indicator; rows by school and scale. The
 * first has the means 2, 2.5, ... Ties that last are 0.1, 0.2, ... */
static fixture *asked(void)
{
    static const int numbers[] = {1, 2, 4};
    fixture *f = begin(SCHOOLS);
    clg_column *ties;

    append(&f->waves, "2025-06-01");
    append(&f->instruments, CLG_INDICATORS);
    append(&f->scales, "all");
    for (size_t k = 0; k < COUNT_OF(numbers); k++)
        append(&f->scales, clg_indicator_name(numbers[k]));
    ties = add(&f->data.school, CLG_COLUMN_MEASURE, "tie_persistence", NULL);
    start_asked(f, (size_t)SCHOOLS * SCALES);
    for (uint32_t s = 0; s < SCHOOLS; s++) {
        ties->values[s] = 0.1 * (s + 1);
        for (int k = 0; k < SCALES; k++)
            put_answers(f, s * SCALES + (size_t)k, s, 0, 0, k, 12, 2.0 + 0.5 * s);
    }
    return f;
}

/* One pair of the log, of the first indicator, after one of the whole. */
static void put_log(fixture *f)
{
    static const char *const values[] = {"schools", "r", "q", ""};
    clg_table *log = &f->data.asked_log;

    append(&f->measures, "tie_persistence");
    start(log, "assessment_log", 2);
    add_keys(f, log);
    add(log, CLG_COLUMN_CATEGORY, "measure", &f->measures);
    add_numbers(log, values);
    set(log, "q", 0, 0.9);
    set(log, "scale", 1, 1);
    set(log, "schools", 1, 6);
    set(log, "r", 1, 0.614);
    set(log, "q", 1, 0.0417);
}

#define SIGN(name, schools, mean, logs)                                                \
    "<th scope=\"row\">" name "</th><td>" schools "</td><td>" mean "</td><td>" logs    \
    "</td></tr>"
#define CELL "</td><td>"

static void items_are_known_by_their_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *item;
        int number;
    } items[] = {{"1", 1},          {"14", 14}, {"01", 1},
                 {"007", 7},        {"i1", 1},  {"indicator_14", 14},
                 {"0", 0},          {"15", 0},  {"141", 0},
                 {"1414", 0},       {"", 0},    {"i", 0},
                 {"i-1", 0},        {"1a", 0},  {"x1", 0},
                 {"indicator_", 0}, {"ii1", 0}, {"99999999999999999999", 0}};

    for (size_t k = 0; k < COUNT_OF(items); k++)
        assert_int_equal(clg_indicator_of_item(items[k].item), items[k].number);
    for (int n = 1; n <= CLG_INDICATOR_COUNT; n++) {
        const char *name = clg_indicator_name(n);
        assert_int_equal(clg_indicator_of_scale(CLG_INDICATORS, name), n);
        assert_int_equal(clg_indicator_of_scale("plc", name), 0);
        assert_int_equal(clg_indicator_measure(n) != NULL, n <= 3);
    }
    assert_int_equal(clg_indicator_of_scale(CLG_INDICATORS, "all"), 0);
}

static void what_people_say_stands_beside_what_logs_show(void **state)
{
    (void)state;
    fixture *f = asked();
    char *section;

    put_log(f);
    /* Too few answer in one school; in another all say the same of everything. */
    put_answers(f, 5 * SCALES + 1, 5, 0, 0, 1, 4, 9.0);
    set(&f->data.asked, "sd", (size_t)6 * SCALES, 0.0);
    section = section_of(f, GROUP);
    /* (2 + 2.5 + 3 + 3.5 + 4) / 5, and the third of five. */
    check_row(section,
              SIGN("1 lasting relationships", "5", "3.00",
                   "ties that last" CELL "0.300" CELL "0.61" CELL "6" CELL "0.042"));
    check_row(
        section,
        SIGN("2 shared ways of doing things together", "6", "3.25",
             "pairs with joint work: not measured in this run" CELL CELL CELL CELL));
    check_row(section, SIGN("4 no need for introductions", "6", "3.25",
                            "logs can&#39;t show this" CELL CELL CELL CELL));
    assert_null(strstr(section, "<th scope=\"row\">3 "));
    /* School by school only the whole is shown. */
    assert_int_equal(count_of(section, "scope=\"col\">all items<"), 1);
    assert_int_equal(count_of(section, "scope=\"col\">lasting"), 0);
    assert_int_equal(count_of(section, "Further scales"), 1);
    free(section);
    forget(f);
}

static void few_schools_and_one_answer_of_all_are_hidden(void **state)
{
    (void)state;
    fixture *f = asked();
    char *section;

    for (uint32_t s = 0; s < SCHOOLS; s++)
        set(&f->data.asked, "sd", s * SCALES + (size_t)3, 0.0);
    put_answers(f, 2 * SCALES + 2, 2, 0, 0, 2, 4, 9.0);
    set(&f->data.school, "people", 6, 4.0); /* a small school */
    set(&f->data.school, "tie_persistence", 0, (double)NAN);
    section = section_of(f, GROUP);
    check_row(section, SIGN("1 lasting relationships", "6", "3.25",
                            "ties that last" CELL "0.400" CELL CELL CELL));
    check_row(section, SIGN("4 no need for introductions", "6", "hidden",
                            "logs can&#39;t show this" CELL CELL CELL CELL));
    free(section);
    section = section_of(f, 6);
    check_row(section, SIGN("1 lasting relationships", "6", "3.25",
                            "ties that last" CELL CELL CELL CELL));
    check_row(
        section,
        SIGN("2 shared ways of doing things together", "5", "hidden",
             "pairs with joint work: not measured in this run" CELL CELL CELL CELL));
    free(section);
    forget(f);
}

static void other_questionnaires_have_no_indicators(void **state)
{
    (void)state;
    fixture *f = begin(1);
    char *section;

    append(&f->waves, "2025-06-01");
    append(&f->instruments, "plc");
    append(&f->scales, clg_indicator_name(1));
    start_asked(f, 1);
    put_answers(f, 0, 0, 0, 0, 0, 12, 3.0);
    section = section_of(f, GROUP);
    assert_null(strstr(section, "asked-indicators"));
    assert_int_equal(count_of(section, "scope=\"col\">lasting relationships<"), 1);
    free(section);
    forget(f);
}

static void indicators_alone_are_no_table_of_schools(void **state)
{
    (void)state;
    fixture *f = asked();
    char *section;

    for (uint32_t s = 0; s < SCHOOLS; s++)
        set(&f->data.asked, "scale", s * SCALES, -1);
    section = section_of(f, GROUP);
    assert_non_null(strstr(section, "asked-indicators"));
    assert_null(strstr(section, "asked-1-schools"));
    assert_null(strstr(section, "In no school did"));
    free(section);
    forget(f);
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    fixture *f = asked();

    put_log(f);
    clg_test_exhaust_report(&f->data, GROUP);
    forget(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_known_by_their_numbers),
        cmocka_unit_test(what_people_say_stands_beside_what_logs_show),
        cmocka_unit_test(few_schools_and_one_answer_of_all_are_hidden),
        cmocka_unit_test(other_questionnaires_have_no_indicators),
        cmocka_unit_test(indicators_alone_are_no_table_of_schools),
        cmocka_unit_test(every_failed_allocation_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
