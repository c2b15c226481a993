/* The run chart: one school's series about its median.
 *
 * Points on the median are skipped; the others are useful. In a stable process each of
 * them falls above or below as a coin does, whatever the distribution of the measure.
 *
 * Anhoej rules: a signal is a longest run above round(log2 n) + 3, or crossings of the
 * median below the 5 % quantile of Binomial(n - 1, 1/2), n useful points. Their
 * false-signal rate stays near 5 % for any length, which makes them the ones for
 * screening many schools. Anhoej & Olesen 2014, PLoS ONE 9:e113825; Anhoej 2015, PLoS
 * ONE 10:e0121349.
 *
 * IHI rules: a shift of 6 on one side, a trend of 5 (repeats count once), too few or
 * too many runs, each beyond the exact 2.5 % tails given how many points lie above and
 * below (Wald & Wolfowitz 1940; Swed & Eisenhart 1943, Ann. Math. Stat. 14:66);
 * astronomical points are judgement, here candidates for review at 3.5 robust standard
 * deviations from the median (Iglewicz & Hoaglin 1993). Perla, Provost & Murray 2011,
 * BMJ Qual. Saf. 20:46. Spec: trajectories, 3.6. */
#ifndef CLG_COMPARE_CHARTS_RUN_CHART_H
#define CLG_COMPARE_CHARTS_RUN_CHART_H

#include "compare/charts/signal.h"

#include "collegium/error.h"

typedef struct clg_run_chart_options {
    clg_rule_set rules; /* CLG_RULES_ANHOEJ or CLG_RULES_IHI */
    uint32_t baseline;  /* the median is of the first so many points; 0: of all */
} clg_run_chart_options;

#define CLG_RUN_CHART_OPTIONS_INIT                                                     \
    {                                                                                  \
        CLG_RULES_ANHOEJ, 0                                                            \
    }

/* Below this many useful points a run chart can hardly tell anything. */
enum { CLG_RUN_CHART_SHORT_BELOW = 10 };

typedef struct clg_run_chart {
    uint32_t begin, end;   /* its windows */
    uint32_t count;        /* observed points */
    uint32_t useful;       /* not on the median; without any all below is 0 */
    uint32_t above, below; /* of the useful points */
    double median;         /* NaN without points */
    uint32_t longest_run, longest_run_most; /* a signal if above the most */
    uint32_t crossings, crossings_least;    /* a signal if below the least */
    uint32_t runs, runs_least, runs_most;   /* crossings + 1, a signal if outside */
    uint16_t rules; /* all that hold, on points or on the chart as a whole */
    bool is_short;  /* fewer than 10 useful points */
} clg_run_chart;

/* The chart of windows [begin, end), NaN missing; to restart it by hand, call it for
 * each part. Marks CLG_RULE_LONG_RUN at the points of too long runs (Anhoej), the IHI
 * rules at their points; signals of its windows are overwritten. room is for end -
 * begin doubles. O(n log n). */
clg_run_chart clg_run_chart_of(const double *values, uint32_t begin, uint32_t end,
                               const clg_run_chart_options *options,
                               clg_signal *signals, double *room);

/* round(log2 n) + 3, n >= 1. */
uint32_t clg_longest_run_most(uint32_t useful);
/* The smallest k with P(Binomial(n - 1, 1/2) <= k) >= .05, n >= 1. */
uint32_t clg_crossings_least(uint32_t useful);
/* P(exactly `runs` runs) of above + below points in random order. */
double clg_runs_probability(uint32_t above, uint32_t below, uint32_t runs);
/* The smallest and the largest numbers of runs that are no signal: those with a lower,
 * and upper, tail above 2.5 %. */
void clg_runs_limits(uint32_t above, uint32_t below, uint32_t *least, uint32_t *most);

#endif
