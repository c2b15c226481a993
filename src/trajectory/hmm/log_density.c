/* log b of one school, cell by cell: what the batched E-step is checked against, and
 * what everything that looks at one school begins with. */
#include "trajectory/hmm/batch.h"

#include <math.h>

/* NaN where an exposure is missing. */
static double exposure_of(const clg_hmm *model, const clg_panel *panel, uint32_t d,
                          size_t row)
{
    bool has_exposure =
        model->exposure[d] >= 0 && clg_family_has_exposure(model->family[d]);

    return has_exposure ? panel->extra[model->exposure[d]][row] : 1.0;
}

void clg_hmm_log_densities(const clg_hmm *model, const clg_panel *panel,
                           uint32_t school, double *log_density)
{
    uint32_t states = model->state_count;

    for (uint32_t t = 0; t < panel->length[school]; t++) {
        double *row = log_density + (size_t)t * states;
        for (uint32_t k = 0; k < states; k++)
            row[k] = 0.0;
        for (uint32_t d = 0; d < model->indicator_count; d++) {
            double e = exposure_of(model, panel, d, panel->first[school] + t);
            if (!clg_panel_has(panel, school, t, d) || isnan(e))
                continue;
            for (uint32_t k = 0; k < states; k++)
                row[k] +=
                    clg_emission_log_density(model->family[d], model->theta[d][k],
                                             clg_panel_value(panel, school, t, d), e);
        }
    }
}
