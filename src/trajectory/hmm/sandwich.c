/* The sandwich: scores of schools between inverses of the second derivative, which is
 * the difference of gradients. */
#include "trajectory/hmm/sandwich_part.h"
#include "trajectory/hmm/uncertainty.h"

#include "base/memory.h"
#include "base/special.h"
#include "trajectory/curve/small_matrix.h"

#include <math.h>
#include <string.h>

typedef struct sandwich {
    clg_score_work scores;
    double *gradient, *other;     /* [count] */
    double *school_scores;        /* [s * count] */
    double *bread, *inverse;      /* [count * count] */
    double *filling, *covariance; /* the same */
} sandwich;

/* ---- the three layers ---- */

/* Minus the second derivative, made symmetric. */
static clg_status bake(sandwich *work, const clg_hmm *model, clg_error *err)
{
    const double step = 1e-4;
    uint32_t count = work->scores.count;
    clg_status status = CLG_OK;

    for (uint32_t p = 0; status == CLG_OK && p < count; p++) {
        clg_hmm up = *model, down = *model;
        clg_shift_coordinate(&work->scores.list[p], step, &up);
        clg_shift_coordinate(&work->scores.list[p], -step, &down);
        status = clg_gradient(&work->scores, &up, work->gradient, NULL, err);
        if (status == CLG_OK)
            status = clg_gradient(&work->scores, &down, work->other, NULL, err);
        for (uint32_t q = 0; status == CLG_OK && q < count; q++)
            work->bread[(size_t)p * count + q] =
                (work->other[q] - work->gradient[q]) / (2.0 * step);
    }
    for (uint32_t p = 0; p < count; p++)
        for (uint32_t q = 0; q < p; q++) {
            double *a = &work->bread[(size_t)p * count + q];
            double *b = &work->bread[(size_t)q * count + p];
            *a = *b = 0.5 * (*a + *b);
        }
    return status;
}

/* Scores about their mean: with priors they do not sum to 0. */
static clg_status fill(sandwich *work, const clg_hmm *model, clg_error *err)
{
    uint32_t count = work->scores.count,
             schools = clg_batch_panel(work->scores.batch)->school_count;
    double factor = schools / (schools - 1.0);
    clg_status status =
        clg_gradient(&work->scores, model, work->gradient, work->school_scores, err);

    if (status != CLG_OK)
        return status;
    memset(work->other, 0, count * sizeof *work->other);
    for (uint32_t s = 0; s < schools; s++)
        for (uint32_t p = 0; p < count; p++)
            work->other[p] += work->school_scores[(size_t)s * count + p] / schools;
    for (uint32_t s = 0; s < schools; s++) {
        double *score = work->school_scores + (size_t)s * count;
        for (uint32_t p = 0; p < count; p++)
            score[p] -= work->other[p];
        for (uint32_t p = 0; p < count; p++)
            for (uint32_t q = 0; q < count; q++)
                work->filling[(size_t)p * count + q] += factor * score[p] * score[q];
    }
    return CLG_OK;
}

static void multiply(uint32_t n, const double *a, const double *b, double *product)
{
    memset(product, 0, (size_t)n * n * sizeof *product);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            for (size_t j = 0; j < n; j++)
                product[i * n + j] += a[i * n + k] * b[k * n + j];
}

/* False if the bread is not positive definite. */
static bool put_together(sandwich *work)
{
    uint32_t count = work->scores.count;

    if (!clg_cholesky(count, work->bread))
        return false;
    clg_cholesky_inverse(count, work->bread, work->inverse);
    multiply(count, work->inverse, work->filling, work->bread);
    multiply(count, work->bread, work->inverse, work->covariance);
    return true;
}

/* ---- back to the parameters ---- */

static void blank(double *shares, const uint8_t *is_free, uint32_t count)
{
    uint32_t free_cells = 0;

    for (uint32_t k = 0; k < count; k++)
        free_cells += is_free[k] != 0;
    for (uint32_t k = 0; free_cells > 1 && k < count; k++)
        if (is_free[k])
            shares[k] = NAN;
}

/* What is free is not known unless it is said below. */
static void blank_free(clg_hmm *model)
{
    blank(model->initial, model->starts, model->state_count);
    for (uint32_t k = 0; k < model->state_count; k++) {
        blank(model->transition[k], model->allowed[k], model->state_count);
        for (uint32_t d = 0; d < model->indicator_count; d++)
            for (int i = 0; clg_family_parameters(model->family[d])[i] != NULL; i++)
                model->theta[d][k][i] = NAN;
    }
}

/* Error and interval of a share from those of its log odds. */
static void put_share(double share, double error, double z, double *low, double *high)
{
    double odds = share / (1.0 - share),
           factor = exp(z * error / (share * (1.0 - share)));

    *low = odds / factor / (1.0 + odds / factor);
    *high = odds * factor / (1.0 + odds * factor);
}

static void put_one(const sandwich *work, const clg_hmm *model, uint32_t p, double z,
                    clg_uncertainty *found)
{
    const clg_score_coordinate *at = &work->scores.list[p];
    double value = model->theta[at->indicator][at->state][at->index];
    double deviation = sqrt(work->covariance[(size_t)p * work->scores.count + p]);
    double *error = clg_coordinate_value(&found->error, at);
    double *low = clg_coordinate_value(&found->low, at);
    double *high = clg_coordinate_value(&found->high, at);

    if (at->kind == 'l') {
        *error = deviation * at->unit;
        *low = value - z * *error;
        *high = value + z * *error;
    } else if (at->kind == 'p') {
        *error = deviation * value;
        *low = value * exp(-z * deviation);
        *high = value * exp(z * deviation);
    } else {
        *error = deviation * value * (1.0 - value);
        put_share(value, *error, z, low, high);
    }
}

/* Var p_k = sum over a, b of p_k (d_ka - p_a) V_ab p_k (d_kb - p_b); `size` coordinates
 * of the group, d_ka is 1 where a is the log ratio of k. */
static void put_group(const sandwich *work, const clg_hmm *model, uint32_t first,
                      uint32_t size, double z, clg_uncertainty *found)
{
    const clg_score_coordinate *list = work->scores.list + first;
    clg_score_coordinate at = list[0];
    clg_hmm copy = *model;
    uint32_t cells = at.kind == 'c' ? CLG_THETA : model->state_count;

    for (uint32_t k = 0; k < cells; k++) {
        double variance = 0.0, share, slope[CLG_THETA];
        at.index = (uint8_t)k;
        share = *clg_coordinate_value(&copy, &at);
        if (!(share >= 1e-8))
            continue;
        for (uint32_t a = 0; a < size; a++)
            slope[a] =
                share * ((list[a].index == k) - *clg_coordinate_value(&copy, &list[a]));
        for (uint32_t a = 0; a < size; a++)
            for (uint32_t b = 0; b < size; b++)
                variance += slope[a] * slope[b] *
                            work->covariance[(size_t)(first + a) * work->scores.count +
                                             first + b];
        *clg_coordinate_value(&found->error, &at) = sqrt(variance);
        put_share(share, sqrt(variance), z, clg_coordinate_value(&found->low, &at),
                  clg_coordinate_value(&found->high, &at));
    }
}

static void put_all(const sandwich *work, const clg_hmm *model, clg_uncertainty *found)
{
    double z = clg_normal_quantile(0.5 * (1.0 + found->level));
    uint32_t p = 0;

    while (p < work->scores.count) {
        char kind = work->scores.list[p].kind;
        uint32_t first = p;
        if (kind == 'l' || kind == 'p' || kind == 's') {
            put_one(work, model, p++, z, found);
            continue;
        }
        while (p < work->scores.count && work->scores.list[p].group == first)
            p++;
        put_group(work, model, first, p - first, z, found);
    }
}

/* ---- the whole ---- */

static clg_status reserve(sandwich *work, const clg_hmm *model, clg_error *err)
{
    const clg_panel *panel = clg_batch_panel(work->scores.batch);
    size_t states = model->state_count, schools = panel->school_count,
           count = work->scores.count, square = count * count;
    clg_score_work *scores = &work->scores;
    bool ok = (scores->posterior = clg_array_new(clg_panel_rows(panel) * states,
                                                 sizeof *scores->posterior, err)) &&
              (scores->moves = clg_array_new(schools * states * states,
                                             sizeof *scores->moves, err)) &&
              (work->gradient = clg_array_new(count, sizeof *work->gradient, err)) &&
              (work->other = clg_array_new(count, sizeof *work->other, err)) &&
              (work->school_scores =
                   clg_array_new(schools * count, sizeof *work->school_scores, err)) &&
              (work->bread = clg_array_new(square, sizeof *work->bread, err)) &&
              (work->inverse = clg_array_new(square, sizeof *work->inverse, err)) &&
              (work->filling = clg_array_new(square, sizeof *work->filling, err)) &&
              (work->covariance = clg_array_new(square, sizeof *work->covariance, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

static void release(sandwich *work)
{
    clg_free(work->scores.posterior);
    clg_free(work->scores.moves);
    clg_free(work->gradient);
    clg_free(work->other);
    clg_free(work->school_scores);
    clg_free(work->bread);
    clg_free(work->inverse);
    clg_free(work->filling);
    clg_free(work->covariance);
    clg_free(work);
}

/* Which coordinates there are depends on which states are empty. */
static clg_status prepare(sandwich *work, const clg_hmm *model, clg_error *err)
{
    clg_batch_options options = {.threads = work->scores.threads};
    clg_expectations expectations;
    uint32_t empty_states = 0;
    clg_status status =
        clg_batch_expect(work->scores.batch, model, &options, &expectations, err);

    if (status != CLG_OK)
        return status;
    clg_em_flags(&expectations, work->scores.priors, model, &empty_states);
    clg_list_coordinates(&work->scores, model, empty_states);
    return reserve(work, model, err);
}

static void state_result(const clg_hmm *model, double level, clg_uncertainty *found)
{
    *found = (clg_uncertainty){
        .error = *model, .low = *model, .high = *model, .level = level};
    memset(found->error.initial, 0, sizeof found->error.initial);
    memset(found->error.transition, 0, sizeof found->error.transition);
    memset(found->error.theta, 0, sizeof found->error.theta);
    blank_free(&found->error);
    blank_free(&found->low);
    blank_free(&found->high);
}

clg_status clg_sandwich(clg_batch *batch, const clg_hmm *model,
                        const clg_priors *priors, double level, int threads,
                        clg_uncertainty *uncertainty, clg_error *err)
{
    sandwich *work;
    clg_status status;

    if (clg_batch_panel(batch)->school_count < 2)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "one school says nothing about how schools differ");
    work = clg_array_new(1, sizeof *work, err);
    if (work == NULL)
        return CLG_ERROR_MEMORY;
    work->scores.batch = batch;
    work->scores.priors = priors;
    work->scores.threads = threads;
    state_result(model, level, uncertainty);
    status = prepare(work, model, err);
    if (status == CLG_OK)
        status = bake(work, model, err);
    if (status == CLG_OK)
        status = fill(work, model, err);
    if (status == CLG_OK) {
        uncertainty->is_singular = !put_together(work);
        if (!uncertainty->is_singular)
            put_all(work, model, uncertainty);
    }
    release(work);
    return status;
}
