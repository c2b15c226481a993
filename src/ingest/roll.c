/* Who occurs in a used row, and where they stand in canonical order. */
#include "ingest/order.h"
#include "ingest/tables.h"

#include "base/fail.h"
#include "base/memory.h"

/* Marks the schools or people whose codes a column holds. */
static void mark(const clg_input_table *table, int column, uint8_t *is_used)
{
    const uint32_t *codes =
        table->columns != NULL ? clg_input_table_codes(table, column) : NULL;

    for (size_t row = 0; codes != NULL && row < table->row_count; row++)
        if (!table->is_out[row])
            is_used[codes[row]] = 1;
}

static void mark_people(const clg_input_tables *tables, uint8_t *is_used)
{
    mark(&tables->people, CLG_PEOPLE_PERSON, is_used);
    mark(&tables->attendance, CLG_ATTENDANCE_PERSON, is_used);
    mark(&tables->exchanges, CLG_EXCHANGES_FROM, is_used);
    mark(&tables->exchanges, CLG_EXCHANGES_TO, is_used);
    mark(&tables->assessments, CLG_ASSESSMENTS_PERSON, is_used);
}

/* A school is there by itself, or for the people in it. */
static void mark_schools(const clg_intake *intake, const clg_input_tables *tables,
                         const uint8_t *is_person_used, uint8_t *is_used)
{
    const clg_dictionary *people = &intake->names[CLG_NAMES_PERSON];

    mark(&tables->schools, CLG_SCHOOLS_SCHOOL, is_used);
    mark(&tables->events, CLG_EVENTS_SCHOOL, is_used);
    for (size_t p = 0; p < people->texts.count; p++)
        if (is_person_used[p])
            is_used[people->prefixes[p]] = 1;
}

static bool text_precedes(uint32_t a, uint32_t b, const void *context)
{
    const clg_texts *texts = context;

    return clg_bytes_compare(clg_texts_at(texts, a), clg_texts_length(texts, a),
                             clg_texts_at(texts, b), clg_texts_length(texts, b)) < 0;
}

/* Turns the codes in group order into rows, and appends their texts. */
static clg_status take_order(const clg_texts *texts, const uint32_t *codes,
                             size_t count, uint32_t *rows, clg_texts *ids,
                             clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; i < texts->count; i++)
        rows[i] = CLG_NO_CODE;
    for (size_t i = 0; status == CLG_OK && i < count; i++) {
        rows[codes[i]] = (uint32_t)i;
        status = clg_texts_append(ids, clg_texts_at(texts, codes[i]),
                                  clg_texts_length(texts, codes[i]), err);
    }
    return status;
}

static clg_status order_schools(clg_intake *intake, const uint8_t *is_used,
                                clg_roll *roll, clg_error *err)
{
    clg_schools *schools = &intake->study->schools;
    const clg_texts *texts = &intake->names[CLG_NAMES_SCHOOL].texts;
    uint32_t *group = clg_array_new(texts->count, sizeof *group, err);
    size_t *first = NULL;
    clg_status status = CLG_ERROR_MEMORY;

    roll->school_row = clg_array_new(texts->count, sizeof *roll->school_row, err);
    if (group == NULL || roll->school_row == NULL)
        goto cleanup;
    for (size_t s = 0; s < texts->count; s++)
        group[s] = is_used[s] ? 0 : CLG_NO_CODE;
    status = clg_group(group, texts->count, 1, &first, &roll->school_code, err);
    if (status == CLG_OK)
        status =
            clg_sort_groups(roll->school_code, first, 1, text_precedes, texts, 1, err);
    if (status != CLG_OK)
        goto cleanup;
    schools->count = (uint32_t)first[1];
    status = take_order(texts, roll->school_code, first[1], roll->school_row,
                        &schools->ids, err);

cleanup:
    clg_free(first);
    clg_free(group);
    return status;
}

static clg_status order_people(clg_intake *intake, const uint8_t *is_used,
                               clg_roll *roll, clg_error *err)
{
    clg_study *study = intake->study;
    const clg_dictionary *names = &intake->names[CLG_NAMES_PERSON];
    size_t count = names->texts.count, *first;
    uint32_t *group = clg_array_new(count, sizeof *group, err);
    clg_status status = CLG_ERROR_MEMORY;

    roll->person_row = clg_array_new(count, sizeof *roll->person_row, err);
    if (group == NULL || roll->person_row == NULL)
        goto cleanup;
    for (size_t p = 0; p < count; p++)
        group[p] = is_used[p] ? roll->school_row[names->prefixes[p]] : CLG_NO_CODE;
    status = clg_group(group, count, study->schools.count, &study->schools.person_first,
                       &roll->person_code, err);
    first = study->schools.person_first;
    if (status == CLG_OK)
        status =
            clg_sort_groups(roll->person_code, first, study->schools.count,
                            text_precedes, &names->texts, intake->options.threads, err);
    if (status != CLG_OK)
        goto cleanup;
    study->people.count = first[study->schools.count];
    status = take_order(&names->texts, roll->person_code, study->people.count,
                        roll->person_row, &study->people.ids, err);

cleanup:
    clg_free(group);
    return status;
}

static clg_status fill_schools(clg_study *study, clg_error *err)
{
    study->people.school =
        clg_array_new(study->people.count, sizeof *study->people.school, err);
    if (study->people.school == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t s = 0; s < study->schools.count; s++)
        for (size_t p = study->schools.person_first[s];
             p < study->schools.person_first[s + 1]; p++)
            study->people.school[p] = s;
    return CLG_OK;
}

clg_status clg_roll_new(clg_intake *intake, const clg_input_tables *tables,
                        clg_roll *roll, clg_error *err)
{
    size_t people = intake->names[CLG_NAMES_PERSON].texts.count;
    size_t schools = intake->names[CLG_NAMES_SCHOOL].texts.count;
    uint8_t *is_person_used = clg_array_new(people, 1, err);
    uint8_t *is_school_used = clg_array_new(schools, 1, err);
    clg_status status = CLG_ERROR_MEMORY;

    *roll = (clg_roll){NULL, NULL, NULL, NULL};
    if (is_person_used != NULL && is_school_used != NULL) {
        mark_people(tables, is_person_used);
        mark_schools(intake, tables, is_person_used, is_school_used);
        status = order_schools(intake, is_school_used, roll, err);
    }
    if (status == CLG_OK)
        status = order_people(intake, is_person_used, roll, err);
    if (status == CLG_OK)
        status = fill_schools(intake->study, err);
    clg_free(is_person_used);
    clg_free(is_school_used);
    return status;
}

void clg_roll_clear(clg_roll *roll)
{
    clg_free(roll->school_row);
    clg_free(roll->person_row);
    clg_free(roll->school_code);
    clg_free(roll->person_code);
}
