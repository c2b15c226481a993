#include "measures/core/shells.h"

#include <math.h>

/* Taken vertices carry strength -1. */
static uint32_t weakest(const double *strength, uint32_t n)
{
    uint32_t found = n;

    for (uint32_t v = 0; v < n; v++)
        if (strength[v] >= 0.0 && (found == n || strength[v] < strength[found]))
            found = v;
    return found;
}

void clg_strength_core(const clg_graph *graph, double *core, double *strength)
{
    uint32_t n = graph->vertex_count;
    double highest = 0.0;

    for (uint32_t v = 0; v < n; v++) {
        strength[v] = 0.0;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            strength[v] += graph->weight[e];
    }
    for (uint32_t taken = 0; taken < n; taken++) {
        uint32_t v = weakest(strength, n);
        highest = fmax(highest, strength[v]);
        core[v] = highest;
        strength[v] = -1.0;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            double *other = &strength[graph->target[e]];
            if (*other >= 0.0) /* rounding must not take it below 0 */
                *other = fmax(0.0, *other - graph->weight[e]);
        }
    }
}

static uint32_t least_degree(const uint32_t *layer, const uint32_t *degree, uint32_t n)
{
    uint32_t least = UINT32_MAX;

    for (uint32_t v = 0; v < n; v++)
        if (layer[v] == 0 && degree[v] < least)
            least = degree[v];
    return least;
}

/* Those taken in this round; ties are cut afterwards, so that they go together. */
static uint32_t take_layer(const clg_graph *graph, uint32_t *layer, uint32_t *degree,
                           uint32_t number, uint32_t core)
{
    uint32_t taken = 0;

    for (uint32_t v = 0; v < graph->vertex_count; v++)
        if (layer[v] == 0 && degree[v] <= core) {
            layer[v] = number;
            taken++;
        }
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        for (size_t e = graph->first[v]; layer[v] == number && e < graph->first[v + 1];
             e++)
            if (layer[graph->target[e]] == 0)
                degree[graph->target[e]]--;
    return taken;
}

void clg_onion_layers(const clg_graph *graph, uint32_t *layer, uint32_t *degree)
{
    uint32_t n = graph->vertex_count, left = n, core = 0, number = 1;

    for (uint32_t v = 0; v < n; v++) {
        layer[v] = 0;
        degree[v] = (uint32_t)(graph->first[v + 1] - graph->first[v]);
    }
    while (left > 0) {
        uint32_t least = least_degree(layer, degree, n);
        core = least > core ? least : core;
        left -= take_layer(graph, layer, degree, number++, core);
    }
}
