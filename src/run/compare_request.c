#include "run/compare_request.h"

#include "base/fail.h"
#include "base/text_list.h"
#include "run/option_number.h"

#include <math.h>
#include <string.h>

/* ---- words ---- */

static const char *const tau2_names[] = {"pm", "dl", "reml", "ml", "he", NULL};
static const char *const spread_names[] = {"winsorised", "truncated",  "reml",
                                           "exact",      "consistent", NULL};
static const char *const rule_names[] = {"anhoej", "nhs", "ihi", NULL};
static const char *const family_names[] = {"none", "normal", "gamma-poisson",
                                           "beta-binomial", NULL};

const char *clg_tau2_rule_name(clg_tau2_rule rule)
{
    return tau2_names[rule];
}

const char *clg_funnel_spread_name(clg_funnel_spread spread)
{
    return spread_names[spread];
}

/* The place of a word among `names`, from the first on; as it was if none was given. */
static clg_status take_word(const char *option, const char *text,
                            const char *const *names, int first, int *choice,
                            clg_error *err)
{
    char list[96] = "";

    if (text == NULL)
        return CLG_OK;
    for (int i = first; names[i] != NULL; i++) {
        if (strcmp(names[i], text) == 0) {
            *choice = i;
            return CLG_OK;
        }
        if (i > first)
            strcat(list, names[i + 1] == NULL ? " or " : ", ");
        strcat(list, names[i]);
    }
    return clg_fail(err, CLG_ERROR_ARGUMENT, "--%s: expected %s, found '%.80s'", option,
                    list, text);
}

static clg_status take_words(clg_compare_request *request, clg_error *err)
{
    const clg_compare_options *o = request->options;
    int tau2 = CLG_TAU2_PM, spread = CLG_FUNNEL_CONSISTENT, rules = CLG_RULES_ANHOEJ;
    int family = CLG_ESTIMATES_NONE;
    clg_status status = take_word("tau2", o->tau2, tau2_names, 0, &tau2, err);

    if (status == CLG_OK)
        status = take_word("limits", o->limits, spread_names, 0, &spread, err);
    if (status == CLG_OK)
        status = take_word("rules", o->rules, rule_names, 0, &rules, err);
    if (status == CLG_OK)
        status = take_word("family", o->family, family_names, 1, &family, err);
    request->comparison.tau2 = (clg_tau2_rule)tau2;
    request->comparison.spread = (clg_funnel_spread)spread;
    request->charts.rules = (clg_rule_set)rules;
    request->family = (clg_estimate_family)family;
    return status;
}

/* ---- numbers ---- */

static clg_status take_numbers(clg_compare_request *request, clg_error *err)
{
    const clg_compare_options *o = request->options;
    clg_status status = clg_option_small("baseline", o->baseline, 0, 10000,
                                         &request->charts.baseline, err);

    if (status == CLG_OK)
        status = clg_option_small("draws", o->draws, 0, 100000,
                                  &request->comparison.ranks.draws, err);
    if (status == CLG_OK)
        status = clg_option_small("bootstrap", o->bootstrap, 0, 100000,
                                  &request->bootstrap, err);
    if (status == CLG_OK)
        status = clg_option_whole("seed", o->seed, 0, UINT64_MAX, &request->seed, err);
    if (status == CLG_OK)
        status = clg_option_min_group(o->min_group, &request->min_group, err);
    request->comparison.ranks.seed = request->seed;
    return status;
}

/* ---- names ---- */

static clg_status take_measures(clg_compare_request *request, clg_error *err)
{
    const char *text = request->options->measures;
    clg_texts parts = CLG_TEXTS_INIT;
    clg_status status = CLG_OK;

    if (text == NULL || strcmp(text, "all") == 0)
        return CLG_OK;
    status = clg_texts_split(&parts, text, ',', err);
    for (size_t i = 0; status == CLG_OK && i < parts.count; i++) {
        size_t length = clg_texts_length(&parts, i);

        status = length > 0
                     ? clg_texts_add_once(&request->measures, clg_texts_at(&parts, i),
                                          length, err)
                     : clg_fail(err, CLG_ERROR_ARGUMENT,
                                "--measures: expected names with commas between, found "
                                "'%.80s'",
                                text);
    }
    clg_texts_clear(&parts);
    return status;
}

clg_status clg_compare_request_parse(const clg_compare_options *options,
                                     clg_compare_request *request, clg_error *err)
{
    clg_status status;

    *request = (clg_compare_request){.options = options,
                                     .comparison = CLG_COMPARISON_OPTIONS_INIT,
                                     .seed = 1,
                                     .bootstrap = 199};
    request->comparison.is_unadjusted = options->unadjusted;
    status = take_words(request, err);
    if (status == CLG_OK)
        status = take_numbers(request, err);
    if (status == CLG_OK)
        status = take_measures(request, err);
    return status;
}

void clg_compare_request_clear(clg_compare_request *request)
{
    clg_texts_clear(&request->measures);
}

clg_status clg_compare_fail_unknown(const char *option, const char *what,
                                    const char *name, const clg_texts *offered,
                                    clg_error *err)
{
    clg_fail(err, CLG_ERROR_ARGUMENT, "--%s: there is no %s '%.80s' in the file",
             option, what, name);
    clg_texts_hint_nearest(offered, name, err);
    return CLG_ERROR_ARGUMENT;
}

/* ---- windows ---- */

/* Whether the whole period is to be compared: it has values, or no window has any. */
static bool has_period(const clg_network_data *data)
{
    size_t first = (size_t)data->window_count * data->school_count;
    bool has_windows = false;

    for (uint32_t m = 0; m < data->measure_count; m++)
        for (size_t i = 0; data->of[m].value != NULL && i < first + data->school_count;
             i++) {
            if (isnan(data->of[m].value[i]))
                continue;
            if (i >= first)
                return true;
            has_windows = true;
        }
    return !has_windows;
}

clg_status clg_compare_request_windows(const clg_compare_request *request,
                                       const clg_network_data *data, uint32_t *first,
                                       uint32_t *last, clg_error *err)
{
    const char *name = request->options->window;
    size_t place;

    *first = *last = has_period(data) ? data->window_count : data->window_count - 1;
    if (name == NULL)
        return CLG_OK;
    if (strcmp(name, "all") == 0) {
        *first = 0;
        *last = has_period(data) ? data->window_count : data->window_count - 1;
        return CLG_OK;
    }
    place = clg_texts_find(&data->windows, name, strlen(name));
    if (place == SIZE_MAX)
        return clg_compare_fail_unknown("window", "window", name, &data->windows, err);
    *first = *last = (uint32_t)place;
    return CLG_OK;
}
