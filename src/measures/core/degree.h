/* Degree and strength: how many ties a vertex has, and what they weigh together. */
#ifndef CLG_MEASURES_CORE_DEGREE_H
#define CLG_MEASURES_CORE_DEGREE_H

#include "graph/igraph_bridge.h"

/* Room for vertex_count results. In a directed graph CLG_ARCS_ALL adds arcs out and
 * in; in an undirected one every choice gives the same. O(V + E). */
void clg_degrees(const clg_graph *graph, clg_arcs arcs, uint32_t *degrees);
void clg_strengths(const clg_graph *graph, clg_arcs arcs, double *strengths);

/* The largest of count numbers; 0 if there are none. */
uint32_t clg_largest(const uint32_t *numbers, uint32_t count);

/* How many of count numbers are 0: of degrees, the isolates. */
uint32_t clg_zero_count(const uint32_t *numbers, uint32_t count);

#endif
