/* Profiles follow the description of the stages: energy rises to maturity, stays high
 * in stewardship and falls in transformation; stewards and those who leave turn to
 * others (Wenger, McDermott & Snyder 2002, ch. 4 and 5). */
#include "run/trajectory_indicators.h"

#include "trajectory/hmm/em_parts.h"

#include <math.h>
#include <string.h>

#define ENERGY                                                                         \
    {                                                                                  \
        -1.3, -0.4, 0.6, 0.8, -1.0                                                     \
    }
#define TIREDNESS                                                                      \
    {                                                                                  \
        1.3, 0.4, -0.6, -0.8, 1.0                                                      \
    }
#define BOUND                                                                          \
    {                                                                                  \
        -1.3, -0.4, 0.4, 0.9, -0.8                                                     \
    }
#define SLIGHTLY_BOUND                                                                 \
    {                                                                                  \
        -0.6, -0.2, 0.2, 0.5, -0.4                                                     \
    }
#define OUTWARD                                                                        \
    {                                                                                  \
        -0.6, -0.5, 0.0, 0.8, 0.8                                                      \
    }

static const clg_indicator indicators[] = {
    {"activity_rate", CLG_TRANSFORM_LOG, NULL, true, 2.0, 0.0, ENERGY},
    {"active_share", CLG_TRANSFORM_ARCSINE, "people", false, 0.0, 1.0, ENERGY},
    {"largest_meeting_share", CLG_TRANSFORM_ARCSINE, "people", true, 0.0, 1.0, BOUND},
    {"outside_share", CLG_TRANSFORM_ARCSINE, "exchanges", true, 0.0, 1.0, OUTWARD},
    {"returned_share", CLG_TRANSFORM_ARCSINE, "exchanges", true, 1.0, 0.0, BOUND},
    {"cross_department_share", CLG_TRANSFORM_ARCSINE, NULL, false, 0.0, 1.0,
     SLIGHTLY_BOUND},
    {"exchange_reciprocity", CLG_TRANSFORM_ARCSINE, NULL, false, 1.0, 0.0, BOUND},
    {"isolate_share", CLG_TRANSFORM_ARCSINE, "people", false, 0.0, -1.0, TIREDNESS},
    {"core_share", CLG_TRANSFORM_NONE, NULL, false, 1.0, 0.0, SLIGHTLY_BOUND},
    {"attendance_gini", CLG_TRANSFORM_NONE, NULL, false, -1.0, 0.0, TIREDNESS},
    {"tie_persistence", CLG_TRANSFORM_NONE, NULL, false, 1.0, 0.0, BOUND},
};

enum { COUNT = sizeof indicators / sizeof indicators[0] };

const clg_indicator *clg_trajectory_indicators(size_t *count)
{
    *count = COUNT;
    return indicators;
}

const clg_indicator *clg_indicator_find(const char *measure)
{
    for (size_t i = 0; i < COUNT; i++)
        if (strcmp(indicators[i].measure, measure) == 0)
            return &indicators[i];
    return NULL;
}

const char *clg_transform_name(clg_transform transform)
{
    switch (transform) {
    case CLG_TRANSFORM_NONE: return "none";
    case CLG_TRANSFORM_LOG: return "log";
    case CLG_TRANSFORM_ARCSINE: return "arcsine";
    }
    return "unknown";
}

/* The quarter on either side keeps 0 of 3 apart from 0 of 300. */
static double arcsine(double share, double trials)
{
    if (!(share >= 0.0 && share <= 1.0))
        return (double)NAN;
    if (trials > 0.0)
        share = (trials * share + 0.25) / (trials + 0.5);
    return asin(sqrt(share));
}

double clg_indicator_read(const clg_indicator *indicator, double value, double trials)
{
    if (indicator == NULL || indicator->transform == CLG_TRANSFORM_NONE)
        return value;
    if (indicator->transform == CLG_TRANSFORM_LOG)
        return value > 0.0 ? log(value) : (double)NAN;
    return arcsine(value, trials);
}

void clg_indicator_defaults(const clg_panel *panel, clg_fit_spec *spec)
{
    for (uint32_t d = 0; d < panel->indicator_count; d++) {
        const clg_indicator *indicator =
            clg_indicator_find(clg_texts_at(&panel->indicators, d));
        spec->energy[d] = indicator != NULL ? indicator->energy : 0.0;
        spec->visibility[d] = indicator != NULL ? indicator->visibility : 0.0;
    }
}

/* ---- where the search begins ---- */

static bool has_profiles(const clg_panel *panel, const clg_fit_spec *spec)
{
    if (spec->has_start || spec->is_parity ||
        strcmp(spec->stages.name, "wenger") != 0 || panel->indicator_count == 0)
        return false;
    for (uint32_t d = 0; d < panel->indicator_count; d++)
        if (clg_indicator_find(clg_texts_at(&panel->indicators, d)) == NULL ||
            spec->shape.family[d] != CLG_FAMILY_NORMAL)
            return false;
    return true;
}

/* Row i of the transitions: 0.9 to stay, the rest in equal parts. */
static void start_moves(clg_hmm *shape, uint32_t i)
{
    const double stay = 0.9;
    double others = 0.0;

    for (uint32_t j = 0; j < shape->state_count; j++)
        others += j != i && shape->allowed[i][j] ? 1.0 : 0.0;
    for (uint32_t j = 0; j < shape->state_count; j++) {
        double move = others > 0.0 ? (1.0 - stay) / others : 0.0;
        if (j == i)
            move = others > 0.0 ? stay : 1.0;
        shape->transition[i][j] = shape->allowed[i][j] ? move : 0.0;
    }
}

void clg_indicator_start(const clg_panel *panel, clg_fit_spec *spec)
{
    clg_hmm *shape = &spec->shape;

    if (!has_profiles(panel, spec))
        return;
    if (spec->topologies == 0) {
        spec->topologies = 1u << CLG_TOPOLOGY_RENEW | 1u << CLG_TOPOLOGY_REGRESS;
        clg_hmm_allow(shape, spec->topologies);
    }
    for (uint32_t d = 0; d < panel->indicator_count; d++) {
        const clg_indicator *indicator =
            clg_indicator_find(clg_texts_at(&panel->indicators, d));
        clg_spread spread = clg_indicator_spread(panel, shape, d);

        for (uint32_t k = 0; k < CLG_PROFILE_STAGES; k++) {
            shape->theta[d][k][0] =
                spread.mean + indicator->profile[k] * sqrt(spread.variance);
            shape->theta[d][k][1] = 0.3 * spread.variance;
        }
    }
    for (uint32_t k = 0; k < CLG_PROFILE_STAGES; k++) {
        shape->initial[k] = 1.0 / CLG_PROFILE_STAGES;
        start_moves(shape, k);
    }
    spec->has_start = spec->start_is_profile = true;
}
