/* Levels of participation in a community (Wenger, McDermott & Snyder 2002, ch. 3;
 * wenger-trayner.com, levels of participation), as far as logs can tell them apart.
 *
 * Of a person and a number of windows: P = attendance rate, smoothed (rate.h); J =
 * share of the windows as a member with any event, silent ones left out; C = chance to
 * be in the discrete core of the ties of these windows together (Borgatti & Everett
 * 2000), over bootstrap samples of them; I = initiative. In this order:
 *
 *     transactional  no member, but seen in a log
 *     absent         a member, no event
 *     core           C >= 1/2, J >= 3/4, and leads 1 in 20 of the meetings that anyone
 *                    leads (where the log does not say who: has begun an exchange)
 *     active         P >= 1/2 and J >= 1/2
 *     peripheral     J >= 1/2: there all along, but seldom
 *     occasional     otherwise: comes and goes
 *
 * No cut-offs are validated; these are parameters. How sure a level is: the share of
 * bootstrap samples of windows, each drawn with replacement, that give it. */
#ifndef CLG_MEASURES_PARTICIPATION_LEVELS_H
#define CLG_MEASURES_PARTICIPATION_LEVELS_H

#include "measures/core/core_history.h"
#include "measures/participation/rate.h"

typedef enum clg_level_of {
    CLG_ABSENT,
    CLG_CORE,
    CLG_ACTIVE,
    CLG_OCCASIONAL,
    CLG_PERIPHERAL,
    CLG_TRANSACTIONAL,
    CLG_LEVELS
} clg_level_of;

/* NULL-terminated, in the order of the codes. */
extern const char *const clg_level_names[CLG_LEVELS + 1];

typedef struct clg_level_rules {
    double core_chance, core_regularity, core_led; /* C, J, I */
    double active_rate, regularity;                /* P, J */
} clg_level_rules;

#define CLG_LEVEL_RULES_INIT                                                           \
    {                                                                                  \
        0.5, 0.75, 0.05, 0.5, 0.5                                                      \
    }

/* What the rules look at. led_by_all: meetings led in the school in these windows, 0 if
 * the log does not say. */
typedef struct clg_features {
    double windows, active_windows, core;
    double attended, eligible, events, led, sent, led_by_all;
} clg_features;

clg_level_of clg_level_find(const clg_features *features, clg_beta prior,
                            const clg_level_rules *rules);

/* The levels of a school's people. */
typedef struct clg_levels {
    size_t count;
    uint8_t *level; /* clg_level_of */
    double *chance; /* CLG_LEVELS for each: share of the samples that give the level */
    double *core;   /* C */
    size_t level_room, chance_room, core_room;
} clg_levels;

/* persons: rows in study.people, ascending. Each of `samples` bootstrap samples draws
 * as many windows as there are, the same for all; their ties are added up and their
 * core is looked for. CLG_ERROR_MEMORY. O(samples (windows (ties + people) + core)). */
clg_status clg_levels_find(clg_levels *levels, const clg_history *history,
                           const uint32_t *persons, size_t count, clg_beta prior,
                           const clg_level_rules *rules, uint32_t samples,
                           uint64_t seed, clg_error *err) CLG_NODISCARD;
void clg_levels_clear(clg_levels *levels);

/* Moves between levels from each span of three windows to the next, of those who are
 * members in both, with the core of each window: counts[from][to] over core, active,
 * occasional, peripheral, absent. The index is (5 - trace P) / 4 with P the rows of
 * (counts + 1/2), each summing to 1 (Shorrocks 1978; Jeffreys' prior): 0 = nobody
 * moves. UNDEFINED with fewer than two spans.  */
clg_value clg_level_mobility(const clg_history *history, const clg_core_history *cores,
                             clg_beta prior, const clg_level_rules *rules);

/* Does the core grow after the outer circles did? The slope of the change of the core's
 * size on the change of the number of active people outside it one window before,
 * within one school, with its standard error. UNDEFINED with fewer than 6 pairs of
 * changes, or if the outer circles never change. An association, no effect. */
void clg_core_after_outer(const clg_history *history, const clg_core_history *cores,
                          clg_value *slope, clg_value *error);

#endif
