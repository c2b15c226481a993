/* How a measure hands in its results: one value for a school, one a row for persons,
 * or a single reason for all. */
#ifndef CLG_MEASURES_REPORT_H
#define CLG_MEASURES_REPORT_H

#include "measures/scope.h"
#include "measures/value.h"

/* NO_LOG in the only cell (school) or in every row (persons). */
void clg_report_no_log(double *values, uint8_t *statuses, size_t count);

/* The vertex of a row. For people who are not nodes it fills the cell with the reason
 * and returns CLG_NO_VERTEX. */
uint32_t clg_report_vertex(const clg_scope *scope, uint32_t row, double *values,
                           uint8_t *statuses);

/* numbers: one a vertex; NaN becomes UNDEFINED. */
void clg_report_vertices(const clg_scope *scope, const double *numbers, double *values,
                         uint8_t *statuses);
void clg_report_counts(const clg_scope *scope, const uint32_t *numbers, double *values,
                       uint8_t *statuses);

#endif
