/* Ties that are more than chance would give. */
#include "measures/backbone/backbone_functions.h"

static const clg_measure measures[] = {
    {.id = "backbone_ties",
     .name = "Ties beyond chance",
     .unit = "ties",
     .range = "0 to ties",
     .direction =
         "higher: more pairs meet more than their and the meetings' margins give",
     .level = "school",
     .definition =
         "pairs with (1 + tables of the same margins in which they share as many "
         "meetings) / 1,000 below 5 %; nothing is adjusted for the number of pairs",
     .source = "Godard & Neal 2022, J. Complex Netw. 10:cnac049",
     .undefined_when = "never",
     .cost = "O(999 (n k + sum N_m^2))",
     .of_attendance = clg_backbone_backbone_ties,
     .measured = CLG_MEASURED_PERIOD_ON_DEMAND},
    {.id = "backbone_ties_adjusted",
     .name = "Ties beyond chance, all pairs considered",
     .unit = "ties",
     .range = "0 to backbone_ties",
     .direction = "higher: more pairs meet more than margins give",
     .level = "school",
     .definition = "as backbone_ties, 5 % false discoveries among the pairs that met",
     .source = "Godard & Neal 2022, J. Complex Netw. 10:cnac049",
     .undefined_when = "never",
     .cost = "O(999 (n k + sum N_m^2))",
     .of_attendance = clg_backbone_backbone_ties_adjusted,
     .measured = CLG_MEASURED_PERIOD_ON_DEMAND},
    {.id = "stochastic_ties",
     .name = "Ties beyond expected margins",
     .unit = "ties",
     .range = "0 to ties",
     .direction = "higher: more pairs meet more than expected margins give; finds "
                  "little in one school",
     .level = "school",
     .definition = "pairs with P(X >= w_ij) below 5 %, X a sum of independent meetings "
                   "with chances p_im p_jm of the bipartite configuration model",
     .source = "Neal 2014, Soc. Networks 39:84",
     .undefined_when = "NOT_CONVERGED if the chances are not found",
     .cost = "O(n^2 M w)",
     .of_attendance = clg_backbone_stochastic_ties,
     .measured = CLG_MEASURED_PERIOD_ON_DEMAND},
    {.id = "stochastic_ties_adjusted",
     .name = "Ties beyond expected margins, all pairs considered",
     .unit = "ties",
     .range = "0 to stochastic_ties",
     .direction = "higher: more pairs meet more than expected margins give",
     .level = "school",
     .definition = "as stochastic_ties, 5 % false discoveries among the pairs that met",
     .source = "Neal 2014, Soc. Networks 39:84",
     .undefined_when = "NOT_CONVERGED if the chances are not found",
     .cost = "O(n^2 M w)",
     .of_attendance = clg_backbone_stochastic_ties_adjusted,
     .measured = CLG_MEASURED_PERIOD_ON_DEMAND},
    {.id = "disparity_ties",
     .name = "Ties that carry a person's strength",
     .unit = "ties",
     .range = "0 to ties",
     .direction = "higher: more ties outweigh the others of an end",
     .level = "school",
     .definition = "ties with (1 - w_ij / s_i)^(d_i - 1) below 5 % at an end",
     .source = "Serrano, Boguna & Vespignani 2009, PNAS 106:6483",
     .undefined_when = "no ties",
     .cost = "O(m d)",
     .of_network = clg_backbone_disparity_ties,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD_ON_DEMAND},
};

const clg_measure *clg_backbone_measures(size_t *count)
{
    *count = sizeof measures / sizeof measures[0];
    return measures;
}
