/* Texts of SVG: escaping, how wide a text is about, cutting and breaking it. */
#include "report/svg.h"

#include <stdint.h>
#include <string.h>

static const char ellipsis[] = "\xe2\x80\xa6";
static const char replacement[] = "\xef\xbf\xbd";
static const char isolate_first_strong[] = "\xe2\x81\xa8";
static const char isolate_end[] = "\xe2\x81\xa9";

enum { NO_CHARACTER = 0xFFFD };

/* Advance widths of Helvetica for U+0020 to U+007E, in thousandths of the size. */
static const uint16_t helvetica[95] = {
    278,  278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556,  556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667,  778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333,  556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556,  556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584};

/* ---- characters ---- */

static bool is_forbidden(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F ||
           (c >= 0xD800 && c <= 0xDFFF) || c == 0xFFFE || c == 0xFFFF || c > 0x10FFFF;
}

/* The character at text, which does not end there, and its length in bytes. */
static uint32_t decode(const char *text, size_t *length)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *byte = (const unsigned char *)text;
    size_t count = byte[0] < 0x80             ? 1
                   : (byte[0] & 0xE0) == 0xC0 ? 2
                   : (byte[0] & 0xF0) == 0xE0 ? 3
                   : (byte[0] & 0xF8) == 0xF0 ? 4
                                              : 0;
    uint32_t c = count == 1 ? byte[0] : byte[0] & (0x7Fu >> count);

    *length = 1;
    if (count == 0)
        return NO_CHARACTER;
    for (size_t i = 1; i < count; i++) {
        if ((byte[i] & 0xC0) != 0x80)
            return NO_CHARACTER;
        c = c << 6 | (byte[i] & 0x3Fu);
    }
    if (c < least[count] || is_forbidden(c))
        return NO_CHARACTER;
    *length = count;
    return c;
}

/* Hebrew, Arabic, Syriac, Thaana, N'Ko, ..., their presentation forms, and marks that
 * turn the direction. */
static bool is_from_right(uint32_t c)
{
    return (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
           (c >= 0xFE70 && c <= 0xFEFC) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x10800 && c <= 0x10FFF) || (c >= 0x1E800 && c <= 0x1EFFF);
}

static bool is_combining(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x591 && c <= 0x5BD) ||
           (c >= 0x610 && c <= 0x61A) || (c >= 0x64B && c <= 0x65F) ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F);
}

/* Chinese, Japanese, Korean, emoji. */
static bool is_wide(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) || c >= 0x1F000;
}

static double character_width(uint32_t c)
{
    if (c >= 0x20 && c <= 0x7E)
        return helvetica[c - 0x20] / 1000.0;
    if (c < 0x20)
        return 0.278; /* white space */
    if (is_combining(c))
        return 0.0;
    if (c == 0x2026 || is_wide(c)) /* the ellipsis */
        return 1.0;
    return 0.62;
}

static double width_of(const char *text, size_t bytes, double size, bool is_bold)
{
    double sum = 0.0;

    for (size_t at = 0, length; at < bytes; at += length)
        sum += character_width(decode(text + at, &length));
    return sum * size * (is_bold ? 1.12 : 1.04);
}

double clg_svg_text_width(const char *text, double size, bool is_bold)
{
    return width_of(text, strlen(text), size, is_bold);
}

/* ---- escaping ---- */

static void put_character(FILE *stream, const char *text, size_t length, uint32_t c)
{
    switch (c) {
    case '<': fputs("&lt;", stream); break;
    case '>': fputs("&gt;", stream); break;
    case '&': fputs("&amp;", stream); break;
    case '"': fputs("&quot;", stream); break;
    case '\'': fputs("&#39;", stream); break;
    case NO_CHARACTER: fputs(replacement, stream); break;
    default: fwrite(text, 1, length, stream); break;
    }
}

static bool has_letters_from_right(const char *text, size_t bytes)
{
    for (size_t at = 0, length; at < bytes; at += length)
        if (is_from_right(decode(text + at, &length)))
            return true;
    return false;
}

static void put_words(FILE *stream, const char *text, size_t bytes, bool is_cut)
{
    bool isolate = has_letters_from_right(text, bytes);

    if (stream == NULL)
        return;
    if (isolate)
        fputs(isolate_first_strong, stream);
    for (size_t at = 0, length; at < bytes; at += length) {
        uint32_t c = decode(text + at, &length);
        put_character(stream, text + at, length, c);
    }
    if (is_cut)
        fputs(ellipsis, stream);
    if (isolate)
        fputs(isolate_end, stream);
}

void clg_svg_words(FILE *stream, const char *text)
{
    put_words(stream, text, strlen(text), false);
}

const char *clg_svg_isolate(const char *text, char *room, size_t size)
{
    size_t marks = strlen(isolate_first_strong) + strlen(isolate_end);

    if (!has_letters_from_right(text, strlen(text)) || size <= marks)
        return text;
    snprintf(room, size, "%s%.*s%s", isolate_first_strong, (int)(size - marks - 1),
             text, isolate_end);
    return room;
}

/* ---- one line ---- */

/* What stays at the end of a text that is cut: what tells two names apart stands there
 * in brackets, as in "Hill School (h12)". */
static const char *end_to_keep(const char *text, const clg_svg_font *font)
{
    const char *end = text + strlen(text), *open = strrchr(text, '(');

    if (open == NULL || open == text || open[-1] != ' ' || end[-1] != ')' ||
        clg_svg_text_width(open - 1, font->size, font->is_bold) > 0.6 * font->width)
        return end;
    return open - 1;
}

/* How many bytes can stay before the end if they, an ellipsis and the end must fit;
 * all, if the whole text fits. */
static size_t fitting_bytes(const char *text, const char *end, const clg_svg_font *font)
{
    size_t bytes = strlen(text), kept = 0;
    double room = font->width - width_of(ellipsis, 3, font->size, font->is_bold) -
                  clg_svg_text_width(end, font->size, font->is_bold);
    double used = 0.0;

    if (font->width <= 0.0 ||
        width_of(text, bytes, font->size, font->is_bold) <= font->width)
        return bytes;
    for (size_t at = 0, length; text + at < end; at += length) {
        decode(text + at, &length);
        used += width_of(text + at, length, font->size, font->is_bold);
        if (used > room)
            break;
        kept = at + length;
    }
    while (kept > 0 && text[kept - 1] == ' ')
        kept--;
    return kept;
}

/* end: what follows the ellipsis of a text that is cut; NULL if it is not. */
static void put_line(FILE *stream, double x, double y, const char *text, size_t bytes,
                     const char *end, const clg_svg_font *font)
{
    static const char *const anchors[] = {"start", "middle", "end"};
    char across[CLG_SVG_NUMBER_SIZE], down[CLG_SVG_NUMBER_SIZE];
    char size[CLG_SVG_NUMBER_SIZE];

    if (stream == NULL)
        return;
    clg_svg_number(x, 2, across);
    clg_svg_number(y, 2, down);
    clg_svg_number(font->size, 2, size);
    fprintf(stream, "<text x=\"%s\" y=\"%s\" font-size=\"%s\" fill=\"%s\"", across,
            down, size, font->colour != NULL ? font->colour : CLG_SVG_INK);
    if (font->anchor != CLG_SVG_START)
        fprintf(stream, " text-anchor=\"%s\"", anchors[font->anchor]);
    if (font->is_bold)
        fputs(" font-weight=\"bold\"", stream);
    if (font->is_upward)
        fprintf(stream, " transform=\"rotate(-90 %s %s)\"", across, down);
    fputs(">", stream);
    put_words(stream, text, bytes, end != NULL);
    if (end != NULL)
        clg_svg_words(stream, end);
    fputs("</text>\n", stream);
}

void clg_svg_text(FILE *stream, double x, double y, const char *text,
                  const clg_svg_font *font)
{
    const char *end = end_to_keep(text, font);
    size_t kept = fitting_bytes(text, end, font);

    put_line(stream, x, y, text, kept, kept < strlen(text) ? end : NULL, font);
}

/* ---- several lines ---- */

/* The end of the line that starts at text: a space or the end. One word that is too
 * long has a line of its own. */
static size_t line_end(const char *text, const clg_svg_font *font)
{
    size_t end = strcspn(text, " ");

    while (text[end] != '\0') {
        size_t next = end + 1 + strcspn(text + end + 1, " ");
        if (width_of(text, next, font->size, font->is_bold) > font->width)
            break;
        end = next;
    }
    return end;
}

double clg_svg_paragraph(FILE *stream, double x, double y, const char *text,
                         const clg_svg_font *font)
{
    double step = 1.4 * font->size, height = 0.0;

    while (*text != '\0') {
        size_t end = line_end(text, font);

        put_line(stream, x, y + height, text, end, NULL, font);
        height += step;
        text += end;
        text += *text == ' ';
    }
    return height;
}
