#include "run/fit_check.h"

#include "base/fail.h"
#include "trajectory/hmm/emission.h"

#include <math.h>

static clg_status check_cell(const clg_panel *panel, const clg_panel_notes *notes,
                             const clg_hmm *shape, uint32_t school, uint32_t t,
                             uint32_t indicator, clg_error *err)
{
    int extra = shape->exposure[indicator];
    size_t row = panel->first[school] + t;
    double exposure = extra >= 0 ? panel->extra[extra][row] : 1.0;
    clg_error cause = CLG_ERROR_INIT;

    if (isnan(exposure)) /* such a cell counts as missing */
        return CLG_OK;
    if (clg_emission_check(shape->family[indicator],
                           clg_panel_value(panel, school, t, indicator), exposure,
                           &cause) == CLG_OK)
        return CLG_OK;
    return clg_panel_fail_at(panel, notes, row, err, CLG_ERROR_PARSE, "%s: %s",
                             clg_texts_at(&panel->indicators, indicator),
                             cause.message);
}

clg_status clg_fit_check_values(const clg_panel *panel, const clg_panel_notes *notes,
                                const clg_hmm *shape, clg_error *err)
{
    clg_status status = CLG_OK;

    for (uint32_t s = 0; s < panel->school_count; s++)
        for (uint32_t t = 0; t < panel->length[s]; t++)
            for (uint32_t d = 0; status == CLG_OK && d < panel->indicator_count; d++)
                if (clg_panel_has(panel, s, t, d))
                    status = check_cell(panel, notes, shape, s, t, d, err);
    return status;
}
