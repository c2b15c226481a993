/* The only door to igraph. Its errors become status codes; it never prints or aborts.
 *
 * Debian's igraph is built without thread safety: call these from one thread of a
 * process at a time. Work is spread over forked processes instead. */
#ifndef CLG_GRAPH_IGRAPH_BRIDGE_H
#define CLG_GRAPH_IGRAPH_BRIDGE_H

#include "graph/graph.h"

/* Which arcs count for a vertex of a directed graph; without effect otherwise. */
typedef enum clg_arcs {
    CLG_ARCS_ALL, /* both; a pair of mutual arcs counts twice */
    CLG_ARCS_IN,
    CLG_ARCS_OUT
} clg_arcs;

/* igraph's own version, such as "0.10.2". Static. */
const char *clg_igraph_version(void);

/* Weakly connected components: membership[v] counts from 0 in order of each
 * component's first vertex. Room for vertex_count results. O(V + E). */
clg_status clg_components(const clg_graph *graph, uint32_t *membership, uint32_t *count,
                          clg_error *err) CLG_NODISCARD;

/* The largest k such that v lies in a subgraph in which everyone has at least k arcs
 * (Seidman 1983). Weights are not looked at. O(V + E). */
clg_status clg_coreness(const clg_graph *graph, clg_arcs arcs, uint32_t *coreness,
                        clg_error *err) CLG_NODISCARD;

/* clg_components() and clg_coreness(CLG_ARCS_ALL) at the price of one: handing a dense
 * network to igraph costs more than either. */
clg_status clg_components_and_coreness(const clg_graph *graph, uint32_t *membership,
                                       uint32_t *count, uint32_t *coreness,
                                       clg_error *err) CLG_NODISCARD;

/* Groups whose ties among one another outweigh what their strengths would let expect
 * (Leiden algorithm, Traag, Waltman & van Eck 2019, Sci. Rep. 9:5233), by the weighted
 * modularity Q = sum over groups of (w_in / w - (s / 2w)^2), w = sum of the weights,
 * s = strengths of a group together (Newman 2004, PRE 70:056131); the best of `starts`
 * searches, the same on every machine. Undirected. group[v] counts from 0 in order of
 * each group's first vertex; without ties everyone is alone and Q is NaN.
 * About O(starts (V + E)). */
clg_status clg_leiden(const clg_graph *graph, uint32_t starts, uint32_t *group,
                      uint32_t *count, double *modularity,
                      clg_error *err) CLG_NODISCARD;

#endif
