/* What changed in a network where something began: a reform, a training, a new head.
 *
 * Two answers stand beside each other. Each school's own series, interrupted where the
 * change began there (effects/segmented.h), pooled over schools; and, where starts
 * differ or some schools never had the change, schools against those that have it not
 * yet (effects/difference.h). Spec: trajectories, 3.7. */
#ifndef CLG_COMPARE_NETWORK_CHANGES_H
#define CLG_COMPARE_NETWORK_CHANGES_H

#include "compare/effects/difference.h"
#include "compare/effects/segmented.h"
#include "compare/network.h"

/* Changes by label: where each began. */
typedef struct clg_change_starts {
    clg_texts labels;
    uint32_t rare;     /* labels left out since they began in too few schools, */
    uint32_t declined; /* and since there is too much to estimate; for those who tell */
    uint32_t *start; /* [label * school_count + school] first window with the change, or
                        CLG_NEVER_TREATED */
} clg_change_starts;

void clg_change_starts_clear(clg_change_starts *changes);

typedef enum clg_effect_method {
    CLG_EFFECT_SEGMENTED,  /* pooled over schools */
    CLG_EFFECT_GROUP_TIME, /* differences in differences */
    CLG_EFFECT_METHOD_COUNT
} clg_effect_method;

typedef enum clg_effect_part {
    CLG_EFFECT_LEVEL,   /* step where the change began */
    CLG_EFFECT_SLOPE,   /* change of the slope per window */
    CLG_EFFECT_OVERALL, /* mean over treated schools and windows since */
    CLG_EFFECT_LEAD,    /* windows from the start; before it, it should be near 0 */
    CLG_EFFECT_PART_COUNT
} clg_effect_part;

/* "segmented", "group_time"; "level", "slope", "overall", "lead". */
const char *clg_effect_method_name(clg_effect_method method);
const char *clg_effect_part_name(clg_effect_part part);

/* One number about all schools; NaN where undefined. */
typedef struct clg_network_effect {
    uint32_t label, measure;
    clg_effect_method method;
    clg_effect_part part;
    int32_t lead;              /* of CLG_EFFECT_LEAD; else 0 */
    uint32_t treated, control; /* schools behind it; segmented has no controls */
    double estimate, error, low, high, p;
    double tau2; /* between schools, of segmented */
} clg_network_effect;

/* One school, interrupted; of schools that have the change. */
typedef struct clg_school_effect {
    uint32_t label, measure, school, start;
    clg_segmented fit;
    double level, slope; /* shrunk towards those of all schools */
} clg_school_effect;

typedef struct clg_network_effects {
    clg_network_effect *effects; /* by label, measure, method, part, lead */
    size_t effect_count, effect_room;
    clg_school_effect *schools; /* by label, measure, school */
    size_t school_count, school_room;
} clg_network_effects;

typedef struct clg_network_effect_options {
    clg_tau2_rule tau2;
    uint32_t replicates; /* of the bootstrap over schools */
    uint64_t seed;
    int threads;
    const clg_monitor *monitor;
} clg_network_effect_options;

/* Every change and measure. To be cleared also after a failure. The same bits for any
 * number of threads. CLG_ERROR_MEMORY; CLG_ERROR_INTERRUPTED. */
clg_status clg_network_find_effects(const clg_network_data *data,
                                    const clg_change_starts *changes,
                                    const clg_network_effect_options *options,
                                    clg_network_effects *effects,
                                    clg_error *err) CLG_NODISCARD;
void clg_network_effects_clear(clg_network_effects *effects);

#endif
