#include "cli/command.h"
#include "cli/diagnostic.h"
#include "cli/options.h"

#include "collegium/run.h"

#include <stdio.h>

int command_catalogue(int argc, char **argv)
{
    const char *id = NULL;
    bool json = false;
    const struct option_spec specs[] = {
        {"json", 0, OPTION_FLAG, NULL, "print one JSON document", &json},
        {NULL, 0, OPTION_FLAG, NULL, NULL, NULL},
    };
    const struct command_line line = {"collegium catalogue [ID] [--json]",
                                      "Lists every measure, or explains one: formula, "
                                      "unit, range, source, and when it "
                                      "is\nundefined.",
                                      "  collegium catalogue\n"
                                      "  collegium catalogue constraint\n",
                                      specs,
                                      &id,
                                      0,
                                      1};
    clg_error error = CLG_ERROR_INIT;
    char *text;

    switch (parse_command_line(&line, argc, argv)) {
    case PARSED: break;
    case HELP_SHOWN: return EXIT_FINE;
    case PARSE_FAILED: return EXIT_USAGE;
    }
    text = clg_catalogue_text(id, json, &error);
    if (text == NULL)
        return diagnose(&error, json);
    printf("%s%s", text, json ? "\n" : "");
    clg_text_free(text);
    return EXIT_FINE;
}
