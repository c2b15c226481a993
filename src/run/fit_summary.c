#define _POSIX_C_SOURCE 200809L
#include "run/fit_summary.h"

#include "base/count_text.h"
#include "base/fail.h"
#include "base/memory.h"
#include "run/model_json.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static void print_data(const clg_fitted *fitted, const clg_panel_notes *notes,
                       FILE *stream)
{
    const clg_panel *panel = fitted->panel;
    size_t cells = clg_panel_rows(panel) * panel->indicator_count, observed = 0;
    char schools[CLG_COUNT_TEXT_SIZE], windows[CLG_COUNT_TEXT_SIZE];

    for (uint32_t s = 0; s < panel->school_count; s++)
        for (uint32_t t = 0; t < panel->length[s]; t++)
            for (uint32_t d = 0; d < panel->indicator_count; d++)
                observed += clg_panel_has(panel, s, t, d);
    fprintf(stream, "read %s\n  %s schools, %s windows, %u indicators", notes->path,
            clg_count_text(panel->school_count, schools),
            clg_count_text(clg_panel_rows(panel), windows), panel->indicator_count);
    if (observed < cells)
        fprintf(stream, "; %.1f %% of the cells are missing",
                100.0 * (double)(cells - observed) / (double)cells);
    fprintf(stream, "\n");
    for (size_t i = 0; i < notes->constant_indicators.count; i++)
        fprintf(stream, "  left out: %s (%s)\n",
                clg_texts_at(&notes->constant_indicators, i),
                clg_texts_at(&notes->constant_reasons, i));
    for (size_t i = 0; i < notes->two_valued.count; i++)
        fprintf(stream, "  %s: 0 is %s, 1 is %s\n", clg_texts_at(&notes->two_valued, i),
                clg_texts_at(&notes->two_words, 2 * i),
                clg_texts_at(&notes->two_words, 2 * i + 1));
    if (notes->unobserved_schools > 0)
        fprintf(stream,
                "  %u schools have nothing observed: their stages are those "
                "of any school\n",
                notes->unobserved_schools);
    if (notes->leading + notes->trailing > 0)
        fprintf(stream,
                "  %" PRIu64 " windows before the first and %" PRIu64
                " after the last observed one of their school were left out\n",
                notes->leading, notes->trailing);
}

/* ---- the model ---- */

static void print_starts(const clg_fitted *fitted, FILE *stream)
{
    const clg_em_result *em = &fitted->em;

    if (fitted->spec->start_is_profile) {
        fprintf(stream,
                "  begun from the profile of the stages; of %u other starts %u ended "
                "higher",
                fitted->other_starts, fitted->higher_starts);
        fprintf(stream, fitted->higher_starts > 0
                            ? ", with stages that may mean something else\n"
                            : "\n");
    } else if (em->start_count > 1)
        fprintf(stream, "  %u starts, %u reached the best; %u evaluations\n",
                em->start_count, em->reached_best, em->evaluations);
}

static void print_flags(const clg_fitted *fitted, FILE *stream)
{
    const clg_stage_set *stages = &fitted->spec->stages;
    const clg_em_result *em = &fitted->em;
    const clg_separability *apart = &fitted->separability;

    if ((em->flags & CLG_FIT_NOT_CONVERGED) != 0)
        fprintf(stream, "  not converged: the iterations ran out\n");
    if ((em->flags & CLG_FIT_SINGLE_MAXIMUM) != 0 && em->start_count > 1)
        fprintf(stream, "  only one start reached the best: it may not be the best "
                        "there is\n");
    if ((em->flags & CLG_FIT_NO_MOVES) != 0)
        fprintf(stream, "  no school has two windows: how schools move on is not "
                        "known\n");
    if ((em->flags & CLG_FIT_LIKELIHOOD_FELL) != 0)
        fprintf(stream, "  internal error em_decrease: the likelihood fell\n");
    for (uint32_t k = 0; k < stages->count; k++)
        if ((em->empty_states >> k & 1) != 0)
            fprintf(stream, "  %s: not reached by any school\n", stages->stages[k]);
    for (uint32_t i = 0; i < apart->weak_count; i++) {
        uint32_t a = apart->weak[i][0], b = apart->weak[i][1];
        fprintf(stream,
                "  %s and %s can't be told apart by a window (distance %.2g): by "
                "their place in the order alone\n",
                stages->stages[a], stages->stages[b], apart->distance[a][b]);
    }
}

static void print_model(const clg_fitted *fitted, FILE *stream)
{
    const clg_em_result *em = &fitted->em;

    fprintf(stream, "fitted\n  %u stages (%s), %u parameters, log-likelihood %.6f\n",
            em->model.state_count, fitted->spec->stages.name,
            fitted->criteria.parameters, em->loglik);
    print_starts(fitted, stream);
    fprintf(stream, "  AIC %.2f, BIC %.2f by windows, %.2f by schools, ICL %.2f\n",
            fitted->criteria.aic, fitted->criteria.bic_windows,
            fitted->criteria.bic_schools, fitted->criteria.icl);
    if (em->model.state_count > 1)
        fprintf(stream, "  least distance of neighbouring stages %.3g\n",
                fitted->separability.least);
}

/* ---- what was asked for beside it ---- */

static void print_selection(const clg_selection *selection, FILE *stream)
{
    fprintf(stream,
            "  number of stages: %u by schools held out and one standard error, %u by "
            "BIC over schools, %u by BIC over windows, %u by ICL\n",
            selection->by_one_error, selection->by_bic_schools,
            selection->by_bic_windows, selection->by_icl);
}

static void print_classes(const clg_fitted *fitted, FILE *stream)
{
    const clg_classes_result *classes = &fitted->further.classes;

    if (classes->dropped > 0)
        fprintf(stream, "  classes: %u of %u were empty and dropped\n",
                classes->dropped, fitted->spec->classes);
    for (uint32_t c = 0; c < classes->model.class_count; c++) {
        fprintf(stream, "  class %u: %.0f %% of the schools; ", c + 1,
                100.0 * classes->model.weight[c]);
        if (isfinite(classes->time_to_last[c]))
            fprintf(stream, "%.1f windows to the last stage\n",
                    classes->time_to_last[c]);
        else
            fprintf(stream, "need not come to the last stage\n");
    }
}

/* A move that goes with a covariate beyond chance, one line each. */
static void print_effects(const clg_fitted *fitted, FILE *stream)
{
    const clg_covariates_result *found = &fitted->further.covariates;
    const clg_stage_set *stages = &fitted->spec->stages;

    for (size_t i = 0; i < found->effect_count; i++) {
        const clg_covariate_effect *e = &found->effects[i];
        int column = fitted->spec->covariates[e->covariate];
        const char *name = clg_texts_at(&fitted->panel->extra_names, (size_t)column);

        fprintf(stream, "  %s and %s to %s: ", name, stages->stages[e->from],
                stages->stages[e->to]);
        if (e->status == CLG_EFFECT_OK)
            fprintf(stream, "odds times %.3g a unit (95 %%: %.3g to %.3g)\n",
                    e->unit_ratio, e->unit_low, e->unit_high);
        else
            fprintf(stream, "%s\n", clg_effect_status_name(e->status));
    }
}

static void print_further(const clg_fitted *fitted, FILE *stream)
{
    const clg_further *further = &fitted->further;

    if (further->has_selection)
        print_selection(&further->selection, stream);
    if (further->has_classes)
        print_classes(fitted, stream);
    if (further->has_covariates)
        print_effects(fitted, stream);
    if (further->has_durations)
        fprintf(stream,
                "  durations: log-likelihood %.2f (%u parameters), geometric %.2f "
                "(%u)\n",
                further->durations.fit.loglik, further->durations.fit.free_parameters,
                further->durations.geometric.loglik,
                further->durations.geometric.free_parameters);
    if (further->has_groups)
        fprintf(stream, "  groups of courses: %u, by BIC over schools\n",
                further->groups.model.group_count);
}

/* ---- where schools stand ---- */

static void print_stage(const clg_fitted *fitted, uint32_t stage, FILE *stream)
{
    const clg_decoded *decoded = &fitted->decoded;
    double sure = 0.0;
    uint32_t schools = 0;

    for (uint32_t s = 0; s < decoded->school_count; s++)
        if (decoded->schools[s].status == CLG_SCHOOL_OK &&
            decoded->schools[s].stage == stage) {
            schools++;
            sure += decoded->schools[s].probability;
        }
    fprintf(stream, "  %-16s %8u", fitted->spec->stages.stages[stage], schools);
    if (schools > 0)
        fprintf(stream, " %16.2f", sure / schools);
    else
        fprintf(stream, " %16s", "");
    if (isfinite(fitted->stay[stage]))
        fprintf(stream, " %15.1f\n", fitted->stay[stage]);
    else
        fprintf(stream, " %15s\n",
                isnan(fitted->stay[stage]) ? "not known" : "never left");
}

/* Schools whose last window is before the last of all. */
static uint32_t ended_schools(const clg_panel *panel)
{
    uint32_t last = 0, count = 0;

    for (size_t row = 0; row < clg_panel_rows(panel); row++)
        last = panel->window[row] > last ? panel->window[row] : last;
    for (uint32_t s = 0; s < panel->school_count; s++)
        count += panel->length[s] > 0 && panel->window[panel->first[s + 1] - 1] < last;
    return count;
}

void clg_fit_print_stages(const clg_fitted *fitted, FILE *stream)
{
    uint32_t ended = ended_schools(fitted->panel);

    fprintf(stream, "stages of development now\n  %-16s %8s %16s %15s\n", "stage",
            "schools", "mean probability",
            fitted->spec->has_continuous_time ? "stays (time)" : "stays (windows)");
    for (uint32_t k = 0; k < fitted->em.model.state_count; k++)
        print_stage(fitted, k, stream);
    fprintf(stream, "  a stage says what a school's logs are consistent with; it is no "
                    "diagnosis\n");
    if (ended > 0 && !fitted->spec->has_continuous_time)
        fprintf(stream,
                "  %u school%s earlier than the last window and count%s with the last "
                "of their own\n",
                ended, ended == 1 ? " ends" : "s end", ended == 1 ? "s" : "");
    print_flags(fitted, stream);
}

static void print_out(const char *out, double seconds, FILE *stream)
{
    fprintf(stream,
            "written to %s\n"
            "  trajectory.csv   school by window: stage, probabilities, energy\n"
            "  schools.csv      where each school stands, since when, what comes next\n"
            "  forecast.csv, indicators.csv, transitions.csv, model.json, results.h5\n"
            "%.2f s\n",
            out, seconds);
}

static char *text_of(const clg_fitted *fitted, const clg_panel_notes *notes,
                     const char *out, double seconds, clg_error *err)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    if (stream != NULL) {
        print_data(fitted, notes, stream);
        print_model(fitted, stream);
        print_further(fitted, stream);
        clg_fit_print_stages(fitted, stream);
        print_out(out, seconds, stream);
        if (fclose(stream) == 0)
            return text;
    }
    clg_text_free(text);
    clg_fail(err, CLG_ERROR_MEMORY, "cannot make the account of the fit");
    return NULL;
}

clg_status clg_fit_summary_new(const clg_fitted *fitted, const clg_panel_notes *notes,
                               const char *out, const char *json, double seconds,
                               clg_summary **summary, clg_error *err)
{
    clg_summary *new = clg_array_new(1, sizeof *new, err);

    *summary = NULL;
    if (new == NULL)
        return CLG_ERROR_MEMORY;
    new->text = text_of(fitted, notes, out, seconds, err);
    new->json = strdup(json);
    if (new->text == NULL || new->json == NULL) {
        clg_summary_free(new);
        return clg_fail(err, CLG_ERROR_MEMORY, "cannot make the account of the fit");
    }
    *summary = new;
    return CLG_OK;
}
