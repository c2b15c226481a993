#include "measures/content/cycles.h"

#include <math.h>

clg_cycle_count clg_cycles_of(const clg_step_at *steps, size_t count, int last)
{
    clg_cycle_count found = {0.0, 0.0, 0.0, 0.0};
    int at = -1;
    unsigned seen = 0;
    int64_t begin = 0;

    for (size_t i = 0; i < count; i++) {
        int step = steps[i].step;
        if (at == last && step == last)
            continue; /* more of the last step */
        if (at >= 0 && step < at) {
            found.broken += at != last;
            at = -1;
        }
        if (at < 0) {
            begin = steps[i].time;
            seen = 0;
        }
        at = step;
        seen |= 1U << step;
        if (step != last)
            continue;
        found.completed += 1.0;
        found.seconds += (double)(steps[i].time - begin);
        for (int s = 0; s <= last; s++)
            found.skipped += (seen >> s & 1) == 0;
    }
    return found;
}

static double term(double p, double middle)
{
    return p > 0.0 ? p * log2(p / middle) : 0.0;
}

double clg_mix_divergence(const double *a, const double *b, size_t count)
{
    double sum_a = 0.0, sum_b = 0.0, divergence = 0.0;

    for (size_t i = 0; i < count; i++) {
        sum_a += a[i];
        sum_b += b[i];
    }
    if (!(sum_a > 0.0) || !(sum_b > 0.0))
        return (double)NAN;
    for (size_t i = 0; i < count; i++) {
        double p = a[i] / sum_a, q = b[i] / sum_b, middle = (p + q) / 2.0;
        divergence += (term(p, middle) + term(q, middle)) / 2.0;
    }
    return fmin(1.0, fmax(0.0, divergence));
}
