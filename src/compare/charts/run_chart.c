#include "compare/charts/run_chart.h"

#include <gsl/gsl_sort_double.h>
#include <math.h>

enum { SHIFT = 6, TREND = 5 };

static const double crossings_tail = 0.05, runs_tail = 0.025;
static const double astronomical_from = 3.5; /* robust standard deviations */
static const double mad_factor = 1.4826, mean_deviation_factor = 1.2533;

static double median_of(double *values, uint32_t count)
{
    if (count == 0)
        return NAN;
    gsl_sort(values, 1, count);
    return count % 2 != 0 ? values[count / 2]
                          : 0.5 * (values[count / 2 - 1] + values[count / 2]);
}

static double median_of_first(const double *values, const clg_run_chart *chart,
                              uint32_t most, double *room)
{
    uint32_t count = 0;

    for (uint32_t t = chart->begin; t < chart->end; t++)
        if (!isnan(values[t]) && (most == 0 || count < most))
            room[count++] = values[t];
    return median_of(room, count);
}

static void count_runs(const double *values, clg_run_chart *chart)
{
    uint32_t length = 0;
    int before = 0;

    for (uint32_t t = chart->begin; t < chart->end; t++) {
        int side;
        if (isnan(values[t]))
            continue;
        chart->count++;
        side = clg_side_of(values[t], chart->median);
        if (side == 0)
            continue;
        chart->above += side > 0;
        chart->below += side < 0;
        chart->runs += side != before;
        length = side == before ? length + 1 : 1;
        if (length > chart->longest_run)
            chart->longest_run = length;
        before = side;
    }
    chart->useful = chart->above + chart->below;
    chart->crossings = chart->runs > 0 ? chart->runs - 1 : 0;
}

uint32_t clg_longest_run_most(uint32_t useful)
{
    return (uint32_t)lround(log2(useful)) + 3;
}

/* In logarithms, as 2^-(n - 1) is nothing for a long series. */
uint32_t clg_crossings_least(uint32_t useful)
{
    double n = useful - 1.0, term = -n * log(2.0), tail = exp(term);
    uint32_t k = 0;

    for (; tail < crossings_tail; k++) {
        term += log((n - k) / (k + 1.0));
        tail += exp(term);
    }
    return k;
}

static double log_choose(double n, double k)
{
    return lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0);
}

/* Ways to part n points into k runs, as a logarithm. */
static double log_partings(uint32_t n, uint32_t k)
{
    return k < 1 || k > n ? (double)-INFINITY : log_choose(n - 1.0, k - 1.0);
}

double clg_runs_probability(uint32_t above, uint32_t below, uint32_t runs)
{
    uint32_t half = runs / 2;
    double all = log_choose((double)above + below, above);

    if (runs == 0 || above + below == 0)
        return runs == 0 && above + below == 0 ? 1.0 : 0.0;
    if (above == 0 || below == 0)
        return runs == 1 ? 1.0 : 0.0;
    if (runs % 2 == 0)
        return 2.0 * exp(log_partings(above, half) + log_partings(below, half) - all);
    return exp(log_partings(above, half + 1) + log_partings(below, half) - all) +
           exp(log_partings(above, half) + log_partings(below, half + 1) - all);
}

void clg_runs_limits(uint32_t above, uint32_t below, uint32_t *least, uint32_t *most)
{
    uint32_t smaller = above < below ? above : below;
    uint32_t low = 0, high = 2 * smaller + (above != below) + 1;
    double lower = 0.0, upper = 0.0;

    while (lower <= runs_tail)
        lower += clg_runs_probability(above, below, ++low);
    while (upper <= runs_tail)
        upper += clg_runs_probability(above, below, --high);
    *least = low;
    *most = high;
}

/* Robust standard deviation: from the median of absolute deviations, or where more than
 * half of the points are equal from their mean. */
static double robust_spread(const double *values, const clg_run_chart *chart,
                            double *room)
{
    uint32_t count = 0;
    double sum = 0.0, middle;

    for (uint32_t t = chart->begin; t < chart->end; t++) {
        if (isnan(values[t]))
            continue;
        room[count] = fabs(values[t] - chart->median);
        sum += room[count++];
    }
    middle = median_of(room, count);
    return middle > 0.0 ? mad_factor * middle : mean_deviation_factor * sum / count;
}

static void mark_astronomical(const double *values, const clg_run_chart *chart,
                              clg_signal *signals, double *room)
{
    double reach = astronomical_from * robust_spread(values, chart, room);

    for (uint32_t t = chart->begin; t < chart->end; t++) {
        if (!(fabs(values[t] - chart->median) > reach))
            continue;
        signals[t].rules |= CLG_RULE_ASTRONOMICAL;
        if (values[t] > chart->median)
            signals[t].high |= CLG_RULE_ASTRONOMICAL;
    }
}

static void apply_anhoej(const double *values, clg_run_chart *chart,
                         clg_signal *signals)
{
    if (chart->useful == 0)
        return;
    chart->longest_run_most = clg_longest_run_most(chart->useful);
    chart->crossings_least = clg_crossings_least(chart->useful);
    clg_mark_runs(values, chart->begin, chart->end, chart->median,
                  chart->longest_run_most + 1, true, CLG_RULE_LONG_RUN, signals);
    if (chart->crossings < chart->crossings_least)
        chart->rules |= CLG_RULE_FEW_CROSSINGS;
}

static void apply_ihi(const double *values, clg_run_chart *chart, clg_signal *signals,
                      double *room)
{
    clg_mark_trends(values, chart->begin, chart->end, TREND, true, signals);
    mark_astronomical(values, chart, signals, room);
    if (chart->useful == 0)
        return;
    clg_mark_runs(values, chart->begin, chart->end, chart->median, SHIFT, true,
                  CLG_RULE_SHIFT, signals);
    clg_runs_limits(chart->above, chart->below, &chart->runs_least, &chart->runs_most);
    if (chart->runs < chart->runs_least)
        chart->rules |= CLG_RULE_FEW_RUNS;
    if (chart->runs > chart->runs_most)
        chart->rules |= CLG_RULE_MANY_RUNS;
}

clg_run_chart clg_run_chart_of(const double *values, uint32_t begin, uint32_t end,
                               const clg_run_chart_options *options,
                               clg_signal *signals, double *room)
{
    clg_run_chart chart = {.begin = begin, .end = end};

    for (uint32_t t = begin; t < end; t++)
        signals[t] = (clg_signal){0};
    chart.median = median_of_first(values, &chart, options->baseline, room);
    count_runs(values, &chart);
    chart.is_short = chart.useful < CLG_RUN_CHART_SHORT_BELOW;
    if (options->rules == CLG_RULES_IHI)
        apply_ihi(values, &chart, signals, room);
    else
        apply_anhoej(values, &chart, signals);
    for (uint32_t t = begin; t < end; t++)
        chart.rules |= signals[t].rules;
    return chart;
}
