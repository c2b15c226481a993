/* exp(M t) of a small matrix without negative entries off its diagonal, such as the
 * intensities of a Markov process in continuous time or their transpose.
 *
 * Uniformisation: with q = max |M_ii| and P = I + M / q,
 *
 *     exp(M t) = sum over n of Poisson(n; q t) P^n,
 *
 * sums of what is not negative, so that nothing cancels; t is halved until q t <= 16
 * and the result squared as often. The integral is the upper right block of
 * exp([[M, W], [0, M]] t) (Van Loan 1978, IEEE Transactions on Automatic Control
 * 23:395), summed in the same way. */
#ifndef CLG_TRAJECTORY_DYNAMICS_EXPONENTIAL_H
#define CLG_TRAJECTORY_DYNAMICS_EXPONENTIAL_H

#include "trajectory/hmm/model.h"

enum { CLG_MOST_CELLS = CLG_MOST_STATES * CLG_MOST_STATES };

/* power = exp(M time), n x n by rows; n <= CLG_MOST_STATES, time >= 0. With weights W
 * (not negative) also integral = int from 0 to time of exp(M s) W exp(M (time - s)) ds;
 * both NULL if not wanted. */
void clg_exponential(uint32_t n, const double *matrix, double time,
                     const double *weights, double *power, double *integral);

#endif
