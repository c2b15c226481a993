#include "measures/temporal/rhythm.h"

static clg_value memory_of(const double *gaps, size_t count)
{
    double n = (double)count - 1.0, x = 0.0, y = 0.0, xx = 0.0, yy = 0.0, xy = 0.0;

    if (count < 5)
        return clg_value_undefined();
    for (size_t i = 0; i + 1 < count; i++) {
        x += gaps[i] / n;
        y += gaps[i + 1] / n;
    }
    for (size_t i = 0; i + 1 < count; i++) {
        xx += (gaps[i] - x) * (gaps[i] - x);
        yy += (gaps[i + 1] - y) * (gaps[i + 1] - y);
        xy += (gaps[i] - x) * (gaps[i + 1] - y);
    }
    return xx > 1e-12 && yy > 1e-12 ? clg_value_of(xy / sqrt(xx * yy))
                                    : clg_value_undefined();
}

clg_rhythm clg_rhythm_of(const double *gaps, size_t count)
{
    clg_rhythm rhythm = {clg_value_undefined(), clg_value_undefined(),
                         memory_of(gaps, count)};
    double n = (double)count, mean = 0.0, variance = 0.0, r, bottom;

    for (size_t i = 0; i < count; i++)
        mean += gaps[i] / n;
    if (count < 3 || !(mean > 0.0))
        return rhythm;
    for (size_t i = 0; i < count; i++)
        variance += (gaps[i] - mean) * (gaps[i] - mean) / n;
    r = sqrt(variance) / mean;
    rhythm.burstiness = clg_value_of((r - 1.0) / (r + 1.0));
    bottom = (sqrt(n + 1.0) - 2.0) * r + sqrt(n - 1.0);
    if (bottom > 1e-12)
        rhythm.finite = clg_value_of((sqrt(n + 1.0) * r - sqrt(n - 1.0)) / bottom);
    return rhythm;
}
