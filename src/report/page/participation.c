/* How people take part: levels, over the schools and school by school. */
#include "report/page/page.h"

#include "base/memory.h"
#include "report/disclosure.h"

#include <math.h>

enum { LEVELS = CLG_PAGE_LEVELS };

static const char *const levels[LEVELS] = {
    "level_core_share", "level_active_share", "level_occasional_share",
    "level_peripheral_share", "level_absent_share"};

static void draw(const clg_page *page, const clg_page_spread *spreads, size_t count)
{
    clg_page_figure(page);
    clg_page_draw_spreads(page, "participation-picture", CLG_WORD_LEVELS_TITLE, spreads,
                          count);
    clg_page_figure_end(page, CLG_WORD_LEVELS_SHOWS);
}

/* One level over the schools, by place. */
static clg_status take_level(const clg_page *page, int level, double *values,
                             bool *is_hidden, clg_error *err)
{
    clg_status status = CLG_OK;
    clg_page_levels of;

    for (uint32_t s = 0; status == CLG_OK && s < page->school_count; s++) {
        status = clg_page_levels_of(page, s, &of, err);
        values[s] = of.shares[level];
        is_hidden[s] = of.is_hidden[level];
    }
    return status;
}

/* Of the levels with enough schools. */
static clg_status find_spreads(const clg_page *page, clg_page_spread spreads[LEVELS],
                               size_t *count, clg_error *err)
{
    double *values = clg_array_new(page->school_count, sizeof *values, err);
    bool *is_hidden = clg_array_new(page->school_count, sizeof *is_hidden, err);
    clg_status status = values != NULL && is_hidden != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    *count = 0;
    for (int k = 0; status == CLG_OK && k < LEVELS; k++) {
        status = take_level(page, k, values, is_hidden, err);
        if (status != CLG_OK)
            break;
        clg_page_spread_of_schools(page, values, is_hidden, &spreads[*count]);
        if (spreads[*count].schools >= page->min_group)
            clg_page_measure_label(levels[k], spreads[(*count)++].label);
    }
    clg_free(is_hidden);
    clg_free(values);
    return status;
}

/* A list whose total, the school's people, is shown. */
clg_status clg_page_levels_of(const clg_page *page, uint32_t place, clg_page_levels *of,
                              clg_error *err)
{
    const clg_table *school = &page->data->school;
    double people = clg_page_value(school, "people", page->order[place]);
    uint8_t hidden[2 * (LEVELS + 1)] = {0};
    const clg_disclosure_table list = {of->counts, 1, LEVELS, true, false, false};
    clg_status status = CLG_OK;
    uint32_t sum = 0;

    *of = (clg_page_levels){{0}, {0.0}, {false}};
    for (int k = 0; k < LEVELS; k++) {
        of->shares[k] = clg_page_value(school, levels[k], page->order[place]);
        if (!isnan(of->shares[k] * people))
            of->counts[k] = (uint32_t)llround(of->shares[k] * people);
        sum += of->counts[k];
    }
    if (page->min_group >= CLG_DISCLOSURE_FLOOR)
        status = clg_disclosure_protect(&list, page->min_group, hidden, err);
    for (int k = 0; k < LEVELS; k++)
        of->is_hidden[k] = hidden[k] || clg_disclosure_is_small(sum, page->min_group);
    return status;
}

static clg_status put_levels(const clg_page *page, uint32_t place, clg_error *err)
{
    clg_page_levels of;
    clg_status status = clg_page_levels_of(page, place, &of, err);

    for (int k = 0; status == CLG_OK && k < LEVELS; k++)
        if (of.is_hidden[k])
            clg_html_cell(page->stream, clg_words(CLG_WORD_HIDDEN));
        else
            clg_html_percent(page->stream, of.shares[k]);
    return status;
}

static clg_status put_table(const clg_page *page, clg_error *err)
{
    char room[CLG_PAGE_TEXT];
    const char *titles[LEVELS + 1] = {clg_words(CLG_WORD_SCHOOL)};
    clg_status status = CLG_OK;

    for (int k = 0; k < LEVELS; k++)
        titles[k + 1] = clg_page_measure(levels[k], room);
    clg_html_table(page->stream, "participation-schools",
                   clg_words(CLG_WORD_LEVELS_TABLE), titles, "tnnnnn");
    for (uint32_t s = 0; status == CLG_OK && s < page->school_count; s++) {
        clg_page_school_row(page, s);
        status = put_levels(page, s, err);
        clg_html_row_end(page->stream);
    }
    clg_html_table_end(page->stream);
    return status;
}

clg_status clg_page_participation(const clg_page *page, clg_error *err)
{
    clg_page_spread spreads[LEVELS];
    clg_status status;
    size_t count;

    if (clg_table_column(&page->data->school, levels[0]) == NULL) {
        clg_page_say(page, CLG_WORD_NOT_MEASURED);
        return CLG_OK;
    }
    status = find_spreads(page, spreads, &count, err);
    if (status != CLG_OK)
        return status;
    if (count == 0)
        clg_page_say_few(page);
    else
        draw(page, spreads, count);
    clg_html_details(page->stream, clg_words(CLG_WORD_NUMBERS));
    if (count > 0)
        clg_page_table_spreads(page, "participation-spread", spreads, count);
    status = put_table(page, err);
    clg_html_details_end(page->stream);
    return status;
}
