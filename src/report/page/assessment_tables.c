/* Change, what goes with it in the logs, and how far scales can be trusted. */
#include "report/page/assessment_part.h"

#include "base/memory.h"

#include <math.h>

static void put_label(const clg_page *page, const clg_table *table, uint32_t row,
                      bool is_first)
{
    char label[CLG_PAGE_TEXT];

    clg_asked_label(clg_page_text(clg_table_column(table, "instrument"), row),
                    clg_page_text(clg_table_column(table, "scale"), row), label);
    if (is_first)
        clg_html_row(page->stream, label);
    else
        clg_html_cell(page->stream, label);
}

/* "0.12 to 0.40"; nothing where an end is not known. */
static void put_interval(const clg_page *page, const clg_table *table, const char *low,
                         const char *high, uint32_t row)
{
    double from = clg_page_value(table, low, row),
           to = clg_page_value(table, high, row);
    char ends[2][CLG_SVG_NUMBER_SIZE], text[CLG_PAGE_TEXT];

    if (isnan(from) || isnan(to)) {
        clg_html_cell(page->stream, NULL);
        return;
    }
    clg_svg_decimals(from, 2, ends[0]);
    clg_svg_decimals(to, 2, ends[1]);
    clg_compose(text, sizeof text, CLG_WORD_ASKED_RANGE, ends[0], ends[1], NULL);
    clg_html_cell(page->stream, text);
}

static void say_counts(const clg_page *page, clg_word word, uint32_t found,
                       uint32_t all)
{
    char texts[2][CLG_PAGE_TEXT];

    fputs("<p>", page->stream);
    clg_say(page->stream, word, clg_page_count(all, texts[0]),
            clg_page_count(found, texts[1]), NULL);
    fputs("</p>\n", page->stream);
}

/* ---- change ---- */

/* Nobody, or enough people that their mean is nobody's answer. */
static bool is_safe(const clg_page *page, double people)
{
    return people < 0.5 || people >= page->min_group;
}

/* Who answered one wave only could be worked out from means of all and of pairs. */
static bool may_say_change(const clg_page *page, uint32_t row)
{
    const clg_table *table = &page->data->asked_change;

    return clg_page_value(table, "pairs", row) >= page->min_group &&
           is_safe(page, clg_page_value(table, "first_only", row)) &&
           is_safe(page, clg_page_value(table, "second_only", row)) &&
           !isnan(clg_page_value(table, "q", row));
}

static bool is_beyond_chance(const clg_table *table, uint32_t row)
{
    return clg_page_value(table, "q", row) <= 0.05;
}

static void put_change(const clg_page *page, uint32_t place, uint32_t row)
{
    const clg_table *table = &page->data->asked_change;

    clg_page_school_row(page, place);
    put_label(page, table, row, false);
    clg_html_cell(page->stream, clg_page_text(clg_table_column(table, "wave"), row));
    clg_html_cell(page->stream,
                  clg_page_text(clg_table_column(table, "next_wave"), row));
    clg_html_number(page->stream, clg_page_value(table, "change", row), 2);
    put_interval(page, table, "low", "high", row);
    clg_html_row_end(page->stream);
}

static void put_changes(const clg_page *page, const clg_page_rows *rows)
{
    const char *const titles[] = {
        clg_words(CLG_WORD_SCHOOL),       clg_words(CLG_WORD_ASKED_SCALE),
        clg_words(CLG_WORD_FLOW_FROM),    clg_words(CLG_WORD_FLOW_TO),
        clg_words(CLG_WORD_ASKED_CHANGE), clg_words(CLG_WORD_INTERVAL)};
    const clg_table *table = &page->data->asked_change;

    clg_html_details(page->stream, clg_words(CLG_WORD_NUMBERS));
    clg_html_table(page->stream, "asked-changes", clg_words(CLG_WORD_ASKED_CHANGES),
                   titles, "ttttnt");
    for (uint32_t s = 0; s < page->school_count; s++)
        for (uint32_t row = rows->first[s]; row != CLG_NO_CODE; row = rows->next[row])
            if (may_say_change(page, row) && is_beyond_chance(table, row))
                put_change(page, s, row);
    clg_html_table_end(page->stream);
    clg_html_details_end(page->stream);
}

clg_status clg_asked_put_changes(const clg_page *page, clg_error *err)
{
    const clg_table *table = &page->data->asked_change;
    clg_page_rows rows = {NULL, NULL};
    uint32_t all = 0, found = 0;
    clg_status status;

    if (!clg_page_has(table))
        return CLG_OK;
    status = clg_page_rows_of(page, table, NULL, &rows, err);
    for (uint32_t s = 0; status == CLG_OK && s < page->school_count; s++)
        for (uint32_t row = rows.first[s]; row != CLG_NO_CODE; row = rows.next[row]) {
            bool is_said = may_say_change(page, row);
            all += is_said;
            found += is_said && is_beyond_chance(table, row);
        }
    if (status == CLG_OK && all > 0)
        say_counts(page, CLG_WORD_ASKED_CHANGED, found, all);
    if (status == CLG_OK && found > 0)
        put_changes(page, &rows);
    clg_page_rows_clear(&rows);
    return status;
}

/* ---- the logs ---- */

static void put_log_rows(const clg_page *page)
{
    const char *const titles[] = {
        clg_words(CLG_WORD_ASKED_SCALE), clg_words(CLG_WORD_ASKED_WAVE),
        clg_words(CLG_WORD_MEASURE),     clg_words(CLG_WORD_SCHOOLS),
        clg_words(CLG_WORD_ASKED_RANK),  clg_words(CLG_WORD_INTERVAL)};
    const clg_table *table = &page->data->asked_log;
    char room[CLG_PAGE_TEXT];

    clg_html_details(page->stream, clg_words(CLG_WORD_NUMBERS));
    clg_html_table(page->stream, "asked-logs", clg_words(CLG_WORD_ASKED_LOGS_TABLE),
                   titles, "tttnnt");
    for (uint32_t row = 0; row < table->row_count; row++) {
        const char *id = clg_page_text(clg_table_column(table, "measure"), row);
        if (!is_beyond_chance(table, row))
            continue;
        put_label(page, table, row, true);
        clg_html_cell(page->stream,
                      clg_page_text(clg_table_column(table, "wave"), row));
        clg_html_cell(page->stream, id != NULL ? clg_page_measure(id, room) : NULL);
        clg_html_number(page->stream, clg_page_value(table, "schools", row), 0);
        clg_html_number(page->stream, clg_page_value(table, "r", row), 2);
        put_interval(page, table, "low", "high", row);
        clg_html_row_end(page->stream);
    }
    clg_html_table_end(page->stream);
    clg_html_details_end(page->stream);
}

void clg_asked_put_logs(const clg_page *page)
{
    const clg_table *table = &page->data->asked_log;
    uint32_t all = 0, found = 0;

    for (uint32_t row = 0; row < table->row_count; row++) {
        all += isnan(clg_page_value(table, "q", row)) ? 0 : 1;
        found += is_beyond_chance(table, row);
    }
    if (all == 0) {
        clg_page_say(page, CLG_WORD_ASKED_LOGS_FEW);
        return;
    }
    say_counts(page, CLG_WORD_ASKED_LOGS, found, all);
    if (found > 0)
        put_log_rows(page);
}

/* ---- reliability ---- */

static void put_trust_row(const clg_page *page, const clg_table *table, uint32_t row)
{
    put_label(page, table, row, true);
    clg_html_cell(page->stream, clg_page_text(clg_table_column(table, "wave"), row));
    clg_html_number(page->stream, clg_page_value(table, "alpha", row), 2);
    put_interval(page, table, "alpha_low", "alpha_high", row);
    clg_html_number(page->stream, clg_page_value(table, "omega", row), 2);
    clg_html_number(page->stream, clg_page_value(table, "icc1", row), 2);
    clg_html_number(page->stream, clg_page_value(table, "icc2", row), 2);
    clg_html_row_end(page->stream);
}

void clg_asked_put_trust(const clg_page *page)
{
    const char *const titles[] = {
        clg_words(CLG_WORD_ASKED_SCALE), clg_words(CLG_WORD_ASKED_WAVE),
        clg_words(CLG_WORD_ASKED_ALPHA), clg_words(CLG_WORD_INTERVAL),
        clg_words(CLG_WORD_ASKED_OMEGA), clg_words(CLG_WORD_ASKED_ICC1),
        clg_words(CLG_WORD_ASKED_ICC2)};
    const clg_table *table = &page->data->asked_reliability;

    if (!clg_page_has(table))
        return;
    clg_html_details(page->stream, clg_words(CLG_WORD_ASKED_TRUST));
    clg_page_say(page, CLG_WORD_ASKED_TRUST_NOTE);
    clg_html_table(page->stream, "asked-trust", clg_words(CLG_WORD_ASKED_TRUST), titles,
                   "ttntnnn");
    for (uint32_t row = 0; row < table->row_count; row++)
        if (clg_page_value(table, "people", row) >= page->min_group)
            put_trust_row(page, table, row);
    clg_html_table_end(page->stream);
    clg_html_details_end(page->stream);
}
