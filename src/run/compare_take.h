/* The network that is to be compared, out of tables of results: those of a run that are
 * still in memory, or the same read back from a results file. */
#ifndef CLG_RUN_COMPARE_TAKE_H
#define CLG_RUN_COMPARE_TAKE_H

#include "measures/variation.h"
#include "results/table.h"
#include "run/compare_request.h"

enum { CLG_COMPARE_SIZE_COUNT = 3 };
/* The measures that say how large a school is. */
extern const char *const clg_compare_sizes[CLG_COMPARE_SIZE_COUNT];

typedef struct clg_compare_source {
    const char *path; /* what errors call it */
    const clg_table *school, *school_window;
    const clg_table *significance; /* without columns: there are no intervals */
    double coverage;               /* of its intervals */
} clg_compare_source;

/* The measures to compare, out of the columns that the two tables have, in the order of
 * the registry. CLG_ERROR_ARGUMENT: one that was asked for is not there;
 * CLG_ERROR_SCHEMA: none is; CLG_ERROR_MEMORY. */
clg_status clg_compare_choose(const char *path, const clg_texts *in_period,
                              const clg_texts *in_windows,
                              const clg_compare_request *request, clg_texts *chosen,
                              clg_error *err) CLG_NODISCARD;
/* How a measure of schools varies, by its id. */
clg_variation clg_compare_variation_of(const char *id);

/* Fills the data, whose measures are chosen, from tables that have what these need.
 * *times as in compare_read.h. CLG_ERROR_SCHEMA: the tables don't fit together;
 * CLG_ERROR_PARSE: windows of no known order; CLG_ERROR_MEMORY. O(cells). */
clg_status clg_compare_take(const clg_compare_source *tables, clg_network_data *data,
                            double **times, clg_error *err) CLG_NODISCARD;

/* Both, from the tables of a run. */
clg_status clg_compare_from_tables(const clg_compare_source *tables,
                                   const clg_compare_request *request,
                                   clg_network_data *data, double **times,
                                   clg_error *err) CLG_NODISCARD;

#endif
