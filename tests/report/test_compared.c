/* Schools compared on numbers of people: who would be revealed is left out. */
#include "check.h"

#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SCHOOLS = 16, GROUP = 5 };

/* Those with 1 to 4 isolates, or as many who are none, and the school of 4 people. */
static const double people[SCHOOLS] = {30, 30, 30, 30, 30, 4,  30, 30,
                                       30, 30, 30, 30, 30, 30, 30, 30};
static const double isolates[SCHOOLS] = {0, 4, 5, 26, 25, 0,  12, 1,
                                         1, 2, 3, 4,  29, 28, 27, 26};
static const char is_told[SCHOOLS + 1] = "y.y.y.y.........";

typedef struct fixture {
    clg_report_data data;
    clg_texts schools, windows, words;
} fixture;

static void append(clg_texts *texts, const char *text)
{
    check_ok(clg_texts_append(texts, text, strlen(text), &err));
}

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

static void add_numbers(clg_table *table, const char *name, const double *values)
{
    clg_column *column = add(table, CLG_COLUMN_REAL, name, NULL);

    for (size_t row = 0; row < table->row_count; row++)
        column->values[row] = values[row];
}

/* Words: 0 period, 1 isolates, 2 within, 3 high, 4 to 7 how a measure varies. */
static void add_words(clg_table *table, const char *name, const clg_texts *words,
                      int32_t word)
{
    clg_column *column = add(table, CLG_COLUMN_CATEGORY, name, words);

    for (size_t row = 0; row < table->row_count; row++)
        column->codes[row] = word;
}

static void make_comparison(fixture *f)
{
    static const char *const numbers[] = {"n",       "shrunk",  "lo",      "hi",
                                          "rank_lo", "rank_hi", "funnel_z"};
    clg_table *table = &f->data.comparison, *sets = &f->data.compared;
    const double one[1] = {1.0};
    clg_column *school;

    start(table, "comparison", SCHOOLS);
    school = add(table, CLG_COLUMN_CATEGORY, "school", &f->schools);
    for (int s = 0; s < SCHOOLS; s++)
        school->codes[s] = s;
    add_words(table, "window", &f->words, 0);
    add_words(table, "measure", &f->words, 1);
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        add_numbers(table, numbers[i], i == 0 ? people : isolates);
    add_words(table, "flag", &f->words, 2);
    clg_table_column(table, "flag")->codes[6] = 3;
    start(sets, "measures", 1);
    add_words(sets, "measure", &f->words, 1);
    add_words(sets, "window", &f->words, 0);
    add_words(sets, "varies", &f->words, 4);
    add_numbers(sets, "flags", one);
    add_numbers(sets, "discoveries", one);
}

static void make(fixture *f)
{
    static const char *const words[] = {"period",   "isolates", "within",   "high",
                                        "binomial", "poisson",  "interval", "z"};
    char name[32];

    *f = (fixture){.data = {.title = "Hub"}};
    for (int s = 0; s < SCHOOLS; s++) {
        snprintf(name, sizeof name, "School %02d", s);
        append(&f->schools, name);
    }
    append(&f->windows, "2026-01-01");
    for (size_t i = 0; i < COUNT_OF(words); i++)
        append(&f->words, words[i]);
    start(&f->data.school, "school", SCHOOLS);
    add(&f->data.school, CLG_COLUMN_TEXT, "school", &f->schools);
    add_numbers(&f->data.school, "people", people);
    add_numbers(&f->data.school, "isolates", isolates);
    start(&f->data.window, "window", 1);
    add(&f->data.window, CLG_COLUMN_TEXT, "window", &f->windows);
    start(&f->data.school_window, "school_window", 0);
    add(&f->data.school_window, CLG_COLUMN_CATEGORY, "school", &f->schools);
    add(&f->data.school_window, CLG_COLUMN_CATEGORY, "window", &f->windows);
    make_comparison(f);
}

static void forget(fixture *f)
{
    clg_table *const tables[] = {&f->data.school, &f->data.window,
                                 &f->data.school_window, &f->data.comparison,
                                 &f->data.compared};

    for (size_t i = 0; i < COUNT_OF(tables); i++)
        clg_table_clear(tables[i]);
    clg_texts_clear(&f->schools);
    clg_texts_clear(&f->windows);
    clg_texts_clear(&f->words);
}

/* The section on comparisons, in text, which is to be freed. */
static const char *draw(const fixture *f, char **text)
{
    size_t size;
    FILE *stream = open_memstream(text, &size);
    char *section, *end;

    assert_non_null(stream);
    check_ok(clg_report_draw(&f->data, GROUP, stream, &err));
    assert_int_equal(fclose(stream), 0);
    section = strstr(*text, "<section id=\"compared\"");
    assert_non_null(section);
    end = strstr(section, "</section>");
    *end = '\0';
    return section;
}

static void who_would_be_revealed_is_left_out(void **state)
{
    const char *section;
    char *text = NULL, name[32];
    fixture f;

    (void)state;
    make(&f);
    section = draw(&f, &text);
    assert_non_null(strstr(section, "<table id=\"compared-1\""));
    for (int s = 0; s < SCHOOLS; s++) {
        snprintf(name, sizeof name, "School %02d", s);
        if ((strstr(section, name) != NULL) != (is_told[s] == 'y'))
            fail_msg("%s is %s", name, is_told[s] == 'y' ? "missing" : "there");
    }
    free(text);
    forget(&f);
}

/* Who knows all others could fit again until what is shown comes out. */
static void few_hidden_schools_hide_the_measure(void **state)
{
    const char *section;
    char *text = NULL;
    fixture f;

    (void)state;
    make(&f);
    for (int s = 7; s < SCHOOLS; s++)
        clg_table_column(&f.data.school, "isolates")->values[s] = 10.0;
    section = draw(&f, &text);
    assert_null(strstr(section, "<table id=\"compared-1\""));
    free(text);
    forget(&f);
}

/* Beside the axis; a count of what is its own unit is compared by person. */
static void values_are_said_to_be_in_something(void **state)
{
    struct {
        int varies;
        char unit[9];
        const char *scale;
    } cases[] = {{4, "people", ">share, from 0 to 1</text>"},
                 {5, "isolates", ">a person</text>"},
                 {5, "people", ">people</text>"},
                 {6, "1", ">from 0 to 1</text>"},
                 {6, "parts", ">parts</text>"},
                 {7, "people", ">distance from chance (z)</text>"},
                 {-1, "people", NULL}};
    const char *section;
    char *text = NULL, *unit;
    fixture f;

    (void)state;
    make(&f);
    unit = clg_table_column(&f.data.school, "isolates")->unit;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        clg_table_column(&f.data.school, "isolates")->unit = cases[i].unit;
        clg_table_column(&f.data.compared, "varies")->codes[0] = cases[i].varies;
        section = draw(&f, &text);
        for (size_t k = 0; k + 1 < COUNT_OF(cases); k++) {
            bool is_it =
                cases[i].scale != NULL && strcmp(cases[k].scale, cases[i].scale) == 0;
            assert_int_equal(strstr(section, cases[k].scale) != NULL, is_it);
        }
        free(text);
    }
    clg_table_column(&f.data.school, "isolates")->unit = unit;
    forget(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_would_be_revealed_is_left_out),
        cmocka_unit_test(few_hidden_schools_hide_the_measure),
        cmocka_unit_test(values_are_said_to_be_in_something),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
