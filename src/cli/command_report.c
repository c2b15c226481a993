#include "cli/command.h"
#include "cli/diagnostic.h"
#include "cli/options.h"

#include "collegium/report.h"

#include <stdio.h>

static const char usage[] = "collegium report RESULTS -o REPORT.html [options]";
static const char about[] =
    "Makes a report of RESULTS, the results.h5 of 'collegium run': one HTML file "
    "that works\noffline, in any browser and on paper, and asks for nothing from "
    "elsewhere. With --comparison\nit also shows what differs beyond chance and what "
    "changed. Nothing in it is about a single\nperson, unless --audience school asks "
    "for "
    "it: for the people of one school themselves.";
static const char examples[] =
    "  collegium report results/results.h5 -o report.html\n"
    "  collegium compare results/results.h5 -o compared\n"
    "  collegium report results/results.h5 --comparison compared/results.h5 -o "
    "report.html\n"
    "  collegium report results/results.h5 --blind --blind-key key.csv -o blind.html\n"
    "  collegium report results/results.h5 --school hill --audience school -o "
    "hill.html\n";

static int report(const char *results, const char *out,
                  const clg_report_options *options, bool is_quiet)
{
    clg_error error = CLG_ERROR_INIT;

    if (out == NULL) {
        fprintf(stderr, "collegium: where to? give -o REPORT.html\n");
        return EXIT_USAGE;
    }
    if (clg_report(results, out, options, &error) != CLG_OK)
        return diagnose(&error, false);
    if (!is_quiet)
        printf("written to %s\n", out);
    return EXIT_FINE;
}

int command_report(int argc, char **argv)
{
    clg_report_options options = {.comparison = NULL};
    clg_fit_list schools = {{NULL}, 0};
    const char *out = NULL, *results = NULL;
    bool is_quiet = false;
    const struct option_spec specs[] = {
        {"out", 'o', OPTION_TEXT, "FILE", "the HTML file to make", &out},
        {"comparison", 0, OPTION_TEXT, "H5", "results.h5 of 'collegium compare'",
         &options.comparison},
        {"min-group", 0, OPTION_TEXT, "N", "show no fewer people than N (5)",
         &options.min_group},
        {"school", 0, OPTION_LIST, "ID[,ID]",
         "a section on this school; may be given again", &schools},
        {"audience", 0, OPTION_TEXT, "WHO",
         "shared, or school: names people in the schools' own sections",
         &options.audience},
        {"blind", 0, OPTION_FLAG, NULL, "code names in place of schools' names",
         &options.blind},
        {"blind-key", 0, OPTION_TEXT, "FILE", "write which code is whose there",
         &options.blind_key},
        {"seed", 0, OPTION_TEXT, "TEXT", "another order of code names", &options.seed},
        {"data", 0, OPTION_TEXT, "DIR", "the page's tables as CSV, too", &options.data},
        {"force", 'f', OPTION_FLAG, NULL, "replace an earlier report", &options.force},
        {"quiet", 'q', OPTION_FLAG, NULL, "print nothing but errors", &is_quiet},
        {NULL, 0, OPTION_FLAG, NULL, NULL, NULL}};
    const struct command_line line = {usage, about, examples, specs, &results, 1, 1};

    switch (parse_command_line(&line, argc, argv)) {
    case PARSED:
        options.schools = schools.items;
        options.school_count = schools.count;
        return report(results, out, &options, is_quiet);
    case HELP_SHOWN: return EXIT_FINE;
    case PARSE_FAILED: break;
    }
    return EXIT_USAGE;
}
