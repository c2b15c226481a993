/* Growth of schools with random effects, by maximum likelihood.
 *
 * Linear:    y_st = (b_0 + u_s0) + (b_1 + u_s1) t + e_st,   u_s ~ N(0, G)
 * Logistic:  y_st = (A + u_s) / (1 + exp(-(t - m) / s)) + e_st,   u_s ~ N(0, tau^2)
 *
 * Both are normal whatever the parameters, since the random effects enter linearly: the
 * likelihood is exact. Fixed effects and the variance of e are profiled out; what is
 * left (G relative to it; m, s and tau) is found by BFGS with exact derivatives.
 * Spec: trajectories, 2.5. Pinheiro & Bates (2000), Mixed-Effects Models, ch. 2. */
#ifndef CLG_TRAJECTORY_CURVE_GROWTH_MODEL_H
#define CLG_TRAJECTORY_CURVE_GROWTH_MODEL_H

#include "results/table.h"
#include "trajectory/curve/series.h"

typedef struct clg_linear_growth {
    clg_value_status status; /* OK; TOO_SMALL: random effects and error can't be told
        apart; DEGENERATE: no error is left; NOT_CONVERGED. Numbers are NaN where it is
        too small or all values are the same */
    uint32_t used_schools;
    size_t used_rows;
    double fixed[2];            /* b_0 at t = 0, b_1 */
    double fixed_covariance[4]; /* row by row */
    double covariance[4];       /* G; of the level alone: tau^2, 0, 0, 0 */
    double variance;            /* of e */
    double loglik;
} clg_linear_growth;

/* has_slopes: random slopes beside random levels. effects [s * 2] receives u_s given
 * the estimates (0 for a school without values), errors [s * 2] its standard deviation
 * then; both may be NULL. CLG_ERROR_ARGUMENT: times or values that are not finite;
 * CLG_ERROR_MEMORY. O(rows), and O(schools) an evaluation. */
clg_status clg_linear_growth_fit(const clg_series *series, bool has_slopes,
                                 clg_linear_growth *growth, double *effects,
                                 double *errors, clg_error *err) CLG_NODISCARD;

typedef struct clg_logistic_growth {
    clg_value_status status; /* as above */
    uint32_t used_schools;
    size_t used_rows;
    double asymptote, middle, scale; /* A, m, s */
    double tau, sigma;               /* standard deviations of u and e */
    double loglik;
    double pooled[3]; /* A, m, s of least squares, as if all rows were of one school */
    double pooled_rss, pooled_loglik;
} clg_logistic_growth;

/* is_exact: A, m, s, tau maximise the likelihood. Otherwise they solve the equations of
 * Lindstrom & Bates (1990), Biometrics 46:673, as nlme does and as is usually
 * published: m and s make the penalised sum of squares least, which leaves out that tau
 * depends on them; the likelihood is then a little below its maximum. effects [s]: u_s
 * given the estimates, 0 without values; may be NULL. Errors as
 * clg_linear_growth_fit. */
clg_status clg_logistic_growth_fit(const clg_series *series, bool is_exact,
                                   clg_logistic_growth *growth, double *effects,
                                   clg_error *err) CLG_NODISCARD;

#endif
