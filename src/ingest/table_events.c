/* events.csv: marks on a school's time line. */
#include "ingest/order.h"
#include "ingest/tables.h"

#include "base/memory.h"

#include <stdio.h>

static const clg_column_spec columns[] = {
    {"school", CLG_FIELD_CODE, CLG_COLUMN_REQUIRED, CLG_NAMES_SCHOOL, -1, -1},
    {"time", CLG_FIELD_INSTANT, CLG_COLUMN_REQUIRED, CLG_NAMES_OWN, -1, -1},
    {"label", CLG_FIELD_CODE, CLG_COLUMN_REQUIRED, CLG_NAMES_OWN, -1, -1},
    {"end", CLG_FIELD_LAST_INSTANT, 0, CLG_NAMES_OWN, -1, -1},
};

static void judge(const clg_cell *cells, clg_verdict *verdict)
{
    const clg_cell *time = &cells[CLG_EVENTS_TIME], *end = &cells[CLG_EVENTS_END];
    char after[CLG_CLIP_SIZE], before[CLG_CLIP_SIZE];

    if (end->is_missing || end->instant >= time->instant)
        return;
    verdict->is_used = false;
    verdict->column = CLG_EVENTS_END;
    snprintf(verdict->reason, sizeof verdict->reason, "end '%s' is before time '%s'",
             clg_clip(end->text, end->length, after),
             clg_clip(time->text, time->length, before));
}

static const clg_input_table_spec spec = {.kind = CLG_TABLE_EVENTS,
                                          .columns = columns,
                                          .column_count = 4,
                                          .fingerprint_column = CLG_NO_COLUMN,
                                          .judge = judge};

clg_status clg_events_read(clg_intake *intake, clg_input_table *table, clg_error *err)
{
    clg_status status = clg_input_table_read(intake, &spec, table, err);

    return status == CLG_OK ? clg_input_table_settle(intake, table, err) : status;
}

/* By time, then label. */
static bool event_precedes(uint32_t a, uint32_t b, const void *context)
{
    const clg_input_table *table = context;
    const int64_t *time = clg_input_table_instants(table, CLG_EVENTS_TIME);
    const uint32_t *label = clg_input_table_codes(table, CLG_EVENTS_LABEL);
    const clg_texts *texts = &table->columns[CLG_EVENTS_LABEL].own.texts;

    if (time[a] != time[b])
        return time[a] < time[b];
    return clg_bytes_compare(
               clg_texts_at(texts, label[a]), clg_texts_length(texts, label[a]),
               clg_texts_at(texts, label[b]), clg_texts_length(texts, label[b])) < 0;
}

static clg_status fill(const clg_input_table *table, const size_t *first,
                       const uint32_t *items, clg_study *study, clg_error *err)
{
    clg_events *out = &study->events;
    const int64_t *time = clg_input_table_instants(table, CLG_EVENTS_TIME);
    const int64_t *end = clg_input_table_instants(table, CLG_EVENTS_END);
    const uint32_t *label = clg_input_table_codes(table, CLG_EVENTS_LABEL);
    const clg_texts *texts = &table->columns[CLG_EVENTS_LABEL].own.texts;
    clg_status status = CLG_OK;

    for (uint32_t s = 0; s < study->schools.count; s++)
        for (size_t i = first[s]; status == CLG_OK && i < first[s + 1]; i++) {
            uint32_t row = items[i];

            out->school[i] = s;
            out->time[i] = out->end[i] = time[row];
            if (end != NULL && end[row] != CLG_NO_INSTANT)
                out->end[i] = end[row];
            status = clg_texts_append(&out->labels, clg_texts_at(texts, label[row]),
                                      clg_texts_length(texts, label[row]), err);
        }
    return status;
}

clg_status clg_events_build(clg_intake *intake, const clg_input_table *table,
                            const clg_roll *roll, clg_error *err)
{
    clg_study *study = intake->study;
    clg_events *out = &study->events;
    size_t count = out->count = table->row_count, *first = NULL;
    const uint32_t *codes = clg_input_table_codes(table, CLG_EVENTS_SCHOOL);
    uint32_t *group = clg_array_new(count, sizeof *group, err), *items = NULL;
    clg_status status = CLG_ERROR_MEMORY;
    bool ok = group != NULL &&
              (out->school = clg_array_new(count, sizeof *out->school, err)) &&
              (out->time = clg_array_new(count, sizeof *out->time, err)) &&
              (out->end = clg_array_new(count, sizeof *out->end, err));

    if (!ok)
        goto cleanup;
    for (size_t row = 0; row < count; row++)
        group[row] = roll->school_row[codes[row]];
    status = clg_group(group, count, study->schools.count, &first, &items, err);
    if (status == CLG_OK)
        status = clg_sort_groups(items, first, study->schools.count, event_precedes,
                                 table, 1, err);
    if (status == CLG_OK)
        status = fill(table, first, items, study, err);

cleanup:
    clg_free(group);
    clg_free(first);
    clg_free(items);
    return status;
}
