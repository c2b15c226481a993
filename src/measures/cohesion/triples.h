/* Transitivity: of the ordered two-step paths i -> j -> k with i != k, the share that
 * is closed by i -> k. In an undirected graph this is 3 triangles / connected triples
 * (Wasserman & Faust 1994, p. 243; sna's "weak" transitivity in a directed one). */
#ifndef CLG_MEASURES_COHESION_TRIPLES_H
#define CLG_MEASURES_COHESION_TRIPLES_H

#include "measures/bit_rows.h"
#include "measures/value.h"

typedef struct clg_triples {
    uint64_t paths, closed;
} clg_triples;

/* With the graph's bit rows: O(E V / 64). */
clg_triples clg_triples_from_bits(const clg_graph *graph, const clg_bit_rows *bits);

/* With marks, room for vertex_count of them (their content does not matter before or
 * after): O(sum over arcs i -> j of the degree of j). */
clg_triples clg_triples_from_rows(const clg_graph *graph, uint32_t *marks);

/* UNDEFINED if there is no path of two steps. */
clg_value clg_transitivity(clg_triples triples);

#endif
