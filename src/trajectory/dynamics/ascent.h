/* Drives an EM map to its fixed point: SQUAREM that never goes down.
 *
 * With r = F(x) - x and v = F(F(x)) - F(x) - r, the step length is
 * a = min(-|r| / |v|, -1) and the proposal x - 2 a r + a^2 v (scheme S3 of Varadhan and
 * Roland 2008, Scandinavian Journal of Statistics 35:335). It is taken if its
 * log-likelihood is not below that of F(F(x)); otherwise a goes half the way to -1, at
 * which the proposal is F(F(x)) itself. Coordinates are unbounded (logarithms of rates,
 * log ratios of probabilities), so that every proposal is a model. */
#ifndef CLG_TRAJECTORY_DYNAMICS_ASCENT_H
#define CLG_TRAJECTORY_DYNAMICS_ASCENT_H

#include "base/monitor.h"

#include <stdbool.h>

typedef struct clg_ascent {
    size_t count; /* coordinates */
    /* One step of EM: the log-likelihood at x (-INFINITY: impossible there), and the
     * coordinates after the M-step. */
    clg_status (*step)(void *payload, const double *x, double *next, double *loglik,
                       clg_error *err);
    void *payload;
    uint32_t most_evaluations;  /* of step */
    double tolerance;           /* relative change of the log-likelihood in a step */
    double parameter_tolerance; /* largest |change| / (1 + |x|) of a coordinate */
    const char *stage;          /* what the monitor is told */
    const clg_monitor *monitor;
} clg_ascent;

typedef struct clg_ascent_result {
    double loglik;   /* at x */
    double *history; /* log-likelihoods of the accepted points, not falling */
    size_t history_count, history_room;
    uint32_t evaluations;
    bool is_converged;
    bool fell; /* no step along F(x) - x went up: a fault of the map */
} clg_ascent_result;

/* x[count] goes from the start to the maximum; step has last been called at x, so that
 * what its payload keeps belongs to x. If a plain step lowers the log-likelihood, as a
 * Newton step in place of an exact M-step may, it is halved until it does not.
 * CLG_ERROR_MEMORY; CLG_ERROR_INTERRUPTED; CLG_ERROR_ARGUMENT: the data are impossible
 * at the start; what step returns. */
clg_status clg_ascend(const clg_ascent *ascent, double *x, clg_ascent_result *result,
                      clg_error *err) CLG_NODISCARD;
void clg_ascent_result_clear(clg_ascent_result *result);

#endif
