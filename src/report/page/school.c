/* All that the page knows of a school, in one place, where it was asked for. */
#include "report/page/compare_part.h"
#include "report/page/marks.h"
#include "report/page/sociogram_part.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

/* Rows of the school-by-school tables, found once for all chosen schools. */
typedef struct found {
    clg_page_rows charts, comparison, attribute, disease, ladder;
    clg_sociogram_index people;
    bool has_people;
    clg_page_marks *marks;
    double *series; /* of windows */
} found;

/* `page` with what may be said of the school that it is about. */
typedef struct subject {
    const clg_page *page;
    const found *in;
    uint32_t place;
} subject;

static void put_title(const subject *of, clg_word word)
{
    fputs("<h4>", of->page->stream);
    clg_say(of->page->stream, word, NULL);
    fputs("</h4>\n", of->page->stream);
}

static void begin_table(const subject *of, const char *kind, const char *caption,
                        const char *const *titles, const char *kinds)
{
    char id[64];

    snprintf(id, sizeof id, "school-%s-%u", kind, of->place + 1);
    clg_html_table(of->page->stream, id, caption, titles, kinds);
}

/* ---- what it is, and where it stands ---- */

/* A number that was not measured is not said. */
static void say_number(const subject *of, const char *column, clg_word word)
{
    double value =
        clg_page_value(&of->page->data->school, column, of->page->order[of->place]);
    char room[CLG_PAGE_TEXT];

    if (isnan(value))
        return;
    fputs(", ", of->page->stream);
    clg_say(of->page->stream, word, clg_page_count(value, room), NULL);
}

static void put_facts(const subject *of)
{
    const clg_page *page = of->page;
    double people =
        clg_page_value(&page->data->school, "people", page->order[of->place]);
    char room[CLG_PAGE_TEXT], all[CLG_PAGE_TEXT];
    uint32_t logged, open;

    clg_page_coverage_of(page, of->place, &logged, &open);
    fputs("<p>", page->stream);
    clg_say(page->stream, CLG_WORD_TIES_COUNT, clg_page_people(page, people, NAN, room),
            NULL);
    say_number(of, "meetings", CLG_WORD_CHOSEN_MEETINGS);
    say_number(of, "exchanges", CLG_WORD_CHOSEN_EXCHANGES);
    fputs(". ", page->stream);
    clg_say(page->stream, CLG_WORD_CHOSEN_COVERED, clg_page_count(logged, room),
            clg_page_count(open, all), NULL);
    fputs("</p>\n", page->stream);
}

static void say_stage(const subject *of)
{
    const clg_page *page = of->page;
    const clg_table *table = &page->data->trajectory_school;
    uint32_t row = page->staged[of->place];
    const char *name = clg_page_text(clg_table_column(table, "stage_name"), row);
    const char *since = clg_page_window_label(
        page, clg_page_text(clg_table_column(table, "since"), row));
    const char *next = clg_page_text(clg_table_column(table, "next_stage"), row);
    double probability = clg_page_value(table, "probability", row);
    char percent[CLG_PAGE_TEXT];

    if (name == NULL || since == NULL || isnan(probability))
        return;
    snprintf(percent, sizeof percent, "%.0f %%", 100.0 * probability);
    fputs("<p>", page->stream);
    clg_say(page->stream, CLG_WORD_CHOSEN_STAGE, name, percent, since, NULL);
    if (next != NULL) {
        fputs(" ", page->stream);
        clg_say(page->stream, CLG_WORD_CHOSEN_NEXT, next, NULL);
    }
    fputs("</p>\n", page->stream);
}

static void put_path(const subject *of)
{
    if (of->page->stage_count == 0 || of->page->window_count == 0)
        return;
    put_title(of, CLG_WORD_CHOSEN_PATH);
    say_stage(of);
    clg_page_legend(of->page);
    fputs("<figure><div class=\"many\">\n", of->page->stream);
    clg_page_ribbon(of->page, of->place, "school-path");
    clg_page_figure_end(of->page, CLG_WORD_RIBBONS_SHOWS);
}

/* ---- over time ---- */

static void put_charts(const subject *of)
{
    clg_page_marks *marks = of->in->marks;
    uint32_t count = 0;
    char mark[64];

    clg_page_marks_find(marks, of->place);
    for (uint32_t row = of->in->charts.first != NULL ? of->in->charts.first[of->place]
                                                     : CLG_NO_CODE;
         row != CLG_NO_CODE; row = of->in->charts.next[row]) {
        if (!clg_page_is_charted(of->page, row))
            continue;
        if (count == 0) {
            put_title(of, CLG_WORD_CHOSEN_TIME);
            fputs("<figure><div class=\"many\">\n", of->page->stream);
        }
        snprintf(mark, sizeof mark, "school-run-%u-%u", of->place + 1, ++count);
        clg_page_run_chart(of->page, of->place, row, marks, of->in->series, mark);
    }
    if (count > 0)
        clg_page_figure_end(of->page, CLG_WORD_TIME_SHOWS);
    if (count > 0 && marks->count > 0) {
        clg_page_say(of->page, CLG_WORD_MARKS_SHOW);
        snprintf(mark, sizeof mark, "school-marks-%u", of->place + 1);
        clg_page_marks_table(of->page, mark);
        clg_page_marks_rows(marks, of->place);
        clg_html_table_end(of->page->stream);
    }
}

/* ---- among the others ---- */

/* Only of the whole period: what may be shown is known of it. */
static bool is_of_period(const clg_table *table, uint32_t row)
{
    const char *window = clg_page_text(clg_table_column(table, "window"), row);

    return window != NULL && strcmp(window, "period") == 0 &&
           !isnan(clg_page_value(table, "shrunk", row));
}

/* Whether a row may be told; *measure is what it is of. */
static bool may_tell(const subject *of, uint32_t row, const char **measure)
{
    const clg_table *table = &of->page->data->comparison;

    *measure = clg_page_text(clg_table_column(table, "measure"), row);
    return *measure != NULL && clg_plain_name_of(*measure) != NULL &&
           !clg_page_reveals(of->page, *measure, of->place);
}

/* What lies outside the limits. */
static void say_outside(const subject *of)
{
    const clg_table *table = &of->page->data->comparison;
    const clg_page_rows *rows = &of->in->comparison;
    const char *measure;
    uint32_t count = 0;
    char room[CLG_PAGE_TEXT];

    for (uint32_t row = rows->first[of->place]; row != CLG_NO_CODE;
         row = rows->next[row]) {
        const char *flag = clg_page_text(clg_table_column(table, "flag"), row);
        if (!may_tell(of, row, &measure) ||
            !clg_page_compared_at(table, row, of->place).is_outside)
            continue;
        if (count++ == 0) {
            clg_page_say(of->page, CLG_WORD_CHOSEN_OUTSIDE);
            fputs("<ul>", of->page->stream);
        }
        fputs("<li>", of->page->stream);
        clg_say(of->page->stream,
                strcmp(flag, "high") == 0 ? CLG_WORD_HIGH : CLG_WORD_LOW, NULL);
        clg_html_text(of->page->stream, clg_page_measure(measure, room));
        fputs("</li>", of->page->stream);
    }
    fputs(count > 0 ? "</ul>\n" : "", of->page->stream);
    if (count == 0)
        clg_page_say(of->page, CLG_WORD_CHOSEN_WITHIN);
}

static void put_compared_table(const subject *of)
{
    const char *const titles[] = {
        clg_words(CLG_WORD_MEASURE), clg_words(CLG_WORD_SCALE),
        clg_words(CLG_WORD_SHRUNK),  clg_words(CLG_WORD_INTERVAL),
        clg_words(CLG_WORD_PLACE),   clg_words(CLG_WORD_FUNNEL_AXIS)};
    const clg_page *page = of->page;
    const clg_page_rows *rows = &of->in->comparison;
    const char *measure;
    char room[CLG_PAGE_TEXT], least[CLG_PAGE_TEXT];
    uint32_t left_out = 0;

    clg_html_details(page->stream, clg_words(CLG_WORD_NUMBERS));
    begin_table(of, "compared", clg_words(CLG_WORD_CHOSEN_COMPARED), titles, "ttnnnn");
    for (uint32_t row = rows->first[of->place]; row != CLG_NO_CODE;
         row = rows->next[row]) {
        clg_compared_school school =
            clg_page_compared_at(&page->data->comparison, row, of->place);
        if (!may_tell(of, row, &measure)) {
            left_out += measure != NULL && clg_plain_name_of(measure) != NULL;
            continue;
        }
        clg_html_row(page->stream, clg_page_measure(measure, room));
        clg_html_cell(page->stream, clg_page_compared_scale(page, measure));
        clg_page_compared_cells(page, &school, school.value);
        clg_html_row_end(page->stream);
    }
    clg_html_table_end(page->stream);
    clg_page_say(page, CLG_WORD_CHOSEN_PLACES);
    if (left_out > 0) {
        fputs("<p>", page->stream);
        clg_say(page->stream, CLG_WORD_CHOSEN_LEFT_OUT,
                clg_page_count(page->min_group, least), NULL);
        fputs("</p>\n", page->stream);
    }
    clg_html_details_end(page->stream);
}

static void put_compared(const subject *of)
{
    const clg_page_rows *rows = &of->in->comparison;

    if (rows->first == NULL)
        return;
    put_title(of, CLG_WORD_CHOSEN_COMPARED);
    if (rows->first[of->place] == CLG_NO_CODE) {
        clg_page_say(of->page, CLG_WORD_CHOSEN_COMPARED_NONE);
        return;
    }
    clg_page_say(of->page, CLG_WORD_CHOSEN_COMPARED_SHOWS);
    say_outside(of);
    put_compared_table(of);
}

/* ---- people and groups ---- */

static clg_status put_levels(const subject *of, clg_error *err)
{
    static const clg_word words[CLG_PAGE_LEVELS] = {
        CLG_WORD_LEVEL_CORE, CLG_WORD_LEVEL_ACTIVE, CLG_WORD_LEVEL_OCCASIONAL,
        CLG_WORD_LEVEL_PERIPHERAL, CLG_WORD_LEVEL_ABSENT};
    const char *const titles[] = {clg_words(CLG_WORD_CHOSEN_LEVEL),
                                  clg_words(CLG_WORD_PEOPLE),
                                  clg_words(CLG_WORD_CHOSEN_SHARE)};
    FILE *stream = of->page->stream;
    clg_page_levels levels;
    char room[CLG_PAGE_TEXT];
    clg_status status = clg_page_levels_of(of->page, of->place, &levels, err);

    if (status != CLG_OK || isnan(levels.shares[0]))
        return status;
    put_title(of, CLG_WORD_CHOSEN_LEVELS);
    begin_table(of, "levels", clg_words(CLG_WORD_CHOSEN_LEVELS), titles, "tnn");
    for (int k = 0; k < CLG_PAGE_LEVELS; k++) {
        clg_html_row(stream, clg_words(words[k]));
        if (levels.is_hidden[k]) {
            clg_html_cell(stream, clg_words(CLG_WORD_HIDDEN));
            clg_html_cell(stream, clg_words(CLG_WORD_HIDDEN));
        } else {
            clg_html_cell(stream, clg_page_count(levels.counts[k], room));
            clg_html_percent(stream, levels.shares[k]);
        }
        clg_html_row_end(stream);
    }
    clg_html_table_end(stream);
    return CLG_OK;
}

static void put_groups(const subject *of)
{
    const char *const titles[] = {clg_words(CLG_WORD_GROUPS_BY),
                                  clg_words(CLG_WORD_GROUPS_TIES),
                                  clg_words(CLG_WORD_GROUPS_CHANCE)};
    const clg_table *table = &of->page->data->attribute;
    const clg_page_rows *rows = &of->in->attribute;

    if (rows->first == NULL || rows->first[of->place] == CLG_NO_CODE)
        return;
    put_title(of, CLG_WORD_CHOSEN_GROUPS);
    begin_table(of, "groups", clg_words(CLG_WORD_CHOSEN_GROUPS_TABLE), titles, "tnn");
    for (uint32_t row = rows->first[of->place]; row != CLG_NO_CODE;
         row = rows->next[row]) {
        const char *by = clg_page_text(clg_table_column(table, "attribute"), row);
        clg_html_row(of->page->stream, by != NULL ? by : "");
        clg_html_number(of->page->stream, clg_page_value(table, "ei_index", row), 2);
        clg_html_number(of->page->stream, clg_page_value(table, "ei_expected", row), 2);
        clg_html_row_end(of->page->stream);
    }
    clg_html_table_end(of->page->stream);
}

/* ---- signs and kinds of meetings ---- */

static void put_signs(const subject *of)
{
    const char *const titles[] = {clg_words(CLG_WORD_SIGN), clg_words(CLG_WORD_GRADE),
                                  clg_words(CLG_WORD_MEASURE)};
    const clg_table *table = &of->page->data->disease;
    const clg_page_rows *rows = &of->in->disease;
    char room[CLG_PAGE_TEXT];

    if (rows->first == NULL)
        return;
    put_title(of, CLG_WORD_CHOSEN_SIGNS);
    if (rows->first[of->place] == CLG_NO_CODE) {
        clg_page_say(of->page, CLG_WORD_CHOSEN_SIGNS_NONE);
        return;
    }
    begin_table(of, "signs", clg_words(CLG_WORD_CHOSEN_SIGNS), titles, "ttt");
    for (uint32_t row = rows->first[of->place]; row != CLG_NO_CODE;
         row = rows->next[row]) {
        const char *name = clg_page_text(clg_table_column(table, "disease"), row);
        const char *id = clg_page_text(clg_table_column(table, "indicator"), row);
        clg_html_row(of->page->stream, name != NULL ? name : "");
        clg_html_cell(of->page->stream,
                      clg_page_text(clg_table_column(table, "grade"), row));
        clg_html_cell(of->page->stream, id != NULL ? clg_page_measure(id, room) : NULL);
        clg_html_row_end(of->page->stream);
    }
    clg_html_table_end(of->page->stream);
}

static void put_ladder(const subject *of)
{
    const char *const titles[] = {clg_words(CLG_WORD_LADDER_KIND),
                                  clg_words(CLG_WORD_CHOSEN_LOOKS)};
    const clg_table *table = &of->page->data->ladder;
    const clg_page_rows *rows = &of->in->ladder;

    if (rows->first == NULL || rows->first[of->place] == CLG_NO_CODE)
        return;
    put_title(of, CLG_WORD_CHOSEN_LADDER);
    begin_table(of, "ladder", clg_words(CLG_WORD_CHOSEN_LADDER), titles, "tt");
    for (uint32_t row = rows->first[of->place]; row != CLG_NO_CODE;
         row = rows->next[row]) {
        clg_html_row(of->page->stream,
                     clg_page_text(clg_table_column(table, "circle"), row));
        clg_html_cell(of->page->stream,
                      clg_page_text(clg_table_column(table, "place"), row));
        clg_html_row_end(of->page->stream);
    }
    clg_html_table_end(of->page->stream);
}

/* ---- ties ---- */

static clg_status put_ties(const subject *of, clg_error *err)
{
    clg_sociogram s;
    clg_status status;

    if (!of->in->has_people)
        return CLG_OK;
    status = clg_sociogram_gather(of->page, &of->in->people, of->place, &s, err);
    if (status == CLG_OK && s.kind != CLG_SOCIOGRAM_NONE) {
        put_title(of, CLG_WORD_CHOSEN_TIES);
        clg_page_say(of->page,
                     s.is_named ? CLG_WORD_CHOSEN_TIES_NAMED : CLG_WORD_TIES_READING);
        status = clg_sociogram_put(of->page, &s, "school-ties", err);
    }
    clg_sociogram_clear(&s);
    return status;
}

/* ---- the section ---- */

static clg_status put_parts(const subject *of, clg_error *err)
{
    clg_status status;

    put_facts(of);
    put_path(of);
    put_charts(of);
    put_compared(of);
    status = put_levels(of, err);
    if (status == CLG_OK)
        put_groups(of);
    if (status == CLG_OK)
        status = put_ties(of, err);
    if (status == CLG_OK) {
        put_signs(of);
        put_ladder(of);
    }
    return status;
}

static clg_status put_school(const clg_page *page, const found *in, uint32_t place,
                             clg_error *err)
{
    const subject of = {page, in, place};
    clg_status status = CLG_OK;

    clg_page_of_school(page, place);
    fprintf(page->stream, "<h3 id=\"school-%u\">", place + 1);
    clg_html_text(page->stream, clg_page_school(page, place));
    fputs("</h3>\n", page->stream);
    if (clg_page_is_small(page, place)) {
        char least[CLG_PAGE_TEXT];
        fputs("<p>", page->stream);
        clg_say(page->stream, CLG_WORD_CHOSEN_SMALL,
                clg_page_count(page->min_group, least), NULL);
        fputs("</p>\n", page->stream);
    } else {
        status = put_parts(&of, err);
    }
    clg_page_of_school_end(page);
    return status;
}

static clg_status find(const clg_page *page, found *in, clg_error *err)
{
    const clg_report_data *data = page->data;
    const struct {
        const clg_table *table;
        clg_page_keep *keep;
        clg_page_rows *rows;
    } all[] = {{&data->charts, NULL, &in->charts},
               {&data->comparison, is_of_period, &in->comparison},
               {&data->attribute, NULL, &in->attribute},
               {&data->disease, clg_page_is_sign, &in->disease},
               {&data->ladder, clg_page_is_kind, &in->ladder}};
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < sizeof all / sizeof all[0]; i++)
        if (clg_page_has(all[i].table))
            status =
                clg_page_rows_of(page, all[i].table, all[i].keep, all[i].rows, err);
    in->has_people = clg_page_has(&data->person) && clg_page_has(&data->tie);
    if (status == CLG_OK && in->has_people)
        status = clg_sociogram_index_make(page, &in->people, err);
    if (status == CLG_OK)
        status = clg_page_marks_make(page, in->marks, err);
    in->series = clg_array_new(page->window_count, sizeof *in->series, err);
    return status == CLG_OK && in->series == NULL ? CLG_ERROR_MEMORY : status;
}

static void clear(found *in)
{
    clg_page_rows_clear(&in->charts);
    clg_page_rows_clear(&in->comparison);
    clg_page_rows_clear(&in->attribute);
    clg_page_rows_clear(&in->disease);
    clg_page_rows_clear(&in->ladder);
    clg_sociogram_index_clear(&in->people);
    clg_page_marks_clear(in->marks);
    clg_free(in->series);
}

clg_status clg_page_chosen(const clg_page *page, clg_error *err)
{
    clg_page own = *page;
    clg_page_marks marks = {.count = 0};
    found in = {.marks = &marks};
    clg_status status = find(page, &in, err);

    if (page->data->names_people)
        own.min_group = 1; /* nothing of theirs is hidden from themselves */
    clg_page_say(page, CLG_WORD_CHOSEN_LIMITS);
    for (uint32_t i = 0; status == CLG_OK && i < page->data->chosen_count; i++)
        status = put_school(&own, &in, page->place[page->data->chosen[i]], err);
    clear(&in);
    return status;
}
