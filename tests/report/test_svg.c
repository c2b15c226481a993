/* The parts of pictures: numbers, texts, ticks, gaps in curves, labels that keep apart.
 * Expected values are worked by hand. */
#include "check.h"

#include "base/random.h"
#include "report/chart.h"
#include "report/palette.h"

#include <stdlib.h>
#include <string.h>

/* What was written; free() it. */
typedef struct sheet {
    FILE *stream;
    char *text;
    size_t size;
} sheet;

static void open_sheet(sheet *s)
{
    s->stream = open_memstream(&s->text, &s->size);
    assert_non_null(s->stream);
}

static void check_sheet(sheet *s, const char *expected)
{
    assert_int_equal(fclose(s->stream), 0);
    assert_string_equal(s->text, expected);
    free(s->text);
}

static void check_number(double value, int places, const char *shortest,
                         const char *fixed)
{
    char text[CLG_SVG_NUMBER_SIZE];

    assert_int_equal(clg_svg_number(value, places, text), strlen(shortest));
    assert_string_equal(text, shortest);
    assert_int_equal(clg_svg_decimals(value, places, text), strlen(fixed));
    assert_string_equal(text, fixed);
}

static void numbers_have_few_digits_and_a_point(void **state)
{
    (void)state;
    check_number(0.0, 2, "0", "0.00");
    check_number(-0.001, 2, "0", "0.00");
    check_number(1.5, 2, "1.5", "1.50");
    check_number(-1.255, 1, "-1.3", "-1.3");
    check_number(100.0, 0, "100", "100");
    check_number(-1200.0, 2, "-1200", "-1200.00");
    check_number(0.05, 2, "0.05", "0.05");
    check_number(9.999, 2, "10", "10.00");
    check_number(0.000000001, 9, "0.000000001", "0.000000001");
    check_number(999999999999.5, 1, "999999999999.5", "999999999999.5");
}

static void check_words(const char *text, const char *expected)
{
    sheet s;

    open_sheet(&s);
    clg_svg_words(s.stream, text);
    check_sheet(&s, expected);
}

static void texts_are_escaped(void **state)
{
    (void)state;
    check_words("", "");
    check_words("A & B <c> \"d\" 'e'", "A &amp; B &lt;c&gt; &quot;d&quot; &#39;e&#39;");
    check_words("Zürich 東京", "Zürich 東京");
    check_words("a\x01"
                "b\x7f",
                "a\xef\xbf\xbd"
                "b\xef\xbf\xbd");
    check_words("\xff", "\xef\xbf\xbd");
    check_words("cut \xe2\x80", "cut \xef\xbf\xbd\xef\xbf\xbd");
    check_words("\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd");                 /* overlong */
    check_words("\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"); /* surrogate */
    check_words("\xf0\x9f\x8f\xab", "\xf0\x9f\x8f\xab");                 /* a school */
}

static void what_is_written_from_the_right_is_isolated(void **state)
{
    (void)state;
    char room[64], little[16];

    check_words("مدرسة", "\u2068مدرسة\u2069");
    check_words("בית <2>", "\u2068בית &lt;2&gt;\u2069");
    assert_string_equal(clg_svg_isolate("maturing", room, sizeof room), "maturing");
    assert_string_equal(clg_svg_isolate("נבט", room, sizeof room), "\u2068נבט\u2069");
    assert_string_equal(clg_svg_isolate("נבטנבט", little, sizeof little),
                        "\u2068נבטנ\xd7\u2069");
}

static void a_text_that_is_too_long_ends_in_an_ellipsis(void **state)
{
    (void)state;
    clg_svg_font font = {.size = 10, .width = 60};
    sheet s;

    open_sheet(&s);
    clg_svg_text(s.stream, 1.0, 2.0, "Northfield Elementary", &font);
    check_sheet(&s, "<text x=\"1\" y=\"2\" font-size=\"10\" fill=\"#1f1f1f\">Northfield"
                    "\u2026</text>\n");
    open_sheet(&s);
    font.width = 1.0; /* not even the ellipsis */
    font.anchor = CLG_SVG_END;
    clg_svg_text(s.stream, 1.0, 2.0, "ab", &font);
    check_sheet(&s, "<text x=\"1\" y=\"2\" font-size=\"10\" fill=\"#1f1f1f\" "
                    "text-anchor=\"end\">\u2026</text>\n");
}

static void what_tells_names_apart_is_not_cut(void **state)
{
    (void)state;
    clg_svg_font font = {.size = 10, .width = 100};
    sheet s;

    open_sheet(&s);
    clg_svg_text(s.stream, 1.0, 2.0, "Northfield Elementary (n07)", &font);
    check_sheet(&s,
                "<text x=\"1\" y=\"2\" font-size=\"10\" fill=\"#1f1f1f\">Northfield Ele"
                "\u2026 (n07)</text>\n");
    open_sheet(&s);
    font.width = 60; /* the brackets would leave little else */
    clg_svg_text(s.stream, 1.0, 2.0, "Northfield (Elementary)", &font);
    check_sheet(&s, "<text x=\"1\" y=\"2\" font-size=\"10\" fill=\"#1f1f1f\">Northfield"
                    "\u2026</text>\n");
}

static void widths_follow_helvetica(void **state)
{
    (void)state;
    check_near(clg_svg_text_width("Hi", 10, false), 1.04 * (7.22 + 2.22), 1e-12);
    check_near(clg_svg_text_width("Hi", 10, true), 1.12 * (7.22 + 2.22), 1e-12);
    check_near(clg_svg_text_width("", 10, true), 0.0, 0.0);
    check_near(clg_svg_text_width("e\u0301", 10, false),
               clg_svg_text_width("e", 10, false), 1e-12);
}

static void a_paragraph_is_broken_at_spaces(void **state)
{
    (void)state;
    const clg_svg_font font = {.size = 10, .width = 39};
    sheet s;

    open_sheet(&s);
    check_near(clg_svg_paragraph(s.stream, 0.0, 0.0, "aa bb cc unbreakable dd", &font),
               56.0, 1e-9);
    fclose(s.stream);
    assert_non_null(strstr(s.text, ">aa bb</text>"));
    assert_non_null(strstr(s.text, ">unbreakable</text>"));
    assert_non_null(strstr(s.text, ">cc</text>"));
    free(s.text);
    check_near(clg_svg_paragraph(NULL, 0.0, 0.0, "", &font), 0.0, 0.0);
}

static void check_ticks(double from, double to, int wanted, const char *expected)
{
    clg_ticks ticks = clg_ticks_of(from, to, wanted);
    char line[512] = "", text[CLG_SVG_NUMBER_SIZE];

    for (int i = 0; i < ticks.count; i++) {
        clg_tick_text(ticks.first + i * ticks.step, ticks.places, text);
        snprintf(line + strlen(line), sizeof line - strlen(line), "%s ", text);
    }
    assert_string_equal(line, expected);
}

static void ticks_are_round(void **state)
{
    (void)state;
    check_ticks(0.0, 1.0, 5, "0.0 0.2 0.4 0.6 0.8 1.0 ");
    check_ticks(0.0, 1.0, 1, "0 1 ");
    check_ticks(-1.05, 2.05, 6, "\u22121.0 \u22120.5 0.0 0.5 1.0 1.5 2.0 ");
    check_ticks(0.0, 48.0, 10, "0 5 10 15 20 25 30 35 40 45 ");
    check_ticks(0.012, 0.019, 4, "0.012 0.014 0.016 0.018 ");
    check_ticks(-3e9, 3e9, 4, "\u22122000000000 0 2000000000 ");
}

static void a_range_has_room(void **state)
{
    (void)state;
    const double values[] = {NAN, 2.0, -8.0}, same[] = {3.0, 3.0};
    clg_range range = CLG_RANGE_EMPTY, one = CLG_RANGE_EMPTY, padded;

    padded = clg_range_padded(&range);
    check_near(padded.low, 0.0, 0.0);
    check_near(padded.high, 1.0, 0.0);
    clg_range_add(&range, values, 3);
    clg_range_add(&range, NULL, 3);
    padded = clg_range_padded(&range);
    check_near(padded.low, -8.5, 1e-12);
    check_near(padded.high, 2.5, 1e-12);
    clg_range_add(&one, same, 2);
    padded = clg_range_padded(&one);
    assert_true(padded.low < 2.6 && padded.high > 3.4);
}

static void a_curve_has_gaps(void **state)
{
    (void)state;
    const clg_plot plot = {{0, 4, 0, 40}, {0, 1, 10, 0}};
    const clg_svg_paint paint = {.stroke = "#000000", .width = 1};
    const double y[] = {0.0, 1.0, NAN, 0.5, NAN}, none[] = {NAN, NAN};
    const double high[] = {1.0, 1.0, 1.0, 1.0, 1.0};
    sheet s;

    open_sheet(&s);
    clg_plot_line(s.stream, &plot, NULL, y, 5, &paint);
    clg_plot_line(s.stream, &plot, NULL, none, 2, &paint);
    check_sheet(&s, "<path d=\"M0 10L0 10L10 0M30 5L30 5\" fill=\"none\" "
                    "stroke=\"#000000\" stroke-width=\"1\"/>\n");
    open_sheet(&s);
    clg_plot_area(s.stream, &plot, NULL, y, high, 5, &paint);
    check_sheet(&s, "<path d=\"M0 0L10 0L10 0L0 10Z\" fill=\"none\" "
                    "stroke=\"#000000\" stroke-width=\"1\"/>\n"
                    "<path d=\"M30 0L30 5Z\" fill=\"none\" "
                    "stroke=\"#000000\" stroke-width=\"1\"/>\n");
    open_sheet(&s);
    clg_plot_points(s.stream, &plot, NULL, y, 5, 1.0, &paint);
    fclose(s.stream);
    assert_non_null(strstr(s.text, "cx=\"30\" cy=\"5\""));
    free(s.text);
}

static void labels_keep_apart(void **state)
{
    (void)state;
    double centres[] = {5.0, 6.0, 99.0};
    const double widths[] = {10.0, 20.0, 10.0};

    clg_labels_spread(centres, widths, 3, 2.0, 0.0, 100.0);
    check_near(centres[0], 5.0, 1e-12);
    check_near(centres[1], 22.0, 1e-12);
    check_near(centres[2], 95.0, 1e-12);

    check_near(clg_labels_cap(widths, 3, 2.0, 100.0), 100.0, 0.0);
    check_near(clg_labels_cap(widths, 3, 2.0, 40.0), 16.0, 1e-12); /* 36 - 10 - 10 */
    check_near(clg_labels_cap(widths, 3, 2.0, 28.0), 8.0, 1e-12);
}

static void random_labels_that_fit_never_overlap(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(4, "labels", 0, 0, 0);

    for (int trial = 0; trial < 2000; trial++) {
        size_t count = 1 + clg_random_below(&random, 8);
        double centres[8], widths[8], at = 0.0, room = 300.0, cap;

        for (size_t i = 0; i < count; i++) {
            at += clg_random_uniform(&random) * room / (double)count;
            centres[i] = at;
            widths[i] = clg_random_uniform(&random) * 100.0;
        }
        cap = clg_labels_cap(widths, count, 3.0, room);
        for (size_t i = 0; i < count; i++)
            widths[i] = fmin(widths[i], cap);
        clg_labels_spread(centres, widths, count, 3.0, 0.0, room);
        for (size_t i = 0; i < count; i++) {
            double left = centres[i] - 0.5 * widths[i];
            double before = i > 0 ? centres[i - 1] + 0.5 * widths[i - 1] + 3.0 : 0.0;

            assert_true(left >= before - 1e-9);
            assert_true(centres[i] + 0.5 * widths[i] <= room + 1e-9);
        }
    }
}

static void stages_differ_in_colour_and_pattern(void **state)
{
    (void)state;
    char fill[CLG_FILL_SIZE];

    for (uint32_t a = 0; a < CLG_PALETTE_SIZE; a++)
        for (uint32_t b = 0; b < a; b++)
            assert_string_not_equal(clg_stage_colour(a), clg_stage_colour(b));
    clg_stage_fill("x", 2, fill);
    assert_string_equal(fill, "url(#x-stage-3)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_have_few_digits_and_a_point),
        cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(what_is_written_from_the_right_is_isolated),
        cmocka_unit_test(a_text_that_is_too_long_ends_in_an_ellipsis),
        cmocka_unit_test(what_tells_names_apart_is_not_cut),
        cmocka_unit_test(widths_follow_helvetica),
        cmocka_unit_test(a_paragraph_is_broken_at_spaces),
        cmocka_unit_test(ticks_are_round),
        cmocka_unit_test(a_range_has_room),
        cmocka_unit_test(a_curve_has_gaps),
        cmocka_unit_test(labels_keep_apart),
        cmocka_unit_test(random_labels_that_fit_never_overlap),
        cmocka_unit_test(stages_differ_in_colour_and_pattern),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
