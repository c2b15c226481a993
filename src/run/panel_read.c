#include "run/panel_read.h"

#include "base/fail.h"
#include "base/memory.h"
#include "results/table.h"
#include "run/panel_build.h"
#include "run/panel_school.h"
#include "run/panel_table.h"
#include "store/table_read.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char measures[] = "/measure/school", schools[] = "/school";

static bool lists(const clg_texts *texts, const char *name)
{
    for (size_t i = 0; texts != NULL && i < texts->count; i++)
        if (strcmp(clg_texts_at(texts, i), name) == 0)
            return true;
    return false;
}

static clg_status append(clg_texts *texts, const char *name, clg_error *err)
{
    return clg_texts_append(texts, name, strlen(name), err);
}

static clg_status append_new(clg_texts *texts, const clg_texts *names, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && names != NULL && i < names->count; i++)
        if (!lists(texts, clg_texts_at(names, i)))
            status = append(texts, clg_texts_at(names, i), err);
    return status;
}

static clg_status append_identifiers(clg_texts *texts, clg_error *err)
{
    clg_status status = append(texts, CLG_PANEL_SCHOOL, err);

    return status == CLG_OK ? append(texts, CLG_PANEL_WINDOW, err) : status;
}

/* ---- a CSV ---- */

static clg_status read_csv(const clg_panel_request *request, clg_panel_source *source,
                           clg_error *err)
{
    clg_texts identifiers = CLG_TEXTS_INIT, numbers = CLG_TEXTS_INIT;
    clg_texts optional = CLG_TEXTS_INIT;
    bool is_all = request->indicators == NULL || request->indicators->count == 0;
    clg_number_request wanted = {&identifiers, is_all ? NULL : &numbers, &optional,
                                 NULL};
    clg_status status = append_identifiers(&identifiers, err);

    if (status == CLG_OK)
        status = append_new(&numbers, request->indicators, err);
    if (status == CLG_OK)
        status = append_new(&numbers, request->extras, err);
    if (status == CLG_OK && !lists(&numbers, CLG_PANEL_FOUNDED))
        status = append(&optional, CLG_PANEL_FOUNDED, err);
    if (status == CLG_OK)
        status = clg_number_table_read(source->path, &wanted, &source->table, err);
    clg_texts_clear(&identifiers);
    clg_texts_clear(&numbers);
    clg_texts_clear(&optional);
    return status;
}

/* Of all columns, those that are no extras. */
static clg_status take_rest(const clg_panel_request *request, clg_panel_source *source,
                            clg_error *err)
{
    const clg_texts *names = &source->table.names;
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < names->count; i++) {
        const char *name = clg_texts_at(names, i);

        if (strcmp(name, CLG_PANEL_FOUNDED) != 0 && !lists(request->extras, name))
            status = append(&source->indicators, name, err);
    }
    return status;
}

static clg_status check_extras(const clg_panel_source *source, clg_error *err)
{
    for (size_t i = 0; i < source->extras.count; i++) {
        const char *name = clg_texts_at(&source->extras, i);

        if (clg_number_table_find(&source->table, name) < 0)
            return clg_fail_at(err, CLG_ERROR_SCHEMA, source->path, 0, 0,
                               "no column '%s'", name);
    }
    return CLG_OK;
}

/* All rows of a school that say so must say the same. */
static clg_status take_founded(clg_panel_source *source, clg_error *err)
{
    const clg_number_table *table = &source->table;
    const uint32_t *school = table->identifiers[0].codes;
    long column = clg_number_table_find(table, CLG_PANEL_FOUNDED);
    clg_status status = clg_panel_founded_new(source, err);
    enum { NO = 1, YES = 2 };

    for (size_t row = 0; status == CLG_OK && column >= 0 && row < table->row_count;
         row++) {
        double value = table->numbers[column][row];
        uint8_t *said = &source->is_founded[school[row]];

        if (isnan(value))
            continue;
        if (!(value == 0.0 || value == 1.0))
            status = clg_panel_source_fail(
                source, row, err, "expected 0 or 1 in " CLG_PANEL_FOUNDED ", found %g",
                value);
        *said |= value == 1.0 ? YES : NO;
        if (status == CLG_OK && *said == (YES | NO))
            status = clg_panel_source_fail(
                source, row, err, "the rows of a school differ in " CLG_PANEL_FOUNDED);
    }
    for (size_t s = 0; status == CLG_OK && s < table->identifiers[0].levels.texts.count;
         s++)
        source->is_founded[s] = source->is_founded[s] == YES;
    return status;
}

static clg_status load_csv(const clg_panel_request *request, clg_panel_source *source,
                           clg_error *err)
{
    clg_status status = read_csv(request, source, err);

    if (status == CLG_OK)
        status = append_new(&source->extras, request->extras, err);
    if (status == CLG_OK)
        status = check_extras(source, err);
    if (status == CLG_OK)
        status = append_new(&source->indicators, request->indicators, err);
    if (status == CLG_OK && source->indicators.count == 0)
        status = take_rest(request, source, err);
    if (status == CLG_OK)
        status = take_founded(source, err);
    return status;
}

/* ---- a results file ---- */

static clg_status read_measures(clg_panel_source *source,
                                const clg_panel_columns *columns, clg_error *err)
{
    clg_table found = {0};
    clg_status status =
        clg_store_read_table(source->path, measures, &columns->wanted, &found, err);

    if (status == CLG_OK)
        status = clg_panel_take(source, &found, err);
    clg_table_clear(&found);
    return status;
}

static clg_status read_schools(clg_panel_source *source,
                               const clg_panel_columns *columns, clg_panel_notes *notes,
                               clg_error *err)
{
    clg_texts wanted = CLG_TEXTS_INIT;
    clg_table found = {0};
    clg_status status = append(&wanted, CLG_PANEL_SCHOOL, err);

    if (status == CLG_OK && lists(&columns->of_schools, CLG_PANEL_FOUNDED))
        status = append(&wanted, CLG_PANEL_FOUNDED, err);
    if (status == CLG_OK)
        status = append_new(&wanted, &source->of_schools, err);
    if (status == CLG_OK)
        status = clg_store_read_table(source->path, schools, &wanted, &found, err);
    if (status == CLG_OK)
        status = clg_panel_take_schools(source, &found, notes, err);
    clg_table_clear(&found);
    clg_texts_clear(&wanted);
    return status;
}

static clg_status load_results(const clg_panel_request *request,
                               clg_panel_source *source, clg_panel_notes *notes,
                               clg_error *err)
{
    clg_panel_columns columns = {CLG_TEXTS_INIT, CLG_TEXTS_INIT, CLG_TEXTS_INIT};
    clg_status status =
        clg_store_list_columns(source->path, measures, &columns.measured, err);

    if (status == CLG_OK)
        status =
            clg_store_list_columns(source->path, schools, &columns.of_schools, err);
    if (status == CLG_OK)
        status = clg_panel_choose(request, &columns, source, err);
    if (status == CLG_OK)
        status = read_measures(source, &columns, err);
    if (status == CLG_OK)
        status = read_schools(source, &columns, notes, err);
    clg_panel_columns_clear(&columns);
    return status;
}

/* ---- both ---- */

clg_status clg_panel_read(const char *path, const clg_panel_request *request,
                          clg_panel *panel, clg_panel_notes *notes, clg_error *err)
{
    clg_panel_source source = {.path = path,
                               .as_measured = request->as_measured,
                               .is_irregular = request->is_irregular};
    clg_status status;

    *panel = (clg_panel){0};
    *notes = (clg_panel_notes){.path = clg_text_copy(path, strlen(path), err)};
    status = notes->path != NULL ? CLG_OK : CLG_ERROR_MEMORY;
    if (status == CLG_OK)
        status = clg_store_is_hdf5(path) ? load_results(request, &source, notes, err)
                                         : load_csv(request, &source, err);
    if (status == CLG_OK)
        status = clg_panel_build(&source, panel, notes, err);
    if (status == CLG_OK && notes->lines == NULL)
        status = clg_panel_note_transforms(panel, request->as_measured, notes, err);
    if (status != CLG_OK) {
        clg_panel_clear(panel);
        clg_panel_notes_clear(notes);
    }
    clg_panel_source_clear(&source);
    return status;
}

void clg_panel_notes_clear(clg_panel_notes *notes)
{
    clg_free(notes->path);
    clg_free(notes->lines);
    clg_texts_clear(&notes->constant_indicators);
    clg_texts_clear(&notes->constant_reasons);
    clg_texts_clear(&notes->transforms);
    clg_texts_clear(&notes->two_valued);
    clg_texts_clear(&notes->two_words);
    *notes = (clg_panel_notes){0};
}

static uint32_t school_of(const clg_panel *panel, size_t row)
{
    uint32_t low = 0, high = panel->school_count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (panel->first[middle] <= row)
            low = middle;
        else
            high = middle;
    }
    return low;
}

clg_status clg_panel_fail_at(const clg_panel *panel, const clg_panel_notes *notes,
                             size_t row, clg_error *err, clg_status code,
                             const char *format, ...)
{
    char message[256];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return clg_fail_at(err, code, notes->path,
                       notes->lines != NULL ? notes->lines[row] : 0, 0,
                       "school '%.100s', window '%.100s': %s",
                       clg_texts_at(&panel->schools, school_of(panel, row)),
                       clg_texts_at(&panel->windows, panel->window[row]), message);
}
