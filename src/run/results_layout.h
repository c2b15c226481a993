/* The columns of the result tables. */
#ifndef CLG_RUN_RESULTS_LAYOUT_H
#define CLG_RUN_RESULTS_LAYOUT_H

#include "run/results.h"

/* Makes the tables with all their columns; rows are not yet labelled. */
clg_status clg_results_lay_out(clg_results *results, clg_error *err) CLG_NODISCARD;

/* Adds a column for every measure of a list, in its order. */
clg_status clg_results_add_measures(clg_table *table, const clg_measure_list *list,
                                    clg_error *err) CLG_NODISCARD;
/* Adds the column `status`. */
clg_status clg_results_add_states(clg_table *table, const clg_results *results,
                                  clg_error *err) CLG_NODISCARD;

#endif
