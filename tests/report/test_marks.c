/* What happened in schools, on their charts and in tables: numbers, labels that are
 * shared, days outside the windows, phases, small schools, code names, exhausted
 * memory. */
#include "check.h"
#include "exhausted_report.h"
#include "network_sample.h"

#include "report/blind.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SCHOOLS = 8,
    WINDOWS = 24,
    GROUP = 5,
    MONTH = 30,
    SMALL = NETWORK_SAMPLE_FIRST_SMALL
};

static clg_column *add(clg_table *table, clg_column_type type, const char *name,
                       const clg_texts *levels)
{
    check_ok(clg_table_add(table, type, name, "", "what it is", levels, &err));
    return &table->columns[table->column_count - 1];
}

static clg_column *add_texts(clg_table *table, const char *name,
                             const char *const *texts, size_t count)
{
    clg_texts levels = CLG_TEXTS_INIT;

    for (size_t i = 0; i < count; i++)
        check_ok(clg_texts_append(&levels, texts[i], strlen(texts[i]), &err));
    check_ok(clg_table_add_owned(table, CLG_COLUMN_CATEGORY, name, "", "texts", &levels,
                                 &err));
    return &table->columns[table->column_count - 1];
}

static void copy(clg_column *column, const int32_t *codes, size_t count)
{
    memcpy(column->codes, codes, count * sizeof *codes);
}

/* Windows of 30 days from day 0 on. */
static void date_windows(network_sample *s)
{
    clg_column *start = add(&s->data.window, CLG_COLUMN_DAY, "start", NULL);
    clg_column *end = add(&s->data.window, CLG_COLUMN_DAY, "end", NULL);

    start = &s->data.window.columns[s->data.window.column_count - 2];
    for (int w = 0; w < WINDOWS; w++) {
        start->codes[w] = MONTH * w;
        end->codes[w] = MONTH * (w + 1);
    }
}

/* In school 0 two events three days apart, one much later, a step of a cycle, one
 * before the first window and one after the last; in the small school one. */
static void make_events(network_sample *s)
{
    static const char *const labels[] = {
        "new <head> & \"team\"", "second", "later", "plan", "too early", "too late",
        "of few people"};
    static const int32_t schools[] = {0, 0, 0, 0, 0, 0, SMALL};
    static const int32_t days[] = {100, 103, 500, 200, -5, 24 * MONTH, 100};
    static const int32_t codes[] = {0, 1, 2, 3, 4, 5, 6};
    clg_table *table = &s->data.event;
    clg_column *step;

    check_ok(clg_table_init(table, "event", "events", COUNT_OF(days), false, &err));
    copy(add(table, CLG_COLUMN_CATEGORY, "school", &s->schools), schools,
         COUNT_OF(days));
    copy(add(table, CLG_COLUMN_DAY, "day", NULL), days, COUNT_OF(days));
    copy(add_texts(table, "label", labels, COUNT_OF(labels)), codes, COUNT_OF(days));
    step = add(table, CLG_COLUMN_FLAG, "is_cycle_step", NULL);
    step->status[3] = 1;
}

/* A cycle of two steps in school 0, and one in the small school. */
static void make_steps(network_sample *s)
{
    static const char *const cycles[] = {"Lakeside circle"}, *const kinds[] = {"pdsa"};
    static const char *const steps[] = {"plan", "act"};
    static const int32_t schools[] = {0, 0, SMALL}, none[] = {0, 0, 0};
    static const int32_t step[] = {0, 1, 0}, days[] = {200, 260, 300};
    clg_table *table = &s->data.cycle_step;

    check_ok(clg_table_init(table, "cycle_step", "steps", 3, false, &err));
    copy(add(table, CLG_COLUMN_CATEGORY, "school", &s->schools), schools, 3);
    copy(add_texts(table, "cycle", cycles, 1), none, 3);
    copy(add_texts(table, "kind", kinds, 1), none, 3);
    copy(add_texts(table, "step", steps, 2), step, 3);
    copy(add(table, CLG_COLUMN_DAY, "start", NULL), days, 3);
}

static void make_cycles(network_sample *s)
{
    static const char *const states[] = {"completed", "running"};
    static const char *const shifts[] = {"down", "none", "up"};
    static const int32_t schools[] = {0, SMALL}, state[] = {0, 1}, shift[] = {2, 1, 0};
    clg_table *cycle = &s->data.cycle, *effect = &s->data.cycle_effect;
    clg_column *number;

    check_ok(clg_table_init(cycle, "cycles", "cycles", 2, false, &err));
    copy(add(cycle, CLG_COLUMN_CATEGORY, "school", &s->schools), schools, 2);
    copy(add_texts(cycle, "state", states, 2), state, 2);
    number = add(cycle, CLG_COLUMN_REAL, "length", NULL);
    number->values[0] = 60.0;
    number->values[1] = (double)NAN;
    check_ok(clg_table_init(effect, "cycle_effects", "effects", 3, false, &err));
    add(effect, CLG_COLUMN_CATEGORY, "school", &s->schools);
    copy(add_texts(effect, "shift", shifts, 3), shift, 3);
    number = add(effect, CLG_COLUMN_REAL, "by_chance", NULL);
    for (int i = 0; i < 3; i++)
        number->values[i] = 0.1;
}

/* Two phases of every chart of school 0. */
static void make_phases(network_sample *s)
{
    clg_table *table = &s->data.phase;
    size_t measures = s->measures.count;
    clg_column *school, *measure, *first, *last, *centre;

    check_ok(clg_table_init(table, "phases", "phases", 2 * measures, false, &err));
    add(table, CLG_COLUMN_CATEGORY, "school", &s->schools);
    add(table, CLG_COLUMN_CATEGORY, "measure", &s->measures);
    add(table, CLG_COLUMN_CATEGORY, "first", &s->windows);
    add(table, CLG_COLUMN_CATEGORY, "last", &s->windows);
    centre = add(table, CLG_COLUMN_REAL, "centre", NULL);
    school = &table->columns[0];
    measure = school + 1;
    first = school + 2;
    last = school + 3;
    for (size_t row = 0; row < table->row_count; row++) {
        bool is_second = row % 2 != 0;

        school->codes[row] = 0;
        measure->codes[row] = (int32_t)(row / 2);
        first->codes[row] = is_second ? 10 : 0;
        last->codes[row] = is_second ? WINDOWS - 1 : 9;
        centre->values[row] = is_second ? 0.75 : 0.25;
    }
}

/* Schools have names beside their identifiers, of which tables know nothing. */
static void name_schools(network_sample *s)
{
    static const char *const names[SCHOOLS] = {"Z", "Y", "X", "W", "V", "U", "T", "S"};
    clg_texts texts = CLG_TEXTS_INIT;

    for (int row = 0; row < SCHOOLS; row++)
        check_ok(clg_texts_append(&texts, names[row], 1, &err));
    check_ok(clg_table_add_owned(&s->data.school, CLG_COLUMN_TEXT, "name", "", "texts",
                                 &texts, &err));
}

static void make(network_sample *s)
{
    network_sample_make(s, SCHOOLS, WINDOWS);
    name_schools(s);
    clg_table_column(&s->data.charts, "signal")->values[0] = 1.0;
    date_windows(s);
    make_events(s);
    make_steps(s);
    make_cycles(s);
}

static void forget(network_sample *s)
{
    clg_table_clear(&s->data.phase);
    clg_table_clear(&s->data.event);
    clg_table_clear(&s->data.cycle_step);
    clg_table_clear(&s->data.cycle);
    clg_table_clear(&s->data.cycle_effect);
    network_sample_clear(s);
}

/* The page, freed by the caller. */
static char *draw(const network_sample *s)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    assert_non_null(stream);
    check_ok(clg_report_draw(&s->data, GROUP, stream, &err));
    fclose(stream);
    return text;
}

/* The chart of school 0. */
static char *chart_of(const char *page)
{
    const char *begin = strstr(strstr(page, "<title id=\"run-"), "-title\">Z</title>");
    const char *end;
    char *chart;

    assert_non_null(begin);
    end = strstr(begin, "</svg>");
    chart = calloc(1, (size_t)(end - begin) + 1);
    memcpy(chart, begin, (size_t)(end - begin));
    return chart;
}

static void marks_are_numbered_in_time_and_named(void **state)
{
    network_sample s;
    char *page, *chart;

    (void)state;
    make(&s);
    page = draw(&s);
    chart = chart_of(page);
    assert_non_null(strstr(chart, ">1\u20132</text>")); /* three days apart */
    assert_non_null(strstr(chart, ">3</text>"));
    assert_non_null(strstr(chart, ">4</text>"));
    assert_null(strstr(chart, ">5</text>"));
    assert_non_null(strstr(page,
                           "<td>1</td><td>1970-04-11</td><td>new &lt;head&gt; &amp; "
                           "&quot;team&quot;</td>"));
    assert_non_null(strstr(page,
                           "<td>3</td><td>1970-07-20</td><td>improvement cycle "
                           "Lakeside circle: plan 1970-07-20, act 1970-09-18</td>"));
    assert_non_null(strstr(page, "<td>4</td><td>1971-05-16</td><td>later</td>"));
    free(chart);
    free(page);
    forget(&s);
}

static uint32_t count_of(const char *text, const char *part)
{
    uint32_t count = 0;

    for (; (text = strstr(text, part)) != NULL; text += strlen(part))
        count++;
    return count;
}

/* The dashes of a centre go over its own windows: 10 of 24 of 184 pixels. */
static void phases_have_centres_of_their_own(void **state)
{
    static const char dashes[] = "stroke-dasharray=\"5 3\"";
    network_sample s;
    char *page, *chart;

    (void)state;
    make(&s);
    page = draw(&s);
    chart = chart_of(page);
    assert_int_equal(count_of(chart, dashes), 1);
    assert_null(strstr(page, "let its chart begin anew"));
    free(chart);
    free(page);
    make_phases(&s);
    page = draw(&s);
    chart = chart_of(page);
    assert_int_equal(count_of(chart, dashes), 2);
    assert_non_null(strstr(chart, "<line x1=\"40\" y1=\""));
    assert_non_null(strstr(chart, "x2=\"116.67\""));
    assert_non_null(strstr(chart, "<line x1=\"116.67\""));
    assert_non_null(strstr(page, "let its chart begin anew"));
    free(chart);
    free(page);
    forget(&s);
}

static void what_can_not_be_shown_is_left_out(void **state)
{
    network_sample s;
    char *page;

    (void)state;
    make(&s);
    page = draw(&s);
    assert_null(strstr(page, "too early"));
    assert_null(strstr(page, "too late"));
    assert_null(strstr(page, "of few people"));
    assert_null(strstr(page, "<td>plan</td>"));
    free(page);
    forget(&s);
}

static void cycles_are_told_beside_chance(void **state)
{
    network_sample s;
    const char *table;
    char *page;

    (void)state;
    make(&s);
    page = draw(&s);
    table = strstr(page, "id=\"cycles\"");
    assert_non_null(table);
    assert_non_null(strstr(table, "<td>1</td><td>0</td><td>0</td><td>60</td><td>3</td>"
                                  "<td>2</td><td>0.3</td></tr>\n</tbody>"));
    free(page);
    forget(&s);
}

static void code_names_hide_the_words_of_a_school(void **state)
{
    clg_texts codes = CLG_TEXTS_INIT;
    network_sample s;
    char *page;

    (void)state;
    make(&s);
    check_ok(clg_blind_codes(&s.data, NULL, &codes, &err));
    check_ok(clg_blind_apply(&s.data, &codes, &err));
    page = draw(&s);
    assert_null(strstr(page, "Lakeside"));
    assert_null(strstr(page, "&lt;head&gt;"));
    assert_non_null(strstr(page, "<td>an event</td>"));
    assert_non_null(strstr(page, "improvement cycle without its name: plan"));
    free(page);
    clg_texts_clear(&codes);
    forget(&s);
}

static void exhausted_memory_is_reported(void **state)
{
    network_sample s;

    (void)state;
    make(&s);
    clg_test_exhaust_report(&s.data, GROUP);
    forget(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_are_numbered_in_time_and_named),
        cmocka_unit_test(phases_have_centres_of_their_own),
        cmocka_unit_test(what_can_not_be_shown_is_left_out),
        cmocka_unit_test(cycles_are_told_beside_chance),
        cmocka_unit_test(code_names_hide_the_words_of_a_school),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
