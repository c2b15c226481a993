#define _GNU_SOURCE /* getopt_long */
#include "cli/options.h"

#include "collegium/suggest.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_OPTIONS = 40, LONG_BASE = 256, MOST_COUNT = 1024 };

/* The form of the table that getopt_long() wants. */
struct getopt_table {
    struct option longs[MOST_OPTIONS + 2];
    char shorts[3 * MOST_OPTIONS];
    const char *names[MOST_OPTIONS + 2]; /* with dashes, for suggestions */
    char name_text[MOST_OPTIONS + 1][40];
};

static size_t count_options(const struct option_spec *options)
{
    size_t count = 0;

    while (options[count].name != NULL && count < MOST_OPTIONS)
        count++;
    return count;
}

static void build_table(const struct option_spec *options, struct getopt_table *table)
{
    size_t count = count_options(options), at = 0;

    memset(table, 0, sizeof *table);
    table->shorts[at++] = ':'; /* tell a missing value from an unknown option */
    table->shorts[at++] = 'h';
    for (size_t i = 0; i < count; i++) {
        bool has_value = options[i].kind != OPTION_FLAG;
        table->longs[i] = (struct option){options[i].name,
                                          has_value ? required_argument : no_argument,
                                          NULL, LONG_BASE + (int)i};
        snprintf(table->name_text[i], sizeof table->name_text[i], "--%s",
                 options[i].name);
        table->names[i] = table->name_text[i];
        if (options[i].letter != 0) {
            table->shorts[at++] = options[i].letter;
            if (has_value)
                table->shorts[at++] = ':';
        }
    }
    table->longs[count] = (struct option){"help", no_argument, NULL, 'h'};
    table->names[count] = "--help";
}

static void print_option(const struct option_spec *option)
{
    char left[64], letter[8] = "";

    if (option->letter != 0)
        snprintf(letter, sizeof letter, "-%c, ", option->letter);
    snprintf(left, sizeof left, "%s--%s%s%s", letter, option->name,
             option->kind == OPTION_FLAG ? "" : " ",
             option->kind == OPTION_FLAG ? "" : option->value_name);
    printf("  %-24s %s\n", left, option->help);
}

static void print_help(const struct command_line *line)
{
    printf("examples:\n%s\nusage: %s\n\n%s\n\noptions:\n", line->examples, line->usage,
           line->summary);
    for (const struct option_spec *option = line->options; option->name != NULL;
         option++)
        print_option(option);
    printf("  %-24s %s\n", "-h, --help", "show this");
}

static enum parse_outcome complain(const struct command_line *line, const char *message,
                                   const char *word)
{
    fprintf(stderr, "collegium: %s '%s'\n", message, word);
    fprintf(stderr, "collegium: usage: %s\n", line->usage);
    return PARSE_FAILED;
}

static enum parse_outcome complain_unknown(const struct command_line *line,
                                           const struct getopt_table *table,
                                           const char *word)
{
    const char *nearest = clg_nearest_name(word, table->names);

    if (nearest == NULL)
        return complain(line, "unknown option", word);
    fprintf(stderr, "collegium: unknown option '%s'; did you mean '%s'?\n", word,
            nearest);
    fprintf(stderr, "collegium: usage: %s\n", line->usage);
    return PARSE_FAILED;
}

static bool parse_count(const char *text, int *value)
{
    char *end;

    if (strcmp(text, "auto") == 0) {
        *value = 0;
        return true;
    }
    errno = 0;
    long number = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || number < 1 || number > MOST_COUNT)
        return false;
    *value = (int)number;
    return true;
}

static bool append(const struct option_spec *option, const char *value)
{
    clg_fit_list *list = option->target;

    if (list->count == CLG_FIT_LIST_ROOM) {
        fprintf(stderr, "collegium: --%s: expected %d values at most\n", option->name,
                CLG_FIT_LIST_ROOM);
        return false;
    }
    list->items[list->count++] = value;
    return true;
}

static bool take(const struct option_spec *option, const char *value)
{
    switch (option->kind) {
    case OPTION_FLAG: *(bool *)option->target = true; return true;
    case OPTION_TEXT: *(const char **)option->target = value; return true;
    case OPTION_LIST: return append(option, value);
    case OPTION_COUNT: break;
    }
    if (parse_count(value, option->target))
        return true;
    fprintf(stderr,
            "collegium: --%s: expected auto or a number from 1 to %d, found '%s'\n",
            option->name, MOST_COUNT, value);
    return false;
}

/* Words such as rate=poisson after a value of a list are further values. */
static bool take_further(const struct option_spec *option, int argc, char **argv)
{
    while (option->kind == OPTION_LIST && optind < argc && argv[optind][0] != '-' &&
           strchr(argv[optind], '=') != NULL)
        if (!append(option, argv[optind++]))
            return false;
    return true;
}

static const struct option_spec *option_of(const struct option_spec *options, int code)
{
    if (code >= LONG_BASE)
        return &options[code - LONG_BASE];
    while (options->name != NULL && options->letter != code)
        options++;
    return options->name != NULL ? options : NULL;
}

static enum parse_outcome take_operands(const struct command_line *line, int argc,
                                        char **argv)
{
    int count = argc - optind;

    if (count > line->most_operands)
        return complain(line, "unexpected", argv[optind + line->most_operands]);
    if (count < line->least_operands) {
        fprintf(stderr, "collegium: an argument is missing\ncollegium: usage: %s\n",
                line->usage);
        return PARSE_FAILED;
    }
    for (int i = 0; i < count; i++)
        line->operands[i] = argv[optind + i];
    return PARSED;
}

enum parse_outcome parse_command_line(const struct command_line *line, int argc,
                                      char **argv)
{
    struct getopt_table table;
    int code;

    build_table(line->options, &table);
    opterr = 0;
    optind = 1;
    while ((code = getopt_long(argc, argv, table.shorts, table.longs, NULL)) != -1) {
        if (code == 'h') {
            print_help(line);
            return HELP_SHOWN;
        }
        if (code == ':')
            return complain(line, "a value is missing after", argv[optind - 1]);
        if (code == '?') {
            char letter[3] = {'-', (char)optopt, '\0'};
            bool is_short = optopt > 0 && optopt < LONG_BASE;
            return complain_unknown(line, &table, is_short ? letter : argv[optind - 1]);
        }
        const struct option_spec *option = option_of(line->options, code);
        if (option == NULL || !take(option, optarg) ||
            !take_further(option, argc, argv))
            return PARSE_FAILED;
    }
    return take_operands(line, argc, argv);
}
