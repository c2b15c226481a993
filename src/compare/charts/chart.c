#include "compare/charts/chart.h"

#include "compare/charts/run_chart.h"
#include "compare/charts/xmr.h"

#include <math.h>

static clg_chart control_chart(const double *values, uint32_t length,
                               const clg_chart_options *options, clg_signal *signals)
{
    const clg_xmr_options limits = {options->baseline, false};
    clg_xmr xmr = clg_xmr_of(values, 0, length, &limits);

    clg_nhs_rules(values, &xmr, signals);
    return (clg_chart){.points = xmr.count,
                       .useful = xmr.upper > xmr.lower ? xmr.count : 0,
                       .centre = xmr.centre,
                       .lower = xmr.lower,
                       .upper = xmr.upper,
                       .autocorrelation = xmr.autocorrelation,
                       .is_short = xmr.is_trial};
}

static clg_chart run_chart(const double *values, uint32_t length,
                           const clg_chart_options *options, clg_signal *signals,
                           double *room)
{
    const clg_run_chart_options centre = {options->rules, options->baseline};
    clg_run_chart run = clg_run_chart_of(values, 0, length, &centre, signals, room);

    return (clg_chart){.points = run.count,
                       .useful = run.useful,
                       .centre = run.median,
                       .lower = (double)NAN,
                       .upper = (double)NAN,
                       .longest_run = run.longest_run,
                       .longest_run_most = run.longest_run_most,
                       .crossings = run.crossings,
                       .crossings_least = run.crossings_least,
                       .autocorrelation = (double)NAN,
                       .rules = run.rules,
                       .is_short = run.is_short};
}

clg_chart clg_chart_of(const double *values, uint32_t length,
                       const clg_chart_options *options, clg_signal *signals,
                       double *room)
{
    clg_chart chart = options->rules == CLG_RULES_NHS
                          ? control_chart(values, length, options, signals)
                          : run_chart(values, length, options, signals, room);

    for (uint32_t t = 0; t < length; t++)
        chart.rules |= signals[t].rules;
    return chart;
}

bool clg_chart_has_signal(const clg_chart *chart)
{
    return (chart->rules & ~(unsigned)CLG_RULE_ASTRONOMICAL) != 0;
}

/* Points with the rule on a side; 0 points if there is none. */
static clg_chart_signal on_side(const clg_signal *signals, uint32_t length,
                                unsigned rule, int side)
{
    clg_chart_signal found = {rule, side, 0, 0, 0};

    for (uint32_t t = 0; t < length; t++) {
        bool is_high = (signals[t].high & rule) != 0;

        if ((signals[t].rules & rule) == 0 || is_high != (side > 0))
            continue;
        if (found.points++ == 0)
            found.first = t;
        found.last = t;
    }
    return found;
}

static clg_chart_signal on_whole_chart(const double *values, uint32_t length,
                                       unsigned rule)
{
    clg_chart_signal found = {rule, 0, 0, 0, 0};

    for (uint32_t t = 0; t < length; t++) {
        if (isnan(values[t]))
            continue;
        if (found.points++ == 0)
            found.first = t;
        found.last = t;
    }
    return found;
}

uint32_t clg_chart_list_signals(const clg_chart *chart, const double *values,
                                uint32_t length, const clg_signal *signals,
                                clg_chart_signal *list)
{
    uint32_t count = 0;

    for (unsigned i = 0; i < CLG_RULE_COUNT; i++) {
        unsigned rule = 1u << i;
        uint32_t before = count;

        if ((chart->rules & rule) == 0)
            continue;
        for (int side = -1; side <= 1; side += 2) {
            list[count] = on_side(signals, length, rule, side);
            count += list[count].points > 0;
        }
        if (count == before)
            list[count++] = on_whole_chart(values, length, rule);
    }
    return count;
}
