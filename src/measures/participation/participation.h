/* What the logs of a school and period say of each person: counts, before any graph. */
#ifndef CLG_MEASURES_PARTICIPATION_PARTICIPATION_H
#define CLG_MEASURES_PARTICIPATION_PARTICIPATION_H

#include "graph/two_mode.h"

/* Rows of a scope by person. */
typedef struct clg_rows {
    uint32_t count;
    const uint32_t *person, *vertex; /* vertex: CLG_NO_VERTEX for non-members */
    size_t person_begin, person_end; /* all people of the school */
    const uint32_t *row;             /* by person - person_begin, or UINT32_MAX */
} clg_rows;

typedef struct clg_participation {
    /* One entry a row. */
    uint32_t *attended; /* meetings present in */
    uint32_t *eligible; /* members: meetings held that they could have attended */
    uint32_t *timed;    /* meetings attended whose minutes are known */
    uint32_t *sent, *received; /* exchanges, inside and with other schools */
    uint32_t *led, *supported; /* meetings attended in this part; 0 if not logged */
    double *minutes;           /* sum of the known ones */
    /* The school's. */
    uint32_t active;      /* members who attended, sent or received anything */
    size_t meetings;      /* in which at least one person was present */
    size_t attendances;   /* of members */
    size_t opportunities; /* sum of the members' eligible */
    size_t exchanges;     /* sent from the school, also by non-members */
    size_t outside;       /* of these, to people of other schools */
    uint32_t *counts;     /* the seven arrays above lie in here */
    size_t count_room, minutes_room;
} clg_participation;

/* A member is eligible for a meeting held if its start lies in [joined, left) and,
 * where invitations are known, the person has any row of that meeting; being present
 * always makes eligible. O(rows of the period + meetings x members). */
clg_status clg_participation_count(clg_participation *participation,
                                   const clg_study *study, uint32_t school,
                                   int64_t begin, int64_t end, const clg_rows *rows,
                                   const clg_two_mode *two_mode,
                                   clg_error *err) CLG_NODISCARD;
void clg_participation_clear(clg_participation *participation);

#endif
