/* A two-mode table of people by meetings, and scratch that measures of it share. */
#ifndef CLG_MEASURES_AFFILIATION_H
#define CLG_MEASURES_AFFILIATION_H

#include "graph/two_mode.h"
#include "measures/stratification/inequality.h"
#include "measures/stratification/seating.h"

typedef struct clg_affiliation {
    const clg_two_mode *table; /* borrowed */
    bool is_exhaustive;        /* search long, as one does for a single table */
    bool has_core;             /* `core` and `core_fit` are those of the open table */
    uint8_t *core;             /* of people and meetings, one entry a vertex */
    double core_fit;           /* NaN if there is none */
    double *numbers;           /* one entry a vertex */
    size_t numbers_room, core_room;
    clg_between_room between_room;
    clg_seating_room seating_room;
} clg_affiliation;

/* Starts as all zero. */
void clg_affiliation_open(clg_affiliation *affiliation, const clg_two_mode *table);
void clg_affiliation_clear(clg_affiliation *affiliation);

/* Room for a number a vertex, to be written by the one who asks. */
clg_status clg_affiliation_numbers(clg_affiliation *affiliation, double **out,
                                   clg_error *err) CLG_NODISCARD;

#endif
