#include "run/compare_json.h"

#include "base/fail.h"
#include "collegium/run.h"
#include "run/model_parts_json.h"
#include "run/versions.h"

#include <string.h>

enum { SCHEMA_VERSION = 1 };

static json_t *options_of(const clg_compare_request *request)
{
    const clg_comparison_options *c = &request->comparison;

    return json_pack(
        "{s:s, s:s, s:s, s:I, s:I, s:I, s:b, s:I, s:I}", "tau2",
        clg_tau2_rule_name(c->tau2), "limits", clg_funnel_spread_name(c->spread),
        "rules", clg_rule_set_name(request->charts.rules), "baseline",
        (json_int_t)request->charts.baseline, "draws", (json_int_t)c->ranks.draws,
        "bootstrap", (json_int_t)request->bootstrap, "adjusted", (int)!c->is_unadjusted,
        "seed", (json_int_t)request->seed, "min_group", (json_int_t)request->min_group);
}

static json_t *data_of(const clg_network_data *data)
{
    return json_pack("{s:I, s:I, s:o, s:o}", "schools", (json_int_t)data->school_count,
                     "windows", (json_int_t)data->window_count, "measures",
                     clg_json_texts(&data->measures), "sizes",
                     clg_json_texts(&data->size_names));
}

static json_t *sizes_of(const clg_network_data *data, const clg_compared_set *set)
{
    const clg_comparison *c = &set->result;
    const char *own = clg_texts_at(&data->measures, set->measure);
    json_t *slopes = json_object();

    for (size_t j = 0, place = 0; j < data->size_names.count; j++) {
        const char *name = clg_texts_at(&data->size_names, j);

        if (c->size_use == CLG_SIZE_USE_ADJUSTED && strcmp(name, own) != 0)
            json_object_set_new(slopes, name, clg_json_number(c->size.slope[place++]));
    }
    return json_pack("{s:s, s:o}", "use", clg_size_use_name(c->size_use), "slopes",
                     slopes);
}

static json_t *set_of(const clg_network_data *data, const clg_compared_set *set)
{
    const clg_comparison *c = &set->result;
    const clg_network_measure *m = &data->of[set->measure];
    json_t *object =
        json_pack("{s:s, s:s, s:s, s:s, s:s}", "measure",
                  clg_texts_at(&data->measures, set->measure), "window",
                  clg_texts_at(&data->windows, set->window), "status",
                  clg_set_status_name(set->status), "family",
                  clg_estimate_family_name(m->family), "varies", m->varies);

    if (c->schools == NULL)
        return object;
    json_object_update_new(
        object,
        json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:I, s:f, s:I, s:o}", "schools",
                  (json_int_t)c->used_count, "mean", clg_json_number(c->mean), "tau2",
                  clg_json_number(c->tau2), "i2", clg_json_number(c->i2), "phi",
                  clg_json_number(c->funnel.phi), "inner_factor",
                  clg_json_number(c->inner_factor), "flags", (json_int_t)c->flags,
                  "flags_by_chance", c->flags_by_chance, "discoveries",
                  (json_int_t)c->discoveries, "sizes", sizes_of(data, set)));
    return object;
}

/* Those without a value are in measures.csv. */
static json_t *sets_of(const clg_compare_findings *f)
{
    json_t *list = json_array();

    for (size_t i = 0; i < f->compared->set_count; i++)
        if (f->compared->sets[i].status != CLG_SET_EMPTY)
            json_array_append_new(list, set_of(f->data, &f->compared->sets[i]));
    return list;
}

static json_t *tally_of(const clg_signal_tally *tally)
{
    return json_pack("{s:I, s:I, s:f}", "charts", (json_int_t)tally->charts, "found",
                     (json_int_t)tally->signals, "by_chance", tally->by_chance);
}

static json_t *signals_of(const clg_compare_findings *f)
{
    json_t *all = tally_of(&f->charts->all), *by = json_object();

    for (uint32_t m = 0; m < f->data->measure_count; m++)
        if (f->charts->tallies[m].charts > 0)
            json_object_set_new(by, clg_texts_at(&f->data->measures, m),
                                tally_of(&f->charts->tallies[m]));
    json_object_set_new(all, "measures", by);
    return all;
}

static json_t *rebases_of(const clg_network_data *data)
{
    json_t *list = json_array();

    for (size_t i = 0; i < data->rebase_count; i++) {
        const clg_rebase *r = &data->rebases[i];
        json_t *measure = r->measure == CLG_ALL_MEASURES
                              ? json_null()
                              : json_string(clg_texts_at(&data->measures, r->measure));

        json_array_append_new(list, json_pack("{s:s, s:s, s:o}", "school",
                                              clg_texts_at(&data->schools, r->school),
                                              "window",
                                              clg_texts_at(&data->windows, r->window),
                                              "measure", measure));
    }
    return list;
}

static json_t *changes_of(const clg_change_starts *changes)
{
    return json_pack("{s:o, s:I, s:I}", "labels", clg_json_texts(&changes->labels),
                     "in_fewer_than_2_schools", (json_int_t)changes->rare,
                     "too_many_to_estimate", (json_int_t)changes->declined);
}

static json_t *cycles_of(const clg_network_cycles *cycles)
{
    json_t *states = json_object();

    for (int s = CLG_CYCLE_COMPLETED; s < CLG_CYCLE_STATE_COUNT; s++)
        json_object_set_new(states, clg_cycle_state_name((clg_cycle_state)s),
                            json_integer((json_int_t)cycles->by_state[s]));
    return states;
}

char *clg_compare_json(const clg_compare_findings *f,
                       const clg_compare_request *request, clg_error *err)
{
    json_t *root = json_pack(
        "{s:i, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "schema_version",
        SCHEMA_VERSION, "collegium", clg_version(), "versions", clg_library_versions(),
        "options", options_of(request), "data", data_of(f->data), "comparisons",
        sets_of(f), "signals", signals_of(f), "changes", changes_of(f->changes),
        "cycles", cycles_of(f->cycles), "rebase", rebases_of(f->data));
    char *text = root != NULL
                     ? json_dumps(root, JSON_INDENT(1) | JSON_REAL_PRECISION(17))
                     : NULL;

    json_decref(root);
    if (text == NULL)
        clg_fail(err, CLG_ERROR_MEMORY, "cannot make compare.json");
    return text;
}
