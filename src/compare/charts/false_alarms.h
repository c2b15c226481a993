/* What a stable network looks like to a set of rules: the signals that chance makes.
 *
 * Each chart of a school whose process does not change still has its share of false
 * signals, and with thousands of schools these are many: a report prints the number to
 * expect beside the number found. The share depends on the length of the series, on the
 * rules, and on how many points the limits rest on; it is found by simulation of
 * independent normal values, charted as the real ones are. Its standard error is at
 * most .005 with the default of 10,000 series. Spec: trajectories, 3.6. */
#ifndef CLG_COMPARE_CHARTS_FALSE_ALARMS_H
#define CLG_COMPARE_CHARTS_FALSE_ALARMS_H

#include "collegium/error.h"

#include "compare/charts/signal.h"

typedef struct clg_false_alarm_options {
    clg_rule_set rules;
    uint32_t baseline;   /* as of the charts; 0: all points */
    bool is_unscreened;  /* as of XmR charts */
    uint32_t replicates; /* series simulated for each length, at least 1 */
    uint64_t seed;
} clg_false_alarm_options;

#define CLG_FALSE_ALARM_OPTIONS_INIT                                                   \
    {                                                                                  \
        .rules = CLG_RULES_ANHOEJ, .replicates = 10000, .seed = 1                      \
    }

/* Of stable charts of one length. */
typedef struct clg_false_alarm {
    double share; /* of charts with a signal of any rule (reviews are none) */
    double by_rule[CLG_RULE_COUNT]; /* [i] of charts with rule 1 << i */
    double points;                  /* points with a signal, per chart */
} clg_false_alarm;

/* The rates of one set of rules, found when first asked for and kept by length. To be
 * used by one thread at a time. */
typedef struct clg_false_alarms {
    clg_false_alarm_options options;
    uint32_t most_points;
    clg_false_alarm *rates; /* [n], n = 0 ... most_points */
    bool *is_known;         /* [n] */
    double *series, *room;  /* private */
    clg_signal *signals;    /* private */
} clg_false_alarms;

/* For series of up to most_points points. To be cleared also after a failure.
 * CLG_ERROR_ARGUMENT: no replicates, an unknown set; CLG_ERROR_MEMORY. */
clg_status clg_false_alarms_init(clg_false_alarms *alarms, uint32_t most_points,
                                 const clg_false_alarm_options *options,
                                 clg_error *err) CLG_NODISCARD;
void clg_false_alarms_clear(clg_false_alarms *alarms);

/* Of charts with `points` observed points, at most most_points. The same for the same
 * options, whatever was asked before. O(replicates * points) the first time. */
const clg_false_alarm *clg_false_alarms_of(clg_false_alarms *alarms, uint32_t points);

#endif
