/* Inequality of a quantity among people. */
#ifndef CLG_MEASURES_STRATIFICATION_GINI_H
#define CLG_MEASURES_STRATIFICATION_GINI_H

#include "measures/value.h"

/* Gini = sum (2 i - n - 1) x_(i) / (n sum x) with x ascending, i from 1: 0 if all have
 * the same, 1 - 1 / n if one has all. No small-sample correction. The numbers, 0 or
 * more, are sorted in place. UNDEFINED if their sum is 0. O(n log n). */
clg_value clg_gini(double *numbers, size_t count);

#endif
