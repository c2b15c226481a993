/* Inequality, centralisation, isolation, and ties between groups. */
#include "report/page/page.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { MOST = 9, SHOWN = 4 };

static const char *const measures[MOST] = {"attendance_gini",
                                           "attendance_top_share",
                                           "initiation_gini",
                                           "initiation_top_share",
                                           "degree_centralization",
                                           "exchange_indegree_centralization",
                                           "exchange_outdegree_centralization",
                                           "isolate_share",
                                           "fragmentation"};

/* Those that the results have. */
static clg_status find_spreads(const clg_page *page, clg_page_spread *spreads,
                               size_t *count, clg_error *err)
{
    double *values = clg_array_new(page->school_count, sizeof *values, err);
    bool *is_hidden = clg_array_new(page->school_count, sizeof *is_hidden, err);
    bool has_room = values != NULL && is_hidden != NULL;

    *count = 0;
    for (int m = 0; has_room && m < MOST; m++) {
        for (uint32_t s = 0; s < page->school_count; s++) {
            values[s] =
                clg_page_value(&page->data->school, measures[m], page->order[s]);
            is_hidden[s] = clg_page_reveals(page, measures[m], s);
        }
        clg_page_spread_of_schools(page, values, is_hidden, &spreads[*count]);
        if (spreads[*count].schools >= page->min_group)
            clg_page_measure_label(measures[m], spreads[(*count)++].label);
    }
    clg_free(is_hidden);
    clg_free(values);
    return has_room ? CLG_OK : CLG_ERROR_MEMORY;
}

/* Who is absent met nobody. Where that number is shown too, the difference is one of
 * people: those who sat in a meeting alone. */
static clg_status put_isolates(const clg_page *page, uint32_t place, clg_error *err)
{
    const clg_table *school = &page->data->school;
    double people = clg_page_value(school, "people", page->order[place]);
    double isolates = clg_page_value(school, "isolates", page->order[place]);
    const int absent = CLG_PAGE_LEVELS - 1;
    char room[CLG_PAGE_TEXT];
    clg_page_levels of;
    clg_status status = clg_page_levels_of(page, place, &of, err);
    double others = isolates - of.counts[absent];
    bool is_told = !of.is_hidden[absent] && !isnan(of.shares[absent]) &&
                   isolates >= page->min_group && others > 0.0 &&
                   others < page->min_group;

    if (status == CLG_OK)
        clg_html_cell(page->stream,
                      is_told || clg_page_is_small(page, place)
                          ? clg_words(CLG_WORD_HIDDEN)
                          : clg_page_people(page, isolates, people, room));
    return status;
}

static clg_status put_school(const clg_page *page, uint32_t place,
                             const char *const shown[SHOWN], clg_error *err)
{
    const clg_table *school = &page->data->school;
    uint32_t row = page->order[place];
    bool is_small = clg_page_is_small(page, place);
    clg_status status;

    clg_page_school_row(page, place);
    status = put_isolates(page, place, err);
    for (int m = 0; m < SHOWN; m++)
        if (is_small)
            clg_html_cell(page->stream, clg_words(CLG_WORD_HIDDEN));
        else
            clg_html_number(page->stream, clg_page_value(school, shown[m], row), 2);
    clg_html_row_end(page->stream);
    return status;
}

static clg_status put_schools(const clg_page *page, clg_error *err)
{
    static const char *const shown[SHOWN] = {"attendance_gini", "initiation_gini",
                                             "degree_centralization",
                                             "exchange_indegree_centralization"};
    char room[CLG_PAGE_TEXT];
    const char *titles[SHOWN + 2] = {clg_words(CLG_WORD_SCHOOL),
                                     clg_page_measure("isolates", room)};
    clg_status status = CLG_OK;

    for (int m = 0; m < SHOWN; m++)
        titles[m + 2] = clg_page_measure(shown[m], room);
    clg_html_table(page->stream, "structure-schools",
                   clg_words(CLG_WORD_STRUCTURE_TABLE), titles, "tnnnnn");
    for (uint32_t s = 0; status == CLG_OK && s < page->school_count; s++)
        status = put_school(page, s, shown, err);
    clg_html_table_end(page->stream);
    return status;
}

/* ---- groups ---- */

/* The spread of a column over the schools' rows of one attribute. */
static void spread_of_attribute(const clg_page *page, const clg_page_rows *rows,
                                int32_t attribute, const char *column, double *values,
                                clg_page_spread *spread)
{
    const clg_table *table = &page->data->attribute;
    const clg_column *attributes = clg_table_column(table, "attribute");
    size_t count = 0;

    for (uint32_t s = 0; s < page->school_count; s++)
        for (uint32_t row = rows->first[s]; row != CLG_NO_CODE; row = rows->next[row])
            if (attributes->codes[row] == attribute)
                values[count++] = clg_page_value(table, column, row);
    clg_page_spread_of(values, count, spread);
}

static void put_attributes(const clg_page *page, const clg_page_rows *rows,
                           double *values)
{
    const char *const titles[] = {
        clg_words(CLG_WORD_GROUPS_BY), clg_words(CLG_WORD_SCHOOLS),
        clg_words(CLG_WORD_GROUPS_TIES), clg_words(CLG_WORD_GROUPS_CHANCE)};
    const clg_texts *names =
        clg_table_column(&page->data->attribute, "attribute")->levels;
    clg_page_spread found, chance;

    clg_html_table(page->stream, "groups", clg_words(CLG_WORD_GROUPS_TABLE), titles,
                   "tnnn");
    for (size_t a = 0; a < names->count; a++) {
        spread_of_attribute(page, rows, (int32_t)a, "ei_index", values, &found);
        spread_of_attribute(page, rows, (int32_t)a, "ei_expected", values, &chance);
        if (found.schools < page->min_group)
            continue;
        clg_html_row(page->stream, clg_texts_at(names, a));
        clg_html_number(page->stream, found.schools, 0);
        clg_html_number(page->stream, found.at[2], 2);
        clg_html_number(page->stream, chance.at[2], 2);
        clg_html_row_end(page->stream);
    }
    clg_html_table_end(page->stream);
}

static clg_status put_groups(const clg_page *page, clg_error *err)
{
    const clg_table *table = &page->data->attribute;
    const clg_column *attribute = clg_table_column(table, "attribute");
    clg_page_rows rows = {NULL, NULL};
    clg_status status;
    double *values;

    if (!clg_page_has(table) || attribute == NULL ||
        attribute->type != CLG_COLUMN_CATEGORY)
        return CLG_OK;
    values = clg_array_new(table->row_count, sizeof *values, err);
    status = values != NULL ? clg_page_rows_of(page, table, NULL, &rows, err)
                            : CLG_ERROR_MEMORY;
    if (status == CLG_OK)
        put_attributes(page, &rows, values);
    clg_page_rows_clear(&rows);
    clg_free(values);
    return status;
}

clg_status clg_page_structure(const clg_page *page, clg_error *err)
{
    clg_page_spread spreads[MOST];
    size_t count = 0;
    clg_status status = find_spreads(page, spreads, &count, err);

    if (status != CLG_OK)
        return status;
    if (count == 0) {
        clg_page_say_few(page);
    } else {
        clg_page_figure(page);
        clg_page_draw_spreads(page, "structure-picture", CLG_WORD_STRUCTURE_TITLE,
                              spreads, count);
        clg_page_figure_end(page, CLG_WORD_STRUCTURE_SHOWS);
        status = put_groups(page, err);
    }
    clg_html_details(page->stream, clg_words(CLG_WORD_NUMBERS));
    if (count > 0)
        clg_page_table_spreads(page, "structure-spread", spreads, count);
    if (status == CLG_OK)
        status = put_schools(page, err);
    clg_html_details_end(page->stream);
    return status;
}
