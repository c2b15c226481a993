#include "trajectory/dynamics/class_part.h"

#include "base/memory.h"
#include "trajectory/hmm/em_parts.h"

#include <math.h>
#include <string.h>

static const double least_share = 1e-10;

clg_hmm clg_class_hmm(const clg_class_model *model, uint32_t class_index)
{
    clg_hmm plain = model->shared;

    memcpy(plain.initial, model->initial[class_index], sizeof plain.initial);
    memcpy(plain.transition, model->transition[class_index], sizeof plain.transition);
    return plain;
}

clg_status clg_class_reserve(clg_class_fit *fit, clg_error *err)
{
    const clg_hmm *shared = &fit->model.shared;
    size_t cells = (size_t)fit->model.class_count * fit->schools;
    bool ok = true;

    fit->loglik = clg_array_new(cells, sizeof *fit->loglik, err);
    fit->posterior = clg_array_new(cells, sizeof *fit->posterior, err);
    for (uint32_t d = 0; ok && d < shared->indicator_count; d++)
        if (clg_family_is_looked_up(shared->family[d])) {
            size_t values = clg_batch_values(fit->batch, d, 0).count;
            fit->weights[d] =
                clg_array_new(values * shared->state_count, sizeof(double), err);
            ok = fit->weights[d] != NULL;
        }
    return ok && fit->loglik != NULL && fit->posterior != NULL ? CLG_OK
                                                               : CLG_ERROR_MEMORY;
}

void clg_class_release(clg_class_fit *fit)
{
    clg_free(fit->loglik);
    clg_free(fit->posterior);
    for (uint32_t d = 0; d < CLG_MOST_INDICATORS; d++)
        clg_free(fit->weights[d]);
}

/* Posterior of one school's class; returns its log-likelihood. */
static double find_class(const clg_class_fit *fit, uint32_t school)
{
    uint32_t classes = fit->model.class_count;
    double joint[CLG_MOST_CLASSES], largest = -INFINITY, sum = 0.0;

    for (uint32_t c = 0; c < classes; c++) {
        joint[c] =
            log(fit->model.weight[c]) + fit->loglik[(size_t)c * fit->schools + school];
        largest = fmax(largest, joint[c]);
    }
    for (uint32_t c = 0; c < classes; c++)
        sum += joint[c] = exp(joint[c] - largest);
    for (uint32_t c = 0; c < classes; c++)
        fit->posterior[(size_t)c * fit->schools + school] = joint[c] / sum;
    return largest + log(sum);
}

clg_status clg_class_posterior(clg_class_fit *fit, clg_error *err)
{
    clg_expectations unused;
    clg_status status = CLG_OK;

    for (uint32_t c = 0; status == CLG_OK && c < fit->model.class_count; c++) {
        const clg_hmm plain = clg_class_hmm(&fit->model, c);
        const clg_batch_options options = {.threads = fit->options->threads,
                                           .school_loglik =
                                               fit->loglik + (size_t)c * fit->schools};
        status = clg_batch_expect(fit->batch, &plain, &options, &unused, err);
    }
    fit->sum = 0.0;
    for (uint32_t s = 0; status == CLG_OK && s < fit->schools; s++)
        fit->sum += find_class(fit, s);
    return status;
}

static void add_expectations(clg_class_fit *fit, const clg_expectations *found)
{
    const clg_hmm *shared = &fit->model.shared;

    for (uint32_t k = 0; k < shared->state_count; k++) {
        fit->total.initial[k] += found->initial[k];
        fit->total.occupied[k] += found->occupied[k];
        for (uint32_t j = 0; j < shared->state_count; j++)
            fit->total.moves[k][j] += found->moves[k][j];
        for (uint32_t d = 0; d < shared->indicator_count; d++) {
            fit->total.count[d][k] += found->count[d][k];
            fit->total.first[d][k] += found->first[d][k];
            fit->total.second[d][k] += found->second[d][k];
        }
    }
    for (uint32_t d = 0; d < shared->indicator_count; d++)
        for (uint32_t k = 0; fit->weights[d] != NULL && k < shared->state_count; k++) {
            clg_weighted_values values = clg_batch_values(fit->batch, d, k);
            for (size_t v = 0; v < values.count; v++)
                fit->weights[d][k * values.count + v] += values.weight[v];
        }
}

clg_status clg_class_expect(clg_class_fit *fit, clg_error *err)
{
    const clg_hmm *shared = &fit->model.shared;
    clg_expectations found;
    clg_status status = CLG_OK;

    memset(&fit->total, 0, sizeof fit->total);
    for (uint32_t d = 0; d < shared->indicator_count; d++)
        if (fit->weights[d] != NULL)
            memset(fit->weights[d], 0,
                   clg_batch_values(fit->batch, d, 0).count * shared->state_count *
                       sizeof(double));
    for (uint32_t c = 0; status == CLG_OK && c < fit->model.class_count; c++) {
        const clg_hmm plain = clg_class_hmm(&fit->model, c);
        const clg_batch_options options = {.threads = fit->options->threads,
                                           .weights = fit->posterior +
                                                      (size_t)c * fit->schools};
        status = clg_batch_expect(fit->batch, &plain, &options, &found, err);
        if (status != CLG_OK)
            break;
        memcpy(fit->initial[c], found.initial, sizeof found.initial);
        memcpy(fit->moves[c], found.moves, sizeof found.moves);
        add_expectations(fit, &found);
    }
    return status;
}

/* Shares proportional to counts + prior over free cells, none below least_share; as
 * they were if that is nothing. */
static void update_shares(const double *counts, const uint8_t *is_free, double prior,
                          uint32_t states, double *shares)
{
    double sum = 0.0, raised = 0.0;

    for (uint32_t k = 0; k < states; k++)
        sum += is_free[k] ? counts[k] + prior : 0.0;
    if (!(sum > 1e-8))
        return;
    for (uint32_t k = 0; k < states; k++) {
        shares[k] = is_free[k] ? fmax((counts[k] + prior) / sum, least_share) : 0.0;
        raised += shares[k];
    }
    for (uint32_t k = 0; k < states; k++)
        shares[k] /= raised;
}

/* Emissions in closed form from the total; those that are looked up from their summed
 * weights, since the batch keeps those of its last E-step only. */
static void maximise_emissions(clg_class_fit *fit)
{
    clg_hmm *shared = &fit->model.shared, before = *shared;
    uint32_t unused;

    clg_em_maximise(fit->batch, &fit->total, &fit->priors, shared, &unused);
    for (uint32_t d = 0; d < shared->indicator_count; d++) {
        double all = 0.0;
        if (fit->weights[d] == NULL)
            continue;
        for (uint32_t k = 0; k < shared->state_count; k++)
            all += fit->total.count[d][k];
        for (uint32_t k = 0; k < shared->state_count; k++) {
            clg_weighted_values values = clg_batch_values(fit->batch, d, k);
            double count = fit->total.count[d][k], *theta = shared->theta[d][k];
            memcpy(theta, before.theta[d][k], sizeof before.theta[d][k]);
            values.weight = fit->weights[d] + k * values.count;
            if (count >= 2.0 && count >= 1e-8 * all)
                clg_emission_maximise(shared->family[d], &values, theta);
        }
    }
}

void clg_class_maximise(clg_class_fit *fit)
{
    clg_class_model *model = &fit->model;
    const clg_hmm *shared = &model->shared;
    uint32_t states = shared->state_count;

    maximise_emissions(fit);
    for (uint32_t c = 0; c < model->class_count; c++) {
        model->weight[c] = 0.0;
        for (uint32_t s = 0; s < fit->schools; s++)
            model->weight[c] += fit->posterior[(size_t)c * fit->schools + s];
        model->weight[c] = fmax(model->weight[c] / fit->schools, 1e-13);
        update_shares(fit->initial[c], shared->starts, fit->priors.initial, states,
                      model->initial[c]);
        for (uint32_t i = 0; i < states; i++)
            update_shares(fit->moves[c][i], shared->allowed[i], fit->priors.transition,
                          states, model->transition[c][i]);
    }
}

double clg_class_objective(const clg_class_fit *fit)
{
    clg_priors of_shares = fit->priors, of_emissions = fit->priors;
    double sum = fit->sum;

    of_shares.variance_count = 0.0;
    of_emissions.initial = of_emissions.transition = 0.0;
    sum += clg_em_log_prior(&fit->model.shared, &of_emissions);
    for (uint32_t c = 0; c < fit->model.class_count; c++) {
        const clg_hmm plain = clg_class_hmm(&fit->model, c);
        sum += clg_em_log_prior(&plain, &of_shares);
    }
    return sum;
}

/* Reads free shares from the model into x, or writes them from x, to sum to 1. */
static void pass_shares(double *shares, const uint8_t *is_free, uint32_t count,
                        double **x, bool writes)
{
    double sum = 0.0;

    for (uint32_t k = 0; k < count; k++) {
        if (is_free != NULL && !is_free[k])
            continue;
        if (writes)
            shares[k] = clg_from_log((*x)[0]);
        else
            (*x)[0] = clg_log_share_of(shares[k]);
        sum += shares[k];
        ++*x;
    }
    for (uint32_t k = 0; writes && k < count; k++)
        shares[k] = sum > 0.0 ? shares[k] / sum : shares[k];
}

static size_t pass_classes(clg_class_model *model, double *x, bool writes)
{
    const clg_hmm *shared = &model->shared;
    double *from = x;

    pass_shares(model->weight, NULL, model->class_count, &x, writes);
    for (uint32_t c = 0; c < model->class_count; c++) {
        pass_shares(model->initial[c], shared->starts, shared->state_count, &x, writes);
        for (uint32_t i = 0; i < shared->state_count; i++)
            pass_shares(model->transition[c][i], shared->allowed[i],
                        shared->state_count, &x, writes);
    }
    return (size_t)(x - from);
}

size_t clg_class_count(const clg_class_fit *fit)
{
    const clg_hmm *shared = &fit->model.shared;
    size_t shares = 0;

    for (uint32_t i = 0; i < shared->state_count; i++) {
        shares += shared->starts[i] != 0;
        for (uint32_t j = 0; j < shared->state_count; j++)
            shares += shared->allowed[i][j] != 0;
    }
    return fit->coordinates.count + fit->model.class_count * (1 + shares);
}

void clg_class_get(const clg_class_fit *fit, double *x)
{
    clg_class_model model = fit->model; /* reading does not change it */

    clg_coordinates_get(&fit->coordinates, &model.shared, x);
    pass_classes(&model, x + fit->coordinates.count, false);
}

void clg_class_set(clg_class_fit *fit, const double *x)
{
    enum {
        MOST_SHARES = CLG_MOST_CLASSES * (1 + CLG_MOST_STATES * (1 + CLG_MOST_STATES))
    };
    double shares[MOST_SHARES];

    memcpy(shares, x + fit->coordinates.count,
           (clg_class_count(fit) - fit->coordinates.count) * sizeof *shares);
    clg_coordinates_set(&fit->coordinates, x, &fit->model.shared);
    clg_em_keep_bounds(&fit->priors, &fit->model.shared);
    pass_classes(&fit->model, shares, true);
}
