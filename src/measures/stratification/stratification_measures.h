/* The measures of inequality. */
#ifndef CLG_MEASURES_STRATIFICATION_MEASURES_H
#define CLG_MEASURES_STRATIFICATION_MEASURES_H

#include "measures/registry.h"

clg_measure_function clg_school_attendance_gini, clg_school_degree_centralization;

#endif
