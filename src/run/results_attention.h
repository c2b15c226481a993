/* The table of where a leader may begin: what sets a school apart from all others in
 * something that can be acted on. A row for every school and test.
 *
 *     divided     ties stay inside groups: assortativity of at least .5
 *     dependent   one person begins or receives half of the exchanges, or without one
 *                 person a quarter of the pairs could not reach each other
 *     fading      activity is down to half of its best or less (compare/fall.h)
 *     cut off     a fifth of the people have no tie and no exchange with others
 *
 * A school is named where it is that far and, held against the other schools
 * (compare/outlier.h; on a scale on which shares and ratios spread evenly), q is at
 * most 5 % over all schools and tests (Benjamini & Hochberg). Without the first what is
 * named might be too little to matter, without the second it might be what is ordinary
 * there. Schools with fewer than 10 people, 10 meetings or 30 exchanges, whichever the
 * test rests on, are left out. */
#ifndef CLG_RUN_RESULTS_ATTENTION_H
#define CLG_RUN_RESULTS_ATTENTION_H

#include "run/results.h"

/* From the tables of schools and attributes, once these are complete. */
clg_status clg_results_fill_attention(clg_results *results,
                                      clg_error *err) CLG_NODISCARD;

#endif
