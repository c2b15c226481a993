/* What else is shuffled to see which values chance would give. */
#ifndef CLG_MEASURES_SIGNIFICANCE_SHUFFLE_H
#define CLG_MEASURES_SIGNIFICANCE_SHUFFLE_H

#include "base/random.h"
#include "graph/graph.h"
#include "measures/groups.h"

/* N0: groups are dealt out again among the people whose group is known. O(n). */
void clg_shuffle_labels(clg_groups *groups, clg_random *random);

/* A graph as a list that can be rewired, and the graph it makes. */
typedef struct clg_rewiring {
    clg_tie *ties;
    size_t count, tie_room;
    uint64_t *seen; /* who is tied: rows of bits, or pairs in open addressing */
    size_t seen_room, slots, words; /* words of a row; 0: pairs */
    clg_graph graph;
} clg_rewiring;

clg_status clg_rewiring_start(clg_rewiring *rewiring, const clg_graph *graph,
                              clg_error *err) CLG_NODISCARD;
void clg_rewiring_clear(clg_rewiring *rewiring);

/* N4: two ties exchange their ends, swaps_a_tie times a tie, unless that would make a
 * loop or a tie twice: all degrees (in and out) stay. Weights stay with the tails. */
clg_status clg_rewire(clg_rewiring *rewiring, uint32_t swaps_a_tie, clg_random *random,
                      clg_error *err) CLG_NODISCARD;

/* N5: every exchange between two people goes either way by a coin: for weights that are
 * whole numbers up to 10,000 one coin each, otherwise one for the whole arc. */
clg_status clg_flip_directions(clg_rewiring *rewiring, clg_random *random,
                               clg_error *err) CLG_NODISCARD;

/* As many ties as an undirected graph has, with its weights, each set of pairs equally
 * likely: the network of Erdos & Renyi. Which pair gets which weight is as random as
 * the pairs. */
clg_status clg_random_graph(clg_rewiring *rewiring, const clg_graph *like,
                            clg_random *random, clg_error *err) CLG_NODISCARD;

#endif
