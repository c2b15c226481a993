/* The upper part of the diagram: bands, the curve of all schools, caption, legend. */
#include "report/stage_diagram_part.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

const clg_svg_paint clg_diagram_curve_paint = {.stroke = CLG_SVG_INK, .width = 2.8};
const clg_svg_paint clg_diagram_interval_paint = {.fill = "#4a4a4a", .opacity = 0.25};
const clg_svg_paint clg_diagram_observed_paint = {.stroke = "#6a6a6a", .width = 1.1};
const clg_svg_paint clg_diagram_point_paint = {
    .fill = "#ffffff", .stroke = "#4a4a4a", .width = 1.1};
const clg_svg_paint clg_diagram_smooth_paint = {.stroke = CLG_SVG_INK, .width = 2.0};
const clg_svg_paint clg_diagram_missing_paint = {.fill = "#eeeeee"};
const clg_svg_paint clg_diagram_entry_paint = {
    .stroke = CLG_SVG_INK, .width = 1.0, .dash = "4 3"};

enum { LABEL_GAP = 14, NAME_INDENT = 2 * CLG_BADGE_RADIUS + 5, TEXT_SIZE = 256 };

static const clg_svg_font name_font = {.size = 13, .is_bold = true};
static const clg_svg_font dwell_font = {
    .size = 11, .colour = CLG_SVG_FAINT, .anchor = CLG_SVG_MIDDLE};

static const char *unit_of(const clg_stage_diagram *diagram)
{
    return diagram->unit != NULL ? diagram->unit : "windows";
}

/* ---- bands and their names ---- */

static void dwell_text(const clg_stage_diagram *diagram, uint32_t stage,
                       char text[TEXT_SIZE])
{
    double dwell = diagram->dwell[stage];
    char number[CLG_SVG_NUMBER_SIZE];

    if (!(fabs(dwell) <= 1e9)) {
        snprintf(text, TEXT_SIZE, "mean time unknown");
        return;
    }
    clg_tick_text(dwell, dwell < 100.0 ? 1 : 0, number);
    snprintf(text, TEXT_SIZE, "mean %s %s", number, unit_of(diagram));
}

/* Above the bands, moved aside where they are narrower than their names. */
static void draw_label(const clg_picture *picture, uint32_t stage, double centre,
                       double width, double band)
{
    const clg_svg_paint leader = {.stroke = CLG_SVG_FAINT, .width = 0.9};
    const char *name = picture->diagram->stage_names[stage];
    double named = NAME_INDENT + clg_svg_text_width(name, name_font.size, true);
    double left = centre - 0.5 * fmin(width, named), top = picture->y;
    clg_svg_font name_fit = name_font, dwell_fit = dwell_font;
    char dwell[TEXT_SIZE];

    name_fit.width = width - NAME_INDENT;
    dwell_fit.width = width;
    dwell_text(picture->diagram, stage, dwell);
    clg_svg_group(picture->stream, name);
    clg_stage_badge(picture->stream, left + CLG_BADGE_RADIUS, top + 10.5, stage);
    clg_svg_text(picture->stream, left + NAME_INDENT, top + 15.0, name, &name_fit);
    clg_svg_text(picture->stream, centre, top + 30.0, dwell, &dwell_fit);
    clg_svg_line(picture->stream, centre, top + 35.0, band, top + 46.0, &leader);
    clg_svg_group_end(picture->stream);
}

static double label_width(const clg_stage_diagram *diagram, uint32_t stage)
{
    char dwell[TEXT_SIZE];
    double named = NAME_INDENT + clg_svg_text_width(diagram->stage_names[stage],
                                                    name_font.size, true);

    dwell_text(diagram, stage, dwell);
    return fmax(named, clg_svg_text_width(dwell, dwell_font.size, false));
}

static void draw_labels(clg_picture *picture, const clg_plot *plot)
{
    const clg_stage_diagram *diagram = picture->diagram;
    uint32_t count = diagram->stage_count;
    double centres[CLG_DIAGRAM_STAGES], middles[CLG_DIAGRAM_STAGES];
    double widths[CLG_DIAGRAM_STAGES], cap;

    for (uint32_t k = 0; k < count; k++) {
        middles[k] =
            clg_scale_at(&plot->x, 0.5 * (diagram->bounds[k] + diagram->bounds[k + 1]));
        centres[k] = middles[k];
        widths[k] = label_width(diagram, k);
    }
    cap = clg_labels_cap(widths, count, LABEL_GAP, CLG_DIAGRAM_WIDTH - 48.0);
    for (uint32_t k = 0; k < count; k++)
        widths[k] = fmin(widths[k], cap);
    clg_labels_spread(centres, widths, count, LABEL_GAP, 24.0,
                      CLG_DIAGRAM_WIDTH - 24.0);
    for (uint32_t k = 0; k < count; k++)
        draw_label(picture, k, centres[k], widths[k], middles[k]);
}

static void draw_bands(const clg_picture *picture, const clg_plot *plot)
{
    const clg_svg_paint edge = {.stroke = CLG_SVG_FAINT, .width = 0.8, .dash = "2 3"};
    const double *bounds = picture->diagram->bounds;
    double top = plot->y.end, bottom = plot->y.start;

    for (uint32_t k = 0; k < picture->diagram->stage_count; k++) {
        const clg_svg_paint paint = {.fill = picture->fills[k], .opacity = 0.3};
        double from = clg_scale_at(&plot->x, bounds[k]);
        double to = clg_scale_at(&plot->x, bounds[k + 1]);

        clg_svg_rect(picture->stream, from, top, to - from, bottom - top, &paint);
        if (k > 0)
            clg_svg_line(picture->stream, from, top, from, bottom, &edge);
    }
}

/* ---- the curve ---- */

static clg_plot plot_of(const clg_picture *picture)
{
    const clg_stage_diagram *diagram = picture->diagram;
    const clg_diagram_curve *curve = &diagram->curve;
    clg_range across = CLG_RANGE_EMPTY, up = CLG_RANGE_EMPTY;

    clg_range_add(&across, diagram->bounds, diagram->stage_count + 1);
    clg_range_add(&across, curve->position, curve->count);
    clg_range_add(&up, curve->energy, curve->count);
    clg_range_add(&up, curve->low, curve->count);
    clg_range_add(&up, curve->high, curve->count);
    up = clg_range_padded(&up);
    return (clg_plot){{across.low, across.high, CLG_DIAGRAM_LEFT, CLG_DIAGRAM_RIGHT},
                      {up.low, up.high, picture->y + 306.0, picture->y + 46.0}};
}

void clg_diagram_draw_remark(const clg_picture *picture, const clg_plot *plot,
                             const char *text)
{
    const clg_svg_font font = {.size = 12, .colour = CLG_SVG_FAINT};
    const clg_svg_paint ground = {.fill = "#ffffff"};
    double left = plot->x.start + 10.0, middle = 0.5 * (plot->y.start + plot->y.end);

    clg_svg_rect(picture->stream, left, middle - 11.0,
                 clg_svg_text_width(text, font.size, false) + 12.0, 22.0, &ground);
    clg_svg_text(picture->stream, left + 6.0, middle + 4.0, text, &font);
}

static void draw_curve(const clg_picture *picture, const clg_plot *plot)
{
    const clg_svg_paint halo = {.stroke = "#ffffff", .width = 5.0, .opacity = 0.7};
    const clg_stage_diagram *diagram = picture->diagram;
    const clg_diagram_curve *curve = &diagram->curve;

    if (!picture->has_curve) {
        clg_diagram_draw_remark(picture, plot, "no curve of all schools");
        return;
    }
    clg_plot_y_axis(picture->stream, plot, 6,
                    diagram->energy_title != NULL ? diagram->energy_title
                                                  : "Energy index");
    if (curve->low != NULL && curve->high != NULL)
        clg_plot_area(picture->stream, plot, curve->position, curve->low, curve->high,
                      curve->count, &clg_diagram_interval_paint);
    clg_plot_line(picture->stream, plot, curve->position, curve->energy, curve->count,
                  &halo);
    clg_plot_line(picture->stream, plot, curve->position, curve->energy, curve->count,
                  &clg_diagram_curve_paint);
}

/* ---- the caption ---- */

static bool is_any_dwell_unknown(const clg_stage_diagram *diagram)
{
    for (uint32_t k = 0; k < diagram->stage_count; k++)
        if (!(fabs(diagram->dwell[k]) <= 1e9))
            return true;
    return false;
}

/* " (shaded: 95 % interval)", "" if there is none. */
static void interval_text(const clg_stage_diagram *diagram, char text[TEXT_SIZE])
{
    char number[CLG_SVG_NUMBER_SIZE];

    text[0] = '\0';
    if (diagram->curve.low == NULL || diagram->curve.high == NULL)
        return;
    clg_svg_number(100.0 * diagram->level, 1, number);
    snprintf(text, TEXT_SIZE,
             diagram->level > 0.0 ? " (shaded: %s %% interval)" : " (shaded: interval)",
             number);
}

/* "The curve shows the energy of 212 schools taken together, and the width of each
 * band", or only the latter. */
static void subject_text(const clg_picture *picture, char text[2 * TEXT_SIZE])
{
    const clg_stage_diagram *diagram = picture->diagram;
    char interval[TEXT_SIZE], schools[64] = "all schools taken together";

    if (!picture->has_curve) {
        snprintf(text, 2 * TEXT_SIZE, "The width of each band shows");
        return;
    }
    if (diagram->fitted_count > 0)
        snprintf(schools, sizeof schools, "%zu school%s", diagram->fitted_count,
                 diagram->fitted_count > 1 ? "s taken together" : "");
    interval_text(diagram, interval);
    snprintf(text, 2 * TEXT_SIZE,
             "The curve shows the energy of %s%s, and the width of each band", schools,
             interval);
}

static void draw_caption(clg_picture *picture)
{
    const clg_stage_diagram *diagram = picture->diagram;
    const clg_svg_font font = {
        .size = 12, .colour = CLG_SVG_FAINT, .width = CLG_DIAGRAM_WIDTH - 48.0};
    char caption[4 * TEXT_SIZE], subject[2 * TEXT_SIZE];

    subject_text(picture, subject);
    snprintf(
        caption, sizeof caption,
        "%s the mean time in its stage; it is no timetable: schools differ from it "
        "and from one another, and to be in a stage means that a "
        "school\xe2\x80\x99s logs are consistent with it, not why.%s",
        subject,
        is_any_dwell_unknown(diagram) ? " Where the mean time is unknown, the width "
                                        "of the band has no meaning."
                                      : "");
    picture->y += clg_svg_paragraph(picture->stream, 24.0, picture->y, caption, &font);
    if (diagram->note != NULL)
        picture->y +=
            clg_svg_paragraph(picture->stream, 24.0, picture->y, diagram->note, &font);
}

void clg_diagram_draw_population(clg_picture *picture)
{
    const clg_stage_diagram *diagram = picture->diagram;
    clg_plot plot = plot_of(picture);
    char title[TEXT_SIZE];

    snprintf(title, sizeof title, "Developmental time (%s)", unit_of(diagram));
    clg_svg_group(picture->stream, NULL);
    draw_labels(picture, &plot);
    draw_bands(picture, &plot);
    draw_curve(picture, &plot);
    clg_plot_x_axis(picture->stream, &plot, 10, title);
    clg_svg_group_end(picture->stream);
    picture->y = plot.y.start + 64.0;
    draw_caption(picture);
}
