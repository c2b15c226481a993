/**
 * @file collegium/report.h
 * @brief A report that people want to read, made from results.
 *
 * One HTML file that explains itself: what the data cover, where each school stands and
 * is heading, what differs beyond chance, how it was computed. It asks for nothing from
 * elsewhere, is complete without its script, and can be mailed, archived and printed.
 *
 * Nothing in it is about a single person. Numbers from 1 to 4 people, shares that stand
 * for them, and what they could be worked out from are not shown.
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
    bool force;             /**< replace an earlier file */
} clg_report_options;

/**
 * Makes a report.
 *
 * @param results  results.h5 of clg_run()
 * @param out      the HTML file to make; it appears complete or not at all
 * @param options  what else; NULL takes the defaults
 * @param[out] err details on failure; may be NULL
 * @retval CLG_ERROR_ARGUMENT  min_group is no number up to 1000
 * @retval CLG_ERROR_PRIVACY   min_group is below 5: the floor of what is shared
 * @retval CLG_ERROR_SCHEMA    a file is not collegium's, of another version, damaged,
 * or without the tables of a run or of a comparison;
 *                             a comparison of schools that are not in the results
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
