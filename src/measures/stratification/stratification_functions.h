/* The functions behind the entries of stratification_measures.c. */
#ifndef CLG_MEASURES_STRATIFICATION_STRATIFICATION_FUNCTIONS_H
#define CLG_MEASURES_STRATIFICATION_STRATIFICATION_FUNCTIONS_H

#include "measures/registry.h"

clg_attendance_function clg_stratification_attendance_gini,
    clg_stratification_attendance_theil, clg_stratification_attendance_hhi,
    clg_stratification_attendance_top_share, clg_stratification_nestedness,
    clg_stratification_nestedness_people, clg_stratification_nestedness_meetings,
    clg_stratification_spectral_nestedness;
clg_network_function clg_stratification_initiation_gini,
    clg_stratification_initiation_theil, clg_stratification_initiation_hhi,
    clg_stratification_initiation_top_share, clg_stratification_busiest_share,
    clg_stratification_degree_centralization,
    clg_stratification_indegree_centralization,
    clg_stratification_outdegree_centralization,
    clg_stratification_betweenness_centralization,
    clg_stratification_closeness_centralization,
    clg_stratification_degree_assortativity, clg_stratification_rich_club,
    clg_stratification_rich_club_ratio;

#endif
