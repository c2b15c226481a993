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

/* ---- where schools stand ---- */

static void print_stage(const clg_fitted *fitted, uint32_t stage, FILE *stream)
{
    const clg_decoded *decoded = &fitted->decoded;
    double stay = fitted->em.model.transition[stage][stage], sure = 0.0;
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
    if (stay < 1.0)
        fprintf(stream, " %15.1f\n", 1.0 / (1.0 - stay));
    else
        fprintf(stream, " %15s\n", "never left");
}

void clg_fit_print_stages(const clg_fitted *fitted, FILE *stream)
{
    fprintf(stream, "stages of development now\n  %-16s %8s %16s %15s\n", "stage",
            "schools", "mean probability", "stays (windows)");
    for (uint32_t k = 0; k < fitted->em.model.state_count; k++)
        print_stage(fitted, k, stream);
    fprintf(stream, "  a stage says what a school's logs are consistent with; it is no "
                    "diagnosis\n");
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
