/* How people take part: levels, over the schools and school by school. */
#include "report/page/page.h"

#include "base/memory.h"
#include "report/disclosure.h"

#include <math.h>

enum { LEVELS = CLG_PAGE_LEVELS };

static const char *const levels[LEVELS] = {
    "level_core_share", "level_active_share", "level_occasional_share",
    "level_peripheral_share", "level_absent_share"};

static void draw(const clg_page *page, const clg_page_spread spreads[LEVELS])
{
    clg_page_figure(page);
    clg_page_draw_spreads(page, "participation-picture", CLG_WORD_LEVELS_TITLE, spreads,
                          LEVELS);
    clg_page_figure_end(page, CLG_WORD_LEVELS_SHOWS);
}

static clg_status find_spreads(const clg_page *page, clg_page_spread spreads[LEVELS],
                               clg_error *err)
{
    double *values = clg_array_new(page->school_count, sizeof *values, err);

    if (values == NULL)
        return CLG_ERROR_MEMORY;
    for (int k = 0; k < LEVELS; k++) {
        for (uint32_t s = 0; s < page->school_count; s++)
            values[s] = clg_page_value(&page->data->school, levels[k], s);
        clg_page_spread_of(values, page->school_count, &spreads[k]);
        clg_page_measure_label(levels[k], spreads[k].label);
    }
    clg_free(values);
    return CLG_OK;
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
    bool is_few;

    if (clg_table_column(&page->data->school, levels[0]) == NULL) {
        clg_page_say(page, CLG_WORD_NOT_MEASURED);
        return CLG_OK;
    }
    status = find_spreads(page, spreads, err);
    if (status != CLG_OK)
        return status;
    is_few = spreads[0].schools < page->min_group;
    if (is_few)
        clg_page_say_few(page);
    else
        draw(page, spreads);
    clg_html_details(page->stream, clg_words(CLG_WORD_NUMBERS));
    if (!is_few)
        clg_page_table_spreads(page, "participation-spread", spreads, LEVELS);
    status = put_table(page, err);
    clg_html_details_end(page->stream);
    return status;
}
