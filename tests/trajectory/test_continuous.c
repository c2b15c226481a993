/* clg_continuous_fit: values worked by hand, all paths of tiny schools, rates recovered
 * from simulated schools, independence of the thread count, bad input and exhausted
 * memory. */
#include "check.h"

#include "base/memory.h"
#include "small_panel.h"
#include "trajectory/dynamics/continuous.h"
#include "trajectory/hmm/emission.h"

static clg_continuous_options one_thread(void)
{
    clg_continuous_options options = CLG_CONTINUOUS_OPTIONS_INIT;

    options.threads = 1;
    return options;
}

static double log_normal(double x, double mean, double variance)
{
    return -0.5 *
           (log(6.283185307179586 * variance) + (x - mean) * (x - mean) / variance);
}

/* Two windows 3 apart from stage 1 for sure: (e^{-3q} f1(x2) + (1 - e^{-3q}) f2(x2)).
 */
static void one_step_is_worked_by_hand(void **state)
{
    (void)state;
    const clg_rates q = {{{0.0, 0.3}}};
    clg_panel panel = even_panel(1, 2, 1);
    double *time = small_panel_time(&panel);
    clg_hmm model = normal_stages(2);
    clg_continuous_options options = one_thread();
    clg_continuous_result result;
    double stay = exp(-0.9), first, second;

    time[0] = 5.0;
    time[1] = 8.0;
    panel.is_founded[0] = 1;
    clg_panel_set(&panel, 0, 0, 0, 0.4);
    clg_panel_set(&panel, 0, 1, 0, 1.3);
    options.rate = &q;
    options.most_evaluations = 1;
    check_ok(clg_continuous_fit(&panel, &model, &options, &result, &err));
    first = stay * exp(log_normal(1.3, 0.0, 0.5));
    second = (1.0 - stay) * exp(log_normal(1.3, 2.0, 0.5));
    check_near(result.loglik, log_normal(0.4, 0.0, 0.5) + log(first + second), 1e-12);
    check_near(result.posterior[0], 1.0, 1e-15);
    check_near(result.posterior[3], second / (first + second), 1e-14);
    check_near(result.mean_gap, 3.0, 0.0);
    check_near(result.sojourn[0], 1.0 / 0.3, 1e-12);
    assert_true(isinf(result.sojourn[1]));
    check_near(result.model.transition[0][0], exp(-0.3), 1e-14);
    assert_int_equal(result.path[1], second > first);
    /* Moved for sure in time S: expected time in stage 1 is E[T | T < 3]. */
    check_near(result.moves[0][1], second / (first + second), 1e-12);
    check_near(result.occupied[0],
               (first * 3.0 + second * (1.0 / 0.3 - 3.0 * stay / (1.0 - stay))) /
                   (first + second),
               1e-12);
    check_near(result.occupied[0] + result.occupied[1], 3.0, 1e-12);
    clg_continuous_result_clear(&result);
    clg_panel_clear(&panel);
}

/* Sum over all paths of a school of 4 windows and 3 states. */
static double sum_of_paths(const clg_panel *panel, const clg_hmm *model,
                           const clg_rates *rate, int possible)
{
    double total = 0.0;

    for (uint32_t code = 0; code < 81; code++) {
        uint32_t path[4] = {code % 3, code / 3 % 3, code / 9 % 3, code / 27};
        double product = model->initial[path[0]];
        for (uint32_t t = 0; t < 4; t++) {
            double set = panel->extra[possible][t];
            if (t > 0) {
                double p[CLG_MOST_STATES][CLG_MOST_STATES];
                clg_continuous_transition(3, rate, panel->time[t] - panel->time[t - 1],
                                          p);
                product *= p[path[t - 1]][path[t]];
            }
            if (clg_panel_has(panel, 0, t, 0))
                product *= exp(clg_emission_log_density(
                    CLG_FAMILY_NORMAL, model->theta[0][path[t]],
                    clg_panel_value(panel, 0, t, 0), 1.0));
            if (!isnan(set) && !((uint32_t)set >> path[t] & 1))
                product = 0.0;
        }
        total += product;
    }
    return log(total);
}

static void likelihood_is_the_sum_over_all_paths(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(9, "paths", 0, 0, 0);

    for (int trial = 0; trial < 20; trial++) {
        clg_panel panel = even_panel(1, 4, 1);
        double *time = small_panel_time(&panel);
        double *possible = small_panel_extra(&panel, "possible");
        clg_hmm model = normal_stages(3);
        clg_continuous_options options = one_thread();
        clg_continuous_result result;
        clg_rates rate = {{{0.0}}};

        for (uint32_t t = 0; t < 4; t++) {
            time[t] = (t > 0 ? time[t - 1] : 0.0) + draw_exponential(&random, 1.0);
            if (clg_random_below(&random, 4) > 0)
                clg_panel_set(&panel, 0, t, 0, draw_normal(&random, 2.0, 4.0));
            if (clg_random_below(&random, 3) == 0)
                possible[t] = 4.0 + clg_random_below(&random, 4);
        }
        for (uint32_t i = 0; i < 3; i++)
            for (uint32_t j = 0; j < 3; j++) {
                model.allowed[i][j] = 1;
                rate.at[i][j] = i == j ? 0.0 : clg_random_uniform(&random);
            }
        options.rate = &rate;
        options.possible = 0;
        options.most_evaluations = 1;
        check_ok(clg_continuous_fit(&panel, &model, &options, &result, &err));
        check_near(result.loglik, sum_of_paths(&panel, &model, &result.rate, 0), 1e-11);
        clg_continuous_result_clear(&result);
        clg_panel_clear(&panel);
    }
}

/* Schools of three stages that last 1 / .25 and 1 / .15 on average. */
static clg_panel simulate(uint32_t schools, uint32_t length)
{
    clg_panel panel = even_panel(schools, length, 2);
    double *time = small_panel_time(&panel);

    for (uint32_t s = 0; s < schools; s++) {
        clg_random random = clg_random_stream(11, "continuous", s, 0, 0);
        double now = 0.0, first = draw_exponential(&random, 0.25);
        double second = first + draw_exponential(&random, 0.15);
        for (uint32_t t = 0; t < length; t++) {
            uint32_t stage = now < first ? 0 : now < second ? 1 : 2;
            time[panel.first[s] + t] = now;
            for (uint32_t d = 0; d < 2; d++)
                if (clg_random_below(&random, 10) > 0)
                    clg_panel_set(
                        &panel, s, t, d,
                        draw_normal(&random, d == 0 ? 2.0 * stage : -1.0 * stage, 1.0));
            now += 0.25 * (1 + clg_random_below(&random, 6));
        }
    }
    return panel;
}

static clg_hmm rough_stages(void)
{
    clg_hmm model = normal_stages(3);

    model.indicator_count = 2;
    for (uint32_t k = 0; k < 3; k++) {
        model.theta[0][k][0] = 0.5 + 1.2 * k;
        model.theta[0][k][1] = 2.0;
        model.theta[1][k][0] = -0.5 * k;
        model.theta[1][k][1] = 2.0;
    }
    return model;
}

static void rates_are_recovered_from_simulated_schools(void **state)
{
    (void)state;
    clg_panel panel = simulate(400, 20);
    clg_hmm model = rough_stages();
    clg_continuous_options options = one_thread();
    clg_continuous_result result;

    check_ok(clg_continuous_fit(&panel, &model, &options, &result, &err));
    assert_true(result.is_converged);
    assert_true(never_falls(result.history, result.history_count));
    check_near(result.rate.at[0][1], 0.25, 0.03);
    check_near(result.rate.at[1][2], 0.15, 0.02);
    check_near(result.model.theta[0][1][0], 2.0, 0.05);
    check_near(result.model.theta[1][2][0], -2.0, 0.05);
    check_near(result.model.theta[0][2][1], 1.0, 0.05);
    assert_true(result.model.initial[0] > 0.97);
    assert_int_equal(result.distinct_gaps, 6);
    /* 2 starts, 2 rates, 12 of emissions */
    assert_int_equal(result.free_parameters, 16);
    clg_continuous_result_clear(&result);
    clg_panel_clear(&panel);
}

static void results_do_not_depend_on_the_unit_of_time(void **state)
{
    (void)state;
    clg_panel panel = simulate(60, 12);
    clg_hmm model = rough_stages();
    clg_continuous_options options = one_thread();
    clg_continuous_result in_months, in_days;

    check_ok(clg_continuous_fit(&panel, &model, &options, &in_months, &err));
    for (size_t r = 0; r < clg_panel_rows(&panel); r++)
        panel.time[r] *= 30.0;
    check_ok(clg_continuous_fit(&panel, &model, &options, &in_days, &err));
    check_near(in_days.loglik, in_months.loglik, 1e-6);
    check_near(30.0 * in_days.rate.at[0][1], in_months.rate.at[0][1], 1e-5);
    clg_continuous_result_clear(&in_months);
    clg_continuous_result_clear(&in_days);
    clg_panel_clear(&panel);
}

static void same_bits_for_any_thread_count(void **state)
{
    (void)state;
    clg_panel panel = simulate(150, 9);
    clg_hmm model = rough_stages();
    clg_continuous_options options = one_thread();
    clg_continuous_result alone, together;

    options.threads = 1;
    options.most_evaluations = 20;
    check_ok(clg_continuous_fit(&panel, &model, &options, &alone, &err));
    for (options.threads = 2; options.threads <= 5; options.threads++) {
        check_ok(clg_continuous_fit(&panel, &model, &options, &together, &err));
        assert_memory_equal(&alone.model, &together.model, sizeof alone.model);
        assert_memory_equal(&alone.rate, &together.rate, sizeof alone.rate);
        assert_memory_equal(&alone.loglik, &together.loglik, sizeof alone.loglik);
        assert_memory_equal(alone.posterior, together.posterior,
                            clg_panel_rows(&panel) * 3 * sizeof *alone.posterior);
        clg_continuous_result_clear(&together);
    }
    clg_continuous_result_clear(&alone);
    clg_panel_clear(&panel);
}

static void school_without_data_has_likelihood_one(void **state)
{
    (void)state;
    clg_panel panel = even_panel(1, 5, 1);
    clg_hmm model = normal_stages(3);
    clg_continuous_options options = one_thread();
    clg_continuous_result result;

    options.most_evaluations = 1;
    check_ok(clg_continuous_fit(&panel, &model, &options, &result, &err));
    check_near(result.loglik, 0.0, 1e-14);
    check_near(result.rate.at[0][1], -log(0.8), 1e-14);
    clg_continuous_result_clear(&result);
    clg_panel_clear(&panel);
}

static void one_window_or_one_state_has_no_moves(void **state)
{
    (void)state;
    clg_panel panel = even_panel(3, 1, 1);
    clg_hmm model = normal_stages(2), single = normal_stages(1);
    clg_continuous_options options = one_thread();
    clg_continuous_result result;

    for (uint32_t s = 0; s < 3; s++)
        clg_panel_set(&panel, s, 0, 0, 1.0 + s);
    check_ok(clg_continuous_fit(&panel, &model, &options, &result, &err));
    assert_true(isfinite(result.loglik));
    check_near(result.rate.at[0][1], -log(0.8), 1e-14); /* as at the start */
    clg_continuous_result_clear(&result);

    check_ok(clg_continuous_fit(&panel, &single, &options, &result, &err));
    check_near(result.model.theta[0][0][0], 2.0, 1e-9);
    check_near(result.model.theta[0][0][1], 2.0 / 3.0, 1e-9);
    check_near(result.model.transition[0][0], 1.0, 0.0);
    assert_true(isinf(result.sojourn[0]));
    clg_continuous_result_clear(&result);
    clg_panel_clear(&panel);
}

static void bad_input_is_refused(void **state)
{
    (void)state;
    clg_panel panel = even_panel(2, 3, 1);
    double *time = small_panel_time(&panel), *event;
    clg_hmm model = normal_stages(2);
    clg_continuous_options options = one_thread();
    clg_continuous_result result;

    for (size_t r = 0; r < 6; r++)
        time[r] = (double)r;
    time[5] = 4.0;
    check_fails(clg_continuous_fit(&panel, &model, &options, &result, &err),
                CLG_ERROR_ARGUMENT,
                "school 's00001': window 3 is 0 after the one before, expected more "
                "than 0");
    time[5] = 5.0;
    event = small_panel_extra(&panel, "event");
    event[1] = event[2] = 1.0; /* the event state is never left for itself */
    options.event = 0;
    check_fails(clg_continuous_fit(&panel, &model, &options, &result, &err),
                CLG_ERROR_ARGUMENT, "the data are impossible under the start values");
    assert_null(result.posterior);
    clg_panel_clear(&panel);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    clg_panel panel = simulate(5, 4);
    clg_hmm model = rough_stages();
    clg_continuous_options options = one_thread();
    clg_status status = CLG_ERROR_MEMORY;

    options.threads = 1;
    options.most_evaluations = 3;
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_continuous_result result;
        clg_error err = CLG_ERROR_INIT;

        clg_test_allocations_left = allowed;
        status = clg_continuous_fit(&panel, &model, &options, &result, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK) {
            assert_int_equal(status, CLG_ERROR_MEMORY);
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
        }
        clg_continuous_result_clear(&result);
    }
    clg_panel_clear(&panel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_step_is_worked_by_hand),
        cmocka_unit_test(likelihood_is_the_sum_over_all_paths),
        cmocka_unit_test(rates_are_recovered_from_simulated_schools),
        cmocka_unit_test(results_do_not_depend_on_the_unit_of_time),
        cmocka_unit_test(same_bits_for_any_thread_count),
        cmocka_unit_test(school_without_data_has_likelihood_one),
        cmocka_unit_test(one_window_or_one_state_has_no_moves),
        cmocka_unit_test(bad_input_is_refused),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
