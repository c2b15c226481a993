#include "measures/disease/indicators.h"

static const clg_indicator indicators[] = {
    {"stratification", "nestedness", true, 'A'},
    {"stratification", "attendance_gini", true, 'A'},
    {"stratification", "exchange_rank_energy", false, 'A'},
    {"disconnectedness", "fragmentation", true, 'A'},
    {"disconnectedness", "distance_fragmentation", true, 'A'},
    {"disconnectedness", "isolates", true, 'A'},
    {"disconnectedness", "temporal_reachability", false, 'A'},
    {"disconnectedness", "significant_core_pairs", true, 'A'},
    {"dependence", "largest_loss", true, 'A'},
    {"dependence", "degree_centralization", true, 'A'},
    {"dependence", "exchange_outdegree_centralization", true, 'A'},
    {"dependence", "exchange_indegree_centralization", true, 'A'},
    {"egalitarianism", "initiation_gini", false, 'B'},
    {"egalitarianism", "core_fit", false, 'B'},
    {"imperialism", "initiation_hhi", true, 'C'},
    {"imperialism", "exchange_reciprocity", false, 'C'},
    {"factionalism", "significant_core_pairs", true, 'B'},
    {"factionalism", "core_pairs_quality", true, 'B'},
    {"amnesia", "tie_persistence", false, 'C'},
    {"amnesia", "core_exit_rate", true, 'C'},
    {"dogmatism", "core_entry_rate", false, 'B'},
    {"dogmatism", "core_stability", true, 'B'},
    {"dogmatism", "tie_novelty", false, 'B'},
    {"mediocrity", "little_joint_work", false, 'C'},
    {"mediocrity", "learning_share", false, 'C'},
    {"individualism", "density", false, 'B'},
    {"individualism", "isolates", true, 'B'},
    {"individualism", "near_isolates", true, 'B'},
    {"individualism", "little_joint_work", false, 'B'},
    {"competition", "exchange_reciprocity", false, 'C'},
    {"compliance", "initiation_gini", true, 'C'},
    {"compliance", "learning_share", false, 'C'},
    {"laissez-faire leadership", "level_core_share", false, 'C'},
    {"shifting focus", "work_drift", true, 'B'},
    {"shifting focus", "tie_persistence", false, 'B'},
};

const clg_indicator *clg_indicators(size_t *count)
{
    *count = sizeof indicators / sizeof indicators[0];
    return indicators;
}
