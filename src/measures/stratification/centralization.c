#include "measures/stratification/centralization.h"

#include "measures/core/degree.h"

static double sum_of_gaps(const uint32_t *degrees, uint32_t count)
{
    uint32_t largest = clg_largest(degrees, count);
    double sum = 0.0;

    for (uint32_t v = 0; v < count; v++)
        sum += (double)(largest - degrees[v]);
    return sum;
}

clg_value clg_degree_centralization(const uint32_t *degrees, uint32_t count)
{
    double n = (double)count;

    if (count < 3)
        return clg_value_undefined();
    return clg_value_of(sum_of_gaps(degrees, count) / ((n - 1.0) * (n - 2.0)));
}

clg_value clg_arc_centralization(const uint32_t *degrees, uint32_t count)
{
    double n = (double)count;

    if (count < 3)
        return clg_value_undefined();
    return clg_value_of(sum_of_gaps(degrees, count) / ((n - 1.0) * (n - 1.0)));
}

clg_value clg_betweenness_centralization(const double *betweenness, uint32_t count)
{
    double highest = 0.0, sum = 0.0, n = (double)count;

    if (count < 3)
        return clg_value_undefined();
    for (uint32_t v = 0; v < count; v++) {
        highest = betweenness[v] > highest ? betweenness[v] : highest;
        sum += betweenness[v];
    }
    return clg_value_of((n * highest - sum) / (n - 1.0));
}

/* Sum of the distances from one vertex; 0 if it doesn't reach everyone. */
static double distances_from(const clg_graph *graph, uint32_t source,
                             uint32_t *distance, uint32_t *queue)
{
    uint32_t count = 1;
    double sum = 0.0;

    for (uint32_t v = 0; v < graph->vertex_count; v++)
        distance[v] = UINT32_MAX;
    distance[source] = 0;
    queue[0] = source;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t v = queue[i];
        sum += distance[v];
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            if (distance[graph->target[e]] == UINT32_MAX) {
                distance[graph->target[e]] = distance[v] + 1;
                queue[count++] = graph->target[e];
            }
    }
    return count == graph->vertex_count ? sum : 0.0;
}

clg_value clg_closeness_centralization(const clg_graph *graph, uint32_t *distance,
                                       uint32_t *queue)
{
    double n = (double)graph->vertex_count, highest = 0.0, sum = 0.0;

    if (graph->vertex_count < 3)
        return clg_value_undefined();
    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        double far = distances_from(graph, v, distance, queue), closeness;
        if (!(far > 0.0))
            return clg_value_undefined();
        closeness = (n - 1.0) / far;
        highest = closeness > highest ? closeness : highest;
        sum += closeness;
    }
    return clg_value_of((n * highest - sum) * (2.0 * n - 3.0) /
                        ((n - 1.0) * (n - 2.0)));
}
