/* The schools of a run compared with one another and with their past, as
 * `collegium compare` does it by default. */
#ifndef CLG_RUN_RUN_COMPARISON_H
#define CLG_RUN_RUN_COMPARISON_H

#include "run/compare_work.h"
#include "run/results.h"

enum { CLG_SEED_TEXT_SIZE = 24 };

/* Points into itself, like clg_compare_work. */
typedef struct clg_run_comparison {
    bool is_made;
    char reason[512]; /* why not, if it is not */
    char seed[CLG_SEED_TEXT_SIZE];
    clg_compare_options options;
    clg_compare_work work;
} clg_run_comparison;

/* From the measures of schools; the seed is the study's. Measures of no use to a
 * comparison are a reason; failures are CLG_ERROR_MEMORY and CLG_ERROR_INTERRUPTED. */
clg_status clg_run_comparison_make(const clg_results *results, int jobs,
                                   const clg_monitor *monitor,
                                   clg_run_comparison *comparison,
                                   clg_error *err) CLG_NODISCARD;
void clg_run_comparison_clear(clg_run_comparison *comparison);

#endif
