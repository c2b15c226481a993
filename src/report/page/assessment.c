/* What people say: the scales of each questionnaire in its latest wave. */
#include "report/page/assessment_part.h"

#include "base/memory.h"
#include "report/disclosure.h"
#include "report/indicator_map.h"

#include <math.h>
#include <string.h>

enum { MOST_INSTRUMENTS = 8 };

/* ---- names ---- */

static const char *instrument_name(const char *id)
{
    static const struct {
        const char *id;
        clg_word name;
    } known[] = {{"principles", CLG_WORD_PRINCIPLES},
                 {"conditions", CLG_WORD_CONDITIONS},
                 {CLG_INDICATORS, CLG_WORD_INDICATORS},
                 {"plc", CLG_WORD_PLC}};

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i].id, id) == 0)
            return clg_words(known[i].name);
    return id;
}

void clg_asked_label(const char *instrument, const char *scale,
                     char label[CLG_PAGE_TEXT])
{
    const char *name = instrument != NULL ? instrument_name(instrument) : "";
    bool is_all = scale == NULL || strcmp(scale, "all") == 0;

    snprintf(label, CLG_PAGE_TEXT, "%.200s%s%.200s", name, is_all ? "" : ": ",
             is_all ? "" : scale);
}

const char *clg_asked_scale(const clg_asked_view *view, uint32_t scale)
{
    const char *name = clg_texts_at(clg_table_column(view->table, "scale")->levels,
                                    (size_t)view->scales[scale]);

    return strcmp(name, "all") == 0 ? clg_words(CLG_WORD_ASKED_ALL) : name;
}

/* ---- what may be said ---- */

uint32_t clg_asked_row(const clg_asked_view *view, uint32_t place, uint32_t scale)
{
    uint32_t row = view->cells[(size_t)place * CLG_ASKED_SCALES + scale];
    bool is_shown = row != CLG_NO_CODE && !clg_page_is_small(view->page, place) &&
                    clg_page_number(view->people, row) >= view->page->min_group &&
                    clg_page_number(view->sd, row) > 0.0 &&
                    !isnan(clg_page_number(view->mean, row));

    return is_shown ? row : CLG_NO_CODE;
}

bool clg_asked_agrees(const clg_asked_view *view, uint32_t row)
{
    return clg_page_number(view->rwg, row) >= 0.7;
}

/* ---- the latest wave of an instrument ---- */

static bool is_category(const clg_column *column)
{
    return column != NULL && column->type == CLG_COLUMN_CATEGORY;
}

/* Waves are dates: the latest is the last in the order of bytes. */
static int32_t latest_wave(const clg_table *table, int32_t instrument)
{
    const clg_column *wave = clg_table_column(table, "wave");
    const clg_column *of = clg_table_column(table, "instrument");
    int32_t latest = -1;

    for (size_t row = 0; row < table->row_count; row++) {
        int32_t code = wave->codes[row];
        if (of->codes[row] == instrument && code >= 0 &&
            (latest < 0 || strcmp(clg_texts_at(wave->levels, (size_t)code),
                                  clg_texts_at(wave->levels, (size_t)latest)) > 0))
            latest = code;
    }
    return latest;
}

/* The place of a scale in the view, which takes it in; CLG_ASKED_SCALES: no room. */
static uint32_t place_of_scale(clg_asked_view *view, int32_t scale)
{
    uint32_t k = 0;

    while (k < view->scale_count && view->scales[k] != scale)
        k++;
    if (k == view->scale_count && k < CLG_ASKED_SCALES)
        view->scales[view->scale_count++] = scale;
    view->has_more = view->has_more || k == CLG_ASKED_SCALES;
    return k;
}

static void fill_view(clg_asked_view *view)
{
    const clg_table *table = view->table;
    const clg_column *wave = clg_table_column(table, "wave");
    const clg_column *instrument = clg_table_column(table, "instrument");
    const clg_column *scale = clg_table_column(table, "scale");

    for (uint32_t row = 0; row < table->row_count; row++) {
        uint32_t k;
        if (instrument->codes[row] != view->instrument ||
            wave->codes[row] != view->wave || scale->codes[row] < 0 ||
            view->places[row] == CLG_NO_CODE)
            continue;
        if (clg_indicator_of_scale(view->name, clg_page_text(scale, row)) > 0) {
            view->has_more = true;
            continue;
        }
        k = place_of_scale(view, scale->codes[row]);
        if (k < CLG_ASKED_SCALES)
            view->cells[(size_t)view->places[row] * CLG_ASKED_SCALES + k] = row;
    }
}

static clg_status view_new(const clg_page *page, const uint32_t *places,
                           int32_t instrument, clg_asked_view *view, clg_error *err)
{
    const clg_table *table = &page->data->asked;
    size_t cells = (size_t)page->school_count * CLG_ASKED_SCALES;

    *view = (clg_asked_view){
        .page = page,
        .table = table,
        .mean = clg_table_column(table, "mean"),
        .low = clg_table_column(table, "low"),
        .high = clg_table_column(table, "high"),
        .sd = clg_table_column(table, "sd"),
        .rwg = clg_table_column(table, "rwg"),
        .people = clg_table_column(table, "people"),
        .places = places,
        .name = clg_texts_at(clg_table_column(table, "instrument")->levels,
                             (size_t)instrument),
        .instrument = instrument,
        .wave = latest_wave(table, instrument)};
    view->cells = clg_array_new(cells, sizeof *view->cells, err);
    if (view->cells == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < cells; i++)
        view->cells[i] = CLG_NO_CODE;
    fill_view(view);
    return CLG_OK;
}

/* ---- the table of schools ---- */

/* "3.62 (3.45 to 3.80)", with a ring where people do not agree. */
static void put_mean(const clg_asked_view *view, uint32_t row)
{
    const clg_column *const columns[] = {view->mean, view->low, view->high};
    char texts[3][CLG_SVG_NUMBER_SIZE], text[CLG_PAGE_TEXT];

    for (int i = 0; i < 3; i++)
        clg_svg_decimals(clg_page_number(columns[i], row), 2, texts[i]);
    clg_compose(text, sizeof text,
                clg_asked_agrees(view, row) ? CLG_WORD_ASKED_MEAN
                                            : CLG_WORD_ASKED_DOUBTED,
                texts[0], texts[1], texts[2], NULL);
    clg_html_cell(view->page->stream, text);
}

/* The largest number of people behind a scale: one number for the questionnaire, since
 * the difference of two would be a number of people too. */
static double answered(const clg_asked_view *view, uint32_t place)
{
    double most = NAN;

    for (uint32_t k = 0; k < view->scale_count; k++) {
        uint32_t row = view->cells[(size_t)place * CLG_ASKED_SCALES + k];
        most = fmax(most, clg_page_number(view->people, row));
    }
    return most;
}

const char *clg_asked_share(const clg_asked_view *view, uint32_t place,
                            char room[CLG_PAGE_TEXT])
{
    const clg_page *page = view->page;
    double part = answered(view, place), share;
    double whole = clg_page_value(&page->data->school, "people", page->order[place]);

    switch (isnan(part) || isnan(whole)
                ? CLG_SAY_UNDEFINED
                : clg_disclosure_share((uint32_t)part, (uint32_t)whole, page->min_group,
                                       &share)) {
    case CLG_SAY_NUMBER:
        clg_svg_decimals(100.0 * share, 0, room);
        strcat(room, " %");
        return room;
    case CLG_SAY_LOW: return clg_words(CLG_WORD_SHARE_LOW);
    case CLG_SAY_HIGH: return clg_words(CLG_WORD_SHARE_HIGH);
    case CLG_SAY_HIDDEN: return clg_words(CLG_WORD_HIDDEN);
    case CLG_SAY_UNDEFINED: break;
    }
    return "";
}

static void put_school(const clg_asked_view *view, uint32_t place)
{
    const clg_page *page = view->page;
    double people = clg_page_value(&page->data->school, "people", page->order[place]);
    double count = answered(view, place);
    char room[CLG_PAGE_TEXT];

    clg_page_school_row(page, place);
    clg_html_cell(page->stream, clg_page_people(page, count, people, room));
    clg_html_cell(page->stream, clg_asked_share(view, place, room));
    for (uint32_t k = 0; k < view->scale_count; k++) {
        uint32_t row = clg_asked_row(view, place, k);
        if (row != CLG_NO_CODE)
            put_mean(view, row);
        else
            clg_html_cell(page->stream,
                          count > 0.0 ? clg_words(CLG_WORD_HIDDEN) : NULL);
    }
    clg_html_row_end(page->stream);
}

static void put_schools(const clg_asked_view *view, size_t number)
{
    const clg_page *page = view->page;
    const char *titles[CLG_ASKED_SCALES + 3] = {clg_words(CLG_WORD_SCHOOL),
                                                clg_words(CLG_WORD_ASKED_ANSWERED),
                                                clg_words(CLG_WORD_ASKED_SHARE)};
    char kinds[CLG_ASKED_SCALES + 4] = "tnn", id[32];

    for (uint32_t k = 0; k < view->scale_count; k++) {
        titles[k + 3] = clg_asked_scale(view, k);
        kinds[k + 3] = 't';
    }
    snprintf(id, sizeof id, "asked-%zu-schools", number);
    clg_html_details(page->stream, clg_words(CLG_WORD_NUMBERS));
    clg_html_table(page->stream, id, clg_words(CLG_WORD_ASKED_TABLE), titles, kinds);
    for (uint32_t s = 0; s < page->school_count; s++)
        if (!clg_page_is_small(page, s))
            put_school(view, s);
    clg_html_table_end(page->stream);
    if (view->has_more)
        clg_page_say(page, CLG_WORD_ASKED_MORE);
    clg_html_details_end(page->stream);
}

/* ---- the section ---- */

static void put_title(const clg_asked_view *view)
{
    const clg_column *wave = clg_table_column(view->table, "wave");

    fputs("<h3>", view->page->stream);
    clg_say(view->page->stream, CLG_WORD_ASKED_WHEN, instrument_name(view->name),
            clg_texts_at(wave->levels, (size_t)view->wave), NULL);
    fputs("</h3>\n", view->page->stream);
}

static clg_status put_instrument(const clg_page *page, const uint32_t *places,
                                 int32_t instrument, size_t number, clg_error *err)
{
    clg_asked_view view;
    clg_status status = view_new(page, places, instrument, &view, err);

    if (status == CLG_OK) {
        put_title(&view);
        status = view.scale_count > 0 ? clg_asked_draw(&view, number, err) : CLG_OK;
    }
    if (status == CLG_OK && view.scale_count > 0)
        put_schools(&view, number);
    if (status == CLG_OK)
        status = clg_asked_put_indicators(&view, err);
    clg_free(view.cells);
    return status;
}

static clg_status put_instruments(const clg_page *page, clg_error *err)
{
    const clg_table *table = &page->data->asked;
    const clg_column *instrument = clg_table_column(table, "instrument");
    uint32_t *places = NULL;
    size_t shown = 0;
    clg_status status = clg_page_places(page, table, &places, err);

    for (size_t i = 0; status == CLG_OK && i < instrument->levels->count; i++) {
        if (latest_wave(table, (int32_t)i) < 0)
            continue;
        if (shown++ < MOST_INSTRUMENTS)
            status = put_instrument(page, places, (int32_t)i, shown, err);
    }
    if (status == CLG_OK && shown > MOST_INSTRUMENTS)
        clg_page_say(page, CLG_WORD_ASKED_OTHERS);
    clg_free(places);
    return status;
}

clg_status clg_page_asked(const clg_page *page, clg_error *err)
{
    const clg_table *table = &page->data->asked;
    clg_status status;

    if (!clg_page_has(table) || !is_category(clg_table_column(table, "wave")) ||
        !is_category(clg_table_column(table, "instrument")) ||
        !is_category(clg_table_column(table, "scale"))) {
        clg_page_say(page, CLG_WORD_NOT_MEASURED);
        return CLG_OK;
    }
    status = put_instruments(page, err);
    if (status == CLG_OK)
        status = clg_asked_put_changes(page, err);
    if (status != CLG_OK)
        return status;
    clg_asked_put_logs(page);
    clg_asked_put_trust(page);
    return CLG_OK;
}
