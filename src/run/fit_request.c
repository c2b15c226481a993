#include "run/fit_request.h"

#include "base/fail.h"
#include "base/text_list.h"
#include "ingest/field.h"
#include "run/option_number.h"

#include <string.h>

/* ---- numbers ---- */

static clg_status take_tolerance(const char *text, double *value, clg_error *err)
{
    if (text == NULL)
        return CLG_OK;
    if (clg_number_parse(text, strlen(text), value) && *value >= 0.0 && *value < 1.0)
        return CLG_OK;
    return clg_fail(err, CLG_ERROR_ARGUMENT,
                    "--tolerance: expected a number from 0 to below 1, found '%s'",
                    text);
}

static clg_status take_range(const char *text, uint32_t *least, uint32_t *most,
                             clg_error *err)
{
    if (text == NULL)
        return CLG_OK;
    if (strlen(text) == 3 && text[1] == ':' && text[0] >= '1' && text[2] >= text[0] &&
        text[2] <= '0' + CLG_MOST_STATES) {
        *least = (uint32_t)(text[0] - '0');
        *most = (uint32_t)(text[2] - '0');
        return CLG_OK;
    }
    return clg_fail(err, CLG_ERROR_ARGUMENT,
                    "--select-stages: expected a range within 1:%d such as 2:7, found "
                    "'%s'",
                    CLG_MOST_STATES, text);
}

/* ---- words ---- */

static clg_status take_stages(clg_fit_request *request, clg_error *err)
{
    const char *text = request->options->stages;
    clg_error cause = CLG_ERROR_INIT;

    request->has_states = text != NULL;
    if (clg_stage_set_parse(text != NULL ? text : "wenger", &request->spec.stages,
                            &cause) == CLG_OK)
        return CLG_OK;
    return clg_fail(err, CLG_ERROR_ARGUMENT, "--stages: %s", cause.message);
}

static clg_status take_durations(const char *text, clg_duration_family *family,
                                 clg_error *err)
{
    if (text == NULL || clg_duration_family_find(text, family))
        return CLG_OK;
    return clg_fail(err, CLG_ERROR_ARGUMENT,
                    "--durations: expected geometric, free, negbin, poisson or "
                    "weibull, found '%s'",
                    text);
}

/* "a+b" frees what either does. */
static clg_status take_topology(const char *text, uint32_t *topologies, clg_error *err)
{
    clg_texts parts = CLG_TEXTS_INIT;
    clg_status status = CLG_OK;

    if (text != NULL)
        status = clg_texts_split(&parts, text, '+', err);
    for (size_t i = 0; status == CLG_OK && i < parts.count; i++) {
        clg_topology topology;

        if (clg_topology_find(clg_texts_at(&parts, i), &topology))
            *topologies |= 1u << topology;
        else
            status = clg_fail(err, CLG_ERROR_ARGUMENT,
                              "--topology: expected bakis1, bakis2, regress, renew, "
                              "cyclic or ergodic, found '%s'",
                              clg_texts_at(&parts, i));
    }
    clg_texts_clear(&parts);
    return status;
}

/* ---- names of columns ---- */

/* "a,b,c", each kept once; an empty part is refused. */
static clg_status take_names(const char *option, const char *text, clg_texts *names,
                             clg_error *err)
{
    clg_texts parts = CLG_TEXTS_INIT;
    clg_status status = CLG_OK;

    if (text != NULL)
        status = clg_texts_split(&parts, text, ',', err);
    for (size_t i = 0; status == CLG_OK && i < parts.count; i++)
        status = clg_texts_length(&parts, i) > 0
                     ? clg_texts_add_once(names, clg_texts_at(&parts, i),
                                          clg_texts_length(&parts, i), err)
                     : clg_fail(err, CLG_ERROR_ARGUMENT,
                                "--%s: expected names with a comma between, such as "
                                "a,b, found '%s'",
                                option, text);
    clg_texts_clear(&parts);
    return status;
}

static clg_status take_extras(clg_fit_request *request, clg_error *err)
{
    const clg_fit_list *exposures = &request->options->exposures;
    clg_status status = CLG_OK;

    for (int i = 0; status == CLG_OK && i < exposures->count; i++) {
        const char *equals = strchr(exposures->items[i], '=');
        const char *name = equals != NULL ? equals + 1 : exposures->items[i];
        status = clg_texts_add_once(&request->extras, name, strlen(name), err);
    }
    if (status == CLG_OK)
        status = take_names("covariates", request->options->covariates,
                            &request->extras, err);
    if (status == CLG_OK)
        status = take_names("event", request->options->event, &request->extras, err);
    return status;
}

/* Names in COLUMN=FAMILY; what is not of that form is refused later. */
static clg_status take_with_family(clg_fit_request *request, clg_error *err)
{
    const clg_fit_list *emissions = &request->options->emissions;
    clg_status status = CLG_OK;

    for (int i = 0; status == CLG_OK && i < emissions->count; i++) {
        const char *equals = strrchr(emissions->items[i], '=');
        if (equals != NULL)
            status = clg_texts_add_once(&request->with_family, emissions->items[i],
                                        (size_t)(equals - emissions->items[i]), err);
    }
    return status;
}

static void set_priors(clg_fit_spec *spec)
{
    spec->em.priors.transition = 1.0 / spec->stages.count;
    spec->em.priors.variance_count = 1.0;
}

/* "200": schools drawn again; "simulated:200": panels drawn from the model. */
static clg_status take_bootstrap(const char *text, clg_fit_spec *spec, clg_error *err)
{
    static const char prefix[] = "simulated:";
    size_t length = sizeof prefix - 1;

    if (text == NULL || strcmp(text, "0") == 0)
        return CLG_OK;
    spec->bootstrap_is_simulated = strncmp(text, prefix, length) == 0;
    return clg_option_small("bootstrap",
                            spec->bootstrap_is_simulated ? text + length : text, 2,
                            100000, &spec->bootstrap, err);
}

static clg_status take_numbers(clg_fit_request *request, clg_error *err)
{
    const clg_fit_options *o = request->options;
    clg_fit_spec *spec = &request->spec;
    clg_status status =
        clg_option_small("starts", o->starts, 1, 1000, &spec->em.starts, err);

    if (status == CLG_OK)
        status = clg_option_small("max-iterations", o->max_iterations, 0, 1000000,
                                  &spec->em.most_iterations, err);
    if (status == CLG_OK)
        status = take_tolerance(o->tolerance, &spec->em.tolerance, err);
    if (status == CLG_OK)
        status = clg_option_whole("seed", o->seed, 0, UINT64_MAX, &spec->em.seed, err);
    if (status == CLG_OK)
        status = clg_option_small("classes", o->classes, 1, 9, &spec->classes, err);
    if (status == CLG_OK)
        status = clg_option_small("groups", o->groups, 0, 9, &spec->most_groups, err);
    if (status == CLG_OK)
        status = take_bootstrap(o->bootstrap, spec, err);
    if (status == CLG_OK)
        status = clg_option_small("horizon", o->horizon, 0, 1000, &spec->horizon, err);
    if (status == CLG_OK)
        status =
            take_range(o->select_stages, &spec->select_least, &spec->select_most, err);
    return status;
}

/* The plain model's extensions are of steps from a window to the next. */
static clg_status check_continuous(const clg_fit_request *request, clg_error *err)
{
    const clg_fit_spec *spec = &request->spec;
    const char *other = spec->classes > 1                           ? "classes"
                        : spec->select_most > 0                     ? "select-stages"
                        : spec->durations != CLG_DURATION_GEOMETRIC ? "durations"
                        : request->options->covariates != NULL      ? "covariates"
                        : request->options->bootstrap != NULL       ? "bootstrap"
                                                                    : NULL;

    if (!spec->has_continuous_time && request->options->event != NULL)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "--event is for --continuous: elsewhere a window has no exact "
                        "time");
    if (!spec->has_continuous_time || other == NULL)
        return CLG_OK;
    return clg_fail(err, CLG_ERROR_ARGUMENT,
                    "--continuous does not go with --%s, which is for windows that "
                    "follow one another",
                    other);
}

clg_status clg_fit_request_parse(const clg_fit_options *options,
                                 clg_fit_request *request, clg_error *err)
{
    clg_status status;

    *request = (clg_fit_request){.options = options,
                                 .spec = {.em = CLG_EM_OPTIONS_INIT,
                                          .is_parity = options->parity,
                                          .has_continuous_time = options->continuous,
                                          .event = -1,
                                          .classes = 1,
                                          .horizon = 12}};
    status = take_stages(request, err);
    if (status == CLG_OK)
        status = take_topology(options->topology, &request->spec.topologies, err);
    if (status == CLG_OK)
        status = take_numbers(request, err);
    if (status == CLG_OK)
        status = take_durations(options->durations, &request->spec.durations, err);
    if (status == CLG_OK)
        status = check_continuous(request, err);
    if (status == CLG_OK && options->parity && options->start == NULL)
        status = clg_fail(err, CLG_ERROR_ARGUMENT,
                          "--parity begins with given values: give --start start.json");
    if (status == CLG_OK)
        status =
            take_names("indicators", options->indicators, &request->indicators, err);
    if (status == CLG_OK)
        status = take_extras(request, err);
    if (status == CLG_OK)
        status = take_with_family(request, err);
    request->spec.em.threads = options->jobs;
    request->spec.em.checkpoint = options->checkpoint;
    request->spec.em.monitor = &options->monitor;
    request->spec.em.exact_iterations = options->parity;
    if (!options->parity)
        set_priors(&request->spec);
    return status;
}

void clg_fit_request_clear(clg_fit_request *request)
{
    clg_texts_clear(&request->indicators);
    clg_texts_clear(&request->extras);
    clg_texts_clear(&request->with_family);
}
