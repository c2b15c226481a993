/* How sure the parameters of a model are.
 *
 * Schools are what is independent, so they are what is drawn again: a replicate of the
 * school bootstrap counts each school as often as it was drawn, by weights, without
 * copying data, and is fitted from the estimate. The parametric bootstrap draws panels
 * from the model itself, with the panel's lengths and missing cells. The sandwich takes
 * no refit: with s_i the derivative of school i's log-likelihood (Fisher's identity:
 * the expected derivative of the complete one) and H the second derivative of all,
 *
 *     Cov = H^-1 (S / (S - 1) sum (s_i - mean)(s_i - mean)') H^-1,
 *
 * right also where the emissions are not. It works on means, logarithms of what is
 * positive and log ratios of probabilities, and its intervals are symmetric there.
 * Spec: trajectories, 1.8. */
#ifndef CLG_TRAJECTORY_HMM_UNCERTAINTY_H
#define CLG_TRAJECTORY_HMM_UNCERTAINTY_H

#include "trajectory/hmm/em.h"

/* Initial, transition and theta of these models hold what is said of the parameters
 * there. What is not free has error 0 and itself as interval. NaN: not known. */
typedef struct clg_uncertainty {
    clg_hmm error, low, high;
    double level;
    uint32_t replicates, used; /* used: those that could be fitted; sandwich: 0 */
    bool is_singular;          /* sandwich: the data do not fix all parameters */
} clg_uncertainty;

typedef struct clg_bootstrap_options {
    uint32_t replicates; /* 200 */
    uint32_t steps;      /* 30 E-steps a replicate, with SQUAREM */
    double level;        /* of intervals, 0.95 */
    uint64_t seed;
    int threads;
    clg_priors priors; /* those of the fit */
    const clg_monitor *monitor;
} clg_bootstrap_options;

#define CLG_BOOTSTRAP_OPTIONS_INIT                                                     \
    {                                                                                  \
        .replicates = 200, .steps = 30, .level = 0.95, .seed = 1, .priors = {          \
            .variance_floor = 1e-6                                                     \
        }                                                                              \
    }

/* error: standard deviation over replicates. low, high: percentiles, at ((B + 1) p)
 * between order statistics. Where all moves and starts are free, states of a replicate
 * are matched to the model's by the permutation of least total distance (Bhattacharyya)
 * of emissions; otherwise the order of states is that of the model. Replicate b draws
 * from a stream of the seed and b. Options NULL: the defaults.
 * CLG_ERROR_ARGUMENT: less than 2 replicates, a level outside (0, 1), no replicate that
 * could be fitted; CLG_ERROR_MEMORY; CLG_ERROR_INTERRUPTED. */
clg_status clg_bootstrap_schools(clg_batch *batch, const clg_hmm *model,
                                 const clg_bootstrap_options *options,
                                 clg_uncertainty *uncertainty,
                                 clg_error *err) CLG_NODISCARD;
clg_status clg_bootstrap_simulated(const clg_panel *panel, const clg_hmm *model,
                                   const clg_bootstrap_options *options,
                                   clg_uncertainty *uncertainty,
                                   clg_error *err) CLG_NODISCARD;

/* At a maximum that was found with these priors. Parameters of empty states, free
 * probabilities below 1e-8, and variances at their floor stay out: NaN. Two E-steps a
 * parameter. CLG_ERROR_ARGUMENT: fewer than 2 schools; CLG_ERROR_MEMORY. */
clg_status clg_sandwich(clg_batch *batch, const clg_hmm *model,
                        const clg_priors *priors, double level, int threads,
                        clg_uncertainty *uncertainty, clg_error *err) CLG_NODISCARD;

/* permutation[k] = the state of `other` that is state k of the model. */
void clg_match_states(const clg_hmm *model, const clg_hmm *other,
                      uint32_t *permutation);

#endif
