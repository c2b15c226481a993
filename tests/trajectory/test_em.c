/* EM: the reference fits, what must not change a fit, and what it recovers from drawn
 * data. */
#include "check.h"

#include "hmm_sample.h"

#include "base/memory.h"
#include "trajectory/hmm/simulate_panel.h"

#include <string.h>

static void history_of_200_iterations_is_met(void **state)
{
    (void)state;
    json_t *oracle = hmm_oracle("o2_em.json");
    clg_panel panel = o2_panel();
    clg_hmm start = o2_start(oracle), shape;
    clg_em_options options = CLG_EM_OPTIONS_INIT;
    double expected[200], mean[9], variance[9], moves[9];
    clg_em_result result;

    clg_hmm_init(&shape, 3, 3, CLG_TOPOLOGY_BAKIS1);
    options.start = &start;
    options.exact_iterations = true;
    options.most_iterations = 200;
    options.priors.variance_floor = 0.0;
    result = fitted(&panel, &shape, &options);
    assert_int_equal(hmm_numbers(oracle, "hist", expected), 200);
    assert_int_equal(result.history_count, 200);
    for (size_t i = 0; i < 200; i++)
        check_near(result.history[i], expected[i], 1e-9 * fabs(expected[i]));
    hmm_numbers(oracle, "A", moves);
    hmm_numbers(oracle, "mu", mean);
    hmm_numbers(oracle, "var", variance);
    for (int k = 0; k < 3; k++)
        for (int d = 0; d < 3; d++) {
            check_near(result.model.transition[k][d], moves[k * 3 + d], 1e-9);
            check_near(result.model.theta[d][k][0], mean[k * 3 + d], 1e-9);
            check_near(result.model.theta[d][k][1], variance[k * 3 + d], 1e-9);
        }
    assert_int_equal(clg_hmm_free_parameters(&result.model), 20);
    assert_int_equal(result.evaluations, 201);
    assert_int_equal(result.flags, 0);
    assert_string_equal(result.starts[0].kind, "given");
    clg_em_result_clear(&result);
    clg_panel_clear(&panel);
    json_decref(oracle);
}

static clg_hmm counts_shape(uint32_t states)
{
    clg_hmm shape;

    clg_hmm_init(&shape, states, 1, CLG_TOPOLOGY_ERGODIC);
    shape.family[0] = CLG_FAMILY_POISSON;
    return shape;
}

static void earthquakes_are_fitted_from_our_own_starts(void **state)
{
    (void)state;
    const double expected[] = {391.91892816549586, 341.8787010117206,
                               328.5274833802041};
    clg_panel panel = earthquakes_panel();

    for (uint32_t states = 1; states <= 3; states++) {
        clg_hmm shape = counts_shape(states);
        clg_em_result result = fitted(&panel, &shape, NULL);
        check_near(-result.loglik, expected[states - 1], 1e-6);
        assert_int_equal(result.flags & CLG_FIT_NOT_CONVERGED, 0);
        assert_true(result.reached_best > 1);
        check_model(&result.model);
        clg_em_result_clear(&result);
    }
    clg_panel_clear(&panel);
}

/* The local maximum of four states that other programs report has an absorbing state;
 * many starts find a better one. */
static void four_states_of_earthquakes_reach_more_than_the_local_maximum(void **state)
{
    (void)state;
    const double rates[] = {11.5, 14.3, 19.7, 29.7};
    clg_panel panel = earthquakes_panel();
    clg_hmm shape = counts_shape(4), start = shape;
    clg_em_options options = CLG_EM_OPTIONS_INIT;
    clg_em_result local, best;

    set_moves(&start, 0.8);
    for (int k = 0; k < 4; k++)
        start.theta[0][k][0] = rates[k];
    options.start = &start;
    local = fitted(&panel, &shape, &options);
    check_near(-local.loglik, 326.4634980418134, 1e-4);
    best = fitted(&panel, &shape, NULL);
    assert_true(best.loglik > local.loglik + 0.1);
    check_model(&best.model);
    clg_em_result_clear(&local);
    clg_em_result_clear(&best);
    clg_panel_clear(&panel);
}

static void squarem_reaches_the_same_maximum_with_fewer_evaluations(void **state)
{
    (void)state;
    const double rates[] = {15.0, 20.0, 26.0};
    json_t *oracle = hmm_oracle("o5_squarem.json");
    clg_panel panel = earthquakes_panel();
    clg_hmm shape = counts_shape(3), start = shape;
    clg_em_options options = CLG_EM_OPTIONS_INIT;
    clg_em_result leaping, plain;
    double em_evaluations, theta[15];

    set_moves(&start, 0.8);
    for (int k = 0; k < 3; k++) {
        start.theta[0][k][0] = rates[k];
        start.initial[k] = 1.0 / 3.0;
    }
    options.start = &start;
    options.tolerance = options.parameter_tolerance = 1e-11;
    leaping = fitted(&panel, &shape, &options);
    options.plain = true;
    plain = fitted(&panel, &shape, &options);
    hmm_numbers(oracle, "em_evals", &em_evaluations);
    hmm_numbers(oracle, "theta", theta);
    check_near(leaping.loglik, -328.52748338020, 1e-9);
    check_near(plain.loglik, leaping.loglik, 1e-9);
    assert_true(leaping.evaluations < plain.evaluations);
    assert_true(leaping.evaluations < em_evaluations);
    for (int k = 0; k < 3; k++)
        check_near(leaping.model.theta[0][k][0], theta[k], 1e-4);
    clg_em_result_clear(&leaping);
    clg_em_result_clear(&plain);
    clg_panel_clear(&panel);
    json_decref(oracle);
}

/* Stages one standard deviation apart, where EM creeps. */
static void squarem_saves_most_where_em_is_slow(void **state)
{
    (void)state;
    clg_hmm truth = stages_model(3, 2, CLG_TOPOLOGY_ERGODIC, 1.0, 0.85);
    clg_panel panel = drawn_panel(&truth, 60, 24, 3, NULL);
    clg_em_options options = CLG_EM_OPTIONS_INIT;
    clg_em_result leaping, plain;

    options.start = &truth;
    options.tolerance = options.parameter_tolerance = 1e-10;
    leaping = fitted(&panel, &truth, &options);
    options.plain = true;
    plain = fitted(&panel, &truth, &options);
    check_near(leaping.loglik, plain.loglik, 1e-5);
    assert_true(2 * leaping.evaluations < plain.evaluations);
    assert_true(never_falls(plain.history, plain.history_count));
    assert_true(never_falls(leaping.history, leaping.history_count));
    clg_em_result_clear(&leaping);
    clg_em_result_clear(&plain);
    clg_panel_clear(&panel);
}

/* ---- what must not change a fit ---- */

static void copy_moved(const clg_panel *from, double factor, double shift,
                       bool backwards, clg_panel *to)
{
    for (uint32_t s = 0; s < from->school_count; s++) {
        uint32_t other = backwards ? from->school_count - 1 - s : s;
        for (uint32_t t = 0; t < from->length[s]; t++)
            for (uint32_t d = 0; d < from->indicator_count; d++)
                if (clg_panel_has(from, s, t, d))
                    clg_panel_set(to, other, t, d,
                                  d == 0
                                      ? factor * clg_panel_value(from, s, t, d) + shift
                                      : clg_panel_value(from, s, t, d));
    }
}

static void order_of_schools_shift_and_scale_change_only_what_they_must(void **state)
{
    (void)state;
    enum { SCHOOLS = 40, LENGTH = 20 };
    clg_hmm truth = stages_model(3, 2, CLG_TOPOLOGY_BAKIS1, 2.0, 0.85);
    clg_panel panel = drawn_panel(&truth, SCHOOLS, LENGTH, 5, NULL);
    clg_panel other[3];
    clg_em_options options = CLG_EM_OPTIONS_INIT;
    const double factor[] = {1.0, 1.0, 60.0}, shift[] = {0.0, 1e9, 0.0};
    clg_em_result base;

    lose_cells(&panel, 0.1, 9);
    options.priors.transition = 1.0 / 3.0;
    options.tolerance = options.parameter_tolerance = 1e-10;
    base = fitted(&panel, &truth, &options);
    for (int i = 0; i < 3; i++) {
        clg_em_result result;
        double cells = 0.0;
        other[i] = even_panel(SCHOOLS, LENGTH, 2);
        copy_moved(&panel, factor[i], shift[i], i == 0, &other[i]);
        result = fitted(&other[i], &truth, &options);
        for (uint32_t k = 0; k < 3; k++) {
            cells += base.expectations.count[0][k];
            check_near(result.model.theta[0][k][0],
                       factor[i] * base.model.theta[0][k][0] + shift[i], 1e-5);
            check_near(result.model.theta[0][k][1] / (factor[i] * factor[i]),
                       base.model.theta[0][k][1], 1e-5);
        }
        check_near(result.loglik, base.loglik - cells * log(factor[i]), 2e-5);
        clg_em_result_clear(&result);
        clg_panel_clear(&other[i]);
    }
    clg_em_result_clear(&base);
    clg_panel_clear(&panel);
}

static void same_bits_for_any_number_of_threads(void **state)
{
    (void)state;
    const int threads[] = {1, 2, 5};
    clg_hmm truth = stages_model(3, 2, CLG_TOPOLOGY_BAKIS1, 1.5, 0.85);
    clg_panel panel = drawn_panel(&truth, 2200, 8, 6, NULL);
    clg_em_options options = CLG_EM_OPTIONS_INIT;
    clg_em_result first, other;

    options.starts = 3;
    options.kept = 2;
    options.most_iterations = 20;
    for (size_t i = 0; i < COUNT_OF(threads); i++) {
        options.threads = threads[i];
        other = fitted(&panel, &truth, &options);
        if (i == 0) {
            first = other;
            continue;
        }
        assert_memory_equal(&first.model, &other.model, sizeof first.model);
        assert_int_equal(first.history_count, other.history_count);
        assert_memory_equal(first.history, other.history,
                            first.history_count * sizeof *first.history);
        clg_em_result_clear(&other);
    }
    clg_em_result_clear(&first);
    clg_panel_clear(&panel);
}

/* ---- recovery ---- */

static void transitions_and_means_of_many_schools_are_recovered(void **state)
{
    (void)state;
    clg_hmm truth = stages_model(4, 2, CLG_TOPOLOGY_BAKIS1, 2.0, 0.9);
    clg_panel panel = drawn_panel(&truth, 2000, 36, 8, NULL);
    clg_em_options options = CLG_EM_OPTIONS_INIT;
    clg_em_result result;

    options.starts = 1;
    result = fitted(&panel, &truth, &options);
    for (uint32_t i = 0; i < 4; i++) {
        check_near(result.model.initial[i], truth.initial[i], 0.025);
        for (uint32_t j = 0; j < 4; j++)
            check_near(result.model.transition[i][j], truth.transition[i][j], 0.01);
        for (uint32_t d = 0; d < 2; d++)
            check_near(result.model.theta[d][i][0], truth.theta[d][i][0], 0.05);
    }
    clg_em_result_clear(&result);
    clg_panel_clear(&panel);
}

/* Energy 0, 1.5, 3, 4, 0: the last stage looks like the first, and only its place in
 * time tells. Segments put the states where they belong; sorting by means cannot. */
static void stages_that_look_alike_are_told_apart_by_their_place(void **state)
{
    (void)state;
    const double energy[] = {0.0, 1.5, 3.0, 4.0, 0.0}, weight[] = {1.0, 0.8, 0.6};
    clg_hmm truth = stages_model(5, 3, CLG_TOPOLOGY_BAKIS1, 1.0, 0.875);
    clg_em_result result;
    clg_batch_options options = {0};
    clg_expectations ignored;
    clg_batch *batch = NULL;
    uint8_t *states = NULL;
    double *posterior, right = 0.0;
    clg_panel panel;
    size_t rows;

    for (uint32_t d = 0; d < 3; d++)
        for (uint32_t k = 0; k < 5; k++)
            truth.theta[d][k][0] = weight[d] * energy[k];
    for (uint32_t k = 0; k < 5; k++)
        truth.initial[k] = k == 0;
    panel = drawn_panel(&truth, 150, 36, 4, &states);
    result = fitted(&panel, &truth, NULL);
    rows = clg_panel_rows(&panel);
    posterior = clg_array_new(rows * 5, sizeof *posterior, NULL);
    assert_non_null(posterior);
    options.posterior = posterior;
    check_ok(clg_batch_new(&panel, &truth, &batch, &err));
    check_ok(clg_batch_expect(batch, &result.model, &options, &ignored, &err));
    for (size_t row = 0; row < rows; row++) {
        uint8_t best = 0;
        for (uint8_t k = 1; k < 5; k++)
            if (posterior[row * 5 + k] > posterior[row * 5 + best])
                best = k;
        right += best == states[row];
    }
    print_message("stage accuracy %.4f\n", right / (double)rows);
    assert_true(right / (double)rows > 0.92);
    for (uint32_t k = 0; k < 5; k++)
        check_near(result.model.theta[0][k][0], energy[k], 0.15);
    clg_free(posterior);
    clg_free(states);
    clg_batch_free(batch);
    clg_em_result_clear(&result);
    clg_panel_clear(&panel);
}

/* Several families at once, with exposures and missing cells. */
static void mixed_indicators_are_recovered(void **state)
{
    (void)state;
    const clg_family families[] = {CLG_FAMILY_POISSON, CLG_FAMILY_GAMMA,
                                   CLG_FAMILY_BINOMIAL, CLG_FAMILY_NEGBIN,
                                   CLG_FAMILY_HURDLE_POISSON};
    clg_hmm truth = stages_model(2, 5, CLG_TOPOLOGY_BAKIS1, 1.0, 0.9);
    const double theta[5][2][3] = {{{2.0}, {6.0}},
                                   {{1.0, 3.0}, {4.0, 3.0}},
                                   {{0.2}, {0.6}},
                                   {{3.0, 4.0}, {8.0, 2.0}},
                                   {{2.0, 0.5}, {5.0, 0.1}}};
    clg_panel pattern = even_panel(150, 16, 5), panel;
    double *size = small_panel_extra(&pattern, "size");
    clg_em_options options = CLG_EM_OPTIONS_INIT;
    clg_em_result result;

    for (uint32_t d = 0; d < 5; d++) {
        truth.family[d] = families[d];
        truth.exposure[d] = families[d] == CLG_FAMILY_BINOMIAL ? 0 : -1;
        for (int k = 0; k < 2; k++)
            memcpy(truth.theta[d][k], theta[d][k], sizeof theta[d][k]);
    }
    for (size_t row = 0; row < clg_panel_rows(&pattern); row++)
        size[row] = 5.0 + (double)(row % 7);
    observe_all(&pattern);
    lose_cells(&pattern, 0.15, 2);
    check_ok(clg_hmm_simulate(&truth, &pattern, 3, 0, &panel, NULL, &err));
    options.starts = 4;
    options.kept = 2;
    result = fitted(&panel, &truth, &options);
    check_model(&result.model);
    assert_int_equal(result.flags & CLG_FIT_LIKELIHOOD_FELL, 0);
    for (uint32_t d = 0; d < 5; d++)
        for (int k = 0; k < 2; k++)
            check_near(result.model.theta[d][k][0] / theta[d][k][0], 1.0, 0.15);
    clg_em_result_clear(&result);
    clg_panel_clear(&panel);
    clg_panel_clear(&pattern);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(history_of_200_iterations_is_met),
        cmocka_unit_test(earthquakes_are_fitted_from_our_own_starts),
        cmocka_unit_test(four_states_of_earthquakes_reach_more_than_the_local_maximum),
        cmocka_unit_test(squarem_reaches_the_same_maximum_with_fewer_evaluations),
        cmocka_unit_test(squarem_saves_most_where_em_is_slow),
        cmocka_unit_test(order_of_schools_shift_and_scale_change_only_what_they_must),
        cmocka_unit_test(same_bits_for_any_number_of_threads),
        cmocka_unit_test(transitions_and_means_of_many_schools_are_recovered),
        cmocka_unit_test(stages_that_look_alike_are_told_apart_by_their_place),
        cmocka_unit_test(mixed_indicators_are_recovered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
