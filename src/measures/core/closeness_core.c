#include "measures/core/closeness_core.h"

#include "base/memory.h"
#include "graph/igraph_bridge.h"

#include <string.h>

enum { SWAPS_A_TIE = 10 };

void clg_closeness_room_clear(clg_closeness_room *room)
{
    clg_free(room->numbers);
    clg_free(room->far);
    clg_rewiring_clear(&room->rewiring);
    *room = (clg_closeness_room){0};
}

static clg_status reserve(clg_closeness_room *room, size_t n, clg_error *err)
{
    clg_status status = clg_array_reserve(&room->numbers, &room->number_room, 4 * n + 1,
                                          sizeof *room->numbers, err);

    if (status == CLG_OK)
        status =
            clg_array_reserve(&room->far, &room->far_room, n, sizeof *room->far, err);
    if (status != CLG_OK)
        return status;
    room->membership = room->numbers;
    room->coreness = room->numbers + n;
    room->queue = room->numbers + 2 * n;
    room->distance = room->numbers + 3 * n;
    return CLG_OK;
}

/* The first of the largest components; how many are in it. */
static uint32_t largest_component(clg_closeness_room *room, uint32_t n, uint32_t count,
                                  uint32_t *size)
{
    uint32_t *sizes = room->queue, largest = 0;

    memset(sizes, 0, count * sizeof *sizes);
    for (uint32_t v = 0; v < n; v++)
        sizes[room->membership[v]]++;
    for (uint32_t c = 1; c < count; c++)
        if (sizes[c] > sizes[largest])
            largest = c;
    *size = sizes[largest];
    return largest;
}

/* Sum of the distances from the source to all it reaches. */
static double sum_distances(const clg_graph *graph, uint32_t source,
                            clg_closeness_room *room)
{
    uint32_t *queue = room->queue, *distance = room->distance, count = 1;
    double sum = 0.0;

    memset(distance, 0xFF, graph->vertex_count * sizeof *distance);
    queue[0] = source;
    distance[source] = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t v = queue[i];
        sum += (double)distance[v];
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            if (distance[graph->target[e]] == UINT32_MAX) {
                distance[graph->target[e]] = distance[v] + 1;
                queue[count++] = graph->target[e];
            }
    }
    return sum;
}

/* Mean distance of the k-core of a component; k = 0: of all of it. */
static double mean_far(const clg_closeness_room *room, uint32_t n, uint32_t component,
                       uint32_t k, uint32_t *size)
{
    double sum = 0.0;

    *size = 0;
    for (uint32_t v = 0; v < n; v++)
        if (room->membership[v] == component && room->coreness[v] >= k) {
            sum += room->far[v];
            *size += 1;
        }
    return sum / (double)*size;
}

clg_status clg_closeness_core_find(const clg_graph *graph, clg_closeness_room *room,
                                   clg_closeness_core *core, clg_error *err)
{
    uint32_t n = graph->vertex_count, count = 0, component, size, deepest = 0;
    double all, best;
    clg_status status = reserve(room, n, err);

    *core = (clg_closeness_core){clg_value_undefined(), 0, 0};
    if (status != CLG_OK || graph->arc_count == 0)
        return status;
    status = clg_components_and_coreness(graph, room->membership, &count,
                                         room->coreness, err);
    if (status != CLG_OK)
        return status;
    component = largest_component(room, n, count, &size);
    for (uint32_t v = 0; v < n; v++)
        if (room->membership[v] == component) {
            room->far[v] = sum_distances(graph, v, room);
            deepest = room->coreness[v] > deepest ? room->coreness[v] : deepest;
        }
    best = all = mean_far(room, n, component, 0, &core->size);
    for (uint32_t k = 1; k <= deepest; k++) {
        double far = mean_far(room, n, component, k, &size);
        if (far > best * (1.0 + 1e-12))
            continue;
        best = far;
        core->k = k;
        core->size = size;
    }
    core->ratio = clg_value_of(all / best);
    return CLG_OK;
}

clg_status clg_closeness_core_excess(const clg_graph *graph, uint32_t copies,
                                     uint64_t seed, clg_closeness_room *room,
                                     clg_monte_carlo *test, clg_value *excess,
                                     clg_error *err)
{
    clg_closeness_core core, copy;
    clg_status status = clg_closeness_core_find(graph, room, &core, err);

    *excess = core.ratio;
    *test = clg_monte_carlo_of(core.ratio.value);
    if (status != CLG_OK || core.ratio.status != CLG_VALUE_OK)
        return status;
    for (uint32_t c = 0; status == CLG_OK && c < copies; c++) {
        clg_random random = clg_random_stream(seed, "closeness core",
                                              graph->vertex_count, graph->arc_count, c);
        status = clg_rewiring_start(&room->rewiring, graph, err);
        if (status == CLG_OK)
            status = clg_rewire(&room->rewiring, SWAPS_A_TIE, &random, err);
        if (status == CLG_OK)
            status = clg_closeness_core_find(&room->rewiring.graph, room, &copy, err);
        if (status == CLG_OK)
            clg_monte_carlo_add(test, copy.ratio, false);
    }
    *excess = clg_value_of(core.ratio.value - test->mean);
    return status;
}
