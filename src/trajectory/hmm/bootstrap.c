/* Both bootstraps: replicates fitted one after the other, each from the estimate, and
 * what their parameters spread over. */
#include "trajectory/hmm/em_parts.h"
#include "trajectory/hmm/simulate_panel.h"
#include "trajectory/hmm/uncertainty.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BOOTSTRAP_PURPOSE = 0x4253 };

static const clg_bootstrap_options default_options = CLG_BOOTSTRAP_OPTIONS_INIT;

typedef struct bootstrap {
    const clg_panel *panel;
    const clg_hmm *model;
    const clg_bootstrap_options *options;
    clg_batch *batch; /* of the panel; NULL: panels are drawn */
    clg_em_options em;
    clg_monitor quiet;
    uint32_t parameters, used;
    double *weights; /* [s] */
    double *values;  /* [parameter * replicates + replicate] */
} bootstrap;

/* ---- parameters one by one ---- */

static uint32_t list_parameters(clg_hmm *model, double **list)
{
    uint32_t count = 0, states = model->state_count;

    for (uint32_t i = 0; i < states; i++) {
        list[count++] = &model->initial[i];
        for (uint32_t j = 0; j < states; j++)
            list[count++] = &model->transition[i][j];
    }
    for (uint32_t d = 0; d < model->indicator_count; d++) {
        const char *const *names = clg_family_parameters(model->family[d]);
        for (uint32_t k = 0; k < states; k++)
            for (int i = 0; names[i] != NULL; i++)
                list[count++] = &model->theta[d][k][i];
    }
    return count;
}

/* ---- states of a replicate ---- */

static double distance_of(const clg_hmm *model, uint32_t k, const clg_hmm *other,
                          uint32_t j)
{
    double distance = 0.0;

    for (uint32_t d = 0; d < model->indicator_count; d++)
        distance += clg_emission_distance(model->family[d], model->theta[d][k],
                                          other->theta[d][j], 1.0);
    return fmin(distance, 1e6); /* so that sums can still be compared */
}

/* The cheapest way to give the first states those in a set, for growing sets. */
void clg_match_states(const clg_hmm *model, const clg_hmm *other, uint32_t *permutation)
{
    uint32_t states = model->state_count, sets = 1u << states;
    double cost[CLG_MOST_STATES][CLG_MOST_STATES], least[1 << CLG_MOST_STATES];
    uint32_t last[1 << CLG_MOST_STATES] = {0};

    for (uint32_t k = 0; k < states; k++)
        for (uint32_t j = 0; j < states; j++)
            cost[k][j] = distance_of(model, k, other, j);
    least[0] = 0.0;
    for (uint32_t set = 1; set < sets; set++) {
        uint32_t k = 0;
        for (uint32_t j = 0; j < states; j++)
            k += set >> j & 1;
        least[set] = INFINITY;
        for (uint32_t j = 0; j < states; j++) {
            double sum;
            if (!(set >> j & 1))
                continue;
            sum = least[set & ~(1u << j)] + cost[k - 1][j];
            if (sum < least[set]) {
                least[set] = sum;
                last[set] = j;
            }
        }
    }
    for (uint32_t k = states, set = sets - 1; k-- > 0; set &= ~(1u << permutation[k]))
        permutation[k] = last[set];
}

static bool states_are_exchangeable(const clg_hmm *model)
{
    for (uint32_t i = 0; i < model->state_count; i++) {
        if (!model->starts[i])
            return false;
        for (uint32_t j = 0; j < model->state_count; j++)
            if (!model->allowed[i][j])
                return false;
    }
    return true;
}

static void permute(const clg_hmm *model, clg_hmm *replicate)
{
    uint32_t permutation[CLG_MOST_STATES];
    clg_hmm found = *replicate;

    if (!states_are_exchangeable(model))
        return;
    clg_match_states(model, &found, permutation);
    for (uint32_t i = 0; i < model->state_count; i++) {
        uint32_t from = permutation[i];
        replicate->initial[i] = found.initial[from];
        for (uint32_t j = 0; j < model->state_count; j++)
            replicate->transition[i][j] = found.transition[from][permutation[j]];
        for (uint32_t d = 0; d < model->indicator_count; d++)
            memcpy(replicate->theta[d][i], found.theta[d][from],
                   sizeof found.theta[d][from]);
    }
}

/* ---- replicates ---- */

static void draw_schools(bootstrap *work, uint32_t replicate)
{
    clg_random random =
        clg_random_stream(work->options->seed, "", 0, BOOTSTRAP_PURPOSE, replicate);
    uint32_t schools = work->panel->school_count;

    memset(work->weights, 0, schools * sizeof *work->weights);
    for (uint32_t s = 0; s < schools; s++)
        work->weights[clg_random_below(&random, schools)] += 1.0;
}

static clg_status fit_schools(bootstrap *work, uint32_t replicate,
                              clg_em_result *result, clg_error *err)
{
    draw_schools(work, replicate);
    work->em.weights = work->weights;
    return clg_em_fit(work->batch, work->model, &work->em, result, err);
}

static clg_status fit_simulated(bootstrap *work, uint32_t replicate,
                                clg_em_result *result, clg_error *err)
{
    clg_panel panel;
    clg_batch *batch = NULL;
    /* Number 0 is what studies are drawn with. */
    clg_status status = clg_hmm_simulate(work->model, work->panel, work->options->seed,
                                         replicate + 1ull, &panel, NULL, err);

    if (status != CLG_OK)
        return status;
    status = clg_batch_new(&panel, work->model, &batch, err);
    if (status == CLG_OK)
        status = clg_em_fit(batch, work->model, &work->em, result, err);
    clg_batch_free(batch);
    clg_panel_clear(&panel);
    return status;
}

/* A replicate whose data are impossible at the estimate is left out. */
static clg_status run_replicate(bootstrap *work, uint32_t replicate, clg_error *err)
{
    double *list[CLG_MOST_COORDINATES];
    clg_em_result result;
    clg_error own = CLG_ERROR_INIT;
    clg_status status = work->batch != NULL
                            ? fit_schools(work, replicate, &result, &own)
                            : fit_simulated(work, replicate, &result, &own);

    if (status == CLG_ERROR_ARGUMENT)
        return CLG_OK;
    if (status != CLG_OK) {
        if (err != NULL)
            *err = own;
        return status;
    }
    permute(work->model, &result.model);
    list_parameters(&result.model, list);
    for (uint32_t i = 0; i < work->parameters; i++)
        work->values[(size_t)i * work->options->replicates + work->used] = *list[i];
    work->used++;
    clg_em_result_clear(&result);
    return CLG_OK;
}

/* ---- what they spread over ---- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Between order statistics, number 1 to count. */
static double percentile(const double *sorted, uint32_t count, double p)
{
    double place = fmin(fmax((count + 1.0) * p, 1.0), count) - 1.0;
    uint32_t below = (uint32_t)place;

    if (below + 1 >= count)
        return sorted[count - 1];
    return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
}

static double deviation(const double *values, uint32_t count)
{
    double mean = 0.0, squares = 0.0;

    for (uint32_t i = 0; i < count; i++)
        mean += (values[i] - values[0]) / count;
    for (uint32_t i = 0; i < count; i++) {
        double off = values[i] - values[0] - mean;
        squares += off * off;
    }
    return count > 1 ? sqrt(squares / (count - 1)) : NAN;
}

static void sum_up(bootstrap *work, clg_uncertainty *found)
{
    double *error[CLG_MOST_COORDINATES], *low[CLG_MOST_COORDINATES],
        *high[CLG_MOST_COORDINATES], tail = 0.5 * (1.0 - work->options->level);

    *found = (clg_uncertainty){.error = *work->model,
                               .low = *work->model,
                               .high = *work->model,
                               .level = work->options->level,
                               .replicates = work->options->replicates,
                               .used = work->used};
    list_parameters(&found->error, error);
    list_parameters(&found->low, low);
    list_parameters(&found->high, high);
    for (uint32_t i = 0; i < work->parameters; i++) {
        double *values = work->values + (size_t)i * work->options->replicates;
        *error[i] = deviation(values, work->used);
        qsort(values, work->used, sizeof *values, by_value);
        *low[i] = percentile(values, work->used, tail);
        *high[i] = percentile(values, work->used, 1.0 - tail);
    }
}

/* ---- the whole ---- */

static void set_options(bootstrap *work)
{
    const clg_bootstrap_options *options = work->options;

    if (options->monitor != NULL)
        work->quiet = *options->monitor;
    work->quiet.report = NULL;
    work->em = (clg_em_options)CLG_EM_OPTIONS_INIT;
    work->em.threads = options->threads;
    work->em.most_iterations = options->steps;
    work->em.start = work->model;
    work->em.priors = options->priors;
    work->em.monitor = &work->quiet;
    clg_priors_fill(work->panel, work->model, &work->em.priors);
}

static clg_status reserve(bootstrap *work, clg_error *err)
{
    double *list[CLG_MOST_COORDINATES];
    clg_hmm model = *work->model;

    work->parameters = list_parameters(&model, list);
    work->weights =
        clg_array_new(work->panel->school_count, sizeof *work->weights, err);
    if (work->weights == NULL)
        return CLG_ERROR_MEMORY;
    work->values = clg_array_new((size_t)work->parameters * work->options->replicates,
                                 sizeof *work->values, err);
    return work->values != NULL ? CLG_OK : CLG_ERROR_MEMORY;
}

static clg_status check_options(const clg_bootstrap_options *options, clg_error *err)
{
    if (options->replicates < 2)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "expected at least 2 replicates, found %u",
                        options->replicates);
    if (!(options->level > 0.0 && options->level < 1.0))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "expected a level between 0 and 1, found %g", options->level);
    return CLG_OK;
}

static clg_status run_bootstrap(bootstrap *work, clg_uncertainty *uncertainty,
                                clg_error *err)
{
    uint32_t replicates = work->options->replicates;
    clg_status status = check_options(work->options, err);

    if (status == CLG_OK)
        status = reserve(work, err);
    if (status == CLG_OK)
        set_options(work);
    for (uint32_t b = 0; status == CLG_OK && b < replicates; b++) {
        clg_monitor_report(work->options->monitor, "bootstrap", b, replicates);
        status = run_replicate(work, b, err);
    }
    if (status == CLG_OK && work->used < 2)
        status = clg_fail(err, CLG_ERROR_ARGUMENT,
                          "%u of %u replicates could be fitted, expected at least 2",
                          work->used, replicates);
    if (status == CLG_OK)
        sum_up(work, uncertainty);
    clg_free(work->weights);
    clg_free(work->values);
    return status;
}

clg_status clg_bootstrap_schools(clg_batch *batch, const clg_hmm *model,
                                 const clg_bootstrap_options *options,
                                 clg_uncertainty *uncertainty, clg_error *err)
{
    bootstrap work = {.panel = clg_batch_panel(batch),
                      .model = model,
                      .options = options != NULL ? options : &default_options,
                      .batch = batch};

    return run_bootstrap(&work, uncertainty, err);
}

clg_status clg_bootstrap_simulated(const clg_panel *panel, const clg_hmm *model,
                                   const clg_bootstrap_options *options,
                                   clg_uncertainty *uncertainty, clg_error *err)
{
    bootstrap work = {.panel = panel,
                      .model = model,
                      .options = options != NULL ? options : &default_options};

    return run_bootstrap(&work, uncertainty, err);
}
