#include "cli/command.h"
#include "cli/diagnostic.h"
#include "cli/study_options.h"

int command_check(int argc, char **argv)
{
    struct study_options options = STUDY_OPTIONS_INIT;
    const char *study = NULL;
    const struct option_spec specs[] = {
        OPTIONS_OF_READING(options),
        OPTIONS_OF_WINDOWS(options),
        OPTIONS_OF_RUNNING(options),
        OPTIONS_END,
    };
    const struct command_line line = {
        "collegium check STUDY [options]",
        "Reads STUDY and writes nothing: says what would be used, lists every row that "
        "can't\nbe, and shows which school has rows in which window.",
        "  collegium check my-logs\n"
        "  collegium check my-logs --window week --json\n",
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
    if (!study_options_ready(&options))
        return EXIT_USAGE;
    status = clg_check(study, &options.run, &summary, &error);
    return study_options_finish(&options, status, summary, &error);
}
