/* Standard errors of measures of schools, from the bootstrap's intervals in the table
 * of what chance would give. */
#ifndef CLG_RUN_COMPARE_INTERVALS_H
#define CLG_RUN_COMPARE_INTERVALS_H

#include "compare/network.h"

/* Fills the scale of the whole period, (high - low) / (2 z) at the coverage that the
 * run was asked for, of measures whose `varies` is "interval". A file without the table
 * has none. CLG_ERROR_SCHEMA: damaged; CLG_ERROR_MEMORY. */
clg_status clg_compare_take_intervals(const char *path, clg_network_data *data,
                                      const clg_dictionary *schools,
                                      clg_error *err) CLG_NODISCARD;

#endif
