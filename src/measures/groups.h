/* A group for every vertex: the strata of one attribute within one school. */
#ifndef CLG_MEASURES_GROUPS_H
#define CLG_MEASURES_GROUPS_H

#include "collegium/error.h"

#include <stdbool.h>

/* Codes count from 0 in the order of the attribute's levels that occur in the school;
 * a group may be empty in a period. People without a value have code -1: they are
 * counted in `missing` and left out of the indices. */
typedef struct clg_groups {
    uint32_t vertex_count, group_count, missing;
    int32_t *code;  /* of each vertex */
    uint32_t *size; /* vertices of each group */
    /* The number that each group's name says, borrowed; NULL unless all do. */
    const double *number;
    size_t code_room, size_room;
} clg_groups;

/* Takes the codes over (they are copied) and counts; number is NULL. The arrays are
 * reused. */
clg_status clg_groups_fill(clg_groups *groups, const int32_t *codes,
                           uint32_t vertex_count, uint32_t group_count,
                           clg_error *err) CLG_NODISCARD;
void clg_groups_clear(clg_groups *groups);

/* Groups that have a member. */
uint32_t clg_groups_occupied(const clg_groups *groups);

#endif
