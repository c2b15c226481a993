/* How far the people of one school agree on a scale, before their mean stands for the
 * school: within-group agreement.
 *
 *     rwg(J) = J (1 - m) / (J (1 - m) + m),   m = mean of the items' variances / v0
 *
 * with v0 the variance of answers without agreement; for one item rwg = 1 - s^2 / v0.
 * At chance or below it is 0, as usual. The uniform v0 is the most generous: where
 * people tend to answer kindly, a smaller one is fair. James, Demaree & Wolf 1984, J.
 * Appl. Psychol. 69:85. */
#ifndef CLG_COMPARE_SCALES_AGREEMENT_H
#define CLG_COMPARE_SCALES_AGREEMENT_H

#include "results/table.h"

typedef struct clg_agreement {
    clg_value_status status; /* TOO_SMALL: no item with two answers */
    uint32_t people;         /* with any answer */
    uint32_t items;          /* with two answers or more */
    double rwg;              /* 0 no agreement ... 1 complete */
    double variance_ratio;   /* m; above 1 they agree less than by chance */
} clg_agreement;

/* The variance of `levels` equally likely answers one apart: (levels^2 - 1) / 12. */
double clg_uniform_variance(uint32_t levels);

/* scores[person * items + item] of one school, NaN not answered; null_variance is v0,
 * above 0. O(people items). */
clg_agreement clg_agreement_of(const double *scores, uint32_t people, uint32_t items,
                               double null_variance);

#endif
