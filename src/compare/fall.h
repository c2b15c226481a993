/* Has a school's activity fallen, and since when?
 *
 *     ratio = median of the last r values / highest median of b values in a row before
 *
 * with r = max(3, n / 6) and b = max(3, n / 4), rounded up, of n values: the last
 * months of a year or two against its best half-year. Medians, so that one odd window
 * at either end is no fall and no height. Chance, season and what all schools live
 * through make ratios below 1 too, so that a ratio is to be held against those of other
 * schools. */
#ifndef CLG_COMPARE_FALL_H
#define CLG_COMPARE_FALL_H

#include "collegium/error.h"

#include <stdint.h>

enum { CLG_LEAST_FALL_VALUES = 8 };

typedef struct clg_fall {
    double ratio; /* NaN: fewer values than that, or none of them is above 0 */
    double best;  /* that highest median */
} clg_fall;

/* Values in order of time, 0 or more; NaN are left out. CLG_ERROR_MEMORY.
 * O(count^2 log count). */
clg_status clg_fall_find(const double *values, uint32_t count, clg_fall *fall,
                         clg_error *err) CLG_NODISCARD;

/* The first of the last values in a row that all lie on one side of a line, on it
 * included; NaN are passed over. count: the last value does not. */
uint32_t clg_since_below(const double *values, uint32_t count, double line);
uint32_t clg_since_above(const double *values, uint32_t count, double line);

#endif
