/* A core of people and of meetings: those who attend, and what they attend.
 *
 * With r_i and c_m 1 in the core, the fit is the correlation over all cells of the
 * table b_im and the pattern r_i c_m (the core block alone) or r_i + c_m - r_i c_m
 * (also what core people do elsewhere, and who else comes to core meetings: an L)
 * (Borgatti & Everett 2000; Everett & Borgatti 2013). Found by moving one person or
 * meeting at a time to where the fit grows most, from several starts. */
#ifndef CLG_MEASURES_CORE_TWO_MODE_CORE_H
#define CLG_MEASURES_CORE_TWO_MODE_CORE_H

#include "base/random.h"
#include "graph/two_mode.h"
#include "measures/value.h"

typedef enum clg_pattern { CLG_PATTERN_BLOCK, CLG_PATTERN_L } clg_pattern;

/* people, meetings: an entry each, 1 in the core. UNDEFINED if all cells are the same.
 * Starts: by falling margins, and `starts` at random. CLG_ERROR_MEMORY.
 * O(starts steps (n + M + attendances)). */
clg_status clg_two_mode_core_find(const clg_two_mode *table, clg_pattern pattern,
                                  uint32_t starts, clg_random *random, uint8_t *people,
                                  uint8_t *meetings, clg_value *fit,
                                  clg_error *err) CLG_NODISCARD;

/* The fit of a given core. */
clg_value clg_two_mode_core_fit(const clg_two_mode *table, clg_pattern pattern,
                                const uint8_t *people, const uint8_t *meetings);

#endif
