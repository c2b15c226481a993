#include "measures/isolation/structural_holes.h"

#include <math.h>

/* sum over j of sum over q of p_iq m_jq; share holds p_i. */
static double redundancy(const clg_graph *graph, uint32_t i, const double *share,
                         const double *largest)
{
    double sum = 0.0;

    for (size_t e = graph->first[i]; e < graph->first[i + 1]; e++) {
        uint32_t j = graph->target[e];
        double through = 0.0;
        for (size_t f = graph->first[j]; f < graph->first[j + 1]; f++)
            through += graph->weight[f] * share[graph->target[f]];
        sum += through / largest[j];
    }
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
