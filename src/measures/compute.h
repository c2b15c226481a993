/* One measure of one scope, whatever it is a function of. */
#ifndef CLG_MEASURES_COMPUTE_H
#define CLG_MEASURES_COMPUTE_H

#include "measures/registry.h"

/* How many cells it fills: 1 for a school or an attribute, one a group for strata, one
 * a row of the scope for persons (also of person_stratum). */
size_t clg_measure_cells(const clg_measure *measure, const clg_scope *scope,
                         const clg_groups *groups);

/* Fills them. groups are needed by the levels attribute, stratum and person_stratum,
 * one code a vertex. Where the log it needs was not given every cell is NO_LOG; people
 * who are no vertices have their reason. Values that are not OK are NaN.
 * CLG_ERROR_MEMORY, CLG_ERROR_DEPENDENCY. Cost: the measure's. */
clg_status clg_measure_compute(const clg_measure *measure, clg_scope *scope,
                               const clg_groups *groups, double *values,
                               uint8_t *statuses, clg_error *err) CLG_NODISCARD;

#endif
