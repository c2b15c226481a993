/* Cores of a two-mode table: what is left when people with fewer than alpha meetings
 * and meetings with fewer than beta attendees are dropped again and again (Ahmed,
 * Batagelj et al. 2007, (p, q)-cores; Liu et al. 2019, (alpha, beta)-cores). Unlike the
 * coreness of the projection it isn't driven by the one largest meeting. */
#ifndef CLG_MEASURES_CORE_ATTENDANCE_CORE_H
#define CLG_MEASURES_CORE_ATTENDANCE_CORE_H

#include "graph/two_mode.h"

typedef struct clg_attendance_core_room {
    uint32_t *left;  /* attendances of a person, then of a meeting, that are left */
    uint32_t *queue; /* of people and meetings that are dropped */
    size_t left_room, queue_room;
} clg_attendance_core_room;

void clg_attendance_core_room_clear(clg_attendance_core_room *room);

/* 1 for those in the (alpha, beta)-core; people and meetings: an entry each.
 * CLG_ERROR_MEMORY. O(n + M + attendances). */
clg_status clg_attendance_core(const clg_two_mode *table, uint32_t alpha, uint32_t beta,
                               clg_attendance_core_room *room, uint8_t *people,
                               uint8_t *meetings, clg_error *err) CLG_NODISCARD;

/* The largest k such that a person is in the (k, k)-core; 0 for those who attended
 * nothing. O(largest k (n + M) + attendances). CLG_ERROR_MEMORY. */
clg_status clg_attendance_coreness(const clg_two_mode *table,
                                   clg_attendance_core_room *room, uint32_t *coreness,
                                   clg_error *err) CLG_NODISCARD;

#endif
