/**
 * @file collegium/compare.h
 * @brief Schools compared with one another, and each with its own past.
 *
 * Every school's value is a mixture of what it is like, of its size, and of luck. What
 * size explains is taken off, what chance explains is shrunk away, and only what is
 * left is judged; raw values are never ranked. Over time each school is charted against
 * itself, with the number of signals beside it that chance alone would make. Where
 * something began at a known time, its effect is estimated.
 *
 * The folder that clg_compare() makes holds
 *
 *     comparison.csv      school, window, measure: shrunk, intervals, ranks, p, q, flag
 *     measures.csv        measure, window: how schools are spread, limits, flags
 *     charts.csv          school, measure: centre, limits, runs
 *     signals.csv         school, measure, rule that holds
 *     effects.csv         change, measure: what it did (with events)
 *     school_effects.csv  change, measure, school
 *     cycles.csv          school, improvement cycle: how it went (where there are any)
 *     cycle_effects.csv   school, cycle, measure: what came after it began
 *     phases.csv          school, measure, phase of a chart that was let begin anew
 *     compare.json        options, pools, signals found and expected by chance
 *     results.h5          all of it under /comparison
 *
 * Efron & Morris (1975), JASA 70:311; Spiegelhalter (2005), Stat. Med. 24:1185;
 * Goldstein & Spiegelhalter (1996), JRSS A 159:385; Anhoej & Olesen (2014), PLoS ONE
 * 9:e113825; Callaway & Sant'Anna (2021), J. Econom. 225:200.
 */
#ifndef COLLEGIUM_COMPARE_H
#define COLLEGIUM_COMPARE_H

#include "collegium/error.h"
#include "collegium/monitor.h"
#include "collegium/run.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What to compare and how; text as a user writes it, NULL if not given. */
typedef struct clg_compare_options {
    const char *measures; /**< ids such as density,isolates; NULL: all in the file */
    const char *window;   /**< period, all, or the name of one window; NULL: the period,
                             or if the file has none the last window */
    const char *family; /**< of a CSV: normal, gamma-poisson or beta-binomial; NULL: by
                           its columns */
    const char *tau2;   /**< variance between schools, of estimates: pm (default), dl,
                           reml, ml or he */
    const char *limits; /**< of funnels: consistent (default), winsorised, truncated,
                           reml, exact */
    const char *rules;  /**< of charts: anhoej (default), nhs or ihi */
    const char
        *baseline;      /**< points that centre and limits of charts rest on; 0: all */
    const char *events; /**< changes: a CSV with the columns school, time and label;
                           NULL: the events of the run, those of which a label began in
                           two schools or more */
    const char *draws;  /**< of the rank intervals, 1000 */
    const char *bootstrap; /**< replicates over schools, of effects, 199 */
    const char *seed;      /**< of everything random, 1 */
    const char
        *min_group;      /**< of results: make tables that may be handed on, without
                            numbers of people below it, 5 to 1000; NULL: all numbers */
    const char *rebase;  /**< where charts begin anew: a CSV with the columns school,
                            window and, if not all measures do, measure */
    bool no_events;      /**< leave out the events and cycles of a run */
    bool unadjusted;     /**< leave in what size explains */
    int jobs;            /**< threads, at most 1024; 0: all there are */
    bool force;          /**< replace an earlier result */
    clg_monitor monitor; /**< progress and cancelling; may be all NULL */
} clg_compare_options;

/**
 * Compares schools and writes a folder of results.
 *
 * @param panel    results.h5 of clg_run(); or a CSV with the column school and estimate
 *                 and se, or events and exposure, or successes and trials, and if
 * wanted measure, window, and the sizes n, meetings and mean_meeting_size; an empty
 * cell is missing
 * @param out      the folder to make
 * @param options  what and how; NULL takes the defaults
 * @param[out] summary  what was found, in words; the caller's, to be freed with
 *                 clg_summary_free(); NULL on failure
 * @param[out] err details on failure; may be NULL
 * @retval CLG_ERROR_ARGUMENT     an option that can't be understood, a measure or
 * window that the file lacks, with the nearest one as a hint
 * @retval CLG_ERROR_PARSE        bad input, with file, line and column: a text where a
 *                                number should be, a negative standard error or count,
 *                                more successes than trials, a row that occurs twice,
 * an event of an unknown school or time, a restart of an unknown school, window or
 * measure
 * @retval CLG_ERROR_SCHEMA       a column is missing, or the file is not collegium's
 * @retval CLG_ERROR_IO           a file is missing, in the way, or can't be written
 * @retval CLG_ERROR_INTERRUPTED  the monitor asked to stop; nothing is left behind
 * @retval CLG_ERROR_MEMORY       memory ran out
 *
 * The same input, options and build give the same bytes, whatever the number of
 * threads. One school, schools that do not differ, standard errors of 0 and measures
 * without a sampling model are no errors: the tables say so. Time O(measures * windows
 * * (schools^2 + draws * schools * log schools)).
 */
CLG_API CLG_NODISCARD clg_status clg_compare(const char *panel, const char *out,
                                             const clg_compare_options *options,
                                             clg_summary **summary, clg_error *err);

#ifdef __cplusplus
}
#endif

#endif
