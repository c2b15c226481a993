/* Everything that is found out about a panel: the model, what it says of every school
 * and window, and the curves of energy beside it. */
#ifndef CLG_TRAJECTORY_FIT_FITTED_H
#define CLG_TRAJECTORY_FIT_FITTED_H

#include "trajectory/dynamics/continuous.h"
#include "trajectory/energy.h"
#include "trajectory/fit/development.h"
#include "trajectory/fit/energy_curves.h"
#include "trajectory/fit/further.h"
#include "trajectory/hmm/criteria.h"
#include "trajectory/hmm/forecast.h"
#include "trajectory/hmm/residual.h"
#include "trajectory/hmm/separability.h"

typedef struct clg_fitted {
    const clg_panel *panel; /* borrowed, as is the specification */
    const clg_fit_spec *spec;
    clg_em_result em;
    clg_criteria criteria;
    /* Beside given starting values: how many starts of our own there were, how many of
     * them ended higher, and the highest of their objectives (NaN: none). */
    uint32_t other_starts, higher_starts;
    double best_other;
    clg_continuous_result continuous; /* with continuous time only */
    double *step_transition;          /* [(row * K + i) * K + j]; the same */
    double stay[CLG_MOST_STATES]; /* mean time in a stage, in windows or units of time;
                                     INFINITY: never left; NaN: not known */
    clg_index energy, visibility;
    clg_further further;
    clg_decoded decoded;
    clg_residuals residuals;
    clg_separability separability;
    clg_forecast forecast;
    clg_energy_curves curves;
    clg_development development;
} clg_fitted;

/* Fits and reads. Errors as clg_em_fit and the parts. The same bits for any number of
 * threads. */
clg_status clg_fitted_find(const clg_panel *panel, const clg_fit_spec *spec,
                           clg_fitted *fitted, clg_error *err) CLG_NODISCARD;
void clg_fitted_clear(clg_fitted *fitted);

#endif
