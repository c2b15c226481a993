/* How well a model fits for what it costs.
 *
 *     AIC = -2 L + 2 p,  BIC = -2 L + p log n,  ICL = BIC + 2 H
 *
 * n is windows with data (as other programs have it) or schools with data (which are
 * what is independent); ICL adds to the first the entropy of the stages, H = - sum
 * gamma log gamma over windows with data, so that it asks for stages that can be told
 * apart. Biernacki, Celeux & Govaert 2000, IEEE PAMI 22:719. Spec: trajectories, 1.8.
 */
#ifndef CLG_TRAJECTORY_HMM_CRITERIA_H
#define CLG_TRAJECTORY_HMM_CRITERIA_H

#include "trajectory/hmm/model.h"

typedef struct clg_criteria {
    uint32_t parameters; /* free */
    uint32_t schools;    /* with data */
    size_t windows;      /* with data */
    double aic, bic_windows, bic_schools;
    double entropy, icl; /* NaN without posterior */
} clg_criteria;

/* posterior [row * K + k] may be NULL. Without any data all are NaN but AIC. */
clg_criteria clg_criteria_of(const clg_panel *panel, const clg_hmm *model,
                             double loglik, const double *posterior);

/* CLG_ERROR_ARGUMENT: as many free parameters as a fifth of the windows with data, or
 * more. Reads masks, families, and the theta of categories. */
clg_status clg_criteria_check(const clg_panel *panel, const clg_hmm *model,
                              clg_error *err) CLG_NODISCARD;

#endif
