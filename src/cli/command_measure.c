#include "cli/command.h"
#include "cli/diagnostic.h"
#include "cli/study_options.h"

#include "collegium/network.h"

#include <stdio.h>

static int measure_network(const clg_network_options *network, bool json)
{
    clg_error error = CLG_ERROR_INIT;
    char *text = NULL;

    if (clg_measure_network(network, json, &text, &error) != CLG_OK)
        return diagnose(&error, json);
    fputs(text, stdout);
    clg_text_free(text);
    return EXIT_FINE;
}

static int measure_store(const char *store, struct study_options *options)
{
    clg_summary *summary = NULL;
    clg_error error = CLG_ERROR_INIT;
    clg_status status;

    if (!study_options_out_ready(options))
        return EXIT_USAGE;
    status = clg_measure_store(store, options->out, &options->run, &summary, &error);
    return study_options_finish(options, status, summary, &error);
}

/* One thing to measure, and a folder only for what fills one; says so if not. */
static bool fits(const char *store, const clg_network_options *network, const char *out,
                 const char *usage)
{
    if ((store != NULL) + (network->edges != NULL) + (network->attendance != NULL) !=
        1) {
        fprintf(stderr,
                "collegium: give one of STUDY.h5, --edges FILE, --attendance FILE\n"
                "collegium: usage: %s\n",
                usage);
        return false;
    }
    if (store == NULL && out != NULL) {
        fprintf(stderr, "collegium: --out goes with STUDY.h5; what is measured of a "
                        "plain network is printed\n");
        return false;
    }
    return true;
}

int command_measure(int argc, char **argv)
{
    struct study_options options = STUDY_OPTIONS_INIT;
    clg_network_options network = {0};
    const char *store = NULL;
    const struct option_spec specs[] = {
        OPTION_OUT(options, "the folder of results to make"),
        OPTIONS_OF_WINDOWS(options),
        OPTIONS_OF_MEASURES(options),
        OPTION_FORCE(options),
        OPTION_STAMP(options),
        OPTION_NO_REPORT(options),
        {"edges", 0, OPTION_TEXT, "FILE", "measure one plain network instead",
         &network.edges},
        {"attendance", 0, OPTION_TEXT, "FILE",
         "measure one table of persons and meetings instead", &network.attendance},
        {"directed", 0, OPTION_FLAG, NULL, "its ties have a direction",
         &network.is_directed},
        {"weight", 0, OPTION_TEXT, "COL", "column of weights in the edges",
         &network.weight},
        {"nodes", 0, OPTION_TEXT, "FILE", "its people, so that isolates count",
         &network.nodes},
        {"group", 0, OPTION_TEXT, "COL", "column of groups in the nodes",
         &network.group},
        OPTIONS_OF_RUNNING(options),
        OPTIONS_END,
    };
    const struct command_line line = {"collegium measure STUDY.h5 -o OUT [options]\n"
                                      "       collegium measure --edges FILE [--nodes "
                                      "FILE] [--group COL] [--directed] [--weight COL] "
                                      "[--json]\n"
                                      "       collegium measure --attendance FILE "
                                      "[--nodes FILE] [--group COL] [--json]",
                                      "Measures a study file made by 'collegium "
                                      "ingest'; or one plain network from any\n"
                                      "source, given as an edge list.",
                                      "  collegium measure study.h5 -o results\n"
                                      "  collegium measure --edges edges.csv --json\n",
                                      specs,
                                      &store,
                                      0,
                                      1};

    switch (parse_command_line(&line, argc, argv)) {
    case PARSED: break;
    case HELP_SHOWN: return EXIT_FINE;
    case PARSE_FAILED: return EXIT_USAGE;
    }
    if (!fits(store, &network, options.out, line.usage))
        return EXIT_USAGE;
    return store == NULL ? measure_network(&network, options.json)
                         : measure_store(store, &options);
}
