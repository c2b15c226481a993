/* The whole way from logs to results, and where its time goes.
 *
 *     bench_run STUDY OUT [--jobs N] [--repeats R]
 *
 * OUT is made and replaced. One line for the whole, one for each stage of the median
 * run's last repeat: a stage begins with the first report that names it and ends when
 * the next one begins, so that the stages add up to the run. */
#include "bench.h"

#include "base/file.h"
#include "collegium/run.h"

#include <stdio.h>
#include <string.h>

enum { STAGES_MAX = 32 };

typedef struct run_stage {
    char name[48];
    uint64_t total; /* units, as reported */
    double begin;
} run_stage;

typedef struct run_subject {
    const char *study, *out;
    int jobs;
    run_stage stages[STAGES_MAX];
    int stage_count;
    double begin, end;
} run_subject;

static void note_progress(void *payload, const char *name, uint64_t done,
                          uint64_t total)
{
    run_subject *subject = payload;
    run_stage *last = subject->stages + subject->stage_count - 1;

    (void)done;
    if (subject->stage_count > 0 && strcmp(last->name, name) == 0) {
        last->total = total;
        return;
    }
    if (subject->stage_count == STAGES_MAX)
        return;
    last = &subject->stages[subject->stage_count++];
    snprintf(last->name, sizeof last->name, "%s", name);
    last->total = total;
    last->begin = bench_now();
}

static int run(void *payload)
{
    run_subject *subject = payload;
    clg_run_options options = CLG_RUN_OPTIONS_INIT;
    clg_summary *summary = NULL;
    clg_error err = CLG_ERROR_INIT;
    clg_status status;

    options.jobs = subject->jobs;
    options.force = true;
    options.monitor.report = note_progress;
    options.monitor.payload = subject;
    subject->stage_count = 0;
    subject->begin = bench_now();
    status = clg_run(subject->study, subject->out, &options, &summary, &err);
    subject->end = bench_now();
    if (status != CLG_OK)
        fprintf(stderr, "%s:%d: %s\n", err.path, (int)err.line, err.message);
    clg_summary_free(summary);
    return status != CLG_OK;
}

/* Lines below the header of one of the study's tables; 0 if it is not there. */
static uint64_t rows_of(const char *study, const char *table, uint64_t *bytes)
{
    clg_input input;
    uint64_t lines = 0;
    char path[4096];

    snprintf(path, sizeof path, "%s/%s.csv", study, table);
    if (clg_input_open(path, path, &input, NULL) != CLG_OK)
        return 0;
    for (size_t i = 0; i < input.size; i++)
        lines += input.bytes[i] == '\n';
    *bytes += input.size;
    clg_input_close(&input);
    return lines > 0 ? lines - 1 : 0;
}

static void print_stages(const run_subject *subject)
{
    for (int s = 0; s < subject->stage_count; s++) {
        const run_stage *stage = &subject->stages[s];
        bool is_last = s + 1 == subject->stage_count;
        double end = is_last ? subject->end : subject->stages[s + 1].begin;
        bench_print_stage("run", stage->name, stage->total, "units of the stage",
                          end - stage->begin);
    }
}

int main(int argc, char **argv)
{
    static run_subject subject;
    bench_result whole = {.name = "run"};
    uint64_t schools, unused = 0;
    char parameter[96];

    if (argc < 3) {
        fputs("usage: bench_run STUDY OUT [--jobs N] [--repeats R]\n", stderr);
        return 2;
    }
    subject.study = argv[1];
    subject.out = argv[2];
    subject.jobs = (int)bench_option(argc, argv, "jobs", 0);
    whole.threads = subject.jobs;
    whole.rows = rows_of(subject.study, "attendance", &whole.bytes);
    whole.rows += rows_of(subject.study, "exchanges", &whole.bytes);
    schools = rows_of(subject.study, "schools", &unused);
    snprintf(parameter, sizeof parameter, "%llu schools, %llu log rows",
             (unsigned long long)schools, (unsigned long long)whole.rows);
    whole.parameter = parameter;

    bench_measure(&whole, (int)bench_option(argc, argv, "repeats", 3), run, &subject);
    bench_print(&whole, NULL);
    bench_print_stage("run", "all", schools, "schools", whole.median);
    print_stages(&subject);
    return 0;
}
