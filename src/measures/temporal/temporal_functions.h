/* The functions behind the entries of temporal_measures.c. */
#ifndef CLG_MEASURES_TEMPORAL_TEMPORAL_FUNCTIONS_H
#define CLG_MEASURES_TEMPORAL_TEMPORAL_FUNCTIONS_H

#include "measures/registry.h"

clg_scope_function clg_temporal_temporal_reachability, clg_temporal_temporal_efficiency,
    clg_temporal_temporal_reach_out, clg_temporal_temporal_reach_in,
    clg_temporal_tie_persistence, clg_temporal_tie_novelty, clg_temporal_tie_half_life,
    clg_temporal_isolated_windows, clg_temporal_isolated_run,
    clg_temporal_chronic_isolates, clg_temporal_burstiness,
    clg_temporal_days_since_contact, clg_temporal_newcomers,
    clg_temporal_days_to_first_tie, clg_temporal_without_tie_30,
    clg_temporal_without_tie_120;

#endif
