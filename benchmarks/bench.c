#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

double bench_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int compare_seconds(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double time_once(const char *name, bench_work work, void *payload)
{
    double begin = bench_now();

    if (work(payload) != 0) {
        fprintf(stderr, "%s: the work failed, so there is nothing to measure\n", name);
        exit(1);
    }
    return bench_now() - begin;
}

void bench_measure(bench_result *result, int repeats, bench_work work, void *payload)
{
    double seconds[BENCH_REPEATS_MAX];

    if (repeats < 1)
        repeats = 1;
    if (repeats > BENCH_REPEATS_MAX)
        repeats = BENCH_REPEATS_MAX;
    time_once(result->name, work, payload);
    for (int i = 0; i < repeats; i++)
        seconds[i] = time_once(result->name, work, payload);
    qsort(seconds, (size_t)repeats, sizeof *seconds, compare_seconds);

    result->repeats = repeats;
    result->best = seconds[0];
    result->median = 0.5 * (seconds[(repeats - 1) / 2] + seconds[repeats / 2]);
}

void bench_print(const bench_result *result, const bench_result *peer)
{
    printf(
        "{\"name\": \"%s\", \"parameter\": \"%s\", \"threads\": %d, \"repeats\": %d, "
        "\"seconds\": %.6f, \"best\": %.6f",
        result->name, result->parameter, result->threads, result->repeats,
        result->median, result->best);
    if (result->rows > 0)
        printf(", \"rows\": %llu, \"rows_per_second\": %.0f",
               (unsigned long long)result->rows, (double)result->rows / result->median);
    if (result->bytes > 0)
        printf(", \"bytes\": %llu, \"megabytes_per_second\": %.1f",
               (unsigned long long)result->bytes,
               (double)result->bytes / result->median / 1e6);
    if (peer != NULL)
        printf(", \"peer\": \"%s\", \"speed_to_peer\": %.3f", peer->name,
               peer->median / result->median);
    puts("}");
    fflush(stdout);
}

void bench_print_stage(const char *name, const char *stage, uint64_t count,
                       const char *unit, double seconds)
{
    printf("{\"name\": \"%s\", \"stage\": \"%s\", \"count\": %llu, \"unit\": \"%s\", "
           "\"seconds\": %.6f, \"per_second\": %.0f}\n",
           name, stage, (unsigned long long)count, unit, seconds,
           seconds > 0.0 ? (double)count / seconds : 0.0);
    fflush(stdout);
}

long bench_option(int argc, char **argv, const char *name, long fallback)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strncmp(argv[i], "--", 2) == 0 && strcmp(argv[i] + 2, name) == 0)
            return strtol(argv[i + 1], NULL, 10);
    return fallback;
}
