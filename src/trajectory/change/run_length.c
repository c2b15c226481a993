#include "trajectory/change/run_length.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/special.h"

#include <math.h>
#include <stdbool.h>

static const double two_pi = 6.283185307179586477;

/* By run length: its log probability and what its values have taught. */
typedef struct filter {
    const clg_run_options *options;
    double *weights;      /* [r] log P(r | values so far) */
    clg_run_prior *known; /* [r] */
} filter;

static clg_status check_options(const clg_run_options *options, clg_error *err)
{
    const clg_run_prior *prior = &options->prior;

    if (!(options->hazard > 0.0 && options->hazard < 1.0))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "hazard is %g, expected more than 0 and less than 1",
                        options->hazard);
    if (!isfinite(prior->m) || !(prior->k > 0.0) || !(prior->a > 0.0) ||
        !(prior->b > 0.0) || !isfinite(prior->k + prior->a + prior->b))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "prior (%g, %g, %g, %g), expected a number and three above 0",
                        prior->m, prior->k, prior->a, prior->b);
    return CLG_OK;
}

/* ---- zero and unit ---- */

typedef struct scale {
    double zero, unit;
} scale;

/* Mean and standard deviation of the first `most` observed values. */
static scale scale_of(const double *values, uint32_t length, uint32_t most,
                      uint32_t *count)
{
    double sum = 0.0, squares = 0.0;
    scale found = {0.0, 0.0};
    uint32_t end = 0;

    *count = 0;
    for (; end < length && *count < most; end++) {
        if (isnan(values[end]))
            continue;
        sum += values[end];
        ++*count;
    }
    if (*count == 0)
        return found;
    found.zero = sum / *count;
    for (uint32_t t = 0; t < end; t++)
        if (!isnan(values[t]))
            squares += (values[t] - found.zero) * (values[t] - found.zero);
    if (*count > 1)
        found.unit = sqrt(squares / (*count - 1));
    return found;
}

static scale choose_scale(const double *values, uint32_t length, uint32_t baseline)
{
    uint32_t count;
    scale found;

    if (baseline == 0)
        return (scale){0.0, 1.0};
    found = scale_of(values, length, baseline, &count);
    if (count < baseline || !(found.unit > 0.0))
        found = scale_of(values, length, length, &count);
    if (!(found.unit > 0.0))
        found.unit = 1.0;
    return found;
}

/* ---- one window after the other ---- */

static double log_predictive(const clg_run_prior *p, double x)
{
    double variance = p->b * (p->k + 1.0) / (p->a * p->k);
    double z = (x - p->m) * (x - p->m) / (2.0 * p->a * variance);

    return clg_log_rising(p->a, 0.5) - 0.5 * log(two_pi * p->a * variance) -
           (p->a + 0.5) * log1p(z);
}

static clg_run_prior learn(const clg_run_prior *p, double x)
{
    double away = x - p->m;

    return (clg_run_prior){p->m + away / (p->k + 1.0), p->k + 1.0, p->a + 0.5,
                           p->b + p->k * away * away / (2.0 * (p->k + 1.0))};
}

static double log_sum(const double *logs, uint32_t count)
{
    double most = -INFINITY, sum = 0.0;

    for (uint32_t i = 0; i < count; i++)
        most = fmax(most, logs[i]);
    for (uint32_t i = 0; i < count; i++)
        sum += exp(logs[i] - most);
    return most + log(sum);
}

/* From run lengths 0 .. t to 0 .. t + 1; returns log p(x | values before). */
static double step(filter *f, uint32_t t, double x)
{
    double evidence = 0.0;

    if (!isnan(x)) {
        for (uint32_t r = 0; r <= t; r++)
            f->weights[r] += log_predictive(&f->known[r], x);
        evidence = log_sum(f->weights, t + 1);
    }
    for (uint32_t r = t + 1; r > 0; r--) {
        f->weights[r] = f->weights[r - 1] - evidence + log1p(-f->options->hazard);
        f->known[r] = isnan(x) ? f->known[r - 1] : learn(&f->known[r - 1], x);
    }
    f->weights[0] = log(f->options->hazard); /* weights summed to 1 */
    f->known[0] = f->options->prior;
    return evidence;
}

static void look(const filter *f, uint32_t t, clg_run_lengths *result)
{
    uint32_t best = 0;
    double alarm = 0.0;

    for (uint32_t r = 0; r <= t + 1; r++) {
        if (f->weights[r] > f->weights[best])
            best = r;
        if (r <= f->options->recent)
            alarm += exp(f->weights[r]);
    }
    result->most_likely[t] = best;
    result->alarm[t] = fmin(alarm, 1.0);
}

static clg_status reserve(uint32_t length, filter *f, clg_run_lengths *result,
                          clg_error *err)
{
    size_t room = (size_t)length + 1;
    bool ok = (f->weights = clg_array_new(room, sizeof *f->weights, err)) &&
              (f->known = clg_array_new(room, sizeof *f->known, err)) &&
              (result->most_likely =
                   clg_array_new(length, sizeof *result->most_likely, err)) &&
              (result->alarm = clg_array_new(length, sizeof *result->alarm, err)) &&
              (result->last = clg_array_new(room, sizeof *result->last, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

clg_status clg_run_lengths_find(const double *values, uint32_t length,
                                const clg_run_options *options, clg_run_lengths *result,
                                clg_error *err)
{
    scale s = choose_scale(values, length, options->baseline);
    filter f = {.options = options};
    clg_status status = check_options(options, err);

    *result = (clg_run_lengths){0};
    if (status == CLG_OK)
        status = reserve(length, &f, result, err);
    if (status == CLG_OK) {
        f.known[0] = options->prior;
        for (uint32_t t = 0; t < length; t++) {
            result->log_evidence += step(&f, t, (values[t] - s.zero) / s.unit);
            look(&f, t, result);
        }
        for (uint32_t r = 0; r <= length; r++)
            result->last[r] = exp(f.weights[r]);
    } else
        clg_run_lengths_clear(result);
    clg_free(f.weights);
    clg_free(f.known);
    return status;
}

void clg_run_lengths_clear(clg_run_lengths *result)
{
    clg_free(result->most_likely);
    clg_free(result->alarm);
    clg_free(result->last);
    *result = (clg_run_lengths){0};
}
