/* Emissions: densities against values of 60 digits and GSL's, distribution functions,
 * quantiles, draws, distances, and what is refused. */
#include "check.h"

#include "trajectory/hmm/emission.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <string.h>

/* A state with a typical exposure. */
typedef struct example {
    clg_family family;
    double e;
    double theta[CLG_THETA];
} example;

static const example examples[] = {
    {CLG_FAMILY_NORMAL, 1.0, {-3.0, 2.5}},
    {CLG_FAMILY_POISSON, 1.0, {0.04}},
    {CLG_FAMILY_POISSON, 2.5, {3.2}},
    {CLG_FAMILY_POISSON, 1.0, {240.0}},
    {CLG_FAMILY_NEGBIN, 1.0, {4.0, 0.3}},
    {CLG_FAMILY_NEGBIN, 3.0, {4.0, 2.5}},
    {CLG_FAMILY_NEGBIN, 1.0, {60.0, 4000.0}},
    {CLG_FAMILY_NEGBIN, 1.0, {6.0, 2e6}},
    {CLG_FAMILY_GAMMA, 1.0, {2.0, 0.4}},
    {CLG_FAMILY_GAMMA, 1.0, {3.0, 7.5}},
    {CLG_FAMILY_GAMMA, 1.0, {10.0, 9000.0}},
    {CLG_FAMILY_BINOMIAL, 12.0, {0.3}},
    {CLG_FAMILY_BINOMIAL, 900.0, {0.97}},
    {CLG_FAMILY_BETABINOMIAL, 12.0, {0.7, 1.2}},
    {CLG_FAMILY_BETABINOMIAL, 30.0, {400.0, 100.0}},
    {CLG_FAMILY_CATEGORICAL, 1.0, {0.5, 0.25, 0.0, 0.125, 0.125}},
    {CLG_FAMILY_HURDLE_POISSON, 2.0, {0.02, 0.6}},
    {CLG_FAMILY_HURDLE_POISSON, 1.0, {5.0, 0.1}},
    {CLG_FAMILY_HURDLE_NEGBIN, 1.5, {2.0, 0.8, 0.3}},
    {CLG_FAMILY_HURDLE_NEGBIN, 1.0, {0.01, 40.0, 0.0}},
    {CLG_FAMILY_HURDLE_GAMMA, 1.0, {2.0, 1.5, 0.25}},
};

static bool is_continuous(clg_family family)
{
    return family == CLG_FAMILY_NORMAL || family == CLG_FAMILY_GAMMA ||
           family == CLG_FAMILY_HURDLE_GAMMA;
}

static double log_density(const example *s, double x)
{
    return clg_emission_log_density(s->family, s->theta, x, s->e);
}

static double below_or_at(const example *s, double x)
{
    double below;

    return clg_emission_distribution(s->family, s->theta, x, s->e, &below);
}

static double quantile(const example *s, double p)
{
    const double one = 1.0;

    return clg_emission_quantile(s->family, s->theta, &one, 1, p, s->e);
}

static void names_lead_to_families_and_back(void **state)
{
    (void)state;
    clg_family found = CLG_FAMILY_COUNT;

    for (int f = 0; f < CLG_FAMILY_COUNT; f++) {
        const char *const *parameters = clg_family_parameters((clg_family)f);
        uint32_t count = 0;
        assert_true(clg_family_find(clg_family_name((clg_family)f), &found));
        assert_int_equal(found, f);
        while (parameters[count] != NULL)
            count++;
        assert_int_equal(count, clg_family_free_parameters((clg_family)f) +
                                    (f == CLG_FAMILY_CATEGORICAL));
    }
    assert_string_equal(clg_family_name(CLG_FAMILY_HURDLE_NEGBIN), "hurdle-negbin");
    assert_string_equal(clg_family_parameters(CLG_FAMILY_HURDLE_GAMMA)[2], "zero");
    assert_false(clg_family_find("cauchy", &found));
    assert_true(clg_family_has_exposure(CLG_FAMILY_BINOMIAL));
    assert_false(clg_family_has_exposure(CLG_FAMILY_GAMMA));
}

static void values_outside_a_familys_range_are_refused(void **state)
{
    (void)state;
    static const struct {
        clg_family family;
        double x, e;
        const char *message;
    } cases[] = {
        {CLG_FAMILY_NORMAL, NAN, 1.0, "expected a number, found nan"},
        {CLG_FAMILY_GAMMA, INFINITY, 1.0, "expected a number, found inf"},
        {CLG_FAMILY_POISSON, -1.0, 1.0, "expected a count (0, 1, 2, ...), found -1"},
        {CLG_FAMILY_NEGBIN, 2.5, 1.0, "expected a count (0, 1, 2, ...), found 2.5"},
        {CLG_FAMILY_HURDLE_POISSON, -2.0, 1.0,
         "expected a count (0, 1, 2, ...), found -2"},
        {CLG_FAMILY_POISSON, 1.0, 0.0, "expected an exposure above 0, found 0"},
        {CLG_FAMILY_HURDLE_NEGBIN, 1.0, -2.0, "expected an exposure above 0, found -2"},
        {CLG_FAMILY_POISSON, 1.0, NAN, "expected an exposure above 0, found nan"},
        {CLG_FAMILY_BINOMIAL, 4.0, 3.0,
         "expected at most 3 of as many trials, found 4"},
        {CLG_FAMILY_BETABINOMIAL, 1.0, 3.5,
         "expected a whole number of trials, found 3.5"},
        {CLG_FAMILY_GAMMA, 0.0, 1.0, "expected a number above 0, found 0"},
        {CLG_FAMILY_HURDLE_GAMMA, -0.5, 1.0,
         "expected 0 or a number above, found -0.5"},
        {CLG_FAMILY_CATEGORICAL, 9.0, 1.0, "expected a category from 1 to 8, found 9"},
        {CLG_FAMILY_CATEGORICAL, 1.5, 1.0,
         "expected a category from 1 to 8, found 1.5"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        check_fails(clg_emission_check(cases[i].family, cases[i].x, cases[i].e, &err),
                    CLG_ERROR_ARGUMENT, cases[i].message);
    check_ok(clg_emission_check(CLG_FAMILY_NORMAL, -1.0, NAN, &err));
    check_ok(clg_emission_check(CLG_FAMILY_HURDLE_GAMMA, 0.0, 1.0, &err));
    check_ok(clg_emission_check(CLG_FAMILY_BINOMIAL, 3.0, 3.0, &err));
    check_ok(clg_emission_check(CLG_FAMILY_NEGBIN, 0.0, 0.5, &err));
    check_ok(clg_emission_check(CLG_FAMILY_CATEGORICAL, 8.0, 1.0, &err));
}

/* Products and logarithms taken to 60 digits. */
static void densities_are_exact(void **state)
{
    (void)state;
    static const struct {
        example s;
        double x, expected;
    } cases[] = {
        {{CLG_FAMILY_POISSON, 1.0, {2.5}}, 3, -1.5428872736055898596},
        {{CLG_FAMILY_POISSON, 1.0, {1010.5}}, 1000, -4.4276416444876476319},
        {{CLG_FAMILY_POISSON, 999.0, {1000.0}}, 1000000, -8.3270274790536440435},
        {{CLG_FAMILY_POISSON, 1.0, {0.001953125}}, 40, -359.85557784133771975},
        {{CLG_FAMILY_NEGBIN, 2.0, {2.0, 2.5}}, 0, -2.388778612568590809},
        {{CLG_FAMILY_NEGBIN, 1.0, {4.0, 2.5}}, 7, -2.9078441337815617018},
        {{CLG_FAMILY_NEGBIN, 1.0, {690.0, 350000.5}}, 700, -4.2675703906820272593},
        {{CLG_FAMILY_NEGBIN, 1.0, {0.5, 0.001953125}}, 3, -7.3565435680785835615},
        {{CLG_FAMILY_BINOMIAL, 12, {0.25}}, 3, -1.3543941890733386391},
        {{CLG_FAMILY_BINOMIAL, 1000, {0.53125}}, 500, -5.6368686526622937549},
        {{CLG_FAMILY_BINOMIAL, 20, {0.9375}}, 20, -1.2907704227514233963},
        {{CLG_FAMILY_BETABINOMIAL, 12, {2.5, 4.0}}, 3, -2.0185400470876864176},
        {{CLG_FAMILY_BETABINOMIAL, 40, {8e5, 400000.5}}, 30, -2.5920832540573726099},
        {{CLG_FAMILY_BETABINOMIAL, 1800, {12.5, 11.0}}, 900, -6.2093423450429163779},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        check_near(log_density(&cases[i].s, cases[i].x) / cases[i].expected, 1.0,
                   1e-13);
}

static double density_of_gsl(const example *s, double x)
{
    const double *theta = s->theta;
    double m = s->e * theta[0];

    switch (s->family) {
    case CLG_FAMILY_NORMAL: return gsl_ran_gaussian_pdf(x - theta[0], sqrt(theta[1]));
    case CLG_FAMILY_POISSON: return gsl_ran_poisson_pdf((unsigned)x, m);
    case CLG_FAMILY_NEGBIN:
        return gsl_ran_negative_binomial_pdf((unsigned)x, theta[1] / (theta[1] + m),
                                             theta[1]);
    case CLG_FAMILY_GAMMA: return gsl_ran_gamma_pdf(x, theta[1], theta[0] / theta[1]);
    case CLG_FAMILY_BINOMIAL:
        return gsl_ran_binomial_pdf((unsigned)x, theta[0], (unsigned)s->e);
    default: return NAN;
    }
}

static double distribution_of_gsl(const example *s, double x)
{
    const double *theta = s->theta;
    double m = s->e * theta[0];

    switch (s->family) {
    case CLG_FAMILY_NORMAL: return gsl_cdf_gaussian_P(x - theta[0], sqrt(theta[1]));
    case CLG_FAMILY_POISSON: return gsl_cdf_poisson_P((unsigned)x, m);
    case CLG_FAMILY_NEGBIN:
        return gsl_cdf_negative_binomial_P((unsigned)x, theta[1] / (theta[1] + m),
                                           theta[1]);
    case CLG_FAMILY_GAMMA: return gsl_cdf_gamma_P(x, theta[1], theta[0] / theta[1]);
    case CLG_FAMILY_BINOMIAL:
        return gsl_cdf_binomial_P((unsigned)x, theta[0], (unsigned)s->e);
    default: return NAN;
    }
}

static void densities_and_distributions_agree_with_gsl(void **state)
{
    (void)state;
    size_t compared = 0;

    gsl_set_error_handler_off();
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        const example *s = &examples[i];
        for (double p = 0.001; p < 1.0; p += 0.0332) {
            double x = quantile(s, p), density = density_of_gsl(s, x);
            if (isnan(density) || s->theta[1] > 1e6) /* taken as Poisson */
                break;
            check_near(exp(log_density(s, x)) / density, 1.0, 1e-8);
            check_near(below_or_at(s, x), distribution_of_gsl(s, x), 1e-9);
            compared++;
        }
    }
    assert_true(compared > 300);
}

static void counts_sum_to_one_and_have_the_moments_they_say(void **state)
{
    (void)state;

    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        const example *s = &examples[i];
        double sum = 0.0, mean = 0.0, square = 0.0, below = 0.0, variance;
        if (is_continuous(s->family))
            continue;
        for (double x = 0.0; x < 3000.0; x++) {
            double p = exp(log_density(s, x)), at;
            at = clg_emission_distribution(s->family, s->theta, x, s->e, &below);
            check_near(below, sum, 1e-11);
            sum += p;
            mean += p * x;
            square += p * x * x;
            check_near(at, sum, 1e-11);
        }
        check_near(sum, 1.0, 1e-11);
        check_near(mean / clg_emission_mean(s->family, s->theta, s->e), 1.0, 1e-10);
        variance = clg_emission_variance(s->family, s->theta, s->e);
        check_near((square - mean * mean) / variance, 1.0, 1e-8);
    }
}

/* By Simpson's rule between the quantiles of 1e-13 and 1 - 1e-13, and the atom at 0. */
static void continuous_densities_integrate_to_their_distribution(void **state)
{
    (void)state;
    enum { PIECES = 20000 };

    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        const example *s = &examples[i];
        double from = quantile(s, 0.3), to = quantile(s, 1.0 - 1e-13), sum = 0.0;
        double width = (to - from) / PIECES;
        if (!is_continuous(s->family))
            continue;
        for (int piece = 0; piece < PIECES; piece++) {
            double a = from + piece * width;
            sum += width / 6.0 *
                   (exp(log_density(s, a)) + 4.0 * exp(log_density(s, a + width / 2)) +
                    exp(log_density(s, a + width)));
        }
        check_near(sum, 0.7, 1e-9);
        check_near(below_or_at(s, from), 0.3, 1e-12);
    }
}

static void hurdles_have_zeros_apart(void **state)
{
    (void)state;
    const example counts = {CLG_FAMILY_HURDLE_POISSON, 2.0, {1.5, 0.25}};
    const example sizes = {CLG_FAMILY_HURDLE_GAMMA, 1.0, {2.0, 1.0, 0.25}};
    const example ones = {CLG_FAMILY_HURDLE_NEGBIN, 1.0, {0.0, 1.0, 0.25}};
    double below;

    check_near(exp(log_density(&counts, 0.0)), 0.25, 1e-15);
    check_near(exp(log_density(&counts, 1.0)),
               0.75 * 3.0 * exp(-3.0) / (1.0 - exp(-3.0)), 1e-15);
    check_near(clg_emission_mean(counts.family, counts.theta, 2.0),
               0.75 * 3.0 / (1.0 - exp(-3.0)), 1e-14);
    check_near(exp(log_density(&sizes, 2.0)), 0.75 * 0.5 * exp(-1.0), 1e-15);
    check_near(below_or_at(&sizes, 2.0), 0.25 + 0.75 * (1.0 - exp(-1.0)), 1e-14);
    check_near(clg_emission_distribution(sizes.family, sizes.theta, 0.0, 1.0, &below),
               0.25, 0.0);
    check_near(below, 0.0, 0.0);
    check_near(quantile(&sizes, 0.2), 0.0, 0.0);
    check_near(exp(log_density(&ones, 1.0)), 0.75, 1e-15);
    assert_true(log_density(&ones, 2.0) == -INFINITY);
    check_near(below_or_at(&ones, 1.0), 1.0, 0.0);
    check_near(below_or_at(&ones, 0.0), 0.25, 0.0);
    check_near(clg_emission_variance(ones.family, ones.theta, 1.0), 0.1875, 1e-15);
}

static void what_cannot_be_has_no_chance_and_never_nan(void **state)
{
    (void)state;
    const double odd[] = {0.0, 1e-3, 1.0, 1e6, 1e12};
    const double values[] = {-1.0, 0.0, 0.5, 1.0, 3.0, 8.0, 1e6};
    const example rate_0 = {CLG_FAMILY_POISSON, 1.0, {0.0}};
    const example never = {CLG_FAMILY_BINOMIAL, 5.0, {0.0}};
    const example always = {CLG_FAMILY_BINOMIAL, 5.0, {1.0}};

    check_near(log_density(&rate_0, 0.0), 0.0, 0.0);
    assert_true(log_density(&rate_0, 1.0) == -INFINITY);
    check_near(log_density(&never, 0.0), 0.0, 0.0);
    assert_true(log_density(&never, 1.0) == -INFINITY);
    check_near(log_density(&always, 5.0), 0.0, 0.0);
    assert_true(log_density(&always, 4.0) == -INFINITY);
    check_near(below_or_at(&always, 4.0), 0.0, 0.0);
    for (int f = 0; f < CLG_FAMILY_COUNT; f++)
        for (size_t i = 0; i < 25; i++)
            for (size_t v = 0; v < COUNT_OF(values); v++) {
                const double theta[CLG_THETA] = {odd[i / 5], odd[i % 5], 0.0};
                double below, at = 0.0;
                double l =
                    clg_emission_log_density((clg_family)f, theta, values[v], 10.0);
                if (theta[0] > 0.0 && theta[1] > 0.0 && f != CLG_FAMILY_CATEGORICAL &&
                    f != CLG_FAMILY_BINOMIAL &&
                    (f != CLG_FAMILY_HURDLE_POISSON || theta[1] <= 1.0))
                    at = clg_emission_distribution((clg_family)f, theta, values[v],
                                                   10.0, &below);
                assert_true(l == l);
                assert_true(at >= 0.0 && at <= 1.0);
            }
}

static void quantiles_invert_distributions(void **state)
{
    (void)state;
    const double ps[] = {1e-9, 0.025, 0.31, 0.5, 0.84, 0.975, 1.0 - 1e-9};

    for (size_t i = 0; i < COUNT_OF(examples); i++)
        for (size_t j = 0; j < COUNT_OF(ps); j++) {
            const example *s = &examples[i];
            double x = quantile(s, ps[j]), below;
            double at = clg_emission_distribution(s->family, s->theta, x, s->e, &below);
            if (is_continuous(s->family) && x != 0.0)
                check_near(at, ps[j], 1e-11 * ps[j] + 1e-13);
            else
                assert_true(below < ps[j] && ps[j] <= at);
        }
    assert_true(quantile(&examples[0], 0.0) == -INFINITY);
    assert_true(quantile(&examples[0], 1.0) == INFINITY);
    check_near(quantile(&examples[2], 0.0), 0.0, 0.0);
    check_near(quantile(&examples[11], 1.0), 12.0, 0.0);
    check_near(quantile(&examples[15], 0.0), 1.0, 0.0);
}

static void quantiles_of_mixtures(void **state)
{
    (void)state;
    const double normal[2 * CLG_THETA] = {[0] = 0.0, [1] = 1.0, [8] = 100.0, [9] = 4.0};
    const double rates[2 * CLG_THETA] = {[0] = 0.5, [8] = 50.0};
    const double half[] = {0.5, 0.5}, second[] = {0.0, 1.0};

    /* 0.25 of all is the first one's middle, 0.75 the second one's. */
    check_near(clg_emission_quantile(CLG_FAMILY_NORMAL, normal, half, 2, 0.25, 1.0),
               0.0, 1e-11);
    check_near(clg_emission_quantile(CLG_FAMILY_NORMAL, normal, half, 2, 0.75, 1.0),
               100.0, 1e-11);
    check_near(clg_emission_quantile(CLG_FAMILY_POISSON, rates, half, 2, 0.3, 1.0), 0.0,
               0.0);
    check_near(clg_emission_quantile(CLG_FAMILY_POISSON, rates, half, 2, 0.75, 1.0),
               50.0, 0.0);
    check_near(clg_emission_quantile(CLG_FAMILY_POISSON, rates, second, 2, 0.5, 2.0),
               100.0, 0.0);
}

static void draws_have_the_mean_and_variance_of_the_state(void **state)
{
    (void)state;
    enum { DRAWS = 20000 };

    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        const example *s = &examples[i];
        clg_random random = clg_random_stream(7, "draws", i, 0, 0);
        double mean = clg_emission_mean(s->family, s->theta, s->e), sum = 0.0;
        double variance = clg_emission_variance(s->family, s->theta, s->e), low = 0.0;
        double middle = quantile(s, 0.5);
        for (int draw = 0; draw < DRAWS; draw++) {
            double x = clg_emission_draw(s->family, s->theta, s->e, &random);
            check_ok(clg_emission_check(s->family, x, s->e, &err));
            sum += x;
            low += x <= middle;
        }
        check_near(sum / DRAWS, mean, 5.0 * sqrt(variance / DRAWS));
        check_near(low / DRAWS, below_or_at(s, middle), 5.0 * sqrt(0.25 / DRAWS));
    }
}

static double overlap_by_hand(const example *f, const example *g)
{
    double sum = 0.0, width = 0.002;

    if (!is_continuous(f->family)) {
        for (double x = 0.0; x < 3000.0; x++)
            sum += exp(0.5 * (log_density(f, x) + log_density(g, x)));
        return sum;
    }
    for (double x = -40.0 + width / 2; x < 60.0; x += width)
        sum += width * exp(0.5 * (log_density(f, x) + log_density(g, x)));
    if (f->family == CLG_FAMILY_HURDLE_GAMMA)
        sum += exp(0.5 * (log_density(f, 0.0) + log_density(g, 0.0)));
    return sum;
}

static void distances_are_those_of_the_sums(void **state)
{
    (void)state;
    static const example pairs[][2] = {
        {{CLG_FAMILY_NORMAL, 1.0, {0.0, 1.0}}, {CLG_FAMILY_NORMAL, 1.0, {2.0, 3.0}}},
        {{CLG_FAMILY_POISSON, 2.0, {1.0}}, {CLG_FAMILY_POISSON, 2.0, {4.0}}},
        {{CLG_FAMILY_NEGBIN, 2.0, {1.0, 0.7}}, {CLG_FAMILY_NEGBIN, 2.0, {4.0, 3.0}}},
        {{CLG_FAMILY_GAMMA, 1.0, {2.0, 3.0}}, {CLG_FAMILY_GAMMA, 1.0, {5.0, 2.0}}},
        {{CLG_FAMILY_BINOMIAL, 9.0, {0.2}}, {CLG_FAMILY_BINOMIAL, 9.0, {0.7}}},
        {{CLG_FAMILY_BETABINOMIAL, 9.0, {1.0, 2.0}},
         {CLG_FAMILY_BETABINOMIAL, 9.0, {6.0, 2.0}}},
        {{CLG_FAMILY_CATEGORICAL, 1.0, {0.5, 0.5}},
         {CLG_FAMILY_CATEGORICAL, 1.0, {0.1, 0.2, 0.7}}},
        {{CLG_FAMILY_HURDLE_POISSON, 1.0, {3.0, 0.5}},
         {CLG_FAMILY_HURDLE_POISSON, 1.0, {1.0, 0.1}}},
        {{CLG_FAMILY_HURDLE_NEGBIN, 1.0, {3.0, 1.0, 0.5}},
         {CLG_FAMILY_HURDLE_NEGBIN, 1.0, {1.0, 5.0, 0.1}}},
        {{CLG_FAMILY_HURDLE_GAMMA, 1.0, {3.0, 2.0, 0.5}},
         {CLG_FAMILY_HURDLE_GAMMA, 1.0, {1.0, 3.0, 0.1}}},
    };

    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        const example *f = &pairs[i][0], *g = &pairs[i][1];
        double distance = clg_emission_distance(f->family, f->theta, g->theta, f->e);
        check_near(distance, -log(overlap_by_hand(f, g)), 1e-6);
        check_near(clg_emission_distance(f->family, g->theta, f->theta, f->e), distance,
                   1e-12);
        check_near(clg_emission_distance(f->family, f->theta, f->theta, f->e), 0.0,
                   1e-11);
    }
    check_near(clg_emission_distance(CLG_FAMILY_NORMAL, pairs[0][0].theta,
                                     pairs[0][1].theta, 1.0),
               0.25 + 0.5 * log(2.0 / sqrt(3.0)), 1e-15);
}

static void states_that_share_nothing_are_infinitely_far_apart(void **state)
{
    (void)state;
    const double first[CLG_THETA] = {1.0}, second[CLG_THETA] = {0.0, 1.0};

    assert_true(clg_emission_distance(CLG_FAMILY_CATEGORICAL, first, second, 1.0) ==
                INFINITY);
    assert_true(clg_emission_distance(CLG_FAMILY_BINOMIAL, first, second, 3.0) ==
                INFINITY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_lead_to_families_and_back),
        cmocka_unit_test(values_outside_a_familys_range_are_refused),
        cmocka_unit_test(densities_are_exact),
        cmocka_unit_test(densities_and_distributions_agree_with_gsl),
        cmocka_unit_test(counts_sum_to_one_and_have_the_moments_they_say),
        cmocka_unit_test(continuous_densities_integrate_to_their_distribution),
        cmocka_unit_test(hurdles_have_zeros_apart),
        cmocka_unit_test(what_cannot_be_has_no_chance_and_never_nan),
        cmocka_unit_test(quantiles_invert_distributions),
        cmocka_unit_test(quantiles_of_mixtures),
        cmocka_unit_test(draws_have_the_mean_and_variance_of_the_state),
        cmocka_unit_test(distances_are_those_of_the_sums),
        cmocka_unit_test(states_that_share_nothing_are_infinitely_far_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
