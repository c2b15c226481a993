/* How mixed the ties of single people are when people belong to groups.
 *
 *     same_share   weight to the own group / weight to people of known group
 *     ei           1 - 2 same_share, the E-I index of i's own ties
 *     diversity    (1 - sum_q s_q^2) K / (K - 1), s_q = share of i's weight that goes
 * to group q, K groups that have members (Agresti & Agresti 1978)
 *
 * and the spectral segregation index (Echenique & Fryer 2007, QJE 122:441): with
 * R = D^-1 A, for every connected piece of a group's own network the largest eigenvalue
 * L of R in it and its eigenvector u > 0, SSI_i = L u_i / mean(u); 0 for those without
 * a tie into their own group. The index of a group is the mean over its members. Ties
 * to people of unknown group count in no D. */
#ifndef CLG_MEASURES_STRATIFICATION_EGO_MIXING_H
#define CLG_MEASURES_STRATIFICATION_EGO_MIXING_H

#include "measures/groups.h"
#include "measures/network.h"
#include "measures/value.h"

typedef struct clg_ego_mixing {
    double all, same, squares; /* weight to known groups, to the own; sum s_q^2 */
} clg_ego_mixing;

/* Arcs that leave v. shares: room for a number a group, all 0 before and after.
 * O(degree). */
clg_ego_mixing clg_ego_mixing_find(const clg_graph *graph, const clg_groups *groups,
                                   uint32_t v, double *shares);

/* An undirected graph. ssi: an entry a vertex, 0 where unknown. Powers of R + I until
 * u changes by less than 1e-14 of its largest entry. CLG_ERROR_MEMORY.
 * O((n + m) rounds). */
clg_status clg_spectral_segregation(const clg_graph *graph, const clg_groups *groups,
                                    double *ssi, clg_error *err) CLG_NODISCARD;

#endif
