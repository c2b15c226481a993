/* The pieces of a chart. Nothing here is remembered between calls, and no room is
 * needed: points go from the data onto the stream one by one. */
#include "report/chart.h"

#include <math.h>
#include <string.h>

/* ---- from data to pixels ---- */

double clg_scale_at(const clg_scale *scale, double value)
{
    return scale->start + (value - scale->from) / (scale->to - scale->from) *
                              (scale->end - scale->start);
}

void clg_range_add(clg_range *range, const double *values, size_t count)
{
    for (size_t i = 0; values != NULL && i < count; i++) {
        if (isnan(values[i]))
            continue;
        if (range->low > range->high)
            range->low = range->high = values[i];
        range->low = fmin(range->low, values[i]);
        range->high = fmax(range->high, values[i]);
    }
}

clg_range clg_range_padded(const clg_range *range)
{
    double size = fmax(fabs(range->low), fabs(range->high));
    double width = range->high - range->low;

    if (range->low > range->high)
        return (clg_range){0.0, 1.0};
    if (width < 1e-6 * fmax(1.0, size))
        width = 10.0 * fmax(1.0, 0.1 * size);
    return (clg_range){range->low - 0.05 * width, range->high + 0.05 * width};
}

clg_ticks clg_ticks_of(double from, double to, int wanted)
{
    double rough = (to - from) / wanted, exponent = floor(log10(rough));
    double power = pow(10.0, exponent), part = rough / power;
    double step = (part < 1.5   ? 1.0
                   : part < 3.5 ? 2.0
                   : part < 7.5 ? 5.0
                                : 10.0) *
                  power;
    double first = ceil(from / step - 1e-9), last = floor(to / step + 1e-9);
    clg_ticks ticks = {first * step, step, (int)(last - first) + 1, 0};

    exponent = floor(log10(step) + 1e-9);
    if (exponent < 0.0)
        ticks.places = (int)fmin(9.0, -exponent);
    return ticks;
}

void clg_tick_text(double value, int places, char *text)
{
    static const char minus[] = "\xe2\x88\x92";
    char number[CLG_SVG_NUMBER_SIZE];
    bool is_negative;

    clg_svg_decimals(value, places, number);
    is_negative = number[0] == '-';
    snprintf(text, CLG_SVG_NUMBER_SIZE, "%s%s", is_negative ? minus : "",
             number + is_negative);
}

/* ---- axes ---- */

static const clg_svg_paint grid = {.stroke = CLG_SVG_RULE, .width = 0.8};
static const clg_svg_paint axis = {.stroke = CLG_SVG_FAINT, .width = 1.0};

void clg_plot_y_axis(FILE *stream, const clg_plot *plot, int wanted, const char *title)
{
    const clg_svg_font numbers = {
        .size = 11, .colour = CLG_SVG_FAINT, .anchor = CLG_SVG_END};
    const clg_svg_font words = {.size = 12,
                                .anchor = CLG_SVG_MIDDLE,
                                .is_upward = true,
                                .width = plot->y.start - plot->y.end};
    clg_ticks ticks = clg_ticks_of(plot->y.from, plot->y.to, wanted);
    double left = plot->x.start;

    for (int i = 0; i < ticks.count; i++) {
        double value = ticks.first + i * ticks.step, y = clg_scale_at(&plot->y, value);
        char text[CLG_SVG_NUMBER_SIZE];

        clg_tick_text(value, ticks.places, text);
        clg_svg_line(stream, left, y, plot->x.end, y, &grid);
        clg_svg_text(stream, left - 7.0, y + 3.8, text, &numbers);
    }
    clg_svg_line(stream, left, plot->y.start, left, plot->y.end, &axis);
    clg_svg_text(stream, left - 44.0, 0.5 * (plot->y.start + plot->y.end), title,
                 &words);
}

void clg_plot_x_axis(FILE *stream, const clg_plot *plot, int wanted, const char *title)
{
    const clg_svg_font numbers = {
        .size = 11, .colour = CLG_SVG_FAINT, .anchor = CLG_SVG_MIDDLE};
    const clg_svg_font words = {
        .size = 12, .anchor = CLG_SVG_MIDDLE, .width = plot->x.end - plot->x.start};
    clg_ticks ticks = clg_ticks_of(plot->x.from, plot->x.to, wanted);
    double bottom = plot->y.start;

    for (int i = 0; i < ticks.count; i++) {
        double value = ticks.first + i * ticks.step, x = clg_scale_at(&plot->x, value);
        char text[CLG_SVG_NUMBER_SIZE];

        clg_tick_text(value, ticks.places, text);
        clg_svg_line(stream, x, bottom, x, bottom + 5.0, &axis);
        clg_svg_text(stream, x, bottom + 18.0, text, &numbers);
    }
    clg_svg_line(stream, plot->x.start, bottom, plot->x.end, bottom, &axis);
    clg_svg_text(stream, 0.5 * (plot->x.start + plot->x.end), bottom + 37.0, title,
                 &words);
}

/* ---- curves ---- */

static double x_at(const clg_plot *plot, const double *x, size_t i)
{
    return clg_scale_at(&plot->x, x != NULL ? x[i] : (double)i);
}

/* NULL, and what is NaN, is not there. */
static bool is_there(const double *x, const double *y, size_t i)
{
    return !isnan(y[i]) && (x == NULL || !isnan(x[i]));
}

void clg_plot_line(FILE *stream, const clg_plot *plot, const double *x, const double *y,
                   size_t count, const clg_svg_paint *paint)
{
    bool is_down = false, is_any = false;

    for (size_t i = 0; i < count; i++)
        is_any = is_any || is_there(x, y, i);
    if (!is_any)
        return;
    clg_svg_path(stream);
    for (size_t i = 0; i < count; i++) {
        bool is_here = is_there(x, y, i);
        double across = x_at(plot, x, i), down = clg_scale_at(&plot->y, y[i]);

        if (is_here && !is_down)
            clg_svg_move(stream, across, down);
        if (is_here) /* to itself at first: a dot, if nothing follows */
            clg_svg_draw(stream, across, down);
        is_down = is_here;
    }
    clg_svg_path_end(stream, paint);
}

void clg_plot_points(FILE *stream, const clg_plot *plot, const double *x,
                     const double *y, size_t count, double radius,
                     const clg_svg_paint *paint)
{
    for (size_t i = 0; i < count; i++)
        if (is_there(x, y, i))
            clg_svg_circle(stream, x_at(plot, x, i), clg_scale_at(&plot->y, y[i]),
                           radius, paint);
}

static size_t run_end(const double *x, const double *low, const double *high,
                      size_t from, size_t count)
{
    while (from < count && is_there(x, low, from) && is_there(x, high, from))
        from++;
    return from;
}

void clg_plot_area(FILE *stream, const clg_plot *plot, const double *x,
                   const double *low, const double *high, size_t count,
                   const clg_svg_paint *paint)
{
    for (size_t from = 0, to; from<count; from = to> from ? to : from + 1) {
        to = run_end(x, low, high, from, count);
        if (to == from)
            continue;
        clg_svg_path(stream);
        clg_svg_move(stream, x_at(plot, x, from), clg_scale_at(&plot->y, high[from]));
        for (size_t i = from + 1; i < to; i++)
            clg_svg_draw(stream, x_at(plot, x, i), clg_scale_at(&plot->y, high[i]));
        for (size_t i = to; i-- > from;)
            clg_svg_draw(stream, x_at(plot, x, i), clg_scale_at(&plot->y, low[i]));
        clg_svg_close(stream);
        clg_svg_path_end(stream, paint);
    }
}

/* ---- labels ---- */

/* Filling up: labels narrower than an equal share leave their rest to the others. */
double clg_labels_cap(const double *widths, size_t count, double gap, double room)
{
    double cap = 0.0, before = -1.0;

    while (cap > before) {
        double left = room - gap * (double)(count - 1);
        size_t wider = 0;

        before = cap;
        for (size_t i = 0; i < count; i++) {
            if (widths[i] <= cap)
                left -= widths[i];
            else
                wider++;
        }
        if (wider == 0)
            return room;
        cap = left / (double)wider;
    }
    return cap;
}

void clg_labels_spread(double *centres, const double *widths, size_t count, double gap,
                       double from, double to)
{
    for (size_t i = 0; i < count; i++) {
        centres[i] = fmax(centres[i], from + 0.5 * widths[i]);
        from = centres[i] + 0.5 * widths[i] + gap;
    }
    for (size_t i = count; i-- > 0;) {
        centres[i] = fmin(centres[i], to - 0.5 * widths[i]);
        to = centres[i] - 0.5 * widths[i] - gap;
    }
}
