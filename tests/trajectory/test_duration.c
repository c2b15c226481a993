/* How long a stage lasts: hazards of the families worked by hand and against their
 * probabilities, means and quantiles, and maxima from expected counts. */
#include "check.h"

#include "base/random.h"
#include "trajectory/dynamics/duration.h"

#include <string.h>

static void families_have_names(void **state)
{
    (void)state;
    clg_duration_family family;

    for (int i = 0; i < CLG_DURATION_COUNT; i++) {
        assert_true(clg_duration_family_find(
            clg_duration_family_name((clg_duration_family)i), &family));
        assert_int_equal(family, i);
    }
    assert_false(clg_duration_family_find("gamma", &family));
}

static void hazards_give_back_the_probabilities(void **state)
{
    (void)state;
    const double means[] = {0.01, 0.7, 3.0, 12.0, 80.0},
                 sizes[] = {0.3, 1.0, 5.0, 400.0};
    double hazard[CLG_MOST_SUBSTATES], p[CLG_MOST_SUBSTATES];

    for (size_t a = 0; a < COUNT_OF(means); a++) {
        double parameters[2] = {means[a], 0.0};
        clg_duration_hazards(CLG_DURATION_POISSON, parameters, 20, hazard);
        clg_duration_distribution(hazard, 20, 20, p);
        for (uint32_t d = 0; d < 20; d++)
            check_near(p[d], exp(d * log(means[a]) - means[a] - lgamma(d + 1.0)),
                       1e-14);
        for (size_t b = 0; b < COUNT_OF(sizes); b++) {
            double r = parameters[1] = sizes[b];
            clg_duration_hazards(CLG_DURATION_NEGBIN, parameters, 20, hazard);
            clg_duration_distribution(hazard, 20, 20, p);
            for (uint32_t d = 0; d < 20; d++)
                check_near(p[d],
                           exp(lgamma(d + r) - lgamma(r) - lgamma(d + 1.0) +
                               r * log(r / (r + means[a])) +
                               d * log(means[a] / (r + means[a]))),
                           1e-11);
        }
    }
}

static void weibull_survival_is_that_of_its_definition(void **state)
{
    (void)state;
    const double parameters[2] = {0.05, 1.7};
    double hazard[12], p[12], below = 0.0;

    clg_duration_hazards(CLG_DURATION_WEIBULL, parameters, 12, hazard);
    clg_duration_distribution(hazard, 12, 12, p);
    for (uint32_t d = 1; d <= 12; d++) {
        below += p[d - 1];
        check_near(1.0 - below, exp(-0.05 * pow(d, 1.7)), 1e-14);
    }
}

static void families_begin_geometric_or_with_the_same_mean(void **state)
{
    (void)state;
    double parameters[2], hazard[CLG_MOST_SUBSTATES];

    for (int family = 0; family < CLG_DURATION_COUNT; family++) {
        clg_duration_start((clg_duration_family)family, 0.2, 30, parameters, hazard);
        if (family == CLG_DURATION_POISSON)
            check_near(clg_duration_mean(hazard, 30), 5.0, 1e-10);
        else
            for (uint32_t j = 0; j < 30; j++)
                check_near(hazard[j], 0.2, 1e-12);
    }
}

static void mean_and_quantiles_are_worked_by_hand(void **state)
{
    (void)state;
    const double fair[] = {0.5}, list[] = {0.2, 0.375, 0.8, 1.0}, never[] = {0.1, 0.0};

    check_near(clg_duration_mean(fair, 1), 2.0, 1e-15);
    check_near(clg_duration_quantile(fair, 1, 0.5), 1.0, 0.0);
    check_near(clg_duration_quantile(fair, 1, 0.75), 2.0, 0.0);
    check_near(clg_duration_quantile(fair, 1, 0.8), 3.0, 0.0);
    /* .2, .3, .4, .1 on 1 .. 4 */
    check_near(clg_duration_mean(list, 4), 2.4, 1e-14);
    check_near(clg_duration_quantile(list, 4, 0.2), 1.0, 0.0);
    check_near(clg_duration_quantile(list, 4, 0.5), 2.0, 0.0);
    check_near(clg_duration_quantile(list, 4, 0.95), 4.0, 0.0);
    assert_true(isinf(clg_duration_mean(never, 2)));
    assert_true(isinf(clg_duration_quantile(never, 2, 0.5)));
}

/* Counts of a large population whose stages last p, cut off after `seen` windows. */
static void expect_counts(const double *hazard, uint32_t m, uint32_t seen,
                          double *exits, double *stays)
{
    double left = 1000.0;

    for (uint32_t j = 0; j < m; j++) {
        exits[j] = j < seen ? left * hazard[j] : 0.0;
        stays[j] = j < seen ? left - exits[j] : 0.0;
        left -= exits[j];
    }
}

static void maxima_are_the_parameters_that_made_the_counts(void **state)
{
    (void)state;
    const double made[CLG_DURATION_COUNT][2] = {
        {0.0, 0.0}, {0.0, 0.0}, {5.5, 0.0}, {7.0, 3.0}, {0.02, 1.9}};

    for (int f = CLG_DURATION_POISSON; f < CLG_DURATION_COUNT; f++) {
        clg_duration_family family = (clg_duration_family)f;
        double hazard[24], found[24], exits[24], stays[24], parameters[2];
        clg_duration_hazards(family, made[f], 24, hazard);
        expect_counts(hazard, 24, 15, exits, stays);
        clg_duration_start(family, 0.3, 24, parameters, found);
        clg_duration_maximise(family, exits, stays, 24, parameters, found);
        check_near(parameters[0], made[f][0], 1e-5 * made[f][0]);
        if (f != CLG_DURATION_POISSON)
            check_near(parameters[1], made[f][1], 1e-5 * made[f][1]);
        for (uint32_t j = 0; j < 24; j++)
            check_near(found[j], hazard[j], 1e-6);
    }
}

static void free_hazards_are_shares_and_stay_where_nobody_came(void **state)
{
    (void)state;
    const double exits[] = {1.0, 3.0, 0.0}, stays[] = {3.0, 0.0, 0.0};
    double parameters[2] = {0.0}, hazard[] = {0.5, 0.5, 0.4}, one[] = {0.9};

    clg_duration_maximise(CLG_DURATION_FREE, exits, stays, 3, parameters, hazard);
    check_near(hazard[0], 0.25, 0.0);
    check_near(hazard[1], 1.0, 0.0);
    check_near(hazard[2], 0.4, 0.0);
    clg_duration_maximise(CLG_DURATION_GEOMETRIC, exits, stays, 1, parameters, one);
    check_near(one[0], 0.25, 0.0);
}

static void maximum_is_never_below_what_was_there(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(5, "durations", 0, 0, 0);

    for (int trial = 0; trial < 30; trial++) {
        clg_duration_family family =
            (clg_duration_family)(CLG_DURATION_POISSON + trial % 3);
        double exits[10], stays[10], parameters[2], hazard[10], before = 0.0,
                                                                after = 0.0;
        for (uint32_t j = 0; j < 10; j++) {
            exits[j] = clg_random_below(&random, 3) * clg_random_uniform(&random);
            stays[j] = clg_random_below(&random, 9) * clg_random_uniform(&random);
        }
        clg_duration_start(family, 0.02 + 0.9 * clg_random_uniform(&random), 10,
                           parameters, hazard);
        for (uint32_t j = 0; j < 10; j++)
            before += exits[j] * log(hazard[j]) + stays[j] * log1p(-hazard[j]);
        clg_duration_maximise(family, exits, stays, 10, parameters, hazard);
        for (uint32_t j = 0; j < 10; j++)
            after += exits[j] * log(hazard[j]) + stays[j] * log1p(-hazard[j]);
        assert_true(after >= before);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(families_have_names),
        cmocka_unit_test(hazards_give_back_the_probabilities),
        cmocka_unit_test(weibull_survival_is_that_of_its_definition),
        cmocka_unit_test(families_begin_geometric_or_with_the_same_mean),
        cmocka_unit_test(mean_and_quantiles_are_worked_by_hand),
        cmocka_unit_test(maxima_are_the_parameters_that_made_the_counts),
        cmocka_unit_test(free_hazards_are_shares_and_stay_where_nobody_came),
        cmocka_unit_test(maximum_is_never_below_what_was_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
