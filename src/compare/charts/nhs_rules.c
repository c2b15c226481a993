/* The rules of the NHS programme on a phase of an XmR chart. See xmr.h. */
#include "compare/charts/xmr.h"

#include <math.h>

enum { SHIFT = 7, TREND = 7 };

static bool is_outside(double value, const clg_xmr *phase)
{
    return value < phase->lower || value > phase->upper;
}

static bool is_close(double value, const clg_xmr *phase)
{
    return !is_outside(value, phase) &&
           (value < phase->near_lower || value > phase->near_upper);
}

static void mark(clg_signal *signal, clg_rule rule, int side)
{
    signal->rules |= (uint16_t)rule;
    if (side > 0)
        signal->high |= (uint16_t)rule;
}

static void mark_outside(const double *values, const clg_xmr *phase,
                         clg_signal *signals)
{
    for (uint32_t t = phase->begin; t < phase->end; t++)
        if (is_outside(values[t], phase))
            mark(&signals[t], CLG_RULE_OUTSIDE, values[t] > phase->centre ? 1 : -1);
}

/* at[]: three points in a row. */
static void mark_two_of(const double *values, const clg_xmr *phase, const uint32_t *at,
                        clg_signal *signals)
{
    int sides = 0, close = 0;

    for (int i = 0; i < 3; i++) {
        sides += clg_side_of(values[at[i]], phase->centre);
        close += is_close(values[at[i]], phase);
    }
    if ((sides != 3 && sides != -3) || close < 2)
        return;
    for (int i = 0; i < 3; i++)
        if (is_close(values[at[i]], phase))
            mark(&signals[at[i]], CLG_RULE_TWO_OF_THREE, sides);
}

static void mark_two_of_three(const double *values, const clg_xmr *phase,
                              clg_signal *signals)
{
    uint32_t at[3] = {0}, count = 0;

    for (uint32_t t = phase->begin; t < phase->end; t++) {
        if (isnan(values[t]))
            continue;
        at[0] = at[1];
        at[1] = at[2];
        at[2] = t;
        if (++count >= 3)
            mark_two_of(values, phase, at, signals);
    }
}

void clg_nhs_rules(const double *values, const clg_xmr *phase, clg_signal *signals)
{
    for (uint32_t t = phase->begin; t < phase->end; t++)
        signals[t] = (clg_signal){0};
    mark_outside(values, phase, signals);
    clg_mark_trends(values, phase->begin, phase->end, TREND, false, signals);
    mark_two_of_three(values, phase, signals);
    clg_mark_runs(values, phase->begin, phase->end, phase->centre, SHIFT, false,
                  CLG_RULE_SHIFT, signals);
}
