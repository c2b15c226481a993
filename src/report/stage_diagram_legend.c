/* The legend of the diagram: what is in the picture, and nothing else. Items follow one
 * another in rows. */
#include "report/stage_diagram_part.h"

#include <math.h>

enum { SAMPLE = 28, ROW = 22, GAP = 20 };

static const clg_svg_font font = {.size = 12, .width = 260};

/* Where an item's sample begins; x moves on, to a new row if this one is full. */
static double place_item(clg_picture *picture, double *x, const char *text)
{
    double width =
        SAMPLE + 6.0 + fmin(font.width, clg_svg_text_width(text, font.size, false));
    double left;

    if (*x + width > CLG_DIAGRAM_WIDTH - 24.0) {
        *x = 24.0;
        picture->y += ROW;
    }
    left = *x;
    *x += width + GAP;
    clg_svg_text(picture->stream, left + SAMPLE + 6.0, picture->y + 4.0, text, &font);
    return left;
}

static void put_stages(clg_picture *picture, double *x)
{
    const clg_stage_diagram *diagram = picture->diagram;

    for (uint32_t k = 0; k < diagram->stage_count; k++) {
        const clg_svg_paint paint = {.fill = picture->fills[k]};
        double left = place_item(picture, x, diagram->stage_names[k]);

        clg_svg_rect(picture->stream, left, picture->y - 8.0, SAMPLE, 16.0, &paint);
        clg_stage_badge(picture->stream, left + 0.5 * SAMPLE, picture->y, k);
    }
}

static void put_line(clg_picture *picture, double *x, const clg_svg_paint *paint,
                     const char *text)
{
    double left = place_item(picture, x, text);

    clg_svg_line(picture->stream, left, picture->y, left + SAMPLE, picture->y, paint);
}

static void put_box(clg_picture *picture, double *x, const clg_svg_paint *paint,
                    const char *text)
{
    double left = place_item(picture, x, text);

    clg_svg_rect(picture->stream, left, picture->y - 7.0, SAMPLE, 14.0, paint);
}

static void put_observed(clg_picture *picture, double *x)
{
    const double jag[] = {5.0, -4.0, 3.0};
    double left = place_item(picture, x, "observed energy"), y = picture->y;
    clg_plot plot = {{-0.5, 2.5, left, left + SAMPLE}, {0.0, 1.0, y, y + 1.0}};

    clg_plot_line(picture->stream, &plot, NULL, jag, 3, &clg_diagram_observed_paint);
    clg_plot_points(picture->stream, &plot, NULL, jag, 3, 2.4,
                    &clg_diagram_point_paint);
}

typedef struct contents {
    bool smooth, interval, missing, entries;
} contents;

static contents contents_of(const clg_picture *picture)
{
    const clg_stage_diagram *diagram = picture->diagram;
    contents found = {.interval = picture->has_curve && diagram->curve.low != NULL};

    for (size_t s = 0; s < diagram->school_count; s++) {
        const clg_diagram_school *school = &diagram->schools[s];

        found.smooth = found.smooth || school->smooth != NULL;
        found.interval = found.interval || school->low != NULL;
        found.entries = found.entries || school->entries != NULL;
        for (size_t w = 0; w < school->window_count; w++)
            found.missing = found.missing || isnan(school->observed[w]);
    }
    return found;
}

static void put_entry(clg_picture *picture, double *x)
{
    double left = place_item(picture, x, "enters a stage") + 0.5 * SAMPLE;

    clg_svg_line(picture->stream, left, picture->y - 8.0, left, picture->y + 8.0,
                 &clg_diagram_entry_paint);
}

void clg_diagram_draw_legend(clg_picture *picture)
{
    contents found = contents_of(picture);
    double x = 24.0;

    picture->y += 10.0;
    put_stages(picture, &x);
    picture->y += ROW;
    x = 24.0;
    if (picture->has_curve)
        put_line(picture, &x, &clg_diagram_curve_paint, "energy of all schools");
    if (picture->diagram->school_count > 0)
        put_observed(picture, &x);
    if (found.smooth)
        put_line(picture, &x, &clg_diagram_smooth_paint, "smoothed energy");
    if (found.interval)
        put_box(picture, &x, &clg_diagram_interval_paint, "interval");
    if (found.missing)
        put_box(picture, &x, &clg_diagram_missing_paint, "not observed");
    if (found.entries)
        put_entry(picture, &x);
    picture->y += 34.0;
}
