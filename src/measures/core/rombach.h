/* Coreness by a whole family of core shapes (Rombach, Porter, Fowler & Mucha 2014,
 * SIAM J. Appl. Math. 74:167).
 *
 * In an order of the n vertices, rank n the most central, the vertex of rank r has
 *
 *     C_r = r (1 - a) / (2 bn)                              if r <= bn = floor(b n)
 *           (r - bn) (1 - a) / (2 (n - bn)) + (1 + a) / 2   otherwise
 *
 * a: how sharply core and periphery are set apart, b: the periphery's share. An order
 * is as good as R = sum over ordered pairs of w_ij C_i C_j. The score of a vertex is
 * the sum over a grid of a and b of C_i R at the best order found, scaled to maximum 1.
 *
 * Orders are improved by the swap of two vertices that adds most, until none does. That
 * is a local optimum: R is a lower bound. */
#ifndef CLG_MEASURES_CORE_ROMBACH_H
#define CLG_MEASURES_CORE_ROMBACH_H

#include "graph/graph.h"
#include "measures/value.h"

typedef struct clg_rombach_room {
    double *coefficient; /* of each rank */
    double *value;       /* C of each vertex */
    double *pull;        /* sum_j w_ij C_j */
    double *row;         /* weights of one vertex's ties, otherwise 0 */
    double *doubles;     /* the four lie in here */
    uint32_t *order, *best;
    uint32_t *rank;    /* of each vertex, from 0 */
    uint32_t *numbers; /* and these three in here */
    size_t double_room, number_room;
} clg_rombach_room;

void clg_rombach_room_clear(clg_rombach_room *room);

/* Room for n results, of ranks 1 .. n; 0 <= a <= 1, 0 <= b < 1. */
void clg_rombach_coefficients(uint32_t n, double a, double b, double *coefficient);

/* R of an order, from the periphery to the core. value: room for n numbers, becomes C
 * of each vertex. O(n + m). */
double clg_rombach_quality(const clg_graph *graph, const uint32_t *order, double a,
                           double b, double *coefficient, double *value);

/* The largest R found from the order by rising strength (equals: by number), and from
 * `starts` random ones; the order itself stands in room->best. UNDEFINED without ties;
 * NOT_CONVERGED above CLG_ROMBACH_LIMIT vertices. CLG_ERROR_MEMORY.
 * O(n^2 + m) a swap. */
clg_status clg_rombach_find(const clg_graph *graph, double a, double b, uint32_t starts,
                            clg_rombach_room *room, clg_value *quality,
                            clg_error *err) CLG_NODISCARD;

enum { CLG_ROMBACH_LIMIT = 300 };

/* Scores of all vertices over the grid a, b = 1 / (2 steps), 3 / (2 steps) .., from the
 * order by strength alone. Status as above. O(steps^2 swaps (n^2 + m)). */
clg_status clg_rombach_scores(const clg_graph *graph, uint32_t steps,
                              clg_rombach_room *room, double *scores,
                              clg_value_status *found, clg_error *err) CLG_NODISCARD;

#endif
