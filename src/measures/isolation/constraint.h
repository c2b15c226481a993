/* Burt's constraint: how far a vertex's contacts are few or know one another.
 *
 * With p_ij = w_ij / s_i the share of i's tie weight that goes to j,
 *
 *     c_i = sum over neighbours j of (p_ij + sum over q != i, j of p_iq p_qj)^2
 *
 * 1 for a vertex with one tie; above 1 in small closed groups (9/8 in a triangle).
 * R. S. Burt, Structural Holes (1992), ch. 2. */
#ifndef CLG_MEASURES_ISOLATION_CONSTRAINT_H
#define CLG_MEASURES_ISOLATION_CONSTRAINT_H

#include "graph/graph.h"

/* Kept between calls, so that later ones need no memory. */
typedef struct clg_constraint_room {
    double *share, *row;
    double *matrix; /* shares of a dense network, V x V */
    size_t share_room, row_room, matrix_room;
} clg_constraint_room;

/* values: room for vertex_count results, NaN for isolates. The graph is undirected;
 * for a directed one symmetrize it first (p_ij is defined on w_ij + w_ji).
 * O(sum over ties i-q of the degree of q); a dense network of up to 512 vertices takes
 * O(V E) additions side by side instead, with the same bits as result. */
clg_status clg_constraint(const clg_graph *graph, clg_constraint_room *room,
                          double *values, clg_error *err) CLG_NODISCARD;
void clg_constraint_room_clear(clg_constraint_room *room);

#endif
