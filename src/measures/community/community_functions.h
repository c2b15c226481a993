/* The functions that the entries of community_measures.c name. */
#ifndef CLG_MEASURES_COMMUNITY_COMMUNITY_FUNCTIONS_H
#define CLG_MEASURES_COMMUNITY_COMMUNITY_FUNCTIONS_H

#include "measures/registry.h"

clg_network_function clg_community_communities, clg_community_modularity;
clg_groups_function clg_community_nmi, clg_community_ami;
clg_scope_function clg_community_stability, clg_community_label;

#endif
