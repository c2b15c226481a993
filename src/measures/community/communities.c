#include "measures/community/communities.h"

#include "base/memory.h"
#include "graph/igraph_bridge.h"

clg_status clg_communities_find(clg_communities *communities, const clg_graph *graph,
                                uint32_t starts, clg_error *err)
{
    uint32_t n = graph->vertex_count, count, *size, *found;
    clg_status status = clg_array_reserve(&communities->group, &communities->group_room,
                                          n + 1, sizeof *communities->group, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&communities->found, &communities->found_room,
                                   2 * (size_t)n + 1, sizeof *communities->found, err);
    if (status == CLG_OK)
        status = clg_leiden(graph, starts, communities->found, &count,
                            &communities->modularity, err);
    if (status != CLG_OK)
        return status;
    found = communities->found;
    size = found + n;
    for (uint32_t g = 0; g < count; g++)
        size[g] = 0;
    for (uint32_t v = 0; v < n; v++)
        size[found[v]]++;
    communities->count = 0;
    for (uint32_t g = 0; g < count; g++) /* from sizes to names */
        size[g] = size[g] > 1 ? communities->count++ : UINT32_MAX;
    for (uint32_t v = 0; v < n; v++)
        communities->group[v] =
            size[found[v]] == UINT32_MAX ? -1 : (int32_t)size[found[v]];
    return CLG_OK;
}

void clg_communities_clear(clg_communities *communities)
{
    clg_free(communities->group);
    clg_free(communities->found);
    *communities = (clg_communities){0};
}
