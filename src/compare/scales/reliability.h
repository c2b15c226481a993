/* How far the items of a scale measure one thing.
 *
 * Cronbach's alpha, with Feldt's interval, and omega total:
 *
 *     alpha = k / (k - 1) (1 - sum of item variances / variance of the sum)
 *     omega = (sum lambda)^2 / ((sum lambda)^2 + sum psi)
 *
 * lambda and psi, loadings and unique variances in the items' own units, are those of
 * one common factor by maximum likelihood. alpha is omega if all items load alike, and
 * too low otherwise; neither says that one factor is enough. The factor is found by EM
 * (sped up), which cannot leave the permitted range; a unique variance below .005 of
 * its item's is kept there and said so (a Heywood case), as factanal() of R does.
 *
 * Cronbach 1951, Psychometrika 16:297; Feldt, Woodruff & Salih 1987, Appl. Psychol.
 * Meas. 11:93; McDonald 1999, Test Theory; Rubin & Thayer 1982, Psychometrika 47:69. */
#ifndef CLG_COMPARE_SCALES_RELIABILITY_H
#define CLG_COMPARE_SCALES_RELIABILITY_H

#include "collegium/error.h"

#include "results/table.h"

#include <stdbool.h>

typedef struct clg_reliability {
    uint32_t people;     /* who answered every item; only they are used */
    uint32_t incomplete; /* others with any answer */
    uint32_t items;      /* that vary; only they are used */
    uint32_t constant_items;
    clg_value_status alpha_status;       /* TOO_SMALL: fewer than 2 people or items;
                                            DEGENERATE: the sum does not vary */
    double alpha, alpha_low, alpha_high; /* 95 % */
    clg_value_status omega_status; /* TOO_SMALL: fewer than 3 items, or not more people
                                      than items; NOT_CONVERGED */
    double omega;
    uint32_t negative_loadings; /* items that may want their answers turned over */
    uint32_t heywood_items;     /* unique variances at their floor */
} clg_reliability;

/* scores[person * items + item], NaN not answered. loadings [items] unless NULL: lambda
 * over the item's standard deviation; NaN for items not used, and all without omega.
 * O(people items^2), and items^2 an iteration. CLG_ERROR_MEMORY. */
clg_status clg_reliability_find(const double *scores, uint32_t people, uint32_t items,
                                double *loadings, clg_reliability *out,
                                clg_error *err) CLG_NODISCARD;

#endif
