/* One sequence through a Markov chain with as many states as it takes: the exact
 * passes, in scaled form, in log space where that underflows.
 *
 * Everything that looks at one school comes here: decoding, forecasts, covariates,
 * continuous time, durations, the check of the batched E-step. */
#ifndef CLG_TRAJECTORY_HMM_CHAIN_H
#define CLG_TRAJECTORY_HMM_CHAIN_H

#include "base/random.h"
#include "trajectory/hmm/model.h"

typedef struct clg_chain {
    size_t length;             /* T, at least 1 */
    uint32_t states;           /* K, any number */
    const double *log_density; /* [t * K + k]; -INFINITY: impossible; 0: no data */
    const double *initial;     /* [k] */
    const double
        *transition; /* [i * K + j], of the step from t to t + 1 at + t * step */
    size_t step;     /* 0: the same for all; K * K: one matrix a step */
} clg_chain;

/* Room for the passes; grows as needed, so that one serves many chains. Zeroed first.
 */
typedef struct clg_chain_room {
    double *alpha, *beta, *scaled, *shift; /* [T * K], the last [T] */
    uint32_t *back;
    size_t double_room, shift_room, back_room;
    bool is_in_logs; /* the last pass left alpha as logarithms */
} clg_chain_room;
void clg_chain_room_clear(clg_chain_room *room);

/* What forward-backward gives; NULL where not wanted. */
typedef struct clg_chain_sums {
    double loglik; /* -INFINITY if the sequence is impossible; then all else is 0 */
    double *gamma; /* [t * K + k] P(state k at t | all) */
    double *moves; /* [i * K + j] sum over t of P(i at t, j at t + 1 | all); added to */
    double *pairs; /* [(t * K + i) * K + j] the same step by step */
    double *scale; /* [t] log P(x_t | x before t): sums to loglik */
} clg_chain_sums;

/* With m_t = max log b_t, B_t = exp(log b_t - m_t): alpha, c_t = sum alpha, beta; the
 * log-likelihood is sum log c_t + m_t. If a c_t falls below 1e-280, or beta_t / c_t
 * rises above 1e290 (then what alpha lost to underflow may matter later), the whole
 * sequence is done in log space instead. O(T K^2), zeros of the transition passed over.
 * CLG_ERROR_MEMORY. */
clg_status clg_chain_pass(const clg_chain *chain, clg_chain_room *room,
                          clg_chain_sums *sums, clg_error *err) CLG_NODISCARD;

/* The log-space form alone, for tests. */
clg_status clg_chain_pass_in_logs(const clg_chain *chain, clg_chain_room *room,
                                  clg_chain_sums *sums, clg_error *err) CLG_NODISCARD;

/* The most likely path (ties: the lowest state) and its log probability, -INFINITY if
 * there is none. Paths are for up to 256 states; CLG_ERROR_ARGUMENT above,
 * CLG_ERROR_MEMORY. */
clg_status clg_chain_viterbi(const clg_chain *chain, clg_chain_room *room,
                             uint8_t *path, double *log_probability,
                             clg_error *err) CLG_NODISCARD;

/* The path of largest sum of gamma among those that are possible at all: the largest
 * expected number of right windows. Ties: the lowest state. */
clg_status clg_chain_best_allowed(const clg_chain *chain, const double *gamma,
                                  clg_chain_room *room, uint8_t *path,
                                  clg_error *err) CLG_NODISCARD;

/* Draws paths from the posterior: after clg_chain_pass on the same room, whose alpha
 * this reads. O(T K) a path. */
void clg_chain_draw(const clg_chain *chain, const clg_chain_room *room,
                    clg_random *random, uint8_t *path);

#endif
