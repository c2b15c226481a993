/* A network of schools as it is compared: measures of schools in windows and over the
 * whole period, and every measure compared where it has a sampling model.
 *
 * Windows are 0 ... window_count - 1 in time, and window_count is the whole period. */
#ifndef CLG_COMPARE_NETWORK_H
#define CLG_COMPARE_NETWORK_H

#include "base/text.h"
#include "collegium/monitor.h"
#include "compare/comparison.h"

/* Whom a value of a measure counts. */
typedef enum clg_head_count {
    CLG_COUNTS_NOBODY,
    CLG_COUNTS_PEOPLE,  /* the value is a number of people, */
    CLG_COUNTS_SHARE,   /* or a share of the people, */
    CLG_COUNTS_ISOLATES /* or tells how many met nobody */
} clg_head_count;

/* One measure; numbers are NaN where missing. */
typedef struct clg_network_measure {
    clg_estimate_family family;
    clg_head_count counts;
    const char *varies;    /* in a word, static; for readers */
    double *series;        /* [school * window_count + window] as measured */
    double *value, *scale; /* [window * school_count + school] of comparison.h, the
                              period last; NULL with CLG_ESTIMATES_NONE */
} clg_network_measure;

/* Where somebody who knows a school lets its charts begin anew. */
typedef struct clg_rebase {
    uint32_t school, measure; /* CLG_ALL_MEASURES: all of them */
    uint32_t window;          /* the first of the new phase */
} clg_rebase;

#define CLG_ALL_MEASURES UINT32_MAX

typedef struct clg_network_data {
    clg_texts schools, measures;
    clg_texts windows; /* names, the last is that of the period */
    uint32_t school_count, measure_count, window_count;
    clg_network_measure *of; /* [measure] */
    clg_texts size_names;
    double *sizes[CLG_MOST_SIZES]; /* [window * school_count + school] */
    double *people;                /* the same, n; NULL: unknown */
    clg_rebase *rebases;           /* by school; NULL: none */
    size_t rebase_count;
} clg_network_data;

/* Where the phase of a chart ends that begins in a window: the next one begins there,
 * or there are no windows left. O(log rebases + those of the school). */
uint32_t clg_network_phase_end(const clg_network_data *data, uint32_t measure,
                               uint32_t school, uint32_t begin);

/* Room for measures and their series; schools, measures and windows are filled. A
 * measure with a family has room for its estimates too. All numbers are NaN.
 * CLG_ERROR_MEMORY. */
clg_status clg_network_data_init(clg_network_data *data, clg_error *err) CLG_NODISCARD;
/* A row of [window * school_count + school], NaN; NULL and CLG_ERROR_MEMORY. */
double *clg_network_data_row(const clg_network_data *data,
                             clg_error *err) CLG_NODISCARD;
clg_status clg_network_data_room(clg_network_data *data, uint32_t measure,
                                 clg_estimate_family family,
                                 clg_error *err) CLG_NODISCARD;
void clg_network_data_clear(clg_network_data *data);

/* How a measure in a window came out. */
typedef enum clg_set_status {
    CLG_SET_COMPARED,
    CLG_SET_HOMOGENEOUS, /* no spread beyond chance */
    CLG_SET_EMPTY,       /* no school has a value */
    CLG_SET_SINGLE,      /* one school has: nobody to compare it with */
    CLG_SET_NO_EVENTS,   /* nothing ever happened, or always */
    CLG_SET_NO_ERROR,    /* no school has a standard error there */
    CLG_SET_NO_MODEL,    /* the measure is not compared */
    CLG_SET_HIDDEN,      /* network_hide.h */
    CLG_SET_STATUS_COUNT
} clg_set_status;

/* "compared", "homogeneous", "empty", "single", "no_events", "no_error", "no_model",
 * "suppressed". */
const char *clg_set_status_name(clg_set_status status);

/* One measure in one window. */
typedef struct clg_compared_set {
    uint32_t measure, window;
    clg_set_status status;
    clg_comparison result; /* without schools with EMPTY, NO_ERROR and NO_MODEL */
} clg_compared_set;

typedef struct clg_compared_network {
    clg_compared_set *sets; /* by measure, then by window */
    size_t set_count;
} clg_compared_network;

typedef struct clg_network_options {
    clg_comparison_options comparison;
    uint32_t first_window, last_window; /* compared; the period is window_count */
    int threads;                        /* 0: as many as there are */
    const clg_monitor *monitor;
} clg_network_options;

/* Every measure in every window from the first to the last. To be cleared also after a
 * failure. The same bits for any number of threads. CLG_ERROR_ARGUMENT as
 * clg_comparison_make; CLG_ERROR_MEMORY; CLG_ERROR_INTERRUPTED. */
clg_status clg_network_compare(const clg_network_data *data,
                               const clg_network_options *options,
                               clg_compared_network *compared,
                               clg_error *err) CLG_NODISCARD;
void clg_compared_network_clear(clg_compared_network *compared);

#endif
