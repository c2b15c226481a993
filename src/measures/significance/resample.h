/* The same school, had other meetings of the same kind been held.
 *
 * Meetings of four consecutive weeks stay together, so that rhythm and dependence from
 * week to week are kept; such blocks are drawn with replacement until there are as many
 * weeks (a meeting-block bootstrap, after Kunsch 1989). For distinct counts, such as
 * isolates, which meetings drawn twice would distort, half of the meetings are drawn
 * without replacement instead: the spread of half a sample drawn so is that of the
 * whole (Politis & Romano 1994). */
#ifndef CLG_MEASURES_SIGNIFICANCE_RESAMPLE_H
#define CLG_MEASURES_SIGNIFICANCE_RESAMPLE_H

#include "base/random.h"
#include "graph/graph.h"
#include "graph/two_mode.h"

typedef struct clg_resample {
    clg_two_mode table;
    uint32_t *vertex, *meeting, *chosen; /* presences as pairs; meetings drawn */
    size_t vertex_room, meeting_room, chosen_room;
    clg_tie *ties;
    size_t tie_room;
    uint32_t *drawn; /* vertices drawn */
    size_t drawn_room;
    clg_graph graph;
} clg_resample;

void clg_resample_clear(clg_resample *resample);

/* start: of each meeting, ascending. The result is resample->table. CLG_ERROR_MEMORY.
 */
clg_status clg_resample_blocks(clg_resample *resample, const clg_two_mode *table,
                               const int64_t *start, clg_random *random,
                               clg_error *err) CLG_NODISCARD;
clg_status clg_resample_half(clg_resample *resample, const clg_two_mode *table,
                             clg_random *random, clg_error *err) CLG_NODISCARD;

/* Vertices drawn with replacement; a pair of twins gets the arcs of a pair drawn from
 * all others (Snijders & Borgatti 1999, Connections 22:161). The result is
 * resample->graph. O(n^2 log n). */
clg_status clg_resample_vertices(clg_resample *resample, const clg_graph *graph,
                                 clg_random *random, clg_error *err) CLG_NODISCARD;

/* Quantile of values, which are sorted: linear between order statistics (type 7 of
 * Hyndman & Fan 1996). NaN without values. */
double clg_quantile(double *values, size_t count, double share);

#endif
