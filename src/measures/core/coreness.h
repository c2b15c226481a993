/* Coreness and components of an undirected graph in two walks over its rows, for the
 * many small ones: handing a graph to igraph costs more than either. */
#ifndef CLG_MEASURES_CORE_CORENESS_H
#define CLG_MEASURES_CORE_CORENESS_H

#include "graph/graph.h"

/* The largest k such that v lies in a subgraph in which everyone has k ties (Seidman
 * 1983). coreness, queue: an entry a vertex. O(n degeneracy + m). */
void clg_coreness_of(const clg_graph *graph, uint32_t *coreness, uint32_t *queue);

/* Components, numbered in order of their first vertices; how many there are. O(n + m).
 */
uint32_t clg_components_of(const clg_graph *graph, uint32_t *membership,
                           uint32_t *queue);

#endif
