/* SpringRank: positions on a line such that those whom others turn to stand one above
 * those who turn to them (De Bacco, Larremore & Moore 2018, Sci. Adv. 4:eaar8260).
 *
 * With A_ij the weight with which i stands above j, the s that makes
 * H = 1/2 sum A_ij (s_i - s_j - 1)^2 least solves
 *
 *     (D_out + D_in - A - A') s = d_out - d_in
 *
 * which leaves one number free in every weak component: its mean is put at 0. */
#ifndef CLG_MEASURES_STRATIFICATION_SPRING_RANK_H
#define CLG_MEASURES_STRATIFICATION_SPRING_RANK_H

#include "graph/graph.h"
#include "measures/value.h"

typedef struct clg_spring_rank {
    clg_value_status status; /* OK, UNDEFINED (no arcs), NOT_CONVERGED */
    double energy;           /* H */
    double per_weight;       /* H / sum A: 0 = a perfect ladder, 1/2 = none */
} clg_spring_rank;

/* An arc v -> w says that v turns to w: A_wv is its weight. ranks: an entry a vertex,
 * NaN for isolates. Conjugate gradients to 1e-13 relative. CLG_ERROR_MEMORY. O(m) a
 * step, at most 10 n + 100 steps. */
clg_status clg_spring_rank_find(const clg_graph *graph, double *ranks,
                                clg_spring_rank *found, clg_error *err) CLG_NODISCARD;

#endif
