/* What a network hangs on: people and ties whose loss would cut it.
 *
 * A cut point (articulation point) leaves more components when it is taken away; a
 * bridge is a tie whose loss does; a local bridge joins two who have no contact in
 * common (Granovetter 1973). What a person's loss does to fragmentation F (Borgatti
 * 2006) says how much depends on them. */
#ifndef CLG_MEASURES_ISOLATION_CUT_POINTS_H
#define CLG_MEASURES_ISOLATION_CUT_POINTS_H

#include "graph/graph.h"
#include "measures/value.h"

typedef struct clg_cut_room {
    uint32_t *block; /* four numbers a vertex */
    uint8_t *is_cut; /* of clg_losses() */
    size_t block_room, is_cut_room;
} clg_cut_room;

/* An undirected graph. is_cut: an entry a vertex. Returns the number of bridges in
 * *bridges. Depth first, without recursion (Tarjan 1974). O(n + m). */
clg_status clg_cut_points(const clg_graph *graph, clg_cut_room *room, uint8_t *is_cut,
                          size_t *bridges, clg_error *err) CLG_NODISCARD;
void clg_cut_room_clear(clg_cut_room *room);

/* Ties without a common neighbour of their ends. O(sum over ties of degrees). */
size_t clg_local_bridges(const clg_graph *graph);

/* loss[v] = F(without v) - F, F = share of pairs that can't reach each other; NaN if
 * n < 3. O((1 + cut points) (n + m)). */
clg_status clg_losses(const clg_graph *graph, clg_cut_room *room, double *loss,
                      clg_error *err) CLG_NODISCARD;

#endif
