/* Measures of one school with what chance would give, and with intervals.
 *
 * The null is the one that the registry names for the measure: groups dealt out again,
 * attendance with fixed margins inside every window and kind of meeting and for members
 * only, exchanges rewired or turned round. All measures of one null are computed on the
 * same shuffled copies. Intervals come from resampled meetings or people. */
#ifndef CLG_MEASURES_SIGNIFICANCE_ASSESS_H
#define CLG_MEASURES_SIGNIFICANCE_ASSESS_H

#include "measures/registry.h"
#include "measures/significance/curveball.h"
#include "measures/significance/monte_carlo.h"
#include "measures/significance/resample.h"
#include "measures/significance/shuffle.h"

typedef struct clg_assess_options {
    uint32_t resample; /* shuffled copies; 0: no nulls, no intervals */
    double interval;   /* coverage, or 0: no intervals */
    uint64_t seed;
} clg_assess_options;

/* Of too small a school (fewer than 10 people, meetings or exchanges) mean, sd, z, p
 * and interval are TOO_SMALL; of a measure without a value they have its status; of one
 * without a null, or an interval, UNDEFINED. */
typedef struct clg_assessment {
    clg_value value, mean, sd, z, p, low, high;
    uint32_t draws; /* values behind mean, sd, z and p */
} clg_assessment;

/* Rooms that are kept from school to school. */
typedef struct clg_assessor {
    clg_curveball curveball;
    clg_rewiring rewiring;
    clg_resample resample;
    clg_groups shuffled;
    clg_monte_carlo *tests;
    double *replicates;
    uint32_t *block;
    int64_t *start, *joined, *left;
    size_t test_room, replicate_room, block_room, start_room, joined_room, left_room;
} clg_assessor;

void clg_assessor_clear(clg_assessor *assessor);

/* Assesses the measures of one level: groups are those of a stratum attribute, stream
 * tells attributes apart; or NULL and 0 for the school. results: one a measure. The
 * scope shows its own networks afterwards. CLG_ERROR_MEMORY, CLG_ERROR_DEPENDENCY.
 * O(resample (trades + projection + measures)). */
clg_status clg_assess(clg_assessor *assessor, clg_scope *scope,
                      const clg_measure_list *measures, const clg_groups *groups,
                      uint32_t stream, const clg_assess_options *options,
                      clg_assessment *results, clg_error *err) CLG_NODISCARD;

#endif
