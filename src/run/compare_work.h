/* A comparison from the data to its tables, wherever the data come from. */
#ifndef CLG_RUN_COMPARE_WORK_H
#define CLG_RUN_COMPARE_WORK_H

#include "compare/tables.h"
#include "run/compare_request.h"

/* Points into itself: it must stay where it is from _begin to _clear. Data, times,
 * changes and cycles are filled between _begin and _finish. */
typedef struct clg_compare_work {
    clg_compare_request request;
    clg_network_data data;
    double *times; /* as in compare_read.h */
    clg_change_starts changes;
    clg_network_cycles cycles; /* what is known of them */
    clg_compared_network compared;
    clg_network_charts charts;
    clg_network_effects effects;
    clg_compare_findings findings;
    clg_compare_tables tables;
    char *json; /* as compare.json */
} clg_compare_work;

/* Understands the options, which are borrowed. To be cleared also after a failure.
 * CLG_ERROR_ARGUMENT; CLG_ERROR_MEMORY. */
clg_status clg_compare_work_begin(clg_compare_work *work,
                                  const clg_compare_options *options,
                                  clg_error *err) CLG_NODISCARD;
/* Compares, charts, finds effects, and makes tables and JSON. CLG_ERROR_ARGUMENT: there
 * is no such window; CLG_ERROR_MEMORY; CLG_ERROR_INTERRUPTED. */
clg_status clg_compare_work_finish(clg_compare_work *work,
                                   clg_error *err) CLG_NODISCARD;
void clg_compare_work_clear(clg_compare_work *work);

#endif
