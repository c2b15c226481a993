/* Adjustment for size: lines by hand, the equations that define the fit, standard
 * errors by simulation, invariances, sizes that tell nothing, refusals, memory. */
#include "check.h"

#include "compare/adjust.h"

#include "base/memory.h"
#include "base/random.h"
#include "base/special.h"
#include "compare/shrinkage.h"

enum { SCHOOLS = 40 };

static double normal_of(clg_random *random)
{
    return clg_normal_quantile(0.5 * clg_random_uniform(random) + 0x1p-55) *
           (clg_random_below(random, 2) == 0 ? 1.0 : -1.0);
}

/* Ten schools, five of size 1 and five of size e^2, values 1 -+ .2 and 5 -+ .1 times
 * {-1, -1, 0, 1, 1}: slope 2, residual sum of squares .2. */
static void one_size_by_hand(void **state)
{
    (void)state;
    double size[10], y[10];
    const double *sizes[] = {size}, steps[] = {-1, -1, 0, 1, 1};
    clg_size_residual schools[10];
    clg_size_fit fit;
    double variance = (4 * 0.04 + 4 * 0.01) / 8.0;

    for (int i = 0; i < 10; i++) {
        size[i] = i < 5 ? 1.0 : exp(2.0);
        y[i] = i < 5 ? 1.0 + 0.2 * steps[i] : 5.0 + 0.1 * steps[i - 5];
    }
    check_ok(clg_size_adjust(y, NULL, sizes, 1, 10, &fit, schools, &err));
    assert_int_equal(fit.status, CLG_SIZE_OK);
    assert_int_equal(fit.coefficient_count, 2);
    check_near(fit.slope[0], 2.0, 1e-14);
    check_near(fit.typical, 3.0, 1e-14);
    check_near(fit.tau2, variance, 1e-15);
    check_near(fit.typical_error, sqrt(variance / 10.0), 1e-15);
    check_near(fit.slope_error[0], sqrt(variance / 10.0), 1e-15); /* sum (x - 1)^2 */
    check_near(fit.explained, 1.0 - 0.2 / 40.2, 1e-14);
    check_near(schools[0].expected, 1.0, 1e-14);
    check_near(schools[0].residual, -0.2, 1e-14);
    check_near(schools[0].error, sqrt(variance * (1.0 - 0.2)), 1e-15);
}

/* Without sizes, the mean; and a tau2 as in shrinkage. */
static void no_sizes_leave_the_mean(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(61, "mean", 0, 0, 0);
    double y[SCHOOLS], v[SCHOOLS];
    clg_size_residual schools[SCHOOLS];
    clg_size_fit fit;
    clg_pool pool;

    for (int i = 0; i < SCHOOLS; i++) {
        v[i] = 0.1 + clg_random_uniform(&random);
        y[i] = 1e6 + 2.0 * normal_of(&random);
    }
    check_ok(clg_size_adjust(y, v, NULL, 0, SCHOOLS, &fit, schools, &err));
    check_ok(clg_pool_normal(y, v, SCHOOLS, CLG_TAU2_PM, &pool, NULL, &err));
    check_near(fit.tau2, pool.tau2, 1e-8);
    check_near(fit.typical, pool.mean, 1e-8);
    check_near(fit.typical_error, pool.mean_error, 1e-8);
    check_near(schools[3].residual, y[3] - pool.mean, 1e-8);
    check_near(fit.explained, 0.0, 1e-12);
}

typedef struct network {
    double people[SCHOOLS], meetings[SCHOOLS], mean_size[SCHOOLS];
    double y[SCHOOLS], v[SCHOOLS], u[SCHOOLS];
    const double *sizes[3];
} network;

static void draw_network(network *n, uint64_t number, double spread)
{
    clg_random random = clg_random_stream(62, "network", number, 0, 0);

    n->sizes[0] = n->people;
    n->sizes[1] = n->meetings;
    n->sizes[2] = n->mean_size;
    for (int i = 0; i < SCHOOLS; i++) {
        double large = normal_of(&random);
        n->people[i] = exp(3.5 + 0.5 * large);
        n->meetings[i] = exp(3.0 + 0.3 * large + 0.4 * normal_of(&random));
        n->mean_size[i] = exp(1.5 + 0.3 * normal_of(&random));
        n->v[i] = 1.0 / n->people[i] + 2.0 / n->meetings[i];
        n->u[i] = spread * normal_of(&random);
        n->y[i] = 2.0 - 0.6 * log(n->people[i]) + 0.2 * log(n->meetings[i]) + n->u[i] +
                  sqrt(n->v[i]) * normal_of(&random);
    }
}

/* Weighted residuals are at right angles to every size, and their squares add up to n
 * - p. */
static void fit_meets_the_equations_that_define_it(void **state)
{
    (void)state;
    for (uint64_t round = 0; round < 40; round++) {
        network n;
        clg_size_residual schools[SCHOOLS];
        clg_size_fit fit;
        double sum = 0.0, across[4] = {0.0, 0.0, 0.0, 0.0};
        draw_network(&n, round, round % 4 == 0 ? 0.0 : 0.3);
        check_ok(clg_size_adjust(n.y, n.v, n.sizes, 3, SCHOOLS, &fit, schools, &err));
        for (int i = 0; i < SCHOOLS; i++) {
            double w = 1.0 / (n.v[i] + fit.tau2), r = schools[i].residual;
            sum += w * r * r;
            across[3] += w * r;
            for (int j = 0; j < 3; j++)
                across[j] += w * r * log(n.sizes[j][i]);
            check_near(schools[i].expected + r, n.y[i], 1e-13);
        }
        for (int j = 0; j < 4; j++)
            check_near(across[j], 0.0, 1e-9);
        if (fit.tau2 > 0.0)
            check_near(sum, SCHOOLS - 4.0, 1e-8);
        else
            assert_true(sum <= SCHOOLS - 4.0);
    }
}

/* Residuals miss the schools' own u by as much as their errors say; slopes are right on
 * average; size explains nothing of the residuals. */
static void errors_are_as_large_as_they_say(void **state)
{
    (void)state;
    enum { NETWORKS = 400 };
    const double spreads[] = {0.0, 0.3, 3.0};

    for (size_t k = 0; k < COUNT_OF(spreads); k++) {
        double z2 = 0.0, slope = 0.0, slope_z2 = 0.0;
        for (uint64_t round = 0; round < NETWORKS; round++) {
            network n;
            clg_size_residual schools[SCHOOLS];
            clg_size_fit fit;
            draw_network(&n, 1000 * (k + 1) + round, spreads[k]);
            check_ok(
                clg_size_adjust(n.y, n.v, n.sizes, 3, SCHOOLS, &fit, schools, &err));
            slope += fit.slope[0] / NETWORKS;
            slope_z2 += pow((fit.slope[0] + 0.6) / fit.slope_error[0], 2.0) / NETWORKS;
            for (int i = 0; i < SCHOOLS; i++)
                z2 += pow((schools[i].residual - n.u[i]) / schools[i].error, 2.0) /
                      (NETWORKS * SCHOOLS);
        }
        check_near(z2, 1.0, 0.07);
        check_near(slope, -0.6, k == 2 ? 0.15 : 0.03);
        check_near(slope_z2, 1.0, 0.25);
    }
}

/* People in dozens, values in another unit and order: the same residuals. */
static void units_and_order_do_not_matter(void **state)
{
    (void)state;
    network n, other;
    clg_size_residual one[SCHOOLS], two[SCHOOLS];
    clg_size_fit fit, same;

    draw_network(&n, 7, 0.3);
    draw_network(&other, 7, 0.3);
    for (int i = 0; i < SCHOOLS; i++) {
        int to = SCHOOLS - 1 - i;
        other.people[to] = n.people[i] / 12.0;
        other.meetings[to] = n.meetings[i];
        other.mean_size[to] = n.mean_size[i];
        other.y[to] = 100.0 * n.y[i] - 7.0;
        other.v[to] = 1e4 * n.v[i];
    }
    check_ok(clg_size_adjust(n.y, n.v, n.sizes, 3, SCHOOLS, &fit, one, &err));
    check_ok(
        clg_size_adjust(other.y, other.v, other.sizes, 3, SCHOOLS, &same, two, &err));
    check_near(same.typical, 100.0 * fit.typical - 7.0, 1e-8);
    check_near(same.slope[0], 100.0 * fit.slope[0], 1e-8);
    for (int i = 0; i < SCHOOLS; i++) {
        check_near(two[SCHOOLS - 1 - i].residual, 100.0 * one[i].residual, 1e-8);
        check_near(two[SCHOOLS - 1 - i].error, 100.0 * one[i].error, 1e-8);
    }
}

/* A size that is equal everywhere, or another in other words, is left out. */
static void sizes_that_tell_nothing_are_left_out(void **state)
{
    (void)state;
    network n;
    clg_size_residual with[SCHOOLS], without[SCHOOLS];
    clg_size_fit fit;
    const double *only[1];

    draw_network(&n, 8, 0.3);
    for (int i = 0; i < SCHOOLS; i++) {
        n.meetings[i] = 12.0;
        n.mean_size[i] = 3.0 * n.people[i] * n.people[i];
    }
    only[0] = n.people;
    check_ok(clg_size_adjust(n.y, n.v, n.sizes, 3, SCHOOLS, &fit, with, &err));
    assert_int_equal(fit.coefficient_count, 2);
    assert_true(isnan(fit.slope[1]) && isnan(fit.slope[2]) &&
                isnan(fit.slope_error[1]));
    assert_true(isfinite(fit.slope[0]));
    check_ok(clg_size_adjust(n.y, n.v, only, 1, SCHOOLS, &fit, without, &err));
    for (int i = 0; i < SCHOOLS; i++)
        check_near(with[i].residual, without[i].residual, 1e-12);
}

static void missing_schools_stay_missing(void **state)
{
    (void)state;
    network n;
    clg_size_residual schools[SCHOOLS];
    clg_size_fit fit;

    draw_network(&n, 9, 0.3);
    n.y[3] = (double)NAN;
    n.v[4] = (double)NAN;
    n.meetings[5] = 0.0;
    n.people[6] = (double)NAN;
    check_ok(clg_size_adjust(n.y, n.v, n.sizes, 3, SCHOOLS, &fit, schools, &err));
    assert_int_equal(fit.used_count, SCHOOLS - 4);
    for (int i = 3; i <= 6; i++)
        assert_true(isnan(schools[i].residual) && isnan(schools[i].error));
    assert_true(isfinite(schools[7].residual));
}

static void too_few_schools_are_not_adjusted(void **state)
{
    (void)state;
    network n;
    clg_size_residual schools[SCHOOLS];
    clg_size_fit fit;

    draw_network(&n, 10, 0.3);
    check_ok(clg_size_adjust(n.y, n.v, n.sizes, 3, 19, &fit, schools, &err));
    assert_int_equal(fit.status, CLG_SIZE_TOO_FEW);
    assert_int_equal(fit.used_count, 19);
    assert_true(isnan(fit.typical) && isnan(fit.slope[0]) &&
                isnan(schools[0].residual));
    check_ok(clg_size_adjust(n.y, n.v, n.sizes, 3, 20, &fit, schools, &err));
    assert_int_equal(fit.status, CLG_SIZE_OK);
    check_ok(clg_size_adjust(n.y, n.v, n.sizes, 3, 0, &fit, schools, &err));
    assert_int_equal(fit.status, CLG_SIZE_TOO_FEW);
    check_ok(clg_size_adjust(n.y, n.v, n.sizes, 1, 10, &fit, schools, &err));
    assert_int_equal(fit.status, CLG_SIZE_OK);
}

/* One school of another size than all the others: the line goes through it. */
static void school_that_sets_the_line_alone_has_no_residual(void **state)
{
    (void)state;
    double size[12], y[12];
    const double *sizes[] = {size};
    clg_size_residual schools[12];
    clg_size_fit fit;

    for (int i = 0; i < 12; i++) {
        size[i] = i == 0 ? 90.0 : 30.0;
        y[i] = i % 3;
    }
    check_ok(clg_size_adjust(y, NULL, sizes, 1, 12, &fit, schools, &err));
    assert_int_equal(fit.status, CLG_SIZE_OK);
    assert_true(isnan(schools[0].residual) && isnan(schools[0].error));
    check_near(schools[0].expected, 0.0, 1e-12);
    assert_true(isfinite(schools[1].residual));
}

static void bad_numbers_are_refused(void **state)
{
    (void)state;
    const double y[] = {1.0}, v[] = {0.0}, less[] = {-3.0}, endless[] = {INFINITY};
    const double *sizes[] = {less, less, less, less, less};
    clg_size_residual school;
    clg_size_fit fit;

    check_fails(clg_size_adjust(y, y, sizes, 5, 1, &fit, &school, &err),
                CLG_ERROR_ARGUMENT, "5 sizes, expected at most 4");
    check_fails(clg_size_adjust(y, y, sizes, 1, 1, &fit, &school, &err),
                CLG_ERROR_ARGUMENT,
                "size 0 of school 0 is -3, expected a finite number of 0 or more");
    check_fails(clg_size_adjust(y, v, sizes, 0, 1, &fit, &school, &err),
                CLG_ERROR_ARGUMENT,
                "estimate 0 has variance 0, expected a finite number above 0");
    check_fails(clg_size_adjust(endless, y, sizes, 0, 1, &fit, &school, &err),
                CLG_ERROR_ARGUMENT, "estimate 0 is infinite");
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    network n;
    clg_size_residual schools[SCHOOLS];
    clg_size_fit fit;
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    draw_network(&n, 11, 0.3);
    for (; status != CLG_OK; allowed++) {
        clg_test_allocations_left = allowed;
        status = clg_size_adjust(n.y, n.v, n.sizes, 3, SCHOOLS, &fit, schools, NULL);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
    }
    assert_int_equal(allowed, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_size_by_hand),
        cmocka_unit_test(no_sizes_leave_the_mean),
        cmocka_unit_test(fit_meets_the_equations_that_define_it),
        cmocka_unit_test(errors_are_as_large_as_they_say),
        cmocka_unit_test(units_and_order_do_not_matter),
        cmocka_unit_test(sizes_that_tell_nothing_are_left_out),
        cmocka_unit_test(missing_schools_stay_missing),
        cmocka_unit_test(too_few_schools_are_not_adjusted),
        cmocka_unit_test(school_that_sets_the_line_alone_has_no_residual),
        cmocka_unit_test(bad_numbers_are_refused),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
