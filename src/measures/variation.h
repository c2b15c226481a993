/* How the value of a school's measure varies by chance: what schools can be compared
 * by.
 *
 * Without this a difference between two schools can't be told from luck. Shares and
 * numbers are taken as drawn from people, meetings or exchanges; other measures vary as
 * resampled meetings or people show (registry.h: interval), or are held against what
 * chance would give in a school of the same size and activity (registry.h: null), which
 * makes them z values. Measures with none of these are not compared: most of them
 * change with a school's size alone. */
#ifndef CLG_MEASURES_VARIATION_H
#define CLG_MEASURES_VARIATION_H

#include "measures/registry.h"

typedef enum clg_variation_kind {
    CLG_VARIES_UNSTATED, /* a gap in the table; no measure of schools has it */
    CLG_VARIES_NOT,      /* no sampling model: not compared */
    CLG_VARIES_SHARE,    /* value = k / out_of, k ~ Binomial(out_of, theta) */
    CLG_VARIES_PART,     /* value = k, the same k */
    CLG_VARIES_RATE,     /* value = events / out_of, events ~ Poisson(out_of theta) */
    CLG_VARIES_COUNT,    /* value = events, the same */
    CLG_VARIES_INTERVAL, /* normal; variance from the interval of the bootstrap */
    CLG_VARIES_Z         /* standard deviations from its null; variance 1 */
} clg_variation_kind;

typedef struct clg_variation {
    const char *measure; /* id, of level school */
    clg_variation_kind kind;
    const char *out_of; /* id of the measure that counts trials or exposure, or NULL */
} clg_variation;

/* Of a measure of level school: as the table says; else by its interval; else by its
 * null. */
clg_variation clg_variation_of(const clg_measure *measure);

/* "binomial", "poisson", "interval", "z", "none". */
const char *clg_variation_name(clg_variation_kind kind);

/* The rows that state it, for tests. */
const clg_variation *clg_variations(size_t *count);

#endif
