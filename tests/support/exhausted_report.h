/* The report when memory runs out. */
#ifndef CLG_TESTS_EXHAUSTED_REPORT_H
#define CLG_TESTS_EXHAUSTED_REPORT_H

#include "report/report.h"

/* Draws with no allocation allowed, then one, two and so on, until all succeed. Fails
 * unless each of these failures is reported as CLG_ERROR_MEMORY, and the page that
 * comes out in the end is the one that is drawn without a limit. */
void clg_test_exhaust_report(const clg_report_data *data, uint32_t min_group);

#endif
