#include "measures/isolation/paths.h"

#include "base/memory.h"

#include <string.h>

#define NOT_REACHED UINT32_MAX

static clg_status reserve(clg_paths *paths, uint32_t vertices, clg_error *err)
{
    size_t n = vertices;
    clg_status status = clg_array_reserve(&paths->doubles, &paths->double_room, 4 * n,
                                          sizeof *paths->doubles, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&paths->distance, &paths->distance_room, n,
                                   sizeof *paths->distance, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&paths->order, &paths->order_room, n,
                                   sizeof *paths->order, err);
    if (status != CLG_OK)
        return status;
    paths->nearness = paths->doubles;
    paths->betweenness = paths->doubles + n;
    paths->path_count = paths->doubles + 2 * n;
    paths->dependency = paths->doubles + 3 * n;
    return CLG_OK;
}

/* Vertices by distance in order[], the paths to each in path_count[]. */
static uint32_t search(clg_paths *paths, const clg_graph *graph, uint32_t source)
{
    uint32_t found = 0, *order = paths->order;

    for (uint32_t v = 0; v < graph->vertex_count; v++)
        paths->distance[v] = NOT_REACHED;
    paths->distance[source] = 0;
    paths->path_count[source] = 1.0;
    order[found++] = source;
    for (uint32_t next = 0; next < found; next++) {
        uint32_t v = order[next], further = paths->distance[v] + 1;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            uint32_t w = graph->target[e];
            if (paths->distance[w] == NOT_REACHED) {
                paths->distance[w] = further;
                paths->path_count[w] = 0.0;
                order[found++] = w;
            }
            if (paths->distance[w] == further)
                paths->path_count[w] += paths->path_count[v];
        }
    }
    return found;
}

/* From the farthest back: v carries its share of every path that goes on from it. */
static double dependency_of(const clg_paths *paths, const clg_graph *graph, uint32_t v)
{
    uint32_t further = paths->distance[v] + 1;
    double sum = 0.0;

    for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
        uint32_t w = graph->target[e];
        if (paths->distance[w] == further)
            sum += (1.0 + paths->dependency[w]) / paths->path_count[w];
    }
    return sum * paths->path_count[v];
}

void clg_paths_by_rows(clg_paths *paths, const clg_graph *graph, uint32_t source)
{
    uint32_t found = search(paths, graph, source);
    double nearness = 0.0;

    for (uint32_t i = found; i-- > 1;) {
        uint32_t v = paths->order[i];
        paths->dependency[v] = dependency_of(paths, graph, v);
        paths->betweenness[v] += paths->dependency[v];
        nearness += 1.0 / (double)paths->distance[v];
    }
    paths->nearness[source] = nearness;
}

static void forget(clg_paths *paths)
{
    for (uint32_t v = 0; v < paths->vertex_count; v++)
        paths->nearness[v] = paths->betweenness[v] = 0.0;
}

static clg_status find_by_panels(clg_paths *paths, const clg_graph *graph,
                                 bool *is_done, clg_error *err)
{
    clg_status status = CLG_OK;

    *is_done = !graph->is_directed;
    for (uint32_t v = 0; v < graph->vertex_count && *is_done; v += CLG_PATHS_PANEL)
        status = clg_paths_by_panel(paths, graph, v, is_done, err);
    return status;
}

clg_status clg_paths_find(clg_paths *paths, const clg_graph *graph, clg_error *err)
{
    clg_status status = reserve(paths, graph->vertex_count, err);
    bool is_done = false;

    paths->vertex_count = status == CLG_OK ? graph->vertex_count : 0;
    forget(paths);
    if (status == CLG_OK)
        status = find_by_panels(paths, graph, &is_done, err);
    if (status != CLG_OK || is_done)
        return status;
    forget(paths);
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        clg_paths_by_rows(paths, graph, v);
    return CLG_OK;
}

clg_value clg_harmonic(const clg_paths *paths, uint32_t vertex)
{
    if (paths->vertex_count < 2)
        return clg_value_undefined();
    return clg_value_of(paths->nearness[vertex] / ((double)paths->vertex_count - 1.0));
}

/* Undirected pairs were met from both ends, and there are half as many of them: the
 * divisor is the same for both kinds of graph. */
clg_value clg_betweenness(const clg_paths *paths, uint32_t vertex)
{
    double n = (double)paths->vertex_count;

    if (paths->vertex_count < 3)
        return clg_value_undefined();
    return clg_value_of(paths->betweenness[vertex] / ((n - 1.0) * (n - 2.0)));
}

void clg_paths_clear(clg_paths *paths)
{
    clg_free(paths->doubles);
    clg_free(paths->distance);
    clg_free(paths->order);
    clg_free(paths->levels);
    clg_free(paths->panel);
    *paths = (clg_paths){0};
}
