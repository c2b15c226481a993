/* The discrete core where pairs of core and periphery are left out: everyone in the
 * core is tied to everyone in it, nobody in the periphery to anybody there, and what is
 * between them is of no concern (Borgatti & Everett 2000, Soc. Networks 21:375).
 *
 * With M, W and Q the number of pairs inside the core (cc) and inside the periphery
 * (pp), their weight and the sum of their squared weights, the correlation of weights
 * and pattern over these pairs is
 *
 *     M = Mcc + Mpp,   b = Mcc / M,   w = (Wcc + Wpp) / M,   sd^2 = (Qcc + Qpp) / M -
 * w^2 r = (Wcc / Mcc - Wpp / Mpp) sqrt(b (1 - b)) / sd
 *
 * undefined if either block has no pairs or all these pairs weigh the same. */
#ifndef CLG_MEASURES_CORE_CORE_MISSING_H
#define CLG_MEASURES_CORE_CORE_MISSING_H

#include "measures/core/borgatti_everett.h"

/* Above this many vertices single moves only: swaps of two take O(n^2) a step. */
enum { CLG_CORE_MISSING_SWAPS_LIMIT = 1000 };

/* The best of the cores {i: s_i >= t} for the thresholds t that occur, s the strength.
 * O(n log n + m). CLG_ERROR_MEMORY. */
clg_status clg_core_sweep_missing(const clg_graph *graph, clg_core_room *room,
                                  clg_core *core, clg_error *err) CLG_NODISCARD;

/* The best found from there, from prefixes around it and from random cores, by the move
 * or swap that makes r grow most as long as one does. O(n + m) a start and O(n) a move,
 * O(k (n - k) + m) a swap. CLG_ERROR_MEMORY. */
clg_status clg_core_find_missing(const clg_graph *graph, clg_core_effort effort,
                                 clg_core_room *room, clg_core *core,
                                 clg_error *err) CLG_NODISCARD;

/* r of a given core, by the formula above. O(n + m). */
clg_value clg_core_fit_missing(const clg_graph *graph, const uint8_t *member);

#endif
