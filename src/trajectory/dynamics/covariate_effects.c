#include "trajectory/dynamics/covariate_part.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

static const char *const names[] = {"ok", "constant", "separation", "not identified"};

const char *clg_effect_status_name(clg_effect_status status)
{
    return names[status];
}

static clg_status score_at(clg_covariate_fit *fit, const double *x, double *score,
                           clg_error *err)
{
    clg_status status;

    clg_covariate_set(fit, x);
    status = clg_monitor_check(fit->options->monitor, err);
    if (status == CLG_OK)
        status = clg_covariate_expect(fit, err);
    if (status != CLG_OK)
        return status;
    clg_observations_score(&fit->observations, &fit->model.plain, &fit->coordinates,
                           fit->threads, score);
    memcpy(score + fit->coordinates.count, fit->sums + 1,
           (clg_covariate_count(fit) - fit->coordinates.count) * sizeof *score);
    return CLG_OK;
}

/* The size of a coordinate's unit: a deviation, a logit or a logarithm. */
static double unit_of(const clg_covariate_fit *fit, size_t i)
{
    const clg_coordinate *c = &fit->coordinates.at[i];

    if (i >= fit->coordinates.count || c->kind != CLG_COORDINATE_PLAIN)
        return 1.0;
    return sqrt(fit->model.plain.theta[c->indicator][c->state][1]);
}

/* information[n * n] = minus the derivative of the score at x, in units of the
 * coordinates, made symmetric. scores has room for two. Ends with the E-step at x. */
static clg_status differentiate(clg_covariate_fit *fit, double *x, double *scores,
                                double *information, clg_error *err)
{
    size_t n = clg_covariate_count(fit);
    clg_status status = CLG_OK;

    for (size_t i = 0; i < n && status == CLG_OK; i++) {
        double at = x[i], unit = unit_of(fit, i), step = 1e-4;
        x[i] = at - step * unit;
        status = score_at(fit, x, scores, err);
        x[i] = at + step * unit;
        if (status == CLG_OK)
            status = score_at(fit, x, scores + n, err);
        x[i] = at;
        for (size_t j = 0; j < n; j++)
            information[i * n + j] =
                (scores[j] - scores[n + j]) * unit_of(fit, j) / (2.0 * step);
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            information[i * n + j] = information[j * n + i] =
                0.5 * (information[i * n + j] + information[j * n + i]);
    return status == CLG_OK ? score_at(fit, x, scores, err) : status;
}

static void sweep_one(size_t n, double *m, size_t k)
{
    double pivot = m[k * n + k];

    for (size_t j = 0; j < n; j++)
        m[k * n + j] /= pivot;
    for (size_t i = 0; i < n; i++) {
        double below = m[i * n + k];
        if (i == k || below == 0.0)
            continue;
        for (size_t j = 0; j < n; j++)
            m[i * n + j] -= below * m[k * n + j];
        m[i * n + k] = -below / pivot;
    }
    m[k * n + k] = 1.0 / pivot;
}

/* Inverts in place, one parameter after the other; error[k] = sqrt of the diagonal. A
 * parameter of which the data say next to nothing, given those before it, is passed
 * over, so counts as known, and has error NaN. */
static void invert(size_t n, double *m, double *error)
{
    for (size_t k = 0; k < n; k++)
        error[k] = m[k * n + k];
    for (size_t k = 0; k < n; k++) {
        bool is_identified = m[k * n + k] > fmax(1e-6, 1e-9 * error[k]);
        if (is_identified)
            sweep_one(n, m, k);
        error[k] = is_identified ? 1.0 : NAN;
    }
    for (size_t k = 0; k < n; k++)
        error[k] *= m[k * n + k] > 0.0 ? sqrt(m[k * n + k]) : NAN;
}

static clg_status find_errors(clg_covariate_fit *fit, double *errors, clg_error *err)
{
    size_t n = clg_covariate_count(fit);
    double *room = clg_array_new(n * (n + 3), sizeof *room, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (room != NULL) {
        clg_covariate_get(fit, room);
        status = differentiate(fit, room, room + n, room + 3 * n, err);
    }
    if (status == CLG_OK) {
        invert(n, room + 3 * n, room);
        memcpy(errors, room + fit->coordinates.count,
               (n - fit->coordinates.count) * sizeof *errors);
    }
    clg_free(room);
    return status;
}

static double hazard_ratio(const clg_covariate_fit *fit,
                           const clg_covariate_effect *effect, bool is_dummy)
{
    const clg_covariate_model *model = &fit->model;
    uint32_t p = effect->covariate;
    double x[CLG_COVARIATE_WIDTH] = {1.0};
    double with[CLG_MOST_STATES][CLG_MOST_STATES];
    double without[CLG_MOST_STATES][CLG_MOST_STATES];

    x[1 + p] = is_dummy ? (1.0 - model->mean[p]) / model->sd[p] : 1.0;
    clg_covariates_transition(model, x, with);
    x[1 + p] = is_dummy ? -model->mean[p] / model->sd[p] : 0.0;
    clg_covariates_transition(model, x, without);
    return with[effect->from][effect->to] / without[effect->from][effect->to];
}

static void set_ratios(double b, double error, double *ratio, double *low, double *high)
{
    const double quantile = 1.959963984540054;

    *ratio = exp(b);
    *low = exp(b - quantile * error);
    *high = exp(b + quantile * error);
}

static clg_effect_status judge(double b, double error, double sd, bool with_errors)
{
    bool is_vague = with_errors && !(error <= 3.0 * fabs(b));

    if (sd == 0.0)
        return CLG_EFFECT_CONSTANT;
    if (fabs(b) >= CLG_MOST_COEFFICIENT || (fabs(b) > 4.0 && is_vague))
        return CLG_EFFECT_SEPARATION;
    return with_errors && isnan(error) ? CLG_EFFECT_NOT_IDENTIFIED : CLG_EFFECT_OK;
}

static void describe(const clg_covariate_fit *fit, clg_covariate_effect *effect,
                     double error, bool is_dummy)
{
    double b = fit->model.coefficient[effect->from][effect->to][1 + effect->covariate];
    double sd = fit->model.sd[effect->covariate];

    effect->coefficient = sd > 0.0 ? b : NAN;
    effect->status = judge(b, error, sd, !fit->options->without_errors);
    if (effect->status != CLG_EFFECT_OK)
        b = error = NAN;
    effect->error = error;
    effect->z = b / error;
    effect->p = erfc(fabs(effect->z) / sqrt(2.0));
    set_ratios(b, error, &effect->odds_ratio, &effect->odds_low, &effect->odds_high);
    set_ratios(b / sd, error / sd, &effect->unit_ratio, &effect->unit_low,
               &effect->unit_high);
    effect->hazard_ratio =
        effect->status == CLG_EFFECT_OK ? hazard_ratio(fit, effect, is_dummy) : NAN;
}

static void tell(const clg_covariate_fit *fit, const double *errors,
                 clg_covariates_result *result)
{
    uint32_t states = fit->model.plain.state_count;
    clg_covariate_effect *effect = result->effects;

    for (uint32_t i = 0; i < states; i++)
        for (uint32_t j = 0; j < states; j++)
            result->intercept_error[i][j] = NAN;
    for (uint32_t i = 0; i < states; i++)
        for (uint32_t a = 0; a < fit->moves[i]; a++, errors += fit->width) {
            result->intercept_error[i][fit->to[i][a]] = errors[0];
            for (uint32_t p = 0; p < fit->model.covariate_count; p++, effect++) {
                *effect = (clg_covariate_effect){
                    .from = (uint8_t)i, .to = fit->to[i][a], .covariate = p};
                describe(fit, effect, errors[1 + p], result->is_dummy[p]);
            }
        }
    result->effect_count = (size_t)(effect - result->effects);
}

clg_status clg_covariate_effects(clg_covariate_fit *fit, clg_covariates_result *result,
                                 clg_error *err)
{
    double errors[CLG_MOST_COEFFICIENTS];
    size_t count = fit->first[fit->model.plain.state_count];

    for (size_t c = 0; c < count; c++)
        errors[c] = NAN;
    result->effects = clg_array_new(count, sizeof *result->effects, err);
    if (result->effects == NULL)
        return CLG_ERROR_MEMORY;
    if (!fit->options->without_errors) {
        clg_status status = find_errors(fit, errors, err);
        if (status != CLG_OK)
            return status;
    }
    tell(fit, errors, result);
    return CLG_OK;
}
