/* Counts of the ways in which two or three people are tied in a digraph. */
#ifndef CLG_MEASURES_STRATIFICATION_CENSUS_H
#define CLG_MEASURES_STRATIFICATION_CENSUS_H

#include "graph/graph.h"
#include "measures/value.h"

/* Pairs with both arcs, with one, with none (Holland & Leinhardt 1970). O(m log n). */
typedef struct clg_dyads {
    double mutual, asymmetric, none;
} clg_dyads;

clg_dyads clg_dyad_census(const clg_graph *graph);

/* (mutual + none) / all pairs. UNDEFINED if n < 2. */
clg_value clg_dyadic_reciprocity(clg_dyads dyads);

/* The 16 triads in the order 003 012 102 021D 021U 021C 111D 111U 030T 030C 201 120D
 * 120U 120C 210 300 (Holland & Leinhardt 1976). O(m maximum degree + n). */
clg_status clg_triad_census(const clg_graph *graph, double counts[16],
                            clg_error *err) CLG_NODISCARD;
const char *clg_triad_name(int triad);

#endif
