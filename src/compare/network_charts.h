/* A chart of every school and measure over the windows, with the number of charts that
 * would have a signal by chance in a network where nothing changes. */
#ifndef CLG_COMPARE_NETWORK_CHARTS_H
#define CLG_COMPARE_NETWORK_CHARTS_H

#include "compare/charts/chart.h"
#include "compare/network.h"

/* Of a chart in phases (clg_rebase) the numbers are those of the latest that has
 * points; rules are all that hold in any. */
typedef struct clg_network_chart {
    uint32_t measure, school;
    uint32_t phases, begin; /* begin: the first window of the latest */
    double by_chance;       /* share of stable charts of so many points with a signal */
    clg_chart chart;
} clg_network_chart;

/* Of charts in more than one phase. */
typedef struct clg_network_phase {
    uint32_t measure, school, number, begin, end;
    clg_chart chart;
} clg_network_phase;

typedef struct clg_network_signal {
    uint32_t measure, school;
    clg_chart_signal signal;
} clg_network_signal;

/* What was found, beside what to expect. */
typedef struct clg_signal_tally {
    uint32_t charts, signals; /* with a point off the centre; of them with a signal */
    double by_chance;
} clg_signal_tally;

typedef struct clg_network_charts {
    clg_chart_options options;
    clg_network_chart
        *charts; /* by measure, then school; those without points left out */
    size_t chart_count;
    clg_network_signal *signals; /* in the same order */
    size_t signal_count, signal_room;
    clg_network_phase *phases; /* in the same order, then by time; those without points
                                  left out */
    size_t phase_count, phase_room;
    clg_signal_tally *tallies; /* [measure] */
    clg_signal_tally all;
} clg_network_charts;

/* To be cleared also after a failure. seed: of the simulated stable charts.
 * CLG_ERROR_ARGUMENT: an unknown set of rules; CLG_ERROR_MEMORY. O(cells log windows).
 */
clg_status clg_network_chart_all(const clg_network_data *data,
                                 const clg_chart_options *options, uint64_t seed,
                                 clg_network_charts *charts,
                                 clg_error *err) CLG_NODISCARD;
void clg_network_charts_clear(clg_network_charts *charts);

#endif
