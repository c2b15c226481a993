/* When changes began, from a table of events. */
#include "run/compare_read.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/text_list.h"
#include "base/time.h"
#include "ingest/field.h"
#include "ingest/number_table.h"

#include <string.h>

typedef struct source {
    const char *path;
    const clg_network_data *data;
    const double *times;
    clg_number_table table; /* identifiers: school, time, label */
    clg_dictionary schools;
} source;

static clg_status read_table(source *from, clg_error *err)
{
    static const char *const names[] = {"school", "time", "label"};
    clg_texts identifiers = CLG_TEXTS_INIT, none = CLG_TEXTS_INIT;
    const clg_number_request wanted = {&identifiers, &none, NULL, NULL};
    clg_status status = CLG_OK;

    for (int i = 0; status == CLG_OK && i < 3; i++)
        status = clg_texts_append(&identifiers, names[i], strlen(names[i]), err);
    if (status == CLG_OK)
        status = clg_number_table_read(from->path, &wanted, &from->table, err);
    clg_texts_clear(&identifiers);
    return status;
}

/* A number, or the day of a date; windows are named by either. */
static bool read_time(const char *text, double *time)
{
    clg_time read;

    if (text[0] != '\0' && clg_number_parse(text, strlen(text), time))
        return true;
    if (!clg_time_parse_iso(text, strlen(text), &read))
        return false;
    *time = (double)clg_day_of_seconds(read.local);
    return true;
}

/* The first window that begins then or later; of windows that are no times, the one of
 * that name. */
static clg_status find_start(const source *from, const char *text, size_t row,
                             uint32_t *start, clg_error *err)
{
    uint32_t windows = from->data->window_count;
    size_t place = clg_texts_find(&from->data->windows, text, strlen(text));
    double time;

    if (place < windows || from->times == NULL) {
        *start = (uint32_t)place;
        return place < windows
                   ? CLG_OK
                   : clg_fail_at(
                         err, CLG_ERROR_PARSE, from->path, from->table.lines[row], 0,
                         "time: expected the name of a window, found '%.80s'", text);
    }
    if (!read_time(text, &time))
        return clg_fail_at(err, CLG_ERROR_PARSE, from->path, from->table.lines[row], 0,
                           "time: expected a date or a number as windows have, found "
                           "'%.80s'",
                           text);
    for (*start = 0; *start < windows && from->times[*start] < time;)
        (*start)++;
    if (*start == windows)
        *start = CLG_NEVER_TREATED;
    return CLG_OK;
}

static clg_status take_row(const source *from, clg_change_starts *changes, size_t row,
                           clg_error *err)
{
    const clg_identifiers *school = &from->table.identifiers[0];
    const clg_identifiers *time = &from->table.identifiers[1];
    const char *name = clg_texts_at(&school->levels.texts, school->codes[row]);
    uint32_t code = clg_dictionary_find(
        &from->schools, 0, name,
        clg_texts_length(&school->levels.texts, school->codes[row]));
    uint32_t start = CLG_NEVER_TREATED, *kept;
    clg_status status;

    if (code == CLG_NO_CODE)
        return clg_fail_at(err, CLG_ERROR_PARSE, from->path, from->table.lines[row], 0,
                           "there is no school '%.80s' among those compared", name);
    status = find_start(from, clg_texts_at(&time->levels.texts, time->codes[row]), row,
                        &start, err);
    kept = &changes->start[(size_t)from->table.identifiers[2].codes[row] *
                               from->data->school_count +
                           code];
    if (status == CLG_OK && start < *kept)
        *kept = start;
    return status;
}

static clg_status take_rows(const source *from, clg_change_starts *changes,
                            clg_error *err)
{
    const clg_texts *labels = &from->table.identifiers[2].levels.texts;
    size_t cells = labels->count * from->data->school_count;
    clg_status status = CLG_OK;

    changes->start = clg_array_new(cells, sizeof *changes->start, err);
    if (changes->start == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < cells; i++)
        changes->start[i] = CLG_NEVER_TREATED;
    for (size_t l = 0; status == CLG_OK && l < labels->count; l++)
        status = clg_texts_append(&changes->labels, clg_texts_at(labels, l),
                                  clg_texts_length(labels, l), err);
    for (size_t row = 0; status == CLG_OK && row < from->table.row_count; row++)
        status = take_row(from, changes, row, err);
    return status;
}

clg_status clg_compare_read_events(const char *path, const clg_network_data *data,
                                   const double *times, clg_change_starts *changes,
                                   clg_error *err)
{
    source from = {path, data, times, {0}, CLG_DICTIONARY_INIT};
    clg_status status = read_table(&from, err);

    if (status == CLG_OK)
        status = clg_dictionary_add(&from.schools, &from.data->schools, err);
    if (status == CLG_OK)
        status = take_rows(&from, changes, err);
    clg_number_table_clear(&from.table);
    clg_dictionary_clear(&from.schools);
    return status;
}
