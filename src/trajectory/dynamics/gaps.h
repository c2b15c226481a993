/* Times between windows, each distinct one once.
 *
 * Months have 28 to 31 days, so that thousands of schools share a few gaps: matrices
 * exp(Q gap) are made once for each, and what is expected of steps is summed by gap
 * before the integrals are taken, whose cost then does not grow with the number of
 * schools. Gaps are in units of their mean. */
#ifndef CLG_TRAJECTORY_DYNAMICS_GAPS_H
#define CLG_TRAJECTORY_DYNAMICS_GAPS_H

#include "trajectory/dynamics/exponential.h"

typedef struct clg_gaps {
    size_t count;
    double mean;      /* of all gaps, in the panel's unit of time; 1 if there is none */
    double *length;   /* [g] in units of the mean */
    uint8_t *exact;   /* [g] 1: the step ends by entering the event state right then */
    uint32_t *number; /* [row] gap from this row to the next; the last has none */
    size_t steps, exact_steps;
    uint32_t states;
    double *matrix;   /* [g * K * K] of the step: exp(Q gap), densities where exact */
    double *survival; /* [g * K * K] exp(Q gap), also where exact */
    double *integral; /* [g * K * K] what clg_gaps_integrate leaves */
} clg_gaps;

/* event: extra column of the panel, 1 in rows whose time is that of entering the event
 * state; -1: none. Gaps that differ by less than 1e-9 of the mean count as equal.
 * CLG_ERROR_MEMORY; CLG_ERROR_ARGUMENT: times of a school that do not rise. */
clg_status clg_gaps_init(clg_gaps *gaps, const clg_panel *panel, uint32_t states,
                         int event, clg_error *err) CLG_NODISCARD;
void clg_gaps_clear(clg_gaps *gaps);

/* The matrices for intensities per mean gap, rate[K * K] with rows that sum to 0. An
 * exact step has sum over k != event of exp(Q gap)_ik q_k,event in the event's column,
 * 0 elsewhere. */
void clg_gaps_evaluate(clg_gaps *gaps, const double *rate, uint32_t event_state,
                       int threads);

/* From xi summed by gap, pairs[g * K * K]: entry (i, j), i != j, of
 *     sum over gaps of int exp(Q s)' W exp(Q (gap - s))' ds,  W_ab = xi_ab / P_ab,
 * times q_ij is the expected number of moves; entry (i, i) is the expected time in i.
 * events[i] are the expected moves into the event state at exact times. (Liu et al.
 * 2015, NeurIPS 28.) */
void clg_gaps_integrate(clg_gaps *gaps, const double *rate, uint32_t event_state,
                        const double *pairs, int threads, double *sums, double *events);

#endif
