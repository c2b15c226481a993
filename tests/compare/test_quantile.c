/* Quantiles: distributions at them, closed forms, GSL where it is good, sums by hand.
 */
#include "check.h"

#include "compare/quantile.h"

#include "base/special.h"

#include <gsl/gsl_cdf.h>

static const double levels[] = {1e-6, 0.001, 0.025, 0.3,     0.5,
                                0.7,  0.975, 0.999, 0.999999};

static void gamma_quantiles_are_where_the_distribution_says(void **state)
{
    (void)state;
    const double shapes[] = {0.05, 0.3, 1.0, 2.5, 40.0, 1e4, 3e6};

    for (size_t i = 0; i < COUNT_OF(shapes); i++)
        for (size_t k = 0; k < COUNT_OF(levels); k++) {
            double upper, x = clg_gamma_quantile(levels[k], shapes[i]);
            double lower = clg_incomplete_gamma(shapes[i], x, &upper);
            if (levels[k] < 0.5)
                check_near(lower / levels[k], 1.0, 1e-8);
            else
                check_near(upper / (1.0 - levels[k]), 1.0, 1e-8);
        }
    for (size_t k = 0; k < COUNT_OF(levels); k++) /* the exponential distribution */
        check_near(clg_gamma_quantile(levels[k], 1.0) / -log1p(-levels[k]), 1.0, 1e-12);
    check_near(clg_gamma_quantile(0.975, 7.5), gsl_cdf_gamma_Pinv(0.975, 7.5, 1.0),
               1e-9);
    check_near(clg_gamma_quantile(1e-9, 0.001), 0.0, 0.0); /* (1e-9)^1000 */
}

static void beta_quantiles_are_where_the_distribution_says(void **state)
{
    (void)state;
    const double sizes[] = {0.05, 0.7, 1.0, 6.0, 300.0, 2e5};

    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        for (size_t j = 0; j < COUNT_OF(sizes); j++)
            for (size_t k = 0; k < COUNT_OF(levels); k++) {
                double a = sizes[i], b = sizes[j], upper;
                double x = clg_beta_quantile(levels[k], a, b);
                double lower = clg_incomplete_beta(a, b, x, 1.0 - x, &upper);
                assert_true(x >= 0.0 && x <= 1.0);
                if (x <= 1e-300 || x >= 1.0 - 1e-6) /* 1 - x has lost digits */
                    continue;
                if (levels[k] < 0.5)
                    check_near(lower / levels[k], 1.0, 1e-6);
                else
                    check_near(upper / (1.0 - levels[k]), 1.0, 1e-6);
            }
    for (size_t k = 0; k < COUNT_OF(levels); k++) {
        check_near(clg_beta_quantile(levels[k], 1.0, 1.0), levels[k], 1e-14);
        check_near(clg_beta_quantile(levels[k], 3.0, 1.0), cbrt(levels[k]), 1e-13);
    }
}

/* Ten trials of 1/2: P(X <= 2) = 56/1024, P(X <= 1) = 11/1024. */
static void quantiles_of_counts_by_hand(void **state)
{
    (void)state;
    double f2 = 45.0 / 1024.0;

    check_near(clg_binomial_quantile(0.025, 10.0, 0.5),
               2.0 - (56.0 / 1024.0 - 0.025) / f2, 1e-13);
    check_near(clg_binomial_quantile(11.0 / 1024.0, 10.0, 0.5), 1.0, 1e-12);
    check_near(clg_poisson_quantile(0.5, 1.0),
               1.0 - (2.0 * exp(-1.0) - 0.5) / exp(-1.0), 1e-13);
    /* a uniform share: each of 0 .. 9 has 1/10 */
    check_near(clg_beta_binomial_quantile(0.25, 9.0, 1.0, 1.0), 1.5, 1e-12);
    check_near(clg_beta_binomial_quantile(0.95, 9.0, 1.0, 1.0), 8.5, 1e-12);
    /* chance of nothing is above p: below 0, to -1 at most */
    assert_true(clg_poisson_quantile(0.001, 0.01) >= -1.0);
    assert_true(clg_binomial_quantile(0.001, 1.0, 0.01) < 0.0);
}

/* P(X <= r) by adding up, and the definition. */
static double plain_binomial(double p, double n, double share)
{
    double below = 0.0, at = 0.0, r = -1.0;

    while (below < p && r < n) {
        at = exp(clg_log_binomial(++r, n, share, 1.0 - share));
        below += at;
    }
    return r - (below - p) / at;
}

static double plain_poisson(double p, double mean)
{
    double below = 0.0, at = 0.0, r = -1.0;

    while (below < p) {
        at = exp(clg_log_poisson(++r, mean));
        below += at;
    }
    return r - (below - p) / at;
}

static void quantiles_of_counts_are_their_definition(void **state)
{
    (void)state;
    const double ns[] = {1, 2, 7, 30, 400, 5000}, shares[] = {0.001, 0.2, 0.5, 0.93};
    const double means[] = {0.01, 0.5, 3.0, 33.3, 2000.0};
    const double wanted[] = {0.001, 0.025, 0.5, 0.975, 0.999};

    for (size_t k = 0; k < COUNT_OF(wanted); k++) {
        for (size_t i = 0; i < COUNT_OF(ns); i++)
            for (size_t j = 0; j < COUNT_OF(shares); j++)
                check_near(clg_binomial_quantile(wanted[k], ns[i], shares[j]),
                           plain_binomial(wanted[k], ns[i], shares[j]), 1e-7);
        for (size_t i = 0; i < COUNT_OF(means); i++)
            check_near(clg_poisson_quantile(wanted[k], means[i]),
                       plain_poisson(wanted[k], means[i]), 1e-7);
    }
}

static void many_trials_are_nearly_normal(void **state)
{
    (void)state;
    double x = clg_binomial_quantile(0.975, 1e8, 0.3);

    check_near((x - 3e7) / sqrt(1e8 * 0.21), 1.959963984540054, 1e-3);
    x = clg_poisson_quantile(0.025, 1e8);
    check_near((x - 1e8) / 1e4, -1.959963984540054, 1e-3);
    /* a distribution of shares that hardly varies leaves the binomial */
    check_near(clg_beta_binomial_quantile(0.975, 50.0, 3e9, 7e9),
               clg_binomial_quantile(0.975, 50.0, 0.3), 1e-5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gamma_quantiles_are_where_the_distribution_says),
        cmocka_unit_test(beta_quantiles_are_where_the_distribution_says),
        cmocka_unit_test(quantiles_of_counts_by_hand),
        cmocka_unit_test(quantiles_of_counts_are_their_definition),
        cmocka_unit_test(many_trials_are_nearly_normal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
