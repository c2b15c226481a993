/* Intraclass and rank correlations: values by hand and found independently, ties,
 * missing values, too few, no spread, exhausted memory. */
#include "check.h"

#include "base/memory.h"
#include "compare/scales/intraclass.h"
#include "compare/scales/rank_correlation.h"

static void variance_between_groups_is_set_against_that_within(void **state)
{
    (void)state;
    const double values[] = {1, 3, NAN, 4, 6, 8};
    const uint32_t group[] = {7, 7, 7, 2, 2, 9};
    clg_intraclass out = clg_intraclass_of(values, group, 6);

    /* Groups 2, 5 and 8 about 4.4: B = (2 2.4^2 + 2 0.6^2 + 3.6^2) / 2 = 12.6,
     * W = (2 + 2) / 2, k = (5 - 9 / 5) / 2 = 1.6. */
    assert_int_equal(out.status, CLG_VALUE_OK);
    assert_int_equal(out.groups, 3);
    assert_int_equal(out.people, 5);
    check_near(out.icc1, 10.6 / (12.6 + 0.6 * 2.0), 1e-14);
    check_near(out.icc2, 10.6 / 12.6, 1e-14);
}

static void groups_that_differ_less_than_people_are_below_zero(void **state)
{
    (void)state;
    const double values[] = {1, 5, 2, 5};
    const uint32_t group[] = {0, 0, 1, 1};
    clg_intraclass out = clg_intraclass_of(values, group, 4);

    /* B = 2 (0.25^2 + 0.25^2) = 0.25, W = (8 + 4.5) / 2 = 6.25, k = 2. */
    check_near(out.icc1, -6.0 / 6.5, 1e-14);
    check_near(out.icc2, -24.0, 1e-12);
}

static void too_little_to_tell_groups_apart_says_so(void **state)
{
    (void)state;
    const double values[] = {1, 2, 3, NAN}, same[] = {4, 4, 4, 4};
    const uint32_t one[] = {0, 0, 0, 0}, each[] = {0, 1, 2, 3}, two[] = {0, 0, 1, 1};

    assert_int_equal(clg_intraclass_of(values, one, 4).status, CLG_VALUE_TOO_SMALL);
    assert_int_equal(clg_intraclass_of(values, each, 4).status, CLG_VALUE_TOO_SMALL);
    assert_int_equal(clg_intraclass_of(values, each, 0).status, CLG_VALUE_TOO_SMALL);
    assert_int_equal(clg_intraclass_of(same, two, 4).status, CLG_VALUE_DEGENERATE);
    assert_true(isnan(clg_intraclass_of(same, two, 4).icc1));
}

static clg_rank_correlation correlation(const double *x, const double *y, size_t count)
{
    clg_rank_correlation out;

    check_ok(clg_rank_correlation_find(x, y, count, &out, &err));
    return out;
}

static void ranks_go_together_in_all_orders_of_a_few(void **state)
{
    (void)state;
    const double x[] = {10, 20, 30, 40, 1000}, y[] = {1, 2, 3, 5, 4};
    clg_rank_correlation out = correlation(x, y, 5);

    /* r = 1 - 6 (1 + 1) / 120 = 0.9; of 120 orders 1 has r = 1, 4 have 0.9, and as
     * many are on the other side. */
    assert_int_equal(out.status, CLG_VALUE_OK);
    assert_int_equal(out.pairs, 5);
    check_near(out.r, 0.9, 1e-14);
    check_near(out.p, 10.0 / 120.0, 1e-14);
    check_near(out.low, tanh(atanh(0.9) - 1.959963984540054 * sqrt(1.405 / 2.0)),
               1e-14);
    check_near(out.high, tanh(atanh(0.9) + 1.959963984540054 * sqrt(1.405 / 2.0)),
               1e-14);
}

static void ties_share_their_rank(void **state)
{
    (void)state;
    const double x[] = {1, 2, 2, 3, NAN, 4, 5, 5, 5, 6, 7};
    const double y[] = {2, 1, 3, 3, 9, 5, 4, 6, 6, 3, 8};
    clg_rank_correlation out = correlation(x, y, 11);
    double rx[] = {1, 2.5, 2.5, 4, 5, 7, 7, 7, 9, 10};
    double ry[] = {2, 1, 4, 4, 7, 6, 8.5, 8.5, 4, 10}, xy = 0, xx = 0, yy = 0;

    for (int i = 0; i < 10; i++) {
        xy += (rx[i] - 5.5) * (ry[i] - 5.5);
        xx += (rx[i] - 5.5) * (rx[i] - 5.5);
        yy += (ry[i] - 5.5) * (ry[i] - 5.5);
    }
    assert_int_equal(out.pairs, 10);
    check_near(out.r, xy / sqrt(xx * yy), 1e-14);
    assert_true(out.p > 0.01 && out.p < 0.05);
}

static void a_perfect_order_has_no_interval(void **state)
{
    (void)state;
    const double x[] = {1, 2, 3, 4, 5, 6}, y[] = {9, 8, 7, 6, 5, 4};
    clg_rank_correlation out = correlation(x, y, 6);

    check_near(out.r, -1.0, 0.0);
    check_near(out.p, 2.0 / 720.0, 1e-15);
    assert_int_equal(out.interval_status, CLG_VALUE_DEGENERATE);
    assert_true(isnan(out.low) && isnan(out.high));
}

static void too_few_or_equal_values_have_no_correlation(void **state)
{
    (void)state;
    const double x[] = {1, 2, 3, 4, NAN}, y[] = {1, 2, 3, 4, 5}, z[] = {2, 2, 2, 2, 2};

    assert_int_equal(correlation(x, y, 5).status, CLG_VALUE_TOO_SMALL);
    assert_int_equal(correlation(x, y, 0).status, CLG_VALUE_TOO_SMALL);
    assert_int_equal(correlation(y, z, 5).status, CLG_VALUE_DEGENERATE);
    assert_int_equal(correlation(y, z, 5).interval_status, CLG_VALUE_DEGENERATE);
    assert_true(isnan(correlation(y, z, 5).p));
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    const double y[] = {1, 2, 3, 4, 5};
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    for (; status != CLG_OK; allowed++) {
        clg_rank_correlation out;
        clg_test_allocations_left = allowed;
        status = clg_rank_correlation_find(y, y, 5, &out, NULL);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
    }
    assert_int_equal(allowed, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(variance_between_groups_is_set_against_that_within),
        cmocka_unit_test(groups_that_differ_less_than_people_are_below_zero),
        cmocka_unit_test(too_little_to_tell_groups_apart_says_so),
        cmocka_unit_test(ranks_go_together_in_all_orders_of_a_few),
        cmocka_unit_test(ties_share_their_rank),
        cmocka_unit_test(a_perfect_order_has_no_interval),
        cmocka_unit_test(too_few_or_equal_values_have_no_correlation),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
