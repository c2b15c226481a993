/* Estimates of many schools, each with its own covariance, shrunk together.
 *
 *     x_s | theta_s ~ N(theta_s, C_s),    theta_s ~ N(mu, Omega)
 *
 * mu and Omega by maximum likelihood (EM with SQUAREM); a school's estimate becomes the
 * posterior mean mu + Omega (Omega + C_s)^-1 (x_s - mu). A school that has no usable
 * estimate has the prior. Spec: trajectories, 2.5. Efron & Morris (1975), JASA 70:311.
 */
#ifndef CLG_TRAJECTORY_CURVE_SHRINKAGE_H
#define CLG_TRAJECTORY_CURVE_SHRINKAGE_H

#include "collegium/error.h"

#include <stdbool.h>

enum { CLG_MOST_SHRUNK = 6 };

typedef struct clg_shrinkage {
    uint32_t dimension, used_count;
    double mean[CLG_MOST_SHRUNK];                         /* mu */
    double covariance[CLG_MOST_SHRUNK * CLG_MOST_SHRUNK]; /* Omega, row by row */
    double loglik;
    uint32_t iterations; /* passes over the schools */
    bool is_converged;   /* false also with less than 2 usable schools */
} clg_shrinkage;

/* estimates [s * p], covariances [s * p * p] positive definite, is_used [s]: 0 for a
 * school without a usable estimate, whose numbers are not read. shrunk [s * p] receives
 * posterior means, posterior [s * p * p] unless NULL their covariances; may be the same
 * arrays. With less than 2 usable schools there is no distribution: mean and
 * covariance are NaN, estimates stay, and other schools get NaN. The same bits for any
 * number of threads. CLG_ERROR_ARGUMENT: p not 1 to 6; CLG_ERROR_MEMORY. */
clg_status clg_shrink(uint32_t count, uint32_t p, const double *estimates,
                      const double *covariances, const uint8_t *is_used, int threads,
                      clg_shrinkage *population, double *shrunk, double *posterior,
                      clg_error *err) CLG_NODISCARD;

#endif
