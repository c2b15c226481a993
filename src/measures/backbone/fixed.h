/* Which ties are more than chance would give: with the margins of the table fixed, or
 * from the weights of a network alone.
 *
 * Fixed degree sequence model: p_ij = (1 + tables in which i and j share as many
 * meetings as they do) / (copies + 1), over tables with the same margins (curveball.h).
 *
 * Disparity filter (Serrano, Boguna & Vespignani 2009, PNAS 106:6483): a tie carries
 * more of a vertex's strength than it would by breaking it at random, p = (1 - w_ij /
 * s_i)^ (d_i - 1), the smaller of its two ends; 1 where the vertex has one tie. */
#ifndef CLG_MEASURES_BACKBONE_FIXED_H
#define CLG_MEASURES_BACKBONE_FIXED_H

#include "base/random.h"
#include "graph/graph.h"
#include "graph/two_mode.h"

/* p[i * n + j]; 1 on the diagonal and for pairs that never met. CLG_ERROR_MEMORY.
 * O(copies (trades + sum N_m^2)). */
clg_status clg_fixed_backbone(const clg_two_mode *table, uint32_t copies,
                              clg_random *random, double *p,
                              clg_error *err) CLG_NODISCARD;

/* p of each arc, parallel to graph->target. Undirected graph. O(m). */
void clg_disparity(const clg_graph *graph, double *p);

/* Of the upper triangle of p, n by n: pairs below alpha; and below it after adjusting
 * for all pairs that ever met, the ties of `met` (Benjamini & Hochberg 1995). */
size_t clg_backbone_count(const double *p, uint32_t n, double alpha);
clg_status clg_backbone_count_adjusted(const double *p, const clg_graph *met,
                                       double alpha, size_t *count,
                                       clg_error *err) CLG_NODISCARD;

#endif
