/* Groups of people who have more to do with one another than with the rest, found from
 * the ties. */
#ifndef CLG_MEASURES_COMMUNITY_COMMUNITIES_H
#define CLG_MEASURES_COMMUNITY_COMMUNITIES_H

#include "graph/graph.h"

/* The groups of one graph: clg_leiden(). Those alone in theirs belong to none. */
typedef struct clg_communities {
    uint32_t count;    /* groups of two or more */
    int32_t *group;    /* of each vertex, from 0; -1 for none */
    double modularity; /* NaN without ties */
    uint32_t *found;   /* scratch */
    size_t group_room, found_room;
} clg_communities;

clg_status clg_communities_find(clg_communities *communities, const clg_graph *graph,
                                uint32_t starts, clg_error *err) CLG_NODISCARD;
void clg_communities_clear(clg_communities *communities);

#endif
