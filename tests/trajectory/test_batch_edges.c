/* The batched E-step at its edges: reference sets, schools that scaling loses, missing
 * and impossible data, shifted data, its exponential, exhausted memory. */
#include "check.h"

#include "batch_sample.h"
#include "hmm_sample.h"

#include "base/memory.h"
#include "trajectory/hmm/batch_kernel_vector.h"

#include <string.h>

static batch_sample sample_of(clg_panel panel, const clg_hmm *model)
{
    return (batch_sample){.panel = panel, .model = *model};
}

static plain_outputs expected_of(const batch_sample *sample)
{
    clg_batch *batch = batch_of(sample);
    plain_outputs outputs = batched_expect(batch, sample, false, 1);

    clg_batch_free(batch);
    return outputs;
}

static void sample_done(batch_sample *sample, plain_outputs *outputs)
{
    plain_outputs_clear(outputs);
    batch_sample_clear(sample);
}

/* One school: 6 windows, four families, cells and a window missing. */
static void enumeration_of_all_paths_is_met(void **state)
{
    (void)state;
    json_t *oracle = hmm_oracle("o1_enum.json");
    const json_t *values = json_object_get(oracle, "X");
    const json_t *emissions = json_object_get(oracle, "em");
    const char *const names[][2] = {
        {"mean", "var"}, {"rate", "rate"}, {"mean", "shape"}, {"mu", "size"}};
    const clg_family families[] = {CLG_FAMILY_NORMAL, CLG_FAMILY_POISSON,
                                   CLG_FAMILY_GAMMA, CLG_FAMILY_NEGBIN};
    double gamma[18], moves[45], sums[9] = {0.0}, numbers[9];
    clg_panel panel = even_panel(1, 6, 4);
    plain_outputs outputs;
    batch_sample sample;
    clg_hmm model;

    clg_hmm_init(&model, 3, 4, CLG_TOPOLOGY_BAKIS2);
    hmm_numbers(oracle, "pi", model.initial);
    hmm_numbers(oracle, "A", numbers);
    for (int i = 0; i < 9; i++)
        model.transition[i / 3][i % 3] = numbers[i];
    for (uint32_t d = 0; d < 4; d++) {
        model.family[d] = families[d];
        for (int p = 0; p < 2; p++) {
            hmm_numbers(json_array_get(emissions, d), names[d][p], numbers);
            for (int k = 0; k < 3; k++)
                model.theta[d][k][p] = numbers[k];
        }
        for (uint32_t t = 0; t < 6; t++) {
            const json_t *x = json_array_get(json_array_get(values, t), d);
            if (json_is_number(x))
                clg_panel_set(&panel, 0, t, d, json_number_value(x));
        }
    }
    sample = sample_of(panel, &model);
    outputs = expected_of(&sample);
    check_near(outputs.sums.loglik, json_real_value(json_object_get(oracle, "loglik")),
               1e-12);
    assert_int_equal(hmm_numbers(oracle, "gamma", gamma), 18);
    for (int i = 0; i < 18; i++)
        check_near(outputs.posterior[i], gamma[i], 1e-13);
    assert_int_equal(hmm_numbers(oracle, "xi", moves), 45);
    for (int i = 0; i < 45; i++)
        sums[i % 9] += moves[i];
    for (int i = 0; i < 9; i++)
        check_near(outputs.school_moves[i], sums[i], 1e-13);
    sample_done(&sample, &outputs);
    json_decref(oracle);
}

static void an_outlier_of_60_in_2000_windows_is_met(void **state)
{
    (void)state;
    json_t *oracle = hmm_oracle("o1b_underflow.json");
    double loglik = json_real_value(json_object_get(oracle, "loglik"));
    double gamma[20], moves[4];
    clg_hmm model = normal_stages(2);
    batch_sample sample;
    plain_outputs outputs;

    model.initial[0] = 1.0;
    model.initial[1] = 0.0;
    model.transition[0][0] = 0.9;
    model.transition[0][1] = 0.1;
    model.theta[0][0][1] = model.theta[0][1][0] = model.theta[0][1][1] = 1.0;
    sample = sample_of(even_panel(1, 2000, 1), &model);
    for (uint32_t t = 0; t < 2000; t++)
        clg_panel_set(&sample.panel, 0, t, 0, t == 5 ? 60.0 : t >= 1000);
    outputs = expected_of(&sample);
    check_near(outputs.sums.loglik, loglik, 1e-12 * fabs(loglik));
    assert_int_equal(hmm_numbers(oracle, "gamma_first10", gamma), 20);
    for (int i = 0; i < 20; i++)
        check_near(outputs.posterior[i], gamma[i], 1e-12);
    hmm_numbers(oracle, "xi_sum", moves);
    for (int i = 0; i < 4; i++)
        check_near(outputs.school_moves[i], moves[i], 1e-9);
    sample_done(&sample, &outputs);
    json_decref(oracle);
}

static void maximise_normals(const clg_expectations *sums, double schools,
                             clg_hmm *model)
{
    for (uint32_t k = 0; k < model->state_count; k++) {
        double row = 0.0;
        for (uint32_t j = 0; j < model->state_count; j++)
            row += sums->moves[k][j];
        model->initial[k] = sums->initial[k] / schools;
        for (uint32_t j = 0; j < model->state_count; j++)
            model->transition[k][j] = sums->moves[k][j] / row;
        for (uint32_t d = 0; d < model->indicator_count; d++) {
            double shift = sums->first[d][k] / sums->count[d][k];
            model->theta[d][k][0] += shift;
            model->theta[d][k][1] =
                sums->second[d][k] / sums->count[d][k] - shift * shift;
        }
    }
}

static void first_log_likelihoods_of_em_are_met(void **state)
{
    (void)state;
    json_t *oracle = hmm_oracle("o2_em.json");
    double history[200];
    clg_hmm model = o2_start(oracle);
    batch_sample sample = sample_of(o2_panel(), &model);

    hmm_numbers(oracle, "hist", history);
    for (int i = 0; i < 12; i++) {
        plain_outputs outputs = expected_of(&sample);
        check_near(outputs.sums.loglik, history[i], 1e-12 * fabs(history[i]));
        maximise_normals(&outputs.sums, sample.panel.school_count, &sample.model);
        plain_outputs_clear(&outputs);
    }
    batch_sample_clear(&sample);
    json_decref(oracle);
}

/* Among 20 schools, so that redone ones stand beside ordinary ones. */
static batch_sample twenty_schools(const clg_hmm *model, uint32_t length)
{
    batch_sample sample = sample_of(even_panel(20, length, 1), model);

    for (uint32_t s = 0; s < 20; s++)
        for (uint32_t t = 0; t < length; t++)
            clg_panel_set(&sample.panel, s, t, 0, 0.1 * s + 0.5 * t);
    return sample;
}

static void check_definition(const batch_sample *sample, double tolerance)
{
    plain_outputs actual = expected_of(sample);
    plain_outputs expected = plain_expect(sample, false);

    check_outputs(sample, &actual, &expected, tolerance);
    plain_outputs_clear(&actual);
    plain_outputs_clear(&expected);
}

/* Only state 1 can be reached; what is seen lies 50 standard deviations away from it,
 * where state 2 is. log b is added exactly, gamma is (1, 0). */
static void what_only_an_unreachable_state_explains_is_added_exactly(void **state)
{
    (void)state;
    clg_hmm model = normal_stages(2);
    batch_sample sample;
    plain_outputs outputs;
    double log_b[8], sum = 0.0;

    model.initial[0] = 1.0;
    model.initial[1] = model.transition[0][1] = 0.0;
    model.transition[0][0] = model.theta[0][0][1] = model.theta[0][1][1] = 1.0;
    model.theta[0][1][0] = 50.0;
    sample = twenty_schools(&model, 4);
    clg_panel_set(&sample.panel, 7, 2, 0, 50.0);
    outputs = expected_of(&sample);
    clg_hmm_log_densities(&model, &sample.panel, 7, log_b);
    for (int t = 0; t < 4; t++)
        sum += log_b[2 * t];
    check_near(outputs.school_loglik[7], sum, 1e-12);
    for (size_t t = 0; t < 4; t++) {
        check_near(outputs.posterior[(sample.panel.first[7] + t) * 2], 1.0, 0.0);
        check_near(outputs.posterior[(sample.panel.first[7] + t) * 2 + 1], 0.0, 0.0);
    }
    check_near(outputs.school_moves[7 * 4], 3.0, 1e-14);
    check_definition(&sample, 1e-12);
    sample_done(&sample, &outputs);
}

/* State 4 would explain two windows e^400 times better each before it can be reached,
 * so that its beta leaves the range of numbers. */
static void advantage_beyond_all_numbers_does_no_harm(void **state)
{
    (void)state;
    clg_hmm model = normal_stages(4);
    batch_sample sample;

    for (uint32_t k = 0; k < 4; k++) {
        model.initial[k] = k == 0;
        model.theta[0][k][0] = k < 3 ? 0.0 : 29.0;
        model.theta[0][k][1] = 1.0;
    }
    sample = twenty_schools(&model, 6);
    for (uint32_t t = 0; t < 6; t++)
        clg_panel_set(&sample.panel, 3, t, 0, 28.5);
    check_definition(&sample, 1e-10);
    batch_sample_clear(&sample);
}

static void school_without_data_has_log_likelihood_0(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < 24; trial++) {
        batch_sample sample =
            batch_sample_of(trial, 40, 1 + (uint32_t)(trial % 8), 2,
                            (clg_topology)(trial % CLG_TOPOLOGY_COUNT), FAST_FAMILIES);
        clg_panel *panel = &sample.panel;
        plain_outputs outputs;
        for (uint32_t s = 0; s < 40; s += 3)
            for (uint32_t t = 0; t < panel->length[s]; t++)
                for (uint32_t d = 0; d < 2; d++) {
                    size_t cell = clg_panel_cell(panel, s, t, d);
                    uint32_t lane = panel->slot[s] % CLG_LANES;
                    panel->observed[cell] &= (uint16_t) ~(1u << lane);
                    panel->values[cell * CLG_LANES + lane] = 0.0;
                }
        outputs = expected_of(&sample);
        for (uint32_t s = 0; s < 40; s += 3)
            check_near(outputs.school_loglik[s], 0.0, 0.0);
        check_definition(&sample, 1e-10);
        sample_done(&sample, &outputs);
    }
}

static void a_billion_added_changes_nothing_but_means(void **state)
{
    (void)state;
    clg_hmm model = stages_model(3, 2, CLG_TOPOLOGY_BAKIS1, 2.0, 0.8);
    batch_sample near = sample_of(drawn_panel(&model, 50, 12, 5, NULL), &model);
    batch_sample far = sample_of(even_panel(50, 12, 2), &model);
    plain_outputs a, b;

    for (uint32_t s = 0; s < 50; s++)
        for (uint32_t t = 0; t < 12; t++)
            for (uint32_t d = 0; d < 2; d++)
                clg_panel_set(&far.panel, s, t, d,
                              clg_panel_value(&near.panel, s, t, d) + 1e9);
    for (uint32_t d = 0; d < 2; d++)
        for (uint32_t k = 0; k < 3; k++)
            far.model.theta[d][k][0] += 1e9;
    a = expected_of(&near);
    b = expected_of(&far);
    check_outputs(&near, &b, &a, 1e-6);
    sample_done(&near, &a);
    sample_done(&far, &b);
}

static void a_rate_or_probability_at_its_end_is_no_harm(void **state)
{
    (void)state;
    clg_hmm model = normal_stages(3);
    batch_sample sample;
    clg_batch *batch;
    clg_expectations sums;
    clg_batch_options options = {.threads = 1};

    model.family[0] = CLG_FAMILY_POISSON;
    model.theta[0][0][0] = 0.0;
    model.theta[0][1][0] = 2.0;
    sample = sample_of(even_panel(3, 4, 1), &model);
    for (uint32_t s = 0; s < 3; s++)
        for (uint32_t t = 0; t < 4; t++)
            clg_panel_set(&sample.panel, s, t, 0, t * s);
    check_definition(&sample, 1e-12);
    sample.model.theta[0][1][0] = sample.model.theta[0][2][0] = 0.0;
    batch = batch_of(&sample);
    check_fails(clg_batch_expect(batch, &sample.model, &options, &sums, &err),
                CLG_ERROR_ARGUMENT, "school 's00001' is impossible under the model");
    clg_batch_free(batch);
    sample.model.family[0] = CLG_FAMILY_BINOMIAL;
    for (uint32_t k = 0; k < 3; k++) {
        sample.model.theta[0][k][0] = 0.5 * k; /* 0, .5, 1 */
        sample.model.initial[k] = 1.0 / 3.0;
    }
    for (uint32_t s = 0; s < 3; s++)
        for (uint32_t t = 0; t < 4; t++)
            clg_panel_set(&sample.panel, s, t, 0, t > s);
    check_definition(&sample, 1e-12);
    batch_sample_clear(&sample);
}

static void
an_impossible_school_that_does_not_count_is_told_by_its_likelihood(void **state)
{
    (void)state;
    clg_hmm model = normal_stages(2);
    double weights[] = {1.0, 0.0}, loglik[2], posterior[12];
    clg_batch_options options = {
        .threads = 1, .weights = weights, .school_loglik = loglik};
    clg_expectations sums;
    batch_sample sample;
    clg_batch *batch;

    model.family[0] = CLG_FAMILY_CATEGORICAL;
    for (uint32_t k = 0; k < 2; k++) {
        model.theta[0][k][0] = 1.0;
        model.theta[0][k][1] = 0.0;
    }
    sample = sample_of(even_panel(2, 3, 1), &model);
    for (uint32_t t = 0; t < 3; t++) {
        clg_panel_set(&sample.panel, 0, t, 0, 1.0);
        clg_panel_set(&sample.panel, 1, t, 0, t == 1 ? 2.0 : 1.0);
    }
    sample.panel.is_founded[0] = 1;
    batch = batch_of(&sample);
    options.posterior = posterior;
    check_ok(clg_batch_expect(batch, &model, &options, &sums, &err));
    check_near(sums.loglik, 0.0, 1e-15);
    check_near(loglik[0], 0.0, 1e-15);
    assert_true(loglik[1] == -INFINITY);
    for (int i = 6; i < 12; i++)
        check_near(posterior[i], 0.0, 0.0);
    check_near(sums.initial[0] + sums.initial[1], 0.0, 0.0); /* founded, or weight 0 */
    check_near(sums.occupied[0] + sums.occupied[1], 3.0, 1e-14);
    check_near(sums.count[0][0] + sums.count[0][1], 3.0, 1e-14);
    clg_batch_free(batch);
    batch_sample_clear(&sample);
}

static double worst_error(double from, double to, int count)
{
    double worst = 0.0;

    for (int i = 0; i < count; i++) {
        vector x, y;
        for (int l = 0; l < KERNEL_WIDTH; l++)
            x[l] = from + (to - from) * (i * KERNEL_WIDTH + l) / (count * KERNEL_WIDTH);
        y = exponential(x);
        for (int l = 0; l < KERNEL_WIDTH; l++) {
            double error = fabs(y[l] / exp(x[l]) - 1.0);
            worst = error > worst ? error : worst;
        }
    }
    return worst;
}

static void exponential_agrees_with_the_library(void **state)
{
    (void)state;
    const vector ends[] = {all(0.0), all(-708.5), all(-1e300), all(-INFINITY),
                           all(NAN)};

    assert_true(worst_error(-708.0, 0.0, 500000) <= 4e-16);
    assert_true(worst_error(-2.0, 0.0, 500000) <= 4e-16);
    assert_true(worst_error(-1e-8, 0.0, 1000) <= 4e-16);
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        vector y = exponential(ends[i]);
        check_near(y[0], i == 0 ? 1.0 : 0.0, 0.0);
    }
}

static void only_known_instructions_are_taken(void **state)
{
    (void)state;
    clg_hmm model = normal_stages(2);
    batch_sample sample = twenty_schools(&model, 2);
    clg_batch *batch = batch_of(&sample);

    assert_false(clg_batch_use_instructions(batch, "abacus"));
    assert_true(clg_batch_use_instructions(batch, "baseline"));
    assert_true(clg_batch_use_instructions(batch, clg_batch_instructions()));
    assert_ptr_equal(clg_batch_panel(batch), &sample.panel);
    clg_batch_free(batch);
    clg_batch_free(NULL);
    batch_sample_clear(&sample);
}

static clg_status prepare_and_expect(const batch_sample *sample, long allowed,
                                     clg_batch **batch)
{
    clg_batch_options options = {.threads = 1};
    clg_expectations sums;
    clg_error err = CLG_ERROR_INIT;
    clg_status status;

    clg_test_allocations_left = allowed;
    status = clg_batch_new(&sample->panel, &sample->model, batch, &err);
    if (status == CLG_OK)
        status = clg_batch_expect(*batch, &sample->model, &options, &sums, &err);
    clg_test_allocations_left = -1;
    assert_int_equal(status, err.code);
    return status;
}

/* One school is redone by itself. A batch whose E-step failed can be asked again. */
static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    batch_sample sample =
        batch_sample_of(9, 50, 3, 12, CLG_TOPOLOGY_BAKIS1, EVERY_FAMILY);
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    sample.model.family[0] = CLG_FAMILY_NORMAL;
    for (uint32_t t = 0; t < sample.panel.length[0]; t++)
        clg_panel_set(&sample.panel, 0, t, 0, 1e3);
    for (; status != CLG_OK; allowed++) {
        clg_batch *batch = NULL;

        status = prepare_and_expect(&sample, allowed, &batch);
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        if (batch != NULL) {
            plain_outputs outputs = batched_expect(batch, &sample, false, 2);
            plain_outputs_clear(&outputs);
        }
        clg_batch_free(batch);
    }
    assert_true(allowed > 20);
    batch_sample_clear(&sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enumeration_of_all_paths_is_met),
        cmocka_unit_test(an_outlier_of_60_in_2000_windows_is_met),
        cmocka_unit_test(first_log_likelihoods_of_em_are_met),
        cmocka_unit_test(what_only_an_unreachable_state_explains_is_added_exactly),
        cmocka_unit_test(advantage_beyond_all_numbers_does_no_harm),
        cmocka_unit_test(school_without_data_has_log_likelihood_0),
        cmocka_unit_test(a_billion_added_changes_nothing_but_means),
        cmocka_unit_test(a_rate_or_probability_at_its_end_is_no_harm),
        cmocka_unit_test(
            an_impossible_school_that_does_not_count_is_told_by_its_likelihood),
        cmocka_unit_test(exponential_agrees_with_the_library),
        cmocka_unit_test(only_known_instructions_are_taken),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
