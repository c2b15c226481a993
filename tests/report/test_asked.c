/* What people say, in the report: means of enough people, nothing of fewer, no number
 * that could be worked out from two others; questionnaires by the dozen and schools by
 * the thousand; damaged tables and exhausted memory. */
#include "asked_sample.h"
#include "check.h"
#include "exhausted_report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SCHOOLS = 2000 };

/* One questionnaire, two waves, one scale; counts are those of the second wave. */
static fixture *asked_of(const uint32_t *people, uint32_t schools)
{
    fixture *f = begin(schools);

    append(&f->waves, "2025-06-01");
    append(&f->waves, "2026-06-01");
    append(&f->instruments, "plc");
    append(&f->scales, "all");
    append(&f->measures, "density");
    start_asked(f, 2 * (size_t)schools);
    for (uint32_t s = 0; s < schools; s++) {
        put_answers(f, 2 * s, s, 0, 0, 0, 10, 1.11);
        put_answers(f, 2 * s + 1, s, 1, 0, 0, people[s], 3.0 + 0.01 * (s + 1));
    }
    return f;
}

#define ROW(school, answered, share, mean)                                             \
    "<th scope=\"row\">school " school "</th><td>" answered "</td><td>" share          \
    "</td><td>" mean "</td></tr>"

static void means_of_few_are_not_shown(void **state)
{
    (void)state;
    const uint32_t people[] = {12, 4, 17, 20, 0, 12, 5};
    fixture *f = asked_of(people, 7);
    char *section;

    set(&f->data.school, "people", 5, 4.0);
    section = section_of(f, GROUP);
    check_row(section, ROW("0000", "12", "60 %", "3.01 (2.76 to 3.26)"));
    check_row(section, ROW("0001", "under 5", "hidden", "hidden"));
    /* 3 of 20 did not answer: the mean may be said, how many answered may not. */
    check_row(section, ROW("0002", "hidden", "hidden", "3.03 (2.78 to 3.28)"));
    check_row(section, ROW("0003", "20", "over 95 %", "3.04 (2.79 to 3.29)"));
    check_row(section, ROW("0004", "0", "under 5 %", ""));
    check_row(section, ROW("0006", "5", "25 %", "3.07 (2.82 to 3.32)"));
    assert_null(strstr(section, "school 0005")); /* a school of four */
    assert_null(strstr(section, "1.11"));        /* the wave before */
    assert_non_null(strstr(section, "Continuum of professional learning"));
    free(section);
    section = section_of(f, 13);
    check_row(section, ROW("0000", "hidden", "hidden", "hidden"));
    check_row(section, ROW("0003", "20", "over 95 %", "3.04 (2.79 to 3.29)"));
    assert_null(strstr(section, "3.01"));
    assert_null(strstr(section, "3.07"));
    free(section);
    forget(f);
}

static void an_answer_that_all_share_is_hidden(void **state)
{
    (void)state;
    const uint32_t people[] = {12, 12};
    fixture *f = asked_of(people, 2);
    char *section;

    set(&f->data.asked, "sd", 3, 0.0);
    set(&f->data.asked, "rwg", 1, 0.5);
    section = section_of(f, GROUP);
    check_row(section, ROW("0001", "12", "60 %", "hidden"));
    assert_null(strstr(section, "3.02"));
    /* People who do not agree are marked. */
    check_row(section, ROW("0000", "12", "60 %", "3.01 (2.76 to 3.26) \u25cb"));
    free(section);
    forget(f);
}

static void no_means_at_all_are_said_to_be_missing(void **state)
{
    (void)state;
    const uint32_t people[] = {4, 3};
    fixture *f = asked_of(people, 2);
    char *section = section_of(f, GROUP);

    assert_non_null(strstr(section, "In no school did 5 people or more answer"));
    assert_null(strstr(section, "<svg"));
    free(section);
    forget(f);
}

static void the_section_is_there_where_somebody_was_asked(void **state)
{
    (void)state;
    const uint32_t people[] = {12};
    fixture *asked = asked_of(people, 1), *nobody = begin(3);
    char *page = draw(asked, GROUP), *without = draw(nobody, GROUP);

    assert_int_equal(count_of(page, "<a href=\"#asked\">"), 1);
    assert_true(strstr(page, "id=\"levels\"") < strstr(page, "id=\"asked\""));
    assert_true(strstr(page, "id=\"asked\"") < strstr(page, "id=\"methods\""));
    assert_null(strstr(without, "href=\"#asked"));
    assert_null(strstr(without, "id=\"asked"));
    free(page);
    free(without);
    forget(asked);
    forget(nobody);
}

/* ---- change ---- */

static void start_change(fixture *f, size_t rows)
{
    static const char *const values[] = {"pairs", "first_only", "second_only", "change",
                                         "low",   "high",       "q",           ""};
    clg_table *table = &f->data.asked_change;

    start(table, "assessment_change", rows);
    add(table, CLG_COLUMN_CATEGORY, "school", &f->schools);
    add_keys(f, table);
    add(table, CLG_COLUMN_CATEGORY, "next_wave", &f->waves);
    add_numbers(table, values);
    for (size_t row = 0; row < rows; row++) {
        set(table, "school", row, (double)row);
        set(table, "next_wave", row, 1);
        set(table, "pairs", row, 10);
        set(table, "change", row, 0.5 + 0.01 * (double)row);
        set(table, "low", row, 0.2);
        set(table, "high", row, 0.8);
        set(table, "q", row, 0.01);
    }
}

static void a_change_from_which_others_follow_is_not_said(void **state)
{
    (void)state;
    const uint32_t people[] = {12, 12, 12, 12, 12, 12};
    fixture *f = asked_of(people, 6);
    char *section;

    start_change(f, 6);
    set(&f->data.asked_change, "pairs", 1, 4);
    set(&f->data.asked_change, "first_only", 2, 1);
    set(&f->data.asked_change, "second_only", 3, 4);
    set(&f->data.asked_change, "second_only", 4, 5);
    set(&f->data.asked_change, "q", 5, 0.2);
    section = section_of(f, GROUP);
    check_row(section, "2 of 3 changes are beyond chance");
    check_row(section, "school 0000</th><td>Continuum of professional learning "
                       "communities</td><td>2025-06-01</td><td>2026-06-01</td><td>0.50"
                       "</td><td>0.20 to 0.80</td>");
    check_row(section, "<td>0.54</td>");
    for (int row = 1; row < 6; row++) {
        char change[32];
        snprintf(change, sizeof change, "<td>0.5%d</td>", row);
        assert_int_equal(count_of(section, change), row == 4);
    }
    free(section);
    forget(f);
}

/* ---- logs and trust ---- */

static void what_goes_together_beyond_chance_is_listed(void **state)
{
    (void)state;
    static const char *const values[] = {"schools", "r", "low", "high", "q", ""};
    const uint32_t people[] = {12};
    fixture *f = asked_of(people, 1);
    clg_table *table = &f->data.asked_log;
    char *section = section_of(f, GROUP);

    check_row(section, "Too few schools have a mean");
    free(section);
    start(table, "assessment_log", 3);
    add_keys(f, table);
    add(table, CLG_COLUMN_CATEGORY, "measure", &f->measures);
    add_numbers(table, values);
    for (size_t row = 0; row < 3; row++) {
        set(table, "schools", row, 12);
        set(table, "r", row, 0.71 + 0.1 * (double)row);
        set(table, "low", row, 0.3);
        set(table, "high", row, row == 1 ? (double)NAN : 0.9);
        set(table, "q", row, row < 2 ? 0.03 : 0.06);
    }
    section = section_of(f, GROUP);
    check_row(section,
              "of 3 pairs of a scale and something that the logs measure, 2 go");
    check_row(section, "<td>2025-06-01</td><td>pairs of people who met</td><td>12</td>"
                       "<td>0.71</td><td>0.30 to 0.90</td>");
    check_row(section, "<td>0.81</td><td></td>");
    assert_null(strstr(section, "0.91"));
    free(section);
    forget(f);
}

static void scales_of_few_people_are_not_judged(void **state)
{
    (void)state;
    static const char *const values[] = {"people", "alpha", "alpha_low", "alpha_high",
                                         "omega",  "icc1",  "icc2",      ""};
    const uint32_t people[] = {12};
    fixture *f = asked_of(people, 1);
    clg_table *table = &f->data.asked_reliability;
    char *section;

    start(table, "assessment_reliability", 2);
    add_keys(f, table);
    add_numbers(table, values);
    for (size_t row = 0; row < 2; row++) {
        set(table, "people", row, row == 0 ? 4 : 40);
        set(table, "alpha", row, row == 0 ? 0.66 : 0.77);
    }
    section = section_of(f, GROUP);
    check_row(section, "<td>0.77</td>");
    assert_null(strstr(section, "0.66"));
    free(section);
    forget(f);
}

/* ---- many, damaged, no memory ---- */

static void many_schools_are_a_distribution(void **state)
{
    (void)state;
    static uint32_t people[MOST_SCHOOLS];
    fixture *f;
    char *section;

    for (int s = 0; s < MOST_SCHOOLS; s++)
        people[s] = 12;
    f = asked_of(people, MOST_SCHOOLS);
    section = section_of(f, GROUP);
    check_row(section, "the bar holds the middle half of the schools");
    assert_true(strlen(section) < MOST_SCHOOLS * 150);
    free(section);
    forget(f);
}

static void questionnaires_and_scales_beyond_eight_are_left_to_the_tables(void **state)
{
    (void)state;
    fixture *f = begin(2);
    char *section, name[24];

    append(&f->waves, "2026-06-01");
    for (int i = 0; i < 10; i++) {
        snprintf(name, sizeof name, "asked %d", i);
        append(&f->instruments, name);
        snprintf(name, sizeof name, "scale %d", i);
        append(&f->scales, name);
    }
    start_asked(f, 200);
    for (size_t row = 0; row < 200; row++)
        put_answers(f, row, (uint32_t)row % 2, 0, (int)(row / 2 % 10), (int)(row / 20),
                    12, 3.0);
    section = section_of(f, GROUP);
    assert_int_equal(count_of(section, "<h3>"), 8);
    assert_int_equal(count_of(section, "<th scope=\"col\">scale "), 64);
    assert_int_equal(count_of(section, "Further scales"), 8);
    assert_int_equal(count_of(section, "Further questionnaires"), 1);
    free(section);
    forget(f);
}

static void damaged_tables_are_survived(void **state)
{
    (void)state;
    const uint32_t people[] = {12, 12};
    fixture *f = asked_of(people, 2);
    char *section;

    for (size_t row = 0; row < 4; row++) {
        set(&f->data.asked, "wave", row, -1);
        set(&f->data.asked, row % 2 == 0 ? "scale" : "instrument", row, -1);
    }
    section = section_of(f, GROUP);
    assert_null(strstr(section, "<h3>"));
    free(section);
    clg_table_clear(&f->data.asked);
    start(&f->data.asked, "assessment", 1);
    add(&f->data.asked, CLG_COLUMN_CATEGORY, "school", &f->schools);
    section = section_of(f, GROUP);
    check_row(section, "This was not measured in this run.");
    free(section);
    forget(f);
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    static uint32_t people[30];
    fixture *f;

    for (int s = 0; s < 30; s++)
        people[s] = 12;
    f = asked_of(people, 30);
    start_change(f, 30);
    clg_test_exhaust_report(&f->data, GROUP);
    forget(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means_of_few_are_not_shown),
        cmocka_unit_test(an_answer_that_all_share_is_hidden),
        cmocka_unit_test(no_means_at_all_are_said_to_be_missing),
        cmocka_unit_test(the_section_is_there_where_somebody_was_asked),
        cmocka_unit_test(a_change_from_which_others_follow_is_not_said),
        cmocka_unit_test(what_goes_together_beyond_chance_is_listed),
        cmocka_unit_test(scales_of_few_people_are_not_judged),
        cmocka_unit_test(many_schools_are_a_distribution),
        cmocka_unit_test(questionnaires_and_scales_beyond_eight_are_left_to_the_tables),
        cmocka_unit_test(damaged_tables_are_survived),
        cmocka_unit_test(every_failed_allocation_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
