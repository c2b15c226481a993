#include "measures/participation/reach_functions.h"

#include "base/time.h"
#include "measures/cohesion/density.h"
#include "measures/scope_parts.h"
#include "measures/value.h"
#include "study/breaks.h"

#include <string.h>

/* ---- activity per member and day ---- */

/* The day of an instant on the school's calendar. */
static int64_t day_of(const clg_scope *scope, int64_t instant)
{
    const clg_study *study = scope->study;
    int64_t local = instant;

    if (study->zone_count > 0)
        local += clg_zone_offset_at(study->zones[study->schools.zone[scope->school]],
                                    instant);
    return clg_day_of_seconds(local);
}

/* Days that the interval touches, without those of breaks. */
static int64_t open_days(const clg_scope *scope, const clg_days *breaks, size_t count,
                         int64_t begin, int64_t end)
{
    if (begin >= end)
        return 0;
    return clg_days_outside(breaks, count, day_of(scope, begin),
                            day_of(scope, end - 1) + 1);
}

/* Sum over members of the days of the period on which they are members. */
static double member_days(const clg_scope *scope, const clg_days *breaks, size_t count)
{
    const clg_people *people = &scope->study->people;
    int64_t all = open_days(scope, breaks, count, scope->begin, scope->end);
    double sum = 0.0;

    for (uint32_t v = 0; v < scope->vertex_count; v++) {
        int64_t joined = people->joined[scope->vertex_person[v]];
        int64_t left = people->left[scope->vertex_person[v]];
        bool is_always = joined <= scope->begin && left >= scope->end;
        sum += (double)(is_always
                            ? all
                            : open_days(scope, breaks, count,
                                        joined > scope->begin ? joined : scope->begin,
                                        left < scope->end ? left : scope->end));
    }
    return sum;
}

static clg_status find_member_days(clg_scope *scope, double *days, clg_error *err)
{
    clg_scope_parts *parts = scope->parts;
    clg_status status = CLG_OK;
    size_t count;

    if (parts->breaks.breaks == NULL)
        status = clg_school_breaks_new(scope->study, &parts->breaks, err);
    if (status != CLG_OK)
        return status;
    count = clg_school_breaks_find(&parts->breaks, scope->school);
    *days = member_days(scope, parts->breaks.days, count);
    return CLG_OK;
}

clg_status clg_reach_activity_rate(clg_scope *scope, double *values, uint8_t *statuses,
                                   clg_error *err)
{
    const clg_participation *p = NULL;
    double days = 0.0;
    clg_status status = clg_scope_participation(scope, &p, err);

    if (status == CLG_OK)
        status = find_member_days(scope, &days, err);
    if (status == CLG_OK)
        clg_value_store(
            clg_value_share((double)p->attendances + (double)p->exchanges, days), 0,
            values, statuses);
    return status;
}

/* ---- shares ---- */

clg_status clg_reach_active_share(clg_scope *scope, double *values, uint8_t *statuses,
                                  clg_error *err)
{
    const clg_participation *p = NULL;
    clg_status status = clg_scope_participation(scope, &p, err);

    if (status == CLG_OK)
        clg_value_store(clg_value_share((double)p->active, (double)scope->vertex_count),
                        0, values, statuses);
    return status;
}

clg_status clg_reach_largest_meeting_share(clg_affiliation *attendance, double *values,
                                           uint8_t *statuses, clg_error *err)
{
    const clg_two_mode *b = attendance->table;
    size_t largest = 0;

    (void)err;
    for (uint32_t m = 0; m < b->meeting_count; m++)
        if (clg_meeting_size(b, m) > largest)
            largest = clg_meeting_size(b, m);
    clg_value_store(largest > 0
                        ? clg_value_share((double)largest, (double)b->vertex_count)
                        : clg_value_undefined(),
                    0, values, statuses);
    return CLG_OK;
}

clg_status clg_reach_outside_share(clg_scope *scope, double *values, uint8_t *statuses,
                                   clg_error *err)
{
    const clg_participation *p = NULL;
    clg_status status = clg_scope_participation(scope, &p, err);

    if (status == CLG_OK)
        clg_value_store(scope->study->has_exchanges
                            ? clg_value_share((double)p->outside, (double)p->exchanges)
                            : clg_value_none(CLG_VALUE_NO_LOG),
                        0, values, statuses);
    return status;
}

clg_status clg_reach_returned_share(clg_scope *scope, double *values, uint8_t *statuses,
                                    clg_error *err)
{
    clg_exchange_network *counted = &scope->parts->counted;
    clg_status status =
        clg_exchange_network_count(counted, scope->study, scope->school, scope->begin,
                                   scope->end, clg_scope_members(scope), err);

    if (status == CLG_OK)
        clg_value_store(scope->study->has_exchanges
                            ? clg_weighted_reciprocity(&counted->graph)
                            : clg_value_none(CLG_VALUE_NO_LOG),
                        0, values, statuses);
    return status;
}

static const clg_category *find_departments(const clg_study *study)
{
    for (size_t i = 0; i < study->people.attribute_count; i++)
        if (strcmp(study->people.attributes[i].name, "department") == 0)
            return &study->people.attributes[i];
    return NULL;
}

clg_status clg_reach_cross_department_share(clg_scope *scope, double *values,
                                            uint8_t *statuses, clg_error *err)
{
    const clg_category *department = find_departments(scope->study);
    const clg_graph *ties = scope->ties;
    double known = 0.0, across = 0.0;

    (void)err;
    for (uint32_t v = 0; department != NULL && v < ties->vertex_count; v++)
        for (size_t e = ties->first[v]; e < ties->first[v + 1]; e++) {
            int32_t own = department->codes[scope->vertex_person[v]];
            int32_t other = department->codes[scope->vertex_person[ties->target[e]]];
            known += own >= 0 && other >= 0;
            across += own >= 0 && other >= 0 && own != other;
        }
    clg_value_store(department != NULL ? clg_value_share(across, known)
                                       : clg_value_none(CLG_VALUE_NO_LOG),
                    0, values, statuses);
    return CLG_OK;
}
