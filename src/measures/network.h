/* One graph, and what measures of it share.
 *
 * Intermediate results that several measures need (components, coreness, shortest
 * paths ...) are found on first demand and kept until the next clg_network_open(). The
 * arrays grow to the largest graph and are then reused. A network belongs to one
 * thread, and as components and coreness ask igraph, only one thread of a process may
 * use networks at all. */
#ifndef CLG_MEASURES_NETWORK_H
#define CLG_MEASURES_NETWORK_H

#include "graph/graph.h"
#include "measures/bit_rows.h"
#include "measures/cohesion/triples.h"
#include "measures/community/communities.h"
#include "measures/core/borgatti_everett.h"
#include "measures/core/core_null.h"
#include "measures/core/km_config.h"
#include "measures/isolation/constraint.h"
#include "measures/isolation/cut_points.h"
#include "measures/isolation/paths.h"
#include "measures/isolation/pieces.h"
#include "measures/stratification/inequality.h"
#include "measures/stratification/mixing.h"

/* Which results are those of the open graph. A family with something to share adds a
 * flag here, the result below, and an accessor of its own in its folder. */
typedef struct clg_network_found {
    bool symmetric, degrees, structure, bits, triples, paths, core, km, communities,
        core_null[2];
} clg_network_found;

typedef struct clg_network {
    const clg_graph *graph; /* borrowed; undirected ties, or arcs */
    /* Search longer for what can't be found for certain: as one does once a school, or
     * for a single network. */
    bool is_thorough, is_exhaustive;
    clg_network_found found;
    clg_graph symmetric;
    clg_bit_rows bits;
    clg_triples triples;
    clg_paths paths;
    clg_pieces pieces;
    clg_constraint_room constraint_room;
    clg_mixing_room mixing_room;
    clg_between_room between_room;
    clg_cut_room cut_room;
    clg_km km;                   /* several cores; core/core_model_functions.c */
    clg_communities communities; /* community/community_functions.c */
    uint8_t *flags;              /* scratch, one entry a vertex */
    size_t flags_room;
    clg_core core; /* core/core_measures.c */
    clg_core_room core_room;
    clg_core_null core_null[2]; /* a clg_core_chance; core/core_evidence_measures.c */
    clg_core_null_room core_null_room;
    uint32_t *degrees, *coreness, *membership, *marks, *more_marks; /* a vertex */
    double *numbers, *more_numbers; /* scratch, one entry a vertex */
    size_t degrees_room, coreness_room, membership_room, marks_room, numbers_room,
        more_numbers_room, more_marks_room;
} clg_network;

/* Starts as all zero. Opening leaves is_thorough as it is. */
void clg_network_open(clg_network *network, const clg_graph *graph);
void clg_network_clear(clg_network *network);

/* What is handed out is the network's, until it is opened again or cleared. */

/* The graph itself if undirected, otherwise w_ij + w_ji. */
clg_status clg_network_symmetric(clg_network *network, const clg_graph **out,
                                 clg_error *err) CLG_NODISCARD;
/* Arcs out and in, if directed. */
clg_status clg_network_degrees(clg_network *network, const uint32_t **out,
                               clg_error *err) CLG_NODISCARD;
clg_status clg_network_coreness(clg_network *network, const uint32_t **out,
                                clg_error *err) CLG_NODISCARD;
/* The (weak) component of each vertex, counted in order of first vertices. */
clg_status clg_network_membership(clg_network *network, const uint32_t **out,
                                  clg_error *err) CLG_NODISCARD;
clg_status clg_network_pieces(clg_network *network, clg_pieces *out,
                              clg_error *err) CLG_NODISCARD;
clg_status clg_network_triples(clg_network *network, clg_triples *out,
                               clg_error *err) CLG_NODISCARD;
clg_status clg_network_paths(clg_network *network, const clg_paths **out,
                             clg_error *err) CLG_NODISCARD;
/* The discrete core of the symmetric graph. */
clg_status clg_network_core(clg_network *network, const clg_core **out,
                            clg_error *err) CLG_NODISCARD;
/* NULL in *out for a graph of more than CLG_BIT_ROWS_LIMIT vertices. */
clg_status clg_network_bits(clg_network *network, const clg_bit_rows **out,
                            clg_error *err) CLG_NODISCARD;
/* Room for a number a vertex (marks: and one more), to be written by the one who asks
 * and lost when another function of this network is called. */
clg_status clg_network_numbers(clg_network *network, double **out,
                               clg_error *err) CLG_NODISCARD;
clg_status clg_network_more_numbers(clg_network *network, double **out,
                                    clg_error *err) CLG_NODISCARD;
clg_status clg_network_more_marks(clg_network *network, uint32_t **out,
                                  clg_error *err) CLG_NODISCARD;
clg_status clg_network_flags(clg_network *network, uint8_t **out,
                             clg_error *err) CLG_NODISCARD;
clg_status clg_network_marks(clg_network *network, uint32_t **out,
                             clg_error *err) CLG_NODISCARD;

#endif
