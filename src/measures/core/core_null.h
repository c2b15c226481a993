/* What fit of a discrete core chance would give.
 *
 * The best r of many networks without any core is large too. Two questions are asked
 * (spec: measures, 2.15):
 *
 *     by random ties     as many ties (and the same weights) between any pairs:
 *                        is participation unequal at all?
 *     by rewired ties    two ties exchange ends, so that every degree stays:
 *                        is there a core beyond unequal participation?
 *
 * The copies are searched as thoroughly as the network: with one start. */
#ifndef CLG_MEASURES_CORE_CORE_NULL_H
#define CLG_MEASURES_CORE_CORE_NULL_H

#include "measures/core/borgatti_everett.h"
#include "measures/significance/monte_carlo.h"
#include "measures/significance/shuffle.h"

typedef enum clg_core_chance { CLG_CHANCE_RANDOM, CLG_CHANCE_REWIRED } clg_core_chance;

typedef struct clg_core_null {
    clg_value_status status; /* OK; that of the fit; UNDEFINED if no copy has a fit */
    clg_monte_carlo test;    /* of r of the network among those of the copies */
    double largest;          /* r of any copy */
} clg_core_null;

typedef struct clg_core_null_room {
    clg_core_room core;
    clg_rewiring rewiring;
} clg_core_null_room;

void clg_core_null_room_clear(clg_core_null_room *room);

/* An undirected graph. CLG_ERROR_MEMORY. O(copies (m + search)). */
clg_status clg_core_null_find(const clg_graph *graph, clg_core_chance chance,
                              uint32_t copies, uint64_t seed, clg_core_null_room *room,
                              clg_core_null *null, clg_error *err) CLG_NODISCARD;

#endif
