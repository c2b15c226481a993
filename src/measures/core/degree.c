#include "measures/core/degree.h"

void clg_degrees(const clg_graph *graph, clg_arcs arcs, uint32_t *degrees)
{
    bool counts_out = !graph->is_directed || arcs != CLG_ARCS_IN;
    bool counts_in = graph->is_directed && arcs != CLG_ARCS_OUT;

    for (uint32_t v = 0; v < graph->vertex_count; v++)
        degrees[v] = counts_out ? (uint32_t)(graph->first[v + 1] - graph->first[v]) : 0;
    for (size_t e = 0; counts_in && e < graph->arc_count; e++)
        degrees[graph->target[e]]++;
}

void clg_strengths(const clg_graph *graph, clg_arcs arcs, double *strengths)
{
    bool counts_out = !graph->is_directed || arcs != CLG_ARCS_IN;
    bool counts_in = graph->is_directed && arcs != CLG_ARCS_OUT;

    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        strengths[v] = 0.0;
        for (size_t e = graph->first[v]; counts_out && e < graph->first[v + 1]; e++)
            strengths[v] += graph->weight[e];
    }
    for (size_t e = 0; counts_in && e < graph->arc_count; e++)
        strengths[graph->target[e]] += graph->weight[e];
}

uint32_t clg_largest(const uint32_t *numbers, uint32_t count)
{
    uint32_t largest = 0;

    for (uint32_t i = 0; i < count; i++)
        largest = numbers[i] > largest ? numbers[i] : largest;
    return largest;
}

uint32_t clg_zero_count(const uint32_t *numbers, uint32_t count)
{
    uint32_t zeros = 0;

    for (uint32_t i = 0; i < count; i++)
        zeros += numbers[i] == 0;
    return zeros;
}
