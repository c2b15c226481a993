/* Schools that stand apart, and falls of activity: against numbers worked out apart. */
#include "check.h"

#include "base/memory.h"
#include "base/random.h"
#include "base/special.h"
#include "compare/fall.h"
#include "compare/outlier.h"

/* R: rstudent(lm(x ~ 1)), pt(., n - 2, lower = FALSE) */
static void outlier_is_held_against_the_others(void **state)
{
    const double x[] = {1.0, 2.0, 3.0, 4.0, NAN, 10.0};
    double t[6], p[6];

    (void)state;
    assert_int_equal(clg_outliers(x, 6, t, p), 5);
    /* others 1 2 3 4: mean 2.5, variance 5/3; 7.5 / sqrt(5/3 * 5/4) */
    check_near(t[5], 7.5 / sqrt(25.0 / 12.0), 1e-12);
    check_near(p[5], 0.006923416494429523, 1e-12);
    /* others 2 3 4 10: mean 4.75, variance 38.75 / 3 */
    check_near(t[0], -3.75 / sqrt(38.75 / 3.0 * 1.25), 1e-12);
    assert_true(isnan(t[4]) && isnan(p[4]));
}

static void same_values_stand_nowhere(void **state)
{
    const double x[] = {0.3, 0.3, 0.3, 0.3, 0.3, 0.3}, one[] = {0, 0, 0, 0, 0, 1};
    double t[6], p[6];

    (void)state;
    clg_outliers(x, 6, t, p);
    for (int i = 0; i < 6; i++) {
        check_near(t[i], 0.0, 0.0);
        check_near(p[i], 0.5, 0.0);
    }
    clg_outliers(one, 6, t, p);
    assert_true(isinf(t[5]) && p[5] == 0.0);
    assert_true(t[0] < 0.0 && p[0] > 0.5);
}

static void few_values_are_no_network(void **state)
{
    const double x[] = {1.0, 2.0, 3.0, 90.0};
    double t[4], p[4];

    (void)state;
    assert_int_equal(clg_outliers(x, 4, t, p), 4);
    assert_true(isnan(t[3]) && isnan(p[3]));
    assert_int_equal(clg_outliers(x, 0, t, p), 0);
}

/* p is uniform where all schools vary alike. */
static void nominal_rate_is_kept(void **state)
{
    enum { SCHOOLS = 12, NETWORKS = 4000 };
    clg_random random = clg_random_stream(7, "network", 0, 0, 0);
    double x[SCHOOLS], t[SCHOOLS], p[SCHOOLS];
    int found = 0;

    (void)state;
    for (int network = 0; network < NETWORKS; network++) {
        for (int i = 0; i < SCHOOLS; i++)
            x[i] = clg_normal_quantile(0.5 * 1e-9 +
                                       clg_random_uniform(&random) * (1.0 - 1e-9));
        clg_outliers(x, SCHOOLS, t, p);
        for (int i = 0; i < SCHOOLS; i++)
            found += p[i] < 0.01;
    }
    check_near(found / (double)(SCHOOLS * NETWORKS), 0.01, 0.002);
}

static void fall_is_the_end_over_the_best(void **state)
{
    /* 12 values: the last 3 against the best 3 before */
    const double x[] = {1, 2, 3, NAN, 9, 8, 10, 4, 4, 4, 3, 1, 2};
    const double silent[] = {0, 0, 0, 0, 0, 0, 0, 0}, few[] = {5, 5, 5, 1, 1, 1, NAN};
    clg_fall fall;

    (void)state;
    check_ok(clg_fall_find(x, 13, &fall, &err));
    check_near(fall.best, 9.0, 0.0);
    check_near(fall.ratio, 2.0 / 9.0, 1e-15);
    check_ok(clg_fall_find(silent, 8, &fall, &err));
    assert_true(isnan(fall.ratio) && fall.best == 0.0);
    check_ok(clg_fall_find(few, 7, &fall, &err));
    assert_true(isnan(fall.ratio));
}

/* 24 values: the last 4 against the best 6. */
static void long_courses_are_judged_by_longer_stretches(void **state)
{
    double x[24];
    clg_fall fall;

    (void)state;
    for (int i = 0; i < 24; i++)
        x[i] = i < 20 ? 10.0 : 1.0;
    x[21] = x[3] = 100.0; /* odd windows */
    check_ok(clg_fall_find(x, 24, &fall, &err));
    check_near(fall.best, 10.0, 0.0);
    check_near(fall.ratio, 0.1, 1e-15);
}

static void since_is_the_last_stretch(void **state)
{
    const double x[] = {1, 5, 1, NAN, 1, 2}, ends_high[] = {1, 1, 5};

    (void)state;
    assert_int_equal(clg_since_below(x, 6, 2.0), 2);
    assert_int_equal(clg_since_above(x, 6, 1.0), 0);
    assert_int_equal(clg_since_above(x, 6, 2.0), 5);
    assert_int_equal(clg_since_below(ends_high, 3, 2.0), 3);
    assert_int_equal(clg_since_below(x, 0, 2.0), 0);
}

static void exhausted_memory_is_told(void **state)
{
    const double x[] = {1, 2, 3, 4, 5, 6, 7, 8};
    clg_error err = CLG_ERROR_INIT;
    clg_fall fall;

    (void)state;
    clg_test_allocations_left = 0;
    assert_int_equal(clg_fall_find(x, 8, &fall, &err), CLG_ERROR_MEMORY);
    clg_test_allocations_left = -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outlier_is_held_against_the_others),
        cmocka_unit_test(same_values_stand_nowhere),
        cmocka_unit_test(few_values_are_no_network),
        cmocka_unit_test(nominal_rate_is_kept),
        cmocka_unit_test(fall_is_the_end_over_the_best),
        cmocka_unit_test(long_courses_are_judged_by_longer_stretches),
        cmocka_unit_test(since_is_the_last_stretch),
        cmocka_unit_test(exhausted_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
