#include "cli/command.h"
#include "cli/diagnostic.h"
#include "cli/study_options.h"

#include "collegium/fit.h"

#include <string.h>

enum { FIT_OPTIONS_ROOM = 40 };

/* One row an option, so that the table can be read as one. */
// clang-format off
static size_t list_model(clg_fit_options *f, struct option_spec *list)
{
    const struct option_spec specs[] = {
        {"stages", 0, OPTION_TEXT, "SET", "wenger (default), lifecycle, or a number", &f->stages},
        {"topology", 0, OPTION_TEXT, "T", "bakis1, bakis2, regress, renew, cyclic, ergodic; A+B", &f->topology},
        {"indicators", 0, OPTION_TEXT, "COLS", "columns to fit (all numbers)", &f->indicators},
        {"emission", 0, OPTION_LIST, "COL=FAM", "normal, poisson, negbin, gamma, binomial, ...", &f->emissions},
        {"exposure", 0, OPTION_LIST, "COL", "exposure or trials; INDICATOR=COL for one", &f->exposures},
        {"covariates", 0, OPTION_TEXT, "COLS", "what may go with moving on", &f->covariates},
        {"classes", 0, OPTION_TEXT, "C", "classes of trajectories (1)", &f->classes},
        {"durations", 0, OPTION_TEXT, "D", "geometric (default), negbin, poisson, weibull, free", &f->durations},
        {"continuous", 0, OPTION_FLAG, NULL, "windows are times, gaps differ", &f->continuous},
        {"event", 0, OPTION_TEXT, "COL", "1: the last stage was entered just then", &f->event},
        {"anchor", 0, OPTION_TEXT, "COL", "its means may not fall before the last stage", &f->anchor},
        {"select-stages", 0, OPTION_TEXT, "A:B", "compare numbers of stages", &f->select_stages},
    };

    memcpy(list, specs, sizeof specs);
    return sizeof specs / sizeof specs[0];
}

static size_t list_outputs(clg_fit_options *f, struct option_spec *list)
{
    const struct option_spec specs[] = {
        {"energy", 0, OPTION_TEXT, "WEIGHTS", "of the energy index, such as rate:2,ties:1", &f->energy},
        {"visibility", 0, OPTION_TEXT, "WEIGHTS", "of the visibility index", &f->visibility},
        {"groups", 0, OPTION_TEXT, "G", "group-based trajectories, up to G (0)", &f->groups},
        {"bootstrap", 0, OPTION_TEXT, "B", "schools drawn again (0: sandwich); simulated:B", &f->bootstrap},
        {"horizon", 0, OPTION_TEXT, "H", "windows to look ahead (12)", &f->horizon},
        {"plot", 0, OPTION_TEXT, "SVG", "draw the diagram of stages", &f->plot},
        {"plot-schools", 0, OPTION_TEXT, "IDS", "schools drawn in it", &f->plot_schools},
    };

    memcpy(list, specs, sizeof specs);
    return sizeof specs / sizeof specs[0];
}

static size_t list_fitting(clg_fit_options *f, struct option_spec *list)
{
    const struct option_spec specs[] = {
        {"starts", 0, OPTION_TEXT, "N", "starting values tried (20)", &f->starts},
        {"max-iterations", 0, OPTION_TEXT, "N", "of one start (1000)", &f->max_iterations},
        {"tolerance", 0, OPTION_TEXT, "X", "relative change to stop at (1e-9)", &f->tolerance},
        {"seed", 0, OPTION_TEXT, "N", "of everything random (1)", &f->seed},
        {"start", 0, OPTION_TEXT, "JSON", "starting values", &f->start},
        {"parity", 0, OPTION_FLAG, NULL, "no priors, fixed iterations from --start", &f->parity},
        {"checkpoint", 0, OPTION_TEXT, "FILE", "save progress here, go on from it", &f->checkpoint},
    };

    memcpy(list, specs, sizeof specs);
    return sizeof specs / sizeof specs[0];
}
// clang-format on

static void list_options(struct study_options *options, clg_fit_options *fit,
                         struct option_spec *list)
{
    list = study_options_list_out(options, list);
    list += list_model(fit, list);
    list += list_outputs(fit, list);
    list += list_fitting(fit, list);
    study_options_list_running(options, list);
}

static const char usage[] = "collegium fit PANEL -o OUT [options]";
static const char about[] =
    "Fits stages of development to all schools of PANEL at once: results.h5 of "
    "'collegium\nrun', or a CSV with the columns school, window and one an indicator "
    "(an "
    "empty cell is\nmissing). Writes trajectory.csv, schools.csv, forecast.csv, "
    "model.json and more to OUT.";
static const char examples[] =
    "  collegium fit results/results.h5 -o stages --plot stages.svg\n"
    "  collegium fit panel.csv -o stages --stages 3 --emission visits=poisson "
    "--exposure days\n"
    "  collegium fit panel.csv -o check --parity --start start.json "
    "--max-iterations 50\n";

static int fit(const char *panel, struct study_options *options, clg_fit_options *fit)
{
    clg_summary *summary = NULL;
    clg_error error = CLG_ERROR_INIT;
    clg_status status;

    if (!study_options_out_ready(options))
        return EXIT_USAGE;
    fit->jobs = options->run.jobs;
    fit->force = options->run.force;
    fit->monitor = options->run.monitor;
    status = clg_fit(panel, options->out, fit, &summary, &error);
    return study_options_finish(options, status, summary, &error);
}

int command_fit(int argc, char **argv)
{
    struct study_options options = STUDY_OPTIONS_INIT;
    clg_fit_options choices = {0};
    const char *panel = NULL;
    struct option_spec specs[FIT_OPTIONS_ROOM];
    const struct command_line line = {usage, about, examples, specs, &panel, 1, 1};

    list_options(&options, &choices, specs);
    switch (parse_command_line(&line, argc, argv)) {
    case PARSED: return fit(panel, &options, &choices);
    case HELP_SHOWN: return EXIT_FINE;
    case PARSE_FAILED: break;
    }
    return EXIT_USAGE;
}
