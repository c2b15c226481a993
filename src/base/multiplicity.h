/* Many tests at once: how surprising is the smallest of many p values?
 *
 *     Holm  q_(i) = max over j <= i of (m - j + 1) p_(j)     family-wise (Holm 1979)
 *     BH    q_(i) = min over j >= i of m p_(j) / j    false discoveries (Benjamini &
 *                                                     Hochberg 1995)
 *     BY    BH times sum 1 / j, for any dependence (Benjamini & Yekutieli 2001) */
#ifndef CLG_BASE_MULTIPLICITY_H
#define CLG_BASE_MULTIPLICITY_H

#include "collegium/error.h"

typedef enum clg_adjustment { CLG_HOLM, CLG_BH, CLG_BY } clg_adjustment;

/* q[i] for p[i]; NaN are no tests, they stay NaN and don't count. q may be p.
 * CLG_ERROR_MEMORY. O(m log m). */
clg_status clg_adjust(clg_adjustment how, const double *p, double *q, size_t count,
                      clg_error *err) CLG_NODISCARD;

/* Level of each of k tests so that all together keep alpha: 1 - (1 - alpha)^(1 / k)
 * (Sidak 1967). */
double clg_sidak(double alpha, double k);

#endif
