/* The strata of a study: which attributes divide the people, and into which groups each
 * school falls.
 *
 * A stratum of a school is a level of an attribute that at least one of its members on
 * the roster has; members without a value make one more, "missing", the last of the
 * attribute. They are the same in every window, so that a window without members of a
 * stratum says so. */
#ifndef CLG_MEASURES_STRATA_H
#define CLG_MEASURES_STRATA_H

#include "measures/groups.h"
#include "measures/scope.h"

#define CLG_STRATUM_MISSING (-1)

typedef struct clg_strata {
    size_t attribute_count;
    size_t *attribute; /* places in study.people.attributes */
    /* Strata of school s and the a-th attribute: elements
     * [first[s * attribute_count + a], the next) of level. */
    size_t *first;
    int32_t *level; /* code of the attribute, ascending; CLG_STRATUM_MISSING last */
    size_t level_room;
    int32_t *place; /* scratch: the group of each level of an attribute */
    int32_t *codes; /* scratch: the group of each vertex */
    size_t place_room, codes_room;
} clg_strata;

/* The attributes that the study's settings name, each once; role and department, as far
 * as they are columns, if none are named. CLG_ERROR_ARGUMENT: no such column.
 * O(people). */
clg_status clg_strata_find(clg_strata *strata, const clg_study *study,
                           clg_error *err) CLG_NODISCARD;
void clg_strata_clear(clg_strata *strata);

const clg_category *clg_strata_attribute(const clg_strata *strata,
                                         const clg_study *study, size_t a);

/* Strata of a school and attribute, "missing" included. */
size_t clg_strata_count(const clg_strata *strata, uint32_t school, size_t a);
/* The code of one of them, or CLG_STRATUM_MISSING. */
int32_t clg_strata_level(const clg_strata *strata, uint32_t school, size_t a,
                         size_t stratum);

/* The groups of the scope's vertices; group g is stratum g of the school, without
 * "missing". */
clg_status clg_strata_groups(clg_strata *strata, const clg_scope *scope, size_t a,
                             clg_groups *groups, clg_error *err) CLG_NODISCARD;

#endif
