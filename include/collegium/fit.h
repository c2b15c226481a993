/**
 * @file collegium/fit.h
 * @brief Stages of development, fitted to a panel of schools by windows.
 *
 * A hidden Markov model is fitted to all schools at once; its states are stages, told
 * apart by the order in which they can follow one another, never by sorting means. For
 * every school and window it gives the probability of each stage, for every school the
 * stage it is in, since when, which comes next and when, each with what is uncertain
 * about it. Wording: a school's logs are consistent with a stage; no diagnosis.
 *
 * The folder that clg_fit() makes holds
 *
 *     trajectory.csv  school, window: stage, p_1 .. p_K, energy, visibility, outlier_z
 *     schools.csv     school: current stage, since when, next stage, class, entries
 *     forecast.csv    school, windows ahead: probabilities of stages, indicators
 *     curve.csv       school, window: the smoothed energy curve; `population` for all
 *     changes.csv     change-points of the energy curve beside the entries into stages
 *     transitions.csv moves between stages: probability with interval, what goes with
 * it model.json      the model: parameters, criteria, starts, history, flags results.h5
 * all of it under /trajectory
 *
 * Rabiner (1989), Proc. IEEE 77:257; Wenger, McDermott & Snyder (2002), ch. 4 and 5.
 */
#ifndef COLLEGIUM_FIT_H
#define COLLEGIUM_FIT_H

#include "collegium/error.h"
#include "collegium/monitor.h"
#include "collegium/run.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Most texts in a ::clg_fit_options list. */
enum { CLG_FIT_LIST_ROOM = 64 };

/** Texts given one by one; lists in one text are separated by commas. */
typedef struct clg_fit_list {
    const char *items[CLG_FIT_LIST_ROOM];
    int count;
} clg_fit_list;

/** What to fit and how; text as a user writes it, NULL if not given. */
typedef struct clg_fit_options {
    const char *stages;     /**< wenger (default), lifecycle, or a number of 1 to 8 */
    const char *topology;   /**< bakis1, bakis2, regress, renew, cyclic, ergodic, or
                               several joined by + */
    const char *indicators; /**< columns such as energy,visibility; NULL: all numbers of
                               a CSV, the default set of results.h5 */
    clg_fit_list
        emissions; /**< COLUMN=FAMILY: normal, poisson, negbin, gamma, binomial,
                      betabinomial, categorical, hurdle (-poisson, -negbin, -gamma) */
    clg_fit_list exposures;    /**< COLUMN for all counts, or INDICATOR=COLUMN; of a
                                  binomial, the number of trials */
    const char *covariates;    /**< columns that may go with moving on */
    const char *energy;        /**< weights of the energy index such as rate:2,ties:1 */
    const char *visibility;    /**< weights of the visibility index */
    const char *anchor;        /**< indicator whose means may not fall before the last
                                  stage; none (default) */
    const char *classes;       /**< number of trajectory classes, 1 */
    const char *select_stages; /**< numbers of stages to compare, such as 2:7 */
    const char *durations; /**< geometric (default), negbin, poisson, weibull, free */
    bool continuous;       /**< windows are times, the gaps between them differ */
    const char *event;     /**< with continuous: a column that is 1 where the last
                              stage was entered at just that time */
    const char *groups;    /**< group-based trajectories of the energy index: most
                              groups tried, 0 = none (default) */
    const char *bootstrap; /**< replicates of the school bootstrap, or simulated:N of
                              the parametric one; 0 (default): errors by sandwich */
    const char *horizon;   /**< windows ahead of the forecast, 12 */
    const char *starts;    /**< starting values tried, 20 */
    const char *max_iterations; /**< evaluations of a start, 1000 */
    const char *tolerance;      /**< relative change at which to stop, 1e-9 */
    const char *seed;           /**< of everything random, 1 */
    const char *start;          /**< start.json with starting values */
    bool parity; /**< maximum likelihood without priors, exactly max_iterations from the
                    starting values: for comparison with other software */
    const char *plot;         /**< also draw the diagram of stages into this SVG */
    const char *plot_schools; /**< schools drawn in it; NULL: none, the population */
    const char *checkpoint;   /**< file to save progress to and to go on from */
    int jobs;                 /**< threads, at most 1024; 0: all there are */
    bool force;               /**< replace an earlier result */
    clg_monitor monitor;      /**< progress and cancelling; may be all NULL */
} clg_fit_options;

/**
 * Fits stages of development to a panel and writes a folder of results.
 *
 * @param panel    results.h5 of clg_run(), or a CSV with the columns school, window and
 *                 one a indicator; an empty cell is missing
 * @param out      the folder to make
 * @param options  what and how; NULL takes the defaults
 * @param[out] summary  what was fitted, in words; the caller's, to be freed with
 *                 clg_summary_free(); NULL on failure
 * @param[out] err details on failure; may be NULL
 * @retval CLG_ERROR_ARGUMENT     an option that can't be understood, more than 8
 * stages, an unknown family, fewer windows than parameters allow
 * @retval CLG_ERROR_PARSE        bad input, with file, line and column: a text where a
 *                                number should be, a negative or fractional count, a
 *                                school and window that occur twice
 * @retval CLG_ERROR_SCHEMA       a column is missing, or the file is not collegium's
 * @retval CLG_ERROR_IO           a file is missing, in the way, or can't be written
 * @retval CLG_ERROR_INTERRUPTED  the monitor asked to stop; with a checkpoint the same
 *                                call goes on from there and gives the same bytes
 * @retval CLG_ERROR_MEMORY       memory ran out
 *
 * The same panel, options and build give the same bytes, whatever the number of
 * threads. Time O(iterations * windows * K * (K + D)) for K stages and D indicators.
 */
CLG_API CLG_NODISCARD clg_status clg_fit(const char *panel, const char *out,
                                         const clg_fit_options *options,
                                         clg_summary **summary, clg_error *err);

#ifdef __cplusplus
}
#endif

#endif
