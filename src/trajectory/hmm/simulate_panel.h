/* Panels drawn from a hidden Markov model. */
#ifndef CLG_TRAJECTORY_HMM_SIMULATE_PANEL_H
#define CLG_TRAJECTORY_HMM_SIMULATE_PANEL_H

#include "trajectory/hmm/emission.h"

/* Draws *out with the pattern's schools, lengths, windows, exposures, founding flags
 * and missing cells; an observed cell whose exposure is missing becomes a missing one.
 * School s draws from the stream (seed, its identifier, 0, purpose, replicate), so it
 * is the same whichever other schools there are. `states` [row] takes the true states
 * from 0 and may be NULL. CLG_ERROR_MEMORY; CLG_ERROR_ARGUMENT: other indicators. */
clg_status clg_hmm_simulate(const clg_hmm *model, const clg_panel *pattern,
                            uint64_t seed, uint64_t replicate, clg_panel *out,
                            uint8_t *states, clg_error *err) CLG_NODISCARD;

#endif
