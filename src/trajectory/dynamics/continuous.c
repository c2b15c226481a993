#include "trajectory/dynamics/continuous.h"

#include "base/memory.h"
#include "trajectory/dynamics/ascent.h"
#include "trajectory/dynamics/gaps.h"
#include "trajectory/dynamics/observations.h"
#include "trajectory/dynamics/sweep.h"

#include <math.h>
#include <string.h>

typedef struct fit {
    const clg_panel *panel;
    const clg_continuous_options *options;
    int threads;
    clg_hmm model;
    double rate[CLG_MOST_CELLS]; /* K x K, per mean gap */
    clg_gaps gaps;
    clg_observations observations;
    clg_coordinates coordinates;
    clg_school_room *rooms;
    double *sums; /* log-likelihood, then xi by gap */
    double moves[CLG_MOST_CELLS], occupied[CLG_MOST_STATES]; /* in mean gaps */
    uint8_t *path;
} fit;

static bool is_move(const fit *f, uint32_t i, uint32_t j)
{
    return i != j && f->model.allowed[i][j];
}

static void set_diagonal(fit *f)
{
    uint32_t states = f->model.state_count;

    for (uint32_t i = 0; i < states; i++) {
        double sum = 0.0;
        for (uint32_t j = 0; j < states; j++)
            sum += j == i ? 0.0 : f->rate[i * states + j];
        f->rate[i * states + i] = -sum;
    }
}

static void set_start(fit *f, const clg_hmm *start)
{
    const clg_rates *given = f->options->rate;
    uint32_t states = start->state_count;

    for (uint32_t i = 0; i < states; i++) {
        double stay = start->transition[i][i], scale;
        scale = stay > 0.0 && stay < 1.0 ? -log(stay) / (1.0 - stay) : 1.0;
        for (uint32_t j = 0; j < states; j++)
            if (is_move(f, i, j))
                f->rate[i * states + j] = given != NULL
                                              ? given->at[i][j] * f->gaps.mean
                                              : start->transition[i][j] * scale;
    }
    set_diagonal(f);
}

static clg_status prepare(fit *f, const clg_hmm *start, clg_error *err)
{
    uint32_t states = start->state_count;
    clg_status status =
        clg_gaps_init(&f->gaps, f->panel, states, f->options->event, err);

    if (status == CLG_OK)
        status = clg_observations_init(&f->observations, f->panel, start, err);
    if (status != CLG_OK)
        return status;
    set_start(f, start);
    clg_coordinates_init(&f->coordinates, start);
    f->rooms = clg_school_rooms_new(f->panel, states, f->threads, err);
    f->sums = clg_array_new(1 + f->gaps.count * states * states, sizeof *f->sums, err);
    f->path = clg_array_new(clg_panel_rows(f->panel), sizeof *f->path, err);
    return f->rooms == NULL || f->sums == NULL || f->path == NULL ? CLG_ERROR_MEMORY
                                                                  : CLG_OK;
}

static void clear(fit *f)
{
    clg_gaps_clear(&f->gaps);
    clg_observations_clear(&f->observations);
    clg_school_rooms_free(f->rooms, f->threads);
    clg_free(f->sums);
    clg_free(f->path);
}

static void rule_out(fit *f)
{
    const double *possible =
        f->options->possible < 0 ? NULL : f->panel->extra[f->options->possible];
    uint32_t states = f->model.state_count;

    for (size_t r = 0; possible != NULL && r < f->observations.rows; r++)
        for (uint32_t k = 0; !isnan(possible[r]) && k < states; k++)
            if (!((uint32_t)possible[r] >> k & 1))
                f->observations.log_density[r * states + k] = -INFINITY;
}

static clg_chain chain_of(const fit *f, uint32_t school, clg_school_room *room)
{
    uint32_t length = f->panel->length[school], states = f->model.state_count;
    size_t first = f->panel->first[school], cells = (size_t)states * states;

    for (uint32_t t = 0; t + 1 < length; t++)
        memcpy(room->transition + t * cells,
               f->gaps.matrix + f->gaps.number[first + t] * cells,
               cells * sizeof *room->transition);
    return (clg_chain){
        .length = length,
        .states = states,
        .log_density = f->observations.log_density + first * states,
        .initial = clg_school_initial(f->panel, &f->model, school),
        .transition = room->transition,
        .step = cells,
    };
}

static clg_status visit(void *payload, uint32_t school, int worker, double *sums,
                        clg_error *err)
{
    fit *f = payload;
    clg_school_room *room = &f->rooms[worker];
    clg_chain chain = chain_of(f, school, room);
    size_t first = f->panel->first[school], cells = chain.step;
    clg_chain_sums found = {.gamma = f->observations.posterior + first * chain.states,
                            .pairs = room->pairs};
    clg_status status = clg_chain_pass(&chain, &room->chain, &found, err);

    if (status != CLG_OK)
        return status;
    sums[0] += found.loglik;
    for (size_t t = 0; t + 1 < chain.length; t++) {
        double *of_gap = sums + 1 + f->gaps.number[first + t] * cells;
        for (size_t c = 0; c < cells; c++)
            of_gap[c] += room->pairs[t * cells + c];
    }
    return CLG_OK;
}

static clg_status expect(fit *f, double *loglik, clg_error *err)
{
    uint32_t states = f->model.state_count;
    const clg_sweep sweep = {.school_count = f->panel->school_count,
                             .threads = f->threads,
                             .sum_count = 1 + f->gaps.count * states * states,
                             .visit = visit,
                             .payload = f};
    clg_status status;

    clg_gaps_evaluate(&f->gaps, f->rate, states - 1, f->threads);
    clg_observations_evaluate(&f->observations, &f->model, f->threads);
    rule_out(f);
    status = clg_sweep_schools(&sweep, f->sums, err);
    *loglik = f->sums[0] - (double)f->gaps.exact_steps * log(f->gaps.mean);
    return status;
}

/* Expected moves and times from the sums by gap. */
static void count_moves(fit *f)
{
    uint32_t states = f->model.state_count;
    double integrals[CLG_MOST_CELLS], events[CLG_MOST_STATES];

    clg_gaps_integrate(&f->gaps, f->rate, states - 1, f->sums + 1, f->threads,
                       integrals, events);
    for (uint32_t i = 0; i < states; i++) {
        for (uint32_t j = 0; j < states; j++)
            f->moves[i * states + j] =
                is_move(f, i, j) ? f->rate[i * states + j] * integrals[i * states + j]
                                 : 0.0;
        f->occupied[i] = integrals[i * states + i];
        if (is_move(f, i, states - 1))
            f->moves[i * states + states - 1] += events[i];
    }
}

/* A state in which hardly any time is spent keeps its rates. */
static void maximise(fit *f)
{
    uint32_t states = f->model.state_count;
    double total = 0.0;

    clg_observations_maximise(&f->observations, &f->model, f->threads);
    count_moves(f);
    for (uint32_t i = 0; i < states; i++)
        total += f->occupied[i];
    for (uint32_t i = 0; i < states; i++)
        for (uint32_t j = 0; j < states; j++)
            if (is_move(f, i, j) && f->occupied[i] > 1e-8 * total)
                f->rate[i * states + j] = f->moves[i * states + j] / f->occupied[i];
    set_diagonal(f);
}

static size_t coordinate_count(const fit *f)
{
    size_t count = f->coordinates.count;

    for (uint32_t i = 0; i < f->model.state_count; i++)
        for (uint32_t j = 0; j < f->model.state_count; j++)
            count += is_move(f, i, j);
    return count;
}

static void get_coordinates(const fit *f, double *x)
{
    uint32_t states = f->model.state_count;

    clg_coordinates_get(&f->coordinates, &f->model, x);
    x += f->coordinates.count;
    for (uint32_t i = 0; i < states; i++)
        for (uint32_t j = 0; j < states; j++)
            if (is_move(f, i, j))
                *x++ = clg_log_share_of(f->rate[i * states + j]);
}

/* Proposals stay within 1e8 moves a mean gap. */
static void set_coordinates(fit *f, const double *x)
{
    uint32_t states = f->model.state_count;

    clg_coordinates_set(&f->coordinates, x, &f->model);
    x += f->coordinates.count;
    for (uint32_t i = 0; i < states; i++)
        for (uint32_t j = 0; j < states; j++)
            if (is_move(f, i, j))
                f->rate[i * states + j] = fmin(clg_from_log(*x++), 1e8);
    set_diagonal(f);
}

/* The fit is left at x: the M-step's model is given back as coordinates only. */
static clg_status step(void *payload, const double *x, double *next, double *loglik,
                       clg_error *err)
{
    fit *f = payload;
    clg_status status;

    set_coordinates(f, x);
    status = expect(f, loglik, err);
    if (status == CLG_OK && *loglik > -INFINITY) {
        clg_hmm model = f->model;
        double rate[CLG_MOST_CELLS];
        memcpy(rate, f->rate, sizeof rate);
        maximise(f);
        get_coordinates(f, next);
        f->model = model;
        memcpy(f->rate, rate, sizeof rate);
    }
    return status;
}

static clg_status climb(fit *f, clg_continuous_result *result, clg_error *err)
{
    const clg_continuous_options *options = f->options;
    const clg_ascent ascent = {.count = coordinate_count(f),
                               .step = step,
                               .payload = f,
                               .most_evaluations = options->most_evaluations,
                               .tolerance = options->tolerance,
                               .parameter_tolerance = options->parameter_tolerance,
                               .stage = "continuous time",
                               .monitor = options->monitor};
    clg_ascent_result reached;
    double *x = clg_array_new(ascent.count, sizeof *x, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (x != NULL) {
        get_coordinates(f, x);
        status = clg_ascend(&ascent, x, &reached, err);
    }
    if (status == CLG_OK) {
        result->loglik = reached.loglik;
        result->history = reached.history; /* now the result's */
        result->history_count = reached.history_count;
        result->evaluations = reached.evaluations;
        result->is_converged = reached.is_converged;
    }
    clg_free(x);
    return status;
}

static clg_status decode(void *payload, uint32_t school, int worker, double *sums,
                         clg_error *err)
{
    fit *f = payload;
    clg_chain chain = chain_of(f, school, &f->rooms[worker]);
    double log_probability;

    (void)sums;
    return clg_chain_viterbi(&chain, &f->rooms[worker].chain,
                             f->path + f->panel->first[school], &log_probability, err);
}

static void tell_rates(const fit *f, clg_continuous_result *result)
{
    uint32_t states = f->model.state_count;

    for (uint32_t i = 0; i < states; i++) {
        for (uint32_t j = 0; j < states; j++) {
            result->rate.at[i][j] = f->rate[i * states + j] / f->gaps.mean;
            result->moves[i][j] = f->moves[i * states + j];
        }
        result->sojourn[i] =
            result->rate.at[i][i] < 0.0 ? -1.0 / result->rate.at[i][i] : INFINITY;
        result->occupied[i] = f->occupied[i] * f->gaps.mean;
    }
    clg_continuous_transition(states, &result->rate, 1.0, result->model.transition);
}

/* Free moves from a state are one fewer in the plain model, where staying is one. */
static void tell(fit *f, clg_continuous_result *result)
{
    result->model = f->model;
    tell_rates(f, result);
    result->mean_gap = f->gaps.mean;
    result->distinct_gaps = f->gaps.count;
    for (uint32_t i = 0; i < f->model.state_count; i++)
        result->model.allowed[i][i] = 1;
    result->free_parameters = clg_hmm_free_parameters(&result->model);
    result->posterior = f->observations.posterior;
    f->observations.posterior = NULL;
    result->path = f->path;
    f->path = NULL;
}

clg_status clg_continuous_fit(const clg_panel *panel, const clg_hmm *start,
                              const clg_continuous_options *options,
                              clg_continuous_result *result, clg_error *err)
{
    fit f = {.panel = panel,
             .options = options,
             .threads = clg_sweep_threads(options->threads),
             .model = *start};
    const clg_sweep decoding = {.school_count = panel->school_count,
                                .threads = f.threads,
                                .visit = decode,
                                .payload = &f};
    clg_status status;

    *result = (clg_continuous_result){.loglik = NAN};
    status = prepare(&f, start, err);
    if (status == CLG_OK)
        status = climb(&f, result, err);
    if (status == CLG_OK)
        status = clg_sweep_schools(&decoding, NULL, err);
    if (status == CLG_OK)
        tell(&f, result);
    else
        clg_continuous_result_clear(result);
    clear(&f);
    return status;
}

void clg_continuous_result_clear(clg_continuous_result *result)
{
    clg_free(result->history);
    clg_free(result->posterior);
    clg_free(result->path);
    *result = (clg_continuous_result){.loglik = NAN};
}

void clg_continuous_transition(uint32_t states, const clg_rates *rate, double time,
                               double (*transition)[CLG_MOST_STATES])
{
    double flat[CLG_MOST_CELLS] = {0.0}, power[CLG_MOST_CELLS];

    for (uint32_t i = 0; i < states; i++)
        memcpy(flat + i * states, rate->at[i], states * sizeof *flat);
    clg_exponential(states, flat, time, NULL, power, NULL);
    for (uint32_t i = 0; i < states; i++)
        memcpy(transition[i], power + i * states, states * sizeof *power);
}
