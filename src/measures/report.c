#include "measures/report.h"

#include "graph/members.h"

void clg_report_none(clg_value_status why, size_t count, double *values,
                     uint8_t *statuses)
{
    for (size_t i = 0; i < count; i++)
        clg_value_store(clg_value_none(why), i, values, statuses);
}

void clg_report_no_log(double *values, uint8_t *statuses, size_t count)
{
    clg_report_none(CLG_VALUE_NO_LOG, count, values, statuses);
}

void clg_report_numbers(const double *numbers, uint32_t count, double *values,
                        uint8_t *statuses)
{
    for (uint32_t v = 0; v < count; v++)
        clg_value_store(isnan(numbers[v]) ? clg_value_undefined()
                                          : clg_value_of(numbers[v]),
                        v, values, statuses);
}

void clg_report_counts(const uint32_t *numbers, uint32_t count, double *values,
                       uint8_t *statuses)
{
    for (uint32_t v = 0; v < count; v++)
        clg_value_store(clg_value_of((double)numbers[v]), v, values, statuses);
}

uint32_t clg_report_vertex(const clg_scope *scope, uint32_t row, double *values,
                           uint8_t *statuses)
{
    uint32_t vertex = scope->row_vertex[row];
    uint8_t standing = scope->study->people.standing[scope->row_person[row]];
    clg_value_status why = standing == CLG_STANDING_OFF_ROSTER ? CLG_VALUE_OFF_ROSTER
                                                               : CLG_VALUE_NON_MEMBER;

    if (vertex == CLG_NO_VERTEX)
        clg_value_store(clg_value_none(why), row, values, statuses);
    return vertex;
}

void clg_report_rows(const clg_scope *scope, const double *vertex_values,
                     const uint8_t *vertex_statuses, double *values, uint8_t *statuses)
{
    for (uint32_t row = 0; row < scope->row_count; row++) {
        uint32_t vertex = clg_report_vertex(scope, row, values, statuses);
        if (vertex == CLG_NO_VERTEX)
            continue;
        values[row] = vertex_values[vertex];
        statuses[row] = vertex_statuses[vertex];
    }
}
