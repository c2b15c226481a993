#include "compare/charts/signal.h"

#include <math.h>
#include <stddef.h>

const char *clg_rule_set_name(clg_rule_set set)
{
    static const char *const names[] = {"anhoej", "nhs", "ihi"};

    return (unsigned)set < CLG_RULE_SET_COUNT ? names[set] : NULL;
}

const char *clg_rule_name(unsigned rule)
{
    static const char *const names[CLG_RULE_COUNT] = {
        "outside",      "trend",         "two_of_three", "shift",    "long_run",
        "astronomical", "few_crossings", "few_runs",     "many_runs"};

    for (unsigned i = 0; i < CLG_RULE_COUNT; i++)
        if (rule == 1u << i)
            return names[i];
    return NULL;
}

const char *clg_reading_name(clg_chart_reading reading)
{
    static const char *const names[] = {"common_cause", "improvement", "concern",
                                        "high",         "low",         "review"};

    return (unsigned)reading <= CLG_READING_REVIEW ? names[reading] : NULL;
}

unsigned clg_signal_first(clg_signal signal)
{
    return signal.rules & -(unsigned)signal.rules;
}

bool clg_signal_is_high(clg_signal signal)
{
    return (clg_signal_first(signal) & signal.high) != 0;
}

clg_chart_reading clg_signal_reading(clg_signal signal, clg_orientation orientation)
{
    bool is_high = clg_signal_is_high(signal);

    if (signal.rules == 0)
        return CLG_READING_COMMON;
    if (signal.rules == CLG_RULE_ASTRONOMICAL)
        return CLG_READING_REVIEW;
    if (orientation == CLG_NEUTRAL)
        return is_high ? CLG_READING_HIGH : CLG_READING_LOW;
    return is_high == (orientation == CLG_HIGHER_IS_BETTER) ? CLG_READING_IMPROVEMENT
                                                            : CLG_READING_CONCERN;
}

int clg_side_of(double value, double line)
{
    double apart = value - line;

    if (!(fabs(apart) > 1e-12 * fmax(fabs(value), fabs(line))))
        return 0;
    return apart > 0.0 ? 1 : -1;
}

/* Points that go on in one way, the side: in windows begin to last. */
typedef struct run {
    uint32_t begin, last, count;
    int side;
} run;

static void mark_run(const double *values, run done, uint32_t least, clg_rule rule,
                     clg_signal *signals)
{
    if (done.side == 0 || done.count < least)
        return;
    for (uint32_t t = done.begin; t <= done.last; t++) {
        if (isnan(values[t]))
            continue;
        if (done.side > 0 && (signals[t].rules & rule) == 0)
            signals[t].high |= (uint16_t)rule;
        signals[t].rules |= (uint16_t)rule;
    }
}

/* Points on the line are not points of the run that goes on across them. */
static void unmark_on_line(const double *values, uint32_t begin, uint32_t end,
                           double line, clg_rule rule, clg_signal *signals)
{
    for (uint32_t t = begin; t < end; t++) {
        if (isnan(values[t]) || clg_side_of(values[t], line) != 0)
            continue;
        signals[t].rules &= (uint16_t)~rule;
        signals[t].high &= (uint16_t)~rule;
    }
}

void clg_mark_runs(const double *values, uint32_t begin, uint32_t end, double line,
                   uint32_t least, bool on_line_is_skipped, clg_rule rule,
                   clg_signal *signals)
{
    run now = {0};

    for (uint32_t t = begin; t < end; t++) {
        int side = isnan(values[t]) ? 0 : clg_side_of(values[t], line);

        if (isnan(values[t]) || (side == 0 && on_line_is_skipped))
            continue;
        if (side != now.side) {
            mark_run(values, now, least, rule, signals);
            now = (run){.begin = t, .side = side};
        }
        now.last = t;
        now.count++;
    }
    mark_run(values, now, least, rule, signals);
    if (on_line_is_skipped)
        unmark_on_line(values, begin, end, line, rule, signals);
}

static uint32_t first_observed(const double *values, uint32_t begin, uint32_t end)
{
    while (begin < end && isnan(values[begin]))
        begin++;
    return begin;
}

void clg_mark_trends(const double *values, uint32_t begin, uint32_t end, uint32_t least,
                     bool repeats_are_skipped, clg_signal *signals)
{
    uint32_t before = first_observed(values, begin, end);
    run now = {0};

    for (uint32_t t = before + 1; t < end; t++) {
        int step;

        if (isnan(values[t]))
            continue;
        step = (values[t] > values[before]) - (values[t] < values[before]);
        if (step != now.side && !(step == 0 && repeats_are_skipped)) {
            mark_run(values, now, least, CLG_RULE_TREND, signals);
            now = (run){.begin = before, .count = 1, .side = step};
        }
        now.count += step != 0;
        now.last = t;
        before = t;
    }
    mark_run(values, now, least, CLG_RULE_TREND, signals);
}
