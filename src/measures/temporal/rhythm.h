/* Is what happens regular, or does it come in bursts?
 *
 * With mu and s the mean and (population) standard deviation of the gaps, r = s / mu, N
 * gaps:
 *
 *     B    (r - 1) / (r + 1): -1 regular, 0 as by chance, 1 bursts   (Goh & Barabasi
 * 2008) B_n  (sqrt(N + 1) r - sqrt(N - 1)) / ((sqrt(N + 1) - 2) r + sqrt(N - 1)), which
 *          does not depend on N                                        (Kim & Jo 2016)
 *     M    correlation of a gap with the next */
#ifndef CLG_MEASURES_TEMPORAL_RHYTHM_H
#define CLG_MEASURES_TEMPORAL_RHYTHM_H

#include "measures/value.h"

#include <stddef.h>

/* UNDEFINED: burstiness with fewer than 3 gaps or a mean of 0, memory with fewer than 5
 * gaps or constant ones. */
typedef struct clg_rhythm {
    clg_value burstiness, finite, memory; /* B, B_n, M */
} clg_rhythm;

clg_rhythm clg_rhythm_of(const double *gaps, size_t count);

#endif
