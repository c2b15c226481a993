#include "measures/stratification/rich_club.h"

enum { SWAPS_A_TIE = 10 };

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

static uint32_t count_above(const clg_graph *graph, uint32_t k)
{
    uint32_t count = 0;

    for (uint32_t v = 0; v < graph->vertex_count; v++)
        count += is_rich(graph, v, k);
    return count;
}

uint32_t clg_rich_club_degree(const clg_graph *graph)
{
    uint32_t needed = (graph->vertex_count + 4) / 5, low = 0, high;

    if (needed < 2)
        needed = 2;
    high = graph->vertex_count; /* nobody has as many ties */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (count_above(graph, middle) >= needed)
            low = middle;
        else
            high = middle;
    }
    return low;
}

clg_status clg_rich_club_ratio(const clg_graph *graph, uint32_t k, uint32_t copies,
                               clg_rewiring *rewiring, clg_value *ratio, clg_error *err)
{
    clg_value own = clg_rich_club(graph, k);
    double sum = 0.0;
    clg_status status = CLG_OK;

    *ratio = own;
    if (own.status != CLG_VALUE_OK)
        return CLG_OK;
    for (uint32_t c = 0; status == CLG_OK && c < copies; c++) {
        clg_random random =
            clg_random_stream(1, "rich club", graph->vertex_count, graph->arc_count, c);
        status = clg_rewiring_start(rewiring, graph, err);
        if (status == CLG_OK)
            status = clg_rewire(rewiring, SWAPS_A_TIE, &random, err);
        if (status == CLG_OK)
            sum += clg_rich_club(&rewiring->graph, k).value;
    }
    *ratio = clg_value_share(own.value * (double)copies, sum);
    return status;
}
