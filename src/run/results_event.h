/* The tables of what happened in schools. */
#ifndef CLG_RUN_RESULTS_EVENT_H
#define CLG_RUN_RESULTS_EVENT_H

#include "run/results.h"

/* From the study; measures are not needed. CLG_ERROR_MEMORY. */
clg_status clg_results_fill_events(clg_results *results, clg_error *err) CLG_NODISCARD;

/* The part of it in results_cycle.c. */
clg_status clg_results_fill_cycle_steps(clg_results *results,
                                        clg_error *err) CLG_NODISCARD;

/* The day on which an instant lies in a school's zone. */
int64_t clg_results_day(const clg_study *study, uint32_t school, int64_t time);

#endif
