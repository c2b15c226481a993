#include "run/run_comparison.h"

#include "base/fail.h"
#include "run/compare_read.h"
#include "run/compare_take.h"

#include <inttypes.h>
#include <stdio.h>

/* Labels times schools times measures; some .4 ms each on one processor. */
enum { MOST_EFFECT_CELLS = 50000 };

static double end_of(const clg_results *results)
{
    double latest = 0.0;

    for (uint32_t w = 0; w < results->windows->count; w++)
        if ((double)results->windows->end_day[w] > latest)
            latest = (double)results->windows->end_day[w];
    return latest;
}

/* Effects of changes take long in large networks; a run does without these, and says
 * so, rather than spend more on them than on the measures. */
static void decline_what_takes_long(clg_compare_work *work)
{
    clg_change_starts *changes = &work->changes;
    size_t cells =
        changes->labels.count * work->data.school_count * work->data.measure_count;
    clg_change_starts none = {.rare = changes->rare};

    if (cells <= MOST_EFFECT_CELLS)
        return;
    none.declined = (uint32_t)changes->labels.count;
    clg_change_starts_clear(changes);
    *changes = none;
}

static clg_status compare(const clg_results *results, clg_run_comparison *comparison,
                          clg_error *err)
{
    clg_compare_work *work = &comparison->work;
    const clg_compare_source tables = {"the measures", &results->school,
                                       &results->school_window, &results->significance,
                                       results->study->settings.interval};
    const clg_compare_history history = {&results->events.event,
                                         &results->events.cycle_step, end_of(results)};
    clg_status status = clg_compare_work_begin(work, &comparison->options, err);

    if (status == CLG_OK)
        status = clg_compare_from_tables(&tables, &work->request, &work->data,
                                         &work->times, err);
    if (status == CLG_OK)
        status =
            clg_compare_take_history(&history, tables.path, &work->data, work->times,
                                     &work->changes, &work->cycles, err);
    if (status == CLG_OK)
        decline_what_takes_long(work);
    if (status == CLG_OK)
        status = clg_compare_work_finish(work, err);
    return status;
}

clg_status clg_run_comparison_make(const clg_results *results, int jobs,
                                   const clg_monitor *monitor,
                                   clg_run_comparison *comparison, clg_error *err)
{
    clg_error cause = CLG_ERROR_INIT;
    clg_status status;

    *comparison = (clg_run_comparison){.options = {.jobs = jobs}};
    if (monitor != NULL)
        comparison->options.monitor = *monitor;
    snprintf(comparison->seed, sizeof comparison->seed, "%" PRIu64,
             results->study->settings.seed);
    comparison->options.seed = comparison->seed;
    status = compare(results, comparison, &cause);
    comparison->is_made = status == CLG_OK;
    if (status == CLG_ERROR_MEMORY || status == CLG_ERROR_INTERRUPTED)
        return clg_fail(err, status, "%s", cause.message);
    snprintf(comparison->reason, sizeof comparison->reason, "%s", cause.message);
    return CLG_OK;
}

void clg_run_comparison_clear(clg_run_comparison *comparison)
{
    clg_compare_work_clear(&comparison->work);
    comparison->is_made = false;
}
