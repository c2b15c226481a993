#include "trajectory/hmm/criteria.h"

#include "base/fail.h"

#include <math.h>

static bool window_has_data(const clg_panel *panel, uint32_t school, uint32_t t)
{
    for (uint32_t d = 0; d < panel->indicator_count; d++)
        if (clg_panel_has(panel, school, t, d))
            return true;
    return false;
}

static double entropy_of(const double *shares, uint32_t count)
{
    double entropy = 0.0;

    for (uint32_t k = 0; k < count; k++)
        if (shares[k] > 0.0)
            entropy -= shares[k] * log(shares[k]);
    return entropy;
}

clg_criteria clg_criteria_of(const clg_panel *panel, const clg_hmm *model,
                             double loglik, const double *posterior)
{
    clg_criteria found = {.parameters = clg_hmm_free_parameters(model)};
    double p = found.parameters;

    for (uint32_t s = 0; s < panel->school_count; s++) {
        size_t before = found.windows;
        for (uint32_t t = 0; t < panel->length[s]; t++) {
            if (!window_has_data(panel, s, t))
                continue;
            found.windows++;
            if (posterior != NULL)
                found.entropy +=
                    entropy_of(posterior + (panel->first[s] + t) * model->state_count,
                               model->state_count);
        }
        found.schools += found.windows > before;
    }
    found.aic = 2.0 * p - 2.0 * loglik;
    found.bic_windows = found.bic_schools = found.icl = NAN;
    if (found.windows > 0) {
        found.bic_windows = p * log((double)found.windows) - 2.0 * loglik;
        found.bic_schools = p * log(found.schools) - 2.0 * loglik;
        found.icl = found.bic_windows + 2.0 * found.entropy;
    }
    if (posterior == NULL)
        found.icl = found.entropy = NAN;
    return found;
}

clg_status clg_criteria_check(const clg_panel *panel, const clg_hmm *model,
                              clg_error *err)
{
    size_t windows = clg_panel_observed_rows(panel);
    uint32_t parameters = clg_hmm_free_parameters(model);

    if (5.0 * parameters < (double)windows)
        return CLG_OK;
    return clg_fail(err, CLG_ERROR_ARGUMENT,
                    "%u states have %u free parameters, too many for %zu windows with "
                    "data: expected less than a fifth of them",
                    model->state_count, parameters, windows);
}
