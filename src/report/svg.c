/* Elements of SVG. Every byte goes through put(), which knows the NULL stream. */
#include "report/svg.h"

#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

static void put(FILE *stream, const char *text)
{
    if (stream != NULL)
        fputs(text, stream);
}

size_t clg_svg_decimals(double value, int places, char *text)
{
    int64_t power = 1, scaled;
    int length;

    for (int i = 0; i < places && fabs(value) * (double)power < 1e14; i++)
        power *= 10; /* a double has no decimals beyond */
    scaled = llround(fabs(value) * (double)power);
    length = snprintf(text, CLG_SVG_NUMBER_SIZE, "%s%" PRId64,
                      value < 0.0 && scaled > 0 ? "-" : "", scaled / power);
    if (power > 1)
        text[length++] = '.';
    while (power > 1) {
        power /= 10;
        text[length++] = (char)('0' + scaled / power % 10);
    }
    text[length] = '\0';
    return (size_t)length;
}

size_t clg_svg_number(double value, int places, char *text)
{
    size_t length = clg_svg_decimals(value, places, text);

    if (strchr(text, '.') == NULL)
        return length;
    while (text[length - 1] == '0')
        length--;
    length -= text[length - 1] == '.';
    text[length] = '\0';
    return length;
}

static void put_number(FILE *stream, double value)
{
    char text[CLG_SVG_NUMBER_SIZE];

    clg_svg_number(value, 2, text);
    put(stream, text);
}

/* name="value" */
static void put_attribute(FILE *stream, const char *name, double value)
{
    put(stream, " ");
    put(stream, name);
    put(stream, "=\"");
    put_number(stream, value);
    put(stream, "\"");
}

static void put_word(FILE *stream, const char *name, const char *value)
{
    put(stream, " ");
    put(stream, name);
    put(stream, "=\"");
    put(stream, value);
    put(stream, "\"");
}

static void put_paint(FILE *stream, const clg_svg_paint *paint)
{
    put_word(stream, "fill", paint->fill != NULL ? paint->fill : "none");
    if (paint->stroke != NULL) {
        put_word(stream, "stroke", paint->stroke);
        put_attribute(stream, "stroke-width", paint->width);
    }
    if (paint->dash != NULL)
        put_word(stream, "stroke-dasharray", paint->dash);
    if (paint->opacity > 0.0)
        put_attribute(stream, "opacity", paint->opacity);
    put(stream, "/>\n");
}

/* ---- the picture ---- */

void clg_svg_begin(FILE *stream, const char *id, double width, double height,
                   const char *title)
{
    clg_svg_begin_as(stream, NULL, id, width, height, title);
}

void clg_svg_begin_as(FILE *stream, const char *class_name, const char *id,
                      double width, double height, const char *title)
{
    put(stream, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
    if (class_name != NULL)
        put_word(stream, "class", class_name);
    put_attribute(stream, "width", width);
    put_attribute(stream, "height", height);
    put(stream, " viewBox=\"0 0 ");
    put_number(stream, width);
    put(stream, " ");
    put_number(stream, height);
    put(stream, "\" role=\"img\" aria-labelledby=\"");
    put(stream, id);
    put(stream, "-title ");
    put(stream, id);
    put(stream, "-desc\" font-family=\"Helvetica, Arial, 'Liberation Sans', "
                "sans-serif\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\n"
                "<title id=\"");
    put(stream, id);
    put(stream, "-title\">");
    clg_svg_words(stream, title);
    put(stream, "</title>\n<desc id=\"");
    put(stream, id);
    put(stream, "-desc\">");
}

void clg_svg_begin_content(FILE *stream)
{
    put(stream, "</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
}

void clg_svg_end(FILE *stream)
{
    put(stream, "</svg>\n");
}

void clg_svg_group(FILE *stream, const char *title)
{
    put(stream, "<g>");
    if (title != NULL) {
        put(stream, "<title>");
        clg_svg_words(stream, title);
        put(stream, "</title>");
    }
    put(stream, "\n");
}

void clg_svg_group_end(FILE *stream)
{
    put(stream, "</g>\n");
}

/* ---- shapes ---- */

void clg_svg_line(FILE *stream, double x1, double y1, double x2, double y2,
                  const clg_svg_paint *paint)
{
    put(stream, "<line");
    put_attribute(stream, "x1", x1);
    put_attribute(stream, "y1", y1);
    put_attribute(stream, "x2", x2);
    put_attribute(stream, "y2", y2);
    put_paint(stream, paint);
}

void clg_svg_rect(FILE *stream, double x, double y, double width, double height,
                  const clg_svg_paint *paint)
{
    put(stream, "<rect");
    put_attribute(stream, "x", x);
    put_attribute(stream, "y", y);
    put_attribute(stream, "width", width);
    put_attribute(stream, "height", height);
    put_paint(stream, paint);
}

void clg_svg_circle(FILE *stream, double x, double y, double radius,
                    const clg_svg_paint *paint)
{
    put(stream, "<circle");
    put_attribute(stream, "cx", x);
    put_attribute(stream, "cy", y);
    put_attribute(stream, "r", radius);
    put_paint(stream, paint);
}

void clg_svg_path(FILE *stream)
{
    put(stream, "<path d=\"");
}

static void put_step(FILE *stream, const char *command, double x, double y)
{
    put(stream, command);
    put_number(stream, x);
    put(stream, " ");
    put_number(stream, y);
}

void clg_svg_move(FILE *stream, double x, double y)
{
    put_step(stream, "M", x, y);
}

void clg_svg_draw(FILE *stream, double x, double y)
{
    put_step(stream, "L", x, y);
}

void clg_svg_draw_across(FILE *stream, double x)
{
    put(stream, "H");
    put_number(stream, x);
}

void clg_svg_draw_down(FILE *stream, double y)
{
    put(stream, "V");
    put_number(stream, y);
}

void clg_svg_close(FILE *stream)
{
    put(stream, "Z");
}

void clg_svg_path_end(FILE *stream, const clg_svg_paint *paint)
{
    put(stream, "\"");
    put_paint(stream, paint);
}
