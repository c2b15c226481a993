/* Derivatives of log-likelihoods by Fisher's identity: that of the complete data,
 * expected given what was observed. For shares it is count minus total times share, for
 * emissions the derivative of the log density, weighted by the posterior. */
#include "trajectory/hmm/sandwich_part.h"

#include "base/special.h"
#include "base/threads.h"

#include <math.h>
#include <string.h>

static const double least_share = 1e-8;

/* ---- coordinates ---- */

static void add_shares(clg_score_work *work, const double *shares,
                       const uint8_t *is_free, uint32_t count,
                       clg_score_coordinate kind)
{
    uint32_t largest = 0;

    kind.group = work->count;
    for (uint32_t k = 0; k < count; k++)
        if (shares[k] > shares[largest])
            largest = k;
    for (uint32_t k = 0; k < count; k++)
        if (k != largest && shares[k] >= least_share &&
            (is_free == NULL || is_free[k])) {
            kind.index = (uint8_t)k;
            work->list[work->count++] = kind;
        }
}

static void add_theta(clg_score_work *work, const clg_hmm *model, uint32_t d,
                      uint32_t k)
{
    const char *kinds = clg_family_kinds(model->family[d]);
    const double *theta = model->theta[d][k];
    clg_score_coordinate one = {
        .kind = 'c', .state = (uint8_t)k, .indicator = (uint8_t)d};

    if (kinds[0] == 'c') {
        add_shares(work, theta, NULL, CLG_THETA, one);
        return;
    }
    for (int i = 0; kinds[i] != '\0'; i++) {
        bool is_at_floor = model->family[d] == CLG_FAMILY_NORMAL && i == 1 &&
                           theta[1] <= clg_em_variance_floor(work->priors, d, theta[0]);
        if (is_at_floor)
            continue;
        one.kind = kinds[i];
        one.index = (uint8_t)i;
        one.unit = kinds[i] == 'l' ? sqrt(theta[1]) : 1.0;
        one.group = work->count;
        work->list[work->count++] = one;
    }
}

void clg_list_coordinates(clg_score_work *work, const clg_hmm *model,
                          uint32_t empty_states)
{
    clg_score_coordinate start = {.kind = 'i'}, move = {.kind = 'm'};

    work->count = 0;
    add_shares(work, model->initial, model->starts, model->state_count, start);
    for (uint32_t k = 0; k < model->state_count; k++) {
        if (empty_states >> k & 1)
            continue;
        move.state = (uint8_t)k;
        add_shares(work, model->transition[k], model->allowed[k], model->state_count,
                   move);
        for (uint32_t d = 0; d < model->indicator_count; d++)
            add_theta(work, model, d, k);
    }
}

static double *shares_of(clg_hmm *model, const clg_score_coordinate *at,
                         uint32_t *count)
{
    *count = at->kind == 'c' ? CLG_THETA : model->state_count;
    return at->kind == 'i'   ? model->initial
           : at->kind == 'm' ? model->transition[at->state]
                             : model->theta[at->indicator][at->state];
}

static bool is_of_shares(const clg_score_coordinate *coordinate)
{
    return coordinate->kind == 'i' || coordinate->kind == 'm' ||
           coordinate->kind == 'c';
}

double *clg_coordinate_value(clg_hmm *model, const clg_score_coordinate *coordinate)
{
    uint32_t count;

    if (is_of_shares(coordinate))
        return shares_of(model, coordinate, &count) + coordinate->index;
    return &model->theta[coordinate->indicator][coordinate->state][coordinate->index];
}

void clg_shift_coordinate(const clg_score_coordinate *coordinate, double by,
                          clg_hmm *model)
{
    double *value = clg_coordinate_value(model, coordinate), sum = 0.0, odds, *shares;
    uint32_t count;

    if (coordinate->kind == 'l') {
        *value += by * coordinate->unit;
    } else if (coordinate->kind == 'p') {
        *value *= exp(by);
    } else if (coordinate->kind == 's') {
        odds = *value / (1.0 - *value) * exp(by);
        *value = odds / (1.0 + odds);
    } else {
        shares = shares_of(model, coordinate, &count);
        *value *= exp(by);
        for (uint32_t k = 0; k < count; k++)
            sum += shares[k];
        for (uint32_t k = 0; k < count; k++)
            shares[k] /= sum;
    }
}

/* ---- derivatives of log densities ---- */

/* For families without a short formula, to about 1e-9. */
static double slope_between(const clg_hmm *model, const clg_score_coordinate *at,
                            double x, double e)
{
    const double step = 1e-4;
    double theta[CLG_THETA], value = model->theta[at->indicator][at->state][at->index];
    double density[2];

    for (int side = 0; side < 2; side++) {
        double by = side ? step : -step, odds = value / (1.0 - value) * exp(by);
        memcpy(theta, model->theta[at->indicator][at->state], sizeof theta);
        theta[at->index] = at->kind == 's' ? odds / (1.0 + odds) : value * exp(by);
        density[side] =
            clg_emission_log_density(model->family[at->indicator], theta, x, e);
    }
    return (density[1] - density[0]) / (2.0 * step);
}

static double slope_of(const clg_hmm *model, const clg_score_coordinate *at, double x,
                       double e)
{
    const double *theta = model->theta[at->indicator][at->state];
    double off = x - theta[0], ignored;

    switch (model->family[at->indicator]) {
    case CLG_FAMILY_NORMAL:
        return at->kind == 'l' ? at->unit * off / theta[1]
                               : 0.5 * (off * off / theta[1] - 1.0);
    case CLG_FAMILY_POISSON: return x - e * theta[0];
    case CLG_FAMILY_BINOMIAL: return x - e * theta[0];
    case CLG_FAMILY_GAMMA:
        if (at->index == 0)
            return theta[1] * off / theta[0];
        return theta[1] * (clg_log_minus_digamma(theta[1], &ignored) +
                           log(x / theta[0]) + 1.0 - x / theta[0]);
    case CLG_FAMILY_CATEGORICAL: return ((int)x - 1 == at->index) - theta[at->index];
    default: return slope_between(model, at, x, e);
    }
}

/* ---- scores ---- */

static double score_of_shares(const double *counts, const double *shares,
                              uint32_t states, uint32_t k)
{
    double total = 0.0;

    for (uint32_t j = 0; j < states; j++)
        total += counts[j];
    return counts[k] - total * shares[k];
}

static double score_of_emission(const clg_score_work *work, const clg_hmm *model,
                                uint32_t school, const clg_score_coordinate *at)
{
    const clg_panel *panel = clg_batch_panel(work->batch);
    double score = 0.0;

    for (uint32_t t = 0; t < panel->length[school]; t++) {
        size_t row = panel->first[school] + t;
        double e = clg_exposure_at(panel, model, at->indicator, row);
        double gamma = work->posterior[row * model->state_count + at->state];
        if (gamma > 0.0 && clg_panel_has(panel, school, t, at->indicator) && !isnan(e))
            score +=
                gamma * slope_of(model, at,
                                 clg_panel_value(panel, school, t, at->indicator), e);
    }
    return score;
}

static double score_of(const clg_score_work *work, const clg_hmm *model,
                       uint32_t school, const clg_score_coordinate *at)
{
    const clg_panel *panel = clg_batch_panel(work->batch);
    uint32_t states = model->state_count;

    if (at->kind == 'i')
        return panel->is_founded[school] || panel->length[school] == 0
                   ? 0.0
                   : score_of_shares(work->posterior + panel->first[school] * states,
                                     model->initial, states, at->index);
    if (at->kind == 'm')
        return score_of_shares(work->moves +
                                   ((size_t)school * states + at->state) * states,
                               model->transition[at->state], states, at->index);
    return score_of_emission(work, model, school, at);
}

/* Of the Dirichlet and variance priors, in the same coordinates. */
static double slope_of_prior(const clg_score_work *work, const clg_hmm *model,
                             const clg_score_coordinate *at)
{
    const clg_priors *priors = work->priors;
    const uint8_t *is_free =
        at->kind == 'i' ? model->starts : model->allowed[at->state];
    double prior = at->kind == 'i' ? priors->initial : priors->transition;
    double counts[CLG_MOST_STATES] = {0};

    if (at->kind == 'i' || at->kind == 'm') {
        for (uint32_t k = 0; k < model->state_count; k++)
            counts[k] = is_free[k] ? prior : 0.0;
        return score_of_shares(
            counts, at->kind == 'i' ? model->initial : model->transition[at->state],
            model->state_count, at->index);
    }
    if (model->family[at->indicator] != CLG_FAMILY_NORMAL || at->kind != 'p')
        return 0.0;
    return 0.5 * priors->variance_count *
           (priors->global_variance[at->indicator] /
                model->theta[at->indicator][at->state][1] -
            1.0);
}

/* ---- all schools together ---- */

static bool is_of_normal(const clg_hmm *model, const clg_score_coordinate *at)
{
    return at->kind != 'i' && at->kind != 'm' &&
           model->family[at->indicator] == CLG_FAMILY_NORMAL;
}

/* The derivative for all schools from the sums of the E-step. */
static double sum_of_scores(const clg_hmm *model, const clg_expectations *sums,
                            const clg_score_coordinate *at)
{
    double variance = model->theta[at->indicator][at->state][1];

    if (at->kind == 'i')
        return score_of_shares(sums->initial, model->initial, model->state_count,
                               at->index);
    if (at->kind == 'm')
        return score_of_shares(sums->moves[at->state], model->transition[at->state],
                               model->state_count, at->index);
    if (at->kind == 'l')
        return at->unit * sums->first[at->indicator][at->state] / variance;
    return 0.5 * (sums->second[at->indicator][at->state] / variance -
                  sums->count[at->indicator][at->state]);
}

/* Other families have no such sums: school by school, in their order. */
static double sum_over_schools(const clg_score_work *work, const clg_hmm *model,
                               const clg_score_coordinate *at)
{
    uint32_t schools = clg_batch_panel(work->batch)->school_count;
    double sum = 0.0;

    for (uint32_t s = 0; s < schools; s++)
        sum += score_of_emission(work, model, s, at);
    return sum;
}

static void fill_scores(const clg_score_work *work, const clg_hmm *model,
                        double *scores)
{
    uint32_t schools = clg_batch_panel(work->batch)->school_count;
    int threads = work->threads > 0 ? work->threads : clg_thread_limit();

#pragma omp parallel for num_threads(threads) schedule(static)
    for (uint32_t s = 0; s < schools; s++)
        for (uint32_t p = 0; p < work->count; p++)
            scores[(size_t)s * work->count + p] =
                score_of(work, model, s, &work->list[p]);
}

static bool needs_posterior(const clg_score_work *work, const clg_hmm *model)
{
    for (uint32_t p = 0; p < work->count; p++)
        if (work->list[p].kind != 'i' && work->list[p].kind != 'm' &&
            !is_of_normal(model, &work->list[p]))
            return true;
    return false;
}

clg_status clg_gradient(clg_score_work *work, const clg_hmm *model, double *gradient,
                        double *scores, clg_error *err)
{
    bool is_by_row = scores != NULL || needs_posterior(work, model);
    clg_batch_options options = {.threads = work->threads,
                                 .posterior = is_by_row ? work->posterior : NULL,
                                 .school_moves = scores != NULL ? work->moves : NULL};
    clg_expectations sums;
    clg_status status = clg_batch_expect(work->batch, model, &options, &sums, err);
    int threads = work->threads > 0 ? work->threads : clg_thread_limit();

    if (status != CLG_OK)
        return status;
    if (scores != NULL)
        fill_scores(work, model, scores);
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
    for (uint32_t p = 0; p < work->count; p++) {
        const clg_score_coordinate *at = &work->list[p];
        bool is_summed = at->kind == 'i' || at->kind == 'm' || is_of_normal(model, at);
        gradient[p] = slope_of_prior(work, model, at) +
                      (is_summed ? sum_of_scores(model, &sums, at)
                                 : sum_over_schools(work, model, at));
    }
    return CLG_OK;
}
