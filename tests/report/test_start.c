/* The first screen's list: who is named, in what order and words, what is held back. */
#include "check.h"
#include "exhausted_report.h"

#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SCHOOLS = 12, WINDOWS = 2, GROUP = 5 };

typedef struct entry {
    int school;
    const char *concern, *measure, *attribute;
    bool is_named;
    double value, p, q;
    int since;         /* -1: none */
    const char *event; /* NULL: none */
} entry;

typedef struct fixture {
    clg_report_data data;
    clg_texts schools, windows, texts;
} fixture;

static clg_column *add(clg_table *table, clg_column_type type, const char *name,
                       const clg_texts *levels)
{
    check_ok(clg_table_add(table, type, name, "", "what it is", levels, &err));
    return &table->columns[table->column_count - 1];
}

static void start(clg_table *table, const char *name, size_t rows)
{
    check_ok(clg_table_init(table, name, "rows", rows, false, &err));
}

static void append(clg_texts *texts, const char *text)
{
    check_ok(clg_texts_append(texts, text, strlen(text), &err));
}

/* School 1 has 3 people, school 2 has 30 of whom 4 are cut off, others 8. */
static void make_frame(fixture *f)
{
    clg_table *school = &f->data.school;
    char name[32];

    *f = (fixture){.data = {.title = "Hub"}};
    for (int s = 0; s < SCHOOLS; s++) {
        snprintf(name, sizeof name, "School %02d", s);
        append(&f->schools, name);
    }
    append(&f->windows, "2026-01-01");
    append(&f->windows, "2026-02-01");
    start(school, "school", SCHOOLS);
    add(school, CLG_COLUMN_TEXT, "school", &f->schools);
    add(school, CLG_COLUMN_MEASURE, "people", NULL);
    add(school, CLG_COLUMN_MEASURE, "isolates", NULL);
    for (int s = 0; s < SCHOOLS; s++) {
        school->columns[1].values[s] = s == 1 ? 3.0 : 30.0;
        school->columns[2].values[s] = s == 2 ? 4.0 : 8.0;
    }
    start(&f->data.window, "window", WINDOWS);
    add(&f->data.window, CLG_COLUMN_TEXT, "window", &f->windows);
    start(&f->data.school_window, "school_window", 0);
    add(&f->data.school_window, CLG_COLUMN_CATEGORY, "school", &f->schools);
    add(&f->data.school_window, CLG_COLUMN_CATEGORY, "window", &f->windows);
}

static int32_t code_of(fixture *f, const char *text)
{
    if (text == NULL)
        return -1;
    append(&f->texts, text);
    return (int32_t)f->texts.count - 1;
}

static void make(fixture *f, const entry *entries, size_t count)
{
    clg_table *t = &f->data.attention;

    make_frame(f);
    start(t, "attention", count);
    add(t, CLG_COLUMN_CATEGORY, "school", &f->schools);
    add(t, CLG_COLUMN_CATEGORY, "concern", &f->texts);
    add(t, CLG_COLUMN_CATEGORY, "measure", &f->texts);
    add(t, CLG_COLUMN_CATEGORY, "attribute", &f->texts);
    add(t, CLG_COLUMN_FLAG, "named", NULL);
    add(t, CLG_COLUMN_MEASURE, "value", NULL);
    add(t, CLG_COLUMN_MEASURE, "typical", NULL);
    add(t, CLG_COLUMN_MEASURE, "p", NULL);
    add(t, CLG_COLUMN_MEASURE, "q", NULL);
    add(t, CLG_COLUMN_CATEGORY, "since", &f->windows);
    add(t, CLG_COLUMN_CATEGORY, "event", &f->texts);
    for (size_t row = 0; row < count; row++) {
        const entry *e = &entries[row];
        t->columns[0].codes[row] = e->school;
        t->columns[1].codes[row] = code_of(f, e->concern);
        t->columns[2].codes[row] = code_of(f, e->measure);
        t->columns[3].codes[row] = code_of(f, e->attribute);
        t->columns[4].status[row] = e->is_named;
        t->columns[5].values[row] = e->value;
        t->columns[6].values[row] = 0.1;
        t->columns[7].values[row] = e->p;
        t->columns[8].values[row] = e->q;
        t->columns[9].codes[row] = e->since;
        t->columns[10].codes[row] = code_of(f, e->event);
    }
}

static void forget(fixture *f)
{
    clg_table_clear(&f->data.school);
    clg_table_clear(&f->data.window);
    clg_table_clear(&f->data.school_window);
    clg_table_clear(&f->data.attention);
    clg_texts_clear(&f->schools);
    clg_texts_clear(&f->windows);
    clg_texts_clear(&f->texts);
}

/* The list and its note; free() it. */
static char *draw(const entry *entries, size_t count)
{
    char *text = NULL, *box, *end;
    size_t size;
    fixture f;
    FILE *stream = open_memstream(&text, &size);

    assert_non_null(stream);
    make(&f, entries, count);
    check_ok(clg_report_draw(&f.data, GROUP, stream, &err));
    assert_int_equal(fclose(stream), 0);
    forget(&f);
    box = strstr(text, "<div class=\"look\">");
    assert_non_null(box);
    assert_true(box < strstr(text, "<nav")); /* on the first screen */
    end = strstr(box, "</div>");
    memmove(text, box, (size_t)(end - box));
    text[end - box] = '\0';
    return text;
}

static const char *check_has(const char *text, const char *part)
{
    const char *at = strstr(text, part);

    if (at == NULL)
        fail_msg("'%s' is missing in %s", part, text);
    return at;
}

static void check_lacks(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("'%s' is there: %s", part, text);
}

static void strongest_comes_first_and_says_why(void **state)
{
    const entry entries[] = {
        {3, "fading", "activity_rate", NULL, true, .12, 1e-5, .01, 1, "a <move>"},
        {4, "divided", "assortativity", "department", true, .9, 1e-9, 1e-7, 0, NULL},
        {4, "divided", "assortativity", "role", true, .7, 1e-6, 1e-4, -1, NULL},
        {5, "dependent", "exchange_busiest_share", NULL, true, .8, 1e-7, .002, -1,
         NULL},
        {6, "dependent", "exchange_busiest_share", NULL, false, .49, 1e-8, .001, -1,
         NULL},
    };
    char *text = draw(entries, COUNT_OF(entries));
    const char *first, *second, *third;

    (void)state;
    first = check_has(text, "<a href=\"#row-5\">School 04</a>: people keep almost only "
                            "to their own department: 0.90");
    check_has(text, "the typical school has 0.10. From the first window on (q under "
                    "0.001; <a href=\"#structure\">");
    second = check_has(text, "School 05</a>: at least three quarters of all exchanges "
                             "begin or end with very few people; in the typical school "
                             "10 % do. Over the whole time (q 0.002;");
    third = check_has(text, "School 03</a>: activity is down to 12 % of its best "
                            "stretch; the typical school is at 10 %. Since 2026-02-01, "
                            "after: a &lt;move&gt; (q 0.010; <a href=\"#time\">");
    assert_true(first < second && second < third);
    check_lacks(text, "their own role"); /* the weaker of two of one concern */
    check_lacks(text, "School 06");
    free(text);
}

static void small_numbers_of_people_are_held_back(void **state)
{
    const entry entries[] = {
        {1, "dependent", "exchange_busiest_share", NULL, true, .8, 1e-7, .002, -1,
         NULL},
        {2, "cut off", "isolates", NULL, true, 4.0 / 30, 1e-5, .01, -1, NULL},
        {3, "cut off", "isolates", NULL, true, 8.0 / 30, 1e-4, .01, -1, NULL},
        {4, "cut off", "isolates", NULL, true, 7.0 / 30, 1e-4, .01, -1, NULL},
    };
    char *text = draw(entries, COUNT_OF(entries));

    (void)state;
    check_lacks(text, "School 01");
    check_lacks(text, "School 02"); /* named, it would say that there are 4 */
    check_has(text, "School 03</a>: at least a quarter of the people met nobody");
    check_has(text, "School 04</a>: at least a fifth of the people met nobody");
    free(text);
}

static void nobody_is_said_to_be_nobody(void **state)
{
    const entry none[] = {
        {3, "fading", "activity_rate", NULL, false, .9, .5, 1, -1, NULL}};
    const entry untold[] = {
        {3, "fading", "activity_rate", NULL, false, NAN, NAN, NAN, -1, NULL}};
    char *text = draw(none, 1);

    (void)state;
    check_has(text, "No school stands apart from the others");
    check_has(text, "one such list in twenty");
    free(text);
    text = draw(untold, 1);
    check_has(text, "can't be told from these results");
    check_lacks(text, "No school stands apart");
    free(text);
    text = draw(NULL, 0);
    check_has(text, "can't be told from these results");
    free(text);
}

static void of_many_the_strongest_are_named(void **state)
{
    entry entries[SCHOOLS];
    char *text;

    (void)state;
    for (int s = 0; s < SCHOOLS; s++)
        entries[s] = (entry){s,    "fading", "activity_rate",    NULL,
                             true, .1,       1e-6 * (1 + s % 3), .001,
                             -1,   NULL};
    text = draw(entries, SCHOOLS);
    check_has(text, "3 more stand apart"); /* 12, without a small one and 8 */
    check_has(check_has(text, "School 09"), "School 04");
    check_lacks(text, "School 11");
    free(text);
}

static void failing_allocations_are_reported(void **state)
{
    const entry entries[] = {
        {3, "fading", "activity_rate", NULL, true, .12, 1e-5, .01, 1, NULL}};
    fixture f;

    (void)state;
    make(&f, entries, 1);
    clg_test_exhaust_report(&f.data, GROUP);
    forget(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strongest_comes_first_and_says_why),
        cmocka_unit_test(small_numbers_of_people_are_held_back),
        cmocka_unit_test(nobody_is_said_to_be_nobody),
        cmocka_unit_test(of_many_the_strongest_are_named),
        cmocka_unit_test(failing_allocations_are_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
