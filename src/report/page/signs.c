/* Indicators of troubles, with their grade: a screening. */
#include "report/page/page.h"

#include "base/memory.h"
#include "report/chart.h"

#include <math.h>
#include <string.h>

bool clg_page_is_sign(const clg_table *table, uint32_t row)
{
    const char *sign = clg_page_text(clg_table_column(table, "sign"), row);

    return sign != NULL && strcmp(sign, "consistent") == 0;
}

static bool is_best(const clg_table *table, uint32_t row)
{
    const char *grade = clg_page_text(clg_table_column(table, "grade"), row);

    return grade != NULL && strcmp(grade, "A") == 0;
}

/* Schools by trouble and by the best grade of its indicators. */
typedef struct found {
    uint32_t best, proxy;
} found;

/* Adds one school; marks has room for the troubles: 1 proxy, 2 best. */
static void add_school(const clg_table *table, const clg_page_rows *rows,
                       uint32_t place, uint8_t *marks, found *of, size_t troubles)
{
    const clg_column *disease = clg_table_column(table, "disease");

    memset(marks, 0, troubles);
    for (uint32_t row = rows->first[place]; row != CLG_NO_CODE; row = rows->next[row]) {
        uint8_t mark = is_best(table, row) ? 2 : 1;
        int32_t trouble = disease->codes[row];
        if (trouble >= 0 && marks[trouble] < mark)
            marks[trouble] = mark;
    }
    for (size_t d = 0; d < troubles; d++) {
        of[d].best += marks[d] == 2;
        of[d].proxy += marks[d] == 1;
    }
}

/* ---- the picture ---- */

static const clg_svg_paint best_paint = {.fill = "#d55e00"};
static const clg_svg_paint proxy_paint = {
    .fill = "#f9dcc4", .stroke = "#d55e00", .width = 1.2};

static void put_legend(const clg_page *page)
{
    const clg_svg_paint *const paints[] = {&best_paint, &proxy_paint};
    const clg_word words[] = {CLG_WORD_GRADE_A, CLG_WORD_GRADE_B};

    fputs("<ul class=\"legend\">", page->stream);
    for (int i = 0; i < 2; i++) {
        fputs("<li><svg width=\"28\" height=\"18\" aria-hidden=\"true\">",
              page->stream);
        clg_svg_rect(page->stream, 1, 2, 26, 14, paints[i]);
        fputs("</svg> ", page->stream);
        clg_say(page->stream, words[i], NULL);
        fputs("</li>", page->stream);
    }
    fputs("</ul>\n", page->stream);
}

static void draw_bar(const clg_page *page, const clg_texts *names, size_t trouble,
                     const found *of, double y, double scale)
{
    const clg_svg_font name = {.size = 13, .anchor = CLG_SVG_END, .width = 190};
    const clg_svg_font count = {.size = 12};
    char text[CLG_PAGE_TEXT];
    double x = 210.0, best = scale * of->best, proxy = scale * of->proxy;

    clg_svg_text(page->stream, x - 12.0, y + 15.0, clg_texts_at(names, trouble), &name);
    if (of->best > 0)
        clg_svg_rect(page->stream, x, y + 2.0, best, 16.0, &best_paint);
    if (of->proxy > 0)
        clg_svg_rect(page->stream, x + best, y + 2.0, proxy, 16.0, &proxy_paint);
    clg_svg_text(page->stream, x + best + proxy + 7.0, y + 14.5,
                 clg_page_count((double)of->best + of->proxy, text), &count);
}

static void draw(const clg_page *page, const clg_texts *names, const found *of)
{
    uint32_t most = 1, bars = 0;
    double y = 6.0;

    for (size_t d = 0; d < names->count; d++) {
        uint32_t sum = of[d].best + of[d].proxy;
        most = sum > most ? sum : most;
        bars += sum > 0;
    }
    clg_svg_begin(page->stream, "signs-picture", CLG_PAGE_WIDTH, 12.0 + 26.0 * bars,
                  clg_words(CLG_WORD_SIGNS_TITLE));
    for (size_t d = 0; d < names->count; d++)
        if (of[d].best + of[d].proxy > 0) {
            clg_svg_words(page->stream, clg_texts_at(names, d));
            fprintf(page->stream, ": %u. ", of[d].best + of[d].proxy);
        }
    clg_svg_begin_content(page->stream);
    for (size_t d = 0; d < names->count; d++)
        if (of[d].best + of[d].proxy > 0) {
            draw_bar(page, names, d, &of[d], y, 480.0 / fmax(most, 6.0));
            y += 26.0;
        }
    clg_svg_end(page->stream);
}

/* What the names in the picture mean. */
static void put_meanings(const clg_page *page, const clg_texts *names, const found *of)
{
    fputs("<ul>", page->stream);
    for (size_t d = 0; d < names->count; d++) {
        const char *meaning = clg_trouble_meaning(clg_texts_at(names, d));
        if (of[d].best + of[d].proxy == 0 || meaning == NULL)
            continue;
        fputs("<li><b>", page->stream);
        clg_html_text(page->stream, clg_texts_at(names, d));
        fputs("</b>: ", page->stream);
        clg_html_text(page->stream, meaning);
        fputs("</li>", page->stream);
    }
    fputs("</ul>\n", page->stream);
}

static void put_table(const clg_page *page, const clg_page_rows *rows)
{
    const char *const titles[] = {clg_words(CLG_WORD_SCHOOL), clg_words(CLG_WORD_SIGN),
                                  clg_words(CLG_WORD_GRADE),
                                  clg_words(CLG_WORD_MEASURE)};
    const clg_table *table = &page->data->disease;
    char room[CLG_PAGE_TEXT];

    clg_html_details(page->stream, clg_words(CLG_WORD_NUMBERS));
    clg_html_table(page->stream, "signs-table", clg_words(CLG_WORD_SIGNS_TABLE), titles,
                   "tttt");
    for (uint32_t s = 0; s < page->school_count; s++)
        for (uint32_t row = rows->first[s]; row != CLG_NO_CODE; row = rows->next[row]) {
            const char *id = clg_page_text(clg_table_column(table, "indicator"), row);
            clg_page_school_row(page, s);
            clg_html_cell(page->stream,
                          clg_page_text(clg_table_column(table, "disease"), row));
            clg_html_cell(page->stream,
                          clg_page_text(clg_table_column(table, "grade"), row));
            clg_html_cell(page->stream, id != NULL ? clg_page_measure(id, room) : NULL);
            clg_html_row_end(page->stream);
        }
    clg_html_table_end(page->stream);
    clg_html_details_end(page->stream);
}

static void put_found(const clg_page *page, const clg_page_rows *rows, const found *of)
{
    const clg_texts *names = clg_table_column(&page->data->disease, "disease")->levels;
    uint32_t sum = 0;

    for (size_t d = 0; d < names->count; d++)
        sum += of[d].best + of[d].proxy;
    if (sum == 0) {
        clg_page_say(page, clg_page_all_small(page) ? CLG_WORD_SIGNS_SMALL
                                                    : CLG_WORD_SIGNS_NONE);
        return;
    }
    put_legend(page);
    clg_page_figure(page);
    draw(page, names, of);
    clg_page_figure_end(page, CLG_WORD_SIGNS_SHOWS);
    put_meanings(page, names, of);
    put_table(page, rows);
}

clg_status clg_page_signs(const clg_page *page, clg_error *err)
{
    const clg_table *table = &page->data->disease;
    const clg_column *disease = clg_table_column(table, "disease");
    clg_page_rows rows = {NULL, NULL};
    uint8_t *marks;
    found *of;
    clg_status status;

    if (!clg_page_has(table) || disease == NULL ||
        disease->type != CLG_COLUMN_CATEGORY) {
        clg_page_say(page, CLG_WORD_SIGNS_ABSENT);
        return CLG_OK;
    }
    marks = clg_array_new(disease->levels->count, sizeof *marks, err);
    of = clg_array_new(disease->levels->count, sizeof *of, err);
    status = marks != NULL && of != NULL
                 ? clg_page_rows_of(page, table, clg_page_is_sign, &rows, err)
                 : CLG_ERROR_MEMORY;
    for (uint32_t s = 0; status == CLG_OK && s < page->school_count; s++)
        add_school(table, &rows, s, marks, of, disease->levels->count);
    if (status == CLG_OK)
        put_found(page, &rows, of);
    clg_page_rows_clear(&rows);
    clg_free(marks);
    clg_free(of);
    return status;
}
