#include "batch_sample.h"

#include "check.h"

#include "base/memory.h"

#include <string.h>

static double between(clg_random *random, double low, double high)
{
    return low + (high - low) * clg_random_uniform(random);
}

static double value_of(clg_random *random, clg_family family, double e)
{
    switch (family) {
    case CLG_FAMILY_NORMAL: return draw_normal(random, 0.5, 3.0);
    case CLG_FAMILY_GAMMA: return exp(draw_normal(random, 0.0, 0.5));
    case CLG_FAMILY_BINOMIAL:
    case CLG_FAMILY_BETABINOMIAL:
        return clg_random_below(random, (uint32_t)e + 1); /* up to all */
    case CLG_FAMILY_CATEGORICAL: return 1 + clg_random_below(random, CLG_THETA);
    case CLG_FAMILY_HURDLE_GAMMA:
        return clg_random_below(random, 3) == 0 ? 0.0 : between(random, 0.1, 4.0);
    default: return clg_random_below(random, 9);
    }
}

static void set_theta(clg_random *random, clg_family family, double *theta)
{
    double sum = 0.0;

    switch (family) {
    case CLG_FAMILY_NORMAL: theta[0] = between(random, -3.0, 4.0); break;
    case CLG_FAMILY_BINOMIAL: theta[0] = between(random, 0.05, 0.95); break;
    default: theta[0] = between(random, 0.3, 4.0); break;
    }
    theta[1] = family == CLG_FAMILY_HURDLE_POISSON ? between(random, 0.1, 0.9)
                                                   : between(random, 0.4, 3.0);
    theta[2] = between(random, 0.1, 0.9);
    if (family != CLG_FAMILY_CATEGORICAL)
        return;
    for (int c = 0; c < CLG_THETA; c++)
        sum += theta[c] = between(random, 0.05, 1.0);
    for (int c = 0; c < CLG_THETA; c++)
        theta[c] /= sum;
}

static clg_family family_of(clg_random *random, uint32_t families)
{
    uint32_t family;

    do
        family = clg_random_below(random, CLG_FAMILY_COUNT);
    while (!(families >> family & 1));
    return (clg_family)family;
}

static clg_hmm model_of(clg_random *random, uint32_t states, uint32_t indicators,
                        clg_topology topology, uint32_t families)
{
    clg_hmm model;
    double sum = 0.0;

    clg_hmm_init(&model, states, indicators, topology);
    for (uint32_t k = 0; k < states; k++)
        sum += model.initial[k] =
            k > 0 && clg_random_below(random, 3) == 0 ? 0.0 : between(random, 0.1, 1.0);
    for (uint32_t k = 0; k < states; k++) {
        double row = 0.0;
        model.initial[k] /= sum;
        for (uint32_t j = 0; j < states; j++)
            row += model.transition[k][j] =
                model.allowed[k][j] ? between(random, 0.1, 1.0) : 0.0;
        for (uint32_t j = 0; j < states; j++)
            model.transition[k][j] /= row;
    }
    for (uint32_t d = 0; d < indicators; d++) {
        model.family[d] = family_of(random, families);
        model.exposure[d] = clg_random_below(random, 2) == 0 ? 0 : -1;
        for (uint32_t k = 0; k < states; k++)
            set_theta(random, model.family[d], model.theta[d][k]);
    }
    return model;
}

static void fill(clg_random *random, batch_sample *sample)
{
    clg_panel *panel = &sample->panel;
    const clg_hmm *model = &sample->model;
    const double shares[] = {0.0, 0.0, 0.1, 0.5, 0.95};
    double missing = shares[clg_random_below(random, COUNT_OF(shares))];
    double *column = small_panel_extra(panel, "exposure");

    for (uint32_t s = 0; s < panel->school_count; s++)
        for (uint32_t t = 0; t < panel->length[s]; t++) {
            double e = 1 + clg_random_below(random, 6);
            if (missing == 0.0 || clg_random_below(random, 20) > 0)
                column[panel->first[s] + t] = e;
            for (uint32_t d = 0; d < model->indicator_count; d++) {
                double own = model->exposure[d] < 0 ? 1.0 : e;
                double x = value_of(random, model->family[d], own);
                if (clg_random_uniform(random) >= missing)
                    clg_panel_set(panel, s, t, d, x);
            }
        }
}

batch_sample batch_sample_of(uint64_t trial, uint32_t schools, uint32_t states,
                             uint32_t indicators, clg_topology topology,
                             uint32_t families)
{
    clg_random random = clg_random_stream(11, "batch", 0, 0, trial);
    uint32_t *lengths = clg_array_new(schools, sizeof *lengths, NULL);
    uint32_t equal = clg_random_below(&random, 3) == 0; /* complete blocks too */
    batch_sample sample;

    assert_non_null(lengths);
    for (uint32_t s = 0; s < schools; s++)
        lengths[s] = equal ? 12 : 1 + clg_random_below(&random, 40);
    sample.panel = small_panel(schools, lengths, indicators);
    sample.model = model_of(&random, states, indicators, topology, families);
    sample.weights = clg_array_new(schools, sizeof *sample.weights, NULL);
    assert_non_null(sample.weights);
    for (uint32_t s = 0; s < schools; s++) {
        uint32_t kind = clg_random_below(&random, 3);
        sample.weights[s] = kind == 2 ? between(&random, 0.0, 3.0) : kind;
        sample.panel.is_founded[s] = clg_random_below(&random, 4) == 0;
    }
    fill(&random, &sample);
    clg_free(lengths);
    return sample;
}

void batch_sample_clear(batch_sample *sample)
{
    clg_panel_clear(&sample->panel);
    clg_free(sample->weights);
}

static void reserve_outputs(const batch_sample *sample, plain_outputs *outputs)
{
    size_t k = sample->model.state_count, schools = sample->panel.school_count;
    size_t rows = clg_panel_rows(&sample->panel);

    memset(&outputs->sums, 0, sizeof outputs->sums);
    outputs->posterior = clg_array_new(rows * k, sizeof(double), NULL);
    outputs->school_loglik = clg_array_new(schools, sizeof(double), NULL);
    outputs->school_moves = clg_array_new(schools * k * k, sizeof(double), NULL);
    assert_true(outputs->posterior != NULL && outputs->school_loglik != NULL &&
                outputs->school_moves != NULL);
}

void plain_outputs_clear(plain_outputs *outputs)
{
    clg_free(outputs->posterior);
    clg_free(outputs->school_loglik);
    clg_free(outputs->school_moves);
}

/* ---- the definition, in logarithms ---- */

enum { MOST_WINDOWS = 64 };

static double log_add(double a, double b)
{
    double most = a > b ? a : b;

    return most == -INFINITY ? most : most + log(exp(a - most) + exp(b - most));
}

static double exposure_at(const batch_sample *sample, uint32_t d, size_t row)
{
    int column = sample->model.exposure[d];

    return column < 0 || !clg_family_has_exposure(sample->model.family[d])
               ? 1.0
               : sample->panel.extra[column][row];
}

static bool is_there(const batch_sample *sample, uint32_t s, uint32_t t, uint32_t d)
{
    return clg_panel_has(&sample->panel, s, t, d) &&
           !isnan(exposure_at(sample, d, sample->panel.first[s] + t));
}

static double log_density(const batch_sample *sample, uint32_t s, uint32_t t,
                          uint32_t k)
{
    const clg_hmm *model = &sample->model;
    double sum = 0.0;

    for (uint32_t d = 0; d < model->indicator_count; d++)
        if (is_there(sample, s, t, d))
            sum += clg_emission_log_density(
                model->family[d], model->theta[d][k],
                clg_panel_value(&sample->panel, s, t, d),
                exposure_at(sample, d, sample->panel.first[s] + t));
    return sum;
}

typedef struct passes {
    double b[MOST_WINDOWS][CLG_MOST_STATES], alpha[MOST_WINDOWS][CLG_MOST_STATES],
        beta[MOST_WINDOWS][CLG_MOST_STATES];
    double loglik;
} passes;

static void run_passes(const batch_sample *sample, uint32_t s, passes *p)
{
    const clg_hmm *model = &sample->model;
    uint32_t length = sample->panel.length[s], states = model->state_count;

    for (uint32_t t = 0; t < length; t++)
        for (uint32_t k = 0; k < states; k++) {
            bool is_founded = sample->panel.is_founded[s];
            double start = is_founded ? k == 0 : model->initial[k];
            double sum = t == 0 ? log(start) : -INFINITY;
            for (uint32_t i = 0; t > 0 && i < states; i++)
                sum = log_add(sum, p->alpha[t - 1][i] + log(model->transition[i][k]));
            p->b[t][k] = log_density(sample, s, t, k);
            p->alpha[t][k] = sum + p->b[t][k];
        }
    p->loglik = -INFINITY;
    for (uint32_t t = length; t-- > 0;)
        for (uint32_t k = 0; k < states; k++) {
            double sum = t + 1 == length ? 0.0 : -INFINITY;
            for (uint32_t j = 0; t + 1 < length && j < states; j++)
                sum = log_add(sum, log(model->transition[k][j]) + p->b[t + 1][j] +
                                       p->beta[t + 1][j]);
            p->beta[t][k] = sum;
            if (t + 1 == length)
                p->loglik = log_add(p->loglik, p->alpha[t][k]);
        }
}

static void add_cell(const batch_sample *sample, uint32_t s, uint32_t t, uint32_t d,
                     uint32_t k, double gamma, clg_expectations *sums)
{
    double x = clg_panel_value(&sample->panel, s, t, d);
    double e = exposure_at(sample, d, sample->panel.first[s] + t), u = x, v = e;

    if (sample->model.family[d] == CLG_FAMILY_NORMAL) {
        u = x - sample->model.theta[d][k][0];
        v = u * u;
    } else if (sample->model.family[d] == CLG_FAMILY_GAMMA) {
        v = log(x);
    }
    sums->count[d][k] += gamma;
    sums->first[d][k] += gamma * u;
    sums->second[d][k] += gamma * v;
}

static void add_school(const batch_sample *sample, uint32_t s, double weight,
                       const passes *p, plain_outputs *to)
{
    const clg_hmm *model = &sample->model;
    uint32_t length = sample->panel.length[s], states = model->state_count;

    for (uint32_t t = 0; t < length; t++)
        for (uint32_t k = 0; k < states; k++) {
            double gamma = exp(p->alpha[t][k] + p->beta[t][k] - p->loglik);
            to->posterior[(sample->panel.first[s] + t) * states + k] = gamma;
            to->sums.occupied[k] += weight * gamma;
            if (t == 0 && !sample->panel.is_founded[s])
                to->sums.initial[k] += weight * gamma;
            for (uint32_t d = 0; d < model->indicator_count; d++)
                if (is_there(sample, s, t, d))
                    add_cell(sample, s, t, d, k, weight * gamma, &to->sums);
            for (uint32_t j = 0; t + 1 < length && j < states; j++) {
                double move = exp(p->alpha[t][k] + log(model->transition[k][j]) +
                                  p->b[t + 1][j] + p->beta[t + 1][j] - p->loglik);
                to->school_moves[(s * states + k) * states + j] += move;
                to->sums.moves[k][j] += weight * move;
            }
        }
    to->school_loglik[s] = p->loglik;
    to->sums.loglik += weight * p->loglik;
}

plain_outputs plain_expect(const batch_sample *sample, bool is_weighted)
{
    static passes p;
    plain_outputs outputs;

    reserve_outputs(sample, &outputs);
    for (uint32_t s = 0; s < sample->panel.school_count; s++) {
        assert_true(sample->panel.length[s] <= MOST_WINDOWS);
        run_passes(sample, s, &p);
        add_school(sample, s, is_weighted ? sample->weights[s] : 1.0, &p, &outputs);
    }
    return outputs;
}

/* ---- the batch ---- */

clg_batch *batch_of(const batch_sample *sample)
{
    clg_batch *batch = NULL;

    check_ok(clg_batch_new(&sample->panel, &sample->model, &batch, &err));
    return batch;
}

static void sum_values(const clg_batch *batch, const clg_hmm *model,
                       clg_expectations *sums)
{
    for (uint32_t d = 0; d < model->indicator_count; d++)
        for (uint32_t k = 0;
             clg_family_is_looked_up(model->family[d]) && k < model->state_count; k++) {
            clg_weighted_values values = clg_batch_values(batch, d, k);
            assert_true(sums->first[d][k] == 0.0 && sums->second[d][k] == 0.0);
            for (size_t i = 0; i < values.count; i++) {
                double e = values.e == NULL ? 1.0 : values.e[i];
                sums->first[d][k] += values.weight[i] * values.x[i];
                sums->second[d][k] += values.weight[i] * e;
            }
        }
}

plain_outputs batched_expect(clg_batch *batch, const batch_sample *sample,
                             bool is_weighted, int threads)
{
    plain_outputs outputs;
    clg_batch_options options = {.threads = threads};

    reserve_outputs(sample, &outputs);
    options.weights = is_weighted ? sample->weights : NULL;
    options.posterior = outputs.posterior;
    options.school_loglik = outputs.school_loglik;
    options.school_moves = outputs.school_moves;
    check_ok(clg_batch_expect(batch, &sample->model, &options, &outputs.sums, &err));
    sum_values(batch, &sample->model, &outputs.sums);
    return outputs;
}

static void check_all(const double *actual, const double *expected, size_t count,
                      double tolerance)
{
    for (size_t i = 0; i < count; i++)
        check_near(actual[i], expected[i], tolerance * fmax(1.0, fabs(expected[i])));
}

void check_outputs(const batch_sample *sample, const plain_outputs *actual,
                   const plain_outputs *expected, double tolerance)
{
    size_t k = sample->model.state_count, schools = sample->panel.school_count;
    size_t rows = clg_panel_rows(&sample->panel);

    check_all(&actual->sums.loglik, &expected->sums.loglik,
              sizeof expected->sums / sizeof(double), tolerance);
    check_all(actual->posterior, expected->posterior, rows * k, tolerance);
    check_all(actual->school_loglik, expected->school_loglik, schools, tolerance);
    check_all(actual->school_moves, expected->school_moves, schools * k * k, tolerance);
}

void check_same_outputs(const batch_sample *sample, const plain_outputs *actual,
                        const plain_outputs *expected)
{
    size_t k = sample->model.state_count, schools = sample->panel.school_count;
    size_t rows = clg_panel_rows(&sample->panel);

    assert_memory_equal(&actual->sums, &expected->sums, sizeof expected->sums);
    assert_memory_equal(actual->posterior, expected->posterior,
                        rows * k * sizeof(double));
    assert_memory_equal(actual->school_loglik, expected->school_loglik,
                        schools * sizeof(double));
    assert_memory_equal(actual->school_moves, expected->school_moves,
                        schools * k * k * sizeof(double));
}
