/* See svg_check.h. */
#include "svg_check.h"

#include "check.h"

#include "report/svg.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TEXTS = 2000 };

/* ---- well-formed ---- */

/* A known entity at the ampersand. */
static bool is_entity(const char *text)
{
    static const char *const known[] = {"&lt;", "&gt;", "&amp;", "&quot;", "&#39;"};

    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (strncmp(text, known[i], strlen(known[i])) == 0)
            return true;
    return false;
}

/* Past the tag's attributes: name="value" without < and stray &. */
static const char *check_attributes(const char *at)
{
    while (*at == ' ') {
        size_t name = strcspn(at + 1, "= >/"), value;

        assert_int_equal(strncmp(at + 1 + name, "=\"", 2), 0);
        at += name + 3;
        value = strcspn(at, "\"<&");
        assert_int_equal(at[value], '"');
        at += value + 1;
    }
    return at;
}

void check_well_formed(const char *at)
{
    char open[32][16];
    size_t depth = 0;

    assert_null(strstr(at, "92233720368547758")); /* what NaN becomes as an integer */
    for (; *at != '\0'; at++) {
        bool is_end = at[0] == '<' && at[1] == '/';
        size_t length;

        if (*at == '&')
            assert_true(is_entity(at));
        if (*at != '<')
            continue;
        at += 1 + is_end;
        length = strspn(at, "abcdefghijklmnopqrstuvwxyz");
        assert_true(length > 0 && length < 16);
        if (is_end) {
            assert_true(depth > 0);
            assert_int_equal(strncmp(open[--depth], at, length), 0);
            at += length;
        } else {
            snprintf(open[depth], sizeof open[depth], "%.*s", (int)length, at);
            at = check_attributes(at + length);
            depth += *at != '/';
            at += *at == '/';
        }
        assert_int_equal(*at, '>');
    }
    assert_int_equal(depth, 0);
}

/* ---- where texts lie ---- */

typedef struct box {
    double left, right, top, bottom;
} box;

static void unescape(const char *from, size_t length, char *text)
{
    static const char *const known[][2] = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}, {"&quot;", "\""}, {"&#39;", "'"}};

    for (const char *end = from + length; from < end;) {
        size_t skipped = 0;

        for (size_t i = 0; i < COUNT_OF(known); i++)
            if (strncmp(from, known[i][0], strlen(known[i][0])) == 0) {
                skipped = strlen(known[i][0]);
                *text++ = known[i][1][0];
            }
        if (skipped == 0)
            *text++ = *from++;
        from += skipped;
    }
    *text = '\0';
}

static box box_of(const char *element)
{
    const char *start = strchr(element, '>') + 1;
    size_t tag = (size_t)(start - element), length = strcspn(start, "<");
    double x = atof(strstr(element, "x=\"") + 3), y = atof(strstr(element, "y=\"") + 3);
    double size = atof(strstr(element, "font-size=\"") + 11), width;
    char head[256], text[2000];

    assert_true(tag < sizeof head && length < sizeof text);
    snprintf(head, sizeof head, "%.*s", (int)tag, element);
    unescape(start, length, text);
    width = clg_svg_text_width(text, size, strstr(head, "bold") != NULL);
    if (strstr(head, "middle") != NULL)
        x -= 0.5 * width;
    if (strstr(head, "\"end\"") != NULL)
        x -= width;
    return (box){x, x + width, y - 0.75 * size, y + 0.2 * size};
}

void check_labels(const char *text, double width, double height)
{
    static box boxes[MOST_TEXTS];
    size_t count = 0;

    while ((text = strstr(text, "<text ")) != NULL) {
        const char *end = strchr(text, '>'), *turned = strstr(text, "rotate");
        box one = box_of(text);

        text = end;
        if (turned != NULL && turned < end)
            continue;
        assert_true(one.left >= 0.0 && one.right <= width);
        assert_true(one.top >= 0.0 && one.bottom <= height);
        for (size_t i = 0; i < count; i++)
            if (one.left < boxes[i].right && one.right > boxes[i].left &&
                one.top < boxes[i].bottom && one.bottom > boxes[i].top)
                fail_msg("a label lies on another: %.60s", end);
        assert_true(count < MOST_TEXTS);
        boxes[count++] = one;
    }
}
