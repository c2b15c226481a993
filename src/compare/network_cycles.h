/* Improvement cycles of a network of schools: how they went, and what each measure did
 * after one began, held against the limits of the time before (charts/cycles.h). What
 * came after a change is no proof of the change. */
#ifndef CLG_COMPARE_NETWORK_CYCLES_H
#define CLG_COMPARE_NETWORK_CYCLES_H

#include "compare/charts/cycles.h"
#include "compare/network.h"

/* A step that a school took. */
typedef struct clg_step_taken {
    uint32_t school;
    uint32_t cycle;    /* its name, an index of names */
    uint32_t kind;     /* of cycle, an index of kinds */
    uint32_t step;     /* within its kind */
    double start, end; /* days */
} clg_step_taken;

/* Points that must be before a cycle, so that limits mean something. */
enum { CLG_LEAST_BEFORE_CYCLE = 8 };

typedef struct clg_network_cycle {
    uint32_t school, name, kind;
    uint32_t window; /* the first that begins on its start or later, or window_count */
    clg_cycle cycle;
} clg_network_cycle;

/* One measure after one cycle began. */
typedef struct clg_cycle_outcome {
    uint32_t cycle, measure;
    double by_chance; /* of its shift, in a stable series */
    clg_cycle_effect effect;
} clg_cycle_outcome;

typedef struct clg_network_cycles {
    /* What is known. */
    clg_texts names, kinds, steps; /* steps of all kinds, one kind after the other */
    uint32_t *kind_first;          /* [kind + 1] of steps */
    clg_step_taken *taken;         /* by school, then cycle and kind */
    size_t taken_count;
    double
        now; /* the day that the study ends; that of the latest step if it is later */
    /* What is found. */
    clg_network_cycle *cycles; /* by school */
    size_t cycle_count, cycle_room;
    uint32_t by_state[CLG_CYCLE_STATE_COUNT];
    clg_cycle_outcome *outcomes; /* by cycle, then measure; those with enough points
                                    before, limits, and points after */
    size_t outcome_count, outcome_room;
} clg_network_cycles;

/* Finds cycles and outcomes. times: days of the windows, [window]; NULL: not known, so
 * that no outcome can be told; seed: of the simulated stable series.
 * CLG_ERROR_ARGUMENT: as clg_cycles_summarise(); CLG_ERROR_MEMORY. O(cycles * measures
 * * windows). */
clg_status clg_network_find_cycles(const clg_network_data *data, const double *times,
                                   uint64_t seed, clg_network_cycles *cycles,
                                   clg_error *err) CLG_NODISCARD;
void clg_network_cycles_clear(clg_network_cycles *cycles);

#endif
