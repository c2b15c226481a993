/* Freeman's degree centralization: how far a network is from all being equal towards
 * one having all ties (Freeman 1978). */
#ifndef CLG_MEASURES_STRATIFICATION_CENTRALIZATION_H
#define CLG_MEASURES_STRATIFICATION_CENTRALIZATION_H

#include "measures/value.h"

/* Undirected degrees: sum (max - d_i) / ((n - 1) (n - 2)), the star being 1.
 * UNDEFINED if n < 3. */
clg_value clg_degree_centralization(const uint32_t *degrees, uint32_t count);

/* In- or outdegrees: sum (max - d_i) / (n - 1)^2. UNDEFINED if n < 3. */
clg_value clg_arc_centralization(const uint32_t *degrees, uint32_t count);

#endif
