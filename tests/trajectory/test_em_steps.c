/* The M-step by hand, what it does with too little data, and fits at the edge of what
 * can be fitted. */
#include "check.h"

#include "hmm_sample.h"

#include "base/memory.h"
#include "trajectory/hmm/em_parts.h"

#include <string.h>

/* ---- by hand ---- */

/* Two states, one normal indicator with means 1 and 5, variances 1; 30 windows. */
static clg_hmm two_states(clg_expectations *expectations)
{
    clg_hmm model = stages_model(2, 1, CLG_TOPOLOGY_ERGODIC, 4.0, 0.5);

    memset(expectations, 0, sizeof *expectations);
    model.theta[0][0][0] = 1.0;
    model.theta[0][1][0] = 5.0;
    expectations->initial[0] = 3.0;
    expectations->initial[1] = 1.0;
    expectations->moves[0][0] = 6.0;
    expectations->moves[0][1] = 2.0;
    expectations->moves[1][1] = 4.0;
    expectations->occupied[0] = 10.0;
    expectations->occupied[1] = 20.0;
    expectations->count[0][0] = 10.0;
    expectations->first[0][0] = 2.0;
    expectations->second[0][0] = 20.0;
    expectations->count[0][1] = 20.0;
    expectations->first[0][1] = -10.0;
    expectations->second[0][1] = 45.0;
    return model;
}

static void maximum_likelihood_is_what_counts_and_moments_say(void **state)
{
    (void)state;
    clg_expectations expectations;
    clg_hmm model = two_states(&expectations);
    clg_priors priors = {0};
    uint32_t empty;

    assert_int_equal(clg_em_maximise(NULL, &expectations, &priors, &model, &empty), 0);
    assert_int_equal(empty, 0);
    check_near(model.initial[0], 0.75, 1e-15);
    check_near(model.transition[0][1], 0.25, 1e-15);
    assert_true(model.transition[1][0] == 0.0); /* free, and never taken */
    check_near(model.theta[0][0][0], 1.2, 1e-15);
    check_near(model.theta[0][0][1], 20.0 / 10.0 - 0.04, 1e-15);
    check_near(model.theta[0][1][0], 4.5, 1e-15);
    check_near(model.theta[0][1][1], 45.0 / 20.0 - 0.25, 1e-15);
}

static void priors_are_added_counts_and_drawn_variances(void **state)
{
    (void)state;
    clg_expectations expectations;
    clg_hmm model = two_states(&expectations);
    clg_priors priors = {.initial = 0.5,
                         .transition = 1.0,
                         .variance_count = 2.0,
                         .global_variance = {5.0}};
    uint32_t empty;

    clg_em_maximise(NULL, &expectations, &priors, &model, &empty);
    check_near(model.initial[0], 3.5 / 5.0, 1e-15);
    check_near(model.transition[0][0], 7.0 / 10.0, 1e-15);
    check_near(model.transition[1][0], 1.0 / 6.0, 1e-15);
    check_near(model.theta[0][0][0], 1.2, 1e-15);
    check_near(model.theta[0][0][1], (19.6 + 10.0) / 12.0, 1e-14);
}

/* What the M-step maximises: counts times logs and the log prior. */
static double expected_log_posterior(const clg_expectations *e, const clg_hmm *old,
                                     const clg_hmm *new, const clg_priors *priors)
{
    double sum = clg_em_log_prior(new, priors);

    for (int k = 0; k < 2; k++) {
        double move = new->theta[0][k][0] - old->theta[0][k][0];
        double square = e->second[0][k] - 2.0 * move * e->first[0][k] +
                        move * move * e->count[0][k];
        sum += e->initial[k] * log(new->initial[k]);
        for (int j = 0; j < 2; j++)
            sum += e->moves[k][j] * log(new->transition[k][j]);
        sum -= 0.5 * (e->count[0][k] * log(new->theta[0][k][1]) +
                      square / new->theta[0][k][1]);
    }
    return sum;
}

static void no_neighbour_of_the_maximum_is_higher(void **state)
{
    (void)state;
    clg_expectations expectations;
    clg_hmm old = two_states(&expectations), best = old;
    clg_priors priors = {.initial = 0.5,
                         .transition = 1.0,
                         .variance_count = 2.0,
                         .global_variance = {5.0}};
    uint32_t empty;
    double top;

    clg_em_maximise(NULL, &expectations, &priors, &best, &empty);
    top = expected_log_posterior(&expectations, &old, &best, &priors);
    for (int sign = -1; sign <= 1; sign += 2) {
        double step = sign * 1e-3;
        clg_hmm near[4] = {best, best, best, best};
        near[0].initial[0] += step;
        near[0].initial[1] -= step;
        near[1].transition[1][0] += step;
        near[1].transition[1][1] -= step;
        near[2].theta[0][0][0] += step;
        near[3].theta[0][1][1] += step;
        for (int i = 0; i < 4; i++)
            assert_true(expected_log_posterior(&expectations, &old, &near[i], &priors) <
                        top);
    }
}

static void state_with_less_than_two_windows_keeps_what_it_has(void **state)
{
    (void)state;
    clg_expectations expectations;
    clg_hmm model = two_states(&expectations), before = model;
    clg_priors priors = {0};
    uint32_t empty;

    expectations.occupied[1] = expectations.count[0][1] = 1.5;
    assert_int_equal(clg_em_maximise(NULL, &expectations, &priors, &model, &empty),
                     CLG_FIT_EMPTY_STATE);
    assert_int_equal(empty, 2);
    assert_memory_equal(model.theta[0][1], before.theta[0][1],
                        sizeof model.theta[0][1]);
    assert_memory_equal(model.transition[1], before.transition[1],
                        sizeof model.transition[1]);
    check_near(model.theta[0][0][0], 1.2, 1e-15);
}

static void variance_stops_at_its_floor(void **state)
{
    (void)state;
    clg_expectations expectations;
    clg_hmm model = two_states(&expectations);
    clg_priors priors = {.variance_floor = 1e-6, .global_variance = {4.0}};
    uint32_t empty;

    expectations.second[0][0] = 0.4; /* all at one place */
    assert_int_equal(clg_em_maximise(NULL, &expectations, &priors, &model, &empty),
                     CLG_FIT_VARIANCE_FLOOR);
    check_near(model.theta[0][0][1], 4e-6, 1e-15);
}

/* Means 1.2 and 4.5 are in order; with the second at 0.5 they are pooled with weights
 * 10 and 20 at (12 + 10) / 30, and variances are about that. */
static void anchored_means_that_fall_are_pooled(void **state)
{
    (void)state;
    clg_expectations expectations;
    clg_hmm model = two_states(&expectations);
    clg_priors priors = {.anchored = 2};
    double pooled = 22.0 / 30.0;
    uint32_t empty;

    model.theta[0][1][0] = 1.0;
    clg_em_maximise(NULL, &expectations, &priors, &model, &empty);
    check_near(model.theta[0][0][0], pooled, 1e-15);
    check_near(model.theta[0][1][0], pooled, 1e-15);
    check_near(model.theta[0][0][1], 1.96 + (1.2 - pooled) * (1.2 - pooled), 1e-14);
    check_near(model.theta[0][1][1], 2.0 + (0.5 - pooled) * (0.5 - pooled), 1e-14);
}

/* m_i is the largest over a <= i of the least over b >= i of the mean of a .. b. */
static void isotonic_values_are_what_the_minmax_formula_says(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(1, "isotonic", 0, 0, 0);

    for (int trial = 0; trial < 200; trial++) {
        uint32_t count = 1 + clg_random_below(&random, 8);
        double value[8], weight[8], found[8];
        for (uint32_t i = 0; i < count; i++) {
            value[i] = found[i] = draw_normal(&random, 0.0, 1.0);
            weight[i] = 0.1 + clg_random_uniform(&random);
        }
        clg_isotonic(found, weight, count);
        for (uint32_t i = 0; i < count; i++) {
            double most = -INFINITY;
            for (uint32_t a = 0; a <= i; a++) {
                double least = INFINITY, sum = 0.0, of = 0.0;
                for (uint32_t b = a; b < count; b++) {
                    sum += weight[b] * value[b];
                    of += weight[b];
                    if (b >= i)
                        least = fmin(least, sum / of);
                }
                most = fmax(most, least);
            }
            check_near(found[i], most, 1e-12);
        }
    }
}

/* ---- at the edge ---- */

static void anchors_keep_the_order_and_the_likelihood_rises(void **state)
{
    (void)state;
    const double energy[] = {2.0, 0.0, 1.0, 3.0, 0.0};
    clg_hmm truth = stages_model(5, 2, CLG_TOPOLOGY_BAKIS1, 2.0, 0.85);
    clg_em_options options = CLG_EM_OPTIONS_INIT;
    clg_panel panel;

    for (int k = 0; k < 5; k++)
        truth.theta[0][k][0] = energy[k];
    panel = drawn_panel(&truth, 80, 24, 2, NULL);
    lose_cells(&panel, 0.1, 3);
    options.priors.anchored = 4;
    options.starts = 3;
    for (int plain = 0; plain <= 1; plain++) {
        clg_em_result result;
        options.plain = plain;
        result = fitted(&panel, &truth, &options);
        for (int k = 1; k < 4; k++)
            assert_true(result.model.theta[0][k][0] >= result.model.theta[0][k - 1][0]);
        assert_true(result.model.theta[0][4][0] < result.model.theta[0][3][0]);
        assert_true(never_falls(result.history, result.history_count));
        assert_int_equal(result.flags & CLG_FIT_LIKELIHOOD_FELL, 0);
        clg_em_result_clear(&result);
    }
    clg_panel_clear(&panel);
}

static void eight_states_on_data_of_three_give_no_nan(void **state)
{
    (void)state;
    const clg_topology topologies[] = {CLG_TOPOLOGY_BAKIS1, CLG_TOPOLOGY_ERGODIC};
    clg_hmm truth = stages_model(3, 2, CLG_TOPOLOGY_BAKIS1, 6.0, 0.8);
    clg_panel panel = drawn_panel(&truth, 12, 10, 2, NULL);
    clg_em_options options = CLG_EM_OPTIONS_INIT;

    options.starts = 6;
    options.most_iterations = 200;
    for (size_t i = 0; i < COUNT_OF(topologies); i++) {
        clg_hmm shape;
        clg_em_result result;
        clg_hmm_init(&shape, 8, 2, topologies[i]);
        result = fitted(&panel, &shape, &options);
        check_model(&result.model);
        assert_true(isfinite(result.loglik));
        assert_true(result.flags != 0);
        clg_em_result_clear(&result);
    }
    clg_panel_clear(&panel);
}

static void more_states_than_windows_keep_their_start_values(void **state)
{
    (void)state;
    clg_panel panel = even_panel(1, 3, 1);
    clg_hmm shape;
    clg_em_result result;

    clg_hmm_init(&shape, 4, 1, CLG_TOPOLOGY_BAKIS1);
    for (uint32_t t = 0; t < 3; t++)
        clg_panel_set(&panel, 0, t, 0, t);
    result = fitted(&panel, &shape, NULL);
    check_model(&result.model);
    assert_int_equal(result.flags & CLG_FIT_EMPTY_STATE, CLG_FIT_EMPTY_STATE);
    clg_em_result_clear(&result);
    clg_panel_clear(&panel);
}

static void one_state_is_the_mean_and_variance_of_all(void **state)
{
    (void)state;
    clg_panel panel = even_panel(2, 2, 1);
    clg_hmm shape;
    clg_em_result result;

    clg_hmm_init(&shape, 1, 1, CLG_TOPOLOGY_BAKIS1);
    for (uint32_t t = 0; t < 4; t++)
        clg_panel_set(&panel, t / 2, t % 2, 0, t * t); /* 0, 1, 4, 9 */
    result = fitted(&panel, &shape, NULL);
    check_near(result.model.theta[0][0][0], 3.5, 1e-14);
    check_near(result.model.theta[0][0][1], 98.0 / 4.0 - 12.25, 1e-13);
    check_near(result.loglik, -2.0 * (log(6.283185307179586 * 12.25) + 1.0), 1e-12);
    assert_int_equal(result.flags, 0);
    clg_em_result_clear(&result);
    clg_panel_clear(&panel);
}

/* States that the data never reach are said to be empty, and stay where they were. */
static void states_not_reached_are_flagged(void **state)
{
    (void)state;
    clg_hmm start = stages_model(3, 1, CLG_TOPOLOGY_BAKIS1, 50.0, 0.9);
    clg_panel panel = even_panel(4, 6, 1);
    clg_em_options options = CLG_EM_OPTIONS_INIT;
    clg_em_result result;

    for (uint32_t i = 0; i < 24; i++)
        clg_panel_set(&panel, i / 6, i % 6, 0, i % 3);
    for (uint32_t s = 0; s < 4; s++)
        panel.is_founded[s] = 1;
    options.start = &start;
    result = fitted(&panel, &start, &options);
    assert_int_equal(result.empty_states, 6);
    check_near(result.model.theta[0][0][0], 1.0, 1e-9);
    check_near(result.model.theta[0][2][0], 100.0, 0.0);
    check_near(result.model.initial[0], 0.9, 0.0); /* nobody's start is unknown */
    check_model(&result.model);
    clg_em_result_clear(&result);
    clg_panel_clear(&panel);
}

static void perfectly_separated_states_are_no_trouble(void **state)
{
    (void)state;
    clg_panel panel = even_panel(5, 8, 1);
    clg_hmm shape;
    clg_em_result result;

    clg_hmm_init(&shape, 2, 1, CLG_TOPOLOGY_ERGODIC);
    for (uint32_t i = 0; i < 40; i++)
        clg_panel_set(&panel, i / 8, i % 8, 0, (i % 8 < 4 ? 0.0 : 1e6) + (i % 3) * 0.1);
    result = fitted(&panel, &shape, NULL);
    check_model(&result.model);
    check_near(result.model.transition[0][1], 0.25, 1e-12);
    assert_true(result.model.transition[1][0] < 1e-12);
    clg_em_result_clear(&result);
    clg_panel_clear(&panel);
}

/* A column that never varies, about 0 and far from it, beside one that does; and counts
 * that are all 0. */
static void constant_columns_break_nothing(void **state)
{
    (void)state;
    clg_hmm shape;
    clg_panel panel = even_panel(6, 10, 4);
    clg_random random = clg_random_stream(2, "constant", 0, 0, 0);
    clg_em_options options = CLG_EM_OPTIONS_INIT;

    clg_hmm_init(&shape, 3, 4, CLG_TOPOLOGY_BAKIS1);
    shape.family[3] = CLG_FAMILY_POISSON;
    for (uint32_t i = 0; i < 60; i++) {
        clg_panel_set(&panel, i / 10, i % 10, 0, 0.0);
        clg_panel_set(&panel, i / 10, i % 10, 1, 1234567.1);
        clg_panel_set(&panel, i / 10, i % 10, 2, draw_normal(&random, i % 10, 1.0));
        clg_panel_set(&panel, i / 10, i % 10, 3, 0.0);
    }
    for (int floor = 0; floor <= 1; floor++) {
        clg_em_result result;
        options.priors.variance_floor = floor ? 1e-6 : 0.0;
        result = fitted(&panel, &shape, &options);
        check_model(&result.model);
        assert_true(isfinite(result.loglik));
        for (int k = 0; k < 3; k++)
            assert_true(result.model.theta[1][k][1] > 0.0);
        clg_em_result_clear(&result);
    }
    clg_panel_clear(&panel);
}

static void schools_without_data_change_nothing(void **state)
{
    (void)state;
    clg_hmm truth = stages_model(2, 1, CLG_TOPOLOGY_BAKIS1, 3.0, 0.8);
    clg_panel panel = drawn_panel(&truth, 20, 10, 2, NULL),
              more = even_panel(23, 10, 1);
    clg_em_options options = CLG_EM_OPTIONS_INIT;
    clg_em_result few, many;

    for (uint32_t s = 0; s < 20; s++)
        for (uint32_t t = 0; t < 10; t++)
            clg_panel_set(&more, s, t, 0, clg_panel_value(&panel, s, t, 0));
    options.tolerance = options.parameter_tolerance = 1e-10;
    few = fitted(&panel, &truth, &options);
    many = fitted(&more, &truth, &options);
    check_near(many.loglik, few.loglik, 1e-7);
    check_near(many.model.theta[0][1][0], few.model.theta[0][1][0], 1e-5);
    clg_em_result_clear(&few);
    clg_em_result_clear(&many);
    clg_panel_clear(&panel);
    clg_panel_clear(&more);
}

static void everything_missing_is_fitted_to_nothing(void **state)
{
    (void)state;
    clg_panel panel = even_panel(3, 4, 2);
    clg_hmm shape;
    clg_em_result result;

    clg_hmm_init(&shape, 3, 2, CLG_TOPOLOGY_BAKIS1);
    result = fitted(&panel, &shape, NULL);
    check_near(result.loglik, 0.0, 1e-12);
    check_model(&result.model);
    clg_em_result_clear(&result);
    clg_panel_clear(&panel);
}

/* ---- refusals ---- */

static void impossible_wishes_are_refused(void **state)
{
    (void)state;
    clg_panel panel = even_panel(2, 5, 1);
    clg_hmm shape = stages_model(2, 1, CLG_TOPOLOGY_BAKIS1, 1.0, 0.5), other;
    clg_em_options options = CLG_EM_OPTIONS_INIT;
    clg_em_result result;
    clg_batch *batch = NULL;

    observe_all(&panel);
    check_ok(clg_batch_new(&panel, &shape, &batch, &err));
    options.starts = 0;
    check_fails(clg_em_fit(batch, &shape, &options, &result, &err), CLG_ERROR_ARGUMENT,
                "starts is 0, expected at least 1");
    options = (clg_em_options)CLG_EM_OPTIONS_INIT;
    options.priors.anchored = 3;
    check_fails(clg_em_fit(batch, &shape, &options, &result, &err), CLG_ERROR_ARGUMENT,
                "anchors need a normal indicator and at most 2 states");
    options = (clg_em_options)CLG_EM_OPTIONS_INIT;
    other = shape;
    other.transition[1][0] = 0.5;
    options.start = &other;
    check_fails(clg_em_fit(batch, &shape, &options, &result, &err), CLG_ERROR_ARGUMENT,
                "start values: the row of transitions 2 holds 0.5 at 1, expected 0, as "
                "it is not free");
    other = shape;
    other.theta[0][1][1] = 0.0;
    check_fails(clg_em_fit(batch, &shape, &options, &result, &err), CLG_ERROR_ARGUMENT,
                "start values: parameter 2 of indicator 1 in state 2 is 0");
    other = shape;
    other.allowed[1][1] = 0;
    check_fails(clg_em_fit(batch, &other, NULL, &result, &err), CLG_ERROR_ARGUMENT,
                "no move is free from state 2, not even to stay");
    clg_batch_free(batch);
    clg_panel_clear(&panel);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    clg_hmm truth = stages_model(2, 2, CLG_TOPOLOGY_BAKIS1, 3.0, 0.8);
    clg_panel panel = drawn_panel(&truth, 5, 6, 2, NULL);
    clg_em_options options = CLG_EM_OPTIONS_INIT;
    clg_status status = CLG_ERROR_MEMORY;

    options.threads = 1;
    options.starts = 3;
    options.kept = 2;
    options.short_iterations = 2;
    options.most_iterations = 6;
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_em_result result = {0};
        clg_batch *batch = NULL;
        clg_test_allocations_left = allowed;
        status = clg_batch_new(&panel, &truth, &batch, &err);
        if (status == CLG_OK)
            status = clg_em_fit(batch, &truth, &options, &result, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK)
            assert_int_equal(status, CLG_ERROR_MEMORY);
        clg_em_result_clear(&result);
        clg_batch_free(batch);
    }
    clg_panel_clear(&panel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maximum_likelihood_is_what_counts_and_moments_say),
        cmocka_unit_test(priors_are_added_counts_and_drawn_variances),
        cmocka_unit_test(no_neighbour_of_the_maximum_is_higher),
        cmocka_unit_test(state_with_less_than_two_windows_keeps_what_it_has),
        cmocka_unit_test(variance_stops_at_its_floor),
        cmocka_unit_test(anchored_means_that_fall_are_pooled),
        cmocka_unit_test(isotonic_values_are_what_the_minmax_formula_says),
        cmocka_unit_test(anchors_keep_the_order_and_the_likelihood_rises),
        cmocka_unit_test(eight_states_on_data_of_three_give_no_nan),
        cmocka_unit_test(more_states_than_windows_keep_their_start_values),
        cmocka_unit_test(one_state_is_the_mean_and_variance_of_all),
        cmocka_unit_test(states_not_reached_are_flagged),
        cmocka_unit_test(perfectly_separated_states_are_no_trouble),
        cmocka_unit_test(constant_columns_break_nothing),
        cmocka_unit_test(schools_without_data_change_nothing),
        cmocka_unit_test(everything_missing_is_fitted_to_nothing),
        cmocka_unit_test(impossible_wishes_are_refused),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
