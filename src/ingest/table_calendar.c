/* calendar.csv, and the file of terms: spans of days. An end written as a bare date
 * is the last day of the span. */
#include "ingest/tables.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

enum { START, END, SCHOOL, LABEL };

/* Both files have these; terms have no school and must have a label. */
static const clg_column_spec calendar_columns[] = {
    {"start", CLG_FIELD_FIRST_DAY, CLG_COLUMN_REQUIRED, CLG_NAMES_OWN, -1, -1},
    {"end", CLG_FIELD_END_DAY, CLG_COLUMN_REQUIRED, CLG_NAMES_OWN, -1, -1},
    {"school", CLG_FIELD_CODE, 0, CLG_NAMES_SCHOOL, -1, -1},
    {"label", CLG_FIELD_CODE, 0, CLG_NAMES_OWN, -1, -1},
};

static const clg_column_spec term_columns[] = {
    {"start", CLG_FIELD_FIRST_DAY, CLG_COLUMN_REQUIRED, CLG_NAMES_OWN, -1, -1},
    {"end", CLG_FIELD_END_DAY, CLG_COLUMN_REQUIRED, CLG_NAMES_OWN, -1, -1},
    {"school", CLG_FIELD_CODE, 0, CLG_NAMES_SCHOOL, -1, -1},
    {"label", CLG_FIELD_CODE, CLG_COLUMN_REQUIRED, CLG_NAMES_OWN, -1, -1},
};

static void judge(const clg_cell *cells, clg_verdict *verdict)
{
    char end[CLG_CLIP_SIZE], start[CLG_CLIP_SIZE];

    if (cells[END].instant > cells[START].instant)
        return;
    verdict->is_used = false;
    verdict->column = END;
    snprintf(verdict->reason, sizeof verdict->reason, "end '%s' is before start '%s'",
             clg_clip(cells[END].text, cells[END].length, end),
             clg_clip(cells[START].text, cells[START].length, start));
}

static const clg_input_table_spec calendar_spec = {.kind = CLG_TABLE_CALENDAR,
                                                   .columns = calendar_columns,
                                                   .column_count = 4,
                                                   .fingerprint_column = CLG_NO_COLUMN,
                                                   .judge = judge};

static const clg_input_table_spec terms_spec = {.kind = CLG_TABLE_CALENDAR,
                                                .columns = term_columns,
                                                .column_count = 4,
                                                .needs_rows = true,
                                                .fingerprint_column = CLG_NO_COLUMN,
                                                .judge = judge};

static clg_status copy_text(const clg_texts *texts, const uint32_t *codes, size_t row,
                            char **copy, clg_error *err)
{
    *copy = NULL;
    if (codes == NULL || codes[row] == CLG_NO_CODE)
        return CLG_OK;
    *copy = clg_text_copy(clg_texts_at(texts, codes[row]),
                          clg_texts_length(texts, codes[row]), err);
    return *copy != NULL ? CLG_OK : CLG_ERROR_MEMORY;
}

static clg_status append_break(clg_break **list, size_t *count, size_t *room,
                               clg_break item, clg_error *err)
{
    clg_status status = clg_array_reserve(list, room, *count + 1, sizeof **list, err);

    if (status == CLG_OK) {
        (*list)[(*count)++] = item;
    } else {
        clg_free(item.school);
        clg_free(item.label);
    }
    return status;
}

static clg_status take_rows(const clg_intake *intake, const clg_input_table *table,
                            clg_break **list, size_t *count, size_t *room,
                            clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t row = 0; status == CLG_OK && row < table->row_count; row++) {
        clg_break item = {.first_day = clg_input_table_instants(table, START)[row],
                          .end_day = clg_input_table_instants(table, END)[row]};

        status =
            copy_text(&intake->names[CLG_NAMES_SCHOOL].texts,
                      clg_input_table_codes(table, SCHOOL), row, &item.school, err);
        if (status == CLG_OK)
            status =
                copy_text(&table->columns[LABEL].own.texts,
                          clg_input_table_codes(table, LABEL), row, &item.label, err);
        if (status == CLG_OK)
            status = append_break(list, count, room, item, err);
        else
            clg_free(item.school);
    }
    return status;
}

static clg_status copy_settings(const clg_settings *settings, clg_study *study,
                                clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < settings->break_count; i++) {
        const clg_break *source = &settings->breaks[i];
        clg_break copy = {source->first_day, source->end_day, NULL, NULL};

        if (source->school != NULL &&
            (copy.school =
                 clg_text_copy(source->school, strlen(source->school), err)) == NULL)
            return CLG_ERROR_MEMORY;
        if (source->label != NULL &&
            (copy.label = clg_text_copy(source->label, strlen(source->label), err)) ==
                NULL) {
            clg_free(copy.school);
            return CLG_ERROR_MEMORY;
        }
        status = append_break(&study->breaks, &study->break_count, &study->break_room,
                              copy, err);
    }
    return status;
}

clg_status clg_calendar_read(clg_intake *intake, clg_error *err)
{
    clg_study *study = intake->study;
    clg_input_table table = {0};
    clg_status status = copy_settings(&study->settings, study, err);

    if (status == CLG_OK)
        status = clg_input_table_read(intake, &calendar_spec, &table, err);
    if (status == CLG_OK)
        status = clg_input_table_settle(intake, &table, err);
    if (status == CLG_OK)
        status = take_rows(intake, &table, &study->breaks, &study->break_count,
                           &study->break_room, err);
    clg_input_table_clear(&table);
    return status;
}

clg_status clg_terms_read(clg_intake *intake, clg_error *err)
{
    clg_study *study = intake->study;
    clg_file_settings file = {.kind = CLG_TABLE_CALENDAR,
                              .path = study->settings.terms_path};
    clg_input_table table = {0};
    clg_status status;

    if (file.path == NULL)
        return CLG_OK;
    status = clg_input_table_read_file(intake, &terms_spec, &file, &table, err);
    if (status == CLG_OK)
        status = clg_input_table_settle(intake, &table, err);
    if (status == CLG_OK)
        status = take_rows(intake, &table, &study->terms, &study->term_count,
                           &study->term_room, err);
    clg_input_table_clear(&table);
    return status;
}
