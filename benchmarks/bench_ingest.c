/* Reading attendance.csv into columns, beside what reading must do at the least.
 *
 *     bench_ingest STUDY [--threads N] [--repeats R]
 *
 * STUDY is a folder that holds attendance.csv alone (run.sh makes one). The peer is
 * libcsv itself on as many threads: every field of the same bytes is found and
 * unquoted, and nothing is done with it. What it does not pay for, and ingest does:
 * the file's digest, the check of its text, times, identifiers, duplicates, order. */
#include "bench.h"

#include "base/file.h"
#include "ingest/ingest.h"
#include "study/study.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS_MAX = 256 };

typedef struct ingest_subject {
    const char *study;
    clg_input input;
    int threads;
    size_t cuts[THREADS_MAX + 1]; /* part t is bytes [cuts[t], cuts[t + 1]) */
    uint64_t rows[THREADS_MAX], fields[THREADS_MAX];
} ingest_subject;

typedef struct token_tally {
    uint64_t rows, fields;
} token_tally;

static void count_field(void *text, size_t length, void *payload)
{
    (void)text;
    (void)length;
    ((token_tally *)payload)->fields++;
}

static void count_row(int end, void *payload)
{
    (void)end;
    ((token_tally *)payload)->rows++;
}

/* Where the first record after `from` begins: a line end outside quotes. */
static size_t next_record(const clg_input *input, size_t from, size_t quotes)
{
    for (size_t i = from; i < input->size; i++) {
        if (input->bytes[i] == '"')
            quotes++;
        else if (input->bytes[i] == '\n' && quotes % 2 == 0)
            return i + 1;
    }
    return input->size;
}

/* Not timed: the peer gets its parts for nothing. */
static void cut_into_parts(ingest_subject *subject)
{
    const clg_input *input = &subject->input;
    size_t quotes = 0, seen = 0;

    for (int t = 0; t <= subject->threads; t++) {
        size_t aim = input->size / (size_t)subject->threads * (size_t)t;
        for (; seen < aim; seen++)
            quotes += input->bytes[seen] == '"';
        subject->cuts[t] = t == 0 ? 0 : next_record(input, aim, quotes);
    }
    subject->cuts[subject->threads] = input->size;
}

static bool tokenise_part(ingest_subject *subject, int part)
{
    token_tally tally = {0, 0};
    struct csv_parser parser;
    size_t begin = subject->cuts[part], size = subject->cuts[part + 1] - begin;
    bool is_good;

    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
        return false;
    is_good = csv_parse(&parser, subject->input.bytes + begin, size, count_field,
                        count_row, &tally) == size;
    is_good = csv_fini(&parser, count_field, count_row, &tally) == 0 && is_good;
    csv_free(&parser);
    subject->rows[part] = tally.rows;
    subject->fields[part] = tally.fields;
    return is_good;
}

static int tokenise(void *payload)
{
    ingest_subject *subject = payload;
    int failures = 0;

#pragma omp parallel for num_threads(subject->threads) reduction(+ : failures)
    for (int part = 0; part < subject->threads; part++)
        failures += !tokenise_part(subject, part);
    return failures;
}

static int ingest(void *payload)
{
    const ingest_subject *subject = payload;
    clg_ingest_options options = {.threads = subject->threads};
    clg_error err = CLG_ERROR_INIT;
    clg_study *study = clg_study_new(&err);
    clg_status status = CLG_ERROR_MEMORY;

    if (study != NULL)
        status = clg_settings_read(subject->study, NULL, &study->settings, &err);
    if (status == CLG_OK)
        status = clg_ingest(study, &options, &err);
    if (status != CLG_OK)
        fprintf(stderr, "%s:%d: %s\n", err.path, (int)err.line, err.message);
    clg_study_free(study);
    return status != CLG_OK;
}

static bool open_subject(ingest_subject *subject)
{
    clg_error err = CLG_ERROR_INIT;
    char path[4096];

    snprintf(path, sizeof path, "%s/attendance.csv", subject->study);
    if (clg_input_open(path, path, &subject->input, &err) != CLG_OK) {
        fprintf(stderr, "%s: %s\n", path, err.message);
        return false;
    }
    cut_into_parts(subject);
    return true;
}

int main(int argc, char **argv)
{
    static ingest_subject subject;
    bench_result peer = {.name = "libcsv"}, ours = {.name = "ingest"};
    int repeats = (int)bench_option(argc, argv, "repeats", 5);
    char parameter[64];

    subject.study = argc > 1 ? argv[1] : "";
    subject.threads = (int)bench_option(argc, argv, "threads", 1);
    if (argc < 2 || subject.threads < 1 || subject.threads > THREADS_MAX) {
        fputs("usage: bench_ingest STUDY [--threads N] [--repeats R]\n", stderr);
        return 2;
    }
    if (!open_subject(&subject))
        return 1;

    bench_measure(&peer, repeats, tokenise, &subject);
    for (int part = 0; part < subject.threads; part++)
        peer.rows += subject.rows[part];
    peer.bytes = subject.input.size;
    snprintf(parameter, sizeof parameter, "attendance.csv, %llu rows",
             (unsigned long long)peer.rows);
    bench_measure(&ours, repeats, ingest, &subject);

    peer.parameter = ours.parameter = parameter;
    peer.threads = ours.threads = subject.threads;
    ours.rows = peer.rows;
    ours.bytes = peer.bytes;
    bench_print(&peer, NULL);
    bench_print(&ours, &peer);
    clg_input_close(&subject.input);
    return 0;
}
