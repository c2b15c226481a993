/* What is said about input that can't be used, word by word, and what is done with
 * it: the file is refused, or the row is set aside and counted. */
#include "check.h"
#include "study_folder.h"

#include <stdio.h>
#include <string.h>

static void attendance(const char *text)
{
    put("attendance.csv", text);
}

static void files_without_rows_are_refused(void **state)
{
    (void)state;
    attendance("");
    check_refused(CLG_ERROR_PARSE,
                  "attendance.csv: the file is empty, expected a header row");
    attendance("\n\n");
    check_refused(CLG_ERROR_PARSE,
                  "attendance.csv: the file is empty, expected a header row");
    attendance("school,meeting,person,start\n\n \n");
    check_refused(CLG_ERROR_PARSE, "attendance.csv: no rows below the header");
}

static void tables_that_may_be_empty_may_be_empty(void **state)
{
    (void)state;
    clg_study *study;

    attendance("school,meeting,person,start\ns,m,a,2026-09-01\n");
    put("events.csv", "school,time,label\n");
    put("calendar.csv", "start,end\n");
    put("people.csv", "school,person,role\n");
    put("assessments.csv", "school,person,time,instrument,item,score\n");
    put("schools.csv", "school\n");
    study = study_of_folder();
    assert_true(study->has_roster);
    assert_int_equal(study->people.standing[0], CLG_STANDING_OFF_ROSTER);
    clg_study_free(study);
}

static void headers_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    attendance("school,meting,person,start\ns,m,a,2026-09-01\n");
    check_refused(CLG_ERROR_SCHEMA,
                  "attendance.csv:1: no column 'meeting'; the columns are school, "
                  "meting, person, start; did you mean 'meting'?");
    attendance("school,person,meeting,start,person\n");
    check_refused(CLG_ERROR_SCHEMA,
                  "attendance.csv:1: the column 'person' occurs twice");
    attendance("school,meeting,per\"son,start\n");
    check_refused(
        CLG_ERROR_PARSE,
        "attendance.csv:1:19: misplaced quote: a field that holds quotes must "
        "be quoted as a whole and its quotes doubled");
    attendance("SCHOOL\tMeeting\tperson\tstart\ns\tm\ta\t2026-09-01\n");
    clg_study_free(study_of_folder());
}

static void mapped_columns_must_be_there(void **state)
{
    (void)state;
    put("study.yaml", "files: {attendance: {path: a.csv, columns: {person: Who}}}\n");
    put("a.csv", "school,meeting,Whom,start\ns,m,a,2026-09-01\n");
    check_refused(CLG_ERROR_SCHEMA,
                  "a.csv:1: no column 'Who' to read 'person' from; the columns are "
                  "school, meeting, Whom, start; did you mean 'Whom'?");
}

static void strata_must_be_columns_of_the_roster(void **state)
{
    (void)state;
    attendance("school,meeting,person,start\ns,m,a,2026-09-01\n");
    put("study.yaml", "strata: [rol]\n");
    put("people.csv", "school,person,role\ns,a,x\n");
    check_refused(CLG_ERROR_SCHEMA, "people.csv:1: no column 'rol', which defines "
                                    "strata; did you mean 'role'?");
}

/* One row of attendance.csv below a header of seven columns. */
static void check_row(const char *row, const char *expected)
{
    char text[512];

    snprintf(text, sizeof text,
             "school,meeting,person,start,minutes,joined,left,status\n%s\n", row);
    attendance(text);
    check_refused(CLG_ERROR_PARSE, expected);
}

static void rows_that_do_not_fit_are_refused_with_their_place(void **state)
{
    (void)state;
    check_row("s,m,a", "attendance.csv:2: expected 8 fields as in the header, found 3");
    check_row("s,m,a,2026-09-01,,,,,",
              "attendance.csv:2: expected 8 fields as in the header, found 9");
    check_row("s,m,,2026-09-01,,,,", "attendance.csv:2:5: no value for 'person'");
    check_row("s,m, \"\" ,2026-09-01,,,,", "attendance.csv:2:6: no value for 'person'");
    check_row("s,m,a,31/31/26,,,,",
              "attendance.csv:2:7: expected a time such as 2026-09-01T15:30, found "
              "'31/31/26'");
    check_row("s,m,a,2026-02-30,,,,",
              "attendance.csv:2:7: expected a time such as 2026-09-01T15:30, found "
              "'2026-02-30'");
    check_row("s,\"m\n1\",a,2026-09-01,-5,,,",
              "attendance.csv:3:17: expected minutes of 0 or more, found '-5'");
    check_row("s,m,a,2026-09-01,1e99,,,",
              "attendance.csv:2:18: expected minutes of 0 or more, found '1e99'");
    check_row("s,m,a,2026-09-01,nan,,,",
              "attendance.csv:2:18: expected minutes of 0 or more, found 'nan'");
    check_row("s,m,a,2026-09-01,,2026-09-01T10:00,2026-09-01T09:59,",
              "attendance.csv:2:36: left '2026-09-01T09:59' is before joined "
              "'2026-09-01T10:00'");
    check_row("s,m,a,2026-09-01,,,,here",
              "attendance.csv:2:21: expected present, invited, declined or unknown, "
              "found 'here'");
    check_row("s,m,a\"b,2026-09-01,,,,",
              "attendance.csv:2:6: misplaced quote: a field that holds quotes must be "
              "quoted as a whole and its quotes doubled");
    check_row("s,m,\"a\"b,2026-09-01,,,,",
              "attendance.csv:2:8: misplaced quote: after a closing quote, a delimiter "
              "or the end of the line was expected");
    check_row("s,m,\"a,2026-09-01,,,,",
              "attendance.csv:2:5: the quoted field that opens here is never closed");
}

static void times_that_the_clocks_skipped_are_refused(void **state)
{
    (void)state;
    put("study.yaml", "time_zone: America/New_York\n");
    check_row("s,m,a,2026-03-08T02:30,,,,",
              "attendance.csv:2:7: 2026-03-08T02:30 does not exist in "
              "America/New_York: the clocks went forward");
}

static void a_second_occurrence_needs_its_own_identifier(void **state)
{
    (void)state;
    check_row("s,m,a,2026-09-08T15:30,,,,\ns,m,b,2026-09-01T15:30,,,,",
              "attendance.csv:2:7: meeting 'm' started at 2026-09-01T15:30; give each "
              "occurrence an identifier of its own");
}

static void exchanges_need_a_weight_above_zero(void **state)
{
    (void)state;
    put("exchanges.csv", "school,from,to,time,weight\ns,a,b,2026-09-01,0\n");
    check_refused(CLG_ERROR_PARSE,
                  "exchanges.csv:2:18: expected a weight above 0, found '0'");
}

static void people_and_schools_are_listed_once(void **state)
{
    (void)state;
    attendance("school,meeting,person,start\ns,m,a,2026-09-01\n");
    put("people.csv", "school,person,left\ns,a,\nt,a,\ns,a,\n");
    check_refused(CLG_ERROR_PARSE,
                  "people.csv:4:3: person 'a' of school 's' is already on line 2");
    put("people.csv", NULL);
    put("schools.csv", "school,time_zone\ns,\ns,\n");
    check_refused(CLG_ERROR_PARSE, "schools.csv:3:1: school 's' is already on line 2");
    put("schools.csv", "school,time_zone\ns,Mars/Base\n");
    check_refused(CLG_ERROR_PARSE, "schools.csv:2:3: expected a time zone such as "
                                   "Europe/Berlin, found 'Mars/Base'");
}

/* `bad` bad rows, at the end of a hundred. */
static void put_hundred_rows(unsigned bad)
{
    char text[8000];
    size_t used = (size_t)snprintf(text, sizeof text, "school,meeting,person,start\n");

    for (unsigned i = 0; i < 100; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "s,m%u,a,%s\n", i,
                                 i < 100 - bad ? "2026-09-01" : "soon");
    attendance(text);
}

static void few_bad_rows_are_set_aside_and_many_stop_the_reading(void **state)
{
    (void)state;
    clg_error place = CLG_ERROR_INIT;
    clg_ingest_options options = {.tolerate = true};
    clg_study *study;

    put_hundred_rows(1);
    study = study_of_folder();
    check_source(study, 0, 100, 99, 0, 0, 1);
    check_reject(study, 0,
                 "101:9: expected a time such as 2026-09-01T15:30, found 'soon'");
    assert_string_equal(clg_texts_at(&study->reading.rows, 0), "s,m99,a,soon");
    assert_true(study->reading.rejects[0].is_bad);
    clg_study_free(study);

    put_hundred_rows(3);
    assert_int_equal(read_folder(NULL, &study, &place), CLG_ERROR_PARSE);
    assert_int_equal(place.line, 99);
    assert_string_equal(place.hint,
                        "3 of 100 rows (3 %) can't be used, more than --max-bad 1% "
                        "allows; 'collegium check STUDY' lists them");
    clg_study_free(study);

    check_ok(read_folder(&options, &study, &err));
    check_source(study, 0, 100, 97, 0, 0, 3);
    clg_study_free(study);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, new_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(files_without_rows_are_refused),
        IN_FOLDER(tables_that_may_be_empty_may_be_empty),
        IN_FOLDER(headers_that_do_not_fit_are_refused),
        IN_FOLDER(mapped_columns_must_be_there),
        IN_FOLDER(strata_must_be_columns_of_the_roster),
        IN_FOLDER(rows_that_do_not_fit_are_refused_with_their_place),
        IN_FOLDER(times_that_the_clocks_skipped_are_refused),
        IN_FOLDER(a_second_occurrence_needs_its_own_identifier),
        IN_FOLDER(exchanges_need_a_weight_above_zero),
        IN_FOLDER(people_and_schools_are_listed_once),
        IN_FOLDER(few_bad_rows_are_set_aside_and_many_stop_the_reading),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
