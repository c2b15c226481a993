/* SVG onto a stream, element by element.
 *
 * A NULL stream draws nothing: a picture that learns its height only by being laid out
 * is drawn twice, the first time onto NULL. A failed write is left to the stream, which
 * remembers it; clg_output_commit() asks. Coordinates are finite, below 1e12 in size,
 * and written with at most two decimals and a point whatever the locale, so that the
 * same picture has the same bytes. Paint is given by attributes and not by a style
 * sheet, and the ids of a picture begin alike, since one page may hold several
 * pictures. */
#ifndef CLG_REPORT_SVG_H
#define CLG_REPORT_SVG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { CLG_SVG_NUMBER_SIZE = 32 };

#define CLG_SVG_INK "#1f1f1f"   /* text and curves */
#define CLG_SVG_FAINT "#5a5a5a" /* second texts; 6.9:1 on white */
#define CLG_SVG_RULE "#dcdcdc"  /* grids */

/* How a shape is painted; NULL and 0 leave a thing out, opacity 0 counts as 1. */
typedef struct clg_svg_paint {
    const char *fill, *stroke; /* "#rrggbb" or "url(#id)" */
    double width;              /* of the stroke */
    const char *dash;          /* "4 3" */
    double opacity;
} clg_svg_paint;

typedef enum clg_svg_anchor {
    CLG_SVG_START, /* the left end, whatever the script */
    CLG_SVG_MIDDLE,
    CLG_SVG_END
} clg_svg_anchor;

typedef struct clg_svg_font {
    double size;
    const char *colour; /* NULL: CLG_SVG_INK */
    clg_svg_anchor anchor;
    double width; /* a longer text is cut and ends in an ellipsis; 0: any length */
    bool is_bold;
    bool is_upward; /* turned to be read from below */
} clg_svg_font;

/* value with so many decimals (0 to 9), rounded; |value| < 1e12. Returns the length;
 * text has room for CLG_SVG_NUMBER_SIZE. Zero has no sign. */
size_t clg_svg_decimals(double value, int places, char *text); /* "-1.50" */
size_t clg_svg_number(double value, int places, char *text);   /* "-1.5" */

/* An <svg> on white; id begins the ids in it. desc is written between the two calls
 * by clg_svg_words(). */
void clg_svg_begin(FILE *stream, const char *id, double width, double height,
                   const char *title);
/* The same of a class, for those who want to find it. */
void clg_svg_begin_as(FILE *stream, const char *class_name, const char *id,
                      double width, double height, const char *title);
void clg_svg_begin_content(FILE *stream);
void clg_svg_end(FILE *stream);

/* What a pointer over the group shows; NULL for nothing. */
void clg_svg_group(FILE *stream, const char *title);
void clg_svg_group_end(FILE *stream);

void clg_svg_line(FILE *stream, double x1, double y1, double x2, double y2,
                  const clg_svg_paint *paint);
void clg_svg_rect(FILE *stream, double x, double y, double width, double height,
                  const clg_svg_paint *paint);
void clg_svg_circle(FILE *stream, double x, double y, double radius,
                    const clg_svg_paint *paint);

/* A path: begin, move and draw, end. */
void clg_svg_path(FILE *stream);
void clg_svg_move(FILE *stream, double x, double y);
void clg_svg_draw(FILE *stream, double x, double y);
void clg_svg_draw_across(FILE *stream, double x); /* at the same height */
void clg_svg_draw_down(FILE *stream, double y);
void clg_svg_close(FILE *stream);
void clg_svg_path_end(FILE *stream, const clg_svg_paint *paint);

/* ---- texts: UTF-8; a byte that is none, or a character that XML forbids, becomes
 * U+FFFD. A text with letters written from the right is isolated (U+2068 .. U+2069), so
 * that it can't reorder what stands beside it. ---- */

/* The baseline is at y. */
void clg_svg_text(FILE *stream, double x, double y, const char *text,
                  const clg_svg_font *font);
/* The escaped text alone. */
void clg_svg_words(FILE *stream, const char *text);

/* text itself, or where it has letters written from the right, an isolated copy of what
 * fits into room: for names inside a longer text. */
const char *clg_svg_isolate(const char *text, char *room, size_t size);

/* The width in a usual sans-serif, a few per cent above Helvetica's. The true one
 * depends on the reader's fonts: leave room. */
double clg_svg_text_width(const char *text, double size, bool is_bold);

/* Broken at spaces into lines of this width; y is the first baseline. Returns the
 * height, the number of lines times 1.4 sizes. font->width is the width, above 0. */
double clg_svg_paragraph(FILE *stream, double x, double y, const char *text,
                         const clg_svg_font *font);

#endif
