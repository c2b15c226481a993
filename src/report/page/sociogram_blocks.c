/* Groups of people as blocks: rings around the innermost, and a matrix of what lies
 * between them. */
#include "report/page/sociogram_part.h"

#include "report/disclosure.h"

#include <math.h>

enum { SIZE = CLG_SOCIOGRAM_SIZE, MIDDLE = SIZE / 2 };

/* Ties and pairs between two groups, or in one. */
static void count_pairs(const clg_sociogram *s, uint32_t a, uint32_t b, uint32_t *ties,
                        uint32_t *pairs)
{
    uint32_t in_a = s->groups[a].people, in_b = s->groups[b].people;

    *pairs = a == b ? in_a * (in_a - (in_a > 0)) / 2 : in_a * in_b;
    *ties = 0;
    for (size_t t = 0; t < s->tie_count; t++) {
        uint32_t x = s->group[s->ties[t].a], y = s->group[s->ties[t].b];
        *ties += (x == a && y == b) || (x == b && y == a);
    }
}

/* The most ties that there could be if all who could have none had none. */
static uint32_t most_ties(const clg_sociogram *s, uint32_t a, uint32_t b)
{
    uint32_t in_a = s->groups[a].people - s->lone_of[a];
    uint32_t in_b = s->groups[b].people - s->lone_of[b];

    return a == b ? in_a * (in_a - (in_a > 0)) / 2 : in_a * in_b;
}

static const char *at_least(double share, double *shade, char room[CLG_PAGE_TEXT])
{
    char digits[CLG_SVG_NUMBER_SIZE];
    double steps = floor(20.0 * share);

    *shade = NAN;
    if (steps < 1.0)
        return clg_words(CLG_WORD_HIDDEN);
    *shade = steps / 20.0;
    clg_svg_decimals(5.0 * steps, 0, digits);
    clg_compose(room, CLG_PAGE_TEXT, CLG_WORD_SHARE_LEAST, digits, NULL);
    return room;
}

const char *clg_sociogram_density(const clg_sociogram *s, uint32_t a, uint32_t b,
                                  double *shade, char room[CLG_PAGE_TEXT])
{
    char digits[CLG_SVG_NUMBER_SIZE];
    uint32_t ties, pairs, most;
    clg_disclosure_say say;

    count_pairs(s, a, b, &ties, &pairs);
    most = most_ties(s, a, b);
    say = clg_disclosure_share(ties, pairs, s->least, shade);
    if (say != CLG_SAY_UNDEFINED && ties > most)
        return at_least((double)most / pairs, shade, room);
    switch (say) {
    case CLG_SAY_NUMBER:
        clg_svg_decimals(100.0 * *shade, 0, digits);
        snprintf(room, CLG_PAGE_TEXT, "%s %%", digits);
        return room;
    case CLG_SAY_LOW: return clg_words(CLG_WORD_SHARE_LOW);
    case CLG_SAY_HIGH: return clg_words(CLG_WORD_SHARE_HIGH);
    case CLG_SAY_HIDDEN: return clg_words(CLG_WORD_HIDDEN);
    case CLG_SAY_UNDEFINED: break;
    }
    return "";
}

/* From white to dark blue. */
static const char *shade_of(double share, char colour[8])
{
    static const int light[3] = {0xf2, 0xf6, 0xfb}, dark[3] = {0x08, 0x51, 0x9c};
    int c[3];

    for (int i = 0; i < 3; i++)
        c[i] = isnan(share)
                   ? 0xf2
                   : (int)lround(light[i] + fmin(share, 1.0) * (dark[i] - light[i]));
    snprintf(colour, 8, "#%02x%02x%02x", c[0] & 255, c[1] & 255, c[2] & 255);
    return colour;
}

static const char *ink_on(double share)
{
    return share > 0.5 ? "#ffffff" : CLG_SVG_INK;
}

static void describe(const clg_page *page, const clg_sociogram *s)
{
    char room[CLG_PAGE_TEXT];
    double shade;

    for (uint32_t a = 0; a < s->group_count; a++)
        for (uint32_t b = a; b < s->group_count; b++) {
            fputs(a + b > 0 ? "; " : "", page->stream);
            clg_say(page->stream, CLG_WORD_TIES_DENSITY, s->groups[a].label,
                    s->groups[b].label, clg_sociogram_density(s, a, b, &shade, room),
                    NULL);
        }
}

static void begin(const clg_page *page, const clg_sociogram *s, const char *id,
                  clg_word word)
{
    char title[CLG_PAGE_TEXT];

    clg_compose(title, sizeof title, word, clg_page_school(page, s->place), NULL);
    clg_svg_begin_as(page->stream, "sociogram", id, SIZE, SIZE, title);
    describe(page, s);
    clg_svg_begin_content(page->stream);
}

void clg_sociogram_draw_blocks(const clg_page *page, const clg_sociogram *s,
                               const char *id)
{
    double least = 135.0, room = MIDDLE - 10.0 - least;
    double step = s->group_count > 1 ? room / (s->group_count - 1) : room;

    begin(page, s, id, CLG_WORD_TIES_BLOCKS);
    for (uint32_t g = s->group_count; g-- > 0;) {
        double radius = s->group_count > 1 ? least + step * g : 220.0, shade;
        char colour[8], text[CLG_PAGE_TEXT], number[CLG_PAGE_TEXT],
            count[CLG_PAGE_TEXT];
        const char *density = clg_sociogram_density(s, g, g, &shade, text);
        const clg_svg_paint paint = {.fill = shade_of(shade, colour),
                                     .stroke = clg_sociogram_colour(g),
                                     .width = 6.0};
        clg_svg_font font = {.size = 24,
                             .anchor = CLG_SVG_MIDDLE,
                             .width = 1.7 * radius,
                             .colour = ink_on(shade),
                             .is_bold = true};
        double y = g > 0 ? MIDDLE - radius + 0.5 * step - 20.0 : MIDDLE - 24.0;
        clg_svg_circle(page->stream, MIDDLE, MIDDLE, radius, &paint);
        clg_svg_text(page->stream, MIDDLE, y, s->groups[g].label, &font);
        font.is_bold = false;
        clg_compose(number, sizeof number, CLG_WORD_TIES_COUNT,
                    clg_page_count(s->groups[g].people, count), NULL);
        clg_svg_text(page->stream, MIDDLE, y + 30.0, number, &font);
        clg_svg_text(page->stream, MIDDLE, y + 60.0, density, &font);
    }
    clg_svg_end(page->stream);
}

void clg_sociogram_draw_block_matrix(const clg_page *page, const clg_sociogram *s,
                                     const char *id)
{
    const clg_svg_paint grid = {.stroke = "#ffffff", .width = 4.0};
    double left = 220.0, top = 50.0, cell = (SIZE - left - 10.0) / s->group_count;

    begin(page, s, id, CLG_WORD_TIES_BLOCK_MATRIX);
    for (uint32_t a = 0; a < s->group_count; a++) {
        const clg_svg_font row = {
            .size = 24, .anchor = CLG_SVG_END, .width = left - 20};
        const clg_svg_font column = {
            .size = 24, .anchor = CLG_SVG_MIDDLE, .width = cell - 10.0};
        double at = top + cell * (a + 0.5), x = left + cell * (a + 0.5);
        clg_svg_text(page->stream, left - 14.0, at + 8.0, s->groups[a].label, &row);
        clg_svg_text(page->stream, x, top - 16.0, s->groups[a].label, &column);
        for (uint32_t b = 0; b < s->group_count; b++) {
            char colour[8], text[CLG_PAGE_TEXT];
            double shade;
            const char *density = clg_sociogram_density(s, a, b, &shade, text);
            const clg_svg_paint paint = {.fill = shade_of(shade, colour)};
            const clg_svg_font font = {.size = 28,
                                       .anchor = CLG_SVG_MIDDLE,
                                       .width = cell - 10.0,
                                       .colour = ink_on(shade)};
            clg_svg_rect(page->stream, left + cell * b, top + cell * a, cell, cell,
                         &paint);
            clg_svg_rect(page->stream, left + cell * b, top + cell * a, cell, cell,
                         &grid);
            clg_svg_text(page->stream, left + cell * (b + 0.5), at + 10.0, density,
                         &font);
        }
    }
    clg_svg_end(page->stream);
}
