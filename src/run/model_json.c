#include "run/model_json.h"

#include "base/fail.h"
#include "collegium/run.h"
#include "run/model_parts_json.h"
#include "run/versions.h"
#include "trajectory/hmm/criteria.h"

#include <math.h>

enum { SCHEMA_VERSION = 1 };

/* Names of the flags that are set, in order. */
static json_t *flags_of(uint32_t flags)
{
    static const struct {
        clg_fit_flag flag;
        const char *name;
    } all[] = {
        {CLG_FIT_NOT_CONVERGED, "not_converged"},
        {CLG_FIT_EMPTY_STATE, "empty_state"},
        {CLG_FIT_VARIANCE_FLOOR, "variance_floor"},
        {CLG_FIT_SINGLE_MAXIMUM, "single_maximum"},
        {CLG_FIT_LIKELIHOOD_FELL, "em_decrease"},
        {CLG_FIT_WEAK_SEPARATION, "weak_separation"},
        {CLG_FIT_NO_MOVES, "no_moves"},
    };
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if ((flags & (uint32_t)all[i].flag) != 0)
            json_array_append_new(list, json_string(all[i].name));
    return list;
}

static json_t *stages_of(const clg_fit_spec *spec)
{
    json_t *names = json_array();

    for (uint32_t k = 0; k < spec->stages.count; k++)
        json_array_append_new(names, json_string(spec->stages.stages[k]));
    return names;
}

/* States from 1 that a set of bits names. */
static json_t *states_of(uint32_t bits)
{
    json_t *list = json_array();

    for (int k = 0; k < CLG_MOST_STATES; k++)
        if ((bits >> k & 1) != 0)
            json_array_append_new(list, json_integer(k + 1));
    return list;
}

static json_t *starts_of(const clg_em_result *em)
{
    json_t *list = json_array();

    for (uint32_t i = 0; i < em->start_count; i++) {
        const clg_start_outcome *start = &em->starts[i];
        json_array_append_new(
            list,
            json_pack("{s:s, s:o, s:o, s:i, s:b}", "kind", start->kind,
                      "short_objective", clg_json_number(start->short_objective),
                      "objective", clg_json_number(start->objective), "evaluations",
                      (int)start->evaluations, "converged", (int)start->is_converged));
    }
    return list;
}

static json_t *priors_of(const clg_priors *priors)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:i}", "initial",
                     clg_json_number(priors->initial), "transition",
                     clg_json_number(priors->transition), "variance_count",
                     clg_json_number(priors->variance_count), "variance_floor",
                     clg_json_number(priors->variance_floor), "anchored_states",
                     (int)priors->anchored);
}

static json_t *topology_of(const clg_hmm *model)
{
    json_t *rows = json_array();

    for (uint32_t i = 0; i < model->state_count; i++) {
        json_t *row = json_array();
        for (uint32_t j = 0; j < model->state_count; j++)
            json_array_append_new(row, json_integer(model->allowed[i][j]));
        json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *separability_of(const clg_fitted *fitted)
{
    const clg_separability *s = &fitted->separability;
    json_t *weak = json_array();

    for (uint32_t i = 0; i < s->weak_count; i++)
        json_array_append_new(
            weak, json_pack("[i, i]", s->weak[i][0] + 1, s->weak[i][1] + 1));
    return json_pack("{s:o, s:o, s:o}", "least_of_neighbours",
                     clg_json_number(s->least), "threshold",
                     clg_json_number(CLG_LEAST_SEPARATION), "not_told_apart", weak);
}

static json_t *two_valued_of(const clg_panel_notes *notes)
{
    json_t *list = json_array();

    for (size_t i = 0; i < notes->two_valued.count; i++)
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:s}", "column",
                                        clg_texts_at(&notes->two_valued, i), "zero",
                                        clg_texts_at(&notes->two_words, 2 * i), "one",
                                        clg_texts_at(&notes->two_words, 2 * i + 1)));
    return list;
}

/* Parameters are of the transformed values; what was left out has its reason. */
static void set_notes(json_t *data, const clg_panel_notes *notes)
{
    json_object_set_new(data, "constant_indicator",
                        clg_json_texts(&notes->constant_indicators));
    json_object_set_new(data, "constant_because",
                        clg_json_texts(&notes->constant_reasons));
    if (notes->transforms.count > 0)
        json_object_set_new(data, "transforms", clg_json_texts(&notes->transforms));
    if (notes->two_valued.count > 0)
        json_object_set_new(data, "two_valued", two_valued_of(notes));
}

static json_t *data_of(const clg_fitted *fitted, const clg_panel_notes *notes)
{
    const clg_panel *panel = fitted->panel;
    json_t *data =
        json_pack("{s:I, s:I, s:I, s:o}", "schools", (json_int_t)panel->school_count,
                  "windows", (json_int_t)clg_panel_rows(panel), "observed_windows",
                  (json_int_t)clg_panel_observed_rows(panel), "indicators",
                  clg_json_texts(&panel->indicators));

    if (notes != NULL)
        set_notes(data, notes);
    return data;
}

static json_t *agreement_of(const clg_change_agreement *agreement)
{
    json_t *within = json_array(), *chance = json_array();

    for (uint32_t w = 0; w <= CLG_FARTHEST_AGREEMENT; w++) {
        json_array_append_new(within,
                              clg_json_number(clg_change_agreement_rate(agreement, w)));
        json_array_append_new(
            chance, clg_json_number(clg_change_agreement_chance(agreement, w)));
    }
    return json_pack("{s:I, s:I, s:o, s:o, s:o}", "entries",
                     (json_int_t)agreement->entries, "changes",
                     (json_int_t)agreement->changes, "share_within_0_1_2_windows",
                     within, "by_chance", chance, "mean_distance",
                     clg_json_number(clg_change_agreement_distance(agreement)));
}

static void set_criteria(json_t *root, const clg_fitted *fitted)
{
    const clg_criteria *c = &fitted->criteria;

    json_object_set_new(root, "parameters", json_integer((json_int_t)c->parameters));
    json_object_set_new(root, "AIC", clg_json_number(c->aic));
    json_object_set_new(root, "BIC_windows", clg_json_number(c->bic_windows));
    json_object_set_new(root, "BIC_schools", clg_json_number(c->bic_schools));
    json_object_set_new(root, "ICL", clg_json_number(c->icl));
}

static void set_starts(json_t *root, const clg_fitted *fitted)
{
    const clg_em_result *em = &fitted->em;

    json_object_set_new(root, "starts", starts_of(em));
    json_object_set_new(root, "reached_best", json_integer(em->reached_best));
    if (fitted->other_starts > 0)
        json_object_set_new(root, "other_starts",
                            json_pack("{s:i, s:i, s:o}", "tried",
                                      (int)fitted->other_starts, "higher",
                                      (int)fitted->higher_starts, "best_objective",
                                      clg_json_number(fitted->best_other)));
    json_object_set_new(
        root, "evaluations",
        json_integer((json_int_t)(em->evaluations + fitted->continuous.evaluations)));
}

static void set_continuous(json_t *root, const clg_fitted *fitted)
{
    uint32_t states = fitted->em.model.state_count;
    json_t *rows = json_array();

    if (!fitted->spec->has_continuous_time) {
        json_decref(rows);
        return;
    }
    for (uint32_t i = 0; i < states; i++)
        json_array_append_new(rows,
                              clg_json_numbers(fitted->continuous.rate.at[i], states));
    json_object_set_new(root, "Q", rows);
    json_object_set_new(root, "sojourn",
                        clg_json_numbers(fitted->continuous.sojourn, states));
}

/* The same keys as the model's: errors, and the ends of intervals. */
static json_t *bounds_of(const clg_hmm *bounds, const clg_panel *panel)
{
    json_t *object = json_object();

    clg_model_set_json(object, bounds, panel);
    return object;
}

static void set_uncertainty(json_t *root, const clg_fitted *fitted)
{
    const clg_uncertainty *u = &fitted->further.uncertainty;

    if (!fitted->further.has_uncertainty)
        return;
    json_object_set_new(
        root, "uncertainty",
        json_pack("{s:s, s:o, s:i, s:i, s:b, s:o, s:o, s:o}", "method",
                  u->replicates == 0                     ? "sandwich over schools"
                  : fitted->spec->bootstrap_is_simulated ? "parametric bootstrap"
                                                         : "school bootstrap",
                  "level", clg_json_number(u->level), "replicates", (int)u->replicates,
                  "used", (int)u->used, "singular", (int)u->is_singular, "error",
                  bounds_of(&u->error, fitted->panel), "low",
                  bounds_of(&u->low, fitted->panel), "high",
                  bounds_of(&u->high, fitted->panel)));
}

/* How schools differ in moving on from each stage. */
static void set_school_moves(json_t *root, const clg_fitted *fitted)
{
    const clg_school_moves *moves = &fitted->further.moves;
    json_t *list = json_array();

    for (uint32_t k = 0; fitted->further.has_moves && k < moves->state_count; k++)
        json_array_append_new(list, json_pack("{s:s, s:o, s:o, s:i}", "status",
                                              clg_moves_status_name(moves->status[k]),
                                              "concentration",
                                              clg_json_number(moves->concentration[k]),
                                              "gain", clg_json_number(moves->gain[k]),
                                              "schools", (int)moves->schools[k]));
    json_object_set_new(root, "school_differences", list);
}

static json_t *class_of(const clg_classes_result *classes, uint32_t number)
{
    clg_hmm model = clg_class_hmm(&classes->model, number);
    json_t *rows = json_array();

    for (uint32_t k = 0; k < model.state_count; k++)
        json_array_append_new(rows,
                              clg_json_numbers(model.transition[k], model.state_count));
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "weight",
                     clg_json_number(classes->model.weight[number]), "expected_schools",
                     clg_json_number(classes->expected_schools[number]),
                     "windows_to_last_stage",
                     clg_json_number(classes->time_to_last[number]), "pi",
                     clg_json_numbers(model.initial, model.state_count), "A", rows);
}

static void set_classes(json_t *root, const clg_fitted *fitted)
{
    const clg_classes_result *classes = &fitted->further.classes;
    json_t *list = json_array();

    for (uint32_t c = 0; fitted->further.has_classes && c < classes->model.class_count;
         c++)
        json_array_append_new(list, class_of(classes, c));
    if (fitted->further.has_classes)
        json_object_set_new(
            root, "classes",
            json_pack("{s:O, s:o, s:o, s:o, s:i}", "list", list, "loglik",
                      clg_json_number(classes->loglik), "BIC_schools",
                      clg_json_number(classes->bic_schools), "loglik_of_one_class",
                      clg_json_number(classes->single_loglik), "dropped",
                      (int)classes->dropped));
    json_decref(list);
}

/* JSON's integers end at 2^63. */
static json_t *seed_of(uint64_t seed)
{
    return seed <= INT64_MAX ? json_integer((json_int_t)seed)
                             : json_sprintf("%llu", (unsigned long long)seed);
}

static json_t *build(const clg_fitted *fitted, const clg_panel_notes *notes)
{
    const clg_fit_spec *spec = fitted->spec;
    const clg_em_result *em = &fitted->em;
    bool is_continuous = spec->has_continuous_time;
    json_t *root = json_pack(
        "{s:i, s:s, s:o, s:s, s:o, s:o, s:b, s:o, s:o, s:o}", "schema_version",
        SCHEMA_VERSION, "collegium", clg_version(), "versions", clg_library_versions(),
        "stage_set", spec->stages.name, "stages", stages_of(spec), "data",
        data_of(fitted, notes), "parity", (int)spec->is_parity, "seed",
        seed_of(spec->em.seed), "loglik", clg_json_number(em->loglik), "objective",
        clg_json_number(em->objective));

    json_object_set_new(root, "history",
                        is_continuous
                            ? clg_json_numbers(fitted->continuous.history,
                                               fitted->continuous.history_count)
                            : clg_json_numbers(em->history, em->history_count));
    clg_model_set_json(root, &em->model, fitted->panel);
    set_continuous(root, fitted);
    json_object_set_new(root, "topology", topology_of(&em->model));
    json_object_set_new(root, "priors", priors_of(&spec->em.priors));
    set_criteria(root, fitted);
    json_object_set_new(root, "flags", flags_of(em->flags));
    json_object_set_new(root, "empty_states", states_of(em->empty_states));
    set_starts(root, fitted);
    set_uncertainty(root, fitted);
    set_school_moves(root, fitted);
    set_classes(root, fitted);
    json_object_set_new(root, "separability", separability_of(fitted));
    json_object_set_new(root, "change_points", agreement_of(&fitted->curves.agreement));
    return root;
}

char *clg_model_json(const clg_fitted *fitted, const clg_panel_notes *notes,
                     clg_error *err)
{
    json_t *root = build(fitted, notes);
    char *text = json_dumps(root, JSON_INDENT(1) | JSON_REAL_PRECISION(17));

    json_decref(root);
    if (text == NULL)
        clg_fail(err, CLG_ERROR_MEMORY, "cannot make model.json");
    return text;
}
