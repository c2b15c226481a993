/* The panel of one school: the observed line with its gaps, the smoothed curve, and the
 * ribbon of the stages' probabilities under them. Window i is the cell from i - .5 to
 * i + .5. */
#include "report/stage_diagram_part.h"

#include <inttypes.h>
#include <math.h>

enum {
    NAME_HEIGHT = 40, /* the name and the badges of entries */
    PLOT_HEIGHT = 100,
    RIBBON_GAP = 13,
    RIBBON_HEIGHT = 60,
    LABELS_HEIGHT = 48,
    TEXT_SIZE = 256
};

/* ---- windows ---- */

static void window_label(const clg_diagram_school *school, size_t window,
                         char text[TEXT_SIZE])
{
    if (school->labels != NULL && school->labels[window] != NULL)
        snprintf(text, TEXT_SIZE, "%s", school->labels[window]);
    else
        snprintf(text, TEXT_SIZE, "%zu", window + 1);
}

static bool has_posterior(const clg_picture *picture, const clg_diagram_school *school,
                          size_t window)
{
    uint32_t stages = picture->diagram->stage_count;

    if (school->posterior == NULL)
        return false;
    for (uint32_t k = 0; k < stages; k++)
        if (isnan(school->posterior[window * stages + k]))
            return false;
    return true;
}

/* The most probable stage; stage_count if the window has no probabilities. */
static uint32_t likeliest(const clg_picture *picture, const clg_diagram_school *school,
                          size_t window)
{
    uint32_t stages = picture->diagram->stage_count, best = 0;
    const double *p;

    if (!has_posterior(picture, school, window))
        return stages;
    p = school->posterior + window * stages;
    for (uint32_t k = 1; k < stages; k++)
        if (p[k] > p[best])
            best = k;
    return best;
}

/* Probability of the first `stages` stages. */
static double cumulated(const clg_picture *picture, const clg_diagram_school *school,
                        size_t window, uint32_t stages)
{
    const double *p = school->posterior + window * picture->diagram->stage_count;
    double sum = 0.0;

    for (uint32_t k = 0; k < stages; k++)
        sum += p[k];
    return fmin(1.0, fmax(0.0, sum));
}

/* ---- the name, and where the school is ---- */

static double draw_latest(const clg_picture *picture, const clg_diagram_school *school)
{
    const clg_svg_font font = {
        .size = 12, .colour = CLG_SVG_FAINT, .anchor = CLG_SVG_END, .width = 420.0};
    uint32_t stages = picture->diagram->stage_count, stage = stages;
    char text[4 * TEXT_SIZE], label[TEXT_SIZE], name[TEXT_SIZE];
    char number[CLG_SVG_NUMBER_SIZE];
    size_t window = school->window_count;
    double p;

    while (window > 0 && stage == stages)
        stage = likeliest(picture, school, --window);
    if (stage == stages)
        return 0.0;
    p = school->posterior[window * stages + stage];
    clg_svg_decimals(p, 2, number);
    window_label(school, window, label);
    snprintf(text, sizeof text, "%s: %s, probability %s", label,
             clg_svg_isolate(picture->diagram->stage_names[stage], name, sizeof name),
             p < 0.995 ? number : "above 0.99");
    clg_svg_text(picture->stream, CLG_DIAGRAM_RIGHT, picture->y + 14.0, text, &font);
    return fmin(font.width, clg_svg_text_width(text, font.size, false)) + 20.0;
}

static void draw_name(const clg_picture *picture, const clg_diagram_school *school)
{
    const clg_svg_paint rule = {.stroke = CLG_SVG_RULE, .width = 1.0};
    clg_svg_font font = {.size = 14, .is_bold = true};

    clg_svg_line(picture->stream, 24.0, picture->y - 6.0, CLG_DIAGRAM_RIGHT,
                 picture->y - 6.0, &rule);
    font.width = CLG_DIAGRAM_RIGHT - 24.0 - draw_latest(picture, school);
    clg_svg_text(picture->stream, 24.0, picture->y + 14.0, school->name, &font);
}

/* ---- energy ---- */

/* Grey behind each run of windows that were not observed. */
static void draw_missing(const clg_picture *picture, const clg_plot *plot,
                         const clg_diagram_school *school)
{
    const double *observed = school->observed;
    size_t count = school->window_count;

    for (size_t from = 0, to; from < count; from = to) {
        double left = clg_scale_at(&plot->x, (double)from - 0.5);

        for (to = from + 1; to < count && isnan(observed[to]) == isnan(observed[from]);)
            to++;
        if (isnan(observed[from]))
            clg_svg_rect(picture->stream, left, plot->y.end,
                         clg_scale_at(&plot->x, (double)to - 0.5) - left,
                         plot->y.start - plot->y.end, &clg_diagram_missing_paint);
    }
}

static void draw_energy(const clg_picture *picture, const clg_plot *plot,
                        const clg_diagram_school *school)
{
    FILE *stream = picture->stream;
    size_t count = school->window_count;
    double radius = fmax(0.7, fmin(2.4, 0.24 * picture->cell));

    draw_missing(picture, plot, school);
    clg_plot_y_axis(stream, plot, 4, "Energy");
    if (school->low != NULL && school->high != NULL)
        clg_plot_area(stream, plot, NULL, school->low, school->high, count,
                      &clg_diagram_interval_paint);
    clg_plot_line(stream, plot, NULL, school->observed, count,
                  &clg_diagram_observed_paint);
    if (school->smooth != NULL)
        clg_plot_line(stream, plot, NULL, school->smooth, count,
                      &clg_diagram_smooth_paint);
    clg_plot_points(stream, plot, NULL, school->observed, count, radius,
                    &clg_diagram_point_paint);
}

/* ---- the ribbon ---- */

/* Stage k in the windows [from, to): steps along the top, and back along the bottom. */
static void draw_strip(const clg_picture *picture, const clg_plot *ribbon,
                       const clg_diagram_school *school, uint32_t k, size_t from,
                       size_t to)
{
    const clg_svg_paint paint = {
        .fill = picture->fills[k], .stroke = "#ffffff", .width = 0.7};
    FILE *stream = picture->stream;

    clg_svg_path(stream);
    for (size_t w = from; w < to; w++) {
        double y = clg_scale_at(&ribbon->y, cumulated(picture, school, w, k + 1));
        double left = clg_scale_at(&ribbon->x, (double)w - 0.5);

        if (w == from)
            clg_svg_move(stream, left, y);
        else
            clg_svg_draw(stream, left, y);
        clg_svg_draw(stream, clg_scale_at(&ribbon->x, (double)w + 0.5), y);
    }
    for (size_t w = to; w-- > from;) {
        double y = clg_scale_at(&ribbon->y, cumulated(picture, school, w, k));

        clg_svg_draw(stream, clg_scale_at(&ribbon->x, (double)w + 0.5), y);
        clg_svg_draw(stream, clg_scale_at(&ribbon->x, (double)w - 0.5), y);
    }
    clg_svg_close(stream);
    clg_svg_path_end(stream, &paint);
}

/* Runs of windows in which stage k can be seen. */
static void draw_strips(const clg_picture *picture, const clg_plot *ribbon,
                        const clg_diagram_school *school, uint32_t k)
{
    uint32_t stages = picture->diagram->stage_count;
    size_t from = 0;

    for (size_t w = 0; w <= school->window_count; w++) {
        bool is_seen = w < school->window_count && has_posterior(picture, school, w) &&
                       school->posterior[w * stages + k] > 0.002;

        if (is_seen)
            continue;
        if (w > from)
            draw_strip(picture, ribbon, school, k, from, w);
        from = w + 1;
    }
}

/* Its number in each run of windows in which a stage is the most probable, where there
 * is room for it. */
static void draw_numbers(const clg_picture *picture, const clg_plot *ribbon,
                         const clg_diagram_school *school)
{
    const double room = 2.0 * CLG_BADGE_RADIUS + 3.0;
    uint32_t stages = picture->diagram->stage_count;

    for (size_t from = 0, to; from < school->window_count; from = to) {
        uint32_t k = likeliest(picture, school, from);
        size_t middle;
        double low, high;

        for (to = from + 1;
             to < school->window_count && likeliest(picture, school, to) == k;)
            to++;
        middle = from + (to - from) / 2;
        if (k == stages || (double)(to - from) * picture->cell < room)
            continue;
        low = clg_scale_at(&ribbon->y, cumulated(picture, school, middle, k));
        high = clg_scale_at(&ribbon->y, cumulated(picture, school, middle, k + 1));
        if (low - high < room)
            continue;
        clg_stage_badge(picture->stream,
                        clg_scale_at(&ribbon->x, 0.5 * (double)(from + to) - 0.5),
                        0.5 * (low + high), k);
    }
}

static void draw_ribbon(const clg_picture *picture, const clg_plot *ribbon,
                        const clg_diagram_school *school)
{
    for (uint32_t k = 0; k < picture->diagram->stage_count; k++)
        draw_strips(picture, ribbon, school, k);
    draw_numbers(picture, ribbon, school);
    clg_plot_y_axis(picture->stream, ribbon, 1, "Probability");
}

/* ---- entries and the calendar ---- */

static bool is_drawn(const clg_diagram_school *school, uint32_t stage)
{
    return school->entries[stage] >= 0.0 &&
           school->entries[stage] < (double)school->window_count;
}

typedef struct entry {
    double x;
    uint32_t stage;
} entry;

/* Those to be drawn, in order of time; returns how many. */
static uint32_t sort_entries(const clg_picture *picture, const clg_plot *plot,
                             const clg_diagram_school *school,
                             entry entries[CLG_DIAGRAM_STAGES])
{
    uint32_t count = 0;

    for (uint32_t k = 0; k < picture->diagram->stage_count; k++) {
        entry one = {clg_scale_at(&plot->x, school->entries[k] - 0.5), k};
        uint32_t i = count;

        if (!is_drawn(school, k))
            continue;
        for (; i > 0 && entries[i - 1].x > one.x; i--)
            entries[i] = entries[i - 1];
        entries[i] = one;
        count++;
    }
    return count;
}

/* Lines down to `bottom`; their badges move apart where they come close together. */
static void draw_entries(const clg_picture *picture, const clg_plot *plot,
                         const clg_diagram_school *school, double bottom)
{
    const clg_svg_paint leader = {.stroke = CLG_SVG_INK, .width = 0.8};
    double centres[CLG_DIAGRAM_STAGES], widths[CLG_DIAGRAM_STAGES];
    double top = plot->y.end, row = top - CLG_BADGE_RADIUS - 6.0;
    entry entries[CLG_DIAGRAM_STAGES];
    uint32_t count = sort_entries(picture, plot, school, entries);

    for (uint32_t i = 0; i < count; i++) {
        centres[i] = entries[i].x;
        widths[i] = 2.0 * CLG_BADGE_RADIUS;
    }
    clg_labels_spread(centres, widths, count, 3.0, CLG_DIAGRAM_LEFT - 20.0,
                      CLG_DIAGRAM_RIGHT + 8.0);
    for (uint32_t i = 0; i < count; i++) {
        double x = entries[i].x;

        clg_svg_line(picture->stream, x, top, x, bottom, &clg_diagram_entry_paint);
        clg_svg_line(picture->stream, centres[i], row, x, top, &leader);
        clg_stage_badge(picture->stream, centres[i], row, entries[i].stage);
    }
}

/* Every how many windows there is a label: 1, 2, 3, 4, 6, 12, 24, ... */
static size_t label_step(const clg_picture *picture, const clg_diagram_school *school,
                         const clg_svg_font *font)
{
    static const size_t steps[] = {1, 2, 3, 4, 6, 12};
    double widest = 0.0;
    size_t step = 12;

    for (size_t w = 0; w < school->window_count; w++) {
        char text[TEXT_SIZE];

        window_label(school, w, text);
        widest = fmax(widest, clg_svg_text_width(text, font->size, false));
    }
    widest = fmin(widest, font->width) + 12.0;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if ((double)steps[i] * picture->cell >= widest)
            return steps[i];
    while ((double)step * picture->cell < widest)
        step *= 2;
    return step;
}

static void draw_calendar(const clg_picture *picture, const clg_plot *ribbon,
                          const clg_diagram_school *school)
{
    const clg_svg_paint axis = {.stroke = CLG_SVG_FAINT, .width = 1.0};
    const clg_svg_font font = {
        .size = 11, .colour = CLG_SVG_FAINT, .anchor = CLG_SVG_MIDDLE, .width = 130.0};
    double bottom = ribbon->y.start;
    size_t step = label_step(picture, school, &font);

    clg_svg_line(picture->stream, ribbon->x.start, bottom, ribbon->x.end, bottom,
                 &axis);
    for (size_t w = 0; w < school->window_count; w += step) {
        double x = clg_scale_at(&ribbon->x, (double)w);
        char text[TEXT_SIZE];

        window_label(school, w, text);
        clg_svg_line(picture->stream, x, bottom, x, bottom + 5.0, &axis);
        if (x + 0.5 * fmin(font.width, clg_svg_text_width(text, 11.0, false)) <
            CLG_DIAGRAM_WIDTH - 4.0)
            clg_svg_text(picture->stream, x, bottom + 18.0, text, &font);
    }
}

/* ---- what there is nothing of ---- */

static void draw_remarks(const clg_picture *picture, const clg_plot *plot,
                         const clg_plot *ribbon, const clg_diagram_school *school)
{
    bool is_observed = false, is_probable = false;

    for (size_t w = 0; w < school->window_count; w++) {
        is_observed = is_observed || !isnan(school->observed[w]);
        is_probable = is_probable || has_posterior(picture, school, w);
    }
    if (!is_observed)
        clg_diagram_draw_remark(picture, plot, "no window was observed");
    if (!is_probable)
        clg_diagram_draw_remark(picture, ribbon, "no probabilities");
}

void clg_diagram_draw_school(clg_picture *picture, const clg_diagram_school *school)
{
    double top = picture->y + NAME_HEIGHT, ribbon_top = top + PLOT_HEIGHT + RIBBON_GAP;
    double count = school->window_count > 0 ? (double)school->window_count : 1.0;
    clg_scale across = {-0.5, count - 0.5, CLG_DIAGRAM_LEFT,
                        CLG_DIAGRAM_LEFT + count * picture->cell};
    clg_plot plot = {
        across, {picture->energy.low, picture->energy.high, top + PLOT_HEIGHT, top}};
    clg_plot ribbon = {across, {0.0, 1.0, ribbon_top + RIBBON_HEIGHT, ribbon_top}};

    clg_svg_group(picture->stream, school->name);
    draw_name(picture, school);
    draw_energy(picture, &plot, school);
    draw_ribbon(picture, &ribbon, school);
    if (school->entries != NULL)
        draw_entries(picture, &plot, school, ribbon.y.start);
    draw_remarks(picture, &plot, &ribbon, school);
    draw_calendar(picture, &ribbon, school);
    clg_svg_group_end(picture->stream);
    picture->y = ribbon.y.start + LABELS_HEIGHT;
}
