/* What the parts of the chain share: chain.c, chain_logs.c, chain_paths.c. */
#ifndef CLG_TRAJECTORY_HMM_CHAIN_PART_H
#define CLG_TRAJECTORY_HMM_CHAIN_PART_H

#include "trajectory/hmm/chain.h"

#include <math.h>

/* Below this a sum of scaled probabilities has lost what it should hold. */
#define CLG_CHAIN_LEAST 1e-280

clg_status clg_chain_reserve(const clg_chain *chain, clg_chain_room *room,
                             clg_error *err) CLG_NODISCARD;
/* Zeroes what is wanted: the sequence is impossible. */
void clg_chain_set_impossible(const clg_chain *chain, clg_chain_sums *sums);

/* The log-likelihood and its parts, which both forms of the pass leave in `shift`. */
void clg_chain_keep_scale(const clg_chain *chain, const clg_chain_room *room,
                          clg_chain_sums *sums);

/* P(i at t, j at t + 1 | all), to wherever it is wanted. */
static inline void clg_chain_keep_pair(const clg_chain *chain, clg_chain_sums *sums,
                                       size_t t, size_t i, size_t j, double pair)
{
    size_t k = chain->states;

    if (sums->moves != NULL)
        sums->moves[i * k + j] += pair;
    if (sums->pairs != NULL)
        sums->pairs[(t * k + i) * k + j] = pair;
}

/* The matrix of the step from t to t + 1. */
static inline const double *clg_chain_matrix(const clg_chain *chain, size_t t)
{
    return chain->transition + t * chain->step;
}

/* Logarithms of the transition in logs, [i * K + j], if it is the same at all steps:
 * room of K * K. */
void clg_chain_take_logs(const clg_chain *chain, double *logs);

static inline double clg_chain_log_move(const clg_chain *chain, const double *logs,
                                        size_t t, size_t i, size_t j)
{
    size_t cell = i * chain->states + j;

    return chain->step == 0 ? logs[cell] : log(clg_chain_matrix(chain, t)[cell]);
}

#endif
