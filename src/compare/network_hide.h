/* A comparison that may be handed on: numbers from which 1 to min_group - 1 people
 * could be read are taken out of what was found, before tables are made of it.
 *
 * Of a school with so few people nothing is kept but its name. Of a measure that counts
 * people the numbers of schools where it stands for so few go. Where these schools are
 * few, fewer than two times min_group, all numbers of that measure and window go: with
 * what is known of the others, a mean over schools or a fit to all of them would give
 * the hidden ones back. Centres and limits of charts of such measures go, and the
 * effects on them in single schools and of cycles. What is left says which schools
 * stand out. */
#ifndef CLG_COMPARE_NETWORK_HIDE_H
#define CLG_COMPARE_NETWORK_HIDE_H

#include "compare/network_changes.h"
#include "compare/network_charts.h"
#include "compare/network_cycles.h"

/* data: its measures say whom they count; people of hidden schools become unknown. */
void clg_network_hide(clg_network_data *data, uint32_t min_group,
                      clg_compared_network *compared, clg_network_charts *charts,
                      clg_network_effects *effects, clg_network_cycles *cycles);

#endif
