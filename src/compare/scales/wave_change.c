#include "compare/scales/wave_change.h"

#include "compare/student.h"

#include <math.h>

/* Sums of squares and products of the pairs about their means. */
typedef struct moments {
    double first, second, product, difference;
} moments;

static bool is_pair(const double *first, const double *second, uint32_t p)
{
    return !isnan(first[p]) && !isnan(second[p]);
}

static void take_means(const double *first, const double *second, uint32_t people,
                       clg_wave_change *out)
{
    out->first = out->second = 0.0;
    for (uint32_t p = 0; p < people; p++) {
        out->first_only += !isnan(first[p]) && isnan(second[p]);
        out->second_only += isnan(first[p]) && !isnan(second[p]);
        if (!is_pair(first, second, p))
            continue;
        out->pairs++;
        out->first += (first[p] - out->first) / out->pairs;
        out->second += (second[p] - out->second) / out->pairs;
    }
}

static moments take_moments(const double *first, const double *second, uint32_t people,
                            const clg_wave_change *out)
{
    moments sums = {0};

    for (uint32_t p = 0; p < people; p++) {
        double a = first[p] - out->first, b = second[p] - out->second;
        if (!is_pair(first, second, p))
            continue;
        sums.first += a * a;
        sums.second += b * b;
        sums.product += a * b;
        sums.difference += (b - a) * (b - a);
    }
    return sums;
}

static void put_change(const moments *sums, clg_wave_change *out)
{
    double n = out->pairs, all = sums->first + sums->second, reach;
    double size = n * (out->first * out->first + out->second * out->second);

    out->change = out->second - out->first;
    out->status = CLG_VALUE_DEGENERATE;
    if (!(sums->difference > 1e-20 * (all + size)))
        return;
    out->status = CLG_VALUE_OK;
    out->error = sqrt(sums->difference / (n - 1.0) / n);
    reach = clg_t_quantile(0.975, n - 1.0) * out->error;
    out->low = out->change - reach;
    out->high = out->change + reach;
    out->p = clg_t_tails(out->change / out->error, n - 1.0);
}

static void put_effect(const moments *sums, clg_wave_change *out)
{
    double n = out->pairs, m = n - 1.0, correction;

    out->effect_status = CLG_VALUE_TOO_SMALL;
    if (out->pairs < 3)
        return;
    out->effect_status = CLG_VALUE_DEGENERATE;
    if (!(sums->first > 0.0 && sums->second > 0.0))
        return;
    out->effect_status = CLG_VALUE_OK;
    out->correlation = sums->product / sqrt(sums->first) / sqrt(sums->second);
    correction = exp(lgamma(0.5 * m) - lgamma(0.5 * (m - 1.0))) / sqrt(0.5 * m);
    out->effect = correction * out->change / sqrt(sums->first / m);
    out->effect_error = sqrt(2.0 * fmax(1.0 - out->correlation, 0.0) / n +
                             out->effect * out->effect / (2.0 * n));
    out->effect_low = out->effect - 1.959963984540054 * out->effect_error;
    out->effect_high = out->effect + 1.959963984540054 * out->effect_error;
}

clg_wave_change clg_wave_change_of(const double *first, const double *second,
                                   uint32_t people)
{
    clg_wave_change out = {.status = CLG_VALUE_TOO_SMALL,
                           .effect_status = CLG_VALUE_TOO_SMALL};
    moments sums;

    out.change = out.error = out.low = out.high = out.p = out.correlation = NAN;
    out.effect = out.effect_error = out.effect_low = out.effect_high = NAN;
    take_means(first, second, people, &out);
    if (out.pairs == 0)
        out.first = out.second = NAN;
    if (out.pairs < 2)
        return out;
    sums = take_moments(first, second, people, &out);
    put_change(&sums, &out);
    put_effect(&sums, &out);
    return out;
}
