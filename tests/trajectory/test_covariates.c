/* clg_covariates_fit: tables worked by hand, the plain model without covariates,
 * effects recovered from simulated schools, the score by numbers, missing and constant
 * covariates, separation, independence of the thread count, exhausted memory. */
#include "check.h"

#include "base/memory.h"
#include "small_panel.h"
#include "trajectory/dynamics/covariate_part.h"
#include "trajectory/dynamics/covariates.h"
#include "trajectory/dynamics/durations.h"

#include <string.h>

static clg_covariates_options one_thread(void)
{
    clg_covariates_options options = CLG_COVARIATES_OPTIONS_INIT;

    options.threads = 1;
    return options;
}

static void transitions_are_a_multinomial_logit(void **state)
{
    (void)state;
    clg_covariate_model model = {.plain = normal_stages(3), .covariate_count = 1};
    const double x[] = {1.0, 2.0};
    double a[CLG_MOST_STATES][CLG_MOST_STATES];

    model.plain.allowed[0][2] = 1;
    model.coefficient[0][1][0] = log(2.0) - 1.0;
    model.coefficient[0][1][1] = 0.5;
    model.coefficient[0][2][0] = log(3.0);
    model.coefficient[1][2][1] = 500.0;
    clg_covariates_transition(&model, x, a);
    check_near(a[0][0], 1.0 / 6.0, 1e-15);
    check_near(a[0][1], 2.0 / 6.0, 1e-15);
    check_near(a[0][2], 3.0 / 6.0, 1e-15);
    check_near(a[1][2], 1.0, 1e-15);
    check_near(a[2][2], 1.0, 0.0);
}

/* Two stages told apart for sure; 2 x 2 schools of one step each, so that the model is
 * logistic regression on a table: advanced or not, with the dummy and without. */
static clg_panel table_of(const uint32_t *counts)
{
    uint32_t schools = counts[0] + counts[1] + counts[2] + counts[3], s = 0;
    clg_panel panel = even_panel(schools, 2, 1);
    double *dummy = small_panel_extra(&panel, "coach");

    for (uint32_t cell = 0; cell < 4; cell++)
        for (uint32_t n = 0; n < counts[cell]; n++, s++) {
            double noise = 0.1 * (n % 3) - 0.1;
            panel.is_founded[s] = 1;
            dummy[panel.first[s]] = dummy[panel.first[s] + 1] = cell / 2;
            clg_panel_set(&panel, s, 0, 0, noise);
            clg_panel_set(&panel, s, 1, 0, 100.0 * (cell % 2) + noise);
        }
    return panel;
}

static clg_hmm distant_stages(void)
{
    clg_hmm model = normal_stages(2);

    model.theta[0][1][0] = 100.0;
    model.initial[0] = 1.0;
    model.initial[1] = 0.0;
    return model;
}

static void dummy_gives_the_odds_ratio_of_a_table(void **state)
{
    (void)state;
    /* without: stayed 60, advanced 20; with: stayed 25, advanced 35 */
    const uint32_t counts[] = {60, 20, 25, 35};
    const int columns[] = {0};
    clg_panel panel = table_of(counts);
    clg_hmm start = distant_stages();
    clg_covariates_options options = one_thread();
    clg_covariates_result result;
    double odds = 35.0 * 60.0 / (25.0 * 20.0);
    double error = sqrt(1.0 / 60 + 1.0 / 20 + 1.0 / 25 + 1.0 / 35);
    double sd = sqrt(60.0 * 80.0) / 140.0, z = log(odds) / error;
    const clg_covariate_effect *effect;

    check_ok(clg_covariates_fit(&panel, &start, columns, 1, &options, &result, &err));
    assert_true(result.is_converged);
    assert_int_equal(result.effect_count, 1);
    effect = result.effects;
    assert_int_equal(effect->status, CLG_EFFECT_OK);
    assert_true(result.is_dummy[0]);
    check_near(effect->coefficient, log(odds) * sd, 1e-6);
    check_near(effect->error, error * sd, 1e-6);
    check_near(effect->odds_ratio, pow(odds, sd), 1e-5);
    check_near(effect->unit_ratio, odds, 1e-5);
    check_near(effect->unit_low, odds * exp(-1.959963984540054 * error), 1e-5);
    check_near(effect->unit_high, odds * exp(1.959963984540054 * error), 1e-4);
    check_near(effect->z, z, 1e-5);
    check_near(effect->p, erfc(z / sqrt(2.0)), 1e-7);
    check_near(effect->hazard_ratio, (35.0 / 60.0) / (20.0 / 80.0), 1e-6);
    assert_true(result.dwell_change[0][0] < 0.0); /* with a coach, sooner */
    assert_true(isinf(result.dwell[1]) && isnan(result.dwell_change[1][0]));
    /* initial (2 free starts), one move, one slope, two normals */
    assert_int_equal(result.free_parameters, 1 + 1 + 1 + 4);
    clg_covariates_result_clear(&result);
    clg_panel_clear(&panel);
}

static void separation_is_said(void **state)
{
    (void)state;
    const uint32_t counts[] = {40, 0, 20, 20};
    const int columns[] = {0};
    clg_panel panel = table_of(counts);
    clg_hmm start = distant_stages();
    clg_covariates_options options = one_thread();
    clg_covariates_result result;

    check_ok(clg_covariates_fit(&panel, &start, columns, 1, &options, &result, &err));
    assert_true(result.is_converged);
    assert_true(never_falls(result.history, result.history_count));
    assert_int_equal(result.effects[0].status, CLG_EFFECT_SEPARATION);
    assert_true(result.effects[0].coefficient > 4.0);
    assert_true(isnan(result.effects[0].p) && isnan(result.effects[0].odds_high));
    assert_string_equal(clg_effect_status_name(result.effects[0].status), "separation");
    clg_covariates_result_clear(&result);
    clg_panel_clear(&panel);
}

/* Three stages; log odds of advancing -1.5 + .8 x - .5 w from the first and -2 + 1.2 w
 * from the second, x normal with SD 2 and w a dummy. */
static clg_panel simulate(uint32_t schools, uint32_t length, uint64_t seed)
{
    clg_panel panel = even_panel(schools, length, 2);
    double *x = small_panel_extra(&panel, "x"), *w = small_panel_extra(&panel, "w");

    for (uint32_t s = 0; s < schools; s++) {
        clg_random random = clg_random_stream(seed, "covariates", s, 0, 0);
        uint32_t stage = 0, starts = clg_random_below(&random, length);
        for (uint32_t t = 0; t < length; t++) {
            size_t row = panel.first[s] + t;
            double odds;
            x[row] = draw_normal(&random, 3.0, 4.0);
            w[row] = t >= starts;
            for (uint32_t d = 0; d < 2; d++)
                clg_panel_set(&panel, s, t, d,
                              draw_normal(&random, 2.5 * stage * (d + 1.0), 1.0));
            odds = stage == 0 ? -1.5 + 0.4 * (x[row] - 3.0) - 0.5 * w[row]
                              : -2.0 + 1.2 * w[row];
            if (stage < 2 && clg_random_uniform(&random) < 1.0 / (1.0 + exp(-odds)))
                stage++;
        }
    }
    return panel;
}

static clg_hmm two_indicators(void)
{
    clg_hmm model = normal_stages(3);

    model.indicator_count = 2;
    memcpy(model.theta[1], model.theta[0], sizeof model.theta[0]);
    return model;
}

static void check_effect(const clg_covariate_effect *effect, double unit_log_ratio)
{
    double sd = effect->coefficient / log(effect->unit_ratio);

    assert_int_equal(effect->status, CLG_EFFECT_OK);
    assert_true(effect->error > 0.0);
    check_near(effect->coefficient, unit_log_ratio * sd, 3.2 * effect->error);
}

static void effects_are_recovered_from_simulated_schools(void **state)
{
    (void)state;
    const int columns[] = {0, 1};
    clg_panel panel = simulate(500, 16, 4);
    clg_hmm start = two_indicators();
    clg_covariates_options options = one_thread();
    clg_covariates_result result;

    check_ok(clg_covariates_fit(&panel, &start, columns, 2, &options, &result, &err));
    assert_true(result.is_converged);
    assert_true(never_falls(result.history, result.history_count));
    assert_int_equal(result.effect_count, 4);
    check_effect(&result.effects[0], 0.4);
    check_effect(&result.effects[1], -0.5);
    check_effect(&result.effects[2], 0.0);
    check_effect(&result.effects[3], 1.2);
    assert_true(result.effects[0].p < 1e-6 && result.effects[3].p < 1e-6);
    assert_true(result.effects[3].unit_low > 1.0); /* the intervention speeds up */
    assert_false(result.is_dummy[0]);
    assert_true(result.is_dummy[1]);
    check_near(result.model.plain.theta[0][1][0], 2.5, 0.1);
    clg_covariates_result_clear(&result);
    clg_panel_clear(&panel);
}

/* Geometric durations are the plain model's maximum likelihood, found another way. */
static void without_covariates_it_is_the_plain_model(void **state)
{
    (void)state;
    clg_panel panel = simulate(80, 14, 5);
    clg_hmm start = two_indicators();
    clg_covariates_options options = one_thread();
    clg_durations_options plainly = CLG_DURATIONS_OPTIONS_INIT;
    clg_covariates_result result;
    clg_durations_result plain;

    plainly.family = CLG_DURATION_GEOMETRIC;
    plainly.tolerance = 1e-12;
    plainly.threads = 1;
    check_ok(clg_covariates_fit(&panel, &start, NULL, 0, &options, &result, &err));
    check_ok(clg_durations_fit(&panel, &start, &plainly, &plain, &err));
    check_near(result.loglik, plain.fit.loglik, 1e-7 * fabs(result.loglik));
    for (uint32_t i = 0; i < 2; i++)
        check_near(result.model.plain.transition[i][i + 1], plain.model.hazard[i][0],
                   1e-5);
    check_near(result.dwell[0], 1.0 / plain.model.hazard[0][0], 1e-3);
    assert_int_equal(result.free_parameters, plain.fit.free_parameters);
    check_near(result.bic_schools, plain.fit.bic_schools, 1e-5 * result.bic_schools);
    assert_int_equal(result.effect_count, 0);
    assert_true(result.intercept_error[0][1] > 0.0);
    assert_true(isnan(result.intercept_error[1][0]));
    clg_covariates_result_clear(&result);
    clg_durations_result_clear(&plain);
    clg_panel_clear(&panel);
}

static void missing_covariates_are_the_last_known_or_the_mean(void **state)
{
    (void)state;
    const int columns[] = {0, 1};
    clg_panel panel = even_panel(2, 4, 1), filled = even_panel(2, 4, 1);
    double *x = small_panel_extra(&panel, "x"), *c = small_panel_extra(&panel, "c");
    double *fx = small_panel_extra(&filled, "x"), *fc = small_panel_extra(&filled, "c");
    clg_hmm start = normal_stages(2);
    clg_covariates_options options = one_thread();
    clg_covariates_result result, other;
    const double known[] = {NAN, 1.0, NAN, 4.0, 2.0, NAN, NAN, 5.0};
    const double full[] = {3.0, 1.0, 1.0, 4.0, 2.0, 2.0, 2.0, 5.0};

    for (size_t r = 0; r < 8; r++) {
        x[r] = known[r];
        fx[r] = full[r];
        c[r] = fc[r] = 7.0;
        clg_panel_set(&panel, (uint32_t)r / 4, r % 4, 0, (double)(r % 3));
        clg_panel_set(&filled, (uint32_t)r / 4, r % 4, 0, (double)(r % 3));
    }
    options.most_evaluations = 1;
    options.without_errors = true;
    check_ok(clg_covariates_fit(&panel, &start, columns, 2, &options, &result, &err));
    check_ok(clg_covariates_fit(&filled, &start, columns, 2, &options, &other, &err));
    assert_int_equal(result.filled[0], 4);
    assert_int_equal(other.filled[0], 0);
    check_near(result.model.mean[0], 3.0, 1e-15); /* of what is known */
    check_near(result.loglik, other.loglik, 1e-12);
    check_near(result.model.sd[1], 0.0, 0.0);
    assert_int_equal(result.effects[1].status, CLG_EFFECT_CONSTANT);
    assert_true(isnan(result.effects[1].coefficient));
    assert_int_equal(result.effects[0].status, CLG_EFFECT_OK);
    assert_true(isnan(result.effects[0].error));
    clg_covariates_result_clear(&result);
    clg_covariates_result_clear(&other);

    x[0] = INFINITY;
    check_fails(clg_covariates_fit(&panel, &start, columns, 2, &options, &result, &err),
                CLG_ERROR_ARGUMENT, "covariate 'x' is infinite");
    clg_panel_clear(&panel);
    clg_panel_clear(&filled);
}

/* The gradient that the E-step adds up, and the score of emissions, against differences
 * of the log-likelihood. */
static void scores_are_derivatives_of_the_likelihood(void **state)
{
    (void)state;
    const int columns[] = {0, 1};
    clg_panel panel = simulate(12, 9, 6);
    clg_hmm start = two_indicators();
    clg_covariates_options options = one_thread();
    clg_covariate_fit fit = {.panel = &panel,
                             .options = &options,
                             .threads = 1,
                             .model = {.plain = start, .covariate_count = 2},
                             .width = 3};
    clg_covariates_result result = {0};
    double sums[1 + 6 + 18], x[64], score[64];
    size_t n;

    memcpy(fit.model.column, columns, sizeof columns);
    for (uint32_t i = 0; i < 2; i++) {
        fit.moves[i] = 1;
        fit.to[i][0] = (uint8_t)(i + 1);
        fit.first[i + 1] = 3 * (i + 1);
        fit.model.coefficient[i][i + 1][0] = -1.0;
        fit.model.coefficient[i][i + 1][1] = 0.3 - i;
    }
    fit.first[3] = 6;
    fit.hessian[0] = 7;
    fit.hessian[1] = 16;
    fit.hessian[2] = fit.hessian[3] = 25;
    fit.sums = sums;
    check_ok(clg_covariate_design(&fit, &result, &err));
    check_ok(clg_observations_init(&fit.observations, &panel, &start, &err));
    clg_coordinates_init(&fit.coordinates, &start);
    fit.rooms = clg_school_rooms_new(&panel, 3, 1, NULL);
    n = clg_covariate_count(&fit);
    assert_int_equal(n, 2 + 12 + 6);
    clg_covariate_get(&fit, x);
    check_ok(clg_covariate_expect(&fit, &err));
    clg_observations_score(&fit.observations, &fit.model.plain, &fit.coordinates, 1,
                           score);
    memcpy(score + fit.coordinates.count, sums + 1, 6 * sizeof *score);
    for (size_t i = 0; i < n; i++) {
        double at = x[i], above, below;
        x[i] = at + 1e-5;
        clg_covariate_set(&fit, x);
        check_ok(clg_covariate_expect(&fit, &err));
        above = sums[0];
        x[i] = at - 1e-5;
        clg_covariate_set(&fit, x);
        check_ok(clg_covariate_expect(&fit, &err));
        below = sums[0];
        x[i] = at;
        check_near(score[i], (above - below) / 2e-5, 1e-4 + 1e-6 * fabs(score[i]));
    }
    clg_observations_clear(&fit.observations);
    clg_school_rooms_free(fit.rooms, 1);
    clg_free(fit.x);
    clg_panel_clear(&panel);
}

static void same_bits_for_any_thread_count(void **state)
{
    (void)state;
    const int columns[] = {0, 1};
    clg_panel panel = simulate(80, 8, 7);
    clg_hmm start = two_indicators();
    clg_covariates_options options = one_thread();
    clg_covariates_result alone, together;

    options.most_evaluations = 10;
    check_ok(clg_covariates_fit(&panel, &start, columns, 2, &options, &alone, &err));
    for (options.threads = 2; options.threads <= 5; options.threads += 3) {
        check_ok(
            clg_covariates_fit(&panel, &start, columns, 2, &options, &together, &err));
        assert_memory_equal(&alone.model, &together.model, sizeof alone.model);
        assert_memory_equal(&alone.loglik, &together.loglik, sizeof alone.loglik);
        for (size_t e = 0; e < alone.effect_count; e++)
            assert_memory_equal(&alone.effects[e].error, &together.effects[e].error,
                                sizeof(double));
        assert_memory_equal(alone.posterior, together.posterior,
                            clg_panel_rows(&panel) * 3 * sizeof *alone.posterior);
        clg_covariates_result_clear(&together);
    }
    clg_covariates_result_clear(&alone);
    clg_panel_clear(&panel);
}

static void little_data_give_no_errors_but_no_nonsense(void **state)
{
    (void)state;
    const int columns[] = {0};
    clg_panel one = even_panel(2, 1, 1), empty = even_panel(2, 6, 1);
    clg_hmm start = normal_stages(3), single = normal_stages(1);
    clg_covariates_options options = one_thread();
    clg_covariates_result result;
    double *x = small_panel_extra(&one, "x"), *y = small_panel_extra(&empty, "x");

    x[0] = 1.0;
    for (size_t r = 0; r < 12; r++)
        y[r] = (double)(r % 5);
    clg_panel_set(&one, 0, 0, 0, 0.7);
    clg_panel_set(&one, 1, 0, 0, 3.1);
    check_ok(clg_covariates_fit(&one, &start, columns, 1, &options, &result, &err));
    assert_true(isfinite(result.loglik));
    check_near(result.dwell[0], 5.0, 1e-9); /* as at the start */
    assert_int_equal(result.effects[0].status, CLG_EFFECT_CONSTANT);
    clg_covariates_result_clear(&result);
    check_ok(clg_covariates_fit(&empty, &start, columns, 1, &options, &result, &err));
    check_near(result.loglik, 0.0, 1e-9);
    assert_int_equal(result.effects[0].status, CLG_EFFECT_NOT_IDENTIFIED);
    clg_covariates_result_clear(&result);
    check_ok(clg_covariates_fit(&one, &single, columns, 1, &options, &result, &err));
    assert_int_equal(result.effect_count, 0);
    assert_true(isinf(result.dwell[0]));
    clg_covariates_result_clear(&result);
    check_fails(clg_covariates_fit(&one, &start, columns, 13, &options, &result, &err),
                CLG_ERROR_ARGUMENT, "13 covariates, expected 12 at most");
    clg_panel_clear(&one);
    clg_panel_clear(&empty);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    const int columns[] = {0};
    clg_panel panel = simulate(4, 4, 8);
    clg_hmm start = normal_stages(2);
    clg_covariates_options options = one_thread();
    clg_status status = CLG_ERROR_MEMORY;

    options.most_evaluations = 2;
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_covariates_result result;
        clg_error err = CLG_ERROR_INIT;

        clg_test_allocations_left = allowed;
        status =
            clg_covariates_fit(&panel, &start, columns, 1, &options, &result, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK) {
            assert_int_equal(status, CLG_ERROR_MEMORY);
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
        }
        clg_covariates_result_clear(&result);
    }
    clg_panel_clear(&panel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(transitions_are_a_multinomial_logit),
        cmocka_unit_test(dummy_gives_the_odds_ratio_of_a_table),
        cmocka_unit_test(separation_is_said),
        cmocka_unit_test(effects_are_recovered_from_simulated_schools),
        cmocka_unit_test(without_covariates_it_is_the_plain_model),
        cmocka_unit_test(missing_covariates_are_the_last_known_or_the_mean),
        cmocka_unit_test(scores_are_derivatives_of_the_likelihood),
        cmocka_unit_test(same_bits_for_any_thread_count),
        cmocka_unit_test(little_data_give_no_errors_but_no_nonsense),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
