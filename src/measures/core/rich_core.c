#include "measures/core/rich_core.h"

#include "measures/core/strength_order.h"

#include <math.h>

uint32_t clg_rich_core(const clg_graph *graph, uint32_t *order, double *strength,
                       double *highest)
{
    uint32_t n = graph->vertex_count, size = 0;

    clg_strength_order(graph, order, strength);
    *highest = 0.0;
    for (uint32_t r = 0; r < n; r++) {
        uint32_t v = order[r];
        double above = 0.0;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            if (clg_comes_before(strength, graph->target[e], v))
                above += graph->weight[e];
        if (above > 0.0 && above >= *highest * (1.0 - 1e-12)) {
            *highest = fmax(above, *highest);
            size = r + 1;
        }
    }
    return size;
}

/* Those who have joined carry inside = -1. */
static uint32_t next_to_join(const double *inside, const double *strength, uint32_t n,
                             double arcs, double sum)
{
    uint32_t best = n;
    double least = 0.0;

    for (uint32_t v = 0; v < n; v++) {
        double alpha = (arcs + 2.0 * inside[v]) / (sum + strength[v]);
        if (inside[v] < 0.0 || (best < n && alpha >= least - 1e-12 * least))
            continue;
        best = v;
        least = alpha;
    }
    return best;
}

static bool reaches_everyone(const clg_graph *graph, uint32_t *queue, double *seen)
{
    uint32_t n = graph->vertex_count, count = 1;

    for (uint32_t v = 0; v < n; v++)
        seen[v] = 0.0;
    queue[0] = 0;
    seen[0] = 1.0;
    for (uint32_t i = 0; i < count; i++)
        for (size_t e = graph->first[queue[i]]; e < graph->first[queue[i] + 1]; e++)
            if (!(seen[graph->target[e]] > 0.0)) {
                seen[graph->target[e]] = 1.0;
                queue[count++] = graph->target[e];
            }
    return count == n;
}

clg_value clg_alpha_centralization(const clg_graph *graph, uint32_t *order,
                                   double *strength, double *inside)
{
    uint32_t n = graph->vertex_count, v;
    double arcs = 0.0, sum = 0.0, profile = 0.0;

    if (n < 3 || !reaches_everyone(graph, order, inside))
        return clg_value_undefined();
    clg_strength_order(graph, order, strength);
    v = order[n - 1];
    for (uint32_t r = n - 1; r > 0 && strength[order[r - 1]] <= strength[v]; r--)
        v = order[r - 1]; /* of equals, the first by number */
    for (uint32_t i = 0; i < n; i++)
        inside[i] = 0.0;
    for (uint32_t k = 0; k < n; k++) {
        if (k > 0)
            v = next_to_join(inside, strength, n, arcs, sum);
        order[k] = v;
        arcs += 2.0 * inside[v];
        sum += strength[v];
        strength[v] = arcs / sum;
        inside[v] = -1.0;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            if (inside[graph->target[e]] >= 0.0)
                inside[graph->target[e]] += graph->weight[e];
        profile += k + 1 < n ? strength[v] : 0.0;
    }
    return clg_value_of(1.0 - 2.0 / ((double)n - 2.0) * profile);
}
