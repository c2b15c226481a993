#include "measures/participation/participation_measures.h"

#include "measures/report.h"
#include "measures/scope_parts.h"

typedef clg_value reading(const clg_participation *participation, uint32_t row);

/* Counts that also people who are not nodes have. */
static clg_status read_rows(clg_scope *scope, bool has_log, reading *read,
                            double *values, uint8_t *statuses, clg_error *err)
{
    const clg_participation *participation = NULL;
    clg_status status = clg_scope_participation(scope, &participation, err);

    if (status != CLG_OK)
        return status;
    if (!has_log) {
        clg_report_no_log(values, statuses, scope->row_count);
        return CLG_OK;
    }
    for (uint32_t row = 0; row < scope->row_count; row++)
        clg_value_store(read(participation, row), row, values, statuses);
    return CLG_OK;
}

/* The same for members only. */
static clg_status read_members(clg_scope *scope, reading *read, double *values,
                               uint8_t *statuses, clg_error *err)
{
    bool has_log = scope->study->has_attendance;
    clg_status status = read_rows(scope, has_log, read, values, statuses, err);

    for (uint32_t row = 0; status == CLG_OK && has_log && row < scope->row_count; row++)
        (void)clg_report_vertex(scope, row, values, statuses);
    return status;
}

static clg_value attended(const clg_participation *p, uint32_t row)
{
    return clg_value_of((double)p->attended[row]);
}

clg_status clg_person_attended(clg_scope *scope, double *values, uint8_t *statuses,
                               clg_error *err)
{
    return read_rows(scope, scope->study->has_attendance, attended, values, statuses,
                     err);
}

static clg_value eligible(const clg_participation *p, uint32_t row)
{
    return clg_value_of((double)p->eligible[row]);
}

clg_status clg_person_eligible(clg_scope *scope, double *values, uint8_t *statuses,
                               clg_error *err)
{
    return read_members(scope, eligible, values, statuses, err);
}

static clg_value attendance_rate(const clg_participation *p, uint32_t row)
{
    return clg_value_share((double)p->attended[row], (double)p->eligible[row]);
}

clg_status clg_person_attendance_rate(clg_scope *scope, double *values,
                                      uint8_t *statuses, clg_error *err)
{
    return read_members(scope, attendance_rate, values, statuses, err);
}

static clg_value minutes(const clg_participation *p, uint32_t row)
{
    if (p->attended[row] > 0 && p->timed[row] == 0)
        return clg_value_undefined();
    return clg_value_of(p->minutes[row]);
}

clg_status clg_person_minutes(clg_scope *scope, double *values, uint8_t *statuses,
                              clg_error *err)
{
    return read_rows(scope, scope->study->has_attendance, minutes, values, statuses,
                     err);
}

static clg_value sent(const clg_participation *p, uint32_t row)
{
    return clg_value_of((double)p->sent[row]);
}

clg_status clg_person_sent(clg_scope *scope, double *values, uint8_t *statuses,
                           clg_error *err)
{
    return read_rows(scope, scope->study->has_exchanges, sent, values, statuses, err);
}

static clg_value received(const clg_participation *p, uint32_t row)
{
    return clg_value_of((double)p->received[row]);
}

clg_status clg_person_received(clg_scope *scope, double *values, uint8_t *statuses,
                               clg_error *err)
{
    return read_rows(scope, scope->study->has_exchanges, received, values, statuses,
                     err);
}
