/* Tails of counts: by hand, against sums of probabilities, against simulation, limits
 * without spread, odd input. */
#include "check.h"

#include "compare/tails.h"

#include "base/random.h"
#include "base/special.h"

static double smaller(double a, double b)
{
    return fmin(1.0, 2.0 * fmin(a, b));
}

static void shares_by_hand(void **state)
{
    (void)state;
    check_near(clg_share_tails(0.0, 15.0, 0.3, 0.0), 2.0 * pow(0.7, 15.0), 1e-15);
    check_near(clg_share_tails(3.0, 3.0, 0.5, 0.0), 0.25, 1e-15);
    check_near(clg_share_tails(1.0, 2.0, 0.5, 0.0), 1.0, 1e-15);
    /* Beta(1, 1): every number of successes is as likely */
    check_near(clg_share_tails(0.0, 9.0, 0.5, 1.0 / 12.0), 0.2, 1e-12);
    check_near(clg_share_tails(8.0, 9.0, 0.5, 1.0 / 12.0), 0.4, 1e-12);
}

static void events_by_hand(void **state)
{
    (void)state;
    check_near(clg_events_tails(0.0, 2.0, 0.0), 2.0 * exp(-2.0), 1e-15);
    check_near(clg_events_tails(5.0, 2.0, 0.0), 2.0 * (1.0 - 7.0 * exp(-2.0)),
               1e-13); /* 1 + 2 + 2 + 4/3 + 2/3 */
    /* a ratio ~ exponential: geometric with success 1 / (1 + expected) */
    check_near(clg_events_tails(0.0, 3.0, 1.0), 0.5, 1e-13);
    check_near(clg_events_tails(8.0, 3.0, 1.0), 2.0 * pow(0.75, 8.0), 1e-13);
}

static void tails_are_sums_of_probabilities(void **state)
{
    (void)state;
    const double n = 40.0, share = 0.15, a = 3.0, b = 17.0;
    double sum = 0.0, rest = 1.0;

    for (double k = 0.0; k <= n; k++) {
        double p = exp(clg_log_binomial(k, n, share, 1.0 - share));
        sum += p;
        check_near(clg_share_tails(k, n, share, 0.0), smaller(sum, rest), 1e-12);
        rest -= p;
    }
    sum = 0.0;
    rest = 1.0;
    for (double k = 0.0; k <= n; k++) {
        double p = exp(lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0) +
                       lgamma(a + k) + lgamma(b + n - k) - lgamma(a + b + n) -
                       lgamma(a) - lgamma(b) + lgamma(a + b));
        sum += p;
        check_near(clg_share_tails(k, n, share, share * (1.0 - share) / (a + b + 1.0)),
                   smaller(sum, rest), 1e-11);
        rest -= p;
    }
}

static void little_spread_is_as_none(void **state)
{
    (void)state;
    for (double k = 0.0; k <= 30.0; k++) {
        check_near(clg_share_tails(k, 30.0, 0.4, 1e-9),
                   clg_share_tails(k, 30.0, 0.4, 0.0), 1e-5);
        check_near(clg_events_tails(k, 12.0, 1e-9), clg_events_tails(k, 12.0, 0.0),
                   1e-5);
    }
}

/* Sums end at 100,000 trials; what follows goes on from there. */
static void very_many_trials_go_on_where_sums_end(void **state)
{
    (void)state;
    const double variances[] = {1e-2, 1e-4, 1e-6};

    for (size_t i = 0; i < COUNT_OF(variances); i++)
        for (double share = 0.24; share < 0.36; share += 0.005)
            check_near(clg_share_tails(floor(share * 1e5), 1e5, 0.3, variances[i]),
                       clg_share_tails(floor(share * 1e5) * 1.0001, 100010.0, 0.3,
                                       variances[i]),
                       3e-3);
    assert_true(clg_share_tails(1e9, 2e12, 0.3, 1e-3) < 1e-9);
}

/* At most as often as they say. */
static void tails_are_on_the_safe_side(void **state)
{
    (void)state;
    enum { DRAWS = 20000 };
    clg_random dice = clg_random_stream(3, "tails", 0, 0, 0);
    int below = 0;

    for (int i = 0; i < DRAWS; i++) {
        double trials = 10.0 + clg_random_below(&dice, 30), k = 0.0;
        for (int t = 0; t < trials; t++)
            k += clg_random_uniform(&dice) < 0.2;
        below += clg_share_tails(k, trials, 0.2, 0.0) < 0.05;
    }
    assert_true(below < 0.05 * DRAWS + 4.0 * sqrt(0.05 * DRAWS));
    assert_true(below > 0.015 * DRAWS);
}

static void odd_input(void **state)
{
    (void)state;
    assert_true(isnan(clg_share_tails(0.0, 0.0, 0.3, 0.0)));
    assert_true(isnan(clg_share_tails(NAN, 3.0, 0.3, 0.0)));
    assert_true(isnan(clg_events_tails(0.0, 0.0, 0.0)));
    check_near(clg_share_tails(0.0, 5.0, 0.0, 0.0), 1.0, 0.0);
    check_near(clg_share_tails(5.0, 5.0, 1.0, 0.1), 1.0, 0.0);
    /* not whole: towards the middle */
    check_near(clg_share_tails(1.5, 10.0, 0.5, 0.0),
               clg_share_tails(2.0, 10.0, 0.5, 0.0), 0.0);
    check_near(clg_share_tails(8.5, 10.0, 0.5, 0.0),
               clg_share_tails(8.0, 10.0, 0.5, 0.0), 0.0);
    /* more spread than a share can have */
    assert_true(clg_share_tails(3.0, 10.0, 0.5, 9.0) <= 1.0);
    /* large counts */
    assert_true(clg_share_tails(900000.0, 1e6, 0.5, 0.0) == 0.0);
    assert_true(isfinite(clg_share_tails(9000.0, 1e5, 0.1, 1e-5)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_by_hand),
        cmocka_unit_test(events_by_hand),
        cmocka_unit_test(tails_are_sums_of_probabilities),
        cmocka_unit_test(little_spread_is_as_none),
        cmocka_unit_test(very_many_trials_go_on_where_sums_end),
        cmocka_unit_test(tails_are_on_the_safe_side),
        cmocka_unit_test(odd_input),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
