/* What a person's participation is like: the functions behind the entries. */
#ifndef CLG_MEASURES_PARTICIPATION_FEATURE_FUNCTIONS_H
#define CLG_MEASURES_PARTICIPATION_FEATURE_FUNCTIONS_H

#include "measures/registry.h"

clg_scope_function clg_person_attendance_rate_low, clg_person_attendance_rate_high,
    clg_person_attendance_rate_smoothed, clg_person_regularity, clg_person_evenness,
    clg_person_initiation_share, clg_person_in_contact_share, clg_person_led;

#endif
