/* What chance would give in each window: columns beside the measures of school_window
 * and attribute_window, where --resample asks for copies of windows. */
#ifndef CLG_RUN_RESULTS_WINDOW_NULLS_H
#define CLG_RUN_RESULTS_WINDOW_NULLS_H

#include "measures/significance/assess.h"
#include "run/results.h"

/* Adds x_z and x_p for every measure x that has a null. The tables of windows and the
 * lists of measures must be there. */
clg_status clg_results_lay_out_window_nulls(clg_results *results,
                                            clg_error *err) CLG_NODISCARD;
void clg_results_clear_window_nulls(clg_results *results);

/* Fills them for the window that the scope is open on; groups are room. Nothing to do
 * where windows are not tested. */
clg_status clg_results_assess_window(clg_results *results, clg_assessor *assessor,
                                     clg_scope *scope, clg_groups *groups,
                                     uint32_t window, clg_error *err) CLG_NODISCARD;

#endif
