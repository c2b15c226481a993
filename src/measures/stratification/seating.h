/* Who sits with whom: groups over meetings as units.
 *
 * x_m = seats of the group in meeting m, t_m all seats, X = sum x, T = sum t:
 *
 *     isolation     xPx* = sum (x_m / X) (x_m / t_m): the share of the own group in the
 *                   meetings of an average seat of it, itself included
 *     without self  sum (x_m / X) ((x_m - 1) / (t_m - 1)) over t_m >= 2
 *     exposure      xPy* = 1 - xPx*: the share of all others
 *     eta^2         (xPx* - P) / (1 - P), P = X / T
 *     dissimilarity D = 1/2 sum |x_m / X - (t_m - x_m) / (T - X)|
 *
 * Bell 1954, Soc. Forces 32:357; Lieberson 1981; Duncan & Duncan 1955 for D. Seats of
 * people whose group is unknown count in no t_m. */
#ifndef CLG_MEASURES_STRATIFICATION_SEATING_H
#define CLG_MEASURES_STRATIFICATION_SEATING_H

#include "graph/two_mode.h"
#include "measures/groups.h"
#include "measures/value.h"

/* isolation and without_self UNDEFINED if X = 0; the others also if X = T. */
typedef struct clg_seating {
    clg_value isolation, without_self, exposure, eta2, dissimilarity;
} clg_seating;

/* Kept between calls, so that only the largest allocates. Starts as all zero. */
typedef struct clg_seating_room {
    double *sums;     /* of each group */
    clg_seating *all; /* what was found, by group */
    uint32_t *present;
    size_t sums_room, all_room, present_room;
} clg_seating_room;

/* Of every group; *out is the room's. CLG_ERROR_MEMORY.
 * O(sum over meetings of N_m + groups), whatever the number of groups. */
clg_status clg_seating_find(const clg_two_mode *attendance, const clg_groups *groups,
                            clg_seating_room *room, const clg_seating **out,
                            clg_error *err) CLG_NODISCARD;
void clg_seating_room_clear(clg_seating_room *room);

#endif
