#include "measures/stratification/gini.h"

#include <stdlib.h>

static int ascending(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

clg_value clg_gini(double *numbers, size_t count)
{
    double n = (double)count, sum = 0.0, weighted = 0.0;

    if (count == 0)
        return clg_value_undefined();
    qsort(numbers, count, sizeof *numbers, ascending);
    for (size_t i = 0; i < count; i++) {
        sum += numbers[i];
        weighted += (2.0 * (double)(i + 1) - n - 1.0) * numbers[i];
    }
    return clg_value_share(weighted > 0.0 ? weighted : 0.0, n * sum);
}
