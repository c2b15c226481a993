/* People on rings and as a matrix. Shapes, lines and squares of one look are one path
 * each, in whole units, twice as fine as what is seen: thousands of them must fit into
 * a page. */
#include "report/page/sociogram_part.h"

#include <math.h>

enum {
    SIZE = CLG_SOCIOGRAM_SIZE,
    MIDDLE = SIZE / 2,
    MOST_STRENGTH = CLG_SOCIOGRAM_STRENGTHS
};

static const char *const colours[CLG_PAGE_LEVELS] = {"#0072b2", "#e69f00", "#009e73",
                                                     "#cc79a7", "#6e6e6e"};

const char *clg_sociogram_colour(uint32_t group)
{
    return colours[group % CLG_PAGE_LEVELS];
}

static long whole(double value)
{
    return lround(value);
}

/* As a part of a path: circle, square, triangle, diamond, upside-down triangle. */
void clg_sociogram_shape(FILE *stream, uint32_t group, double x, double y, double size)
{
    long r = whole(size), side = whole(1.76 * size), wide = whole(1.15 * size),
         high = whole(1.95 * size), tip = whole(1.2 * size);

    switch (group % CLG_PAGE_LEVELS) {
    case 0: /* an arc that all but closes */
        fprintf(stream, "M%ld %lda%ld %ld 0 1 0 .1 0z", whole(x), whole(y) - r, r, r);
        break;
    case 1:
        fprintf(stream, "M%ld %ldh%ldv%ldh-%ldz", whole(x - 0.5 * (double)side),
                whole(y - 0.5 * (double)side), side, side, side);
        break;
    case 2:
        fprintf(stream, "M%ld %ldl%ld %ldh-%ldz", whole(x), whole(y) - tip, wide, high,
                2 * wide);
        break;
    case 3:
        fprintf(stream, "M%ld %ldl%ld %ld-%ld %ld-%ld-%ldz", whole(x), whole(y) - tip,
                tip, tip, tip, tip, tip, tip);
        break;
    default:
        fprintf(stream, "M%ld %ldh%ldl-%ld %ldz", whole(x) - wide,
                whole(y - 0.75 * size), 2 * wide, wide, high);
    }
}

/* ---- people ---- */

typedef struct frame {
    const clg_page *page;
    const clg_sociogram *s;
    const clg_layout *layout;
    double radius, shape;
} frame;

static clg_layout_point point_of(const frame *f, uint32_t v)
{
    const clg_layout_point *p = &f->layout->points[v];

    return (clg_layout_point){MIDDLE + f->radius * p->x, MIDDLE + f->radius * p->y};
}

static void draw_ties(const frame *f)
{
    static const clg_svg_paint paints[MOST_STRENGTH] = {
        {.stroke = "#8c8c8c", .width = 1.2, .opacity = 0.6},
        {.stroke = "#5a5a5a", .width = 2.4, .opacity = 0.7},
        {.stroke = "#1f1f1f", .width = 4.8, .opacity = 0.8}};
    FILE *stream = f->page->stream;

    for (int strength = 1; strength <= MOST_STRENGTH; strength++) {
        bool is_open = false;
        for (size_t t = 0; t < f->s->drawn_count; t++) {
            const clg_layout_tie *tie = &f->s->drawn[t];
            clg_layout_point a = point_of(f, tie->a), b = point_of(f, tie->b);
            if ((int)tie->weight != strength)
                continue;
            if (!is_open)
                clg_svg_path(stream);
            is_open = true;
            fprintf(stream, "M%ld %ldL%ld %ld", whole(a.x), whole(a.y), whole(b.x),
                    whole(b.y));
        }
        if (is_open) {
            clg_svg_paint paint = paints[strength - 1];
            paint.width *= f->s->is_named ? 0.6 : 1.0; /* seen twice as large */
            clg_svg_path_end(stream, &paint);
        }
    }
}

static void draw_borders(const frame *f)
{
    const clg_svg_paint dashes = {.stroke = "#b0b0b0", .width = 1.6, .dash = "6 8"};

    for (uint32_t g = 0; g + 1 < f->s->group_count; g++)
        if (f->layout->border[g] > 0.0 &&
            f->layout->border[g] < (f->layout->rim > 0.0 ? f->layout->rim : 0.99))
            clg_svg_circle(f->page->stream, MIDDLE, MIDDLE,
                           f->radius * f->layout->border[g], &dashes);
    if (f->layout->rim > 0.0)
        clg_svg_circle(f->page->stream, MIDDLE, MIDDLE, f->radius * f->layout->rim,
                       &dashes);
}

static clg_svg_paint paint_of(uint32_t group, bool is_lone)
{
    const char *colour = clg_sociogram_colour(group);

    return is_lone ? (clg_svg_paint){.fill = "#ffffff", .stroke = colour, .width = 2.8}
                   : (clg_svg_paint){.fill = colour, .stroke = "#ffffff", .width = 2.0};
}

/* All people of one look as one path. */
static void draw_shapes(const frame *f, uint32_t group, bool is_lone)
{
    const clg_svg_paint paint = paint_of(group, is_lone);
    bool is_open = false;

    for (uint32_t v = 0; v < f->s->count; v++) {
        clg_layout_point at = point_of(f, v);
        if (f->s->group[v] != group || (bool)f->s->is_lone[v] != is_lone)
            continue;
        if (!is_open)
            clg_svg_path(f->page->stream);
        is_open = true;
        clg_sociogram_shape(f->page->stream, group, at.x, at.y, f->shape);
    }
    if (is_open)
        clg_svg_path_end(f->page->stream, &paint);
}

static const char *name_of(const frame *f, uint32_t v)
{
    const clg_table *table = &f->page->data->person;
    const char *name =
        clg_page_text(clg_table_column(table, "person"), f->s->person[v]);

    return name != NULL ? name : "";
}

/* Below a shape, on a patch of white that keeps lines away. */
static void draw_name(const frame *f, const char *name, clg_layout_point at)
{
    const clg_svg_paint patch = {.fill = "#ffffff", .opacity = 0.8};
    const clg_svg_font font = {.size = 12,
                               .anchor = CLG_SVG_MIDDLE,
                               .width = 0.95 * f->layout->nearest * f->radius};
    double y = at.y + 1.2 * f->shape + 12.0;
    double wide = fmin(clg_svg_text_width(name, font.size, false), font.width);

    clg_svg_rect(f->page->stream, at.x - 0.5 * wide, y - 10.0, wide, 12.0, &patch);
    clg_svg_text(f->page->stream, at.x, y, name, &font);
}

static void draw_named(const frame *f)
{
    FILE *stream = f->page->stream;

    for (uint32_t v = 0; v < f->s->count; v++) {
        const clg_svg_paint paint = paint_of(f->s->group[v], f->s->is_lone[v]);
        clg_layout_point at = point_of(f, v);
        clg_svg_group(stream, name_of(f, v));
        clg_svg_path(stream);
        clg_sociogram_shape(stream, f->s->group[v], at.x, at.y, f->shape);
        clg_svg_path_end(stream, &paint);
        draw_name(f, name_of(f, v), at);
        clg_svg_group_end(stream);
    }
}

void clg_sociogram_draw_people(const clg_page *page, const clg_sociogram *s,
                               const clg_layout *layout, const char *id)
{
    frame f = {page, s, layout, 0.0, 0.0};
    char title[CLG_PAGE_TEXT];

    f.radius = MIDDLE - (s->is_named ? 36.0 : 20.0);
    f.shape = fmin(13.0, 0.36 * layout->nearest * f.radius);
    clg_compose(title, sizeof title, CLG_WORD_TIES_RINGS,
                clg_page_school(page, s->place), NULL);
    clg_svg_begin_as(page->stream, "sociogram", id, SIZE, SIZE, title);
    clg_sociogram_say(page, s);
    clg_svg_begin_content(page->stream);
    draw_borders(&f);
    draw_ties(&f);
    if (s->is_named)
        draw_named(&f);
    for (uint32_t g = 0; !s->is_named && g < s->group_count; g++) {
        draw_shapes(&f, g, false);
        draw_shapes(&f, g, true);
    }
    clg_svg_end(page->stream);
}

/* ---- the matrix ---- */

/* In units of cells: those above the diagonal, runs of one strength as one line. */
static void draw_cells(const clg_page *page, const clg_sociogram *s, int strength,
                       const char *colour)
{
    bool is_open = false;

    for (size_t t = 0; t < s->drawn_count; t++) {
        const clg_layout_tie *tie = &s->drawn[t];
        uint32_t run = 1;
        if ((int)tie->weight != strength)
            continue;
        while (t + 1 < s->drawn_count && s->drawn[t + 1].a == tie->a &&
               s->drawn[t + 1].b == tie->b + run &&
               (int)s->drawn[t + 1].weight == strength) {
            run++;
            t++;
        }
        fprintf(page->stream, "%sM%u %uh%u", is_open ? "" : "<path d=\"", tie->b,
                tie->a, run);
        is_open = true;
    }
    if (is_open)
        fprintf(page->stream, "\" stroke=\"%s\"/>\n", colour);
}

static void draw_grid(const clg_page *page, const clg_sociogram *s, double from,
                      double cell)
{
    const clg_svg_paint rule = {.stroke = "#6e6e6e", .width = 1.4};
    double end = from + cell * s->count, at = from;

    for (uint32_t g = 0; g < s->group_count; g++) {
        double next = at + cell * s->groups[g].people;
        const clg_svg_paint strip = {.fill = clg_sociogram_colour(g)};
        clg_svg_rect(page->stream, from - 16.0, at + 1.0, 10.0, next - at - 2.0,
                     &strip);
        clg_svg_rect(page->stream, at + 1.0, from - 16.0, next - at - 2.0, 10.0,
                     &strip);
        if (g > 0) {
            clg_svg_line(page->stream, from, at, end, at, &rule);
            clg_svg_line(page->stream, at, from, at, end, &rule);
        }
        at = next;
    }
    clg_svg_rect(page->stream, from, from, end - from, end - from, &rule);
}

/* Names to the left; above them there is no room. */
static void draw_row_names(const clg_page *page, const clg_sociogram *s, double from,
                           double cell)
{
    const frame f = {page, s, NULL, 0.0, 0.0};
    const clg_svg_font font = {
        .size = fmin(12.0, 0.9 * cell), .anchor = CLG_SVG_END, .width = from - 24.0};
    const clg_svg_font above = {.size = font.size,
                                .anchor = CLG_SVG_START,
                                .width = from - 24.0,
                                .is_upward = true};

    for (uint32_t v = 0; v < s->count; v++) {
        double at = from + cell * (v + 0.5) + 0.35 * font.size;
        clg_svg_text(page->stream, from - 20.0, at, name_of(&f, v), &font);
        clg_svg_text(page->stream, at, from - 20.0, name_of(&f, v), &above);
    }
}

void clg_sociogram_draw_matrix(const clg_page *page, const clg_sociogram *s,
                               const char *id)
{
    static const char *const shades[MOST_STRENGTH] = {"#9ecae1", "#4292c6", "#08306b"};
    double from = s->is_named ? 110.0 : 24.0, cell = (SIZE - from - 6.0) / s->count;
    char title[CLG_PAGE_TEXT], number[CLG_SVG_NUMBER_SIZE], step[CLG_SVG_NUMBER_SIZE];

    clg_compose(title, sizeof title, CLG_WORD_TIES_MATRIX,
                clg_page_school(page, s->place), NULL);
    clg_svg_begin_as(page->stream, "sociogram", id, SIZE, SIZE, title);
    clg_sociogram_say(page, s);
    clg_svg_begin_content(page->stream);
    clg_svg_number(from + 0.5 * cell, 3, number);
    clg_svg_number(cell, 4, step);
    fprintf(page->stream,
            "<g transform=\"translate(%s %s) scale(%s)\" fill=\"none\" "
            "stroke-linecap=\"butt\"><g id=\"%s-half\" transform=\"translate(-.5)\">\n",
            number, number, step, id);
    for (int strength = 1; strength <= MOST_STRENGTH; strength++)
        draw_cells(page, s, strength, shades[strength - 1]);
    fprintf(page->stream,
            "</g><use href=\"#%s-half\" transform=\"matrix(0 1 1 0 0 0)\"/></g>\n", id);
    draw_grid(page, s, from, cell);
    if (s->is_named)
        draw_row_names(page, s, from, cell);
    clg_svg_end(page->stream);
}
