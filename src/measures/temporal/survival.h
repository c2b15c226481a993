/* How long until it happens, when for some it has not happened yet: Kaplan-Meier
 * (1958, JASA 53:457), with Greenwood's standard errors. */
#ifndef CLG_MEASURES_TEMPORAL_SURVIVAL_H
#define CLG_MEASURES_TEMPORAL_SURVIVAL_H

#include "measures/value.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct clg_spell {
    double length; /* until it happened, or was last looked at */
    bool is_over;  /* it happened */
} clg_spell;

/* S(t) = product over event times up to t of (1 - d / at risk). UNDEFINED without
 * spells. Sorts the spells. O(n log n). */
clg_value clg_survival_at(clg_spell *spells, size_t count, double t, clg_value *error);

/* The first time with S <= 1/2; UNDEFINED if it stays above. */
clg_value clg_survival_median(clg_spell *spells, size_t count);

#endif
