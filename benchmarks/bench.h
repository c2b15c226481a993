/* Measuring how long something takes: warm-up, repeats, the median and the best, one
 * JSON line for each on stdout.
 *
 * A number means little alone, so that a measurement may name its peer: another way
 * to do the same work, measured in the same run on the same machine. */
#ifndef CLG_BENCHMARKS_BENCH_H
#define CLG_BENCHMARKS_BENCH_H

#include <stdint.h>

enum { BENCH_REPEATS_MAX = 99 };

typedef struct bench_result {
    const char *name;      /* what was measured */
    const char *parameter; /* of what size, in words */
    int threads;
    int repeats;
    uint64_t rows, bytes; /* handled by one repeat; 0 = does not apply */
    double median, best;  /* seconds */
} bench_result;

/* What is timed; returns 0, or anything else to give up. */
typedef int (*bench_work)(void *payload);

/* Runs work once to warm up, then `repeats` times; fills median and best. Says why on
 * stderr and ends the program if the work fails: half a benchmark has no use. */
void bench_measure(bench_result *result, int repeats, bench_work work, void *payload);

/* One JSON line: seconds, best, rows/s, MB/s, and, if there is a peer, the ratio of
 * this one's speed to the peer's (above 1: faster than the peer). */
void bench_print(const bench_result *result, const bench_result *peer);

/* The same for a time that was taken elsewhere, such as a stage of a run. */
void bench_print_stage(const char *name, const char *stage, uint64_t count,
                       const char *unit, double seconds);

/* Monotonic seconds. */
double bench_now(void);

/* The value after `--name` among the arguments as a number, or the default. */
long bench_option(int argc, char **argv, const char *name, long fallback);

#endif
