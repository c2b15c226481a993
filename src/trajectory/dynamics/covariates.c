#include "trajectory/dynamics/covariates.h"

#include "base/fail.h"
#include "base/memory.h"
#include "trajectory/dynamics/ascent.h"
#include "trajectory/dynamics/covariate_part.h"

#include <math.h>
#include <string.h>

static void number_coefficients(clg_covariate_fit *fit)
{
    uint32_t states = fit->model.plain.state_count;
    size_t cells;

    for (uint32_t i = 0; i < states; i++) {
        for (uint32_t j = 0; j < states; j++)
            if (j != i && fit->model.plain.allowed[i][j])
                fit->to[i][fit->moves[i]++] = (uint8_t)j;
        fit->first[i + 1] = fit->first[i] + (size_t)fit->moves[i] * fit->width;
    }
    fit->hessian[0] = 1 + fit->first[states];
    for (uint32_t i = 0; i < states; i++) {
        cells = fit->first[i + 1] - fit->first[i];
        fit->hessian[i + 1] = fit->hessian[i] + cells * cells;
    }
}

/* Intercepts from the plain model's transitions, no effects. */
static void set_start(clg_covariate_fit *fit)
{
    const clg_hmm *plain = &fit->model.plain;

    for (uint32_t i = 0; i < plain->state_count; i++)
        for (uint32_t a = 0; a < fit->moves[i]; a++) {
            uint32_t j = fit->to[i][a];
            double odds = fmax(plain->transition[i][j], 1e-6) /
                          fmax(plain->transition[i][i], 1e-6);
            fit->model.coefficient[i][j][0] = log(odds);
        }
}

static clg_status prepare(clg_covariate_fit *fit, clg_covariates_result *result,
                          clg_error *err)
{
    const clg_hmm *plain = &fit->model.plain;
    clg_status status;

    number_coefficients(fit);
    set_start(fit);
    status = clg_covariate_design(fit, result, err);
    if (status == CLG_OK)
        status = clg_observations_init(&fit->observations, fit->panel, plain, err);
    if (status != CLG_OK)
        return status;
    clg_coordinates_init(&fit->coordinates, plain);
    fit->rooms =
        clg_school_rooms_new(fit->panel, plain->state_count, fit->threads, err);
    fit->sums = clg_array_new(fit->hessian[plain->state_count], sizeof *fit->sums, err);
    return fit->rooms == NULL || fit->sums == NULL ? CLG_ERROR_MEMORY : CLG_OK;
}

static void clear(clg_covariate_fit *fit)
{
    clg_observations_clear(&fit->observations);
    clg_school_rooms_free(fit->rooms, fit->threads);
    clg_free(fit->sums);
    clg_free(fit->x);
}

/* Solves M y = b for a positive definite M (its lower half is read, and becomes its
 * Cholesky factor); b becomes y. */
static void solve(size_t n, double *m, double *b)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = m[i * n + j];
            for (size_t k = 0; k < j; k++)
                sum -= m[i * n + k] * m[j * n + k];
            m[i * n + j] = i == j ? sqrt(sum) : sum / m[j * n + j];
        }
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            b[i] -= m[i * n + k] * b[k];
        b[i] /= m[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            b[i] -= m[k * n + i] * b[k];
        b[i] /= m[i * n + i];
    }
}

/* One Newton step of the coefficients of state i. */
static void maximise_state(clg_covariate_fit *fit, uint32_t i)
{
    size_t size = fit->first[i + 1] - fit->first[i];
    double *step = fit->sums + 1 + fit->first[i], *m = fit->sums + fit->hessian[i];
    double trace = 0.0;

    for (size_t c = 0; c < size; c++)
        trace += m[c * size + c];
    if (!(trace > 1e-10))
        return;
    for (size_t c = 0; c < size; c++)
        m[c * size + c] += 1e-9 * trace;
    solve(size, m, step);
    for (size_t c = 0; c < size; c++) {
        double *b =
            &fit->model.coefficient[i][fit->to[i][c / fit->width]][c % fit->width];
        *b = fmin(fmax(*b + step[c], -CLG_MOST_COEFFICIENT), CLG_MOST_COEFFICIENT);
    }
}

static clg_status step(void *payload, const double *x, double *next, double *loglik,
                       clg_error *err)
{
    clg_covariate_fit *fit = payload;
    clg_status status;

    clg_covariate_set(fit, x);
    status = clg_covariate_expect(fit, err);
    *loglik = fit->sums[0];
    if (status == CLG_OK && *loglik > -INFINITY) {
        clg_covariate_model at_x = fit->model;
        clg_observations_maximise(&fit->observations, &fit->model.plain, fit->threads);
        for (uint32_t i = 0; i < fit->model.plain.state_count; i++)
            maximise_state(fit, i);
        clg_covariate_get(fit, next);
        fit->model = at_x;
    }
    return status;
}

/* The E-step is done once more at the end, for the sums that the M-step has used up. */
static clg_status climb(clg_covariate_fit *fit, clg_covariates_result *result,
                        clg_error *err)
{
    double x[CLG_COORDINATE_ROOM + CLG_MOST_COEFFICIENTS];
    const clg_ascent ascent = {.count = clg_covariate_count(fit),
                               .step = step,
                               .payload = fit,
                               .most_evaluations = fit->options->most_evaluations,
                               .tolerance = fit->options->tolerance,
                               .parameter_tolerance = fit->options->parameter_tolerance,
                               .stage = "covariates",
                               .monitor = fit->options->monitor};
    clg_ascent_result reached;
    clg_status status;

    clg_covariate_get(fit, x);
    status = clg_ascend(&ascent, x, &reached, err);
    if (status != CLG_OK)
        return status;
    result->loglik = reached.loglik;
    result->history = reached.history; /* now the result's */
    result->history_count = reached.history_count;
    result->evaluations = reached.evaluations;
    result->is_converged = reached.is_converged;
    return clg_covariate_expect(fit, err);
}

/* Constant covariates have no parameters. */
static void count_parameters(const clg_covariate_fit *fit,
                             clg_covariates_result *result)
{
    const clg_covariate_model *model = &fit->model;
    uint32_t slopes = 0;
    double schools = 0.0, windows = (double)clg_panel_observed_rows(fit->panel);

    for (uint32_t p = 0; p < model->covariate_count; p++)
        slopes += model->sd[p] > 0.0;
    result->free_parameters = clg_hmm_free_parameters(&model->plain);
    for (uint32_t i = 0; i < model->plain.state_count; i++)
        result->free_parameters += fit->moves[i] * slopes;
    for (uint32_t s = 0; s < fit->panel->school_count; s++)
        schools += clg_panel_observed_windows(fit->panel, s) > 0;
    result->bic_windows =
        -2.0 * result->loglik + result->free_parameters * log(windows);
    result->bic_schools =
        -2.0 * result->loglik + result->free_parameters * log(schools);
}

static double dwell_at(const clg_covariate_model *model, uint32_t i, const double *x)
{
    double transition[CLG_MOST_STATES][CLG_MOST_STATES], leaving = 0.0;

    clg_covariates_transition(model, x, transition);
    for (uint32_t j = 0; j < model->plain.state_count; j++)
        leaving += j == i ? 0.0 : transition[i][j];
    return 1.0 / leaving;
}

static void tell(clg_covariate_fit *fit, clg_covariates_result *result)
{
    clg_covariate_model *model = &fit->model;
    double x[CLG_COVARIATE_WIDTH] = {1.0};

    clg_covariates_transition(model, x, model->plain.transition);
    for (uint32_t i = 0; i < model->plain.state_count; i++) {
        result->dwell[i] = dwell_at(model, i, x);
        for (uint32_t p = 0; p < model->covariate_count; p++) {
            x[1 + p] = 1.0;
            result->dwell_change[i][p] = fit->moves[i] == 0 || model->sd[p] == 0.0
                                             ? NAN
                                             : dwell_at(model, i, x) - result->dwell[i];
            x[1 + p] = 0.0;
        }
    }
    count_parameters(fit, result);
    result->model = *model;
    result->posterior = fit->observations.posterior;
    fit->observations.posterior = NULL;
}

clg_status clg_covariates_fit(const clg_panel *panel, const clg_hmm *start,
                              const int *columns, uint32_t count,
                              const clg_covariates_options *options,
                              clg_covariates_result *result, clg_error *err)
{
    clg_covariate_fit fit = {.panel = panel,
                             .options = options,
                             .threads = clg_sweep_threads(options->threads),
                             .model = {.plain = *start, .covariate_count = count},
                             .width = count + 1};
    clg_status status;

    *result = (clg_covariates_result){.loglik = NAN};
    if (count > CLG_MOST_COVARIATES)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "%u covariates, expected %d at most",
                        count, CLG_MOST_COVARIATES);
    for (uint32_t p = 0; p < count; p++)
        fit.model.column[p] = columns[p];
    status = prepare(&fit, result, err);
    if (status == CLG_OK)
        status = climb(&fit, result, err);
    if (status == CLG_OK)
        status = clg_covariate_effects(&fit, result, err);
    if (status == CLG_OK)
        tell(&fit, result);
    else
        clg_covariates_result_clear(result);
    clear(&fit);
    return status;
}

void clg_covariates_result_clear(clg_covariates_result *result)
{
    clg_free(result->effects);
    clg_free(result->history);
    clg_free(result->posterior);
    *result = (clg_covariates_result){.loglik = NAN};
}
