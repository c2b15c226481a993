#include "trajectory/hmm/select.h"

#include "base/memory.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

static const clg_select_options default_options = CLG_SELECT_OPTIONS_INIT;

/* Room and options shared by the models. */
typedef struct select_work {
    clg_batch *batch;
    const clg_panel *panel;
    const clg_select_options *options;
    clg_monitor quiet; /* can stop, tells nothing */
    double *posterior; /* [row * most + k] */
    double *weights;   /* [s] */
    double *loglik;    /* [s] */
    uint32_t *windows; /* [s] with data */
} select_work;

uint32_t clg_fold_of(const clg_panel *panel, uint32_t school, uint64_t seed,
                     uint32_t folds)
{
    const char *name = clg_texts_at(&panel->schools, school);
    size_t length = clg_texts_length(&panel->schools, school);

    return (uint32_t)(clg_hash_bytes(name, length, seed) % folds);
}

static clg_em_options options_for(const select_work *work, uint32_t states)
{
    clg_em_options em = work->options->em;

    em.start = NULL;
    em.checkpoint = NULL;
    em.exact_iterations = false;
    em.monitor = &work->quiet;
    em.priors.transition /= states;
    if (em.priors.anchored > states)
        em.priors.anchored = states;
    return em;
}

/* ---- schools not seen ---- */

/* Windows with data of the schools in the fold and outside, and weights for the
 * latter. */
static void deal_schools(const select_work *work, uint32_t fold, double *inside,
                         double *outside)
{
    const clg_select_options *options = work->options;

    *inside = *outside = 0.0;
    for (uint32_t s = 0; s < work->panel->school_count; s++) {
        bool is_inside =
            clg_fold_of(work->panel, s, options->em.seed, options->folds) == fold;
        work->weights[s] = !is_inside;
        *(is_inside ? inside : outside) += work->windows[s];
    }
}

static clg_status judge_fold(const select_work *work, clg_state_choice *choice,
                             uint32_t fold, clg_error *err)
{
    clg_em_options em = options_for(work, choice->states);
    clg_batch_options batch = {
        .threads = em.threads, .weights = work->weights, .school_loglik = work->loglik};
    double sum = 0.0, inside, outside;
    clg_expectations ignored;
    clg_em_result fit;
    clg_status status;

    choice->fold[fold] = NAN;
    deal_schools(work, fold, &inside, &outside);
    if (!(inside > 0.0 && outside > 0.0))
        return CLG_OK;
    em.weights = work->weights;
    em.start = &choice->fit.model;
    status = clg_em_fit(work->batch, &choice->fit.model, &em, &fit, err);
    if (status == CLG_OK)
        status = clg_batch_expect(work->batch, &fit.model, &batch, &ignored, err);
    for (uint32_t s = 0; status == CLG_OK && s < work->panel->school_count; s++)
        if (work->weights[s] == 0.0 && work->windows[s] > 0)
            sum += work->loglik[s];
    if (status == CLG_OK)
        choice->fold[fold] = sum / inside;
    clg_em_result_clear(&fit);
    return status;
}

/* The mean over folds with data, and its standard error. */
static void sum_up_folds(uint32_t folds, clg_state_choice *choice)
{
    double count = 0.0, sum = 0.0, squares = 0.0;

    for (uint32_t f = 0; f < folds; f++)
        if (!isnan(choice->fold[f])) {
            count += 1.0;
            sum += choice->fold[f];
        }
    choice->held_out = isfinite(sum) ? sum / count : NAN;
    for (uint32_t f = 0; f < folds; f++)
        if (!isnan(choice->fold[f])) {
            double off = choice->fold[f] - choice->held_out;
            squares += off * off;
        }
    choice->held_out_error =
        count > 1.0 ? sqrt(squares / (count * (count - 1.0))) : NAN;
}

/* ---- one number of states ---- */

static clg_status shape_for(const select_work *work, const clg_hmm *families,
                            uint32_t states, clg_hmm *shape, clg_error *err)
{
    clg_hmm_init(shape, states, families->indicator_count, CLG_TOPOLOGY_BAKIS1);
    clg_hmm_allow(shape, work->options->topologies);
    memcpy(shape->family, families->family, sizeof shape->family);
    memcpy(shape->exposure, families->exposure, sizeof shape->exposure);
    return clg_start_by_segments(work->panel, shape, err); /* which categories exist */
}

static clg_status judge(const select_work *work, clg_state_choice *choice,
                        clg_error *err)
{
    clg_em_options em = options_for(work, choice->states);
    clg_batch_options batch = {
        .threads = em.threads, .weights = em.weights, .posterior = work->posterior};
    clg_expectations ignored;
    clg_status status =
        clg_batch_expect(work->batch, &choice->fit.model, &batch, &ignored, err);

    if (status == CLG_OK)
        choice->criteria = clg_criteria_of(work->panel, &choice->fit.model,
                                           choice->fit.loglik, work->posterior);
    for (uint32_t f = 0; status == CLG_OK && f < work->options->folds; f++)
        status = judge_fold(work, choice, f, err);
    if (status == CLG_OK)
        sum_up_folds(work->options->folds, choice);
    return status;
}

static clg_status try_states(const select_work *work, const clg_hmm *families,
                             clg_state_choice *choice, clg_error *err)
{
    clg_em_options em = options_for(work, choice->states);
    clg_hmm shape;
    clg_status status = shape_for(work, families, choice->states, &shape, err);

    choice->held_out = choice->held_out_error = NAN;
    if (status != CLG_OK)
        return status;
    choice->parameters = clg_hmm_free_parameters(&shape);
    if (clg_criteria_check(work->panel, &shape, NULL) != CLG_OK)
        return CLG_OK;
    status = clg_em_fit(work->batch, &shape, &em, &choice->fit, err);
    if (status != CLG_OK)
        return status;
    choice->is_fitted = true;
    return judge(work, choice, err);
}

/* ---- which ---- */

static double value_of(const clg_state_choice *choice, int way)
{
    switch (way) {
    case 0: return -choice->criteria.bic_windows;
    case 1: return -choice->criteria.bic_schools;
    case 2: return -choice->criteria.icl;
    default: return choice->held_out;
    }
}

/* The highest; of equal ones the smallest model. */
static const clg_state_choice *highest(const clg_selection *selection, int way)
{
    const clg_state_choice *best = NULL;

    for (uint32_t i = 0; i < selection->choice_count; i++) {
        const clg_state_choice *choice = &selection->choices[i];
        if (choice->is_fitted && !isnan(value_of(choice, way)) &&
            (best == NULL || value_of(choice, way) > value_of(best, way)))
            best = choice;
    }
    return best;
}

static void choose(clg_selection *selection)
{
    uint32_t *chosen[] = {&selection->by_bic_windows, &selection->by_bic_schools,
                          &selection->by_icl, &selection->by_held_out};
    const clg_state_choice *best = NULL;

    for (int way = 0; way < 4; way++) {
        best = highest(selection, way);
        *chosen[way] = best != NULL ? best->states : 0;
    }
    for (uint32_t i = 0; best != NULL && i < selection->choice_count; i++) {
        const clg_state_choice *choice = &selection->choices[i];
        double least = best->held_out;
        if (!isnan(best->held_out_error))
            least -= best->held_out_error;
        if (choice->is_fitted && choice->held_out >= least) {
            selection->by_one_error = choice->states;
            break;
        }
    }
}

void clg_selection_clear(clg_selection *selection)
{
    for (uint32_t i = 0; i < selection->choice_count; i++)
        clg_em_result_clear(&selection->choices[i].fit);
    memset(selection, 0, sizeof *selection);
}

static clg_status check_options(const clg_select_options *options, clg_error *err)
{
    if (options->least == 0 || options->least > options->most ||
        options->most > CLG_MOST_STATES)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "expected a range of states within 1:%d, found %u:%u",
                        CLG_MOST_STATES, options->least, options->most);
    if (options->folds < 2 || options->folds > CLG_MOST_FOLDS)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "expected 2 to %d folds, found %u",
                        CLG_MOST_FOLDS, options->folds);
    return CLG_OK;
}

static clg_status reserve(select_work *work, clg_error *err)
{
    size_t schools = work->panel->school_count, rows = clg_panel_rows(work->panel);
    bool ok = (work->posterior = clg_array_new(rows * work->options->most,
                                               sizeof *work->posterior, err)) &&
              (work->weights = clg_array_new(schools, sizeof *work->weights, err)) &&
              (work->loglik = clg_array_new(schools, sizeof *work->loglik, err)) &&
              (work->windows = clg_array_new(schools, sizeof *work->windows, err));

    for (uint32_t s = 0; ok && s < schools; s++)
        work->windows[s] = clg_panel_observed_windows(work->panel, s);
    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

static clg_status try_all(select_work *work, const clg_hmm *shape,
                          clg_selection *selection, clg_error *err)
{
    const clg_select_options *options = work->options;
    uint32_t count = options->most - options->least + 1;
    clg_status status = CLG_OK;

    selection->folds = options->folds;
    selection->windows = clg_panel_observed_rows(work->panel);
    while (status == CLG_OK && selection->choice_count < count) {
        clg_state_choice *choice = &selection->choices[selection->choice_count];
        clg_monitor_report(options->em.monitor, "select", selection->choice_count,
                           count);
        choice->states = options->least + selection->choice_count++;
        status = try_states(work, shape, choice, err);
    }
    return status;
}

clg_status clg_select_states(clg_batch *batch, const clg_hmm *shape,
                             const clg_select_options *options,
                             clg_selection *selection, clg_error *err)
{
    select_work work = {.batch = batch,
                        .panel = clg_batch_panel(batch),
                        .options = options != NULL ? options : &default_options};
    clg_status status = check_options(work.options, err);

    memset(selection, 0, sizeof *selection);
    if (work.options->em.monitor != NULL)
        work.quiet = *work.options->em.monitor;
    work.quiet.report = NULL;
    if (status == CLG_OK)
        status = reserve(&work, err);
    if (status == CLG_OK)
        status = try_all(&work, shape, selection, err);
    if (status == CLG_OK)
        choose(selection);
    else
        clg_selection_clear(selection);
    clg_free(work.posterior);
    clg_free(work.weights);
    clg_free(work.loglik);
    clg_free(work.windows);
    return status;
}
