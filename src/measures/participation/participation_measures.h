/* The measures of taking part. */
#ifndef CLG_MEASURES_PARTICIPATION_MEASURES_H
#define CLG_MEASURES_PARTICIPATION_MEASURES_H

#include "measures/registry.h"

clg_scope_function clg_school_people, clg_school_active, clg_school_meetings,
    clg_school_attendances, clg_school_exchanges, clg_school_attendance_rate,
    clg_school_mean_meeting_size;
clg_scope_function clg_person_attended, clg_person_eligible, clg_person_attendance_rate,
    clg_person_minutes, clg_person_sent, clg_person_received;

#endif
