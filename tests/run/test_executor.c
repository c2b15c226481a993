/* clg_execute: the same results in one process and in many, a crash that costs one unit
 * only, failing units, cancelling, and a worker that cannot begin. */
#include "check.h"

#include "base/fail.h"
#include "base/memory.h"
#include "run/executor.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

enum { UNITS = 40, CRASHING = 7, FAILING = 11 };

struct job {
    uint32_t *square; /* shared */
    bool crash, fail, no_begin;
};

static clg_status begin(void *context, void **worker, clg_error *err)
{
    struct job *job = context;

    if (job->no_begin)
        return clg_fail(err, CLG_ERROR_DEPENDENCY, "no igraph today");
    *worker = malloc(1);
    return CLG_OK;
}

static clg_status square(void *context, void *worker, uint32_t unit, clg_error *err)
{
    struct job *job = context;

    (void)worker;
    if (job->crash && unit == CRASHING)
        raise(SIGKILL);
    if (job->fail && unit == FAILING)
        return clg_fail(err, CLG_ERROR_MEMORY, "unit %u is too large", unit);
    job->square[unit] = unit * unit;
    return CLG_OK;
}

static bool always(void *payload)
{
    (void)payload;
    return true;
}

static struct job job_new(void)
{
    return (struct job){clg_shared_new(UNITS, sizeof(uint32_t), NULL), 0, 0, 0};
}

static void job_free(struct job *job)
{
    clg_shared_free(job->square, UNITS, sizeof(uint32_t));
}

static clg_work work_of(struct job *job)
{
    return (clg_work){begin, square, free, job, UNITS, NULL, "square"};
}

/* Every unit that was not lost has its result. */
static void check_squares(const struct job *job, const clg_outcomes *outcomes,
                          uint32_t failed)
{
    assert_int_equal(outcomes->count, UNITS);
    assert_int_equal(clg_outcomes_failed(outcomes), failed);
    for (uint32_t u = 0; u < UNITS; u++)
        if (outcomes->state[u] != CLG_UNIT_FAILED) {
            assert_int_equal(outcomes->state[u], CLG_UNIT_DONE);
            assert_int_equal(job->square[u], u * u);
        }
}

static void any_number_of_workers_does_every_unit(void **state)
{
    (void)state;
    const int jobs[] = {1, 2, 7, 100};

    for (size_t i = 0; i < COUNT_OF(jobs); i++) {
        struct job job = job_new();
        clg_work work = work_of(&job);
        clg_outcomes outcomes;

        check_ok(clg_execute(&work, jobs[i], NULL, &outcomes, &err));
        check_squares(&job, &outcomes, 0);
        clg_outcomes_clear(&outcomes);
        job_free(&job);
    }
}

static void a_killed_worker_costs_its_unit_only(void **state)
{
    (void)state;
    const int jobs[] = {2, 7};

    for (size_t i = 0; i < COUNT_OF(jobs); i++) {
        struct job job = job_new();
        clg_work work = work_of(&job);
        clg_outcomes outcomes;

        job.crash = true;
        check_ok(clg_execute(&work, jobs[i], NULL, &outcomes, &err));
        check_squares(&job, &outcomes, 1);
        assert_string_equal(outcomes.error[CRASHING].message,
                            "the worker was ended by signal 9 (Killed)");
        clg_outcomes_clear(&outcomes);
        job_free(&job);
    }
}

static void a_failing_unit_keeps_its_reason(void **state)
{
    (void)state;
    const int jobs[] = {1, 3};

    for (size_t i = 0; i < COUNT_OF(jobs); i++) {
        struct job job = job_new();
        clg_work work = work_of(&job);
        clg_outcomes outcomes;

        job.fail = true;
        check_ok(clg_execute(&work, jobs[i], NULL, &outcomes, &err));
        check_squares(&job, &outcomes, 1);
        assert_string_equal(outcomes.error[FAILING].message, "unit 11 is too large");
        clg_outcomes_clear(&outcomes);
        job_free(&job);
    }
}

static void cancelling_ends_the_workers(void **state)
{
    (void)state;
    clg_monitor monitor = {.is_cancelled = always};

    for (int jobs = 1; jobs <= 2; jobs++) {
        struct job job = job_new();
        clg_work work = work_of(&job);
        clg_outcomes outcomes;

        check_fails(clg_execute(&work, jobs, &monitor, &outcomes, &err),
                    CLG_ERROR_INTERRUPTED, "interrupted");
        clg_outcomes_clear(&outcomes);
        job_free(&job);
    }
}

static void a_worker_that_cannot_begin_stops_the_run(void **state)
{
    (void)state;

    for (int jobs = 1; jobs <= 2; jobs++) {
        struct job job = job_new();
        clg_work work = work_of(&job);
        clg_outcomes outcomes;

        job.no_begin = true;
        check_fails(clg_execute(&work, jobs, NULL, &outcomes, &err),
                    CLG_ERROR_DEPENDENCY, "no igraph today");
        clg_outcomes_clear(&outcomes);
        job_free(&job);
    }
}

static void nothing_to_do_is_fine(void **state)
{
    (void)state;
    struct job job = {0};
    clg_work work = work_of(&job);
    clg_outcomes outcomes;

    work.unit_count = 0;
    check_ok(clg_execute(&work, 4, NULL, &outcomes, &err));
    assert_int_equal(outcomes.count, 0);
    clg_outcomes_clear(&outcomes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_workers_does_every_unit),
        cmocka_unit_test(a_killed_worker_costs_its_unit_only),
        cmocka_unit_test(a_failing_unit_keeps_its_reason),
        cmocka_unit_test(cancelling_ends_the_workers),
        cmocka_unit_test(a_worker_that_cannot_begin_stops_the_run),
        cmocka_unit_test(nothing_to_do_is_fine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
