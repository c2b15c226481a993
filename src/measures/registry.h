/* The measures of schools and of people, in the order of the result tables. */
#ifndef CLG_MEASURES_REGISTRY_H
#define CLG_MEASURES_REGISTRY_H

#include "measures/scope.h"

/* Fills one value and status (clg_value_status) for a school, row_count of them for
 * persons; NaN where the status is not OK. Fails only where memory or igraph fail. */
typedef clg_status clg_measure_function(clg_scope *scope, double *values,
                                        uint8_t *statuses, clg_error *err);

typedef struct clg_measure {
    const char *id;             /* the column's name; never changes */
    const char *name;           /* for people */
    const char *unit;           /* "1" for pure numbers */
    const char *range;          /* "[0, 1]" */
    const char *direction;      /* what a high value says */
    const char *level;          /* "school", "person"; "network", "vertex" see below */
    const char *definition;     /* the formula in plain text */
    const char *source;         /* literature, or "own" */
    const char *undefined_when; /* "never" if that can't be */
    const char *cost;           /* n people, m ties, M meetings, N_m attendees */
    const char *needs;          /* "ties", "attendance", "exchanges" or "" */
    clg_measure_function *compute; /* NULL for clg_network_only_measures() */
} clg_measure;

/* Contiguous and static. */
const clg_measure *clg_school_measures(size_t *count);
const clg_measure *clg_person_measures(size_t *count);

/* Those that clg_network_measure() alone computes, of levels "network" and "vertex". */
const clg_measure *clg_network_only_measures(size_t *count);

#endif
