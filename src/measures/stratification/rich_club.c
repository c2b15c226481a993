#include "measures/stratification/rich_club.h"

static bool is_rich(const clg_graph *graph, uint32_t v, uint32_t k)
{
    return graph->first[v + 1] - graph->first[v] > k;
}

clg_value clg_rich_club(const clg_graph *graph, uint32_t k)
{
    double count = 0.0, arcs = 0.0;

    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        if (!is_rich(graph, v, k))
            continue;
        count += 1.0;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            arcs += is_rich(graph, graph->target[e], k);
    }
    return clg_value_share(arcs, count * (count - 1.0));
}
