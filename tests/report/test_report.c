/* From tables to HTML: what is shown, what is held back, what is said to be missing. */
#include "check.h"
#include "exhausted_report.h"

#include "measures/disease/indicators.h"
#include "report/report.h"
#include "report/script.h"
#include "report/strings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SCHOOLS = 7, WINDOWS = 3, GROUP = 5, MANY = 5000, BUDGET_OF_MANY = 9000000 };

/* Hebrew: "school". */
#define RIGHT_TO_LEFT "\xd7\x91\xd7\x99\xd7\xaa \xd7\xa1\xd7\xa4\xd7\xa8"

static const char *const names[SCHOOLS] = {
    "Zeta", "A <b> & \"C\"", RIGHT_TO_LEFT, "Tiny", "Mid", "Even", "Odd"};
static const double people[SCHOOLS] = {24, 30, 18, 3, 40, 25, 26};
static const double isolates[SCHOOLS] = {0, 2, 6, 1, 7, 24, 0};
static const double core[SCHOOLS] = {6, 2, 6, 1, 10, 10, 9};
static const double active[SCHOOLS] = {6, 8, 6, 2, 10, 15, 9};

typedef struct fixture {
    clg_report_data data;
    clg_texts schools, windows, stages, statuses;
    uint32_t school_count, window_count;
} fixture;

static void append(clg_texts *texts, const char *text)
{
    check_ok(clg_texts_append(texts, text, strlen(text), &err));
}

static clg_column *add(clg_table *table, clg_column_type type, const char *name,
                       const clg_texts *levels)
{
    check_ok(clg_table_add(table, type, name, "1", "what it is", levels, &err));
    return &table->columns[table->column_count - 1];
}

static void start(clg_table *table, const char *name, size_t rows)
{
    check_ok(clg_table_init(table, name, "rows", rows, false, &err));
}

static void add_measure(clg_table *table, const char *name, const double *values,
                        const double *out_of)
{
    clg_column *column = add(table, CLG_COLUMN_MEASURE, name, NULL);

    for (size_t row = 0; row < table->row_count; row++)
        column->values[row] =
            values[row % SCHOOLS] / (out_of != NULL ? out_of[row % SCHOOLS] : 1.0);
}

static void make_school(fixture *f)
{
    clg_table *table = &f->data.school;
    double rest[SCHOOLS], none[SCHOOLS] = {0.0}, gini[SCHOOLS];

    for (int s = 0; s < SCHOOLS; s++) {
        rest[s] = people[s] - core[s] - active[s];
        gini[s] = 0.2 + 0.01 * s;
    }
    start(table, "school", f->school_count);
    add(table, CLG_COLUMN_TEXT, "school", &f->schools);
    add_measure(table, "people", people, NULL);
    add_measure(table, "meetings", people, NULL);
    add_measure(table, "isolates", isolates, NULL);
    add_measure(table, "level_core_share", core, people);
    add_measure(table, "level_active_share", active, people);
    add_measure(table, "level_occasional_share", none, people);
    add_measure(table, "level_peripheral_share", rest, people);
    add_measure(table, "level_absent_share", none, people);
    add_measure(table, "attendance_gini", gini, NULL);
}

static void make_windows(fixture *f)
{
    clg_table *table = &f->data.window;
    clg_column *label;

    start(table, "window", f->window_count);
    add(table, CLG_COLUMN_TEXT, "window", &f->windows);
    label = add(table, CLG_COLUMN_CATEGORY, "label", &f->windows);
    for (uint32_t w = 0; w < f->window_count; w++)
        label->codes[w] = (int32_t)w;
}

/* Schools by windows; the columns school and window. */
static void start_long(fixture *f, clg_table *table, const char *name)
{
    size_t rows = (size_t)f->school_count * f->window_count;

    start(table, name, rows);
    add(table, CLG_COLUMN_CATEGORY, "school", &f->schools);
    add(table, CLG_COLUMN_CATEGORY, "window", &f->windows);
    for (size_t row = 0; row < rows; row++) {
        table->columns[0].codes[row] = (int32_t)(row / f->window_count);
        table->columns[1].codes[row] = (int32_t)(row % f->window_count);
    }
}

static void make_trajectory(fixture *f)
{
    clg_table *table = &f->data.trajectory, *now = &f->data.trajectory_school;
    clg_column *first, *second, *stage, *name;

    start_long(f, table, "window");
    stage = add(table, CLG_COLUMN_COUNT, "stage", NULL);
    for (size_t row = 0; row < table->row_count; row++)
        stage->codes[row] = 1 + (int32_t)(row % 2);
    name = add(table, CLG_COLUMN_CATEGORY, "stage_name", &f->stages);
    for (size_t row = 0; row < table->row_count; row++)
        name->codes[row] = (int32_t)(row % 2);
    first = add(table, CLG_COLUMN_REAL, "p_1", NULL);
    for (size_t row = 0; row < table->row_count; row++)
        first->values[row] = row % 2 == 0 ? 0.75 : 0.25;
    second = add(table, CLG_COLUMN_REAL, "p_2", NULL);
    for (size_t row = 0; row < table->row_count; row++)
        second->values[row] = row % 2 == 0 ? 0.25 : 0.75;
    start(now, "school", f->school_count);
    add(now, CLG_COLUMN_TEXT, "school", &f->schools);
    add(now, CLG_COLUMN_COUNT, "stage", NULL);
    for (size_t row = 0; row < now->row_count; row++)
        now->columns[1].codes[row] = 2;
    add(now, CLG_COLUMN_CATEGORY, "stage_name", &f->stages);
    for (size_t row = 0; row < now->row_count; row++)
        now->columns[2].codes[row] = 1;
    add(now, CLG_COLUMN_REAL, "probability", NULL);
    for (size_t row = 0; row < now->row_count; row++)
        now->columns[3].values[row] = 0.83;
}

static void make_measured(fixture *f)
{
    clg_table *table = &f->data.school_window;

    append(&f->statuses, "ok");
    start_long(f, table, "school_window");
    add(table, CLG_COLUMN_CATEGORY, "status", &f->statuses);
    add_measure(table, "meetings", people, NULL);
}

static void make(fixture *f, uint32_t schools, uint32_t windows)
{
    static const char *const months[WINDOWS] = {"2026-01", "2026-02", "2026-03"};
    char numbered[32];

    *f = (fixture){.school_count = schools, .window_count = windows};
    for (uint32_t s = 0; s < schools; s++) {
        snprintf(numbered, sizeof numbered, "School %04u", s);
        append(&f->schools, s < SCHOOLS ? names[s] : numbered);
    }
    for (uint32_t w = 0; w < windows; w++)
        append(&f->windows, months[w]);
    append(&f->stages, "potential");
    append(&f->stages, "maturing");
    make_school(f);
    make_windows(f);
    make_measured(f);
    f->data.title = "Hub <1>";
    f->data.settings = "{\"seed\":1}";
}

static void forget(fixture *f)
{
    clg_report_data *d = &f->data;
    clg_table *const tables[] = {&d->school, &d->window, &d->school_window,
                                 &d->trajectory, &d->trajectory_school};

    for (size_t i = 0; i < COUNT_OF(tables); i++)
        clg_table_clear(tables[i]);
    clg_texts_clear(&f->schools);
    clg_texts_clear(&f->windows);
    clg_texts_clear(&f->stages);
    clg_texts_clear(&f->statuses);
}

/* free() it. */
static char *draw(const fixture *f)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);

    assert_non_null(stream);
    check_ok(clg_report_draw(&f->data, GROUP, stream, &err));
    assert_int_equal(fclose(stream), 0);
    return text;
}

static void check_has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("'%s' is missing", part);
}

static void check_lacks(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("'%s' is there", part);
}

/* The row of a table that begins with this name, as far as its end. */
static void check_row(const char *text, const char *table, const char *expected)
{
    char mark[64];
    const char *at, *end;

    snprintf(mark, sizeof mark, "<table id=\"%s\"", table);
    at = strstr(text, mark);
    assert_non_null(at);
    end = strstr(at, "</table>");
    at = strstr(at, expected);
    if (at == NULL || at > end)
        fail_msg("%s has no '%s'", table, expected);
}

static void names_are_escaped_and_isolated(void **state)
{
    fixture f;
    char *text;

    (void)state;
    make(&f, SCHOOLS, WINDOWS);
    make_trajectory(&f);
    text = draw(&f);
    check_has(text, "<h1>Hub &lt;1&gt;</h1>");
    check_has(text, "A &lt;b&gt; &amp; &quot;C&quot;");
    check_lacks(text, "A <b>");
    check_has(text, "\xe2\x81\xa8" RIGHT_TO_LEFT "\xe2\x81\xa9");
    check_has(text, "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    assert_int_equal(strstr(text, "<script") == NULL, clg_report_script[0] == '\0');
    check_has(text, clg_report_script_hash);
    free(text);
    forget(&f);
}

/* "Odd" is a school's name and another's identifier; two are called Lakeside. */
static void schools_go_by_their_names(void **state)
{
    static const char *const called[SCHOOLS] = {"Lakeside", "Grove", "Lakeside", "",
                                                "Odd",      "Even",  "Hill"};
    clg_texts levels = CLG_TEXTS_INIT;
    fixture f;
    char *text;

    (void)state;
    make(&f, SCHOOLS, WINDOWS);
    for (int s = 0; s < SCHOOLS; s++)
        append(&levels, called[s]);
    add(&f.data.school, CLG_COLUMN_TEXT, "name", &levels);
    text = draw(&f);
    check_row(text, "schools", ">Lakeside (Zeta)</th><td>Zeta</td>");
    check_row(text, "schools", ">Grove</th><td>A &lt;b&gt; &amp; &quot;C&quot;</td>");
    check_row(text, "schools", ">Tiny</th><td>Tiny</td>");
    check_row(text, "schools", ">Odd (Mid)</th><td>Mid</td>");
    check_row(text, "schools", ">Hill</th><td>Odd</td>");
    assert_true(strstr(text, ">Even</th>") < strstr(text, ">Grove</th>"));
    assert_true(strstr(text, ">Hill</th>") < strstr(text, ">Lakeside (Zeta)</th>"));
    free(text);
    clg_texts_clear(&levels);
    forget(&f);
}

static void small_numbers_of_people_are_not_shown(void **state)
{
    fixture f;
    char *text;

    (void)state;
    make(&f, SCHOOLS, WINDOWS);
    make_trajectory(&f);
    text = draw(&f);
    /* of a school with three people nothing but that it is small */
    check_row(text, "schools", "Tiny</th><td>under 5</td><td>hidden</td></tr>");
    check_row(text, "schools",
              "Zeta</th><td>24</td><td>24</td><td>100 %</td><td>2 maturing</td>"
              "<td>83 %</td>");
    check_row(text, "structure-schools", "Tiny</th><td>hidden</td><td>hidden</td>");
    check_has(text, "Nothing is said of 1 school with fewer than 5 people");
    check_has(text, "163 people"); /* without the three */
    /* two isolates; one of 25 that is none */
    check_row(text, "structure-schools", "&quot;C&quot;</th><td>under 5</td>");
    check_row(text, "structure-schools", "Even</th><td>hidden</td>");
    check_row(text, "structure-schools", "Mid</th><td>7</td>");
    /* 2, 8, 0, 20, 0: with the two the eight is hidden */
    check_row(text, "participation-schools",
              "&quot;C&quot;</th><td>hidden</td><td>hidden</td><td>0 %</td>"
              "<td>67 %</td><td>0 %</td>");
    check_row(text, "participation-schools",
              "Zeta</th><td>25 %</td><td>25 %</td><td>0 %</td><td>50 %</td>");
    free(text);
    forget(&f);
}

static void what_is_missing_is_said(void **state)
{
    fixture f;
    char *text;

    (void)state;
    make(&f, SCHOOLS, WINDOWS);
    text = draw(&f);
    check_has(text, "No stages were fitted in this run");
    check_has(text, "'collegium compare results.h5 -o compared' does it");
    check_has(text, "Signs were not computed in this run");
    check_has(text, "Meetings have no kinds in these logs");
    check_has(text, "No roster was given");
    free(text);
    forget(&f);
}

static void one_school_in_one_window_is_no_error(void **state)
{
    fixture f;
    char *text;

    (void)state;
    make(&f, 1, 1);
    make_trajectory(&f);
    text = draw(&f);
    check_has(text, "1 school worked together");
    check_has(text, "There is one window only");
    check_has(text, "Fewer than 5 schools have numbers here");
    free(text);
    forget(&f);
    make(&f, 0, 0);
    text = draw(&f);
    check_has(text, "0 schools");
    free(text);
    forget(&f);
}

static void thousands_of_schools_fit_into_the_budget(void **state)
{
    fixture f;
    char *text;

    (void)state;
    make(&f, MANY, WINDOWS);
    make_trajectory(&f);
    text = draw(&f);
    assert_true(strlen(text) < BUDGET_OF_MANY);
    check_has(text, "24 schools that changed their stage last");
    check_row(text, "paths-table", "School 4999</th>");
    free(text);
    forget(&f);
}

static void the_same_tables_give_the_same_bytes(void **state)
{
    fixture f;
    char *first, *second;

    (void)state;
    make(&f, SCHOOLS, WINDOWS);
    make_trajectory(&f);
    first = draw(&f);
    second = draw(&f);
    assert_string_equal(first, second);
    free(first);
    free(second);
    forget(&f);
}

static void every_trouble_has_a_meaning(void **state)
{
    size_t count;
    const clg_indicator *indicators = clg_indicators(&count);

    (void)state;
    for (size_t i = 0; i < count; i++)
        if (clg_trouble_meaning(indicators[i].disease) == NULL)
            fail_msg("nothing says what %s is", indicators[i].disease);
    assert_null(clg_trouble_meaning("hunger"));
}

static void what_does_not_fit_is_refused(void **state)
{
    fixture f;

    (void)state;
    make(&f, SCHOOLS, WINDOWS);
    check_fails(clg_report_draw(&f.data, 4, stderr, &err), CLG_ERROR_PRIVACY,
                "min_group is 4: a report that is shared shows no group below 5, which "
                "is the floor");
    check_fails(clg_report_draw(&f.data, 1001, stderr, &err), CLG_ERROR_ARGUMENT,
                "min_group is 1001, expected 5 to 1000");
    assert_string_equal(clg_status_name(CLG_ERROR_PRIVACY), "privacy");
    f.data.window.columns[0].type = CLG_COLUMN_DAY;
    check_fails(clg_report_draw(&f.data, GROUP, stderr, &err), CLG_ERROR_SCHEMA,
                "the results are damaged: windows without names");
    f.data.window.columns[0].type = CLG_COLUMN_TEXT;
    f.data.school.columns[0].type = CLG_COLUMN_DAY;
    check_fails(clg_report_draw(&f.data, GROUP, stderr, &err), CLG_ERROR_SCHEMA,
                "the results are damaged: schools without names");
    f.data.school.columns[0].type = CLG_COLUMN_TEXT;
    forget(&f);
}

static void failing_allocations_are_reported(void **state)
{
    fixture f;

    (void)state;
    make(&f, SCHOOLS, WINDOWS);
    make_trajectory(&f);
    clg_test_exhaust_report(&f.data, GROUP);
    forget(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_escaped_and_isolated),
        cmocka_unit_test(schools_go_by_their_names),
        cmocka_unit_test(small_numbers_of_people_are_not_shown),
        cmocka_unit_test(what_is_missing_is_said),
        cmocka_unit_test(one_school_in_one_window_is_no_error),
        cmocka_unit_test(thousands_of_schools_fit_into_the_budget),
        cmocka_unit_test(the_same_tables_give_the_same_bytes),
        cmocka_unit_test(every_trouble_has_a_meaning),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(failing_allocations_are_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
