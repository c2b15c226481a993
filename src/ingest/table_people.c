/* people.csv: the roster. Consent comes first: whoever refused it leaves no trace but
 * a count. */
#include "ingest/order.h"
#include "ingest/tables.h"

#include "base/fail.h"
#include "base/memory.h"
#include "study/seniority.h"

#include <stdio.h>
#include <string.h>

static const clg_column_spec columns[] = {
    {"school", CLG_FIELD_CODE, CLG_COLUMN_REQUIRED, CLG_NAMES_SCHOOL, -1, -1},
    {"person", CLG_FIELD_CODE, CLG_COLUMN_REQUIRED, CLG_NAMES_PERSON, CLG_PEOPLE_SCHOOL,
     -1},
    {"joined", CLG_FIELD_INSTANT, 0, CLG_NAMES_OWN, -1, -1},
    {"left", CLG_FIELD_LAST_INSTANT, 0, CLG_NAMES_OWN, -1, -1},
    {"member", CLG_FIELD_YES_NO, 0, CLG_NAMES_OWN, -1, -1},
    {"consent", CLG_FIELD_YES_NO, 0, CLG_NAMES_OWN, -1, -1},
    {"role", CLG_FIELD_CODE, 0, CLG_NAMES_OWN, -1, -1},
    {"department", CLG_FIELD_CODE, 0, CLG_NAMES_OWN, -1, -1},
};

static void judge(const clg_cell *cells, clg_verdict *verdict)
{
    const clg_cell *joined = &cells[CLG_PEOPLE_JOINED], *left = &cells[CLG_PEOPLE_LEFT];
    char after[CLG_CLIP_SIZE], before[CLG_CLIP_SIZE];

    if (joined->is_missing || left->is_missing || left->instant >= joined->instant)
        return;
    verdict->is_used = false;
    verdict->column = CLG_PEOPLE_LEFT;
    snprintf(verdict->reason, sizeof verdict->reason, "left '%s' is before joined '%s'",
             clg_clip(left->text, left->length, after),
             clg_clip(joined->text, joined->length, before));
}

static const clg_input_table_spec spec = {.kind = CLG_TABLE_PEOPLE,
                                          .columns = columns,
                                          .column_count = 8,
                                          .takes_attributes = true,
                                          .fingerprint_column = CLG_NO_COLUMN,
                                          .judge = judge};

static clg_status find_withheld(clg_intake *intake, const clg_input_table *table,
                                clg_error *err)
{
    const uint8_t *consent = clg_input_table_choices(table, CLG_PEOPLE_CONSENT);
    size_t count = intake->names[CLG_NAMES_PERSON].texts.count;

    intake->is_withheld = clg_array_new(count, sizeof *intake->is_withheld, err);
    if (intake->is_withheld == NULL)
        return CLG_ERROR_MEMORY;
    intake->withheld_count = count;
    for (size_t row = 0; consent != NULL && row < table->row_count; row++) {
        if (consent[row] != 0)
            continue;
        intake->is_withheld[clg_input_table_codes(table, CLG_PEOPLE_PERSON)[row]] = 1;
        intake->has_withheld = true;
    }
    return CLG_OK;
}

static clg_status refuse_doubled(const clg_intake *intake, clg_input_table *table,
                                 size_t row, size_t earlier, uint64_t line,
                                 clg_error *err)
{
    const clg_dictionary *people = &intake->names[CLG_NAMES_PERSON];
    const clg_texts *schools = &intake->names[CLG_NAMES_SCHOOL].texts;
    uint32_t code = clg_input_table_codes(table, CLG_PEOPLE_PERSON)[row];
    uint32_t school = people->prefixes[code];
    size_t file = clg_input_table_file_of(table, earlier);
    bool is_same_file = file == clg_input_table_file_of(table, row);
    char reason[CLG_REASON_SIZE], person_clip[CLG_CLIP_SIZE],
        school_clip[CLG_CLIP_SIZE];

    snprintf(reason, sizeof reason,
             "person '%s' of school '%s' is already on line %llu%s%.80s",
             clg_clip(clg_texts_at(&people->texts, code),
                      clg_texts_length(&people->texts, code), person_clip),
             clg_clip(clg_texts_at(schools, school), clg_texts_length(schools, school),
                      school_clip),
             (unsigned long long)line, is_same_file ? "" : " of ",
             is_same_file ? "" : table->files[file].settings->path);
    return clg_input_table_refuse(table, row, true, false, CLG_PEOPLE_PERSON, reason,
                                  err);
}

/* The second row of a person is bad. */
static clg_status check_doubled(clg_intake *intake, clg_input_table *table,
                                clg_error *err)
{
    const uint32_t *codes = clg_input_table_codes(table, CLG_PEOPLE_PERSON);
    size_t count = intake->names[CLG_NAMES_PERSON].texts.count;
    uint32_t *first_row = clg_array_new(count, sizeof *first_row, err);
    uint64_t *lines = clg_input_table_lines(table, err);
    clg_status status = lines != NULL && first_row != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    for (size_t row = 0; status == CLG_OK && row < table->row_count; row++) {
        uint32_t earlier = first_row[codes[row]]; /* row + 1; 0 = none */

        if (table->is_out[row])
            continue;
        if (earlier == 0)
            first_row[codes[row]] = (uint32_t)row + 1;
        else
            status = refuse_doubled(intake, table, row, earlier - 1, lines[earlier - 1],
                                    err);
    }
    clg_free(first_row);
    clg_free(lines);
    return status;
}

/* Strata must be columns of the roster, or no stratum would ever be found. */
static clg_status check_strata(const clg_intake *intake, const clg_input_table *table,
                               clg_error *err)
{
    const clg_texts *strata = &intake->study->settings.strata;
    const char *path =
        table->file_count > 0 ? table->files[0].settings->path : "people.csv";
    const char *names[64], *nearest;
    size_t count = 0;

    for (size_t c = CLG_PEOPLE_ROLE; c < table->column_count && count < 63; c++)
        if (table->columns[c].is_read)
            names[count++] = table->columns[c].spec.name;
    names[count] = NULL;
    if (strata->count == 1 && strcmp(clg_texts_at(strata, 0), "none") == 0)
        return CLG_OK;
    for (size_t i = 0; i < strata->count; i++) {
        const char *wanted = clg_texts_at(strata, i);
        size_t c = CLG_PEOPLE_ROLE;

        while (c < table->column_count && (!table->columns[c].is_read ||
                                           strcmp(table->columns[c].spec.name, wanted)))
            c++;
        if (c < table->column_count || (strcmp(wanted, CLG_SENIORITY) == 0 &&
                                        table->columns[CLG_PEOPLE_JOINED].is_read))
            continue;
        nearest = clg_nearest_name(wanted, names);
        clg_fail_at(err, CLG_ERROR_SCHEMA, path, table->file_count > 0 ? 1 : 0, 0,
                    "no column '%s', which defines strata%s%s%s", wanted,
                    nearest != NULL ? "; did you mean '" : "",
                    nearest != NULL ? nearest : "", nearest != NULL ? "'?" : "");
        return CLG_ERROR_SCHEMA;
    }
    return CLG_OK;
}

clg_status clg_people_read(clg_intake *intake, clg_input_table *table, clg_error *err)
{
    clg_status status = clg_input_table_read(intake, &spec, table, err);

    if (status == CLG_OK)
        status = check_strata(intake, table, err);
    if (status == CLG_OK)
        status = find_withheld(intake, table, err);
    if (status == CLG_OK)
        status = clg_input_table_withhold(intake, table, CLG_PEOPLE_PERSON, err);
    if (status == CLG_OK && table->row_count > 0)
        status = check_doubled(intake, table, err);
    return status == CLG_OK ? clg_input_table_settle(intake, table, err) : status;
}

static void fill_person(clg_people *people, const clg_input_table *table, size_t row,
                        uint32_t person)
{
    const int64_t *joined = clg_input_table_instants(table, CLG_PEOPLE_JOINED);
    const int64_t *left = clg_input_table_instants(table, CLG_PEOPLE_LEFT);
    const uint8_t *member = clg_input_table_choices(table, CLG_PEOPLE_MEMBER);

    people->standing[person] = member != NULL && member[row] == 0
                                   ? CLG_STANDING_NON_MEMBER
                                   : CLG_STANDING_MEMBER;
    if (joined != NULL && joined[row] != CLG_NO_INSTANT)
        people->joined[person] = joined[row];
    if (left != NULL && left[row] != CLG_NO_INSTANT)
        people->left[person] = left[row];
}

static clg_status reserve(clg_people *people, bool has_roster, clg_error *err)
{
    people->standing = clg_array_new(people->count, sizeof *people->standing, err);
    people->joined = clg_array_new(people->count, sizeof *people->joined, err);
    people->left = clg_array_new(people->count, sizeof *people->left, err);
    if (people->standing == NULL || people->joined == NULL || people->left == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t p = 0; p < people->count; p++) {
        people->standing[p] =
            has_roster ? CLG_STANDING_OFF_ROSTER : CLG_STANDING_MEMBER;
        people->joined[p] = CLG_SINCE_EVER;
        people->left[p] = CLG_WITHOUT_END;
    }
    return CLG_OK;
}

static clg_status build_attributes(clg_people *people, const clg_input_table *table,
                                   const clg_roll *roll, clg_error *err)
{
    const uint32_t *persons = clg_input_table_codes(table, CLG_PEOPLE_PERSON);
    uint32_t *codes = clg_array_new(people->count, sizeof *codes, err);
    clg_status status = codes != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    for (size_t c = CLG_PEOPLE_ROLE; status == CLG_OK && c < table->column_count; c++) {
        const clg_input_column *column = &table->columns[c];
        const uint32_t *values = column->values;

        if (values == NULL)
            continue;
        for (size_t p = 0; p < people->count; p++)
            codes[p] = CLG_NO_CODE;
        for (size_t row = 0; row < table->row_count; row++)
            if (!table->is_out[row])
                codes[roll->person_row[persons[row]]] = values[row];
        status = clg_category_add(&people->attributes, &people->attribute_count,
                                  column->spec.name, &column->own.texts, codes,
                                  people->count, err);
    }
    clg_free(codes);
    return status;
}

clg_status clg_people_build(clg_intake *intake, const clg_input_tables *tables,
                            const clg_roll *roll, clg_error *err)
{
    clg_people *people = &intake->study->people;
    const clg_input_table *table = &tables->people;
    clg_status status = reserve(people, tables->has_people, err);

    if (status != CLG_OK)
        return status;
    for (size_t row = 0; row < table->row_count; row++)
        if (!table->is_out[row])
            fill_person(
                people, table, row,
                roll->person_row[clg_input_table_codes(table, CLG_PEOPLE_PERSON)[row]]);
    return build_attributes(people, table, roll, err);
}
