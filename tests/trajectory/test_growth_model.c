/* Growth with random effects: reference values, likelihoods from their definition,
 * invariances, few and odd schools, memory. */
#include "check.h"

#include "trajectory/curve/growth_model.h"
#include "trajectory/curve/rise_decline.h"

#include "base/memory.h"
#include "base/random.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER SHARED_FOLDER "/oracles/trajectories/growth/"

enum { ROOM = 400, SCHOOLS = 40, MOST_ROWS = 8 };

typedef struct sample {
    clg_series series;
    size_t first[SCHOOLS + 1];
    double t[ROOM], y[ROOM];
    char name[SCHOOLS][8];
} sample;

/* Reads rows of a unit, a time and a value, in this order of columns; units in order of
 * appearance. */
static bool read_table(const char *file_name, const int columns[3], sample *of)
{
    FILE *file = fopen(file_name, "r");
    char line[256];
    uint32_t schools = 0;
    size_t row = 0;

    if (file == NULL)
        return false;
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file) != NULL) {
        char *cells[4] = {NULL}, *rest = line, name[8];
        for (int c = 0; c < 4 && rest != NULL; c++) {
            cells[c] = rest;
            rest = strchr(rest, ',');
            if (rest != NULL)
                *rest++ = '\0';
        }
        snprintf(name, sizeof name, "%.7s", cells[columns[0]]);
        if (schools == 0 || strcmp(of->name[schools - 1], name) != 0)
            memcpy(of->name[schools++], name, sizeof name);
        of->t[row] = atof(cells[columns[1]]);
        of->y[row++] = atof(cells[columns[2]]);
        of->first[schools] = row;
    }
    fclose(file);
    of->series = (clg_series){schools, of->first, of->t, of->y, NULL};
    return true;
}

static json_t *oracle(const char *path)
{
    json_t *all = json_load_file(path, 0, NULL);

    if (all == NULL) {
        print_message("no oracle file %s\n", path);
        skip();
    }
    return all;
}

static double number_of(const json_t *all, const char *name)
{
    return json_number_value(json_object_get(all, name));
}

static void check_linear(const sample *of, bool has_slopes, const json_t *expected)
{
    const json_t *fixed = json_object_get(expected, "fixed"),
                 *g = json_object_get(expected, "G");
    clg_linear_growth growth;

    check_ok(clg_linear_growth_fit(&of->series, has_slopes, &growth, NULL, NULL, &err));
    assert_int_equal(growth.status, CLG_VALUE_OK);
    check_near(growth.fixed[0], number_of(fixed, "(Intercept)"), 1e-9);
    check_near(growth.fixed[1], number_of(fixed, "age"), 1e-10);
    check_near(growth.variance, number_of(expected, "sigma2"), 1e-6);
    check_near(growth.loglik, number_of(expected, "ll"), 1e-8);
    if (!has_slopes) {
        check_near(growth.covariance[0], number_of(expected, "tau2"), 1e-5);
        return;
    }
    for (size_t i = 0; i < 4; i++)
        check_near(growth.covariance[i],
                   json_number_value(json_array_get(json_array_get(g, i / 2), i % 2)),
                   2e-5);
}

static void the_orthodont_models_are_met(void **state)
{
    (void)state;
    static sample of;
    const int columns[] = {2, 1, 0};
    json_t *all = oracle(FOLDER "g2_orthodont.json");

    assert_true(read_table(FOLDER "orthodont.csv", columns, &of));
    assert_int_equal(of.series.school_count, 27);
    check_linear(&of, false, json_object_get(all, "ri"));
    check_linear(&of, true, json_object_get(all, "ris"));
    json_decref(all);
}

static void check_trees(const sample *of, const json_t *all, const double *effects)
{
    const json_t *own = json_object_get(all, "per_tree"),
                 *ranef = json_object_get(all, "nlme_ranef");

    for (uint32_t s = 0; s < of->series.school_count; s++) {
        char name[8];
        size_t row = of->first[s];
        const json_t *tree;
        clg_least_squares fit = {.parameter_count = 3,
                                 .parameter = {200.0, 700.0, log(350.0)}};
        for (int k = 0; k < 3; k++) {
            fit.lower[k] = -(double)INFINITY;
            fit.upper[k] = (double)INFINITY;
        }
        snprintf(name, sizeof name, "%s", of->name[s]);
        tree = json_object_get(own, name);
        check_near(effects[s], number_of(ranef, name), 1e-6);
        clg_least_squares_fit(&fit, clg_logistic, of->t + row, of->y + row,
                              (uint32_t)(of->first[s + 1] - row), 200);
        assert_true(fit.is_converged);
        check_near(fit.parameter[0], number_of(tree, "Asym"), 1e-3);
        check_near(fit.parameter[1], number_of(tree, "xmid"), 1e-3);
        check_near(exp(fit.parameter[2]), number_of(tree, "scal"), 1e-3);
    }
}

static void the_orange_trees_are_met(void **state)
{
    (void)state;
    static sample of;
    const int columns[] = {0, 1, 2};
    json_t *all = oracle(FOLDER "g1_orange.json");
    const json_t *fixed = json_object_get(all, "nlme_fixed"),
                 *nls = json_object_get(all, "nls");
    clg_logistic_growth growth, exact;
    double effects[5];

    assert_true(read_table(FOLDER "orange.csv", columns, &of));
    assert_int_equal(of.series.school_count, 5);
    check_ok(clg_logistic_growth_fit(&of.series, false, &growth, effects, &err));
    assert_int_equal(growth.status, CLG_VALUE_OK);
    /* nls and nlme stop early: their parameters are near, their likelihoods the same.
     */
    check_near(growth.pooled[0], number_of(nls, "Asym"), 5e-3);
    check_near(growth.pooled[1], number_of(nls, "xmid"), 5e-3);
    check_near(growth.pooled[2], number_of(nls, "scal"), 5e-3);
    check_near(growth.pooled_rss, number_of(all, "nls_rss"), 1e-6);
    check_near(growth.pooled_loglik, number_of(all, "nls_ll"), 1e-9);
    check_near(growth.loglik, number_of(all, "nlme_ll"), 1e-8);
    check_near(growth.asymptote, number_of(fixed, "Asym"), 1e-6);
    check_near(growth.middle, number_of(fixed, "xmid"), 1e-6);
    check_near(growth.scale, number_of(fixed, "scal"), 1e-6);
    check_near(growth.tau, number_of(all, "nlme_tau"), 1e-6);
    check_near(growth.sigma, number_of(all, "nlme_sigma"), 1e-7);
    check_trees(&of, all, effects);
    json_decref(all);

    /* Their equations stop short of the maximum, by little. */
    check_ok(clg_logistic_growth_fit(&of.series, true, &exact, NULL, &err));
    assert_true(exact.loglik > growth.loglik);
    check_near(exact.loglik, growth.loglik, 0.02);
}

static double normal_draw(clg_random *random)
{
    double sum = -6.0;

    for (int i = 0; i < 12; i++)
        sum += clg_random_uniform(random);
    return sum;
}

/* Schools of 1 to 8 windows with random levels, and slopes or asymptotes. */
static void draw_sample(sample *of, bool is_logistic, uint64_t number)
{
    clg_random random = clg_random_stream(13, "growth", number, 0, 0);
    size_t row = 0;

    of->series = (clg_series){SCHOOLS, of->first, of->t, of->y, NULL};
    for (uint32_t s = 0; s < SCHOOLS; s++) {
        double level = normal_draw(&random), slope = 0.3 * normal_draw(&random);
        for (uint32_t k = 0; k < 1 + s % MOST_ROWS; k++, row++) {
            double t = (double)k;
            of->t[row] = t;
            of->y[row] = is_logistic ? (8.0 + level) / (1.0 + exp(-(t - 3.0) / 1.2))
                                     : 2.0 + level + (0.5 + slope) * t;
            of->y[row] += 0.4 * normal_draw(&random);
        }
        of->first[s + 1] = row;
    }
}

/* log of the normal density of n values about means with covariance v. */
static double log_normal(uint32_t n, const double *apart,
                         double v[MOST_ROWS][MOST_ROWS])
{
    double b[MOST_ROWS], sum = -0.5 * n * log(2.0 * acos(-1.0));

    memcpy(b, apart, n * sizeof *b);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i + 1; k < n; k++) {
            double factor = v[k][i] / v[i][i];
            for (uint32_t j = i; j < n; j++)
                v[k][j] -= factor * v[i][j];
            b[k] -= factor * b[i];
        }
        sum -= 0.5 * (log(v[i][i]) + b[i] * b[i] / v[i][i]);
    }
    return sum;
}

static double linear_loglik(const sample *of, const clg_linear_growth *growth)
{
    double sum = 0.0;

    for (uint32_t s = 0; s < SCHOOLS; s++) {
        const double *t = of->t + of->first[s], *y = of->y + of->first[s];
        uint32_t n = (uint32_t)(of->first[s + 1] - of->first[s]);
        double apart[MOST_ROWS], v[MOST_ROWS][MOST_ROWS];
        for (uint32_t i = 0; i < n; i++) {
            apart[i] = y[i] - growth->fixed[0] - growth->fixed[1] * t[i];
            for (uint32_t j = 0; j < n; j++)
                v[i][j] = growth->covariance[0] +
                          growth->covariance[1] * (t[i] + t[j]) +
                          growth->covariance[3] * t[i] * t[j] +
                          (i == j ? growth->variance : 0.0);
        }
        sum += log_normal(n, apart, v);
    }
    return sum;
}

static double logistic_loglik(const sample *of, const clg_logistic_growth *growth)
{
    double sum = 0.0;

    for (uint32_t s = 0; s < SCHOOLS; s++) {
        const double *t = of->t + of->first[s], *y = of->y + of->first[s];
        uint32_t n = (uint32_t)(of->first[s + 1] - of->first[s]);
        double apart[MOST_ROWS], v[MOST_ROWS][MOST_ROWS], g[MOST_ROWS];
        for (uint32_t i = 0; i < n; i++) {
            g[i] = 1.0 / (1.0 + exp(-(t[i] - growth->middle) / growth->scale));
            apart[i] = y[i] - growth->asymptote * g[i];
        }
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = 0; j < n; j++)
                v[i][j] = growth->tau * growth->tau * g[i] * g[j] +
                          (i == j ? growth->sigma * growth->sigma : 0.0);
        sum += log_normal(n, apart, v);
    }
    return sum;
}

static void linear_growth_is_the_maximum_of_its_density(void **state)
{
    (void)state;
    static sample of;

    for (uint64_t number = 0; number < 5; number++) {
        clg_linear_growth growth;
        double effects[2 * SCHOOLS], errors[2 * SCHOOLS];
        draw_sample(&of, false, number);
        check_ok(
            clg_linear_growth_fit(&of.series, true, &growth, effects, errors, &err));
        assert_int_equal(growth.status, CLG_VALUE_OK);
        check_near(linear_loglik(&of, &growth), growth.loglik, 1e-8);
        for (int k = 0; k < 6; k++)
            for (int side = -1; side <= 1; side += 2) {
                clg_linear_growth other = growth;
                double *moved[] = {&other.fixed[0],      &other.fixed[1],
                                   &other.covariance[0], &other.covariance[1],
                                   &other.covariance[3], &other.variance};
                *moved[k] += side * 1e-3;
                assert_true(linear_loglik(&of, &other) < growth.loglik + 1e-9);
            }
        /* a school of one window: the level is drawn in as its variance says */
        {
            double g = growth.covariance[0], apart = of.y[0] - growth.fixed[0];
            check_near(effects[0], g / (g + growth.variance) * apart, 1e-6);
            check_near(errors[0], sqrt(g * growth.variance / (g + growth.variance)),
                       1e-6);
        }
    }
}

static void logistic_growth_is_the_maximum_of_its_density(void **state)
{
    (void)state;
    static sample of;

    for (uint64_t number = 0; number < 5; number++) {
        clg_logistic_growth growth;
        double effects[SCHOOLS];
        draw_sample(&of, true, number);
        check_ok(clg_logistic_growth_fit(&of.series, true, &growth, effects, &err));
        assert_int_equal(growth.status, CLG_VALUE_OK);
        check_near(logistic_loglik(&of, &growth), growth.loglik, 1e-8);
        check_near(growth.asymptote, 8.0, 0.8);
        check_near(growth.middle, 3.0, 0.3);
        for (int k = 0; k < 5; k++)
            for (int side = -1; side <= 1; side += 2) {
                clg_logistic_growth other = growth;
                double *moved[] = {&other.asymptote, &other.middle, &other.scale,
                                   &other.tau, &other.sigma};
                *moved[k] += side * 1e-3;
                assert_true(logistic_loglik(&of, &other) < growth.loglik + 1e-9);
            }
    }
}

static void the_zero_of_time_and_value_does_not_matter(void **state)
{
    (void)state;
    static sample of, moved;
    clg_linear_growth one, other;
    clg_logistic_growth first, second;

    draw_sample(&of, false, 3);
    draw_sample(&moved, false, 3);
    for (size_t row = 0; row < of.first[SCHOOLS]; row++) {
        moved.t[row] = 730000.0 + 30.0 * of.t[row];
        moved.y[row] = 1e4 + of.y[row];
    }
    check_ok(clg_linear_growth_fit(&of.series, true, &one, NULL, NULL, &err));
    check_ok(clg_linear_growth_fit(&moved.series, true, &other, NULL, NULL, &err));
    check_near(other.loglik, one.loglik, 1e-6);
    check_near(other.fixed[1], one.fixed[1] / 30.0, 1e-9);
    check_near(other.covariance[3], one.covariance[3] / 900.0, 1e-9);
    check_near(other.variance, one.variance, 1e-6);

    draw_sample(&of, true, 3);
    for (size_t row = 0; row < of.first[SCHOOLS]; row++)
        moved.y[row] = of.y[row];
    check_ok(clg_logistic_growth_fit(&of.series, false, &first, NULL, &err));
    check_ok(clg_logistic_growth_fit(&moved.series, false, &second, NULL, &err));
    check_near(second.loglik, first.loglik, 1e-6);
    check_near(second.middle, 730000.0 + 30.0 * first.middle, 1e-3);
    check_near(second.scale, 30.0 * first.scale, 1e-3);
    check_near(second.tau, first.tau, 1e-5);
}

static void make_rows(sample *of, uint32_t schools, uint32_t windows)
{
    of->series = (clg_series){schools, of->first, of->t, of->y, NULL};
    for (uint32_t s = 0; s <= schools; s++)
        of->first[s] = (size_t)s * windows;
    for (size_t row = 0; row < of->first[schools]; row++) {
        of->t[row] = (double)(row % windows);
        of->y[row] = 1.0 + of->t[row];
    }
}

static void check_statuses(const sample *of, clg_value_status linear,
                           clg_value_status logistic)
{
    clg_linear_growth growth;
    clg_logistic_growth other;
    double effects[2 * SCHOOLS];

    check_ok(clg_linear_growth_fit(&of->series, true, &growth, effects, NULL, &err));
    assert_int_equal(growth.status, linear);
    assert_true(isnan(growth.loglik) == (linear != CLG_VALUE_OK));
    check_ok(clg_logistic_growth_fit(&of->series, false, &other, effects, &err));
    assert_int_equal(other.status, logistic);
    assert_true(isnan(other.loglik) == (logistic != CLG_VALUE_OK));
}

static void few_and_odd_schools(void **state)
{
    (void)state;
    static sample of;
    clg_linear_growth growth;
    double effects[2 * SCHOOLS];

    make_rows(&of, 0, 1);
    check_statuses(&of, CLG_VALUE_TOO_SMALL, CLG_VALUE_TOO_SMALL);
    make_rows(&of, 1, 8); /* one school */
    check_statuses(&of, CLG_VALUE_TOO_SMALL, CLG_VALUE_TOO_SMALL);
    make_rows(&of, 8, 1); /* one window each */
    check_statuses(&of, CLG_VALUE_TOO_SMALL, CLG_VALUE_TOO_SMALL);
    make_rows(&of, 4, 6);
    for (size_t row = 0; row < 24; row++)
        of.y[row] = (double)NAN;
    check_statuses(&of, CLG_VALUE_TOO_SMALL, CLG_VALUE_TOO_SMALL);
    for (size_t row = 0; row < 24; row++)
        of.y[row] = 3.0;
    check_statuses(&of, CLG_VALUE_DEGENERATE, CLG_VALUE_DEGENERATE);

    /* Identical schools: nothing between them. */
    for (size_t row = 0; row < 24; row++)
        of.y[row] = of.t[row] + (row % 6 == 2 ? 0.5 : 0.0);
    of.y[7] = (double)NAN;
    check_ok(clg_linear_growth_fit(&of.series, true, &growth, effects, NULL, &err));
    assert_int_equal(growth.status, CLG_VALUE_OK);
    assert_true(growth.covariance[0] < 1e-3 && growth.covariance[3] < 1e-3);
    assert_true(isfinite(effects[3]) && isfinite(growth.loglik));

    /* Every school is a line of its own: no error is left. */
    for (size_t row = 0; row < 24; row++)
        of.y[row] = (double)(row / 6) + of.t[row];
    check_ok(clg_linear_growth_fit(&of.series, true, &growth, effects, NULL, &err));
    assert_int_equal(growth.status, CLG_VALUE_DEGENERATE);
    check_near(growth.fixed[1], 1.0, 1e-6);

    of.y[2] = -(double)INFINITY;
    check_fails(clg_linear_growth_fit(&of.series, true, &growth, NULL, NULL, &err),
                CLG_ERROR_ARGUMENT, "row 2 is -inf at time 2, expected finite numbers");
    {
        clg_logistic_growth other;
        check_fails(clg_logistic_growth_fit(&of.series, true, &other, NULL, &err),
                    CLG_ERROR_ARGUMENT,
                    "row 2 is -inf at time 2, expected finite numbers");
    }
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    static sample of;
    clg_linear_growth growth;
    clg_logistic_growth other;

    draw_sample(&of, true, 1);
    for (long allowed = 0; allowed < 4; allowed++) {
        clg_status linear, logistic;
        clg_test_allocations_left = allowed;
        linear = clg_linear_growth_fit(&of.series, true, &growth, NULL, NULL, NULL);
        clg_test_allocations_left = allowed;
        logistic = clg_logistic_growth_fit(&of.series, false, &other, NULL, NULL);
        clg_test_allocations_left = -1;
        assert_int_equal(linear, allowed < 1 ? CLG_ERROR_MEMORY : CLG_OK);
        assert_int_equal(logistic, allowed < 3 ? CLG_ERROR_MEMORY : CLG_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_orthodont_models_are_met),
        cmocka_unit_test(the_orange_trees_are_met),
        cmocka_unit_test(linear_growth_is_the_maximum_of_its_density),
        cmocka_unit_test(logistic_growth_is_the_maximum_of_its_density),
        cmocka_unit_test(the_zero_of_time_and_value_does_not_matter),
        cmocka_unit_test(few_and_odd_schools),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
