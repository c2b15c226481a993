#include "trajectory/dynamics/coordinates.h"

#include <math.h>

static double within(double x, double limit)
{
    return fmin(fmax(x, -limit), limit);
}

double clg_log_of(double x)
{
    return within(log(x), 700.0);
}

double clg_from_log(double x)
{
    return exp(within(x, 700.0));
}

double clg_log_share_of(double x)
{
    return within(log(x), 30.0);
}

double clg_logit_of(double probability)
{
    return within(log(probability) - log1p(-probability), 30.0);
}

double clg_from_logit(double x)
{
    return 1.0 / (1.0 + exp(-within(x, 30.0)));
}

/* What theta[0], [1] and [2] are; RATIO stands for the whole simplex. */
static const uint8_t *kinds_of(clg_family family, uint32_t *count)
{
    static const uint8_t normal[] = {CLG_COORDINATE_PLAIN, CLG_COORDINATE_LOG};
    static const uint8_t logs[] = {CLG_COORDINATE_LOG, CLG_COORDINATE_LOG};
    static const uint8_t logit[] = {CLG_COORDINATE_LOGIT};
    static const uint8_t ratio[] = {CLG_COORDINATE_RATIO};
    static const uint8_t hurdle[] = {CLG_COORDINATE_LOG, CLG_COORDINATE_LOG,
                                     CLG_COORDINATE_LOGIT};

    *count = 2;
    switch (family) {
    case CLG_FAMILY_NORMAL: return normal;
    case CLG_FAMILY_NEGBIN:
    case CLG_FAMILY_GAMMA:
    case CLG_FAMILY_BETABINOMIAL: return logs;
    case CLG_FAMILY_HURDLE_POISSON: return hurdle + 1;
    case CLG_FAMILY_HURDLE_NEGBIN:
    case CLG_FAMILY_HURDLE_GAMMA: *count = 3; return hurdle;
    case CLG_FAMILY_POISSON: *count = 1; return logs;
    case CLG_FAMILY_BINOMIAL: *count = 1; return logit;
    case CLG_FAMILY_CATEGORICAL: *count = 1; return ratio;
    case CLG_FAMILY_COUNT: break;
    }
    *count = 0;
    return NULL;
}

static void add(clg_coordinates *coordinates, uint32_t kind, uint32_t indicator,
                uint32_t state, uint32_t index, uint32_t reference)
{
    coordinates->at[coordinates->count++] =
        (clg_coordinate){.kind = (uint8_t)kind,
                         .indicator = (uint8_t)indicator,
                         .state = (uint8_t)state,
                         .index = (uint8_t)index,
                         .reference = (uint8_t)reference};
}

static void add_simplex(clg_coordinates *coordinates, uint32_t kind, uint32_t indicator,
                        uint32_t state, const double *p, uint32_t count)
{
    uint32_t largest = 0;

    for (uint32_t m = 1; m < count; m++)
        largest = p[m] > p[largest] ? m : largest;
    for (uint32_t m = 0; m < count; m++)
        if (m != largest && p[m] > 0.0)
            add(coordinates, kind, indicator, state, m, largest);
}

void clg_coordinates_init(clg_coordinates *coordinates, const clg_hmm *model)
{
    coordinates->count = 0;
    add_simplex(coordinates, CLG_COORDINATE_INITIAL, 0, 0, model->initial,
                model->state_count);
    for (uint32_t d = 0; d < model->indicator_count; d++) {
        uint32_t count = 0;
        const uint8_t *kinds = kinds_of(model->family[d], &count);
        for (uint32_t k = 0; k < model->state_count; k++)
            for (uint32_t m = 0; m < count; m++)
                if (kinds[m] == CLG_COORDINATE_RATIO)
                    add_simplex(coordinates, CLG_COORDINATE_RATIO, d, k,
                                model->theta[d][k], CLG_THETA);
                else
                    add(coordinates, kinds[m], d, k, m, 0);
    }
}

static double ratio_of(const double *p, const clg_coordinate *c)
{
    return clg_log_share_of(fmax(p[c->index], 1e-300) / fmax(p[c->reference], 1e-300));
}

void clg_coordinates_get(const clg_coordinates *coordinates, const clg_hmm *model,
                         double *x)
{
    for (size_t i = 0; i < coordinates->count; i++) {
        const clg_coordinate *c = &coordinates->at[i];
        const double *theta = model->theta[c->indicator][c->state];
        switch (c->kind) {
        case CLG_COORDINATE_PLAIN: x[i] = theta[c->index]; break;
        case CLG_COORDINATE_LOG: x[i] = clg_log_of(theta[c->index]); break;
        case CLG_COORDINATE_LOGIT: x[i] = clg_logit_of(theta[c->index]); break;
        case CLG_COORDINATE_RATIO: x[i] = ratio_of(theta, c); break;
        default: x[i] = ratio_of(model->initial, c); break;
        }
    }
}

static void normalise(double *p, uint32_t count)
{
    double sum = 0.0;

    for (uint32_t m = 0; m < count; m++)
        sum += p[m];
    for (uint32_t m = 0; m < count; m++)
        p[m] /= sum;
}

void clg_coordinates_set(const clg_coordinates *coordinates, const double *x,
                         clg_hmm *model)
{
    bool initial_is_free = false;

    for (size_t i = 0; i < coordinates->count; i++) {
        const clg_coordinate *c = &coordinates->at[i];
        double *theta = model->theta[c->indicator][c->state];
        switch (c->kind) {
        case CLG_COORDINATE_PLAIN: theta[c->index] = x[i]; break;
        case CLG_COORDINATE_LOG: theta[c->index] = clg_from_log(x[i]); break;
        case CLG_COORDINATE_LOGIT: theta[c->index] = clg_from_logit(x[i]); break;
        case CLG_COORDINATE_RATIO:
            theta[c->index] = clg_from_log(x[i]);
            theta[c->reference] = 1.0;
            break;
        default:
            model->initial[c->index] = clg_from_log(x[i]);
            model->initial[c->reference] = 1.0;
            initial_is_free = true;
        }
    }
    if (initial_is_free)
        normalise(model->initial, model->state_count);
    for (uint32_t d = 0; d < model->indicator_count; d++)
        if (model->family[d] == CLG_FAMILY_CATEGORICAL)
            for (uint32_t k = 0; k < model->state_count; k++)
                normalise(model->theta[d][k], CLG_THETA);
}
