/* How the core lives on from window to window: who stays, who comes, who goes. */
#ifndef CLG_MEASURES_CORE_CORE_HISTORY_H
#define CLG_MEASURES_CORE_CORE_HISTORY_H

#include "measures/history.h"
#include "measures/value.h"

/* The discrete core of every window (Borgatti & Everett 2000, one start), found from
 * the snapshots. One school's; windows without a core have size 0. */
typedef struct clg_core_history {
    size_t count;
    uint32_t *size;  /* of each window's core */
    uint8_t *member; /* window after window, an entry a vertex */
    size_t *first;   /* count + 1 */
    size_t size_room, member_room, first_room;
} clg_core_history;

clg_status clg_core_history_find(clg_core_history *cores, const clg_history *history,
                                 clg_error *err) CLG_NODISCARD;
void clg_core_history_clear(clg_core_history *cores);

/* Mean over consecutive windows with cores of (J - E) / (1 - E), J = Jaccard index of
 * the two cores among people who are there in both, E = what two random sets of these
 * sizes have (hypergeometric, by its mean overlap). UNDEFINED without such windows. */
clg_value clg_core_stability(const clg_core_history *cores, const clg_history *history);

/* Mean share of the later core that was not in the earlier (entry), of the earlier that
 * is not in the later (exit). UNDEFINED as stability. */
clg_value clg_core_entry_rate(const clg_core_history *cores,
                              const clg_history *history);
clg_value clg_core_exit_rate(const clg_core_history *cores, const clg_history *history);

/* Of a person: windows in the core / windows as a member that have a core, and the
 * longest run of windows in the core. persistence NaN if there is no such window. */
void clg_core_of_person(const clg_core_history *cores, const clg_history *history,
                        uint32_t person, double *persistence, uint32_t *longest);

#endif
