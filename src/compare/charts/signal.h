/* Signals of a chart over time: which rules say that a point is not chance.
 *
 * Rules speak of the observed points in order; a missing window (NaN) is no point, so
 * that a holiday neither breaks a run nor makes it longer. Several rules may hold at a
 * point; the one told first is the one with the lowest bit: outside > trend > 2 of 3 >
 * shift, as in the NHS programme "Making Data Count". */
#ifndef CLG_COMPARE_CHARTS_SIGNAL_H
#define CLG_COMPARE_CHARTS_SIGNAL_H

#include <stdbool.h>
#include <stdint.h>

typedef enum clg_rule_set {
    CLG_RULES_ANHOEJ, /* run chart: a long run, few crossings; limits grow with n */
    CLG_RULES_NHS,    /* XmR chart: outside, trend of 7, 2 of 3, shift of 7 */
    CLG_RULES_IHI,    /* run chart: shift of 6, trend of 5, number of runs */
    CLG_RULE_SET_COUNT
} clg_rule_set;

/* Bits, so that all that hold can be kept. The last three speak of a whole chart. */
typedef enum clg_rule {
    CLG_RULE_OUTSIDE = 1,
    CLG_RULE_TREND = 2,
    CLG_RULE_TWO_OF_THREE = 4,
    CLG_RULE_SHIFT = 8,
    CLG_RULE_LONG_RUN = 16,
    CLG_RULE_ASTRONOMICAL = 32, /* a candidate: for a person to review, no signal */
    CLG_RULE_FEW_CROSSINGS = 64,
    CLG_RULE_FEW_RUNS = 128,
    CLG_RULE_MANY_RUNS = 256
} clg_rule;

enum { CLG_RULE_COUNT = 9 };

typedef struct clg_signal {
    uint16_t rules; /* those that hold at this point */
    uint16_t high;  /* of them, those that say above, or rising */
} clg_signal;

typedef enum clg_orientation {
    CLG_LOWER_IS_BETTER = -1,
    CLG_NEUTRAL = 0,
    CLG_HIGHER_IS_BETTER = 1
} clg_orientation;

typedef enum clg_chart_reading {
    CLG_READING_COMMON, /* no signal */
    CLG_READING_IMPROVEMENT,
    CLG_READING_CONCERN,
    CLG_READING_HIGH, /* of a neutral measure */
    CLG_READING_LOW,
    CLG_READING_REVIEW /* only an astronomical candidate */
} clg_chart_reading;

/* "anhoej", "nhs", "ihi"; NULL if there is no such set. */
const char *clg_rule_set_name(clg_rule_set set);
/* "outside", "trend", "two_of_three", ...; of one bit, NULL for another number. */
const char *clg_rule_name(unsigned rule);
/* "common_cause", "improvement", "concern", "high", "low", "review". */
const char *clg_reading_name(clg_chart_reading reading);

/* The rule told first, or 0; whether it says above or rising. */
unsigned clg_signal_first(clg_signal signal);
bool clg_signal_is_high(clg_signal signal);
/* What the first rule means for a measure of that orientation. */
clg_chart_reading clg_signal_reading(clg_signal signal, clg_orientation orientation);

/* -1, 0, 1: below, on or above the line. Values that differ from it by rounding only,
 * 1e-12 of their size, are on it. */
int clg_side_of(double value, double line);

/* Runs of `least` points and more on one side of the line, in windows [begin, end). A
 * point on the line breaks a run, or if they are skipped is none of its points. */
void clg_mark_runs(const double *values, uint32_t begin, uint32_t end, double line,
                   uint32_t least, bool on_line_is_skipped, clg_rule rule,
                   clg_signal *signals);

/* CLG_RULE_TREND at each member of `least` points and more that rise, or fall, all the
 * way. Equal neighbours end a trend, or if repeats are skipped count once. The turning
 * point of two trends is told as the end of the first. */
void clg_mark_trends(const double *values, uint32_t begin, uint32_t end, uint32_t least,
                     bool repeats_are_skipped, clg_signal *signals);

#endif
