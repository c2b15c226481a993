/* A small network as a table of weights, on which definitions can be gone through
 * person by person, without any cleverness. */
#ifndef CLG_TESTS_MATRIX_NETWORK_H
#define CLG_TESTS_MATRIX_NETWORK_H

#include "graph/graph.h"

enum { MATRIX_MOST = 12, MATRIX_FAR = 1000 };

typedef struct matrix_network {
    uint32_t n;
    double w[MATRIX_MOST][MATRIX_MOST];
    int distance[MATRIX_MOST][MATRIX_MOST]; /* along arcs; MATRIX_FAR: out of reach */
} matrix_network;

matrix_network matrix_of(const clg_graph *graph);
/* To be called when w has changed. */
void matrix_find_distances(matrix_network *m);
/* w_ij + w_ji. */
matrix_network matrix_symmetric(const matrix_network *m);
matrix_network matrix_without_person(const matrix_network *m, uint32_t lost);
matrix_network matrix_without_tie(const matrix_network *m, uint32_t a, uint32_t b);
/* Of an undirected network each tie is taken once. */
clg_graph matrix_graph(const matrix_network *m, bool is_directed);

/* Of undirected networks. */
int matrix_components(const matrix_network *m);
/* 1 less the share of ordered pairs that reach each other; by nearness: less 1 / d.
 * NaN if n < 2. */
double matrix_fragmentation(const matrix_network *m, bool by_nearness);
double matrix_degree(const matrix_network *m, uint32_t v);
double matrix_strength(const matrix_network *m, uint32_t v);
/* e_i = sum over contacts j of 1 - sum over q of p_iq m_jq; NaN for isolates. */
double matrix_effective_size(const matrix_network *m, uint32_t i);
/* Share of the others within so many steps; NaN if n < 2. */
double matrix_reach(const matrix_network *m, uint32_t v, int steps);

#endif
