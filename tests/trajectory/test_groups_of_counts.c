/* Group-based trajectories of counts: closed forms of one group, and simulated groups
 * found again with their number. */
#include "check.h"
#include "course_sample.h"

#include "base/random.h"

#include <string.h>

static void one_group_of_counts_has_closed_forms(void **state)
{
    (void)state;
    static sample of;
    const double counts[] = {0, 0, 3, 5, 0, 2, 4, 0, 1, 6, 0, 3};
    clg_course_groups_options options = CLG_GROUPS_OPTIONS_INIT;
    clg_course_groups groups;
    double zero, mean, mu = 3.0;

    make_sample(&of, 4, 3);
    memcpy(of.y, counts, sizeof counts);
    for (size_t row = 0; row < 12; row++)
        of.exposure[row] = row % 2 == 0 ? 1.0 : 3.0;
    options.group_count = 1;
    options.degree = 0;
    options.family = CLG_GROUPS_POISSON;
    of.series.exposure = of.exposure;
    groups = fit_of(&of.series, &options);
    check_near(clg_course_groups_mean(&groups.model, 0, 1.0), 24.0 / 24.0, 1e-10);
    assert_int_equal(groups.parameter_count, 1);
    clg_course_groups_clear(&groups);

    /* ZIP: mu / (1 - exp(-mu)) is the mean of the 7 positive counts, 24 / 7. */
    of.series.exposure = NULL;
    for (int k = 0; k < 200; k++)
        mu = 24.0 / 7.0 * (1.0 - exp(-mu));
    options.family = CLG_GROUPS_ZIP;
    groups = fit_of(&of.series, &options);
    zero = groups.model.group[0].spread;
    mean = clg_course_groups_mean(&groups.model, 0, 1.0);
    check_near(mean, 2.0, 1e-5);
    check_near(mean / (1.0 - zero), mu, 1e-4);
    clg_course_groups_clear(&groups);

    /* Negative binomial: the mean is the mean, and the size is a maximum. */
    options.family = CLG_GROUPS_NEGBIN;
    groups = fit_of(&of.series, &options);
    check_near(clg_course_groups_mean(&groups.model, 0, 1.0), 2.0, 1e-6);
    for (double factor = 0.8; factor < 1.3; factor += 0.4) {
        double size = groups.model.group[0].spread * factor, sum = 0.0;
        for (size_t i = 0; i < 12; i++)
            sum += lgamma(counts[i] + size) - lgamma(size) - lgamma(counts[i] + 1.0) +
                   size * log(size / (size + 2.0)) +
                   counts[i] * log(2.0 / (size + 2.0));
        assert_true(sum < groups.loglik);
        assert_true(sum > groups.loglik - 0.1);
    }
    clg_course_groups_clear(&groups);
}

static uint32_t poisson_draw(clg_random *random, double mean)
{
    double product = clg_random_uniform(random), limit = exp(-mean);
    uint32_t count = 0;

    for (; product > limit; count++)
        product *= clg_random_uniform(random);
    return count;
}

static void groups_of_counts_are_found_again(void **state)
{
    (void)state;
    static sample of;
    clg_course_groups_options options = CLG_GROUPS_OPTIONS_INIT;
    clg_random random = clg_random_stream(9, "counts", 0, 0, 0);
    clg_course_groups_choice choices[4];
    uint32_t right = 0, count;
    clg_course_groups groups;

    /* 70 schools of rate 2 with 30 % silent windows, 30 that grow from 4 to 15. */
    make_sample(&of, 100, 10);
    for (size_t row = 0; row < 1000; row++)
        of.y[row] =
            row / 10 % 10 < 7
                ? clg_random_uniform(&random) < 0.3 ? 0.0 : poisson_draw(&random, 2.0)
                : poisson_draw(&random, 4.0 * exp(0.15 * of.t[row]));
    options.family = CLG_GROUPS_ZIP;
    options.degree = 1;
    options.starts = 6;
    check_ok(clg_course_groups_choose(&of.series, &options, 4, choices, &count, &groups,
                                      &err));
    assert_int_equal(count, 4);
    assert_int_equal(groups.model.group_count, 2);
    for (uint32_t g = 0; g < 4; g++)
        assert_true(choices[g].bic_schools >= groups.bic_schools);
    check_near(groups.model.group[0].share, 0.7, 0.01);
    check_near(groups.model.group[0].spread, 0.3, 0.06);
    check_near(clg_course_groups_mean(&groups.model, 1, 0.0), 4.0, 0.6);
    check_near(clg_course_groups_mean(&groups.model, 1, 9.0), 4.0 * exp(1.35), 1.0);
    for (uint32_t s = 0; s < 100; s++)
        right += groups.group[s] == (s % 10 < 7 ? 0 : 1);
    assert_true(right >= 99);
    clg_course_groups_clear(&groups);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_group_of_counts_has_closed_forms),
        cmocka_unit_test(groups_of_counts_are_found_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
