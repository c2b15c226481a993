/* Improvement cycles on charts, Plan-Do-Study-Act or others of so many steps: what a
 * measure did after a cycle began, and how a school's cycles went.
 *
 * A change is judged by the limits of the time before it: the XmR limits are frozen
 * where the cycle starts, and what came later is held against them. Spec: trajectories,
 * 3.6. */
#ifndef CLG_COMPARE_CHARTS_CYCLES_H
#define CLG_COMPARE_CHARTS_CYCLES_H

#include "compare/charts/xmr.h"

typedef struct clg_cycle_effect {
    clg_xmr before;        /* limits of the windows before the start */
    uint32_t count;        /* observed points from the start on */
    uint32_t above, below; /* of them, beyond the old limits */
    double share_beyond;   /* (above + below) / count; NaN without limits or points */
    double change;         /* their mean less the old centre; NaN without either */
    uint32_t longest_run;  /* of them in a row on one side of the old centre */
    int shift;             /* -1, 1: 7 or more in a row below, above; else 0 */
    uint32_t shift_at;     /* the window where the first such run begins */
} clg_cycle_effect;

/* Windows [begin, start) are before the change, [start, end) after it; NaN is missing.
 * O(windows). */
clg_cycle_effect clg_cycle_effect_of(const double *values, uint32_t begin,
                                     uint32_t start, uint32_t end,
                                     const clg_xmr_options *options);

/* The share of stable series (independent normal values) with such a shift, when so
 * many points are before and after; by simulation, to .011. O(after). */
double clg_cycle_shift_by_chance(uint32_t before, uint32_t after, uint64_t seed);

enum { CLG_MOST_CYCLE_STEPS = 8 };

/* One row of a school's table of cycles: times in days. */
typedef struct clg_cycle_mark {
    uint32_t cycle; /* which, 0 ... cycle_count - 1 */
    uint32_t step;
    double start, end; /* end is NaN where it is not given */
} clg_cycle_mark;

typedef enum clg_cycle_state {
    CLG_CYCLE_UNSEEN,    /* no mark of it */
    CLG_CYCLE_COMPLETED, /* it has its last step, the Act */
    CLG_CYCLE_RUNNING,   /* none yet, or nothing to compare its age with */
    CLG_CYCLE_ABANDONED, /* none for more than twice the median length */
    CLG_CYCLE_STATE_COUNT
} clg_cycle_state;

typedef struct clg_cycle {
    clg_cycle_state state;
    double start;   /* its earliest mark */
    double length;  /* to the end of its last step, or to that step's start if the end
                       is not given; NaN unless completed */
    unsigned steps; /* bit 1 << step of those that have a mark */
} clg_cycle;

typedef struct clg_cycle_summary {
    uint32_t completed, running, abandoned;
    uint32_t skipped_steps; /* those without a mark in completed cycles */
    double median_length;   /* of the completed; NaN if there is none */
} clg_cycle_summary;

/* The cycles of one school, all of `step_count` steps (4 of Plan-Do-Study-Act), as of
 * `now`. cycles [cycle_count] is filled; room is for cycle_count doubles. Marks may
 * come in any order; those that begin after now are left out. CLG_ERROR_ARGUMENT: a
 * cycle or step out of range, a mark without a start or that ends before it. */
clg_status clg_cycles_summarise(const clg_cycle_mark *marks, uint32_t mark_count,
                                uint32_t step_count, uint32_t cycle_count, double now,
                                clg_cycle *cycles, double *room,
                                clg_cycle_summary *summary,
                                clg_error *err) CLG_NODISCARD;
/* "unseen", "completed", "running", "abandoned". */
const char *clg_cycle_state_name(clg_cycle_state state);

#endif
