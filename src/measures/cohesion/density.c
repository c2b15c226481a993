#include "measures/cohesion/density.h"

static double ordered_pairs(const clg_graph *graph)
{
    double n = (double)graph->vertex_count;

    return n * (n - 1.0);
}

/* An undirected tie stands in two rows, so that arcs over ordered pairs is the
 * density of both kinds of graph. */
clg_value clg_density(const clg_graph *graph)
{
    if (graph->vertex_count < 2)
        return clg_value_undefined();
    return clg_value_of((double)graph->arc_count / ordered_pairs(graph));
}

static double ends_an_arc(const clg_graph *graph)
{
    return graph->is_directed ? 2.0 : 1.0;
}

clg_value clg_mean_degree(const clg_graph *graph)
{
    if (graph->vertex_count < 2)
        return clg_value_undefined();
    return clg_value_of(ends_an_arc(graph) * (double)graph->arc_count /
                        (double)graph->vertex_count);
}

clg_value clg_mean_strength(const clg_graph *graph)
{
    double sum = 0.0;

    if (graph->vertex_count < 2)
        return clg_value_undefined();
    for (size_t e = 0; e < graph->arc_count; e++)
        sum += graph->weight[e];
    return clg_value_of(ends_an_arc(graph) * sum / (double)graph->vertex_count);
}

clg_value clg_copresence(const clg_two_mode *attendance)
{
    double n = (double)attendance->vertex_count, pairs = 0.0;

    if (attendance->vertex_count < 2)
        return clg_value_undefined();
    for (uint32_t m = 0; m < attendance->meeting_count; m++) {
        double size = (double)clg_meeting_size(attendance, m);
        pairs += size * (size - 1.0);
    }
    return clg_value_of(pairs / (n * (n - 1.0)));
}

/* The entry of row v that holds target, or SIZE_MAX. */
static size_t find_arc(const clg_graph *graph, uint32_t v, uint32_t target)
{
    size_t low = graph->first[v], high = graph->first[v + 1];

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (graph->target[middle] == target)
            return middle;
        if (graph->target[middle] < target)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

bool clg_graph_has_arc(const clg_graph *graph, uint32_t v, uint32_t target)
{
    return find_arc(graph, v, target) != SIZE_MAX;
}

clg_value clg_reciprocity(const clg_graph *graph)
{
    size_t answered = 0;

    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            answered += clg_graph_has_arc(graph, graph->target[e], v);
    }
    return clg_value_share((double)answered, (double)graph->arc_count);
}

clg_value clg_weighted_reciprocity(const clg_graph *graph)
{
    double returned = 0.0, all = 0.0;

    for (uint32_t v = 0; v < graph->vertex_count; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            size_t back = find_arc(graph, graph->target[e], v);
            double other = back != SIZE_MAX ? graph->weight[back] : 0.0;
            all += graph->weight[e];
            returned += other < graph->weight[e] ? other : graph->weight[e];
        }
    return clg_value_share(returned, all);
}
