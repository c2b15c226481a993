#include "measures/variation.h"

#include <string.h>

/* Shares of attendances are taken as of people, not of attendances: somebody's meetings
 * are no independent trials, and a mean of n numbers in [0, 1] varies no more than a
 * share of n does. */
static const clg_variation variations[] = {
    {"active", CLG_VARIES_PART, "people"},
    {"active_share", CLG_VARIES_SHARE, "people"},
    {"attendance_rate", CLG_VARIES_SHARE, "people"},
    {"isolates", CLG_VARIES_PART, "people"},
    {"isolate_share", CLG_VARIES_SHARE, "people"},
    {"pendants", CLG_VARIES_PART, "people"},
    {"near_isolates", CLG_VARIES_PART, "people"},
    {"exchange_isolates", CLG_VARIES_PART, "people"},
    {"isolates_union", CLG_VARIES_PART, "people"},
    {"chronic_isolates", CLG_VARIES_PART, "people"},
    {"newcomers", CLG_VARIES_PART, "people"},
    {"level_core_share", CLG_VARIES_SHARE, "people"},
    {"level_active_share", CLG_VARIES_SHARE, "people"},
    {"level_occasional_share", CLG_VARIES_SHARE, "people"},
    {"level_peripheral_share", CLG_VARIES_SHARE, "people"},
    {"level_absent_share", CLG_VARIES_SHARE, "people"},
    {"outside_share", CLG_VARIES_SHARE, "exchanges"},
    {"exchanges", CLG_VARIES_COUNT, "people"},
    {"attendances", CLG_VARIES_COUNT, "people"},
    {"mean_meeting_size", CLG_VARIES_RATE, "meetings"},

    /* Sizes themselves, and what has no unit that is drawn. */
    {"people", CLG_VARIES_NOT, NULL},
    {"meetings", CLG_VARIES_NOT, NULL},
    {"transactional", CLG_VARIES_NOT, NULL},
    {"activity_rate", CLG_VARIES_NOT, NULL},
    {"largest_meeting_share", CLG_VARIES_NOT, NULL},
    {"returned_share", CLG_VARIES_NOT, NULL},
    {"cross_department_share", CLG_VARIES_NOT, NULL},
    {"level_mobility", CLG_VARIES_NOT, NULL},
    {"core_after_outer", CLG_VARIES_NOT, NULL},
    {"core_after_outer_low", CLG_VARIES_NOT, NULL},
    {"core_after_outer_high", CLG_VARIES_NOT, NULL},
    {"form_problem_solving", CLG_VARIES_NOT, NULL},
    {"form_requests", CLG_VARIES_NOT, NULL},
    {"form_experience", CLG_VARIES_NOT, NULL},
    {"form_reuse", CLG_VARIES_NOT, NULL},
    {"form_coordination", CLG_VARIES_NOT, NULL},
    {"form_argument", CLG_VARIES_NOT, NULL},
    {"form_confidence", CLG_VARIES_NOT, NULL},
    {"form_discussion", CLG_VARIES_NOT, NULL},
    {"form_mapping", CLG_VARIES_NOT, NULL},
    {"form_unknown", CLG_VARIES_NOT, NULL},
    {"work_drift", CLG_VARIES_NOT, NULL},
    {"learning_share", CLG_VARIES_NOT, NULL},
    {"focus_unknown", CLG_VARIES_NOT, NULL},
    {"cycles_completed", CLG_VARIES_NOT, NULL},
    {"cycles_broken", CLG_VARIES_NOT, NULL},
    {"cycle_days", CLG_VARIES_NOT, NULL},
    {"cycle_skipped", CLG_VARIES_NOT, NULL},
    {"days_to_first_tie", CLG_VARIES_NOT, NULL},
    {"without_tie_30", CLG_VARIES_NOT, NULL},
    {"without_tie_120", CLG_VARIES_NOT, NULL},
    {"attendance_theil", CLG_VARIES_NOT, NULL},
    {"attendance_hhi", CLG_VARIES_NOT, NULL},
    {"attendance_top_share", CLG_VARIES_NOT, NULL},
    {"initiation_theil", CLG_VARIES_NOT, NULL},
    {"initiation_hhi", CLG_VARIES_NOT, NULL},
    {"initiation_top_share", CLG_VARIES_NOT, NULL},
    {"exchange_busiest_share", CLG_VARIES_NOT, NULL},

    /* Of networks: pairs and triples of people are not drawn one by one. */
    {"mean_strength", CLG_VARIES_NOT, NULL},
    {"little_storytelling", CLG_VARIES_NOT, NULL},
    {"little_aid", CLG_VARIES_NOT, NULL},
    {"little_sharing", CLG_VARIES_NOT, NULL},
    {"little_joint_work", CLG_VARIES_NOT, NULL},
    {"little_median", CLG_VARIES_NOT, NULL},
    {"largest_component_share", CLG_VARIES_NOT, NULL},
    {"component_entropy", CLG_VARIES_NOT, NULL},
    {"cut_points", CLG_VARIES_NOT, NULL},
    {"bridges", CLG_VARIES_NOT, NULL},
    {"local_bridges", CLG_VARIES_NOT, NULL},
    {"betweenness_centralization", CLG_VARIES_NOT, NULL},
    {"closeness_centralization", CLG_VARIES_NOT, NULL},
    {"degree_assortativity", CLG_VARIES_NOT, NULL},
    {"nestedness_people", CLG_VARIES_NOT, NULL},
    {"nestedness_meetings", CLG_VARIES_NOT, NULL},
    {"exchange_connectedness", CLG_VARIES_NOT, NULL},
    {"exchange_efficiency", CLG_VARIES_NOT, NULL},
    {"exchange_lubness", CLG_VARIES_NOT, NULL},
    {"tie_persistence", CLG_VARIES_NOT, NULL},
    {"tie_novelty", CLG_VARIES_NOT, NULL},
    {"tie_half_life", CLG_VARIES_NOT, NULL},
    {"communities", CLG_VARIES_NOT, NULL},
    {"community_stability", CLG_VARIES_NOT, NULL},
    {"backbone_ties", CLG_VARIES_NOT, NULL},
    {"backbone_ties_adjusted", CLG_VARIES_NOT, NULL},
    {"stochastic_ties", CLG_VARIES_NOT, NULL},
    {"stochastic_ties_adjusted", CLG_VARIES_NOT, NULL},
    {"disparity_ties", CLG_VARIES_NOT, NULL},
    {"rich_club_ratio", CLG_VARIES_NOT, NULL},
    {"spectral_nestedness", CLG_VARIES_NOT, NULL},

    /* Cores: found by a search over the whole network. */
    {"degeneracy", CLG_VARIES_NOT, NULL},
    {"core_density", CLG_VARIES_NOT, NULL},
    {"core_periphery_density", CLG_VARIES_NOT, NULL},
    {"periphery_density", CLG_VARIES_NOT, NULL},
    {"core_fit_missing", CLG_VARIES_NOT, NULL},
    {"core_starts_agreeing", CLG_VARIES_NOT, NULL},
    {"core_fit_random", CLG_VARIES_NOT, NULL},
    {"core_fit_random_p", CLG_VARIES_NOT, NULL},
    {"core_fit_random_z", CLG_VARIES_NOT, NULL},
    {"core_fit_rewired", CLG_VARIES_NOT, NULL},
    {"core_fit_rewired_p", CLG_VARIES_NOT, NULL},
    {"core_fit_rewired_z", CLG_VARIES_NOT, NULL},
    {"splittance", CLG_VARIES_NOT, NULL},
    {"split_fit", CLG_VARIES_NOT, NULL},
    {"split_core_size", CLG_VARIES_NOT, NULL},
    {"split_core_smallest", CLG_VARIES_NOT, NULL},
    {"core_pairs", CLG_VARIES_NOT, NULL},
    {"core_pairs_quality", CLG_VARIES_NOT, NULL},
    {"significant_core_pairs", CLG_VARIES_NOT, NULL},
    {"hub_spoke_gain", CLG_VARIES_NOT, NULL},
    {"layers_gain", CLG_VARIES_NOT, NULL},
    {"two_mode_core_fit", CLG_VARIES_NOT, NULL},
    {"two_mode_core_l_fit", CLG_VARIES_NOT, NULL},
    {"core_stability", CLG_VARIES_NOT, NULL},
    {"core_entry_rate", CLG_VARIES_NOT, NULL},
    {"core_exit_rate", CLG_VARIES_NOT, NULL},
    {"minres_fit", CLG_VARIES_NOT, NULL},
    {"minres_explained", CLG_VARIES_NOT, NULL},
    {"alpha_centralization", CLG_VARIES_NOT, NULL},
    {"core_score_fit", CLG_VARIES_NOT, NULL},
    {"closeness_core_ratio", CLG_VARIES_NOT, NULL},
    {"closeness_core_excess", CLG_VARIES_NOT, NULL},
    {"rombach_quality", CLG_VARIES_NOT, NULL},
};

const clg_variation *clg_variations(size_t *count)
{
    *count = sizeof variations / sizeof variations[0];
    return variations;
}

clg_variation clg_variation_of(const clg_measure *measure)
{
    size_t count = sizeof variations / sizeof variations[0];

    for (size_t i = 0; i < count; i++)
        if (strcmp(variations[i].measure, measure->id) == 0)
            return variations[i];
    if (measure->interval != CLG_INTERVAL_NONE)
        return (clg_variation){measure->id, CLG_VARIES_INTERVAL, NULL};
    if (measure->null != CLG_NULL_NONE)
        return (clg_variation){measure->id, CLG_VARIES_Z, NULL};
    return (clg_variation){measure->id, CLG_VARIES_UNSTATED, NULL};
}

const char *clg_variation_name(clg_variation_kind kind)
{
    switch (kind) {
    case CLG_VARIES_SHARE:
    case CLG_VARIES_PART: return "binomial";
    case CLG_VARIES_RATE:
    case CLG_VARIES_COUNT: return "poisson";
    case CLG_VARIES_INTERVAL: return "interval";
    case CLG_VARIES_Z: return "z";
    case CLG_VARIES_UNSTATED:
    case CLG_VARIES_NOT: break;
    }
    return "none";
}
