/* Estimates of many schools, shrunk towards their mean by as much as chance explains.
 *
 *     y_i | theta_i ~ N(theta_i, v_i),    theta_i ~ N(mu, tau2)
 *
 * with v_i known. Small schools scatter more, and so fill both ends of every league
 * table; the posterior mean takes back what is due to size. With W_i = 1/(v_i + tau2),
 *
 *     mu        = sum W y / sum W
 *     theta_i   = mu + B_i (y_i - mu),    B_i = tau2 / (tau2 + v_i)
 *     variance  = B_i v_i + (1 - B_i)^2 / sum W
 *
 * The second term of the variance is for the estimated mu; that tau2 is estimated too
 * is left out, as usual. Efron & Morris (1975), JASA 70:311; Viechtbauer (2010), J.
 * Stat. Softw. 36(3), whose blup() this is. Spec: trajectories, 3.1. */
#ifndef CLG_COMPARE_SHRINKAGE_H
#define CLG_COMPARE_SHRINKAGE_H

#include "collegium/error.h"

#include "compare/posterior.h"

/* How the spread between schools, tau2, is found. Each is at least 0; w = 1/v. */
typedef enum clg_tau2_rule {
    CLG_TAU2_PM, /* sum (y - mu)^2 / (v + tau2) = n - 1. Needs no distribution. Paule &
                    Mandel (1982), J. Res. NBS 87:377 */
    CLG_TAU2_DL, /* (Q - (n - 1)) / (sum w - sum w^2 / sum w). DerSimonian & Laird
                    (1986), Control. Clin. Trials 7:177 */
    CLG_TAU2_REML, /* the largest restricted likelihood */
    CLG_TAU2_ML,   /* the largest likelihood; too small where schools are few */
    CLG_TAU2_HE    /* var(y) - mean(v). Hedges & Olkin (1985) */
} clg_tau2_rule;

typedef struct clg_pool {
    clg_pool_status status;
    uint32_t used_count;     /* schools with an estimate */
    double mean, mean_error; /* mu, 1 / sqrt(sum W) */
    double tau2;
    double q;   /* Cochran's Q = sum w (y - mean_w)^2 */
    double q_p; /* its upper tail, chi2 with n - 1 degrees; NaN if n < 2 */
    double i2;  /* % of variance that is between schools, tau2 / (tau2 + typical v) */
    double h2;  /* 1 + tau2 / typical v */
    double low, high; /* where a new school's theta lies, 95 %: mu -+ t(n - 2) sqrt(tau2
                         + mean_error^2); NaN if n < 3. Higgins, Thompson &
                         Spiegelhalter (2009), JRSS A 172:137 */
} clg_pool;

/* The schools' distribution, and unless `schools` [count] is NULL each school's
 * posterior. A school whose y or v is NaN is missing and stays so. Typical v is (n - 1)
 * / (sum w - sum w^2 / sum w) (Higgins & Thompson 2002). One school: tau2 = 0 and its
 * theta is y. tau2 = 0: CLG_POOL_HOMOGENEOUS, all are the mean.
 * CLG_ERROR_ARGUMENT: an infinite y, a v that is not above 0 and finite, an unknown
 * rule; CLG_ERROR_MEMORY. O(count), times some 10 (PM) or 70 (ML, REML). The order of
 * schools changes rounding only. */
clg_status clg_pool_normal(const double *y, const double *v, uint32_t count,
                           clg_tau2_rule rule, clg_pool *pool, clg_posterior *schools,
                           clg_error *err) CLG_NODISCARD;

#endif
