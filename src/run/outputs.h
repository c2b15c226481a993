/* Writing the results of a run into a folder that appears complete or not at all. */
#ifndef CLG_RUN_OUTPUTS_H
#define CLG_RUN_OUTPUTS_H

#include "run/summary.h"

/* Writes results.h5, tables/, the documents and report.html into `folder`, which
 * exists. The monitor is asked between files. */
clg_status clg_outputs_write(const clg_findings *findings, const char *folder,
                             const clg_monitor *monitor, clg_error *err) CLG_NODISCARD;

#endif
