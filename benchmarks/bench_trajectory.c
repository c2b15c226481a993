/* One EM iteration over many schools, beside two other ways to do it on the same data
 * from the same start values.
 *
 *     bench_trajectory FOLDER [--schools N] [--windows T] [--repeats R] [--python 0]
 *     bench_trajectory FOLDER --large 1
 *
 * Peers: em_numpy.py (all schools at once, one thread; FOLDER takes the data for it)
 * and em_plain.c (one sequence after the other). Both must find the log-likelihoods
 * that the library finds, or the program fails. --large: a million schools by
 * themselves, with the peak of memory. BENCH_PYTHON names the interpreter
 * (/usr/bin/python3). */
#include "bench.h"
#include "em_plain.h"

#include "base/memory.h"
#include "base/random.h"
#include "base/threads.h"
#include "trajectory/hmm/em.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

enum { STATES = 5, INDICATORS = 6, COMPARED = 20 /* iterations */ };

typedef struct em_subject {
    uint32_t schools, windows;
    int threads;
    clg_panel panel;
    clg_batch *batch;
    clg_hmm start, model;
    clg_expectations sums;
    double *values; /* [school][window][indicator], for the peers */
    plain_model plain;
    double *room, loglik;
} em_subject;

static double draw_normal(clg_random *random)
{
    double radius = sqrt(-2.0 * log(1.0 - clg_random_uniform(random)));

    return radius * cos(6.28318530717958648 * clg_random_uniform(random));
}

/* Indicators rise from stage to stage, each at its own pace. */
static double mean_of(uint32_t stage, uint32_t indicator)
{
    return stage * (0.4 + 0.2 * indicator);
}

static clg_hmm start_values(void)
{
    clg_hmm model;

    clg_hmm_init(&model, STATES, INDICATORS, CLG_TOPOLOGY_BAKIS1);
    for (uint32_t k = 0; k < STATES; k++) {
        bool is_last = k + 1 == STATES;
        model.initial[k] = 1.0 / STATES;
        model.transition[k][k] = is_last ? 1.0 : 0.8;
        if (!is_last)
            model.transition[k][k + 1] = 0.2;
        for (uint32_t d = 0; d < INDICATORS; d++) {
            model.theta[d][k][0] = mean_of(k, d) + 0.3;
            model.theta[d][k][1] = 1.5;
        }
    }
    return model;
}

/* Every school has its own stream, and a cell is missing with this probability. */
static void draw_school(em_subject *subject, uint32_t school, double missing)
{
    clg_random random = clg_random_stream(1, "trajectory", 0, 0, school);
    clg_random losses = clg_random_stream(1, "losses", 0, 0, school);
    uint32_t stage = 0;

    for (uint32_t t = 0; t < subject->windows; t++) {
        if (stage + 1 < STATES && clg_random_uniform(&random) < 0.12)
            stage++;
        for (uint32_t d = 0; d < INDICATORS; d++) {
            double x = mean_of(stage, d) + draw_normal(&random);
            size_t cell = ((size_t)school * subject->windows + t) * INDICATORS + d;
            if (subject->values != NULL)
                subject->values[cell] = x;
            if (missing == 0.0 || clg_random_uniform(&losses) >= missing)
                clg_panel_set(&subject->panel, school, t, d, x);
        }
    }
}

static int name_schools(uint32_t schools, clg_texts *names, clg_texts *indicators)
{
    char name[16];
    int code = 0;

    for (uint32_t s = 0; s < schools && code == 0; s++) {
        int length = snprintf(name, sizeof name, "%08u", s);
        code = clg_texts_append(names, name, (size_t)length, NULL) != CLG_OK;
    }
    for (uint32_t d = 0; d < INDICATORS && code == 0; d++) {
        int length = snprintf(name, sizeof name, "x%u", d);
        code = clg_texts_append(indicators, name, (size_t)length, NULL) != CLG_OK;
    }
    return code;
}

static int make_panel(em_subject *subject, double missing)
{
    clg_texts names = CLG_TEXTS_INIT, indicators = CLG_TEXTS_INIT;
    uint32_t *lengths = clg_array_new(subject->schools, sizeof *lengths, NULL);
    int code = lengths == NULL || name_schools(subject->schools, &names, &indicators);

    for (uint32_t s = 0; s < subject->schools && code == 0; s++)
        lengths[s] = subject->windows;
    code = code || clg_panel_init(&subject->panel, &names, lengths, &indicators, NULL);
    for (uint32_t s = 0; s < subject->schools && code == 0; s++)
        draw_school(subject, s, missing);
    subject->start = subject->model = start_values();
    code =
        code || clg_batch_new(&subject->panel, &subject->model, &subject->batch, NULL);
    clg_texts_clear(&names);
    clg_texts_clear(&indicators);
    clg_free(lengths);
    return code;
}

static int iterate(void *payload)
{
    static const clg_priors none;
    em_subject *subject = payload;
    clg_batch_options options = {.threads = subject->threads};
    uint32_t empty;

    if (clg_batch_expect(subject->batch, &subject->model, &options, &subject->sums,
                         NULL) != CLG_OK)
        return 1;
    clg_em_maximise(subject->batch, &subject->sums, &none, &subject->model, &empty);
    return 0;
}

static int iterate_plain(void *payload)
{
    em_subject *subject = payload;

    subject->loglik = plain_iterate(&subject->plain, subject->values, subject->schools,
                                    subject->windows, subject->room);
    return 0;
}

/* The log-likelihood that our iteration of this number finds, from the start. */
static double loglik_of(em_subject *subject, int iteration)
{
    subject->model = subject->start;
    for (int i = 0; i < iteration; i++)
        if (iterate(subject) != 0)
            return NAN;
    return subject->sums.loglik;
}

static int check_loglik(em_subject *subject, const char *peer, double loglik,
                        int iteration)
{
    double own = loglik_of(subject, iteration);

    printf("{\"name\": \"log-likelihood\", \"iteration\": %d, \"collegium\": %.17g, "
           "\"%s\": %.17g}\n",
           iteration, own, peer, loglik);
    if (fabs(own - loglik) <= 1e-10 * fabs(own))
        return 0;
    fprintf(stderr, "%s finds another log-likelihood\n", peer);
    return 1;
}

static int write_file(const char *folder, const char *name, const double *numbers,
                      size_t count)
{
    char path[512];
    FILE *file;
    size_t written;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "wb");
    if (file == NULL)
        return 1;
    written = fwrite(numbers, sizeof *numbers, count, file);
    return fclose(file) != 0 || written != count;
}

static int write_start(const char *folder, const plain_model *model)
{
    double numbers[STATES * (1 + STATES + 2 * INDICATORS)], *next = numbers;

    memcpy(next, model->initial, STATES * sizeof *next);
    next += STATES;
    for (int k = 0; k < STATES; k++, next += STATES)
        memcpy(next, model->transition[k], STATES * sizeof *next);
    for (int k = 0; k < STATES; k++, next += INDICATORS)
        memcpy(next, model->mean[k], INDICATORS * sizeof *next);
    for (int k = 0; k < STATES; k++, next += INDICATORS)
        memcpy(next, model->variance[k], INDICATORS * sizeof *next);
    return write_file(folder, "start", numbers, (size_t)(next - numbers));
}

static void set_plain(const clg_hmm *from, plain_model *to)
{
    *to = (plain_model){.states = STATES, .indicators = INDICATORS};
    for (int k = 0; k < STATES; k++) {
        to->initial[k] = from->initial[k];
        memcpy(to->transition[k], from->transition[k], STATES * sizeof(double));
        for (int d = 0; d < INDICATORS; d++) {
            to->mean[k][d] = from->theta[d][k][0];
            to->variance[k][d] = from->theta[d][k][1];
        }
    }
}

static int compare_seconds(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Runs em_numpy.py; its first iteration is the warm-up. */
static int run_numpy(const em_subject *subject, const char *folder,
                     bench_result *result, double *loglik)
{
    const char *python = getenv("BENCH_PYTHON");
    char command[1024];
    double seconds[COMPARED];
    int count = 0;
    FILE *output;

    snprintf(command, sizeof command, "%s '%s/em_numpy.py' '%s' %u %u %d %d %d",
             python == NULL ? "/usr/bin/python3" : python, BENCH_SOURCES, folder,
             subject->schools, subject->windows, INDICATORS, STATES, COMPARED);
    output = popen(command, "r");
    if (output == NULL)
        return 1;
    while (count < COMPARED && fscanf(output, "%lf", &seconds[count]) == 1)
        count++;
    if (count == COMPARED && fscanf(output, "%lf", loglik) != 1)
        count = 0;
    if (pclose(output) != 0 || count != COMPARED)
        return 1;
    qsort(seconds + 1, COMPARED - 1, sizeof *seconds, compare_seconds);
    result->repeats = COMPARED - 1;
    result->best = seconds[1];
    result->median = seconds[1 + (COMPARED - 1) / 2];
    return 0;
}

static void describe(const em_subject *subject, char *text, size_t room)
{
    snprintf(text, room, "%u schools, %u windows, %d indicators, %d stages, %s",
             subject->schools, subject->windows, INDICATORS, STATES,
             clg_batch_instructions());
}

static void measure_own(em_subject *subject, const char *name, int threads, int repeats,
                        bench_result *result)
{
    *result = (bench_result){.name = name, .parameter = result->parameter};
    result->threads = subject->threads = threads;
    result->rows = (uint64_t)subject->schools * subject->windows;
    subject->model = subject->start;
    bench_measure(result, repeats, iterate, subject);
}

/* With the instructions of lesser processors, on one thread. */
static void measure_instructions(em_subject *subject, int repeats,
                                 const bench_result *best)
{
    const char *const names[] = {"avx2", "baseline"};
    char name[32];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bench_result result = {.parameter = best->parameter};
        if (strcmp(names[i], clg_batch_instructions()) == 0 ||
            !clg_batch_use_instructions(subject->batch, names[i]))
            continue;
        snprintf(name, sizeof name, "EM, %s", names[i]);
        measure_own(subject, name, 1, repeats, &result);
        bench_print(&result, best);
    }
}

static int measure_numpy(em_subject *subject, const char *folder, const char *parameter,
                         bench_result *result)
{
    size_t cells = (size_t)subject->schools * subject->windows * INDICATORS;
    double loglik;

    *result = (bench_result){.name = "NumPy", .parameter = parameter, .threads = 1};
    result->rows = (uint64_t)subject->schools * subject->windows;
    if (write_file(folder, "values", subject->values, cells) != 0 ||
        write_start(folder, &subject->plain) != 0) {
        fprintf(stderr, "cannot write to %s\n", folder);
        return 1;
    }
    if (run_numpy(subject, folder, result, &loglik) != 0) {
        fputs("NumPy's EM cannot be run: no peer of that kind\n", stderr);
        result->repeats = 0;
        return 0;
    }
    bench_print(result, NULL);
    return check_loglik(subject, "NumPy", loglik, COMPARED);
}

static int measure_plain(em_subject *subject, int repeats, const char *parameter,
                         bench_result *result)
{
    *result = (bench_result){.name = "plain C", .parameter = parameter, .threads = 1};
    result->rows = (uint64_t)subject->schools * subject->windows;
    bench_measure(result, repeats, iterate_plain, subject);
    bench_print(result, NULL);
    return check_loglik(subject, "plain C", subject->loglik, repeats + 1);
}

static void print_own(em_subject *subject, int threads, int repeats,
                      const bench_result *numpy, const bench_result *plain,
                      bench_result *result)
{
    result->parameter = plain->parameter;
    measure_own(subject, "EM", threads, repeats, result);
    if (numpy->repeats > 0)
        bench_print(result, numpy);
    bench_print(result, plain);
}

/* Our own way, whole and with missing cells, after the peers. */
static int measure_all_own(em_subject *subject, int repeats, const bench_result *numpy,
                           const bench_result *plain)
{
    int threads = clg_thread_limit();
    bench_result alone, other;

    if (threads > 1)
        print_own(subject, threads, repeats, numpy, plain, &other);
    print_own(subject, 1, repeats, numpy, plain, &alone);
    measure_instructions(subject, repeats, &alone);
    clg_batch_free(subject->batch);
    clg_panel_clear(&subject->panel);
    if (make_panel(subject, 0.1) != 0)
        return 1;
    other.parameter = plain->parameter;
    measure_own(subject, "EM, a tenth of the cells missing", 1, repeats, &other);
    bench_print(&other, &alone);
    return 0;
}

static int compare(em_subject *subject, const char *folder, int repeats, bool has_numpy)
{
    bench_result numpy = {.repeats = 0}, plain;
    char parameter[96];

    describe(subject, parameter, sizeof parameter);
    if (make_panel(subject, 0.0) != 0)
        return 1;
    set_plain(&subject->start, &subject->plain);
    if (has_numpy && measure_numpy(subject, folder, parameter, &numpy) != 0)
        return 1;
    if (measure_plain(subject, repeats < 5 ? repeats : 5, parameter, &plain) != 0)
        return 1;
    return measure_all_own(subject, repeats, &numpy, &plain);
}

static int measure_large(em_subject *subject, int repeats)
{
    struct rusage usage;
    char parameter[96];
    bench_result result = {.parameter = parameter};

    describe(subject, parameter, sizeof parameter);
    if (make_panel(subject, 0.0) != 0)
        return 1;
    measure_own(subject, "EM", clg_thread_limit(), repeats, &result);
    bench_print(&result, NULL);
    getrusage(RUSAGE_SELF, &usage);
    printf("{\"name\": \"peak memory\", \"parameter\": \"%s\", \"megabytes\": %.0f}\n",
           parameter, (double)usage.ru_maxrss * 1024.0 / 1e6);
    return 0;
}

int main(int argc, char **argv)
{
    static em_subject subject;
    bool is_large = bench_option(argc, argv, "large", 0) != 0;
    int repeats = (int)bench_option(argc, argv, "repeats", is_large ? 5 : 25);
    bool has_numpy = bench_option(argc, argv, "python", 1) != 0;
    size_t room;

    if (argc < 2) {
        fputs(
            "usage: bench_trajectory FOLDER [--schools N] [--windows T] [--repeats R] "
            "[--python 0] [--large 1]\n",
            stderr);
        return 2;
    }
    subject.schools =
        (uint32_t)bench_option(argc, argv, "schools", is_large ? 1000000 : 20000);
    subject.windows = (uint32_t)bench_option(argc, argv, "windows", 36);
    if (is_large)
        return measure_large(&subject, repeats);
    mkdir(argv[1], 0777);
    room = (size_t)subject.windows * INDICATORS;
    subject.values = clg_array_new(subject.schools, room * sizeof(double), NULL);
    room = 4 * (size_t)subject.windows * STATES + STATES * STATES;
    subject.room = clg_array_new(room, sizeof(double), NULL);
    if (subject.values == NULL || subject.room == NULL) {
        fputs("no memory for the data\n", stderr);
        return 1;
    }
    return compare(&subject, argv[1], repeats, has_numpy); /* the system frees */
}
