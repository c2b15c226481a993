/* What lies inside a scope, for the measures: networks, and results on demand. */
#ifndef CLG_MEASURES_SCOPE_PARTS_H
#define CLG_MEASURES_SCOPE_PARTS_H

#include "graph/exchange.h"
#include "graph/projection.h"
#include "measures/participation/levels.h"
#include "measures/participation/participation.h"
#include "measures/scope.h"
#include "measures/temporal/contacts.h"
#include "study/breaks.h"

typedef struct clg_scope_parts {
    clg_members members;
    clg_two_mode two_mode;
    clg_projected projected, resampled; /* the latter of a shown attendance */
    clg_exchange_network exchange_network;
    clg_exchange_network counted; /* scratch: the same without the exchanges' weights */
    clg_graph answered;   /* exchanges made symmetric: ties without attendance */
    int32_t *no_meetings; /* zeros beside `answered` */
    double *no_minutes;
    size_t no_meetings_room, no_minutes_room;

    clg_rows rows;
    uint32_t *row_person, *row_vertex, *person_row;
    size_t row_person_room, row_vertex_room, person_row_room;

    clg_network ties, exchanges;
    clg_affiliation affiliation;
    bool has_participation, has_levels,
        has_community; /* are found, for the open period */
    clg_levels levels;
    uint32_t *community; /* labels of the vertices' groups, 0 = none */
    size_t community_room;
    clg_participation participation;
    clg_school_breaks breaks;     /* found by the first who asks */
    clg_contacts contacts, dealt; /* temporal/temporal_functions.c; times dealt out */
    clg_time_reach reach;         /* along those that are shown */
    bool has_contacts, has_dealt, has_reach;
    double *vertex_values; /* scratch of clg_measure_compute() */
    uint8_t *vertex_statuses;
    size_t vertex_values_room, vertex_statuses_room;
} clg_scope_parts;

/* Finds the counts if that has not been done in this period. They are the scope's,
 * until it is opened again or freed. */
clg_status clg_scope_participation(clg_scope *scope, const clg_participation **out,
                                   clg_error *err) CLG_NODISCARD;

#endif
