#include "report/page/marks.h"

#include "base/memory.h"
#include "base/time.h"

#include <math.h>
#include <string.h>

enum { LABEL_SIZE = 10 };

static const double label_gap = 3.0, line_gap = 2.5;

/* ---- which there are ---- */

static bool is_plain_event(const clg_table *events, uint32_t row)
{
    return !(clg_page_value(events, "is_cycle_step", row) > 0.0);
}

static bool are_one_cycle(const clg_table *steps, uint32_t a, uint32_t b)
{
    static const char *const keys[] = {"school", "cycle", "kind"};

    for (int i = 0; i < 3; i++) {
        const clg_column *column = clg_table_column(steps, keys[i]);
        if (column == NULL || column->codes == NULL ||
            column->codes[a] != column->codes[b])
            return false;
    }
    return true;
}

/* Steps of a cycle stand together, in order of time. */
static bool is_first_step(const clg_table *steps, uint32_t row)
{
    return row == 0 || !are_one_cycle(steps, row, row - 1);
}

clg_status clg_page_marks_make(const clg_page *page, clg_page_marks *marks,
                               clg_error *err)
{
    const clg_report_data *data = page->data;
    size_t room = data->event.row_count + data->cycle_step.row_count;
    clg_status status = CLG_OK;

    *marks = (clg_page_marks){.page = page};
    if (clg_page_has(&data->event))
        status =
            clg_page_rows_of(page, &data->event, is_plain_event, &marks->events, err);
    if (status == CLG_OK && clg_page_has(&data->cycle_step))
        status = clg_page_rows_of(page, &data->cycle_step, is_first_step, &marks->steps,
                                  err);
    marks->list = clg_array_new(room, sizeof *marks->list, err);
    return status == CLG_OK && marks->list == NULL ? CLG_ERROR_MEMORY : status;
}

void clg_page_marks_clear(clg_page_marks *marks)
{
    clg_page_rows_clear(&marks->events);
    clg_page_rows_clear(&marks->steps);
    clg_free(marks->list);
}

/* The latest window that holds the day; NaN: none. */
static double place_of(const clg_page *page, double day)
{
    const clg_column *start = clg_table_column(&page->data->window, "start");
    const clg_column *end = clg_table_column(&page->data->window, "end");

    for (uint32_t w = page->window_count; w-- > 0;) {
        double from = clg_page_number(start, w), to = clg_page_number(end, w);
        if (from <= day && day < to)
            return w - 0.5 + (day - from) / (to - from);
    }
    return NAN;
}

/* Keeps the list in order of time; what came first stays first on the same day. */
static void insert(clg_page_marks *marks, const clg_page_mark_at *mark)
{
    uint32_t i = marks->count++;

    for (; i > 0 && marks->list[i - 1].day > mark->day; i--)
        marks->list[i] = marks->list[i - 1];
    marks->list[i] = *mark;
}

static void add_rows(clg_page_marks *marks, const clg_table *table,
                     const clg_page_rows *rows, uint32_t place, const char *day_name,
                     bool is_cycle)
{
    uint32_t row = rows->first != NULL ? rows->first[place] : CLG_NO_CODE;

    for (; row != CLG_NO_CODE; row = rows->next[row]) {
        double day = clg_page_value(table, day_name, row);
        clg_page_mark_at mark = {place_of(marks->page, day), row, 0, is_cycle};

        if (isnan(mark.at))
            continue;
        mark.day = (int32_t)day;
        insert(marks, &mark);
    }
}

void clg_page_marks_find(clg_page_marks *marks, uint32_t place)
{
    const clg_report_data *data = marks->page->data;

    marks->count = 0;
    add_rows(marks, &data->event, &marks->events, place, "day", false);
    add_rows(marks, &data->cycle_step, &marks->steps, place, "start", true);
}

/* ---- on a chart ---- */

/* "3", or "3-5". */
static void label_of(uint32_t first, uint32_t last, char label[32])
{
    if (first == last)
        snprintf(label, 32, "%u", first + 1);
    else
        snprintf(label, 32, "%u\xe2\x80\x93%u", first + 1, last + 1);
}

/* The middle of a label that stays inside the plot. */
static double middle_of(const clg_plot *plot, double from, double to, double width)
{
    double middle = 0.5 * (from + to);

    return fmin(fmax(middle, plot->x.start + 0.5 * width), plot->x.end - 0.5 * width);
}

/* Marks from `first` on that share a label: whose labels would touch. *middle: where it
 * stands. */
static uint32_t group_from(const clg_page_marks *marks, const clg_plot *plot,
                           uint32_t first, double *middle, char label[32])
{
    double begin = clg_scale_at(&plot->x, marks->list[first].at);
    uint32_t last = first;

    for (;;) {
        double end = clg_scale_at(&plot->x, marks->list[last].at), next, width;
        char other[32];

        label_of(first, last, label);
        width = clg_svg_text_width(label, LABEL_SIZE, false);
        *middle = middle_of(plot, begin, end, width);
        if (last + 1 == marks->count)
            return last;
        label_of(last + 1, last + 1, other);
        next = middle_of(plot, clg_scale_at(&plot->x, marks->list[last + 1].at),
                         clg_scale_at(&plot->x, marks->list[last + 1].at),
                         clg_svg_text_width(other, LABEL_SIZE, false));
        if (next - 0.5 * clg_svg_text_width(other, LABEL_SIZE, false) >=
            *middle + 0.5 * width + label_gap)
            return last;
        last++;
    }
}

void clg_page_marks_draw(const clg_page_marks *marks, const clg_plot *plot)
{
    const clg_svg_font font = {
        .size = LABEL_SIZE, .colour = CLG_SVG_FAINT, .anchor = CLG_SVG_MIDDLE};
    const clg_svg_paint event = {.stroke = "#6e6e6e", .width = 1.0};
    const clg_svg_paint cycle = {.stroke = "#9a4f80", .width = 1.2, .dash = "4 2"};
    FILE *stream = marks->page->stream;
    double drawn = -1e9, middle;
    char label[32];

    for (uint32_t i = 0; i < marks->count; i++) {
        double x = clg_scale_at(&plot->x, marks->list[i].at);

        if (x - drawn < line_gap)
            continue;
        clg_svg_line(stream, x, plot->y.end - 1.0, x, plot->y.start,
                     marks->list[i].is_cycle ? &cycle : &event);
        drawn = x;
    }
    for (uint32_t first = 0, last; first < marks->count; first = last + 1) {
        last = group_from(marks, plot, first, &middle, label);
        clg_svg_text(stream, middle, plot->y.end - 3.0, label, &font);
    }
}

/* ---- in words ---- */

void clg_page_marks_table(const clg_page *page, const char *id)
{
    const char *const titles[] = {
        clg_words(CLG_WORD_SCHOOL), clg_words(CLG_WORD_MARK_NUMBER),
        clg_words(CLG_WORD_MARK_DAY), clg_words(CLG_WORD_MARK_WHAT)};

    clg_html_table(page->stream, id, clg_words(CLG_WORD_MARKS_TABLE), titles, "tntt");
}

/* "reading circle: plan 2025-02-10, do 2025-03-10". */
static void put_cycle(const clg_page_marks *marks, uint32_t row)
{
    const clg_table *steps = &marks->page->data->cycle_step;
    const char *name = clg_page_text(clg_table_column(steps, "cycle"), row);
    FILE *stream = marks->page->stream;
    char day[CLG_DATE_SIZE];

    fputs("<td>", stream);
    clg_say(stream, CLG_WORD_MARK_CYCLE, name != NULL ? name : "", NULL);
    for (uint32_t r = row; r < steps->row_count && are_one_cycle(steps, r, row); r++) {
        const char *step = clg_page_text(clg_table_column(steps, "step"), r);

        clg_format_date((int64_t)clg_page_value(steps, "start", r), day);
        fputs(r == row ? " " : ", ", stream);
        clg_html_text(stream, step != NULL ? step : "");
        fprintf(stream, " %s", day);
    }
    fputs("</td>", stream);
}

void clg_page_marks_rows(const clg_page_marks *marks, uint32_t place)
{
    const clg_page *page = marks->page;

    for (uint32_t i = 0; i < marks->count; i++) {
        const clg_page_mark_at *mark = &marks->list[i];
        char day[CLG_DATE_SIZE];

        clg_format_date(mark->day, day);
        clg_page_school_row(page, place);
        clg_html_number(page->stream, i + 1.0, 0);
        clg_html_cell(page->stream, day);
        if (mark->is_cycle)
            put_cycle(marks, mark->row);
        else
            clg_html_cell(page->stream,
                          clg_page_text(clg_table_column(&page->data->event, "label"),
                                        mark->row));
        clg_html_row_end(page->stream);
    }
}

/* ---- how cycles went ---- */

/* Of one school. */
typedef struct went {
    uint32_t completed, running, abandoned, series, moved;
    double days, by_chance; /* days: of the completed, added up */
} went;

static bool says(const clg_table *table, const char *column, uint32_t row,
                 const char *text)
{
    const char *found = clg_page_text(clg_table_column(table, column), row);

    return found != NULL && strcmp(found, text) == 0;
}

static void count_cycles(const clg_table *cycles, const uint32_t *places, went *all)
{
    for (uint32_t row = 0; row < cycles->row_count; row++) {
        went *of = places[row] != CLG_NO_CODE ? &all[places[row]] : NULL;
        double days = clg_page_value(cycles, "length", row);

        if (of == NULL)
            continue;
        of->completed += says(cycles, "state", row, "completed");
        of->running += says(cycles, "state", row, "running");
        of->abandoned += says(cycles, "state", row, "abandoned");
        of->days += isnan(days) ? 0.0 : days;
    }
}

static void count_outcomes(const clg_table *effects, const uint32_t *places, went *all)
{
    for (uint32_t row = 0; row < effects->row_count; row++) {
        went *of = places[row] != CLG_NO_CODE ? &all[places[row]] : NULL;
        double chance = clg_page_value(effects, "by_chance", row);

        if (of == NULL)
            continue;
        of->series++;
        of->moved +=
            says(effects, "shift", row, "up") || says(effects, "shift", row, "down");
        of->by_chance += isnan(chance) ? 0.0 : chance;
    }
}

static void put_went(const clg_page *page, const went *all)
{
    const char *const titles[] = {
        clg_words(CLG_WORD_SCHOOL),        clg_words(CLG_WORD_CYCLE_COMPLETED),
        clg_words(CLG_WORD_CYCLE_RUNNING), clg_words(CLG_WORD_CYCLE_ABANDONED),
        clg_words(CLG_WORD_CYCLE_DAYS),    clg_words(CLG_WORD_CYCLE_SERIES),
        clg_words(CLG_WORD_CYCLE_MOVED),   clg_words(CLG_WORD_TIME_EXPECTED)};

    clg_page_say(page, CLG_WORD_CYCLES_SHOW);
    clg_html_table(page->stream, "cycles", clg_words(CLG_WORD_CYCLES_TABLE), titles,
                   "tnnnnnnn");
    for (uint32_t place = 0; place < page->school_count; place++) {
        const went *of = &all[place];

        if (of->completed + of->running + of->abandoned == 0 ||
            clg_page_is_small(page, place))
            continue;
        clg_page_school_row(page, place);
        clg_html_number(page->stream, of->completed, 0);
        clg_html_number(page->stream, of->running, 0);
        clg_html_number(page->stream, of->abandoned, 0);
        clg_html_number(page->stream,
                        of->completed > 0 ? of->days / of->completed : (double)NAN, 0);
        clg_html_number(page->stream, of->series, 0);
        clg_html_number(page->stream, of->series > 0 ? of->moved : (double)NAN, 0);
        clg_html_number(page->stream, of->series > 0 ? of->by_chance : (double)NAN, 1);
        clg_html_row_end(page->stream);
    }
    clg_html_table_end(page->stream);
}

clg_status clg_page_cycles(const clg_page *page, clg_error *err)
{
    const clg_report_data *data = page->data;
    uint32_t *cycles = NULL, *effects = NULL;
    went *all = NULL;
    clg_status status;

    if (!clg_page_has(&data->cycle))
        return CLG_OK;
    status = clg_page_places(page, &data->cycle, &cycles, err);
    if (status == CLG_OK && clg_page_has(&data->cycle_effect))
        status = clg_page_places(page, &data->cycle_effect, &effects, err);
    all = clg_array_new(page->school_count, sizeof *all, err);
    if (all == NULL)
        status = CLG_ERROR_MEMORY;
    if (status == CLG_OK) {
        count_cycles(&data->cycle, cycles, all);
        if (effects != NULL)
            count_outcomes(&data->cycle_effect, effects, all);
        put_went(page, all);
    }
    clg_free(cycles);
    clg_free(effects);
    clg_free(all);
    return status;
}
