/* The M-step: parameters from expected statistics, each block in closed form.
 *
 * Sums of normals are about the current mean, so that nothing cancels however far from
 * zero an indicator lies. A state that hardly any window is in keeps what it has: its
 * likelihood does not depend on it, and 0 / 0 would spread. Rates and probabilities
 * stay a hair inside their range, because a state whose rate is 0 can never be left by
 * EM and turns a single event into an impossible one. */
#include "trajectory/hmm/em_parts.h"

#include <float.h>
#include <math.h>

static const double least_windows = 2.0, least_share = 1e-8; /* of a state */
static const double hair = 1e-12;

/* ---- what is too little ---- */

static double sum_of(const double *values, uint32_t count)
{
    double sum = 0.0;

    for (uint32_t k = 0; k < count; k++)
        sum += values[k];
    return sum;
}

static bool is_empty(const double *counts, uint32_t states, uint32_t k)
{
    return !(counts[k] >= least_windows &&
             counts[k] >= least_share * sum_of(counts, states));
}

double clg_em_variance_floor(const clg_priors *priors, uint32_t indicator, double mean)
{
    double share = priors->variance_floor * priors->global_variance[indicator];
    double rounding = 4.0 * DBL_EPSILON * fabs(mean);

    return fmax(share, fmax(rounding * rounding, 1e-200));
}

uint32_t clg_em_flags(const clg_expectations *expectations, const clg_priors *priors,
                      const clg_hmm *model, uint32_t *empty_states)
{
    uint32_t flags = 0, states = model->state_count;

    *empty_states = 0;
    for (uint32_t k = 0; k < states; k++)
        if (is_empty(expectations->occupied, states, k)) {
            *empty_states |= 1u << k;
            flags |= CLG_FIT_EMPTY_STATE;
        }
    for (uint32_t d = 0; d < model->indicator_count; d++)
        for (uint32_t k = 0; model->family[d] == CLG_FAMILY_NORMAL && k < states; k++) {
            const double *theta = model->theta[d][k];
            if (theta[1] <= clg_em_variance_floor(priors, d, theta[0]))
                flags |= CLG_FIT_VARIANCE_FLOOR;
        }
    return flags;
}

/* ---- where schools begin, where they go ---- */

/* Probabilities proportional to counts + prior over the free cells; as they were if
 * that is nothing. */
static void update_shares(const double *counts, const uint8_t *is_free, double prior,
                          uint32_t states, double *shares)
{
    double room[CLG_MOST_STATES], sum = 0.0;

    for (uint32_t k = 0; k < states; k++) {
        room[k] = is_free[k] ? fmax(counts[k] + prior, 0.0) : 0.0;
        sum += room[k];
    }
    for (uint32_t k = 0; sum > 0.0 && k < states; k++)
        shares[k] = room[k] / sum;
}

/* ---- emissions ---- */

/* Pool-adjacent-violators: a block that falls behind the one before is joined to it. */
void clg_isotonic(double *values, const double *weights, uint32_t count)
{
    double mean[CLG_MOST_STATES], weight[CLG_MOST_STATES];
    uint32_t size[CLG_MOST_STATES], blocks = 0, next = 0;

    for (uint32_t i = 0; i < count; i++) {
        mean[blocks] = values[i];
        weight[blocks] = weights[i];
        size[blocks++] = 1;
        while (blocks > 1 && mean[blocks - 2] > mean[blocks - 1]) {
            double both = weight[blocks - 2] + weight[blocks - 1];
            mean[blocks - 2] +=
                weight[blocks - 1] / both * (mean[blocks - 1] - mean[blocks - 2]);
            weight[blocks - 2] = both;
            size[blocks - 2] += size[blocks - 1];
            blocks--;
        }
    }
    for (uint32_t b = 0; b < blocks; b++)
        for (uint32_t i = 0; i < size[b]; i++)
            values[next++] = mean[b];
}

void clg_em_keep_bounds(const clg_priors *priors, clg_hmm *model)
{
    double means[CLG_MOST_STATES] = {0}, weights[CLG_MOST_STATES] = {0};

    for (uint32_t k = 0; k < priors->anchored; k++) {
        means[k] = model->theta[priors->anchor][k][0];
        weights[k] = 1.0;
    }
    clg_isotonic(means, weights, priors->anchored);
    for (uint32_t k = 0; k < priors->anchored; k++)
        model->theta[priors->anchor][k][0] = means[k];
    for (uint32_t d = 0; d < model->indicator_count; d++)
        for (uint32_t k = 0;
             model->family[d] == CLG_FAMILY_NORMAL && k < model->state_count; k++) {
            double *theta = model->theta[d][k];
            theta[1] = fmax(theta[1], clg_em_variance_floor(priors, d, theta[0]));
        }
}

/* Where the means of an indicator go. Anchored ones move together, also those of
 * empty states: all of them must be in order. */
static void find_means(const clg_expectations *expectations, const clg_priors *priors,
                       const clg_hmm *model, uint32_t d, double *means)
{
    const double *count = expectations->count[d];
    uint32_t anchored = d == priors->anchor ? priors->anchored : 0;
    double weights[CLG_MOST_STATES];

    for (uint32_t k = 0; k < model->state_count; k++) {
        bool stays =
            k < anchored ? !(count[k] > 0.0) : is_empty(count, model->state_count, k);
        means[k] = model->theta[d][k][0];
        if (!stays)
            means[k] += expectations->first[d][k] / count[k];
        weights[k] = fmax(count[k] / model->theta[d][k][1], 1e-200);
    }
    clg_isotonic(means, weights, anchored);
}

/* The variance about the new mean: the sum of squares about the old one, moved. */
static void update_normals(const clg_expectations *expectations,
                           const clg_priors *priors, uint32_t d, clg_hmm *model)
{
    const double *count = expectations->count[d];
    double means[CLG_MOST_STATES];

    find_means(expectations, priors, model, d, means);
    for (uint32_t k = 0; k < model->state_count; k++) {
        double *theta = model->theta[d][k], move = means[k] - theta[0];
        double square = expectations->second[d][k] -
                        2.0 * move * expectations->first[d][k] + move * move * count[k];
        double pulled = priors->variance_count * priors->global_variance[d];

        theta[0] = means[k];
        if (!is_empty(count, model->state_count, k))
            theta[1] = (square + pulled) / (count[k] + priors->variance_count);
        theta[1] = fmax(theta[1], clg_em_variance_floor(priors, d, theta[0]));
    }
}

/* Events per exposure. */
static void update_rate(const clg_expectations *expectations, uint32_t d, uint32_t k,
                        uint32_t states, double *theta)
{
    const double *events = expectations->first[d], *exposure = expectations->second[d];
    double overall = sum_of(events, states) / sum_of(exposure, states);

    theta[0] = fmax(events[k] / exposure[k], overall > 0.0 ? hair * overall : 1e-200);
}

static void update_probability(const clg_expectations *expectations, uint32_t d,
                               uint32_t k, double *theta)
{
    double share = expectations->first[d][k] / expectations->second[d][k];

    theta[0] = fmin(fmax(share, hair), 1.0 - hair);
}

static void update_others(const clg_batch *batch, const clg_expectations *expectations,
                          uint32_t d, uint32_t k, clg_hmm *model)
{
    double *theta = model->theta[d][k];
    clg_weighted_values values;

    if (is_empty(expectations->count[d], model->state_count, k))
        return;
    switch (model->family[d]) {
    case CLG_FAMILY_POISSON:
        update_rate(expectations, d, k, model->state_count, theta);
        break;
    case CLG_FAMILY_BINOMIAL: update_probability(expectations, d, k, theta); break;
    case CLG_FAMILY_GAMMA:
        clg_gamma_maximise(expectations->count[d][k], expectations->first[d][k],
                           expectations->second[d][k], theta);
        break;
    default:
        values = clg_batch_values(batch, d, k);
        clg_emission_maximise(model->family[d], &values, theta);
    }
}

/* ---- the whole step ---- */

uint32_t clg_em_maximise(const clg_batch *batch, const clg_expectations *expectations,
                         const clg_priors *priors, clg_hmm *model,
                         uint32_t *empty_states)
{
    uint32_t states = model->state_count;

    update_shares(expectations->initial, model->starts, priors->initial, states,
                  model->initial);
    for (uint32_t k = 0; k < states; k++)
        if (!is_empty(expectations->occupied, states, k))
            update_shares(expectations->moves[k], model->allowed[k], priors->transition,
                          states, model->transition[k]);
    for (uint32_t d = 0; d < model->indicator_count; d++) {
        if (model->family[d] == CLG_FAMILY_NORMAL) {
            update_normals(expectations, priors, d, model);
            continue;
        }
        for (uint32_t k = 0; k < states; k++)
            update_others(batch, expectations, d, k, model);
    }
    return clg_em_flags(expectations, priors, model, empty_states);
}

/* ---- priors ---- */

/* Dirichlet: prior * log share. Free shares that are 0 make it minus infinity. */
static double log_dirichlet(const double *shares, const uint8_t *is_free, double prior,
                            uint32_t states)
{
    double sum = 0.0;

    for (uint32_t k = 0; prior != 0.0 && k < states; k++)
        if (is_free[k])
            sum += prior * log(shares[k]);
    return sum;
}

/* Inverse gamma, whose mode the variances are drawn to. */
static double log_variances(const clg_hmm *model, const clg_priors *priors, uint32_t d)
{
    double sum = 0.0;

    for (uint32_t k = 0; k < model->state_count; k++) {
        double variance = model->theta[d][k][1];
        sum -= 0.5 * priors->variance_count *
               (log(variance) + priors->global_variance[d] / variance);
    }
    return sum;
}

double clg_em_log_prior(const clg_hmm *model, const clg_priors *priors)
{
    uint32_t states = model->state_count;
    double sum = log_dirichlet(model->initial, model->starts, priors->initial, states);

    for (uint32_t k = 0; k < states; k++)
        sum += log_dirichlet(model->transition[k], model->allowed[k],
                             priors->transition, states);
    for (uint32_t d = 0; priors->variance_count > 0.0 && d < model->indicator_count;
         d++)
        if (model->family[d] == CLG_FAMILY_NORMAL)
            sum += log_variances(model, priors, d);
    return sum;
}
