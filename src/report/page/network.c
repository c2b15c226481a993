/* The network at a glance: one row a school. */
#include "report/page/page.h"

#include <math.h>
#include <string.h>

/* ---- differences, as text by school ---- */

static bool is_outside(const clg_table *table, uint32_t row)
{
    const char *flag = clg_page_text(clg_table_column(table, "flag"), row);

    return flag != NULL && strcmp(flag, "within") != 0;
}

static void put_difference(const clg_page *page, uint32_t row, bool is_first)
{
    const clg_table *table = &page->data->comparison;
    const char *flag = clg_page_text(clg_table_column(table, "flag"), row);
    const char *measure = clg_page_text(clg_table_column(table, "measure"), row);
    char room[CLG_PAGE_TEXT];

    fputs(is_first ? "" : "; ", page->stream);
    clg_say(page->stream, strcmp(flag, "high") == 0 ? CLG_WORD_HIGH : CLG_WORD_LOW,
            NULL);
    clg_html_text(page->stream, measure != NULL ? clg_page_measure(measure, room) : "");
}

/* ---- the table ---- */

static void put_stage(const clg_page *page, uint32_t place)
{
    const clg_table *table = &page->data->trajectory_school;
    uint32_t row = page->staged[place];
    double stage = clg_page_value(table, "stage", row);
    const char *name = clg_page_text(clg_table_column(table, "stage_name"), row);
    char text[CLG_PAGE_TEXT];

    if (name != NULL && stage >= 1.0)
        snprintf(text, sizeof text, "%d %.200s", (int)stage, name);
    clg_html_cell(page->stream, name != NULL && stage >= 1.0 ? text : NULL);
    clg_html_percent(page->stream, clg_page_value(table, "probability", row));
    clg_html_cell(page->stream,
                  clg_page_window_label(
                      page, clg_page_text(clg_table_column(table, "since"), row)));
    clg_html_cell(page->stream,
                  clg_page_text(clg_table_column(table, "next_stage"), row));
}

static void put_school(const clg_page *page, uint32_t place, const clg_page_rows *d)
{
    const clg_table *school = &page->data->school;
    uint32_t row = page->order[place], logged, open;
    char room[CLG_PAGE_TEXT];

    clg_page_coverage_of(page, place, &logged, &open);
    clg_page_school_row_linked(page, place);
    if (page->has_names)
        clg_html_cell(page->stream, clg_page_school_id(page, place));
    clg_html_cell(
        page->stream,
        clg_page_people(page, clg_page_value(school, "people", row), NAN, room));
    if (clg_page_is_small(page, place)) {
        clg_html_cell(page->stream, clg_words(CLG_WORD_HIDDEN));
        clg_html_row_end(page->stream);
        return;
    }
    clg_html_cell(page->stream,
                  clg_page_count(clg_page_value(school, "meetings", row), room));
    clg_html_percent(page->stream, open > 0 ? (double)logged / open : (double)NAN);
    if (page->stage_count > 0)
        put_stage(page, place);
    if (d->first != NULL) {
        fputs("<td>", page->stream);
        for (uint32_t at = d->first[place]; at != CLG_NO_CODE; at = d->next[at])
            put_difference(page, at, at == d->first[place]);
        fputs("</td>", page->stream);
    }
    clg_html_row_end(page->stream);
}

static void put_table(const clg_page *page, const clg_page_rows *d)
{
    static const clg_word always[] = {CLG_WORD_PEOPLE, CLG_WORD_MEETINGS,
                                      CLG_WORD_COVERED};
    static const clg_word of_stages[] = {CLG_WORD_STAGE_NOW, CLG_WORD_PROBABILITY,
                                         CLG_WORD_SINCE, CLG_WORD_NEXT};
    const char *titles[10] = {clg_words(CLG_WORD_SCHOOL)};
    char kinds[11] = "t";
    size_t count = 1;

    if (page->has_names) {
        kinds[count] = 't';
        titles[count++] = clg_words(CLG_WORD_SCHOOL_ID);
    }
    for (int i = 0; i < 3; i++) {
        kinds[count] = 'n';
        titles[count++] = clg_words(always[i]);
    }
    for (int i = 0; page->stage_count > 0 && i < 4; i++) {
        kinds[count] = i == 1 ? 'n' : 't';
        titles[count++] = clg_words(of_stages[i]);
    }
    if (d->first != NULL) {
        kinds[count] = 't';
        titles[count] = clg_words(CLG_WORD_DIFFERS);
    }
    clg_html_table(page->stream, "schools", clg_words(CLG_WORD_NETWORK_TABLE), titles,
                   kinds);
    for (uint32_t s = 0; s < page->school_count; s++)
        put_school(page, s, d);
    clg_html_table_end(page->stream);
}

clg_status clg_page_network(const clg_page *page, clg_error *err)
{
    clg_page_rows d = {NULL, NULL};
    clg_status status = CLG_OK;

    clg_page_say(page, CLG_WORD_NETWORK_SHOWS);
    if (page->stage_count > 0)
        clg_page_say(page, CLG_WORD_NETWORK_STAGES);
    if (status == CLG_OK && clg_page_has(&page->data->comparison))
        status = clg_page_rows_of(page, &page->data->comparison, is_outside, &d, err);
    if (status == CLG_OK)
        put_table(page, &d);
    clg_page_rows_clear(&d);
    if (!clg_page_has(&page->data->comparison))
        clg_page_say(page, CLG_WORD_NO_COMPARISON);
    return status;
}
