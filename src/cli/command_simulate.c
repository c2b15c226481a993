#include "cli/command.h"
#include "cli/diagnostic.h"
#include "cli/options.h"
#include "cli/progress.h"

#include "collegium/simulate.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The numbers as written, and the rest of what the command line can say. */
struct request {
    const char *schools, *months, *people, *seed, *first_month, *progress_style;
    bool quiet, json;
    clg_simulate_options simulate;
};

static bool parse_number(const char *option, const char *text, uint64_t most,
                         uint64_t *number)
{
    char *end;

    if (text == NULL)
        return true;
    errno = 0;
    *number = strtoull(text, &end, 10);
    if (errno == 0 && end != text && *end == '\0' && text[0] != '-' && *number <= most)
        return true;
    fprintf(stderr, "collegium: --%s: expected a whole number, found '%s'\n", option,
            text);
    return false;
}

static bool parse_small(const char *option, const char *text, uint32_t *number)
{
    uint64_t value = *number;
    bool is_number = parse_number(option, text, UINT32_MAX, &value);

    *number = (uint32_t)value;
    return is_number;
}

static bool parse_first_month(const char *text, clg_simulate_options *simulate)
{
    int end = 0;

    if (text == NULL)
        return true;
    if (sscanf(text, "%4d-%2u%n", &simulate->first_year, &simulate->first_month,
               &end) == 2 &&
        (size_t)end == strlen(text))
        return true;
    fprintf(stderr,
            "collegium: --first-month: expected a month such as 2024-08, found "
            "'%s'\n",
            text);
    return false;
}

static bool take_request(struct request *request)
{
    clg_simulate_options *simulate = &request->simulate;

    if (simulate->folder == NULL) {
        fprintf(stderr, "collegium: where to? give -o DIR\n");
        return false;
    }
    return parse_small("schools", request->schools, &simulate->schools) &&
           parse_small("months", request->months, &simulate->months) &&
           parse_small("people", request->people, &simulate->people) &&
           parse_number("seed", request->seed, UINT64_MAX, &simulate->seed) &&
           parse_first_month(request->first_month, simulate);
}

static void print_counts(const struct request *request,
                         const clg_simulate_counts *counts)
{
    const clg_simulate_options *simulate = &request->simulate;

    if (request->json)
        printf("{\"schema_version\": 1, \"schools\": %" PRIu32 ", \"months\": %" PRIu32
               ", \"people\": %" PRIu64 ", \"meetings\": %" PRIu64
               ", \"attendance_rows\": %" PRIu64 ", \"exchange_rows\": %" PRIu64
               ", \"doubled_rows\": %" PRIu64 ", \"bad_rows\": %" PRIu64
               ", \"own_exchanges\": %" PRIu64 "}\n",
               simulate->schools, simulate->months, counts->people, counts->meetings,
               counts->attendance_rows, counts->exchange_rows, counts->doubled_rows,
               counts->bad_rows, counts->own_exchanges);
    else if (!request->quiet)
        printf("%" PRIu32 " schools, %" PRIu32 " months, %" PRIu64 " people\n%" PRIu64
               " meetings in %" PRIu64 " rows of attendance (%" PRIu64
               " doubled, %" PRIu64 " unreadable)\n%" PRIu64
               " rows of exchanges (%" PRIu64
               " with oneself)\nwritten to %s; truth.csv "
               "tells what is true\n",
               simulate->schools, simulate->months, counts->people, counts->meetings,
               counts->attendance_rows, counts->doubled_rows, counts->bad_rows,
               counts->exchange_rows, counts->own_exchanges, simulate->folder);
}

static int simulate(struct request *request)
{
    struct progress progress;
    clg_simulate_counts counts = {0};
    clg_error error = CLG_ERROR_INIT;
    clg_status status;

    if (!progress_choose(request->quiet ? "none" : request->progress_style,
                         &progress)) {
        fprintf(
            stderr,
            "collegium: --progress: expected auto, plain, json or none, found '%s'\n",
            request->progress_style);
        return EXIT_USAGE;
    }
    request->simulate.monitor = progress_monitor(&progress);
    status = clg_simulate(&request->simulate, &counts, &error);
    progress_finish(&progress);
    if (status != CLG_OK)
        return diagnose(&error, request->json);
    print_counts(request, &counts);
    return EXIT_FINE;
}

int command_simulate(int argc, char **argv)
{
    struct request request = {.progress_style = "auto",
                              .simulate = CLG_SIMULATE_OPTIONS_INIT};
    const struct option_spec specs[] = {
        {"out", 'o', OPTION_TEXT, "DIR", "the folder to make",
         &request.simulate.folder},
        {"schools", 0, OPTION_TEXT, "N", "how many schools (24)", &request.schools},
        {"months", 0, OPTION_TEXT, "M", "how many months (24)", &request.months},
        {"people", 0, OPTION_TEXT, "P", "staff of a typical school (36)",
         &request.people},
        {"first-month", 0, OPTION_TEXT, "MONTH", "where time begins (2024-08)",
         &request.first_month},
        {"seed", 0, OPTION_TEXT, "N", "of everything random (1)", &request.seed},
        {"force", 'f', OPTION_FLAG, NULL, "replace an earlier simulation",
         &request.simulate.force},
        {"quiet", 'q', OPTION_FLAG, NULL, "print nothing but errors", &request.quiet},
        {"progress", 0, OPTION_TEXT, "HOW", "auto, plain, json or none",
         &request.progress_style},
        {"json", 0, OPTION_FLAG, NULL, "print one JSON document", &request.json},
        {NULL, 0, OPTION_FLAG, NULL, NULL, NULL},
    };
    const struct command_line line = {
        "collegium simulate -o DIR [--schools N] [--months M] [--people P] [--seed S]",
        "Writes the logs of made-up schools, and truth.csv with each school's stage, "
        "core,\nsilos and isolates by month. The README.md in DIR explains the model.",
        "  collegium simulate -o demo --schools 20 --months 12\n"
        "  collegium run demo -o results\n",
        specs,
        NULL,
        0,
        0};

    switch (parse_command_line(&line, argc, argv)) {
    case PARSED: break;
    case HELP_SHOWN: return EXIT_FINE;
    case PARSE_FAILED: return EXIT_USAGE;
    }
    return take_request(&request) ? simulate(&request) : EXIT_USAGE;
}
