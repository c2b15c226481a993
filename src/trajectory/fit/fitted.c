#include "trajectory/fit/fitted.h"

#include "base/memory.h"
#include "trajectory/dynamics/rate_departure.h"

#include <math.h>
#include <string.h>

/* ---- the model ---- */

/* Beside a fit from given values: where starts of our own would have led. */
static clg_status try_other_starts(clg_fitted *fitted, clg_batch *batch, clg_error *err)
{
    clg_em_options options = fitted->spec->em;
    clg_em_result others = {.loglik = 0.0};
    clg_status status;

    options.checkpoint = NULL;
    status = clg_em_fit(batch, &fitted->spec->shape, &options, &others, err);
    for (uint32_t i = 0; status == CLG_OK && i < others.start_count; i++) {
        double objective = others.starts[i].objective;
        fitted->other_starts++;
        if (isnan(objective))
            continue;
        fitted->higher_starts += objective > fitted->em.objective + 1e-4;
        fitted->best_other = fmax(fitted->best_other, objective);
    }
    clg_em_result_clear(&others);
    return status;
}

static clg_status fit_plain(clg_fitted *fitted, clg_batch *batch, clg_error *err)
{
    const clg_fit_spec *spec = fitted->spec;
    clg_em_options options = spec->em;
    clg_status status;

    options.start = spec->has_start ? &spec->shape : NULL;
    status = clg_em_fit(batch, &spec->shape, &options, &fitted->em, err);
    if (status == CLG_OK && spec->start_is_profile)
        status = try_other_starts(fitted, batch, err);
    return status;
}

/* exp(Q gap) of every step of every school, for whatever reads paths. */
static clg_status fill_steps(clg_fitted *fitted, clg_error *err)
{
    const clg_panel *panel = fitted->panel;
    uint32_t states = fitted->em.model.state_count;
    size_t cells = (size_t)states * states;
    double *steps = clg_array_new(clg_panel_rows(panel) * cells, sizeof *steps, err);

    fitted->step_transition = steps;
    if (steps == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t s = 0; s < panel->school_count; s++)
        for (size_t row = panel->first[s]; row + 1 < panel->first[s + 1]; row++) {
            double step[CLG_MOST_STATES][CLG_MOST_STATES];
            clg_continuous_transition(states, &fitted->continuous.rate,
                                      panel->time[row + 1] - panel->time[row], step);
            for (uint32_t i = 0; i < states; i++)
                memcpy(&steps[row * cells + i * states], step[i],
                       states * sizeof **step);
        }
    return CLG_OK;
}

/* From the plain model's values, or from given ones as they are. */
static clg_status fit_continuous(clg_fitted *fitted, clg_error *err)
{
    const clg_fit_spec *spec = fitted->spec;
    clg_continuous_options options = CLG_CONTINUOUS_OPTIONS_INIT;
    const clg_hmm *start = spec->is_parity ? &spec->shape : &fitted->em.model;
    clg_status status;

    options.threads = spec->em.threads;
    options.rate = spec->has_rate ? &spec->rate : NULL;
    options.event = spec->event;
    options.monitor = spec->em.monitor;
    options.tolerance = spec->em.tolerance;
    options.most_evaluations = spec->em.most_iterations + 1;
    status =
        clg_continuous_fit(fitted->panel, start, &options, &fitted->continuous, err);
    if (status != CLG_OK)
        return status;
    fitted->em.model = fitted->continuous.model;
    fitted->em.loglik = fitted->em.objective = fitted->continuous.loglik;
    fitted->em.flags &= ~(uint32_t)CLG_FIT_NOT_CONVERGED;
    if (!fitted->continuous.is_converged && !spec->is_parity)
        fitted->em.flags |= CLG_FIT_NOT_CONVERGED;
    return fill_steps(fitted, err);
}

static clg_status fit_model(clg_fitted *fitted, clg_batch *batch, clg_error *err)
{
    const clg_fit_spec *spec = fitted->spec;
    clg_status status = CLG_OK;

    if (!(spec->has_continuous_time && spec->is_parity))
        status = fit_plain(fitted, batch, err);
    if (status == CLG_OK && spec->has_continuous_time)
        status = fit_continuous(fitted, err);
    return status;
}

/* ---- what it says ---- */

static clg_status read_schools(clg_fitted *fitted, clg_error *err)
{
    const clg_panel *panel = fitted->panel;
    const clg_hmm *model = &fitted->em.model;
    const clg_decode_options options = {.threads = fitted->spec->em.threads,
                                        .step_transition = fitted->step_transition};
    clg_status status = clg_decode(panel, model, &options, &fitted->decoded, err);

    if (status == CLG_OK)
        status = clg_residuals_find(panel, model, &options, &fitted->residuals, err);
    fitted->criteria =
        clg_criteria_of(panel, model, fitted->em.loglik, fitted->decoded.gamma);
    fitted->separability = clg_separability_of(panel, model);
    if (fitted->separability.weak_count > 0)
        fitted->em.flags |= CLG_FIT_WEAK_SEPARATION;
    return status;
}

/* What comes next goes by each school's own moves; other software knows but one matrix
 * for all, so that parity keeps to it. */
static clg_status look_ahead(clg_fitted *fitted, clg_error *err)
{
    const clg_panel *panel = fitted->panel;
    bool is_continuous = fitted->spec->has_continuous_time;
    clg_hmm ahead = fitted->em.model;
    const clg_hmm *model = &ahead;
    bool is_own = fitted->further.has_moves && !fitted->spec->is_parity;
    const double *own = is_own ? fitted->further.moves.transition : NULL;
    const clg_decode_options options = {.threads = fitted->spec->em.threads,
                                        .school_transition = own,
                                        .step_transition = fitted->step_transition};
    size_t states = model->state_count;

    for (uint32_t s = 0; s < panel->school_count; s++) {
        clg_school_stages *school = &fitted->decoded.schools[s];
        const double *now = &fitted->decoded.gamma[(panel->first[s + 1] - 1) * states];
        if (panel->length[s] == 0)
            continue;
        if (is_continuous)
            school->departure = clg_departure_by_rates(
                &fitted->continuous.rate, now, model->state_count, school->stage);
        else if (own != NULL)
            school->departure = clg_departure_find(
                model->state_count, now, &own[s * states * states], school->stage);
    }
    if (is_continuous) /* windows ahead are as far apart as windows are on average */
        clg_continuous_transition(ahead.state_count, &fitted->continuous.rate,
                                  fitted->continuous.mean_gap, ahead.transition);
    if (fitted->spec->horizon == 0)
        return CLG_OK;
    return clg_forecast_schools(panel, model, &options, &fitted->decoded,
                                fitted->spec->horizon, 0.95, &fitted->forecast, err);
}

/* Mean time in each stage; INFINITY where it is never left, NaN where no school has two
 * windows, which say nothing of moves. */
static void find_stays(clg_fitted *fitted)
{
    static const double longest = 1e6;
    bool has_moves = clg_panel_longest(fitted->panel) > 1;

    if (!has_moves)
        fitted->em.flags |= CLG_FIT_NO_MOVES;
    for (uint32_t k = 0; k < fitted->em.model.state_count; k++) {
        double stay = 1.0 / (1.0 - fitted->em.model.transition[k][k]);
        if (fitted->spec->has_continuous_time)
            stay = fitted->continuous.sojourn[k];
        fitted->stay[k] = !has_moves ? NAN : stay < longest ? stay : INFINITY;
    }
}

static clg_status find_indices(clg_fitted *fitted, clg_error *err)
{
    const clg_fit_spec *spec = fitted->spec;
    clg_status status = clg_index_compute(fitted->panel, spec->energy,
                                          spec->shape.exposure, &fitted->energy, err);

    if (status == CLG_OK)
        status = clg_index_compute(fitted->panel, spec->visibility,
                                   spec->shape.exposure, &fitted->visibility, err);
    return status;
}

static clg_status find_curves(clg_fitted *fitted, clg_error *err)
{
    int threads = fitted->spec->em.threads;
    clg_status status =
        clg_energy_curves_find(fitted->panel, fitted->energy.values,
                               fitted->decoded.stages, threads, &fitted->curves, err);

    if (status == CLG_OK)
        status = clg_development_find(fitted->panel, fitted->em.model.state_count,
                                      fitted->stay, fitted->energy.values,
                                      fitted->decoded.stages, threads,
                                      &fitted->development, err);
    return status;
}

clg_status clg_fitted_find(const clg_panel *panel, const clg_fit_spec *spec,
                           clg_fitted *fitted, clg_error *err)
{
    clg_batch *batch = NULL;
    clg_status status = clg_batch_new(panel, &spec->shape, &batch, err);

    *fitted = (clg_fitted){.panel = panel, .spec = spec, .best_other = NAN};
    if (status == CLG_OK)
        status = fit_model(fitted, batch, err);
    if (status == CLG_OK)
        status = find_indices(fitted, err);
    if (status == CLG_OK)
        status = clg_further_find(batch, spec, &fitted->em, fitted->energy.values,
                                  &fitted->further, err);
    clg_batch_free(batch);
    if (status == CLG_OK)
        find_stays(fitted);
    if (status == CLG_OK)
        status = read_schools(fitted, err);
    if (status == CLG_OK)
        status = look_ahead(fitted, err);
    if (status == CLG_OK)
        status = find_curves(fitted, err);
    if (status != CLG_OK)
        clg_fitted_clear(fitted);
    return status;
}

void clg_fitted_clear(clg_fitted *fitted)
{
    clg_em_result_clear(&fitted->em);
    clg_continuous_result_clear(&fitted->continuous);
    clg_free(fitted->step_transition);
    clg_further_clear(&fitted->further);
    clg_index_clear(&fitted->energy);
    clg_index_clear(&fitted->visibility);
    clg_decoded_clear(&fitted->decoded);
    clg_residuals_clear(&fitted->residuals);
    clg_forecast_clear(&fitted->forecast);
    clg_energy_curves_clear(&fitted->curves);
    *fitted = (clg_fitted){.panel = NULL};
}
