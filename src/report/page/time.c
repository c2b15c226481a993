/* Run charts of the schools whose series moved most beyond chance. */
#include "report/page/marks.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* FOR_MARKS: room for their numbers. */
enum { WIDTH = 230, TOP = 44, FOR_MARKS = 10, HIGH = 82, LEFT = 40 };

typedef struct choice {
    uint32_t place, row; /* of the charts */
    double strength;     /* windows in the longest run above what chance gives, and
                            crossings missing */
} choice;

static double strength_of(const clg_table *charts, uint32_t row)
{
    double run = clg_page_value(charts, "longest_run", row) -
                 clg_page_value(charts, "longest_run_most", row);
    double crossings = clg_page_value(charts, "crossings_least", row) -
                       clg_page_value(charts, "crossings", row);

    return fmax(run, 0.0) + fmax(crossings, 0.0);
}

static const char *measure_of(const clg_table *charts, uint32_t row)
{
    const char *id = clg_page_text(clg_table_column(charts, "measure"), row);

    return id != NULL ? id : "";
}

bool clg_page_is_charted(const clg_page *page, uint32_t row)
{
    const char *measure = measure_of(&page->data->charts, row);
    const clg_plain_name *plain = clg_plain_name_of(measure);

    return plain != NULL && plain->is_charted &&
           clg_table_column(&page->data->school_window, plain->id) != NULL;
}

static bool is_offered(const clg_page *page, uint32_t row)
{
    return clg_page_value(&page->data->charts, "signal", row) > 0.0 &&
           clg_page_is_charted(page, row);
}

static int strongest_first(const void *a, const void *b)
{
    const choice *x = a, *y = b;

    if (x->strength > y->strength || x->strength < y->strength)
        return x->strength > y->strength ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static int by_place(const void *a, const void *b)
{
    const choice *x = a, *y = b;

    return (x->place > y->place) - (x->place < y->place);
}

/* One chart a school, its strongest. *found: schools with any; *count: to draw, those
 * shown in order of names, then further ones. */
static clg_status choose(const clg_page *page, const uint32_t *places, choice **choices,
                         uint32_t *count, uint32_t *found, clg_error *err)
{
    const clg_table *charts = &page->data->charts;
    uint32_t most = clg_page_most_pictures();
    choice *all = clg_array_new(page->school_count, sizeof *all, err);

    *found = 0;
    *choices = all;
    if (all == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t s = 0; s < page->school_count; s++)
        all[s] = (choice){s, CLG_NO_CODE, -1.0};
    for (uint32_t row = 0; row < charts->row_count; row++) {
        choice *of = places[row] != CLG_NO_CODE ? &all[places[row]] : NULL;
        if (of == NULL || !is_offered(page, row) ||
            !(strength_of(charts, row) > of->strength))
            continue;
        of->row = row;
        of->strength = strength_of(charts, row);
    }
    qsort(all, page->school_count, sizeof *all, strongest_first);
    while (*found < page->school_count && all[*found].row != CLG_NO_CODE)
        ++*found;
    *count = *found < most ? *found : most;
    qsort(all, *count < CLG_REPORT_PICTURES ? *count : CLG_REPORT_PICTURES, sizeof *all,
          by_place);
    return CLG_OK;
}

/* ---- a chart ---- */

static void describe(const clg_page *page, const choice *of, const char *measure)
{
    static const char *const columns[] = {"centre", "longest_run", "longest_run_most",
                                          "crossings", "crossings_least"};
    char numbers[5][CLG_SVG_NUMBER_SIZE];

    for (int i = 0; i < 5; i++) {
        double value = clg_page_value(&page->data->charts, columns[i], of->row);
        clg_svg_number(isnan(value) ? 0.0 : value, i == 0 ? 2 : 0, numbers[i]);
    }
    clg_say(page->stream, CLG_WORD_TIME_DESC, clg_page_school(page, of->place), measure,
            numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], NULL);
}

/* Centre and limits over a part of the windows. */
static void draw_rules(const clg_page *page, const clg_plot *plot,
                       const clg_table *table, uint32_t row, double from, double to)
{
    static const char *const names[] = {"centre", "lower", "upper"};
    const clg_svg_paint centre = {.stroke = CLG_SVG_INK, .width = 1.0, .dash = "5 3"};
    const clg_svg_paint limit = {.stroke = "#d55e00", .width = 1.0, .dash = "2 2"};

    for (int i = 0; i < 3; i++) {
        double y = clg_scale_at(&plot->y, clg_page_value(table, names[i], row));

        if (!isnan(y))
            clg_svg_line(page->stream, clg_scale_at(&plot->x, from), y,
                         clg_scale_at(&plot->x, to), y, i == 0 ? &centre : &limit);
    }
}

/* The next phase, from a row on, of a chart that was let begin anew. */
static uint32_t phase_from(const clg_page *page, const choice *of, uint32_t row)
{
    const clg_table *phases = &page->data->phase;
    const char *id = measure_of(&page->data->charts, of->row);

    for (; row < phases->row_count; row++) {
        const char *school = clg_page_text(clg_table_column(phases, "school"), row);
        uint32_t code = school != NULL ? clg_dictionary_find(&page->schools, 0, school,
                                                             strlen(school))
                                       : CLG_NO_CODE;

        if (code == page->order[of->place] && strcmp(measure_of(phases, row), id) == 0)
            return row;
    }
    return CLG_NO_CODE;
}

static void add_rules(const clg_table *table, uint32_t row, clg_range *range)
{
    double rules[3] = {clg_page_value(table, "centre", row),
                       clg_page_value(table, "lower", row),
                       clg_page_value(table, "upper", row)};

    clg_range_add(range, rules, 3);
}

static clg_range range_of(const clg_page *page, const choice *of, const double *series)
{
    clg_range range = CLG_RANGE_EMPTY;

    clg_range_add(&range, series, page->window_count);
    add_rules(&page->data->charts, of->row, &range);
    for (uint32_t row = phase_from(page, of, 0); row != CLG_NO_CODE;
         row = phase_from(page, of, row + 1))
        add_rules(&page->data->phase, row, &range);
    return clg_range_padded(&range);
}

static bool has_points(const double *series, uint32_t first, uint32_t last)
{
    for (uint32_t w = first; w <= last; w++)
        if (!isnan(series[w]))
            return true;
    return false;
}

/* Of the whole chart, or of each of its phases that has points to show. */
static void draw_centres(const clg_page *page, const choice *of, const clg_plot *plot,
                         const double *series)
{
    const clg_table *phases = &page->data->phase;
    uint32_t row = phase_from(page, of, 0);

    if (row == CLG_NO_CODE)
        draw_rules(page, plot, &page->data->charts, of->row, plot->x.from, plot->x.to);
    for (; row != CLG_NO_CODE; row = phase_from(page, of, row + 1)) {
        uint32_t first = clg_page_window_place(
            page, clg_page_text(clg_table_column(phases, "first"), row));
        uint32_t last = clg_page_window_place(
            page, clg_page_text(clg_table_column(phases, "last"), row));

        if (first != CLG_NO_CODE && last != CLG_NO_CODE &&
            has_points(series, first, last))
            draw_rules(page, plot, phases, row, first - 0.5, last + 0.5);
    }
}

static void draw_series(const clg_page *page, const choice *of, double top,
                        const clg_page_marks *marks, const double *series)
{
    const clg_svg_paint line = {.stroke = "#0072b2", .width = 1.4};
    const clg_svg_paint dot = {.fill = "#0072b2"};
    clg_range range = range_of(page, of, series);
    clg_plot plot = {{-0.5, page->window_count - 0.5, LEFT, WIDTH - 6.0},
                     {range.low, range.high, top + HIGH, top}};

    clg_plot_y_axis(page->stream, &plot, 3, "");
    clg_page_marks_draw(marks, &plot);
    draw_centres(page, of, &plot, series);
    clg_plot_line(page->stream, &plot, NULL, series, page->window_count, &line);
    clg_plot_points(page->stream, &plot, NULL, series, page->window_count, 2.2, &dot);
}

/* Without windows in which the school has fewer people than may be spoken of. */
static void read_series(const clg_page *page, uint32_t place, const clg_column *column,
                        double *series)
{
    const clg_table *table = &page->data->school_window;

    for (uint32_t w = 0; w < page->window_count; w++) {
        uint32_t row = page->measured[(size_t)place * page->window_count + w];
        bool is_small = clg_page_value(table, "people", row) < page->min_group;
        series[w] = is_small ? (double)NAN : clg_page_number(column, row);
    }
}

void clg_page_run_chart(const clg_page *page, uint32_t place, uint32_t row,
                        const clg_page_marks *marks, double *series, const char *mark)
{
    const choice of = {place, row, 0.0};
    const clg_svg_font name = {.size = 13, .width = WIDTH - 8.0, .is_bold = true};
    const clg_svg_font what = {.size = 12, .width = WIDTH - 8.0};
    const clg_svg_font left = {.size = 11, .colour = CLG_SVG_FAINT};
    const clg_svg_font right = {
        .size = 11, .colour = CLG_SVG_FAINT, .anchor = CLG_SVG_END};
    const char *id = measure_of(&page->data->charts, of.row);
    const clg_column *column = clg_table_column(&page->data->school_window, id);
    double top = TOP + (marks->count > 0 ? FOR_MARKS : 0), below = top + HIGH + 16.0;
    char room[CLG_PAGE_TEXT];

    read_series(page, of.place, column, series);
    clg_page_over_time(page, of.place, LEFT, WIDTH - 6.0, series);
    clg_svg_begin(page->stream, mark, WIDTH, top + HIGH + 22.0,
                  clg_page_school(page, of.place));
    describe(page, &of, clg_page_measure(id, room));
    clg_svg_begin_content(page->stream);
    clg_svg_text(page->stream, 4.0, 15.0, clg_page_school(page, of.place), &name);
    clg_svg_text(page->stream, 4.0, 32.0, clg_page_measure(id, room), &what);
    draw_series(page, &of, top, marks, series);
    clg_svg_text(page->stream, LEFT, below, clg_page_window(page, 0), &left);
    clg_svg_text(page->stream, WIDTH - 6.0, below,
                 clg_page_window(page, page->window_count - 1), &right);
    clg_svg_end(page->stream);
    clg_page_of_school_end(page);
}

/* ---- found and expected ---- */

typedef struct tally {
    uint32_t charts, signals;
    double expected;
} tally;

static void count_charts(const clg_table *charts, const uint32_t *places,
                         tally *tallies, tally *all)
{
    const clg_column *measure = clg_table_column(charts, "measure");

    for (uint32_t row = 0; row < charts->row_count; row++) {
        bool is_useful = places[row] != CLG_NO_CODE &&
                         !(clg_page_value(charts, "useful", row) <= 0.0);
        bool is_signal = clg_page_value(charts, "signal", row) > 0.0;
        double chance = clg_page_value(charts, "by_chance", row);
        tally *of[2] = {all, measure->codes[row] >= 0 ? &tallies[measure->codes[row]]
                                                      : NULL};
        for (int i = 0; is_useful && i < 2 && of[i] != NULL; i++) {
            of[i]->charts++;
            of[i]->signals += is_signal;
            of[i]->expected += isnan(chance) ? 0.0 : chance;
        }
    }
}

static void put_tallies(const clg_page *page, const tally *tallies)
{
    const char *const titles[] = {
        clg_words(CLG_WORD_MEASURE), clg_words(CLG_WORD_TIME_CHARTS),
        clg_words(CLG_WORD_TIME_SIGNALS), clg_words(CLG_WORD_TIME_EXPECTED)};
    const clg_texts *levels = clg_table_column(&page->data->charts, "measure")->levels;
    char room[CLG_PAGE_TEXT];

    clg_html_details(page->stream, clg_words(CLG_WORD_NUMBERS));
    clg_html_table(page->stream, "time-table", clg_words(CLG_WORD_TIME_TABLE), titles,
                   "tnnn");
    for (size_t m = 0; m < levels->count; m++) {
        if (tallies[m].charts == 0)
            continue;
        clg_html_row(page->stream, clg_page_measure(clg_texts_at(levels, m), room));
        clg_html_number(page->stream, tallies[m].charts, 0);
        clg_html_number(page->stream, tallies[m].signals, 0);
        clg_html_number(page->stream, tallies[m].expected, 1);
        clg_html_row_end(page->stream);
    }
    clg_html_table_end(page->stream);
    clg_html_details_end(page->stream);
}

static void say_found(const clg_page *page, const tally *all)
{
    char numbers[2][CLG_PAGE_TEXT], expected[CLG_SVG_NUMBER_SIZE];

    clg_svg_decimals(all->expected, all->expected < 10.0 ? 1 : 0, expected);
    fputs("<p>", page->stream);
    clg_say(page->stream, CLG_WORD_TIME_FOUND, clg_page_count(all->charts, numbers[0]),
            clg_page_count(all->signals, numbers[1]), expected, NULL);
    fputs("</p>\n", page->stream);
}

/* Why no chart is drawn. */
static clg_word nothing_drawn(const tally *all)
{
    if (all->charts == 0)
        return CLG_WORD_TIME_NO_CHARTS;
    if (all->signals > 0)
        return CLG_WORD_TIME_NOT_OFFERED;
    return all->expected > 0.0 ? CLG_WORD_TIME_NONE : CLG_WORD_TIME_SHORT;
}

static void say_truncated(const clg_page *page, uint32_t count, uint32_t found)
{
    char shown[CLG_PAGE_TEXT], all[CLG_PAGE_TEXT];

    fputs("<p>", page->stream);
    clg_say(page->stream, count < found ? CLG_WORD_TIME_MANY : CLG_WORD_TIME_ALL,
            clg_page_count(count, shown), clg_page_count(found, all), NULL);
    fputs("</p>\n", page->stream);
}

static void draw_chosen(const clg_page *page, const choice *choices, uint32_t count,
                        clg_page_marks *marks, double *series, uint32_t *marked)
{
    char mark[32];

    fputs("<figure><div class=\"many\">\n", page->stream);
    for (uint32_t i = 0; i < count; i++) {
        if (i == CLG_REPORT_PICTURES)
            clg_page_further(page);
        snprintf(mark, sizeof mark, "run-%u", choices[i].place + 1);
        clg_page_marks_find(marks, choices[i].place);
        *marked += marks->count;
        clg_page_run_chart(page, choices[i].place, choices[i].row, marks, series, mark);
    }
    if (count > CLG_REPORT_PICTURES)
        clg_page_further_end(page);
    clg_page_figure_end(page, CLG_WORD_TIME_SHOWS);
}

/* What the numbers on the charts are. */
static void name_marks(const clg_page *page, const choice *choices, uint32_t count,
                       clg_page_marks *marks)
{
    clg_page_say(page, CLG_WORD_MARKS_SHOW);
    clg_html_details(page->stream, clg_words(CLG_WORD_MARKS_TABLE));
    clg_page_marks_table(page, "marks");
    for (uint32_t i = 0; i < count; i++) {
        clg_page_marks_find(marks, choices[i].place);
        clg_page_marks_rows(marks, choices[i].place);
    }
    clg_html_table_end(page->stream);
    clg_html_details_end(page->stream);
}

static clg_status put_charts(const clg_page *page, const uint32_t *places,
                             const tally *all, clg_error *err)
{
    double *series = clg_array_new(page->window_count, sizeof *series, err);
    choice *choices = NULL;
    clg_page_marks marks;
    uint32_t count = 0, found = 0, marked = 0;
    clg_status status = clg_page_marks_make(page, &marks, err);

    if (series == NULL)
        status = CLG_ERROR_MEMORY;
    if (status == CLG_OK)
        status = choose(page, places, &choices, &count, &found, err);
    if (status == CLG_OK && count == 0)
        clg_page_say(page, nothing_drawn(all));
    if (status == CLG_OK && count > 0) {
        say_truncated(page, count < CLG_REPORT_PICTURES ? count : CLG_REPORT_PICTURES,
                      found);
        draw_chosen(page, choices, count, &marks, series, &marked);
    }
    if (status == CLG_OK && count > 0 && clg_page_has(&page->data->phase))
        clg_page_say(page, CLG_WORD_TIME_PHASES);
    if (status == CLG_OK && marked > 0)
        name_marks(page, choices, count, &marks);
    clg_page_marks_clear(&marks);
    clg_free(choices);
    clg_free(series);
    return status;
}

/* The place of the school of each chart; CLG_NO_CODE: nothing is said of it, and no sum
 * holds it. */
static clg_status find_places(const clg_page *page, uint32_t **places, clg_error *err)
{
    const clg_table *charts = &page->data->charts;
    clg_status status = clg_page_places(page, charts, places, err);

    for (uint32_t row = 0; status == CLG_OK && row < charts->row_count; row++)
        if ((*places)[row] != CLG_NO_CODE && clg_page_is_small(page, (*places)[row]))
            (*places)[row] = CLG_NO_CODE;
    return status;
}

static clg_status put_series(const clg_page *page, const clg_column *measure,
                             clg_error *err)
{
    tally *tallies = clg_array_new(measure->levels->count, sizeof *tallies, err);
    tally all = {0, 0, 0.0};
    uint32_t *places = NULL;
    clg_status status = find_places(page, &places, err);

    if (tallies == NULL)
        status = CLG_ERROR_MEMORY;
    if (status == CLG_OK) {
        count_charts(&page->data->charts, places, tallies, &all);
        if (all.charts > 0)
            say_found(page, &all);
        status = put_charts(page, places, &all, err);
    }
    if (status == CLG_OK && all.charts > 0)
        put_tallies(page, tallies);
    clg_free(places);
    clg_free(tallies);
    return status;
}

clg_status clg_page_time(const clg_page *page, clg_error *err)
{
    const clg_column *measure = clg_table_column(&page->data->charts, "measure");
    clg_status status;

    if (!clg_page_has(&page->data->charts) || measure == NULL ||
        measure->type != CLG_COLUMN_CATEGORY || page->window_count < 2) {
        clg_page_say(page, page->window_count < 2 ? CLG_WORD_ONE_WINDOW
                                                  : CLG_WORD_NEEDS_COMPARISON);
        return CLG_OK;
    }
    status = put_series(page, measure, err);
    if (status == CLG_OK)
        status = clg_page_cycles(page, err);
    return status;
}
