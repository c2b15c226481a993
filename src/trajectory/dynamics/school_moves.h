/* How differently schools move: every school's own transitions, shrunk towards all.
 *
 * Row i of a school's transitions is drawn from a Dirichlet distribution with mean A_i.
 * (that of all schools) and concentration kappa_i; the school's expected moves n_ij are
 * then Dirichlet-multinomial. kappa_i is their maximum likelihood over the schools, and
 *
 *     A_s,ij = (n_s,ij + kappa_i A_ij) / (n_s,i. + kappa_i)
 *
 * the posterior mean: a school with few moves stays near all schools, one with many is
 * itself. kappa -> infinity is homogeneity; twice the log-likelihood gained over it
 * says how much schools differ. Expected moves are taken as if they had been seen,
 * which makes the gain a guide and not a test.
 *
 * Spec: trajectories, 1.13 (a). */
#ifndef CLG_TRAJECTORY_DYNAMICS_SCHOOL_MOVES_H
#define CLG_TRAJECTORY_DYNAMICS_SCHOOL_MOVES_H

#include "trajectory/hmm/model.h"

typedef enum clg_moves_status {
    CLG_MOVES_OK,
    CLG_MOVES_HOMOGENEOUS, /* kappa is at its cap, 1e6: no difference to be seen */
    CLG_MOVES_NO_MOVE,     /* the state is never left: nothing to estimate */
    CLG_MOVES_NO_DATA      /* fewer than two schools were in the state: A for all */
} clg_moves_status;

const char *clg_moves_status_name(clg_moves_status status); /* "ok", ... */

typedef struct clg_school_moves {
    uint32_t school_count, state_count;
    clg_moves_status status[CLG_MOST_STATES];
    double
        concentration[CLG_MOST_STATES]; /* kappa, 1e-3 .. 1e6; NaN: no move, no data */
    double gain[CLG_MOST_STATES]; /* 2 (log L(kappa) - log L(infinity)); NaN likewise */
    uint32_t schools[CLG_MOST_STATES]; /* with moves from the state */
    double *transition;                /* [(s * K + i) * K + j] A_s */
    double *dwell; /* [s * K + i] 1 / (1 - A_s,ii), windows; INFINITY: never left */
} clg_school_moves;

/* moves[(s * K + i) * K + j] as clg_batch_options gives them. Threads as there.
 * O(schools K^2) for each of about ten steps a state. CLG_ERROR_MEMORY. */
clg_status clg_school_moves_fit(const clg_hmm *model, uint32_t school_count,
                                const double *moves, int threads,
                                clg_school_moves *result, clg_error *err) CLG_NODISCARD;
void clg_school_moves_clear(clg_school_moves *result);

#endif
