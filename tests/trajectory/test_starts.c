/* Starting values: worked by hand, against brute force, and for every family. */
#include "check.h"

#include "hmm_sample.h"

#include "base/memory.h"
#include "trajectory/hmm/simulate_panel.h"

#include <string.h>

static clg_panel one_series(const double *values, uint32_t length)
{
    clg_panel panel = even_panel(1, length, 1);

    for (uint32_t t = 0; t < length; t++)
        if (!isnan(values[t]))
            clg_panel_set(&panel, 0, t, 0, values[t]);
    return panel;
}

/* Parts 1 3, 10 11 12, 5 NaN. K / T = 3 / 7. */
static void segments_are_equal_parts_of_time(void **state)
{
    (void)state;
    const double values[] = {1.0, 3.0, 10.0, 11.0, 12.0, 5.0, NAN};
    const double means[] = {2.0, 11.0, 5.0};
    clg_panel panel = one_series(values, 7);
    clg_hmm model;

    clg_hmm_init(&model, 3, 1, CLG_TOPOLOGY_BAKIS1);
    check_ok(clg_start_by_segments(&panel, &model, &err));
    check_near(model.theta[0][0][0], means[0], 1e-14);
    check_near(model.theta[0][0][1], 1.0, 1e-14);
    check_near(model.theta[0][1][0], means[1], 1e-14);
    check_near(model.theta[0][1][1], 2.0 / 3.0, 1e-14);
    check_near(model.theta[0][2][0], 7.0, 1e-14); /* one cell is too few: all's mean */
    check_near(model.transition[0][1], 3.0 / 7.0, 1e-15);
    check_near(model.transition[0][0], 4.0 / 7.0, 1e-15);
    assert_true(model.transition[0][2] == 0.0);
    assert_true(model.transition[2][2] == 1.0);
    check_near(model.initial[0], 0.9, 1e-15);
    check_near(model.initial[1], 0.05, 1e-15);
    clg_panel_clear(&panel);
}

static void partition_finds_the_parts(void **state)
{
    (void)state;
    const double values[] = {0.0, 0.1, 5.0, 5.1, 5.2, NAN, 5.1, 9.0, 9.1};
    clg_panel panel = one_series(values, 9);
    clg_hmm model;

    clg_hmm_init(&model, 3, 1, CLG_TOPOLOGY_BAKIS1);
    check_ok(clg_start_by_partition(&panel, &model, &err));
    check_near(model.theta[0][0][0], 0.05, 1e-12);
    check_near(model.theta[0][1][0], 5.1, 1e-12);
    check_near(model.theta[0][2][0], 9.05, 1e-12);
    clg_panel_clear(&panel);
}

static double squares(const double *x, uint32_t from, uint32_t to)
{
    double sum = 0.0, square = 0.0;

    for (uint32_t t = from; t < to; t++) {
        sum += x[t];
        square += x[t] * x[t];
    }
    return square - sum * sum / (to - from);
}

/* Three parts of at most 12 windows, all cuts tried. */
static void partition_is_the_best_of_all_cuts(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(3, "cuts", 0, 0, 0);

    for (int trial = 0; trial < 50; trial++) {
        uint32_t length = 6 + clg_random_below(&random, 7), first = 0, second = 0;
        double x[12], least = INFINITY, mean = 0.0;
        clg_panel panel;
        clg_hmm model;
        for (uint32_t t = 0; t < length; t++)
            x[t] = draw_normal(&random, t / 4, 0.5);
        for (uint32_t a = 1; a + 1 < length; a++)
            for (uint32_t b = a + 1; b < length; b++) {
                double cost =
                    squares(x, 0, a) + squares(x, a, b) + squares(x, b, length);
                if (cost < least) {
                    least = cost;
                    first = a;
                    second = b;
                }
            }
        panel = one_series(x, length);
        clg_hmm_init(&model, 3, 1, CLG_TOPOLOGY_BAKIS1);
        check_ok(clg_start_by_partition(&panel, &model, &err));
        for (uint32_t t = first; t < second; t++)
            mean += x[t] / (second - first);
        if (second - first > 1)
            check_near(model.theta[0][1][0], mean, 1e-12);
        clg_panel_clear(&panel);
    }
}

static void random_starts_depend_on_seed_and_number_alone(void **state)
{
    (void)state;
    clg_hmm truth = stages_model(3, 2, CLG_TOPOLOGY_CYCLIC, 2.0, 0.8);
    clg_panel panel = drawn_panel(&truth, 10, 20, 1, NULL);
    clg_hmm first = truth, again = truth, other = truth;

    check_ok(clg_start_at_random(&panel, 5, 2, &first, &err));
    check_ok(clg_start_at_random(&panel, 5, 2, &again, &err));
    check_ok(clg_start_at_random(&panel, 5, 3, &other, &err));
    assert_memory_equal(&first, &again, sizeof first);
    assert_true(memcmp(&first, &other, sizeof first) != 0);
    check_model(&first);
    check_model(&other);
    clg_panel_clear(&panel);
}

static void short_schools_and_missing_indicators_still_give_a_start(void **state)
{
    (void)state;
    const uint32_t lengths[] = {1, 2, 3};
    clg_panel panel = small_panel(3, lengths, 2);
    clg_hmm model;

    clg_panel_set(&panel, 0, 0, 0, 4.0); /* one cell in all; the second has none */
    clg_hmm_init(&model, 5, 2, CLG_TOPOLOGY_BAKIS2);
    check_ok(clg_start_by_segments(&panel, &model, &err));
    check_model(&model);
    check_ok(clg_start_by_partition(&panel, &model, &err));
    check_model(&model);
    check_ok(clg_start_at_random(&panel, 1, 7, &model, &err));
    check_model(&model);
    clg_panel_clear(&panel);
}

static void every_family_starts_where_its_data_are_possible(void **state)
{
    (void)state;
    const double theta[CLG_FAMILY_COUNT][4] = {
        [CLG_FAMILY_NORMAL] = {1.0, 4.0},
        [CLG_FAMILY_POISSON] = {0.7},
        [CLG_FAMILY_NEGBIN] = {2.0, 1.5},
        [CLG_FAMILY_GAMMA] = {3.0, 0.8},
        [CLG_FAMILY_BINOMIAL] = {0.3},
        [CLG_FAMILY_BETABINOMIAL] = {2.0, 5.0},
        [CLG_FAMILY_CATEGORICAL] = {0.2, 0.5, 0.3},
        [CLG_FAMILY_HURDLE_POISSON] = {1.5, 0.4},
        [CLG_FAMILY_HURDLE_NEGBIN] = {2.0, 3.0, 0.4},
        [CLG_FAMILY_HURDLE_GAMMA] = {2.0, 3.0, 0.4}};

    for (int family = 0; family < CLG_FAMILY_COUNT; family++) {
        clg_hmm truth = stages_model(2, 1, CLG_TOPOLOGY_ERGODIC, 1.0, 0.7);
        clg_panel pattern = even_panel(10, 12, 1), panel;
        double *exposure = small_panel_extra(&pattern, "e");
        clg_em_options options = CLG_EM_OPTIONS_INIT;
        clg_em_result result;

        truth.family[0] = (clg_family)family;
        truth.exposure[0] = clg_family_has_exposure((clg_family)family) ? 0 : -1;
        for (size_t row = 0; row < 120; row++)
            exposure[row] = row % 11 == 0 ? NAN : 3.0 + (double)(row % 4);
        memset(truth.theta, 0, sizeof truth.theta);
        for (int k = 0; k < 2; k++)
            memcpy(truth.theta[0][k], theta[family], sizeof theta[family]);
        observe_all(&pattern);
        check_ok(clg_hmm_simulate(&truth, &pattern, 1, 0, &panel, NULL, &err));
        options.starts = 4;
        options.most_iterations = 60;
        result = fitted(&panel, &truth, &options);
        check_model(&result.model);
        assert_true(isfinite(result.loglik));
        assert_int_equal(result.flags & CLG_FIT_LIKELIHOOD_FELL, 0);
        clg_em_result_clear(&result);
        clg_panel_clear(&panel);
        clg_panel_clear(&pattern);
    }
}

static void simulated_panel_has_the_patterns_holes_and_the_models_moments(void **state)
{
    (void)state;
    clg_hmm truth = stages_model(2, 2, CLG_TOPOLOGY_BAKIS1, 5.0, 0.9);
    clg_panel pattern = even_panel(300, 20, 2), panel;
    double sum[2] = {0}, count[2] = {0};
    uint8_t *states = clg_array_new(6000, 1, NULL);

    observe_all(&pattern);
    lose_cells(&pattern, 0.3, 4);
    pattern.is_founded[7] = 1;
    check_ok(clg_hmm_simulate(&truth, &pattern, 1, 0, &panel, states, &err));
    assert_memory_equal(panel.observed, pattern.observed,
                        panel.block_first[panel.block_count] * 2 *
                            sizeof *panel.observed);
    assert_int_equal(panel.is_founded[7], 1);
    assert_int_equal(states[panel.first[7]], 0);
    for (uint32_t s = 0; s < 300; s++)
        for (uint32_t t = 0; t < 20; t++)
            if (clg_panel_has(&panel, s, t, 0)) {
                uint8_t k = states[panel.first[s] + t];
                sum[k] += clg_panel_value(&panel, s, t, 0);
                count[k] += 1.0;
            }
    check_near(sum[0] / count[0], 0.0, 0.1);
    check_near(sum[1] / count[1], 5.0, 0.1);
    clg_free(states);
    clg_panel_clear(&panel);
    clg_panel_clear(&pattern);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    clg_hmm truth = stages_model(2, 1, CLG_TOPOLOGY_BAKIS1, 3.0, 0.8);
    clg_panel pattern = even_panel(3, 5, 1);
    double *exposure = small_panel_extra(&pattern, "e");
    clg_status status = CLG_ERROR_MEMORY;

    (void)exposure;
    small_panel_time(&pattern);
    observe_all(&pattern);
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_panel panel = {0};
        clg_hmm model = truth;
        clg_test_allocations_left = allowed;
        status = clg_hmm_simulate(&truth, &pattern, 1, 0, &panel, NULL, &err);
        if (status == CLG_OK)
            status = clg_start_by_segments(&panel, &model, &err);
        if (status == CLG_OK)
            status = clg_start_by_partition(&panel, &model, &err);
        if (status == CLG_OK)
            status = clg_start_at_random(&panel, 1, 2, &model, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK)
            assert_int_equal(status, CLG_ERROR_MEMORY);
        clg_panel_clear(&panel);
    }
    clg_panel_clear(&pattern);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(segments_are_equal_parts_of_time),
        cmocka_unit_test(partition_finds_the_parts),
        cmocka_unit_test(partition_is_the_best_of_all_cuts),
        cmocka_unit_test(random_starts_depend_on_seed_and_number_alone),
        cmocka_unit_test(short_schools_and_missing_indicators_still_give_a_start),
        cmocka_unit_test(every_family_starts_where_its_data_are_possible),
        cmocka_unit_test(simulated_panel_has_the_patterns_holes_and_the_models_moments),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
