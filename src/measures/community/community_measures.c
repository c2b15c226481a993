/* Groups that the ties show, their names over time, and how they meet known groups. */
#include "measures/community/community_functions.h"

#define LEIDEN "Traag, Waltman & van Eck 2019, Sci. Rep. 9:5233"

static const clg_measure measures[] = {
    {.id = "communities",
     .name = "Groups in the ties",
     .unit = "groups",
     .range = "0 to people / 2",
     .direction = "more: people fall into more circles",
     .level = "school",
     .definition = "groups of 2 or more people that the Leiden algorithm finds by "
                   "weighted modularity",
     .source = LEIDEN,
     .undefined_when = "never",
     .cost = "O(n + m) for each of 1 to 5 starts",
     .of_network = clg_community_communities,
     .plain = CLG_PLAIN_UNDIRECTED,
     .measured = CLG_MEASURED_ON_DEMAND},
    {.id = "community_modularity",
     .name = "Modularity of the groups",
     .unit = "1",
     .range = "(-1/2, 1)",
     .direction = "higher: fewer ties go from group to group; chance alone gives some",
     .level = "school",
     .definition = "Q = sum over groups of w_in / w - (s / 2w)^2, w = weights, s = "
                   "strengths of a group",
     .source = "Newman 2004, PRE 70:056131; " LEIDEN,
     .undefined_when = "no ties",
     .cost = "O(n + m) for each of 1 to 5 starts",
     .of_network = clg_community_modularity,
     .plain = CLG_PLAIN_UNDIRECTED,
     .measured = CLG_MEASURED_ON_DEMAND,
     .null = CLG_NULL_ATTENDANCE},
    {.id = "community_stability",
     .name = "Stability of the groups",
     .unit = "1",
     .range = "at most 1",
     .direction = "1: the same groups in all windows; 0: as by chance",
     .level = "school",
     .definition = "mean over windows in a row of the adjusted mutual information of "
                   "their groups, among people in a group in both",
     .source = "Vinh, Epps & Bailey 2010, JMLR 11:2837",
     .undefined_when = "no two windows in a row with groups to compare",
     .cost = "O(windows (n + m))",
     .of_scope = clg_community_stability,
     .measured = CLG_MEASURED_PERIOD_ON_DEMAND},
    {.id = "community",
     .name = "Group",
     .unit = "label",
     .range = "1 or more",
     .direction = "none: a name that stays with a group from window to window",
     .level = "person",
     .definition =
         "the group of `communities`, labelled as the earlier group with whose "
         "last members it has a Jaccard index above 0.3, the largest first",
     .source = "Greene, Doyle & Cunningham 2010, ASONAM",
     .undefined_when = "in a group with nobody else",
     .cost = "O(n + m + labels n log n)",
     .of_scope = clg_community_label,
     .measured = CLG_MEASURED_ON_DEMAND},
    {.id = "community_nmi",
     .name = "Agreement of groups in the ties and known groups",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: ties follow the known groups; not corrected for chance",
     .level = "attribute",
     .definition = "I / mean(H) of both divisions",
     .source = "Vinh, Epps & Bailey 2010, JMLR 11:2837",
     .undefined_when = "both divisions have one part",
     .cost = "O(n + m)",
     .of_groups = clg_community_nmi,
     .plain = CLG_PLAIN_UNDIRECTED,
     .measured = CLG_MEASURED_PERIOD_ON_DEMAND},
    {.id = "community_ami",
     .name = "Agreement of groups in the ties and known groups beyond chance",
     .unit = "1",
     .range = "at most 1",
     .direction = "1: ties follow the known groups; 0: as by chance",
     .level = "attribute",
     .definition =
         "(I - E) / (mean(H) - E), E = mean of I over divisions of these sizes",
     .source = "Vinh, Epps & Bailey 2010, JMLR 11:2837",
     .undefined_when = "both divisions have one part",
     .cost = "O(n + m + parts^2 n)",
     .of_groups = clg_community_ami,
     .plain = CLG_PLAIN_UNDIRECTED,
     .measured = CLG_MEASURED_PERIOD_ON_DEMAND},
};

const clg_measure *clg_community_measures(size_t *count)
{
    *count = sizeof measures / sizeof measures[0];
    return measures;
}
