/* clg_durations: the reference of explicit durations, sums over all durations of tiny
 * schools, agreement with the expanded chain also where numbers underflow, durations
 * recovered from simulated schools, independence of the thread count, bad input and
 * exhausted memory. */
#include "check.h"

#include "base/memory.h"
#include "small_panel.h"
#include "trajectory/dynamics/durations.h"
#include "trajectory/hmm/emission.h"

#include <jansson.h>
#include <string.h>

static clg_durations_options one_thread(void)
{
    clg_durations_options options = CLG_DURATIONS_OPTIONS_INIT;

    options.threads = 1;
    return options;
}

enum { MOST = CLG_MOST_STATES * CLG_MOST_SUBSTATES, LENGTH = 12 };

static double at(const json_t *matrix, size_t i, size_t j)
{
    return json_number_value(json_array_get(json_array_get(matrix, i), j));
}

static double item(const json_t *object, const char *name, size_t i)
{
    return json_number_value(json_array_get(json_object_get(object, name), i));
}

static void pass(const clg_durations *model, const double *log_density, size_t length,
                 bool is_founded, clg_duration_counts *counts, double *gamma,
                 double *loglik)
{
    clg_duration_room room;

    memset(counts, 0, sizeof *counts);
    check_ok(
        clg_duration_room_init(&room, model->stages.state_count, MOST, length, &err));
    check_ok(clg_durations_pass(model, log_density, length, is_founded, &room, counts,
                                gamma, loglik, &err));
    clg_duration_room_clear(&room);
}

static clg_durations model_of_reference(const json_t *oracle)
{
    clg_hmm plain = normal_stages(3);
    clg_durations model;

    plain.initial[0] = 1.0;
    plain.initial[1] = plain.initial[2] = 0.0;
    clg_durations_init(&model, &plain, CLG_DURATION_FREE, 4, false);
    for (size_t k = 0; k < 2; k++) {
        double left = 1.0;
        for (size_t j = 0; j < 4; j++) {
            double p = at(json_object_get(oracle, "dur"), k, j);
            model.hazard[k][j] = j < 3 ? p / left : 1.0;
            left -= p;
        }
    }
    return model;
}

static void durations_of_the_reference_are_met(void **state)
{
    (void)state;
    json_t *oracle =
        json_load_file(SHARED_FOLDER "/oracles/trajectories/hmm/o6_hsmm.json", 0, NULL);
    clg_durations model;
    clg_duration_counts counts;
    double log_density[21], gamma[21], loglik, transition[81], initial[9];
    uint32_t owner[9];

    if (oracle == NULL) {
        print_message("no o6_hsmm.json\n");
        skip();
    }
    model = model_of_reference(oracle);
    for (size_t t = 0; t < 7; t++)
        for (size_t k = 0; k < 3; k++) {
            const double theta[CLG_THETA] = {item(oracle, "mean", k),
                                             item(oracle, "var", k)};
            log_density[3 * t + k] = clg_emission_log_density(
                CLG_FAMILY_NORMAL, theta, item(oracle, "x", t), 1.0);
        }
    pass(&model, log_density, 7, true, &counts, gamma, &loglik);
    check_near(loglik, json_number_value(json_object_get(oracle, "loglik")), 1e-12);
    for (size_t c = 0; c < 21; c++)
        check_near(gamma[c], at(json_object_get(oracle, "gamma"), c / 3, c % 3), 1e-12);
    assert_int_equal(clg_durations_expand(&model, owner, initial, transition), 9);
    for (size_t n = 0; n < 9; n++) {
        assert_int_equal(owner[n], json_integer_value(json_array_get(
                                       json_object_get(oracle, "owner"), n)));
        for (size_t c = 0; c < 9; c++)
            check_near(transition[9 * n + c],
                       at(json_object_get(oracle, "expanded_A"), n, c), 1e-14);
    }
    json_decref(oracle);
}

/* Two stages: the first lasts d < T windows, or T or more. */
static void likelihood_is_the_sum_over_all_durations(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(8, "durations", 0, 0, 0);
    clg_hmm plain = normal_stages(2);

    for (int trial = 0; trial < 20; trial++) {
        clg_durations model;
        clg_duration_counts counts;
        double density[2 * LENGTH], gamma[2 * LENGTH], p[LENGTH], loglik;
        double total = 0.0, left = 1.0;

        clg_durations_init(&model, &plain, CLG_DURATION_FREE, 4, false);
        for (uint32_t j = 0; j < 4; j++)
            model.hazard[0][j] = clg_random_uniform(&random);
        for (size_t c = 0; c < 2 * LENGTH; c++)
            density[c] = -3.0 * clg_random_uniform(&random);
        clg_duration_distribution(model.hazard[0], 4, LENGTH, p);
        for (uint32_t d = 1; d <= LENGTH; d++) {
            double sum = 0.0;
            for (uint32_t t = 0; t < LENGTH; t++)
                sum += density[2 * t + (t >= d)];
            total += (d < LENGTH ? p[d - 1] : left) * exp(sum);
            left -= p[d - 1];
        }
        pass(&model, density, LENGTH, true, &counts, gamma, &loglik);
        check_near(loglik, log(total), 1e-12);
    }
}

static clg_durations draw_model(clg_random *random, clg_topology topology)
{
    clg_hmm plain = normal_stages(4);
    clg_durations model;

    clg_hmm_init(&plain, 4, 1, topology);
    for (uint32_t i = 0; i < 4; i++) {
        double sum = 0.0;
        plain.initial[i] = 0.25;
        for (uint32_t j = 0; j < 4; j++)
            if (plain.allowed[i][j])
                sum += plain.transition[i][j] = clg_random_uniform(random);
        for (uint32_t j = 0; j < 4; j++)
            plain.transition[i][j] /= sum;
    }
    clg_durations_init(&model, &plain, CLG_DURATION_FREE,
                       1 + clg_random_below(random, 6), true);
    for (uint32_t i = 0; i < 4; i++)
        for (uint32_t j = 0; j < model.substates[i] && plain.transition[i][i] < 1; j++)
            model.hazard[i][j] = clg_random_uniform(random);
    return model;
}

static void check_against_chain(const clg_durations *model, const double *log_density,
                                size_t length, bool is_founded)
{
    static double transition[MOST * MOST], moves[MOST * MOST];
    static double density[LENGTH * MOST], by_substate[LENGTH * MOST];
    double initial[MOST], gamma[LENGTH * 4], loglik, ended = 0.0, left = 0.0;
    uint32_t owner[MOST];
    uint32_t n = clg_durations_expand(model, owner, initial, transition);
    clg_chain chain = {length, n, density, initial, transition, 0};
    clg_chain_room room = {0};
    clg_chain_sums sums = {.gamma = by_substate, .moves = moves};
    clg_duration_counts counts;

    memset(moves, 0, (size_t)n * n * sizeof *moves);
    for (uint32_t i = 0; i < n; i++) {
        initial[i] = is_founded ? i == 0 : initial[i];
        for (size_t t = 0; t < length; t++)
            density[t * n + i] = log_density[4 * t + owner[i]];
    }
    check_ok(clg_chain_pass(&chain, &room, &sums, &err));
    pass(model, log_density, length, is_founded, &counts, gamma, &loglik);
    check_near(loglik, sums.loglik, 1e-11 * fabs(loglik));
    for (size_t t = 0; t < length; t++)
        for (uint32_t k = 0; k < 4; k++) {
            double sum = 0.0;
            for (uint32_t i = 0; i < n; i++)
                sum += owner[i] == k ? by_substate[t * n + i] : 0.0;
            check_near(gamma[4 * t + k], sum, 1e-11);
        }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < n; j++)
            *(owner[i] == owner[j] ? &left : &ended) += moves[(size_t)i * n + j];
    for (uint32_t k = 0; k < 4; k++)
        for (uint32_t j = 0; j < model->substates[k]; j++) {
            ended -= counts.exits[k][j];
            left -= counts.stays[k][j];
        }
    check_near(ended, 0.0, 1e-10);
    check_near(left, 0.0, 1e-10);
    clg_chain_room_clear(&room);
}

static void bands_agree_with_the_expanded_chain(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(6, "bands", 0, 0, 0);

    for (int trial = 0; trial < 60; trial++) {
        clg_durations model =
            draw_model(&random, (clg_topology)((uint32_t)trial % CLG_TOPOLOGY_COUNT));
        double density[4 * LENGTH];
        size_t length = 1 + clg_random_below(&random, LENGTH);

        for (size_t c = 0; c < 4 * LENGTH; c++)
            density[c] = -8.0 * clg_random_uniform(&random);
        check_against_chain(&model, density, length, trial % 3 == 0);
    }
}

/* A window that only a stage out of reach fits, and one that no stage fits well. */
static void underflow_is_passed_in_logs(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(7, "underflow", 0, 0, 0);

    for (int trial = 0; trial < 10; trial++) {
        clg_durations model = draw_model(&random, CLG_TOPOLOGY_BAKIS1);
        double density[4 * LENGTH];

        for (size_t c = 0; c < 4 * LENGTH; c++)
            density[c] = -8.0 * clg_random_uniform(&random);
        for (size_t k = 0; k < 4; k++) {
            density[4 + k] = k == 3 ? 0.0 : -1200.0 - (double)k;
            density[20 + k] = -900.0;
        }
        check_against_chain(&model, density, LENGTH, true);
    }
}

static void impossible_data_have_likelihood_zero(void **state)
{
    (void)state;
    clg_hmm plain = normal_stages(2);
    const double density[] = {0.0, 0.0, -INFINITY, -INFINITY};
    clg_durations model;
    clg_duration_counts counts;
    double gamma[4], loglik;

    clg_durations_init(&model, &plain, CLG_DURATION_FREE, 3, false);
    pass(&model, density, 2, false, &counts, gamma, &loglik);
    assert_true(loglik == -INFINITY);
    check_near(gamma[0] + gamma[1] + gamma[2] + gamma[3], 0.0, 0.0);
}

/* Stages of 1 + negative binomial windows, as sums of geometric ones: size 4 and means
 * 8 and 6 of D - 1. */
static uint32_t draw_duration(clg_random *random, double mean)
{
    uint32_t d = 1;

    for (int part = 0; part < 4; part++)
        while (clg_random_uniform(random) < mean / (4.0 + mean))
            d++;
    return d;
}

static clg_panel simulate(uint32_t schools, uint32_t length, bool are_founded)
{
    clg_panel panel = even_panel(schools, length, 1);

    for (uint32_t s = 0; s < schools; s++) {
        clg_random random = clg_random_stream(12, "durations", s, 0, 0);
        uint32_t first = draw_duration(&random, 8.0);
        uint32_t second = first + draw_duration(&random, 6.0);
        panel.is_founded[s] = are_founded;
        for (uint32_t t = 0; t < length; t++) {
            uint32_t stage = t < first ? 0 : t < second ? 1 : 2;
            if (clg_random_below(&random, 12) > 0)
                clg_panel_set(&panel, s, t, 0, draw_normal(&random, 2.0 * stage, 0.5));
        }
    }
    return panel;
}

static void durations_are_recovered_from_simulated_schools(void **state)
{
    (void)state;
    clg_panel panel = simulate(400, 30, true);
    clg_hmm start = normal_stages(3);
    clg_durations_options options = one_thread();
    clg_durations_result result;

    options.threads = 1;
    check_ok(clg_durations_fit(&panel, &start, &options, &result, &err));
    assert_true(result.is_converged);
    assert_true(never_falls(result.history, result.history_count));
    check_near(result.mean[0], 9.0, 0.5);
    check_near(result.mean[1], 7.0, 0.5);
    check_near(result.model.parameters[0][1], 4.0, 1.5);
    assert_true(isnan(result.mean[2]) && isnan(result.median[2]));
    assert_true(result.lower[0] < result.median[0]);
    assert_true(result.median[0] < result.upper[0]);
    assert_true(result.fit.loglik > result.geometric.loglik + 20.0);
    assert_true(result.fit.bic_schools < result.geometric.bic_schools);
    assert_int_equal(result.geometric.free_parameters, 2 + 2 + 6);
    assert_int_equal(result.fit.free_parameters, 2 + 4 + 6);
    clg_durations_result_clear(&result);

    options.family = CLG_DURATION_FREE;
    options.most_evaluations = 100;
    check_ok(clg_durations_fit(&panel, &start, &options, &result, &err));
    assert_true(never_falls(result.history, result.history_count));
    check_near(result.mean[0], 9.0, 0.5);
    check_near(result.mean[1], 7.0, 0.5);
    assert_int_equal(result.fit.free_parameters, 2 + 48 + 6);
    clg_durations_result_clear(&result);
    clg_panel_clear(&panel);
}

/* The plain model's likelihood, over all schools. */
static double plain_loglik(const clg_panel *panel, const clg_hmm *model)
{
    double density[64 * 3], flat[9], total = 0.0;
    clg_chain_room room = {0};

    for (uint32_t c = 0; c < 9; c++)
        flat[c] = model->transition[c / 3][c % 3];
    for (uint32_t s = 0; s < panel->school_count; s++) {
        clg_chain chain = {panel->length[s], 3, density, model->initial, flat, 0};
        clg_chain_sums sums = {.loglik = 0.0};
        for (uint32_t t = 0; t < panel->length[s]; t++)
            for (uint32_t k = 0; k < 3; k++)
                density[3 * t + k] = clg_panel_has(panel, s, t, 0)
                                         ? clg_emission_log_density(
                                               CLG_FAMILY_NORMAL, model->theta[0][k],
                                               clg_panel_value(panel, s, t, 0), 1.0)
                                         : 0.0;
        check_ok(clg_chain_pass(&chain, &room, &sums, &err));
        total += sums.loglik;
    }
    clg_chain_room_clear(&room);
    return total;
}

static void geometric_durations_are_the_plain_model(void **state)
{
    (void)state;
    clg_panel panel = simulate(20, 25, false);
    clg_hmm start = normal_stages(3);
    clg_durations_options options = one_thread();
    clg_durations_result result;

    options.family = CLG_DURATION_GEOMETRIC;
    options.most_evaluations = 1;
    check_ok(clg_durations_fit(&panel, &start, &options, &result, &err));
    check_near(result.fit.loglik, plain_loglik(&panel, &start), 1e-9);
    check_near(result.mean[0], 5.0, 1e-12);
    assert_int_equal(result.fit.free_parameters, clg_hmm_free_parameters(&start));
    clg_durations_result_clear(&result);
    clg_panel_clear(&panel);
}

static void every_family_rises_above_the_geometric(void **state)
{
    (void)state;
    clg_panel panel = simulate(60, 24, false);
    clg_hmm start = normal_stages(3);
    clg_durations_options options = one_thread();
    clg_durations_result result;

    options.substates = 10;
    for (int i = 0; i < 2 * CLG_DURATION_COUNT; i++) {
        options.family = (clg_duration_family)(i / 2);
        options.ages_are_free = i % 2 == 1;
        options.most_evaluations = 60;
        check_ok(clg_durations_fit(&panel, &start, &options, &result, &err));
        assert_true(never_falls(result.history, result.history_count));
        assert_true(result.fit.loglik >= result.geometric.loglik - 1e-6);
        clg_durations_result_clear(&result);
    }
    clg_panel_clear(&panel);
}

static void same_bits_for_any_thread_count(void **state)
{
    (void)state;
    clg_panel panel = simulate(90, 15, false);
    clg_hmm start = normal_stages(3);
    clg_durations_options options = one_thread();
    clg_durations_result alone, together;

    options.threads = 1;
    options.most_evaluations = 12;
    check_ok(clg_durations_fit(&panel, &start, &options, &alone, &err));
    for (options.threads = 2; options.threads <= 5; options.threads++) {
        check_ok(clg_durations_fit(&panel, &start, &options, &together, &err));
        assert_memory_equal(&alone.model, &together.model, sizeof alone.model);
        assert_memory_equal(&alone.counts, &together.counts, sizeof alone.counts);
        assert_memory_equal(alone.posterior, together.posterior,
                            clg_panel_rows(&panel) * 3 * sizeof *alone.posterior);
        assert_memory_equal(alone.path, together.path, clg_panel_rows(&panel));
        clg_durations_result_clear(&together);
    }
    clg_durations_result_clear(&alone);
    clg_panel_clear(&panel);
}

static void little_data_give_finite_results(void **state)
{
    (void)state;
    clg_panel one = even_panel(2, 1, 1), empty = even_panel(2, 9, 1);
    clg_hmm start = normal_stages(3), single = normal_stages(1);
    clg_durations_options options = one_thread();
    clg_durations_result result;

    clg_panel_set(&one, 0, 0, 0, 0.7);
    clg_panel_set(&one, 1, 0, 0, 3.1);
    check_ok(clg_durations_fit(&one, &start, &options, &result, &err));
    assert_true(isfinite(result.fit.loglik) && isfinite(result.mean[0]));
    clg_durations_result_clear(&result);
    check_ok(clg_durations_fit(&empty, &start, &options, &result, &err));
    check_near(result.fit.loglik, 0.0, 1e-9);
    clg_durations_result_clear(&result);
    check_ok(clg_durations_fit(&one, &single, &options, &result, &err));
    check_near(result.model.stages.theta[0][0][0], 1.9, 1e-9);
    assert_true(isnan(result.mean[0]));
    assert_int_equal(result.path[1], 0);
    clg_durations_result_clear(&result);
    options.substates = 33;
    check_fails(clg_durations_fit(&one, &start, &options, &result, &err),
                CLG_ERROR_ARGUMENT, "durations of 33 windows, expected 1 to 32");
    clg_panel_clear(&one);
    clg_panel_clear(&empty);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    clg_panel panel = simulate(4, 6, false);
    clg_hmm start = normal_stages(3);
    clg_durations_options options = one_thread();
    clg_status status = CLG_ERROR_MEMORY;

    options.threads = 1;
    options.substates = 5;
    options.most_evaluations = 3;
    clg_panel_set(&panel, 1, 2, 0, 300.0); /* the slow way allocates, too */
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_durations_result result;
        clg_error err = CLG_ERROR_INIT;

        clg_test_allocations_left = allowed;
        status = clg_durations_fit(&panel, &start, &options, &result, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK) {
            assert_int_equal(status, CLG_ERROR_MEMORY);
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
        }
        clg_durations_result_clear(&result);
    }
    clg_panel_clear(&panel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations_of_the_reference_are_met),
        cmocka_unit_test(likelihood_is_the_sum_over_all_durations),
        cmocka_unit_test(bands_agree_with_the_expanded_chain),
        cmocka_unit_test(underflow_is_passed_in_logs),
        cmocka_unit_test(impossible_data_have_likelihood_zero),
        cmocka_unit_test(durations_are_recovered_from_simulated_schools),
        cmocka_unit_test(geometric_durations_are_the_plain_model),
        cmocka_unit_test(every_family_rises_above_the_geometric),
        cmocka_unit_test(same_bits_for_any_thread_count),
        cmocka_unit_test(little_data_give_finite_results),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
