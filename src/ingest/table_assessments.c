/* assessments.csv: scores of people on items of instruments. */
#include "ingest/order.h"
#include "ingest/tables.h"

#include "base/memory.h"

#include <math.h>
#include <stdio.h>

static const clg_column_spec columns[] = {
    {"school", CLG_FIELD_CODE, CLG_COLUMN_REQUIRED | CLG_COLUMN_UNSTORED,
     CLG_NAMES_SCHOOL, -1, -1},
    {"person", CLG_FIELD_CODE, CLG_COLUMN_REQUIRED, CLG_NAMES_PERSON,
     CLG_ASSESSMENTS_SCHOOL, -1},
    {"time", CLG_FIELD_INSTANT, CLG_COLUMN_REQUIRED, CLG_NAMES_OWN, -1, -1},
    {"instrument", CLG_FIELD_CODE, CLG_COLUMN_REQUIRED, CLG_NAMES_OWN, -1, -1},
    {"item", CLG_FIELD_CODE, CLG_COLUMN_REQUIRED, CLG_NAMES_OWN, -1, -1},
    {"score", CLG_FIELD_NUMBER, CLG_COLUMN_REQUIRED | CLG_COLUMN_MAY_BE_EMPTY,
     CLG_NAMES_OWN, -1, -1},
};

/* Many questionnaires are exported with a row for every question. */
static void judge(const clg_cell *cells, clg_verdict *verdict)
{
    if (!cells[CLG_ASSESSMENTS_SCORE].is_missing)
        return;
    verdict->is_used = verdict->is_bad = false;
    verdict->column = CLG_ASSESSMENTS_SCORE;
    snprintf(verdict->reason, sizeof verdict->reason, "not answered");
}

static const clg_input_table_spec spec = {.kind = CLG_TABLE_ASSESSMENTS,
                                          .columns = columns,
                                          .column_count = 6,
                                          .fingerprint_column = CLG_NO_COLUMN,
                                          .judge = judge};

/* The settings of every instrument by its code; NULL where study.yaml has none. */
static clg_status find_settings(const clg_intake *intake, const clg_texts *names,
                                const clg_instrument_settings ***settings,
                                clg_error *err)
{
    *settings = clg_array_new(names->count, sizeof **settings, err);
    if (*settings == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < names->count; i++)
        (*settings)[i] =
            clg_settings_instrument(&intake->study->settings, clg_texts_at(names, i));
    return CLG_OK;
}

/* Sets scores aside that are off the instrument's scale, such as 99 for "no answer". */
static clg_status set_outliers_aside(const clg_intake *intake, clg_input_table *table,
                                     clg_error *err)
{
    const clg_input_column *instrument = &table->columns[CLG_ASSESSMENTS_INSTRUMENT];
    const uint32_t *codes = instrument->values;
    const double *scores = table->columns[CLG_ASSESSMENTS_SCORE].values;
    const clg_instrument_settings **settings = NULL;
    clg_status status = find_settings(intake, &instrument->own.texts, &settings, err);

    for (size_t row = 0; status == CLG_OK && row < table->row_count; row++) {
        const clg_instrument_settings *of = settings[codes[row]];
        char reason[CLG_REASON_SIZE];

        if (table->is_out[row] || of == NULL || isnan(of->low) ||
            (scores[row] >= of->low && scores[row] <= of->high))
            continue;
        snprintf(reason, sizeof reason, "expected a score from %g to %g, found '%g'",
                 of->low, of->high, scores[row]);
        status = clg_input_table_refuse(table, row, false, false, CLG_ASSESSMENTS_SCORE,
                                        reason, err);
    }
    clg_free(settings);
    return status;
}

clg_status clg_assessments_read(clg_intake *intake, clg_input_table *table,
                                clg_error *err)
{
    clg_status status = clg_input_table_read(intake, &spec, table, err);

    if (status == CLG_OK)
        status = clg_input_table_withhold(intake, table, CLG_ASSESSMENTS_PERSON, err);
    if (status == CLG_OK)
        status = set_outliers_aside(intake, table, err);
    return status == CLG_OK ? clg_input_table_settle(intake, table, err) : status;
}

static bool time_precedes(uint32_t a, uint32_t b, const void *context)
{
    const int64_t *time = clg_input_table_instants(context, CLG_ASSESSMENTS_TIME);

    return time[a] < time[b];
}

static clg_status reserve(clg_assessments *out, size_t count, clg_error *err)
{
    bool ok = (out->school = clg_array_new(count, sizeof *out->school, err)) &&
              (out->person = clg_array_new(count, sizeof *out->person, err)) &&
              (out->time = clg_array_new(count, sizeof *out->time, err)) &&
              (out->score = clg_array_new(count, sizeof *out->score, err));

    out->count = count;
    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

/* One text column, in the order of items. `codes` is room for as many. */
static clg_status build_category(const clg_input_table *table, int index,
                                 const uint32_t *items, size_t count, uint32_t *codes,
                                 clg_category *category, clg_error *err)
{
    const clg_input_column *column = &table->columns[index];

    for (size_t i = 0; i < count; i++)
        codes[i] = ((const uint32_t *)column->values)[items[i]];
    return clg_category_make(column->spec.name, &column->own.texts, codes, count,
                             category, err);
}

static void fill(const clg_input_table *table, const uint32_t *items,
                 const clg_roll *roll, clg_study *study)
{
    clg_assessments *out = &study->assessments;
    const uint32_t *persons = clg_input_table_codes(table, CLG_ASSESSMENTS_PERSON);
    const double *scores = table->columns[CLG_ASSESSMENTS_SCORE].values;

    for (size_t i = 0; i < out->count; i++) {
        out->person[i] = roll->person_row[persons[items[i]]];
        out->school[i] = study->people.school[out->person[i]];
        out->time[i] = clg_input_table_instants(table, CLG_ASSESSMENTS_TIME)[items[i]];
        out->score[i] = scores[items[i]];
    }
}

clg_status clg_assessments_build(clg_intake *intake, const clg_input_table *table,
                                 const clg_roll *roll, clg_error *err)
{
    clg_study *study = intake->study;
    clg_assessments *out = &study->assessments;
    const uint32_t *persons = clg_input_table_codes(table, CLG_ASSESSMENTS_PERSON);
    size_t rows = table->row_count, people = study->people.count, *first = NULL;
    uint32_t *group = clg_array_new(rows, sizeof *group, err), *items = NULL;
    clg_status status = CLG_ERROR_MEMORY;

    if (group == NULL)
        return status;
    for (size_t row = 0; row < rows; row++)
        group[row] = table->is_out[row] ? CLG_NO_CODE : roll->person_row[persons[row]];
    status = clg_group(group, rows, people, &first, &items, err);
    if (status == CLG_OK)
        status = clg_sort_groups(items, first, people, time_precedes, table, 1, err);
    if (status == CLG_OK)
        status = reserve(out, first[people], err);
    if (status == CLG_OK) {
        fill(table, items, roll, study);
        status = build_category(table, CLG_ASSESSMENTS_INSTRUMENT, items, out->count,
                                group, &out->instrument, err);
    }
    if (status == CLG_OK)
        status = build_category(table, CLG_ASSESSMENTS_ITEM, items, out->count, group,
                                &out->item, err);
    clg_free(group);
    clg_free(first);
    clg_free(items);
    return status;
}
