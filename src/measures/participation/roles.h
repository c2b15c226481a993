/* Roles in a community of practice (Wenger-Trayner: coordinator, leaders, sponsors,
 * experts, beginners, lurkers, support, outsiders, clients). What the roster or the log
 * says wins; the rest is inferred from what people did, by rules of our own that are
 * not validated. A person may have several roles. */
#ifndef CLG_MEASURES_PARTICIPATION_ROLES_H
#define CLG_MEASURES_PARTICIPATION_ROLES_H

#include "measures/scope.h"
#include "measures/value.h"

/*     coordinator  leads most meetings, a quarter of all or more; those with 4/5 of
 * that share it. Only if the roster names no coordinator leader       at the level
 * core, led 2 or more meetings, no coordinator sponsor      the roster's role gives
 * authority (principal, director, ...), not at the level core, and a tie to a
 * coordinator expert       asked for help by 3 or more people, by as many as 9 in 10
 * members at most, and asked at least 3 in 5 times of all it asked or was asked
 *     beginner     joined, or was first seen, in the last 168 days (120 school days);
 *                  first sight counts only where the log is longer than that
 *     lurker       attends half of the meetings (smoothed), leads none, sends nothing;
 *                  silence in the log is not silence in the room
 *     support      takes minutes, helps with technology, translates; or half of 3 or
 *                  more exchanges sent are about coordination
 *     outsider     no member, but seen
 *     client       an outsider who exchanges, but attends no meeting */
typedef enum clg_role {
    CLG_ROLE_COORDINATOR,
    CLG_ROLE_LEADER,
    CLG_ROLE_SPONSOR,
    CLG_ROLE_EXPERT,
    CLG_ROLE_BEGINNER,
    CLG_ROLE_LURKER,
    CLG_ROLE_SUPPORT,
    CLG_ROLE_OUTSIDER,
    CLG_ROLE_CLIENT
} clg_role;

/* The codes of a role's column. */
typedef enum clg_role_mark {
    CLG_ROLE_NO,
    CLG_ROLE_INFERRED, /* from what the person did */
    CLG_ROLE_SAID      /* by the roster or the log */
} clg_role_mark;

/* One value a row of the scope: clg_role_mark, or NO_LOG where the log that the rule
 * needs is missing, UNDEFINED where it can't tell. While a whole period is measured; in
 * windows no levels are known, and nobody is a leader or a sponsor by them.
 * CLG_ERROR_MEMORY. O(rows + exchanges + ties). */
clg_status clg_roles_find(clg_scope *scope, clg_role role, double *values,
                          uint8_t *statuses, clg_error *err) CLG_NODISCARD;

#endif
