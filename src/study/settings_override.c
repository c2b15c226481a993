/* What flags change in the settings. */
#include "study/settings.h"

#include "base/fail.h"
#include "base/memory.h"
#include "study/settings_values.h"

#include <string.h>

static clg_status fail_flag(const char *flag, const char *expected, const char *found,
                            clg_error *err)
{
    return clg_fail(err, CLG_ERROR_ARGUMENT, "%s: expected %s, found '%.80s'", flag,
                    expected, found);
}

static clg_status override_spans(const clg_overrides *flags, clg_settings *settings,
                                 clg_error *err)
{
    if (flags->window != NULL && !clg_span_parse(flags->window, &settings->window))
        return fail_flag("--window", CLG_EXPECTED_WINDOW, flags->window, err);
    if (flags->step == NULL)
        return CLG_OK;
    if (!clg_step_parse(flags->step, &settings->step))
        return fail_flag("--step", CLG_EXPECTED_STEP, flags->step, err);
    settings->has_step = true;
    return CLG_OK;
}

static clg_status override_zone(const char *zone, clg_settings *settings,
                                clg_error *err)
{
    clg_status status = clg_zone_check(zone, err);
    char *copy;

    if (status == CLG_ERROR_ARGUMENT)
        return fail_flag("--time-zone", CLG_EXPECTED_ZONE, zone, err);
    if (status != CLG_OK)
        return status;
    copy = clg_text_copy(zone, strlen(zone), err);
    if (copy == NULL)
        return CLG_ERROR_MEMORY;
    clg_free(settings->time_zone);
    settings->time_zone = copy;
    return CLG_OK;
}

static clg_status override_max_bad(const char *text, clg_settings *settings,
                                   clg_error *err)
{
    if (clg_share_parse(text, &settings->max_bad))
        return CLG_OK;
    fail_flag("--max-bad", CLG_EXPECTED_SHARE, text, err);
    if (clg_share_lacks_percent(text))
        clg_hint(err, "did you mean '%s%%'?", text);
    return CLG_ERROR_ARGUMENT;
}

/* "a,b,c": an empty part is refused. */
static clg_status override_list(const char *flag, const char *text, clg_texts *list,
                                clg_error *err)
{
    clg_status status = CLG_OK;

    clg_texts_clear(list);
    while (status == CLG_OK) {
        size_t length = strcspn(text, ",");
        if (length == 0)
            return fail_flag(flag, "names with a comma between, such as a,b", text,
                             err);
        status = clg_texts_append(list, text, length, err);
        if (text[length] == '\0')
            break;
        text += length + 1;
    }
    return status;
}

static clg_status override_measures(const clg_overrides *flags, clg_settings *settings,
                                    clg_error *err)
{
    clg_status status = CLG_OK;

    if (flags->projection != NULL &&
        !clg_projection_parse(flags->projection, &settings->projection))
        return fail_flag("--projection", CLG_EXPECTED_PROJECTION, flags->projection,
                         err);
    if (flags->half_life != NULL &&
        !clg_half_life_parse(flags->half_life, &settings->half_life))
        return fail_flag("--half-life", CLG_EXPECTED_HALF_LIFE, flags->half_life, err);
    if (flags->measures != NULL)
        status = override_list("--measures", flags->measures, &settings->measures, err);
    if (status == CLG_OK && flags->strata != NULL)
        status = override_list("--strata", flags->strata, &settings->strata, err);
    if (status == CLG_OK && flags->resample != NULL &&
        !clg_resample_parse(flags->resample, &settings->resample,
                            &settings->resample_windows))
        status = fail_flag("--resample", CLG_EXPECTED_RESAMPLE, flags->resample, err);
    if (status == CLG_OK && flags->interval != NULL &&
        !clg_interval_parse(flags->interval, &settings->interval)) {
        status = fail_flag("--interval", CLG_EXPECTED_INTERVAL, flags->interval, err);
        if (clg_share_lacks_percent(flags->interval))
            clg_hint(err, "did you mean '%s%%'?", flags->interval);
    }
    return status;
}

clg_status clg_settings_override(clg_settings *settings, const clg_overrides *flags,
                                 clg_error *err)
{
    clg_status status = override_spans(flags, settings, err);

    if (status == CLG_OK && flags->time_zone != NULL)
        status = override_zone(flags->time_zone, settings, err);
    if (status == CLG_OK && flags->max_bad != NULL)
        status = override_max_bad(flags->max_bad, settings, err);
    if (status == CLG_OK && flags->seed != NULL &&
        !clg_seed_parse(flags->seed, &settings->seed))
        status = fail_flag("--seed", CLG_EXPECTED_SEED, flags->seed, err);
    if (status == CLG_OK)
        status = override_measures(flags, settings, err);
    settings->strict = settings->strict || flags->strict;
    if (status == CLG_OK && settings->has_step &&
        settings->window.unit == CLG_SPAN_TERMS)
        status = clg_fail(err, CLG_ERROR_ARGUMENT,
                          "a step can't be used with windows of terms");
    return status;
}
