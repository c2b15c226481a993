/* One plain network from an edge list, and the nodes it may have without ties; or one
 * two-mode table of who attended what. */
#ifndef CLG_INGEST_EDGES_H
#define CLG_INGEST_EDGES_H

#include "base/text.h"

typedef struct clg_edges_options {
    const char *edges;  /* path; columns from and to, else source and target, else the
                           first two */
    const char *nodes;  /* path or NULL; column id, else the first */
    const char *weight; /* column of edges, or NULL: every tie weighs 1 */
    const char *group;  /* column of nodes, or NULL */
    bool is_directed;
    bool is_two_mode; /* edges holds attendances: columns person and meeting, else the
                         first two */
} clg_edges_options;

/* Vertices stand in the order of the nodes file; without one in numeric order if every
 * id is a whole number, else in byte order. Ties are distinct, without loops, in order
 * of (from, to); undirected ones have from < to. */
typedef struct clg_edges {
    clg_texts ids;
    size_t count;
    uint32_t *from, *to;
    double *weight;
    int32_t *group;         /* by vertex, -1 = none; NULL if not asked for */
    clg_texts group_levels; /* in byte order */
    uint64_t loop_count;    /* rows from a vertex to itself: left out */
    uint64_t doubled_count; /* rows of ties listed before: their weights are added */
    uint64_t zero_count;    /* rows of weight 0: no tie */
    uint32_t meeting_count; /* of a two-mode table: `to` counts meetings in the order in
                               which they appear, `from` people */
} clg_edges;

/* Reads strictly: the first row that can't be used is an error with its place.
 * CLG_ERROR_ARGUMENT: a group without nodes. CLG_ERROR_IO, CLG_ERROR_PARSE,
 * CLG_ERROR_SCHEMA as for tables. On failure *edges is empty. O(n log n). */
clg_status clg_edges_read(const clg_edges_options *options, clg_edges *edges,
                          clg_error *err) CLG_NODISCARD;
void clg_edges_clear(clg_edges *edges);

#endif
