#include "run/panel_table.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/text_list.h"
#include "run/panel_school.h"
#include "run/trajectory_indicators.h"

#include <math.h>
#include <string.h>

static const char active[] = "active"; /* people: 0 in a silent window */

static clg_status add(clg_texts *texts, const char *name, clg_error *err)
{
    return clg_texts_add_once(texts, name, strlen(name), err);
}

static bool lists(const clg_texts *texts, const char *name)
{
    return clg_texts_find(texts, name, strlen(name)) != SIZE_MAX;
}

static clg_status add_all(clg_texts *texts, const clg_texts *names, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && names != NULL && i < names->count; i++)
        status = add(texts, clg_texts_at(names, i), err);
    return status;
}

/* ---- which columns ---- */

static clg_status choose_default(const clg_texts *offered, clg_panel_source *source,
                                 clg_error *err)
{
    size_t count;
    const clg_indicator *indicators = clg_trajectory_indicators(&count);
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < count; i++)
        if (indicators[i].is_default && lists(offered, indicators[i].measure))
            status = add(&source->indicators, indicators[i].measure, err);
    if (status == CLG_OK && source->indicators.count == 0)
        status = clg_fail_at(err, CLG_ERROR_SCHEMA, source->path, 0, 0,
                             "none of the measures that stages are fitted to is in it, "
                             "such as %s",
                             indicators[0].measure);
    return status;
}

/* What reading the indicators needs besides, as far as it is offered. */
static clg_status add_helpers(const clg_panel_source *source, const clg_texts *offered,
                              clg_texts *columns, clg_error *err)
{
    clg_status status = lists(offered, active) ? add(columns, active, err) : CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < source->indicators.count; i++) {
        const clg_indicator *indicator =
            clg_indicator_find(clg_texts_at(&source->indicators, i));
        if (indicator != NULL && indicator->trials != NULL &&
            lists(offered, indicator->trials))
            status = add(columns, indicator->trials, err);
    }
    return status;
}

static clg_status fail_extra(const clg_panel_source *source,
                             const clg_panel_columns *columns, const char *name,
                             clg_error *err)
{
    clg_texts all = CLG_TEXTS_INIT;
    clg_status status = add_all(&all, &columns->measured, err);

    if (status == CLG_OK)
        status = add_all(&all, &columns->of_schools, err);
    if (status == CLG_OK) {
        status = clg_fail_at(err, CLG_ERROR_SCHEMA, source->path, 0, 0,
                             "'%s' is neither measured in windows nor a column of "
                             "/school",
                             name);
        clg_texts_hint_nearest(&all, name, err);
    }
    clg_texts_clear(&all);
    return status;
}

/* What is measured in windows says more than what is known of the school. */
static clg_status choose_extras(const clg_panel_request *request,
                                clg_panel_columns *columns, clg_panel_source *source,
                                clg_error *err)
{
    const clg_texts *extras = &source->extras;
    clg_status status = add_all(&source->extras, request->extras, err);

    for (size_t i = 0; status == CLG_OK && i < extras->count; i++) {
        const char *name = clg_texts_at(extras, i);

        if (lists(&columns->measured, name) || lists(&source->indicators, name))
            status = add(&columns->wanted, name, err);
        else if (lists(&columns->of_schools, name))
            status = add(&source->of_schools, name, err);
        else
            status = fail_extra(source, columns, name, err);
    }
    return status;
}

clg_status clg_panel_choose(const clg_panel_request *request,
                            clg_panel_columns *columns, clg_panel_source *source,
                            clg_error *err)
{
    clg_status status = add_all(&source->indicators, request->indicators, err);

    if (status == CLG_OK && source->indicators.count == 0)
        status = choose_default(&columns->measured, source, err);
    if (status == CLG_OK)
        status = add(&columns->wanted, CLG_PANEL_SCHOOL, err);
    if (status == CLG_OK)
        status = add(&columns->wanted, CLG_PANEL_WINDOW, err);
    if (status == CLG_OK)
        status = add_all(&columns->wanted, &source->indicators, err);
    if (status == CLG_OK)
        status = choose_extras(request, columns, source, err);
    return status == CLG_OK
               ? add_helpers(source, &columns->measured, &columns->wanted, err)
               : status;
}

void clg_panel_columns_clear(clg_panel_columns *columns)
{
    clg_texts_clear(&columns->measured);
    clg_texts_clear(&columns->of_schools);
    clg_texts_clear(&columns->wanted);
}

/* ---- cells ---- */

static clg_status find_column(const clg_panel_source *source, const clg_table *table,
                              const char *name, const clg_column **column,
                              clg_error *err)
{
    *column = clg_table_column(table, name);
    if (*column != NULL)
        return CLG_OK;
    return clg_fail_at(err, CLG_ERROR_SCHEMA, source->path, 0, 0,
                       "'%s' was not measured in windows", name);
}

static clg_status code_rows(const clg_panel_source *source, const clg_table *table,
                            const char *name, clg_identifiers *identifiers,
                            clg_error *err)
{
    const clg_column *column;
    clg_status status = find_column(source, table, name, &column, err);

    for (size_t row = 0; status == CLG_OK && row < table->row_count; row++) {
        int32_t code = column->type == CLG_COLUMN_CATEGORY ? column->codes[row] : -1;

        if (code < 0)
            return clg_fail_at(err, CLG_ERROR_SCHEMA, source->path, 0, 0,
                               "row %zu of %s has no %s", row, table->name, name);
        status = clg_dictionary_code(&identifiers->levels, 0,
                                     clg_texts_at(column->levels, (size_t)code),
                                     clg_texts_length(column->levels, (size_t)code),
                                     &identifiers->codes[row], err);
    }
    return status;
}

/* NaN where there is no such column. */
static double number_at(const clg_column *column, size_t row)
{
    return column != NULL ? clg_column_number(column, row) : (double)NAN;
}

static bool is_silent(const clg_column *people_active, size_t row)
{
    return people_active != NULL && clg_column_is_numeric(people_active) &&
           number_at(people_active, row) == 0.0;
}

static clg_status note_log(clg_panel_source *source, const clg_column *column,
                           size_t row_count, clg_error *err)
{
    if (column->type != CLG_COLUMN_MEASURE)
        return CLG_OK;
    for (size_t row = 0; row < row_count; row++)
        if (column->status[row] == CLG_VALUE_NO_LOG)
            return add(&source->unlogged, column->name, err);
    return CLG_OK;
}

/* How an indicator is read; NULL: as it is. */
static const clg_indicator *reading_of(const clg_texts *as_measured, const char *name)
{
    bool is_plain = as_measured != NULL && lists(as_measured, name);

    return is_plain ? NULL : clg_indicator_find(name);
}

/* The numbers of one indicator or extra; only indicators are read otherwise than they
 * are. */
static clg_status take_numbers(clg_panel_source *source, const clg_table *table,
                               const char *name, double *numbers, clg_error *err)
{
    bool is_indicator = lists(&source->indicators, name);
    const clg_indicator *indicator =
        is_indicator ? reading_of(source->as_measured, name) : NULL;
    const clg_column *column, *trials = NULL;
    const clg_column *people_active = clg_table_column(table, active);
    clg_status status = find_column(source, table, name, &column, err);

    if (status == CLG_OK && !clg_column_is_numeric(column))
        status = clg_fail_at(err, CLG_ERROR_SCHEMA, source->path, 0, 0,
                             "the column '%s' of %s does not hold numbers", name,
                             table->name);
    if (status == CLG_OK)
        status = note_log(source, column, table->row_count, err);
    if (indicator != NULL && indicator->trials != NULL)
        trials = clg_table_column(table, indicator->trials);
    for (size_t row = 0; status == CLG_OK && row < table->row_count; row++) {
        bool is_missing = is_indicator && is_silent(people_active, row);
        double value = number_at(column, row);

        if (isinf(value))
            return clg_fail_at(err, CLG_ERROR_SCHEMA, source->path, 0, 0,
                               "row %zu of %s has an infinite %s", row, table->name,
                               name);
        numbers[row] =
            is_missing ? (double)NAN
                       : clg_indicator_read(indicator, value, number_at(trials, row));
    }
    return status;
}

/* ---- a table ---- */

static clg_status list_numbers(const clg_panel_source *source, clg_texts *names,
                               clg_error *err)
{
    clg_status status = add_all(names, &source->indicators, err);

    return status == CLG_OK ? add_all(names, &source->extras, err) : status;
}

clg_status clg_panel_take(clg_panel_source *source, const clg_table *table,
                          clg_error *err)
{
    clg_number_table *numbers = &source->table;
    clg_texts names = CLG_TEXTS_INIT;
    clg_status status = list_numbers(source, &names, err);

    if (status == CLG_OK)
        status = clg_number_table_init(numbers, table->row_count, 2, &names, err);
    if (status == CLG_OK && table->row_count == 0)
        status = clg_fail_at(err, CLG_ERROR_SCHEMA, source->path, 0, 0,
                             "%s has no rows", table->name);
    if (status == CLG_OK)
        status =
            code_rows(source, table, CLG_PANEL_SCHOOL, &numbers->identifiers[0], err);
    if (status == CLG_OK)
        status =
            code_rows(source, table, CLG_PANEL_WINDOW, &numbers->identifiers[1], err);
    for (size_t i = 0; status == CLG_OK && i < names.count; i++)
        if (!lists(&source->of_schools, clg_texts_at(&names, i)))
            status = take_numbers(source, table, clg_texts_at(&names, i),
                                  numbers->numbers[i], err);
    clg_texts_clear(&names);
    return status;
}

clg_status clg_panel_note_transforms(const clg_panel *panel,
                                     const clg_texts *as_measured,
                                     clg_panel_notes *notes, clg_error *err)
{
    clg_status status = CLG_OK;

    for (uint32_t d = 0; status == CLG_OK && d < panel->indicator_count; d++) {
        const clg_indicator *indicator =
            reading_of(as_measured, clg_texts_at(&panel->indicators, d));
        const char *name = clg_transform_name(indicator != NULL ? indicator->transform
                                                                : CLG_TRANSFORM_NONE);
        status = clg_texts_append(&notes->transforms, name, strlen(name), err);
    }
    return status;
}

static clg_status list_names(const clg_table *table, clg_texts *names, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && table != NULL && i < table->column_count;
         i++)
        status = add(names, table->columns[i].name, err);
    return status;
}

static clg_status build(clg_panel_source *source, const clg_table *school_window,
                        const clg_table *schools, const clg_panel_request *request,
                        clg_panel *panel, clg_panel_notes *notes, clg_error *err)
{
    clg_panel_columns columns = {CLG_TEXTS_INIT, CLG_TEXTS_INIT, CLG_TEXTS_INIT};
    clg_status status = list_names(school_window, &columns.measured, err);

    if (status == CLG_OK)
        status = list_names(schools, &columns.of_schools, err);
    if (status == CLG_OK)
        status = clg_panel_choose(request, &columns, source, err);
    if (status == CLG_OK)
        status = clg_panel_take(source, school_window, err);
    if (status == CLG_OK)
        status = clg_panel_take_schools(source, schools, notes, err);
    if (status == CLG_OK)
        status = clg_panel_build(source, panel, notes, err);
    if (status == CLG_OK)
        status = clg_panel_note_transforms(panel, request->as_measured, notes, err);
    clg_panel_columns_clear(&columns);
    return status;
}

clg_status clg_panel_from_tables(const clg_table *school_window,
                                 const clg_table *schools, const char *path,
                                 const clg_panel_request *request, clg_panel *panel,
                                 clg_panel_notes *notes, clg_error *err)
{
    clg_panel_source source = {.path = path,
                               .as_measured = request->as_measured,
                               .is_irregular = request->is_irregular};
    clg_status status;

    *panel = (clg_panel){0};
    *notes = (clg_panel_notes){.path = clg_text_copy(path, strlen(path), err)};
    status = notes->path != NULL
                 ? build(&source, school_window, schools, request, panel, notes, err)
                 : CLG_ERROR_MEMORY;
    if (status != CLG_OK) {
        clg_panel_clear(panel);
        clg_panel_notes_clear(notes);
    }
    clg_panel_source_clear(&source);
    return status;
}
