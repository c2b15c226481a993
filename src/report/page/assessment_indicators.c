/* The indicators of communities of practice: what people say over all schools, and
 * beside it what the logs show, where they can. */
#include "report/page/assessment_part.h"

#include "base/memory.h"
#include "report/indicator_map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One indicator over the schools whose means may be shown. */
typedef struct summary {
    bool is_asked;
    bool varies;      /* in some school people do not all say the same */
    uint32_t schools; /* with enough answers */
    double mean;      /* of the schools' means */
    double *proxy;    /* [schools] what logs show of these, NaN not measured */
} summary;

/* Schools of which some mean is hidden are left out: with what the table of schools
 * shows, it could be worked out from a mean over all. */
static bool may_count(const clg_asked_view *view, uint32_t place)
{
    for (uint32_t k = 0; k < view->scale_count; k++)
        if (clg_asked_row(view, place, k) == CLG_NO_CODE)
            return false;
    return !clg_page_is_small(view->page, place);
}

static void take(const clg_asked_view *view, uint32_t row, const char *measure,
                 summary *of)
{
    const clg_page *page = view->page;
    uint32_t place = view->places[row];
    double mean = clg_page_number(view->mean, row);

    of->is_asked = true;
    if (isnan(mean) || clg_page_number(view->people, row) < page->min_group ||
        !may_count(view, place))
        return;
    of->proxy[of->schools++] =
        measure == NULL
            ? (double)NAN
            : clg_page_value(&page->data->school, measure, page->order[place]);
    of->mean += (mean - of->mean) / of->schools;
    of->varies = of->varies || clg_page_number(view->sd, row) > 0.0;
}

static void sum_up(const clg_asked_view *view, int number, summary *of)
{
    const clg_table *table = view->table;
    const clg_column *wave = clg_table_column(table, "wave");
    const clg_column *instrument = clg_table_column(table, "instrument");
    const clg_column *scale = clg_table_column(table, "scale");

    *of = (summary){.proxy = of->proxy};
    for (uint32_t row = 0; row < table->row_count; row++) {
        const char *name = clg_page_text(scale, row);
        if (instrument->codes[row] == view->instrument &&
            wave->codes[row] == view->wave && view->places[row] != CLG_NO_CODE &&
            name != NULL && clg_indicator_of_scale(view->name, name) == number)
            take(view, row, clg_indicator_measure(number), of);
    }
}

/* ---- what the logs show ---- */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Sorts; NaN with fewer than `least`. */
static double median(double *values, uint32_t count, uint32_t least)
{
    uint32_t known = 0;

    for (uint32_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            values[known++] = values[i];
    if (known == 0 || known < least)
        return (double)NAN;
    qsort(values, known, sizeof *values, ascending);
    return 0.5 * (values[(known - 1) / 2] + values[known / 2]);
}

static bool is_text(const clg_table *table, const char *column, uint32_t row,
                    const char *text)
{
    const char *found = clg_page_text(clg_table_column(table, column), row);

    return found != NULL && strcmp(found, text) == 0;
}

/* The row of an indicator and its measure; CLG_NO_CODE: none. */
static uint32_t log_row(const clg_asked_view *view, int number)
{
    const clg_table *log = &view->page->data->asked_log;
    const char *wave =
        clg_texts_at(clg_table_column(view->table, "wave")->levels, (size_t)view->wave);

    for (uint32_t row = 0; row < log->row_count; row++)
        if (is_text(log, "measure", row, clg_indicator_measure(number)) &&
            is_text(log, "scale", row, clg_indicator_name(number)) &&
            is_text(log, "wave", row, wave) &&
            is_text(log, "instrument", row, view->name))
            return row;
    return CLG_NO_CODE;
}

static void put_logs(const clg_asked_view *view, int number, const summary *of)
{
    const clg_page *page = view->page;
    const clg_table *log = &page->data->asked_log;
    const char *measure = clg_indicator_measure(number);
    bool is_measured = clg_table_column(&page->data->school, measure) != NULL;
    uint32_t row = log_row(view, number);
    char room[CLG_PAGE_TEXT], text[CLG_PAGE_TEXT];

    clg_compose(text, sizeof text, CLG_WORD_ASKED_SIGN_UNMEASURED,
                clg_page_measure(measure, room), NULL);
    clg_html_cell(page->stream, is_measured ? clg_page_measure(measure, room) : text);
    clg_html_number(page->stream, median(of->proxy, of->schools, page->min_group), 3);
    clg_html_number(page->stream, clg_page_value(log, "r", row), 2);
    clg_html_number(page->stream, clg_page_value(log, "schools", row), 0);
    clg_html_number(page->stream, clg_page_value(log, "q", row), 3);
}

/* ---- the table ---- */

static void put_indicator(const clg_asked_view *view, int number, const summary *of)
{
    FILE *stream = view->page->stream;
    char label[CLG_PAGE_TEXT];

    snprintf(label, sizeof label, "%d %s", number, clg_indicator_name(number));
    clg_html_row(stream, label);
    clg_html_number(stream, of->schools, 0);
    if (of->schools >= view->page->min_group && of->varies)
        clg_html_number(stream, of->mean, 2);
    else
        clg_html_cell(stream, clg_words(CLG_WORD_HIDDEN));
    if (clg_indicator_measure(number) != NULL) {
        put_logs(view, number, of);
    } else {
        clg_html_cell(stream, clg_words(CLG_WORD_ASKED_SIGN_NONE));
        for (int i = 0; i < 4; i++)
            clg_html_cell(stream, NULL);
    }
    clg_html_row_end(stream);
}

static bool has_indicators(const clg_asked_view *view)
{
    const clg_texts *scales = clg_table_column(view->table, "scale")->levels;

    for (size_t i = 0; i < scales->count; i++)
        if (clg_indicator_of_scale(view->name, clg_texts_at(scales, i)) > 0)
            return true;
    return false;
}

clg_status clg_asked_put_indicators(const clg_asked_view *view, clg_error *err)
{
    const char *const titles[] = {
        clg_words(CLG_WORD_ASKED_SIGN),       clg_words(CLG_WORD_SCHOOLS),
        clg_words(CLG_WORD_ASKED_SIGN_MEAN),  clg_words(CLG_WORD_ASKED_SIGN_LOGS),
        clg_words(CLG_WORD_MEDIAN),           clg_words(CLG_WORD_ASKED_RANK),
        clg_words(CLG_WORD_ASKED_SIGN_PAIRS), clg_words(CLG_WORD_ASKED_SIGN_Q)};
    const clg_page *page = view->page;
    summary of = {.proxy = NULL};

    if (!has_indicators(view))
        return CLG_OK;
    of.proxy = clg_array_new(view->table->row_count, sizeof *of.proxy, err);
    if (of.proxy == NULL)
        return CLG_ERROR_MEMORY;
    clg_page_say(page, CLG_WORD_ASKED_SIGNS);
    clg_html_table(page->stream, "asked-indicators",
                   clg_words(CLG_WORD_ASKED_SIGNS_TABLE), titles, "tnntnnnn");
    for (int n = 1; n <= CLG_INDICATOR_COUNT; n++) {
        sum_up(view, n, &of);
        if (of.is_asked)
            put_indicator(view, n, &of);
    }
    clg_html_table_end(page->stream);
    clg_free(of.proxy);
    return CLG_OK;
}
