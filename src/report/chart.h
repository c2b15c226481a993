/* Charts: scales, round ticks, axes, curves with gaps, labels that keep apart. */
#ifndef CLG_REPORT_CHART_H
#define CLG_REPORT_CHART_H

#include "report/svg.h"

/* ---- from data to pixels ---- */

/* Linear: from is drawn at start, to at end; from < to. */
typedef struct clg_scale {
    double from, to, start, end;
} clg_scale;

double clg_scale_at(const clg_scale *scale, double value); /* NaN stays NaN */

/* The smallest and largest of numbers; low > high while there were none. */
typedef struct clg_range {
    double low, high;
} clg_range;

#define CLG_RANGE_EMPTY ((clg_range){1.0, -1.0})

/* NaN and NULL add nothing. */
void clg_range_add(clg_range *range, const double *values, size_t count);
/* With 5 % more at both ends. One number alone gets room around it; without any the
 * range is 0 to 1. */
clg_range clg_range_padded(const clg_range *range);

/* Multiples of 1, 2 or 5 times a power of ten. */
typedef struct clg_ticks {
    double first, step; /* first is a multiple of step */
    int count, places;  /* decimals that tell them apart */
} clg_ticks;

/* About so many (2 to 10) in [from, to]. */
clg_ticks clg_ticks_of(double from, double to, int wanted);
/* "1.50", with U+2212 for minus; text has room for CLG_SVG_NUMBER_SIZE. */
void clg_tick_text(double value, int places, char *text);

/* ---- a plot: y.start is its bottom and y.end its top ---- */

typedef struct clg_plot {
    clg_scale x, y;
} clg_plot;

/* Grid, labels to the left, title along the axis. */
void clg_plot_y_axis(FILE *stream, const clg_plot *plot, int wanted, const char *title);
/* Ticks, labels and title below. */
void clg_plot_x_axis(FILE *stream, const clg_plot *plot, int wanted, const char *title);

/* Points of a curve; where a number is NaN there is a gap, and a point between two gaps
 * is a dot. x may be NULL: 0, 1, 2, ... */
void clg_plot_line(FILE *stream, const clg_plot *plot, const double *x, const double *y,
                   size_t count, const clg_svg_paint *paint);
void clg_plot_points(FILE *stream, const clg_plot *plot, const double *x,
                     const double *y, size_t count, double radius,
                     const clg_svg_paint *paint);
/* What lies between low and high. */
void clg_plot_area(FILE *stream, const clg_plot *plot, const double *x,
                   const double *low, const double *high, size_t count,
                   const clg_svg_paint *paint);

/* ---- labels ---- */

/* The largest width that lets labels of these widths, cut to it, stand in a row of this
 * room, with a gap between them. */
double clg_labels_cap(const double *widths, size_t count, double gap, double room);

/* Moves centres, in ascending order, no further than needed so that labels of these
 * widths neither overlap nor leave [from, to]. They must fit. */
void clg_labels_spread(double *centres, const double *widths, size_t count, double gap,
                       double from, double to);

#endif
