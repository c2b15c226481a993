/* Where little may be said: nothing depends on schools with few people, and words stand
 * where there are no numbers. */
#include "check.h"
#include "network_sample.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SCHOOLS = 12, WINDOWS = 12, GROUP = 5, SMALL = NETWORK_SAMPLE_FIRST_SMALL };

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

static void check_says(const network_sample *s, const char *words)
{
    char *page = draw(s);

    if (strstr(page, words) == NULL)
        fail_msg("'%s' is missing", words);
    free(page);
}

static clg_column *find(clg_table *table, const char *name)
{
    clg_column *column = clg_table_column(table, name);

    assert_non_null(column);
    return column;
}

/* Other categories and numbers in all rows of the school with few people. */
static void change(clg_table *table, const char *name)
{
    const clg_column *school = find(table, "school");
    clg_column *column = find(table, name);

    for (uint32_t row = 0; row < table->row_count; row++) {
        if (school->codes[row] != SMALL)
            continue;
        if (column->type == CLG_COLUMN_CATEGORY)
            column->codes[row] =
                (column->codes[row] + 1) % (int32_t)column->levels->count;
        else if (column->type == CLG_COLUMN_COUNT)
            column->codes[row] = 1 + column->codes[row] % 5;
        else
            column->values[row] = 1.0 - column->values[row];
    }
}

/* From numbers of schools with and without it one could tell what it is like. table:
 * its place in the data. */
static void check_same_after(size_t table, const char *column)
{
    network_sample s;
    char *before, *after;

    network_sample_make(&s, SCHOOLS, WINDOWS);
    before = draw(&s);
    change((clg_table *)(void *)((char *)&s.data + table), column);
    if (strcmp(column, "stage") == 0)
        change(&s.data.trajectory, "stage_name");
    after = draw(&s);
    if (strcmp(before, after) != 0)
        fail_msg("%s shows of a school with few people", column);
    free(before);
    free(after);
    network_sample_clear(&s);
}

static void nothing_depends_on_schools_with_few_people(void **state)
{
    (void)state;
    check_same_after(offsetof(clg_report_data, charts), "signal");
    check_same_after(offsetof(clg_report_data, charts), "by_chance");
    check_same_after(offsetof(clg_report_data, disease), "sign");
    check_same_after(offsetof(clg_report_data, disease), "grade");
    check_same_after(offsetof(clg_report_data, ladder), "place");
    check_same_after(offsetof(clg_report_data, trajectory), "stage");
    check_same_after(offsetof(clg_report_data, attribute), "ei_index");
}

static void fill(clg_table *table, const char *name, double value)
{
    clg_column *column = find(table, name);

    for (uint32_t row = 0; row < table->row_count; row++)
        column->values[row] = value;
}

static void missing_logs_are_no_zeros(void **state)
{
    network_sample s;

    (void)state;
    network_sample_make(&s, SCHOOLS, WINDOWS);
    fill(&s.data.school, "exchanges", (double)NAN);
    check_says(&s, "attendances. The logs hold no exchanges such as");
    network_sample_clear(&s);
    network_sample_make(&s, SCHOOLS, WINDOWS);
    fill(&s.data.school, "meetings", (double)NAN);
    check_says(&s, "messages or requests. The logs hold no meetings.");
    network_sample_clear(&s);
}

static void of_small_schools_alone_hardly_anything_is_said(void **state)
{
    network_sample s;

    (void)state;
    network_sample_make(&s, SCHOOLS, WINDOWS);
    fill(&s.data.school, "people", 3.0);
    check_says(&s, "none of 12 schools has 5 people or more");
    check_says(&s, "No school has enough people to be named here.");
    check_says(&s, "No school has people and windows enough for a chart.");
    check_says(&s, "No school has enough people to speak of signs.");
    network_sample_clear(&s);
}

static void charts_without_pictures_say_why(void **state)
{
    network_sample s;
    clg_column *useless;

    (void)state;
    network_sample_make(&s, SCHOOLS, WINDOWS);
    fill(&s.data.charts, "signal", 0.0);
    check_says(&s, "No chart has a signal: nothing moved");
    fill(&s.data.charts, "by_chance", 0.0);
    check_says(&s, "With so few windows no chart could have a signal");
    fill(&s.data.charts, "signal", 1.0);
    useless = find(&s.data.charts, "measure");
    for (uint32_t row = 0; row < s.data.charts.row_count; row++)
        useless->codes[row] = 10; /* meetings: nothing to act on */
    check_says(&s, "None of the signals is in something that a leader can act on");
    network_sample_clear(&s);
}

static void one_school_has_nobody_to_be_compared_with(void **state)
{
    network_sample s;

    (void)state;
    network_sample_make(&s, 1, WINDOWS);
    check_says(&s, "There is one school, and nobody to compare it with.");
    network_sample_clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_depends_on_schools_with_few_people),
        cmocka_unit_test(missing_logs_are_no_zeros),
        cmocka_unit_test(of_small_schools_alone_hardly_anything_is_said),
        cmocka_unit_test(charts_without_pictures_say_why),
        cmocka_unit_test(one_school_has_nobody_to_be_compared_with),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
