/* One school's share of the results: the unit of work. */
#ifndef CLG_RUN_MEASURE_SCHOOL_H
#define CLG_RUN_MEASURE_SCHOOL_H

#include "run/results.h"

/* Marks every cell of a failed school, and takes back the ties it has written. */
void clg_mark_failed(clg_results *results, uint32_t school, int32_t failed_state);

/* The work for clg_execute(): begin() opens a scope, unit() measures a school. */
clg_work clg_measuring_work(clg_results *results);

#ifdef CLG_TEST_HOOKS
/* A school whose worker kills itself in mid-run; UINT32_MAX means none. Tests only. */
extern uint32_t clg_test_crashing_school;
#endif

#endif
