/* What lies inside a scope, for the measures: networks, and results on demand. */
#ifndef CLG_MEASURES_SCOPE_PARTS_H
#define CLG_MEASURES_SCOPE_PARTS_H

#include "graph/exchange.h"
#include "graph/projection.h"
#include "measures/cohesion/triples.h"
#include "measures/isolation/constraint.h"
#include "measures/isolation/paths.h"
#include "measures/isolation/pieces.h"
#include "measures/participation/participation.h"
#include "measures/scope.h"

/* Which results are those of the open period. */
typedef struct clg_scope_found {
    bool bits, paths, triples, structure, degrees, participation;
} clg_scope_found;

typedef struct clg_scope_parts {
    clg_members members;
    clg_two_mode two_mode;
    clg_projected projected;
    clg_exchange_network exchange_network;
    clg_graph answered;   /* exchanges made symmetric: ties without attendance */
    int32_t *no_meetings; /* zeros beside `answered` */
    double *no_minutes;
    size_t no_meetings_room, no_minutes_room;

    clg_rows rows;
    uint32_t *row_person, *row_vertex, *person_row;
    size_t row_person_room, row_vertex_room, person_row_room;

    clg_scope_found found;
    clg_bit_rows bits;
    clg_paths paths;
    clg_triples triples;
    clg_pieces pieces;
    clg_participation participation;
    clg_constraint_room constraint_room;
    uint32_t *coreness, *degrees, *marks, *membership; /* one entry a vertex */
    double *numbers;                                   /* scratch, one entry a vertex */
    size_t coreness_room, degrees_room, marks_room, membership_room, numbers_room;
} clg_scope_parts;

/* Each finds its result if that has not been done in this period. What is handed out
 * is the scope's, until it is opened again or freed. */
clg_status clg_scope_participation(clg_scope *scope, const clg_participation **out,
                                   clg_error *err) CLG_NODISCARD;
clg_status clg_scope_degrees(clg_scope *scope, const uint32_t **out,
                             clg_error *err) CLG_NODISCARD;
clg_status clg_scope_coreness(clg_scope *scope, const uint32_t **out,
                              clg_error *err) CLG_NODISCARD;
clg_status clg_scope_pieces(clg_scope *scope, clg_pieces *out,
                            clg_error *err) CLG_NODISCARD;
clg_status clg_scope_triples(clg_scope *scope, clg_triples *out,
                             clg_error *err) CLG_NODISCARD;
clg_status clg_scope_paths(clg_scope *scope, const clg_paths **out,
                           clg_error *err) CLG_NODISCARD;
/* Room for a number a vertex, to be written by the one who asks. */
clg_status clg_scope_numbers(clg_scope *scope, double **out,
                             clg_error *err) CLG_NODISCARD;

#endif
