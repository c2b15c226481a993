/* The measures of schools and of people, in the order of the result tables. */
#ifndef CLG_MEASURES_REGISTRY_H
#define CLG_MEASURES_REGISTRY_H

#include "collegium/catalogue.h"
#include "measures/scope.h"

/* Fills one value and status (clg_value_status) for a school, row_count of them for
 * persons; NaN where the status is not OK. Fails only where memory or igraph fail. */
typedef clg_status clg_measure_function(clg_scope *scope, double *values,
                                        uint8_t *statuses, clg_error *err);

/* The fields of a catalogue entry can be named directly; they are shown to the public
 * as `entry`. */
typedef struct clg_measure {
    union {
        struct {
            const char *id, *name, *level, *unit, *range, *direction, *definition,
                *source, *undefined_when, *cost; /* as in collegium/catalogue.h */
        };
        clg_catalogue_entry entry;
    };
    const char *needs;             /* "ties", "attendance", "exchanges" or "" */
    clg_measure_function *compute; /* NULL for clg_network_only_measures() */
} clg_measure;

/* Contiguous and static. */
const clg_measure *clg_school_measures(size_t *count);
const clg_measure *clg_person_measures(size_t *count);

/* Those that clg_network_measure() alone computes, of levels "network" and "vertex". */
const clg_measure *clg_network_only_measures(size_t *count);

#endif
