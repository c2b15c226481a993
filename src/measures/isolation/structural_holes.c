#include "measures/isolation/structural_holes.h"

#include <math.h>

/* sum over q of w_jq p_iq. Four sums side by side, so that none waits for the last. */
static double through(const clg_graph *graph, uint32_t j, const double *share)
{
    size_t f = graph->first[j], end = graph->first[j + 1];
    double a = 0.0, b = 0.0, c = 0.0, d = 0.0;

    for (; f + 4 <= end; f += 4) {
        a += graph->weight[f] * share[graph->target[f]];
        b += graph->weight[f + 1] * share[graph->target[f + 1]];
        c += graph->weight[f + 2] * share[graph->target[f + 2]];
        d += graph->weight[f + 3] * share[graph->target[f + 3]];
    }
    for (; f < end; f++)
        a += graph->weight[f] * share[graph->target[f]];
    return (a + b) + (c + d);
}

/* sum over j of sum over q of p_iq m_jq; share holds p_i. */
static double redundancy(const clg_graph *graph, uint32_t i, const double *share,
                         const double *largest)
{
    double sum = 0.0;

    for (size_t e = graph->first[i]; e < graph->first[i + 1]; e++)
        sum += through(graph, graph->target[e], share) / largest[graph->target[e]];
    return sum;
}

void clg_effective_sizes(const clg_graph *graph, double *sizes, double *share,
                         double *largest)
{
    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        largest[v] = share[v] = 0.0;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            largest[v] = fmax(largest[v], graph->weight[e]);
    }
    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        double strength = 0.0, degree = (double)(graph->first[v + 1] - graph->first[v]);
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            strength += graph->weight[e];
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            share[graph->target[e]] = graph->weight[e] / strength;
        sizes[v] =
            degree > 0.0 ? degree - redundancy(graph, v, share, largest) : (double)NAN;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            share[graph->target[e]] = 0.0;
    }
}
