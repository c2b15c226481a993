/* One school's series charted by any of the sets of rules, and its signals in a list.
 *
 * Anhoej's and the IHI's rules speak of a run chart about the median (run_chart.h), the
 * NHS's of an XmR chart about the mean (xmr.h). */
#ifndef CLG_COMPARE_CHARTS_CHART_H
#define CLG_COMPARE_CHARTS_CHART_H

#include "compare/charts/signal.h"

typedef struct clg_chart_options {
    clg_rule_set rules;
    uint32_t baseline; /* centre and limits rest on the first so many points; 0: all */
} clg_chart_options;

/* Numbers that the set of rules does not use are NaN, counts 0. */
typedef struct clg_chart {
    uint32_t points; /* observed */
    uint32_t useful; /* of a run chart: not on the median; of an XmR chart with limits
                        all; 0: such a series has no signals */
    double centre, lower, upper;
    uint32_t longest_run, longest_run_most; /* of a run chart, as in run_chart.h */
    uint32_t crossings, crossings_least;
    double autocorrelation; /* of an XmR chart */
    unsigned rules;         /* all that hold; those for review too */
    bool is_short;          /* too few points to tell much */
} clg_chart;

/* What makes a person look: reviews are none. */
bool clg_chart_has_signal(const clg_chart *chart);

/* Marks the signals [length] too; room is for length doubles. O(n log n). */
clg_chart clg_chart_of(const double *values, uint32_t length,
                       const clg_chart_options *options, clg_signal *signals,
                       double *room);

/* A rule that holds, on one side. */
typedef struct clg_chart_signal {
    unsigned rule;
    int side; /* -1 below or falling, 1 above or rising, 0 the whole chart */
    uint32_t first, last; /* windows; of a whole chart its first and last point */
    uint32_t points;      /* with it; of a whole chart all */
} clg_chart_signal;

enum { CLG_CHART_SIGNAL_ROOM = 2 * CLG_RULE_COUNT };

/* By rule, the low side first. Returns how many; list has CLG_CHART_SIGNAL_ROOM. */
uint32_t clg_chart_list_signals(const clg_chart *chart, const double *values,
                                uint32_t length, const clg_signal *signals,
                                clg_chart_signal *list);

#endif
