/* All measures of one plain network that need nothing but the network.
 *
 * Undirected, of the network: vertices, ties, density, mean_degree, mean_strength,
 * isolates, isolate_share, components, largest_component_share, fragmentation,
 * transitivity, degree_centralization, degeneracy. Directed: reciprocity after density,
 * and indegree_centralization and outdegree_centralization instead of
 * degree_centralization. With groups also ei_index, ei_expected, assortativity.
 *
 * Of each vertex: degree, strength, coreness, harmonic, constraint, betweenness,
 * isolated; directed also indegree, outdegree, coreness_in, coreness_out.
 *
 * In a directed network degree, strength and coreness count arcs out and in, components
 * are weak, constraint takes w_ij + w_ji, harmonic takes distances from the vertex. The
 * catalogue defines them all. */
#ifndef CLG_MEASURES_NETWORK_H
#define CLG_MEASURES_NETWORK_H

#include "graph/graph.h"
#include "measures/value.h"

enum { CLG_NETWORK_VALUES = 20, CLG_NETWORK_COLUMNS = 12 };

typedef struct clg_network_value {
    const char *id; /* static */
    clg_value value;
} clg_network_value;

typedef struct clg_network_column {
    const char *id;    /* static */
    double *values;    /* one a vertex, NaN unless OK */
    uint8_t *statuses; /* clg_value_status */
} clg_network_column;

typedef struct clg_network_measures {
    size_t value_count, column_count;
    uint32_t vertex_count;
    clg_network_value values[CLG_NETWORK_VALUES];
    clg_network_column columns[CLG_NETWORK_COLUMNS];
    double *cells; /* the columns lie in these two */
    uint8_t *cell_statuses;
} clg_network_measures;

/* groups: NULL, or a code of 0 or more per vertex, -1 where unknown. *measures is
 * overwritten; after a failure it is empty. CLG_ERROR_MEMORY, CLG_ERROR_DEPENDENCY.
 * O(V E). */
clg_status clg_network_measure(const clg_graph *graph, const int32_t *groups,
                               clg_network_measures *measures,
                               clg_error *err) CLG_NODISCARD;
void clg_network_measures_clear(clg_network_measures *measures);

#endif
