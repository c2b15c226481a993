#include "trajectory/dynamics/durations.h"

#include "base/fail.h"
#include "base/memory.h"
#include "trajectory/dynamics/ascent.h"
#include "trajectory/dynamics/observations.h"
#include "trajectory/dynamics/sweep.h"

#include <math.h>
#include <string.h>

enum {
    COUNT_DOUBLES = sizeof(clg_duration_counts) / sizeof(double),
    MOST_COUNT = CLG_COORDINATE_ROOM +
                 CLG_MOST_STATES * (2 * CLG_MOST_SUBSTATES + CLG_MOST_STATES)
};

typedef struct fit {
    const clg_panel *panel;
    const clg_durations_options *options;
    int threads;
    clg_durations model;
    clg_duration_counts counts;
    clg_observations observations;
    clg_coordinates coordinates; /* of emissions and initial probabilities */
    size_t coordinate_count;     /* with those of durations and moves */
    clg_duration_room *rooms;    /* [threads] */
    uint8_t *path;
} fit;

static bool ends(const clg_durations *model, uint32_t k)
{
    return model->stages.transition[k][k] < 1.0;
}

static clg_status prepare(fit *f, const clg_hmm *start, clg_error *err)
{
    uint32_t longest = clg_panel_longest(f->panel), states = start->state_count;
    clg_status status = clg_observations_init(&f->observations, f->panel, start, err);

    if (status != CLG_OK)
        return status;
    clg_coordinates_init(&f->coordinates, start);
    f->path = clg_array_new(f->observations.rows, sizeof *f->path, err);
    f->rooms = clg_array_new((size_t)f->threads, sizeof *f->rooms, err);
    if (f->rooms == NULL || f->path == NULL)
        return CLG_ERROR_MEMORY;
    for (int w = 0; status == CLG_OK && w < f->threads; w++)
        status = clg_duration_room_init(&f->rooms[w], states,
                                        states * f->options->substates, longest, err);
    return status;
}

static void clear(fit *f)
{
    for (int w = 0; f->rooms != NULL && w < f->threads; w++)
        clg_duration_room_clear(&f->rooms[w]);
    clg_free(f->rooms);
    clg_free(f->path);
    clg_observations_clear(&f->observations);
}

static clg_status visit(void *payload, uint32_t school, int worker, double *sums,
                        clg_error *err)
{
    fit *f = payload;
    size_t cell = f->panel->first[school] * f->observations.states;
    double loglik;

    return clg_durations_pass(&f->model, f->observations.log_density + cell,
                              f->panel->length[school], f->panel->is_founded[school],
                              &f->rooms[worker], (clg_duration_counts *)sums,
                              f->observations.posterior + cell, &loglik, err);
}

static clg_status expect(fit *f, clg_error *err)
{
    const clg_sweep sweep = {.school_count = f->panel->school_count,
                             .threads = f->threads,
                             .sum_count = COUNT_DOUBLES,
                             .visit = visit,
                             .payload = f};

    clg_observations_evaluate(&f->observations, &f->model.stages, f->threads);
    return clg_sweep_schools(&sweep, (double *)&f->counts, err);
}

/* shares[] = counts[] / their sum, as they are if there is none. */
static void share_out(const double *counts, uint32_t count, double *shares)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < count; i++)
        sum += counts[i];
    for (uint32_t i = 0; sum > 1e-8 && i < count; i++)
        shares[i] = counts[i] / sum;
}

static void maximise(fit *f)
{
    clg_durations *model = &f->model;

    clg_observations_maximise(&f->observations, &model->stages, f->threads);
    for (uint32_t k = 0; k < model->stages.state_count; k++) {
        if (f->options->ages_are_free)
            share_out(f->counts.starts[k], model->substates[k], model->age[k]);
        if (!ends(model, k))
            continue;
        share_out(f->counts.moves[k], model->stages.state_count,
                  model->stages.transition[k]);
        clg_duration_maximise(model->family, f->counts.exits[k], f->counts.stays[k],
                              model->substates[k], model->parameters[k],
                              model->hazard[k]);
    }
}

/* Walks over the coordinates beyond those of emissions: reads them from the model into
 * x, or writes them from x into the model. Shares of a simplex are all there (where the
 * mask has them), as logarithms, and are made to sum to 1 again. */
static void pass_shares(double *shares, const bool *mask, uint32_t count, double **x,
                        bool writes)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < count; i++) {
        if (!mask[i])
            continue;
        if (writes)
            shares[i] = clg_from_log((*x)[0]);
        else
            (*x)[0] = clg_log_share_of(shares[i]);
        sum += shares[i];
        ++*x;
    }
    for (uint32_t i = 0; writes && i < count; i++)
        shares[i] /= sum;
}

static void pass_moves(clg_durations *model, uint32_t k, double **x, bool writes)
{
    bool mask[CLG_MOST_STATES];

    for (uint32_t j = 0; j < model->stages.state_count; j++)
        mask[j] = j != k && model->stages.allowed[k][j];
    pass_shares(model->stages.transition[k], mask, model->stages.state_count, x,
                writes);
}

static void pass_ages(clg_durations *model, uint32_t k, double **x, bool writes)
{
    bool mask[CLG_MOST_SUBSTATES];

    memset(mask, true, sizeof mask);
    pass_shares(model->age[k], mask, model->substates[k], x, writes);
}

static void pass_durations(clg_durations *model, uint32_t k, double **x, bool writes)
{
    uint32_t m = model->substates[k];
    bool is_parametric = model->family > CLG_DURATION_FREE;
    uint32_t count = is_parametric ? clg_duration_free_parameters(model->family, m) : m;

    for (uint32_t i = 0; i < count; i++, ++*x)
        if (is_parametric && writes)
            model->parameters[k][i] = exp(fmin(fmax((*x)[0], -30.0), 12.0));
        else if (is_parametric)
            (*x)[0] = clg_log_share_of(model->parameters[k][i]);
        else if (writes)
            model->hazard[k][i] = clg_from_logit((*x)[0]);
        else
            (*x)[0] = clg_logit_of(model->hazard[k][i]);
    if (is_parametric && writes)
        clg_duration_hazards(model->family, model->parameters[k], m, model->hazard[k]);
}

static size_t pass_coordinates(fit *f, double *x, bool writes)
{
    clg_durations *model = &f->model;
    double *from = x;

    if (writes)
        clg_coordinates_set(&f->coordinates, x, &model->stages);
    else
        clg_coordinates_get(&f->coordinates, &model->stages, x);
    x += f->coordinates.count;
    for (uint32_t k = 0; k < model->stages.state_count; k++) {
        if (f->options->ages_are_free)
            pass_ages(model, k, &x, writes);
        if (!ends(model, k))
            continue;
        pass_moves(model, k, &x, writes);
        pass_durations(model, k, &x, writes);
    }
    return (size_t)(x - from);
}

static clg_status step(void *payload, const double *x, double *next, double *loglik,
                       clg_error *err)
{
    fit *f = payload;
    double at[MOST_COUNT];
    clg_status status;

    memcpy(at, x, f->coordinate_count * sizeof *at);
    pass_coordinates(f, at, true);
    status = expect(f, err);
    *loglik = f->counts.loglik;
    if (status == CLG_OK && *loglik > -INFINITY) {
        clg_durations at_x = f->model;
        maximise(f);
        pass_coordinates(f, next, false);
        f->model = at_x;
    }
    return status;
}

static uint32_t free_parameters(const fit *f)
{
    const clg_durations *model = &f->model;
    uint32_t count = clg_hmm_free_parameters(&model->stages);

    for (uint32_t k = 0; k < model->stages.state_count; k++) {
        if (f->options->ages_are_free)
            count += model->substates[k] - 1;
        if (ends(model, k)) /* staying was one of the free moves */
            count +=
                clg_duration_free_parameters(model->family, model->substates[k]) - 1;
    }
    return count;
}

static void measure(const fit *f, clg_durations_fit_measures *measures)
{
    double windows = (double)clg_panel_observed_rows(f->panel), schools = 0.0;

    for (uint32_t s = 0; s < f->panel->school_count; s++)
        schools += clg_panel_observed_windows(f->panel, s) > 0;
    measures->loglik = f->counts.loglik;
    measures->free_parameters = free_parameters(f);
    measures->bic_windows =
        -2.0 * measures->loglik + measures->free_parameters * log(windows);
    measures->bic_schools =
        -2.0 * measures->loglik + measures->free_parameters * log(schools);
}

static clg_status climb(fit *f, clg_ascent_result *reached, clg_error *err)
{
    double x[MOST_COUNT];
    clg_ascent ascent = {.step = step,
                         .payload = f,
                         .most_evaluations = f->options->most_evaluations,
                         .tolerance = f->options->tolerance,
                         .parameter_tolerance = f->options->parameter_tolerance,
                         .stage = "durations",
                         .monitor = f->options->monitor};

    f->coordinate_count = ascent.count = pass_coordinates(f, x, false);
    return clg_ascend(&ascent, x, reached, err);
}

/* The plain model with the stages of one whose durations are geometric. */
static clg_hmm plain_of(const clg_durations *geometric)
{
    clg_hmm plain = geometric->stages;

    for (uint32_t i = 0; i < plain.state_count; i++)
        for (uint32_t j = 0; j < plain.state_count && ends(geometric, i); j++)
            plain.transition[i][j] =
                j == i ? 1.0 - geometric->hazard[i][0]
                       : geometric->hazard[i][0] * plain.transition[i][j];
    return plain;
}

/* Most likely paths of all schools on the expanded model. */
typedef struct decoding {
    fit *fit;
    clg_chain chain;
    double *founded; /* initial of schools founded in their first window */
    uint32_t owner[CLG_MOST_STATES * CLG_MOST_SUBSTATES];
} decoding;

static clg_status decode(void *payload, uint32_t school, int worker, double *sums,
                         clg_error *err)
{
    const decoding *d = payload;
    const fit *f = d->fit;
    size_t first = f->panel->first[school], states = f->observations.states;
    clg_duration_room *room = &f->rooms[worker];
    clg_chain chain = d->chain;
    double log_probability;
    clg_status status;

    (void)sums;
    chain.length = f->panel->length[school];
    chain.log_density = room->alpha;
    if (f->panel->is_founded[school])
        chain.initial = d->founded;
    for (size_t t = 0; t < chain.length; t++)
        for (uint32_t n = 0; n < chain.states; n++)
            room->alpha[t * chain.states + n] =
                f->observations.log_density[(first + t) * states + d->owner[n]];
    status =
        clg_chain_viterbi(&chain, &room->chain, f->path + first, &log_probability, err);
    for (size_t t = 0; status == CLG_OK && t < chain.length; t++)
        f->path[first + t] = (uint8_t)d->owner[f->path[first + t]];
    return status;
}

static clg_status find_paths(fit *f, clg_error *err)
{
    decoding d = {.fit = f};
    const clg_sweep sweep = {.school_count = f->panel->school_count,
                             .threads = f->threads,
                             .visit = decode,
                             .payload = &d};
    size_t count = clg_durations_expand(&f->model, d.owner, NULL, NULL);
    double *block = clg_array_new(count * (count + 2), sizeof *block, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (block != NULL) {
        d.founded = block + count;
        d.founded[0] = 1.0;
        clg_durations_expand(&f->model, NULL, block, block + 2 * count);
        d.chain = (clg_chain){.states = (uint32_t)count,
                              .initial = block,
                              .transition = block + 2 * count};
        status = clg_sweep_schools(&sweep, NULL, err);
    }
    clg_free(block);
    return status;
}

static void tell(fit *f, const clg_ascent_result *reached, clg_durations_result *result)
{
    const clg_durations *model = &f->model;

    result->model = *model;
    result->counts = f->counts;
    for (uint32_t k = 0; k < model->stages.state_count; k++) {
        const double *hazard = model->hazard[k];
        uint32_t m = model->substates[k];
        bool is_known = ends(model, k);
        result->mean[k] = is_known ? clg_duration_mean(hazard, m) : NAN;
        result->lower[k] = is_known ? clg_duration_quantile(hazard, m, 0.25) : NAN;
        result->median[k] = is_known ? clg_duration_quantile(hazard, m, 0.5) : NAN;
        result->upper[k] = is_known ? clg_duration_quantile(hazard, m, 0.75) : NAN;
    }
    result->history = reached->history; /* now the result's */
    result->history_count = reached->history_count;
    result->evaluations = reached->evaluations;
    result->is_converged = reached->is_converged;
    result->posterior = f->observations.posterior;
    f->observations.posterior = NULL;
    result->path = f->path;
    f->path = NULL;
}

/* The geometric model first, then from it the one that is asked for. */
static clg_status fit_both(fit *f, const clg_hmm *start, clg_durations_result *result,
                           clg_error *err)
{
    const clg_durations_options *options = f->options;
    clg_ascent_result reached;
    clg_hmm plain;
    clg_status status;

    clg_durations_init(&f->model, start, CLG_DURATION_GEOMETRIC, 1, false);
    status = climb(f, &reached, err);
    if (status != CLG_OK)
        return status;
    measure(f, &result->geometric);
    if (options->family != CLG_DURATION_GEOMETRIC) {
        clg_ascent_result_clear(&reached);
        plain = plain_of(&f->model);
        clg_durations_init(&f->model, &plain, options->family, options->substates,
                           options->ages_are_free);
        status = climb(f, &reached, err);
    }
    if (status != CLG_OK)
        return status;
    measure(f, &result->fit);
    status = find_paths(f, err);
    if (status == CLG_OK)
        tell(f, &reached, result);
    else
        clg_ascent_result_clear(&reached);
    return status;
}

clg_status clg_durations_fit(const clg_panel *panel, const clg_hmm *start,
                             const clg_durations_options *options,
                             clg_durations_result *result, clg_error *err)
{
    fit f = {.panel = panel,
             .options = options,
             .threads = clg_sweep_threads(options->threads)};
    clg_status status;

    *result = (clg_durations_result){.history = NULL};
    if (options->substates < 1 || options->substates > CLG_MOST_SUBSTATES)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "durations of %u windows, expected 1 to %d", options->substates,
                        CLG_MOST_SUBSTATES);
    status = prepare(&f, start, err);
    if (status == CLG_OK)
        status = fit_both(&f, start, result, err);
    clear(&f);
    return status;
}

void clg_durations_result_clear(clg_durations_result *result)
{
    clg_free(result->history);
    clg_free(result->posterior);
    clg_free(result->path);
    *result = (clg_durations_result){.history = NULL};
}
