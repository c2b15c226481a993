#include "report/page/page.h"

#include "base/fail.h"
#include "base/memory.h"
#include "report/disclosure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool clg_page_has(const clg_table *table)
{
    return table->column_count > 0 && table->row_count > 0;
}

double clg_page_number(const clg_column *column, uint32_t row)
{
    if (column == NULL || row == CLG_NO_CODE)
        return NAN;
    switch (column->type) {
    case CLG_COLUMN_MEASURE:
    case CLG_COLUMN_REAL:
    case CLG_COLUMN_INSTANT: return column->values[row];
    case CLG_COLUMN_COUNT:
    case CLG_COLUMN_DAY: return column->codes[row];
    case CLG_COLUMN_FLAG: return column->status[row];
    case CLG_COLUMN_CATEGORY:
    case CLG_COLUMN_ROW:
    case CLG_COLUMN_TEXT: break;
    }
    return NAN;
}

const char *clg_page_text(const clg_column *column, uint32_t row)
{
    if (column == NULL || row == CLG_NO_CODE || column->levels == NULL)
        return NULL;
    if (column->type == CLG_COLUMN_TEXT)
        return clg_texts_at(column->levels, row);
    if ((column->type != CLG_COLUMN_CATEGORY && column->type != CLG_COLUMN_ROW) ||
        column->codes[row] < 0)
        return NULL;
    return clg_texts_at(column->levels, (size_t)column->codes[row]);
}

double clg_page_value(const clg_table *table, const char *column, uint32_t row)
{
    return clg_page_number(clg_table_column(table, column), row);
}

const char *clg_page_school(const clg_page *page, uint32_t place)
{
    return clg_texts_at(&page->labels, page->order[place]);
}

const char *clg_page_school_id(const clg_page *page, uint32_t place)
{
    return clg_texts_at(&page->schools.texts, page->order[place]);
}

const char *clg_page_window(const clg_page *page, uint32_t window)
{
    const char *label =
        clg_page_text(clg_table_column(&page->data->window, "label"), window);

    return label != NULL
               ? label
               : clg_page_text(clg_table_column(&page->data->window, "window"), window);
}

uint32_t clg_page_window_place(const clg_page *page, const char *name)
{
    const clg_column *names = clg_table_column(&page->data->window, "window");

    for (uint32_t w = 0; name != NULL && w < page->window_count; w++)
        if (strcmp(clg_texts_at(names->levels, w), name) == 0)
            return w;
    return CLG_NO_CODE;
}

const char *clg_page_window_label(const clg_page *page, const char *name)
{
    uint32_t place = clg_page_window_place(page, name);

    return place != CLG_NO_CODE ? clg_page_window(page, place) : name;
}

const char *clg_page_measure(const char *id, char room[CLG_PAGE_TEXT])
{
    const clg_plain_name *plain = clg_plain_name_of(id);

    if (plain != NULL)
        return plain->name;
    snprintf(room, CLG_PAGE_TEXT, "%s", id);
    for (char *c = room; *c != '\0'; c++)
        if (*c == '_')
            *c = ' ';
    return room;
}

void clg_page_measure_label(const char *id, char label[CLG_PAGE_TEXT])
{
    const char *name = clg_page_measure(id, label);

    if (name != label)
        snprintf(label, CLG_PAGE_TEXT, "%s", name);
}

/* ---- where rows are ---- */

static clg_status misfit(const char *what, clg_error *err)
{
    return clg_fail(err, CLG_ERROR_SCHEMA, "the results are damaged: %s", what);
}

static clg_status read_schools(clg_page *page, clg_error *err)
{
    const clg_table *table = &page->data->school;
    const clg_column *names = clg_table_column(table, "school");
    clg_status status = CLG_OK;
    uint32_t code;

    if (names == NULL || names->type != CLG_COLUMN_TEXT ||
        names->levels->count != table->row_count)
        return misfit("schools without names", err);
    for (size_t row = 0; status == CLG_OK && row < table->row_count; row++) {
        status =
            clg_dictionary_code(&page->schools, 0, clg_texts_at(names->levels, row),
                                clg_texts_length(names->levels, row), &code, err);
        if (status == CLG_OK && code != row)
            return misfit("a school occurs twice", err);
    }
    page->school_count = (uint32_t)table->row_count;
    page->place = clg_array_new(page->school_count, sizeof *page->place, err);
    page->order = clg_array_new(page->school_count, sizeof *page->order, err);
    if (page->place == NULL || page->order == NULL)
        return CLG_ERROR_MEMORY;
    if (status == CLG_OK)
        status = clg_page_make_labels(page, err);
    if (status == CLG_OK)
        status = clg_texts_rank(&page->labels, page->place, err);
    for (uint32_t row = 0; status == CLG_OK && row < page->school_count; row++)
        page->order[page->place[row]] = row;
    return status;
}

clg_status clg_page_places(const clg_page *page, const clg_table *table,
                           uint32_t **places, clg_error *err)
{
    const clg_column *school = clg_table_column(table, "school");
    bool is_known = school != NULL && school->levels != NULL &&
                    (school->type == CLG_COLUMN_CATEGORY ||
                     school->type == CLG_COLUMN_TEXT || school->type == CLG_COLUMN_ROW);
    uint32_t *of_level;

    *places = NULL;
    if (!is_known)
        return misfit("a table without schools", err);
    of_level = clg_array_new(school->levels->count, sizeof *of_level, err);
    *places =
        of_level != NULL ? clg_array_new(table->row_count, sizeof **places, err) : NULL;
    for (size_t i = 0; *places != NULL && i < school->levels->count; i++) {
        uint32_t row =
            clg_dictionary_find(&page->schools, 0, clg_texts_at(school->levels, i),
                                clg_texts_length(school->levels, i));
        of_level[i] = row != CLG_NO_CODE ? page->place[row] : CLG_NO_CODE;
    }
    for (size_t row = 0; *places != NULL && row < table->row_count; row++) {
        int32_t level =
            school->type == CLG_COLUMN_TEXT ? (int32_t)row : school->codes[row];
        (*places)[row] = level >= 0 ? of_level[level] : CLG_NO_CODE;
    }
    clg_free(of_level);
    return *places != NULL ? CLG_OK : CLG_ERROR_MEMORY;
}

clg_status clg_page_rows_of(const clg_page *page, const clg_table *table,
                            clg_page_keep *keep, clg_page_rows *rows, clg_error *err)
{
    clg_status status = clg_page_places(page, table, &rows->next, err);

    rows->first = clg_array_new(page->school_count, sizeof *rows->first, err);
    if (rows->first == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t s = 0; s < page->school_count; s++)
        rows->first[s] = CLG_NO_CODE;
    for (uint32_t row = (uint32_t)table->row_count; status == CLG_OK && row-- > 0;) {
        uint32_t place = rows->next[row];
        if (place == CLG_NO_CODE || (keep != NULL && !keep(table, row)))
            continue;
        rows->next[row] = rows->first[place];
        rows->first[place] = row;
    }
    for (uint32_t s = 0; status == CLG_OK && s < page->school_count; s++)
        if (clg_page_is_small(page, s))
            rows->first[s] = CLG_NO_CODE;
    return status;
}

void clg_page_rows_clear(clg_page_rows *rows)
{
    clg_free(rows->first);
    clg_free(rows->next);
}

/* The window of every level of a column, by name. */
static clg_status window_levels(const clg_page *page, const clg_texts *levels,
                                uint32_t **windows, clg_error *err)
{
    const clg_column *names = clg_table_column(&page->data->window, "window");
    clg_dictionary known = CLG_DICTIONARY_INIT;
    clg_status status = CLG_OK;
    uint32_t code;

    *windows = clg_array_new(levels->count, sizeof **windows, err);
    if (*windows == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t w = 0; status == CLG_OK && w < page->window_count; w++)
        status = clg_dictionary_code(&known, 0, clg_texts_at(names->levels, w),
                                     clg_texts_length(names->levels, w), &code, err);
    for (size_t i = 0; status == CLG_OK && i < levels->count; i++)
        (*windows)[i] = clg_dictionary_find(&known, 0, clg_texts_at(levels, i),
                                            clg_texts_length(levels, i));
    clg_dictionary_clear(&known);
    return status;
}

/* at[place * windows + window], or without windows at[place]. */
static clg_status index_rows(const clg_page *page, const clg_table *table,
                             uint32_t windows, uint32_t **at, clg_error *err)
{
    const clg_column *window = clg_table_column(table, "window");
    uint32_t *places = NULL, *of_level = NULL;
    size_t count = (size_t)page->school_count * (windows > 0 ? windows : 1);
    clg_status status = CLG_OK;

    *at = clg_array_new(count, sizeof **at, err);
    if (*at == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < count; i++)
        (*at)[i] = CLG_NO_CODE;
    if (!clg_page_has(table))
        return CLG_OK;
    if (windows > 0 && (window == NULL || window->type != CLG_COLUMN_CATEGORY))
        return misfit("a table without windows", err);
    status = clg_page_places(page, table, &places, err);
    if (status == CLG_OK && windows > 0)
        status = window_levels(page, window->levels, &of_level, err);
    for (uint32_t row = 0; status == CLG_OK && row < table->row_count; row++) {
        uint32_t w = windows == 0              ? 0
                     : window->codes[row] >= 0 ? of_level[window->codes[row]]
                                               : CLG_NO_CODE;
        if (places[row] != CLG_NO_CODE && w != CLG_NO_CODE)
            (*at)[(size_t)places[row] * (windows > 0 ? windows : 1) + w] = row;
    }
    clg_free(places);
    clg_free(of_level);
    return status;
}

static void name_stages(clg_page *page)
{
    const clg_table *table = &page->data->trajectory;
    const clg_column *stage = clg_table_column(table, "stage");
    const clg_column *name = clg_table_column(table, "stage_name");
    char p[32];

    while (page->stage_count < CLG_PALETTE_SIZE) {
        snprintf(p, sizeof p, "p_%u", page->stage_count + 1);
        if (clg_table_column(table, p) == NULL)
            break;
        page->stage_names[page->stage_count++] = "";
    }
    for (uint32_t row = 0; row < table->row_count; row++) {
        double k = clg_page_number(stage, row);
        const char *text = clg_page_text(name, row);
        if (k >= 1.0 && k <= page->stage_count && text != NULL)
            page->stage_names[(int)k - 1] = text;
    }
}

/* Stages that no school is in have names in the table of moves only. */
static void name_empty_stages(clg_page *page)
{
    const clg_column *from = clg_table_column(&page->data->transition, "from");

    if (from == NULL || from->levels == NULL || from->levels->count < page->stage_count)
        return;
    for (uint32_t k = 0; k < page->stage_count; k++)
        if (page->stage_names[k][0] == '\0')
            page->stage_names[k] = clg_texts_at(from->levels, k);
}

clg_status clg_page_open(clg_page *page, clg_error *err)
{
    const clg_report_data *data = page->data;
    const clg_column *windows = clg_table_column(&data->window, "window");
    clg_status status = read_schools(page, err);

    page->window_count = (uint32_t)data->window.row_count;
    if (status == CLG_OK && (windows == NULL || windows->type != CLG_COLUMN_TEXT))
        status = misfit("windows without names", err);
    if (status == CLG_OK)
        status = index_rows(page, &data->school_window, page->window_count,
                            &page->measured, err);
    if (status == CLG_OK)
        status = index_rows(page, &data->trajectory, page->window_count, &page->decoded,
                            err);
    if (status == CLG_OK)
        status = index_rows(page, &data->trajectory_school, 0, &page->staged, err);
    if (status == CLG_OK && clg_page_has(&data->trajectory)) {
        name_stages(page);
        name_empty_stages(page);
    }
    return status;
}

void clg_page_close(clg_page *page)
{
    clg_dictionary_clear(&page->schools);
    clg_texts_clear(&page->labels);
    clg_free(page->order);
    clg_free(page->place);
    clg_free(page->measured);
    clg_free(page->decoded);
    clg_free(page->staged);
}

/* ---- stages ---- */

int clg_page_stage(const clg_page *page, uint32_t place, uint32_t window)
{
    uint32_t row = page->decoded[(size_t)place * page->window_count + window];
    double stage = clg_page_value(&page->data->trajectory, "stage", row);

    return stage >= 1.0 && stage <= page->stage_count ? (int)stage - 1 : -1;
}

double clg_page_probability(const clg_page *page, uint32_t place, uint32_t window,
                            uint32_t stage)
{
    uint32_t row = page->decoded[(size_t)place * page->window_count + window];
    char name[32];

    snprintf(name, sizeof name, "p_%u", stage + 1);
    return clg_page_value(&page->data->trajectory, name, row);
}

/* ---- numbers of people ---- */

const char *clg_page_people(const clg_page *page, double count, double out_of,
                            char room[CLG_PAGE_TEXT])
{
    char number[CLG_SVG_NUMBER_SIZE];
    double rest = out_of - count;

    if (isnan(count))
        return "";
    if (rest >= 1.0 && rest < page->min_group)
        return clg_words(CLG_WORD_HIDDEN);
    if (!clg_disclosure_is_small((uint64_t)llround(count), page->min_group))
        return clg_page_count(count, room);
    snprintf(number, sizeof number, "%u", page->min_group);
    clg_compose(room, CLG_PAGE_TEXT, CLG_WORD_UNDER, number, NULL);
    return room;
}

static bool is_small(const clg_page *page, double count)
{
    return count > 0.01 && count < page->min_group - 0.01;
}

bool clg_page_is_small(const clg_page *page, uint32_t place)
{
    return is_small(page,
                    clg_page_value(&page->data->school, "people", page->order[place]));
}

bool clg_page_all_small(const clg_page *page)
{
    for (uint32_t s = 0; s < page->school_count; s++)
        if (!clg_page_is_small(page, s))
            return false;
    return page->school_count > 0;
}

/* Levels add up to all people: of a list with a small number none is shown, so that it
 * can't be worked out from the others. */
static bool has_small_level(const clg_page *page, uint32_t row, double people)
{
    static const char *const levels[] = {
        "level_core_share", "level_active_share", "level_occasional_share",
        "level_peripheral_share", "level_absent_share"};

    for (size_t k = 0; k < sizeof levels / sizeof levels[0]; k++)
        if (is_small(page,
                     people * clg_page_value(&page->data->school, levels[k], row)))
            return true;
    return false;
}

bool clg_page_reveals(const clg_page *page, const char *measure, uint32_t place)
{
    const clg_plain_name *plain = clg_plain_name_of(measure);
    const clg_table *school = &page->data->school;
    uint32_t row = page->order[place];
    double people = clg_page_value(school, "people", row), count;
    clg_reveals reveals = plain != NULL ? plain->reveals : CLG_REVEALS_SHARE;

    if (isnan(people) || is_small(page, people))
        return true;
    if (reveals == CLG_REVEALS_NOBODY)
        return false;
    if (strncmp(measure, "level_", 6) == 0 && has_small_level(page, row, people))
        return true;
    count = clg_page_value(school,
                           reveals == CLG_REVEALS_ISOLATES ? "isolates" : measure, row);
    if (reveals == CLG_REVEALS_SHARE)
        count *= people;
    return isnan(count) || is_small(page, count) || is_small(page, people - count);
}
