/* Are those who attend little seen only where everyone goes?
 *
 * NODF (Almeida-Neto et al. 2008, Oikos 117:1227): for every pair of people of whom one
 * attends more, k_i > k_j > 0, the share of j's meetings that i attends too, times 100;
 * the same for pairs of meetings and their attendees; the mean over all pairs of people
 * and all pairs of meetings. Pairs of equal size, or with an empty one, count 0.
 *
 * It follows to a large part from the margins: read it beside its null only. */
#ifndef CLG_MEASURES_STRATIFICATION_NESTEDNESS_H
#define CLG_MEASURES_STRATIFICATION_NESTEDNESS_H

#include "graph/two_mode.h"
#include "measures/value.h"

typedef struct clg_nestedness {
    clg_value people, meetings, both; /* UNDEFINED with no pairs */
} clg_nestedness;

/* CLG_ERROR_MEMORY. O((n^2 M + n M^2) / 64). */
clg_status clg_nestedness_find(const clg_two_mode *attendance,
                               clg_nestedness *nestedness,
                               clg_error *err) CLG_NODISCARD;

/* The largest singular value of the table squared over its attendances: 1 if everyone
 * who attends anything attends the same, lower the more it falls apart. A check of NODF
 * that does not depend on equal sizes (Staniczenko, Kopp & Allesina 2013). UNDEFINED
 * without attendances. CLG_ERROR_MEMORY. O(attendances) a round. */
clg_status clg_spectral_nestedness(const clg_two_mode *attendance, clg_value *value,
                                   clg_error *err) CLG_NODISCARD;

#endif
