/* Funnels: reference values of over-dispersion and of exact limits, cases by hand, the
 * way back from every scale, odd input, alarms in simulated stable networks. */
#include "check.h"

#include "compare/funnel.h"

#include "base/memory.h"
#include "base/multiplicity.h"
#include "base/random.h"
#include "base/special.h"
#include "reference.h"

#include <string.h>

enum { SCHOOLS = 50 };

static void read_counts(const char *name, double *above, double *below)
{
    double rows[SCHOOLS * 3];

    assert_int_equal(reference_table(name, 3, rows, SCHOOLS), SCHOOLS);
    for (int i = 0; i < SCHOOLS; i++) {
        above[i] = rows[3 * i + 1];
        below[i] = rows[3 * i + 2];
    }
}

static void over_dispersion_is_as_in_the_reference(void **state)
{
    (void)state;
    const char *const names[] = {"PR_SHMI", "SR_SHMI", "SR_CQC", "RC_SHMI"};
    json_t *all = reference_load("spc/spc4_funnel.json");

    for (size_t k = 0; k < COUNT_OF(names); k++) {
        const json_t *expected = json_object_get(all, names[k]);
        clg_funnel_options options = CLG_FUNNEL_OPTIONS_INIT;
        double above[SCHOOLS], below[SCHOOLS], y[SCHOOLS], s[SCHOOLS], z[SCHOOLS],
            trimmed[SCHOOLS];
        clg_funnel_school schools[SCHOOLS];
        clg_funnel funnel;
        options.kind = (clg_funnel_kind)k;
        read_counts(k == 0 ? "spc/funnel_prop.csv" : "spc/funnel_sr.csv", above, below);
        check_ok(
            clg_funnel_fit(above, below, SCHOOLS, &options, &funnel, schools, &err));
        assert_int_equal(funnel.kind, k);
        check_near(funnel.target, reference_number(expected, "target"), 1e-12);
        check_near(funnel.phi, reference_number(expected, "phi_winsor"), 1e-12);
        check_near(funnel.tau2, reference_number(expected, "tau2_winsor"), 1e-13);
        reference_array(expected, "Y", y, SCHOOLS);
        reference_array(expected, "s", s, SCHOOLS);
        reference_array(expected, "z", z, SCHOOLS);
        reference_array(expected, "winsorised", trimmed, SCHOOLS);
        for (int i = 0; i < SCHOOLS; i++) {
            check_near(schools[i].y, y[i], 1e-12);
            check_near(schools[i].s, s[i], 1e-13);
            check_near(schools[i].z, z[i], 1e-11);
            assert_int_equal(schools[i].is_trimmed, (int)trimmed[i]);
            check_near(schools[i].adjusted_z,
                       z[i] / sqrt(1.0 + funnel.tau2 / (s[i] * s[i])), 1e-11);
            check_near(schools[i].p,
                       2.0 * clg_normal_below(-fabs(schools[i].adjusted_z)), 0.0);
        }
        options.spread = CLG_FUNNEL_TRUNCATED;
        check_ok(
            clg_funnel_fit(above, below, SCHOOLS, &options, &funnel, schools, &err));
        reference_array(expected, "truncated", trimmed, SCHOOLS);
        for (int i = 0; i < SCHOOLS; i++)
            assert_int_equal(schools[i].is_trimmed, (int)trimmed[i]);
    }
    json_decref(all);
}

static void exact_limits_are_as_in_the_reference(void **state)
{
    (void)state;
    const double levels[] = {0.001, 0.025, 0.975, 0.999};
    json_t *all = reference_load("spc/spc4_funnel.json");
    const json_t *shares = json_object_get(all, "exact_binomial");
    const json_t *ratios = json_object_get(all, "exact_poisson");
    double n[6], expected[5];

    reference_array(shares, "n", n, 6);
    reference_array(ratios, "E", expected, 5);
    for (size_t k = 0; k < COUNT_OF(levels); k++) {
        const json_t *share = json_array_get(json_object_get(shares, "limits"), k);
        const json_t *ratio = json_array_get(json_object_get(ratios, "limits"), k);
        for (size_t i = 0; i < 6; i++) /* the reference is not clipped */
            check_near(
                clg_funnel_exact_share(reference_number(shares, "p0"), n[i], levels[k]),
                fmax(0.0, json_number_value(json_array_get(share, i))), 1e-11);
        for (size_t i = 0; i < 5; i++)
            check_near(clg_funnel_exact_ratio(expected[i], levels[k]),
                       fmax(0.0, json_number_value(json_array_get(ratio, i))), 1e-11);
    }
    json_decref(all);
}

/* Ratios 4 and 1/4 where 16 are expected each, and 1: roots 2, 1/2, 1; s = 1/8; z = 8,
 * -4, 0; phi = 80/3; tau2 = (80 - 2) / (192 - 64) = 39/64. */
static void ratios_by_hand(void **state)
{
    (void)state;
    const double observed[] = {64, 4, 16}, expected[] = {16, 16, 16};
    clg_funnel_options options = {CLG_FUNNEL_RATIO_ROOT, CLG_FUNNEL_WINSORISED, 0.0};
    clg_funnel_school schools[3];
    clg_funnel funnel;

    check_ok(clg_funnel_fit(observed, expected, 3, &options, &funnel, schools, &err));
    check_near(funnel.phi, 80.0 / 3.0, 1e-13);
    check_near(funnel.tau2, 78.0 / 128.0, 1e-14);
    check_near(schools[0].z, 8.0, 1e-14);
    check_near(schools[0].adjusted_z, 1.0 / sqrt(1.0 / 64.0 + 39.0 / 64.0), 1e-14);
    check_near(clg_funnel_error(&funnel, 16.0), 0.125, 0.0);
    check_near(clg_funnel_limit(&funnel, 0.125, 0.975),
               pow(1.0 + 1.959963984540054 * sqrt(0.625), 2.0), 1e-12);
    check_near(clg_funnel_limit(&funnel, 0.125, 0.001), 0.0,
               0.0); /* not a square of -1.4 */
    check_near(clg_funnel_limit(&funnel, 0.125, 0.5), 1.0, 1e-14);

    /* the spread left out of the two ends: one school has none */
    options.trim = 0.3;
    options.spread = CLG_FUNNEL_TRUNCATED;
    check_ok(clg_funnel_fit(observed, expected, 3, &options, &funnel, schools, &err));
    check_near(funnel.phi, 0.0, 0.0);
    check_near(funnel.tau2, 0.0, 0.0);
    assert_true(schools[0].is_trimmed && schools[1].is_trimmed &&
                !schools[2].is_trimmed);

    options.spread = CLG_FUNNEL_EXACT;
    check_ok(clg_funnel_fit(observed, expected, 3, &options, &funnel, NULL, &err));
    check_near(funnel.tau2, 0.0, 0.0);
    options.spread = CLG_FUNNEL_REML; /* equal s: var(2, 1/2, 1) - 1/64 */
    check_ok(clg_funnel_fit(observed, expected, 3, &options, &funnel, NULL, &err));
    check_near(funnel.tau2, 7.0 / 12.0 - 1.0 / 64.0, 1e-12);
}

static void truncation_leaves_extreme_schools_out_of_all_sums(void **state)
{
    (void)state;
    clg_funnel_options options = {CLG_FUNNEL_RATIO_LOG, CLG_FUNNEL_TRUNCATED, 0.1};
    double observed[SCHOOLS], expected[SCHOOLS];
    double n = 0.0, z2 = 0.0, w = 0.0, w2 = 0.0;
    clg_funnel_school schools[SCHOOLS];
    clg_funnel funnel;

    read_counts("spc/funnel_sr.csv", observed, expected);
    check_ok(
        clg_funnel_fit(observed, expected, SCHOOLS, &options, &funnel, schools, &err));
    for (int i = 0; i < SCHOOLS; i++)
        if (!schools[i].is_trimmed) {
            n += 1.0;
            z2 += pow(log(observed[i] / expected[i]), 2.0) * expected[i];
            w += expected[i];
            w2 += expected[i] * expected[i];
        }
    check_near(n, 40.0, 0.0);
    check_near(funnel.phi, z2 / n, 1e-12);
    check_near(funnel.tau2, (z2 - (n - 1.0)) / (w - w2 / w), 1e-14);
}

/* Every scale and back; angles do not fold over their ends. */
static void limits_return_to_shares_and_ratios(void **state)
{
    (void)state;
    clg_funnel share = {CLG_FUNNEL_SHARE, 9, asin(sqrt(0.04)), 1.0, 0.0};
    clg_funnel high = {CLG_FUNNEL_SHARE, 9, asin(sqrt(0.97)), 1.0, 0.01};
    clg_funnel counts = {CLG_FUNNEL_COUNTS, 9, log(2.0), 1.0, 0.04};
    double s = clg_funnel_error(&share, 4.0), before = 1.0;

    check_near(s, 0.25, 0.0);
    check_near(clg_funnel_limit(&share, s, 0.001), 0.0, 0.0);
    check_near(clg_funnel_limit(&high, s, 0.999), 1.0, 1e-15);
    check_near(clg_funnel_limit(&share, s, 0.5), 0.04, 1e-15);
    for (double n = 1.0; n < 3000.0; n *= 1.5) { /* limits narrow as schools grow */
        double limit = clg_funnel_limit(&share, clg_funnel_error(&share, n), 0.975);
        assert_true(limit <= before && limit > 0.04);
        before = limit;
    }
    s = clg_funnel_error(&counts, 10.0); /* 20 to 10 */
    check_near(s * s, 20.0 / (20.5 * 20.5) + 10.0 / (10.5 * 10.5), 1e-15);
    check_near(clg_funnel_limit(&counts, s, 0.975),
               2.0 * exp(1.959963984540054 * sqrt(s * s + 0.04)), 1e-12);
    assert_true(isnan(clg_funnel_error(&counts, 0.0)));
    assert_true(isnan(clg_funnel_limit(&counts, (double)NAN, 0.9)));
}

static void exact_limits_stay_inside(void **state)
{
    (void)state;
    check_near(clg_funnel_exact_share(0.344, 10.0, 0.001), 0.0, 0.0);
    check_near(clg_funnel_exact_share(0.0, 10.0, 0.975), 0.0, 0.0);
    check_near(clg_funnel_exact_share(1.0, 10.0, 0.025), 1.0, 0.0);
    assert_true(clg_funnel_exact_share(0.9999, 5.0, 0.999) <= 1.0);
    assert_true(isnan(clg_funnel_exact_share(0.3, 0.5, 0.5)));
    assert_true(isnan(clg_funnel_exact_share((double)NAN, 5.0, 0.5)));
    assert_true(isnan(clg_funnel_exact_ratio(0.0, 0.5)));
    check_near(clg_funnel_exact_ratio(0.001, 0.001), 0.0, 0.0);
    /* a share that varies has wider limits */
    assert_true(clg_funnel_beta_share(30.0, 70.0, 50.0, 0.975) >
                clg_funnel_exact_share(0.3, 50.0, 0.975));
    check_near(clg_funnel_beta_share(3e9, 7e9, 50.0, 0.975),
               clg_funnel_exact_share(0.3, 50.0, 0.975), 1e-6);
    assert_true(isnan(clg_funnel_beta_share(0.0, 1.0, 5.0, 0.5)));
}

static void nothing_observed_has_no_logarithm(void **state)
{
    (void)state;
    const double observed[] = {0, 5, 9}, expected[] = {2, 5, 8};
    clg_funnel_options options = {CLG_FUNNEL_RATIO_LOG, CLG_FUNNEL_WINSORISED, 0.1};
    clg_funnel_school schools[3];
    clg_funnel funnel;

    check_ok(clg_funnel_fit(observed, expected, 3, &options, &funnel, schools, &err));
    assert_int_equal(funnel.kind, CLG_FUNNEL_RATIO_ROOT);
    check_near(schools[0].z, -sqrt(2.0) / 0.5, 1e-14);
}

static void schools_without_a_denominator_are_left_out(void **state)
{
    (void)state;
    const double above[] = {0, 3, NAN, 4}, below[] = {0, 9, 5, 8};
    const double none[] = {0, 0, 0, 0}, some[] = {1, 2, 3, 4};
    clg_funnel_options options = CLG_FUNNEL_OPTIONS_INIT;
    clg_funnel_school schools[4];
    clg_funnel funnel;

    check_ok(clg_funnel_fit(above, below, 4, NULL, &funnel, schools, &err));
    assert_int_equal(funnel.used_count, 2);
    check_near(funnel.target, asin(sqrt(7.0 / 17.0)), 1e-15);
    assert_true(isnan(schools[0].z) && isnan(schools[2].p) && isfinite(schools[3].p));

    check_ok(clg_funnel_fit(NULL, NULL, 0, NULL, &funnel, NULL, &err));
    assert_true(isnan(funnel.target) && isnan(funnel.phi) && funnel.tau2 == 0.0);
    check_ok(clg_funnel_fit(none, none, 4, NULL, &funnel, schools, &err));
    assert_int_equal(funnel.used_count, 0);
    check_ok(clg_funnel_fit(none, some, 4, NULL, &funnel, schools, &err));
    check_near(schools[3].z, 0.0, 0.0); /* nobody anywhere */
    check_near(schools[3].p, 1.0, 0.0);

    options.kind = CLG_FUNNEL_COUNTS;
    check_ok(clg_funnel_fit(none, some, 4, &options, &funnel, schools, &err));
    assert_true(isinf(funnel.target) && isnan(schools[3].z) && isnan(schools[3].p));
    check_ok(clg_funnel_fit(some, below, 4, &options, &funnel, schools, &err));
    assert_int_equal(funnel.used_count, 4); /* 1 to 0 is a ratio of counts */
}

static void bad_counts_are_refused(void **state)
{
    (void)state;
    const double one[] = {1.0}, two[] = {2.0}, zero[] = {0.0}, less[] = {-1.0};
    clg_funnel_options options = CLG_FUNNEL_OPTIONS_INIT;
    clg_funnel funnel;

    check_fails(clg_funnel_fit(two, one, 1, NULL, &funnel, NULL, &err),
                CLG_ERROR_ARGUMENT, "school 0 has 2 of 1 possible");
    check_fails(clg_funnel_fit(less, one, 1, NULL, &funnel, NULL, &err),
                CLG_ERROR_ARGUMENT,
                "school 0 has -1 over 1, expected finite numbers of 0 or more");
    options.kind = CLG_FUNNEL_RATIO_LOG;
    check_fails(clg_funnel_fit(two, zero, 1, &options, &funnel, NULL, &err),
                CLG_ERROR_ARGUMENT, "school 0 has 2 of 0 expected");
    options.trim = 0.5;
    check_fails(clg_funnel_fit(one, one, 1, &options, &funnel, NULL, &err),
                CLG_ERROR_ARGUMENT, "trim is 0.5, expected 0 to less than 0.5");
    options.kind = (clg_funnel_kind)7;
    check_fails(clg_funnel_fit(one, one, 1, &options, &funnel, NULL, &err),
                CLG_ERROR_ARGUMENT, "unknown kind 7 of funnel");
    options.kind = CLG_FUNNEL_SHARE;
    options.spread = (clg_funnel_spread)7;
    check_fails(clg_funnel_fit(one, one, 1, &options, &funnel, NULL, &err),
                CLG_ERROR_ARGUMENT, "unknown spread 7 of funnel");
}

/* Normal schools that differ: the spread is found, though extreme ones are drawn in. */
static void consistent_spread_is_that_of_ordinary_schools(void **state)
{
    (void)state;
    enum { MANY = 4000 };
    static double y[MANY], s[MANY];
    static clg_funnel_school schools[MANY];
    clg_funnel_options options = {CLG_FUNNEL_NORMAL, CLG_FUNNEL_CONSISTENT, 0.1};
    clg_random dice = clg_random_stream(5, "consistent", 0, 0, 0);
    clg_funnel funnel;
    int beyond = 0;

    for (int i = 0; i < MANY; i++) {
        s[i] = 0.5 + clg_random_uniform(&dice);
        y[i] = sqrt(1.0 + s[i] * s[i]) *
               clg_normal_quantile(clg_random_uniform(&dice) + 1e-12);
    }
    check_ok(clg_funnel_fit(y, s, MANY, &options, &funnel, schools, &err));
    check_near(funnel.tau2, 1.0, 0.15); /* z of schools of many sizes are not normal */
    for (int i = 0; i < MANY; i++)
        beyond += schools[i].p < 0.05;
    check_near(beyond, 0.05 * MANY, 4.0 * sqrt(0.05 * MANY));
    options.trim = 0.0;
    check_ok(clg_funnel_fit(y, s, MANY, &options, &funnel, schools, &err));
    check_near(funnel.tau2, 1.0, 0.1);
}

static void estimates_may_be_negative_and_stand_about_their_mean(void **state)
{
    (void)state;
    const double y[] = {-1.0, 1.0, NAN, 3.0, -3.0}, s[] = {1.0, 1.0, 1.0, NAN, 0.0};
    clg_funnel_options options = CLG_FUNNEL_OPTIONS_INIT;
    clg_funnel_school schools[5];
    clg_funnel funnel;

    options.kind = CLG_FUNNEL_NORMAL;
    options.trim = 0.0;
    check_ok(clg_funnel_fit(y, s, 5, &options, &funnel, schools, &err));
    assert_int_equal(funnel.used_count, 2);
    check_near(funnel.target, 0.0, 1e-15);
    check_near(funnel.phi, 1.0, 1e-15); /* (1 + 1) / 2 */
    check_near(funnel.tau2, 1.0, 1e-15);
    check_near(schools[0].adjusted_z, -1.0 / sqrt(2.0), 1e-15);
    assert_true(isnan(schools[2].z) && isnan(schools[3].z) && isnan(schools[4].z));
    check_near(clg_funnel_limit(&funnel, clg_funnel_error(&funnel, 1.0), 0.5), 0.0,
               1e-15);
    check_near(clg_funnel_limit(&funnel, 1.0, 0.975), 1.959963984540054 * sqrt(2.0),
               1e-12);
}

/* Schools that differ by chance alone: 5 % lie outside the 95 % limits, exact ones and
 * those with a spread found; few studies have any school beyond its q. */
static void stable_networks_raise_as_many_alarms_as_they_should(void **state)
{
    (void)state;
    enum { NETWORKS = 600 };
    clg_random random = clg_random_stream(31, "stable", 0, 0, 0);
    double exact = 0.0, spread = 0.0, any = 0.0, all = NETWORKS * SCHOOLS;

    for (int network = 0; network < NETWORKS; network++) {
        double k[SCHOOLS], n[SCHOOLS], p[SCHOOLS], q[SCHOOLS];
        clg_funnel_school schools[SCHOOLS];
        clg_funnel funnel;
        int is_any = 0;
        for (int i = 0; i < SCHOOLS; i++) {
            n[i] = 60.0 + clg_random_below(&random, 100);
            k[i] = 0.0;
            for (int t = 0; t < (int)n[i]; t++)
                k[i] += clg_random_uniform(&random) < 0.4;
        }
        check_ok(clg_funnel_fit(k, n, SCHOOLS, NULL, &funnel, schools, &err));
        for (int i = 0; i < SCHOOLS; i++) {
            p[i] = schools[i].p;
            exact += k[i] / n[i] < clg_funnel_exact_share(0.4, n[i], 0.025) ||
                     k[i] / n[i] > clg_funnel_exact_share(0.4, n[i], 0.975);
            spread += p[i] < 0.05;
        }
        check_ok(clg_adjust(CLG_BH, p, q, SCHOOLS, &err));
        for (int i = 0; i < SCHOOLS; i++)
            is_any |= q[i] < 0.05;
        any += is_any;
    }
    check_near(exact / all, 0.0513, 0.004);
    check_near(spread / all, 0.048, 0.008);
    check_near(any / NETWORKS, 0.05, 0.04);
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    const double k[] = {1, 2, 3}, n[] = {4, 4, 9};
    clg_funnel_options options = {CLG_FUNNEL_SHARE, CLG_FUNNEL_REML, 0.1};
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    for (; status != CLG_OK; allowed++) {
        clg_funnel funnel;
        clg_test_allocations_left = allowed;
        status = clg_funnel_fit(k, n, 3, &options, &funnel, NULL, NULL);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
    }
    assert_int_equal(allowed, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(over_dispersion_is_as_in_the_reference),
        cmocka_unit_test(exact_limits_are_as_in_the_reference),
        cmocka_unit_test(ratios_by_hand),
        cmocka_unit_test(truncation_leaves_extreme_schools_out_of_all_sums),
        cmocka_unit_test(limits_return_to_shares_and_ratios),
        cmocka_unit_test(exact_limits_stay_inside),
        cmocka_unit_test(nothing_observed_has_no_logarithm),
        cmocka_unit_test(schools_without_a_denominator_are_left_out),
        cmocka_unit_test(bad_counts_are_refused),
        cmocka_unit_test(consistent_spread_is_that_of_ordinary_schools),
        cmocka_unit_test(estimates_may_be_negative_and_stand_about_their_mean),
        cmocka_unit_test(stable_networks_raise_as_many_alarms_as_they_should),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
