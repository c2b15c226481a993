/* Tables read off a page: the same cells, numbers as numbers, what is held back told.
 */
#include "check.h"

#include "base/memory.h"
#include "report/html.h"
#include "report/page_tables.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GROUP = 5 };

/* Hebrew: "school". */
#define RIGHT_TO_LEFT "\xd7\x91\xd7\x99\xd7\xaa \xd7\xa1\xd7\xa4\xd7\xa8"

/* What a reader of numbers might take for some. */
static const char *const no_numbers[] = {"inf",   "nan", "0x10", "1e5",
                                         "1.2.3", ".",   "%"};

/* A page with three tables, as sections write them; free() it. */
static char *page_of(size_t *length)
{
    const char *const titles[] = {"School", "Staff & all", "Share, in %", "Range",
                                  "School"};
    const char *const short_titles[] = {"Name", "Number"};
    char *page = NULL;
    FILE *stream = open_memstream(&page, length);

    assert_non_null(stream);
    fputs("<style>table{}<table id=\"no\"></style><script>\"<table>\"</script>"
          "<nav><h2>Contents</h2></nav>"
          "<section id=\"first\"><h2 id=\"first-title\">One &amp; all</h2>\n",
          stream);
    clg_html_table(stream, "wide", "A <caption>", titles, "tnnnt");
    clg_html_row(stream, "A <b> & \"C\"");
    clg_html_cell(stream, "1,234");
    clg_html_percent(stream, 0.12);
    clg_html_cell(stream, "1 to 4");
    clg_html_cell(stream, "hidden");
    clg_html_row_end(stream);
    fputs("<tr data-s=\"2\" id=\"row-2\"><th scope=\"row\">", stream);
    clg_html_text(stream, RIGHT_TO_LEFT);
    fputs("</th>", stream);
    clg_html_cell(stream, "under 5");
    clg_html_cell(stream, "over 95 %");
    clg_html_cell(stream, NULL);
    fputs("<td class=\"code\">two; <svg><path/></svg>words</td>", stream);
    clg_html_row_end(stream);
    clg_html_row(stream, "Tiny");
    clg_html_cell(stream, "hidden");
    clg_html_row_end(stream);
    clg_html_table_end(stream);
    fputs("</section><section id=\"second\"><h2>Two</h2>", stream);
    clg_html_table(stream, "empty", "None", short_titles, "tn");
    clg_html_table_end(stream);
    clg_html_table(stream, "last", "Signs", short_titles, "tn");
    clg_html_row(stream, "x");
    clg_html_number(stream, -2.5, 1);
    clg_html_row_end(stream);
    for (size_t i = 0; i < sizeof no_numbers / sizeof no_numbers[0]; i++) {
        clg_html_row(stream, "y");
        clg_html_cell(stream, no_numbers[i]);
        clg_html_row_end(stream);
    }
    clg_html_table_end(stream);
    assert_int_equal(fclose(stream), 0);
    return page;
}

static const clg_column *column_of(const clg_table *table, const char *name)
{
    const clg_column *column = clg_table_column(table, name);

    if (column == NULL)
        fail_msg("no column '%s'", name);
    return column;
}

static void check_text(const clg_table *table, const char *name, size_t row,
                       const char *expected)
{
    const clg_column *column = column_of(table, name);

    if (expected == NULL)
        assert_int_equal(column->codes[row], -1);
    else
        assert_string_equal(clg_texts_at(column->levels, (size_t)column->codes[row]),
                            expected);
}

static void cells_are_those_of_the_page(void **state)
{
    clg_page_tables tables = {NULL, 0, 0};
    const clg_table *t;
    size_t length;
    char *page = page_of(&length);

    (void)state;
    check_ok(clg_page_tables_read(page, length, GROUP, &tables, &err));
    assert_int_equal(tables.count, 3);
    t = &tables.tables[0].table;
    assert_string_equal(t->name, "wide");
    assert_string_equal(t->definition, "One & all: A <caption>");
    assert_string_equal(clg_texts_at(&tables.tables[0].section, 0), "first");
    assert_int_equal(t->row_count, 3);
    check_text(t, "school", 0, "A <b> & \"C\"");
    check_text(t, "school", 1, RIGHT_TO_LEFT);
    check_near(column_of(t, "staff_all")->values[0], 1234.0, 0.0);
    assert_true(isnan(column_of(t, "staff_all")->values[1]));
    check_text(t, "staff_all_note", 0, NULL);
    check_text(t, "staff_all_note", 1, "under 5");
    check_text(t, "staff_all_note", 2, "hidden");
    check_near(column_of(t, "share_in")->values[0], 0.12, 0.0);
    check_text(t, "share_in_note", 1, "over 95 %");
    assert_true(isnan(column_of(t, "share_in")->values[2])); /* a short row */
    check_text(t, "range", 0, "1 to 4");
    check_text(t, "range", 1, NULL);
    check_text(t, "school_2", 1, "two; words");
    assert_int_equal(tables.tables[0].held_back, 3);
    assert_int_equal(tables.tables[1].table.row_count, 0);
    assert_string_equal(clg_texts_at(&tables.tables[2].section, 1), "Two");
    check_near(column_of(&tables.tables[2].table, "number")->values[0], -2.5, 0.0);
    for (size_t i = 0; i < sizeof no_numbers / sizeof no_numbers[0]; i++) {
        assert_true(isnan(column_of(&tables.tables[2].table, "number")->values[i + 1]));
        check_text(&tables.tables[2].table, "number_note", i + 1, no_numbers[i]);
    }
    clg_page_tables_clear(&tables);
    free(page);
}

static void what_is_cut_off_is_no_page(void **state)
{
    size_t length;
    char *page = page_of(&length);

    (void)state;
    for (size_t end = 0; end < length; end++) {
        clg_error err = CLG_ERROR_INIT;
        clg_page_tables tables = {NULL, 0, 0};
        char *part = malloc(end + 1); /* so that a step too far is seen */
        assert_non_null(part);
        memcpy(part, page, end);
        clg_status status = clg_page_tables_read(part, end, GROUP, &tables, &err);
        assert_true(status == CLG_OK || status == CLG_ERROR_SCHEMA);
        clg_page_tables_clear(&tables);
        free(part);
    }
    free(page);
}

static void failing_allocations_are_reported(void **state)
{
    clg_status status = CLG_ERROR_MEMORY;
    size_t length;
    char *page = page_of(&length);

    (void)state;
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_page_tables tables = {NULL, 0, 0};
        clg_test_allocations_left = allowed;
        status = clg_page_tables_read(page, length, GROUP, &tables, &err);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || err.code == CLG_ERROR_MEMORY);
        clg_page_tables_clear(&tables);
    }
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_those_of_the_page),
        cmocka_unit_test(what_is_cut_off_is_no_page),
        cmocka_unit_test(failing_allocations_are_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
