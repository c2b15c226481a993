#include "cli/diagnostic.h"

#include "collegium/run.h"

#include <inttypes.h>
#include <stdio.h>

int exit_code_of(clg_status status)
{
    switch (status) {
    case CLG_OK: return EXIT_FINE;
    case CLG_ERROR_ARGUMENT: return EXIT_USAGE;
    case CLG_ERROR_PARSE:
    case CLG_ERROR_SCHEMA: return EXIT_DATA;
    case CLG_ERROR_IO: return EXIT_FILE;
    case CLG_ERROR_PRIVACY: return EXIT_PRIVACY;
    case CLG_ERROR_INTERRUPTED: return EXIT_INTERRUPTED;
    case CLG_ERROR_MEMORY:
    case CLG_ERROR_DEPENDENCY:
    case CLG_ERROR_WORKER: break;
    }
    return EXIT_FAULT;
}

static void print_place(const clg_error *error)
{
    fprintf(stderr, "%s:", error->path);
    if (error->line > 0)
        fprintf(stderr, "%" PRIu64 ":", error->line);
    if (error->line > 0 && error->column > 0)
        fprintf(stderr, "%" PRIu64 ":", error->column);
    fputc(' ', stderr);
}

int diagnose(const clg_error *error, bool as_json)
{
    fputs("collegium: ", stderr);
    if (error->path[0] != '\0')
        print_place(error);
    fprintf(stderr, "%s\n", error->message);
    if (error->hint[0] != '\0')
        fprintf(stderr, "collegium: %s\n", error->hint);
    if (as_json) {
        char *text = clg_error_json(error);
        printf("%s\n", text != NULL ? text : "{}");
        clg_text_free(text);
    }
    return exit_code_of(error->code);
}

int finish_stdout(int code)
{
    static bool is_told;

    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    if (!is_told)
        fputs("collegium: cannot write to standard output\n", stderr);
    is_told = true;
    return code == EXIT_FINE ? EXIT_FILE : code;
}
