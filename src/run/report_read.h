/* The tables that a report is drawn from, out of results files. */
#ifndef CLG_RUN_REPORT_READ_H
#define CLG_RUN_REPORT_READ_H

#include "report/report.h"

/* With the texts that data points into. */
typedef struct clg_report_source {
    clg_report_data data;
    char *title, *created_by, *settings;
} clg_report_source;

/* comparison: a second file with the tables of a comparison, or NULL: those that the
 * results have. Only the columns that the report uses are read. Errors as clg_report();
 * to be cleared also after a failure. */
clg_status clg_report_read(const char *results, const char *comparison,
                           clg_report_source *source, clg_error *err) CLG_NODISCARD;
void clg_report_source_clear(clg_report_source *source);

#endif
