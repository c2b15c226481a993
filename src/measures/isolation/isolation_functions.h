/* The functions behind the entries of isolation_measures.c. */
#ifndef CLG_MEASURES_ISOLATION_ISOLATION_FUNCTIONS_H
#define CLG_MEASURES_ISOLATION_ISOLATION_FUNCTIONS_H

#include "measures/registry.h"

clg_network_function clg_isolation_isolates, clg_isolation_isolate_share,
    clg_isolation_components, clg_isolation_largest_component_share,
    clg_isolation_fragmentation, clg_isolation_harmonic, clg_isolation_betweenness,
    clg_isolation_constraint, clg_isolation_isolated, clg_isolation_pendants,
    clg_isolation_near_isolates, clg_isolation_distance_fragmentation,
    clg_isolation_component_entropy, clg_isolation_cut_points, clg_isolation_cut_point,
    clg_isolation_bridges, clg_isolation_local_bridges, clg_isolation_loss,
    clg_isolation_largest_loss, clg_isolation_effective_size, clg_isolation_efficiency,
    clg_isolation_reach_2, clg_isolation_reach_3, clg_isolation_clustering,
    clg_isolation_core_distance, clg_isolation_core_exposure;
clg_scope_function clg_isolation_isolates_union, clg_isolation_cut_off;

#endif
