#include "compare/scales/agreement.h"

#include <math.h>

double clg_uniform_variance(uint32_t levels)
{
    return ((double)levels * levels - 1.0) / 12.0;
}

/* The variance of an item's answers, n - 1 in the denominator; NaN with less than 2. */
static double variance_of(const double *scores, uint32_t people, uint32_t items,
                          uint32_t item)
{
    double mean = 0.0, square = 0.0;
    uint32_t count = 0;

    for (uint32_t p = 0; p < people; p++) {
        double score = scores[(size_t)p * items + item], apart = score - mean;
        if (isnan(score))
            continue;
        mean += apart / ++count;
        square += apart * (score - mean);
    }
    return count >= 2 ? square / (count - 1.0) : (double)NAN;
}

static uint32_t count_people(const double *scores, uint32_t people, uint32_t items)
{
    uint32_t count = 0;

    for (uint32_t p = 0; p < people; p++)
        for (uint32_t i = 0; i < items; i++)
            if (!isnan(scores[(size_t)p * items + i])) {
                count++;
                break;
            }
    return count;
}

clg_agreement clg_agreement_of(const double *scores, uint32_t people, uint32_t items,
                               double null_variance)
{
    clg_agreement out = {CLG_VALUE_TOO_SMALL, count_people(scores, people, items), 0,
                         NAN, NAN};
    double sum = 0.0, agreed;

    for (uint32_t i = 0; i < items; i++) {
        double variance = variance_of(scores, people, items, i);
        if (isnan(variance))
            continue;
        sum += variance;
        out.items++;
    }
    if (out.items == 0)
        return out;
    out.status = CLG_VALUE_OK;
    out.variance_ratio = sum / out.items / null_variance;
    agreed = out.items * fmax(1.0 - out.variance_ratio, 0.0);
    out.rwg = agreed / (agreed + out.variance_ratio);
    return out;
}
