/* The network that is to be compared, from a file.
 *
 * Of a results file every measure of schools is offered; how it varies by chance is
 * measures/variation.h's to say. Standard errors come from the bootstrap's intervals,
 * and z values from the nulls, in /significance: both are of the whole period. Sizes
 * are people, meetings and mean_meeting_size. */
#ifndef CLG_RUN_COMPARE_READ_H
#define CLG_RUN_COMPARE_READ_H

#include "compare/network_changes.h"
#include "compare/network_cycles.h"
#include "results/table.h"
#include "run/compare_request.h"

/* Name of the whole period among the windows. */
#define CLG_PERIOD "period"

/* The two kinds of file. *times: of the windows, [window] a number or days since 1970,
 * the caller's; NULL if their names are no times. Errors as clg_compare(). All are to
 * be cleared also after a failure. */
clg_status clg_compare_read_csv(const char *path, const clg_compare_request *request,
                                clg_network_data *data, double **times,
                                clg_error *err) CLG_NODISCARD;
clg_status clg_compare_read_results(const char *path,
                                    const clg_compare_request *request,
                                    clg_network_data *data, double **times,
                                    clg_error *err) CLG_NODISCARD;

/* Events of schools: a change begins in the first window that begins on its day or
 * later; before the first window it is always there, after the last never. Of several
 * with one label in a school the first counts. */
clg_status clg_compare_read_events(const char *path, const clg_network_data *data,
                                   const double *times, clg_change_starts *changes,
                                   clg_error *err) CLG_NODISCARD;

/* Where charts begin anew: the columns school, window (a name as in the data) and, if
 * not all measures do, measure. CLG_ERROR_PARSE: none of that name, with the nearest as
 * a hint. */
clg_status clg_compare_read_rebase(const char *path, clg_network_data *data,
                                   clg_error *err) CLG_NODISCARD;

/* What happened, as a run tells it: its tables /event and /cycle_step, without columns
 * where nothing did, and the day that the study ends. */
typedef struct clg_compare_history {
    const clg_table *event, *cycle_step;
    double end;
} clg_compare_history;

/* Steps of cycles; and events as changes, as above, unless `changes` is NULL. Labels
 * that name a step of a cycle are no changes, and of the others those are kept that
 * began after the first window, and not after the last, in two schools or more.
 * CLG_ERROR_SCHEMA: the tables don't fit the data; CLG_ERROR_MEMORY. */
clg_status clg_compare_take_history(const clg_compare_history *history,
                                    const char *path, const clg_network_data *data,
                                    const double *times, clg_change_starts *changes,
                                    clg_network_cycles *cycles,
                                    clg_error *err) CLG_NODISCARD;
/* The same from a results file. */
clg_status clg_compare_read_history(const char *path, const clg_network_data *data,
                                    const double *times, clg_change_starts *changes,
                                    clg_network_cycles *cycles,
                                    clg_error *err) CLG_NODISCARD;

#endif
