/* What was compared, as a few lines that can be read aloud, and for programs. */
#ifndef CLG_RUN_COMPARE_SUMMARY_H
#define CLG_RUN_COMPARE_SUMMARY_H

#include "compare/tables.h"
#include "run/summary.h"

#include <stdio.h>

/* Why schools can't be compared with one another; NULL: they can. */
const char *clg_compare_reason(const clg_network_data *data);

/* What was found, a few lines. */
void clg_compare_print(const clg_compare_findings *findings, FILE *stream);

/* `panel` is the file that was read, `out` the folder, json the content of
 * compare.json, which the summary's JSON is. Schools are named where they stand out,
 * never ranked. */
clg_status clg_compare_summary_new(const clg_compare_findings *findings,
                                   const char *panel, const char *out, const char *json,
                                   double seconds, clg_summary **summary,
                                   clg_error *err) CLG_NODISCARD;

#endif
