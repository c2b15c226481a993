/* What comes after the present stage in continuous time.
 *
 * State k is left at the rate -q_kk, for j with probability q_kj / -q_kk: what steps
 * from window to window hide. With p(k) the probabilities now, of states that are left,
 *
 *     P(still there after t) = sum of p(k) exp(q_kk t),  mean = sum of p(k) / -q_kk,
 *
 * both given that the state is one that is left. Spec: trajectories, 1.11. */
#ifndef CLG_TRAJECTORY_DYNAMICS_RATE_DEPARTURE_H
#define CLG_TRAJECTORY_DYNAMICS_RATE_DEPARTURE_H

#include "trajectory/dynamics/continuous.h"
#include "trajectory/hmm/passage.h"

/* now[k]; times in units of the rates. Quantiles by bisection to the last bit. */
clg_departure clg_departure_by_rates(const clg_rates *rate, const double *now,
                                     uint32_t states, uint32_t stage);

#endif
