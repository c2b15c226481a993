/* The two-mode network B of a school in a period: members by meetings.
 *
 * b_im = 1 if member i was present in meeting m (spec: at least the presence
 * threshold). Kept from both sides: attendees of a meeting, meetings of a member. */
#ifndef CLG_GRAPH_TWO_MODE_H
#define CLG_GRAPH_TWO_MODE_H

#include "graph/members.h"

typedef struct clg_two_mode {
    uint32_t vertex_count, meeting_count;
    size_t meeting_begin;  /* meeting m is row meeting_begin + m of study.meetings */
    size_t presence_count; /* sum of B */
    /* Attendees of meeting m, ascending: [meeting_first[m], meeting_first[m + 1]). */
    size_t *meeting_first;
    uint32_t *attendee;
    size_t *attendee_row; /* their rows in study.attendances */
    /* Meetings of vertex v, ascending: [vertex_first[v], vertex_first[v + 1]). */
    size_t *vertex_first;
    uint32_t *meeting;
    size_t *meeting_row; /* v's own row in study.attendances */
    bool is_weighted;    /* otherwise all meetings weigh 1 */
    double *weight; /* of each meeting: 2^(- days to the period's end / half-life) */
    size_t weight_room;
    size_t meeting_first_room, attendee_room, attendee_row_room;
    size_t vertex_first_room, meeting_room, meeting_row_room;
} clg_two_mode;

/* Meetings that start in [begin, end), including those without a present member.
 * The arrays are reused. O(rows of these meetings + members). */
clg_status clg_two_mode_build(clg_two_mode *two_mode, const clg_study *study,
                              uint32_t school, int64_t begin, int64_t end,
                              const clg_members *members, clg_error *err) CLG_NODISCARD;
/* The same from a list of distinct attendances in order of (vertex, meeting), for
 * tables that come from no study: rows are numbers into that list. CLG_ERROR_MEMORY. */
clg_status clg_two_mode_from_pairs(clg_two_mode *two_mode, uint32_t vertex_count,
                                   uint32_t meeting_count, const uint32_t *vertex,
                                   const uint32_t *meeting, size_t count,
                                   clg_error *err) CLG_NODISCARD;

/* 2^(- days / half_life). */
double clg_decay(double days, double half_life);

/* Fills attendees from the meetings of each vertex, which must be in place: rows are
 * numbers into these. The arrays must have the room. O(presences). */
void clg_two_mode_turn(clg_two_mode *two_mode);
/* `out` is another table. */
clg_status clg_two_mode_copy(const clg_two_mode *two_mode, clg_two_mode *out,
                             clg_error *err) CLG_NODISCARD;
void clg_two_mode_clear(clg_two_mode *two_mode);

/* N_m: the members present in meeting m. */
static inline size_t clg_meeting_size(const clg_two_mode *two_mode, uint32_t meeting)
{
    return two_mode->meeting_first[meeting + 1] - two_mode->meeting_first[meeting];
}

#endif
