/* Checks what is to be drawn, then draws it twice: onto nothing, to learn the height,
 * and onto the stream. */
#include "report/stage_diagram_part.h"

#include "base/fail.h"
#include "base/file.h"

#include <inttypes.h>
#include <math.h>

/* Beyond this an index is a mistake, and pixels would have no digits left. */
static const double largest_energy = 1e9;
static const double largest_cell = 40.0;

/* ---- checks ---- */

static clg_status check_energies(const double *values, size_t count, const char *of,
                                 clg_error *err)
{
    for (size_t i = 0; values != NULL && i < count; i++)
        if (!isnan(values[i]) && !(fabs(values[i]) <= largest_energy))
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "a number of %s is %g, expected at most %g in size", of,
                            values[i], largest_energy);
    return CLG_OK;
}

static clg_status check_curve(const clg_diagram_curve *curve, clg_error *err)
{
    const double *const parts[] = {curve->position, curve->energy, curve->low,
                                   curve->high};
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < 4; i++)
        status = check_energies(parts[i], curve->count, "the curve", err);
    return status;
}

static clg_status check_stages(const clg_stage_diagram *diagram, clg_error *err)
{
    const double *bounds = diagram->bounds;

    if (diagram->stage_count < 1 || diagram->stage_count > CLG_DIAGRAM_STAGES)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "%" PRIu32 " stages to draw, expected 1 to %d",
                        diagram->stage_count, CLG_DIAGRAM_STAGES);
    for (uint32_t k = 0; k < diagram->stage_count; k++)
        if (!(bounds[k + 1] - bounds[k] > 0.0 && fabs(bounds[k]) <= largest_energy &&
              fabs(bounds[k + 1]) <= largest_energy))
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "the band of stage %" PRIu32 " goes from %g to %g", k + 1,
                            bounds[k], bounds[k + 1]);
    return CLG_OK;
}

static clg_status check_posterior(const clg_diagram_school *school, uint32_t stages,
                                  clg_error *err)
{
    for (size_t w = 0; school->posterior != NULL && w < school->window_count; w++) {
        const double *p = school->posterior + w * stages;
        double sum = 0.0, least = 0.0;

        for (uint32_t k = 0; k < stages; k++) {
            sum += p[k];
            least = fmin(least, p[k]);
        }
        if (!isnan(sum) && (fabs(sum - 1.0) > 1e-3 || least < -1e-6))
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "probabilities of '%s' in window %zu add up to %g, the "
                            "least is %g",
                            school->name, w + 1, sum, least);
    }
    return CLG_OK;
}

static clg_status check_school(const clg_diagram_school *school, uint32_t stages,
                               clg_error *err)
{
    const double *const parts[] = {school->observed, school->smooth, school->low,
                                   school->high};
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < 4; i++)
        status = check_energies(parts[i], school->window_count, school->name, err);
    return status == CLG_OK ? check_posterior(school, stages, err) : status;
}

static clg_status check(const clg_stage_diagram *diagram, clg_error *err)
{
    clg_status status = check_stages(diagram, err);

    if (status == CLG_OK)
        status = check_curve(&diagram->curve, err);
    if (status == CLG_OK && diagram->school_count > CLG_DIAGRAM_SCHOOLS)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "%zu schools to draw, expected at most %d",
                        diagram->school_count, CLG_DIAGRAM_SCHOOLS);
    for (size_t s = 0; status == CLG_OK && s < diagram->school_count; s++)
        status = check_school(&diagram->schools[s], diagram->stage_count, err);
    return status;
}

/* ---- layout ---- */

static clg_range energy_of_schools(const clg_stage_diagram *diagram)
{
    clg_range range = CLG_RANGE_EMPTY;

    for (size_t s = 0; s < diagram->school_count; s++) {
        const clg_diagram_school *school = &diagram->schools[s];

        clg_range_add(&range, school->observed, school->window_count);
        clg_range_add(&range, school->smooth, school->window_count);
        clg_range_add(&range, school->low, school->window_count);
        clg_range_add(&range, school->high, school->window_count);
    }
    return clg_range_padded(&range);
}

static bool has_curve(const clg_diagram_curve *curve)
{
    clg_range range = CLG_RANGE_EMPTY;

    clg_range_add(&range, curve->energy, curve->count);
    return range.low <= range.high;
}

static double cell_of_schools(const clg_stage_diagram *diagram)
{
    size_t most = 1;

    for (size_t s = 0; s < diagram->school_count; s++)
        if (diagram->schools[s].window_count > most)
            most = diagram->schools[s].window_count;
    return fmin(largest_cell, (CLG_DIAGRAM_RIGHT - CLG_DIAGRAM_LEFT) / (double)most);
}

static const char *title_of(const clg_stage_diagram *diagram)
{
    return diagram->title != NULL ? diagram->title : "Stages of development";
}

static void draw_title(clg_picture *picture)
{
    const clg_svg_font font = {
        .size = 20, .is_bold = true, .width = CLG_DIAGRAM_WIDTH - 48};

    clg_svg_text(picture->stream, 24.0, 38.0, title_of(picture->diagram), &font);
    picture->y = 56.0;
}

static void draw_heading_of_schools(clg_picture *picture)
{
    const clg_svg_font heading = {.size = 15, .is_bold = true};
    const clg_svg_font words = {.size = 12, .colour = CLG_SVG_FAINT};

    clg_svg_text(picture->stream, 24.0, picture->y + 16.0, "School by school",
                 &heading);
    clg_svg_text(picture->stream, 166.0, picture->y + 16.0,
                 "all with the same scale of energy and the same width of a window; "
                 "below, how probable each stage is, window by window",
                 &words);
    picture->y += 34.0;
}

static void draw_parts(clg_picture *picture)
{
    const clg_stage_diagram *diagram = picture->diagram;

    draw_title(picture);
    clg_diagram_draw_population(picture);
    clg_diagram_draw_legend(picture);
    if (diagram->school_count > 0)
        draw_heading_of_schools(picture);
    for (size_t s = 0; s < diagram->school_count; s++)
        clg_diagram_draw_school(picture, &diagram->schools[s]);
    picture->y += 8.0;
}

/* For those who can't see it. */
static void describe(const clg_stage_diagram *diagram, FILE *stream)
{
    clg_svg_words(stream,
                  "Energy of all schools over developmental time, before a band "
                  "for each stage: ");
    for (uint32_t k = 0; k < diagram->stage_count; k++) {
        clg_svg_words(stream, k > 0 ? ", " : "");
        clg_svg_words(stream, diagram->stage_names[k]);
    }
    clg_svg_words(stream, diagram->school_count > 0
                              ? ". Below, observed energy and the probability of each "
                                "stage by window, for: "
                              : ".");
    for (size_t s = 0; s < diagram->school_count; s++) {
        clg_svg_words(stream, s > 0 ? ", " : "");
        clg_svg_words(stream, diagram->schools[s].name);
    }
    clg_svg_words(stream, diagram->school_count > 0 ? "." : "");
}

clg_status clg_stage_diagram_draw(const clg_stage_diagram *diagram, const char *id,
                                  FILE *stream, clg_error *err)
{
    clg_picture picture = {.diagram = diagram};
    clg_status status = check(diagram, err);

    if (status != CLG_OK)
        return status;
    picture.has_curve = has_curve(&diagram->curve);
    picture.energy = energy_of_schools(diagram);
    picture.cell = cell_of_schools(diagram);
    for (uint32_t k = 0; k < diagram->stage_count; k++)
        clg_stage_fill(id, k, picture.fills[k]);
    draw_parts(&picture);

    clg_svg_begin(stream, id, CLG_DIAGRAM_WIDTH, picture.y, title_of(diagram));
    describe(diagram, stream);
    clg_svg_begin_content(stream);
    clg_stage_patterns(stream, id, diagram->stage_count);
    picture.stream = stream;
    draw_parts(&picture);
    clg_svg_end(stream);
    return CLG_OK;
}

clg_status clg_stage_diagram_write(const clg_stage_diagram *diagram, const char *path,
                                   clg_error *err)
{
    clg_output output;
    clg_status status = clg_output_open(path, &output, err);

    if (status != CLG_OK)
        return status;
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", output.stream);
    status = clg_stage_diagram_draw(diagram, "stages", output.stream, err);
    if (status == CLG_OK)
        return clg_output_commit(&output, err);
    clg_output_discard(&output);
    return status;
}
