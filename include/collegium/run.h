/**
 * @file collegium/run.h
 * @brief The whole way from a folder of logs to results, and its single steps.
 *
 *     logs --clg_ingest_to_store()--> study.h5 --clg_measure_store()--> results
 *     logs ----------------------clg_run()----------------------------> results
 *
 * A result folder holds results.h5, tables/ *.csv with datapackage.json, run.json and
 * rejects.csv; where stages were fitted model.json, as clg_fit() makes it;
 * compare.json, as clg_compare() makes it with its defaults and the seed of the study;
 * and report.html, the page of clg_report(). It appears complete or not at all. The
 * same study, options and build give the same bytes in every file, whatever the number
 * of jobs.
 *
 * Every function fills a ::clg_summary that says what was read, what was set aside
 * and why, what was found and where it was written.
 */
#ifndef COLLEGIUM_RUN_H
#define COLLEGIUM_RUN_H

#include "collegium/error.h"
#include "collegium/monitor.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Choices that change results; text as a user writes it, NULL if not given. They win
 * over study.yaml. */
typedef struct clg_choices {
    const char *data;       /**< folder of the input files */
    const char *window;     /**< month, week, quarter, terms, or days such as 14d */
    const char *step;       /**< distance of window starts, written like a window */
    const char *time_zone;  /**< of times without an offset, such as Europe/Berlin */
    const char *max_bad;    /**< tolerated share of bad rows in a file, such as 1% */
    const char *seed;       /**< unsigned 64-bit number */
    const char *projection; /**< newman, count, minutes, jaccard or ochiai */
    const char *half_life;  /**< days after which a meeting counts half, or none */
    const char *measures;   /**< default, all, or ids such as density,isolates */
    const char *strata;     /**< columns of people.csv such as role,department; none */
    const char *resample;   /**< shuffled copies behind each null z, such as 199; 0;
                               199,19: 19 copies of every window too */
    const char *interval;   /**< coverage of intervals such as 95%, or none */
    bool strict;            /**< stop at the first bad row */
} clg_choices;

/** How to run. Start from ::CLG_RUN_OPTIONS_INIT. */
typedef struct clg_run_options {
    clg_choices choices;
    int jobs;            /**< processes (and threads), at most 1024; 0: all there are */
    bool force;          /**< replace an earlier result */
    bool stamp;          /**< record time of day, jobs and timings in run.json */
    bool no_report;      /**< leave out report.html */
    clg_monitor monitor; /**< progress and cancelling; may be all NULL */
} clg_run_options;

// clang-format off
#define CLG_RUN_OPTIONS_INIT {{NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false}, 0, false, false, false, {NULL, NULL, NULL}}
// clang-format on

/** What a step read, set aside, found and wrote. */
typedef struct clg_summary clg_summary;

/** For people: several lines, each ended by a newline. Borrowed from @p summary. */
CLG_API const char *clg_summary_text(const clg_summary *summary);
/** For programs: one JSON document with "schema_version". Borrowed from @p summary. */
CLG_API const char *clg_summary_json(const clg_summary *summary);
/** Schools whose worker was lost or whose measures failed; they are named in both. */
CLG_API uint32_t clg_summary_failed_schools(const clg_summary *summary);
/** Accepts NULL. */
CLG_API void clg_summary_free(clg_summary *summary);

/**
 * Reads the logs of a study, measures every school, window and person, fits stages of
 * development, compares the schools, writes results and a report. What there is too
 * little for (5 schools and 8 windows for stages, 2 schools to compare) is said in the
 * summary and in run.json, and is no error.
 *
 * @param study    a folder with the canonical CSV files or study.yaml, or a study.yaml
 * @param out      the folder to make
 * @param options  how to run; NULL takes the defaults
 * @param[out] summary  the caller's, to be freed with clg_summary_free(); NULL on
 * failure
 * @param[out] err details on failure; may be NULL
 * @retval CLG_ERROR_ARGUMENT     a choice that can't be understood
 * @retval CLG_ERROR_PARSE        bad input, with file, line and column
 * @retval CLG_ERROR_SCHEMA       a table lacks what it must have
 * @retval CLG_ERROR_IO           a file is missing, in the way, or can't be written
 * @retval CLG_ERROR_INTERRUPTED  the monitor asked to stop; nothing is left behind
 * @retval CLG_ERROR_MEMORY       memory ran out
 * @retval CLG_ERROR_DEPENDENCY   igraph or HDF5 failed
 * @retval CLG_ERROR_WORKER       no worker could be started
 *
 * A school whose worker crashes costs that school only: the call succeeds, the school
 * is in clg_summary_failed_schools() and its cells say "failed".
 *
 * Memory: the study's columns (12 to 26 bytes a log row) and the result tables.
 */
CLG_API CLG_NODISCARD clg_status clg_run(const char *study, const char *out,
                                         const clg_run_options *options,
                                         clg_summary **summary, clg_error *err);

/** The first step alone: logs to a study file. Parameters and errors as clg_run(). */
CLG_API CLG_NODISCARD clg_status clg_ingest_to_store(const char *study, const char *out,
                                                     const clg_run_options *options,
                                                     clg_summary **summary,
                                                     clg_error *err);

/** The second step alone: a study file made by clg_ingest_to_store() to results, the
 * same bytes as clg_run(). Of the choices, those about reading (data, time_zone,
 * max_bad, strict) are refused with CLG_ERROR_ARGUMENT, since the reading is done. */
CLG_API CLG_NODISCARD clg_status clg_measure_store(const char *study_store,
                                                   const char *out,
                                                   const clg_run_options *options,
                                                   clg_summary **summary,
                                                   clg_error *err);

/** Reads a study and writes nothing: what would be read, every bad row's place and
 * reason, and a coverage table of schools by windows. Errors as clg_run(), except that
 * bad rows are listed instead of stopping the reading. */
CLG_API CLG_NODISCARD clg_status clg_check(const char *study,
                                           const clg_run_options *options,
                                           clg_summary **summary, clg_error *err);

/** The catalogue of measures as text or JSON: all, or the one with this id; NULL and
 * CLG_ERROR_ARGUMENT if there is none. The caller releases it with clg_text_free(). */
CLG_API char *clg_catalogue_text(const char *id, bool as_json, clg_error *err);

/** An error as one JSON document; NULL if memory ran out. clg_text_free() releases. */
CLG_API char *clg_error_json(const clg_error *error);
/** The versions of collegium and its libraries, as JSON; as clg_error_json(). */
CLG_API char *clg_versions_json(void);
/** The version of the library, such as "0.1.0". */
CLG_API const char *clg_version(void);
CLG_API void clg_text_free(char *text);

#ifdef __cplusplus
}
#endif

#endif
