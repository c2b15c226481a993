#include "trajectory/fit/further.h"

#include "base/memory.h"

/* The sandwich keeps a double a school and parameter, and takes two E-steps for each of
 * these; beyond so many schools errors are small anyway. */
enum { MOST_SANDWICH_SCHOOLS = 100000 };

static const double mostly_new = 0.9;

typedef struct work {
    clg_batch *batch;
    const clg_panel *panel;
    const clg_fit_spec *spec;
    const clg_em_result *em;
    const double *energy;
    clg_further *further;
} work;

static clg_status find_uncertainty(const work *w, clg_error *err)
{
    clg_bootstrap_options options = CLG_BOOTSTRAP_OPTIONS_INIT;
    clg_further *further = w->further;
    clg_priors priors = w->spec->em.priors;
    clg_status status;

    clg_priors_fill(w->panel, &w->em->model, &priors);
    options.replicates = w->spec->bootstrap;
    options.seed = w->spec->em.seed;
    options.threads = w->spec->em.threads;
    options.priors = priors;
    options.monitor = w->spec->em.monitor;
    if (w->panel->school_count < 2 || clg_panel_longest(w->panel) < 2 ||
        (w->spec->bootstrap < 2 && w->panel->school_count > MOST_SANDWICH_SCHOOLS))
        return CLG_OK;
    if (w->spec->bootstrap >= 2 && w->spec->bootstrap_is_simulated)
        status = clg_bootstrap_simulated(w->panel, &w->em->model, &options,
                                         &further->uncertainty, err);
    else
        status = w->spec->bootstrap >= 2
                     ? clg_bootstrap_schools(w->batch, &w->em->model, &options,
                                             &further->uncertainty, err)
                     : clg_sandwich(w->batch, &w->em->model, &priors, 0.95,
                                    w->spec->em.threads, &further->uncertainty, err);
    further->has_uncertainty = status == CLG_OK;
    return status;
}

static clg_status find_moves(const work *w, clg_error *err)
{
    uint32_t states = w->em->model.state_count, schools = w->panel->school_count;
    double *moves =
        clg_array_new((size_t)schools * states * states, sizeof *moves, err);
    const clg_batch_options options = {.threads = w->spec->em.threads,
                                       .school_moves = moves};
    clg_expectations expectations;
    clg_status status = CLG_ERROR_MEMORY;

    if (moves != NULL)
        status =
            clg_batch_expect(w->batch, &w->em->model, &options, &expectations, err);
    if (status == CLG_OK)
        status = clg_school_moves_fit(&w->em->model, schools, moves,
                                      w->spec->em.threads, &w->further->moves, err);
    w->further->has_moves = status == CLG_OK;
    clg_free(moves);
    return status;
}

static clg_status find_selection(const work *w, clg_error *err)
{
    clg_select_options options = CLG_SELECT_OPTIONS_INIT;
    clg_status status;

    options.least = w->spec->select_least;
    options.most = w->spec->select_most;
    if (w->spec->topologies != 0)
        options.topologies = w->spec->topologies;
    options.em = w->spec->em;
    options.em.checkpoint = NULL;
    options.em.priors.transition *= w->spec->stages.count; /* a whole row's */
    status = clg_select_states(w->batch, &w->em->model, &options,
                               &w->further->selection, err);
    w->further->has_selection = status == CLG_OK;
    return status;
}

static clg_status find_covariates(const work *w, clg_error *err)
{
    clg_covariates_options options = CLG_COVARIATES_OPTIONS_INIT;
    clg_status status;

    options.threads = w->spec->em.threads;
    options.monitor = w->spec->em.monitor;
    status = clg_covariates_fit(w->panel, &w->em->model, w->spec->covariates,
                                w->spec->covariate_count, &options,
                                &w->further->covariates, err);
    w->further->has_covariates = status == CLG_OK;
    return status;
}

static clg_status find_classes(const work *w, clg_error *err)
{
    clg_classes_options options = CLG_CLASSES_OPTIONS_INIT;
    clg_status status;

    options.classes = w->spec->classes;
    options.threads = w->spec->em.threads;
    options.priors = w->spec->em.priors;
    options.monitor = w->spec->em.monitor;
    status =
        clg_classes_fit(w->batch, &w->em->model, &options, &w->further->classes, err);
    w->further->has_classes = status == CLG_OK;
    return status;
}

static clg_status find_durations(const work *w, clg_error *err)
{
    clg_durations_options options = CLG_DURATIONS_OPTIONS_INIT;
    clg_status status;

    options.family = w->spec->durations;
    options.threads = w->spec->em.threads;
    options.monitor = w->spec->em.monitor;
    /* Where nearly all schools begin in the first stage, the logs begin with it. */
    options.ages_are_free = w->em->model.initial[0] < mostly_new;
    status = clg_durations_fit(w->panel, &w->em->model, &options,
                               &w->further->durations, err);
    w->further->has_durations = status == CLG_OK;
    return status;
}

static clg_status find_groups(const work *w, clg_error *err)
{
    clg_course_groups_options options = CLG_GROUPS_OPTIONS_INIT;
    double *time = clg_array_new(clg_panel_rows(w->panel), sizeof *time, err);
    const clg_series series = {w->panel->school_count, w->panel->first, time, w->energy,
                               NULL};
    clg_status status = CLG_ERROR_MEMORY;

    options.seed = w->spec->em.seed;
    options.threads = w->spec->em.threads;
    if (time != NULL) {
        clg_series_times(w->panel, time);
        status = clg_course_groups_choose(
            &series, &options, w->spec->most_groups, w->further->choices,
            &w->further->choice_count, &w->further->groups, err);
    }
    w->further->has_groups = status == CLG_OK;
    clg_free(time);
    return status;
}

/* Whether the model's rows say where schools go from a window to the next. */
static bool is_discrete(const work *w)
{
    return !w->spec->has_continuous_time;
}

clg_status clg_further_find(clg_batch *batch, const clg_fit_spec *spec,
                            const clg_em_result *em, const double *energy,
                            clg_further *further, clg_error *err)
{
    const work w = {batch, clg_batch_panel(batch), spec, em, energy, further};
    clg_status status = CLG_OK;

    *further = (clg_further){.has_moves = false};
    if (is_discrete(&w))
        status = find_uncertainty(&w, err);
    if (status == CLG_OK && is_discrete(&w))
        status = find_moves(&w, err);
    if (status == CLG_OK && spec->select_most > 0)
        status = find_selection(&w, err);
    if (status == CLG_OK && spec->covariate_count > 0)
        status = find_covariates(&w, err);
    if (status == CLG_OK && spec->classes > 1)
        status = find_classes(&w, err);
    if (status == CLG_OK && spec->durations != CLG_DURATION_GEOMETRIC)
        status = find_durations(&w, err);
    if (status == CLG_OK && spec->most_groups > 0)
        status = find_groups(&w, err);
    if (status != CLG_OK)
        clg_further_clear(further);
    return status;
}

void clg_further_clear(clg_further *further)
{
    clg_school_moves_clear(&further->moves);
    clg_selection_clear(&further->selection);
    clg_covariates_result_clear(&further->covariates);
    clg_classes_result_clear(&further->classes);
    clg_durations_result_clear(&further->durations);
    clg_course_groups_clear(&further->groups);
    *further = (clg_further){.has_moves = false};
}
