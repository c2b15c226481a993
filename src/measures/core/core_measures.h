/* The measures of being, and having, a core. */
#ifndef CLG_MEASURES_CORE_MEASURES_H
#define CLG_MEASURES_CORE_MEASURES_H

#include "measures/registry.h"

clg_measure_function clg_school_degeneracy;
clg_measure_function clg_person_degree, clg_person_strength, clg_person_coreness;

#endif
