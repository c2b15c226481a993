/* Walks over all schools on several threads, with the same bits for any number of them.
 *
 * Schools are cut into parts whose number follows from the data alone. One thread walks
 * through a part from its first school to its last and adds to the sums of that part;
 * the parts are then added up in their order. */
#ifndef CLG_TRAJECTORY_DYNAMICS_SWEEP_H
#define CLG_TRAJECTORY_DYNAMICS_SWEEP_H

#include "trajectory/hmm/chain.h"

typedef struct clg_sweep {
    uint32_t school_count;
    int threads;      /* at least 1, see clg_sweep_threads() */
    size_t sum_count; /* doubles that a visit adds to */
    /* `worker` < threads says whose scratch may be used. */
    clg_status (*visit)(void *payload, uint32_t school, int worker, double *sums,
                        clg_error *err);
    void *payload;
} clg_sweep;

/* threads, or as many as OpenMP offers for 0 (and for less). */
int clg_sweep_threads(int threads);

/* sums[sum_count] is set. The error is that of the first school that has one.
 * CLG_ERROR_MEMORY, and what visits return. */
clg_status clg_sweep_schools(const clg_sweep *sweep, double *sums,
                             clg_error *err) CLG_NODISCARD;

/* What one thread needs to pass through a school. */
typedef struct clg_school_room {
    clg_chain_room chain;
    double *transition; /* [t * K * K] one matrix a step */
    double *pairs;      /* [(t * K + i) * K + j] as clg_chain_sums */
} clg_school_room;

/* One room a thread, for the longest school. NULL and err on failure. */
clg_school_room *clg_school_rooms_new(const clg_panel *panel, uint32_t states,
                                      int threads, clg_error *err) CLG_NODISCARD;
void clg_school_rooms_free(clg_school_room *rooms, int threads);

/* The initial probabilities of a school: stage 1 for sure if it was founded then. */
const double *clg_school_initial(const clg_panel *panel, const clg_hmm *model,
                                 uint32_t school);

#endif
