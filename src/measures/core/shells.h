/* Layers found by peeling: a network is taken apart from its edge.
 *
 * The s-core takes away a vertex of least strength again and again; its value is the
 * largest strength any vertex had when it was taken, up to then (Eidsaa & Almaas 2013,
 * PRE 88:062819). On unit weights it is the coreness.
 *
 * Onion layers take away, at once, everyone whose degree is at most the current core
 * number; layers are counted from 1 at the edge (Hebert-Dufresne, Grochow & Allard
 * 2016, Sci. Rep. 6:31708). */
#ifndef CLG_MEASURES_CORE_SHELLS_H
#define CLG_MEASURES_CORE_SHELLS_H

#include "graph/graph.h"

/* strength: room for a number a vertex, lost; all without allocation.
 * O(n^2 + m). */
void clg_strength_core(const clg_graph *graph, double *core, double *strength);
/* degree: room for a number a vertex, lost. O(n layers + m). */
void clg_onion_layers(const clg_graph *graph, uint32_t *layer, uint32_t *degree);

#endif
