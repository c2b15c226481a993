#include "cli/command.h"
#include "cli/diagnostic.h"
#include "cli/study_options.h"

#include "collegium/compare.h"

#include <string.h>

enum { COMPARE_OPTIONS_ROOM = 24 };

/* One row an option, so that the table can be read as one. */
// clang-format off
static size_t list_choices(clg_compare_options *c, struct option_spec *list)
{
    const struct option_spec specs[] = {
        {"measures", 0, OPTION_TEXT, "LIST", "ids such as density,isolates (all)", &c->measures},
        {"window", 0, OPTION_TEXT, "W", "period (default), all, or one window", &c->window},
        {"family", 0, OPTION_TEXT, "FAM", "normal, gamma-poisson, beta-binomial", &c->family},
        {"tau2", 0, OPTION_TEXT, "RULE", "spread of schools: pm (default), dl, reml, ml, he", &c->tau2},
        {"limits", 0, OPTION_TEXT, "HOW", "consistent (default), winsorised, truncated, ...", &c->limits},
        {"unadjusted", 0, OPTION_FLAG, NULL, "leave in what size explains", &c->unadjusted},
        {"rules", 0, OPTION_TEXT, "SET", "of charts: anhoej (default), nhs, ihi", &c->rules},
        {"baseline", 0, OPTION_TEXT, "N", "points under centre and limits (all)", &c->baseline},
        {"rebase", 0, OPTION_TEXT, "CSV", "charts begin anew: school, window[, measure]", &c->rebase},
        {"events", 0, OPTION_TEXT, "CSV", "changes: school, time, label (those of the run)", &c->events},
        {"no-events", 0, OPTION_FLAG, NULL, "leave out events and cycles of the run", &c->no_events},
        {"draws", 0, OPTION_TEXT, "N", "of rank intervals (1000)", &c->draws},
        {"bootstrap", 0, OPTION_TEXT, "B", "replicates over schools, of effects (199)", &c->bootstrap},
        {"seed", 0, OPTION_TEXT, "N", "of everything random (1)", &c->seed},
        {"min-group", 0, OPTION_TEXT, "N", "to hand on: no fewer people than N", &c->min_group},
    };

    memcpy(list, specs, sizeof specs);
    return sizeof specs / sizeof specs[0];
}
// clang-format on

static void list_options(struct study_options *options, clg_compare_options *compare,
                         struct option_spec *list)
{
    list = study_options_list_out(options, list);
    list += list_choices(compare, list);
    study_options_list_running(options, list);
}

static const char usage[] = "collegium compare PANEL -o OUT [options]";
static const char about[] =
    "Compares the schools of PANEL with their peers, and each with its own past: "
    "results.h5\nof 'collegium run', or a CSV with the columns school and estimate and "
    "se, or events and\nexposure, or successes and trials; if wanted also measure, "
    "window, n, meetings and\nmean_meeting_size. Raw values are never ranked. Writes "
    "comparison.csv, measures.csv,\ncharts.csv, signals.csv and more to OUT.";
static const char examples[] =
    "  collegium compare results/results.h5 -o compared\n"
    "  collegium compare results/results.h5 -o compared --measures isolates,density "
    "--rules nhs\n"
    "  collegium compare visits.csv -o compared --events reforms.csv\n";

static int compare(const char *panel, struct study_options *options,
                   clg_compare_options *choices)
{
    clg_summary *summary = NULL;
    clg_error error = CLG_ERROR_INIT;
    clg_status status;

    if (!study_options_out_ready(options))
        return EXIT_USAGE;
    choices->jobs = options->run.jobs;
    choices->force = options->run.force;
    choices->monitor = options->run.monitor;
    status = clg_compare(panel, options->out, choices, &summary, &error);
    return study_options_finish(options, status, summary, &error);
}

int command_compare(int argc, char **argv)
{
    struct study_options options = STUDY_OPTIONS_INIT;
    clg_compare_options choices = {0};
    const char *panel = NULL;
    struct option_spec specs[COMPARE_OPTIONS_ROOM];
    const struct command_line line = {usage, about, examples, specs, &panel, 1, 1};

    list_options(&options, &choices, specs);
    switch (parse_command_line(&line, argc, argv)) {
    case PARSED: return compare(panel, &options, &choices);
    case HELP_SHOWN: return EXIT_FINE;
    case PARSE_FAILED: break;
    }
    return EXIT_USAGE;
}
