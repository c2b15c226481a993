/* What curves are made of: even B-splines against GSL's, the minimiser on a function
 * with a known minimum, inside and at a bound. */
#include "check.h"

#include "trajectory/curve/minimise.h"
#include "trajectory/curve/spline_basis.h"

#include <gsl/gsl_bspline.h>

static void splines_are_those_of_gsl_away_from_the_ends(void **state)
{
    (void)state;
    const clg_spline_basis basis = {2.0, 12.0, 10};
    gsl_bspline_workspace *gsl = gsl_bspline_alloc(4, 11);
    gsl_vector *values = gsl_vector_alloc(4);

    gsl_bspline_knots_uniform(2.0, 12.0, gsl);
    for (double t = 2.0; t <= 12.0; t += 0.05) {
        double own[4], sum = 0.0, line = 0.0;
        uint32_t first = clg_spline_basis_at(&basis, t, own);
        size_t begin, end;
        for (uint32_t k = 0; k < 4; k++) {
            assert_true(own[k] >= 0.0);
            sum += own[k];
            line += own[k] * (2.0 + (first + k) - 1.0);
        }
        check_near(sum, 1.0, 1e-14);
        check_near(line, t, 1e-13); /* even coefficients make a line */
        gsl_bspline_eval_nonzero(t, values, &begin, &end, gsl);
        if (t < 5.0 || t > 9.0)
            continue;
        assert_int_equal(begin, first);
        for (uint32_t k = 0; k < 4; k++)
            check_near(own[k], gsl_vector_get(values, k), 1e-12);
    }
    gsl_vector_free(values);
    gsl_bspline_free(gsl);
}

static double rosenbrock(void *payload, const double *x, double *gradient)
{
    double a = 1.0 - x[0], b = x[1] - x[0] * x[0];

    (*(int *)payload)++;
    gradient[0] = -2.0 * a - 400.0 * b * x[0];
    gradient[1] = 200.0 * b;
    return a * a + 100.0 * b * b;
}

static void minima_are_found_inside_and_at_bounds(void **state)
{
    (void)state;
    const double lower[] = {-2.0, -2.0}, upper[] = {2.0, 2.0}, tight[] = {0.5, 2.0};
    double x[] = {-1.2, 1.0};
    int calls = 0;
    clg_minimum minimum = clg_minimise(rosenbrock, &calls, 2, lower, upper, 1e-9, x);

    assert_true(minimum.is_converged);
    assert_int_equal(minimum.evaluations, calls);
    check_near(x[0], 1.0, 1e-8);
    check_near(x[1], 1.0, 1e-8);
    x[0] = -1.2;
    x[1] = 1.0;
    minimum = clg_minimise(rosenbrock, &calls, 2, lower, tight, 1e-9, x);
    assert_true(minimum.is_converged);
    check_near(x[0], 0.5, 0.0);
    check_near(x[1], 0.25, 1e-8);
    check_near(minimum.value, 0.25, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splines_are_those_of_gsl_away_from_the_ends),
        cmocka_unit_test(minima_are_found_inside_and_at_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
