#include "run/results_layout.h"

#include "run/results_disease.h"
#include "run/results_significance.h"
#include "run/results_strata.h"
#include "run/results_window_nulls.h"

#include <stdio.h>
#include <string.h>

static const char *const status_definition =
    "ok: measured; break: the window lies in a break; inactive: no school shows any "
    "activity; not_in_window: no member then; off_roster, non_member: in a log, but "
    "not a node of the graphs; failed: the school's worker was lost";

clg_status clg_results_add_measures(clg_table *table, const clg_measure_list *list,
                                    clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < list->count; i++)
        status =
            clg_table_add(table, CLG_COLUMN_MEASURE, list->items[i]->id,
                          list->items[i]->unit, list->items[i]->definition, NULL, err);
    return status;
}

static clg_status add_measures(clg_table *table, const clg_results *results,
                               clg_level level, clg_measure_span span, clg_error *err)
{
    return clg_results_add_measures(table, &results->measures[level][span], err);
}

static clg_status add_category(clg_table *table, const char *name,
                               const char *definition, const clg_texts *levels,
                               clg_error *err)
{
    return clg_table_add(table, CLG_COLUMN_CATEGORY, name, "", definition, levels, err);
}

clg_status clg_results_add_states(clg_table *table, const clg_results *results,
                                  clg_error *err)
{
    return add_category(table, "status", status_definition, &results->states, err);
}

enum { NAME_SIZE = 256, MOST_OF_NAME = 200 };

/* Measures bring a second column, NAME_status, into being. */
static bool is_taken(const clg_table *table, const char *name)
{
    const char *ending = "_status";
    size_t length = strlen(name), end = strlen(ending);
    char measure[NAME_SIZE];

    if (clg_table_column(table, name) != NULL)
        return true;
    if (length <= end || strcmp(name + length - end, ending) != 0)
        return false;
    snprintf(measure, sizeof measure, "%.*s", (int)(length - end), name);
    return clg_table_column(table, measure) != NULL;
}

/* HDF5 takes '/' for a path and "." for the group itself; a long name is cut between
 * characters. */
static void clean_name(const char *name, char clean[NAME_SIZE])
{
    size_t length = strlen(name);

    if (length > MOST_OF_NAME) {
        length = MOST_OF_NAME;
        while (length > 0 && ((unsigned char)name[length] & 0xC0) == 0x80)
            length--;
    }
    memcpy(clean, name, length);
    clean[length] = '\0';
    for (char *c = clean; *c != '\0'; c++)
        if (*c == '/')
            *c = '_';
    if (strcmp(clean, ".") == 0)
        strcpy(clean, "_");
}

/* Attributes keep the names of the study's columns, as far as the formats can; one that
 * would hide another column is told apart by "study_" and, if need be, a number. */
static void name_attribute(const clg_table *table, const char *name,
                           char unique[NAME_SIZE])
{
    char clean[NAME_SIZE];

    clean_name(name, clean);
    snprintf(unique, NAME_SIZE, "%s", clean);
    if (is_taken(table, unique))
        snprintf(unique, NAME_SIZE, "study_%.*s", MOST_OF_NAME, clean);
    for (unsigned n = 2; is_taken(table, unique); n++)
        snprintf(unique, NAME_SIZE, "study_%.*s_%u", MOST_OF_NAME, clean, n);
}

static clg_status add_attributes(clg_table *table, const clg_category *attributes,
                                 size_t count, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < count; i++) {
        char name[NAME_SIZE];

        name_attribute(table, attributes[i].name, name);
        status =
            add_category(table, name, "as in the study", &attributes[i].levels, err);
        if (status != CLG_OK)
            break;
        clg_column *column = &table->columns[table->column_count - 1];
        memcpy(column->codes, attributes[i].codes,
               table->row_count * sizeof *column->codes);
    }
    return status;
}

/* What schools are called, where schools.csv says so. */
static clg_status add_school_names(clg_table *table, const clg_texts *names,
                                   clg_error *err)
{
    for (size_t i = 0; i < names->count; i++)
        if (clg_texts_length(names, i) > 0)
            return clg_table_add(table, CLG_COLUMN_TEXT, "name", "",
                                 "what the school is called, as in the study", names,
                                 err);
    return CLG_OK;
}

static clg_status lay_out_school(clg_results *results, clg_error *err)
{
    const clg_schools *schools = &results->study->schools;
    clg_table *table = &results->school;
    clg_status status = clg_table_init(
        table, "school", "one row a school; its measures over the whole period",
        schools->count, true, err);

    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_TEXT, "school", "", "identifier",
                               &schools->ids, err);
    if (status == CLG_OK)
        status = add_school_names(table, &schools->names, err);
    if (status == CLG_OK)
        status = clg_results_add_states(table, results, err);
    if (status == CLG_OK)
        status = add_measures(table, results, CLG_LEVEL_SCHOOL, CLG_FOR_PERIOD, err);
    if (status == CLG_OK)
        status =
            add_attributes(table, schools->attributes, schools->attribute_count, err);
    return status;
}

static clg_status lay_out_person(clg_results *results, clg_error *err)
{
    const clg_study *study = results->study;
    clg_table *table = &results->person;
    clg_status status = clg_table_init(
        table, "person", "one row a person; their measures over the whole period",
        study->people.count, true, err);

    if (status == CLG_OK)
        status = add_category(table, "school", "the school", &study->schools.ids, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_TEXT, "person", "",
                               "identifier, unique within the school",
                               &study->people.ids, err);
    if (status == CLG_OK)
        status = clg_results_add_states(table, results, err);
    if (status == CLG_OK)
        status = add_measures(table, results, CLG_LEVEL_PERSON, CLG_FOR_PERIOD, err);
    if (status == CLG_OK)
        status = add_attributes(table, study->people.attributes,
                                study->people.attribute_count, err);
    return status;
}

static void fill_windows(clg_table *table, const clg_windows *windows)
{
    clg_column *start = clg_table_column(table, "start");
    clg_column *end = clg_table_column(table, "end");
    clg_column *label = clg_table_column(table, "label");

    for (uint32_t w = 0; w < windows->count; w++) {
        start->codes[w] = (int32_t)windows->start_day[w];
        end->codes[w] = (int32_t)windows->end_day[w];
        label->codes[w] = (int32_t)w;
    }
}

static clg_status lay_out_window(clg_results *results, clg_error *err)
{
    const clg_windows *windows = results->windows;
    clg_table *table = &results->window;
    clg_status status =
        clg_table_init(table, "window", "one row a window", windows->count, false, err);

    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_TEXT, "window", "",
                               "the date on which it begins", &windows->ids, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_DAY, "start", "days since 1970-01-01",
                               "first day, from local midnight", NULL, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_DAY, "end", "days since 1970-01-01",
                               "the day after the last", NULL, err);
    if (status == CLG_OK)
        status =
            add_category(table, "label", "what it is called", &windows->labels, err);
    if (status == CLG_OK)
        fill_windows(table, windows);
    return status;
}

static clg_status lay_out_school_window(clg_results *results, clg_error *err)
{
    clg_table *table = &results->school_window;
    size_t rows = (size_t)results->study->schools.count * results->windows->count;
    clg_status status = clg_table_init(table, "school_window",
                                       "one row a school and window; a break is "
                                       "missing, not zero",
                                       rows, true, err);

    if (status == CLG_OK)
        status = add_category(table, "school", "the school",
                              &results->study->schools.ids, err);
    if (status == CLG_OK)
        status = add_category(table, "window", "the date on which the window begins",
                              &results->windows->ids, err);
    if (status == CLG_OK)
        status = clg_results_add_states(table, results, err);
    if (status == CLG_OK)
        status = add_measures(table, results, CLG_LEVEL_SCHOOL, CLG_FOR_WINDOW, err);
    return status;
}

static clg_status lay_out_person_window(clg_results *results, clg_error *err)
{
    const clg_study *study = results->study;
    clg_table *table = &results->person_window;
    size_t cells = (size_t)study->schools.count * results->windows->count;
    clg_status status = clg_table_init(table, "person_window",
                                       "one row a person and window in which the "
                                       "person is a member; no rows for breaks",
                                       results->person_window_first[cells], true, err);

    if (status == CLG_OK)
        status = add_category(table, "school", "the school", &study->schools.ids, err);
    if (status == CLG_OK)
        status = add_category(table, "window", "the date on which the window begins",
                              &results->windows->ids, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_ROW, "person", "row of person",
                               "the person", &study->people.ids, err);
    if (status == CLG_OK)
        status = clg_results_add_states(table, results, err);
    if (status == CLG_OK)
        status = add_measures(table, results, CLG_LEVEL_PERSON, CLG_FOR_WINDOW, err);
    return status;
}

clg_status clg_results_lay_out(clg_results *results, clg_error *err)
{
    clg_status status = lay_out_school(results, err);

    if (status == CLG_OK)
        status = lay_out_person(results, err);
    if (status == CLG_OK)
        status = lay_out_window(results, err);
    if (status == CLG_OK)
        status = lay_out_school_window(results, err);
    if (status == CLG_OK)
        status = lay_out_person_window(results, err);
    if (status == CLG_OK)
        status = clg_results_lay_out_strata(results, err);
    if (status == CLG_OK)
        status = clg_results_lay_out_significance(results, err);
    if (status == CLG_OK)
        status = clg_results_lay_out_window_nulls(results, err);
    if (status == CLG_OK)
        status = clg_results_lay_out_disease(results, err);
    return status;
}
