/* Weighted maximum likelihood of the emissions: no other parameters do better, near or
 * far; what has no maximum stops where it is said to. */
#include "check.h"

#include "trajectory/hmm/emission.h"

#include <string.h>

enum { MOST = 400 };

typedef struct sample {
    double x[MOST], e[MOST], weight[MOST];
    clg_weighted_values values;
} sample;

static double loglik(clg_family family, const clg_weighted_values *values,
                     const double *theta)
{
    double sum = 0.0;

    for (size_t i = 0; i < values->count; i++) {
        double e = values->e != NULL ? values->e[i] : 1.0;
        if (values->weight[i] > 0.0)
            sum += values->weight[i] *
                   clg_emission_log_density(family, theta, values->x[i], e);
    }
    return sum;
}

/* Values drawn from the family, weights between 0 and 1, some 0. */
static void draw_sample(sample *s, clg_family family, const double *theta, double e,
                        bool varies, size_t count, uint64_t seed)
{
    clg_random random = clg_random_stream(seed, clg_family_name(family), 0, 0, 0);
    bool has_trials =
        family == CLG_FAMILY_BINOMIAL || family == CLG_FAMILY_BETABINOMIAL;

    for (size_t i = 0; i < count; i++) {
        double factor = varies ? 0.25 + 2.0 * clg_random_uniform(&random) : 1.0;
        s->e[i] = has_trials ? ceil(e * factor) : e * factor;
        s->x[i] = clg_emission_draw(family, theta, s->e[i], &random);
        s->weight[i] =
            clg_random_below(&random, 6) == 0 ? 0.0 : clg_random_uniform(&random);
    }
    s->values = (clg_weighted_values){s->x, s->e, s->weight, count};
}

/* 1: a logarithm moves freely, 2: any number, 3: a probability. */
static int scale_of(clg_family family, int parameter)
{
    if (family == CLG_FAMILY_NORMAL)
        return parameter == 0 ? 2 : 1;
    if (family == CLG_FAMILY_BINOMIAL || parameter == 2 ||
        (family == CLG_FAMILY_HURDLE_POISSON && parameter == 1))
        return 3;
    return 1;
}

static double moved(double at, int scale, double by)
{
    if (scale == 1)
        return at * exp(by);
    return scale == 2 ? at + by : at + by * at * (1.0 - at);
}

/* The slope is nothing beside the curvature, and steps of any size lose. */
static void check_maximum(clg_family family, const clg_weighted_values *values,
                          const double *theta)
{
    double best = loglik(family, values, theta), h = 1e-4;

    for (uint32_t p = 0; p < clg_family_free_parameters(family); p++) {
        double other[CLG_THETA], up, down;
        int scale = scale_of(family, (int)p);
        memcpy(other, theta, sizeof other);
        other[p] = moved(theta[p], scale, h);
        up = loglik(family, values, other);
        other[p] = moved(theta[p], scale, -h);
        down = loglik(family, values, other);
        assert_true(up <= best + 1e-11 * fabs(best));
        assert_true(down <= best + 1e-11 * fabs(best));
        check_near(0.5 * (up - down) / h, 0.0,
                   1e-6 + 1e-5 * fabs(up - 2.0 * best + down) / (h * h));
        for (double step = 0.01; step < 3.0; step *= 1.7)
            for (double side = -1.0; side <= 1.0; side += 2.0) {
                other[p] = moved(theta[p], scale, side * step);
                if (scale != 3 || (other[p] > 0.0 && other[p] < 1.0))
                    assert_true(loglik(family, values, other) < best);
            }
    }
}

static const struct {
    clg_family family;
    double e;
    bool varies;
    double theta[CLG_THETA];
} cases[] = {
    {CLG_FAMILY_NORMAL, 1.0, false, {1e3, 4.0}},
    {CLG_FAMILY_POISSON, 2.0, true, {3.0}},
    {CLG_FAMILY_NEGBIN, 1.0, false, {6.0, 1.5}},
    {CLG_FAMILY_NEGBIN, 3.0, true, {2.0, 0.4}},
    {CLG_FAMILY_NEGBIN, 1.0, true, {2000.0, 4.0}},
    {CLG_FAMILY_NEGBIN, 1.0, false, {30.0, 60.0}},
    {CLG_FAMILY_GAMMA, 1.0, false, {3.0, 0.3}},
    {CLG_FAMILY_GAMMA, 1.0, false, {30.0, 250.0}},
    {CLG_FAMILY_BINOMIAL, 12.0, true, {0.2}},
    {CLG_FAMILY_BETABINOMIAL, 12.0, false, {0.6, 1.5}},
    {CLG_FAMILY_BETABINOMIAL, 30.0, true, {8.0, 4.0}},
    {CLG_FAMILY_BETABINOMIAL, 1500.0, true, {8.0, 4.0}},
    {CLG_FAMILY_HURDLE_POISSON, 1.0, false, {0.3, 0.4}},
    {CLG_FAMILY_HURDLE_POISSON, 4.0, true, {2.0, 0.1}},
    {CLG_FAMILY_HURDLE_NEGBIN, 1.0, false, {5.0, 2.0, 0.3}},
    {CLG_FAMILY_HURDLE_NEGBIN, 2.0, true, {4.0, 1.5, 0.3}},
    {CLG_FAMILY_HURDLE_GAMMA, 1.0, false, {2.0, 1.5, 0.3}},
};

static void fits_are_maxima(void **state)
{
    (void)state;
    static sample s;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        for (uint64_t seed = 0; seed < 3; seed++) {
            double theta[CLG_THETA];
            draw_sample(&s, cases[i].family, cases[i].theta, cases[i].e,
                        cases[i].varies, MOST, seed);
            memcpy(theta, cases[i].theta, sizeof theta);
            clg_emission_maximise(cases[i].family, &s.values, theta);
            check_maximum(cases[i].family, &s.values, theta);
        }
}

static void the_start_does_not_matter(void **state)
{
    (void)state;
    static sample s;
    const double factors[] = {1e-3, 0.1, 3.0, 50.0, 2e6};

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        double theta[CLG_THETA], other[CLG_THETA];
        uint32_t p = clg_family_free_parameters(cases[i].family) > 1;
        draw_sample(&s, cases[i].family, cases[i].theta, cases[i].e, cases[i].varies,
                    MOST, 9);
        memcpy(theta, cases[i].theta, sizeof theta);
        clg_emission_maximise(cases[i].family, &s.values, theta);
        for (size_t f = 0; f < COUNT_OF(factors); f++) {
            memcpy(other, cases[i].theta, sizeof other);
            other[p] *= factors[f];
            clg_emission_maximise(cases[i].family, &s.values, other);
            for (int j = 0; j < 3; j++)
                check_near(other[j], theta[j], 1e-9 * fabs(theta[j]));
        }
    }
}

/* A few values, so that the maximum is often at an edge of the parameters. */
static void tiny_samples_have_one_maximum_too(void **state)
{
    (void)state;
    static sample s;
    const clg_family families[] = {CLG_FAMILY_NEGBIN, CLG_FAMILY_HURDLE_NEGBIN,
                                   CLG_FAMILY_HURDLE_POISSON};
    const double starts[][2] = {{1.0, 0.9}, {0.01, 0.5}, {100.0, 0.02}, {1.0, 1e6}};

    for (uint64_t trial = 0; trial < 600; trial++) {
        clg_family family = families[trial % 3];
        clg_random random = clg_random_stream(trial, "tiny", 0, 0, 0);
        double best = -INFINITY, least = INFINITY;
        double truth[CLG_THETA] = {exp(4.0 * clg_random_uniform(&random) - 2.0),
                                   exp(8.0 * clg_random_uniform(&random) - 3.0), 0.3};
        truth[1] = family == CLG_FAMILY_HURDLE_POISSON ? 0.3 : truth[1];
        draw_sample(&s, family, truth, 1.0, trial % 2 == 1, 1 + trial % 11, trial);
        for (size_t i = 0; i < COUNT_OF(starts); i++) {
            double theta[CLG_THETA] = {starts[i][0], starts[i][1], 0.5}, reached;
            clg_emission_maximise(family, &s.values, theta);
            reached = loglik(family, &s.values, theta);
            best = fmax(best, reached);
            least = fmin(least, reached);
        }
        for (size_t i = 0; i < s.values.count; i++)
            if (s.weight[i] > 0.0)
                check_near(least, best, 1e-9);
    }
}

/* Their maximum is at the edge, at the end of a ridge. */
static void underdispersed_shares_are_binomial(void **state)
{
    (void)state;
    const double x[] = {4, 3, 1, 2, 6, 2, 2, 3}, e[] = {8, 7, 5, 10, 13, 8, 9, 13};
    const double w[] = {1, 1, 1, 1, 1, 1, 1, 1};
    const clg_weighted_values values = {x, e, w, 8};
    const double starts[][2] = {{1.0, 1.0}, {100.0, 0.02}, {1.0, 1e6}, {0.01, 50.0}};

    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        double theta[CLG_THETA] = {starts[i][0], starts[i][1]};
        clg_emission_maximise(CLG_FAMILY_BETABINOMIAL, &values, theta);
        check_near(theta[0] / (theta[0] + theta[1]), 23.0 / 73.0, 1e-5);
        check_near(fmax(theta[0], theta[1]), exp(14.0), 1e-3);
    }
}

static void no_point_of_a_grid_is_better(void **state)
{
    (void)state;
    static sample s;
    double theta[CLG_THETA] = {1.0, 1.0}, best;

    draw_sample(&s, CLG_FAMILY_NEGBIN, (const double[]){4.0, 0.9}, 1.0, true, 200, 4);
    clg_emission_maximise(CLG_FAMILY_NEGBIN, &s.values, theta);
    best = loglik(CLG_FAMILY_NEGBIN, &s.values, theta);
    for (double u = -3.0; u < 3.0; u += 0.1)
        for (double v = -6.0; v < 12.0; v += 0.2) {
            const double other[CLG_THETA] = {theta[0] * exp(u), exp(v)};
            assert_true(loglik(CLG_FAMILY_NEGBIN, &s.values, other) <= best);
        }
}

static void closed_forms_by_hand(void **state)
{
    (void)state;
    const double x[] = {1.0, 2.0, 6.0}, e[] = {2.0, 4.0, 8.0}, w[] = {1.0, 2.0, 1.0};
    const clg_weighted_values plain = {x, NULL, w, 3}, exposed = {x, e, w, 3};
    double theta[CLG_THETA] = {100.0, 1.0}, given[CLG_THETA] = {0.0};

    clg_emission_maximise(CLG_FAMILY_NORMAL, &plain, theta);
    check_near(theta[0], 2.75, 1e-13);
    check_near(theta[1], 3.6875, 1e-11);
    clg_emission_maximise(CLG_FAMILY_POISSON, &exposed, theta);
    check_near(theta[0], 11.0 / 18.0, 1e-15);
    clg_emission_maximise(CLG_FAMILY_BINOMIAL, &exposed, theta);
    check_near(theta[0], 11.0 / 18.0, 1e-15);
    clg_emission_maximise(CLG_FAMILY_CATEGORICAL, &plain, theta);
    check_near(theta[0], 0.25, 0.0);
    check_near(theta[1], 0.5, 0.0);
    check_near(theta[5], 0.25, 0.0);
    clg_emission_maximise(CLG_FAMILY_GAMMA, &plain, theta);
    clg_gamma_maximise(4.0, 11.0, log(1.0 * 4.0 * 6.0), given);
    check_near(theta[0], 2.75, 1e-15);
    check_near(theta[1], given[1], 1e-13);
    clg_emission_maximise(CLG_FAMILY_NEGBIN, &plain, theta);
    check_near(theta[0], 2.75, 1e-13); /* the mean, whatever the size */
}

static void zero_weights_change_nothing(void **state)
{
    (void)state;
    const double x[] = {1.0, 0.0, 5.0}, w[3] = {0.0};
    const clg_weighted_values values = {x, NULL, w, 3}, none = {x, NULL, w, 0};

    for (int f = 0; f < CLG_FAMILY_COUNT; f++) {
        const double before[CLG_THETA] = {0.5, 0.25, 0.125};
        double theta[CLG_THETA];
        memcpy(theta, before, sizeof theta);
        clg_emission_maximise((clg_family)f, &values, theta);
        clg_emission_maximise((clg_family)f, &none, theta);
        assert_memory_equal(theta, before, sizeof theta);
    }
}

static void fit(clg_family family, const double *x, size_t count, double e,
                double *theta)
{
    static double weight[MOST], exposure[MOST];
    clg_weighted_values values = {x, exposure, weight, count};

    for (size_t i = 0; i < count; i++) {
        weight[i] = 1.0;
        exposure[i] = e;
    }
    clg_emission_maximise(family, &values, theta);
    for (size_t i = 0; i < count; i++) {
        double l = clg_emission_log_density(family, theta, x[i], e);
        assert_true(l > -INFINITY && l < INFINITY);
    }
}

static void all_zeros(void **state)
{
    (void)state;
    const double x[5] = {0.0};
    double theta[CLG_THETA] = {2.0, 3.0, 0.5};

    fit(CLG_FAMILY_NEGBIN, x, 5, 1.0, theta);
    check_near(theta[0], 0.0, 0.0);
    check_near(theta[1], 3.0, 0.0);
    theta[0] = 2.0;
    fit(CLG_FAMILY_POISSON, x, 5, 1.0, theta);
    check_near(theta[0], 0.0, 0.0);
    fit(CLG_FAMILY_BINOMIAL, x, 5, 4.0, theta);
    check_near(theta[0], 0.0, 0.0);
    theta[0] = 2.0;
    for (int f = CLG_FAMILY_HURDLE_POISSON; f <= CLG_FAMILY_HURDLE_GAMMA; f++) {
        int zero = f == CLG_FAMILY_HURDLE_POISSON ? 1 : 2;
        fit((clg_family)f, x, 5, 1.0, theta);
        check_near(theta[zero], 1.0, 0.0);
        check_near(theta[0], 2.0, 0.0); /* nothing was learnt about the rest */
    }
    theta[0] = theta[1] = 1.0;
    fit(CLG_FAMILY_BETABINOMIAL, x, 5, 4.0, theta);
    assert_true(theta[0] / (theta[0] + theta[1]) < 1e-6);
}

static void all_equal(void **state)
{
    (void)state;
    const double x[5] = {4.0, 4.0, 4.0, 4.0, 4.0}, one[3] = {1.0, 1.0, 1.0};
    double theta[CLG_THETA] = {2.0, 3.0, 0.5};

    fit(CLG_FAMILY_NEGBIN, x, 5, 1.0, theta);
    check_near(theta[0], 4.0, 1e-13);
    assert_true(theta[1] > 1e6); /* is Poisson */
    fit(CLG_FAMILY_GAMMA, x, 5, 1.0, theta);
    check_near(theta[0], 4.0, 1e-14);
    check_near(theta[1], CLG_LARGEST_SHAPE, 0.0);
    fit(CLG_FAMILY_NORMAL, x, 5, 1.0, theta);
    check_near(theta[0], 4.0, 1e-14);
    assert_true(theta[1] > 0.0);
    theta[0] = theta[1] = 1.0;
    fit(CLG_FAMILY_BETABINOMIAL, x, 5, 5.0, theta);
    check_near(theta[0] / (theta[0] + theta[1]), 0.8, 1e-6);
    fit(CLG_FAMILY_BETABINOMIAL, x, 5, 4.0, theta);
    assert_true(theta[1] / (theta[0] + theta[1]) < 1e-6);
    fit(CLG_FAMILY_BINOMIAL, x, 5, 4.0, theta);
    check_near(theta[0], 1.0, 0.0);
    theta[0] = 2.0;
    fit(CLG_FAMILY_HURDLE_POISSON, one, 3, 1.0, theta);
    assert_true(theta[0] > 0.0 && theta[0] < 1e-6);
    check_near(theta[1], 0.0, 0.0);
    theta[0] = 2.0;
    theta[1] = 1.0;
    fit(CLG_FAMILY_HURDLE_NEGBIN, one, 3, 1.0, theta);
    check_near(exp(clg_emission_log_density(CLG_FAMILY_HURDLE_NEGBIN, theta, 1.0, 1.0)),
               1.0, 1e-6);
}

static void underdispersed_counts_are_poisson(void **state)
{
    (void)state;
    const double x[] = {3.0, 4.0, 5.0, 4.0, 4.0, 3.0, 5.0, 4.0};
    double theta[CLG_THETA] = {1.0, 0.5}, rate[CLG_THETA] = {1.0};

    fit(CLG_FAMILY_NEGBIN, x, 8, 2.0, theta);
    fit(CLG_FAMILY_POISSON, x, 8, 2.0, rate);
    check_near(theta[0], rate[0], 1e-13);
    check_near(theta[1], exp(14.0), 1e-6);
    check_near(clg_emission_log_density(CLG_FAMILY_NEGBIN, theta, 3.0, 2.0),
               clg_emission_log_density(CLG_FAMILY_POISSON, rate, 3.0, 2.0), 1e-13);
}

/* Data a fit should never meet, but might: far from any model. */
static void wild_values_never_give_nan(void **state)
{
    (void)state;
    static sample s;
    const double sizes[] = {1.0, 30.0, 3000.0, 1e6};

    for (uint64_t trial = 0; trial < 600; trial++) {
        clg_random random = clg_random_stream(trial, "wild", 0, 0, 0);
        clg_family family = (clg_family)(trial % CLG_FAMILY_COUNT);
        size_t count = 1 + clg_random_below(&random, 5);
        double theta[CLG_THETA] = {0.5, 0.5, 0.5};
        for (size_t i = 0; i < count; i++) {
            double size = sizes[clg_random_below(&random, 4)];
            s.x[i] = floor(size * clg_random_uniform(&random)) +
                     (family == CLG_FAMILY_GAMMA);
            s.x[i] =
                family == CLG_FAMILY_CATEGORICAL ? 1.0 + fmod(s.x[i], 8.0) : s.x[i];
            s.e[i] = s.x[i] + 1.0 + clg_random_below(&random, 1000);
            s.weight[i] = clg_random_below(&random, 3) * clg_random_uniform(&random);
        }
        s.values = (clg_weighted_values){s.x, s.e, s.weight, count};
        clg_emission_maximise(family, &s.values, theta);
        for (int p = 0; p < CLG_THETA; p++)
            assert_true(fabs(theta[p]) < INFINITY);
        for (size_t i = 0; i < count; i++)
            if (s.weight[i] > 0.0)
                assert_true(clg_emission_log_density(family, theta, s.x[i], s.e[i]) >
                            -INFINITY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fits_are_maxima),
        cmocka_unit_test(the_start_does_not_matter),
        cmocka_unit_test(tiny_samples_have_one_maximum_too),
        cmocka_unit_test(underdispersed_shares_are_binomial),
        cmocka_unit_test(no_point_of_a_grid_is_better),
        cmocka_unit_test(closed_forms_by_hand),
        cmocka_unit_test(zero_weights_change_nothing),
        cmocka_unit_test(all_zeros),
        cmocka_unit_test(all_equal),
        cmocka_unit_test(underdispersed_counts_are_poisson),
        cmocka_unit_test(wild_values_never_give_nan),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
