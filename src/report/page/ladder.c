/* What kinds of meetings look like, from departments to communities of practice. */
#include "report/page/page.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { MOST_KINDS = 10, LOOKS = CLG_PALETTE_SIZE };

/* Rows of kinds of meetings; those found in the ties are left to results.h5. */
bool clg_page_is_kind(const clg_table *table, uint32_t row)
{
    const char *by = clg_page_text(clg_table_column(table, "by"), row);

    return by != NULL && strcmp(by, "kind") == 0 &&
           clg_page_text(clg_table_column(table, "circle"), row) != NULL &&
           clg_page_text(clg_table_column(table, "place"), row) != NULL;
}

typedef struct ladder {
    const clg_column *circle, *place;
    clg_page_rows rows;
    uint32_t *counts; /* [circle * LOOKS + place] schools */
    size_t kinds[MOST_KINDS], kind_count;
    bool is_seen[LOOKS];
} ladder;

static size_t look_of(const ladder *l, uint32_t row)
{
    size_t place = (size_t)l->place->codes[row];

    return place < LOOKS ? place : LOOKS - 1;
}

static uint32_t schools_of(const ladder *l, size_t circle)
{
    uint32_t sum = 0;

    for (size_t k = 0; k < LOOKS; k++)
        sum += l->counts[circle * LOOKS + k];
    return sum;
}

/* The most widespread kinds, in the order of the table's levels. */
static void choose_kinds(ladder *l)
{
    for (size_t c = 0; c < l->circle->levels->count; c++) {
        size_t larger = 0, mine = schools_of(l, c);
        for (size_t d = 0; d < l->circle->levels->count; d++)
            larger += schools_of(l, d) > mine || (schools_of(l, d) == mine && d < c);
        if (mine > 0 && larger < MOST_KINDS)
            l->kinds[l->kind_count++] = c;
    }
}

static clg_status count_kinds(const clg_page *page, ladder *l, clg_error *err)
{
    clg_status status =
        clg_page_rows_of(page, &page->data->ladder, clg_page_is_kind, &l->rows, err);

    l->counts = clg_array_new(l->circle->levels->count * LOOKS, sizeof *l->counts, err);
    if (l->counts == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t s = 0; status == CLG_OK && s < page->school_count; s++)
        for (uint32_t row = l->rows.first[s]; row != CLG_NO_CODE;
             row = l->rows.next[row]) {
            size_t look = look_of(l, row);
            l->counts[(size_t)l->circle->codes[row] * LOOKS + look]++;
            l->is_seen[look] = true;
        }
    if (status == CLG_OK)
        choose_kinds(l);
    return status;
}

static const char *look_name(const ladder *l, size_t look)
{
    return look < l->place->levels->count ? clg_texts_at(l->place->levels, look) : "";
}

static void put_legend(const clg_page *page, const ladder *l)
{
    char fill[CLG_FILL_SIZE];

    fputs("<ul class=\"legend\">", page->stream);
    for (uint32_t k = 0; k < LOOKS; k++) {
        if (!l->is_seen[k])
            continue;
        clg_stage_fill("all", k, fill);
        fputs("<li><svg width=\"28\" height=\"18\" aria-hidden=\"true\">",
              page->stream);
        clg_svg_rect(page->stream, 0, 0, 28, 18, &(clg_svg_paint){.fill = fill});
        clg_stage_badge(page->stream, 14, 9, k);
        fputs("</svg> ", page->stream);
        clg_html_text(page->stream, look_name(l, k));
        fputs("</li>", page->stream);
    }
    fputs("</ul>\n", page->stream);
}

static void draw_kind(const clg_page *page, const ladder *l, size_t kind, double y)
{
    const clg_svg_font name = {.size = 13, .anchor = CLG_SVG_END, .width = 150};
    double x = 170.0, scale = 540.0 / page->school_count;
    char fill[CLG_FILL_SIZE];

    clg_svg_text(page->stream, x - 12.0, y + 17.0,
                 clg_texts_at(l->circle->levels, kind), &name);
    for (uint32_t k = 0; k < LOOKS; k++) {
        double wide = scale * l->counts[kind * LOOKS + k];
        if (wide <= 0.0)
            continue;
        clg_stage_fill("all", k, fill);
        clg_svg_rect(page->stream, x, y + 2.0, wide, 20.0,
                     &(clg_svg_paint){.fill = fill, .stroke = "#ffffff", .width = 1.0});
        if (wide >= 18.0)
            clg_stage_badge(page->stream, x + 0.5 * wide, y + 12.0, k);
        x += wide;
    }
}

static void draw(const clg_page *page, const ladder *l)
{
    clg_svg_begin(page->stream, "levels-picture", CLG_PAGE_WIDTH,
                  10.0 + 30.0 * (double)l->kind_count,
                  clg_words(CLG_WORD_LADDER_TITLE));
    for (size_t i = 0; i < l->kind_count; i++) {
        fputs(i > 0 ? ", " : "", page->stream);
        clg_svg_words(page->stream, clg_texts_at(l->circle->levels, l->kinds[i]));
    }
    clg_svg_begin_content(page->stream);
    for (size_t i = 0; i < l->kind_count; i++)
        draw_kind(page, l, l->kinds[i], 5.0 + 30.0 * (double)i);
    clg_svg_end(page->stream);
}

static void put_counts(const clg_page *page, const ladder *l)
{
    const char *titles[LOOKS + 1] = {clg_words(CLG_WORD_LADDER_KIND)};
    char kinds[LOOKS + 2] = "t";
    size_t columns = 1;

    for (size_t k = 0; k < LOOKS; k++)
        if (l->is_seen[k]) {
            kinds[columns] = 'n';
            titles[columns++] = look_name(l, k);
        }
    clg_html_table(page->stream, "levels-table", clg_words(CLG_WORD_LADDER_TABLE),
                   titles, kinds);
    for (size_t i = 0; i < l->kind_count; i++) {
        clg_html_row(page->stream, clg_texts_at(l->circle->levels, l->kinds[i]));
        for (size_t k = 0; k < LOOKS; k++)
            if (l->is_seen[k])
                clg_html_number(page->stream, l->counts[l->kinds[i] * LOOKS + k], 0);
        clg_html_row_end(page->stream);
    }
    clg_html_table_end(page->stream);
}

static void put_schools(const clg_page *page, const ladder *l)
{
    const char *titles[MOST_KINDS + 1] = {clg_words(CLG_WORD_SCHOOL)};
    char kinds[MOST_KINDS + 2] = "t";

    for (size_t i = 0; i < l->kind_count; i++) {
        titles[i + 1] = clg_texts_at(l->circle->levels, l->kinds[i]);
        kinds[i + 1] = 'n';
    }
    clg_html_table(page->stream, "levels-schools", clg_words(CLG_WORD_LADDER_CELLS),
                   titles, kinds);
    for (uint32_t s = 0; s < page->school_count; s++) {
        double looks[MOST_KINDS];
        if (clg_page_is_small(page, s))
            continue;
        for (size_t i = 0; i < l->kind_count; i++)
            looks[i] = NAN;
        for (uint32_t row = l->rows.first[s]; row != CLG_NO_CODE;
             row = l->rows.next[row])
            for (size_t i = 0; i < l->kind_count; i++)
                if ((size_t)l->circle->codes[row] == l->kinds[i])
                    looks[i] = (double)look_of(l, row) + 1.0;
        clg_page_school_row(page, s);
        for (size_t i = 0; i < l->kind_count; i++)
            clg_html_number(page->stream, looks[i], 0);
        clg_html_row_end(page->stream);
    }
    clg_html_table_end(page->stream);
}

static void put_found(const clg_page *page, const ladder *l)
{
    if (l->kind_count == 0) {
        clg_page_say(page, CLG_WORD_LADDER_NONE);
        return;
    }
    put_legend(page, l);
    clg_page_figure(page);
    draw(page, l);
    clg_page_figure_end(page, CLG_WORD_LADDER_SHOWS);
    clg_html_details(page->stream, clg_words(CLG_WORD_NUMBERS));
    put_counts(page, l);
    put_schools(page, l);
    clg_html_details_end(page->stream);
}

clg_status clg_page_ladder(const clg_page *page, clg_error *err)
{
    const clg_table *table = &page->data->ladder;
    ladder l = {.circle = clg_table_column(table, "circle"),
                .place = clg_table_column(table, "place")};
    clg_status status;

    if (!clg_page_has(table) || l.circle == NULL || l.place == NULL ||
        l.circle->type != CLG_COLUMN_CATEGORY || l.place->type != CLG_COLUMN_CATEGORY) {
        clg_page_say(page, CLG_WORD_LADDER_NONE);
        return CLG_OK;
    }
    status = count_kinds(page, &l, err);
    if (status == CLG_OK)
        put_found(page, &l);
    clg_page_rows_clear(&l.rows);
    clg_free(l.counts);
    return status;
}
