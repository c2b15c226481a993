/* Which picture tells the network in fewest words: a core with a periphery, nested
 * layers, or neither (Gallagher, Young & Foucault Welles 2021, Sci. Adv. 7:eabc9800)?
 *
 *     DL = - ln P(A | blocks) - ln P(blocks), in nats; the shorter the better
 *
 * P(A | blocks) is the integral over the densities of the blocks of the product of
 * p^m (1 - p)^(M - m), m ties among M pairs, over p_1 > p_2 > ... with the uniform
 * prior on that region (density B!, B blocks). Hub and spoke: core, core-periphery,
 * periphery. Layers: all ties that touch a layer and those deeper. The integral is
 * nested in one dimension after the other and done by the trapezoid rule, each
 * integrand scaled by its largest value. ln P(blocks) = sum ln n_r! - ln n! - ln C(n -
 * 1, B - 1) - ln n; without structure DL = - ln Beta(m + 1, N2 - m + 1) + ln n. Ties
 * only, no weights. */
#ifndef CLG_MEASURES_CORE_DESCRIPTION_LENGTH_H
#define CLG_MEASURES_CORE_DESCRIPTION_LENGTH_H

#include "graph/graph.h"
#include "measures/value.h"

/* Ties and pairs of blocks whose densities fall in their order. */
typedef struct clg_block {
    double ties, pairs;
} clg_block;

/* ln of count! times the nested integral. CLG_ERROR_MEMORY. O(count grid). */
clg_status clg_log_marginal(const clg_block *blocks, size_t count, double *value,
                            clg_error *err) CLG_NODISCARD;

double clg_length_without_structure(double people, double ties);

/* member: 1 in the core. Undirected graph of n >= 2. */
clg_status clg_length_hub_spoke(const clg_graph *graph, const uint8_t *member,
                                double *length, clg_error *err) CLG_NODISCARD;

/* layer: 0 the innermost, each of layer_count occupied. */
clg_status clg_length_layers(const clg_graph *graph, const uint32_t *layer,
                             uint32_t layer_count, double *length,
                             clg_error *err) CLG_NODISCARD;

/* ln P(A | p) of blocks with given densities. */
double clg_log_likelihood(const clg_block *blocks, size_t count, const double *p);

#endif
