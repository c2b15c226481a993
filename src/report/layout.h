/* Where the people of a network stand in a picture of their ties.
 *
 * The order and the places depend on the shape of the network and on the groups alone:
 * whoever numbers its people differently gets the same picture. So nothing can be read
 * from it that the ties and the groups don't say, such as who comes first in a list. */
#ifndef CLG_REPORT_LAYOUT_H
#define CLG_REPORT_LAYOUT_H

#include "collegium/error.h"

#include <stddef.h>
#include <stdint.h>

typedef struct clg_layout_tie {
    uint32_t a, b; /* a != b, each pair at most once */
    double weight; /* above 0 */
} clg_layout_tie;

typedef struct clg_layout_network {
    uint32_t count;
    const uint8_t *group; /* [person] 0 is innermost */
    const clg_layout_tie *ties;
    size_t tie_count;
} clg_layout_network;

/* order[k] is the k-th person: by group, then by the refined colours of Weisfeiler and
 * Leman, where people who remain alike are told apart one by one. People without ties
 * come last in their group. O(people * ties) at worst. CLG_ERROR_MEMORY. */
clg_status clg_layout_order(const clg_layout_network *network, uint32_t *order,
                            clg_error *err) CLG_NODISCARD;

typedef struct clg_layout_point {
    double x, y;
} clg_layout_point;

enum { CLG_LAYOUT_GROUPS = 8 };

/* Rings around a middle: the first people of a group stand further in than its later
 * ones, the next group around it, and all who have no ties on the rim. Radius 1. */
typedef struct clg_layout {
    clg_layout_point *points;         /* the caller's, [person] */
    double nearest;                   /* no two people are nearer than this */
    double border[CLG_LAYOUT_GROUPS]; /* between a group and the next, 0: none */
    double rim;                       /* where those without ties begin, 0: none */
} clg_layout;

/* People are numbered in the order in which they are to stand, by group. On their ring
 * they turn towards those they have ties with (barycentres), and two change places
 * where that makes ties shorter. O(rings * people * ties) at worst. CLG_ERROR_MEMORY.
 */
clg_status clg_layout_rings(const clg_layout_network *network, clg_layout *layout,
                            clg_error *err) CLG_NODISCARD;

#endif
