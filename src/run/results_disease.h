/* The table of signs of disease: a row for every school and indicator, school after
 * school, in the order of clg_indicators(). */
#ifndef CLG_RUN_RESULTS_DISEASE_H
#define CLG_RUN_RESULTS_DISEASE_H

#include "run/results.h"

clg_status clg_results_lay_out_disease(clg_results *results,
                                       clg_error *err) CLG_NODISCARD;
void clg_results_clear_disease(clg_results *results);

/* From the tables of schools and of significance, once these are complete. A sign is
 * "consistent" only if its grade is A or B, the value lies on the side that points to
 * the disease with q <= 5 % across schools, and the school is in the outer quarter of
 * all schools on that side in each of the last two windows in which it was measured. */
void clg_results_fill_disease(clg_results *results);

#endif
