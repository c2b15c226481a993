#include "report/page/compare_part.h"

#include "report/chart.h"

#include <math.h>

enum {
    LEFT = 64,
    HIGH = 230,
    TOP = 10,
    MOST_LINES = 120,
    MOST_POINTS = 1000,
    MOST_NAME = 160,
    MOST_NAMES = 12
};

static const clg_svg_paint line_paint = {.stroke = "#6e6e6e", .width = 1.4};
static const clg_svg_paint dot_paint = {.fill = "#0072b2"};
static const clg_svg_paint ring_paint = {
    .fill = "#ffffff", .stroke = "#d55e00", .width = 2.2};

uint32_t clg_page_outside(const clg_compared_measure *m)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < m->count; i++)
        count += m->schools[i].is_outside;
    return count;
}

static void begin(const clg_page *page, const clg_compared_measure *m, const char *kind,
                  clg_word title, double height)
{
    char id[48], text[CLG_PAGE_TEXT], room[CLG_PAGE_TEXT], numbers[2][CLG_PAGE_TEXT];

    snprintf(id, sizeof id, "%s-%u", kind, m->number);
    clg_compose(text, sizeof text, title, clg_page_measure(m->id, room), NULL);
    clg_svg_begin(page->stream, id, CLG_PAGE_WIDTH, height, text);
    clg_say(page->stream, CLG_WORD_COMPARE_DESC, clg_page_count(m->count, numbers[0]),
            clg_page_count(clg_page_outside(m), numbers[1]), NULL);
    clg_svg_begin_content(page->stream);
}

/* The i-th of the lines drawn: of many schools the lowest and the highest. */
static const clg_compared_school *line_at(const clg_compared_measure *m, uint32_t lines,
                                          uint32_t i)
{
    return i < lines / 2 ? &m->schools[i] : &m->schools[m->count - lines + i];
}

static double typical(const clg_compared_measure *m)
{
    return 0.5 *
           (m->schools[(m->count - 1) / 2].value + m->schools[m->count / 2].value);
}

static void draw_line(const clg_page *page, const clg_plot *plot, double x,
                      const clg_compared_school *school, double radius)
{
    double y = clg_scale_at(&plot->y, school->value);

    clg_svg_line(page->stream, x, clg_scale_at(&plot->y, school->low), x,
                 clg_scale_at(&plot->y, school->high), &line_paint);
    clg_svg_circle(page->stream, x, y, school->is_outside ? radius + 1.0 : radius,
                   school->is_outside ? &ring_paint : &dot_paint);
}

static double longest_name(const clg_page *page, const clg_compared_measure *m)
{
    double longest = 0.0;

    for (uint32_t i = 0; i < m->count; i++)
        longest =
            fmax(longest, clg_svg_text_width(clg_page_school(page, m->schools[i].place),
                                             11.0, false));
    return fmin(longest, MOST_NAME);
}

/* Where the lines of the schools in the middle would stand. */
static void say_between(const clg_page *page, const clg_compared_measure *m,
                        const clg_plot *plot)
{
    const clg_svg_font font = {
        .size = 12, .colour = CLG_SVG_FAINT, .anchor = CLG_SVG_MIDDLE};
    const clg_svg_paint rule = {.stroke = CLG_SVG_FAINT, .width = 1.0, .dash = "1 4"};
    double x = 0.5 * (plot->x.start + plot->x.end);
    char count[CLG_PAGE_TEXT], text[CLG_PAGE_TEXT];

    clg_compose(text, sizeof text, CLG_WORD_BETWEEN,
                clg_page_count((double)m->count - MOST_LINES, count), NULL);
    clg_svg_line(page->stream, x, TOP, x, TOP + HIGH, &rule);
    clg_svg_text(page->stream, x, TOP + HIGH + 16.0, text, &font);
}

static void draw_caterpillar(const clg_page *page, const clg_compared_measure *m)
{
    const clg_svg_font name = {
        .size = 11, .is_upward = true, .anchor = CLG_SVG_END, .width = MOST_NAME};
    const clg_svg_paint middle = {.stroke = CLG_SVG_INK, .width = 1.0, .dash = "5 3"};
    uint32_t lines = m->count < MOST_LINES ? m->count : MOST_LINES;
    bool is_named = lines <= 40;
    clg_range range = CLG_RANGE_EMPTY;
    clg_plot plot;
    double y;

    for (uint32_t i = 0; i < lines; i++) {
        clg_range_add(&range, &line_at(m, lines, i)->low, 1);
        clg_range_add(&range, &line_at(m, lines, i)->high, 1);
    }
    range = clg_range_padded(&range);
    plot = (clg_plot){{-0.5, lines - 0.5, LEFT, CLG_PAGE_WIDTH - 10.0},
                      {range.low, range.high, TOP + HIGH, TOP}};
    begin(page, m, "caterpillar", CLG_WORD_CATERPILLAR,
          TOP + HIGH + 26.0 + (is_named ? longest_name(page, m) : 0.0));
    clg_plot_y_axis(page->stream, &plot, 5, clg_page_compared_scale(page, m->id));
    y = clg_scale_at(&plot.y, typical(m));
    clg_svg_line(page->stream, plot.x.start, y, plot.x.end, y, &middle);
    for (uint32_t i = 0; i < lines; i++) {
        const clg_compared_school *school = line_at(m, lines, i);
        double x = clg_scale_at(&plot.x, i);
        clg_page_mark(page, school->place);
        draw_line(page, &plot, x, school, lines > 60 ? 2.0 : 3.6);
        if (is_named)
            clg_svg_text(page->stream, x + 4.0, TOP + HIGH + 8.0,
                         clg_page_school(page, school->place), &name);
        clg_page_mark_end(page);
    }
    if (lines < m->count)
        say_between(page, m, &plot);
    clg_svg_end(page->stream);
}

static void draw_limits(const clg_page *page, const clg_plot *plot)
{
    static const double limits[] = {-3.090232, -1.959964, 0.0, 1.959964, 3.090232};
    const clg_svg_paint paints[] = {
        {.stroke = "#d55e00", .width = 1.4},
        {.stroke = "#6e6e6e", .width = 1.0, .dash = "5 3"},
        {.stroke = CLG_SVG_INK, .width = 1.0, .dash = "5 3"}};

    for (int i = 0; i < 5; i++) {
        double y = clg_scale_at(&plot->y, limits[i]);
        clg_svg_line(page->stream, plot->x.start, y, plot->x.end, y,
                     &paints[i < 3 ? i : 4 - i]);
    }
}

/* A name beside its ring, from left to right. */
typedef struct name_box {
    double left, right, y;
} name_box;

static bool is_in(const name_box *box, double left, double right, double y)
{
    return fabs(box->y - y) <= 13.0 && left < box->right && right > box->left;
}

/* Neither over the edge nor over another ring or name. */
static bool is_free(const clg_compared_measure *m, const clg_plot *plot,
                    const name_box *taken, uint32_t count, const name_box *box)
{
    if (box->left < plot->x.start || box->right > plot->x.end)
        return false;
    for (uint32_t k = 0; k < count; k++)
        if (is_in(&taken[k], box->left, box->right, box->y))
            return false;
    for (uint32_t i = 0; i < m->count; i++) {
        double x = clg_scale_at(&plot->x, m->schools[i].people);
        if (m->schools[i].is_outside &&
            is_in(box, x - 6.0, x + 6.0, clg_scale_at(&plot->y, m->schools[i].z)))
            return false;
    }
    return true;
}

static void draw_name(const clg_page *page, const clg_compared_school *s,
                      const name_box *box, bool is_right)
{
    const clg_svg_font font = {.size = 11,
                               .width = MOST_NAME,
                               .anchor = is_right ? CLG_SVG_START : CLG_SVG_END};

    clg_page_mark(page, s->place);
    clg_svg_text(page->stream, is_right ? box->left : box->right, box->y + 4.0,
                 clg_page_school(page, s->place), &font);
    clg_page_mark_end(page);
}

/* Names of the schools outside, as far as nothing stands in their way. */
static void draw_names(const clg_page *page, const clg_compared_measure *m,
                       const clg_plot *plot)
{
    name_box taken[MOST_NAMES];
    uint32_t count = 0;

    for (uint32_t i = 0; i < m->count && count < MOST_NAMES; i++) {
        const clg_compared_school *s = &m->schools[i];
        const char *name = clg_page_school(page, s->place);
        double x = clg_scale_at(&plot->x, s->people), y = clg_scale_at(&plot->y, s->z);
        double width = fmin(MOST_NAME, clg_svg_text_width(name, 11.0, false));

        if (!s->is_outside || isnan(x) || isnan(y))
            continue;
        for (int is_left = 0; is_left < 2; is_left++) {
            taken[count] = (name_box){is_left ? x - 9.0 - width : x + 9.0,
                                      is_left ? x - 9.0 : x + 9.0 + width, y};
            if (!is_free(m, plot, taken, count, &taken[count]))
                continue;
            draw_name(page, s, &taken[count++], !is_left);
            break;
        }
    }
}

static void draw_funnel(const clg_page *page, const clg_compared_measure *m)
{
    clg_range people = CLG_RANGE_EMPTY, z = {-3.6, 3.6};
    clg_plot plot;

    for (uint32_t i = 0; i < m->count; i++) {
        clg_range_add(&people, &m->schools[i].people, 1);
        clg_range_add(&z, &m->schools[i].z, 1);
    }
    people = clg_range_padded(&people);
    z = clg_range_padded(&z);
    plot = (clg_plot){{people.low, people.high, LEFT, CLG_PAGE_WIDTH - 10.0},
                      {z.low, z.high, TOP + HIGH, TOP}};
    begin(page, m, "funnel", CLG_WORD_FUNNEL, TOP + HIGH + 46.0);
    clg_plot_y_axis(page->stream, &plot, 7, clg_words(CLG_WORD_FUNNEL_AXIS));
    clg_plot_x_axis(page->stream, &plot, 8, clg_words(CLG_WORD_FUNNEL_X));
    draw_limits(page, &plot);
    for (uint32_t i = 0; i < m->count; i++) {
        const clg_compared_school *s = &m->schools[i];
        double x = clg_scale_at(&plot.x, s->people), y = clg_scale_at(&plot.y, s->z);
        if (isnan(x) || isnan(y) || (m->count > MOST_POINTS && fabs(s->z) < 1.959964))
            continue;
        clg_page_mark(page, s->place);
        clg_svg_circle(page->stream, x, y, s->is_outside ? 5.0 : 3.4,
                       s->is_outside ? &ring_paint : &dot_paint);
        clg_page_mark_end(page);
    }
    draw_names(page, m, &plot);
    clg_svg_end(page->stream);
}

/* Three digits that matter. */
static int places_of(double value)
{
    double size = value != 0.0 ? floor(log10(fabs(value))) : 0.0;

    return isnan(value) ? 0 : (int)fmin(6.0, fmax(0.0, 2.0 - size));
}

void clg_page_compared_cells(const clg_page *page, const clg_compared_school *s,
                             double typical_value)
{
    char low[CLG_SVG_NUMBER_SIZE], high[CLG_SVG_NUMBER_SIZE], text[CLG_PAGE_TEXT];
    int places = places_of(typical_value);

    clg_html_number(page->stream, s->value, places);
    clg_tick_text(s->low, places, low);
    clg_tick_text(s->high, places, high);
    snprintf(text, sizeof text, "%s to %s", low, high);
    clg_html_cell(page->stream, text);
    snprintf(text, sizeof text, "%.0f to %.0f", s->rank_low, s->rank_high);
    clg_html_cell(page->stream,
                  isnan(s->rank_low) || isnan(s->rank_high) ? NULL : text);
    clg_html_number(page->stream, s->z, 1);
}

static void put_rows(const clg_page *page, const clg_compared_measure *m)
{
    for (uint32_t i = 0; i < m->count; i++) {
        clg_page_school_row(page, m->schools[i].place);
        clg_page_compared_cells(page, &m->schools[i], typical(m));
        clg_html_row_end(page->stream);
    }
}

static void put_table(const clg_page *page, const clg_compared_measure *m)
{
    const char *const titles[] = {
        clg_words(CLG_WORD_SCHOOL), clg_words(CLG_WORD_SHRUNK),
        clg_words(CLG_WORD_INTERVAL), clg_words(CLG_WORD_PLACE),
        clg_words(CLG_WORD_FUNNEL_AXIS)};
    char id[48], room[CLG_PAGE_TEXT];

    snprintf(id, sizeof id, "compared-%u", m->number);
    clg_html_details(page->stream, clg_words(CLG_WORD_NUMBERS));
    clg_html_table(page->stream, id, clg_page_measure(m->id, room), titles, "tnnnn");
    put_rows(page, m);
    clg_html_table_end(page->stream);
    clg_html_details_end(page->stream);
}

static void say_left_out(const clg_page *page, const clg_compared_measure *m)
{
    char count[CLG_PAGE_TEXT], least[CLG_PAGE_TEXT];

    if (m->left_out > 0) {
        fputs("<p>", page->stream);
        clg_say(page->stream, CLG_WORD_LEFT_OUT, clg_page_count(m->left_out, count),
                clg_page_count(page->min_group - 1.0, least), NULL);
        fputs("</p>\n", page->stream);
    }
}

void clg_page_put_compared(const clg_page *page, const clg_compared_measure *m)
{
    char room[CLG_PAGE_TEXT];

    fputs("<h3>", page->stream);
    clg_html_text(page->stream, clg_page_measure(m->id, room));
    fputs("</h3>\n", page->stream);
    clg_page_figure(page);
    draw_caterpillar(page, m);
    clg_page_figure_end(page, CLG_WORD_COMPARE_SHOWS);
    clg_page_figure(page);
    draw_funnel(page, m);
    clg_page_figure_end(page, CLG_WORD_FUNNEL_SHOWS);
    say_left_out(page, m);
    put_table(page, m);
}
