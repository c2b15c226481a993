/* The steps of collegium/run.h, in the order of the data: read, measure, write. */
#include "collegium/run.h"

#include "base/clock.h"
#include "base/fail.h"
#include "base/file.h"
#include "ingest/ingest.h"
#include "run/outputs.h"
#include "store/study_h5.h"
#include "study/seniority.h"

static const clg_run_options default_options = CLG_RUN_OPTIONS_INIT;

/* Everything that a step holds, released together. */
typedef struct pipeline {
    const clg_run_options *options;
    clg_study *study;
    clg_windows windows;
    clg_results results;
    clg_run_stages stages;
    clg_run_comparison comparison;
    clg_output_folder folder;
    clg_findings findings;
} pipeline;

static clg_status start_run(pipeline *run, const char *command,
                            const clg_run_options *options, clg_error *err)
{
    *run = (struct pipeline){.options = options != NULL ? options : &default_options};
    run->findings.command = command;
    run->findings.stamp = run->options->stamp;
    run->findings.jobs = run->options->jobs > 0 ? run->options->jobs : clg_processors();
    return clg_jobs_check(run->options->jobs, err);
}

static void end_run(pipeline *run)
{
    clg_output_folder_discard(&run->folder);
    clg_run_comparison_clear(&run->comparison);
    clg_run_stages_clear(&run->stages);
    clg_results_clear(&run->results);
    clg_windows_clear(&run->windows);
    clg_study_free(run->study);
}

static clg_overrides overrides_of(const clg_choices *choices)
{
    return (clg_overrides){.data = choices->data,
                           .window = choices->window,
                           .step = choices->step,
                           .time_zone = choices->time_zone,
                           .max_bad = choices->max_bad,
                           .seed = choices->seed,
                           .projection = choices->projection,
                           .half_life = choices->half_life,
                           .measures = choices->measures,
                           .strata = choices->strata,
                           .resample = choices->resample,
                           .interval = choices->interval,
                           .strict = choices->strict};
}

static clg_status read_logs(pipeline *run, const char *path, bool tolerate,
                            clg_error *err)
{
    clg_overrides overrides = overrides_of(&run->options->choices);
    clg_ingest_options options = {.threads = run->findings.jobs,
                                  .tolerate = tolerate,
                                  .monitor = &run->options->monitor};
    double start = clg_clock();
    clg_status status = CLG_ERROR_MEMORY;

    run->study = clg_study_new(err);
    if (run->study != NULL)
        status = clg_settings_read(path, &overrides, &run->study->settings, err);
    if (status == CLG_OK)
        status = clg_ingest(run->study, &options, err);
    run->findings.study = run->study;
    run->findings.seconds_reading = clg_clock() - start;
    return status;
}

static clg_status find_windows(pipeline *run, clg_error *err)
{
    clg_status status = clg_windows_new(run->study, &run->windows, err);

    if (status == CLG_OK)
        run->findings.windows = &run->windows;
    return status;
}

static clg_status measure(pipeline *run, clg_error *err)
{
    double start = clg_clock();
    clg_status status = clg_study_add_seniority(run->study, err);

    if (status == CLG_OK)
        status = find_windows(run, err);
    if (status == CLG_OK)
        status = clg_results_init(&run->results, run->study, &run->windows, err);
    if (status == CLG_OK)
        status = clg_results_measure(&run->results, run->findings.jobs,
                                     &run->options->monitor, err);
    if (status == CLG_OK)
        status = clg_run_stages_fit(&run->results, run->findings.jobs,
                                    &run->options->monitor, &run->stages, err);
    if (status == CLG_OK)
        status = clg_run_comparison_make(&run->results, run->findings.jobs,
                                         &run->options->monitor, &run->comparison, err);
    run->findings.results = &run->results;
    run->findings.stages = &run->stages;
    run->findings.comparison = &run->comparison;
    run->findings.has_report = !run->options->no_report;
    run->findings.seconds_measuring = clg_clock() - start;
    return status;
}

static clg_status write_results(pipeline *run, clg_error *err)
{
    double start = clg_clock();
    clg_status status = clg_outputs_write(&run->findings, run->folder.temporary,
                                          &run->options->monitor, err);

    if (status == CLG_OK)
        status = clg_output_folder_commit(&run->folder, err);
    run->findings.seconds_writing = clg_clock() - start;
    return status;
}

clg_status clg_run(const char *study, const char *out, const clg_run_options *options,
                   clg_summary **summary, clg_error *err)
{
    pipeline run;
    clg_status status = start_run(&run, "run", options, err);

    *summary = NULL;
    run.findings.out = out;
    if (status == CLG_OK)
        status = clg_path_spares(out, study, err);
    if (status == CLG_OK)
        status = clg_output_folder_open(out, run.options->force, &run.folder, err);
    if (status == CLG_OK)
        status = read_logs(&run, study, false, err);
    if (status == CLG_OK)
        status = measure(&run, err);
    if (status == CLG_OK)
        status = write_results(&run, err);
    if (status == CLG_OK)
        status = clg_summary_new(&run.findings, summary, err);
    end_run(&run);
    return status;
}

static clg_status check_is_free(const char *path, bool force, clg_error *err)
{
    if (force || !clg_path_exists(path))
        return CLG_OK;
    clg_fail_at(err, CLG_ERROR_IO, path, 0, 0, "exists already");
    clg_hint(err, "--force replaces it");
    return CLG_ERROR_IO;
}

clg_status clg_ingest_to_store(const char *study, const char *out,
                               const clg_run_options *options, clg_summary **summary,
                               clg_error *err)
{
    pipeline run;
    clg_status status = start_run(&run, "ingest", options, err);

    *summary = NULL;
    run.findings.out = out;
    if (status == CLG_OK)
        status = check_is_free(out, run.options->force, err);
    if (status == CLG_OK)
        status = read_logs(&run, study, false, err);
    if (status == CLG_OK)
        status = find_windows(&run, err);
    double start = clg_clock();
    if (status == CLG_OK)
        status = clg_study_write_h5(run.study, out, err);
    run.findings.seconds_writing = clg_clock() - start;
    if (status == CLG_OK)
        status = clg_summary_new(&run.findings, summary, err);
    end_run(&run);
    return status;
}

/* Choices about reading come too late for a study file. */
static clg_status refuse_reading_choices(const clg_choices *choices, clg_error *err)
{
    const char *late = choices->data != NULL        ? "--data"
                       : choices->time_zone != NULL ? "--time-zone"
                       : choices->max_bad != NULL   ? "--max-bad"
                       : choices->strict            ? "--strict"
                                                    : NULL;

    if (late == NULL)
        return CLG_OK;
    return clg_fail(err, CLG_ERROR_ARGUMENT,
                    "%s: the logs were read by 'collegium ingest', give it there",
                    late);
}

static clg_status read_store(pipeline *run, const char *path, clg_error *err)
{
    clg_overrides overrides = overrides_of(&run->options->choices);
    double start = clg_clock();
    clg_status status = refuse_reading_choices(&run->options->choices, err);

    if (status == CLG_OK)
        status = clg_study_read_h5(path, &run->study, err);
    if (status == CLG_OK)
        status = clg_settings_override(&run->study->settings, &overrides, err);
    run->findings.study = run->study;
    run->findings.seconds_reading = clg_clock() - start;
    return status;
}

clg_status clg_measure_store(const char *study_store, const char *out,
                             const clg_run_options *options, clg_summary **summary,
                             clg_error *err)
{
    pipeline run;
    clg_status status = start_run(&run, "measure", options, err);

    *summary = NULL;
    run.findings.out = out;
    if (status == CLG_OK)
        status = clg_path_spares(out, study_store, err);
    if (status == CLG_OK)
        status = clg_output_folder_open(out, run.options->force, &run.folder, err);
    if (status == CLG_OK)
        status = read_store(&run, study_store, err);
    if (status == CLG_OK)
        status = measure(&run, err);
    if (status == CLG_OK)
        status = write_results(&run, err);
    if (status == CLG_OK)
        status = clg_summary_new(&run.findings, summary, err);
    end_run(&run);
    return status;
}

clg_status clg_check(const char *study, const clg_run_options *options,
                     clg_summary **summary, clg_error *err)
{
    pipeline run;
    clg_status status = start_run(&run, "check", options, err);

    *summary = NULL;
    if (status == CLG_OK)
        status = read_logs(&run, study, true, err);
    if (status == CLG_OK)
        status = find_windows(&run, err);
    if (status == CLG_OK)
        status = clg_summary_new(&run.findings, summary, err);
    end_run(&run);
    return status;
}
