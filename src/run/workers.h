/* What the two executors share: the board on which units are taken and ticked off. It
 * lies in memory that forked workers share. */
#ifndef CLG_RUN_WORKERS_H
#define CLG_RUN_WORKERS_H

#include "run/executor.h"

#include <stdatomic.h>
#include <stdbool.h>

typedef struct clg_board_counters {
    atomic_uint next; /* place in the order of the next unit to be taken */
    atomic_uint done;
} clg_board_counters;

typedef struct clg_board {
    uint32_t count;
    clg_board_counters *counters;
    atomic_uchar *state; /* clg_unit_state, one a unit */
    atomic_int *owner;   /* process that took the unit */
    clg_error *error;    /* one a unit, and a last one for what begin() reports */
} clg_board;

clg_status clg_board_init(clg_board *board, uint32_t count,
                          clg_error *err) CLG_NODISCARD;
void clg_board_clear(clg_board *board);

/* The unit at a place in the work's order. */
static inline uint32_t clg_board_unit(const clg_work *work, uint32_t place)
{
    return work->order != NULL ? work->order[place] : place;
}

/* Does one unit and notes how it went. */
void clg_board_do(clg_board *board, const clg_work *work, void *worker, uint32_t unit);
void clg_board_report(const clg_board *board, const clg_work *work,
                      const clg_monitor *monitor);

clg_status clg_execute_forked(clg_board *board, const clg_work *work, int jobs,
                              const clg_monitor *monitor, clg_error *err) CLG_NODISCARD;

#endif
