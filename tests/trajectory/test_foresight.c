/* Forecasts, pseudo-residuals and separability: the reference values, by hand, against
 * simulation, and at the edges. */
#include "check.h"

#include "base/memory.h"
#include "hmm_sample.h"
#include "trajectory/hmm/emission.h"
#include "trajectory/hmm/forecast.h"
#include "trajectory/hmm/residual.h"
#include "trajectory/hmm/separability.h"

#include <string.h>

/* The reference model as it was fitted. */
static clg_hmm fitted_reference(const json_t *json)
{
    clg_hmm model;
    double initial[3], transition[9], mean[9], variance[9];

    clg_hmm_init(&model, 3, 3, CLG_TOPOLOGY_BAKIS1);
    hmm_numbers(json, "pi", initial);
    hmm_numbers(json, "A", transition);
    hmm_numbers(json, "mu", mean);
    hmm_numbers(json, "var", variance);
    for (uint32_t k = 0; k < 3; k++) {
        model.initial[k] = initial[k];
        for (uint32_t j = 0; j < 3; j++) {
            model.transition[k][j] = transition[k * 3 + j];
            model.theta[j][k][0] = mean[k * 3 + j];
            model.theta[j][k][1] = variance[k * 3 + j];
        }
    }
    return model;
}

static void paths_of_the_reference(void **state)
{
    (void)state;
    json_t *json = hmm_oracle("o2_em.json");
    const json_t *paths = json_object_get(json, "viterbi");
    clg_hmm model = fitted_reference(json);
    clg_panel panel = o2_panel();
    clg_decoded decoded;
    double loglik = 0.0, history[200];

    check_ok(clg_decode(&panel, &model, NULL, &decoded, &err));
    for (uint32_t s = 0; s < panel.school_count; s++) {
        uint32_t number = 0;
        /* Schools stand in the order of their bytes: 0, 1, 10, 11, ... */
        for (const char *c = clg_texts_at(&panel.schools, s); *c != '\0'; c++)
            if (*c >= '0' && *c <= '9')
                number = number * 10 + (uint32_t)(*c - '0');
        for (uint32_t t = 0; t < panel.length[s]; t++)
            assert_int_equal(
                decoded.viterbi[panel.first[s] + t],
                json_integer_value(json_array_get(json_array_get(paths, number), t)));
        loglik += decoded.schools[s].loglik;
    }
    hmm_numbers(json, "hist", history);
    check_near(loglik, history[199], 1e-9 * fabs(loglik));
    assert_true(decoded.total_path_entropy <= decoded.total_entropy);
    clg_decoded_clear(&decoded);
    clg_panel_clear(&panel);
    json_decref(json);
}

static void forecast_of_the_reference(void **state)
{
    (void)state;
    json_t *json = hmm_oracle("o7_forecast.json"), *em = hmm_oracle("o2_em.json");
    clg_hmm model = fitted_reference(em);
    clg_panel panel = o2_panel();
    clg_decoded decoded;
    clg_forecast forecast;
    size_t h;
    const json_t *step;

    check_ok(clg_decode(&panel, &model, NULL, &decoded, &err));
    check_ok(
        clg_forecast_schools(&panel, &model, NULL, &decoded, 12, 0.9, &forecast, &err));
    json_array_foreach(json_object_get(json, "forecast"), h, step)
    {
        double phi[3], mean[3], variance[3]; /* of school 0, the first in any order */
        hmm_numbers(step, "state", phi);
        hmm_numbers(step, "mean", mean);
        hmm_numbers(step, "var", variance);
        for (size_t i = 0; i < 3; i++) {
            double sd = sqrt(variance[i]);
            check_near(forecast.state[h * 3 + i], phi[i], 1e-9 * phi[i]);
            check_near(forecast.mean[h * 3 + i], mean[i], 1e-12);
            check_near(forecast.variance[h * 3 + i], variance[i], 1e-12);
            check_near(forecast.low[h * 3 + i], mean[i] - 1.6448536269514722 * sd,
                       1e-10);
            check_near(forecast.high[h * 3 + i], mean[i] + 1.6448536269514722 * sd,
                       1e-10);
        }
    }
    assert_int_equal(h, 12);
    clg_forecast_clear(&forecast);
    clg_decoded_clear(&decoded);
    clg_panel_clear(&panel);
    json_decref(json);
    json_decref(em);
}

/* States 0 and 10, variance 1, half and half after one window: mean 5, variance 26. */
static void forecasts_by_hand(void **state)
{
    (void)state;
    const uint32_t lengths[] = {1};
    clg_panel panel = small_panel(1, lengths, 2);
    double *members = small_panel_extra(&panel, "members");
    clg_hmm model;
    clg_decoded decoded;
    clg_forecast f;

    clg_hmm_init(&model, 2, 2, CLG_TOPOLOGY_BAKIS1);
    model.initial[0] = 1.0;
    model.transition[0][0] = model.transition[0][1] = 0.5;
    model.transition[1][1] = 1.0;
    model.theta[0][0][1] = model.theta[0][1][1] = 1.0;
    model.theta[0][1][0] = 10.0;
    model.family[1] = CLG_FAMILY_POISSON;
    model.exposure[1] = 0;
    model.theta[1][0][0] = 0.1;
    model.theta[1][1][0] = 3.0;
    members[0] = 20.0;
    check_ok(clg_decode(&panel, &model, NULL, &decoded, &err));
    check_ok(clg_forecast_schools(&panel, &model, NULL, &decoded, 2, 0.5, &f, &err));
    check_near(f.state[0], 0.5, 0.0);
    check_near(f.state[3], 0.75, 0.0);
    check_near(f.mean[0], 5.0, 1e-14);
    check_near(f.variance[0], 26.0, 1e-13);
    check_near(f.low[0], 0.0, 1e-5); /* the middle of the first state */
    check_near(f.high[0], 10.0, 1e-5);
    check_near(f.mean[1], 0.5 * 2.0 + 0.5 * 60.0, 1e-13);
    check_near(f.low[1], 2.0, 0.0);
    check_near(f.high[1], 60.0, 0.0);
    clg_forecast_clear(&f);
    check_fails(clg_forecast_schools(&panel, &model, NULL, &decoded, 0, 0.5, &f, &err),
                CLG_ERROR_ARGUMENT, "a forecast of 0 windows, expected at least 1");
    check_fails(clg_forecast_schools(&panel, &model, NULL, &decoded, 1, 1.0, &f, &err),
                CLG_ERROR_ARGUMENT, "an interval of level 1, expected between 0 and 1");
    clg_decoded_clear(&decoded);
    clg_panel_clear(&panel);
}

static void typical_exposures_are_means(void **state)
{
    (void)state;
    const uint32_t lengths[] = {2, 2};
    clg_panel panel = small_panel(2, lengths, 1);
    double *e = small_panel_extra(&panel, "trials");
    clg_hmm model;

    clg_hmm_init(&model, 1, 1, CLG_TOPOLOGY_BAKIS1);
    check_near(clg_typical_exposure(&panel, &model, 0, 0), 1.0, 0.0);
    model.family[0] = CLG_FAMILY_POISSON;
    model.exposure[0] = 0;
    check_near(clg_typical_exposure(&panel, &model, 0, 0), 1.0, 0.0);
    e[0] = 3.0;
    e[1] = 4.0;
    check_near(clg_typical_exposure(&panel, &model, 0, 0), 3.5, 0.0);
    check_near(clg_typical_exposure(&panel, &model, 0, 1), 3.5, 0.0);
    e[3] = 8.0;
    check_near(clg_typical_exposure(&panel, &model, 0, 1), 8.0, 0.0);
    check_near(clg_typical_exposure(&panel, &model, 0, UINT32_MAX), 5.0, 0.0);
    model.family[0] = CLG_FAMILY_BINOMIAL;
    check_near(clg_typical_exposure(&panel, &model, 0, 0), 4.0, 0.0);
    clg_panel_clear(&panel);
}

static void residuals_by_hand(void **state)
{
    (void)state;
    const uint32_t lengths[] = {3};
    clg_panel panel = small_panel(1, lengths, 1);
    clg_hmm model;
    clg_residuals r;
    double past, second;

    clg_hmm_init(&model, 2, 1, CLG_TOPOLOGY_BAKIS1);
    model.initial[0] = 1.0;
    model.transition[0][0] = model.transition[0][1] = 0.5;
    model.transition[1][1] = 1.0;
    model.family[0] = CLG_FAMILY_POISSON;
    model.theta[0][0][0] = 1.0;
    model.theta[0][1][0] = 2.0;
    clg_panel_set(&panel, 0, 0, 0, 0.0);
    clg_panel_set(&panel, 0, 2, 0, 1.0);
    check_ok(clg_residuals_find(&panel, &model, NULL, &r, &err));
    /* u = F(0) / 2 at first; a quarter is still in state 1 in the third window. */
    check_near(0.5 * erfc(-r.z[0] / sqrt(2.0)), 0.5 * exp(-1.0), 1e-14);
    assert_true(isnan(r.z[1]) && isnan(r.outlier_z[1]));
    past = 0.25 * (exp(-1.0) + 0.5 * exp(-1.0));
    second = 0.75 * (exp(-2.0) + exp(-2.0));
    check_near(0.5 * erfc(-r.z[2] / sqrt(2.0)), past + second, 1e-14);
    /* Of one cell: P(|Z| <= |z|). */
    check_near(0.5 * erfc(-r.outlier_z[2] / sqrt(2.0)), erf(fabs(r.z[2]) / sqrt(2.0)),
               1e-13);
    assert_int_equal(r.summary[0].count, 2);
    check_near(r.summary[0].mean, 0.5 * (r.z[0] + r.z[2]), 1e-15);
    assert_int_equal(r.summary[0].pair_count, 0);
    assert_true(isnan(r.summary[0].autocorrelation));
    check_near(r.summary[0].quantile[4], r.summary[0].mean, 1e-15);
    clg_residuals_clear(&r);
    clg_panel_clear(&panel);
}

/* Gamma beside normal, and a tenth of the cells lost. */
static clg_panel simulated(clg_hmm *model)
{
    clg_panel panel;

    *model = stages_model(3, 3, CLG_TOPOLOGY_BAKIS1, 1.5, 0.9);
    model->family[2] = CLG_FAMILY_GAMMA;
    for (uint32_t k = 0; k < 3; k++) {
        model->theta[2][k][0] = 1.0 + k;
        model->theta[2][k][1] = 2.0;
    }
    panel = drawn_panel(model, 300, 24, 11, NULL);
    lose_cells(&panel, 0.1, 12);
    return panel;
}

static void residuals_of_the_true_model_are_standard_normal(void **state)
{
    (void)state;
    clg_hmm model;
    clg_panel panel = simulated(&model);
    clg_residuals r;
    double sum = 0.0, squares = 0.0, n = 0.0;
    const double normal[CLG_RESIDUAL_QUANTILES] = {
        -2.3263, -1.96, -1.2816, -0.6745, 0.0, 0.6745, 1.2816, 1.96, 2.3263};

    check_ok(clg_residuals_find(&panel, &model, NULL, &r, &err));
    for (uint32_t d = 0; d < 3; d++) {
        const clg_residual_summary *s = &r.summary[d];
        assert_true(s->count > 6000);
        check_near(s->mean, 0.0, 0.05);
        check_near(s->sd, 1.0, 0.04);
        check_near(s->autocorrelation, 0.0, 0.05);
        for (int q = 0; q < CLG_RESIDUAL_QUANTILES; q++)
            check_near(s->quantile[q], normal[q], q == 0 || q == 8 ? 0.15 : 0.1);
    }
    for (size_t row = 0; row < r.row_count; row++)
        if (!isnan(r.outlier_z[row])) {
            n++;
            sum += r.outlier_z[row];
            squares += r.outlier_z[row] * r.outlier_z[row];
        }
    check_near(sum / n, 0.0, 0.05);
    check_near(squares / n, 1.0, 0.06);
    clg_residuals_clear(&r);
    clg_panel_clear(&panel);
}

static void a_wild_window_is_an_outlier(void **state)
{
    (void)state;
    clg_hmm model;
    clg_panel panel = simulated(&model);
    clg_residuals before, after;
    size_t row = panel.first[5] + 7;

    check_ok(clg_residuals_find(&panel, &model, NULL, &before, &err));
    clg_panel_set(&panel, 5, 7, 0, 12.0);
    clg_panel_set(&panel, 5, 7, 1, -9.0);
    check_ok(clg_residuals_find(&panel, &model, NULL, &after, &err));
    assert_true(after.outlier_z[row] > 6.0 && after.outlier_z[row] <= 8.3);
    check_near(after.outlier_z[row - 1], before.outlier_z[row - 1], 0.0);
    clg_residuals_clear(&before);
    clg_residuals_clear(&after);
    clg_panel_clear(&panel);
}

/* Values the model rules out, and the largest tails: numbers all the same. */
static void impossible_values_have_residuals_too(void **state)
{
    (void)state;
    const uint32_t lengths[] = {3};
    clg_panel panel = small_panel(1, lengths, 1);
    clg_hmm model = normal_stages(2);
    clg_residuals r;

    model.family[0] = CLG_FAMILY_POISSON;
    model.theta[0][0][0] = model.theta[0][1][0] = 0.0;
    clg_panel_set(&panel, 0, 0, 0, 4.0);
    clg_panel_set(&panel, 0, 1, 0, 0.0);
    check_ok(clg_residuals_find(&panel, &model, NULL, &r, &err));
    check_near(r.z[0], 8.2, 0.1);
    check_near(r.z[1], 0.0, 1e-15);
    clg_residuals_clear(&r);
    clg_panel_clear(&panel);
}

static void
residuals_and_forecasts_have_the_same_bits_for_any_thread_count(void **state)
{
    (void)state;
    clg_hmm model;
    clg_panel panel = simulated(&model);
    clg_decode_options options = {.threads = 1};
    clg_residuals alone, together;
    clg_decoded decoded;
    clg_forecast first, other;
    size_t cells = clg_panel_rows(&panel) * 3;

    check_ok(clg_residuals_find(&panel, &model, &options, &alone, &err));
    check_ok(clg_decode(&panel, &model, &options, &decoded, &err));
    check_ok(clg_forecast_schools(&panel, &model, &options, &decoded, 2, 0.95, &first,
                                  &err));
    options.threads = 3;
    check_ok(clg_residuals_find(&panel, &model, &options, &together, &err));
    check_ok(clg_forecast_schools(&panel, &model, &options, &decoded, 2, 0.95, &other,
                                  &err));
    for (size_t i = 0; i < cells; i++)
        assert_true(alone.z[i] == together.z[i] || isnan(alone.z[i]));
    check_near(alone.summary[1].autocorrelation, together.summary[1].autocorrelation,
               0.0);
    assert_memory_equal(first.low, other.low, 300 * 2 * 3 * sizeof *first.low);
    clg_residuals_clear(&alone);
    clg_residuals_clear(&together);
    clg_forecast_clear(&first);
    clg_forecast_clear(&other);
    clg_decoded_clear(&decoded);
    clg_panel_clear(&panel);
}

static void stages_that_look_alike_are_named(void **state)
{
    (void)state;
    clg_panel panel = even_panel(2, 2, 2);
    clg_hmm model;
    clg_separability s;

    clg_hmm_init(&model, 3, 2, CLG_TOPOLOGY_BAKIS1);
    for (uint32_t k = 0; k < 3; k++)
        for (uint32_t d = 0; d < 2; d++)
            model.theta[d][k][1] = 1.0;
    model.theta[0][1][0] = 4.0; /* 0, 4, 0: told apart by place alone */
    model.theta[1][1][0] = 2.0;
    model.theta[1][2][0] = 0.5;
    s = clg_separability_of(&panel, &model);
    check_near(s.distance[0][1], 16.0 / 8.0 + 4.0 / 8.0, 1e-14);
    check_near(s.distance[2][1], 16.0 / 8.0 + 2.25 / 8.0, 1e-14);
    check_near(s.indicator[1][0][2], 0.25 / 8.0, 1e-15);
    check_near(s.least, 16.0 / 8.0 + 2.25 / 8.0, 1e-14);
    assert_int_equal(s.least_pair, 1);
    assert_int_equal(s.weak_count, 1);
    assert_int_equal(s.weak[0][0], 0);
    assert_int_equal(s.weak[0][1], 2);
    model.state_count = 1;
    s = clg_separability_of(&panel, &model);
    assert_true(isnan(s.least));
    assert_int_equal(s.weak_count, 0);
    clg_panel_clear(&panel);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    clg_panel panel = even_panel(3, 4, 1);
    clg_hmm model = normal_stages(2);
    clg_decode_options options = {.threads = 1};
    clg_status status = CLG_ERROR_MEMORY;
    clg_decoded decoded;

    check_ok(clg_decode(&panel, &model, &options, &decoded, &err));
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_residuals r = {0};
        clg_forecast f = {0};
        clg_test_allocations_left = allowed;
        status = clg_residuals_find(&panel, &model, &options, &r, &err);
        if (status == CLG_OK)
            status = clg_forecast_schools(&panel, &model, &options, &decoded, 3, 0.95,
                                          &f, &err);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        assert_int_equal(err.code, status);
        clg_residuals_clear(&r);
        clg_forecast_clear(&f);
    }
    clg_decoded_clear(&decoded);
    clg_panel_clear(&panel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_of_the_reference),
        cmocka_unit_test(forecast_of_the_reference),
        cmocka_unit_test(forecasts_by_hand),
        cmocka_unit_test(typical_exposures_are_means),
        cmocka_unit_test(residuals_by_hand),
        cmocka_unit_test(residuals_of_the_true_model_are_standard_normal),
        cmocka_unit_test(a_wild_window_is_an_outlier),
        cmocka_unit_test(impossible_values_have_residuals_too),
        cmocka_unit_test(
            residuals_and_forecasts_have_the_same_bits_for_any_thread_count),
        cmocka_unit_test(stages_that_look_alike_are_named),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
