/* How much a school's community does, whom it reaches, and how far beyond itself: the
 * functions behind the entries of reach_measures.c. */
#ifndef CLG_MEASURES_PARTICIPATION_REACH_FUNCTIONS_H
#define CLG_MEASURES_PARTICIPATION_REACH_FUNCTIONS_H

#include "measures/registry.h"

clg_scope_function clg_reach_activity_rate, clg_reach_active_share,
    clg_reach_outside_share, clg_reach_returned_share, clg_reach_cross_department_share;
clg_attendance_function clg_reach_largest_meeting_share;

#endif
