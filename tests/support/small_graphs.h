/* The graphs every measure must pass, and random small ones. */
#ifndef CLG_TESTS_SMALL_GRAPHS_H
#define CLG_TESTS_SMALL_GRAPHS_H

#include "graph/graph.h"

clg_graph graph_empty(uint32_t vertices, bool is_directed);
clg_graph graph_dyad(void);
clg_graph graph_star(uint32_t vertices); /* hub 0 */
clg_graph graph_path(uint32_t vertices);
clg_graph graph_complete(uint32_t vertices);
clg_graph graph_two_triangles(void);
/* Triangle {0,1,2}, dyad {3,4}, isolates 5 and 6. */
clg_graph graph_triangle_dyad_isolates(void);

/* Each pair (ordered, if directed) is tied with this probability; weights in (0, 1],
 * or all 1. */
clg_graph graph_random(uint32_t vertices, bool is_directed, double density,
                       bool is_weighted, uint64_t seed);

#endif
