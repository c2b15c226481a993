/* The table of what chance would give: a row for every school and measure that has a
 * null or an interval, and for every stratum attribute.
 *
 *     row s * R + i                     i-th measure of the school
 *     row s * R + P + a * Q + i         i-th measure of attribute a, R = P + A * Q */
#ifndef CLG_RUN_RESULTS_SIGNIFICANCE_H
#define CLG_RUN_RESULTS_SIGNIFICANCE_H

#include "measures/significance/assess.h"
#include "run/results.h"

clg_status clg_results_lay_out_significance(clg_results *results,
                                            clg_error *err) CLG_NODISCARD;
void clg_results_clear_significance(clg_results *results);

/* Assesses the period that the scope shows and fills the school's rows, and the z
 * columns of the table of schools. */
clg_status clg_results_assess(clg_results *results, clg_assessor *assessor,
                              clg_scope *scope, clg_groups *groups,
                              clg_error *err) CLG_NODISCARD;

/* Rows of a school that failed. */
void clg_results_fail_significance(clg_results *results, uint32_t school,
                                   int32_t state);

/* q of every measure across schools, once all schools are done. */
clg_status clg_results_adjust(clg_results *results, clg_error *err) CLG_NODISCARD;

#endif
