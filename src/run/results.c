#include "run/results.h"

#include "base/memory.h"
#include "measures/scope.h"
#include "run/measure_school.h"
#include "run/results_assessment.h"
#include "run/results_attention.h"
#include "run/results_disease.h"
#include "run/results_event.h"
#include "run/results_ladder.h"
#include "run/results_layout.h"
#include "run/results_significance.h"
#include "run/results_strata.h"
#include "run/results_window_nulls.h"

#include <stdlib.h>
#include <string.h>

/* The column `status` of a row, as codes into results.states. */
enum row_state {
    ROW_OK,
    ROW_BREAK,
    ROW_INACTIVE,
    ROW_NOT_IN_WINDOW,
    ROW_OFF_ROSTER,
    ROW_NON_MEMBER,
    ROW_FAILED
};

/* What the column says, in that order. */
static const char *const row_state_names[] = {
    "ok", "break", "inactive", "not_in_window", "off_roster", "non_member", "failed"};

static clg_status fill_states(clg_texts *states, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i <= ROW_FAILED; i++)
        status = clg_texts_append(states, row_state_names[i],
                                  strlen(row_state_names[i]), err);
    return status;
}

static int32_t state_of_person(const clg_study *study, size_t person, bool has_row)
{
    switch ((clg_standing)study->people.standing[person]) {
    case CLG_STANDING_OFF_ROSTER: return ROW_OFF_ROSTER;
    case CLG_STANDING_NON_MEMBER: return ROW_NON_MEMBER;
    case CLG_STANDING_MEMBER: break;
    }
    return has_row ? ROW_OK : ROW_NOT_IN_WINDOW;
}

static int32_t state_of_window(uint8_t state)
{
    return state == CLG_WINDOW_OPEN    ? ROW_OK
           : state == CLG_WINDOW_BREAK ? ROW_BREAK
                                       : ROW_INACTIVE;
}

void clg_results_period(const clg_results *results, uint32_t school, int64_t *begin,
                        int64_t *end)
{
    const clg_windows *windows = results->windows;

    *begin = *end = 0;
    if (windows->count > 0)
        *begin = *end = clg_window_begin(windows, results->study, school, 0);
    for (uint32_t w = 0; w < windows->count; w++) { /* a term may hold later ones */
        int64_t after = clg_window_end(windows, results->study, school, w);
        *end = after > *end ? after : *end;
    }
}

static bool window_is_open(const clg_results *results, uint32_t school, uint32_t window)
{
    size_t cell = (size_t)school * results->windows->count + window;

    return results->windows->state[cell] == CLG_WINDOW_OPEN;
}

/* Counts the rows of the table of people and windows before anything is measured. */
static clg_status count_person_rows(clg_results *results, clg_error *err)
{
    const clg_study *study = results->study;
    uint32_t windows = results->windows->count;
    size_t cells = (size_t)study->schools.count * windows;
    size_t *first = clg_array_new(cells + 1, sizeof *first, err);

    results->person_window_first = first;
    if (first == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t s = 0; s < study->schools.count; s++)
        for (uint32_t w = 0; w < windows; w++) {
            size_t cell = (size_t)s * windows + w, rows = 0;
            int64_t begin = clg_window_begin(results->windows, study, s, w);
            int64_t end = clg_window_end(results->windows, study, s, w);
            for (size_t p = study->schools.person_first[s];
                 window_is_open(results, s, w) &&
                 p < study->schools.person_first[s + 1];
                 p++)
                rows += clg_person_has_row(study, p, begin, end);
            first[cell + 1] = first[cell] + rows;
        }
    return CLG_OK;
}

static void label_school_windows(clg_results *results)
{
    uint32_t windows = results->windows->count;
    clg_table *table = &results->school_window;
    clg_column *school = clg_table_column(table, "school");
    clg_column *window = clg_table_column(table, "window");
    clg_column *status = clg_table_column(table, "status");

    for (size_t row = 0; row < table->row_count; row++) {
        school->codes[row] = (int32_t)(row / windows);
        window->codes[row] = (int32_t)(row % windows);
        status->codes[row] = state_of_window(results->windows->state[row]);
    }
}

static void label_person_windows(clg_results *results)
{
    const clg_study *study = results->study;
    uint32_t windows = results->windows->count;
    clg_table *table = &results->person_window;
    clg_column *school = clg_table_column(table, "school");
    clg_column *window = clg_table_column(table, "window");
    clg_column *person = clg_table_column(table, "person");
    clg_column *status = clg_table_column(table, "status");
    size_t row = 0;

    for (uint32_t s = 0; s < study->schools.count; s++)
        for (uint32_t w = 0; w < windows; w++) {
            int64_t begin = clg_window_begin(results->windows, study, s, w);
            int64_t end = clg_window_end(results->windows, study, s, w);
            if (!window_is_open(results, s, w))
                continue;
            for (size_t p = study->schools.person_first[s];
                 p < study->schools.person_first[s + 1]; p++) {
                if (!clg_person_has_row(study, p, begin, end))
                    continue;
                school->codes[row] = (int32_t)s;
                window->codes[row] = (int32_t)w;
                person->codes[row] = (int32_t)p;
                status->codes[row] = state_of_person(study, p, true);
                row++;
            }
        }
}

static void label_entities(clg_results *results)
{
    const clg_study *study = results->study;
    clg_column *school = clg_table_column(&results->person, "school");
    clg_column *status = clg_table_column(&results->person, "status");

    for (uint32_t s = 0; s < study->schools.count; s++) {
        int64_t begin, end;
        clg_results_period(results, s, &begin, &end);
        for (size_t p = study->schools.person_first[s];
             p < study->schools.person_first[s + 1]; p++) {
            school->codes[p] = (int32_t)s;
            status->codes[p] =
                state_of_person(study, p, clg_person_has_row(study, p, begin, end));
        }
    }
}

/* In the order of clg_level. */
static const char *const level_names[] = {"school", "person", "attribute", "stratum",
                                          "person_stratum"};

static clg_status select_measures(clg_results *results, clg_error *err)
{
    const clg_texts *wanted = &results->study->settings.measures;
    clg_status status = clg_measure_wanted_check(wanted, err);

    for (size_t l = 0; l < CLG_LEVEL_COUNT; l++)
        for (int span = CLG_FOR_WINDOW; status == CLG_OK && span <= CLG_FOR_PERIOD;
             span++)
            status = clg_measure_select(level_names[l], (clg_measure_span)span, wanted,
                                        &results->measures[l][span], err);
    return status;
}

clg_status clg_results_init(clg_results *results, const clg_study *study,
                            const clg_windows *windows, clg_error *err)
{
    clg_status status;

    *results = (clg_results){.study = study, .windows = windows};
    status = fill_states(&results->states, err);
    if (status == CLG_OK)
        status = count_person_rows(results, err);
    if (status == CLG_OK)
        status = select_measures(results, err);
    if (status == CLG_OK)
        status = clg_strata_find(&results->strata, study, err);
    if (status == CLG_OK)
        status = clg_results_lay_out(results, err);
    if (status == CLG_OK)
        status = clg_tie_list_init_ties(&results->ties, study, windows, err);
    if (status == CLG_OK)
        status = clg_tie_list_init_exchanges(&results->exchanges, study, windows, err);
    if (status != CLG_OK) {
        clg_results_clear(results);
        return status;
    }
    label_school_windows(results);
    label_person_windows(results);
    label_entities(results);
    clg_results_label_strata(results);
    return CLG_OK;
}

void clg_results_clear(clg_results *results)
{
    clg_texts_clear(&results->states);
    clg_table_clear(&results->school);
    clg_table_clear(&results->person);
    clg_table_clear(&results->window);
    clg_table_clear(&results->school_window);
    clg_table_clear(&results->person_window);
    clg_free(results->person_window_first);
    clg_results_clear_disease(results);
    clg_results_clear_ladder(results);
    clg_assessment_tables_clear(&results->assessment);
    clg_event_tables_clear(&results->events);
    clg_table_clear(&results->attention);
    clg_results_clear_significance(results);
    clg_results_clear_window_nulls(results);
    clg_results_clear_strata(results);
    for (size_t l = 0; l < CLG_LEVEL_COUNT; l++)
        for (size_t span = 0; span < 2; span++)
            clg_measure_list_clear(&results->measures[l][span]);
    clg_tie_list_clear(&results->ties);
    clg_tie_list_clear(&results->exchanges);
    clg_outcomes_clear(&results->outcomes);
    *results = (clg_results){0};
}

/* Large schools first, so that no worker is left with one at the end. */
static int by_size(const void *a, const void *b)
{
    const uint64_t *left = a, *right = b;

    return (*left < *right) - (*left > *right);
}

/* The order in which schools are handed out; the low half of a key is the school. */
static uint32_t *order_of_schools(const clg_study *study, clg_error *err)
{
    uint32_t count = study->schools.count;
    uint64_t *keys = clg_array_new(count, sizeof *keys, err);
    uint32_t *order = keys != NULL ? clg_array_new(count, sizeof *order, err) : NULL;

    for (uint32_t s = 0; order != NULL && s < count; s++) {
        const size_t *meetings = study->schools.meeting_first;
        size_t rows = study->attendances.first[meetings[s + 1]] -
                      study->attendances.first[meetings[s]];
        uint64_t size = rows < UINT32_MAX ? rows : UINT32_MAX;
        keys[s] = size << 32 | s;
    }
    if (order != NULL) {
        qsort(keys, count, sizeof *keys, by_size);
        for (uint32_t i = 0; i < count; i++)
            order[i] = (uint32_t)keys[i];
    }
    clg_free(keys);
    return order;
}

clg_status clg_results_measure(clg_results *results, int jobs,
                               const clg_monitor *monitor, clg_error *err)
{
    clg_work work = clg_measuring_work(results);
    uint32_t *order = order_of_schools(results->study, err);
    clg_status status;

    if (order == NULL)
        return CLG_ERROR_MEMORY;
    work.order = order;
    status = clg_execute(&work, jobs, monitor, &results->outcomes, err);
    clg_free(order);
    for (uint32_t s = 0; status == CLG_OK && s < results->outcomes.count; s++)
        if (results->outcomes.state[s] == CLG_UNIT_FAILED)
            clg_mark_failed(results, s, ROW_FAILED);
    if (status == CLG_OK)
        status = clg_results_adjust(results, err);
    if (status == CLG_OK)
        clg_results_fill_disease(results);
    if (status == CLG_OK)
        status = clg_results_fill_ladder(results, err);
    if (status == CLG_OK)
        status = clg_results_fill_assessment(results, err);
    if (status == CLG_OK)
        status = clg_results_fill_events(results, err);
    return status == CLG_OK ? clg_results_fill_attention(results, err) : status;
}
