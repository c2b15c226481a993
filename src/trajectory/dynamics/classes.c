#include "trajectory/dynamics/classes.h"

#include "base/fail.h"
#include "base/memory.h"
#include "trajectory/dynamics/ascent.h"
#include "trajectory/dynamics/class_part.h"
#include "trajectory/hmm/em_parts.h"

#include <math.h>
#include <string.h>

enum { SHORT_EVALUATIONS = 16 };

/* ---- time to the last stage ---- */

/* Solves a x = b of n equations by elimination with the largest pivots; false if there
 * is no single solution. */
static bool solve(uint32_t n, double (*a)[CLG_MOST_STATES], double *b)
{
    for (uint32_t c = 0; c < n; c++) {
        uint32_t best = c;
        for (uint32_t r = c + 1; r < n; r++)
            best = fabs(a[r][c]) > fabs(a[best][c]) ? r : best;
        if (!(fabs(a[best][c]) > 1e-14))
            return false;
        for (uint32_t k = 0; k < n; k++) {
            double other = a[c][k];
            a[c][k] = a[best][k];
            a[best][k] = other;
        }
        double other = b[c];
        b[c] = b[best];
        b[best] = other;
        for (uint32_t r = 0; r < n; r++) {
            double share = r == c ? 0.0 : a[r][c] / a[c][c];
            for (uint32_t k = c; share != 0.0 && k < n; k++)
                a[r][k] -= share * a[c][k];
            b[r] -= share * b[c];
        }
    }
    for (uint32_t c = 0; c < n; c++)
        b[c] /= a[c][c];
    return true;
}

double clg_class_time_to_last(const clg_class_model *model, uint32_t class_index)
{
    uint32_t n = model->shared.state_count - 1;
    double a[CLG_MOST_STATES][CLG_MOST_STATES], times[CLG_MOST_STATES], sum = 0.0;

    for (uint32_t i = 0; i < n; i++) {
        times[i] = 1.0;
        for (uint32_t j = 0; j < n; j++)
            a[i][j] = (i == j) - model->transition[class_index][i][j];
    }
    if (!solve(n, a, times))
        return INFINITY;
    for (uint32_t i = 0; i < n; i++)
        sum += model->initial[class_index][i] * times[i];
    return sum;
}

/* ---- the ascent ---- */

/* A proposal under which a school is impossible is only a bad one. */
static clg_status step(void *payload, const double *x, double *next, double *objective,
                       clg_error *err)
{
    clg_class_fit *fit = payload;
    clg_class_model at_x;
    clg_status status;

    clg_class_set(fit, x);
    status = clg_class_posterior(fit, err);
    if (status == CLG_ERROR_ARGUMENT) {
        *objective = -INFINITY;
        return CLG_OK;
    }
    *objective = clg_class_objective(fit);
    if (status == CLG_OK)
        status = clg_class_expect(fit, err);
    if (status != CLG_OK)
        return status;
    at_x = fit->model;
    clg_class_maximise(fit);
    clg_class_get(fit, next);
    fit->model = at_x;
    return CLG_OK;
}

static clg_status climb(clg_class_fit *fit, uint32_t evaluations,
                        clg_ascent_result *reached, clg_error *err)
{
    const clg_classes_options *options = fit->options;
    const clg_ascent ascent = {.count = clg_class_count(fit),
                               .step = step,
                               .payload = fit,
                               .most_evaluations = evaluations,
                               .tolerance = options->tolerance,
                               .parameter_tolerance = options->parameter_tolerance,
                               .stage = "classes",
                               .monitor = options->monitor};
    double *x = clg_array_new(ascent.count, sizeof *x, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (x != NULL) {
        clg_class_get(fit, x);
        status = clg_ascend(&ascent, x, reached, err);
    }
    clg_free(x);
    return status;
}

/* A short way from both starts; the model of the better one is kept. */
static clg_status choose_start(clg_class_fit *fit, const clg_hmm *start,
                               const double *moves, clg_error *err)
{
    double best = -INFINITY;
    clg_class_model kept = fit->model;
    clg_status status = CLG_OK;

    for (int by_pace = 0; status == CLG_OK && by_pace < 2; by_pace++) {
        clg_ascent_result reached;
        status = clg_class_begin(fit, start, moves, by_pace == 1, err);
        if (status == CLG_OK)
            status = climb(fit, SHORT_EVALUATIONS, &reached, err);
        if (status != CLG_OK)
            return status;
        clg_ascent_result_clear(&reached);
        if (reached.loglik > best) {
            best = reached.loglik;
            kept = fit->model;
        }
    }
    fit->model = kept;
    return status;
}

/* Removes classes of less than one school; how many there were. */
static uint32_t drop(clg_class_fit *fit)
{
    clg_class_model *model = &fit->model;
    uint32_t kept = 0, before = model->class_count;
    double sum = 0.0;

    for (uint32_t c = 0; c < before; c++) {
        if (model->weight[c] * fit->schools < 1.0)
            continue;
        model->weight[kept] = model->weight[c];
        sum += model->weight[c];
        memcpy(model->initial[kept], model->initial[c], sizeof model->initial[c]);
        memcpy(model->transition[kept++], model->transition[c],
               sizeof model->transition[c]);
    }
    model->class_count = kept;
    for (uint32_t c = 0; c < kept; c++)
        model->weight[c] /= sum;
    return before - kept;
}

static clg_status climb_to_the_end(clg_class_fit *fit, clg_classes_result *result,
                                   clg_error *err)
{
    uint32_t dropped;

    do {
        clg_ascent_result reached;
        clg_status status = climb(fit, fit->options->most_evaluations, &reached, err);
        if (status != CLG_OK)
            return status;
        clg_free(result->history);
        result->history = reached.history; /* now the result's */
        result->history_count = reached.history_count;
        result->objective = reached.loglik;
        result->evaluations += reached.evaluations;
        result->is_converged = reached.is_converged;
        dropped = drop(fit);
        result->dropped += dropped;
    } while (dropped > 0);
    return CLG_OK;
}

/* ---- what is told ---- */

/* Puts the classes in order of their times, by insertion. */
static void order(clg_class_fit *fit, double *times)
{
    clg_class_model *model = &fit->model, before = *model;
    uint32_t at[CLG_MOST_CLASSES];

    for (uint32_t c = 0; c < model->class_count; c++) {
        double time = clg_class_time_to_last(&before, c);
        uint32_t place = c;
        for (; place > 0 && times[place - 1] > time; place--) {
            times[place] = times[place - 1];
            at[place] = at[place - 1];
        }
        times[place] = time;
        at[place] = c;
    }
    for (uint32_t c = 0; c < model->class_count; c++) {
        model->weight[c] = before.weight[at[c]];
        memcpy(model->initial[c], before.initial[at[c]], sizeof before.initial[0]);
        memcpy(model->transition[c], before.transition[at[c]],
               sizeof before.transition[0]);
    }
}

/* What the classes come to together, for the shared model. */
static void mix(clg_class_fit *fit)
{
    clg_class_model *model = &fit->model;
    clg_hmm *shared = &model->shared;

    for (uint32_t i = 0; i < shared->state_count; i++) {
        double stays = 0.0, moved[CLG_MOST_STATES] = {0.0};
        shared->initial[i] = 0.0;
        for (uint32_t c = 0; c < model->class_count; c++) {
            shared->initial[i] += model->weight[c] * model->initial[c][i];
            for (uint32_t j = 0; j < shared->state_count; j++) {
                moved[j] += fit->moves[c][i][j];
                stays += fit->moves[c][i][j];
            }
        }
        for (uint32_t j = 0; j < shared->state_count; j++)
            shared->transition[i][j] =
                stays > 0.0 ? moved[j] / stays : model->transition[0][i][j];
    }
}

static void count_parameters(const clg_class_fit *fit, clg_classes_result *result)
{
    const clg_hmm *shared = &fit->model.shared;
    uint32_t classes = fit->model.class_count, starts = 0, of_shares = 0;
    double schools = 0.0, windows = (double)clg_panel_observed_rows(fit->panel);

    for (uint32_t i = 0; i < shared->state_count; i++) {
        uint32_t moves = 0;
        starts += shared->starts[i] != 0;
        for (uint32_t j = 0; j < shared->state_count; j++)
            moves += shared->allowed[i][j] != 0;
        of_shares += moves > 0 ? moves - 1 : 0;
    }
    of_shares += starts > 0 ? starts - 1 : 0;
    for (uint32_t s = 0; s < fit->schools; s++)
        schools += clg_panel_observed_windows(fit->panel, s) > 0;
    result->free_parameters =
        clg_hmm_free_parameters(shared) + (classes - 1) * of_shares + classes - 1;
    result->bic_windows =
        -2.0 * result->loglik + result->free_parameters * log(windows);
    result->bic_schools =
        -2.0 * result->loglik + result->free_parameters * log(schools);
}

static void tell_schools(const clg_class_fit *fit, clg_classes_result *result)
{
    uint32_t classes = fit->model.class_count;
    double disorder = 0.0;

    for (uint32_t s = 0; s < fit->schools; s++)
        for (uint32_t c = 0; c < classes; c++) {
            double r = fit->posterior[(size_t)c * fit->schools + s];
            double *own = result->posterior + (size_t)s * classes;
            own[c] = r;
            result->expected_schools[c] += r;
            disorder -= r > 0.0 ? r * log(r) : 0.0;
            if (r > own[result->class_of[s]])
                result->class_of[s] = c;
        }
    result->entropy =
        classes > 1 ? 1.0 - disorder / (fit->schools * log(classes)) : 1.0;
}

static clg_status tell_stages(clg_class_fit *fit, clg_classes_result *result,
                              clg_error *err)
{
    const clg_panel *panel = fit->panel;
    size_t states = fit->model.shared.state_count;
    double *gamma = clg_array_new(clg_panel_rows(panel) * states, sizeof *gamma, err);
    clg_status status = gamma == NULL ? CLG_ERROR_MEMORY : CLG_OK;

    for (uint32_t c = 0; status == CLG_OK && c < fit->model.class_count; c++) {
        const clg_hmm plain = clg_class_hmm(&fit->model, c);
        const clg_batch_options options = {.threads = fit->options->threads,
                                           .posterior = gamma};
        clg_expectations unused;
        status = clg_batch_expect(fit->batch, &plain, &options, &unused, err);
        for (uint32_t s = 0; status == CLG_OK && s < fit->schools; s++)
            for (size_t i = panel->first[s] * states; i < panel->first[s + 1] * states;
                 i++)
                result->stage[i] +=
                    fit->posterior[(size_t)c * fit->schools + s] * gamma[i];
    }
    clg_free(gamma);
    return status;
}

static clg_status tell(clg_class_fit *fit, clg_classes_result *result, clg_error *err)
{
    size_t cells = (size_t)fit->schools * fit->model.class_count;
    size_t stages = clg_panel_rows(fit->panel) * fit->model.shared.state_count;
    clg_status status;

    order(fit, result->time_to_last);
    status = clg_class_posterior(fit, err);
    if (status == CLG_OK)
        status = clg_class_expect(fit, err);
    if (status != CLG_OK)
        return status;
    result->posterior = clg_array_new(cells, sizeof *result->posterior, err);
    result->class_of = clg_array_new(fit->schools, sizeof *result->class_of, err);
    result->stage = clg_array_new(stages, sizeof *result->stage, err);
    if (result->posterior == NULL || result->class_of == NULL || result->stage == NULL)
        return CLG_ERROR_MEMORY;
    result->loglik = fit->sum;
    mix(fit);
    count_parameters(fit, result);
    tell_schools(fit, result);
    status = tell_stages(fit, result, err);
    result->model = fit->model;
    return status;
}

/* ---- the whole ---- */

static void set_up(clg_class_fit *fit, const clg_hmm *start)
{
    clg_hmm emissions = *start;

    fit->model.shared = *start;
    fit->model.class_count = fit->options->classes;
    if (fit->model.class_count > fit->schools)
        fit->model.class_count = fit->schools;
    for (uint32_t c = 0; c < fit->model.class_count; c++)
        fit->model.weight[c] = 1.0 / fit->model.class_count;
    memset(emissions.initial, 0, sizeof emissions.initial);
    clg_coordinates_init(&fit->coordinates, &emissions);
    fit->priors = fit->options->priors;
    clg_priors_fill(fit->panel, start, &fit->priors);
}

static clg_status fit_classes(clg_class_fit *fit, const clg_hmm *start,
                              clg_classes_result *result, clg_error *err)
{
    size_t cells = (size_t)fit->schools * start->state_count * start->state_count;
    double *moves = clg_array_new(cells, sizeof *moves, err);
    const clg_batch_options options = {.threads = fit->options->threads,
                                       .school_moves = moves};
    clg_expectations plain;
    clg_status status = CLG_ERROR_MEMORY;

    set_up(fit, start);
    result->dropped = fit->options->classes - fit->model.class_count;
    if (moves != NULL)
        status = clg_batch_expect(fit->batch, start, &options, &plain, err);
    if (status == CLG_OK)
        status = clg_class_reserve(fit, err);
    if (status == CLG_OK)
        status = choose_start(fit, start, moves, err);
    clg_free(moves);
    if (status != CLG_OK)
        return status;
    result->single_loglik = plain.loglik;
    status = climb_to_the_end(fit, result, err);
    return status == CLG_OK ? tell(fit, result, err) : status;
}

clg_status clg_classes_fit(clg_batch *batch, const clg_hmm *start,
                           const clg_classes_options *options,
                           clg_classes_result *result, clg_error *err)
{
    clg_class_fit fit = {
        .batch = batch, .panel = clg_batch_panel(batch), .options = options};
    clg_status status;

    *result = (clg_classes_result){.loglik = NAN};
    if (options->classes < 1 || options->classes > CLG_MOST_CLASSES)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "%u classes, expected 1 to %d",
                        options->classes, CLG_MOST_CLASSES);
    fit.schools = fit.panel->school_count;
    if (fit.schools == 0)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "no schools to be put into classes");
    status = fit_classes(&fit, start, result, err);
    if (status != CLG_OK)
        clg_classes_result_clear(result);
    clg_class_release(&fit);
    return status;
}

void clg_classes_result_clear(clg_classes_result *result)
{
    clg_free(result->posterior);
    clg_free(result->class_of);
    clg_free(result->stage);
    clg_free(result->history);
    *result = (clg_classes_result){.loglik = NAN};
}
