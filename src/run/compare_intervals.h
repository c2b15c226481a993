/* Standard errors of measures of schools, from the bootstrap's intervals in the table
 * of what chance would give. */
#ifndef CLG_RUN_COMPARE_INTERVALS_H
#define CLG_RUN_COMPARE_INTERVALS_H

#include "compare/network.h"
#include "results/table.h"

/* The table /significance of a results file and the coverage of its intervals; both are
 * left as they are if the file has none. CLG_ERROR_SCHEMA: damaged; CLG_ERROR_MEMORY.
 */
clg_status clg_compare_read_intervals(const char *path, clg_table *significance,
                                      double *coverage, clg_error *err) CLG_NODISCARD;

/* Fills the scale of the whole period, (high - low) / (2 z) at the coverage, of
 * measures whose `varies` is "interval". A table without columns and a coverage of 0
 * have none. CLG_ERROR_MEMORY. */
clg_status clg_compare_take_intervals(const clg_table *significance, double coverage,
                                      clg_network_data *data,
                                      const clg_dictionary *schools,
                                      clg_error *err) CLG_NODISCARD;

#endif
