/* The functions behind the entries of hierarchy_measures.c. */
#ifndef CLG_MEASURES_STRATIFICATION_HIERARCHY_FUNCTIONS_H
#define CLG_MEASURES_STRATIFICATION_HIERARCHY_FUNCTIONS_H

#include "measures/registry.h"

clg_network_function clg_hierarchy_connectedness, clg_hierarchy_hierarchy,
    clg_hierarchy_efficiency, clg_hierarchy_lubness, clg_hierarchy_reaching_centrality,
    clg_hierarchy_exchange_connectedness, clg_hierarchy_exchange_hierarchy,
    clg_hierarchy_exchange_efficiency, clg_hierarchy_exchange_lubness,
    clg_hierarchy_exchange_reaching, clg_hierarchy_spring_rank,
    clg_hierarchy_spring_rank_energy, clg_hierarchy_dyadic_reciprocity,
    clg_hierarchy_dyads_mutual, clg_hierarchy_dyads_asymmetric,
    clg_hierarchy_dyads_none, clg_hierarchy_triads_003, clg_hierarchy_triads_012,
    clg_hierarchy_triads_102, clg_hierarchy_triads_021d, clg_hierarchy_triads_021u,
    clg_hierarchy_triads_021c, clg_hierarchy_triads_111d, clg_hierarchy_triads_111u,
    clg_hierarchy_triads_030t, clg_hierarchy_triads_030c, clg_hierarchy_triads_201,
    clg_hierarchy_triads_120d, clg_hierarchy_triads_120u, clg_hierarchy_triads_120c,
    clg_hierarchy_triads_210, clg_hierarchy_triads_300;

#endif
