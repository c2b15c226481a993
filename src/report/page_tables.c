/* A reader of the HTML that html.h writes: elements are closed, texts are escaped,
 * tables have an id, a caption, a head of one row and no tables inside. */
#include "report/page_tables.h"

#include "base/fail.h"
#include "base/memory.h"
#include "report/strings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_SIZE = 128 };

typedef struct text_room {
    char *bytes;
    size_t length, room;
} text_room;

typedef struct reader {
    const char *at, *end;
    uint32_t min_group;
    text_room text, section_id, section;
    clg_error *err;
} reader;

/* What a table on the page has, before it is one in memory. */
typedef struct draft {
    clg_texts titles, cells; /* row by row, each as wide as the head */
    text_room id, caption, kinds;
} draft;

/* ---- texts ---- */

static clg_status add(text_room *to, const char *bytes, size_t length, clg_error *err)
{
    clg_status status =
        clg_array_reserve(&to->bytes, &to->room, to->length + length + 1, 1, err);

    if (status != CLG_OK)
        return status;
    memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
    to->bytes[to->length] = '\0';
    return CLG_OK;
}

static clg_status copy(text_room *to, const char *bytes, size_t length, clg_error *err)
{
    to->length = 0;
    return add(to, bytes, length, err);
}

static bool begins(const reader *r, const char *text)
{
    size_t length = strlen(text);

    return (size_t)(r->end - r->at) >= length && memcmp(r->at, text, length) == 0;
}

/* Whether a tag of that name begins here. */
static bool is_tag(const reader *r, const char *open)
{
    size_t length = strlen(open);

    return begins(r, open) && r->at + length < r->end &&
           (r->at[length] == '>' || r->at[length] == ' ');
}

static void skip_past(reader *r, const char *text)
{
    while (r->at < r->end && !begins(r, text))
        r->at++;
    r->at += r->at < r->end ? strlen(text) : 0;
}

/* One character as it is read: what html.h escapes, and the marks around texts written
 * from the right, which are no part of them. */
static clg_status take_character(reader *r, text_room *to)
{
    static const char *const marks[][2] = {
        {"&lt;", "<"},  {"&gt;", ">"},        {"&amp;", "&"},       {"&quot;", "\""},
        {"&#39;", "'"}, {"\xe2\x81\xa8", ""}, {"\xe2\x81\xa9", ""}, {"\n", " "}};

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (begins(r, marks[i][0])) {
            r->at += strlen(marks[i][0]);
            return add(to, marks[i][1], strlen(marks[i][1]), r->err);
        }
    return add(to, r->at++, 1, r->err);
}

/* The text from here to the end of an element, which is passed. */
static clg_status take_text(reader *r, const char *close, text_room *to)
{
    clg_status status = copy(to, "", 0, r->err);

    skip_past(r, ">");
    while (status == CLG_OK && r->at < r->end && !begins(r, close))
        if (*r->at == '<')
            skip_past(r, ">");
        else
            status = take_character(r, to);
    skip_past(r, close);
    return status;
}

/* The value of an attribute of the tag that begins here; empty if it has none. */
static clg_status take_attribute(reader *r, const char *name, text_room *to)
{
    const char *tag = r->at;
    clg_status status = copy(to, "", 0, r->err);

    while (status == CLG_OK && r->at < r->end && *r->at != '>' && !begins(r, name))
        r->at++;
    if (begins(r, name)) {
        const char *value = r->at + strlen(name);
        r->at = value;
        while (r->at < r->end && *r->at != '"')
            r->at++;
        status = copy(to, value, (size_t)(r->at - value), r->err);
    }
    r->at = tag;
    return status;
}

/* ---- a table on the page ---- */

static clg_status end_row(draft *d, size_t width, clg_error *err)
{
    clg_status status = CLG_OK;

    while (status == CLG_OK && width > 0 && d->cells.count % width != 0)
        status = clg_texts_append(&d->cells, "", 0, err);
    return status;
}

static clg_status take_cell(reader *r, draft *d, bool is_head, const char *close)
{
    clg_status status = take_text(r, close, &r->text);

    if (status != CLG_OK)
        return status;
    return clg_texts_append(is_head ? &d->titles : &d->cells, r->text.bytes,
                            r->text.length, r->err);
}

static clg_status take_table(reader *r, draft *d)
{
    bool is_head = true;
    clg_status status = take_attribute(r, " id=\"", &d->id);

    if (status == CLG_OK)
        status = take_attribute(r, " class=\"", &d->kinds);
    while (status == CLG_OK && r->at < r->end && !begins(r, "</table>"))
        if (is_tag(r, "<caption")) {
            status = take_text(r, "</caption>", &d->caption);
        } else if (is_tag(r, "<th")) {
            status = take_cell(r, d, is_head, "</th>");
        } else if (is_tag(r, "<td")) {
            status = take_cell(r, d, is_head, "</td>");
        } else if (begins(r, "</tr>")) {
            status = is_head ? CLG_OK : end_row(d, d->titles.count, r->err);
            r->at++;
        } else {
            is_head = is_head && !is_tag(r, "<tbody");
            r->at++;
        }
    if (status == CLG_OK &&
        (r->at >= r->end || d->id.length == 0 || d->titles.count == 0))
        status = clg_fail(r->err, CLG_ERROR_SCHEMA, "the page has a broken table");
    return status;
}

static void clear_draft(draft *d)
{
    clg_texts_clear(&d->titles);
    clg_texts_clear(&d->cells);
    clg_free(d->id.bytes);
    clg_free(d->caption.bytes);
    clg_free(d->kinds.bytes);
}

/* ---- a table in memory ---- */

static const char *cell_of(const draft *d, size_t row, size_t column)
{
    return clg_texts_at(&d->cells, row * d->titles.count + column);
}

static bool is_held_back(const reader *r, const char *cell)
{
    char number[16], under[NAME_SIZE];

    snprintf(number, sizeof number, "%u", r->min_group);
    clg_compose(under, sizeof under, CLG_WORD_UNDER, number, NULL);
    return strcmp(cell, under) == 0 || strcmp(cell, clg_words(CLG_WORD_HIDDEN)) == 0;
}

/* "1,234.5", a minus as it is printed, "12 %". Both parts of the quotient are exact, so
 * that it is the number nearest to what is written, whatever the locale. */
static bool parse(const char *cell, double *value)
{
    static const char minus[] = "\xe2\x88\x92";
    bool is_negative = strncmp(cell, minus, 3) == 0, has_point = false;
    const char *at = cell + (is_negative ? 3 : 0);
    double digits = 0.0, scale = 1.0;
    uint32_t count = 0;

    for (; (*at >= '0' && *at <= '9') || *at == '.' || *at == ','; at++) {
        if (*at == '.' && has_point)
            return false;
        has_point = has_point || *at == '.';
        if (*at == '.' || *at == ',')
            continue;
        digits = 10.0 * digits + (*at - '0');
        scale *= has_point ? 10.0 : 1.0;
        count++;
    }
    *value = (is_negative ? -digits : digits) / scale;
    if (strcmp(at, " %") == 0)
        *value = round(*value * 1e6) / 1e8;
    return count > 0 && (*at == '\0' || strcmp(at, " %") == 0);
}

/* Of the columns of numbers those in which there is a number, or nothing but what is
 * held back; intervals, say, stay texts. */
static bool is_numeric(const reader *r, const draft *d, size_t column)
{
    bool is_all_held_back = true;
    char mark[32];
    double value;

    snprintf(mark, sizeof mark, "n%zu", column + 1);
    const char *at = strstr(d->kinds.bytes, mark);
    if (at == NULL || (at[strlen(mark)] != ' ' && at[strlen(mark)] != '\0'))
        return false;
    for (size_t row = 0; row < d->cells.count / d->titles.count; row++) {
        const char *cell = cell_of(d, row, column);
        if (parse(cell, &value))
            return true;
        is_all_held_back &= cell[0] == '\0' || is_held_back(r, cell);
    }
    return is_all_held_back;
}

/* A cell that says something else than a number in a column of numbers. */
static bool is_note(const char *cell)
{
    double value;

    return cell[0] != '\0' && !parse(cell, &value);
}

static void name_column(const clg_table *table, const char *title, const char *ending,
                        char name[NAME_SIZE])
{
    char stem[NAME_SIZE - 32];
    size_t length = 0;

    for (const char *c = title; *c != '\0' && length + 1 < sizeof stem; c++) {
        bool is_upper = *c >= 'A' && *c <= 'Z';
        if (is_upper || (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9'))
            stem[length++] = is_upper ? (char)(*c - 'A' + 'a') : *c;
        else if (length > 0 && stem[length - 1] != '_')
            stem[length++] = '_';
    }
    while (length > 0 && stem[length - 1] == '_')
        length--;
    stem[length] = '\0';
    snprintf(name, NAME_SIZE, "%s%s", length > 0 ? stem : "column", ending);
    for (unsigned n = 2; clg_table_column(table, name) != NULL; n++)
        snprintf(name, NAME_SIZE, "%s_%u%s", length > 0 ? stem : "column", n, ending);
}

/* Cells as texts; of a column of numbers those that are held back. */
static clg_status add_texts(const reader *r, const draft *d, size_t column,
                            bool notes_only, clg_table *table)
{
    const char *title = clg_texts_at(&d->titles, column);
    clg_dictionary known = CLG_DICTIONARY_INIT;
    int32_t *codes = clg_array_new(table->row_count, sizeof *codes, r->err);
    clg_status status = codes != NULL ? CLG_OK : CLG_ERROR_MEMORY;
    char name[NAME_SIZE];
    uint32_t code;

    for (size_t row = 0; status == CLG_OK && row < table->row_count; row++) {
        const char *cell = cell_of(d, row, column);
        codes[row] = -1;
        if (cell[0] == '\0' || (notes_only && !is_note(cell)))
            continue;
        status = clg_dictionary_code(&known, 0, cell, strlen(cell), &code, r->err);
        codes[row] = (int32_t)code;
    }
    name_column(table, title, notes_only ? "_note" : "", name);
    if (status == CLG_OK)
        status = clg_table_add_owned(
            table, CLG_COLUMN_CATEGORY, name, "",
            notes_only ? "what is said where there is no number" : title, &known.texts,
            r->err);
    if (status == CLG_OK)
        memcpy(table->columns[table->column_count - 1].codes, codes,
               table->row_count * sizeof *codes);
    clg_dictionary_clear(&known);
    clg_free(codes);
    return status;
}

static clg_status add_numbers(const reader *r, const draft *d, size_t column,
                              clg_page_table *to)
{
    const char *title = clg_texts_at(&d->titles, column);
    clg_table *table = &to->table;
    bool has_notes = false;
    char name[NAME_SIZE];
    clg_status status;
    double *values;

    name_column(table, title, "", name);
    status = clg_table_add(table, CLG_COLUMN_REAL, name, "", title, NULL, r->err);
    if (status != CLG_OK)
        return status;
    values = table->columns[table->column_count - 1].values;
    for (size_t row = 0; row < table->row_count; row++) {
        const char *cell = cell_of(d, row, column);
        has_notes |= is_note(cell);
        if (!parse(cell, &values[row]))
            values[row] = (double)NAN;
    }
    return has_notes ? add_texts(r, d, column, true, table) : CLG_OK;
}

static uint32_t count_held_back(const reader *r, const draft *d)
{
    uint32_t count = 0;

    for (size_t i = 0; i < d->cells.count; i++)
        count += is_held_back(r, clg_texts_at(&d->cells, i));
    return count;
}

static clg_status fill(const reader *r, const draft *d, clg_page_table *to)
{
    text_room about = {NULL, 0, 0};
    size_t rows = d->cells.count / d->titles.count;
    clg_status status = copy(&about, r->section.bytes, r->section.length, r->err);

    if (status == CLG_OK)
        status = add(&about, ": ", 2, r->err);
    if (status == CLG_OK)
        status = add(&about, d->caption.bytes, d->caption.length, r->err);
    if (status == CLG_OK)
        status =
            clg_table_init(&to->table, d->id.bytes, about.bytes, rows, false, r->err);
    clg_free(about.bytes);
    to->held_back = count_held_back(r, d);
    for (size_t i = 0; status == CLG_OK && i < d->titles.count; i++)
        status = is_numeric(r, d, i) ? add_numbers(r, d, i, to)
                                     : add_texts(r, d, i, false, &to->table);
    return status;
}

static clg_status name_section(const reader *r, const draft *d, clg_page_table *to)
{
    const text_room *const parts[] = {&r->section_id, &r->section, &d->caption};
    clg_status status = CLG_OK;

    for (int i = 0; status == CLG_OK && i < 3; i++)
        status =
            clg_texts_append(&to->section, parts[i]->bytes, parts[i]->length, r->err);
    return status;
}

static clg_status add_table(reader *r, clg_page_tables *tables)
{
    draft d = {.titles = CLG_TEXTS_INIT, .cells = CLG_TEXTS_INIT};
    clg_page_table *to;
    clg_status status = copy(&d.caption, "", 0, r->err);

    if (status == CLG_OK)
        status = take_table(r, &d);
    if (status == CLG_OK)
        status = clg_array_reserve(&tables->tables, &tables->room, tables->count + 1,
                                   sizeof *tables->tables, r->err);
    if (status == CLG_OK) {
        to = &tables->tables[tables->count++];
        *to = (clg_page_table){.section = CLG_TEXTS_INIT};
        status = name_section(r, &d, to);
        if (status == CLG_OK)
            status = fill(r, &d, to);
    }
    clear_draft(&d);
    return status;
}

/* ---- the page ---- */

clg_status clg_page_tables_read(const char *page, size_t length, uint32_t min_group,
                                clg_page_tables *tables, clg_error *err)
{
    reader r = {.at = page, .end = page + length, .min_group = min_group, .err = err};
    clg_status status = copy(&r.section, "", 0, err);

    if (status == CLG_OK)
        status = copy(&r.section_id, "", 0, err);
    while (status == CLG_OK && r.at < r.end)
        if (is_tag(&r, "<section")) {
            status = take_attribute(&r, " id=\"", &r.section_id);
            r.at++;
        } else if (is_tag(&r, "<h2")) {
            status = take_text(&r, "</h2>", &r.section);
        } else if (is_tag(&r, "<table")) {
            status = add_table(&r, tables);
        } else if (is_tag(&r, "<script")) {
            skip_past(&r, "</script>");
        } else if (is_tag(&r, "<style")) {
            skip_past(&r, "</style>");
        } else {
            r.at++;
        }
    clg_free(r.text.bytes);
    clg_free(r.section.bytes);
    clg_free(r.section_id.bytes);
    return status;
}

void clg_page_tables_clear(clg_page_tables *tables)
{
    for (size_t i = 0; i < tables->count; i++) {
        clg_table_clear(&tables->tables[i].table);
        clg_texts_clear(&tables->tables[i].section);
    }
    clg_free(tables->tables);
    *tables = (clg_page_tables){NULL, 0, 0};
}
