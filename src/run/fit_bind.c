/* The names in a request, looked up in the panel. */
#include "run/fit_request.h"

#include "base/fail.h"
#include "base/text_list.h"
#include "ingest/field.h"
#include "run/start_json.h"
#include "run/trajectory_indicators.h"
#include "trajectory/hmm/emission.h"

#include <math.h>
#include <string.h>

/* What names are looked up in. */
typedef struct known {
    const clg_panel *panel;
    const clg_texts *left_out; /* constant indicators */
} known;

/* The indicator named by the first `length` bytes of the text; NONE for one that was
 * left out, of which nothing need be known. */
enum { NONE = CLG_MOST_INDICATORS };

static clg_status find_indicator(const known *names, const char *option,
                                 const char *text, size_t length, uint32_t *indicator,
                                 clg_error *err)
{
    const clg_panel *panel = names->panel;
    size_t found = clg_texts_find(&panel->indicators, text, length);
    char word[64];

    *indicator = found != SIZE_MAX ? (uint32_t)found : NONE;
    if (found != SIZE_MAX || clg_texts_find(names->left_out, text, length) != SIZE_MAX)
        return CLG_OK;
    clg_fail(err, CLG_ERROR_ARGUMENT, "--%s: '%.*s' is not an indicator of the panel",
             option, (int)length, text);
    if (length < sizeof word) {
        memcpy(word, text, length);
        word[length] = '\0';
        clg_texts_hint_nearest(&panel->indicators, word, err);
    }
    return CLG_ERROR_ARGUMENT;
}

/* ---- families and exposures ---- */

static clg_status fail_family(const char *name, clg_error *err)
{
    const char *names[CLG_FAMILY_COUNT + 1] = {NULL};
    const char *nearest;

    for (int f = 0; f < CLG_FAMILY_COUNT; f++)
        names[f] = clg_family_name((clg_family)f);
    clg_fail(err, CLG_ERROR_ARGUMENT,
             "--emission: expected normal, poisson, negbin, gamma, binomial, "
             "betabinomial, categorical, hurdle, hurdle-poisson, hurdle-negbin or "
             "hurdle-gamma, found '%s'",
             name);
    nearest = clg_nearest_name(name, names);
    if (nearest != NULL)
        clg_hint(err, "did you mean '%s'?", nearest);
    return CLG_ERROR_ARGUMENT;
}

/* "hurdle" alone is that of counts where all values are whole, and of gamma elsewhere.
 */
static clg_family hurdle_of(const clg_panel *panel, uint32_t indicator)
{
    for (uint32_t s = 0; s < panel->school_count; s++)
        for (uint32_t t = 0; t < panel->length[s]; t++) {
            double value = clg_panel_value(panel, s, t, indicator);
            if (clg_panel_has(panel, s, t, indicator) && value != floor(value))
                return CLG_FAMILY_HURDLE_GAMMA;
        }
    return CLG_FAMILY_HURDLE_NEGBIN;
}

static clg_status bind_emission(const known *names, const char *item, clg_hmm *shape,
                                clg_error *err)
{
    const char *equals = strrchr(item, '=');
    clg_family family;
    uint32_t indicator;
    clg_status status;

    if (equals == NULL)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "--emission: expected COLUMN=FAMILY such as visits=poisson, "
                        "found '%s'",
                        item);
    status = find_indicator(names, "emission", item, (size_t)(equals - item),
                            &indicator, err);
    if (status != CLG_OK)
        return status;
    if (indicator != NONE && strcmp(equals + 1, "hurdle") == 0)
        family = hurdle_of(names->panel, indicator);
    else if (!clg_family_find(equals + 1, &family))
        return fail_family(equals + 1, err);
    if (indicator != NONE)
        shape->family[indicator] = family;
    return CLG_OK;
}

/* A column without a value would leave its indicators without any. */
static clg_status check_extra(const clg_panel *panel, const char *option, int extra,
                              clg_error *err)
{
    for (size_t row = 0; row < clg_panel_rows(panel); row++)
        if (!isnan(panel->extra[extra][row]))
            return CLG_OK;
    return clg_fail(err, CLG_ERROR_ARGUMENT, "--%s: the column '%s' is empty", option,
                    clg_texts_at(&panel->extra_names, (size_t)extra));
}

static clg_status bind_exposure(const known *names, const char *item, clg_hmm *shape,
                                clg_error *err)
{
    const char *equals = strchr(item, '=');
    int extra = clg_panel_find_extra(names->panel, equals != NULL ? equals + 1 : item);
    clg_status status = check_extra(names->panel, "exposure", extra, err);
    uint32_t indicator;

    if (status != CLG_OK)
        return status;
    if (equals == NULL) {
        for (uint32_t d = 0; d < shape->indicator_count; d++)
            if (clg_family_has_exposure(shape->family[d]))
                shape->exposure[d] = (int16_t)extra;
        return CLG_OK;
    }
    status = find_indicator(names, "exposure", item, (size_t)(equals - item),
                            &indicator, err);
    if (status != CLG_OK || indicator == NONE)
        return status;
    if (!clg_family_has_exposure(shape->family[indicator]))
        return clg_fail(
            err, CLG_ERROR_ARGUMENT, "--exposure: '%.*s' is %s, which has no exposure",
            (int)(equals - item), item, clg_family_name(shape->family[indicator]));
    shape->exposure[indicator] = (int16_t)extra;
    return CLG_OK;
}

static clg_status bind_emissions(clg_fit_request *request, const known *names,
                                 clg_error *err)
{
    const clg_fit_options *options = request->options;
    clg_status status = CLG_OK;

    for (int i = 0; status == CLG_OK && i < options->emissions.count; i++)
        status = bind_emission(names, options->emissions.items[i], &request->spec.shape,
                               err);
    for (int i = 0; status == CLG_OK && i < options->exposures.count; i++)
        status = bind_exposure(names, options->exposures.items[i], &request->spec.shape,
                               err);
    return status;
}

/* Without a number of trials a proportion says nothing about its precision. */
static clg_status check_trials(const clg_panel *panel, const clg_hmm *shape,
                               clg_error *err)
{
    for (uint32_t d = 0; d < shape->indicator_count; d++)
        if ((shape->family[d] == CLG_FAMILY_BINOMIAL ||
             shape->family[d] == CLG_FAMILY_BETABINOMIAL) &&
            shape->exposure[d] < 0)
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "'%s' is %s and needs the number of trials: give "
                            "--exposure %s=COLUMN",
                            clg_texts_at(&panel->indicators, d),
                            clg_family_name(shape->family[d]),
                            clg_texts_at(&panel->indicators, d));
    return CLG_OK;
}

/* ---- starting values ---- */

static clg_status bind_start(clg_fit_request *request, const clg_panel *panel,
                             clg_error *err)
{
    clg_hmm *shape = &request->spec.shape;
    clg_start_values values = {.model = *shape};
    uint32_t states = shape->state_count;
    clg_status status;

    if (request->options->start == NULL)
        return CLG_OK;
    status = clg_start_read(request->options->start, panel, &values, err);
    if (status != CLG_OK)
        return status;
    *shape = values.model;
    request->spec.has_start = true;
    request->spec.has_rate = values.has_rate;
    request->spec.rate = values.rate;
    if (values.has_rate && !request->spec.has_continuous_time)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "--start has intensities 'Q', which are for --continuous");
    if (shape->state_count == states)
        return CLG_OK;
    if (request->has_states)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "--start has %u states, --stages asks for %u",
                        shape->state_count, states);
    clg_stage_set_numbered(shape->state_count, &request->spec.stages);
    return CLG_OK;
}

/* ---- weights, covariates, anchor ---- */

/* "rate:2,ties:1"; weights of 1 may be left out. */
static clg_status bind_weights(const known *names, const char *option, const char *text,
                               double *weights, clg_error *err)
{
    clg_texts parts = CLG_TEXTS_INIT;
    clg_status status = clg_texts_split(&parts, text, ',', err);

    memset(weights, 0, CLG_MOST_INDICATORS * sizeof *weights);
    for (size_t i = 0; status == CLG_OK && i < parts.count; i++) {
        const char *part = clg_texts_at(&parts, i), *colon = strrchr(part, ':');
        size_t length = colon != NULL ? (size_t)(colon - part) : strlen(part);
        uint32_t indicator;
        double weight = 1.0;

        status = find_indicator(names, option, part, length, &indicator, err);
        if (status == CLG_OK && colon != NULL &&
            !clg_number_parse(colon + 1, strlen(colon + 1), &weight))
            status = clg_fail(err, CLG_ERROR_ARGUMENT,
                              "--%s: expected a weight such as rate:2, found '%s'",
                              option, part);
        if (indicator != NONE)
            weights[indicator] = weight;
    }
    clg_texts_clear(&parts);
    return status;
}

static clg_status bind_covariates(clg_fit_request *request, const clg_panel *panel,
                                  clg_error *err)
{
    clg_fit_spec *spec = &request->spec;
    clg_texts parts = CLG_TEXTS_INIT;
    clg_status status = CLG_OK;

    if (request->options->covariates == NULL)
        return CLG_OK;
    status = clg_texts_split(&parts, request->options->covariates, ',', err);
    if (status == CLG_OK && parts.count > CLG_MOST_COVARIATES)
        status = clg_fail(err, CLG_ERROR_ARGUMENT,
                          "--covariates: %zu columns, expected %d at most", parts.count,
                          CLG_MOST_COVARIATES);
    for (size_t i = 0; status == CLG_OK && i < parts.count; i++)
        spec->covariates[spec->covariate_count++] =
            clg_panel_find_extra(panel, clg_texts_at(&parts, i));
    clg_texts_clear(&parts);
    return status;
}

static clg_status bind_anchor(clg_fit_request *request, const known *names,
                              clg_error *err)
{
    const char *anchor = request->options->anchor;
    clg_fit_spec *spec = &request->spec;
    uint32_t indicator;
    clg_status status;

    if (anchor == NULL || strcmp(anchor, "none") == 0)
        return CLG_OK;
    if (spec->stages.count < 3)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "--anchor orders the means before the last stage, and needs 3 "
                        "stages or more");
    status = find_indicator(names, "anchor", anchor, strlen(anchor), &indicator, err);
    if (status != CLG_OK || indicator == NONE)
        return status;
    spec->em.priors.anchor = indicator;
    if (spec->shape.family[spec->em.priors.anchor] != CLG_FAMILY_NORMAL)
        status = clg_fail(err, CLG_ERROR_ARGUMENT,
                          "--anchor: '%s' is %s, expected a normal indicator", anchor,
                          clg_family_name(spec->shape.family[spec->em.priors.anchor]));
    spec->em.priors.anchored = spec->stages.count - 1;
    return status;
}

/* Of columns that are no measures of ours, those called energy and visibility are the
 * indices; without such, energy is the mean of all, and visibility of none. */
static void fall_back_weights(const clg_panel *panel, clg_fit_spec *spec)
{
    size_t energy = clg_texts_find(&panel->indicators, "energy", 6);
    size_t visibility = clg_texts_find(&panel->indicators, "visibility", 10);

    for (uint32_t d = 0; d < panel->indicator_count; d++)
        if (clg_indicator_find(clg_texts_at(&panel->indicators, d)) != NULL)
            return;
    for (uint32_t d = 0; d < panel->indicator_count; d++) {
        bool is_code = spec->shape.family[d] == CLG_FAMILY_CATEGORICAL;
        spec->energy[d] =
            energy == SIZE_MAX ? d != visibility && !is_code : d == energy;
        spec->visibility[d] = d == visibility;
    }
}

/* Exact times are a matter of continuous time; the column says yes or no. */
static clg_status bind_event(clg_fit_request *request, const clg_panel *panel,
                             clg_error *err)
{
    const char *name = request->options->event;
    int extra = name != NULL ? clg_panel_find_extra(panel, name) : -1;

    request->spec.event = extra;
    for (size_t row = 0; extra >= 0 && row < clg_panel_rows(panel); row++) {
        double value = panel->extra[extra][row];
        if (!isnan(value) && value != 0.0 && value != 1.0)
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "--event: expected 0 or 1 in '%s', found %g", name, value);
    }
    return CLG_OK;
}

clg_status clg_fit_request_bind(clg_fit_request *request, const clg_panel *panel,
                                const clg_panel_notes *notes, clg_error *err)
{
    const known names = {panel, &notes->constant_indicators};
    const clg_fit_options *options = request->options;
    clg_fit_spec *spec = &request->spec;
    clg_status status;

    clg_hmm_init(&spec->shape, spec->stages.count, panel->indicator_count,
                 CLG_TOPOLOGY_BAKIS1);
    if (spec->topologies != 0)
        clg_hmm_allow(&spec->shape, spec->topologies);
    clg_indicator_defaults(panel, spec);
    if (notes->transforms.count > 0)
        spec->transforms = &notes->transforms;
    status = bind_emissions(request, &names, err);
    if (status == CLG_OK)
        status = bind_start(request, panel, err);
    if (status == CLG_OK)
        fall_back_weights(panel, spec);
    if (status == CLG_OK)
        status = check_trials(panel, &spec->shape, err);
    if (status == CLG_OK && options->energy != NULL)
        status = bind_weights(&names, "energy", options->energy, spec->energy, err);
    if (status == CLG_OK && options->visibility != NULL)
        status = bind_weights(&names, "visibility", options->visibility,
                              spec->visibility, err);
    if (status == CLG_OK)
        status = bind_event(request, panel, err);
    if (status == CLG_OK)
        status = bind_covariates(request, panel, err);
    if (status == CLG_OK)
        status = bind_anchor(request, &names, err);
    if (status == CLG_OK)
        clg_indicator_start(panel, spec);
    return status;
}
