/* From answers to tables: waves, who counts, scales, and values worked by hand; too
 * few, nobody, one item, answers that do not vary; exhausted memory. */
#include "check.h"
#include "study_folder.h"

#include "base/memory.h"
#include "run/results_assessment.h"
#include "study/windows.h"

#include <stdio.h>
#include <string.h>

static char csv[1 << 16];

static void begin(void)
{
    strcpy(csv, "school,person,time,instrument,item,score\n");
}

static void answer(const char *school, const char *person, const char *time,
                   const char *instrument, const char *item, const char *score)
{
    size_t used = strlen(csv);

    snprintf(csv + used, sizeof csv - used, "%s,%s,%s,%s,%s,%s\n", school, person, time,
             instrument, item, score);
}

/* a: six members, one of whom left in 2024; b: two. x is on no roster. */
static const char people[] = "school,person,left,member\n"
                             "a,p1,,\na,p2,,\na,p3,,\na,p4,,\na,p5,,\na,p6,,\n"
                             "a,gone,2024-12-31,\na,guest,,no\nb,q1,,\nb,q2,,\n";

typedef struct made {
    clg_study *study;
    clg_windows windows;
    clg_results results;
} made;

static made tables_of(const char *yaml)
{
    made of = {.study = NULL};
    char settings[2048];

    snprintf(settings, sizeof settings,
             "resample: 0\ninterval: none\ntrajectory: none\n%s", yaml);
    put("study.yaml", settings);
    put("people.csv", people);
    put("attendance.csv", "school,meeting,person,start\n"
                          "a,m1,p1,2025-09-02T10:00\na,m1,p2,2025-09-02T10:00\n"
                          "b,m2,q1,2025-10-02T10:00\nb,m2,q2,2025-10-02T10:00\n");
    put("assessments.csv", csv);
    of.study = study_of_folder();
    return of;
}

static void measure(made *of)
{
    clg_monitor monitor = {0};

    check_ok(clg_windows_new(of->study, &of->windows, &err));
    check_ok(clg_results_init(&of->results, of->study, &of->windows, &err));
    check_ok(clg_results_measure(&of->results, 1, &monitor, &err));
}

static void forget(made *of)
{
    clg_results_clear(&of->results);
    clg_windows_clear(&of->windows);
    clg_study_free(of->study);
}

static double value(const clg_table *table, const char *column, size_t row)
{
    return clg_column_number(clg_table_column(table, column), row);
}

static const char *text(const clg_table *table, const char *column, size_t row)
{
    const clg_column *found = clg_table_column(table, column);

    return clg_texts_at(found->levels, (size_t)found->codes[row]);
}

static clg_value_status status_of(const clg_table *table, const char *column,
                                  size_t row)
{
    return (clg_value_status)clg_table_column(table, column)->status[row];
}

static bool has_note(const made *of, const char *note)
{
    const clg_texts *notes = &of->results.assessment.notes;

    for (size_t i = 0; i < notes->count; i++)
        if (strcmp(clg_texts_at(notes, i), note) == 0)
            return true;
    return false;
}

static void put_five(const char *time, const int scores[5][2])
{
    static const char *const persons[] = {"p1", "p2", "p3", "p4", "p5"};
    char score[8];

    for (int p = 0; p < 5; p++)
        for (int i = 0; i < 2; i++) {
            if (scores[p][i] == 0)
                continue;
            snprintf(score, sizeof score, "%d", scores[p][i]);
            answer("a", persons[p], time, "plc", i == 0 ? "x" : "y", score);
        }
}

static const int first[5][2] = {{1, 5}, {2, 4}, {3, 3}, {4, 2}, {5, 1}};
static const int second[5][2] = {{2, 5}, {2, 4}, {5, 3}, {4, 2}, {5, 1}};

static void a_scale_is_the_mean_of_what_people_say(void **state)
{
    (void)state;
    made of;
    const clg_table *scale;

    begin();
    put_five("2025-09-10", first);
    answer("b", "q1", "2025-09-30", "plc", "x", "4");
    of = tables_of(
        "assessments: {instruments: {plc: {scale: [1, 5], reversed: [y]}}}\n");
    measure(&of);
    scale = &of.results.assessment.scale;
    assert_int_equal(scale->row_count, 2);
    /* Turned over, y is x: scores 1 to 5, mean 3, variance 2.5. */
    assert_string_equal(text(scale, "wave", 0), "2025-09-10");
    assert_string_equal(text(scale, "instrument", 0), "plc");
    assert_string_equal(text(scale, "scale", 0), "all");
    check_near(value(scale, "items", 0), 2.0, 0.0);
    check_near(value(scale, "members", 0), 6.0, 0.0);
    check_near(value(scale, "people", 0), 5.0, 0.0);
    check_near(value(scale, "response_rate", 0), 5.0 / 6.0, 1e-15);
    check_near(value(scale, "mean", 0), 3.0, 1e-15);
    check_near(value(scale, "sd", 0), sqrt(2.5), 1e-14);
    check_near(value(scale, "se", 0), sqrt(0.5), 1e-14);
    check_near(value(scale, "high", 0), 3.0 + 2.7764451051977987 * sqrt(0.5), 1e-9);
    check_near(value(scale, "low", 0), 3.0 - 2.7764451051977987 * sqrt(0.5), 1e-9);
    /* Each item has the variance 2.5, by chance 2: no agreement. */
    check_near(value(scale, "variance_ratio", 0), 1.25, 1e-14);
    check_near(value(scale, "rwg", 0), 0.0, 0.0);
    /* One answer of b speaks for nobody; half of the items is enough. */
    assert_int_equal(status_of(scale, "mean", 1), CLG_VALUE_TOO_SMALL);
    assert_int_equal(status_of(scale, "rwg", 1), CLG_VALUE_TOO_SMALL);
    check_near(value(scale, "people", 1), 1.0, 0.0);
    check_near(value(scale, "response_rate", 1), 0.5, 0.0);
    check_near(value(&of.results.assessment.reliability, "alpha", 0), 1.0, 1e-12);
    assert_int_equal(of.results.assessment.notes.count, 0);
    forget(&of);
}

static void a_wave_ends_when_nobody_answers_for_three_weeks(void **state)
{
    (void)state;
    made of;
    const clg_table *change;

    begin();
    put_five("2025-09-10", first);
    answer("b", "q1", "2025-10-01", "plc", "x", "4"); /* 21 days later: the same */
    put_five("2025-10-23", second);                   /* 22 days later: another */
    answer("a", "p6", "2025-10-23", "plc", "x", "4");
    of = tables_of("assessments: {instruments: {plc: {scale: [1, 5]}}}\n");
    measure(&of);
    change = &of.results.assessment.change;
    assert_int_equal(of.results.assessment.waves.count, 2);
    assert_int_equal(change->row_count, 2);
    assert_string_equal(text(change, "wave", 0), "2025-09-10");
    assert_string_equal(text(change, "next_wave", 0), "2025-10-23");
    /* Differences .5, 0, 1, 0, 0: mean .3, variance .2; the first wave is all 3. */
    check_near(value(change, "pairs", 0), 5.0, 0.0);
    check_near(value(change, "second_only", 0), 1.0, 0.0);
    check_near(value(change, "change", 0), 0.3, 1e-14);
    check_near(value(change, "se", 0), 0.2, 1e-14);
    check_near(value(change, "q", 0), value(change, "p", 0), 0.0);
    assert_int_equal(status_of(change, "effect", 0), CLG_VALUE_DEGENERATE);
    assert_int_equal(status_of(change, "change", 1), CLG_VALUE_TOO_SMALL);
    check_near(value(change, "first_only", 1), 1.0, 0.0);
    forget(&of);
}

static void waves_can_be_dated_and_people_disjoint(void **state)
{
    (void)state;
    made of;

    begin();
    answer("a", "p1", "2025-08-31T23:00", "plc", "x", "1"); /* before the first */
    put_five("2025-09-10", first);
    answer("a", "p6", "2025-12-01", "plc", "x", "2");
    of = tables_of("assessments:\n  waves: [2025-09-01, 2025-11-01, 2026-01-01]\n"
                   "  instruments: {plc: {scale: [1, 5]}}\n");
    measure(&of);
    assert_int_equal(of.results.assessment.waves.count, 2);
    assert_string_equal(text(&of.results.assessment.scale, "wave", 0), "2025-09-01");
    assert_string_equal(text(&of.results.assessment.scale, "wave", 1), "2025-11-01");
    assert_true(has_note(&of, "1 answer before the first wave: not used"));
    /* y was asked in one wave only; nobody answered both. */
    check_near(value(&of.results.assessment.change, "items", 0), 1.0, 0.0);
    check_near(value(&of.results.assessment.change, "pairs", 0), 0.0, 0.0);
    assert_int_equal(status_of(&of.results.assessment.change, "change", 0),
                     CLG_VALUE_TOO_SMALL);
    forget(&of);
}

static void the_last_answer_of_a_wave_counts(void **state)
{
    (void)state;
    made of;
    const clg_table *scale;

    begin();
    answer("a", "p1", "2025-09-12", "plc", "x", "5"); /* later, though written first */
    put_five("2025-09-10", first);
    of = tables_of(
        "assessments: {instruments: {plc: {scale: [1, 5], scales: {s: [x]}}}}");
    measure(&of);
    scale = &of.results.assessment.scale;
    check_near(value(scale, "mean", 0), 19.0 / 5.0, 1e-14);
    assert_true(has_note(&of, "1 answer was given again within a wave: the last one "
                              "counts"));
    assert_true(has_note(&of, "instrument 'plc': 1 item is in no scale of study.yaml: "
                              "not used"));
    forget(&of);
}

static void who_is_no_member_then_is_left_out_and_counted(void **state)
{
    (void)state;
    made of;
    const clg_table *scale;

    begin();
    put_five("2025-09-10", first);
    answer("a", "gone", "2025-09-10", "plc", "x", "1");
    answer("a", "guest", "2025-09-10", "plc", "x", "1");
    answer("a", "x", "2025-09-10", "plc", "x", "1");
    of = tables_of("assessments: {instruments: {plc: {scale: [1, 5]}}}\n");
    measure(&of);
    scale = &of.results.assessment.scale;
    check_near(value(scale, "people", 0), 5.0, 0.0);
    check_near(value(scale, "others", 0), 3.0, 0.0);
    check_near(value(scale, "members", 0), 6.0, 0.0);
    check_near(value(scale, "mean", 0), 3.0, 1e-15);
    assert_true(has_note(&of,
                         "3 times somebody answered who is no member of the school "
                         "then: not used"));
    forget(&of);
    /* Without names, all but those on the roster as no members count. */
    of = tables_of(
        "assessments: {instruments: {plc: {scale: [1, 5], anonymous: true}}}");
    measure(&of);
    scale = &of.results.assessment.scale;
    check_near(value(scale, "people", 0), 7.0, 0.0);
    check_near(value(scale, "others", 0), 1.0, 0.0);
    check_near(value(scale, "mean", 0), 17.0 / 7.0, 1e-14);
    assert_int_equal(status_of(scale, "response_rate", 0), CLG_VALUE_UNDEFINED);
    forget(&of);
}

static void too_few_items_are_no_score(void **state)
{
    (void)state;
    const int some[5][2] = {{1, 5}, {2, 4}, {3, 3}, {4, 2}, {5, 1}};
    made of;
    const clg_table *scale;

    begin();
    put_five("2025-09-10", some);
    answer("a", "p1", "2025-09-10", "plc", "z", "3");
    answer("a", "p6", "2025-09-10", "plc", "z", "3"); /* one of three */
    of = tables_of("");
    measure(&of);
    scale = &of.results.assessment.scale;
    check_near(value(scale, "items", 0), 3.0, 0.0);
    check_near(value(scale, "people", 0), 5.0, 0.0);
    check_near(value(scale, "partial", 0), 1.0, 0.0);
    check_near(value(scale, "response_rate", 0), 1.0, 0.0);
    assert_true(has_note(&of, "instrument 'plc': study.yaml gives no scale of answers; "
                              "1 to 5 is taken, as found"));
    forget(&of);
}

static void answers_that_do_not_vary_have_no_agreement_to_measure(void **state)
{
    (void)state;
    const int same[5][2] = {{4, 4}, {4, 4}, {4, 4}, {4, 4}, {4, 4}};
    made of;
    const clg_table *scale;

    begin();
    put_five("2025-09-10", same);
    of = tables_of("");
    measure(&of);
    scale = &of.results.assessment.scale;
    check_near(value(scale, "mean", 0), 4.0, 0.0);
    check_near(value(scale, "high", 0), 4.0, 0.0);
    /* No scale is known but a single answer: nothing can be said of chance. */
    assert_int_equal(status_of(scale, "rwg", 0), CLG_VALUE_DEGENERATE);
    assert_int_equal(status_of(&of.results.assessment.reliability, "alpha", 0),
                     CLG_VALUE_TOO_SMALL);
    check_near(value(&of.results.assessment.reliability, "constant_items", 0), 2.0,
               0.0);
    forget(&of);
    of = tables_of("assessments: {instruments: {plc: {scale: [1, 5]}}}\n");
    measure(&of);
    check_near(value(&of.results.assessment.scale, "rwg", 0), 1.0, 0.0);
    forget(&of);
}

static void study_yaml_may_say_what_is_not_there(void **state)
{
    (void)state;
    made of;

    begin();
    put_five("2025-09-10", first);
    answer("a", "p1", "2025-09-10", "indicators", "i1", "3");
    of = tables_of("assessments: {instruments: {plc: {scale: [1, 5], reversed: [w], "
                   "scales: {s: [x, y], t: [v]}}, climate: {}}}");
    measure(&of);
    assert_true(has_note(&of, "instrument 'climate' of study.yaml is in no answer"));
    assert_true(
        has_note(&of, "instrument 'plc': item 'w' of study.yaml is in no answer"));
    assert_true(
        has_note(&of, "instrument 'plc': item 'v' of study.yaml is in no answer"));
    assert_true(has_note(&of, "instrument 'indicators' has 14 items, answers have 1"));
    assert_int_equal(of.results.assessment.scale.row_count, 4);
    assert_string_equal(text(&of.results.assessment.scale, "scale", 3), "t");
    check_near(value(&of.results.assessment.scale, "people", 3), 0.0, 0.0);
    forget(&of);
}

/* Answers of p1 to p5 to an indicator: 1 to 5 and what is added. */
static void put_indicator(const char *item, int added)
{
    static const char *const persons[] = {"p1", "p2", "p3", "p4", "p5"};
    char score[8];

    for (int p = 0; p < 5; p++) {
        snprintf(score, sizeof score, "%d", p + 1 + added);
        answer("a", persons[p], "2025-09-10", "indicators", item, score);
    }
}

static void every_indicator_is_a_scale_in_order_of_numbers(void **state)
{
    (void)state;
    static const char *const names[] = {"all", "shared ways of doing things together",
                                        "agreement on who belongs",
                                        "tools and artefacts of their own"};
    const double means[] = {4.25, 4, 4, 5}; /* 6 is turned over: 7 - 3 */
    made of;
    const clg_assessment_tables *tables = &of.results.assessment;

    begin();
    put_indicator("10", 2);
    put_indicator("i2", 1);
    put_indicator("indicator_06", 0);
    put_indicator("tea", 1);
    of = tables_of("assessments: {instruments: {indicators: {scale: [0, 7], reversed: "
                   "[indicator_06]}}}");
    measure(&of);
    assert_int_equal(tables->scale.row_count, 4);
    for (size_t row = 0; row < 4; row++) {
        assert_string_equal(text(&tables->scale, "scale", row), names[row]);
        check_near(value(&tables->scale, "mean", row), means[row], 1e-14);
        check_near(value(&tables->scale, "items", row), row == 0 ? 4.0 : 1.0, 0.0);
    }
    assert_true(has_note(&of, "instrument 'indicators': 1 item is not called 1 to 14"));
    assert_int_equal(status_of(&tables->reliability, "alpha", 1), CLG_VALUE_TOO_SMALL);
    forget(&of);
}

static void study_yaml_goes_before_scales_of_indicators(void **state)
{
    (void)state;
    static const char *const names[] = {"mine", "no need for introductions",
                                        "lasting relationships",
                                        "problems that are quickly set out"};
    const double means[] = {3.5, 3.5, 3, 3};
    made of;
    const clg_assessment_tables *tables = &of.results.assessment;

    begin();
    put_indicator("1", 0);
    put_indicator("4", 1);
    put_indicator("5", 0);
    of = tables_of("assessments: {instruments: {indicators: {scale: [0, 6], scales: "
                   "{mine: [1, 4], no need for introductions: [4, 5]}}}}");
    measure(&of);
    assert_int_equal(tables->scale.row_count, 4);
    for (size_t row = 0; row < 4; row++) {
        assert_string_equal(text(&tables->scale, "scale", row), names[row]);
        check_near(value(&tables->scale, "mean", row), means[row], 1e-14);
    }
    assert_int_equal(tables->notes.count, 1); /* 3 items of 14; all 3 are used */
    forget(&of);
}

static void scores_off_the_scale_and_empty_ones_are_set_aside(void **state)
{
    (void)state;
    made of;

    begin();
    put_five("2025-09-10", first);
    answer("a", "p6", "2025-09-10", "plc", "x", "99");
    answer("a", "p6", "2025-09-10", "plc", "y", "");
    answer("a", "p6", "2025-09-10", "other", "y", "99");
    of = tables_of("assessments: {instruments: {plc: {scale: [1, 5]}}}\n");
    check_source(of.study, 2, 13, 11, 0, 2, 0);
    check_reject(of.study, 0, "12:23: expected a score from 1 to 5, found '99'");
    check_reject(of.study, 1, "13:23: not answered");
    clg_study_free(of.study);
}

static void nobody_asked_is_nothing_said(void **state)
{
    (void)state;
    made of;

    begin();
    of = tables_of("");
    measure(&of);
    assert_int_equal(of.results.assessment.scale.column_count, 0);
    assert_int_equal(of.results.assessment.log.row_count, 0);
    forget(&of);
    begin(); /* somebody, but nobody who counts */
    answer("a", "guest", "2025-09-10", "plc", "x", "1");
    of = tables_of("");
    measure(&of);
    assert_int_equal(of.results.assessment.scale.row_count, 0);
    assert_int_equal(of.results.assessment.change.row_count, 0);
    forget(&of);
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    clg_status status = CLG_ERROR_MEMORY;
    made of;

    begin();
    put_five("2025-09-10", first);
    put_five("2025-11-10", second);
    answer("b", "q1", "2025-09-10", "plc", "x", "4");
    answer("b", "q1", "2025-09-10", "plc", "x", "5");
    answer("b", "q1", "2025-09-10", "indicators", "1", "4");
    of = tables_of("assessments: {instruments: {plc: {reversed: [y], scales: "
                   "{s: [x, y], t: [y]}}}}");
    measure(&of);
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;

        clg_assessment_tables_clear(&of.results.assessment);
        of.results.assessment = (clg_assessment_tables){.instruments = 0};
        clg_test_allocations_left = allowed;
        status = clg_results_fill_assessment(&of.results, &err);
        clg_test_allocations_left = -1;
        assert_int_equal(status, err.code);
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        assert_true(allowed < 100000);
    }
    assert_int_equal(of.results.assessment.scale.row_count, 10);
    forget(&of);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, new_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_scale_is_the_mean_of_what_people_say),
        IN_FOLDER(a_wave_ends_when_nobody_answers_for_three_weeks),
        IN_FOLDER(waves_can_be_dated_and_people_disjoint),
        IN_FOLDER(the_last_answer_of_a_wave_counts),
        IN_FOLDER(who_is_no_member_then_is_left_out_and_counted),
        IN_FOLDER(too_few_items_are_no_score),
        IN_FOLDER(answers_that_do_not_vary_have_no_agreement_to_measure),
        IN_FOLDER(study_yaml_may_say_what_is_not_there),
        IN_FOLDER(every_indicator_is_a_scale_in_order_of_numbers),
        IN_FOLDER(study_yaml_goes_before_scales_of_indicators),
        IN_FOLDER(scores_off_the_scale_and_empty_ones_are_set_aside),
        IN_FOLDER(nobody_asked_is_nothing_said),
        IN_FOLDER(every_failed_allocation_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
