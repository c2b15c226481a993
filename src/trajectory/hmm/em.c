/* Fitting: checks of what is asked for, the runs (em_runs.c), and what came of them. */
#include "trajectory/hmm/em_parts.h"

#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const clg_em_options default_options = CLG_EM_OPTIONS_INIT;

/* ---- what is asked for ---- */

static bool any_is_free(const uint8_t *mask, uint32_t count)
{
    for (uint32_t k = 0; k < count; k++)
        if (mask[k])
            return true;
    return false;
}

static clg_status check_shape(const clg_panel *panel, const clg_hmm *shape,
                              clg_error *err)
{
    uint32_t states = shape->state_count;

    if (states == 0 || states > CLG_MOST_STATES)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "expected 1 to %d states, found %u",
                        CLG_MOST_STATES, states);
    if (shape->indicator_count != panel->indicator_count || shape->indicator_count == 0)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "the model has %u indicators, the panel %u",
                        shape->indicator_count, panel->indicator_count);
    if (panel->school_count == 0)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "there are no schools to fit to");
    if (!any_is_free(shape->starts, states))
        return clg_fail(err, CLG_ERROR_ARGUMENT, "no state is free to start in");
    for (uint32_t k = 0; k < states; k++)
        if (!any_is_free(shape->allowed[k], states))
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "no move is free from state %u, not even to stay", k + 1);
    return CLG_OK;
}

static clg_status check_shares(const double *shares, const uint8_t *is_free,
                               uint32_t count, const char *what, uint32_t state,
                               clg_error *err)
{
    double sum = 0.0;

    for (uint32_t k = 0; k < count; k++) {
        if (!(shares[k] >= 0.0 && shares[k] <= 1.0) || (shares[k] > 0.0 && !is_free[k]))
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "start values: %s %u holds %g at %u, expected %s", what,
                            state, shares[k], k + 1,
                            is_free[k] ? "0 to 1" : "0, as it is not free");
        sum += shares[k];
    }
    if (fabs(sum - 1.0) > 1e-6)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "start values: %s %u sums to %g, expected 1", what, state, sum);
    return CLG_OK;
}

static clg_status check_start(const clg_hmm *shape, const clg_hmm *start,
                              clg_error *err)
{
    uint32_t states = shape->state_count;
    clg_status status = check_shares(start->initial, shape->starts, states,
                                     "the initial distribution", 1, err);

    for (uint32_t k = 0; status == CLG_OK && k < states; k++)
        status = check_shares(start->transition[k], shape->allowed[k], states,
                              "the row of transitions", k + 1, err);
    for (uint32_t d = 0; status == CLG_OK && d < shape->indicator_count; d++)
        for (uint32_t k = 0; k < states; k++) {
            const double *theta = start->theta[d][k];
            bool is_normal = shape->family[d] == CLG_FAMILY_NORMAL;
            for (int i = 0; i < CLG_THETA; i++)
                if (!isfinite(theta[i]) || (is_normal && i == 1 && !(theta[i] > 0.0)))
                    return clg_fail(err, CLG_ERROR_ARGUMENT,
                                    "start values: parameter %d of indicator %u in "
                                    "state %u is %g",
                                    i + 1, d + 1, k + 1, theta[i]);
        }
    return status;
}

static clg_status check_options(const clg_hmm *shape, const clg_em_options *options,
                                clg_error *err)
{
    const clg_priors *priors = &options->priors;

    if (options->starts == 0 && options->start == NULL)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "starts is 0, expected at least 1");
    if (!(options->tolerance >= 0.0) || !(options->parameter_tolerance >= 0.0))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "tolerances are %g and %g, expected 0 or more",
                        options->tolerance, options->parameter_tolerance);
    if (!(priors->initial >= 0.0 && priors->transition >= 0.0 &&
          priors->variance_count >= 0.0 && priors->variance_floor >= 0.0))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "priors and floors are at least 0, found %g, %g, %g and %g",
                        priors->initial, priors->transition, priors->variance_count,
                        priors->variance_floor);
    if (priors->anchored > shape->state_count ||
        (priors->anchored > 0 && (priors->anchor >= shape->indicator_count ||
                                  shape->family[priors->anchor] != CLG_FAMILY_NORMAL)))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "anchors need a normal indicator and at most %u states",
                        shape->state_count);
    return options->start != NULL ? check_start(shape, options->start, err) : CLG_OK;
}

/* ---- the fit ---- */

void clg_priors_fill(const clg_panel *panel, const clg_hmm *shape, clg_priors *priors)
{
    for (uint32_t d = 0; d < shape->indicator_count; d++)
        if (shape->family[d] == CLG_FAMILY_NORMAL &&
            !(priors->global_variance[d] > 0.0))
            priors->global_variance[d] = clg_indicator_spread(panel, shape, d).variance;
}

static clg_status prepare(clg_em_work *work, clg_error *err)
{
    const clg_em_options *options = work->options;

    work->run_count = options->start != NULL ? 1 : options->starts;
    work->runs = clg_array_new(work->run_count, sizeof *work->runs, err);
    if (work->runs == NULL)
        return CLG_ERROR_MEMORY;
    clg_priors_fill(clg_batch_panel(work->batch), work->shape, &work->priors);
    return options->checkpoint != NULL ? clg_checkpoint_load(work, err) : CLG_OK;
}

static void release(clg_em_work *work)
{
    for (uint32_t i = 0; work->runs != NULL && i < work->run_count; i++)
        clg_free(work->runs[i].history);
    clg_free(work->runs);
}

/* ---- what came of it ---- */

static const char *kind_of(const clg_em_work *work, uint32_t run)
{
    if (work->options->start != NULL)
        return "given";
    return run == 0 ? "segments" : run == 1 ? "partition" : "random";
}

static clg_em_run *best_of(const clg_em_work *work)
{
    clg_em_run *best = NULL;

    for (uint32_t i = 0; i < work->run_count; i++)
        if (work->runs[i].is_kept &&
            (best == NULL || work->runs[i].objective > best->objective))
            best = &work->runs[i];
    return best;
}

static void tell_outcome(const clg_em_work *work, const clg_em_run *best, uint32_t i,
                         clg_em_result *result)
{
    const clg_em_run *run = &work->runs[i];
    double near = fmax(1e-4, 1e-7 * fabs(best->objective));

    result->starts[i].kind = kind_of(work, i);
    result->starts[i].short_objective = run->short_objective;
    result->starts[i].objective = run->is_kept ? run->objective : NAN;
    result->starts[i].evaluations = run->evaluations;
    result->starts[i].is_converged = run->is_converged;
    result->evaluations += run->evaluations;
    result->reached_best += run->is_kept && run->objective >= best->objective - near;
}

static uint32_t flags_of(const clg_em_work *work, const clg_em_run *best,
                         clg_em_result *result)
{
    uint32_t flags = clg_em_flags(&result->expectations, &work->priors, &best->model,
                                  &result->empty_states);
    uint32_t kept = 0;

    for (uint32_t i = 0; i < work->run_count; i++)
        kept += work->runs[i].is_kept;
    if (!best->is_converged && !work->options->exact_iterations)
        flags |= CLG_FIT_NOT_CONVERGED;
    if (best->likelihood_fell)
        flags |= CLG_FIT_LIKELIHOOD_FELL;
    if (kept > 1 && result->reached_best == 1)
        flags |= CLG_FIT_SINGLE_MAXIMUM;
    return flags;
}

static clg_status finish(clg_em_work *work, clg_em_result *result, clg_error *err)
{
    clg_em_run *best = best_of(work);
    clg_status status = CLG_OK;

    result->starts = clg_array_new(work->run_count, sizeof *result->starts, err);
    if (result->starts == NULL)
        return CLG_ERROR_MEMORY;
    result->start_count = work->run_count;
    if (work->run_count > 1)
        status = clg_em_evaluate(work, &best->model, err);
    if (status != CLG_OK)
        return status;
    for (uint32_t i = 0; i < work->run_count; i++)
        tell_outcome(work, best, i, result);
    result->model = best->model;
    result->expectations = work->expectations;
    result->loglik = work->expectations.loglik;
    result->objective = best->objective;
    result->flags = flags_of(work, best, result);
    result->history = best->history;
    result->history_count = best->history_count;
    best->history = NULL; /* now the result's */
    return CLG_OK;
}

/* An interrupted fit is saved before it is left. */
static clg_status run_and_save(clg_em_work *work, clg_em_result *result, clg_error *err)
{
    clg_status status = clg_em_run_all(work, err);

    if (status == CLG_OK)
        status = finish(work, result, err);
    if (work->options->checkpoint == NULL)
        return status;
    if (status == CLG_OK)
        remove(work->options->checkpoint);
    else if (status == CLG_ERROR_INTERRUPTED) {
        clg_status saved = clg_checkpoint_save(work, err);
        status = saved == CLG_OK ? status : saved;
    }
    return status;
}

clg_status clg_em_fit(clg_batch *batch, const clg_hmm *shape,
                      const clg_em_options *options, clg_em_result *result,
                      clg_error *err)
{
    clg_em_work *work;
    clg_status status;

    memset(result, 0, sizeof *result);
    options = options != NULL ? options : &default_options;
    status = check_shape(clg_batch_panel(batch), shape, err);
    if (status == CLG_OK)
        status = check_options(shape, options, err);
    if (status != CLG_OK)
        return status;
    work = clg_array_new(1, sizeof *work, err);
    if (work == NULL)
        return CLG_ERROR_MEMORY;
    work->batch = batch;
    work->shape = shape;
    work->options = options;
    work->priors = options->priors;
    status = prepare(work, err);
    if (status == CLG_OK)
        status = run_and_save(work, result, err);
    release(work);
    clg_free(work);
    if (status != CLG_OK)
        clg_em_result_clear(result);
    return status;
}

void clg_em_result_clear(clg_em_result *result)
{
    clg_free(result->history);
    clg_free(result->starts);
    memset(result, 0, sizeof *result);
}
