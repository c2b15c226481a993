/* How unequally something is shared, and how much of that lies between groups.
 *
 *     Theil      T = mean((x / mu) ln(x / mu)), 0 ln 0 = 0          (Theil 1967)
 *     between    sum_g s_g ln(mu_g / mu), s_g = the group's share of the sum
 *     within     sum_g s_g T_g;  T = between + within
 *     eta^2      SSB / SST;  omega^2 = (SSB - (K - 1) MSW) / (SST + MSW), which has no
 *                bias from the number of groups               (Hays 1963)
 *     HHI        sum of squared shares                        (Herfindahl 1950)
 *     top share  share of the ceil(n / 5) largest */
#ifndef CLG_MEASURES_STRATIFICATION_INEQUALITY_H
#define CLG_MEASURES_STRATIFICATION_INEQUALITY_H

#include "measures/groups.h"
#include "measures/value.h"

/* values >= 0; UNDEFINED if their sum is 0. O(n). */
clg_value clg_theil(const double *values, uint32_t count);
clg_value clg_hhi(const double *values, uint32_t count);
/* Sorts the values. O(n log n). */
clg_value clg_top_fifth_share(double *values, uint32_t count);

/* Of those whose group is known. UNDEFINED: fewer than two groups with members; between
 * and within if the sum is 0, the share if T is 0; eta^2 and omega^2 if all values are
 * the same, omega^2 also if every group has one member. O(n + groups). */
typedef struct clg_between {
    clg_value between, within, share; /* share = between / T */
    clg_value eta2, omega2;
} clg_between;

/* Kept between calls, so that only the largest allocates. Starts as all zero. */
typedef struct clg_between_room {
    double *block;
    size_t block_room;
} clg_between_room;

clg_status clg_between_groups(const double *values, const clg_groups *groups,
                              clg_between_room *room, clg_between *between,
                              clg_error *err) CLG_NODISCARD;
void clg_between_room_clear(clg_between_room *room);

#endif
