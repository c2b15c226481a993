#include "run/executor.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/monitor.h"
#include "run/workers.h"

clg_status clg_board_init(clg_board *board, uint32_t count, clg_error *err)
{
    *board = (clg_board){.count = count};
    bool ok =
        (board->counters = clg_shared_new(1, sizeof *board->counters, err)) &&
        (board->state = clg_shared_new(count, sizeof *board->state, err)) &&
        (board->owner = clg_shared_new(count, sizeof *board->owner, err)) &&
        (board->error = clg_shared_new((size_t)count + 1, sizeof *board->error, err));

    if (!ok)
        clg_board_clear(board);
    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

void clg_board_clear(clg_board *board)
{
    clg_shared_free(board->counters, 1, sizeof *board->counters);
    clg_shared_free(board->state, board->count, sizeof *board->state);
    clg_shared_free(board->owner, board->count, sizeof *board->owner);
    clg_shared_free(board->error, (size_t)board->count + 1, sizeof *board->error);
    *board = (clg_board){0};
}

void clg_board_do(clg_board *board, const clg_work *work, void *worker, uint32_t unit)
{
    clg_error err = CLG_ERROR_INIT;

    atomic_store(&board->state[unit], CLG_UNIT_RUNNING);
    if (work->unit(work->context, worker, unit, &err) == CLG_OK) {
        atomic_store(&board->state[unit], CLG_UNIT_DONE);
    } else {
        board->error[unit] = err;
        atomic_store(&board->state[unit], CLG_UNIT_FAILED);
    }
    atomic_fetch_add(&board->counters->done, 1);
}

void clg_board_report(const clg_board *board, const clg_work *work,
                      const clg_monitor *monitor)
{
    clg_monitor_report(monitor, work->stage, atomic_load(&board->counters->done),
                       work->unit_count);
}

static clg_status execute_serially(clg_board *board, const clg_work *work,
                                   const clg_monitor *monitor, clg_error *err)
{
    void *worker = NULL;
    clg_status status = work->begin(work->context, &worker, err);

    for (uint32_t i = 0; status == CLG_OK && i < work->unit_count; i++) {
        clg_board_do(board, work, worker, clg_board_unit(work, i));
        clg_board_report(board, work, monitor);
        status = clg_monitor_check(monitor, err);
    }
    if (worker != NULL)
        work->end(worker);
    return status;
}

static clg_status collect(const clg_board *board, clg_outcomes *outcomes,
                          clg_error *err)
{
    outcomes->state = clg_array_new(board->count, sizeof *outcomes->state, err);
    outcomes->error = clg_array_new(board->count, sizeof *outcomes->error, err);
    if (outcomes->state == NULL || outcomes->error == NULL)
        return CLG_ERROR_MEMORY;

    outcomes->count = board->count;
    for (uint32_t u = 0; u < board->count; u++) {
        outcomes->state[u] = atomic_load(&board->state[u]);
        if (outcomes->state[u] == CLG_UNIT_FAILED)
            outcomes->error[u] = board->error[u];
    }
    return CLG_OK;
}

clg_status clg_execute(const clg_work *work, int jobs, const clg_monitor *monitor,
                       clg_outcomes *outcomes, clg_error *err)
{
    clg_board board;
    clg_status status;

    *outcomes = (clg_outcomes){0, NULL, NULL};
    status = clg_board_init(&board, work->unit_count, err);
    if (status != CLG_OK)
        return status;

    if (jobs > 1 && work->unit_count > 1)
        status = clg_execute_forked(&board, work, jobs, monitor, err);
    else
        status = execute_serially(&board, work, monitor, err);
    if (status == CLG_OK)
        status = collect(&board, outcomes, err);

    clg_board_clear(&board);
    return status;
}

void clg_outcomes_clear(clg_outcomes *outcomes)
{
    clg_free(outcomes->state);
    clg_free(outcomes->error);
    *outcomes = (clg_outcomes){0, NULL, NULL};
}

uint32_t clg_outcomes_failed(const clg_outcomes *outcomes)
{
    uint32_t failed = 0;

    for (uint32_t u = 0; u < outcomes->count; u++)
        failed += outcomes->state[u] == CLG_UNIT_FAILED;
    return failed;
}

/* OpenMP keeps a record a thread on the stack, and ends the process when it runs out.
 */
enum { MOST_JOBS = 1024 };

clg_status clg_jobs_check(int jobs, clg_error *err)
{
    if (jobs >= 0 && jobs <= MOST_JOBS)
        return CLG_OK;
    return clg_fail(err, CLG_ERROR_ARGUMENT, "jobs is %d, expected 0 to %d", jobs,
                    MOST_JOBS);
}
