/* Improvement cycles in the order of time. */
#ifndef CLG_MEASURES_CONTENT_CYCLES_H
#define CLG_MEASURES_CONTENT_CYCLES_H

#include <stddef.h>
#include <stdint.h>

typedef struct clg_step_at {
    int64_t time;
    int step; /* 0 ... steps - 1 */
} clg_step_at;

/* A cycle begins with any step; it goes on while steps don't fall back, and ends with
 * the last one. completed: those that reached it; skipped: steps that a completed cycle
 * did without; seconds: from their first step to the first of their last; broken: those
 * that fell back before the end. */
typedef struct clg_cycle_count {
    double completed, skipped, seconds, broken;
} clg_cycle_count;

/* steps by time. O(count). */
clg_cycle_count clg_cycles_of(const clg_step_at *steps, size_t count, int last);

/* Jensen-Shannon divergence of two mixes in bits: 0 if they are the same, 1 if nothing
 * is in both (Lin 1991, IEEE Trans. Inf. Theory 37:145). Counts need not sum to 1; NaN
 * if one of the sums is 0. */
double clg_mix_divergence(const double *a, const double *b, size_t count);

#endif
