/* What happened in schools, from the results of a run: events as changes, and steps of
 * improvement cycles. */
#include "run/compare_read.h"

#include "base/fail.h"
#include "base/memory.h"
#include "measures/content/vocabulary.h"
#include "store/table_read.h"

#include <string.h>

enum { LEAST_SCHOOLS = 2 };

typedef struct source {
    const char *path;
    const clg_network_data *data;
    const double *times;
    clg_dictionary schools;
} source;

static clg_status damaged(const source *from, const char *what, clg_error *err)
{
    return clg_fail_at(err, CLG_ERROR_SCHEMA, from->path, 0, 0,
                       "this results file is damaged: %s", what);
}

static uint32_t school_at(const source *from, const clg_column *school, size_t row)
{
    int32_t code = school->codes[row];

    if (code < 0)
        return CLG_NO_CODE;
    return clg_dictionary_find(&from->schools, 0,
                               clg_texts_at(school->levels, (size_t)code),
                               clg_texts_length(school->levels, (size_t)code));
}

/* Categories and days that a table must have, by name; false if one is not as it
 * should be. */
static bool find_columns(const clg_table *table, const char *const *categories,
                         const clg_column **found, int category_count,
                         const char *const *days, const clg_column **found_days,
                         int day_count)
{
    bool ok = true;

    for (int i = 0; i < category_count; i++) {
        found[i] = clg_table_column(table, categories[i]);
        ok = ok && found[i] != NULL && found[i]->type == CLG_COLUMN_CATEGORY;
    }
    for (int i = 0; i < day_count; i++) {
        found_days[i] = clg_table_column(table, days[i]);
        ok = ok && found_days[i] != NULL && found_days[i]->type == CLG_COLUMN_DAY;
    }
    for (size_t row = 0; ok && row < table->row_count; row++)
        for (int i = 0; ok && i < category_count; i++)
            ok = found[i]->codes[row] >= 0;
    return ok;
}

/* ---- events as changes ---- */

typedef struct label {
    uint32_t schools; /* in which it began within the windows */
    uint32_t last;    /* of them */
    uint32_t place;   /* among the changes; CLG_NO_CODE: left out */
} label;

static uint32_t start_of(const source *from, int32_t day)
{
    uint32_t windows = from->data->window_count, start = 0;

    while (start < windows && from->times[start] < (double)day)
        start++;
    return start < windows ? start : CLG_NEVER_TREATED;
}

static clg_status count_schools(const source *from, const clg_column *const columns[2],
                                const clg_column *day, size_t rows, label *labels,
                                clg_error *err)
{
    for (size_t row = 0; row < rows; row++) {
        uint32_t school = school_at(from, columns[0], row);
        uint32_t start = start_of(from, day->codes[row]);
        label *of = &labels[columns[1]->codes[row]];

        if (school == CLG_NO_CODE)
            return damaged(from, "an event of a school that is not in /school", err);
        if (start == 0 || start == CLG_NEVER_TREATED ||
            (of->schools > 0 && of->last == school))
            continue;
        of->schools++;
        of->last = school;
    }
    return CLG_OK;
}

static clg_status choose_labels(const clg_texts *names, label *labels,
                                clg_change_starts *changes, clg_error *err)
{
    clg_status status = CLG_OK;
    clg_cycle_label step;

    for (size_t l = 0; status == CLG_OK && l < names->count; l++) {
        const char *name = clg_texts_at(names, l);
        size_t length = clg_texts_length(names, l);

        labels[l].place = CLG_NO_CODE;
        if (clg_cycle_label_of(name, length, &step))
            continue;
        if (labels[l].schools < LEAST_SCHOOLS) {
            changes->rare++;
            continue;
        }
        labels[l].place = (uint32_t)changes->labels.count;
        status = clg_texts_append(&changes->labels, name, length, err);
    }
    return status;
}

static clg_status fill_starts(const source *from, const clg_column *const columns[2],
                              const clg_column *day, size_t rows, const label *labels,
                              clg_change_starts *changes, clg_error *err)
{
    size_t schools = from->data->school_count;
    size_t cells = changes->labels.count * schools;

    changes->start = clg_array_new(cells, sizeof *changes->start, err);
    if (changes->start == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < cells; i++)
        changes->start[i] = CLG_NEVER_TREATED;
    for (size_t row = 0; row < rows; row++) {
        uint32_t place = labels[columns[1]->codes[row]].place;
        uint32_t start = start_of(from, day->codes[row]), *kept;

        if (place == CLG_NO_CODE)
            continue;
        kept = &changes->start[place * schools + school_at(from, columns[0], row)];
        if (start < *kept)
            *kept = start;
    }
    return CLG_OK;
}

static clg_status take_events(const source *from, const clg_table *event,
                              clg_change_starts *changes, clg_error *err)
{
    static const char *const names[] = {"school", "label"}, *const days[] = {"day"};
    const clg_column *columns[2], *day;
    label *labels;
    clg_status status;

    if (from->times == NULL || event->row_count == 0)
        return CLG_OK;
    if (!find_columns(event, names, columns, 2, days, &day, 1))
        return damaged(from, "/event is not as it should be", err);
    labels = clg_array_new(columns[1]->levels->count, sizeof *labels, err);
    if (labels == NULL)
        return CLG_ERROR_MEMORY;
    status = count_schools(from, columns, day, event->row_count, labels, err);
    if (status == CLG_OK)
        status = choose_labels(columns[1]->levels, labels, changes, err);
    if (status == CLG_OK)
        status =
            fill_starts(from, columns, day, event->row_count, labels, changes, err);
    clg_free(labels);
    return status;
}

/* ---- steps of cycles ---- */

static clg_status copy(const clg_texts *from, clg_texts *to, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < from->count; i++)
        status =
            clg_texts_append(to, clg_texts_at(from, i), clg_texts_length(from, i), err);
    return status;
}

/* The kinds and steps of cycles that there are. */
static clg_status list_kinds(clg_network_cycles *cycles, clg_error *err)
{
    clg_status status = CLG_OK;

    cycles->kind_first = clg_array_new(CLG_CYCLES + 1, sizeof *cycles->kind_first, err);
    if (cycles->kind_first == NULL)
        return CLG_ERROR_MEMORY;
    for (int c = 0; status == CLG_OK && c < CLG_CYCLES; c++) {
        const char *name = clg_cycle_name((clg_cycle_kind)c);
        int steps = clg_cycle_steps((clg_cycle_kind)c);

        status = clg_texts_append(&cycles->kinds, name, strlen(name), err);
        cycles->kind_first[c + 1] = cycles->kind_first[c] + (uint32_t)steps;
        for (int s = 0; status == CLG_OK && s < steps; s++) {
            name = clg_cycle_step_name((clg_cycle_kind)c, s);
            status = clg_texts_append(&cycles->steps, name, strlen(name), err);
        }
    }
    return status;
}

/* The place of a level's text in a list; CLG_NO_CODE if it is not there. */
static uint32_t place_in(const clg_texts *list, const clg_column *column, size_t row)
{
    const char *name = clg_texts_at(column->levels, (size_t)column->codes[row]);

    for (size_t i = 0; i < list->count; i++)
        if (strcmp(clg_texts_at(list, i), name) == 0)
            return (uint32_t)i;
    return CLG_NO_CODE;
}

enum { SCHOOL, CYCLE, KIND, STEP, STEP_CATEGORIES };

static clg_status take_step(const source *from, const clg_column *const *columns,
                            const clg_column *const *days, size_t row,
                            clg_network_cycles *cycles, clg_error *err)
{
    clg_step_taken *to = &cycles->taken[row];
    uint32_t step = place_in(&cycles->steps, columns[STEP], row);

    to->school = school_at(from, columns[SCHOOL], row);
    to->kind = place_in(&cycles->kinds, columns[KIND], row);
    if (to->school == CLG_NO_CODE || to->kind == CLG_NO_CODE || step == CLG_NO_CODE ||
        step < cycles->kind_first[to->kind] || step >= cycles->kind_first[to->kind + 1])
        return damaged(from, "a step of a cycle that is not known", err);
    to->cycle = (uint32_t)columns[CYCLE]->codes[row];
    to->step = step - cycles->kind_first[to->kind];
    to->start = days[0]->codes[row];
    to->end = days[1]->codes[row];
    return to->start <= to->end
               ? CLG_OK
               : damaged(from, "a step of a cycle that ends before it begins", err);
}

static clg_status take_cycles(const source *from, const clg_table *table, double end,
                              clg_network_cycles *cycles, clg_error *err)
{
    static const char *const names[] = {"school", "cycle", "kind", "step"};
    static const char *const days[] = {"start", "end"};
    const clg_column *columns[STEP_CATEGORIES], *times[2];
    clg_status status;

    if (table->row_count == 0)
        return CLG_OK;
    if (!find_columns(table, names, columns, STEP_CATEGORIES, days, times, 2))
        return damaged(from, "/cycle_step is not as it should be", err);
    cycles->now = end;
    status = list_kinds(cycles, err);
    if (status == CLG_OK)
        status = copy(columns[CYCLE]->levels, &cycles->names, err);
    if (status == CLG_OK) {
        cycles->taken = clg_array_new(table->row_count, sizeof *cycles->taken, err);
        status = cycles->taken != NULL ? CLG_OK : CLG_ERROR_MEMORY;
    }
    for (size_t row = 0; status == CLG_OK && row < table->row_count; row++) {
        status = take_step(from, columns, times, row, cycles, err);
        cycles->taken_count = row + 1;
    }
    return status;
}

clg_status clg_compare_take_history(const clg_compare_history *history,
                                    const char *path, const clg_network_data *data,
                                    const double *times, clg_change_starts *changes,
                                    clg_network_cycles *cycles, clg_error *err)
{
    source from = {path, data, times, CLG_DICTIONARY_INIT};
    clg_status status = clg_dictionary_add(&from.schools, &from.data->schools, err);

    if (status == CLG_OK && changes != NULL)
        status = take_events(&from, history->event, changes, err);
    if (status == CLG_OK)
        status = take_cycles(&from, history->cycle_step, history->end, cycles, err);
    clg_dictionary_clear(&from.schools);
    return status;
}

/* ---- from a file ---- */

static clg_status read_if_there(const char *path, const char *where, clg_table *table,
                                clg_error *err)
{
    bool is_there;
    clg_status status = clg_store_has_table(path, where, &is_there, err);

    return status == CLG_OK && is_there
               ? clg_store_read_table(path, where, NULL, table, err)
               : status;
}

static double end_of(const clg_table *window)
{
    const clg_column *end = clg_table_column(window, "end");
    double latest = 0.0;

    for (size_t row = 0;
         end != NULL && end->type == CLG_COLUMN_DAY && row < window->row_count; row++)
        if (end->codes[row] > latest)
            latest = end->codes[row];
    return latest;
}

clg_status clg_compare_read_history(const char *path, const clg_network_data *data,
                                    const double *times, clg_change_starts *changes,
                                    clg_network_cycles *cycles, clg_error *err)
{
    clg_table event = {0}, cycle_step = {0}, window = {0};
    clg_compare_history history = {&event, &cycle_step, 0.0};
    clg_status status = read_if_there(path, "/event", &event, err);

    if (status == CLG_OK)
        status = read_if_there(path, "/cycle_step", &cycle_step, err);
    if (status == CLG_OK)
        status = read_if_there(path, "/window", &window, err);
    history.end = end_of(&window);
    if (status == CLG_OK)
        status =
            clg_compare_take_history(&history, path, data, times, changes, cycles, err);
    clg_table_clear(&event);
    clg_table_clear(&cycle_step);
    clg_table_clear(&window);
    return status;
}
