/* Where to begin: the schools that something sets apart from all others. */
#include "report/page/page.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NAMED = 8 };

/* What is said of a concern, by the measure that it rests on. */
typedef struct wording {
    const char *measure, *section;
    clg_word title, says;
} wording;

static const wording wordings[] = {
    {"assortativity", "structure", CLG_WORD_STRUCTURE, CLG_WORD_START_DIVIDED},
    {"exchange_busiest_share", "structure", CLG_WORD_STRUCTURE,
     CLG_WORD_START_DEPENDENT},
    {"largest_loss", "structure", CLG_WORD_STRUCTURE, CLG_WORD_START_HELD_TOGETHER},
    {"activity_rate", "time", CLG_WORD_TIME, CLG_WORD_START_FADING},
    {"isolates", "structure", CLG_WORD_STRUCTURE, CLG_WORD_START_CUT_OFF}};

typedef struct named {
    uint32_t place;
    double p; /* of its strongest entry */
} named;

static const clg_table *table_of(const clg_page *page)
{
    return &page->data->attention;
}

static const char *text_of(const clg_page *page, const char *column, uint32_t row)
{
    return clg_page_text(clg_table_column(table_of(page), column), row);
}

static const wording *wording_of(const clg_page *page, uint32_t row)
{
    const char *measure = text_of(page, "measure", row);

    for (size_t i = 0; i < sizeof wordings / sizeof wordings[0]; i++)
        if (measure != NULL && strcmp(wordings[i].measure, measure) == 0)
            return &wordings[i];
    return NULL;
}

static bool is_named(const clg_table *table, uint32_t row)
{
    return clg_page_value(table, "named", row) > 0.0;
}

/* ---- numbers ---- */

/* What one person has, and how many people, is said in coarse steps. */
static const char *coarse(double share)
{
    if (share >= 0.9)
        return clg_words(CLG_WORD_NINE_TENTHS_OF);
    return clg_words(share >= 0.75   ? CLG_WORD_THREE_QUARTERS_OF
                     : share >= 0.5  ? CLG_WORD_HALF_OF
                     : share >= 0.25 ? CLG_WORD_QUARTER_OF
                                     : CLG_WORD_FIFTH_OF);
}

static const char *percent(double share, char room[CLG_PAGE_TEXT])
{
    snprintf(room, CLG_PAGE_TEXT, "%.0f %%", 100.0 * share);
    return room;
}

static const char *decimal(double value, char room[CLG_PAGE_TEXT])
{
    clg_svg_decimals(value, 2, room);
    return room;
}

/* ---- one entry ---- */

static void put_finding(const clg_page *page, const wording *words, uint32_t row)
{
    double value = clg_page_value(table_of(page), "value", row);
    double typical = clg_page_value(table_of(page), "typical", row);
    char first[CLG_PAGE_TEXT], second[CLG_PAGE_TEXT];

    switch (words->says) {
    case CLG_WORD_START_DIVIDED:
        clg_say(page->stream, words->says, text_of(page, "attribute", row),
                decimal(value, first), decimal(typical, second),
                clg_words(value >= 0.8 ? CLG_WORD_ALMOST_ONLY : CLG_WORD_MOSTLY), NULL);
        break;
    case CLG_WORD_START_DEPENDENT:
    case CLG_WORD_START_HELD_TOGETHER:
    case CLG_WORD_START_CUT_OFF:
        clg_say(page->stream, words->says, coarse(value), percent(typical, first),
                NULL);
        break;
    default:
        clg_say(page->stream, words->says, percent(value, first),
                percent(typical, second), NULL);
    }
}

static void put_since(const clg_page *page, uint32_t row)
{
    const char *since = text_of(page, "since", row);
    const char *event = text_of(page, "event", row);
    const char *first =
        clg_page_text(clg_table_column(&page->data->window, "window"), 0);

    if (since == NULL)
        clg_say(page->stream, CLG_WORD_START_PERIOD, NULL);
    else if (strcmp(since, first != NULL ? first : "") == 0)
        clg_say(page->stream, CLG_WORD_START_ALWAYS, NULL);
    else if (event == NULL)
        clg_say(page->stream, CLG_WORD_START_SINCE, clg_page_window_label(page, since),
                NULL);
    else
        clg_say(page->stream, CLG_WORD_START_AFTER, clg_page_window_label(page, since),
                event, NULL);
}

static void put_sureness(const clg_page *page, const wording *words, uint32_t row)
{
    double q = clg_page_value(table_of(page), "q", row);
    char text[CLG_PAGE_TEXT];

    clg_svg_decimals(q, 3, text);
    fputs(" (", page->stream);
    clg_say(page->stream, q < 0.001 ? CLG_WORD_START_SURE : CLG_WORD_START_Q,
            q < 0.001 ? "0.001" : text, NULL);
    fprintf(page->stream, "; <a href=\"#%s\">", words->section);
    clg_say(page->stream, words->title, NULL);
    fputs("</a>)", page->stream);
}

/* That a fifth are cut off would say, of few people, how many. */
static bool may_be_said(const clg_page *page, uint32_t place, uint32_t row)
{
    const wording *words = wording_of(page, row);

    return words != NULL && !clg_page_is_small(page, place) &&
           (words->says != CLG_WORD_START_CUT_OFF ||
            !clg_page_reveals(page, words->measure, place));
}

static bool is_same_concern(const clg_page *page, uint32_t a, uint32_t b)
{
    const char *one = text_of(page, "concern", a), *two = text_of(page, "concern", b);

    return one != NULL && two != NULL && strcmp(one, two) == 0;
}

/* Of several entries about one concern the strongest stands for all. */
static bool is_strongest(const clg_page *page, const clg_page_rows *rows,
                         uint32_t place, uint32_t row)
{
    double p = clg_page_value(table_of(page), "p", row);

    for (uint32_t at = rows->first[place]; at != CLG_NO_CODE; at = rows->next[at]) {
        double other = clg_page_value(table_of(page), "p", at);
        if (at != row && is_same_concern(page, at, row) &&
            (other < p || (other == p && at < row)))
            return false;
    }
    return true;
}

static void put_school(const clg_page *page, const clg_page_rows *rows, uint32_t place)
{
    const char *mark = ": ";

    fprintf(page->stream, "<li data-s=\"%u\"><a href=\"#row-%u\">", place, place + 1);
    clg_html_text(page->stream, clg_page_school(page, place));
    fputs("</a>", page->stream);
    for (uint32_t row = rows->first[place]; row != CLG_NO_CODE; row = rows->next[row]) {
        const wording *words = wording_of(page, row);
        if (!may_be_said(page, place, row) || !is_strongest(page, rows, place, row))
            continue;
        fputs(mark, page->stream);
        mark = " ";
        put_finding(page, words, row);
        fputs(" ", page->stream);
        put_since(page, row);
        put_sureness(page, words, row);
        fputs(".", page->stream);
    }
    fputs("</li>\n", page->stream);
}

/* ---- the list ---- */

static int by_strength(const void *left, const void *right)
{
    const named *a = left, *b = right;

    if (a->p != b->p)
        return a->p < b->p ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static uint32_t collect(const clg_page *page, const clg_page_rows *rows, named *found)
{
    uint32_t count = 0;

    for (uint32_t s = 0; s < page->school_count; s++) {
        double p = (double)INFINITY;
        for (uint32_t at = rows->first[s]; at != CLG_NO_CODE; at = rows->next[at])
            if (may_be_said(page, s, at))
                p = fmin(p, clg_page_value(table_of(page), "p", at));
        if (!isinf(p))
            found[count++] = (named){s, p};
    }
    qsort(found, count, sizeof *found, by_strength);
    return count;
}

static void put_list(const clg_page *page, const clg_page_rows *rows,
                     const named *found, uint32_t count)
{
    char rest[CLG_PAGE_TEXT];

    fputs("<ol>", page->stream);
    for (uint32_t i = 0; i < count && i < MOST_NAMED; i++)
        put_school(page, rows, found[i].place);
    fputs("</ol>\n", page->stream);
    if (count > MOST_NAMED) {
        fputs("<p>", page->stream);
        clg_say(page->stream, CLG_WORD_START_MORE,
                clg_page_count(count - MOST_NAMED, rest), NULL);
        fputs("</p>\n", page->stream);
    }
    clg_page_say(page, CLG_WORD_START_LUCK);
}

/* Whether any school could be held against others. */
static bool is_assessed(const clg_table *table)
{
    for (uint32_t row = 0; row < table->row_count; row++)
        if (!isnan(clg_page_value(table, "q", row)))
            return true;
    return false;
}

static clg_status put_named(const clg_page *page, clg_error *err)
{
    clg_page_rows rows = {NULL, NULL};
    named *found = clg_array_new(page->school_count, sizeof *found, err);
    clg_status status = CLG_ERROR_MEMORY;
    uint32_t count = 0;

    if (found != NULL)
        status = clg_page_rows_of(page, table_of(page), is_named, &rows, err);
    if (status == CLG_OK)
        count = collect(page, &rows, found);
    if (status == CLG_OK && count == 0)
        clg_page_say(page, CLG_WORD_START_NONE);
    if (count > 0)
        put_list(page, &rows, found, count);
    clg_page_rows_clear(&rows);
    clg_free(found);
    return status;
}

clg_status clg_page_start(const clg_page *page, clg_error *err)
{
    clg_status status = CLG_OK;

    fputs("<div class=\"look\"><h3>", page->stream);
    clg_say(page->stream, CLG_WORD_START, NULL);
    fputs("</h3>\n", page->stream);
    if (clg_page_all_small(page)) {
        clg_page_say(page, CLG_WORD_START_SMALL);
    } else if (is_assessed(table_of(page))) {
        status = put_named(page, err);
        clg_page_say(page, CLG_WORD_START_NOTE);
    } else {
        clg_page_say(page, CLG_WORD_START_FEW);
    }
    fputs("</div>\n", page->stream);
    return status;
}
