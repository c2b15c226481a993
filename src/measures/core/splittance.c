#include "measures/core/splittance.h"

#include <string.h>

static clg_value fit_of(double edits, double n, double ties)
{
    double pairs = n * (n - 1.0) / 2.0;
    double worst = ties < pairs - ties ? ties : pairs - ties;

    return worst > 0.0 ? clg_value_of(1.0 - edits / worst) : clg_value_undefined();
}

/* Degrees by counting: counts[d] people have degree d. */
clg_split clg_split_find(const uint32_t *degrees, uint32_t n, uint32_t *counts)
{
    clg_split split = {clg_value_undefined(), clg_value_undefined(), 0, 0};
    double all = 0.0, inside = 0.0, size, edits;
    uint32_t rank = 0;

    if (n == 0)
        return split;
    memset(counts, 0, ((size_t)n + 1) * sizeof *counts);
    for (uint32_t v = 0; v < n; v++) {
        counts[degrees[v]]++;
        all += (double)degrees[v];
    }
    for (uint32_t d = n; d-- > 0;)
        for (uint32_t i = 0; i < counts[d] && d >= rank; i++, rank++) {
            inside += (double)d;
            split.largest = rank + 1;
            if (d > rank)
                split.smallest = rank + 1;
        }
    size = (double)split.largest;
    edits = (size * (size - 1.0) - inside + (all - inside)) / 2.0;
    split.splittance = clg_value_of(edits);
    split.fit = fit_of(edits, (double)n, all / 2.0);
    return split;
}
