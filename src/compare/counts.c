#include "compare/counts.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/special.h"
#include "compare/climb.h"
#include "compare/quantile.h"

#include <math.h>

#define MOST_LOG_SIZE 14.0
#define TAIL 0.025

/* The schools with exposure, and their sums. */
typedef struct sample {
    double *events, *exposure;
    uint32_t count;
    double total_events, total_exposure;
} sample;

/* What the two families do differently. */
typedef struct family {
    bool is_share;
    /* Log likelihood over (log size, log or logit of the mean). */
    clg_hill_function *hill;
    /* Log of the size by moments; not finite where these show no spread. */
    double (*start)(const sample *s);
    double (*pooled_loglik)(const sample *s);
} family;

static double digamma_rise(double a, double x) /* psi(a + x) - psi(a) */
{
    double ignored;

    return log1p(x / a) + clg_log_minus_digamma(a, &ignored) -
           clg_log_minus_digamma(a + x, &ignored);
}

static double trigamma_rise(double a, double x) /* psi'(a + x) - psi'(a) */
{
    double at, beyond;

    clg_log_minus_digamma(a, &at);
    clg_log_minus_digamma(a + x, &beyond);
    return at - beyond - x / (a * (a + x));
}

/* With m = e times the mean and d = y - m. Terms that nearly cancel for large a are
 * combined first: log((a + y) / (a + m)) is log1p(d / (a + m)). */
static void add_events(double a, double y, double m, clg_hill *sum)
{
    double d = y - m, t = d / (a + m), bend_at, bend_beyond, slope, bend;

    slope = log1p(t) - t + clg_log_minus_digamma(a, &bend_at) -
            clg_log_minus_digamma(a + y, &bend_beyond);
    bend = t * t / (a + y) + bend_at - bend_beyond;
    sum->height += clg_log_rising(a, y) - a * log1p(m / a) - lgamma(y + 1.0);
    if (y > 0.0)
        sum->height += y * (log(m) - log(a + m));
    sum->slope[0] += a * slope;
    sum->slope[1] += a * t;
    sum->bend[0] += a * a * bend + a * slope;
    sum->bend[1] += a * m * d / ((a + m) * (a + m));
    sum->bend[2] -= a * m * (a + y) / ((a + m) * (a + m));
}

static clg_hill events_hill(const double at[2], const void *context)
{
    const sample *s = context;
    double a = exp(at[0]), mean = exp(at[1]);
    clg_hill sum = {0};

    for (uint32_t i = 0; i < s->count; i++)
        add_events(a, s->events[i], mean * s->exposure[i], &sum);
    return sum;
}

static double log_choose(double n, double k)
{
    return lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0);
}

static void add_share(double size, double a, double b, double n, double k,
                      clg_hill *sum)
{
    double rest = n - k, w = a * b / size; /* d a / d logit = -d b / d logit */
    double up = digamma_rise(a, k), down = digamma_rise(b, rest),
           all = digamma_rise(size, n);
    double up2 = trigamma_rise(a, k), down2 = trigamma_rise(b, rest),
           all2 = trigamma_rise(size, n);
    double slope = a * up + b * down - size * all;

    sum->height += log_choose(n, k) + clg_log_rising(a, k) + clg_log_rising(b, rest) -
                   clg_log_rising(size, n);
    sum->slope[0] += slope;
    sum->slope[1] += w * (up - down);
    sum->bend[0] += slope + a * a * up2 + b * b * down2 - size * size * all2;
    sum->bend[1] += w * (up - down) + w * (a * up2 - b * down2);
    sum->bend[2] += w * (b - a) / size * (up - down) + w * w * (up2 + down2);
}

static clg_hill shares_hill(const double at[2], const void *context)
{
    const sample *s = context;
    double size = exp(at[0]), a = size / (1.0 + exp(-at[1])),
           b = size / (1.0 + exp(at[1]));
    clg_hill sum = {0};

    for (uint32_t i = 0; i < s->count; i++)
        add_share(size, a, b, s->exposure[i], s->events[i], &sum);
    return sum;
}

/* E (y - e m)^2 = e m + e^2 V, with m^2 / V = a. No spread by moments need not mean
 * none by likelihood, so that the search then starts near the cap. */
static double events_start(const sample *s)
{
    double m = s->total_events / s->total_exposure, beyond = 0.0, squares = 0.0;

    for (uint32_t i = 0; i < s->count; i++) {
        double d = s->events[i] - m * s->exposure[i];
        beyond += d * d - m * s->exposure[i];
        squares += s->exposure[i] * s->exposure[i];
    }
    return beyond > 0.0 ? fmin(log(m * m * squares / beyond), 6.0) : 6.0;
}

/* Kleinman's rho with weights n; a + b = (1 - rho) / rho. Schools of one trial each
 * tell nothing of it. */
static double shares_start(const sample *s)
{
    double total = s->total_exposure, p = s->total_events / total, pq = p * (1.0 - p);
    double squares = 0.0, effective = 0.0, binomial = s->count - 1.0, rho;

    for (uint32_t i = 0; i < s->count; i++) {
        double n = s->exposure[i], d = s->events[i] / n - p;
        squares += n * d * d;
        effective += n * (1.0 - n / total);
    }
    if (effective - binomial <= 1e-12 * effective)
        return INFINITY;
    rho = (squares - pq * binomial) / (pq * (effective - binomial));
    return rho > 0.0 ? fmax(log1p(-fmin(rho, 0.99)) - log(rho), -4.0) : INFINITY;
}

static double events_pooled_loglik(const sample *s)
{
    double m = s->total_events / s->total_exposure, sum = 0.0;

    for (uint32_t i = 0; i < s->count; i++)
        sum += clg_log_poisson(s->events[i], m * s->exposure[i]);
    return sum;
}

static double shares_pooled_loglik(const sample *s)
{
    double p = s->total_events / s->total_exposure, sum = 0.0;

    for (uint32_t i = 0; i < s->count; i++)
        sum += clg_log_binomial(s->events[i], s->exposure[i], p, 1.0 - p);
    return sum;
}

static clg_status check(bool is_share, const double *events, const double *exposure,
                        uint32_t count, clg_error *err)
{
    for (uint32_t i = 0; i < count; i++) {
        double y = events[i], e = exposure[i];
        if (isnan(y) || isnan(e))
            continue;
        if (!(e >= 0.0) || isinf(e))
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "school %u has %g %s, expected 0 or more", i, e,
                            is_share ? "trials" : "of exposure");
        if (!(y >= 0.0) || isinf(y))
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "school %u has %g events, expected 0 or more", i, y);
        if (is_share ? y > e : y > 0.0 && e <= 0.0)
            return clg_fail(err, CLG_ERROR_ARGUMENT, "school %u has %g events of %g %s",
                            i, y, e, is_share ? "trials" : "of exposure");
    }
    return CLG_OK;
}

static clg_status take_sample(const double *events, const double *exposure,
                              uint32_t count, sample *s, clg_error *err)
{
    s->events = clg_array_new(count, sizeof *s->events, err);
    s->exposure = clg_array_new(count, sizeof *s->exposure, err);
    if (s->events == NULL || s->exposure == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        if (isnan(events[i]) || !(exposure[i] > 0.0))
            continue;
        s->events[s->count] = events[i];
        s->exposure[s->count++] = exposure[i];
        s->total_events += events[i];
        s->total_exposure += exposure[i];
    }
    return CLG_OK;
}

static clg_pool_status status_before(const family *f, const sample *s)
{
    if (s->count == 0)
        return CLG_POOL_EMPTY;
    if (s->total_events <= 0.0 || (f->is_share && s->total_events >= s->total_exposure))
        return CLG_POOL_NO_EVENTS;
    return s->count == 1 ? CLG_POOL_SINGLE : CLG_POOL_OK;
}

static void set_parameters(const family *f, const double at[2], clg_prior *prior)
{
    double size = exp(at[0]), a, b;

    if (f->is_share) {
        a = size / (1.0 + exp(-at[1]));
        b = size / (1.0 + exp(at[1]));
        prior->mean = 1.0 / (1.0 + exp(-at[1]));
        prior->spread = sqrt(a * b / (size * size * (size + 1.0)));
    } else {
        a = size;
        prior->mean = exp(at[1]);
        b = a / prior->mean;
        prior->spread = sqrt(a) / b;
    }
    prior->a = a;
    prior->b = b;
}

static void set_pooled(const family *f, const sample *s, clg_prior *prior)
{
    prior->a = prior->b = INFINITY;
    prior->mean = s->total_events / s->total_exposure;
    prior->spread = 0.0;
    prior->loglik = f->pooled_loglik(s);
    prior->is_converged = true;
}

static void fit(const family *f, const sample *s, clg_prior *prior)
{
    double none = (double)NAN, at[2], mean = s->total_events / s->total_exposure;

    *prior =
        (clg_prior){status_before(f, s), s->count, none, none, none, none, none, true};
    if (prior->status == CLG_POOL_EMPTY || prior->status == CLG_POOL_NO_EVENTS)
        return;
    at[0] = s->count > 1 ? f->start(s) : INFINITY;
    at[1] = f->is_share ? log(mean) - log1p(-mean) : log(mean);
    if (at[0] < INFINITY) {
        at[0] = fmin(at[0], MOST_LOG_SIZE - 1.0);
        prior->is_converged = clg_climb(f->hill, s, MOST_LOG_SIZE, at);
    }
    if (at[0] >= MOST_LOG_SIZE) {
        if (s->count > 1)
            prior->status = CLG_POOL_HOMOGENEOUS;
        set_pooled(f, s, prior);
        return;
    }
    set_parameters(f, at, prior);
    prior->loglik = f->hill(at, s).height;
}

static clg_posterior posterior_of(const family *f, double a, double b)
{
    clg_posterior one = {.status = CLG_POSTERIOR_OK};
    double size = a + b;

    if (f->is_share) {
        one.mean = a / size;
        one.variance = a * b / (size * size * (size + 1.0));
        one.low = clg_beta_quantile(TAIL, a, b);
        one.high = clg_beta_quantile(1.0 - TAIL, a, b);
    } else {
        one.mean = a / b;
        one.variance = a / (b * b);
        one.low = clg_gamma_quantile(TAIL, a) / b;
        one.high = clg_gamma_quantile(1.0 - TAIL, a) / b;
    }
    return one;
}

/* The prior's own, which is that of a school without exposure. */
static clg_posterior usual(const family *f, const sample *s, const clg_prior *prior)
{
    if (isinf(prior->a))
        return posterior_of(f, s->total_events,
                            f->is_share ? s->total_exposure - s->total_events
                                        : s->total_exposure);
    return posterior_of(f, prior->a, prior->b);
}

static void add_posteriors(const family *f, const sample *s, const clg_prior *prior,
                           const double *events, const double *exposure, uint32_t count,
                           clg_posterior *schools)
{
    const double none = (double)NAN;
    const clg_posterior missing = {CLG_POSTERIOR_MISSING, none, none, none, none};
    bool is_known = !isnan(prior->mean);
    clg_posterior any = is_known ? usual(f, s, prior) : missing;

    for (uint32_t i = 0; i < count; i++) {
        double y = events[i], e = exposure[i];
        if (!is_known || isnan(y) || isnan(e))
            schools[i] = missing;
        else if (isinf(prior->a) || e <= 0.0)
            schools[i] = any;
        else
            schools[i] =
                posterior_of(f, prior->a + y, prior->b + (f->is_share ? e - y : e));
        if (is_known && e <= 0.0 && !isnan(y))
            schools[i].status = CLG_POSTERIOR_PRIOR;
    }
}

static clg_status pool(const family *f, const double *events, const double *exposure,
                       uint32_t count, clg_prior *prior, clg_posterior *schools,
                       clg_error *err)
{
    clg_status status = check(f->is_share, events, exposure, count, err);
    sample s = {0};

    if (status == CLG_OK)
        status = take_sample(events, exposure, count, &s, err);
    if (status == CLG_OK) {
        fit(f, &s, prior);
        if (schools != NULL)
            add_posteriors(f, &s, prior, events, exposure, count, schools);
    }
    clg_free(s.events);
    clg_free(s.exposure);
    return status;
}

clg_status clg_pool_events(const double *events, const double *exposure, uint32_t count,
                           clg_prior *prior, clg_posterior *schools, clg_error *err)
{
    const family of_events = {false, events_hill, events_start, events_pooled_loglik};

    return pool(&of_events, events, exposure, count, prior, schools, err);
}

clg_status clg_pool_shares(const double *successes, const double *trials,
                           uint32_t count, clg_prior *prior, clg_posterior *schools,
                           clg_error *err)
{
    const family of_shares = {true, shares_hill, shares_start, shares_pooled_loglik};

    return pool(&of_shares, successes, trials, count, prior, schools, err);
}
