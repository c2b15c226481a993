/* One school in one period: its people, its networks, and what measures share.
 *
 * A scope is opened again for every period; its arrays grow to the largest one and are
 * then reused. What measures of its graphs share is kept in clg_network; counts of the
 * logs are found on first demand and kept until the next clg_scope_open(). A scope
 * belongs to one thread, and as components and coreness ask igraph, only one thread of
 * a process may use scopes at all.
 *
 * To see what chance would give, a scope can be shown another attendance, or other
 * exchanges, of the same members: clg_scope_show_attendance(). */
#ifndef CLG_MEASURES_SCOPE_H
#define CLG_MEASURES_SCOPE_H

#include "base/random.h"
#include "graph/graph.h"
#include "graph/members.h"
#include "graph/two_mode.h"
#include "measures/affiliation.h"
#include "measures/groups.h"
#include "measures/network.h"

struct clg_history; /* measures/history.h */

/* Which graph of a school. */
typedef enum clg_graph_of { CLG_OF_TIES, CLG_OF_EXCHANGES } clg_graph_of;

typedef struct clg_scope {
    const clg_study *study;
    uint32_t school;
    int64_t begin, end; /* UTC seconds, half-open */

    /* People with a row, in person order. row_vertex is UINT32_MAX for those who are
     * not nodes: off the roster, or no members. */
    uint32_t row_count;
    const uint32_t *row_person, *row_vertex;

    /* Nodes: the members of the period, in person order. */
    uint32_t vertex_count;
    const uint32_t *vertex_person;

    /* Co-attendance in the study's projection; in a study without attendance the
     * exchanges instead, w_ij + w_ji. Parallel to ties->target: meetings that both
     * attended, and the minutes projection of these (0 where durations are unknown,
     * and both 0 in a study without attendance). */
    const clg_graph *ties;
    const int32_t *tie_meetings;
    const double *tie_minutes;

    const clg_graph *exchanges; /* directed, all kinds */

    const clg_two_mode *attendance; /* without attendance: no meetings */

    /* Not NULL: measures of the order of events see times dealt out again, by these
     * random numbers. Borrowed. */
    const clg_random *times;

    /* The windows of the school that lie before, in order: only while the whole period
     * is measured, otherwise NULL. Borrowed. */
    const struct clg_history *history;

    /* Those before a window, while it is measured. Borrowed. */
    const struct clg_history *earlier;

    struct clg_scope_parts *parts; /* measures/scope_parts.h */
} clg_scope;

/* Does the person stand in the tables of this period? Members if their membership
 * overlaps it, all others always. */
bool clg_person_has_row(const clg_study *study, size_t person, int64_t begin,
                        int64_t end);

/* An empty scope. The study is borrowed. */
clg_status clg_scope_new(const clg_study *study, clg_scope **out,
                         clg_error *err) CLG_NODISCARD;
void clg_scope_free(clg_scope *scope);

/* Makes it the scope of this school and period. What was read from it before is lost.
 * After a failure it has no rows and no vertices.
 * CLG_ERROR_ARGUMENT: no such school, or a period that ends before it begins.
 * O(log rows + rows of the period + sum over meetings of N_m^2 + people). */
clg_status clg_scope_open(clg_scope *scope, uint32_t school, int64_t begin, int64_t end,
                          clg_error *err) CLG_NODISCARD;

/* The nodes, and which node a person is. Borrowed until the next clg_scope_open(). */
const clg_members *clg_scope_members(const clg_scope *scope);

/* The graph with what measures share of it. The scope's, until it is opened again. */
clg_network *clg_scope_network(clg_scope *scope, clg_graph_of which);
clg_affiliation *clg_scope_affiliation(clg_scope *scope);

/* Whether measures search longer for what can't be found for certain; until it is
 * opened again. */
void clg_scope_set_thorough(clg_scope *scope, bool is_thorough);

/* Shows measures another attendance of the same members, and the ties that follow from
 * it (newman, or count if that is the study's projection; without durations); or other
 * exchanges. What is handed in is borrowed until clg_scope_show_own() or
 * clg_scope_open(). Counts of the logs (clg_scope_participation()) stay the school's
 * own; show_times() shuffles when meetings and exchanges were.
 * O(sum over meetings of N_m^2). */
clg_status clg_scope_show_attendance(clg_scope *scope, const clg_two_mode *attendance,
                                     clg_error *err) CLG_NODISCARD;
void clg_scope_show_exchanges(clg_scope *scope, const clg_graph *exchanges);
void clg_scope_show_times(clg_scope *scope, const clg_random *random);
void clg_scope_show_own(clg_scope *scope);

#endif
