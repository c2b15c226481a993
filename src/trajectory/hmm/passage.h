/* When a school entered its stages, since when it is in the one it is in, and when it
 * may leave it: exact, from the posterior of its path.
 *
 * Given all data the path is again a Markov chain, one of whose moves at t has
 * probability xi_t(i, j) / gamma_t(i). What could be estimated by drawing paths is
 * therefore summed over all of them.
 *
 * Spec: trajectories, 1.8. */
#ifndef CLG_TRAJECTORY_HMM_PASSAGE_H
#define CLG_TRAJECTORY_HMM_PASSAGE_H

#include "trajectory/hmm/model.h"

#define CLG_NO_WINDOW UINT32_MAX

/* The posterior of one school's path. */
typedef struct clg_path_posterior {
    uint32_t states;
    size_t length;
    const double *gamma; /* [t * K + k] */
    const double *pairs; /* [(t * K + i) * K + j] */
} clg_path_posterior;

typedef enum clg_entry_status {
    CLG_ENTRY_REACHED,
    CLG_ENTRY_AT_START,    /* there or beyond when first seen: entered before */
    CLG_ENTRY_NOT_REACHED, /* by the last window more likely not than yes */
    CLG_ENTRY_NO_DATA
} clg_entry_status;

/* The first window in a stage: windows t from 0; CLG_NO_WINDOW where that share of the
 * paths has not entered by the last window. */
typedef struct clg_entry {
    clg_entry_status status;
    double probability;         /* of having entered by the last window */
    uint32_t median, low, high; /* shares of 0.5, 0.025 and 0.975 */
} clg_entry;

/* True if no free move leads back: then entering a stage means being in it or beyond,
 * and P(entered k by t) = sum over j >= k of gamma_t(j). Otherwise it means the first
 * visit. */
bool clg_hmm_only_advances(const clg_hmm *model);

/* entries[k]; reached, [t * K + k] P(entered stage k by t), may be NULL. is_founded:
 * the first window is where the path begins, not only where it comes into sight.
 * O(T K^3), O(T K^2) for models that only advance. */
void clg_entries_find(const clg_path_posterior *path, bool only_advances,
                      bool is_founded, clg_entry *entries, double *reached);

/* The run of one stage that ends in the last window, given that it ends there: when it
 * began. P(by t) = product over u >= t of xi_u(k, k) / gamma_{u+1}(k). */
typedef struct clg_stage_run {
    uint32_t median, low, high;
} clg_stage_run;
clg_stage_run clg_run_find(const clg_path_posterior *path, uint32_t stage);

/* -sum over all paths of P log P, without going through them: Hernando, Crespi and
 * Cybenko (2005), IEEE Transactions on Information Theory 51:2681. */
double clg_path_entropy(const clg_path_posterior *path);

typedef enum clg_departure_status {
    CLG_DEPARTURE_EXPECTED,
    CLG_DEPARTURE_NONE /* no stage follows the one the school is in */
} clg_departure_status;

/* What comes after the state of the last window. A state with A_ii above 1 - 1e-6 is
 * taken as never left; what follows is for the paths that are not in such a one:
 *     P(leaves in window h) = sum_i gamma_T(i) A_ii^(h - 1) (1 - A_ii). */
typedef struct clg_departure {
    clg_departure_status status;
    double probability; /* that the state is one that is left at all */
    uint32_t next;      /* most likely next stage but the present one */
    double next_probability;
    double expected;  /* windows until then: sum gamma_T(i) / (1 - A_ii) */
    double low, high; /* 0.025 and 0.975 of them, whole numbers */
} clg_departure;

/* now[k]: P(state k in the last window); transition [i * K + j]. */
clg_departure clg_departure_find(uint32_t states, const double *now,
                                 const double *transition, uint32_t stage);

#endif
