/* The population curve: the mixed model against dense equations, the restricted
 * likelihood at its maximum, simulated schools, few and odd schools, threads, memory.
 */
#include "check.h"

#include "trajectory/curve/population.h"
#include "trajectory/curve/series.h"

#include "base/memory.h"
#include "base/random.h"

#include <string.h>

enum { ROOM = 6000, MOST_SCHOOLS = 600, FEW = 4, WINDOWS = 7 };
enum {
    SPLINES = CLG_POPULATION_SPLINES,
    TERMS = CLG_DEVIATION_TERMS,
    UNKNOWN = SPLINES + FEW * TERMS /* of the dense equations */
};

typedef struct sample {
    clg_series series;
    size_t first[MOST_SCHOOLS + 1];
    double t[ROOM], y[ROOM], truth[ROOM];
} sample;

static double normal_draw(clg_random *random)
{
    double sum = -6.0;

    for (int i = 0; i < 12; i++)
        sum += clg_random_uniform(random);
    return sum;
}

static double common_curve(double t, double last)
{
    return 2.0 * sin(3.0 * t / last);
}

/* Schools about a common curve: level, slope, noise; a tenth of the cells missing. */
static void draw_sample(sample *of, uint32_t schools, uint32_t windows, double level,
                        double slope, double noise, uint64_t number)
{
    clg_random random = clg_random_stream(3, "population", number, 0, 0);

    of->series = (clg_series){schools, of->first, of->t, of->y, NULL};
    for (uint32_t s = 0; s < schools; s++) {
        double up = level * normal_draw(&random), on = slope * normal_draw(&random);
        of->first[s + 1] = (size_t)(s + 1) * windows;
        for (size_t row = of->first[s]; row < of->first[s + 1]; row++) {
            double t = (double)(row - of->first[s]), last = windows - 1.0;
            of->t[row] = t;
            of->truth[row] = common_curve(t, last) + up + on * (2.0 * t / last - 1.0);
            of->y[row] = of->truth[row] + noise * normal_draw(&random);
            if (clg_random_uniform(&random) < 0.1)
                of->y[row] = (double)NAN;
        }
    }
}

static clg_population fit_of(const sample *of, int threads)
{
    clg_population population;

    check_ok(clg_population_fit(&of->series, threads, &population, &err));
    return population;
}

/* The mixed model's equations in full: C x = right, with everything in it. */
typedef struct dense {
    double c[UNKNOWN][UNKNOWN], right[UNKNOWN], inverse[UNKNOWN][UNKNOWN], x[UNKNOWN];
    double log_determinant, square;
    size_t rows;
} dense;

static void row_of(const clg_population *population, uint32_t school, double t,
                   double *row)
{
    double b[4], z[4];
    uint32_t first = clg_spline_basis_at(&population->basis, t, b), own;

    memset(row, 0, UNKNOWN * sizeof *row);
    memcpy(row + first, b, sizeof b);
    own = clg_spline_basis_at(&population->deviation, t, z);
    row += SPLINES + school * TERMS;
    row[0] = 1.0;
    row[1] = 2.0 * (t - population->basis.low) /
                 (population->basis.high - population->basis.low) -
             1.0;
    for (uint32_t k = 2; k < TERMS; k++)
        for (uint32_t i = 0; i < 4; i++)
            row[k] += z[i] * population->shape[own + i][k - 2];
}

static void invert(dense *of)
{
    double a[UNKNOWN][UNKNOWN];

    memcpy(a, of->c, sizeof a);
    memset(of->inverse, 0, sizeof of->inverse);
    of->log_determinant = 0.0;
    for (uint32_t i = 0; i < UNKNOWN; i++)
        of->inverse[i][i] = 1.0;
    for (uint32_t i = 0; i < UNKNOWN; i++) {
        double pivot = a[i][i];
        of->log_determinant += log(pivot);
        for (uint32_t j = 0; j < UNKNOWN; j++) {
            a[i][j] /= pivot;
            of->inverse[i][j] /= pivot;
        }
        for (uint32_t k = 0; k < UNKNOWN; k++) {
            double factor = k == i ? 0.0 : a[k][i];
            for (uint32_t j = 0; j < UNKNOWN; j++) {
                a[k][j] -= factor * a[i][j];
                of->inverse[k][j] -= factor * of->inverse[i][j];
            }
        }
    }
}

/* Solves at log lambda and log gamma, and returns -2 log REML up to a constant. */
static double solve_dense(const sample *data, const clg_population *population,
                          const double theta[4], dense *of)
{
    double q;

    memset(of, 0, sizeof *of);
    for (uint32_t d = 0; d + 2 < SPLINES; d++)
        for (uint32_t i = 0; i < 3; i++)
            for (uint32_t j = 0; j < 3; j++)
                of->c[d + i][d + j] +=
                    exp(theta[0]) * (i == 1 ? -2.0 : 1.0) * (j == 1 ? -2.0 : 1.0);
    for (uint32_t k = SPLINES; k < UNKNOWN; k++) {
        uint32_t term = (k - SPLINES) % TERMS;
        of->c[k][k] = exp(-theta[1 + (term < 2 ? term : 2)]);
    }
    for (uint32_t s = 0; s < FEW; s++)
        for (size_t row = data->first[s]; row < data->first[s + 1]; row++) {
            double x[UNKNOWN], y = data->y[row];
            if (isnan(y))
                continue;
            row_of(population, s, data->t[row], x);
            of->rows++;
            of->square += y * y;
            for (uint32_t i = 0; i < UNKNOWN; i++) {
                of->right[i] += x[i] * y;
                for (uint32_t j = 0; j < UNKNOWN; j++)
                    of->c[i][j] += x[i] * x[j];
            }
        }
    invert(of);
    q = of->square;
    for (uint32_t i = 0; i < UNKNOWN; i++) {
        for (uint32_t j = 0; j < UNKNOWN; j++)
            of->x[i] += of->inverse[i][j] * of->right[j];
        q -= of->x[i] * of->right[i];
    }
    return ((double)of->rows - 2.0) * log(q) + of->log_determinant +
           FEW * (theta[1] + theta[2] + (TERMS - 2.0) * theta[3]) -
           (SPLINES - 2.0) * theta[0];
}

static void check_curves(const sample *data, const clg_population *population,
                         const dense *of)
{
    double values[FEW * WINDOWS], errors[FEW * WINDOWS];

    check_ok(
        clg_population_schools(population, &data->series, 2, values, errors, &err));
    for (uint32_t s = 0; s < FEW; s++)
        for (size_t row = data->first[s]; row < data->first[s + 1]; row++) {
            double x[UNKNOWN], value[2] = {0.0}, square[2] = {0.0}, error;
            row_of(population, s, data->t[row], x);
            for (uint32_t i = 0; i < UNKNOWN; i++) {
                value[0] += i < SPLINES ? x[i] * of->x[i] : 0.0;
                value[1] += x[i] * of->x[i];
                for (uint32_t j = 0; j < UNKNOWN; j++) {
                    double part =
                        x[i] * x[j] * of->inverse[i][j] * population->variance;
                    square[0] += i < SPLINES && j < SPLINES ? part : 0.0;
                    square[1] += part;
                }
            }
            check_near(clg_population_at(population, data->t[row], &error), value[0],
                       1e-7);
            check_near(error, sqrt(square[0]), 1e-7);
            check_near(values[row], value[1], 1e-7);
            check_near(errors[row], sqrt(square[1]), 1e-7);
        }
}

static void the_model_is_that_of_dense_equations(void **state)
{
    (void)state;
    static sample data;
    static dense of;
    double offset = (double)NAN;

    for (uint64_t number = 0; number < 6; number++) {
        double theta[4], best;
        clg_population population;
        draw_sample(&data, FEW, WINDOWS, 1.0, 0.7, 0.3, number);
        population = fit_of(&data, 1);
        assert_int_equal(population.status, CLG_VALUE_OK);
        theta[0] = log(population.lambda);
        for (size_t k = 0; k < 3; k++)
            theta[1 + k] = log(population.between[k] / population.variance);
        best = solve_dense(&data, &population, theta, &of);
        offset = number == 0 ? population.criterion - best : offset;
        check_near(population.criterion - best, offset, 1e-6);
        check_curves(&data, &population, &of);
        for (size_t k = 0; k < 4; k++)
            for (int side = -1; side <= 1; side += 2) {
                double other[4];
                memcpy(other, theta, sizeof other);
                other[k] += 0.05 * side;
                if (fabs(other[k]) < 16.0)
                    assert_true(solve_dense(&data, &population, other, &of) >
                                best - 1e-6);
            }
    }
}

static void schools_and_their_spread_are_recovered(void **state)
{
    (void)state;
    static sample data;
    static double values[ROOM], errors[ROOM];
    clg_population population;
    uint32_t inside = 0, all = 0;

    draw_sample(&data, 200, 20, 1.0, 0.5, 0.5, 9);
    for (size_t row = data.first[7]; row < data.first[8]; row++)
        data.y[row] = (double)NAN; /* a school without values */
    population = fit_of(&data, 0);
    assert_int_equal(population.status, CLG_VALUE_OK);
    assert_int_equal(population.used_schools, 199);
    check_near(population.variance, 0.25, 0.02);
    check_near(population.between[0], 1.0, 0.3);
    check_near(population.between[1], 0.25, 0.08);
    assert_true(population.edf > 3.0 && population.edf < 12.0);
    for (double t = 0.0; t <= 19.0; t += 1.0) {
        double error, value = clg_population_at(&population, t, &error);
        check_near(value, common_curve(t, 19.0), 4.0 * error);
        /* one mean of 200 schools of sd 1, not of 4,000 windows */
        assert_true(error > 0.05 && error < 0.15);
    }
    check_ok(
        clg_population_schools(&population, &data.series, 0, values, errors, &err));
    for (size_t row = 0; row < 4000; row++) {
        if (row / 20 == 7)
            continue;
        inside += fabs(values[row] - data.truth[row]) < 1.96 * errors[row];
        all++;
    }
    assert_true(inside > 0.93 * all && inside < 0.97 * all);
    {
        double error, common = clg_population_at(&population, 10.0, &error);
        check_near(values[150], common, 1e-12);
        assert_true(errors[150] > 0.9);
    }
}

static void units_do_not_matter(void **state)
{
    (void)state;
    static sample one, other;
    clg_population first, second;
    double error, other_error;

    draw_sample(&one, 30, 10, 1.0, 0.5, 0.5, 4);
    draw_sample(&other, 30, 10, 1.0, 0.5, 0.5, 4);
    for (size_t row = 0; row < 300; row++) {
        other.t[row] = 1000.0 + 30.0 * one.t[row];
        other.y[row] = 500.0 - 20.0 * one.y[row];
    }
    first = fit_of(&one, 1);
    second = fit_of(&other, 1);
    check_near(second.variance / first.variance, 400.0, 0.01);
    for (double t = 0.0; t <= 9.0; t += 1.0) {
        check_near(clg_population_at(&second, 1000.0 + 30.0 * t, &other_error),
                   500.0 - 20.0 * clg_population_at(&first, t, &error), 1e-3);
        check_near(other_error, 20.0 * error, 1e-3);
    }
}

static void few_and_odd_schools(void **state)
{
    (void)state;
    static sample data;
    double error, values[ROOM], errors[ROOM];
    clg_population population;

    draw_sample(&data, 0, 1, 1.0, 1.0, 1.0, 0);
    population = fit_of(&data, 0);
    assert_int_equal(population.status, CLG_VALUE_TOO_SMALL);
    assert_true(isnan(clg_population_at(&population, 0.0, &error)) && isnan(error));

    draw_sample(&data, 5, 3, 1.0, 1.0, 1.0, 0); /* three times only */
    population = fit_of(&data, 0);
    assert_int_equal(population.status, CLG_VALUE_TOO_SMALL);
    assert_true(isnan(population.between[0]));
    check_ok(
        clg_population_schools(&population, &data.series, 0, values, errors, &err));
    assert_true(isnan(values[0]) && isnan(errors[14]));

    draw_sample(&data, 1, 30, 1.0, 0.0, 0.2, 0); /* one school */
    population = fit_of(&data, 0);
    assert_int_equal(population.status, CLG_VALUE_OK);
    check_near(population.between[0], 0.0, 0.0);
    check_ok(
        clg_population_schools(&population, &data.series, 0, values, errors, &err));
    check_near(values[3], clg_population_at(&population, 3.0, &error), 1e-12);
    check_near(errors[3], error, 1e-12);
    assert_true(isnan(clg_population_at(&population, -0.1, &error)));
    assert_true(isnan(clg_population_at(&population, 29.1, &error)));
}

static void schools_without_differences_or_noise(void **state)
{
    (void)state;
    static sample data;
    double error, values[ROOM], errors[ROOM];
    clg_population population;

    draw_sample(&data, 4, 10, 0.0, 0.0, 0.2, 0); /* identical schools */
    for (size_t row = 0; row < 40; row++)
        data.y[row] = isnan(data.y[row % 10]) ? 0.0 : data.y[row % 10];
    population = fit_of(&data, 0);
    assert_true(isfinite(clg_population_at(&population, 4.5, &error)) &&
                isfinite(error));
    assert_true(population.between[0] <= 1e-3 * population.variance);

    for (size_t row = 0; row < 40; row++)
        data.y[row] = 7.0;
    population = fit_of(&data, 0);
    assert_int_equal(population.status, CLG_VALUE_DEGENERATE);
    check_near(clg_population_at(&population, 4.5, &error), 7.0, 1e-12);
    check_near(error, 0.0, 0.0);
    check_ok(
        clg_population_schools(&population, &data.series, 0, values, errors, &err));
    check_near(values[11], 7.0, 1e-12);

    for (size_t row = 0; row < 40; row++)
        data.y[row] = 1.0 + 0.5 * data.t[row]; /* a line without noise */
    population = fit_of(&data, 0);
    check_near(clg_population_at(&population, 4.5, &error), 3.25, 1e-6);

    for (size_t row = 0; row < 40; row++)
        data.y[row] = (double)NAN;
    population = fit_of(&data, 0);
    assert_int_equal(population.status, CLG_VALUE_TOO_SMALL);
    data.y[3] = (double)INFINITY;
    check_fails(clg_population_fit(&data.series, 0, &population, &err),
                CLG_ERROR_ARGUMENT, "row 3 is inf at time 3, expected finite numbers");
}

static void same_bits_for_any_number_of_threads(void **state)
{
    (void)state;
    static sample data;
    static double values[2][ROOM], errors[2][ROOM];
    clg_population alone, together;

    draw_sample(&data, 600, 8, 1.0, 0.5, 0.5, 21);
    alone = fit_of(&data, 1);
    check_ok(
        clg_population_schools(&alone, &data.series, 1, values[0], errors[0], &err));
    for (int threads = 2; threads <= 5; threads += 3) {
        together = fit_of(&data, threads);
        assert_memory_equal(alone.coefficient, together.coefficient,
                            sizeof alone.coefficient);
        assert_memory_equal(alone.covariance, together.covariance,
                            sizeof alone.covariance);
        assert_int_equal(alone.evaluations, together.evaluations);
        check_ok(clg_population_schools(&together, &data.series, threads, values[1],
                                        errors[1], &err));
        assert_memory_equal(values[0], values[1], 4800 * sizeof(double));
        assert_memory_equal(errors[0], errors[1], 4800 * sizeof(double));
    }
}

static void times_of_a_panel_are_its_own_or_count_up(void **state)
{
    (void)state;
    uint32_t length[] = {2, 3};
    size_t first[] = {0, 2, 5};
    double own[] = {3.5, 4.0, 1.0, 2.0, 7.0}, t[5];
    clg_panel panel = {.school_count = 2, .length = length, .first = first};

    clg_series_times(&panel, t);
    for (size_t row = 0; row < 5; row++)
        check_near(t[row], row < 2 ? (double)row : (double)row - 2.0, 0.0);
    panel.time = own;
    clg_series_times(&panel, t);
    assert_memory_equal(t, own, sizeof t);
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    static sample data;
    clg_population population;
    double values[40], errors[40];

    draw_sample(&data, 5, 8, 1.0, 0.5, 0.5, 1);
    for (long allowed = 0; allowed < 5; allowed++) {
        clg_test_allocations_left = allowed;
        assert_int_equal(clg_population_fit(&data.series, 0, &population, NULL),
                         allowed < 4 ? CLG_ERROR_MEMORY : CLG_OK);
        clg_test_allocations_left = -1;
    }
    for (long allowed = 0; allowed < 4; allowed++) {
        clg_test_allocations_left = allowed;
        assert_int_equal(
            clg_population_schools(&population, &data.series, 0, values, errors, NULL),
            allowed < 3 ? CLG_ERROR_MEMORY : CLG_OK);
        clg_test_allocations_left = -1;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_model_is_that_of_dense_equations),
        cmocka_unit_test(schools_and_their_spread_are_recovered),
        cmocka_unit_test(units_do_not_matter),
        cmocka_unit_test(few_and_odd_schools),
        cmocka_unit_test(schools_without_differences_or_noise),
        cmocka_unit_test(same_bits_for_any_number_of_threads),
        cmocka_unit_test(times_of_a_panel_are_its_own_or_count_up),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
