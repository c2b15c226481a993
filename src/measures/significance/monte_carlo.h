/* Where an observed value stands among values that chance gives.
 *
 * p = 2 min(p_upper, p_lower), at most 1, with p_upper = (1 + values >= observed) /
 * (values + 1) and so below: never 0 (Phipson & Smyth 2010). Where it is clear that
 * nothing is to be found, a test may stop early: as soon as both tails hold 20 values,
 * p is 2 * 20 / values (Besag & Clifford 1991, Biometrika 78:301). Mean and standard
 * deviation are those of the values drawn, by Welford's updates. */
#ifndef CLG_MEASURES_SIGNIFICANCE_MONTE_CARLO_H
#define CLG_MEASURES_SIGNIFICANCE_MONTE_CARLO_H

#include "measures/value.h"

#include <stdbool.h>

enum { CLG_MONTE_CARLO_TAIL = 20 };

typedef struct clg_monte_carlo {
    double observed;
    uint32_t draws, above, below; /* above: values >= observed; below: <= */
    double mean, squares;
    bool is_done;
} clg_monte_carlo;

clg_monte_carlo clg_monte_carlo_of(double observed);

/* Values that are not OK are passed over. Values as near as 1e-9 relative count as
 * equal. Does nothing once the test is done. */
void clg_monte_carlo_add(clg_monte_carlo *test, clg_value value, bool may_stop);

clg_value clg_monte_carlo_sd(const clg_monte_carlo *test); /* UNDEFINED below 2 draws */
/* (observed - mean) / sd. UNDEFINED if sd is 0. */
clg_value clg_monte_carlo_z(const clg_monte_carlo *test);
clg_value clg_monte_carlo_p(const clg_monte_carlo *test); /* UNDEFINED without draws */

#endif
