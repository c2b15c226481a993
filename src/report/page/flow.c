/* Stages at a few points in time, and how many schools went which way: an alluvial
 * diagram. */
#include "report/page/page.h"

#include <math.h>

enum { MOST_POINTS = 5, STAGES = CLG_PALETTE_SIZE };

typedef struct flow {
    uint32_t count, windows[MOST_POINTS];
    uint32_t at[MOST_POINTS][STAGES];
    uint32_t moves[MOST_POINTS - 1][STAGES][STAGES];
    uint32_t most; /* schools known at one point */
} flow;

static bool is_known(const clg_page *page, uint32_t window)
{
    for (uint32_t s = 0; s < page->school_count; s++)
        if (clg_page_stage(page, s, window) >= 0)
            return true;
    return false;
}

/* Up to five windows, evenly apart from the first that is known to the last. */
static void choose_points(const clg_page *page, flow *f)
{
    uint32_t first = 0, last = page->window_count;

    while (first < last && !is_known(page, first))
        first++;
    while (last > first && !is_known(page, last - 1))
        last--;
    if (first == last)
        return;
    last--;
    f->count = last - first + 1 < MOST_POINTS ? last - first + 1 : MOST_POINTS;
    for (uint32_t i = 0; i < f->count; i++)
        f->windows[i] =
            f->count > 1
                ? first + (uint32_t)lround((double)(last - first) * i / (f->count - 1))
                : first;
}

static void count_schools(const clg_page *page, flow *f)
{
    for (uint32_t s = 0; s < page->school_count; s++)
        for (uint32_t i = 0; i < f->count && !clg_page_is_small(page, s); i++) {
            int from = clg_page_stage(page, s, f->windows[i]);
            int to = i + 1 < f->count ? clg_page_stage(page, s, f->windows[i + 1]) : -1;
            if (from >= 0)
                f->at[i][from]++;
            if (from >= 0 && to >= 0)
                f->moves[i][from][to]++;
        }
    for (uint32_t i = 0; i < f->count; i++) {
        uint32_t sum = 0;
        for (uint32_t k = 0; k < page->stage_count; k++)
            sum += f->at[i][k];
        f->most = sum > f->most ? sum : f->most;
    }
}

/* ---- the picture ---- */

typedef struct drawing {
    const clg_page *page;
    const flow *f;
    double scale, x[MOST_POINTS], y[MOST_POINTS][STAGES]; /* y: of a block's top */
} drawing;

enum { TOP = 14, HIGH = 270, GAP = 14, BLOCK = 22 };

static double bottom_of(const clg_page *page)
{
    return TOP + HIGH + GAP * (double)page->stage_count + 8.0;
}

static void place_blocks(drawing *d)
{
    const flow *f = d->f;
    uint32_t stages = d->page->stage_count;

    d->scale = (double)HIGH / (f->most > 0 ? f->most : 1);
    for (uint32_t i = 0; i < f->count; i++) {
        double y = TOP;
        d->x[i] = f->count > 1
                      ? 36.0 + (CLG_PAGE_WIDTH - 36.0 - 150.0) * i / (f->count - 1)
                      : 36.0;
        for (uint32_t k = stages; k-- > 0;) {
            d->y[i][k] = y;
            y += d->scale * f->at[i][k] + GAP;
        }
    }
}

/* A band from right of one block to left of the next: two S-shaped edges. */
static void draw_band(FILE *stream, double x1, double x2, double y1, double y2,
                      double thick, const char *colour)
{
    enum { STEPS = 16 };
    const clg_svg_paint paint = {.fill = colour, .opacity = 0.45};

    clg_svg_path(stream);
    clg_svg_move(stream, x1, y1);
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i <= STEPS; i++) {
            double t = (double)(pass == 0 ? i : STEPS - i) / STEPS;
            double s = t * t * (3.0 - 2.0 * t);
            clg_svg_draw(stream, x1 + (x2 - x1) * t,
                         y1 + (y2 - y1) * s + (pass == 0 ? 0.0 : thick));
        }
    clg_svg_close(stream);
    clg_svg_path_end(stream, &paint);
}

static void draw_bands(const drawing *d, uint32_t i)
{
    double in[STAGES] = {0.0};
    uint32_t stages = d->page->stage_count;

    for (uint32_t from = stages; from-- > 0;) {
        double out = 0.0;
        for (uint32_t to = stages; to-- > 0;) {
            double thick = d->scale * d->f->moves[i][from][to];
            if (thick <= 0.0)
                continue;
            draw_band(d->page->stream, d->x[i] + BLOCK, d->x[i + 1],
                      d->y[i][from] + out, d->y[i + 1][to] + in[to], thick,
                      clg_stage_colour(from));
            out += thick;
            in[to] += thick;
        }
    }
}

static void draw_blocks(const drawing *d, uint32_t i)
{
    FILE *stream = d->page->stream;
    const clg_svg_font count = {.size = 12, .anchor = CLG_SVG_END};
    const clg_svg_font name = {.size = 13, .width = 122};
    const clg_svg_font when = {
        .size = 12, .colour = CLG_SVG_FAINT, .anchor = CLG_SVG_MIDDLE};
    char fill[CLG_FILL_SIZE], number[CLG_PAGE_TEXT];

    for (uint32_t k = 0; k < d->page->stage_count; k++) {
        double high = d->scale * d->f->at[i][k], middle = d->y[i][k] + 0.5 * high;
        if (d->f->at[i][k] == 0)
            continue;
        clg_stage_fill("all", k, fill);
        clg_svg_rect(stream, d->x[i], d->y[i][k], BLOCK, high,
                     &(clg_svg_paint){.fill = fill});
        if (high >= 16.0)
            clg_stage_badge(stream, d->x[i] + 0.5 * BLOCK, middle, k);
        clg_svg_text(stream, d->x[i] - 6.0, middle + 4.0,
                     clg_page_count(d->f->at[i][k], number), &count);
        if (i + 1 == d->f->count)
            clg_svg_text(stream, d->x[i] + BLOCK + 8.0, middle + 4.5,
                         d->page->stage_names[k], &name);
    }
    clg_svg_text(stream, d->x[i] + 0.5 * BLOCK, bottom_of(d->page),
                 clg_page_window(d->page, d->f->windows[i]), &when);
}

static void draw(const clg_page *page, const flow *f)
{
    drawing d = {.page = page, .f = f};
    char number[CLG_PAGE_TEXT];
    uint32_t last = f->count - 1;

    place_blocks(&d);
    clg_svg_begin(page->stream, "flow-picture", CLG_PAGE_WIDTH, bottom_of(page) + 12.0,
                  clg_words(CLG_WORD_FLOW_TITLE));
    clg_svg_words(page->stream, clg_page_window(page, f->windows[last]));
    for (uint32_t k = 0; k < page->stage_count; k++) {
        fputs(k > 0 ? ", " : ": ", page->stream);
        clg_svg_words(page->stream, page->stage_names[k]);
        fprintf(page->stream, " %s", clg_page_count(f->at[last][k], number));
    }
    clg_svg_begin_content(page->stream);
    for (uint32_t i = 0; i + 1 < f->count; i++)
        draw_bands(&d, i);
    for (uint32_t i = 0; i < f->count; i++)
        draw_blocks(&d, i);
    clg_svg_end(page->stream);
}

static void put_table(const clg_page *page, const flow *f)
{
    const char *const titles[] = {
        clg_words(CLG_WORD_FLOW_WHEN), clg_words(CLG_WORD_FLOW_FROM),
        clg_words(CLG_WORD_FLOW_TO), clg_words(CLG_WORD_SCHOOLS)};
    char when[CLG_PAGE_TEXT];

    clg_html_details(page->stream, clg_words(CLG_WORD_NUMBERS));
    clg_html_table(page->stream, "flow-table", clg_words(CLG_WORD_FLOW_TITLE), titles,
                   "tttn");
    for (uint32_t i = 0; i + 1 < f->count; i++)
        for (uint32_t from = 0; from < page->stage_count; from++)
            for (uint32_t to = 0; to < page->stage_count; to++) {
                if (f->moves[i][from][to] == 0)
                    continue;
                snprintf(when, sizeof when, "%.200s \xe2\x80\x93 %.200s",
                         clg_page_window(page, f->windows[i]),
                         clg_page_window(page, f->windows[i + 1]));
                clg_html_row(page->stream, when);
                clg_html_cell(page->stream, page->stage_names[from]);
                clg_html_cell(page->stream, page->stage_names[to]);
                clg_html_number(page->stream, f->moves[i][from][to], 0);
                clg_html_row_end(page->stream);
            }
    clg_html_table_end(page->stream);
    clg_html_details_end(page->stream);
}

clg_status clg_page_flow(const clg_page *page, clg_error *err)
{
    flow f = {0};

    (void)err;
    if (page->stage_count > 0)
        choose_points(page, &f);
    if (f.count == 0) {
        clg_page_say(page, CLG_WORD_NO_STAGES);
        return CLG_OK;
    }
    count_schools(page, &f);
    clg_page_legend(page);
    clg_page_figure(page);
    draw(page, &f);
    clg_page_figure_end(page, CLG_WORD_FLOW_SHOWS);
    if (f.count > 1)
        put_table(page, &f);
    else
        clg_page_say(page, CLG_WORD_ONE_WINDOW);
    return CLG_OK;
}
