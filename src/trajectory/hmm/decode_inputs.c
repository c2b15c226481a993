/* What decoding, forecasts and residuals read of a school. */
#include "trajectory/hmm/decode.h"

#include "trajectory/hmm/emission.h"

#include <math.h>

void clg_school_initial_of(const clg_panel *panel, const clg_hmm *model,
                           const clg_decode_options *options, uint32_t school,
                           double *initial)
{
    uint32_t states = model->state_count;
    const double *own = options != NULL ? options->school_initial : NULL;

    for (uint32_t k = 0; k < states; k++) {
        initial[k] = own != NULL ? own[(size_t)school * states + k] : model->initial[k];
        if (panel->is_founded[school])
            initial[k] = k == 0 ? 1.0 : 0.0;
    }
}

void clg_school_transition_of(const clg_hmm *model, const clg_decode_options *options,
                              uint32_t school, double *transition)
{
    uint32_t states = model->state_count;
    const double *own = options != NULL ? options->school_transition : NULL;

    for (uint32_t i = 0; i < states; i++)
        for (uint32_t j = 0; j < states; j++)
            transition[i * states + j] =
                own != NULL ? own[((size_t)school * states + i) * states + j]
                            : model->transition[i][j];
}

static const double *exposures_of(const clg_panel *panel, const clg_hmm *model,
                                  uint32_t d)
{
    bool has_exposure =
        model->exposure[d] >= 0 && clg_family_has_exposure(model->family[d]);

    return has_exposure ? panel->extra[model->exposure[d]] : NULL;
}

bool clg_cell_counts(const clg_panel *panel, const clg_hmm *model, uint32_t school,
                     uint32_t t, uint32_t d, double *e)
{
    const double *exposures = exposures_of(panel, model, d);

    *e = exposures != NULL ? exposures[panel->first[school] + t] : 1.0;
    return clg_panel_has(panel, school, t, d) && !isnan(*e);
}

/* NaN if there is none. */
static double mean_of(const double *values, size_t first, size_t end)
{
    double sum = 0.0, count = 0.0;

    for (size_t row = first; row < end; row++)
        if (!isnan(values[row])) {
            sum += values[row];
            count++;
        }
    return sum / count;
}

double clg_typical_exposure(const clg_panel *panel, const clg_hmm *model, uint32_t d,
                            uint32_t school)
{
    const double *exposures = exposures_of(panel, model, d);
    bool is_trials = model->family[d] == CLG_FAMILY_BINOMIAL ||
                     model->family[d] == CLG_FAMILY_BETABINOMIAL;
    double e = NAN;

    if (exposures == NULL)
        return 1.0;
    if (school != UINT32_MAX)
        e = mean_of(exposures, panel->first[school], panel->first[school + 1]);
    if (isnan(e))
        e = mean_of(exposures, 0, clg_panel_rows(panel));
    if (isnan(e))
        return 1.0;
    return is_trials ? fmax(round(e), 1.0) : e;
}
