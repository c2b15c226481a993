/* Is a digraph a hierarchy? Krackhardt's four answers (Krackhardt 1994, in Carley &
 * Prietula, Computational Organization Theory, p. 89) and global reaching centrality.
 *
 * With N_c the sizes of the weak components, R reachability:
 *
 *     connectedness  sum N_c (N_c - 1) / (n (n - 1))
 *     hierarchy      1 - V / T: of the pairs of which one reaches the other (T), those
 *                    of which both do (V)
 *     efficiency     1 - (arcs - sum (N_c - 1)) / sum (N_c - 1)^2
 *     lubness        1 - pairs of a weak component without a least upper bound /
 *                    sum (N_c - 1)(N_c - 2) / 2; an upper bound of i and j reaches
 *                    both. As sna::lubness has it, the bound asked for is one that
 *                    reaches the others; Krackhardt's words ask for one that the
 *                    others reach. Trees that lead downwards have 1 by both
 *     reaching       sum (max L - L_v) / (n - 1), L_v = share of others that v reaches
 *                    (Mones, Vicsek & Vicsek 2012, PLOS ONE 7:e33799)
 *
 * Arcs lead from the superior to the subordinate: an out-tree has 1 in all. lubness is
 * the only one that tells a tree from its reverse. */
#ifndef CLG_MEASURES_STRATIFICATION_HIERARCHY_H
#define CLG_MEASURES_STRATIFICATION_HIERARCHY_H

#include "graph/graph.h"
#include "measures/value.h"

typedef struct clg_hierarchy {
    clg_value connectedness; /* UNDEFINED if n < 2 */
    clg_value hierarchy;     /* UNDEFINED if nobody reaches anybody */
    clg_value efficiency;    /* UNDEFINED without arcs */
    clg_value lubness;       /* UNDEFINED if no component has 3 vertices */
    clg_value reaching;      /* UNDEFINED if n < 2 */
} clg_hierarchy;

/* Bits for every ordered pair: O(n m / 64 rounds + n^3 / 64) time and n^2 / 4 bytes.
 * CLG_ERROR_MEMORY. */
clg_status clg_hierarchy_find(const clg_graph *graph, clg_hierarchy *hierarchy,
                              clg_error *err) CLG_NODISCARD;

#endif
