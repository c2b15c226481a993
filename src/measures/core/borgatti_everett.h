/* The discrete core of a network: everyone in the core is tied to everyone in it, and
 * to the periphery, which is not tied in itself.
 *
 * With x_i = 1 in the core, else 0, the fit is the correlation over pairs i < j of the
 * weights w_ij and the pattern D_ij = x_i + x_j - x_i x_j (Borgatti & Everett 2000,
 * Soc. Networks 21:375). With k in the core, N2 = n (n - 1) / 2 pairs, W their weight,
 * Wpp the weight inside the periphery:
 *
 *     Mb = N2 - (n - k) (n - k - 1) / 2,   b = Mb / N2,   Sb = W - Wpp
 *     w  = W / N2,   sd = sqrt(sum w_ij^2 / N2 - w^2)
 *     r  = (Sb - w Mb) / (N2 sd sqrt(b (1 - b)))
 *
 * The best core is looked for from the prefixes of the order by falling strength, by
 * moving one vertex or swapping two as long as r grows; with more starts, also from
 * prefixes around the best and from random cores. For most graphs that is the best
 * there is, but it is not proven to be: hits of starts says how often it was found.
 *
 * r is large on graphs without structure too. Compare it with a null. */
#ifndef CLG_MEASURES_CORE_BORGATTI_EVERETT_H
#define CLG_MEASURES_CORE_BORGATTI_EVERETT_H

#include "graph/graph.h"
#include "measures/value.h"

typedef struct clg_core_effort {
    uint32_t around;        /* prefixes on each side of the best one */
    uint32_t random_starts; /* 0: none, and the seed does not matter */
    uint64_t seed;
} clg_core_effort;

/* One start; and what is worth it once a school: 5 around, 20 at random. */
#define CLG_CORE_QUICK ((clg_core_effort){0, 0, 0})
#define CLG_CORE_THOROUGH ((clg_core_effort){5, 20, 1})

/* Thorough if asked for, and not of more than 2,000 vertices, where it takes seconds.
 */
static inline clg_core_effort clg_core_effort_for(uint32_t vertices, bool is_thorough)
{
    return is_thorough && vertices <= 2000 ? CLG_CORE_THOROUGH : CLG_CORE_QUICK;
}

/* Pairs by block: their number, ties and weight. */
typedef struct clg_core_blocks {
    double pairs[3], ties[3], weight[3]; /* core-core, core-periphery, periphery */
} clg_core_blocks;

typedef struct clg_core {
    clg_value fit;         /* r; UNDEFINED if n < 3 or all pairs weigh the same */
    uint32_t size;         /* of the core; 0 if undefined */
    const uint8_t *member; /* 1 in the core, a vertex; the room's */
    uint32_t starts, hits;
} clg_core;

typedef struct clg_core_room {
    uint8_t *member, *best;
    uint32_t *order; /* by falling strength, then ascending */
    double *strength;
    double *periphery; /* weight of a vertex's ties to the periphery */
    double *sides;     /* of core_missing.c */
    size_t member_room, best_room, order_room, strength_room, periphery_room,
        sides_room;
} clg_core_room;

/* The graph is undirected. Ties between equal r are broken for the smaller core found
 * first. O(n log n + m) for a start and O(n + m) a step. CLG_ERROR_MEMORY. */
clg_status clg_core_find(const clg_graph *graph, clg_core_effort effort,
                         clg_core_room *room, clg_core *core,
                         clg_error *err) CLG_NODISCARD;

/* The best prefix of the order by falling score, one a vertex: the core that the score
 * induces. One start. O(n log n + m). CLG_ERROR_MEMORY. */
clg_status clg_core_of_order(const clg_graph *graph, const double *score,
                             clg_core_room *room, clg_core *core,
                             clg_error *err) CLG_NODISCARD;
void clg_core_room_clear(clg_core_room *room);

/* r of a given core, by the formula above; UNDEFINED where b (1 - b) or sd is 0.
 * O(n + m). */
clg_value clg_core_fit(const clg_graph *graph, const uint8_t *member);

clg_core_blocks clg_core_count_blocks(const clg_graph *graph, const uint8_t *member);
/* Ties over pairs of a block; UNDEFINED where it has none. */
clg_value clg_core_density(const clg_core_blocks *blocks, int block);

#endif
