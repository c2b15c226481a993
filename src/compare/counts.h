/* Rates and shares of many schools, shrunk towards what is usual.
 *
 *     events:  y_i ~ Poisson(e_i theta_i),    theta_i ~ Gamma(a, rate b)
 *              theta_i | y_i ~ Gamma(a + y_i, b + e_i)
 *     shares:  k_i ~ Binomial(n_i, theta_i),  theta_i ~ Beta(a, b)
 *              theta_i | k_i ~ Beta(a + k_i, b + n_i - k_i)
 *
 * a and b are the most likely, all schools together: of
 *
 *     sum lgamma(y+a) - lgamma(a) - lgamma(y+1) + a log(b/(b+e)) + y log(e/(b+e))
 *     sum lchoose(n,k) + lbeta(a+k, b+n-k) - lbeta(a,b)
 *
 * found by Newton steps over (log a, log a/b) and (log (a+b), logit a/(a+b)), which
 * hardly depend on one another. At the cap log a = 14, or log (a+b) = 14, schools vary
 * no more than by chance. All then have the pooled rate, with its own uncertainty:
 * Gamma(sum y, sum e), Beta(sum k, sum n - k).
 *
 * As in all empirical Bayes, that a and b are estimates is not in a school's interval,
 * which is therefore a little too narrow where schools are few. Spec:
 * trajectories, 3.2. Clayton & Kaldor (1987), Biometrics 43:671; Kleinman (1973), JASA
 * 68:46. */
#ifndef CLG_COMPARE_COUNTS_H
#define CLG_COMPARE_COUNTS_H

#include "collegium/error.h"

#include "compare/posterior.h"

#include <stdbool.h>

typedef struct clg_prior {
    clg_pool_status status;
    uint32_t used_count; /* schools with an exposure above 0 */
    double a, b;         /* INFINITY if homogeneous: the limit; NaN if unknown */
    double mean;         /* a / b, or a / (a + b) */
    double spread;       /* standard deviation between schools; 0 if homogeneous */
    double loglik; /* at the maximum; the binomial's or Poisson's if homogeneous */
    bool is_converged;
} clg_prior;

/* The schools' distribution, and unless `schools` [count] is NULL each school's
 * posterior. A school whose number or exposure is NaN is missing and stays so; one
 * with exposure 0 has the prior and CLG_POSTERIOR_PRIOR. Nothing ever happened
 * (CLG_POOL_NO_EVENTS): no posteriors, NaN.
 * CLG_ERROR_ARGUMENT: an exposure that is negative or infinite, a number of events
 * that is negative, infinite, or above 0 without exposure; CLG_ERROR_MEMORY.
 * O(count), some 10 times, and two quantiles a school. */
clg_status clg_pool_events(const double *events, const double *exposure, uint32_t count,
                           clg_prior *prior, clg_posterior *schools,
                           clg_error *err) CLG_NODISCARD;

/* The same for k of n. CLG_POOL_NO_EVENTS: it never happened, or always. Schools whose
 * moments (Kleinman's) show no spread are pooled without a search.
 * CLG_ERROR_ARGUMENT: also k above n. */
clg_status clg_pool_shares(const double *successes, const double *trials,
                           uint32_t count, clg_prior *prior, clg_posterior *schools,
                           clg_error *err) CLG_NODISCARD;

#endif
