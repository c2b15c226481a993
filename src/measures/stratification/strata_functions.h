/* The functions behind the entries of strata_measures.c. */
#ifndef CLG_MEASURES_STRATIFICATION_STRATA_FUNCTIONS_H
#define CLG_MEASURES_STRATIFICATION_STRATA_FUNCTIONS_H

#include "measures/registry.h"

clg_groups_function clg_strata_ei_index, clg_strata_ei_rescaled, clg_strata_ei_expected,
    clg_strata_assortativity, clg_strata_modularity, clg_strata_freeman_segregation,
    clg_strata_gam_segregation, clg_strata_odds_ratio, clg_strata_silo_ratio,
    clg_strata_untied_pairs, clg_strata_assortativity_error,
    clg_strata_numeric_assortativity, clg_strata_group_ei, clg_strata_coleman,
    clg_strata_group_segregation, clg_strata_ego_segregation, clg_strata_ego_same_share,
    clg_strata_ego_ei, clg_strata_ego_diversity, clg_strata_initiation_theil_share,
    clg_strata_initiation_eta2, clg_strata_indegree_theil_between,
    clg_strata_indegree_theil_within, clg_strata_indegree_eta2;
clg_attendance_groups_function clg_strata_attendance_theil_between,
    clg_strata_attendance_theil_within, clg_strata_attendance_theil_share,
    clg_strata_attendance_eta2, clg_strata_attendance_omega2, clg_strata_seat_isolation,
    clg_strata_seat_isolation_without_self, clg_strata_seat_exposure,
    clg_strata_seat_eta2, clg_strata_seat_dissimilarity, clg_strata_mean_attended;

#endif
