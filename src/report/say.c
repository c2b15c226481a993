/* Texts of the table of words with what goes into their places. */
#include "report/strings.h"

#include "report/svg.h"

#include <stdarg.h>
#include <string.h>

enum { MOST_PLACES = 9 };

/* Where the next part of a text ends; *place is the argument that follows, from 1, or
 * 0 at the end. */
static const char *part_end(const char *text, int *place)
{
    for (; *text != '\0'; text++)
        if (text[0] == '{' && text[1] >= '1' && text[1] <= '9' && text[2] == '}') {
            *place = text[1] - '0';
            return text;
        }
    *place = 0;
    return text;
}

static void take_arguments(va_list list, const char *arguments[MOST_PLACES])
{
    int count = 0;
    const char *argument;

    while (count < MOST_PLACES && (argument = va_arg(list, const char *)) != NULL)
        arguments[count++] = argument;
}

void clg_say(FILE *stream, clg_word word, ...)
{
    const char *arguments[MOST_PLACES] = {NULL}, *text = clg_words(word), *end;
    int place = 1;
    va_list list;

    va_start(list, word);
    take_arguments(list, arguments);
    va_end(list);
    while (place != 0) {
        end = part_end(text, &place);
        for (; text < end; text++)
            if (*text == '<' || *text == '&')
                fputs(*text == '<' ? "&lt;" : "&amp;", stream);
            else
                fputc(*text, stream);
        if (place != 0 && arguments[place - 1] != NULL)
            clg_svg_words(stream, arguments[place - 1]);
        text = end + 3;
    }
}

static void append(char *room, size_t size, size_t *used, const char *text,
                   size_t length)
{
    size_t left = size - 1 - *used;

    if (length > left)
        length = left;
    memcpy(room + *used, text, length);
    *used += length;
}

void clg_compose(char *room, size_t size, clg_word word, ...)
{
    const char *arguments[MOST_PLACES] = {NULL}, *text = clg_words(word), *end;
    size_t used = 0;
    int place = 1;
    va_list list;

    va_start(list, word);
    take_arguments(list, arguments);
    va_end(list);
    while (place != 0) {
        end = part_end(text, &place);
        append(room, size, &used, text, (size_t)(end - text));
        if (place != 0 && arguments[place - 1] != NULL)
            append(room, size, &used, arguments[place - 1],
                   strlen(arguments[place - 1]));
        text = end + 3;
    }
    room[used] = '\0';
}
