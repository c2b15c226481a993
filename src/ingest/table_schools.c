/* schools.csv: names, time zones and covariates. Schools that are only seen in the
 * logs are added later. */
#include "ingest/order.h"
#include "ingest/tables.h"

#include "base/fail.h"
#include "base/memory.h"

#include <stdio.h>
#include <string.h>

static const clg_column_spec columns[] = {
    {"school", CLG_FIELD_CODE, CLG_COLUMN_REQUIRED, CLG_NAMES_SCHOOL, -1, -1},
    {"name", CLG_FIELD_CODE, 0, CLG_NAMES_OWN, -1, -1},
    {"time_zone", CLG_FIELD_CODE, 0, CLG_NAMES_OWN, -1, -1},
    {"network", CLG_FIELD_CODE, 0, CLG_NAMES_OWN, -1, -1},
    {"founded", CLG_FIELD_CODE, 0, CLG_NAMES_OWN, -1, -1},
};

static const clg_input_table_spec spec = {.kind = CLG_TABLE_SCHOOLS,
                                          .columns = columns,
                                          .column_count = 5,
                                          .takes_attributes = true,
                                          .fingerprint_column = CLG_NO_COLUMN};

static clg_status refuse_doubled(clg_input_table *table, size_t row,
                                 const clg_texts *schools, uint32_t code, uint64_t line,
                                 clg_error *err)
{
    char reason[CLG_REASON_SIZE], clipped[CLG_CLIP_SIZE];

    snprintf(
        reason, sizeof reason, "school '%s' is already on line %llu",
        clg_clip(clg_texts_at(schools, code), clg_texts_length(schools, code), clipped),
        (unsigned long long)line);
    return clg_input_table_refuse(table, row, true, false, CLG_SCHOOLS_SCHOOL, reason,
                                  err);
}

/* The second row of a school is bad. */
static clg_status check_doubled(clg_intake *intake, clg_input_table *table,
                                clg_error *err)
{
    const clg_texts *schools = &intake->names[CLG_NAMES_SCHOOL].texts;
    const uint32_t *codes = clg_input_table_codes(table, CLG_SCHOOLS_SCHOOL);
    uint64_t *lines = clg_input_table_lines(table, err);
    uint64_t *line_of = clg_array_new(schools->count, sizeof *line_of, err);
    clg_status status = lines != NULL && line_of != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    for (size_t row = 0; status == CLG_OK && row < table->row_count; row++) {
        if (line_of[codes[row]] != 0)
            status = refuse_doubled(table, row, schools, codes[row],
                                    line_of[codes[row]], err);
        else
            line_of[codes[row]] = lines[row];
    }
    clg_free(lines);
    clg_free(line_of);
    return status;
}

/* A row with a zone that doesn't exist is bad; the school keeps the study's zone. */
static clg_status take_zone(clg_intake *intake, clg_input_table *table, size_t row,
                            uint32_t code, clg_error *err)
{
    const clg_texts *zones = &table->columns[CLG_SCHOOLS_ZONE].own.texts;
    uint32_t school = clg_input_table_codes(table, CLG_SCHOOLS_SCHOOL)[row];
    clg_error reason = CLG_ERROR_INIT;
    clg_status status = clg_intake_add_zone(intake, clg_texts_at(zones, code),
                                            &intake->school_zone[school], &reason);

    if (status == CLG_ERROR_MEMORY)
        return clg_fail(err, CLG_ERROR_MEMORY, "%s", reason.message);
    if (status != CLG_OK)
        return clg_input_table_refuse(table, row, true, false, CLG_SCHOOLS_ZONE,
                                      reason.message, err);
    return CLG_OK;
}

static clg_status take_zones(clg_intake *intake, clg_input_table *table, clg_error *err)
{
    const uint32_t *codes = clg_input_table_codes(table, CLG_SCHOOLS_ZONE);
    size_t count = intake->names[CLG_NAMES_SCHOOL].texts.count;
    clg_status status = CLG_OK;

    intake->school_zone = clg_array_new(count, sizeof *intake->school_zone, err);
    if (intake->school_zone == NULL)
        return CLG_ERROR_MEMORY;
    intake->school_zone_count = count;
    for (size_t row = 0; status == CLG_OK && row < table->row_count && codes != NULL;
         row++) {
        if (table->is_out[row] || codes[row] == CLG_NO_CODE)
            continue;
        intake->is_zone_given = true;
        status = take_zone(intake, table, row, codes[row], err);
    }
    return status;
}

clg_status clg_schools_read(clg_intake *intake, clg_input_table *table, clg_error *err)
{
    clg_status status = clg_input_table_read(intake, &spec, table, err);

    if (status == CLG_OK && table->row_count > 0)
        status = check_doubled(intake, table, err);
    if (status == CLG_OK)
        status = take_zones(intake, table, err);
    return status == CLG_OK ? clg_input_table_settle(intake, table, err) : status;
}

/* row_of[s] = the row of schools.csv for school s of the study, or CLG_NO_CODE. */
static uint32_t *find_rows(const clg_intake *intake, const clg_input_table *table,
                           const clg_roll *roll, clg_error *err)
{
    uint32_t count = intake->study->schools.count;
    uint32_t *row_of = clg_array_new(count, sizeof *row_of, err);

    for (uint32_t s = 0; row_of != NULL && s < count; s++)
        row_of[s] = CLG_NO_CODE;
    for (size_t row = 0; row_of != NULL && row < table->row_count; row++)
        if (!table->is_out[row])
            row_of[roll->school_row[clg_input_table_codes(
                table, CLG_SCHOOLS_SCHOOL)[row]]] = (uint32_t)row;
    return row_of;
}

static clg_status build_names(clg_schools *schools, const clg_input_table *table,
                              const uint32_t *row_of, clg_error *err)
{
    const clg_input_column *column = &table->columns[CLG_SCHOOLS_NAME];
    const uint32_t *codes = column->values;
    clg_status status = CLG_OK;

    for (uint32_t s = 0; status == CLG_OK && s < schools->count; s++) {
        uint32_t code = CLG_NO_CODE;

        if (codes != NULL && row_of[s] != CLG_NO_CODE)
            code = codes[row_of[s]];
        status = code == CLG_NO_CODE
                     ? clg_texts_append(&schools->names, "", 0, err)
                     : clg_texts_append(
                           &schools->names, clg_texts_at(&column->own.texts, code),
                           clg_texts_length(&column->own.texts, code), err);
    }
    return status;
}

static clg_status build_attributes(clg_schools *schools, const clg_input_table *table,
                                   const uint32_t *row_of, clg_error *err)
{
    uint32_t *codes = clg_array_new(schools->count, sizeof *codes, err);
    clg_status status = codes != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    for (size_t c = CLG_SCHOOLS_NETWORK; status == CLG_OK && c < table->column_count;
         c++) {
        const clg_input_column *column = &table->columns[c];
        const uint32_t *values = column->values;

        if (values == NULL)
            continue;
        for (uint32_t s = 0; s < schools->count; s++)
            codes[s] = row_of[s] == CLG_NO_CODE ? CLG_NO_CODE : values[row_of[s]];
        status = clg_category_add(&schools->attributes, &schools->attribute_count,
                                  column->spec.name, &column->own.texts, codes,
                                  schools->count, err);
    }
    clg_free(codes);
    return status;
}

clg_status clg_schools_build(clg_intake *intake, const clg_input_table *table,
                             const clg_roll *roll, clg_error *err)
{
    clg_schools *schools = &intake->study->schools;
    uint32_t *row_of = find_rows(intake, table, roll, err);
    clg_status status = CLG_ERROR_MEMORY;

    schools->zone = clg_array_new(schools->count, sizeof *schools->zone, err);
    if (row_of == NULL || schools->zone == NULL)
        goto cleanup;
    for (uint32_t s = 0; s < schools->count; s++) {
        uint32_t code = roll->school_code[s];
        schools->zone[s] =
            code < intake->school_zone_count ? intake->school_zone[code] : 0;
    }
    status = build_names(schools, table, row_of, err);
    if (status == CLG_OK)
        status = build_attributes(schools, table, row_of, err);

cleanup:
    clg_free(row_of);
    return status;
}
