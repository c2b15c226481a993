/* How central the middle of a network is, beyond what its degrees give (Holme 2005,
 * PRE 72:046111).
 *
 * In the largest component V, the closeness of a set U is
 *
 *     C(U) = 1 / (mean over i in U and j in V other than i of the distance from i to j)
 *
 * The core is the k-core of V whose closeness is highest. Holme's coefficient is
 * C(core) / C(V) less the mean of the same ratio in copies of the network that are
 * rewired with all degrees kept. Above 0: there is a middle through which the network
 * hangs together. Weights are not looked at. */
#ifndef CLG_MEASURES_CORE_CLOSENESS_CORE_H
#define CLG_MEASURES_CORE_CLOSENESS_CORE_H

#include "graph/graph.h"
#include "measures/significance/monte_carlo.h"
#include "measures/significance/shuffle.h"

typedef struct clg_closeness_core {
    clg_value ratio;  /* C(core) / C(V); UNDEFINED without ties */
    uint32_t k, size; /* of the core; the largest k of equals */
} clg_closeness_core;

typedef struct clg_closeness_room {
    uint32_t *membership, *coreness, *queue, *distance;
    uint32_t *numbers; /* the four lie in here */
    double *far;       /* sum of the distances from a vertex */
    size_t number_room, far_room;
    clg_rewiring rewiring;
} clg_closeness_room;

void clg_closeness_room_clear(clg_closeness_room *room);

/* An undirected graph. Of components of one size, the first by number.
 * CLG_ERROR_MEMORY, CLG_ERROR_DEPENDENCY. O(n m). */
clg_status clg_closeness_core_find(const clg_graph *graph, clg_closeness_room *room,
                                   clg_closeness_core *core,
                                   clg_error *err) CLG_NODISCARD;

/* The coefficient: the ratio less the mean of `copies` rewired ones, 10 swaps a tie.
 * `test` says what chance gave. Errors as above. O(copies n m). */
clg_status clg_closeness_core_excess(const clg_graph *graph, uint32_t copies,
                                     uint64_t seed, clg_closeness_room *room,
                                     clg_monte_carlo *test, clg_value *excess,
                                     clg_error *err) CLG_NODISCARD;

#endif
