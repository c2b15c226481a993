/* The options that run, ingest, measure and check have in common. */
#ifndef CLG_CLI_STUDY_OPTIONS_H
#define CLG_CLI_STUDY_OPTIONS_H

#include "cli/options.h"
#include "cli/progress.h"

#include "collegium/run.h"

struct study_options {
    clg_run_options run;
    const char *out;
    const char *progress_style;
    bool quiet, json;
    struct progress progress;
};

#define STUDY_OPTIONS_INIT                                                             \
    {                                                                                  \
        CLG_RUN_OPTIONS_INIT, NULL, "auto", false, false,                              \
        {                                                                              \
            0                                                                          \
        }                                                                              \
    }

/* Rows of an option table; `o` is a struct study_options. */
#define OPTION_OUT(o, what)                                                            \
    {                                                                                  \
        "out", 'o', OPTION_TEXT, "OUT", what, &(o).out                                 \
    }
#define OPTIONS_OF_READING(o)                                                          \
    {"data",                                                                           \
     0,                                                                                \
     OPTION_TEXT,                                                                      \
     "DIR",                                                                            \
     "where the study's input files are",                                              \
     &(o).run.choices.data},                                                           \
        {"time-zone",                                                                  \
         0,                                                                            \
         OPTION_TEXT,                                                                  \
         "ZONE",                                                                       \
         "of times without an offset",                                                 \
         &(o).run.choices.time_zone},                                                  \
        {"max-bad",                                                                    \
         0,                                                                            \
         OPTION_TEXT,                                                                  \
         "SHARE",                                                                      \
         "bad rows tolerated in a file (1%)",                                          \
         &(o).run.choices.max_bad},                                                    \
    {                                                                                  \
        "strict", 0, OPTION_FLAG, NULL, "stop at the first bad row",                   \
            &(o).run.choices.strict                                                    \
    }
#define OPTIONS_OF_WINDOWS(o)                                                          \
    {"window",                                                                         \
     0,                                                                                \
     OPTION_TEXT,                                                                      \
     "W",                                                                              \
     "month (default), week, quarter, terms, or 14d",                                  \
     &(o).run.choices.window},                                                         \
        {"step",                                                                       \
         0,                                                                            \
         OPTION_TEXT,                                                                  \
         "W",                                                                          \
         "distance of window starts (the window)",                                     \
         &(o).run.choices.step},                                                       \
    {                                                                                  \
        "seed", 0, OPTION_TEXT, "N", "of everything random (1)", &(o).run.choices.seed \
    }
#define OPTIONS_OF_MEASURES(o)                                                         \
    {"projection",                                                                     \
     0,                                                                                \
     OPTION_TEXT,                                                                      \
     "P",                                                                              \
     "newman (default), count, minutes, jaccard or ochiai",                            \
     &(o).run.choices.projection},                                                     \
        {"half-life",                                                                  \
         0,                                                                            \
         OPTION_TEXT,                                                                  \
         "DAYS",                                                                       \
         "after which a meeting counts half (none)",                                   \
         &(o).run.choices.half_life},                                                  \
        {"measures",                                                                   \
         0,                                                                            \
         OPTION_TEXT,                                                                  \
         "LIST",                                                                       \
         "ids such as density,isolates; default; all",                                 \
         &(o).run.choices.measures},                                                   \
        {"strata",                                                                     \
         0,                                                                            \
         OPTION_TEXT,                                                                  \
         "COLS",                                                                       \
         "columns of people.csv such as role,department; none",                        \
         &(o).run.choices.strata},                                                     \
        {"resample",                                                                   \
         0,                                                                            \
         OPTION_TEXT,                                                                  \
         "R[,W]",                                                                      \
         "shuffled copies of a school (199), of a window (0)",                         \
         &(o).run.choices.resample},                                                   \
    {                                                                                  \
        "interval", 0, OPTION_TEXT, "C", "coverage of intervals (95%), or none",       \
            &(o).run.choices.interval                                                  \
    }
#define OPTIONS_OF_RUNNING(o)                                                          \
    {"jobs", 'j', OPTION_COUNT, "N", "processes and threads (auto)", &(o).run.jobs},   \
        {"quiet", 'q', OPTION_FLAG, NULL, "print nothing but errors", &(o).quiet},     \
        {"progress",         0, OPTION_TEXT, "HOW", "auto, plain, json or none",       \
         &(o).progress_style},                                                         \
    {                                                                                  \
        "json", 0, OPTION_FLAG, NULL, "print one JSON document", &(o).json             \
    }
#define OPTION_FORCE(o)                                                                \
    {                                                                                  \
        "force", 'f', OPTION_FLAG, NULL, "replace an earlier result", &(o).run.force   \
    }
#define OPTION_STAMP(o)                                                                \
    {                                                                                  \
        "stamp", 0, OPTION_FLAG, NULL, "keep the moment and timings in run.json",      \
            &(o).run.stamp                                                             \
    }
#define OPTION_NO_REPORT(o)                                                            \
    {                                                                                  \
        "no-report", 0, OPTION_FLAG, NULL, "make no report.html", &(o).run.no_report   \
    }
#define OPTIONS_END                                                                    \
    {                                                                                  \
        NULL, 0, OPTION_FLAG, NULL, NULL, NULL                                         \
    }

/* The rows that begin and end the table of a command that makes a folder of results;
 * the former returns where the rows between them go. */
struct option_spec *study_options_list_out(struct study_options *options,
                                           struct option_spec *list);
void study_options_list_running(struct study_options *options,
                                struct option_spec *list);

/* Checks --progress and prepares the monitor; false after a complaint. */
bool study_options_ready(struct study_options *options);
/* The same for a command that needs --out. */
bool study_options_out_ready(struct study_options *options);

/* Prints the summary (or the error) as asked for; returns the exit code. */
int study_options_finish(struct study_options *options, clg_status status,
                         clg_summary *summary, const clg_error *error);

#endif
