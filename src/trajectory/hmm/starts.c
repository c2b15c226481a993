/* Starting values: label every window with a state, pool the windows of a label, take
 * moments.
 *
 * Stages follow one another in time, so labels are made from time, not from values:
 * equal parts of each school's windows, or the parts that its values fall into by
 * themselves (start_partition.c), or parts cut at random. Moments are enough: the first
 * EM step makes them maximum likelihood. */
#include "trajectory/hmm/em_parts.h"

#include "base/memory.h"

#include <math.h>

enum { START_PURPOSE = 0x5354 };

/* ---- the whole of an indicator ---- */

double clg_exposure_at(const clg_panel *panel, const clg_hmm *shape, uint32_t indicator,
                       size_t row)
{
    int16_t extra = shape->exposure[indicator];

    return extra < 0 ? 1.0 : panel->extra[extra][row];
}

/* Count, sum and squares of x / e - about over observed cells. */
static void sum_about(const clg_panel *panel, const clg_hmm *shape, uint32_t d,
                      double about, double sums[3])
{
    sums[0] = sums[1] = sums[2] = 0.0;
    for (uint32_t s = 0; s < panel->school_count; s++)
        for (uint32_t t = 0; t < panel->length[s]; t++) {
            double exposure = clg_exposure_at(panel, shape, d, panel->first[s] + t);
            double off;
            if (!clg_panel_has(panel, s, t, d) || isnan(exposure))
                continue;
            off = clg_panel_value(panel, s, t, d) / exposure - about;
            sums[0] += 1.0;
            sums[1] += off;
            sums[2] += off * off;
        }
}

/* In two passes, so that a large mean keeps all its digits, and the variance. */
clg_spread clg_indicator_spread(const clg_panel *panel, const clg_hmm *shape,
                                uint32_t indicator)
{
    clg_spread spread = {0.0, 0.0, 0.0};
    double sums[3], off;

    sum_about(panel, shape, indicator, 0.0, sums);
    if (!(sums[0] > 0.0))
        return spread;
    spread.count = sums[0];
    spread.mean = sums[1] / sums[0];
    sum_about(panel, shape, indicator, spread.mean, sums);
    off = sums[1] / sums[0];
    spread.mean += off;
    spread.variance = fmax(sums[2] / sums[0] - off * off, 0.0);
    return spread;
}

/* ---- moments of a label ---- */

/* Sums over the observed cells of one indicator and one label; x is counted from the
 * indicator's first value for normals, so that a large mean costs no digits. Hurdles
 * leave zeros out of all but the first two. */
typedef struct pool {
    double cells, zeros;
    double count, x, xx, e, ee, xe;
    double category[CLG_THETA];
} pool;

static bool has_hurdle(clg_family family)
{
    return family == CLG_FAMILY_HURDLE_POISSON || family == CLG_FAMILY_HURDLE_NEGBIN ||
           family == CLG_FAMILY_HURDLE_GAMMA;
}

static void pool_cell(clg_family family, double x, double e, double about, pool *into)
{
    double off = x - about;

    into->cells += 1.0;
    if (family == CLG_FAMILY_CATEGORICAL)
        into->category[(int)x - 1] += 1.0;
    if (has_hurdle(family) && x == 0.0) {
        into->zeros += 1.0;
        return;
    }
    into->count += 1.0;
    into->x += off;
    into->xx += off * off;
    into->e += e;
    into->ee += e * e;
    into->xe += off * e;
}

static void add_pool(const pool *part, pool *whole)
{
    whole->cells += part->cells;
    whole->zeros += part->zeros;
    whole->count += part->count;
    whole->x += part->x;
    whole->xx += part->xx;
    whole->e += part->e;
    whole->ee += part->ee;
    whole->xe += part->xe;
    for (int c = 0; c < CLG_THETA; c++)
        whole->category[c] += part->category[c];
}

static double within(double value, double low, double high)
{
    return isnan(value) ? low : fmin(fmax(value, low), high);
}

/* From E (x - e m)^2 = e m + e^2 m^2 / size. */
static double size_of(const pool *sums, double mean)
{
    double excess =
        sums->xx - 2.0 * mean * sums->xe + mean * mean * sums->ee - mean * sums->e;

    return excess > 0.0 ? within(mean * mean * sums->ee / excess, 0.1, 1e4) : 1e4;
}

static double variance_of(const pool *sums)
{
    double mean = sums->x / sums->count;

    return fmax(sums->xx / sums->count - mean * mean, 0.0);
}

static double shape_of(const pool *sums, double mean)
{
    double variance = variance_of(sums);

    return variance > 0.0 ? within(mean * mean / variance, 0.1, 1e6) : 1e6;
}

/* Categories seen anywhere stay possible in every state. */
static void spread_categories(const pool *sums, const pool *whole, double *theta)
{
    double total = 0.0;

    for (int c = 0; c < CLG_THETA; c++) {
        theta[c] = whole->category[c] > 0.0 ? sums->category[c] + 0.5 : 0.0;
        total += theta[c];
    }
    for (int c = 0; c < CLG_THETA; c++)
        theta[c] = total > 0.0 ? theta[c] / total : 0.125;
}

static void normal_from(const pool *sums, const pool *whole, double about,
                        double *theta)
{
    theta[0] = about + sums->x / sums->count;
    theta[1] = fmax(variance_of(sums), fmax(1e-4 * variance_of(whole), 1e-200));
}

static void theta_from(clg_family family, const pool *sums, const pool *whole,
                       double about, double *theta)
{
    double least = whole->x > 0.0 ? 1e-3 * whole->x / whole->e : 1e-6;
    double rate = within(sums->x / sums->e, least, INFINITY);
    double share = within((sums->x + 0.5) / (sums->e + 1.0), 1e-6, 1.0 - 1e-6);
    double zeros = (sums->zeros + 0.5) / (sums->cells + 1.0);

    theta[0] = rate;
    switch (family) {
    case CLG_FAMILY_NORMAL: normal_from(sums, whole, about, theta); break;
    case CLG_FAMILY_POISSON: break;
    case CLG_FAMILY_NEGBIN: theta[1] = size_of(sums, rate); break;
    case CLG_FAMILY_GAMMA: theta[1] = shape_of(sums, rate); break;
    case CLG_FAMILY_BINOMIAL: theta[0] = share; break;
    case CLG_FAMILY_BETABINOMIAL:
        theta[0] = 10.0 * share;
        theta[1] = 10.0 * (1.0 - share);
        break;
    case CLG_FAMILY_CATEGORICAL: spread_categories(sums, whole, theta); break;
    case CLG_FAMILY_HURDLE_POISSON: theta[1] = zeros; break;
    case CLG_FAMILY_HURDLE_NEGBIN:
        theta[1] = size_of(sums, rate);
        theta[2] = zeros;
        break;
    case CLG_FAMILY_HURDLE_GAMMA:
        theta[1] = shape_of(sums, rate);
        theta[2] = zeros;
        break;
    case CLG_FAMILY_COUNT: break;
    }
}

static void pool_indicator(const clg_panel *panel, const clg_hmm *model, uint32_t d,
                           const uint8_t *labels, double about, pool *pools)
{
    for (uint32_t s = 0; s < panel->school_count; s++)
        for (uint32_t t = 0; t < panel->length[s]; t++) {
            size_t row = panel->first[s] + t;
            double exposure = clg_exposure_at(panel, model, d, row);
            if (clg_panel_has(panel, s, t, d) && !isnan(exposure))
                pool_cell(model->family[d], clg_panel_value(panel, s, t, d), exposure,
                          about, &pools[labels[row]]);
        }
}

static double first_value(const clg_panel *panel, uint32_t d)
{
    for (uint32_t s = 0; s < panel->school_count; s++)
        for (uint32_t t = 0; t < panel->length[s]; t++)
            if (clg_panel_has(panel, s, t, d))
                return clg_panel_value(panel, s, t, d);
    return 0.0;
}

/* A label with fewer than two cells of use takes those of all. Returns the variance of
 * all. */
static double fill_indicator(const clg_panel *panel, uint32_t d, const uint8_t *labels,
                             clg_hmm *model)
{
    bool is_normal = model->family[d] == CLG_FAMILY_NORMAL;
    double about = is_normal ? first_value(panel, d) : 0.0;
    pool pools[CLG_MOST_STATES] = {0}, whole = {0};

    pool_indicator(panel, model, d, labels, about, pools);
    for (uint32_t k = 0; k < model->state_count; k++)
        add_pool(&pools[k], &whole);
    if (!(whole.count > 0.0))
        whole.count = whole.e = whole.x = 1.0; /* nothing is known: a mean of 1 */
    for (uint32_t k = 0; k < model->state_count; k++)
        theta_from(model->family[d], pools[k].count < 2.0 ? &whole : &pools[k], &whole,
                   about, model->theta[d][k]);
    return variance_of(&whole);
}

/* ---- where schools begin and go ---- */

/* Most of it where it is most likely, the rest evenly on the other free cells. */
static void share_out(const uint8_t *is_free, uint32_t states, uint32_t favourite,
                      double most, double *shares)
{
    uint32_t others = 0;

    for (uint32_t k = 0; k < states; k++)
        others += is_free[k] && k != favourite;
    for (uint32_t k = 0; k < states; k++)
        shares[k] = is_free[k] ? (1.0 - most) / others : 0.0;
    if (is_free[favourite])
        shares[favourite] = others > 0 ? most : 1.0;
    for (uint32_t k = 0; !is_free[favourite] && k < states; k++)
        shares[k] = is_free[k] ? 1.0 / others : 0.0;
}

/* A school that passes through all states in its windows stays T / K in each. */
static void fill_moves(const clg_panel *panel, clg_hmm *model)
{
    double rows = (double)clg_panel_rows(panel), schools = panel->school_count;
    double leave = within(model->state_count * schools / rows, 0.05, 0.95);

    share_out(model->starts, model->state_count, 0, 0.9, model->initial);
    for (uint32_t i = 0; i < model->state_count; i++)
        share_out(model->allowed[i], model->state_count, i, 1.0 - leave,
                  model->transition[i]);
}

void clg_start_from_labels(const clg_panel *panel, const uint8_t *labels,
                           clg_hmm *model, double *variances)
{
    for (uint32_t d = 0; d < model->indicator_count; d++)
        variances[d] = fill_indicator(panel, d, labels, model);
    fill_moves(panel, model);
}

/* ---- labels by time ---- */

/* Parts of each school's windows that end at these shares of its length; when the parts
 * outnumber the states, they begin again at the first. */
static void label_by_time(const clg_panel *panel, const double *ends, uint32_t parts,
                          uint32_t states, uint8_t *labels)
{
    for (uint32_t s = 0; s < panel->school_count; s++) {
        uint32_t part = 0;
        for (uint32_t t = 0; t < panel->length[s]; t++) {
            double middle = (t + 0.5) / panel->length[s];
            while (part + 1 < parts && middle >= ends[part])
                part++;
            labels[panel->first[s] + t] = (uint8_t)(part % states);
        }
    }
}

clg_status clg_start_by_segments(const clg_panel *panel, clg_hmm *model, clg_error *err)
{
    uint8_t *labels = clg_array_new(clg_panel_rows(panel), 1, err);
    double ends[CLG_MOST_STATES], variances[CLG_MOST_INDICATORS];

    if (labels == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t k = 0; k < model->state_count; k++)
        ends[k] = (k + 1.0) / model->state_count;
    label_by_time(panel, ends, model->state_count, model->state_count, labels);
    clg_start_from_labels(panel, labels, model, variances);
    clg_free(labels);
    return CLG_OK;
}

/* ---- at random ---- */

static double draw_exponential(clg_random *random)
{
    return -log1p(-clg_random_uniform(random));
}

static double draw_normal(clg_random *random)
{
    double radius = sqrt(2.0 * draw_exponential(random));

    return radius * cos(6.283185307179586 * clg_random_uniform(random));
}

/* Ends of parts whose lengths are Dirichlet(2, ..., 2): sums of two exponentials. */
static void draw_ends(clg_random *random, uint32_t parts, double *ends)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < parts; i++) {
        sum += draw_exponential(random);
        sum += draw_exponential(random);
        ends[i] = sum;
    }
    for (uint32_t i = 0; i < parts; i++)
        ends[i] /= sum;
}

/* Moves every state's level by 0.3 standard deviations of the indicator, or by a factor
 * of e^(0.3 z) where it is positive. */
static void jitter(clg_random *random, uint32_t d, double variance, clg_hmm *model)
{
    clg_family family = model->family[d];
    double scale = 0.3, total;

    if (family == CLG_FAMILY_NORMAL)
        scale *= sqrt(variance);
    for (uint32_t k = 0; k < model->state_count; k++) {
        double *theta = model->theta[d][k], move = scale * draw_normal(random);
        if (family == CLG_FAMILY_NORMAL)
            theta[0] += move;
        else
            theta[0] *= exp(move);
        if (family == CLG_FAMILY_BINOMIAL)
            theta[0] = within(theta[0], 1e-6, 1.0 - 1e-6);
        total = 0.0;
        for (int c = 0; c < CLG_THETA; c++)
            total += theta[c];
        for (int c = 0; family == CLG_FAMILY_CATEGORICAL && c < CLG_THETA; c++)
            theta[c] /= total;
    }
}

/* Where states come back, a school may have passed through them several times. */
static uint32_t draw_parts(clg_random *random, const clg_hmm *model)
{
    uint32_t last = model->state_count - 1;
    bool comes_back = last > 0 && model->allowed[last][0];

    return model->state_count * (comes_back ? 1 + clg_random_below(random, 4) : 1);
}

clg_status clg_start_at_random(const clg_panel *panel, uint64_t seed, uint32_t number,
                               clg_hmm *model, clg_error *err)
{
    clg_random random = clg_random_stream(seed, "", 0, START_PURPOSE, number);
    uint8_t *labels = clg_array_new(clg_panel_rows(panel), 1, err);
    double ends[4 * CLG_MOST_STATES], variances[CLG_MOST_INDICATORS];
    uint32_t parts;

    if (labels == NULL)
        return CLG_ERROR_MEMORY;
    parts = draw_parts(&random, model);
    draw_ends(&random, parts, ends);
    label_by_time(panel, ends, parts, model->state_count, labels);
    clg_start_from_labels(panel, labels, model, variances);
    for (uint32_t d = 0; d < model->indicator_count; d++)
        jitter(&random, d, variances[d], model);
    clg_free(labels);
    return CLG_OK;
}
