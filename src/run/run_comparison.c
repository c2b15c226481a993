#include "run/run_comparison.h"

#include "base/fail.h"
#include "run/compare_take.h"

#include <inttypes.h>
#include <stdio.h>

static clg_status compare(const clg_results *results, clg_run_comparison *comparison,
                          clg_error *err)
{
    clg_compare_work *work = &comparison->work;
    const clg_compare_source tables = {"the measures", &results->school,
                                       &results->school_window, &results->significance,
                                       results->study->settings.interval};
    clg_status status = clg_compare_work_begin(work, &comparison->options, err);

    if (status == CLG_OK)
        status = clg_compare_from_tables(&tables, &work->request, &work->data,
                                         &work->times, err);
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
