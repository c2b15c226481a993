#include "cli/command.h"
#include "cli/diagnostic.h"

#include "collegium/run.h"
#include "collegium/suggest.h"

#include <stdio.h>
#include <string.h>

const struct command commands[] = {
    {"run", "logs to results: the whole way", command_run},
    {"check", "say what would be read, and write nothing", command_check},
    {"ingest", "logs to a study file", command_ingest},
    {"measure", "a study file to results; or one plain network", command_measure},
    {"fit", "stages of development from any panel", command_fit},
    {"compare", "schools with their peers, and each with its past", command_compare},
    {"report", "a page to read, share and print", command_report},
    {"simulate", "make up schools whose truth is known", command_simulate},
    {"catalogue", "every measure with formula and source", command_catalogue},
    {"help", "show this, or the help of a command", command_help},
    {NULL, NULL, NULL},
};

static const struct command *find_command(const char *name)
{
    for (const struct command *command = commands; command->name != NULL; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

static int complain(const char *name)
{
    const char *names[sizeof commands / sizeof commands[0]] = {NULL};
    const char *nearest;

    for (size_t i = 0; commands[i].name != NULL; i++)
        names[i] = commands[i].name;
    nearest = clg_nearest_name(name, names);
    fprintf(stderr,
            "collegium: '%s' is not a collegium command. See 'collegium help'.\n",
            name);
    if (nearest != NULL)
        fprintf(stderr, "collegium: did you mean '%s'?\n", nearest);
    return EXIT_USAGE;
}

static int print_version(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[2], "--json") == 0) {
        char *text = clg_versions_json();
        printf("%s\n", text != NULL ? text : "{}");
        clg_text_free(text);
        return EXIT_FINE;
    }
    printf("collegium %s\n", clg_version());
    return EXIT_FINE;
}

static void print_help(FILE *stream)
{
    fputs("From a school's collaboration logs to its communities of practice.\n\n"
          "examples:\n"
          "  collegium run my-logs -o results     measure a folder of logs\n"
          "  collegium check my-logs              see first what would be read\n"
          "  collegium simulate -o demo --schools 20 --months 12\n\n"
          "usage: collegium COMMAND [options]     'collegium help COMMAND' explains "
          "one\n\n"
          "commands:\n",
          stream);
    for (const struct command *command = commands; command->name != NULL; command++)
        fprintf(stream, "  %-10s %s\n", command->name, command->summary);
    fputs("\nexit codes: 0 fine, 1 internal failure or failed schools, 2 usage, 3 bad "
          "input data,\n  4 file or system, 5 refused for privacy, 130 interrupted\n",
          stream);
}

int command_help(int argc, char **argv)
{
    const struct command *command;
    char help[] = "--help";

    if (argc < 2) {
        print_help(stdout);
        return EXIT_FINE;
    }
    command = find_command(argv[1]);
    if (command == NULL)
        return complain(argv[1]);
    if (command->run == command_help)
        return command_help(1, argv);
    char *arguments[] = {argv[1], help, NULL};
    return command->run(2, arguments);
}

static int run_words(int argc, char **argv)
{
    const struct command *command;

    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return command_help(1, argv);
    if (strcmp(argv[1], "--version") == 0)
        return print_version(argc, argv);
    command = find_command(argv[1]);
    return command != NULL ? command->run(argc - 1, argv + 1) : complain(argv[1]);
}

int main(int argc, char **argv)
{
    return finish_stdout(run_words(argc, argv));
}
