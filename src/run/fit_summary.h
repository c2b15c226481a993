/* What was fitted, as a few lines that can be read aloud, and for programs. */
#ifndef CLG_RUN_FIT_SUMMARY_H
#define CLG_RUN_FIT_SUMMARY_H

#include "run/panel_read.h"
#include "run/summary.h"
#include "trajectory/fit/fitted.h"

#include <stdio.h>

/* Where the schools stand, stage by stage, and what can't be told. */
void clg_fit_print_stages(const clg_fitted *fitted, FILE *stream);

/* The whole account of clg_fit(). `out` is the folder, json the content of model.json,
 * which the summary's JSON is. */
clg_status clg_fit_summary_new(const clg_fitted *fitted, const clg_panel_notes *notes,
                               const char *out, const char *json, double seconds,
                               clg_summary **summary, clg_error *err) CLG_NODISCARD;

#endif
