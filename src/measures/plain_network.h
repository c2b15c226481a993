/* All measures that need no log, of one plain network: those of the registry that are
 * given for plain networks, in its order. */
#ifndef CLG_MEASURES_PLAIN_NETWORK_H
#define CLG_MEASURES_PLAIN_NETWORK_H

#include "measures/registry.h"
#include "measures/value.h"

typedef struct clg_network_value {
    const char *id; /* static */
    clg_value value;
} clg_network_value;

typedef struct clg_network_column {
    const char *id;    /* static */
    double *values;    /* NaN unless OK */
    uint8_t *statuses; /* clg_value_status */
} clg_network_column;

typedef struct clg_network_measures {
    uint32_t vertex_count, group_count;
    size_t value_count, column_count, stratum_count;
    clg_network_value *values;   /* of the network */
    clg_network_column *columns; /* one entry a vertex */
    clg_network_column *strata;  /* one entry a group */
    double *cells;               /* columns and strata lie in these two */
    uint8_t *cell_statuses;
} clg_network_measures;

/* groups: NULL, or a code of 0 or more per vertex, -1 where unknown. *measures is
 * overwritten; after a failure it is empty. CLG_ERROR_MEMORY, CLG_ERROR_DEPENDENCY.
 * At least O(V E). */
clg_status clg_network_measure(const clg_graph *graph, const int32_t *groups,
                               clg_network_measures *measures,
                               clg_error *err) CLG_NODISCARD;

/* The same for a two-mode table and the ties projected from it. */
typedef struct clg_plain_subject {
    const clg_graph *graph;         /* the network, or the ties of the table */
    const clg_two_mode *attendance; /* or NULL */
    const int32_t *groups;          /* or NULL, as above */
    const double *numbers; /* what each group's name says; NULL if they don't */
} clg_plain_subject;

clg_status clg_plain_measure(const clg_plain_subject *subject,
                             clg_network_measures *measures,
                             clg_error *err) CLG_NODISCARD;
void clg_network_measures_clear(clg_network_measures *measures);

#endif
