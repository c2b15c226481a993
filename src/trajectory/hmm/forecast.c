#include "trajectory/hmm/forecast.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/threads.h"
#include "trajectory/hmm/emission.h"

#include <math.h>
#include <string.h>

typedef struct job {
    const clg_panel *panel;
    const clg_hmm *model;
    const clg_decode_options *options;
    double tail; /* share outside the interval on either side */
    clg_forecast *out;
} job;

static void step_on(uint32_t states, const double *transition, const double *from,
                    double *to)
{
    double sum = 0.0;

    for (uint32_t j = 0; j < states; j++) {
        to[j] = 0.0;
        for (uint32_t i = 0; i < states; i++)
            to[j] += from[i] * transition[i * states + j];
        sum += to[j];
    }
    for (uint32_t j = 0; j < states; j++)
        to[j] /= sum; /* rounding only, over many steps */
}

static void forecast_indicator(const job *j, uint32_t d, double e, const double *state,
                               size_t cell)
{
    clg_family family = j->model->family[d];
    const double *theta = j->model->theta[d][0];
    double mean = 0.0, variance = 0.0;

    for (uint32_t k = 0; k < j->out->states; k++)
        mean += state[k] * clg_emission_mean(family, theta + k * CLG_THETA, e);
    for (uint32_t k = 0; k < j->out->states; k++) {
        double off = clg_emission_mean(family, theta + k * CLG_THETA, e) - mean;
        variance +=
            state[k] *
            (clg_emission_variance(family, theta + k * CLG_THETA, e) + off * off);
    }
    j->out->mean[cell] = mean;
    j->out->variance[cell] = variance;
    j->out->low[cell] =
        clg_emission_quantile(family, theta, state, j->out->states, j->tail, e);
    j->out->high[cell] =
        clg_emission_quantile(family, theta, state, j->out->states, 1.0 - j->tail, e);
}

static void forecast_school(const job *j, uint32_t school, const double *now)
{
    uint32_t states = j->out->states, indicators = j->out->indicator_count;
    double transition[CLG_MOST_STATES * CLG_MOST_STATES], e[CLG_MOST_INDICATORS];

    clg_school_transition_of(j->model, j->options, school, transition);
    for (uint32_t d = 0; d < indicators; d++)
        e[d] = clg_typical_exposure(j->panel, j->model, d, school);
    for (uint32_t h = 0; h < j->out->horizon; h++) {
        size_t ahead = (size_t)school * j->out->horizon + h;
        double *state = j->out->state + ahead * states;
        step_on(states, transition, now, state);
        for (uint32_t d = 0; d < indicators; d++)
            forecast_indicator(j, d, e[d], state, ahead * indicators + d);
        now = state;
    }
}

static clg_status reserve(clg_forecast *out, clg_error *err)
{
    size_t ahead = (size_t)out->school_count * out->horizon;
    size_t cells = ahead * out->indicator_count;
    bool ok =
        (out->state = clg_array_new(ahead * out->states, sizeof *out->state, err)) &&
        (out->mean = clg_array_new(cells, sizeof *out->mean, err)) &&
        (out->variance = clg_array_new(cells, sizeof *out->variance, err)) &&
        (out->low = clg_array_new(cells, sizeof *out->low, err)) &&
        (out->high = clg_array_new(cells, sizeof *out->high, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

clg_status clg_forecast_schools(const clg_panel *panel, const clg_hmm *model,
                                const clg_decode_options *options,
                                const clg_decoded *decoded, uint32_t horizon,
                                double level, clg_forecast *forecast, clg_error *err)
{
    const job j = {panel, model, options, 0.5 * (1.0 - level), forecast};
    int threads =
        options != NULL && options->threads > 0 ? options->threads : clg_thread_limit();
    clg_status status;

    *forecast = (clg_forecast){.school_count = panel->school_count,
                               .horizon = horizon,
                               .states = model->state_count,
                               .indicator_count = model->indicator_count};
    if (horizon == 0)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "a forecast of 0 windows, expected at least 1");
    if (!(level > 0.0 && level < 1.0))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "an interval of level %g, expected between 0 and 1", level);
    status = reserve(forecast, err);
    if (status != CLG_OK) {
        clg_forecast_clear(forecast);
        return status;
    }
#pragma omp parallel for num_threads(threads) schedule(dynamic, 16)
    for (uint32_t s = 0; s < panel->school_count; s++) {
        double initial[CLG_MOST_STATES];
        clg_school_initial_of(panel, model, options, s, initial);
        forecast_school(&j, s,
                        panel->length[s] > 0
                            ? decoded->gamma + (panel->first[s + 1] - 1) * j.out->states
                            : initial);
    }
    return CLG_OK;
}

void clg_forecast_clear(clg_forecast *forecast)
{
    clg_free(forecast->state);
    clg_free(forecast->mean);
    clg_free(forecast->variance);
    clg_free(forecast->low);
    clg_free(forecast->high);
    *forecast = (clg_forecast){0};
}
