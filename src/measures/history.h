/* What a school's windows were like, one after the other: for measures of the whole
 * period that are about change. */
#ifndef CLG_MEASURES_HISTORY_H
#define CLG_MEASURES_HISTORY_H

#include "measures/scope.h"

typedef struct clg_snapshot {
    uint32_t window; /* its number among the study's windows */
    int64_t begin, end;
    /* The school's logs have nothing: no member could take part in anything. Such a
     * window says nothing of how regular, or how isolated, a person is. */
    bool is_silent;
    uint32_t vertex_count;
    uint32_t *person;          /* of each vertex, ascending, as scope->vertex_person */
    uint32_t *attended;        /* meetings a vertex was present in */
    uint32_t *eligible;        /* meetings it could have attended, at least attended */
    uint32_t *events;          /* attended + exchanges sent + received */
    uint32_t *led, *initiated; /* meetings led; these + exchanges sent */
    uint32_t *community; /* label of its group; all 0 unless measured in the window */
    clg_graph ties, exchanges; /* as in the scope, vertices in the same order */
    size_t person_room, attended_room, eligible_room, events_room, initiated_room,
        led_room, community_room;
} clg_snapshot;

/* Open windows only, in their order: breaks and idle windows have no snapshot. */
typedef struct clg_history {
    size_t count, room;
    clg_snapshot *windows;
} clg_history;

/* Copies what the scope shows. The arrays of an earlier school are reused.
 * O(people + ties). */
clg_status clg_history_add(clg_history *history, clg_scope *scope, uint32_t window,
                           clg_error *err) CLG_NODISCARD;
void clg_history_forget(clg_history *history); /* before another school */
void clg_history_clear(clg_history *history);

/* The vertex of a person (row in study.people) in a window, or CLG_NO_VERTEX.
 * O(log people). */
uint32_t clg_snapshot_vertex(const clg_snapshot *snapshot, uint32_t person);
/* The place of a person among people in ascending order, or CLG_NO_VERTEX. */
uint32_t clg_find_person(const uint32_t *people, uint32_t count, uint32_t person);

#endif
