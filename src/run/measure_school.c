#include "run/measure_school.h"

#include "base/memory.h"
#include "measures/registry.h"
#include "measures/scope.h"
#include "run/exchange_rows.h"

#include <math.h>
#include <signal.h>
#include <string.h>

/* What a worker keeps between schools. */
typedef struct measurer {
    clg_scope *scope;
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

/* Values that are not OK are kept as NaN. */
static void blank_missing(double *values, const uint8_t *statuses, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (statuses[i] != CLG_VALUE_OK)
            values[i] = NAN;
}

/* Computes into `rows` consecutive cells of every measure column from `row` on. */
static clg_status fill_rows(clg_scope *scope, clg_table *table,
                            const clg_measure *measures, size_t count, size_t row,
                            size_t rows, clg_error *err)
{
    size_t first = (size_t)(clg_table_column(table, measures[0].id) - table->columns);

    for (size_t i = 0; i < count; i++) {
        clg_column *column = &table->columns[first + i];
        double *values = column->values + row;
        uint8_t *statuses = column->status + row;
        clg_status status = measures[i].compute(scope, values, statuses, err);
        if (status != CLG_OK)
            return status;
        blank_missing(values, statuses, rows);
    }
    return CLG_OK;
}

/* The same for the table of all people, of whom the scope may know only some. */
static clg_status fill_people(measurer *m, clg_table *table, clg_error *err)
{
    clg_scope *scope = m->scope;
    size_t count, rows = scope->row_count;
    const clg_measure *measures = clg_person_measures(&count);
    size_t first = (size_t)(clg_table_column(table, measures[0].id) - table->columns);
    clg_status status =
        clg_array_reserve(&m->values, &m->value_room, rows, sizeof *m->values, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&m->statuses, &m->status_room, rows,
                                   sizeof *m->statuses, err);
    for (size_t i = 0; status == CLG_OK && i < count; i++) {
        status = measures[i].compute(scope, m->values, m->statuses, err);
        for (size_t r = 0; status == CLG_OK && r < rows; r++)
            clg_cell_set(&table->columns[first + i], scope->row_person[r], m->values[r],
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

static clg_status measure_window(clg_results *results, measurer *m, uint32_t school,
                                 uint32_t window, clg_error *err)
{
    size_t cell = (size_t)school * results->windows->count + window;
    size_t row = results->person_window_first[cell];
    size_t rows = results->person_window_first[cell + 1] - row, count;
    int64_t from = clg_window_begin(results->windows, results->study, school, window);
    int64_t to = clg_window_end(results->windows, results->study, school, window);
    clg_status status = clg_scope_open(m->scope, school, from, to, err);

    if (status == CLG_OK) {
        const clg_measure *measures = clg_school_measures(&count);
        status =
            fill_rows(m->scope, &results->school_window, measures, count, cell, 1, err);
    }
    if (status == CLG_OK) {
        const clg_measure *measures = clg_person_measures(&count);
        status = fill_rows(m->scope, &results->person_window, measures, count, row,
                           rows, err);
    }
    if (status != CLG_OK)
        return status;
    write_ties(results, m->scope, school, window);
    write_exchanges(results, m->scope, school, window, from, to);
    return CLG_OK;
}

static clg_status measure_period(clg_results *results, measurer *m, uint32_t school,
                                 clg_error *err)
{
    const size_t *first = results->study->schools.person_first;
    int64_t from, to;
    size_t count;
    const clg_measure *measures = clg_school_measures(&count);

    clg_results_period(results, school, &from, &to);
    clg_status status = clg_scope_open(m->scope, school, from, to, err);
    if (status == CLG_OK)
        status = fill_rows(m->scope, &results->school, measures, count, school, 1, err);
    set_missing(&results->person, first[school], first[school + 1] - first[school],
                CLG_VALUE_NOT_IN_WINDOW);
    if (status == CLG_OK)
        status = fill_people(m, &results->person, err);
    if (status != CLG_OK)
        return status;
    write_ties(results, m->scope, school, results->windows->count);
    write_exchanges(results, m->scope, school, results->windows->count, from, to);
    return CLG_OK;
}

static clg_status measure_school(void *context, void *worker, uint32_t school,
                                 clg_error *err)
{
    clg_results *results = context;
    uint32_t windows = results->windows->count;
    clg_status status = CLG_OK;

    for (uint32_t w = 0; status == CLG_OK && w < windows; w++) {
        size_t cell = (size_t)school * windows + w;
        if (results->windows->state[cell] == CLG_WINDOW_OPEN)
            status = measure_window(results, worker, school, w, err);
        else
            set_missing(&results->school_window, cell, 1, CLG_VALUE_BREAK);
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
    clg_tie_list_forget(&results->ties, school);
    clg_tie_list_forget(&results->exchanges, school);
}

clg_work clg_measuring_work(clg_results *results)
{
    return (clg_work){
        begin, measure_school, end, results, results->study->schools.count,
        NULL,  "measure"};
}
