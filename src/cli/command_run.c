#include "cli/command.h"
#include "cli/diagnostic.h"
#include "cli/study_options.h"

int command_run(int argc, char **argv)
{
    struct study_options options = STUDY_OPTIONS_INIT;
    const char *study = NULL;
    const struct option_spec specs[] = {
        OPTION_OUT(options, "the folder of results to make"),
        OPTIONS_OF_READING(options),
        OPTIONS_OF_WINDOWS(options),
        OPTIONS_OF_MEASURES(options),
        OPTION_FORCE(options),
        OPTION_STAMP(options),
        OPTION_NO_REPORT(options),
        OPTIONS_OF_RUNNING(options),
        OPTIONS_END,
    };
    const struct command_line line = {
        "collegium run STUDY -o OUT [options]",
        "Reads the logs of STUDY (a folder with the canonical CSV files, or a "
        "study.yaml),\nmeasures every school, window and person, finds stages of "
        "development, compares\nthe schools, and writes OUT with a report to read.",
        "  collegium run my-logs -o results\n"
        "  collegium run my-logs/study.yaml -o results --window week --force\n",
        specs,
        &study,
        1,
        1};
    clg_summary *summary = NULL;
    clg_error error = CLG_ERROR_INIT;
    clg_status status;

    switch (parse_command_line(&line, argc, argv)) {
    case PARSED: break;
    case HELP_SHOWN: return EXIT_FINE;
    case PARSE_FAILED: return EXIT_USAGE;
    }
    if (!study_options_out_ready(&options))
        return EXIT_USAGE;
    status = clg_run(study, options.out, &options.run, &summary, &error);
    return study_options_finish(&options, status, summary, &error);
}
