#include "run/results_significance.h"

#include "base/memory.h"
#include "base/multiplicity.h"
#include "run/results_layout.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const null_names[] = {
    "none", "labels", "activity", "attendance", "exchanges", "directions", "times"};

/* Those of a list that have a null or an interval. */
static clg_status keep_tested(const clg_measure_list *all, clg_measure_list *tested,
                              clg_error *err)
{
    tested->count = 0;
    tested->items = clg_array_new(all->count + 1, sizeof(clg_measure *), err);
    if (tested->items == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i]->null != CLG_NULL_NONE ||
            all->items[i]->interval != CLG_INTERVAL_NONE)
            tested->items[tested->count++] = all->items[i];
    return CLG_OK;
}

static clg_status append(clg_texts *texts, const char *text, clg_error *err)
{
    return clg_texts_append(texts, text, strlen(text), err);
}

/* Levels of the columns `measure` and `null`. */
static clg_status list_names(clg_results *results, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t l = 0; l < 2; l++)
        for (size_t i = 0; status == CLG_OK && i < results->tested[l].count; i++)
            status =
                append(&results->tested_names, results->tested[l].items[i]->id, err);
    for (size_t i = 0; status == CLG_OK && i < sizeof null_names / sizeof *null_names;
         i++)
        status = append(&results->null_names, null_names[i], err);
    return status;
}

static size_t rows_a_school(const clg_results *results)
{
    return results->tested[0].count +
           results->strata.attribute_count * results->tested[1].count;
}

static clg_status add_keys(clg_results *results, clg_table *table, clg_error *err)
{
    clg_status status = clg_table_add(table, CLG_COLUMN_CATEGORY, "school", "",
                                      "the school", &results->study->schools.ids, err);

    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_CATEGORY, "measure", "",
                               "id in the catalogue", &results->tested_names, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_CATEGORY, "attribute", "",
                               "the stratum attribute; empty for the whole school",
                               &results->attribute_names, err);
    if (status == CLG_OK)
        status = clg_results_add_states(table, results, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_COUNT, "people", "people",
                               "n = members in the period", NULL, err);
    if (status == CLG_OK)
        status =
            clg_table_add(table, CLG_COLUMN_COUNT, "ties", "ties",
                          "m = ties, or arcs for measures of exchanges", NULL, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_COUNT, "meetings", "meetings",
                               "M = meetings in the period", NULL, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_CATEGORY, "null", "",
                               "what was shuffled: labels, activity (everyone attends "
                               "as many meetings, whichever), attendance (meetings "
                               "keep their sizes too; both inside every window and "
                               "kind of meeting), exchanges (degrees kept), "
                               "directions, times (of meetings and of exchanges)",
                               &results->null_names, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_COUNT, "draws", "copies",
                               "shuffled copies behind null_mean, null_sd, z and p; "
                               "fewer where it was clear that p is large",
                               NULL, err);
    return status;
}

static clg_status add_values(clg_table *table, clg_error *err)
{
    const struct {
        const char *name, *definition;
    } columns[] = {
        {"value", "the measure over the whole period, found by a quick search where it "
                  "needs one"},
        {"null_mean", "mean over the shuffled copies"},
        {"null_sd", "standard deviation over the shuffled copies"},
        {"z", "(value - null_mean) / null_sd"},
        {"p", "two-sided, (1 + copies as far out) / (1 + copies), doubled"},
        {"q", "p adjusted for all schools (Benjamini & Hochberg 1995)"},
        {"low", "lower end of the interval, from resampled meetings or people"},
        {"high", "upper end of the interval"},
    };
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < sizeof columns / sizeof *columns; i++)
        status = clg_table_add(table, CLG_COLUMN_MEASURE, columns[i].name, "",
                               columns[i].definition, NULL, err);
    return status;
}

/* school.csv says z beside the values. */
static clg_status add_z_columns(clg_results *results, clg_error *err)
{
    const clg_measure_list *tested = &results->tested[0];
    clg_status status = CLG_OK;
    char name[128];

    for (size_t i = 0; status == CLG_OK && i < tested->count; i++) {
        if (tested->items[i]->null == CLG_NULL_NONE)
            continue;
        snprintf(name, sizeof name, "%s_z", tested->items[i]->id);
        status = clg_table_add(&results->school, CLG_COLUMN_MEASURE, name, "1",
                               "standard deviations from what chance would give, see "
                               "significance.csv",
                               NULL, err);
    }
    return status;
}

static void label_rows(clg_results *results)
{
    clg_table *t = &results->significance;
    size_t rows = rows_a_school(results), own = results->tested[0].count;
    size_t of_attribute = results->tested[1].count;

    for (size_t row = 0; row < t->row_count; row++) {
        size_t i = row % rows, a = i < own ? 0 : (i - own) / of_attribute;
        size_t place = i < own ? i : own + (i - own) % of_attribute;
        const clg_measure *m = i < own ? results->tested[0].items[i]
                                       : results->tested[1].items[place - own];
        clg_table_column(t, "school")->codes[row] = (int32_t)(row / rows);
        clg_table_column(t, "measure")->codes[row] = (int32_t)place;
        clg_table_column(t, "attribute")->codes[row] = i < own ? -1 : (int32_t)a;
        clg_table_column(t, "null")->codes[row] = (int32_t)m->null;
    }
}

clg_status clg_results_lay_out_significance(clg_results *results, clg_error *err)
{
    bool has_tests = results->study->settings.resample > 0;
    clg_status status = keep_tested(
        &results->measures[CLG_LEVEL_SCHOOL][CLG_FOR_PERIOD], &results->tested[0], err);

    if (status == CLG_OK)
        status = keep_tested(&results->measures[CLG_LEVEL_ATTRIBUTE][CLG_FOR_PERIOD],
                             &results->tested[1], err);
    if (status == CLG_OK && !has_tests)
        results->tested[0].count = results->tested[1].count = 0;
    if (status == CLG_OK)
        status = list_names(results, err);
    if (status == CLG_OK)
        status = clg_table_init(
            &results->significance, "significance",
            "one row a school and measure that has a null or an interval; over the "
            "whole period",
            results->study->schools.count * rows_a_school(results), true, err);
    if (status == CLG_OK)
        status = add_keys(results, &results->significance, err);
    if (status == CLG_OK)
        status = add_values(&results->significance, err);
    if (status == CLG_OK)
        status = add_z_columns(results, err);
    if (status == CLG_OK)
        label_rows(results);
    return status;
}

void clg_results_clear_significance(clg_results *results)
{
    clg_table_clear(&results->significance);
    clg_texts_clear(&results->tested_names);
    clg_texts_clear(&results->null_names);
    clg_measure_list_clear(&results->tested[0]);
    clg_measure_list_clear(&results->tested[1]);
}

static void set(clg_table *table, const char *column, size_t row, clg_value value)
{
    clg_cell_set(clg_table_column(table, column), row, value.value, value.status);
}

static void fill_row(clg_results *results, const clg_scope *scope, size_t row,
                     const clg_measure *measure, const clg_assessment *found)
{
    clg_table *t = &results->significance;
    const clg_graph *graph =
        measure->graph == CLG_OF_EXCHANGES ? scope->exchanges : scope->ties;

    clg_table_column(t, "people")->codes[row] = (int32_t)scope->vertex_count;
    clg_table_column(t, "ties")->codes[row] = (int32_t)clg_graph_tie_count(graph);
    clg_table_column(t, "meetings")->codes[row] =
        (int32_t)scope->attendance->meeting_count;
    clg_table_column(t, "draws")->codes[row] = (int32_t)found->draws;
    set(t, "value", row, found->value);
    set(t, "null_mean", row, found->mean);
    set(t, "null_sd", row, found->sd);
    set(t, "z", row, found->z);
    set(t, "p", row, found->p);
    set(t, "q", row, found->p); /* until all schools are known */
    set(t, "low", row, found->low);
    set(t, "high", row, found->high);
}

static void fill_z(clg_results *results, uint32_t school, const clg_measure *measure,
                   clg_value z)
{
    char name[128];

    if (measure->null == CLG_NULL_NONE)
        return;
    snprintf(name, sizeof name, "%s_z", measure->id);
    set(&results->school, name, school, z);
}

/* Measures of one level into consecutive rows. */
static clg_status assess_level(clg_results *results, clg_assessor *assessor,
                               clg_scope *scope, size_t level, const clg_groups *groups,
                               uint32_t stream, size_t row, clg_error *err)
{
    const clg_settings *settings = &results->study->settings;
    clg_assess_options options = {settings->resample, settings->interval,
                                  settings->seed};
    const clg_measure_list *measures = &results->tested[level];
    clg_assessment *found = clg_array_new(measures->count + 1, sizeof *found, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (found != NULL)
        status =
            clg_assess(assessor, scope, measures, groups, stream, &options, found, err);
    for (size_t i = 0; status == CLG_OK && i < measures->count; i++) {
        fill_row(results, scope, row + i, measures->items[i], &found[i]);
        if (level == 0)
            fill_z(results, scope->school, measures->items[i], found[i].z);
    }
    clg_free(found);
    return status;
}

clg_status clg_results_assess(clg_results *results, clg_assessor *assessor,
                              clg_scope *scope, clg_groups *groups, clg_error *err)
{
    size_t row = scope->school * rows_a_school(results);
    size_t attributes = results->strata.attribute_count;
    clg_status status = CLG_OK;

    if (rows_a_school(results) == 0)
        return CLG_OK;
    clg_scope_set_thorough(scope, false);
    status = assess_level(results, assessor, scope, 0, NULL, 0, row, err);
    row += results->tested[0].count;
    for (size_t a = 0; status == CLG_OK && a < attributes; a++) {
        status = clg_strata_groups(&results->strata, scope, a, groups, err);
        if (status == CLG_OK)
            status = assess_level(results, assessor, scope, 1, groups, (uint32_t)a + 1,
                                  row, err);
        row += results->tested[1].count;
    }
    return status;
}

void clg_results_fail_significance(clg_results *results, uint32_t school, int32_t state)
{
    clg_table *t = &results->significance;
    size_t rows = rows_a_school(results);

    for (size_t row = school * rows; row < (school + 1) * rows; row++) {
        clg_table_column(t, "status")->codes[row] = state;
        for (size_t c = 0; c < t->column_count; c++)
            if (t->columns[c].type == CLG_COLUMN_MEASURE)
                clg_cell_set(&t->columns[c], row, (double)NAN, CLG_VALUE_FAILED);
    }
}

clg_status clg_results_adjust(clg_results *results, clg_error *err)
{
    clg_table *t = &results->significance;
    const clg_column *p = clg_table_column(t, "p");
    clg_column *q = clg_table_column(t, "q");
    size_t rows = rows_a_school(results), schools = results->study->schools.count;
    double *column = clg_array_new(schools + 1, sizeof *column, err);
    clg_status status = column != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    for (size_t i = 0; status == CLG_OK && i < rows; i++) {
        for (size_t s = 0; s < schools; s++)
            column[s] = p->values[s * rows + i];
        status = clg_adjust(CLG_BH, column, column, schools, err);
        for (size_t s = 0; status == CLG_OK && s < schools; s++)
            clg_cell_set(q, s * rows + i, column[s], p->status[s * rows + i]);
    }
    clg_free(column);
    return status;
}
