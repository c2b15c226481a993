/* Every measure: what it says of itself, what it is computed from, and when.
 *
 * Each family keeps its entries in FAMILY/FAMILY_measures.c, one after the other in the
 * order of the result tables. A measure is a function of one subject, and the subject
 * decides where it is offered:
 *
 *     of_network     one graph: the school's ties, or its exchanges (`graph` says
 *                    which); also given for plain networks by `collegium measure`
 *     of_groups      one graph and a group a vertex; levels "attribute", "stratum" and
 *                    "person_stratum"
 *     of_attendance  one two-mode table; also given by `measure --attendance`
 *     of_attendance_groups  the same, and a group a vertex; levels as of_groups
 *     of_scope       the whole of a school and period, for what needs the logs
 *     of_scope_groups  the same, and a group a vertex; levels as of_groups
 *
 * Exactly one of the six is set. */
#ifndef CLG_MEASURES_REGISTRY_H
#define CLG_MEASURES_REGISTRY_H

#include "collegium/catalogue.h"
#include "measures/affiliation.h"
#include "measures/groups.h"
#include "measures/network.h"
#include "measures/scope.h"

/* Each fills values and statuses (clg_value_status), NaN where the status is not OK:
 * one for a school or an attribute, one a group for strata, one a vertex for persons
 * (of_scope: one a row of the scope). They fail only where memory or a library does. */
typedef clg_status clg_network_function(clg_network *network, double *values,
                                        uint8_t *statuses, clg_error *err);
typedef clg_status clg_groups_function(clg_network *network, const clg_groups *groups,
                                       double *values, uint8_t *statuses,
                                       clg_error *err);
typedef clg_status clg_attendance_function(clg_affiliation *attendance, double *values,
                                           uint8_t *statuses, clg_error *err);
typedef clg_status clg_attendance_groups_function(clg_affiliation *attendance,
                                                  const clg_groups *groups,
                                                  double *values, uint8_t *statuses,
                                                  clg_error *err);
typedef clg_status clg_scope_function(clg_scope *scope, double *values,
                                      uint8_t *statuses, clg_error *err);
/* Of a scope and groups, for what is stratified by more than ties: one value for an
 * attribute, one a group for strata, one a vertex for persons. */
typedef clg_status clg_scope_groups_function(clg_scope *scope, const clg_groups *groups,
                                             double *values, uint8_t *statuses,
                                             clg_error *err);

/* When a measure is computed unless --measures says otherwise. */
typedef enum clg_measured {
    CLG_MEASURED_ALWAYS, /* in every window and over the whole period */
    CLG_MEASURED_PERIOD, /* over the whole period: dear, or a matter of many windows */
    CLG_MEASURED_ON_DEMAND, /* both, if named or with --measures all */
    CLG_MEASURED_PERIOD_ON_DEMAND
} clg_measured;

/* Which plain networks of `collegium measure` it is given for: any of these. */
typedef enum clg_plain {
    CLG_PLAIN_NEVER = 0,
    CLG_PLAIN_UNDIRECTED = 1,
    CLG_PLAIN_DIRECTED = 2,
    CLG_PLAIN_BOTH = 3
} clg_plain;

/* What is shuffled to see which value chance would give (spec: measures, 9.1). */
typedef enum clg_null {
    CLG_NULL_NONE,
    CLG_NULL_LABELS,     /* N0: groups are dealt out again */
    CLG_NULL_ACTIVITY,   /* N1: everyone attends as many meetings, whichever */
    CLG_NULL_ATTENDANCE, /* N2, N3: who attends what, margins and blocks kept */
    CLG_NULL_EXCHANGES,  /* N4: arcs rewired, degrees kept */
    CLG_NULL_DIRECTIONS, /* N5: each arc's direction by a coin */
    CLG_NULL_TIMES       /* N6: times are shuffled */
} clg_null;

/* How an interval is found (spec: measures, 9.5). */
typedef enum clg_interval {
    CLG_INTERVAL_NONE,
    CLG_INTERVAL_MEETINGS,  /* meeting-block bootstrap */
    CLG_INTERVAL_SUBSAMPLE, /* half of the meetings: for distinct counts */
    CLG_INTERVAL_VERTICES   /* vertex bootstrap: densities of exchanges */
} clg_interval;

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
    clg_network_function *of_network;
    clg_groups_function *of_groups;
    clg_attendance_function *of_attendance;
    clg_attendance_groups_function *of_attendance_groups;
    clg_scope_function *of_scope;
    clg_scope_groups_function *of_scope_groups;
    clg_graph_of graph; /* of_network, of_groups */
    clg_measured measured;
    clg_plain plain; /* of_network, of_groups */
    clg_null null;   /* primary measures of schools and attributes */
    clg_interval interval;
} clg_measure;

/* One family: contiguous and static. */
typedef const clg_measure *clg_measure_family(size_t *count);
clg_measure_family clg_participation_measures, clg_reach_measures, clg_level_measures,
    clg_role_measures, clg_cohesion_measures, clg_isolation_measures, clg_core_measures,
    clg_core_score_measures, clg_core_model_measures, clg_core_evidence_measures,
    clg_stratification_measures, clg_strata_measures, clg_hierarchy_measures,
    clg_temporal_measures, clg_community_measures, clg_content_measures,
    clg_backbone_measures;

/* All measures, by level (school, person, attribute, stratum, person_stratum, network,
 * vertex), within a level family after family. */
size_t clg_measure_count(void);
const clg_measure *clg_measure_at(size_t index);

/* Some of them, in that order. */
typedef struct clg_measure_list {
    size_t count;
    const clg_measure **items;
} clg_measure_list;

typedef enum clg_measure_span { CLG_FOR_WINDOW, CLG_FOR_PERIOD } clg_measure_span;

/* Those of a level that are measured in windows or over the period. wanted: ids and the
 * words "default" and "all"; NULL or empty means default. Ids that are not measures are
 * for clg_measure_wanted_check() to refuse. CLG_ERROR_MEMORY. */
clg_status clg_measure_select(const char *level, clg_measure_span span,
                              const clg_texts *wanted, clg_measure_list *list,
                              clg_error *err) CLG_NODISCARD;
void clg_measure_list_clear(clg_measure_list *list);

/* CLG_ERROR_ARGUMENT: an id that no measure has, with the nearest one as a hint. */
clg_status clg_measure_wanted_check(const clg_texts *wanted,
                                    clg_error *err) CLG_NODISCARD;

#endif
