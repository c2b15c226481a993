/* The steps of collegium/run.h, in the order of the data: read, measure, write. */
#define _POSIX_C_SOURCE 200809L
#include "collegium/run.h"

#include "base/fail.h"
#include "base/file.h"
#include "ingest/ingest.h"
#include "run/outputs.h"
#include "store/study_h5.h"

#include <time.h>

static const clg_run_options default_options = CLG_RUN_OPTIONS_INIT;

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Everything that a step holds, released together. */
typedef struct job {
    const clg_run_options *options;
    clg_study *study;
    clg_windows windows;
    clg_results results;
    clg_output_folder folder;
    clg_findings findings;
} job;

static clg_status job_start(job *job, const char *command,
                            const clg_run_options *options, clg_error *err)
{
    *job = (struct job){.options = options != NULL ? options : &default_options};
    job->findings.command = command;
    job->findings.stamp = job->options->stamp;
    if (job->options->jobs < 0)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "jobs is %d, expected 0 or more",
                        job->options->jobs);
    job->findings.jobs = job->options->jobs > 0 ? job->options->jobs : clg_processors();
    return CLG_OK;
}

static void job_end(job *job)
{
    clg_output_folder_discard(&job->folder);
    clg_results_clear(&job->results);
    clg_windows_clear(&job->windows);
    clg_study_free(job->study);
}

static clg_overrides overrides_of(const clg_choices *choices)
{
    return (clg_overrides){.data = choices->data,
                           .window = choices->window,
                           .step = choices->step,
                           .time_zone = choices->time_zone,
                           .max_bad = choices->max_bad,
                           .seed = choices->seed,
                           .strict = choices->strict};
}

static clg_status read_logs(job *job, const char *path, bool tolerate, clg_error *err)
{
    clg_overrides overrides = overrides_of(&job->options->choices);
    clg_ingest_options options = {.threads = job->findings.jobs,
                                  .tolerate = tolerate,
                                  .monitor = &job->options->monitor};
    double start = now();
    clg_status status = CLG_ERROR_MEMORY;

    job->study = clg_study_new(err);
    if (job->study != NULL)
        status = clg_settings_read(path, &overrides, &job->study->settings, err);
    if (status == CLG_OK)
        status = clg_ingest(job->study, &options, err);
    job->findings.study = job->study;
    job->findings.seconds_reading = now() - start;
    return status;
}

static clg_status find_windows(job *job, clg_error *err)
{
    clg_status status = clg_windows_new(job->study, &job->windows, err);

    if (status == CLG_OK)
        job->findings.windows = &job->windows;
    return status;
}

static clg_status measure(job *job, clg_error *err)
{
    double start = now();
    clg_status status = find_windows(job, err);

    if (status == CLG_OK)
        status = clg_results_init(&job->results, job->study, &job->windows, err);
    if (status == CLG_OK)
        status = clg_results_measure(&job->results, job->findings.jobs,
                                     &job->options->monitor, err);
    job->findings.results = &job->results;
    job->findings.seconds_measuring = now() - start;
    return status;
}

static clg_status write_results(job *job, clg_error *err)
{
    double start = now();
    clg_status status = clg_outputs_write(&job->findings, job->folder.temporary,
                                          &job->options->monitor, err);

    if (status == CLG_OK)
        status = clg_output_folder_commit(&job->folder, err);
    job->findings.seconds_writing = now() - start;
    return status;
}

clg_status clg_run(const char *study, const char *out, const clg_run_options *options,
                   clg_summary **summary, clg_error *err)
{
    job job;
    clg_status status = job_start(&job, "run", options, err);

    *summary = NULL;
    job.findings.out = out;
    if (status == CLG_OK)
        status = clg_output_folder_open(out, job.options->force, &job.folder, err);
    if (status == CLG_OK)
        status = read_logs(&job, study, false, err);
    if (status == CLG_OK)
        status = measure(&job, err);
    if (status == CLG_OK)
        status = write_results(&job, err);
    if (status == CLG_OK)
        status = clg_summary_new(&job.findings, summary, err);
    job_end(&job);
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
    job job;
    clg_status status = job_start(&job, "ingest", options, err);

    *summary = NULL;
    job.findings.out = out;
    if (status == CLG_OK)
        status = check_is_free(out, job.options->force, err);
    if (status == CLG_OK)
        status = read_logs(&job, study, false, err);
    if (status == CLG_OK)
        status = find_windows(&job, err);
    double start = now();
    if (status == CLG_OK)
        status = clg_study_write_h5(job.study, out, err);
    job.findings.seconds_writing = now() - start;
    if (status == CLG_OK)
        status = clg_summary_new(&job.findings, summary, err);
    job_end(&job);
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

static clg_status read_store(job *job, const char *path, clg_error *err)
{
    clg_overrides overrides = overrides_of(&job->options->choices);
    double start = now();
    clg_status status = refuse_reading_choices(&job->options->choices, err);

    if (status == CLG_OK)
        status = clg_study_read_h5(path, &job->study, err);
    if (status == CLG_OK)
        status = clg_settings_override(&job->study->settings, &overrides, err);
    job->findings.study = job->study;
    job->findings.seconds_reading = now() - start;
    return status;
}

clg_status clg_measure_store(const char *study_store, const char *out,
                             const clg_run_options *options, clg_summary **summary,
                             clg_error *err)
{
    job job;
    clg_status status = job_start(&job, "measure", options, err);

    *summary = NULL;
    job.findings.out = out;
    if (status == CLG_OK)
        status = clg_output_folder_open(out, job.options->force, &job.folder, err);
    if (status == CLG_OK)
        status = read_store(&job, study_store, err);
    if (status == CLG_OK)
        status = measure(&job, err);
    if (status == CLG_OK)
        status = write_results(&job, err);
    if (status == CLG_OK)
        status = clg_summary_new(&job.findings, summary, err);
    job_end(&job);
    return status;
}

clg_status clg_check(const char *study, const clg_run_options *options,
                     clg_summary **summary, clg_error *err)
{
    job job;
    clg_status status = job_start(&job, "check", options, err);

    *summary = NULL;
    if (status == CLG_OK)
        status = read_logs(&job, study, true, err);
    if (status == CLG_OK)
        status = find_windows(&job, err);
    if (status == CLG_OK)
        status = clg_summary_new(&job.findings, summary, err);
    job_end(&job);
    return status;
}
