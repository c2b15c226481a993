/* What was read of an edge list, before it is in order. Private to edges. */
#ifndef CLG_INGEST_EDGES_DRAFT_H
#define CLG_INGEST_EDGES_DRAFT_H

#include "ingest/edges.h"

typedef struct clg_edges_draft {
    clg_dictionary vertices;
    clg_dictionary groups;
    clg_dictionary meetings; /* the other mode of a two-mode table */
    uint32_t *group;         /* by vertex code */
    size_t group_room;
    uint32_t *from, *to;
    double *weight;
    size_t count, from_room, to_room, weight_room;
} clg_edges_draft;

/* Puts vertices and ties in order; changes the draft's ends. CLG_ERROR_MEMORY. */
clg_status clg_edges_order(const clg_edges_options *options, clg_edges_draft *draft,
                           clg_edges *edges, clg_error *err) CLG_NODISCARD;

#endif
