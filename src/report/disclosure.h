/* Disclosure control: which counts of people may stand in a table that is shared.
 *
 * A count from 1 to min_group - 1 is not shown, and neither are enough others that it
 * can't be worked out from totals. Zeros are shown and never relied on: who reads the
 * table may know them anyway.
 *
 * What is promised, of a reader who knows all that is shown, that cells add up to their
 * totals, and that people are whole and not negative: every cell from 1 to
 * min_group - 1 may, for all that shows, be min_group or more. So no such cell can be
 * told, nor narrowed down to a small count; and neither can the number of people in
 * any set of cells, where that number is from 1 to min_group - 1. (Could the reader
 * tell that a set holds s < min_group people, no cell in it could hold more than s.)
 * Every line whose total is shown has no hidden cell, or at least two which together
 * are min_group or more. Not promised: that nothing follows from other sources, such as
 * a second table of the same people by another grouping, or people who know their own
 * cell. IES 2017-147; Hundepool et al. (2012), Statistical Disclosure Control, ch. 4.
 */
#ifndef CLG_REPORT_DISCLOSURE_H
#define CLG_REPORT_DISCLOSURE_H

#include "collegium/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CLG_DISCLOSURE_FLOOR = 5 }; /* the least min_group */

/* A table of people, each in one cell; counts[row * cols + col]. A list with a total is
 * one row whose row total is shown. */
typedef struct clg_disclosure_table {
    const uint32_t *counts;
    size_t rows, cols;
    bool row_totals, col_totals, grand_total; /* which are shown */
} clg_disclosure_table;

/* hidden has (rows + 1) * (cols + 1) elements, as if totals were a last column and a
 * last row: 1 is not to be shown. Totals that are not shown anyway are 1 too.
 *
 * Each small cell in turn is given room to grow to min_group: people are moved along
 * the cheapest cycle of hidden and yet shown cells, and those of the cycle are hidden.
 * A cell costs its count, a total more than all cells, so that what is hidden for a
 * small cell in a list is the next smallest. J. Castro (2007), A shortest-paths
 * heuristic for statistical data protection, INFORMS J. on Computing 19(4): 520-533.
 *
 * At worst cells * log(rows + cols) for each person a small cell lacks: 0.2 s for 1,000
 * rows by 8 columns of which an eighth is small, 5 s for 5,000.
 *
 * CLG_ERROR_ARGUMENT: min_group below the floor; CLG_ERROR_MEMORY. */
clg_status clg_disclosure_protect(const clg_disclosure_table *table, uint32_t min_group,
                                  uint8_t *hidden, clg_error *err) CLG_NODISCARD;

/* How a share may be said. */
typedef enum clg_disclosure_say {
    CLG_SAY_NUMBER,    /* as it is */
    CLG_SAY_LOW,       /* "under 5 %": the share is below .05, 0 included */
    CLG_SAY_HIGH,      /* "over 95 %" */
    CLG_SAY_HIDDEN,    /* the part, the whole or the rest is from 1 to min_group - 1 */
    CLG_SAY_UNDEFINED, /* of nobody, or of fewer than the part */
} clg_disclosure_say;

/* Of part in whole; value is part / whole, .05, .95 or NaN. A share of a cell that
 * clg_disclosure_protect() hides is hidden too: the caller knows. */
clg_disclosure_say clg_disclosure_share(uint32_t part, uint32_t whole,
                                        uint32_t min_group, double *value);

/* A count from 1 to min_group - 1. */
bool clg_disclosure_is_small(uint64_t count, uint32_t min_group);

#endif
