/* Exit codes, and the one place that prints an error. */
#ifndef CLG_CLI_DIAGNOSTIC_H
#define CLG_CLI_DIAGNOSTIC_H

#include "collegium/error.h"

#include <stdbool.h>

/* The exit codes of `collegium`, as its help lists them. */
enum exit_code {
    EXIT_FINE = 0,         /* also with warnings */
    EXIT_FAULT = 1,        /* an internal failure, or schools that failed */
    EXIT_USAGE = 2,        /* the command line can't be understood */
    EXIT_DATA = 3,         /* bad input data */
    EXIT_FILE = 4,         /* a file or the system: missing, in the way, full */
    EXIT_PRIVACY = 5,      /* refused by a privacy rule */
    EXIT_INTERRUPTED = 130 /* by Ctrl-C, after cleaning up */
};

int exit_code_of(clg_status status);

/* "collegium: FILE:LINE:COLUMN: message" on stderr, then the hint; with as_json also
 * one JSON document on stdout. Returns the exit code. */
int diagnose(const clg_error *error, bool as_json);

/* What did not reach stdout was not said: turns success into EXIT_FILE, with a message
 * the first time. */
int finish_stdout(int code);

#endif
