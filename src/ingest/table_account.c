/* The account of a table: which rows were refused, where they stand, and whether
 * they are too many. Lines are counted only for these rows, in one sweep a file. */
#include "ingest/table.h"

#include "ingest/csv.h"

#include "base/fail.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

size_t clg_input_table_file_of(const clg_input_table *table, size_t row)
{
    size_t file = table->file_count - 1;

    while (file > 0 && table->files[file].first_row > row)
        file--;
    return file;
}

uint64_t *clg_input_table_lines(const clg_input_table *table, clg_error *err)
{
    uint64_t *lines = clg_array_new(table->row_count, sizeof *lines, err), line = 1;
    size_t at = 0, line_begin = 0, file = SIZE_MAX;

    for (size_t row = 0; lines != NULL && row < table->row_count; row++) {
        size_t offset = (size_t)table->offsets[row];

        if (file != clg_input_table_file_of(table, row)) {
            file = clg_input_table_file_of(table, row);
            at = line_begin = 0;
            line = 1;
        }
        clg_csv_locate_on(table->files[file].input.bytes, at, offset, &line,
                          &line_begin);
        at = offset;
        lines[row] = line;
    }
    return lines;
}

const clg_dictionary *clg_input_table_names(const clg_intake *intake,
                                            const clg_input_table *table, int column)
{
    const clg_input_column *found = &table->columns[column];

    return found->spec.names == CLG_NAMES_OWN ? &found->own
                                              : &intake->names[found->spec.names];
}

clg_status clg_input_table_refuse(clg_input_table *table, size_t row, bool is_bad,
                                  bool is_withheld, int column, const char *reason,
                                  clg_error *err)
{
    size_t index = clg_input_table_file_of(table, row);
    const clg_input_table_file *file = &table->files[index];
    size_t begin = (size_t)table->offsets[row];
    clg_csv_scanner scanner = clg_csv_scan(file->input.bytes, begin, file->input.size,
                                           file->header.delimiter);
    clg_csv_record record = {0};
    clg_status status;

    (void)clg_csv_scanner_next(&scanner, &record);
    status = clg_array_reserve(&table->drafts, &table->draft_room,
                               table->draft_count + 1, sizeof *table->drafts, err);
    if (status == CLG_OK)
        status = clg_texts_append(&table->reasons, reason, strlen(reason), err);
    if (status != CLG_OK)
        return status;
    table->drafts[table->draft_count++] = (clg_draft){
        .file = (uint32_t)index,
        .is_bad = is_bad,
        .is_withheld = is_withheld,
        .field = column == CLG_NO_COLUMN ? -1 : file->bindings[column].field,
        .begin = begin,
        .end = record.end,
        .wrong_at = SIZE_MAX,
        .reason = table->reasons.count - 1};
    table->is_out[row] = 1;
    return CLG_OK;
}

clg_status clg_input_table_withhold(const clg_intake *intake, clg_input_table *table,
                                    int column, clg_error *err)
{
    const uint32_t *people = clg_input_table_codes(table, column);
    clg_status status = CLG_OK;

    if (!intake->has_withheld || people == NULL)
        return CLG_OK;
    for (size_t row = 0; status == CLG_OK && row < table->row_count; row++)
        if (!table->is_out[row] && clg_intake_withholds(intake, people[row]))
            status = clg_input_table_refuse(table, row, false, true, CLG_NO_COLUMN,
                                            "no consent", err);
    return status;
}

static int compare_drafts(const void *a, const void *b)
{
    const clg_draft *first = a, *second = b;

    if (first->file != second->file)
        return first->file < second->file ? -1 : 1;
    return first->begin < second->begin ? -1 : first->begin > second->begin;
}

static bool is_part_of_word(char c)
{
    return c != '"' && c != ',' && c != ';' && c != ' ' && c != '\t' && c != '\r' &&
           c != '\n';
}

static bool holds_word(const char *bytes, size_t size, const char *word, size_t length)
{
    for (size_t at = 0; length > 0 && at + length <= size; at++) {
        bool is_whole = (at == 0 || !is_part_of_word(bytes[at - 1])) &&
                        (at + length == size || !is_part_of_word(bytes[at + length]));

        if (is_whole && memcmp(bytes + at, word, length) == 0)
            return true;
    }
    return false;
}

/* A bad row was never tied to a person: it is hidden if it holds, as a word, the
 * identifier of someone who refused consent. */
static bool is_hidden(const clg_intake *intake, const clg_input_table_file *file,
                      const clg_draft *draft)
{
    const clg_texts *people = &intake->names[CLG_NAMES_PERSON].texts;
    bool hides = draft->is_withheld;

    for (size_t p = 0; p < intake->withheld_count && !hides; p++)
        hides = intake->is_withheld[p] &&
                holds_word(file->input.bytes + draft->begin, draft->end - draft->begin,
                           clg_texts_at(people, p), clg_texts_length(people, p));
    return hides;
}

/* The byte at which the trouble stands; its record's begin if it is in no field. */
static size_t place_of(const clg_input_table_file *file, const clg_draft *draft)
{
    clg_csv_record record = {.begin = draft->begin, .end = draft->end};

    if (draft->wrong_at != SIZE_MAX)
        return draft->wrong_at;
    if (draft->field < 0)
        return draft->begin;
    return clg_csv_field_offset(file->input.bytes, &record, file->header.delimiter,
                                (size_t)draft->field);
}

/* Where the sweep over one file stands. */
typedef struct line_sweep {
    uint32_t file;
    size_t at, line_begin;
    uint64_t line;
} line_sweep;

static void locate(const clg_input_table_file *file, const clg_draft *draft,
                   line_sweep *sweep, clg_reject *reject)
{
    size_t place = place_of(file, draft), line_begin;
    uint64_t line;

    if (sweep->line == 0 || sweep->file != draft->file)
        *sweep = (line_sweep){draft->file, 0, 0, 1};
    clg_csv_locate_on(file->input.bytes, sweep->at, draft->begin, &sweep->line,
                      &sweep->line_begin);
    sweep->at = draft->begin;
    line = sweep->line;
    line_begin = sweep->line_begin;
    reject->column =
        clg_csv_locate_on(file->input.bytes, draft->begin, place, &line, &line_begin);
    reject->line = line;
    if (draft->field < 0 && draft->wrong_at == SIZE_MAX)
        reject->column = 0;
}

static clg_status enter(clg_intake *intake, const clg_input_table *table,
                        const clg_draft *draft, line_sweep *sweep, clg_error *err)
{
    clg_reading *reading = &intake->study->reading;
    const clg_input_table_file *file = &table->files[draft->file];
    const char *reason = clg_texts_at(&table->reasons, draft->reason);
    clg_reject reject = {.source = file->source,
                         .is_bad = draft->is_bad,
                         .reason = reading->reasons.count,
                         .row = reading->rows.count};
    size_t row_size = draft->end - draft->begin;
    clg_status status;

    if (intake->has_withheld && is_hidden(intake, file, draft))
        row_size = 0;
    locate(file, draft, sweep, &reject);
    status =
        clg_array_reserve(&reading->rejects, &reading->reject_room,
                          reading->reject_count + 1, sizeof *reading->rejects, err);
    if (status == CLG_OK)
        status = clg_texts_append(&reading->reasons, reason, strlen(reason), err);
    if (status == CLG_OK)
        status = clg_texts_append(&reading->rows, file->input.bytes + draft->begin,
                                  row_size, err);
    if (status != CLG_OK)
        return status;
    reading->rejects[reading->reject_count++] = reject;
    if (draft->is_bad)
        reading->sources[file->source].bad++;
    else
        reading->sources[file->source].set_aside++;
    return CLG_OK;
}

static clg_status fail_at_first(const clg_reading *reading, size_t first_reject,
                                uint32_t source, clg_error *err)
{
    const clg_reject *reject = &reading->rejects[first_reject];

    while (reject->source != source || !reject->is_bad)
        reject++;
    return clg_fail_at(err, CLG_ERROR_PARSE, reading->sources[source].path,
                       reject->line, reject->column, "%s",
                       clg_texts_at(&reading->reasons, reject->reason));
}

static clg_status check_share(const clg_intake *intake, const clg_input_table *table,
                              size_t first_reject, clg_error *err)
{
    const clg_settings *settings = &intake->study->settings;
    const clg_reading *reading = &intake->study->reading;

    for (size_t f = 0; f < table->file_count; f++) {
        const clg_source *source = &reading->sources[table->files[f].source];
        double bad = (double)source->bad, rows = (double)source->rows;

        if (source->bad == 0 || (!settings->strict && bad <= settings->max_bad * rows))
            continue;
        fail_at_first(reading, first_reject, table->files[f].source, err);
        if (!settings->strict)
            clg_hint(err,
                     "%llu of %llu rows (%.3g %%) can't be used, more than --max-bad "
                     "%.3g%% allows; 'collegium check STUDY' lists them",
                     (unsigned long long)source->bad, (unsigned long long)source->rows,
                     100.0 * bad / rows, 100.0 * settings->max_bad);
        return CLG_ERROR_PARSE;
    }
    return CLG_OK;
}

clg_status clg_input_table_settle(clg_intake *intake, clg_input_table *table,
                                  clg_error *err)
{
    size_t first_reject = intake->study->reading.reject_count;
    line_sweep sweep = {0};
    clg_status status = CLG_OK;

    if (table->draft_count > 0)
        qsort(table->drafts, table->draft_count, sizeof *table->drafts, compare_drafts);
    for (size_t i = 0; status == CLG_OK && i < table->draft_count; i++)
        status = enter(intake, table, &table->drafts[i], &sweep, err);
    if (status == CLG_OK && !intake->options.tolerate)
        status = check_share(intake, table, first_reject, err);
    for (size_t f = 0; f < table->file_count; f++)
        clg_input_close(&table->files[f].input);
    clg_free(table->offsets);
    table->offsets = NULL;
    table->offset_room = 0;
    clg_free(table->drafts);
    table->drafts = NULL;
    table->draft_count = table->draft_room = 0;
    clg_texts_clear(&table->reasons);
    return status;
}
