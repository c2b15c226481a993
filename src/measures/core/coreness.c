#include "measures/core/coreness.h"

/* What is left of a degree is in coreness until the vertex is taken; then it carries
 * this mark, and its coreness. */
static const uint32_t taken = UINT32_C(1) << 31;

/* Takes everyone of at most k ties, and whom that leaves with as few. */
static uint32_t take_shell(const clg_graph *graph, uint32_t k, uint32_t *left,
                           uint32_t *queue)
{
    uint32_t count = 0;

    for (uint32_t v = 0; v < graph->vertex_count; v++)
        if (left[v] <= k) {
            left[v] = k | taken;
            queue[count++] = v;
        }
    for (uint32_t i = 0; i < count; i++)
        for (size_t e = graph->first[queue[i]]; e < graph->first[queue[i] + 1]; e++) {
            uint32_t other = graph->target[e];
            if ((left[other] & taken) != 0 || --left[other] > k)
                continue;
            left[other] = k | taken;
            queue[count++] = other;
        }
    return count;
}

void clg_coreness_of(const clg_graph *graph, uint32_t *coreness, uint32_t *queue)
{
    uint32_t n = graph->vertex_count, remaining = n;

    for (uint32_t v = 0; v < n; v++)
        coreness[v] = (uint32_t)(graph->first[v + 1] - graph->first[v]);
    for (uint32_t k = 0; remaining > 0; k++)
        remaining -= take_shell(graph, k, coreness, queue);
    for (uint32_t v = 0; v < n; v++)
        coreness[v] &= ~taken;
}

uint32_t clg_components_of(const clg_graph *graph, uint32_t *membership,
                           uint32_t *queue)
{
    uint32_t n = graph->vertex_count, components = 0;

    for (uint32_t v = 0; v < n; v++)
        membership[v] = UINT32_MAX;
    for (uint32_t v = 0; v < n; v++) {
        uint32_t count = 1;
        if (membership[v] != UINT32_MAX)
            continue;
        membership[v] = components;
        queue[0] = v;
        for (uint32_t i = 0; i < count; i++)
            for (size_t e = graph->first[queue[i]]; e < graph->first[queue[i] + 1];
                 e++) {
                uint32_t other = graph->target[e];
                if (membership[other] != UINT32_MAX)
                    continue;
                membership[other] = components;
                queue[count++] = other;
            }
        components++;
    }
    return components;
}
