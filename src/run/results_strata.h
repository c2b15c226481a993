/* The result tables by stratum attribute.
 *
 *     attribute         row s * A + a                     A attributes
 *     attribute_window  row (s * W + w) * A + a           W windows
 *     stratum           strata.first[s * A + a] + g       g-th stratum of the school
 *     stratum_window    W * strata.first[s * A] + w * (strata of s) + (a, g in order)
 *     person_stratum    row p * A + a                     people in their order */
#ifndef CLG_RUN_RESULTS_STRATA_H
#define CLG_RUN_RESULTS_STRATA_H

#include "run/results.h"

clg_status clg_results_lay_out_strata(clg_results *results,
                                      clg_error *err) CLG_NODISCARD;
void clg_results_label_strata(clg_results *results); /* after the tables of windows */
void clg_results_clear_strata(clg_results *results);

/* The first row of a school's stratum attribute in stratum_window. */
size_t clg_stratum_window_row(const clg_results *results, uint32_t school,
                              uint32_t window, size_t attribute);

#endif
