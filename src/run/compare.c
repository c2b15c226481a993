/* The steps of collegium/compare.h: ask, read, compare, write. */
#include "collegium/compare.h"

#include "base/clock.h"
#include "base/fail.h"
#include "base/file.h"
#include "run/compare_outputs.h"
#include "run/compare_read.h"
#include "run/compare_summary.h"
#include "run/compare_work.h"
#include "store/table_read.h"

/* Without --events the events of the run, which are the changes then; its cycles. */
static clg_status read_history(clg_compare_work *work, const char *panel,
                               clg_error *err)
{
    const clg_compare_options *options = work->request.options;
    bool is_run = clg_store_is_hdf5(panel) && !options->no_events;
    clg_status status = CLG_OK;

    if (options->events != NULL)
        status = clg_compare_read_events(options->events, &work->data, work->times,
                                         &work->changes, err);
    if (status == CLG_OK && is_run)
        status = clg_compare_read_history(
            panel, &work->data, work->times,
            options->events == NULL ? &work->changes : NULL, &work->cycles, err);
    return status;
}

static clg_status read_inputs(clg_compare_work *work, const char *panel, clg_error *err)
{
    bool is_results = clg_store_is_hdf5(panel);
    clg_status status = is_results
                            ? clg_compare_read_results(panel, &work->request,
                                                       &work->data, &work->times, err)
                            : clg_compare_read_csv(panel, &work->request, &work->data,
                                                   &work->times, err);

    if (status == CLG_OK && !is_results && work->request.min_group > 0)
        status = clg_fail(err, CLG_ERROR_ARGUMENT,
                          "--min-group is for results: whom the numbers in a CSV count "
                          "is not known");
    if (status == CLG_OK && work->request.options->rebase != NULL)
        status =
            clg_compare_read_rebase(work->request.options->rebase, &work->data, err);
    return status == CLG_OK ? read_history(work, panel, err) : status;
}

/* The summary first, so that after a failure no folder is left. */
static clg_status hand_over(const clg_compare_work *work, clg_output_folder *folder,
                            const char *panel, double begun, clg_summary **summary,
                            clg_error *err)
{
    clg_status status =
        clg_compare_summary_new(&work->findings, panel, folder->path, work->json,
                                clg_clock() - begun, summary, err);

    if (status == CLG_OK)
        status = clg_output_folder_commit(folder, err);
    if (status != CLG_OK) {
        clg_summary_free(*summary);
        *summary = NULL;
    }
    return status;
}

clg_status clg_compare(const char *panel, const char *out,
                       const clg_compare_options *options, clg_summary **summary,
                       clg_error *err)
{
    static const clg_compare_options defaults = {.measures = NULL};
    double begun = clg_clock();
    clg_output_folder folder = {NULL, NULL, false};
    clg_compare_work work;
    clg_status status;

    *summary = NULL;
    if (options == NULL)
        options = &defaults;
    status = clg_jobs_check(options->jobs, err);
    if (status != CLG_OK)
        return status;
    status = clg_compare_work_begin(&work, options, err);
    if (status == CLG_OK)
        status = clg_path_spares(out, panel, err);
    if (status == CLG_OK)
        status = clg_path_spares(out, options->events, err);
    if (status == CLG_OK)
        status = clg_path_spares(out, options->rebase, err);
    if (status == CLG_OK)
        status = clg_output_folder_open(out, options->force, &folder, err);
    if (status == CLG_OK)
        status = read_inputs(&work, panel, err);
    if (status == CLG_OK)
        status = clg_compare_work_finish(&work, err);
    if (status == CLG_OK)
        status = clg_compare_write(&work.tables, work.json, folder.temporary,
                                   options->jobs, err);
    if (status == CLG_OK)
        status = hand_over(&work, &folder, panel, begun, summary, err);
    clg_compare_work_clear(&work);
    clg_output_folder_discard(&folder);
    return status;
}
