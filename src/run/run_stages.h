/* The stages of development of a run: fitted where there is enough to fit, and a reason
 * where there is not. */
#ifndef CLG_RUN_RUN_STAGES_H
#define CLG_RUN_RUN_STAGES_H

#include "run/fit_request.h"
#include "run/panel_read.h"
#include "run/results.h"
#include "trajectory/fit/tables.h"

enum { CLG_LEAST_FIT_SCHOOLS = 5, CLG_LEAST_FIT_WINDOWS = 8 };

typedef struct clg_run_stages {
    bool is_fitted;
    char reason[512]; /* why not, if it is not */
    clg_fit_options options;
    clg_fit_request request;
    clg_panel panel;
    clg_panel_notes notes;
    clg_fitted fitted;
    clg_fit_tables tables;
    char *json; /* as model.json */
} clg_run_stages;

/* From the measures of schools in windows. Too little data, or data of the wrong kind,
 * is a reason; failures are those of clg_fitted_find: CLG_ERROR_MEMORY,
 * CLG_ERROR_INTERRUPTED. */
clg_status clg_run_stages_fit(const clg_results *results, int jobs,
                              const clg_monitor *monitor, clg_run_stages *stages,
                              clg_error *err) CLG_NODISCARD;
void clg_run_stages_clear(clg_run_stages *stages);

#endif
