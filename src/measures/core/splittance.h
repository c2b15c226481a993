/* How far a network is from a core in which everyone is tied and a periphery in which
 * nobody is: the fewest ties to add or remove (Hammer & Simeone 1981, Combinatorica
 * 1:275). With degrees in falling order and m* = max{i: d_(i) >= i - 1},
 *
 *     Z = 1/2 (m* (m* - 1) - sum_{i <= m*} d_(i) + sum_{i > m*} d_(i))
 *
 * and the first m* are a core (Lip 2011, arXiv:1102.5511). Ties only, no weights. */
#ifndef CLG_MEASURES_CORE_SPLITTANCE_H
#define CLG_MEASURES_CORE_SPLITTANCE_H

#include "measures/value.h"

typedef struct clg_split {
    clg_value splittance;       /* Z; UNDEFINED if n = 0 */
    clg_value fit;              /* 1 - Z / min(m, N2 - m); UNDEFINED if that is 0 */
    uint32_t smallest, largest; /* sizes of the smallest and largest best core */
} clg_split;

/* counts: room for n + 1 numbers, lost. O(n). */
clg_split clg_split_find(const uint32_t *degrees, uint32_t n, uint32_t *counts);

#endif
