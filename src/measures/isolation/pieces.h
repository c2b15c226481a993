/* What a graph falls into: its components and how fragmented that leaves it. */
#ifndef CLG_MEASURES_ISOLATION_PIECES_H
#define CLG_MEASURES_ISOLATION_PIECES_H

#include "measures/value.h"

typedef struct clg_pieces {
    uint32_t vertex_count, count, largest; /* count includes isolates */
    double linked_pairs;                   /* ordered pairs in one component */
} clg_pieces;

/* From the membership that clg_components() gives; sizes is room for `count` numbers,
 * lost afterwards. O(V). */
clg_pieces clg_pieces_of(const uint32_t *membership, uint32_t vertex_count,
                         uint32_t count, uint32_t *sizes);

/* Share of the vertices that are in the largest component. UNDEFINED if n = 0. */
clg_value clg_largest_component_share(clg_pieces pieces);

/* F = 1 - sum C_k (C_k - 1) / (n (n - 1)), the share of pairs that can't reach each
 * other (Borgatti 2006). UNDEFINED if n < 2. */
clg_value clg_fragmentation(clg_pieces pieces);

#endif
