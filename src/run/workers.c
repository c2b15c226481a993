/* Forked workers.
 *
 * Each takes the next unit from the board until none is left. The parent only waits,
 * reports, and replaces the dead: a worker killed in the middle of a unit leaves it
 * "running" with its own process number, which is how the parent knows what was lost.
 */
#define _GNU_SOURCE /* sched_getaffinity */
#include "run/workers.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/monitor.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_NO_BEGIN = 3 };

/* In the worker: never returns. Ctrl-C reaches the whole group, but only the parent
 * acts on it; and a worker must not outlive its parent. */
static _Noreturn void work_until_done(clg_board *board, const clg_work *work)
{
    void *worker = NULL;
    uint32_t place;

    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_DFL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (work->begin(work->context, &worker, &board->error[board->count]) != CLG_OK)
        _exit(EXIT_NO_BEGIN);

    while ((place = atomic_fetch_add(&board->counters->next, 1)) < work->unit_count) {
        uint32_t unit = clg_board_unit(work, place);
        atomic_store(&board->owner[unit], (int)getpid());
        clg_board_do(board, work, worker, unit);
    }
    work->end(worker);
    _exit(EXIT_SUCCESS);
}

static clg_status start_worker(clg_board *board, const clg_work *work, pid_t *process,
                               clg_error *err)
{
    fflush(NULL); /* a worker must not inherit half-written buffers */
    *process = fork();
    if (*process < 0)
        return clg_fail(err, CLG_ERROR_WORKER, "cannot start a worker: %s",
                        strerror(errno));
    if (*process == 0)
        work_until_done(board, work);
    return CLG_OK;
}

static void stop_workers(const pid_t *process, int jobs)
{
    for (int j = 0; j < jobs; j++)
        if (process[j] > 0)
            kill(process[j], SIGKILL);
    for (int j = 0; j < jobs; j++)
        if (process[j] > 0)
            waitpid(process[j], NULL, 0);
}

static void describe_end(int wait_status, clg_error *err)
{
    if (WIFSIGNALED(wait_status))
        clg_fail(err, CLG_ERROR_WORKER, "the worker was ended by signal %d (%s)",
                 WTERMSIG(wait_status), strsignal(WTERMSIG(wait_status)));
    else
        clg_fail(err, CLG_ERROR_WORKER, "the worker ended with exit code %d",
                 WEXITSTATUS(wait_status));
}

/* The dead worker's unfinished unit is lost; nobody else's is. */
static void mark_lost(clg_board *board, pid_t process, int wait_status)
{
    for (uint32_t u = 0; u < board->count; u++) {
        if (atomic_load(&board->owner[u]) != process ||
            atomic_load(&board->state[u]) != CLG_UNIT_RUNNING)
            continue;
        describe_end(wait_status, &board->error[u]);
        atomic_store(&board->state[u], CLG_UNIT_FAILED);
        atomic_fetch_add(&board->counters->done, 1);
    }
}

/* A worker that died between taking a place and writing down its process leaves a
 * unit that nobody owns. That can only be told at the end. */
static void mark_never_done(clg_board *board)
{
    for (uint32_t u = 0; u < board->count; u++) {
        unsigned char state = atomic_load(&board->state[u]);
        if (state == CLG_UNIT_DONE || state == CLG_UNIT_FAILED)
            continue;
        clg_fail(&board->error[u], CLG_ERROR_WORKER, "the worker was lost");
        atomic_store(&board->state[u], CLG_UNIT_FAILED);
    }
}

static bool ended_well(int wait_status)
{
    return WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == EXIT_SUCCESS;
}

/* Takes note of a worker that has ended, and starts another if there is work left. */
static clg_status replace(clg_board *board, const clg_work *work, pid_t *process,
                          int wait_status, clg_error *err)
{
    pid_t ended = *process;

    *process = 0;
    if (ended_well(wait_status))
        return CLG_OK;
    if (WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == EXIT_NO_BEGIN) {
        if (err != NULL)
            *err = board->error[board->count];
        return board->error[board->count].code;
    }
    mark_lost(board, ended, wait_status);
    if (atomic_load(&board->counters->next) >= work->unit_count)
        return CLG_OK;
    return start_worker(board, work, process, err);
}

/* *running counts the workers that are still at it. */
static clg_status reap(clg_board *board, const clg_work *work, pid_t *process, int jobs,
                       int *running, clg_error *err)
{
    *running = 0;
    for (int j = 0; j < jobs; j++) {
        int wait_status = 0;
        if (process[j] > 0 && waitpid(process[j], &wait_status, WNOHANG) != 0) {
            clg_status status = replace(board, work, &process[j], wait_status, err);
            if (status != CLG_OK)
                return status;
        }
        *running += process[j] > 0;
    }
    return CLG_OK;
}

static clg_status wait_for_all(clg_board *board, const clg_work *work, pid_t *process,
                               int jobs, const clg_monitor *monitor, clg_error *err)
{
    const struct timespec pause = {0, 5 * 1000 * 1000};
    int running = jobs;

    while (running > 0) {
        clg_status status = reap(board, work, process, jobs, &running, err);
        if (status != CLG_OK)
            return status;
        clg_board_report(board, work, monitor);
        status = clg_monitor_check(monitor, err);
        if (status != CLG_OK)
            return status;
        if (running > 0)
            nanosleep(&pause, NULL);
    }
    return CLG_OK;
}

clg_status clg_execute_forked(clg_board *board, const clg_work *work, int jobs,
                              const clg_monitor *monitor, clg_error *err)
{
    int workers = (uint32_t)jobs < work->unit_count ? jobs : (int)work->unit_count;
    pid_t *process = clg_array_new((size_t)workers, sizeof *process, err);
    clg_status status = process != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    for (int j = 0; status == CLG_OK && j < workers; j++)
        status = start_worker(board, work, &process[j], err);
    if (status == CLG_OK)
        status = wait_for_all(board, work, process, workers, monitor, err);
    if (status == CLG_OK)
        mark_never_done(board);
    else if (process != NULL)
        stop_workers(process, workers);

    clg_free(process);
    return status;
}

static int limit_from(const char *variable, int processors)
{
    const char *text = getenv(variable);
    long limit = text != NULL ? strtol(text, NULL, 10) : 0;

    return limit > 0 && limit < processors ? (int)limit : processors;
}

int clg_processors(void)
{
    cpu_set_t allowed;
    int processors = 1;

    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0)
        processors = CPU_COUNT(&allowed);
    processors = limit_from("SLURM_CPUS_PER_TASK", processors);
    return limit_from("OMP_NUM_THREADS", processors);
}
