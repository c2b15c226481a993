/* The measures of being cut off, and of standing between. */
#ifndef CLG_MEASURES_ISOLATION_MEASURES_H
#define CLG_MEASURES_ISOLATION_MEASURES_H

#include "measures/registry.h"

clg_measure_function clg_school_isolates, clg_school_isolate_share,
    clg_school_components, clg_school_largest_component_share, clg_school_fragmentation;
clg_measure_function clg_person_harmonic, clg_person_constraint, clg_person_betweenness,
    clg_person_isolated;

#endif
