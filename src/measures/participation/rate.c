#include "measures/participation/rate.h"

static const double z = 1.959963985;

void clg_wilson(double k, double n, clg_value *low, clg_value *high)
{
    double p = k / n, scale = 1.0 + z * z / n;
    double center = (p + z * z / (2.0 * n)) / scale;
    double half = z / scale * sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));

    *low = n > 0.0 ? clg_value_of(fmax(0.0, center - half)) : clg_value_undefined();
    *high = n > 0.0 ? clg_value_of(fmin(1.0, center + half)) : clg_value_undefined();
}

clg_beta clg_beta_of(const uint32_t *k, const uint32_t *n, uint32_t count)
{
    double people = 0.0, mean = 0.0, variance = 0.0, by_chance = 0.0, beyond, size;

    for (uint32_t i = 0; i < count; i++)
        if (n[i] > 0) {
            people += 1.0;
            mean += (double)k[i] / (double)n[i];
        }
    if (people < 2.0)
        return (clg_beta){0.5, 0.5};
    mean /= people;
    for (uint32_t i = 0; i < count; i++)
        if (n[i] > 0) {
            double apart = (double)k[i] / (double)n[i] - mean;
            variance += apart * apart / (people - 1.0);
            by_chance += mean * (1.0 - mean) / (double)n[i] / people;
        }
    beyond = variance - by_chance;
    size = beyond > 0.0 ? mean * (1.0 - mean) / beyond - 1.0 : 0.0;
    if (!(size > 0.0))
        return (clg_beta){0.5, 0.5};
    return (clg_beta){mean * size, (1.0 - mean) * size};
}

double clg_smoothed(clg_beta prior, double k, double n)
{
    return (k + prior.a) / (n + prior.a + prior.b);
}
