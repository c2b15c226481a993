#include "compare/charts/xmr.h"

#include "base/fail.h"

#include <math.h>

static const double limit_factor = 2.66, range_factor = 3.267;
static const double most_autocorrelation = 0.5;

/* The first window after the phase's first `most` points; 0: after all. */
static uint32_t baseline_end(const double *values, const clg_xmr *phase, uint32_t most)
{
    uint32_t count = 0;

    for (uint32_t t = phase->begin; t < phase->end; t++) {
        count += isnan(values[t]) ? 0 : 1;
        if (most > 0 && count == most)
            return t + 1;
    }
    return phase->end;
}

/* About the first value, so that the mean of equal values is that value. */
static double mean_of(const double *values, uint32_t begin, uint32_t end,
                      uint32_t *count)
{
    double first = NAN, sum = 0.0;

    *count = 0;
    for (uint32_t t = begin; t < end; t++) {
        if (isnan(values[t]))
            continue;
        if (*count == 0)
            first = values[t];
        sum += values[t] - first;
        (*count)++;
    }
    return first + sum / fmax(*count, 1.0);
}

/* The mean of moving ranges below a limit. */
static double mean_range_below(const double *values, uint32_t begin, uint32_t end,
                               double limit, uint32_t *count)
{
    double sum = 0.0;

    *count = 0;
    for (uint32_t t = begin + 1; t < end; t++) {
        double range = fabs(values[t] - values[t - 1]);
        if (isnan(range) || !(range < limit))
            continue;
        sum += range;
        (*count)++;
    }
    return *count > 0 ? sum / *count : (double)NAN;
}

static void measure_ranges(const double *values, uint32_t end, bool is_screened,
                           clg_xmr *phase)
{
    uint32_t kept;
    double screened;

    phase->mean_range = mean_range_below(values, phase->begin, end, (double)INFINITY,
                                         &phase->range_count);
    if (!is_screened || !(phase->mean_range > 0.0))
        return;
    screened = mean_range_below(values, phase->begin, end,
                                range_factor * phase->mean_range, &kept);
    if (!(screened > 0.0))
        return;
    phase->mean_range = screened;
    phase->screened_count = phase->range_count - kept;
    phase->range_count = kept;
}

static bool is_constant(const double *values, uint32_t begin, uint32_t end,
                        double centre)
{
    for (uint32_t t = begin; t < end; t++)
        if (!isnan(values[t]) && values[t] != centre)
            return false;
    return true;
}

static void set_limits(clg_xmr *phase, double spread)
{
    phase->lower = phase->centre - limit_factor * spread;
    phase->upper = phase->centre + limit_factor * spread;
    phase->near_lower = phase->centre - limit_factor * 2.0 / 3.0 * spread;
    phase->near_upper = phase->centre + limit_factor * 2.0 / 3.0 * spread;
    phase->range_upper = range_factor * spread;
}

/* Sums over pairs of neighbours, scaled up where missing windows leave fewer than the
 * n - 1 of a complete series. */
static double autocorrelation_of(const double *values, uint32_t begin, uint32_t end)
{
    uint32_t count, pairs = 0;
    double mean = mean_of(values, begin, end, &count), square = 0.0, product = 0.0;

    for (uint32_t t = begin; t < end; t++) {
        if (isnan(values[t]))
            continue;
        square += (values[t] - mean) * (values[t] - mean);
        if (t == begin || isnan(values[t - 1]))
            continue;
        product += (values[t] - mean) * (values[t - 1] - mean);
        pairs++;
    }
    if (pairs == 0 || !(square > 0.0))
        return NAN;
    return product * (count - 1.0) / pairs / square;
}

clg_xmr clg_xmr_of(const double *values, uint32_t begin, uint32_t end,
                   const clg_xmr_options *options)
{
    clg_xmr phase = {.begin = begin, .end = end};
    uint32_t last = baseline_end(values, &phase, options->baseline);
    double spread;

    for (uint32_t t = begin; t < end; t++)
        phase.count += isnan(values[t]) ? 0 : 1;
    phase.centre = mean_of(values, begin, last, &phase.baseline_count);
    measure_ranges(values, last, !options->is_unscreened, &phase);
    spread = phase.mean_range;
    if (spread == 0.0 && !is_constant(values, begin, last, phase.centre))
        spread = NAN;
    set_limits(&phase, spread);
    phase.is_trial = phase.baseline_count < CLG_XMR_TRIAL_BELOW;
    phase.autocorrelation = autocorrelation_of(values, begin, end);
    phase.is_autocorrelated = phase.autocorrelation > most_autocorrelation;
    return phase;
}

static clg_status check_restarts(uint32_t length, const uint32_t *restarts,
                                 uint32_t count, clg_error *err)
{
    for (uint32_t i = 0; i < count; i++)
        if (restarts[i] >= length || restarts[i] <= (i > 0 ? restarts[i - 1] : 0))
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "limits begin anew at window %u, expected windows that "
                            "ascend between 1 and %u",
                            restarts[i], length > 0 ? length - 1 : 0);
    return CLG_OK;
}

clg_status clg_xmr_chart(const double *values, uint32_t length,
                         const uint32_t *restarts, uint32_t restart_count,
                         const clg_xmr_options *options, clg_xmr *phases,
                         clg_signal *signals, clg_error *err)
{
    clg_status status = check_restarts(length, restarts, restart_count, err);

    if (status != CLG_OK)
        return status;
    for (uint32_t i = 0; i <= restart_count; i++) {
        uint32_t begin = i > 0 ? restarts[i - 1] : 0;
        uint32_t end = i < restart_count ? restarts[i] : length;

        phases[i] = clg_xmr_of(values, begin, end, options);
        if (signals != NULL)
            clg_nhs_rules(values, &phases[i], signals);
    }
    return CLG_OK;
}

clg_assurance clg_xmr_assurance(const clg_xmr *phase, double target,
                                clg_orientation orientation)
{
    bool is_above = phase->lower > target, is_below = phase->upper < target;

    if (isnan(target) || isnan(phase->lower) || orientation == CLG_NEUTRAL)
        return CLG_ASSURANCE_NONE;
    if (!is_above && !is_below)
        return CLG_ASSURANCE_HIT_OR_MISS;
    return is_above == (orientation == CLG_HIGHER_IS_BETTER) ? CLG_ASSURANCE_PASS
                                                             : CLG_ASSURANCE_FAIL;
}

const char *clg_assurance_name(clg_assurance assurance)
{
    static const char *const names[] = {"none", "pass", "fail", "hit_or_miss"};

    return (unsigned)assurance <= CLG_ASSURANCE_HIT_OR_MISS ? names[assurance] : NULL;
}
