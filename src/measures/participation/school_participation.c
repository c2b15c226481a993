#include "measures/participation/participation_measures.h"

#include "measures/report.h"
#include "measures/scope_parts.h"

typedef clg_value reading(const clg_participation *participation);

static clg_status read_school(clg_scope *scope, bool has_log, reading *read,
                              double *values, uint8_t *statuses, clg_error *err)
{
    const clg_participation *participation = NULL;
    clg_status status = clg_scope_participation(scope, &participation, err);

    if (status != CLG_OK)
        return status;
    clg_value_store(has_log ? read(participation) : clg_value_none(CLG_VALUE_NO_LOG), 0,
                    values, statuses);
    return CLG_OK;
}

clg_status clg_school_people(clg_scope *scope, double *values, uint8_t *statuses,
                             clg_error *err)
{
    (void)err;
    clg_value_store(clg_value_of((double)scope->vertex_count), 0, values, statuses);
    return CLG_OK;
}

static clg_value active(const clg_participation *p)
{
    return clg_value_of((double)p->active);
}

clg_status clg_school_active(clg_scope *scope, double *values, uint8_t *statuses,
                             clg_error *err)
{
    return read_school(scope, true, active, values, statuses, err);
}

static clg_value meetings(const clg_participation *p)
{
    return clg_value_of((double)p->meetings);
}

clg_status clg_school_meetings(clg_scope *scope, double *values, uint8_t *statuses,
                               clg_error *err)
{
    return read_school(scope, scope->study->has_attendance, meetings, values, statuses,
                       err);
}

static clg_value attendances(const clg_participation *p)
{
    return clg_value_of((double)p->attendances);
}

clg_status clg_school_attendances(clg_scope *scope, double *values, uint8_t *statuses,
                                  clg_error *err)
{
    return read_school(scope, scope->study->has_attendance, attendances, values,
                       statuses, err);
}

static clg_value exchanges(const clg_participation *p)
{
    return clg_value_of((double)p->exchanges);
}

clg_status clg_school_exchanges(clg_scope *scope, double *values, uint8_t *statuses,
                                clg_error *err)
{
    return read_school(scope, scope->study->has_exchanges, exchanges, values, statuses,
                       err);
}

static clg_value attendance_rate(const clg_participation *p)
{
    return clg_value_share((double)p->attendances, (double)p->opportunities);
}

clg_status clg_school_attendance_rate(clg_scope *scope, double *values,
                                      uint8_t *statuses, clg_error *err)
{
    return read_school(scope, scope->study->has_attendance, attendance_rate, values,
                       statuses, err);
}

static clg_value mean_meeting_size(const clg_participation *p)
{
    return clg_value_share((double)p->attendances, (double)p->meetings);
}

clg_status clg_school_mean_meeting_size(clg_scope *scope, double *values,
                                        uint8_t *statuses, clg_error *err)
{
    return read_school(scope, scope->study->has_attendance, mean_meeting_size, values,
                       statuses, err);
}
