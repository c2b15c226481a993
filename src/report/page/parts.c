/* Frames of sections and figures, the legend of stages, distributions. */
#include "report/page/page.h"

#include "report/chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void clg_page_section(const clg_page *page, const char *id, clg_word title)
{
    fprintf(page->stream, "<section id=\"%s\" aria-labelledby=\"%s-title\">\n", id, id);
    fprintf(page->stream, "<h2 id=\"%s-title\">", id);
    clg_say(page->stream, title, NULL);
    fputs("</h2>\n", page->stream);
}

void clg_page_section_end(const clg_page *page)
{
    fputs("</section>\n", page->stream);
}

void clg_page_say(const clg_page *page, clg_word word)
{
    fputs("<p>", page->stream);
    clg_say(page->stream, word, NULL);
    fputs("</p>\n", page->stream);
}

void clg_page_say_few(const clg_page *page)
{
    char least[CLG_PAGE_TEXT];

    fputs("<p>", page->stream);
    clg_say(page->stream, CLG_WORD_FEW_SCHOOLS, clg_page_count(page->min_group, least),
            NULL);
    fputs("</p>\n", page->stream);
}

void clg_page_figure(const clg_page *page)
{
    fputs("<figure><div class=\"picture\" role=\"group\" tabindex=\"0\">\n",
          page->stream);
}

void clg_page_figure_end(const clg_page *page, clg_word shows)
{
    fputs("</div><figcaption>", page->stream);
    clg_say(page->stream, shows, NULL);
    fputs("</figcaption></figure>\n", page->stream);
}

void clg_page_legend(const clg_page *page)
{
    char fill[CLG_FILL_SIZE];

    fputs("<ul class=\"legend\">", page->stream);
    for (uint32_t k = 0; k < page->stage_count; k++) {
        clg_stage_fill("all", k, fill);
        fputs("<li><svg width=\"28\" height=\"18\" aria-hidden=\"true\">",
              page->stream);
        clg_svg_rect(page->stream, 0, 0, 28, 18, &(clg_svg_paint){.fill = fill});
        clg_stage_badge(page->stream, 14, 9, k);
        fputs("</svg> ", page->stream);
        clg_html_text(page->stream, page->stage_names[k]);
        fputs("</li>", page->stream);
    }
    fputs("</ul>\n", page->stream);
}

const char *clg_page_count(double count, char room[CLG_PAGE_TEXT])
{
    char digits[CLG_SVG_NUMBER_SIZE];
    size_t length, used = 0;

    if (!(fabs(count) < 1e12))
        return "";
    length = clg_svg_decimals(count, 0, digits);
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0 && digits[i - 1] != '-')
            room[used++] = ',';
        room[used++] = digits[i];
    }
    room[used] = '\0';
    return room;
}

/* ---- distributions ---- */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double between(const double *values, size_t known, double at)
{
    size_t low = (size_t)at, high = low + 1 < known ? low + 1 : low;

    return values[low] + (at - (double)low) * (values[high] - values[low]);
}

static double mean_around(const double *values, size_t known, double at, size_t group)
{
    double first = round(at - 0.5 * (double)(group - 1)), sum = 0.0;
    size_t from = (size_t)fmin(fmax(first, 0.0), (double)(known - group));

    for (size_t i = from; i < from + group; i++)
        sum += values[i];
    return sum / (double)group;
}

static void find_spread(double *values, size_t count, size_t group,
                        clg_page_spread *spread)
{
    static const double levels[] = {0.10, 0.25, 0.50, 0.75, 0.90};
    size_t known = 0;

    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            values[known++] = values[i];
    qsort(values, known, sizeof *values, ascending);
    spread->schools = (uint32_t)known;
    for (int i = 0; i < 5; i++) {
        double at = known > 0 ? levels[i] * (double)(known - 1) : 0.0, value;
        value = known == 0  ? (double)NAN
                : group > 1 ? mean_around(values, known, at, group)
                            : between(values, known, at);
        spread->at[i] = round(100.0 * value) / 100.0;
    }
}

void clg_page_spread_of(double *values, size_t count, clg_page_spread *spread)
{
    find_spread(values, count, 1, spread);
}

void clg_page_spread_of_schools(const clg_page *page, double *values,
                                const bool *is_hidden, clg_page_spread *spread)
{
    uint32_t hidden = 0;

    for (uint32_t s = 0; s < page->school_count; s++) {
        if (clg_page_is_small(page, s))
            values[s] = (double)NAN;
        hidden += is_hidden[s] && !isnan(values[s]);
    }
    if (hidden > 0 && hidden >= 2 * page->min_group) {
        find_spread(values, page->school_count, page->min_group, spread);
        return;
    }
    for (uint32_t s = 0; s < page->school_count; s++)
        if (is_hidden[s])
            values[s] = (double)NAN;
    find_spread(values, page->school_count, 1, spread);
}

static void draw_spread(FILE *stream, const clg_plot *plot, double y,
                        const clg_page_spread *spread)
{
    const clg_svg_paint whisker = {.stroke = CLG_SVG_INK, .width = 1.5};
    const clg_svg_paint box = {.fill = "#9ecae1", .stroke = "#08519c", .width = 1.0};
    const clg_svg_paint stroke = {.stroke = "#08306b", .width = 3.0};
    double x[5];

    for (int i = 0; i < 5; i++)
        x[i] = clg_scale_at(&plot->x, spread->at[i]);
    clg_svg_line(stream, x[0], y, x[4], y, &whisker);
    clg_svg_rect(stream, x[1], y - 7.0, fmax(x[3] - x[1], 1.0), 14.0, &box);
    clg_svg_line(stream, x[2], y - 9.0, x[2], y + 9.0, &stroke);
}

void clg_page_draw_spreads(const clg_page *page, const char *id, clg_word title,
                           const clg_page_spread *spreads, size_t count)
{
    const clg_svg_font font = {.size = 13, .anchor = CLG_SVG_END, .width = 280};
    double bottom = 14.0 + 30.0 * (double)count, from = 0.0, to = 1.0;
    clg_plot plot;

    for (size_t i = 0; i < count; i++) {
        from = spreads[i].at[0] < 0.0 ? -1.0 : from;
        to = fmax(to, ceil(spreads[i].at[4]));
    }
    plot = (clg_plot){{from, to, 300.0, CLG_PAGE_WIDTH - 24.0}, {0, 1, bottom, 8.0}};
    clg_svg_begin(page->stream, id, CLG_PAGE_WIDTH, bottom + 34.0, clg_words(title));
    for (size_t i = 0; i < count; i++) {
        char median[CLG_SVG_NUMBER_SIZE];
        clg_svg_decimals(spreads[i].at[2], 2, median);
        clg_svg_words(page->stream, spreads[i].label);
        fprintf(page->stream, ": %s. ", median);
    }
    clg_svg_begin_content(page->stream);
    clg_plot_x_axis(page->stream, &plot, 5, "");
    for (size_t i = 0; i < count; i++) {
        double y = 24.0 + 30.0 * (double)i;
        const clg_svg_paint rule = {.stroke = CLG_SVG_RULE, .width = 1.0};
        clg_svg_line(page->stream, plot.x.start, y, plot.x.end, y, &rule);
        clg_svg_text(page->stream, 288.0, y + 4.5, spreads[i].label, &font);
        draw_spread(page->stream, &plot, y, &spreads[i]);
    }
    clg_svg_end(page->stream);
}

void clg_page_table_spreads(const clg_page *page, const char *id,
                            const clg_page_spread *spreads, size_t count)
{
    const char *const titles[] = {
        clg_words(CLG_WORD_MEASURE),    clg_words(CLG_WORD_SCHOOLS),
        clg_words(CLG_WORD_TENTH),      clg_words(CLG_WORD_QUARTER),
        clg_words(CLG_WORD_MEDIAN),     clg_words(CLG_WORD_THREE_QUARTERS),
        clg_words(CLG_WORD_NINE_TENTHS)};

    clg_html_table(page->stream, id, clg_words(CLG_WORD_QUANTILES), titles, "tnnnnnn");
    for (size_t i = 0; i < count; i++) {
        clg_html_row(page->stream, spreads[i].label);
        clg_html_number(page->stream, spreads[i].schools, 0);
        for (int q = 0; q < 5; q++)
            clg_html_number(page->stream, spreads[i].at[q], 2);
        clg_html_row_end(page->stream);
    }
    clg_html_table_end(page->stream);
}
