/* The ties of every school and window, and of the whole period, as flat rows. */
#ifndef CLG_RUN_TIE_LIST_H
#define CLG_RUN_TIE_LIST_H

#include "results/table.h"
#include "study/study.h"
#include "study/windows.h"

typedef struct clg_tie_row {
    uint32_t from, to; /* person rows; from < to where ties have no direction */
    uint32_t kind;     /* of exchanges */
    int32_t count;     /* meetings shared, or exchanges */
    double weight, minutes;
} clg_tie_row;

/* Rows of (school s, period w) follow those of (s, w - 1); period number `windows`
 * is the whole. The memory is shared with workers and only touched where used. */
typedef struct clg_tie_list {
    uint32_t schools, periods; /* periods = windows + 1 */
    size_t *room_first;        /* schools + 1: where a school's rows may lie */
    clg_tie_row *rows;         /* shared */
    uint32_t *count;           /* shared: [s * periods + w] */
} clg_tie_list;

/* Room for the ties of the tie graph, or of the exchanges by kind. */
clg_status clg_tie_list_init_ties(clg_tie_list *list, const clg_study *study,
                                  const clg_windows *windows,
                                  clg_error *err) CLG_NODISCARD;
clg_status clg_tie_list_init_exchanges(clg_tie_list *list, const clg_study *study,
                                       const clg_windows *windows,
                                       clg_error *err) CLG_NODISCARD;
void clg_tie_list_clear(clg_tie_list *list);

/* Where the next row of (school, period) goes; periods are filled in order. */
clg_tie_row *clg_tie_list_next(clg_tie_list *list, uint32_t school, uint32_t period);
/* Forgets what a failed school has written. */
void clg_tie_list_forget(clg_tie_list *list, uint32_t school);

/* The windows' ties as a table in the order (window, school, from, to[, kind]), and
 * where each (window, school) begins: offsets has windows * schools + 1 elements. */
clg_status clg_tie_list_table(const clg_tie_list *list, const clg_study *study,
                              const clg_windows *windows, bool is_exchange, int threads,
                              clg_table *table, int64_t **offsets,
                              clg_error *err) CLG_NODISCARD;
/* The whole period's ties in the order (school, from, to[, kind]). */
clg_status clg_tie_list_period_table(const clg_tie_list *list, const clg_study *study,
                                     bool is_exchange, clg_table *table,
                                     clg_error *err) CLG_NODISCARD;

#endif
