/* The circles of a school, read off its meetings: for the ladder. */
#ifndef CLG_MEASURES_COMMUNITY_CIRCLES_H
#define CLG_MEASURES_COMMUNITY_CIRCLES_H

#include "measures/community/ladder.h"
#include "study/study.h"

typedef struct clg_circles {
    /* The circle of each of the school's meetings, -1 for none. */
    int32_t *of_meeting;
    clg_circle *items;
    uint8_t *member; /* items x people of the school: came to a meeting of the circle */
    size_t count, people, of_meeting_room, item_room, member_room;
    uint32_t *times; /* scratch: meetings of a circle that each person came to */
    size_t times_room;
} clg_circles;

/* A circle for every kind of meeting of the study: circle k is kind k, with 0 meetings
 * if the school has none. Presences of all people count. Study without the column
 * `kind`: no circles. CLG_ERROR_MEMORY. O(kinds meetings + 16 attendances). */
clg_status clg_circles_of_kinds(clg_circles *circles, const clg_study *study,
                                uint32_t school, clg_error *err) CLG_NODISCARD;

/* A circle for each of `groups` groups, into which `group` puts the people of the
 * school (-1: none). A meeting is one of the group with most of its people if these
 * are at least half; only the people of the group count in it. */
clg_status clg_circles_of_groups(clg_circles *circles, const clg_study *study,
                                 uint32_t school, const int32_t *group, size_t groups,
                                 clg_error *err) CLG_NODISCARD;
void clg_circles_clear(clg_circles *circles);

#endif
