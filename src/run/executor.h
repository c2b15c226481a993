/* Doing many independent units of work: one after the other, or in forked workers.
 *
 * A unit is a school. Workers are processes, because igraph is not thread-safe and
 * because a worker that crashes must cost its unit and no more. They read what the
 * caller prepared copy-on-write and write into memory from clg_shared_new(), each unit
 * into places of its own; so the results don't depend on who did what. */
#ifndef CLG_RUN_EXECUTOR_H
#define CLG_RUN_EXECUTOR_H

#include "collegium/error.h"
#include "collegium/monitor.h"

/* What to do. begin() makes what a worker keeps between units, end() frees it. */
typedef struct clg_work {
    clg_status (*begin)(void *context, void **worker, clg_error *err);
    clg_status (*unit)(void *context, void *worker, uint32_t unit, clg_error *err);
    void (*end)(void *worker);
    void *context;
    uint32_t unit_count;
    const uint32_t
        *order;        /* the order in which units are handed out; NULL = by number */
    const char *stage; /* for the monitor */
} clg_work;

typedef enum clg_unit_state {
    CLG_UNIT_WAITING,
    CLG_UNIT_RUNNING,
    CLG_UNIT_DONE,
    CLG_UNIT_FAILED
} clg_unit_state;

typedef struct clg_outcomes {
    uint32_t count;
    unsigned char *state; /* clg_unit_state */
    clg_error *error;     /* of failed units */
} clg_outcomes;

/* jobs = 1 works in this process; more forks that many workers (never more than there
 * are units). A worker that dies is replaced. The caller frees the outcomes with
 * clg_outcomes_clear() in every case.
 * CLG_ERROR_INTERRUPTED: the monitor asked to stop, all workers are gone.
 * CLG_ERROR_WORKER: no process could be forked. Other errors: begin() failed. */
clg_status clg_execute(const clg_work *work, int jobs, const clg_monitor *monitor,
                       clg_outcomes *outcomes, clg_error *err) CLG_NODISCARD;
void clg_outcomes_clear(clg_outcomes *outcomes);
uint32_t clg_outcomes_failed(const clg_outcomes *outcomes);

/* Processors this process may use: the scheduler's mask, SLURM_CPUS_PER_TASK and
 * OMP_NUM_THREADS, whichever is least; at least 1. */
int clg_processors(void);

/* CLG_ERROR_ARGUMENT unless jobs are from 0, which is all processors, to 1024. */
clg_status clg_jobs_check(int jobs, clg_error *err) CLG_NODISCARD;

#endif
