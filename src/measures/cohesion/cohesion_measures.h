/* The measures of holding together. */
#ifndef CLG_MEASURES_COHESION_MEASURES_H
#define CLG_MEASURES_COHESION_MEASURES_H

#include "measures/registry.h"

clg_measure_function clg_school_density, clg_school_mean_strength,
    clg_school_transitivity, clg_school_exchange_density,
    clg_school_exchange_reciprocity;

#endif
