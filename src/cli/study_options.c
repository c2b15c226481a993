#include "cli/study_options.h"

#include "cli/diagnostic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct option_spec *study_options_list_out(struct study_options *options,
                                           struct option_spec *list)
{
    const struct option_spec out =
        OPTION_OUT(*options, "the folder of results to make");

    *list = out;
    return list + 1;
}

void study_options_list_running(struct study_options *options, struct option_spec *list)
{
    const struct option_spec last[] = {OPTION_FORCE(*options),
                                       OPTIONS_OF_RUNNING(*options), OPTIONS_END};

    memcpy(list, last, sizeof last);
}

/* COLLEGIUM_* stand between the flags, which win, and study.yaml. */
static void take_environment(clg_choices *choices)
{
    const struct {
        const char **choice, *variable;
    } places[] = {
        {&choices->data, "COLLEGIUM_DATA"},
        {&choices->window, "COLLEGIUM_WINDOW"},
        {&choices->step, "COLLEGIUM_STEP"},
        {&choices->time_zone, "COLLEGIUM_TIME_ZONE"},
        {&choices->max_bad, "COLLEGIUM_MAX_BAD"},
        {&choices->seed, "COLLEGIUM_SEED"},
        {&choices->projection, "COLLEGIUM_PROJECTION"},
        {&choices->half_life, "COLLEGIUM_HALF_LIFE"},
        {&choices->measures, "COLLEGIUM_MEASURES"},
        {&choices->strata, "COLLEGIUM_STRATA"},
        {&choices->resample, "COLLEGIUM_RESAMPLE"},
        {&choices->interval, "COLLEGIUM_INTERVAL"},
    };

    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (*places[i].choice == NULL)
            *places[i].choice = getenv(places[i].variable);
}

bool study_options_ready(struct study_options *options)
{
    if (!progress_choose(options->progress_style, &options->progress)) {
        fprintf(
            stderr,
            "collegium: --progress: expected auto, plain, json or none, found '%s'\n",
            options->progress_style);
        return false;
    }
    if (options->quiet)
        options->progress.style = PROGRESS_NONE;
    take_environment(&options->run.choices);
    options->run.monitor = progress_monitor(&options->progress);
    return true;
}

bool study_options_out_ready(struct study_options *options)
{
    if (options->out == NULL) {
        fprintf(stderr, "collegium: where to? give -o OUT\n");
        return false;
    }
    return study_options_ready(options);
}

static void print(const struct study_options *options, const clg_summary *summary)
{
    if (options->json)
        printf("%s\n", clg_summary_json(summary));
    else if (!options->quiet)
        fputs(clg_summary_text(summary), stdout);
}

int study_options_finish(struct study_options *options, clg_status status,
                         clg_summary *summary, const clg_error *error)
{
    int code;

    progress_finish(&options->progress);
    if (status != CLG_OK)
        return diagnose(error, options->json);
    print(options, summary);
    code = finish_stdout(EXIT_FINE);
    if (code == EXIT_FINE && clg_summary_failed_schools(summary) > 0) {
        fprintf(stderr, "collegium: %u schools failed and have no measures\n",
                clg_summary_failed_schools(summary));
        code = EXIT_FAULT;
    }
    clg_summary_free(summary);
    return code;
}
