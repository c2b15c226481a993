#include "run/measure_school.h"

#include "base/memory.h"
#include "measures/compute.h"
#include "measures/history.h"
#include "run/exchange_rows.h"
#include "run/results_significance.h"
#include "run/results_strata.h"
#include "run/results_window_nulls.h"

#include <math.h>
#include <signal.h>
#include <string.h>

/* What a worker keeps between schools. */
typedef struct measurer {
    clg_scope *scope;
    clg_history history; /* the school's windows so far */
    clg_groups groups;
    clg_assessor assessor;
    double *values; /* one a row of the scope, for tables whose rows are others */
    uint8_t *statuses;
    size_t value_room, status_room;
} measurer;

#ifdef CLG_TEST_HOOKS
uint32_t clg_test_crashing_school = UINT32_MAX;

static void crash_if_asked(uint32_t school)
{
    if (school == clg_test_crashing_school)
        raise(SIGKILL);
}
#else
static void crash_if_asked(uint32_t school)
{
    (void)school;
}
#endif

static void end(void *worker)
{
    measurer *m = worker;

    if (m == NULL)
        return;
    clg_scope_free(m->scope);
    clg_history_clear(&m->history);
    clg_groups_clear(&m->groups);
    clg_assessor_clear(&m->assessor);
    clg_free(m->values);
    clg_free(m->statuses);
    clg_free(m);
}

static clg_status begin(void *context, void **worker, clg_error *err)
{
    const clg_results *results = context;
    measurer *m = clg_array_new(1, sizeof *m, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (m != NULL)
        status = clg_scope_new(results->study, &m->scope, err);
    if (status != CLG_OK) {
        end(m);
        return status;
    }
    *worker = m;
    return CLG_OK;
}

/* Where the measures of a list begin in a table. */
static size_t first_column(const clg_table *table, const clg_measure_list *list)
{
    if (list->count == 0)
        return 0;
    return (size_t)(clg_table_column(table, list->items[0]->id) - table->columns);
}

/* Computes into consecutive cells of every measure column from `row` on. */
static clg_status fill_rows(measurer *m, const clg_groups *groups, clg_table *table,
                            const clg_measure_list *list, size_t row, clg_error *err)
{
    size_t first = first_column(table, list);
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < list->count; i++) {
        clg_column *column = &table->columns[first + i];
        status = clg_measure_compute(list->items[i], m->scope, groups,
                                     column->values + row, column->status + row, err);
    }
    return status;
}

/* The same for tables of all people, of whom the scope may know only some: a person's
 * row is person * stride + offset. */
static clg_status fill_people(measurer *m, const clg_groups *groups, clg_table *table,
                              const clg_measure_list *list, size_t stride,
                              size_t offset, clg_error *err)
{
    clg_scope *scope = m->scope;
    size_t first = first_column(table, list), rows = scope->row_count;
    clg_status status =
        clg_array_reserve(&m->values, &m->value_room, rows, sizeof *m->values, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&m->statuses, &m->status_room, rows,
                                   sizeof *m->statuses, err);
    for (size_t i = 0; status == CLG_OK && i < list->count; i++) {
        status = clg_measure_compute(list->items[i], scope, groups, m->values,
                                     m->statuses, err);
        for (size_t r = 0; status == CLG_OK && r < rows; r++)
            clg_cell_set(&table->columns[first + i],
                         scope->row_person[r] * stride + offset, m->values[r],
                         m->statuses[r]);
    }
    return status;
}

/* Sets all measure cells of some rows to one status. */
static void set_missing(clg_table *table, size_t row, size_t rows,
                        clg_value_status status)
{
    for (size_t c = 0; c < table->column_count; c++)
        for (size_t r = row; r < row + rows; r++)
            if (table->columns[c].type == CLG_COLUMN_MEASURE)
                clg_cell_set(&table->columns[c], r, NAN, status);
}

static void write_ties(clg_results *results, const clg_scope *scope, uint32_t school,
                       uint32_t period)
{
    const clg_graph *ties = scope->ties;
    clg_tie_row *rows = clg_tie_list_next(&results->ties, school, period);
    uint32_t count = 0;

    for (uint32_t v = 0; v < ties->vertex_count; v++)
        for (size_t e = ties->first[v]; e < ties->first[v + 1]; e++) {
            if (ties->target[e] < v)
                continue;
            rows[count++] =
                (clg_tie_row){scope->vertex_person[v],
                              scope->vertex_person[ties->target[e]],
                              0,
                              scope->tie_meetings != NULL ? scope->tie_meetings[e] : 0,
                              ties->weight[e],
                              scope->tie_minutes != NULL ? scope->tie_minutes[e] : NAN};
        }
    results->ties.count[(size_t)school * results->ties.periods + period] = count;
}

static void write_exchanges(clg_results *results, const clg_scope *scope,
                            uint32_t school, uint32_t period, int64_t from, int64_t to)
{
    clg_tie_row *rows = clg_tie_list_next(&results->exchanges, school, period);

    results->exchanges.count[(size_t)school * results->exchanges.periods + period] =
        clg_exchange_rows(results->study, school, from, to, clg_scope_members(scope),
                          rows);
}

static void count_people(clg_table *table, size_t row, uint32_t people)
{
    clg_table_column(table, "people")->codes[row] = (int32_t)people;
}

/* One stratum attribute: its own row and those of its strata. */
static clg_status fill_attribute(clg_results *results, measurer *m, size_t a,
                                 clg_measure_span span, size_t row, size_t stratum_row,
                                 clg_error *err)
{
    bool in_window = span == CLG_FOR_WINDOW;
    clg_table *table = in_window ? &results->attribute_window : &results->attribute;
    clg_table *strata = in_window ? &results->stratum_window : &results->stratum;
    const clg_groups *groups = &m->groups;
    clg_status status =
        clg_strata_groups(&results->strata, m->scope, a, &m->groups, err);

    if (status == CLG_OK)
        status = fill_rows(m, groups, table,
                           &results->measures[CLG_LEVEL_ATTRIBUTE][span], row, err);
    if (status == CLG_OK)
        status =
            fill_rows(m, groups, strata, &results->measures[CLG_LEVEL_STRATUM][span],
                      stratum_row, err);
    if (status != CLG_OK)
        return status;
    count_people(table, row, groups->vertex_count - groups->missing);
    clg_table_column(table, "missing")->codes[row] = (int32_t)groups->missing;
    for (uint32_t g = 0; g < groups->group_count; g++)
        count_people(strata, stratum_row + g, groups->size[g]);
    if (groups->group_count < clg_strata_count(&results->strata, m->scope->school, a)) {
        set_missing(strata, stratum_row + groups->group_count, 1, CLG_VALUE_UNDEFINED);
        count_people(strata, stratum_row + groups->group_count, groups->missing);
    }
    return CLG_OK;
}

static clg_status measure_window(clg_results *results, measurer *m, uint32_t school,
                                 uint32_t window, clg_error *err)
{
    size_t cell = (size_t)school * results->windows->count + window;
    size_t attributes = results->strata.attribute_count;
    int64_t from = clg_window_begin(results->windows, results->study, school, window);
    int64_t to = clg_window_end(results->windows, results->study, school, window);
    clg_status status = clg_scope_open(m->scope, school, from, to, err);

    m->scope->earlier = &m->history;
    if (status == CLG_OK)
        status =
            fill_rows(m, NULL, &results->school_window,
                      &results->measures[CLG_LEVEL_SCHOOL][CLG_FOR_WINDOW], cell, err);
    if (status == CLG_OK)
        status = fill_rows(m, NULL, &results->person_window,
                           &results->measures[CLG_LEVEL_PERSON][CLG_FOR_WINDOW],
                           results->person_window_first[cell], err);
    for (size_t a = 0; status == CLG_OK && a < attributes; a++)
        status =
            fill_attribute(results, m, a, CLG_FOR_WINDOW, cell * attributes + a,
                           clg_stratum_window_row(results, school, window, a), err);
    if (status == CLG_OK)
        status = clg_history_add(&m->history, m->scope, window, err);
    if (status != CLG_OK)
        return status;
    write_ties(results, m->scope, school, window);
    write_exchanges(results, m->scope, school, window, from, to);
    return clg_results_assess_window(results, &m->assessor, m->scope, &m->groups,
                                     window, err);
}

static clg_status measure_strata(clg_results *results, measurer *m, uint32_t school,
                                 clg_error *err)
{
    size_t attributes = results->strata.attribute_count;
    clg_status status = CLG_OK;

    for (size_t a = 0; status == CLG_OK && a < attributes; a++) {
        size_t row = school * attributes + a;
        status = fill_attribute(results, m, a, CLG_FOR_PERIOD, row,
                                results->strata.first[row], err);
        if (status == CLG_OK)
            status = fill_people(
                m, &m->groups, &results->person_stratum,
                &results->measures[CLG_LEVEL_PERSON_STRATUM][CLG_FOR_PERIOD],
                attributes, a, err);
    }
    return status;
}

static clg_status measure_period(clg_results *results, measurer *m, uint32_t school,
                                 clg_error *err)
{
    const size_t *first = results->study->schools.person_first;
    size_t people = first[school + 1] - first[school];
    size_t attributes = results->strata.attribute_count;
    int64_t from, to;

    clg_results_period(results, school, &from, &to);
    clg_status status = clg_scope_open(m->scope, school, from, to, err);
    clg_scope_set_thorough(m->scope, true);
    m->scope->history = &m->history;
    if (status == CLG_OK)
        status = fill_rows(m, NULL, &results->school,
                           &results->measures[CLG_LEVEL_SCHOOL][CLG_FOR_PERIOD], school,
                           err);
    set_missing(&results->person, first[school], people, CLG_VALUE_NOT_IN_WINDOW);
    set_missing(&results->person_stratum, first[school] * attributes,
                people * attributes, CLG_VALUE_NOT_IN_WINDOW);
    if (status == CLG_OK)
        status = fill_people(m, NULL, &results->person,
                             &results->measures[CLG_LEVEL_PERSON][CLG_FOR_PERIOD], 1, 0,
                             err);
    if (status == CLG_OK)
        status = measure_strata(results, m, school, err);
    if (status == CLG_OK)
        status = clg_results_assess(results, &m->assessor, m->scope, &m->groups, err);
    if (status != CLG_OK)
        return status;
    write_ties(results, m->scope, school, results->windows->count);
    write_exchanges(results, m->scope, school, results->windows->count, from, to);
    return CLG_OK;
}

/* The rows of a window that is not measured. */
static void blank_window(clg_results *results, uint32_t school, uint32_t window,
                         clg_value_status why)
{
    size_t cell = (size_t)school * results->windows->count + window;
    size_t attributes = results->strata.attribute_count;

    set_missing(&results->school_window, cell, 1, why);
    set_missing(&results->attribute_window, cell * attributes, attributes, why);
    for (size_t a = 0; a < attributes; a++)
        set_missing(&results->stratum_window,
                    clg_stratum_window_row(results, school, window, a),
                    clg_strata_count(&results->strata, school, a), why);
}

static clg_status measure_school(void *context, void *worker, uint32_t school,
                                 clg_error *err)
{
    clg_results *results = context;
    uint32_t windows = results->windows->count;
    clg_status status = CLG_OK;

    clg_history_forget(&((measurer *)worker)->history);
    for (uint32_t w = 0; status == CLG_OK && w < windows; w++) {
        size_t cell = (size_t)school * windows + w;
        if (results->windows->state[cell] == CLG_WINDOW_OPEN)
            status = measure_window(results, worker, school, w, err);
        else
            blank_window(results, school, w, CLG_VALUE_BREAK);
    }
    crash_if_asked(school);
    return status == CLG_OK ? measure_period(results, worker, school, err) : status;
}

static void mark_rows(clg_table *table, size_t row, size_t rows, int32_t state)
{
    clg_column *status = clg_table_column(table, "status");

    set_missing(table, row, rows, CLG_VALUE_FAILED);
    for (size_t r = row; r < row + rows; r++)
        status->codes[r] = state;
}

static void mark_strata(clg_results *results, uint32_t school, int32_t state)
{
    const size_t *people = results->study->schools.person_first;
    size_t attributes = results->strata.attribute_count;
    size_t windows = results->windows->count;
    const size_t *first = results->strata.first + school * attributes;

    mark_rows(&results->attribute, school * attributes, attributes, state);
    mark_rows(&results->attribute_window, school * windows * attributes,
              windows * attributes, state);
    mark_rows(&results->stratum, first[0], first[attributes] - first[0], state);
    mark_rows(&results->stratum_window, first[0] * windows,
              (first[attributes] - first[0]) * windows, state);
    mark_rows(&results->person_stratum, people[school] * attributes,
              (people[school + 1] - people[school]) * attributes, state);
}

void clg_mark_failed(clg_results *results, uint32_t school, int32_t failed_state)
{
    const size_t *first = results->study->schools.person_first;
    const size_t *rows = results->person_window_first;
    size_t windows = results->windows->count, cell = school * windows;

    mark_rows(&results->school, school, 1, failed_state);
    mark_rows(&results->person, first[school], first[school + 1] - first[school],
              failed_state);
    mark_rows(&results->school_window, cell, windows, failed_state);
    mark_rows(&results->person_window, rows[cell], rows[cell + windows] - rows[cell],
              failed_state);
    mark_strata(results, school, failed_state);
    clg_results_fail_significance(results, school, failed_state);
    clg_tie_list_forget(&results->ties, school);
    clg_tie_list_forget(&results->exchanges, school);
}

clg_work clg_measuring_work(clg_results *results)
{
    return (clg_work){
        begin, measure_school, end, results, results->study->schools.count,
        NULL,  "measure"};
}
