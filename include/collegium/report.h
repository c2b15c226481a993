/**
 * @file collegium/report.h
 * @brief A report that people want to read, made from results.
 *
 * One HTML file that explains itself: what the data cover, where each school stands and
 * is heading, what differs beyond chance, how it was computed. It asks for nothing from
 * elsewhere, is complete without its script, and can be mailed, archived and printed.
 *
 * Nothing in it is about a single person. Numbers from 1 to 4 people, shares that stand
 * for them, and what they could be worked out from are not shown. The one exception is
 * asked for by name: a report that is for the people of a school themselves.
 */
#ifndef COLLEGIUM_REPORT_H
#define COLLEGIUM_REPORT_H

#include "collegium/error.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What else goes into a report; text as a user writes it, NULL if not given. */
typedef struct clg_report_options {
    const char *comparison; /**< results.h5 of clg_compare(), of the same schools */
    const char *min_group;  /**< numbers of people below are not shown: 5 to 1000 (5) */
    const char *const *schools; /**< each a school or "A,B": they get a section each */
    int school_count;
    /**
     * shared (default), or school: the sections of the schools named by @p schools say
     * who is who and show small numbers; all else is as in a shared report. The file is
     * for its owner alone (mode 0600), and its first paragraph says not to pass it on.
     */
    const char *audience;
    /**
     * Schools appear as "School 01" and so on, in an order that has nothing to do with
     * their names: it is drawn by the results themselves, which a reader of the report
     * does not have. Title, settings, events and files with names of their own are left
     * out. @p schools are still given by their names.
     */
    bool blind;
    const char *blind_key; /**< a CSV file to make, mode 0600: which code is whose */
    const char *seed;      /**< any text: another order of code names */
    const char *data;      /**< a folder to make, with the page's tables as CSV */
    bool force;            /**< replace earlier files and folders */
} clg_report_options;

/**
 * Makes a report.
 *
 * @param results  results.h5 of clg_run()
 * @param out      the HTML file to make; it appears complete or not at all
 * @param options  what else; NULL takes the defaults
 * @param[out] err details on failure; may be NULL
 * The tables in the folder have the cells of the page and no others: what is held back
 * there is held back here.
 *
 * @retval CLG_ERROR_ARGUMENT  min_group is no number up to 1000
 * @retval CLG_ERROR_PRIVACY   min_group is below 5, the floor of what is shared;
 *                             people are to be named without saying for which school,
 *                             or where schools are not, or in tables to share
 * @retval CLG_ERROR_SCHEMA    a file is not collegium's, of another version, damaged,
 * or without the tables of a run or of a comparison;
 *                             a comparison of schools that are not in the results;
 *                             a school asked for that is not in them
 * @retval CLG_ERROR_IO        a file is missing, in the way, or can't be written
 * @retval CLG_ERROR_MEMORY    memory ran out
 *
 * What the results lack is said in the report: one school, one window, no stages and no
 * comparison are no errors. The same results and build give the same bytes. Time and
 * memory O(schools * windows).
 */
CLG_API CLG_NODISCARD clg_status clg_report(const char *results, const char *out,
                                            const clg_report_options *options,
                                            clg_error *err);

#ifdef __cplusplus
}
#endif

#endif
