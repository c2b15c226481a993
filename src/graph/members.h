/* The vertices of a school's graphs in a period: its members then, whether or not any
 * log names them, so that isolates are seen. Vertices stand in person order. */
#ifndef CLG_GRAPH_MEMBERS_H
#define CLG_GRAPH_MEMBERS_H

#include "study/study.h"

#define CLG_NO_VERTEX UINT32_MAX

typedef struct clg_members {
    uint32_t count;
    uint32_t *person;                /* row in study.people of each vertex */
    size_t person_begin, person_end; /* all people of the school */
    uint32_t *vertex;                /* by person - person_begin, or CLG_NO_VERTEX */
    size_t person_room, vertex_room;
} clg_members;

/* Members at some moment of [begin, end). The arrays are reused. */
clg_status clg_members_find(clg_members *members, const clg_study *study,
                            uint32_t school, int64_t begin, int64_t end,
                            clg_error *err) CLG_NODISCARD;
void clg_members_clear(clg_members *members);

/* CLG_NO_VERTEX also for people of other schools. */
static inline uint32_t clg_members_vertex(const clg_members *members, size_t person)
{
    if (person < members->person_begin || person >= members->person_end)
        return CLG_NO_VERTEX;
    return members->vertex[person - members->person_begin];
}

#endif
