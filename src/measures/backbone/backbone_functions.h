/* The functions behind the entries of backbone_measures.c. */
#ifndef CLG_MEASURES_BACKBONE_BACKBONE_FUNCTIONS_H
#define CLG_MEASURES_BACKBONE_BACKBONE_FUNCTIONS_H

#include "measures/registry.h"

clg_attendance_function clg_backbone_backbone_ties, clg_backbone_backbone_ties_adjusted,
    clg_backbone_stochastic_ties, clg_backbone_stochastic_ties_adjusted;
clg_network_function clg_backbone_disparity_ties;

#endif
