/* Declarative options: one table a command gives its parsing and its help. */
#ifndef CLG_CLI_OPTIONS_H
#define CLG_CLI_OPTIONS_H

#include "collegium/fit.h"

#include <stdbool.h>
#include <stddef.h>

enum option_kind {
    OPTION_FLAG,  /* bool: set to true */
    OPTION_TEXT,  /* const char *: the value as written */
    OPTION_COUNT, /* int from 1 to 1024, or "auto" which gives 0 */
    OPTION_LIST   /* clg_fit_list: given again, or followed by further A=B words */
};

struct option_spec {
    const char *name; /* without the dashes */
    char letter;      /* 0 if there is no short form */
    enum option_kind kind;
    const char *value_name; /* for the help: "N" */
    const char *help;
    void *target;
};

/* One command's line. `options` ends with a spec without a name; `operands` are the
 * arguments that are no options. */
struct command_line {
    const char *usage;    /* "collegium run STUDY -o OUT [options]" */
    const char *summary;  /* a sentence or two */
    const char *examples; /* lines, shown first */
    const struct option_spec *options;
    const char **operands;
    int least_operands, most_operands;
};

enum parse_outcome { PARSED, HELP_SHOWN, PARSE_FAILED };

/* Fills the targets. Prints help on --help, a message on stderr on failure. */
enum parse_outcome parse_command_line(const struct command_line *line, int argc,
                                      char **argv);

#endif
