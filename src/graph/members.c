#include "graph/members.h"

#include "base/memory.h"
#include "study/windows.h"

clg_status clg_members_find(clg_members *members, const clg_study *study,
                            uint32_t school, int64_t begin, int64_t end, clg_error *err)
{
    size_t first = study->schools.person_first[school];
    size_t last = study->schools.person_first[school + 1];
    clg_status status;

    members->count = 0;
    members->person_begin = members->person_end = first;
    status = clg_array_reserve(&members->person, &members->person_room, last - first,
                               sizeof *members->person, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&members->vertex, &members->vertex_room,
                                   last - first, sizeof *members->vertex, err);
    if (status != CLG_OK)
        return status;

    members->person_end = last;
    for (size_t person = first; person < last; person++) {
        bool is_vertex = study->people.standing[person] == CLG_STANDING_MEMBER &&
                         clg_is_member_during(&study->people, person, begin, end);
        members->vertex[person - first] = is_vertex ? members->count : CLG_NO_VERTEX;
        if (is_vertex)
            members->person[members->count++] = (uint32_t)person;
    }
    return CLG_OK;
}

void clg_members_clear(clg_members *members)
{
    clg_free(members->person);
    clg_free(members->vertex);
    *members = (clg_members){0};
}
