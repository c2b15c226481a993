/* Shrinkage of rates and shares: R's glm.nb, cases by hand, the likelihood against a
 * plain one on a grid, quantiles of posteriors, odd input, coverage in simulations. */
#include "check.h"

#include "compare/counts.h"

#include "base/memory.h"
#include "base/random.h"
#include "compare/quantile.h"
#include "reference.h"

#include <string.h>

enum { SCHOOLS = 40, MOST = 60 };

static void rates_are_as_in_glm_nb(void **state)
{
    (void)state;
    double rows[SCHOOLS * 3], y[SCHOOLS], e[SCHOOLS], mean[SCHOOLS], low[SCHOOLS],
        high[SCHOOLS];
    json_t *all = reference_load("eb/eb3_gp.json");
    clg_posterior schools[SCHOOLS];
    clg_prior prior;

    assert_int_equal(reference_table("eb/gp.csv", 3, rows, SCHOOLS), SCHOOLS);
    for (int i = 0; i < SCHOOLS; i++) {
        y[i] = rows[3 * i + 1];
        e[i] = rows[3 * i + 2];
    }
    check_ok(clg_pool_events(y, e, SCHOOLS, &prior, schools, &err));
    assert_int_equal(prior.status, CLG_POOL_OK);
    assert_true(prior.is_converged);
    check_near(prior.a, reference_number(all, "a"), 1e-5);
    check_near(prior.b, reference_number(all, "b"), 1e-5);
    check_near(prior.a, reference_number(all, "glmnb_theta"), 1e-6);
    check_near(prior.mean, reference_number(all, "glmnb_mu"), 1e-7);
    check_near(-prior.loglik, reference_number(all, "nll"), 1e-9);
    reference_array(all, "post_mean", mean, SCHOOLS);
    reference_array(all, "post_lo", low, SCHOOLS);
    reference_array(all, "post_hi", high, SCHOOLS);
    for (int i = 0; i < SCHOOLS; i++) {
        check_near(schools[i].mean, mean[i], 1e-6);
        check_near(schools[i].low, low[i], 1e-6);
        check_near(schools[i].high, high[i], 1e-6);
    }
    json_decref(all);
}

static double plain_events(const double *y, const double *e, uint32_t n, double a,
                           double mean)
{
    double b = a / mean, sum = 0.0;

    for (uint32_t i = 0; i < n; i++)
        sum += lgamma(y[i] + a) - lgamma(a) - lgamma(y[i] + 1.0) +
               a * log(b / (b + e[i])) + y[i] * log(e[i] / (b + e[i]));
    return sum;
}

static double log_beta(double a, double b)
{
    return lgamma(a) + lgamma(b) - lgamma(a + b);
}

static double plain_shares(const double *k, const double *n, uint32_t count,
                           double size, double mean)
{
    double a = size * mean, b = size - a, sum = 0.0;

    for (uint32_t i = 0; i < count; i++)
        sum += lgamma(n[i] + 1.0) - lgamma(k[i] + 1.0) - lgamma(n[i] - k[i] + 1.0) +
               log_beta(a + k[i], b + n[i] - k[i]) - log_beta(a, b);
    return sum;
}

/* Whole numbers with more spread than chance in some rounds, with less in others. */
static void draw(uint64_t round, uint32_t count, int is_share, double *y, double *e)
{
    clg_random random = clg_random_stream(21, "counts", round, 0, 0);

    for (uint32_t i = 0; i < count; i++) {
        double chance =
            round % 4 == 0 ? 0.4 : 0.1 + 0.8 * pow(clg_random_uniform(&random), 2.0);
        uint32_t n = 1 + clg_random_below(&random, 30);
        y[i] = 0.0;
        for (uint32_t t = 0; t < n; t++)
            y[i] += clg_random_uniform(&random) < chance;
        e[i] = is_share ? n : n * (0.5 + clg_random_uniform(&random));
    }
}

/* Nowhere on a grid is the likelihood higher; at the optimum it is the plain one. */
static void likelihood_of_rates_is_highest_where_it_says(void **state)
{
    (void)state;
    double y[MOST], e[MOST];

    for (uint64_t round = 0; round < 120; round++) {
        uint32_t n = 3 + (uint32_t)(round % 40);
        clg_prior prior;
        draw(round, n, 0, y, e);
        check_ok(clg_pool_events(y, e, n, &prior, NULL, &err));
        assert_true(prior.is_converged);
        if (prior.status == CLG_POOL_OK)
            check_near(prior.loglik, plain_events(y, e, n, prior.a, prior.mean), 1e-6);
        for (int u = -8; u <= 28; u++)
            for (int m = -8; m <= 8; m++)
                assert_true(
                    plain_events(y, e, n, exp(0.5 * u), prior.mean * exp(0.1 * m)) <=
                    prior.loglik + 1e-6);
    }
}

static void likelihood_of_shares_is_highest_where_it_says(void **state)
{
    (void)state;
    double k[MOST], n[MOST];
    int homogeneous = 0;

    for (uint64_t round = 0; round < 120; round++) {
        uint32_t count = 3 + (uint32_t)(round % 40);
        clg_prior prior;
        double slack;
        draw(round, count, 1, k, n);
        check_ok(clg_pool_shares(k, n, count, &prior, NULL, &err));
        assert_true(prior.is_converged);
        homogeneous += prior.status == CLG_POOL_HOMOGENEOUS;
        if (prior.status == CLG_POOL_OK)
            check_near(prior.loglik,
                       plain_shares(k, n, count, prior.a + prior.b, prior.mean), 1e-6);
        /* pooled by its moments, a little more may be had */
        slack = prior.status == CLG_POOL_HOMOGENEOUS ? 0.5 : 1e-6;
        for (int u = -8; u <= 28; u++)
            for (int m = -8; m <= 8; m++)
                assert_true(plain_shares(k, n, count, exp(0.5 * u),
                                         1.0 / (1.0 + (1.0 / prior.mean - 1.0) *
                                                          exp(0.1 * m))) <=
                            prior.loglik + slack);
    }
    assert_in_range(homogeneous, 5, 60);
}

static void posteriors_are_conjugate(void **state)
{
    (void)state;
    double y[MOST], e[MOST];
    clg_posterior schools[MOST];
    clg_prior prior;

    draw(1, MOST, 0, y, e);
    check_ok(clg_pool_events(y, e, MOST, &prior, schools, &err));
    assert_int_equal(prior.status, CLG_POOL_OK);
    check_near(prior.mean, prior.a / prior.b, 1e-14);
    check_near(prior.spread, sqrt(prior.a) / prior.b, 1e-14);
    for (int i = 0; i < MOST; i++) {
        double a = prior.a + y[i], b = prior.b + e[i], own = y[i] / e[i];
        check_near(schools[i].mean, a / b, 1e-14);
        check_near(schools[i].variance, a / b / b, 1e-14);
        check_near(schools[i].low, clg_gamma_quantile(0.025, a) / b, 1e-14);
        check_near(schools[i].high, clg_gamma_quantile(0.975, a) / b, 1e-14);
        assert_true((schools[i].mean - prior.mean) * (schools[i].mean - own) <= 1e-15);
    }
    draw(1, MOST, 1, y, e);
    check_ok(clg_pool_shares(y, e, MOST, &prior, schools, &err));
    assert_int_equal(prior.status, CLG_POOL_OK);
    for (int i = 0; i < MOST; i++) {
        double a = prior.a + y[i], b = prior.b + e[i] - y[i], own = y[i] / e[i];
        check_near(schools[i].mean, a / (a + b), 1e-14);
        check_near(schools[i].low, clg_beta_quantile(0.025, a, b), 1e-14);
        check_near(schools[i].high, clg_beta_quantile(0.975, a, b), 1e-14);
        assert_true((schools[i].mean - prior.mean) * (schools[i].mean - own) <= 1e-15);
    }
}

/* Equal rates in all schools: the pooled one, with the uncertainty of its 60 events. */
static void equal_schools_have_the_pooled_rate(void **state)
{
    (void)state;
    const double y[] = {10, 20, 30, NAN, 0}, e[] = {5, 10, 15, 2, 0};
    const double k[] = {5, 10, 15, NAN, 0}, n[] = {10, 20, 30, 2, 0};
    clg_posterior schools[5];
    clg_prior prior;

    check_ok(clg_pool_events(y, e, 5, &prior, schools, &err));
    assert_int_equal(prior.status, CLG_POOL_HOMOGENEOUS);
    assert_int_equal(prior.used_count, 3);
    check_near(prior.mean, 2.0, 0.0);
    check_near(prior.spread, 0.0, 0.0);
    assert_true(isinf(prior.a) && isinf(prior.b) && isfinite(prior.loglik));
    check_near(schools[0].mean, 2.0, 0.0);
    check_near(schools[2].high, clg_gamma_quantile(0.975, 60.0) / 30.0, 1e-14);
    assert_int_equal(schools[2].status, CLG_POSTERIOR_OK);
    assert_int_equal(schools[3].status, CLG_POSTERIOR_MISSING);
    assert_true(isnan(schools[3].mean) && isnan(schools[3].high));
    assert_int_equal(schools[4].status, CLG_POSTERIOR_PRIOR);
    check_near(schools[4].mean, 2.0, 0.0);

    check_ok(clg_pool_shares(k, n, 5, &prior, schools, &err));
    assert_int_equal(prior.status, CLG_POOL_HOMOGENEOUS);
    check_near(schools[0].mean, 0.5, 0.0);
    check_near(schools[0].low, clg_beta_quantile(0.025, 30.0, 30.0), 1e-14);
    assert_int_equal(schools[3].status, CLG_POSTERIOR_MISSING);
    assert_int_equal(schools[4].status, CLG_POSTERIOR_PRIOR);
}

static void schools_without_exposure_have_the_prior(void **state)
{
    (void)state;
    double y[MOST], e[MOST];
    clg_posterior schools[MOST];
    clg_prior prior;

    for (int is_share = 0; is_share < 2; is_share++) {
        draw(2, MOST, is_share, y, e);
        y[7] = e[7] = 0.0;
        if (is_share)
            check_ok(clg_pool_shares(y, e, MOST, &prior, schools, &err));
        else
            check_ok(clg_pool_events(y, e, MOST, &prior, schools, &err));
        assert_int_equal(prior.status, CLG_POOL_OK);
        assert_int_equal(prior.used_count, MOST - 1);
        assert_int_equal(schools[7].status, CLG_POSTERIOR_PRIOR);
        check_near(schools[7].mean, prior.mean, 1e-14);
        check_near(sqrt(schools[7].variance), prior.spread, 1e-14);
    }
}

static void few_schools_and_no_events(void **state)
{
    (void)state;
    const double zero[] = {0, 0, 0}, three[] = {3, 0, 0}, n[] = {3, 0, 0},
                 ones[] = {1, 1, 1}, some[] = {1, 0, 1};
    clg_posterior schools[3];
    clg_prior prior;

    check_ok(clg_pool_events(NULL, NULL, 0, &prior, NULL, &err));
    assert_int_equal(prior.status, CLG_POOL_EMPTY);
    check_ok(clg_pool_shares(zero, zero, 3, &prior, schools, &err));
    assert_int_equal(prior.status, CLG_POOL_EMPTY);
    assert_int_equal(schools[0].status, CLG_POSTERIOR_MISSING);
    assert_true(isnan(prior.mean) && isnan(schools[0].low));

    check_ok(clg_pool_events(zero, ones, 3, &prior, schools, &err));
    assert_int_equal(prior.status, CLG_POOL_NO_EVENTS);
    assert_true(isnan(schools[0].mean));
    check_ok(clg_pool_shares(ones, ones, 3, &prior, schools, &err));
    assert_int_equal(prior.status, CLG_POOL_NO_EVENTS);

    check_ok(clg_pool_events(three, n, 3, &prior, schools, &err));
    assert_int_equal(prior.status, CLG_POOL_SINGLE);
    check_near(schools[0].mean, 1.0, 0.0);
    check_near(schools[0].high, clg_gamma_quantile(0.975, 3.0) / 3.0, 1e-14);

    /* one trial each tells nothing of spread */
    check_ok(clg_pool_shares(some, ones, 3, &prior, schools, &err));
    assert_int_equal(prior.status, CLG_POOL_HOMOGENEOUS);
    check_near(schools[1].mean, 2.0 / 3.0, 1e-15);
}

/* All events in one school of many: the spread is as large as it gets. */
static void one_school_may_have_all_events(void **state)
{
    (void)state;
    double y[MOST] = {0}, e[MOST];
    clg_posterior schools[MOST];
    clg_prior prior;

    for (int i = 0; i < MOST; i++)
        e[i] = 1000.0;
    y[5] = 900.0;
    check_ok(clg_pool_events(y, e, MOST, &prior, schools, &err));
    assert_true(prior.status == CLG_POOL_OK && prior.is_converged);
    assert_true(prior.a < 0.05 && schools[5].mean > 0.88 && schools[0].mean < 1e-4);
    check_ok(clg_pool_shares(y, e, MOST, &prior, schools, &err));
    assert_true(prior.status == CLG_POOL_OK && prior.is_converged);
    assert_true(schools[5].mean > 0.88 && schools[0].mean < 1e-4);
}

static void order_does_not_matter(void **state)
{
    (void)state;
    double y[MOST], e[MOST], other_y[MOST], other_e[MOST];
    clg_prior one, other;

    draw(3, MOST, 1, y, e);
    for (int i = 0; i < MOST; i++) {
        other_y[i] = y[MOST - 1 - i];
        other_e[i] = e[MOST - 1 - i];
    }
    check_ok(clg_pool_events(y, e, MOST, &one, NULL, &err));
    check_ok(clg_pool_events(other_y, other_e, MOST, &other, NULL, &err));
    check_near(one.a, other.a, 1e-9 * one.a);
    check_ok(clg_pool_shares(y, e, MOST, &one, NULL, &err));
    check_ok(clg_pool_shares(other_y, other_e, MOST, &other, NULL, &err));
    check_near(one.a, other.a, 1e-9 * one.a);
}

static void bad_counts_are_refused(void **state)
{
    (void)state;
    const double one[] = {1.0}, two[] = {2.0}, less[] = {-1.0}, none[] = {0.0},
                 endless[] = {INFINITY};
    clg_prior prior;

    check_fails(clg_pool_events(one, less, 1, &prior, NULL, &err), CLG_ERROR_ARGUMENT,
                "school 0 has -1 of exposure, expected 0 or more");
    check_fails(clg_pool_shares(one, endless, 1, &prior, NULL, &err),
                CLG_ERROR_ARGUMENT, "school 0 has inf trials, expected 0 or more");
    check_fails(clg_pool_events(less, one, 1, &prior, NULL, &err), CLG_ERROR_ARGUMENT,
                "school 0 has -1 events, expected 0 or more");
    check_fails(clg_pool_events(one, none, 1, &prior, NULL, &err), CLG_ERROR_ARGUMENT,
                "school 0 has 1 events of 0 of exposure");
    check_fails(clg_pool_shares(two, one, 1, &prior, NULL, &err), CLG_ERROR_ARGUMENT,
                "school 0 has 2 events of 1 trials");
}

/* Shares of schools as uniform numbers: Beta(1, 1). Intervals hold them. */
static void intervals_hold_the_truth_about_as_often_as_they_say(void **state)
{
    (void)state;
    enum { NETWORKS = 60 };
    clg_random random = clg_random_stream(22, "networks", 0, 0, 0);
    double inside = 0.0, a = 0.0;

    for (int network = 0; network < NETWORKS; network++) {
        double k[MOST], n[MOST], truth[MOST];
        clg_posterior schools[MOST];
        clg_prior prior;
        for (int i = 0; i < MOST; i++) {
            truth[i] = clg_random_uniform(&random);
            n[i] = 5.0 + clg_random_below(&random, 30);
            k[i] = 0.0;
            for (int t = 0; t < (int)n[i]; t++)
                k[i] += clg_random_uniform(&random) < truth[i];
        }
        check_ok(clg_pool_shares(k, n, MOST, &prior, schools, &err));
        a += prior.a / NETWORKS;
        for (int i = 0; i < MOST; i++)
            inside += truth[i] >= schools[i].low && truth[i] <= schools[i].high;
    }
    check_near(a, 1.03, 0.1);
    check_near(inside / (NETWORKS * MOST), 0.945, 0.015);
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    const double k[] = {1, 2}, n[] = {4, 4};
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    for (; status != CLG_OK; allowed++) {
        clg_prior prior;
        clg_test_allocations_left = allowed;
        status = clg_pool_shares(k, n, 2, &prior, NULL, NULL);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
    }
    assert_int_equal(allowed, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_as_in_glm_nb),
        cmocka_unit_test(likelihood_of_rates_is_highest_where_it_says),
        cmocka_unit_test(likelihood_of_shares_is_highest_where_it_says),
        cmocka_unit_test(posteriors_are_conjugate),
        cmocka_unit_test(equal_schools_have_the_pooled_rate),
        cmocka_unit_test(schools_without_exposure_have_the_prior),
        cmocka_unit_test(few_schools_and_no_events),
        cmocka_unit_test(one_school_may_have_all_events),
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(bad_counts_are_refused),
        cmocka_unit_test(intervals_hold_the_truth_about_as_often_as_they_say),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
