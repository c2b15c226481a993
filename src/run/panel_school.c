#include "run/panel_school.h"

#include "base/fail.h"
#include "base/memory.h"
#include "ingest/field.h"

#include <math.h>
#include <string.h>

/* A column of schools. */
typedef struct attribute {
    const clg_column *column;
    double *level;     /* [level of the column] the number it stands for, or NaN */
    double *of_school; /* [code of the school] the value, or NaN */
} attribute;

static size_t count_schools(const clg_panel_source *source)
{
    return source->table.identifiers[0].levels.texts.count;
}

/* ---- a column ---- */

/* How many of the levels are numbers. */
static size_t parse_levels(const attribute *a)
{
    const clg_texts *levels = a->column->levels;
    size_t count = 0;

    for (size_t i = 0; i < levels->count; i++)
        count += clg_number_parse(clg_texts_at(levels, i), clg_texts_length(levels, i),
                                  &a->level[i]);
    return count;
}

static clg_status attribute_init(attribute *a, const clg_panel_source *source,
                                 const clg_column *column, clg_error *err)
{
    bool has_levels = column->type == CLG_COLUMN_CATEGORY;

    a->column = column;
    a->of_school = clg_array_new(count_schools(source), sizeof *a->of_school, err);
    if (a->of_school == NULL)
        return CLG_ERROR_MEMORY;
    if (has_levels)
        a->level = clg_array_new(column->levels->count + 1, sizeof *a->level, err);
    return has_levels && a->level == NULL ? CLG_ERROR_MEMORY : CLG_OK;
}

static void attribute_clear(attribute *a)
{
    clg_free(a->level);
    clg_free(a->of_school);
}

static double value_at(const attribute *a, size_t row)
{
    int32_t code;

    if (a->level == NULL)
        return clg_column_number(a->column, row);
    code = a->column->codes[row];
    return code >= 0 ? a->level[code] : (double)NAN;
}

static void fill_schools(const attribute *a, const clg_panel_source *source,
                         const clg_table *schools)
{
    const clg_dictionary *codes = &source->table.identifiers[0].levels;
    const clg_column *ids = clg_table_column(schools, CLG_PANEL_SCHOOL);

    for (size_t s = 0; s < codes->texts.count; s++)
        a->of_school[s] = (double)NAN;
    for (size_t row = 0; row < schools->row_count; row++) {
        uint32_t school = clg_dictionary_find(codes, 0, clg_texts_at(ids->levels, row),
                                              clg_texts_length(ids->levels, row));
        if (school != CLG_NO_CODE)
            a->of_school[school] = value_at(a, row);
    }
}

/* ---- extras ---- */

static clg_status fail_kind(const clg_panel_source *source, const char *name,
                            clg_error *err)
{
    return clg_fail_at(err, CLG_ERROR_SCHEMA, source->path, 0, 0,
                       "'%s' of /school is neither a number nor one of two values",
                       name);
}

static clg_status append(clg_texts *texts, const char *text, clg_error *err)
{
    return clg_texts_append(texts, text, strlen(text), err);
}

static clg_status code_two(const attribute *a, clg_panel_notes *notes, clg_error *err)
{
    const clg_texts *levels = a->column->levels;
    size_t zero = strcmp(clg_texts_at(levels, 0), clg_texts_at(levels, 1)) < 0 ? 0 : 1;
    clg_status status = append(&notes->two_valued, a->column->name, err);

    a->level[zero] = 0.0;
    a->level[1 - zero] = 1.0;
    if (status == CLG_OK)
        status = append(&notes->two_words, clg_texts_at(levels, zero), err);
    return status == CLG_OK
               ? append(&notes->two_words, clg_texts_at(levels, 1 - zero), err)
               : status;
}

static clg_status code_levels(const attribute *a, const clg_panel_source *source,
                              clg_panel_notes *notes, clg_error *err)
{
    size_t count = a->column->levels->count;

    if (parse_levels(a) == count)
        return CLG_OK;
    return count == 2 ? code_two(a, notes, err)
                      : fail_kind(source, a->column->name, err);
}

/* Over the windows of each school. */
static clg_status repeat(const attribute *a, clg_panel_source *source, clg_error *err)
{
    clg_number_table *table = &source->table;
    const uint32_t *school = table->identifiers[0].codes;
    double *numbers = table->numbers[clg_number_table_find(table, a->column->name)];

    for (size_t s = 0; s < count_schools(source); s++)
        if (isinf(a->of_school[s]))
            return clg_fail_at(err, CLG_ERROR_SCHEMA, source->path, 0, 0,
                               "school '%.100s' has an infinite '%s'",
                               clg_texts_at(&table->identifiers[0].levels.texts, s),
                               a->column->name);
    for (size_t row = 0; row < table->row_count; row++)
        numbers[row] = a->of_school[school[row]];
    return CLG_OK;
}

static clg_status take_extra(clg_panel_source *source, const clg_table *schools,
                             const char *name, clg_panel_notes *notes, clg_error *err)
{
    const clg_column *column = clg_table_column(schools, name);
    attribute a = {NULL, NULL, NULL};
    clg_status status;

    if (!clg_column_is_numeric(column) && column->type != CLG_COLUMN_CATEGORY)
        return fail_kind(source, name, err);
    status = attribute_init(&a, source, column, err);
    if (status == CLG_OK && a.level != NULL)
        status = code_levels(&a, source, notes, err);
    if (status == CLG_OK) {
        fill_schools(&a, source, schools);
        status = repeat(&a, source, err);
    }
    attribute_clear(&a);
    return status;
}

/* ---- founding ---- */

clg_status clg_panel_founded_new(clg_panel_source *source, clg_error *err)
{
    source->is_founded =
        clg_array_new(count_schools(source), sizeof *source->is_founded, err);
    return source->is_founded != NULL ? CLG_OK : CLG_ERROR_MEMORY;
}

static clg_status take_founded(clg_panel_source *source, const clg_table *schools,
                               clg_error *err)
{
    const clg_column *flags = clg_table_column(schools, CLG_PANEL_FOUNDED);
    attribute a = {NULL, NULL, NULL};
    clg_status status;

    if (flags == NULL || flags->type != CLG_COLUMN_CATEGORY)
        return CLG_OK;
    status = attribute_init(&a, source, flags, err);
    if (status == CLG_OK) {
        (void)parse_levels(&a);
        fill_schools(&a, source, schools);
        for (size_t s = 0; s < count_schools(source); s++)
            source->is_founded[s] = a.of_school[s] == 1.0;
    }
    attribute_clear(&a);
    return status;
}

clg_status clg_panel_take_schools(clg_panel_source *source, const clg_table *schools,
                                  clg_panel_notes *notes, clg_error *err)
{
    const clg_texts *extras = &source->of_schools;
    clg_status status = clg_panel_founded_new(source, err);
    const clg_column *ids;

    if (status != CLG_OK || schools == NULL)
        return status;
    ids = clg_table_column(schools, CLG_PANEL_SCHOOL);
    if (ids == NULL || ids->type != CLG_COLUMN_TEXT)
        return clg_fail_at(err, CLG_ERROR_SCHEMA, source->path, 0, 0,
                           "/school does not name its schools");
    status = take_founded(source, schools, err);
    for (size_t i = 0; status == CLG_OK && i < extras->count; i++)
        status = take_extra(source, schools, clg_texts_at(extras, i), notes, err);
    return status;
}
