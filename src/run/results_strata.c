#include "run/results_strata.h"

#include "run/results_layout.h"

#include <string.h>

/* Levels of the columns `attribute` and `stratum`: the names of all attributes, and of
 * all their levels one attribute after the other, "missing" last. */
static clg_status list_names(clg_results *results, clg_error *err)
{
    const clg_strata *strata = &results->strata;
    clg_status status = CLG_OK;

    for (size_t a = 0; status == CLG_OK && a < strata->attribute_count; a++) {
        const clg_category *attribute = clg_strata_attribute(strata, results->study, a);
        status = clg_texts_append(&results->attribute_names, attribute->name,
                                  strlen(attribute->name), err);
        for (size_t l = 0; status == CLG_OK && l < attribute->levels.count; l++)
            status = clg_texts_append(&results->stratum_names,
                                      clg_texts_at(&attribute->levels, l),
                                      clg_texts_length(&attribute->levels, l), err);
    }
    if (status == CLG_OK)
        status = clg_texts_append(&results->stratum_names, "missing", strlen("missing"),
                                  err);
    return status;
}

static int32_t stratum_code(const clg_results *results, size_t a, int32_t level)
{
    const clg_strata *strata = &results->strata;
    size_t before = 0;

    if (level == CLG_STRATUM_MISSING)
        return (int32_t)results->stratum_names.count - 1;
    for (size_t b = 0; b < a; b++)
        before += clg_strata_attribute(strata, results->study, b)->levels.count;
    return (int32_t)before + level;
}

/* Which columns a table begins with, and whose measures follow. */
typedef struct design {
    const char *name, *definition;
    size_t rows;
    clg_level level;
    clg_measure_span span;
    bool has_window, has_person, has_stratum;
} design;

static clg_status add_keys(clg_results *results, clg_table *table, const design *d,
                           clg_error *err)
{
    const clg_study *study = results->study;
    clg_status status = clg_table_add(table, CLG_COLUMN_CATEGORY, "school", "",
                                      "the school", &study->schools.ids, err);

    if (status == CLG_OK && d->has_window)
        status = clg_table_add(table, CLG_COLUMN_CATEGORY, "window", "",
                               "the date on which the window begins",
                               &results->windows->ids, err);
    if (status == CLG_OK && d->has_person)
        status = clg_table_add(table, CLG_COLUMN_ROW, "person", "row of person",
                               "the person", &study->people.ids, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_CATEGORY, "attribute", "",
                               "the column of people.csv that divides them",
                               &results->attribute_names, err);
    if (status == CLG_OK && d->has_stratum)
        status = clg_table_add(table, CLG_COLUMN_CATEGORY, "stratum", "",
                               "a value of the attribute; missing: people without one",
                               &results->stratum_names, err);
    return status;
}

static clg_status lay_out(clg_results *results, clg_table *table, const design *d,
                          clg_error *err)
{
    clg_status status =
        clg_table_init(table, d->name, d->definition, d->rows, true, err);

    if (status == CLG_OK)
        status = add_keys(results, table, d, err);
    if (status == CLG_OK)
        status = clg_results_add_states(table, results, err);
    if (status == CLG_OK && d->level != CLG_LEVEL_PERSON_STRATUM)
        status = clg_table_add(table, CLG_COLUMN_COUNT, "people", "people",
                               "members in the period: with a value of the attribute, "
                               "or of this stratum",
                               NULL, err);
    if (status == CLG_OK && d->level == CLG_LEVEL_ATTRIBUTE)
        status = clg_table_add(table, CLG_COLUMN_COUNT, "missing", "people",
                               "members without a value: counted, and left out of the "
                               "measures",
                               NULL, err);
    if (status == CLG_OK)
        status =
            clg_results_add_measures(table, &results->measures[d->level][d->span], err);
    return status;
}

clg_status clg_results_lay_out_strata(clg_results *results, clg_error *err)
{
    size_t schools = results->study->schools.count;
    size_t attributes = results->strata.attribute_count;
    size_t strata = results->strata.first[schools * attributes];
    size_t windows = results->windows->count;
    const design designs[] = {
        {"attribute", "one row a school and stratum attribute, over the whole period",
         schools * attributes, CLG_LEVEL_ATTRIBUTE, CLG_FOR_PERIOD, false, false,
         false},
        {"attribute_window", "one row a school, window and stratum attribute",
         schools * windows * attributes, CLG_LEVEL_ATTRIBUTE, CLG_FOR_WINDOW, true,
         false, false},
        {"stratum", "one row a school and stratum, over the whole period", strata,
         CLG_LEVEL_STRATUM, CLG_FOR_PERIOD, false, false, true},
        {"stratum_window", "one row a school, window and stratum", windows * strata,
         CLG_LEVEL_STRATUM, CLG_FOR_WINDOW, true, false, true},
        {"person_stratum",
         "one row a person and stratum attribute, over the whole period",
         results->study->people.count * attributes, CLG_LEVEL_PERSON_STRATUM,
         CLG_FOR_PERIOD, false, true, true},
    };
    clg_table *tables[] = {&results->attribute, &results->attribute_window,
                           &results->stratum, &results->stratum_window,
                           &results->person_stratum};
    clg_status status = list_names(results, err);

    for (size_t i = 0; status == CLG_OK && i < sizeof tables / sizeof tables[0]; i++)
        status = lay_out(results, tables[i], &designs[i], err);
    return status;
}

size_t clg_stratum_window_row(const clg_results *results, uint32_t school,
                              uint32_t window, size_t attribute)
{
    const clg_strata *strata = &results->strata;
    const size_t *first = strata->first + (size_t)school * strata->attribute_count;
    size_t of_school = first[strata->attribute_count] - first[0];

    return first[0] * results->windows->count + window * of_school +
           (first[attribute] - first[0]);
}

static void label_windows(clg_results *results, uint32_t school, size_t a)
{
    const clg_strata *strata = &results->strata;
    const clg_column *states = clg_table_column(&results->school_window, "status");
    uint32_t windows = results->windows->count;

    for (uint32_t w = 0; w < windows; w++) {
        size_t cell = (size_t)school * windows + w;
        size_t row = cell * strata->attribute_count + a;
        size_t first = clg_stratum_window_row(results, school, w, a);
        clg_table *t = &results->attribute_window;
        clg_table_column(t, "school")->codes[row] = (int32_t)school;
        clg_table_column(t, "window")->codes[row] = (int32_t)w;
        clg_table_column(t, "attribute")->codes[row] = (int32_t)a;
        clg_table_column(t, "status")->codes[row] = states->codes[cell];
        t = &results->stratum_window;
        for (size_t g = 0; g < clg_strata_count(strata, school, a); g++) {
            clg_table_column(t, "school")->codes[first + g] = (int32_t)school;
            clg_table_column(t, "window")->codes[first + g] = (int32_t)w;
            clg_table_column(t, "attribute")->codes[first + g] = (int32_t)a;
            clg_table_column(t, "stratum")->codes[first + g] =
                stratum_code(results, a, clg_strata_level(strata, school, a, g));
            clg_table_column(t, "status")->codes[first + g] = states->codes[cell];
        }
    }
}

static void label_period(clg_results *results, uint32_t school, size_t a)
{
    const clg_strata *strata = &results->strata;
    size_t attributes = strata->attribute_count;
    size_t row = (size_t)school * attributes + a;
    clg_table *t = &results->attribute;

    clg_table_column(t, "school")->codes[row] = (int32_t)school;
    clg_table_column(t, "attribute")->codes[row] = (int32_t)a;
    t = &results->stratum;
    for (size_t g = 0; g < clg_strata_count(strata, school, a); g++) {
        size_t at = strata->first[row] + g;
        clg_table_column(t, "school")->codes[at] = (int32_t)school;
        clg_table_column(t, "attribute")->codes[at] = (int32_t)a;
        clg_table_column(t, "stratum")->codes[at] =
            stratum_code(results, a, clg_strata_level(strata, school, a, g));
    }
}

static void label_people(clg_results *results, uint32_t school, size_t a)
{
    const clg_study *study = results->study;
    const clg_category *attribute = clg_strata_attribute(&results->strata, study, a);
    const clg_column *states = clg_table_column(&results->person, "status");
    clg_table *t = &results->person_stratum;

    for (size_t p = study->schools.person_first[school];
         p < study->schools.person_first[school + 1]; p++) {
        size_t row = p * results->strata.attribute_count + a;
        clg_table_column(t, "school")->codes[row] = (int32_t)school;
        clg_table_column(t, "person")->codes[row] = (int32_t)p;
        clg_table_column(t, "attribute")->codes[row] = (int32_t)a;
        clg_table_column(t, "stratum")->codes[row] =
            stratum_code(results, a, attribute->codes[p]);
        clg_table_column(t, "status")->codes[row] = states->codes[p];
    }
}

void clg_results_label_strata(clg_results *results)
{
    for (uint32_t s = 0; s < results->study->schools.count; s++)
        for (size_t a = 0; a < results->strata.attribute_count; a++) {
            label_windows(results, s, a);
            label_period(results, s, a);
            label_people(results, s, a);
        }
}

void clg_results_clear_strata(clg_results *results)
{
    clg_table_clear(&results->attribute);
    clg_table_clear(&results->attribute_window);
    clg_table_clear(&results->stratum);
    clg_table_clear(&results->stratum_window);
    clg_table_clear(&results->person_stratum);
    clg_texts_clear(&results->attribute_names);
    clg_texts_clear(&results->stratum_names);
    clg_strata_clear(&results->strata);
}
