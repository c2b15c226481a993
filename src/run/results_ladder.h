/* The tables of the ladder: where each circle of a school stands between acquaintances
 * and community of practice, and how the places overlap. */
#ifndef CLG_RUN_RESULTS_LADDER_H
#define CLG_RUN_RESULTS_LADDER_H

#include "run/results.h"

/* From the study's meetings and, where the measure `community` was asked for, the
 * groups in the table of people, once that is complete. Rows: schools in order; in each
 * the kinds of meetings, by name, then the groups by label. CLG_ERROR_MEMORY. */
clg_status clg_results_fill_ladder(clg_results *results, clg_error *err) CLG_NODISCARD;
void clg_results_clear_ladder(clg_results *results);

#endif
