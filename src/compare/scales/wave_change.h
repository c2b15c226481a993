/* How the scores of a scale changed from one wave to the next, in people who answered
 * both.
 *
 * The change is a mean of differences with a paired t interval. The effect size is in
 * standard deviations of the first wave, corrected for small samples:
 *
 *     g = c(n - 1) (mean2 - mean1) / s1,    c(m) = G(m/2) / (sqrt(m/2) G((m - 1)/2))
 *     variance of g = 2 (1 - r) / n + g^2 / (2 n)
 *
 * r the correlation of the waves. Who answered one wave only is counted, not used: the
 * others may have been the content ones. Becker 1988, Br. J. Math. Stat. Psychol.
 * 41:257; "SMCR" of R's metafor. */
#ifndef CLG_COMPARE_SCALES_WAVE_CHANGE_H
#define CLG_COMPARE_SCALES_WAVE_CHANGE_H

#include "results/table.h"

typedef struct clg_wave_change {
    clg_value_status status; /* TOO_SMALL: fewer than 2 pairs; DEGENERATE: all changed
                                alike, so that there is no error */
    uint32_t pairs, first_only, second_only;
    double first, second; /* means, of the pairs */
    double change;        /* second - first */
    double error, low, high, p;
    clg_value_status effect_status; /* TOO_SMALL: fewer than 3 pairs; DEGENERATE: no
                                       spread in a wave */
    double correlation;
    double effect, effect_error, effect_low, effect_high; /* 95 %, normal */
} clg_wave_change;

/* One score a person and wave, NaN not answered. O(people). */
clg_wave_change clg_wave_change_of(const double *first, const double *second,
                                   uint32_t people);

#endif
