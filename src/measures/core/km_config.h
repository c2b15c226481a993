/* Several cores, each with a periphery of its own (Kojaku & Masuda 2018, New J. Phys.
 * 20:043012). Everyone belongs to a pair c_i, in its core (x_i = 1) or periphery:
 *
 *     Q = (1 / 2M) sum_ij (w_ij - s_i s_j / 2M) (x_i + x_j - x_i x_j) [c_i = c_j]
 *
 * with 2M the sum of strengths. All in the core: Newman's modularity. Found by label
 * switching from everyone alone: in random order each takes the pair and side of a
 * neighbour's that gains most, until nobody gains; the best of several runs is kept.
 *
 * Whether a pair is more than chance is asked of networks with the same expected
 * strengths, by the same search: given its size, is its q large (Kojaku & Masuda 2018,
 * Sci. Rep. 8:7351)? */
#ifndef CLG_MEASURES_CORE_KM_CONFIG_H
#define CLG_MEASURES_CORE_KM_CONFIG_H

#include "base/random.h"
#include "graph/graph.h"
#include "measures/value.h"

/* While one looks for a place: sums of a pair, and what of one's ties goes to it. */
typedef struct clg_km_sums {
    double to_core, to_all, core, all;
} clg_km_sums;

typedef struct clg_km {
    double quality;   /* Q */
    uint32_t pairs;   /* with more than one member */
    uint32_t *pair;   /* of each vertex; larger pairs first, then by lowest member */
    uint8_t *in_core; /* x */
    double *q;        /* of each pair: its part of Q */
    uint32_t *size;
    size_t pair_room, in_core_room, q_room, size_room;
    /* One run. */
    uint32_t *label, *order, *seen;
    uint8_t *side;
    clg_km_sums *sums; /* of each label */
    double *strength, *core_sum, *all_sum;
    double *numbers; /* the room of these three */
    size_t label_room, order_room, seen_room, side_room, sums_room, number_room;
} clg_km;

/* An undirected graph. Without ties every vertex is alone and Q is NaN. The arrays are
 * reused. CLG_ERROR_MEMORY. O(m) a sweep. */
clg_status clg_km_find(clg_km *km, const clg_graph *graph, uint32_t runs,
                       clg_random *random, clg_error *err) CLG_NODISCARD;
void clg_km_clear(clg_km *km);

/* Q of given pairs and sides. room: 2 numbers a vertex (pairs count below n). */
double clg_km_quality(const clg_graph *graph, const uint32_t *pair,
                      const uint8_t *in_core, double *room);

/* The (q, s) test. p of each of the pairs of `km`, NaN for single vertices: under the
 * null, q at this size s is at least as large. copies graphs of the same expected
 * strengths (Chung & Lu) are searched with as many runs. UNDEFINED (NaN) where sizes or
 * q's of the null don't vary. CLG_ERROR_MEMORY. */
clg_status clg_km_test(const clg_km *km, const clg_graph *graph, uint32_t runs,
                       uint32_t copies, clg_random *random, double *p,
                       clg_error *err) CLG_NODISCARD;

#endif
