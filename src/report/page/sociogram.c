/* Ties between people, school by school. */
#include "report/page/sociogram_part.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- one school ---- */

void clg_sociogram_say(const clg_page *page, const clg_sociogram *s)
{
    char people[CLG_PAGE_TEXT], drawn[CLG_PAGE_TEXT], all[CLG_PAGE_TEXT];

    clg_page_count(s->count, people);
    clg_page_count((double)s->tie_count, all);
    if (s->hides_lone)
        clg_say(page->stream, CLG_WORD_TIES_PICTURE_SOME, people,
                clg_page_count((double)s->drawn_count, drawn), NULL);
    else if (s->drawn_count == s->tie_count)
        clg_say(page->stream, CLG_WORD_TIES_PICTURE_ALL, people, all, NULL);
    else
        clg_say(page->stream, CLG_WORD_TIES_PICTURE, people,
                clg_page_count((double)s->drawn_count, drawn), all, NULL);
}

static void put_legend(const clg_page *page, const clg_sociogram *s)
{
    FILE *stream = page->stream;
    char people[CLG_PAGE_TEXT];

    fputs("<ul class=\"legend\">", stream);
    for (uint32_t g = 0; g < s->group_count; g++) {
        const clg_svg_paint paint = {.fill = clg_sociogram_colour(g)};
        fputs("<li><svg width=\"16\" height=\"16\" aria-hidden=\"true\">", stream);
        clg_svg_path(stream);
        clg_sociogram_shape(stream, g, 8.0, 8.0, 5.5);
        clg_svg_path_end(stream, &paint);
        fputs("</svg> ", stream);
        clg_say(stream, CLG_WORD_TIES_LEGEND, s->groups[g].label,
                clg_page_count(s->groups[g].people, people), NULL);
        fputs("</li>", stream);
    }
    fputs("</ul>\n", stream);
}

static void say_number(const clg_page *page, clg_word word, double number)
{
    char room[CLG_PAGE_TEXT];

    fputs(" ", page->stream);
    clg_say(page->stream, word, clg_page_count(number, room), NULL);
}

/* What these pictures leave out, and why. */
static void put_sentences(const clg_page *page, const clg_sociogram *s)
{
    fputs("<figcaption>", page->stream);
    if (s->kind == CLG_SOCIOGRAM_PEOPLE)
        clg_sociogram_say(page, s);
    else if (s->count < CLG_SOCIOGRAM_LEAST && !s->is_named)
        say_number(page, CLG_WORD_TIES_SMALL, CLG_SOCIOGRAM_LEAST);
    else if (s->count > CLG_SOCIOGRAM_MOST)
        say_number(page, CLG_WORD_TIES_LARGE, CLG_SOCIOGRAM_MOST);
    else
        say_number(page, CLG_WORD_TIES_FEW, 0.0);
    if (s->kind == CLG_SOCIOGRAM_PEOPLE && s->lone > 0)
        say_number(page, CLG_WORD_TIES_RIM, 0.0);
    if (s->by == CLG_SOCIOGRAM_BY_LEVEL && s->is_joined)
        say_number(page, CLG_WORD_TIES_JOINED, s->least);
    if (s->by == CLG_SOCIOGRAM_BY_CORE && s->is_joined)
        say_number(page, CLG_WORD_TIES_BY_CORE, s->least);
    if (s->by == CLG_SOCIOGRAM_BY_NOTHING)
        say_number(page, CLG_WORD_TIES_ALIKE, s->least);
    fputs("</figcaption>", page->stream);
}

static void put_table(const clg_page *page, const clg_sociogram *s, const char *kind)
{
    const char *titles[CLG_PAGE_LEVELS + 2] = {clg_words(CLG_WORD_TIES_GROUP),
                                               clg_words(CLG_WORD_PEOPLE)};
    char with[CLG_PAGE_LEVELS][CLG_PAGE_TEXT], kinds[CLG_PAGE_LEVELS + 3] = "tn";
    char id[64], caption[CLG_PAGE_TEXT], room[CLG_PAGE_TEXT];
    double shade;

    for (uint32_t g = 0; g < s->group_count; g++) {
        clg_compose(with[g], sizeof with[g], CLG_WORD_TIES_WITH, s->groups[g].label,
                    NULL);
        titles[g + 2] = with[g];
        kinds[g + 2] = 't';
    }
    snprintf(id, sizeof id, "%s-table-%u", kind, s->place + 1);
    clg_compose(caption, sizeof caption, CLG_WORD_TIES_TABLE,
                clg_page_school(page, s->place), NULL);
    clg_html_details(page->stream, clg_words(CLG_WORD_NUMBERS));
    clg_html_table(page->stream, id, caption, titles, kinds);
    for (uint32_t a = 0; a < s->group_count; a++) {
        clg_html_row(page->stream, s->groups[a].label);
        clg_html_cell(page->stream, clg_page_count(s->groups[a].people, room));
        for (uint32_t b = 0; b < s->group_count; b++)
            clg_html_cell(page->stream, clg_sociogram_density(s, a, b, &shade, room));
        clg_html_row_end(page->stream);
    }
    clg_html_table_end(page->stream);
    clg_html_details_end(page->stream);
}

static clg_status draw(const clg_page *page, const clg_sociogram *s, const char *rings,
                       const char *matrix, clg_error *err)
{
    clg_layout layout = {.points = clg_array_new(s->count, sizeof *layout.points, err)};
    clg_status status = layout.points != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    if (status == CLG_OK)
        status = clg_layout_rings(
            &(clg_layout_network){s->count, s->group, s->drawn, s->drawn_count},
            &layout, err);
    if (status == CLG_OK) {
        clg_sociogram_draw_people(page, s, &layout, rings);
        clg_sociogram_draw_matrix(page, s, matrix);
    }
    clg_free(layout.points);
    return status;
}

clg_status clg_sociogram_put(const clg_page *page, const clg_sociogram *s,
                             const char *kind, clg_error *err)
{
    char rings[64], matrix[64];
    clg_status status = CLG_OK;

    snprintf(rings, sizeof rings, "%s-rings-%u", kind, s->place + 1);
    snprintf(matrix, sizeof matrix, "%s-matrix-%u", kind, s->place + 1);
    fprintf(page->stream, "<figure><div class=\"pair%s\">\n",
            s->is_named ? " wide" : "");
    if (s->kind == CLG_SOCIOGRAM_PEOPLE) {
        status = draw(page, s, rings, matrix, err);
    } else {
        clg_sociogram_draw_blocks(page, s, rings);
        clg_sociogram_draw_block_matrix(page, s, matrix);
    }
    fputs("</div>", page->stream);
    put_legend(page, s);
    put_sentences(page, s);
    fputs("</figure>\n", page->stream);
    put_table(page, s, kind);
    return status;
}

/* ---- which schools ---- */

typedef struct choice {
    uint32_t place, reasons; /* to look at it */
} choice;

static int most_reasons_first(const void *a, const void *b)
{
    const choice *x = a, *y = b;

    if (x->reasons != y->reasons)
        return x->reasons > y->reasons ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static int by_place(const void *a, const void *b)
{
    const choice *x = a, *y = b;

    return (x->place > y->place) - (x->place < y->place);
}

static bool is_named(const clg_table *table, uint32_t row)
{
    return clg_page_value(table, "named", row) > 0.0;
}

static bool is_best_sign(const clg_table *table, uint32_t row)
{
    const char *grade = clg_page_text(clg_table_column(table, "grade"), row);

    return clg_page_is_sign(table, row) && grade != NULL && strcmp(grade, "A") == 0;
}

static bool is_signal(const clg_table *table, uint32_t row)
{
    return clg_page_value(table, "signal", row) > 0.0;
}

/* Adds to the reasons of the schools that have such a row. */
static clg_status add_reasons(const clg_page *page, const clg_table *table,
                              clg_page_keep *keep, uint32_t weight, choice *all,
                              clg_error *err)
{
    clg_page_rows rows = {NULL, NULL};
    clg_status status = CLG_OK;

    if (!clg_page_has(table))
        return CLG_OK;
    status = clg_page_rows_of(page, table, keep, &rows, err);
    for (uint32_t s = 0; status == CLG_OK && s < page->school_count; s++)
        all[s].reasons += rows.first[s] != CLG_NO_CODE ? weight : 0;
    clg_page_rows_clear(&rows);
    return status;
}

/* *drawn of *offered; those that the page begins with, those with signs, then those
 * with signals, then by name. */
static clg_status choose(const clg_page *page, const clg_sociogram_index *index,
                         choice **choices, uint32_t *drawn, uint32_t *offered,
                         clg_error *err)
{
    choice *all = clg_array_new(page->school_count, sizeof *all, err);
    clg_status status = all != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    *choices = all;
    *drawn = *offered = 0;
    for (uint32_t s = 0; status == CLG_OK && s < page->school_count; s++)
        all[s].place = s;
    if (status == CLG_OK)
        status = add_reasons(page, &page->data->attention, is_named, 4, all, err);
    if (status == CLG_OK)
        status = add_reasons(page, &page->data->disease, is_best_sign, 2, all, err);
    if (status == CLG_OK)
        status = add_reasons(page, &page->data->charts, is_signal, 1, all, err);
    for (uint32_t s = 0; status == CLG_OK && s < page->school_count; s++)
        if (index->ties.first[s] != CLG_NO_CODE && !clg_page_is_small(page, s) &&
            !clg_page_is_chosen(page, s))
            all[(*offered)++] = all[s];
    if (status != CLG_OK)
        return status;
    *drawn = *offered < CLG_REPORT_PICTURES ? *offered : CLG_REPORT_PICTURES;
    qsort(all, *offered, sizeof *all, most_reasons_first);
    qsort(all, *drawn, sizeof *all, by_place);
    return CLG_OK;
}

/* ---- the section ---- */

static void put_intro(const clg_page *page, uint32_t drawn, uint32_t offered)
{
    char least[CLG_PAGE_TEXT], few[CLG_PAGE_TEXT], shown[CLG_PAGE_TEXT],
        all[CLG_PAGE_TEXT];

    clg_page_say(page, CLG_WORD_TIES_READING);
    fputs("<p>", page->stream);
    clg_say(page->stream, CLG_WORD_TIES_PRIVACY, clg_page_count(page->min_group, least),
            clg_page_count(CLG_SOCIOGRAM_LEAST, few), NULL);
    fputs("</p>\n", page->stream);
    clg_page_say(page, CLG_WORD_TIES_LIMITS);
    if (drawn < offered) {
        fputs("<p>", page->stream);
        clg_say(page->stream, CLG_WORD_TIES_MANY, clg_page_count(drawn, shown),
                clg_page_count(offered, all), NULL);
        fputs("</p>\n", page->stream);
    }
}

static clg_status put_school(const clg_page *page, const clg_sociogram_index *index,
                             uint32_t place, clg_error *err)
{
    clg_sociogram s;
    clg_status status = clg_sociogram_gather(page, index, place, &s, err);

    if (status == CLG_OK && s.kind != CLG_SOCIOGRAM_NONE) {
        clg_page_of_school(page, place);
        fputs("<h3>", page->stream);
        clg_html_text(page->stream, clg_page_school(page, place));
        fputs("</h3>\n", page->stream);
        status = clg_sociogram_put(page, &s, "ties", err);
        clg_page_of_school_end(page);
    }
    clg_sociogram_clear(&s);
    return status;
}

clg_status clg_page_ties(const clg_page *page, clg_error *err)
{
    clg_sociogram_index index = {{NULL, NULL}, {NULL, NULL}, NULL};
    choice *choices = NULL;
    uint32_t drawn = 0, offered = 0;
    clg_status status;

    if (!clg_page_has(&page->data->person) || !clg_page_has(&page->data->tie)) {
        clg_page_say(page, CLG_WORD_TIES_ABSENT);
        return CLG_OK;
    }
    status = clg_sociogram_index_make(page, &index, err);
    if (status == CLG_OK)
        status = choose(page, &index, &choices, &drawn, &offered, err);
    if (status == CLG_OK && drawn > 0)
        put_intro(page, drawn, offered);
    else if (status == CLG_OK && page->data->chosen_count == 0)
        clg_page_say(page, CLG_WORD_TIES_NONE);
    if (status == CLG_OK && page->data->chosen_count > 0)
        clg_page_say(page, CLG_WORD_TIES_CHOSEN);
    for (uint32_t i = 0; status == CLG_OK && i < drawn; i++)
        status = put_school(page, &index, choices[i].place, err);
    clg_free(choices);
    clg_sociogram_index_clear(&index);
    return status;
}
