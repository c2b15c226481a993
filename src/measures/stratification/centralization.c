#include "measures/stratification/centralization.h"

#include "measures/core/degree.h"

static double sum_of_gaps(const uint32_t *degrees, uint32_t count)
{
    uint32_t largest = clg_largest(degrees, count);
    double sum = 0.0;

    for (uint32_t v = 0; v < count; v++)
        sum += (double)(largest - degrees[v]);
    return sum;
}

clg_value clg_degree_centralization(const uint32_t *degrees, uint32_t count)
{
    double n = (double)count;

    if (count < 3)
        return clg_value_undefined();
    return clg_value_of(sum_of_gaps(degrees, count) / ((n - 1.0) * (n - 2.0)));
}

clg_value clg_arc_centralization(const uint32_t *degrees, uint32_t count)
{
    double n = (double)count;

    if (count < 3)
        return clg_value_undefined();
    return clg_value_of(sum_of_gaps(degrees, count) / ((n - 1.0) * (n - 1.0)));
}
