/* The path of each school: the probability of every stage, window by window. */
#include "report/page/page.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

enum { WIDTH = 230, LEFT = 4, TOP = 24, HIGH = 74 };

/* ---- which schools ---- */

typedef struct changed {
    uint32_t place, last; /* last: window in which it changed its stage */
} changed;

static uint32_t last_change(const clg_page *page, uint32_t place)
{
    int before = -1;
    uint32_t last = 0;

    for (uint32_t w = 0; w < page->window_count; w++) {
        int stage = clg_page_stage(page, place, w);
        if (stage >= 0 && before >= 0 && stage != before)
            last = w;
        before = stage >= 0 ? stage : before;
    }
    return last;
}

static int latest_first(const void *a, const void *b)
{
    const changed *x = a, *y = b;

    if (x->last != y->last)
        return x->last > y->last ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static int by_place(const void *a, const void *b)
{
    const changed *x = a, *y = b;

    return (x->place > y->place) - (x->place < y->place);
}

/* The schools to draw: those shown in order of names, then further ones. */
static changed *choose(const clg_page *page, uint32_t *count, clg_error *err)
{
    uint32_t most = clg_page_most_pictures();
    changed *all = clg_array_new(page->school_count, sizeof *all, err);

    if (all == NULL)
        return NULL;
    *count = 0;
    for (uint32_t s = 0; s < page->school_count; s++)
        if (!clg_page_is_small(page, s))
            all[(*count)++] = (changed){s, last_change(page, s)};
    if (*count > CLG_REPORT_PICTURES) {
        qsort(all, *count, sizeof *all, latest_first);
        *count = *count < most ? *count : most;
        qsort(all, CLG_REPORT_PICTURES, sizeof *all, by_place);
    }
    return all;
}

/* ---- a picture ---- */

static bool is_drawn(const clg_page *page, uint32_t place, uint32_t w)
{
    return w < page->window_count && !isnan(clg_page_probability(page, place, w, 0));
}

/* The top of a stage, above all that come before it; of stage -1, the bottom. */
static double top_of(const clg_page *page, uint32_t place, uint32_t window, int stage)
{
    double sum = 0.0;

    for (int k = 0; k <= stage; k++)
        sum += clg_page_probability(page, place, window, (uint32_t)k);
    return TOP + HIGH * (1.0 - sum);
}

/* One stage from a window to the one before the next gap, to its top and back along its
 * bottom: steps, not slopes. */
static void draw_stretch(const clg_page *page, uint32_t place, uint32_t stage,
                         uint32_t from, uint32_t to, double step)
{
    char fill[CLG_FILL_SIZE];
    double largest = 0.0;

    clg_stage_fill("all", stage, fill);
    for (uint32_t w = from; w < to; w++)
        largest = fmax(largest, clg_page_probability(page, place, w, stage));
    if (largest < 0.005)
        return;
    clg_svg_path(page->stream);
    clg_svg_move(page->stream, LEFT + step * from,
                 top_of(page, place, from, (int)stage));
    for (uint32_t w = from; w < to; w++) {
        if (w > from)
            clg_svg_draw_down(page->stream, top_of(page, place, w, (int)stage));
        clg_svg_draw_across(page->stream, LEFT + step * (w + 1));
    }
    for (uint32_t w = to; w-- > from;) {
        clg_svg_draw_down(page->stream, top_of(page, place, w, (int)stage - 1));
        clg_svg_draw_across(page->stream, LEFT + step * w);
    }
    clg_svg_close(page->stream);
    clg_svg_path_end(page->stream, &(clg_svg_paint){.fill = fill});
}

static void draw_school(const clg_page *page, uint32_t place)
{
    const clg_svg_font name = {.size = 13, .width = WIDTH - 2 * LEFT, .is_bold = true};
    const clg_svg_font left = {.size = 11, .colour = CLG_SVG_FAINT};
    const clg_svg_font right = {
        .size = 11, .colour = CLG_SVG_FAINT, .anchor = CLG_SVG_END};
    const clg_svg_paint frame = {.stroke = "#b0b0b0", .width = 0.8};
    double step = (WIDTH - 2.0 * LEFT) / page->window_count;
    uint32_t last = page->window_count - 1;

    clg_svg_text(page->stream, LEFT, 16.0, clg_page_school(page, place), &name);
    clg_svg_rect(page->stream, LEFT, TOP, WIDTH - 2.0 * LEFT, HIGH, &frame);
    for (uint32_t w = 0; w < page->window_count;) {
        uint32_t to = w;
        while (is_drawn(page, place, to))
            to++;
        for (uint32_t k = 0; to > w && k < page->stage_count; k++)
            draw_stretch(page, place, k, w, to, step);
        w = to > w ? to : w + 1;
    }
    clg_svg_text(page->stream, LEFT, TOP + HIGH + 14.0, clg_page_window(page, 0),
                 &left);
    if (last > 0)
        clg_svg_text(page->stream, WIDTH - LEFT, TOP + HIGH + 14.0,
                     clg_page_window(page, last), &right);
}

static void describe(const clg_page *page, uint32_t place)
{
    uint32_t first = 0, last = page->window_count;

    while (first < last && clg_page_stage(page, place, first) < 0)
        first++;
    while (last > first && clg_page_stage(page, place, last - 1) < 0)
        last--;
    if (first < last)
        clg_say(page->stream, CLG_WORD_RIBBON_DESC, clg_page_school(page, place),
                page->stage_names[clg_page_stage(page, place, first)],
                clg_page_window(page, first),
                page->stage_names[clg_page_stage(page, place, last - 1)],
                clg_page_window(page, last - 1), NULL);
}

void clg_page_ribbon(const clg_page *page, uint32_t place, const char *kind)
{
    char id[64];

    snprintf(id, sizeof id, "%s-%u", kind, place + 1);
    clg_page_over_time(page, place, LEFT, WIDTH - LEFT, NULL);
    clg_svg_begin(page->stream, id, WIDTH, TOP + HIGH + 20.0,
                  clg_page_school(page, place));
    describe(page, place);
    clg_svg_begin_content(page->stream);
    draw_school(page, place);
    clg_svg_end(page->stream);
    clg_page_of_school_end(page);
}

static void put_pictures(const clg_page *page, const changed *drawn, uint32_t count)
{
    fputs("<figure><div class=\"many\">\n", page->stream);
    for (uint32_t i = 0; i < count; i++) {
        if (i == CLG_REPORT_PICTURES)
            clg_page_further(page);
        clg_page_ribbon(page, drawn[i].place, "path");
    }
    if (count > CLG_REPORT_PICTURES)
        clg_page_further_end(page);
    clg_page_figure_end(page, CLG_WORD_RIBBONS_SHOWS);
}

/* A character a window keeps the table of thousands of schools small. */
static void put_table(const clg_page *page)
{
    const char *const titles[] = {clg_words(CLG_WORD_SCHOOL),
                                  clg_words(CLG_WORD_RIBBON_CODES)};
    char caption[CLG_PAGE_TEXT];

    clg_compose(caption, sizeof caption, CLG_WORD_RIBBONS_TABLE,
                clg_page_window(page, 0), clg_page_window(page, page->window_count - 1),
                NULL);
    clg_html_details(page->stream, clg_words(CLG_WORD_NUMBERS));
    clg_html_table(page->stream, "paths-table", caption, titles, "tt");
    for (uint32_t s = 0; s < page->school_count; s++) {
        if (clg_page_is_small(page, s))
            continue;
        clg_page_school_row(page, s);
        fputs("<td class=\"code\">", page->stream);
        for (uint32_t w = 0; w < page->window_count; w++) {
            int stage = clg_page_stage(page, s, w);
            if (stage >= 0)
                fprintf(page->stream, "%d", stage + 1);
            else
                fputs("\xc2\xb7", page->stream);
        }
        fputs("</td>", page->stream);
        clg_html_row_end(page->stream);
    }
    clg_html_table_end(page->stream);
    clg_html_details_end(page->stream);
}

clg_status clg_page_ribbons(const clg_page *page, clg_error *err)
{
    char shown[CLG_PAGE_TEXT], all[CLG_PAGE_TEXT];
    uint32_t count = 0;
    changed *drawn;

    if (page->stage_count == 0 || page->window_count == 0) {
        clg_page_say(page, CLG_WORD_NO_STAGES);
        return CLG_OK;
    }
    drawn = choose(page, &count, err);
    if (drawn == NULL)
        return CLG_ERROR_MEMORY;
    if (page->school_count > CLG_REPORT_PICTURES) {
        fputs("<p>", page->stream);
        clg_say(page->stream, CLG_WORD_RIBBONS_MANY,
                clg_page_count(
                    count < CLG_REPORT_PICTURES ? count : CLG_REPORT_PICTURES, shown),
                clg_page_count(page->school_count, all), NULL);
        fputs("</p>\n", page->stream);
    }
    clg_page_legend(page);
    put_pictures(page, drawn, count);
    put_table(page);
    clg_free(drawn);
    return CLG_OK;
}
