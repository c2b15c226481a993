/* One part of a file, from bytes to columns. A row is stored only when every field
 * and the row as a whole are sound; otherwise a draft says what is wrong. */
#include "ingest/table_part.h"

#include "ingest/csv.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/random.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The state of one thread at work on one part. */
typedef struct work {
    const clg_intake *intake;
    const clg_input_table *table;
    const clg_input_table_file *file;
    uint32_t file_index;
    clg_part *part;
    clg_csv_reader *reader;
    clg_cell *cells;
    clg_time_memo *memos;
    uint32_t *last_codes; /* of each column, in the part's dictionary */
    clg_time_formats formats;
    const clg_zone *zone; /* of the row's school */
    uint32_t zone_school; /* whose zone that is */
} work;

size_t clg_column_size(clg_field_kind kind)
{
    switch (kind) {
    case CLG_FIELD_CODE: return sizeof(uint32_t);
    case CLG_FIELD_INSTANT:
    case CLG_FIELD_LAST_INSTANT:
    case CLG_FIELD_FIRST_DAY:
    case CLG_FIELD_END_DAY: return sizeof(int64_t);
    case CLG_FIELD_MINUTES:
    case CLG_FIELD_WEIGHT: return sizeof(float);
    case CLG_FIELD_NUMBER: return sizeof(double);
    case CLG_FIELD_STATUS:
    case CLG_FIELD_YES_NO: return sizeof(uint8_t);
    }
    return 0;
}

void clg_column_store(clg_field_kind kind, void *values, size_t row,
                      const clg_cell *cell)
{
    switch (kind) {
    case CLG_FIELD_CODE: ((uint32_t *)values)[row] = cell->code; break;
    case CLG_FIELD_INSTANT:
    case CLG_FIELD_LAST_INSTANT:
    case CLG_FIELD_FIRST_DAY:
    case CLG_FIELD_END_DAY: ((int64_t *)values)[row] = cell->instant; break;
    case CLG_FIELD_MINUTES:
    case CLG_FIELD_WEIGHT: ((float *)values)[row] = (float)cell->number; break;
    case CLG_FIELD_NUMBER: ((double *)values)[row] = cell->number; break;
    case CLG_FIELD_STATUS:
    case CLG_FIELD_YES_NO: ((uint8_t *)values)[row] = cell->choice; break;
    }
}

static clg_status add_draft(work *w, const clg_csv_record *record,
                            const clg_verdict *verdict, clg_error *err)
{
    clg_part *part = w->part;
    clg_draft draft = {.file = w->file_index,
                       .is_bad = verdict->is_bad,
                       .field = -1,
                       .begin = record->begin,
                       .end = record->end,
                       .wrong_at = SIZE_MAX,
                       .reason = part->reasons.count};
    clg_status status;

    if (record->trouble != CLG_CSV_SOUND)
        draft.wrong_at = record->wrong_at;
    else if (verdict->column != CLG_NO_COLUMN)
        draft.field = w->file->bindings[verdict->column].field;
    status = clg_array_reserve(&part->drafts, &part->draft_room, part->draft_count + 1,
                               sizeof *part->drafts, err);
    if (status == CLG_OK)
        status = clg_texts_append(&part->reasons, verdict->reason,
                                  strlen(verdict->reason), err);
    if (status == CLG_OK)
        part->drafts[part->draft_count++] = draft;
    return status;
}

static bool is_missing(const work *w, const clg_cell *cell)
{
    const clg_texts *tokens = &w->intake->study->settings.missing;

    if (cell->length == 0)
        return true;
    for (size_t i = 0; i < tokens->count; i++)
        if (clg_texts_length(tokens, i) == cell->length &&
            memcmp(clg_texts_at(tokens, i), cell->text, cell->length) == 0)
            return true;
    return false;
}

static void take_text(const work *w, const clg_csv_fields *fields, size_t column,
                      clg_cell *cell)
{
    const clg_binding *binding = &w->file->bindings[column];

    if (binding->field >= 0) {
        cell->text = clg_csv_field(fields, (size_t)binding->field);
        cell->length = clg_csv_field_length(fields, (size_t)binding->field);
    } else {
        cell->text = binding->constant != NULL ? binding->constant : "";
        cell->length = binding->constant_length;
    }
}

/* Rows that follow one another often name the same school and meeting. */
static bool is_last(const clg_dictionary *names, uint32_t last, uint32_t prefix,
                    const clg_cell *cell)
{
    return last != CLG_NO_CODE && names->prefixes[last] == prefix &&
           clg_texts_length(&names->texts, last) == cell->length &&
           memcmp(clg_texts_at(&names->texts, last), cell->text, cell->length) == 0;
}

static clg_status code_text(work *w, size_t column, clg_cell *cell, clg_error *err)
{
    int key = w->table->columns[column].spec.key;
    uint32_t prefix = key == CLG_NO_COLUMN ? 0 : w->cells[key].code;
    clg_dictionary *names = &w->part->names[clg_part_names(w->table, column)];
    clg_status status = CLG_OK;

    if (is_last(names, w->last_codes[column], prefix, cell))
        cell->code = w->last_codes[column];
    else
        status = clg_dictionary_code(names, prefix, cell->text, cell->length,
                                     &cell->code, err);
    if (status == CLG_OK)
        w->last_codes[column] = cell->code;
    return status;
}

/* Times are in the file's zone, else in that of the row's school. */
static const clg_zone *zone_of_row(work *w)
{
    uint32_t school = w->table->columns[0].spec.names == CLG_NAMES_SCHOOL
                          ? w->cells[0].code
                          : CLG_NO_CODE;

    if (w->file->zone != NULL)
        return w->file->zone;
    if (w->zone == NULL || school != w->zone_school) {
        w->zone_school = school;
        w->zone = w->intake->study->zones[0];
        if (school != CLG_NO_CODE)
            w->zone = clg_intake_zone(w->intake, w->cells[0].text, w->cells[0].length);
    }
    return w->zone;
}

static bool is_time(clg_field_kind kind)
{
    return kind >= CLG_FIELD_INSTANT && kind <= CLG_FIELD_END_DAY;
}

/* CLG_OK with verdict->is_used false if the field is bad. */
static clg_status read_cell(work *w, const clg_csv_fields *fields, size_t column,
                            clg_verdict *verdict, clg_error *err)
{
    const clg_column_spec *spec = &w->table->columns[column].spec;
    clg_cell *cell = &w->cells[column];

    take_text(w, fields, column, cell);
    clg_field_set_missing(cell);
    cell->is_missing = is_missing(w, cell);
    if (cell->is_missing && (spec->flags & CLG_COLUMN_CODES_EMPTY) != 0)
        cell->length = 0;
    else if (cell->is_missing && (spec->flags & CLG_COLUMN_REQUIRED) != 0 &&
             (spec->flags & CLG_COLUMN_MAY_BE_EMPTY) == 0) {
        snprintf(verdict->reason, sizeof verdict->reason, "no value for '%s'",
                 spec->name);
        verdict->is_used = false;
        return CLG_OK;
    } else if (cell->is_missing) {
        if (spec->fallback != CLG_NO_COLUMN)
            cell->code = w->cells[spec->fallback].code;
        return CLG_OK;
    }
    if (spec->kind == CLG_FIELD_CODE)
        return code_text(w, column, cell, err);
    verdict->is_used = clg_field_read(spec->kind, &w->formats,
                                      is_time(spec->kind) ? zone_of_row(w) : NULL,
                                      &w->memos[column], cell, verdict->reason);
    w->part->repeated_times += verdict->is_used && cell->is_repeated;
    return CLG_OK;
}

static clg_status read_cells(work *w, const clg_csv_fields *fields,
                             clg_verdict *verdict, clg_error *err)
{
    size_t expected = w->file->header.names.count;
    clg_status status = CLG_OK;

    *verdict = (clg_verdict){.is_used = true, .is_bad = true, .column = CLG_NO_COLUMN};
    if (fields->count != expected) {
        verdict->is_used = false;
        snprintf(verdict->reason, sizeof verdict->reason,
                 "expected %zu fields as in the header, found %zu", expected,
                 fields->count);
        return CLG_OK;
    }
    for (size_t c = 0; c < w->table->column_count && verdict->is_used; c++) {
        status = read_cell(w, fields, c, verdict, err);
        if (status != CLG_OK)
            return status;
        if (!verdict->is_used)
            verdict->column = (int)c;
    }
    if (verdict->is_used && w->table->spec->judge != NULL)
        w->table->spec->judge(w->cells, verdict);
    return status;
}

/* Two hashes of all fields, each begun by the one before. */
static clg_fingerprint fingerprint_of(const work *w, const clg_csv_fields *fields)
{
    clg_fingerprint print = {0, 0};

    if (!w->cells[w->table->spec->fingerprint_column].has_clock)
        return print;
    print = (clg_fingerprint){0x243f6a8885a308d3u, 0x13198a2e03707344u};
    for (size_t i = 0; i < fields->count; i++) {
        const char *field = clg_csv_field(fields, i);
        size_t length = clg_csv_field_length(fields, i);

        print.high = clg_hash_bytes(field, length, print.high);
        print.low = clg_hash_bytes(field, length, print.low);
    }
    return print;
}

static clg_status store_row(work *w, const clg_csv_fields *fields, size_t offset,
                            clg_error *err)
{
    clg_part *part = w->part;
    size_t row = part->row_count;
    clg_status status = clg_array_reserve(&part->offsets, &part->offset_room, row + 1,
                                          sizeof *part->offsets, err);

    for (size_t c = 0; status == CLG_OK && c < w->table->column_count; c++) {
        const clg_column_spec *spec = &w->table->columns[c].spec;
        const clg_binding *binding = &w->file->bindings[c];

        if ((spec->flags & CLG_COLUMN_UNSTORED) != 0 ||
            (binding->field < 0 && binding->constant == NULL))
            continue;
        status = clg_array_reserve(&part->values[c], &part->rooms[c], row + 1,
                                   clg_column_size(spec->kind), err);
        if (status == CLG_OK)
            clg_column_store(spec->kind, part->values[c], row, &w->cells[c]);
    }
    if (status == CLG_OK && w->table->spec->fingerprint_column != CLG_NO_COLUMN) {
        status = clg_array_reserve(&part->fingerprints, &part->fingerprint_room,
                                   row + 1, sizeof *part->fingerprints, err);
        if (status == CLG_OK)
            part->fingerprints[row] = fingerprint_of(w, fields);
    }
    if (status != CLG_OK)
        return status;
    part->offsets[row] = offset;
    part->row_count++;
    return CLG_OK;
}

static clg_status read_record(work *w, const clg_csv_record *record, clg_error *err)
{
    const clg_csv_fields *fields = NULL;
    clg_verdict verdict = {.is_bad = true, .column = CLG_NO_COLUMN};
    clg_status status;

    w->part->record_count++;
    if (record->trouble != CLG_CSV_SOUND) {
        snprintf(verdict.reason, sizeof verdict.reason, "%s",
                 clg_csv_explain(record->trouble));
        return add_draft(w, record, &verdict, err);
    }
    status =
        clg_csv_reader_parse(w->reader, w->file->input.bytes, record, &fields, err);
    if (status == CLG_OK)
        status = read_cells(w, fields, &verdict, err);
    if (status != CLG_OK)
        return status;
    return verdict.is_used ? store_row(w, fields, record->begin, err)
                           : add_draft(w, record, &verdict, err);
}

static clg_status start(work *w, clg_error *err)
{
    size_t count = w->table->column_count;
    clg_part *part = w->part;
    bool ok =
        (w->cells = clg_array_new(count, sizeof *w->cells, err)) &&
        (w->memos = clg_array_new(count, sizeof *w->memos, err)) &&
        (w->last_codes = clg_array_new(count, sizeof *w->last_codes, err)) &&
        (part->values = clg_array_new(count, sizeof *part->values, err)) &&
        (part->rooms = clg_array_new(count, sizeof *part->rooms, err)) &&
        (part->names =
             clg_array_new(CLG_NAMES_COUNT + count, sizeof *part->names, err)) &&
        (part->maps = clg_array_new(CLG_NAMES_COUNT + count, sizeof *part->maps, err));

    if (!ok)
        return CLG_ERROR_MEMORY;
    for (size_t c = 0; c < count; c++)
        w->last_codes[c] = CLG_NO_CODE;
    return clg_csv_reader_new(w->file->header.delimiter, &w->reader, err);
}

clg_status clg_part_parse(const clg_intake *intake, const clg_input_table *table,
                          size_t file_index, clg_part *part, clg_error *err)
{
    const clg_input_table_file *file = &table->files[file_index];
    work w = {.intake = intake,
              .table = table,
              .file = file,
              .file_index = (uint32_t)file_index,
              .part = part,
              .formats = {&file->settings->time_formats,
                          &intake->study->settings.time_formats}};
    clg_csv_scanner scanner =
        clg_csv_scan(file->input.bytes, part->begin, part->end, file->header.delimiter);
    clg_csv_record record;
    clg_status status = start(&w, err);

    while (status == CLG_OK && clg_csv_scanner_next(&scanner, &record))
        status = read_record(&w, &record, err);

    clg_csv_reader_free(w.reader);
    clg_free(w.cells);
    clg_free(w.memos);
    clg_free(w.last_codes);
    return status;
}

void clg_part_clear(const clg_input_table *table, clg_part *part)
{
    for (size_t i = 0; i < table->column_count && part->values != NULL; i++)
        clg_free(part->values[i]);
    for (size_t i = 0; i < CLG_NAMES_COUNT + table->column_count; i++) {
        if (part->names != NULL)
            clg_dictionary_clear(&part->names[i]);
        if (part->maps != NULL)
            clg_free(part->maps[i]);
    }
    clg_free(part->values);
    clg_free(part->rooms);
    clg_free(part->offsets);
    clg_free(part->fingerprints);
    clg_free(part->names);
    clg_free(part->maps);
    clg_free(part->drafts);
    clg_texts_clear(&part->reasons);
    *part = (clg_part){0};
}
