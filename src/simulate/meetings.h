/* The meetings of one school in one month, and who is asked to come. */
#ifndef CLG_SIMULATE_MEETINGS_H
#define CLG_SIMULATE_MEETINGS_H

#include "simulate/staff.h"

typedef enum clg_meeting_kind {
    CLG_MEETING_STAFF,
    CLG_MEETING_DEPARTMENT,
    CLG_MEETING_TEAM,
    CLG_MEETING_PROJECT
} clg_meeting_kind;

typedef struct clg_meeting {
    int64_t day;
    uint32_t minute; /* of the day */
    uint32_t length; /* minutes, a multiple of 5 */
    clg_meeting_kind kind;
    const char *focus, *phase; /* phase: "" unless a project's */
    size_t first_invited;      /* into the diary's list of members */
    uint32_t invited_count;
} clg_meeting;

enum { CLG_PROJECT_LIMIT = 9 };

/* A group that works on something for some months, then others form. */
typedef struct clg_project {
    uint32_t people[CLG_PROJECT_LIMIT];
    uint32_t count; /* 0: not formed yet */
    uint32_t phase;
} clg_project;

typedef struct clg_diary {
    clg_meeting *meetings; /* by time */
    size_t meeting_count, meeting_room;
    uint32_t *invited; /* members */
    size_t invited_count, invited_room;
    clg_project *projects; /* of the school, from month to month */
    uint32_t project_count;
} clg_diary;

clg_status clg_diary_new(const clg_plan *plan, clg_diary *diary,
                         clg_error *err) CLG_NODISCARD;
void clg_diary_clear(clg_diary *diary);

/* Replaces the diary by that of this month; the projects go on. */
clg_status clg_diary_fill(clg_diary *diary, clg_staff *staff, uint64_t seed,
                          const clg_month *month, const clg_stage_traits *stage,
                          clg_error *err) CLG_NODISCARD;

const char *clg_meeting_kind_name(clg_meeting_kind kind);

#endif
