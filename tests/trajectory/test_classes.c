/* clg_classes_fit: times worked by hand, the likelihood class by class, the plain model
 * of one class, classes recovered from simulated schools, families that are looked up,
 * more classes than schools, independence of the thread count, exhausted memory. */
#include "check.h"

#include "base/memory.h"
#include "small_panel.h"
#include "trajectory/dynamics/classes.h"
#include "trajectory/hmm/chain.h"

#include <string.h>

static clg_classes_options one_thread(uint32_t classes)
{
    clg_classes_options options = CLG_CLASSES_OPTIONS_INIT;

    options.threads = 1;
    options.classes = classes;
    return options;
}

static void time_to_the_last_stage_is_worked_by_hand(void **state)
{
    (void)state;
    clg_class_model model = {.shared = normal_stages(3), .class_count = 1};

    model.initial[0][0] = 0.5;
    model.initial[0][1] = 0.3;
    model.initial[0][2] = 0.2;
    model.transition[0][0][0] = 0.75;
    model.transition[0][0][1] = 0.25;
    model.transition[0][1][1] = 0.9;
    model.transition[0][1][2] = 0.1;
    model.transition[0][2][2] = 1.0;
    check_near(clg_class_time_to_last(&model, 0), 0.5 * 14.0 + 0.3 * 10.0, 1e-12);
    model.transition[0][1][0] = 0.1; /* one step back now and then */
    model.transition[0][1][1] = 0.8;
    /* h2 = 10 + h1, h1 = 4 + h2: no, h2 = (1 + .1 h1) / .2, h1 = 4 + h2 */
    check_near(clg_class_time_to_last(&model, 0), 0.5 * 18.0 + 0.3 * 14.0, 1e-12);
    model.transition[0][0][0] = 1.0;
    model.transition[0][0][1] = 0.0;
    assert_true(isinf(clg_class_time_to_last(&model, 0)));
}

/* Schools of three stages: the even ones stay .6 and .7, the odd ones .93 and .95. */
static clg_panel simulate(uint32_t schools, uint32_t length, clg_family family)
{
    static const double stay[2][3] = {{0.6, 0.7, 1.0}, {0.93, 0.95, 1.0}};
    clg_panel panel = even_panel(schools, length, 2);

    for (uint32_t s = 0; s < schools; s++) {
        clg_random random = clg_random_stream(31, "classes", s, 0, 0);
        uint32_t stage = 0;
        for (uint32_t t = 0; t < length; t++) {
            const double shares[3][3] = {
                {0.8, 0.1, 0.1}, {0.1, 0.8, 0.1}, {0.1, 0.1, 0.8}};
            double second = family == CLG_FAMILY_CATEGORICAL
                                ? 1.0 + draw_index(&random, shares[stage], 3)
                                : draw_normal(&random, -1.0 * stage, 1.0);
            clg_panel_set(&panel, s, t, 0, draw_normal(&random, 2.5 * stage, 1.0));
            if (clg_random_below(&random, 8) > 0)
                clg_panel_set(&panel, s, t, 1, second);
            if (clg_random_uniform(&random) >= stay[s % 2][stage])
                stage++;
        }
    }
    return panel;
}

static clg_hmm rough_stages(clg_family family)
{
    clg_hmm model = normal_stages(3);

    model.indicator_count = 2;
    model.family[1] = family;
    for (uint32_t k = 0; k < 3; k++) {
        model.theta[0][k][1] = 1.5;
        model.theta[1][k][0] = -0.5 * k;
        model.theta[1][k][1] = 1.5;
        for (uint32_t m = 0; m < 3 && family == CLG_FAMILY_CATEGORICAL; m++)
            model.theta[1][k][m] = k == m ? 0.5 : 0.25;
    }
    return model;
}

static clg_batch *batch_of(const clg_panel *panel, const clg_hmm *model)
{
    clg_batch *batch = NULL;

    check_ok(clg_batch_new(panel, model, &batch, &err));
    return batch;
}

/* log L of one school in one class, by the scalar way. */
static double class_loglik(const clg_panel *panel, const clg_hmm *plain,
                           uint32_t school)
{
    double density[3 * 64], flat[9];
    clg_chain chain = {panel->length[school], 3, density, plain->initial, flat, 0};
    clg_chain_room room = {0};
    clg_chain_sums sums = {.loglik = 0.0};

    for (uint32_t c = 0; c < 9; c++)
        flat[c] = plain->transition[c / 3][c % 3];
    clg_hmm_log_densities(plain, panel, school, density);
    check_ok(clg_chain_pass(&chain, &room, &sums, &err));
    clg_chain_room_clear(&room);
    return sums.loglik;
}

static void check_likelihood(const clg_panel *panel, const clg_classes_result *result)
{
    uint32_t classes = result->model.class_count;
    double total = 0.0;

    for (uint32_t s = 0; s < panel->school_count; s++) {
        double joint[CLG_MOST_CLASSES], largest = -INFINITY, sum = 0.0;
        for (uint32_t c = 0; c < classes; c++) {
            const clg_hmm plain = clg_class_hmm(&result->model, c);
            joint[c] = log(result->model.weight[c]) + class_loglik(panel, &plain, s);
            largest = fmax(largest, joint[c]);
        }
        for (uint32_t c = 0; c < classes; c++)
            sum += exp(joint[c] - largest);
        total += largest + log(sum);
        for (uint32_t c = 0; c < classes; c++)
            check_near(result->posterior[s * classes + c],
                       exp(joint[c] - largest) / sum, 1e-9);
    }
    check_near(result->loglik, total, 1e-9 * fabs(total));
}

static void check_recovered(clg_family family)
{
    clg_panel panel = simulate(300, 30, family);
    clg_hmm start = rough_stages(family);
    clg_batch *batch = batch_of(&panel, &start);
    clg_classes_options options = one_thread(2);
    clg_classes_result result;
    double right = 0.0, expected = 0.0;

    check_ok(clg_classes_fit(batch, &start, &options, &result, &err));
    assert_true(result.is_converged);
    assert_true(never_falls(result.history, result.history_count));
    check_likelihood(&panel, &result);
    assert_int_equal(result.model.class_count, 2);
    assert_int_equal(result.dropped, 0);
    check_near(result.model.weight[0], 0.5, 0.06);
    check_near(result.model.transition[0][0][0], 0.6, 0.06);
    check_near(result.model.transition[1][0][0], 0.93, 0.02);
    check_near(result.model.transition[1][1][1], 0.95, 0.02);
    check_near(result.model.shared.theta[0][1][0], 2.5, 0.1);
    if (family == CLG_FAMILY_CATEGORICAL)
        check_near(result.model.shared.theta[1][2][2], 0.8, 0.04);
    assert_true(result.time_to_last[0] < result.time_to_last[1]);
    check_near(result.expected_schools[0] + result.expected_schools[1], 300.0, 1e-9);
    assert_true(result.loglik > result.single_loglik + 20.0);
    for (uint32_t s = 0; s < 300; s++) {
        right += result.class_of[s] == s % 2;
        expected += fmax(result.posterior[2 * s], result.posterior[2 * s + 1]);
    }
    print_message("%g of 300 schools in their class, %.1f expected\n", right, expected);
    check_near(right, expected, 15.0); /* as sure as they may be */
    assert_true(right > 255.0);
    for (size_t r = 0; r < clg_panel_rows(&panel); r++)
        check_near(result.stage[3 * r] + result.stage[3 * r + 1] +
                       result.stage[3 * r + 2],
                   1.0, 1e-9);
    clg_classes_result_clear(&result);
    clg_batch_free(batch);
    clg_panel_clear(&panel);
}

static void classes_are_recovered_from_simulated_schools(void **state)
{
    (void)state;
    check_recovered(CLG_FAMILY_NORMAL);
}

static void families_that_are_looked_up_are_shared_too(void **state)
{
    (void)state;
    check_recovered(CLG_FAMILY_CATEGORICAL);
}

static void one_class_is_the_plain_model(void **state)
{
    (void)state;
    clg_panel panel = simulate(60, 20, CLG_FAMILY_NORMAL);
    clg_hmm start = rough_stages(CLG_FAMILY_NORMAL);
    clg_batch *batch = batch_of(&panel, &start);
    clg_classes_options options = one_thread(1);
    clg_em_options plainly = CLG_EM_OPTIONS_INIT;
    clg_em_result plain;
    clg_classes_result result;

    plainly.start = &start;
    plainly.threads = 1;
    check_ok(clg_em_fit(batch, &start, &plainly, &plain, &err));
    check_ok(clg_classes_fit(batch, &start, &options, &result, &err));
    check_near(result.loglik, plain.loglik, 1e-6 * fabs(plain.loglik));
    for (uint32_t i = 0; i < 3; i++)
        for (uint32_t j = 0; j < 3; j++) {
            check_near(result.model.transition[0][i][j], plain.model.transition[i][j],
                       1e-3);
            check_near(result.model.shared.transition[i][j],
                       result.model.transition[0][i][j], 1e-3);
        }
    assert_int_equal(result.free_parameters, clg_hmm_free_parameters(&start));
    check_near(result.model.weight[0], 1.0, 0.0);
    check_near(result.entropy, 1.0, 0.0);
    clg_em_result_clear(&plain);
    clg_classes_result_clear(&result);
    clg_batch_free(batch);
    clg_panel_clear(&panel);
}

static void priors_are_part_of_the_objective(void **state)
{
    (void)state;
    clg_panel panel = simulate(60, 15, CLG_FAMILY_NORMAL);
    clg_hmm start = rough_stages(CLG_FAMILY_NORMAL);
    clg_batch *batch = batch_of(&panel, &start);
    clg_classes_options options = one_thread(2);
    clg_classes_result result;

    options.priors.transition = 0.5;
    options.priors.initial = 0.2;
    options.priors.variance_count = 1.0;
    check_ok(clg_classes_fit(batch, &start, &options, &result, &err));
    assert_true(never_falls(result.history, result.history_count));
    assert_true(result.objective < result.loglik);
    /* two classes: one weight, twice 2 starts and 2 moves, 12 of emissions */
    assert_int_equal(result.free_parameters, 1 + 8 + 12);
    check_near(result.bic_schools - result.bic_windows,
               21.0 * log(60.0) - 21.0 * log((double)clg_panel_observed_rows(&panel)),
               1e-8);
    clg_classes_result_clear(&result);
    clg_batch_free(batch);
    clg_panel_clear(&panel);
}

static void classes_without_a_school_are_dropped(void **state)
{
    (void)state;
    clg_panel panel = even_panel(4, 6, 2);
    clg_hmm start = rough_stages(CLG_FAMILY_NORMAL);
    clg_batch *batch;
    clg_classes_options options = one_thread(9);
    clg_classes_result result;
    double sum = 0.0;

    for (uint32_t s = 0; s < 3; s++) /* the fourth is all missing */
        for (uint32_t t = 0; t < 6; t++)
            clg_panel_set(&panel, s, t, 0, t * (1.0 + 0.1 * s));
    batch = batch_of(&panel, &start);
    check_ok(clg_classes_fit(batch, &start, &options, &result, &err));
    assert_true(result.dropped >= 5);
    assert_int_equal(result.dropped + result.model.class_count, 9);
    for (uint32_t c = 0; c < result.model.class_count; c++) {
        sum += result.model.weight[c];
        assert_true(isfinite(result.time_to_last[c]));
        assert_true(c == 0 || result.time_to_last[c] >= result.time_to_last[c - 1]);
    }
    check_near(sum, 1.0, 1e-12);
    assert_true(isfinite(result.loglik));
    for (uint32_t c = 0; c < result.model.class_count; c++)
        check_near(result.posterior[3 * result.model.class_count + c],
                   result.model.weight[c], 1e-9);
    clg_classes_result_clear(&result);
    options.classes = 10;
    check_fails(clg_classes_fit(batch, &start, &options, &result, &err),
                CLG_ERROR_ARGUMENT, "10 classes, expected 1 to 9");
    clg_batch_free(batch);
    clg_panel_clear(&panel);
}

static void one_state_or_window_is_no_obstacle(void **state)
{
    (void)state;
    clg_panel panel = even_panel(5, 1, 1);
    clg_hmm single = normal_stages(1), two = normal_stages(2);
    clg_batch *batch;
    clg_classes_options options = one_thread(2);
    clg_classes_result result;

    for (uint32_t s = 0; s < 5; s++)
        clg_panel_set(&panel, s, 0, 0, 1.0 * s);
    batch = batch_of(&panel, &single);
    check_ok(clg_classes_fit(batch, &single, &options, &result, &err));
    check_near(result.model.shared.theta[0][0][0], 2.0, 1e-9);
    check_near(result.time_to_last[0], 0.0, 0.0);
    clg_classes_result_clear(&result);
    clg_batch_free(batch);
    batch = batch_of(&panel, &two);
    check_ok(clg_classes_fit(batch, &two, &options, &result, &err));
    assert_true(isfinite(result.loglik));
    clg_classes_result_clear(&result);
    clg_batch_free(batch);
    clg_panel_clear(&panel);
}

static void same_bits_for_any_thread_count(void **state)
{
    (void)state;
    clg_panel panel = simulate(150, 9, CLG_FAMILY_NORMAL);
    clg_hmm start = rough_stages(CLG_FAMILY_NORMAL);
    clg_batch *batch = batch_of(&panel, &start);
    clg_classes_options options = one_thread(3);
    clg_classes_result alone, together;

    options.most_evaluations = 20;
    check_ok(clg_classes_fit(batch, &start, &options, &alone, &err));
    for (options.threads = 2; options.threads <= 5; options.threads += 3) {
        check_ok(clg_classes_fit(batch, &start, &options, &together, &err));
        assert_memory_equal(&alone.model, &together.model, sizeof alone.model);
        assert_memory_equal(&alone.loglik, &together.loglik, sizeof alone.loglik);
        assert_memory_equal(alone.stage, together.stage,
                            clg_panel_rows(&panel) * 3 * sizeof *alone.stage);
        clg_classes_result_clear(&together);
    }
    clg_classes_result_clear(&alone);
    clg_batch_free(batch);
    clg_panel_clear(&panel);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    clg_panel panel = simulate(6, 5, CLG_FAMILY_CATEGORICAL);
    clg_hmm start = rough_stages(CLG_FAMILY_CATEGORICAL);
    clg_batch *batch = batch_of(&panel, &start);
    clg_classes_options options = one_thread(2);
    clg_status status = CLG_ERROR_MEMORY;

    options.most_evaluations = 3;
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_classes_result result;
        clg_error err = CLG_ERROR_INIT;

        clg_test_allocations_left = allowed;
        status = clg_classes_fit(batch, &start, &options, &result, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK) {
            assert_int_equal(status, CLG_ERROR_MEMORY);
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
        }
        clg_classes_result_clear(&result);
    }
    clg_batch_free(batch);
    clg_panel_clear(&panel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_to_the_last_stage_is_worked_by_hand),
        cmocka_unit_test(classes_are_recovered_from_simulated_schools),
        cmocka_unit_test(families_that_are_looked_up_are_shared_too),
        cmocka_unit_test(one_class_is_the_plain_model),
        cmocka_unit_test(priors_are_part_of_the_objective),
        cmocka_unit_test(classes_without_a_school_are_dropped),
        cmocka_unit_test(one_state_or_window_is_no_obstacle),
        cmocka_unit_test(same_bits_for_any_thread_count),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
