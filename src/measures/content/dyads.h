/* Little's levels of interdependence between two colleagues (Little 1990, Teach. Coll.
 * Rec. 91:509), as far as logs show them. The highest for which there is evidence:
 *
 * - joint work: two events of planning, teaching, observing together; each small
 *   meeting (2 to 7 people) from the second on counts as one, if there are 3 or more,
 *   on average at most 14 days apart
 * - sharing: material given in both directions
 * - aid: two requests or answers
 * - storytelling: two talks of any kind, meetings shared, materials given
 * - none: less than that
 *
 * Attendance is not collaboration: these are lower bounds of what a log can show. */
#ifndef CLG_MEASURES_CONTENT_DYADS_H
#define CLG_MEASURES_CONTENT_DYADS_H

#include "measures/scope.h"

typedef enum clg_little {
    CLG_LITTLE_NONE,
    CLG_LITTLE_STORYTELLING,
    CLG_LITTLE_AID,
    CLG_LITTLE_SHARING,
    CLG_LITTLE_JOINT_WORK,
    CLG_LITTLE_COUNT
} clg_little;

/* How many pairs of members are at each level. CLG_ERROR_MEMORY.
 * O(sum over meetings of N_m^2 + exchanges + n^2). */
clg_status clg_little_count(clg_scope *scope, double counts[CLG_LITTLE_COUNT],
                            clg_error *err) CLG_NODISCARD;

#endif
