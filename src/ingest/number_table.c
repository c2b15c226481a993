/* The rows are counted first, by a scan for line ends and quotes: a table of a million
 * schools then needs no room that is doubled while it grows. */
#include "ingest/number_table.h"

#include "ingest/field.h"
#include "ingest/row_reader.h"

#include "base/fail.h"
#include "base/memory.h"

#include <string.h>
#include <strings.h>

clg_status clg_number_table_init(clg_number_table *table, size_t row_count,
                                 size_t identifier_count, const clg_texts *names,
                                 clg_error *err)
{
    clg_status status = CLG_OK;

    *table = (clg_number_table){.row_count = row_count};
    table->identifiers =
        clg_array_new(identifier_count, sizeof *table->identifiers, err);
    table->numbers = clg_array_new(names->count, sizeof *table->numbers, err);
    if (table->identifiers == NULL || table->numbers == NULL)
        return CLG_ERROR_MEMORY;
    table->identifier_count = identifier_count;
    for (size_t i = 0; i < identifier_count; i++) {
        clg_identifiers *column = &table->identifiers[i];

        column->codes = clg_array_new(row_count, sizeof *column->codes, err);
        if (column->codes == NULL)
            return CLG_ERROR_MEMORY;
    }
    for (size_t i = 0; status == CLG_OK && i < names->count; i++) {
        status = clg_texts_append(&table->names, clg_texts_at(names, i),
                                  clg_texts_length(names, i), err);
        if (status != CLG_OK)
            break;
        table->numbers[i] = clg_array_new(row_count, sizeof **table->numbers, err);
        if (table->numbers[i] == NULL)
            status = CLG_ERROR_MEMORY;
    }
    return status;
}

void clg_number_table_clear(clg_number_table *table)
{
    for (size_t i = 0; i < table->identifier_count; i++) {
        clg_dictionary_clear(&table->identifiers[i].levels);
        clg_free(table->identifiers[i].codes);
    }
    for (size_t i = 0; i < table->names.count; i++)
        clg_free(table->numbers[i]);
    clg_free(table->identifiers);
    clg_free(table->numbers);
    clg_free(table->lines);
    clg_texts_clear(&table->names);
    *table = (clg_number_table){0};
}

long clg_number_table_find(const clg_number_table *table, const char *name)
{
    for (size_t i = 0; i < table->names.count; i++)
        if (strcmp(clg_texts_at(&table->names, i), name) == 0)
            return (long)i;
    return -1;
}

/* The file being read, and which of its fields go where. */
typedef struct draft {
    clg_row_reader rows;
    const clg_number_request *request;
    clg_texts names; /* of the numbers */
    long *fields;    /* of the numbers, then of the identifiers */
    size_t identifier_count;
} draft;

static size_t count_of(const clg_texts *texts)
{
    return texts != NULL ? texts->count : 0;
}

/* An unnamed column can't be asked for, so it does no harm unless all are wanted. */
static clg_status check_header(const draft *d, clg_error *err)
{
    const clg_header *header = &d->rows.header;
    clg_dictionary seen = CLG_DICTIONARY_INIT;
    clg_status status = CLG_OK;
    uint32_t code;

    for (size_t i = 0; status == CLG_OK && i < header->names.count; i++) {
        const char *name = clg_texts_at(&header->names, i);
        size_t before = seen.texts.count;

        if (name[0] == '\0' && d->request->numbers == NULL)
            status = clg_fail_at(err, CLG_ERROR_SCHEMA, d->rows.name, header->line, 0,
                                 "column %zu has no name", i + 1);
        if (name[0] == '\0')
            continue;
        status = clg_dictionary_code(&seen, 0, name, strlen(name), &code, err);
        if (status == CLG_OK && code < before)
            status = clg_fail_at(err, CLG_ERROR_SCHEMA, d->rows.name, header->line, 0,
                                 "the column '%s' occurs twice", name);
    }
    clg_dictionary_clear(&seen);
    return status;
}

static clg_status take_number(draft *d, const char *name, long field, clg_error *err)
{
    d->fields[d->names.count] = field;
    return clg_texts_append(&d->names, name, strlen(name), err);
}

static clg_status take_listed(draft *d, const clg_texts *list, bool is_required,
                              clg_error *err)
{
    clg_status status = CLG_OK;
    long field;

    for (size_t i = 0; status == CLG_OK && i < count_of(list); i++) {
        const char *name = clg_texts_at(list, i);

        status = clg_rows_find(&d->rows, name, is_required, &field, err);
        if (status == CLG_OK && field >= 0)
            status = take_number(d, name, field, err);
    }
    return status;
}

/* Those asked for, then the optional ones: -1 where they are not there. */
static clg_status find_identifiers(const draft *d, long *fields, clg_error *err)
{
    const clg_number_request *request = d->request;
    size_t required = count_of(request->identifiers);
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < d->identifier_count; i++) {
        bool is_required = i < required;
        const char *name =
            is_required ? clg_texts_at(request->identifiers, i)
                        : clg_texts_at(request->optional_identifiers, i - required);

        status = clg_rows_find(&d->rows, name, is_required, &fields[i], err);
    }
    return status;
}

static bool is_identifier(const long *fields, size_t count, long field)
{
    for (size_t i = 0; i < count; i++)
        if (fields[i] == field)
            return true;
    return false;
}

static clg_status take_all(draft *d, const long *identifiers, clg_error *err)
{
    const clg_texts *names = &d->rows.header.names;
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < names->count; i++)
        if (!is_identifier(identifiers, d->identifier_count, (long)i))
            status = take_number(d, clg_texts_at(names, i), (long)i, err);
    return status;
}

/* Identifiers are found first and go behind the numbers, whose count is known last. */
static clg_status find_fields(draft *d, clg_error *err)
{
    const clg_number_request *request = d->request;
    size_t all = d->rows.header.names.count + count_of(request->numbers) +
                 count_of(request->optional);
    long *identifiers;
    clg_status status;

    d->identifier_count =
        count_of(request->identifiers) + count_of(request->optional_identifiers);
    d->fields = clg_array_new(all + d->identifier_count, sizeof *d->fields, err);
    if (d->fields == NULL)
        return CLG_ERROR_MEMORY;
    identifiers = d->fields + all;
    status = find_identifiers(d, identifiers, err);
    if (status == CLG_OK && request->numbers == NULL)
        status = take_all(d, identifiers, err);
    if (status == CLG_OK && request->numbers != NULL)
        status = take_listed(d, request->numbers, true, err);
    if (status == CLG_OK && request->numbers != NULL)
        status = take_listed(d, request->optional, false, err);
    memmove(d->fields + d->names.count, identifiers,
            d->identifier_count * sizeof *identifiers);
    return status;
}

static size_t count_rows(const draft *d)
{
    clg_csv_scanner scanner = d->rows.scanner;
    clg_csv_record record;
    size_t count = 0;

    while (clg_csv_scanner_next(&scanner, &record))
        count++;
    return count;
}

static bool is_word_for_missing(const char *text)
{
    static const char *const words[] = {"nan",  "na",  "n/a",  "#n/a", "null",
                                        "none", "inf", "+inf", "-inf", "infinity",
                                        "nil",  ".",   "-",    "?",    "missing"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(text, words[i]) == 0)
            return true;
    return false;
}

static clg_status fail_number(const draft *d, long field, clg_error *err)
{
    const char *text = clg_csv_field(d->rows.fields, (size_t)field);
    char clipped[CLG_CLIP_SIZE];

    (void)clg_rows_fail(&d->rows, field, err,
                        "expected a number or an empty cell, found '%s'",
                        clg_clip(text, strlen(text), clipped));
    if (is_word_for_missing(text))
        clg_hint(err, "leave a cell empty where the value is missing");
    else if (strchr(text, ',') != NULL)
        clg_hint(err, "decimals are written with a point");
    else if (d->request->numbers == NULL)
        clg_hint(err, "every other column is read as numbers unless the ones wanted "
                      "are named");
    return CLG_ERROR_PARSE;
}

static clg_status read_identifier(const draft *d, long field, clg_identifiers *column,
                                  size_t row, clg_error *err)
{
    const char *text = clg_csv_field(d->rows.fields, (size_t)field);
    size_t length = clg_csv_field_length(d->rows.fields, (size_t)field);

    if (length == 0)
        return clg_rows_fail_empty(&d->rows, field, err);
    return clg_dictionary_code(&column->levels, 0, text, length, &column->codes[row],
                               err);
}

static clg_status read_row(const draft *d, clg_number_table *table, size_t row,
                           clg_error *err)
{
    const clg_csv_fields *fields = d->rows.fields;
    size_t number_count = d->names.count;
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < d->identifier_count; i++)
        if (d->fields[number_count + i] >= 0)
            status = read_identifier(d, d->fields[number_count + i],
                                     &table->identifiers[i], row, err);
    for (size_t i = 0; status == CLG_OK && i < number_count; i++) {
        size_t field = (size_t)d->fields[i],
               length = clg_csv_field_length(fields, field);

        if (!clg_number_parse(clg_csv_field(fields, field), length,
                              &table->numbers[i][row]) &&
            length > 0) /* an empty text has set it to NaN */
            status = fail_number(d, d->fields[i], err);
    }
    return status;
}

static clg_status read_rows(draft *d, clg_number_table *table, clg_error *err)
{
    uint64_t line = 1;
    size_t from = 0, line_begin = 0;
    clg_status status = CLG_OK;
    bool is_row = true;

    for (size_t row = 0; status == CLG_OK; row++) {
        status = clg_rows_next(&d->rows, &is_row, err);
        if (status != CLG_OK || !is_row)
            break;
        (void)clg_csv_locate_on(d->rows.input.bytes, from, d->rows.record.begin, &line,
                                &line_begin);
        from = d->rows.record.begin;
        table->lines[row] = line;
        status = read_row(d, table, row, err);
    }
    return status;
}

static clg_status fill(draft *d, clg_number_table *table, clg_error *err)
{
    size_t row_count = count_rows(d);
    clg_status status;

    if (row_count == 0)
        return clg_fail_at(err, CLG_ERROR_SCHEMA, d->rows.name, 0, 0,
                           "no rows below the header");
    status =
        clg_number_table_init(table, row_count, d->identifier_count, &d->names, err);
    if (status == CLG_OK) {
        table->lines = clg_array_new(row_count, sizeof *table->lines, err);
        status = table->lines != NULL ? read_rows(d, table, err) : CLG_ERROR_MEMORY;
    }
    return status;
}

clg_status clg_number_table_read(const char *path, const clg_number_request *request,
                                 clg_number_table *table, clg_error *err)
{
    draft d = {.request = request, .names = CLG_TEXTS_INIT};
    clg_status status = clg_rows_open(&d.rows, path, err);

    *table = (clg_number_table){0};
    if (status == CLG_OK)
        status = check_header(&d, err);
    if (status == CLG_OK)
        status = find_fields(&d, err);
    if (status == CLG_OK)
        status = fill(&d, table, err);
    if (status != CLG_OK)
        clg_number_table_clear(table);
    clg_rows_close(&d.rows);
    clg_texts_clear(&d.names);
    clg_free(d.fields);
    return status;
}
