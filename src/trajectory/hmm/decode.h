/* Which stages the schools are in, window by window, and how sure that is.
 *
 * The posterior gamma_t(k); the likeliest path (Viterbi); the likeliest state of each
 * window by itself, whose sequence the model may not allow; and the path that it
 * allows with the largest expected number of right windows, from which a school's
 * stages are read. For each school the stage of its last window, since when, what
 * comes next, and when it entered each stage (passage.h).
 *
 * Spec: trajectories, 1.8. */
#ifndef CLG_TRAJECTORY_HMM_DECODE_H
#define CLG_TRAJECTORY_HMM_DECODE_H

#include "trajectory/hmm/passage.h"

/* How schools move, if not as the model says; all NULL: as it says. */
typedef struct clg_decode_options {
    int threads;                     /* 0: as many as OpenMP offers */
    const double *school_initial;    /* [s * K + k] */
    const double *school_transition; /* [(s * K + i) * K + j] */
    const double *step_transition;   /* [(row * K + i) * K + j] from row to the next;
                                        what comes after the last row is as above */
    bool keeps_reached;              /* fill clg_decoded.reached */
} clg_decode_options;

typedef enum clg_school_status {
    CLG_SCHOOL_OK,
    CLG_SCHOOL_NO_DATA,   /* nothing observed: gamma_t = pi A^t and no more */
    CLG_SCHOOL_IMPOSSIBLE /* the model rules the data out; treated as no data */
} clg_school_status;

typedef struct clg_school_stages {
    clg_school_status status;
    uint32_t observed_windows;
    double loglik;               /* 0 without data, -INFINITY if impossible */
    double path_log_probability; /* of the Viterbi path with the data */
    double path_entropy;
    double mean_log_density; /* loglik / observed windows; NaN unless OK */
    double outlier_z;   /* how far that is from the schools' mean in their sd: low is a
                           school like no other; NaN unless OK, or if all are alike */
    uint32_t stage;     /* of the last window, on the allowed path */
    double probability; /* gamma of it there */
    uint32_t since;     /* where the allowed path's last run begins, t from 0 */
    clg_stage_run run;  /* and when it may have begun, given that stage */
    clg_departure departure;
    clg_entry entries[CLG_MOST_STATES];
} clg_school_stages;

typedef struct clg_decoded {
    uint32_t states, school_count;
    size_t row_count;
    double *gamma;                         /* [row * K + k] */
    uint8_t *viterbi, *likeliest, *stages; /* [row] from 0; stages: the allowed path */
    double *expected_stage;                /* [row] sum (k + 1) gamma(k) */
    double *entropy;                       /* [row] -sum gamma log gamma */
    double *log_density; /* [row] log P(x_t | windows before); NaN: nothing observed */
    double *reached;     /* [row * K + k] P(entered k by then); NULL unless kept */
    clg_school_stages *schools; /* [s] */
    /* Sums over the schools with data, for ICL. */
    double total_entropy, total_path_entropy;
} clg_decoded;

/* Same bits for any number of threads. CLG_ERROR_MEMORY. O(rows K (K + D)). */
clg_status clg_decode(const clg_panel *panel, const clg_hmm *model,
                      const clg_decode_options *options, clg_decoded *decoded,
                      clg_error *err) CLG_NODISCARD;
void clg_decoded_clear(clg_decoded *decoded);

/* pi of a school under the options (NULL: none): stage 1 for sure where it is founded
 * in its first window; K doubles. */
void clg_school_initial_of(const clg_panel *panel, const clg_hmm *model,
                           const clg_decode_options *options, uint32_t school,
                           double *initial);
/* The school's transitions by default, K * K doubles. */
void clg_school_transition_of(const clg_hmm *model, const clg_decode_options *options,
                              uint32_t school, double *transition);

/* True if the cell counts: observed, and its exposure *e (1 without one) is known. */
bool clg_cell_counts(const clg_panel *panel, const clg_hmm *model, uint32_t school,
                     uint32_t t, uint32_t d, double *e);

/* The e of indicator d to be taken where none is known: the mean of the school's own,
 * of all schools' if it has none; 1 without exposure; whole for trials. school:
 * UINT32_MAX for all. */
double clg_typical_exposure(const clg_panel *panel, const clg_hmm *model, uint32_t d,
                            uint32_t school);

#endif
