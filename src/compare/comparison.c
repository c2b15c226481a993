#include "compare/comparison.h"

#include "base/memory.h"
#include "base/multiplicity.h"
#include "compare/counts.h"
#include "compare/student.h"
#include "compare/tails.h"

#include <math.h>

/* Two-sided level of the 99.8 % limits. */
#define FLAG_LEVEL 0.002
#define DISCOVERY_LEVEL 0.05
/* Degrees of freedom from which Student's t is normal. */
#define NEARLY_NORMAL 1e8

const char *clg_estimate_family_name(clg_estimate_family family)
{
    static const char *const names[] = {"none", "normal", "gamma-poisson",
                                        "beta-binomial"};

    return (unsigned)family < CLG_ESTIMATE_FAMILY_COUNT ? names[family] : NULL;
}

const char *clg_size_use_name(clg_size_use use)
{
    static const char *const names[] = {"adjusted", "in_counts", "unknown", "declined",
                                        "too_few_schools"};

    return (unsigned)use < CLG_SIZE_USE_COUNT ? names[use] : NULL;
}

const char *clg_compared_status_name(clg_compared_status status)
{
    static const char *const names[] = {"ok",         "missing",   "no_error",
                                        "no_size",    "no_peers",  "not_exposed",
                                        "not_pooled", "suppressed"};

    return (unsigned)status < CLG_COMPARED_STATUS_COUNT ? names[status] : NULL;
}

/* Rows of numbers that the steps share. */
typedef struct work {
    const clg_estimates *estimates;
    const clg_comparison_options *options;
    uint32_t count;
    double *value, *scale; /* as pooled: adjusted; NaN where left out */
    double *theta, *error; /* of the posteriors */
    double *p;
    clg_size_residual *residuals;
    clg_posterior *posteriors;
    clg_funnel_school *funnel;
    clg_rank *ranks;
    clg_caterpillar_school *intervals;
} work;

static clg_status begin(work *w, clg_error *err)
{
    size_t count = w->count;
    bool ok = (w->value = clg_array_new(count, sizeof *w->value, err)) &&
              (w->scale = clg_array_new(count, sizeof *w->scale, err)) &&
              (w->theta = clg_array_new(count, sizeof *w->theta, err)) &&
              (w->error = clg_array_new(count, sizeof *w->error, err)) &&
              (w->p = clg_array_new(count, sizeof *w->p, err)) &&
              (w->residuals = clg_array_new(count, sizeof *w->residuals, err)) &&
              (w->posteriors = clg_array_new(count, sizeof *w->posteriors, err)) &&
              (w->funnel = clg_array_new(count, sizeof *w->funnel, err)) &&
              (w->ranks = clg_array_new(count, sizeof *w->ranks, err)) &&
              (w->intervals = clg_array_new(count, sizeof *w->intervals, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

static void end(work *w)
{
    clg_free(w->value);
    clg_free(w->scale);
    clg_free(w->theta);
    clg_free(w->error);
    clg_free(w->p);
    clg_free(w->residuals);
    clg_free(w->posteriors);
    clg_free(w->funnel);
    clg_free(w->ranks);
    clg_free(w->intervals);
}

/* ---- what is measured ---- */

static bool has_sizes(const clg_estimates *estimates, uint32_t school)
{
    for (uint32_t j = 0; j < estimates->size_count; j++)
        if (!(estimates->sizes[j][school] > 0.0))
            return false;
    return true;
}

static void take_raw(const clg_estimates *e, uint32_t i, clg_compared *one)
{
    double value = e->value[i], scale = e->scale[i];

    switch (e->family) {
    case CLG_ESTIMATES_EVENTS:
        one->raw = scale > 0.0 ? value / scale : (double)NAN;
        one->raw_error = sqrt(value) / scale;
        break;
    case CLG_ESTIMATES_SHARES:
        one->raw = scale > 0.0 ? value / scale : (double)NAN;
        one->raw_error = sqrt(one->raw * (1.0 - one->raw) / scale);
        break;
    default:
        one->raw = value;
        one->raw_error = scale > 0.0 ? scale : (double)NAN;
        break;
    }
}

static clg_compared_status status_of(const clg_estimates *e, uint32_t i)
{
    if (isnan(e->value[i]))
        return CLG_COMPARED_MISSING;
    if (e->family != CLG_ESTIMATES_NORMAL)
        return isnan(e->scale[i]) ? CLG_COMPARED_NO_ERROR : CLG_COMPARED_OK;
    /* of a normal estimate its square is wanted: it may not vanish or overflow */
    return e->scale[i] * e->scale[i] > 0.0 && isfinite(e->scale[i] * e->scale[i])
               ? CLG_COMPARED_OK
               : CLG_COMPARED_NO_ERROR;
}

clg_compared clg_compared_nothing(clg_compared_status status)
{
    const double none = (double)NAN;

    return (clg_compared){.status = status,
                          .raw = none,
                          .raw_error = none,
                          .expected = none,
                          .adjusted = none,
                          .shrunk = none,
                          .low = none,
                          .high = none,
                          .inner_low = none,
                          .inner_high = none,
                          .rank = {none, none, none, none, none},
                          .z = none,
                          .p = none,
                          .q = none,
                          .q_by = none};
}

static void take_estimates(work *w, clg_comparison *c)
{
    const double none = (double)NAN;

    for (uint32_t i = 0; i < w->count; i++) {
        clg_compared *one = &c->schools[i];
        *one = clg_compared_nothing(CLG_COMPARED_OK);
        take_raw(w->estimates, i, one);
        one->status = status_of(w->estimates, i);
        w->value[i] = one->status == CLG_COMPARED_OK ? w->estimates->value[i] : none;
        w->scale[i] = one->status == CLG_COMPARED_OK ? w->estimates->scale[i] : none;
    }
}

/* ---- what size explains ---- */

/* Residuals about the typical value take the estimates' place. */
static void take_residual(work *w, clg_comparison *c, uint32_t i)
{
    clg_compared *one = &c->schools[i];
    const clg_size_residual *r = &w->residuals[i];

    if (one->status == CLG_COMPARED_OK && isnan(r->residual))
        one->status =
            has_sizes(w->estimates, i) ? CLG_COMPARED_ALONE : CLG_COMPARED_NO_SIZE;
    if (one->status == CLG_COMPARED_OK && !(r->error > 0.0))
        one->status = CLG_COMPARED_ALONE;
    if (one->status != CLG_COMPARED_OK) {
        w->value[i] = w->scale[i] = (double)NAN;
        return;
    }
    one->expected = r->expected;
    one->adjusted = c->size.typical + r->residual;
    w->value[i] = one->adjusted;
    w->scale[i] = r->error;
}

static clg_status adjust(work *w, clg_comparison *c, clg_error *err)
{
    const clg_estimates *e = w->estimates;
    clg_status status;

    c->size_use = CLG_SIZE_USE_COUNTS;
    if (e->family != CLG_ESTIMATES_NORMAL)
        return CLG_OK;
    c->size_use = e->size_count == 0 ? CLG_SIZE_USE_UNKNOWN : CLG_SIZE_USE_DECLINED;
    if (e->size_count == 0 || w->options->is_unadjusted)
        return CLG_OK;
    for (uint32_t i = 0; i < w->count; i++) /* variances */
        w->error[i] = w->scale[i] * w->scale[i];
    status = clg_size_adjust(w->value, w->error, e->sizes, e->size_count, w->count,
                             &c->size, w->residuals, err);
    if (status != CLG_OK)
        return status;
    c->size_use = CLG_SIZE_USE_TOO_FEW;
    if (c->size.status != CLG_SIZE_OK)
        return CLG_OK;
    c->size_use = CLG_SIZE_USE_ADJUSTED;
    for (uint32_t i = 0; i < w->count; i++)
        take_residual(w, c, i);
    return CLG_OK;
}

/* ---- what chance explains ---- */

static clg_status pool_estimates(work *w, clg_comparison *c, clg_error *err)
{
    clg_pool pool;
    clg_status status;

    for (uint32_t i = 0; i < w->count; i++)
        w->error[i] = w->scale[i] * w->scale[i];
    status = clg_pool_normal(w->value, w->error, w->count, w->options->tau2, &pool,
                             w->posteriors, err);
    if (status != CLG_OK)
        return status;
    c->status = pool.status;
    c->used_count = pool.used_count;
    c->mean = pool.mean;
    c->mean_error = pool.mean_error;
    c->tau2 = pool.tau2;
    c->i2 = pool.i2;
    return CLG_OK;
}

static clg_status pool_counts(work *w, clg_comparison *c, clg_error *err)
{
    clg_prior prior;
    clg_status status =
        w->estimates->family == CLG_ESTIMATES_EVENTS
            ? clg_pool_events(w->value, w->scale, w->count, &prior, w->posteriors, err)
            : clg_pool_shares(w->value, w->scale, w->count, &prior, w->posteriors, err);

    if (status != CLG_OK)
        return status;
    c->status = prior.status;
    c->used_count = prior.used_count;
    c->mean = prior.mean;
    c->tau2 = prior.spread * prior.spread;
    c->a = isfinite(prior.a) ? prior.a : (double)NAN;
    c->b = isfinite(prior.b) ? prior.b : (double)NAN;
    return CLG_OK;
}

static bool is_pooled(const clg_comparison *c)
{
    return c->status == CLG_POOL_OK || c->status == CLG_POOL_HOMOGENEOUS;
}

static void take_posteriors(work *w, clg_comparison *c)
{
    for (uint32_t i = 0; i < w->count; i++) {
        clg_compared *one = &c->schools[i];
        const clg_posterior *posterior = &w->posteriors[i];

        w->theta[i] = w->error[i] = (double)NAN;
        if (one->status != CLG_COMPARED_OK)
            continue;
        if (!is_pooled(c)) {
            one->status = CLG_COMPARED_UNPOOLED;
            continue;
        }
        one->shrunk = posterior->mean;
        one->low = posterior->low;
        one->high = posterior->high;
        if (posterior->status == CLG_POSTERIOR_PRIOR) {
            one->status = CLG_COMPARED_PRIOR;
            continue;
        }
        if (!(posterior->variance > 0.0 && isfinite(posterior->variance)))
            continue; /* beyond what numbers can tell: not ranked */
        w->theta[i] = posterior->mean;
        w->error[i] = sqrt(posterior->variance);
    }
}

static clg_status shrink(work *w, clg_comparison *c, clg_error *err)
{
    clg_status status = w->estimates->family == CLG_ESTIMATES_NORMAL
                            ? pool_estimates(w, c, err)
                            : pool_counts(w, c, err);

    if (status == CLG_OK)
        take_posteriors(w, c);
    return status;
}

/* ---- what is left ---- */

static clg_status place(work *w, const char *const *ids, clg_comparison *c,
                        clg_error *err)
{
    clg_caterpillar caterpillar = {0};
    clg_status status = clg_ranks_find(w->theta, w->error, ids, w->count,
                                       &w->options->ranks, w->ranks, err);

    if (status == CLG_OK)
        status = clg_caterpillar_make(w->theta, w->error, w->count, &caterpillar,
                                      w->intervals, err);
    if (status != CLG_OK)
        return status;
    c->inner_factor = caterpillar.factor;
    for (uint32_t i = 0; i < w->count; i++) {
        c->schools[i].rank = w->ranks[i];
        c->schools[i].inner_low = w->intervals[i].inner_low;
        c->schools[i].inner_high = w->intervals[i].inner_high;
    }
    return CLG_OK;
}

/* Events against those expected at the rate of all; the sums become E and O. */
static clg_funnel_kind expect(work *w)
{
    double events = 0.0, exposure = 0.0;

    if (w->estimates->family == CLG_ESTIMATES_SHARES)
        return CLG_FUNNEL_SHARE;
    if (w->estimates->family == CLG_ESTIMATES_NORMAL)
        return CLG_FUNNEL_NORMAL;
    for (uint32_t i = 0; i < w->count; i++)
        if (w->scale[i] > 0.0) {
            events += w->value[i];
            exposure += w->scale[i];
        }
    for (uint32_t i = 0; i < w->count; i++)
        w->scale[i] *= events / exposure;
    return CLG_FUNNEL_RATIO_LOG;
}

static void judge(work *w, clg_comparison *c)
{
    uint32_t judged = 0;

    for (uint32_t i = 0; i < w->count; i++) {
        clg_compared *one = &c->schools[i];

        if (one->status != CLG_COMPARED_OK || isnan(one->p))
            continue;
        if (one->p < FLAG_LEVEL)
            one->flag = one->z < 0.0 ? -1 : 1;
        c->flags += one->flag != 0;
        c->discoveries += one->q <= DISCOVERY_LEVEL;
        judged++;
    }
    c->flags_by_chance = FLAG_LEVEL * judged;
}

/* Tails of an estimate: Student's, at the degrees that a variance has of which only
 * tau2 is estimated (Satterthwaite 1946); normal without tau2. */
static double estimate_tails(const clg_funnel *funnel, const clg_funnel_school *one)
{
    double part = funnel->tau2 / (one->s * one->s + funnel->tau2);
    double degrees = (funnel->used_count - 1.0) / (part * part);

    return degrees > 0.0 && degrees < NEARLY_NORMAL
               ? clg_t_tails(one->adjusted_z, degrees)
               : one->p;
}

/* Of counts, exact tails, with the spread that the funnel found taken to the scale of
 * shares and ratios. */
static double tails_of(const work *w, const clg_funnel *funnel, uint32_t i)
{
    double root = sin(funnel->target), share = root * root;

    switch (funnel->kind) {
    case CLG_FUNNEL_SHARE:
        return clg_share_tails(w->value[i], w->scale[i], share,
                               4.0 * share * (1.0 - share) * funnel->tau2);
    case CLG_FUNNEL_RATIO_LOG:
        return clg_events_tails(w->value[i], w->scale[i], funnel->tau2);
    case CLG_FUNNEL_RATIO_ROOT:
        return clg_events_tails(w->value[i], w->scale[i], 4.0 * funnel->tau2);
    default: break;
    }
    return estimate_tails(funnel, &w->funnel[i]);
}

static clg_status hold_against_limits(work *w, clg_comparison *c, clg_error *err)
{
    clg_funnel_options options = {.spread = w->options->spread, .trim = 0.1};
    clg_status status;

    options.kind = expect(w);
    status = clg_funnel_fit(w->value, w->scale, w->count, &options, &c->funnel,
                            w->funnel, err);
    if (status != CLG_OK)
        return status;
    for (uint32_t i = 0; i < w->count; i++) {
        c->schools[i].z = w->funnel[i].adjusted_z;
        c->schools[i].p = w->p[i] = tails_of(w, &c->funnel, i);
    }
    status = clg_adjust(CLG_BH, w->p, w->error, w->count, err);
    if (status == CLG_OK)
        status = clg_adjust(CLG_BY, w->p, w->p, w->count, err);
    for (uint32_t i = 0; status == CLG_OK && i < w->count; i++) {
        c->schools[i].q = w->error[i];
        c->schools[i].q_by = w->p[i];
    }
    return status;
}

static clg_status compare(work *w, const char *const *ids, clg_comparison *c,
                          clg_error *err)
{
    clg_status status;

    take_estimates(w, c);
    status = adjust(w, c, err);
    if (status == CLG_OK)
        status = shrink(w, c, err);
    if (status != CLG_OK || !is_pooled(c))
        return status;
    status = place(w, ids, c, err);
    if (status == CLG_OK)
        status = hold_against_limits(w, c, err);
    if (status == CLG_OK)
        judge(w, c);
    return status;
}

clg_status clg_comparison_make(const clg_estimates *estimates, const char *const *ids,
                               uint32_t count, const clg_comparison_options *options,
                               clg_comparison *comparison, clg_error *err)
{
    static const clg_comparison_options usual = CLG_COMPARISON_OPTIONS_INIT;
    const double none = (double)NAN;
    work w = {.estimates = estimates,
              .options = options != NULL ? options : &usual,
              .count = count};
    clg_status status;

    *comparison = (clg_comparison){.status = CLG_POOL_EMPTY,
                                   .school_count = count,
                                   .mean = none,
                                   .mean_error = none,
                                   .tau2 = none,
                                   .i2 = none,
                                   .a = none,
                                   .b = none,
                                   .funnel = {.phi = none, .target = none},
                                   .inner_factor = none};
    comparison->schools = clg_array_new(count, sizeof *comparison->schools, err);
    status = comparison->schools != NULL ? begin(&w, err) : CLG_ERROR_MEMORY;
    if (status == CLG_OK)
        status = compare(&w, ids, comparison, err);
    end(&w);
    return status;
}

void clg_comparison_clear(clg_comparison *comparison)
{
    clg_free(comparison->schools);
    *comparison = (clg_comparison){0};
}
