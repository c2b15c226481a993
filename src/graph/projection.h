/* One-mode projections of a two-mode network: who meets whom, and how much.
 *
 * With N_m the members present in meeting m, and sums over the meetings that i and j
 * both attended (all have N_m >= 2):
 *
 *     newman    w_ij = sum 1 / (N_m - 1)        Newman 2001, PRE 64:016132
 *     count     w_ij = number of these meetings
 *     minutes   w_ij = sum o_ijm / (N_m - 1)    o_ijm = time together / length of m
 *
 *     jaccard   w_ij = meetings of both / meetings of either
 *     ochiai    w_ij = meetings of both / sqrt(k_i k_j), k = meetings of each
 *
 * With a half-life, meeting m counts 2^(- age / half-life) in newman and count.
 *
 * Time together is the overlap of the presence intervals where both are known, and
 * otherwise the shorter of the two durations: an upper bound. A meeting of unknown
 * length, or a pair of which a duration is not known, adds nothing to minutes.
 *
 * Newman's weights make strength mean something: s_i is the number of meetings of two
 * or more that i attended. */
#ifndef CLG_GRAPH_PROJECTION_H
#define CLG_GRAPH_PROJECTION_H

#include "graph/graph.h"
#include "graph/two_mode.h"

typedef struct clg_projected {
    clg_graph graph;   /* undirected; the weight is the chosen projection */
    int32_t *meetings; /* parallel to graph.target: the count projection */
    double *minutes;   /* parallel to graph.target: the minutes projection */
    size_t meetings_room, minutes_room;
    /* One row of sums; weights are newman's, or counts if these are chosen. And where
     * each row goes on for those who come later. */
    double *row_weight, *row_minutes;
    int32_t *row_meetings;
    size_t *unread;
    size_t row_weight_room, row_minutes_room, row_meetings_room, unread_room;
} clg_projected;

/* A pair whose chosen weight is 0 (possible for minutes) has no tie. Without a study
 * (NULL) no durations are known: all minutes are 0. The arrays are reused. O(sum over m
 * of N_m^2 + V^2). */
clg_status clg_project(clg_projected *projected, const clg_study *study,
                       const clg_two_mode *two_mode, clg_projection projection,
                       clg_error *err) CLG_NODISCARD;
void clg_projected_clear(clg_projected *projected);

/* Resource allocation (Zhou et al. 2007, PRE 76:046115): W_ij = (1 / k_j) sum b_im b_jm
 * / N_m at allocation[i * n + j]. What j has is dealt to meetings, and from these to
 * their people: columns of people who attended anything sum to 1. Not symmetric, so no
 * tie graph. O(sum N_m^2 + n^2). */
void clg_resource_allocation(const clg_two_mode *two_mode, double *allocation);

/* Minutes that two rows of one meeting share; NaN if unknown. */
double clg_minutes_together(const clg_attendances *attendances, size_t a, size_t b);

#endif
