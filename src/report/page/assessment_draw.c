/* The pictures of what people say: each school, or where there are many of them, how
 * their means are spread. */
#include "report/page/assessment_part.h"

#include "base/memory.h"
#include "report/chart.h"

#include <math.h>

enum { PANELS = 4 };

static const double row_height = 24.0, label_width = 170.0, share_width = 92.0,
                    top = 34.0;
static const char colour[] = "#08519c";

static bool is_drawn(const clg_asked_view *view, uint32_t place)
{
    for (uint32_t k = 0; k < view->scale_count; k++)
        if (clg_asked_row(view, place, k) != CLG_NO_CODE)
            return true;
    return false;
}

static uint32_t count_drawn(const clg_asked_view *view)
{
    uint32_t count = 0;

    for (uint32_t s = 0; s < view->page->school_count; s++)
        count += is_drawn(view, s);
    return count;
}

static clg_range range_of(const clg_asked_view *view)
{
    clg_range range = CLG_RANGE_EMPTY;

    for (uint32_t s = 0; s < view->page->school_count; s++)
        for (uint32_t k = 0; k < view->scale_count; k++) {
            uint32_t row = clg_asked_row(view, s, k);
            double ends[] = {clg_page_number(view->low, row),
                             clg_page_number(view->high, row)};
            clg_range_add(&range, ends, 2);
        }
    return clg_range_padded(&range);
}

/* ---- each school ---- */

static void draw_mean(const clg_asked_view *view, const clg_plot *plot, double y,
                      uint32_t row)
{
    const clg_svg_paint whisker = {.stroke = colour, .width = 2.0};
    const clg_svg_paint dot = {.fill = colour};
    const clg_svg_paint ring = {.fill = "#ffffff", .stroke = colour, .width = 2.0};
    double x = clg_scale_at(&plot->x, clg_page_number(view->mean, row));

    clg_svg_line(view->page->stream,
                 clg_scale_at(&plot->x, clg_page_number(view->low, row)), y,
                 clg_scale_at(&plot->x, clg_page_number(view->high, row)), y, &whisker);
    clg_svg_circle(view->page->stream, x, y, 5.0,
                   clg_asked_agrees(view, row) ? &dot : &ring);
}

static void draw_panel(const clg_asked_view *view, uint32_t scale, clg_plot plot,
                       uint32_t rows)
{
    const clg_svg_font title = {.size = 13,
                                .anchor = CLG_SVG_MIDDLE,
                                .width = plot.x.end - plot.x.start,
                                .is_bold = true};
    const clg_svg_paint rule = {.stroke = CLG_SVG_RULE, .width = 1.0};
    FILE *stream = view->page->stream;
    uint32_t drawn = 0;

    clg_svg_text(stream, 0.5 * (plot.x.start + plot.x.end), 18.0,
                 clg_asked_scale(view, scale), &title);
    clg_plot_x_axis(stream, &plot, 4, "");
    for (uint32_t s = 0; s < view->page->school_count && drawn < rows; s++) {
        double y = top + row_height * (drawn + 0.5);
        uint32_t row = clg_asked_row(view, s, scale);

        if (!is_drawn(view, s))
            continue;
        drawn++;
        clg_svg_line(stream, plot.x.start, y, plot.x.end, y, &rule);
        if (row == CLG_NO_CODE)
            continue;
        clg_page_mark(view->page, s);
        draw_mean(view, &plot, y, row);
        clg_page_mark_end(view->page);
    }
}

static void describe(const clg_asked_view *view, uint32_t panels)
{
    char mean[CLG_SVG_NUMBER_SIZE];

    for (uint32_t s = 0; s < view->page->school_count; s++)
        for (uint32_t k = 0; k < panels; k++) {
            uint32_t row = clg_asked_row(view, s, k);
            if (row == CLG_NO_CODE)
                continue;
            clg_svg_decimals(clg_page_number(view->mean, row), 2, mean);
            clg_svg_words(view->page->stream, clg_page_school(view->page, s));
            fputs(", ", view->page->stream);
            clg_svg_words(view->page->stream, clg_asked_scale(view, k));
            fprintf(view->page->stream, ": %s. ", mean);
        }
}

/* The school on the left, and on the right how many answered. */
static void draw_names(const clg_asked_view *view)
{
    const clg_svg_font name = {
        .size = 13, .anchor = CLG_SVG_END, .width = label_width - 14.0};
    const clg_svg_font share = {
        .size = 12, .anchor = CLG_SVG_END, .width = share_width};
    const clg_page *page = view->page;
    double y = top + 0.5 * row_height + 4.5;
    char room[CLG_PAGE_TEXT];

    clg_svg_text(page->stream, CLG_PAGE_WIDTH - 6.0, 18.0,
                 clg_words(CLG_WORD_ASKED_ANSWERED), &share);
    for (uint32_t s = 0; s < page->school_count; s++) {
        if (!is_drawn(view, s))
            continue;
        clg_page_mark(page, s);
        clg_svg_text(page->stream, label_width - 10.0, y, clg_page_school(page, s),
                     &name);
        clg_svg_text(page->stream, CLG_PAGE_WIDTH - 6.0, y,
                     clg_asked_share(view, s, room), &share);
        clg_page_mark_end(page);
        y += row_height;
    }
}

static void draw_schools(const clg_asked_view *view, const char *id, uint32_t rows)
{
    const clg_page *page = view->page;
    uint32_t panels = view->scale_count < PANELS ? view->scale_count : PANELS;
    double bottom = top + row_height * rows, gap = 22.0;
    double width = (CLG_PAGE_WIDTH - label_width - share_width) / panels - gap;
    clg_range range = range_of(view);

    clg_svg_begin(page->stream, id, CLG_PAGE_WIDTH, bottom + 30.0,
                  clg_words(CLG_WORD_ASKED_TITLE));
    describe(view, panels);
    clg_svg_begin_content(page->stream);
    draw_names(view);
    for (uint32_t k = 0; k < panels; k++) {
        double x = label_width + (width + gap) * k;
        clg_plot plot = {{range.low, range.high, x, x + width}, {0, 1, bottom, top}};
        draw_panel(view, k, plot, rows);
    }
    clg_svg_end(page->stream);
}

/* ---- how means are spread ---- */

static clg_status draw_spread(const clg_asked_view *view, const char *id,
                              clg_error *err)
{
    const clg_page *page = view->page;
    double *values = clg_array_new(page->school_count, sizeof *values, err);
    clg_page_spread spreads[CLG_ASKED_SCALES];
    size_t count = 0;

    if (values == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t k = 0; k < view->scale_count; k++) {
        for (uint32_t s = 0; s < page->school_count; s++)
            values[s] = clg_page_number(view->mean, clg_asked_row(view, s, k));
        clg_page_spread_of(values, page->school_count, &spreads[count]);
        if (spreads[count].schools >= page->min_group)
            snprintf(spreads[count++].label, CLG_PAGE_TEXT, "%.200s",
                     clg_asked_scale(view, k));
    }
    clg_free(values);
    if (count == 0)
        return CLG_OK;
    clg_page_figure(page);
    clg_page_draw_spreads(page, id, CLG_WORD_ASKED_TITLE, spreads, count);
    clg_page_figure_end(page, CLG_WORD_ASKED_SPREAD);
    return CLG_OK;
}

clg_status clg_asked_draw(const clg_asked_view *view, size_t number, clg_error *err)
{
    const clg_page *page = view->page;
    uint32_t drawn = count_drawn(view);
    char id[32], least[CLG_PAGE_TEXT];

    snprintf(id, sizeof id, "asked-%zu", number);
    if (drawn == 0) {
        fputs("<p>", page->stream);
        clg_say(page->stream, CLG_WORD_ASKED_FEW,
                clg_page_count(page->min_group, least), NULL);
        fputs("</p>\n", page->stream);
        return CLG_OK;
    }
    if (drawn > CLG_REPORT_PICTURES)
        return draw_spread(view, id, err);
    clg_page_figure(page);
    draw_schools(view, id, drawn);
    clg_page_figure_end(page, CLG_WORD_ASKED_SHOWS);
    return CLG_OK;
}
