#include "cli/command.h"
#include "cli/diagnostic.h"
#include "cli/study_options.h"

int command_ingest(int argc, char **argv)
{
    struct study_options options = STUDY_OPTIONS_INIT;
    const char *study = NULL;
    const struct option_spec specs[] = {
        OPTION_OUT(options, "the study file to make"),
        OPTIONS_OF_READING(options),
        OPTIONS_OF_WINDOWS(options),
        OPTION_FORCE(options),
        OPTIONS_OF_RUNNING(options),
        OPTIONS_END,
    };
    const struct command_line line = {
        "collegium ingest STUDY -o STUDY.h5 [options]",
        "Reads the logs of STUDY and writes them as one file, from which 'collegium "
        "measure'\ngoes on. The file names people: it is readable by its owner only.",
        "  collegium ingest my-logs -o study.h5\n"
        "  collegium measure study.h5 -o results\n",
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
    status = clg_ingest_to_store(study, options.out, &options.run, &summary, &error);
    return study_options_finish(&options, status, summary, &error);
}
