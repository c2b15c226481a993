/* Group-based trajectories: starts, EM and what comes of it. See groups.h.
 *
 * Starts are independent of one another, so each is one thread's from beginning to end
 * and its sums run over schools in their order. */
#include "trajectory/curve/groups.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/threads.h"
#include "trajectory/curve/groups_part.h"

#include <string.h>

static const double same_maximum = 1e-4, least_share = 0.05, least_app = 0.7,
                    least_occ = 5.0;

/* One start on its way. */
typedef struct run {
    clg_course_groups_model model;
    double loglik;
    uint32_t iterations, flags;
    bool is_converged,
        is_clean; /* clean: no group collapsed, no variance at its floor */
} run;

/* Posterior of one school, and its log-likelihood. */
static double weigh(const clg_course_groups_model *model, const double *loglik,
                    double *posterior)
{
    double largest = -(double)INFINITY, sum = 0.0;

    for (uint32_t g = 0; g < model->group_count; g++) {
        posterior[g] = log(model->group[g].share) + loglik[g];
        largest = fmax(largest, posterior[g]);
    }
    for (uint32_t g = 0; g < model->group_count; g++) {
        posterior[g] = exp(posterior[g] - largest);
        sum += posterior[g];
    }
    for (uint32_t g = 0; g < model->group_count; g++)
        posterior[g] /= sum;
    return largest + log(sum);
}

/* The log-likelihood; posteriors are added to work, and kept unless NULL. */
static double expect(const clg_course_groups_data *data,
                     const clg_course_groups_model *model, double *work, double *kept,
                     double *weights)
{
    uint32_t groups = model->group_count;
    double sum = 0.0;

    memset(weights, 0, groups * sizeof *weights);
    clg_course_groups_open(data, model, work);
    for (uint32_t s = 0; s < data->series->school_count; s++) {
        double loglik[CLG_MOST_GROUPS], posterior[CLG_MOST_GROUPS];
        for (uint32_t g = 0; g < groups; g++)
            posterior[g] = model->group[g].share;
        if (data->is_used[s]) {
            clg_course_groups_school_loglik(data, model, work, s, loglik);
            sum += weigh(model, loglik, posterior);
            clg_course_groups_add(data, model, work, s, posterior);
            for (uint32_t g = 0; g < groups; g++)
                weights[g] += posterior[g];
        }
        if (kept != NULL)
            memcpy(kept + (size_t)s * groups, posterior, groups * sizeof *posterior);
    }
    return sum;
}

static void go_on(const clg_course_groups_data *data,
                  const clg_course_groups_options *options, uint32_t limit,
                  double *work, run *of)
{
    double weights[CLG_MOST_GROUPS];

    of->is_converged = false;
    for (uint32_t k = 0; k < limit && !of->is_converged; k++) {
        double before = of->loglik;
        of->loglik = expect(data, &of->model, work, NULL, weights);
        of->is_converged = k > 0 && of->loglik - before <=
                                        options->tolerance * (fabs(of->loglik) + 1.0);
        of->iterations++;
        if (of->is_converged)
            break;
        of->flags = clg_course_groups_maximise(data, work, &of->model);
        for (uint32_t g = 0; g < of->model.group_count; g++)
            of->model.group[g].share = weights[g] / data->used_schools;
    }
    of->is_clean = (of->flags & CLG_GROUPS_SPREAD_FLOOR) == 0;
    for (uint32_t g = 0; g < of->model.group_count; g++)
        if (of->model.group[g].share * data->used_schools < 1.0 - 1e-9)
            of->is_clean = false;
}

/* A degenerate maximum can be as high as one likes: it does not count against others.
 */
static bool is_better(const run *a, const run *b)
{
    if (a->is_clean != b->is_clean)
        return a->is_clean;
    return a->loglik > b->loglik;
}

/* The best `kept` runs to the front, in order; the earlier first among equals. */
static void select_best(run *runs, uint32_t count, uint32_t kept)
{
    for (uint32_t i = 0; i < kept; i++) {
        uint32_t best = i;
        run taken;
        for (uint32_t k = i + 1; k < count; k++)
            if (is_better(&runs[k], &runs[best]))
                best = k;
        taken = runs[best];
        memmove(&runs[i + 1], &runs[i], (best - i) * sizeof *runs);
        runs[i] = taken;
    }
}

static void run_starts(const clg_course_groups_data *data,
                       const clg_course_groups_options *options,
                       const clg_course_groups_start *start,
                       const clg_course_groups_model *shape, run *runs, uint32_t count,
                       uint32_t kept, int threads, double *work)
{
    size_t size = clg_course_groups_work_size(data, shape);

#pragma omp parallel for num_threads(threads) schedule(dynamic)
    for (uint32_t k = 0; k < count; k++) {
        double *own = work + (size_t)clg_thread_index() * size;
        runs[k] = (run){.model = *shape, .loglik = -(double)INFINITY};
        clg_course_groups_start_fill(start, k, &runs[k].model, own);
        go_on(data, options, options->short_iterations, own, &runs[k]);
    }
    select_best(runs, count, kept);
#pragma omp parallel for num_threads(threads) schedule(dynamic)
    for (uint32_t k = 0; k < kept; k++)
        go_on(data, options, options->most_iterations,
              work + (size_t)clg_thread_index() * size, &runs[k]);
}

/* By the value in the middle of time, ties by share. */
static void order_groups(clg_course_groups_model *model)
{
    for (uint32_t i = 1; i < model->group_count; i++)
        for (uint32_t k = i; k > 0; k--) {
            double here = clg_course_groups_mean(model, k, model->middle),
                   before = clg_course_groups_mean(model, k - 1, model->middle);
            clg_course_group moved = model->group[k];
            if (here > before ||
                (here == before && moved.share >= model->group[k - 1].share))
                break;
            model->group[k] = model->group[k - 1];
            model->group[k - 1] = moved;
        }
}

static uint32_t free_parameters(const clg_course_groups_model *model)
{
    uint32_t groups = model->group_count, spreads = model->family == CLG_GROUPS_POISSON
                                                        ? 0
                                                    : model->has_common_spread ? 1
                                                                               : groups;

    return groups * (model->degree + 1) + spreads + groups - 1;
}

/* Posteriors to groups: the likeliest, how sure, and how the groups are told apart. */
static void classify(const clg_course_groups_data *data, clg_course_groups *groups)
{
    uint32_t count = groups->model.group_count, sizes[CLG_MOST_GROUPS] = {0};
    double doubt[CLG_MOST_GROUPS] = {0.0};

    for (uint32_t s = 0; s < groups->school_count; s++) {
        const double *p = groups->posterior + (size_t)s * count;
        uint32_t best = 0;
        double others = 0.0;
        groups->group[s] = CLG_NO_GROUP;
        if (!data->is_used[s])
            continue;
        for (uint32_t g = 0; g < count; g++) {
            best = p[g] > p[best] ? g : best;
            groups->entropy -= p[g] > 0.0 ? p[g] * log(p[g]) : 0.0;
        }
        for (uint32_t g = 0; g < count; g++)
            others += g == best ? 0.0 : p[g];
        groups->group[s] = (uint8_t)best;
        sizes[best]++;
        doubt[best] += others;
    }
    for (uint32_t g = 0; g < count; g++) {
        double share = groups->model.group[g].share, wrong = doubt[g] / sizes[g];
        groups->assigned[g] = (double)sizes[g] / data->used_schools;
        groups->app[g] = groups->occ[g] = (double)NAN;
        if (sizes[g] == 0)
            continue;
        groups->app[g] = 1.0 - wrong;
        groups->occ[g] = (1.0 - wrong) / wrong * (1.0 - share) / share;
        if (count == 1)
            groups->occ[g] = (double)INFINITY;
    }
}

static void raise_flags(clg_course_groups *groups)
{
    uint32_t count = groups->model.group_count;

    groups->smallest_share = 1.0;
    for (uint32_t g = 0; g < count; g++) {
        double share = groups->model.group[g].share;
        groups->smallest_share = fmin(groups->smallest_share, share);
        if (share * groups->used_schools < 1.0 - 1e-9)
            groups->flags |= CLG_GROUPS_COLLAPSED;
        if (!(groups->app[g] >= least_app) || !(groups->occ[g] >= least_occ))
            groups->flags |= CLG_GROUPS_UNSURE;
    }
    if (groups->smallest_share < least_share)
        groups->flags |= CLG_GROUPS_SMALL;
    if (groups->start_count > 1 && groups->reached_best < 2)
        groups->flags |= CLG_GROUPS_SINGLE_MAXIMUM;
}

static void summarise(const clg_course_groups_data *data, const run *runs,
                      uint32_t count, uint32_t kept, double *work,
                      clg_course_groups *groups)
{
    double weights[CLG_MOST_GROUPS], p;

    groups->model = runs[0].model;
    groups->flags |= runs[0].flags;
    if (!runs[0].is_converged)
        groups->flags |= CLG_GROUPS_NOT_CONVERGED;
    order_groups(&groups->model);
    groups->loglik = expect(data, &groups->model, work, groups->posterior, weights);
    groups->start_count = count;
    for (uint32_t k = 0; k < count; k++) {
        groups->iterations += runs[k].iterations;
        groups->reached_best +=
            k < kept && fabs(runs[k].loglik - groups->loglik) <= same_maximum;
    }
    groups->parameter_count = free_parameters(&groups->model);
    p = groups->parameter_count;
    groups->used_schools = data->used_schools;
    groups->used_rows = data->used_rows;
    groups->aic = -2.0 * groups->loglik + 2.0 * p;
    groups->bic_schools = -2.0 * groups->loglik + p * log(data->used_schools);
    groups->bic_windows = -2.0 * groups->loglik + p * log((double)data->used_rows);
    classify(data, groups);
    groups->icl = groups->bic_schools + 2.0 * groups->entropy;
    groups->relative_entropy =
        groups->model.group_count > 1
            ? 1.0 - groups->entropy /
                        (data->used_schools * log(groups->model.group_count))
            : (double)NAN;
    raise_flags(groups);
}

static clg_status check_options(const clg_course_groups_options *options,
                                clg_error *err)
{
    if (options->group_count < 1 || options->group_count > CLG_MOST_GROUPS)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "%u groups, expected 1 to %d",
                        options->group_count, CLG_MOST_GROUPS);
    if (options->degree > CLG_MOST_DEGREE)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "degree %u, expected 0 to %d",
                        options->degree, CLG_MOST_DEGREE);
    if (options->starts < 1 || options->kept < 1 || options->most_iterations < 1)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "no start or no iteration, expected 1 or more");
    return CLG_OK;
}

clg_status clg_course_groups_fit(const clg_series *series,
                                 const clg_course_groups_options *options,
                                 clg_course_groups *groups, clg_error *err)
{
    uint32_t starts = options->group_count == 1 ? 1 : options->starts,
             kept = options->kept < starts ? options->kept : starts;
    int threads = options->threads > 0 ? options->threads : clg_thread_limit();
    clg_course_groups_data data;
    clg_course_groups_start start;
    clg_course_groups_model model;
    clg_status status;
    double *work = NULL;
    run *runs = NULL;

    memset(groups, 0, sizeof *groups);
    status = check_options(options, err);
    if (status != CLG_OK)
        return status;
    threads = threads > (int)starts ? (int)starts : threads;
    status =
        clg_course_groups_prepare(series, options, &model, &data, &groups->flags, err);
    if (status == CLG_OK)
        status = clg_course_groups_start_init(&data, options->seed, model.group_count,
                                              &start, err);
    if (status != CLG_OK)
        goto cleanup;
    groups->school_count = series->school_count;
    groups->posterior = clg_array_new((size_t)series->school_count * model.group_count,
                                      sizeof *groups->posterior, err);
    groups->group = clg_array_new(series->school_count, 1, err);
    runs = clg_array_new(starts, sizeof *runs, err);
    work = clg_array_new((size_t)threads * clg_course_groups_work_size(&data, &model),
                         sizeof *work, err);
    if (groups->posterior == NULL || groups->group == NULL || runs == NULL ||
        work == NULL) {
        status = CLG_ERROR_MEMORY;
        goto cleanup;
    }
    run_starts(&data, options, &start, &model, runs, starts, kept, threads, work);
    select_best(runs, kept, kept);
    summarise(&data, runs, starts, kept, work, groups);

cleanup:
    clg_free(work);
    clg_free(runs);
    clg_course_groups_data_clear(&data);
    if (status != CLG_OK)
        clg_course_groups_clear(groups);
    return status;
}

void clg_course_groups_clear(clg_course_groups *groups)
{
    clg_free(groups->posterior);
    clg_free(groups->group);
    memset(groups, 0, sizeof *groups);
}

/* Schools with anything observed. */
static uint32_t count_used(const clg_series *series)
{
    uint32_t count = 0;

    for (uint32_t s = 0; s < series->school_count; s++) {
        bool is_used = false;
        for (size_t row = series->first[s]; row < series->first[s + 1]; row++)
            is_used = is_used || clg_course_groups_has(series, row);
        count += is_used;
    }
    return count;
}

clg_status clg_course_groups_choose(const clg_series *series,
                                    const clg_course_groups_options *options,
                                    uint32_t most, clg_course_groups_choice *choices,
                                    uint32_t *choice_count, clg_course_groups *groups,
                                    clg_error *err)
{
    uint32_t used = count_used(series);
    clg_status status = CLG_OK;

    memset(groups, 0, sizeof *groups);
    *choice_count = 0;
    for (uint32_t g = 1; g <= most && (g <= used || g == 1); g++) {
        clg_course_groups_options run_options = *options;
        clg_course_groups next;
        run_options.group_count = g;
        status = clg_course_groups_fit(series, &run_options, &next, err);
        if (status != CLG_OK)
            break;
        choices[(*choice_count)++] = (clg_course_groups_choice){
            g,           next.parameter_count, next.flags,
            next.loglik, next.bic_schools,     next.bic_windows,
            next.icl,    next.smallest_share};
        if (g > 1 && !(next.bic_schools < groups->bic_schools)) {
            clg_course_groups_clear(&next);
            continue;
        }
        clg_course_groups_clear(groups);
        *groups = next;
    }
    if (status != CLG_OK)
        clg_course_groups_clear(groups);
    return status;
}
