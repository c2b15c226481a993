/* Runs of a fit: a start on its way. All of them go a few EM steps, the best on to the
 * end (emEM, Biernacki, Celeux & Govaert 2003, Computational Statistics & Data Analysis
 * 41:561).
 *
 * Whatever happens between two steps of a run depends on its model alone, so that a fit
 * can be left and taken up again at any of them: the E-step is repeated, nothing
 * else. */
#include "trajectory/hmm/em_parts.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { SAVE_EVERY = 50 };

/* ---- one step of a run ---- */

clg_status clg_em_evaluate(clg_em_work *work, const clg_hmm *model, clg_error *err)
{
    clg_batch_options options = {.threads = work->options->threads,
                                 .weights = work->options->weights};
    clg_status status = clg_monitor_check(work->options->monitor, err);

    if (status == CLG_OK)
        status =
            clg_batch_expect(work->batch, model, &options, &work->expectations, err);
    if (status != CLG_OK)
        return status;
    work->objective =
        work->expectations.loglik + clg_em_log_prior(model, &work->priors);
    work->unsaved++;
    return CLG_OK;
}

/* What the step from `before` to `after` says about the run. */
static void judge(const clg_em_work *work, const clg_hmm *before, const clg_hmm *after,
                  clg_em_run *run)
{
    double gain = work->objective - run->objective, size = fabs(work->objective);

    if (gain < -1e-9 * size)
        run->likelihood_fell = 1;
    run->is_converged = fabs(gain) <= work->options->tolerance * (size + 1.0) &&
                        clg_hmm_change(before, after, &work->priors) <
                            work->options->parameter_tolerance;
}

clg_status clg_em_step(clg_em_work *work, clg_em_run *run, clg_error *err)
{
    double loglik = work->expectations.loglik;
    clg_hmm next = run->model;
    uint32_t empty_states;
    clg_status status =
        clg_array_reserve(&run->history, &run->history_room, run->history_count + 1,
                          sizeof *run->history, err);

    if (status != CLG_OK)
        return status;
    clg_em_maximise(work->batch, &work->expectations, &work->priors, &next,
                    &empty_states);
    status = clg_em_evaluate(work, &next, err);
    if (status != CLG_OK)
        return status;
    judge(work, &run->model, &next, run);
    run->history[run->history_count++] = loglik;
    run->model = next;
    run->objective = work->objective;
    run->evaluations++;
    return CLG_OK;
}

/* ---- a run to its end ---- */

static bool is_over(const clg_em_work *work, const clg_em_run *run)
{
    const clg_em_options *options = work->options;

    if (options->exact_iterations)
        return run->history_count >= options->most_iterations;
    if (run->is_converged || run->evaluations >= options->most_iterations)
        return true;
    return !work->is_long && run->history_count >= options->short_iterations;
}

static clg_status save_now_and_then(clg_em_work *work, clg_error *err)
{
    if (work->options->checkpoint == NULL || work->unsaved < SAVE_EVERY)
        return CLG_OK;
    return clg_checkpoint_save(work, err);
}

static clg_status go_on(clg_em_work *work, clg_em_run *run, clg_error *err)
{
    bool is_plain =
        work->options->plain || work->options->exact_iterations || !work->is_long;
    clg_status status = clg_em_evaluate(work, &run->model, err);

    if (status == CLG_OK)
        run->objective = work->objective;
    while (status == CLG_OK && !is_over(work, run)) {
        status =
            is_plain ? clg_em_step(work, run, err) : clg_squarem_cycle(work, run, err);
        if (status == CLG_OK)
            status = save_now_and_then(work, err);
    }
    return status;
}

/* ---- starts ---- */

/* In parity with other programs zeros of the given start are not parameters. */
static void fix_zeros(clg_hmm *model)
{
    for (uint32_t i = 0; i < model->state_count; i++) {
        model->starts[i] &= model->initial[i] > 0.0;
        for (uint32_t j = 0; j < model->state_count; j++)
            model->allowed[i][j] &= model->transition[i][j] > 0.0;
    }
}

static clg_status begin(clg_em_work *work, uint32_t number, clg_error *err)
{
    const clg_panel *panel = clg_batch_panel(work->batch);
    clg_em_run *run = &work->runs[number];
    clg_status status = CLG_OK;

    run->model = *work->shape;
    if (work->options->start != NULL) {
        const clg_hmm *start = work->options->start;
        memcpy(run->model.initial, start->initial, sizeof start->initial);
        memcpy(run->model.transition, start->transition, sizeof start->transition);
        memcpy(run->model.theta, start->theta, sizeof start->theta);
        if (work->options->exact_iterations)
            fix_zeros(&run->model);
    } else if (number == 0)
        status = clg_start_by_segments(panel, &run->model, err);
    else if (number == 1)
        status = clg_start_by_partition(panel, &run->model, err);
    else
        status =
            clg_start_at_random(panel, work->options->seed, number, &run->model, err);
    if (status != CLG_OK)
        return status;
    clg_em_keep_bounds(&work->priors, &run->model);
    run->objective = run->short_objective = NAN;
    run->stride = 4.0;
    run->evaluations = 1; /* go_on begins with it */
    return CLG_OK;
}

/* Keeps the best; of equal ones the first. */
static void choose_kept(clg_em_work *work)
{
    uint32_t kept = work->options->kept > 0 ? work->options->kept : 1;

    for (uint32_t chosen = 0; chosen < kept && chosen < work->run_count; chosen++) {
        clg_em_run *best = NULL;
        for (uint32_t i = 0; i < work->run_count; i++) {
            clg_em_run *run = &work->runs[i];
            if (!run->is_kept &&
                (best == NULL || run->short_objective > best->short_objective))
                best = run;
        }
        best->is_kept = 1;
        best->evaluations++; /* go_on begins with it */
    }
    work->is_long = 1;
    work->current = 0;
}

static void report(const clg_em_work *work)
{
    const clg_em_options *options = work->options;
    uint64_t kept = options->kept < work->run_count ? options->kept : work->run_count;
    uint64_t done = work->is_long ? work->run_count : work->current;

    for (uint32_t i = 0; work->is_long && i < work->current; i++)
        done += work->runs[i].is_kept;
    clg_monitor_report(options->monitor, "fit", done, work->run_count + kept);
}

static clg_status run_short(clg_em_work *work, clg_error *err)
{
    clg_status status = CLG_OK;

    for (; work->current < work->run_count; work->current++) {
        clg_em_run *run = &work->runs[work->current];
        report(work);
        if (run->evaluations == 0)
            status = begin(work, work->current, err);
        if (status == CLG_OK)
            status = go_on(work, run, err);
        if (status != CLG_OK)
            return status;
        run->short_objective = run->objective;
    }
    choose_kept(work);
    return CLG_OK;
}

static clg_status run_long(clg_em_work *work, clg_error *err)
{
    clg_status status = CLG_OK;

    for (; status == CLG_OK && work->current < work->run_count; work->current++) {
        report(work);
        if (work->runs[work->current].is_kept)
            status = go_on(work, &work->runs[work->current], err);
        if (status != CLG_OK)
            break;
    }
    return status;
}

clg_status clg_em_run_all(clg_em_work *work, clg_error *err)
{
    clg_status status = CLG_OK;

    if (work->options->start != NULL && work->runs[0].evaluations == 0) {
        status = begin(work, 0, err);
        work->runs[0].is_kept = work->is_long = 1;
    }
    if (status == CLG_OK && !work->is_long)
        status = run_short(work, err);
    if (status == CLG_OK)
        status = run_long(work, err);
    return status;
}
