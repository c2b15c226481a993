/* Making up a study, beside writing as many bytes that need no making up.
 *
 *     bench_simulate FOLDER [--schools N] [--months M] [--repeats R]
 *
 * FOLDER is made and replaced. */
#include "bench.h"

#include "base/file.h"
#include "collegium/simulate.h"

#include <stdio.h>
#include <string.h>

typedef struct simulate_subject {
    clg_simulate_options options;
    clg_simulate_counts counts;
    uint64_t bytes;
    char copy[4096]; /* where the peer writes */
} simulate_subject;

static int simulate(void *payload)
{
    simulate_subject *subject = payload;
    clg_error err = CLG_ERROR_INIT;
    clg_status status = clg_simulate(&subject->options, &subject->counts, &err);

    if (status != CLG_OK)
        fprintf(stderr, "%s: %s\n", err.path, err.message);
    return status != CLG_OK;
}

static int write_bytes(void *payload)
{
    static char block[1 << 20];
    simulate_subject *subject = payload;
    FILE *stream = fopen(subject->copy, "wb");
    uint64_t left = subject->bytes;
    int code = stream == NULL;

    memset(block, 'x', sizeof block);
    while (code == 0 && left > 0) {
        size_t size = left < sizeof block ? (size_t)left : sizeof block;
        code = fwrite(block, 1, size, stream) != size;
        left -= size;
    }
    if (stream != NULL && fclose(stream) != 0)
        code = 1;
    remove(subject->copy);
    return code;
}

/* Of the two logs, which are nearly all there is. */
static uint64_t bytes_written(const char *folder)
{
    static const char *const logs[] = {"attendance.csv", "exchanges.csv"};
    uint64_t bytes = 0;

    for (size_t i = 0; i < sizeof logs / sizeof logs[0]; i++) {
        clg_input input;
        char path[4096];

        snprintf(path, sizeof path, "%s/%s", folder, logs[i]);
        if (clg_input_open(path, path, &input, NULL) != CLG_OK)
            continue;
        bytes += input.size;
        clg_input_close(&input);
    }
    return bytes;
}

int main(int argc, char **argv)
{
    static simulate_subject subject = {.options = CLG_SIMULATE_OPTIONS_INIT};
    bench_result simulated = {.name = "simulate", .threads = 1};
    bench_result written = {.name = "write", .threads = 1};
    int repeats = (int)bench_option(argc, argv, "repeats", 3);
    char parameter[96];

    if (argc < 2) {
        fputs("usage: bench_simulate FOLDER [--schools N] [--months M]\n", stderr);
        return 2;
    }
    subject.options.folder = argv[1];
    subject.options.schools = (uint32_t)bench_option(argc, argv, "schools", 500);
    subject.options.months = (uint32_t)bench_option(argc, argv, "months", 24);
    subject.options.force = true;
    snprintf(subject.copy, sizeof subject.copy, "%s.bytes", argv[1]);

    bench_measure(&simulated, repeats, simulate, &subject);
    subject.bytes = bytes_written(argv[1]);
    bench_measure(&written, repeats, write_bytes, &subject);
    snprintf(parameter, sizeof parameter, "%u schools over %u months",
             subject.options.schools, subject.options.months);
    simulated.parameter = written.parameter = parameter;
    simulated.bytes = written.bytes = subject.bytes;
    simulated.rows = subject.counts.attendance_rows + subject.counts.exchange_rows;
    bench_print(&written, NULL);
    bench_print(&simulated, &written);
    return 0;
}
