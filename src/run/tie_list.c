#include "run/tie_list.h"

#include "base/memory.h"

#include <string.h>

static size_t pairs_of(size_t people)
{
    return people < 2 ? 0 : people * (people - 1) / 2;
}

static clg_status list_reserve(clg_tie_list *list, const clg_study *study,
                               const clg_windows *windows, clg_error *err)
{
    *list = (clg_tie_list){study->schools.count, windows->count + 1, NULL, NULL, NULL};
    list->room_first = clg_array_new((size_t)list->schools + 1, sizeof(size_t), err);
    list->count =
        clg_shared_new((size_t)list->schools * list->periods, sizeof *list->count, err);
    if (list->room_first == NULL || list->count == NULL) {
        clg_tie_list_clear(list);
        return CLG_ERROR_MEMORY;
    }
    return CLG_OK;
}

/* Turns bounds, kept at room_first[s + 1], into offsets and maps the rows. */
static clg_status list_map(clg_tie_list *list, clg_error *err)
{
    for (uint32_t s = 0; s < list->schools; s++)
        list->room_first[s + 1] += list->room_first[s];
    list->rows =
        clg_shared_new(list->room_first[list->schools], sizeof *list->rows, err);
    if (list->rows == NULL) {
        clg_tie_list_clear(list);
        return CLG_ERROR_MEMORY;
    }
    return CLG_OK;
}

/* Pairs of people that meet at all, if no two meetings share a pair. */
static size_t pairs_in_meetings(const clg_study *study, size_t low, size_t high)
{
    size_t pairs = 0;

    for (size_t m = low; m < high; m++)
        pairs +=
            pairs_of(study->attendances.first[m + 1] - study->attendances.first[m]);
    return pairs;
}

static void slice(const clg_windows *windows, const clg_study *study, uint32_t school,
                  uint32_t window, const int64_t *column, const size_t *first,
                  size_t *low, size_t *high)
{
    *low = clg_lower_bound(column, first[school], first[school + 1],
                           clg_window_begin(windows, study, school, window));
    *high = clg_lower_bound(column, *low, first[school + 1],
                            clg_window_end(windows, study, school, window));
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The most ties school s can have over all windows and the whole period. */
static size_t bound_of_ties(const clg_study *study, const clg_windows *windows,
                            uint32_t s)
{
    const clg_schools *schools = &study->schools;
    size_t all = pairs_of(schools->person_first[s + 1] - schools->person_first[s]);
    size_t bound = all, low, high;

    for (uint32_t w = 0; w < windows->count; w++) {
        if (study->has_attendance) {
            slice(windows, study, s, w, study->meetings.start, schools->meeting_first,
                  &low, &high);
            bound += least(all, pairs_in_meetings(study, low, high));
        } else {
            slice(windows, study, s, w, study->exchanges.time, schools->exchange_first,
                  &low, &high);
            bound += least(all, high - low);
        }
    }
    return bound;
}

static size_t bound_of_exchanges(const clg_study *study, const clg_windows *windows,
                                 uint32_t s)
{
    const size_t *first = study->schools.exchange_first;
    size_t bound = first[s + 1] - first[s], low, high;

    for (uint32_t w = 0; w < windows->count; w++) {
        slice(windows, study, s, w, study->exchanges.time, first, &low, &high);
        bound += high - low;
    }
    return bound;
}

clg_status clg_tie_list_init_ties(clg_tie_list *list, const clg_study *study,
                                  const clg_windows *windows, clg_error *err)
{
    clg_status status = list_reserve(list, study, windows, err);

    if (status != CLG_OK)
        return status;
    for (uint32_t s = 0; s < list->schools; s++)
        list->room_first[s + 1] = bound_of_ties(study, windows, s);
    return list_map(list, err);
}

clg_status clg_tie_list_init_exchanges(clg_tie_list *list, const clg_study *study,
                                       const clg_windows *windows, clg_error *err)
{
    clg_status status = list_reserve(list, study, windows, err);

    if (status != CLG_OK)
        return status;
    for (uint32_t s = 0; s < list->schools; s++)
        list->room_first[s + 1] = bound_of_exchanges(study, windows, s);
    return list_map(list, err);
}

void clg_tie_list_clear(clg_tie_list *list)
{
    if (list->rows != NULL)
        clg_shared_free(list->rows, list->room_first[list->schools],
                        sizeof *list->rows);
    clg_shared_free(list->count, (size_t)list->schools * list->periods,
                    sizeof *list->count);
    clg_free(list->room_first);
    *list = (clg_tie_list){0};
}

static const uint32_t *counts_of(const clg_tie_list *list, uint32_t school)
{
    return list->count + (size_t)school * list->periods;
}

static const clg_tie_row *rows_of(const clg_tie_list *list, uint32_t school,
                                  uint32_t period)
{
    const clg_tie_row *row = list->rows + list->room_first[school];

    for (uint32_t w = 0; w < period; w++)
        row += counts_of(list, school)[w];
    return row;
}

clg_tie_row *clg_tie_list_next(clg_tie_list *list, uint32_t school, uint32_t period)
{
    size_t place = (size_t)(rows_of(list, school, period) - list->rows);

    return list->rows + place + counts_of(list, school)[period];
}

void clg_tie_list_forget(clg_tie_list *list, uint32_t school)
{
    memset(list->count + (size_t)school * list->periods, 0,
           list->periods * sizeof *list->count);
}

/* The table's columns, in the order in which they are written. */
typedef struct tie_columns {
    clg_column *school, *window, *from, *to, *kind, *count, *weight, *minutes;
} tie_columns;

static clg_status add_columns(clg_table *table, const clg_study *study,
                              const clg_windows *windows, bool is_exchange,
                              clg_error *err)
{
    const clg_texts *people = &study->people.ids;
    const char *count = is_exchange ? "exchanges" : "meetings";
    clg_status status = clg_table_add(table, CLG_COLUMN_CATEGORY, "school", "",
                                      "the school", &study->schools.ids, err);

    if (status == CLG_OK && windows != NULL)
        status =
            clg_table_add(table, CLG_COLUMN_CATEGORY, "window", "",
                          "the date on which the window begins", &windows->ids, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_ROW, "from", "row of person",
                               is_exchange ? "who contacts" : "one end of the tie",
                               people, err);
    if (status == CLG_OK)
        status = clg_table_add(
            table, CLG_COLUMN_ROW, "to", "row of person",
            is_exchange ? "who is contacted" : "the other end of the tie", people, err);
    if (status == CLG_OK && is_exchange)
        status = clg_table_add(table, CLG_COLUMN_CATEGORY, "kind", "",
                               "kind of exchange", &study->exchange_kinds, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_REAL, "weight", "",
                               is_exchange ? "sum of the weights of the exchanges"
                                           : "weight in the chosen projection",
                               NULL, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_COUNT, "n", count,
                               is_exchange ? "number of exchanges"
                                           : "number of meetings that both attended",
                               NULL, err);
    if (status == CLG_OK && !is_exchange)
        status = clg_table_add(table, CLG_COLUMN_REAL, "minutes", "",
                               "weight in the projection by time together", NULL, err);
    return status;
}

static tie_columns find_columns(const clg_table *table)
{
    return (tie_columns){
        clg_table_column(table, "school"), clg_table_column(table, "window"),
        clg_table_column(table, "from"),   clg_table_column(table, "to"),
        clg_table_column(table, "kind"),   clg_table_column(table, "n"),
        clg_table_column(table, "weight"), clg_table_column(table, "minutes")};
}

static void copy_rows(const clg_tie_list *list, uint32_t school, uint32_t period,
                      const tie_columns *columns, size_t at)
{
    const clg_tie_row *rows = rows_of(list, school, period);
    uint32_t count = counts_of(list, school)[period];

    for (uint32_t i = 0; i < count; i++, at++) {
        columns->school->codes[at] = (int32_t)school;
        if (columns->window != NULL)
            columns->window->codes[at] = (int32_t)period;
        columns->from->codes[at] = (int32_t)rows[i].from;
        columns->to->codes[at] = (int32_t)rows[i].to;
        if (columns->kind != NULL)
            columns->kind->codes[at] = (int32_t)rows[i].kind;
        columns->count->codes[at] = rows[i].count;
        columns->weight->values[at] = rows[i].weight;
        if (columns->minutes != NULL)
            columns->minutes->values[at] = rows[i].minutes;
    }
}

static size_t rows_between(const clg_tie_list *list, uint32_t low, uint32_t high)
{
    size_t rows = 0;

    for (uint32_t s = 0; s < list->schools; s++)
        for (uint32_t w = low; w < high; w++)
            rows += counts_of(list, s)[w];
    return rows;
}

clg_status clg_tie_list_table(const clg_tie_list *list, const clg_study *study,
                              const clg_windows *windows, bool is_exchange, int threads,
                              clg_table *table, int64_t **offsets, clg_error *err)
{
    const char *name = is_exchange ? "exchange_tie" : "tie";
    size_t cells = (size_t)windows->count * list->schools;
    clg_status status;

    *offsets = NULL;
    status =
        clg_table_init(table, name,
                       is_exchange ? "exchanges between two people in a window"
                                   : "ties of the tie graph of a school and window",
                       rows_between(list, 0, windows->count), false, err);
    if (status == CLG_OK)
        status = add_columns(table, study, windows, is_exchange, err);
    if (status != CLG_OK)
        return status;
    *offsets = clg_array_new(cells + 1, sizeof **offsets, err);
    if (*offsets == NULL)
        return CLG_ERROR_MEMORY;

    tie_columns columns = find_columns(table);
    for (size_t c = 0; c < cells; c++) {
        uint32_t school = (uint32_t)(c % list->schools);
        uint32_t window = (uint32_t)(c / list->schools);
        (*offsets)[c + 1] = (*offsets)[c] + counts_of(list, school)[window];
    }
#pragma omp parallel for schedule(static) num_threads(threads)
    for (size_t c = 0; c < cells; c++)
        copy_rows(list, (uint32_t)(c % list->schools), (uint32_t)(c / list->schools),
                  &columns, (size_t)(*offsets)[c]);
    (void)threads;
    return CLG_OK;
}

clg_status clg_tie_list_period_table(const clg_tie_list *list, const clg_study *study,
                                     bool is_exchange, clg_table *table, clg_error *err)
{
    const char *name = is_exchange ? "exchange_tie_period" : "tie_period";
    uint32_t whole = list->periods - 1;
    size_t at = 0;
    clg_status status = clg_table_init(
        table, name,
        is_exchange ? "exchanges between two people over the whole period"
                    : "ties of the tie graph of a school over the whole period",
        rows_between(list, whole, list->periods), false, err);

    if (status == CLG_OK)
        status = add_columns(table, study, NULL, is_exchange, err);
    if (status != CLG_OK)
        return status;

    tie_columns columns = find_columns(table);
    for (uint32_t s = 0; s < list->schools; s++) {
        copy_rows(list, s, whole, &columns, at);
        at += counts_of(list, s)[whole];
    }
    return CLG_OK;
}
