#include "trajectory/hmm/residual.h"

#include "base/memory.h"
#include "base/special.h"
#include "base/threads.h"
#include "trajectory/hmm/emission.h"

#include <gsl/gsl_sort_double.h>
#include <math.h>
#include <string.h>

const double clg_residual_shares[CLG_RESIDUAL_QUANTILES] = {
    0.01, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 0.99};

#define LEAST_CHANCE 1e-18 /* less changes no sum */

typedef struct job {
    const clg_panel *panel;
    const clg_hmm *model;
    const clg_decode_options *options;
    clg_residuals *out;
} job;

static double normal_score(double u)
{
    return clg_normal_quantile(fmin(fmax(u, 0x1p-53), 1.0 - 0x1p-53));
}

/* Middle distribution functions of a cell in all states that are possible at all. */
static void middles(const clg_hmm *model, uint32_t d, double x, double e,
                    const double *before, const double *chances, double *middle)
{
    for (uint32_t k = 0; k < model->state_count; k++) {
        double below, at;
        middle[k] = 0.0;
        if (before[k] < LEAST_CHANCE && chances[k] < LEAST_CHANCE)
            continue;
        at = clg_emission_distribution(model->family[d], model->theta[d][k], x, e,
                                       &below);
        middle[k] = 0.5 * (below + at);
    }
}

static double mixture(uint32_t states, const double *chances, const double *values)
{
    double sum = 0.0;

    for (uint32_t k = 0; k < states; k++)
        sum += chances[k] * values[k];
    return sum;
}

/* Bayes' rule with one cell; one that no state allows says nothing. */
static void learn(const clg_hmm *model, uint32_t d, double x, double e, double *chances)
{
    uint32_t states = model->state_count;
    double log_density[CLG_MOST_STATES], most = -INFINITY, sum = 0.0;

    for (uint32_t k = 0; k < states; k++) {
        log_density[k] =
            clg_emission_log_density(model->family[d], model->theta[d][k], x, e);
        if (chances[k] > 0.0)
            most = fmax(most, log_density[k]);
    }
    if (most == -INFINITY)
        return;
    for (uint32_t k = 0; k < states; k++) {
        chances[k] = chances[k] > 0.0 ? chances[k] * exp(log_density[k] - most) : 0.0;
        sum += chances[k];
    }
    for (uint32_t k = 0; k < states; k++)
        chances[k] /= sum;
}

/* Residuals of one window; chances go from P(k | past) to P(k | past and window). */
static void look_at(const job *j, uint32_t school, uint32_t t, double *chances)
{
    uint32_t states = j->model->state_count, indicators = j->model->indicator_count;
    size_t row = j->panel->first[school] + t;
    double before[CLG_MOST_STATES], middle[CLG_MOST_STATES], e;
    double squares = 0.0, cells = 0.0, upper;

    memcpy(before, chances, states * sizeof *before);
    for (uint32_t d = 0; d < indicators; d++) {
        double *z = &j->out->z[row * indicators + d], x, ordered;
        *z = NAN;
        if (!clg_cell_counts(j->panel, j->model, school, t, d, &e))
            continue;
        x = clg_panel_value(j->panel, school, t, d);
        middles(j->model, d, x, e, before, chances, middle);
        *z = normal_score(mixture(states, before, middle));
        ordered = normal_score(mixture(states, chances, middle));
        squares += ordered * ordered;
        cells++;
        learn(j->model, d, x, e, chances);
    }
    j->out->outlier_z[row] = NAN;
    if (cells > 0.0) {
        clg_incomplete_gamma(0.5 * cells, 0.5 * squares, &upper);
        j->out->outlier_z[row] = -normal_score(upper);
    }
}

static void move_on(uint32_t states, const double *transition, double *chances)
{
    double next[CLG_MOST_STATES] = {0.0}, sum = 0.0;

    for (uint32_t i = 0; i < states; i++)
        for (uint32_t k = 0; k < states; k++)
            next[k] += chances[i] * transition[i * states + k];
    for (uint32_t k = 0; k < states; k++)
        sum += next[k];
    for (uint32_t k = 0; k < states; k++)
        chances[k] = next[k] / sum;
}

static void follow_school(const job *j, uint32_t school)
{
    uint32_t states = j->model->state_count;
    const double *steps = j->options != NULL ? j->options->step_transition : NULL;
    double chances[CLG_MOST_STATES], own[CLG_MOST_STATES * CLG_MOST_STATES];

    clg_school_initial_of(j->panel, j->model, j->options, school, chances);
    clg_school_transition_of(j->model, j->options, school, own);
    for (uint32_t t = 0; t < j->panel->length[school]; t++) {
        size_t row = j->panel->first[school] + t;
        if (t > 0)
            move_on(states, steps != NULL ? steps + (row - 1) * states * states : own,
                    chances);
        look_at(j, school, t, chances);
    }
}

/* Of sorted numbers, between neighbours (type 7). */
static double quantile_of(const double *sorted, size_t count, double share)
{
    double place = share * (double)(count - 1);
    size_t low = (size_t)place;

    if (low + 1 >= count)
        return sorted[count - 1];
    return sorted[low] + (place - (double)low) * (sorted[low + 1] - sorted[low]);
}

/* Product sums of neighbours about the mean. */
static void correlate(const job *j, uint32_t d, clg_residual_summary *s)
{
    size_t indicators = j->out->indicator_count;
    double both = 0.0, first = 0.0, second = 0.0;

    for (uint32_t school = 0; school < j->panel->school_count; school++)
        for (size_t row = j->panel->first[school] + 1;
             row < j->panel->first[school + 1]; row++) {
            double a = j->out->z[(row - 1) * indicators + d] - s->mean;
            double b = j->out->z[row * indicators + d] - s->mean;
            if (isnan(a) || isnan(b))
                continue;
            s->pair_count++;
            both += a * b;
            first += a * a;
            second += b * b;
        }
    s->autocorrelation = s->pair_count >= 3 && first > 0.0 && second > 0.0
                             ? both / sqrt(first * second)
                             : (double)NAN;
}

static void summarise(const job *j, uint32_t d, double *sorted)
{
    clg_residual_summary *s = &j->out->summary[d];
    size_t indicators = j->out->indicator_count;
    double sum = 0.0, squares = 0.0;

    for (size_t row = 0; row < j->out->row_count; row++) {
        double z = j->out->z[row * indicators + d];
        if (isnan(z))
            continue;
        sorted[s->count++] = z;
        sum += z;
    }
    s->mean = s->count > 0 ? sum / (double)s->count : (double)NAN;
    for (size_t i = 0; i < s->count; i++)
        squares += (sorted[i] - s->mean) * (sorted[i] - s->mean);
    s->sd = s->count > 1 ? sqrt(squares / (double)(s->count - 1)) : (double)NAN;
    gsl_sort(sorted, 1, s->count);
    for (int q = 0; q < CLG_RESIDUAL_QUANTILES; q++)
        s->quantile[q] = s->count > 0
                             ? quantile_of(sorted, s->count, clg_residual_shares[q])
                             : (double)NAN;
    correlate(j, d, s);
}

clg_status clg_residuals_find(const clg_panel *panel, const clg_hmm *model,
                              const clg_decode_options *options,
                              clg_residuals *residuals, clg_error *err)
{
    const job j = {panel, model, options, residuals};
    size_t rows = clg_panel_rows(panel), indicators = model->indicator_count;
    int threads =
        options != NULL && options->threads > 0 ? options->threads : clg_thread_limit();
    double *sorted = NULL;
    bool ok;

    *residuals =
        (clg_residuals){.indicator_count = model->indicator_count, .row_count = rows};
    ok = (residuals->z = clg_array_new(rows * indicators, sizeof *residuals->z, err)) &&
         (residuals->outlier_z =
              clg_array_new(rows, sizeof *residuals->outlier_z, err)) &&
         (sorted = clg_array_new(rows, sizeof *sorted, err));
    if (!ok) {
        clg_residuals_clear(residuals);
        return CLG_ERROR_MEMORY;
    }
#pragma omp parallel for num_threads(threads) schedule(dynamic, 16)
    for (uint32_t s = 0; s < panel->school_count; s++)
        follow_school(&j, s);
    for (uint32_t d = 0; d < model->indicator_count; d++)
        summarise(&j, d, sorted);
    clg_free(sorted);
    return CLG_OK;
}

void clg_residuals_clear(clg_residuals *residuals)
{
    clg_free(residuals->z);
    clg_free(residuals->outlier_z);
    *residuals = (clg_residuals){0};
}
