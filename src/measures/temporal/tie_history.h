/* How ties last from window to window. */
#ifndef CLG_MEASURES_TEMPORAL_TIE_HISTORY_H
#define CLG_MEASURES_TEMPORAL_TIE_HISTORY_H

#include "measures/history.h"
#include "measures/temporal/survival.h"
#include "measures/value.h"

/* Over consecutive windows, ties between people who are members in both, so that
 * comings and goings of people don't count as change of ties:
 *
 *     persistence  mean of kept / (earlier + later - kept)   Jaccard; UNDEFINED without
 *     novelty      mean of new / later                       two windows with ties */
clg_value clg_tie_persistence(const clg_history *history);
/* The same of one window, given by its people (rows in study.people, ascending) and
 * ties, and the window before. UNDEFINED if one of the two has no ties. */
clg_value clg_tie_persistence_of(const clg_snapshot *before, const uint32_t *person,
                                 const clg_graph *ties);
clg_value clg_tie_novelty(const clg_history *history);

/* Windows until half of the ties are gone (Kaplan-Meier over tie spells; those that
 * last to the end, or end because a person leaves, are censored). UNDEFINED if more
 * than half last. CLG_ERROR_MEMORY. O(windows m log n). */
clg_status clg_tie_half_life(const clg_history *history, clg_value *half_life,
                             clg_error *err) CLG_NODISCARD;

/* Windows in which the person has neither a tie nor an exchange, as a share of those in
 * which they are a member, and the longest run of these; silent windows are passed
 * over. share NaN if no window is left. */
void clg_isolated_windows(const clg_history *history, uint32_t person, double *share,
                          uint32_t *longest);

#endif
