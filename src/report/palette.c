/* Patterns are tiles of 8 by 8: the colour and, lighter or darker, a few strokes. */
#include "report/palette.h"

#include "report/svg.h"

#include <inttypes.h>

typedef struct look {
    const char *colour, *ink, *strokes, *width;
} look;

static const look looks[CLG_PALETTE_SIZE] = {
    {"#0072b2", "#ffffff", "M0 4H8", "1"},
    {"#56b4e9", "#003a5c", "M-2 2L2 -2M0 8L8 0M6 10L10 6", "1"},
    {"#009e73", "#ffffff", "M2 2h0M6 6h0", "2"},
    {"#e69f00", "#5c3d00", "M-2 6L2 10M0 0L8 8M6 -2L10 2", "1"},
    {"#d55e00", "#ffffff", "M4 0V8", "1"},
    {"#cc79a7", "#4a1836", "M0 8L8 0M0 0L8 8", "1"},
    {"#f0e442", "#6b6400", "M2 2h0M6 6h0", "2"},
    {"#6e6e6e", "#ffffff", "M0 4H8M4 0V8", "1"},
};

const char *clg_stage_colour(uint32_t stage)
{
    return looks[stage].colour;
}

void clg_stage_patterns(FILE *stream, const char *id, uint32_t count)
{
    if (stream == NULL)
        return;
    fputs("<defs>\n", stream);
    for (uint32_t k = 0; k < count; k++)
        fprintf(stream,
                "<pattern id=\"%s-stage-%" PRIu32 "\" width=\"8\" height=\"8\" "
                "patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" "
                "fill=\"%s\"/><path d=\"%s\" fill=\"none\" stroke=\"%s\" "
                "stroke-width=\"%s\" opacity=\"0.45\"/></pattern>\n",
                id, k + 1, looks[k].colour, looks[k].strokes, looks[k].ink,
                looks[k].width);
    fputs("</defs>\n", stream);
}

void clg_stage_fill(const char *id, uint32_t stage, char fill[CLG_FILL_SIZE])
{
    snprintf(fill, CLG_FILL_SIZE, "url(#%s-stage-%" PRIu32 ")", id, stage + 1);
}

void clg_stage_badge(FILE *stream, double x, double y, uint32_t stage)
{
    const clg_svg_paint disc = {.fill = "#ffffff", .stroke = CLG_SVG_INK, .width = 0.8};
    const clg_svg_font font = {.size = 10, .anchor = CLG_SVG_MIDDLE, .is_bold = true};
    char number[16];

    snprintf(number, sizeof number, "%" PRIu32, stage + 1);
    clg_svg_circle(stream, x, y, CLG_BADGE_RADIUS, &disc);
    clg_svg_text(stream, x, y + 3.6, number, &font);
}
