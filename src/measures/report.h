/* How a measure hands in its results. */
#ifndef CLG_MEASURES_REPORT_H
#define CLG_MEASURES_REPORT_H

#include "measures/scope.h"
#include "measures/value.h"

/* One reason for all cells. */
void clg_report_none(clg_value_status why, size_t count, double *values,
                     uint8_t *statuses);

/* NO_LOG in the only cell (school) or in every row (persons). */
void clg_report_no_log(double *values, uint8_t *statuses, size_t count);

/* NaN becomes UNDEFINED; numbers may be the values themselves. */
void clg_report_numbers(const double *numbers, uint32_t count, double *values,
                        uint8_t *statuses);
void clg_report_counts(const uint32_t *numbers, uint32_t count, double *values,
                       uint8_t *statuses);

/* For measures of a scope, which hand in one value a row: the vertex of a row. For
 * people who are not nodes it fills the cell with the reason and returns
 * CLG_NO_VERTEX. */
uint32_t clg_report_vertex(const clg_scope *scope, uint32_t row, double *values,
                           uint8_t *statuses);

/* Spreads one value and status a vertex over the rows of the scope. */
void clg_report_rows(const clg_scope *scope, const double *vertex_values,
                     const uint8_t *vertex_statuses, double *values, uint8_t *statuses);

#endif
