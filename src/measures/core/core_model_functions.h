/* The functions behind the entries of core_model_measures.c. */
#ifndef CLG_MEASURES_CORE_CORE_MODEL_FUNCTIONS_H
#define CLG_MEASURES_CORE_CORE_MODEL_FUNCTIONS_H

#include "measures/registry.h"

clg_network_function clg_core_model_core_pairs, clg_core_model_core_pairs_quality,
    clg_core_model_significant_core_pairs, clg_core_model_core_pair,
    clg_core_model_core_of_pair, clg_core_model_hub_spoke_gain,
    clg_core_model_layers_gain;
clg_groups_function clg_core_model_core_pairs_nmi, clg_core_model_core_pairs_ami;
clg_attendance_function clg_core_model_two_mode_core_fit,
    clg_core_model_two_mode_core_l_fit, clg_core_model_two_mode_core;
clg_scope_function clg_core_model_core_stability, clg_core_model_core_entry_rate,
    clg_core_model_core_exit_rate, clg_core_model_core_persistence,
    clg_core_model_core_tenure;

#endif
