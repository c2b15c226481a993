/* Bootstraps and the sandwich: formulas of simple cases, derivatives against
 * differences, agreement with one another. */
#include "check.h"

#include "hmm_sample.h"

#include "base/memory.h"
#include "trajectory/hmm/sandwich_part.h"
#include "trajectory/hmm/simulate_panel.h"
#include "trajectory/hmm/uncertainty.h"

#include <string.h>

static clg_batch *batch_of(const clg_panel *panel, const clg_hmm *model)
{
    clg_batch *batch = NULL;

    check_ok(clg_batch_new(panel, model, &batch, &err));
    return batch;
}

/* One state: the mean of windows that go together by school. Its error is the root of
 * S / (S - 1) times the sum over schools of squared sums of residuals, over n; that of
 * the variance the same of (x - m)^2 - v. */
static void error_of_a_mean_is_that_of_clusters(void **state)
{
    (void)state;
    enum { SCHOOLS = 20, LENGTH = 5 };
    clg_panel panel = even_panel(SCHOOLS, LENGTH, 1);
    clg_random random = clg_random_stream(1, "clusters", 0, 0, 0);
    clg_priors priors = {0};
    double mean_sum = 0.0, variance_sum = 0.0, n = SCHOOLS * LENGTH, m, v;
    clg_uncertainty found;
    clg_em_result fit;
    clg_batch *batch;
    clg_hmm shape;

    clg_hmm_init(&shape, 1, 1, CLG_TOPOLOGY_BAKIS1);
    for (uint32_t s = 0; s < SCHOOLS; s++) {
        double level = draw_normal(&random, 10.0, 4.0);
        for (uint32_t t = 0; t < LENGTH; t++)
            clg_panel_set(&panel, s, t, 0, draw_normal(&random, level, 1.0));
    }
    fit = fitted(&panel, &shape, NULL);
    m = fit.model.theta[0][0][0];
    v = fit.model.theta[0][0][1];
    for (uint32_t s = 0; s < SCHOOLS; s++) {
        double off = 0.0, square = 0.0;
        for (uint32_t t = 0; t < LENGTH; t++) {
            double r = clg_panel_value(&panel, s, t, 0) - m;
            off += r;
            square += r * r - v;
        }
        mean_sum += off * off;
        variance_sum += square * square;
    }
    batch = batch_of(&panel, &shape);
    check_ok(clg_sandwich(batch, &fit.model, &priors, 0.95, 1, &found, &err));
    check_near(found.error.theta[0][0][0],
               sqrt(mean_sum * SCHOOLS / (SCHOOLS - 1.0)) / n, 1e-7);
    check_near(found.error.theta[0][0][1],
               sqrt(variance_sum * SCHOOLS / (SCHOOLS - 1.0)) / n, 1e-6);
    check_near(found.high.theta[0][0][0],
               m + 1.959963984540054 * found.error.theta[0][0][0], 1e-9);
    check_near(found.low.theta[0][0][1] * found.high.theta[0][0][1], v * v, 1e-9);
    assert_true(found.error.transition[0][0] == 0.0);
    assert_true(found.low.transition[0][0] == 1.0);
    clg_batch_free(batch);
    clg_em_result_clear(&fit);
    clg_panel_clear(&panel);
}

enum { FAMILIES = CLG_FAMILY_COUNT };

static const double thetas[FAMILIES][2][3] = {
    [CLG_FAMILY_NORMAL] = {{1.0, 4.0}, {3.0, 2.0}},
    [CLG_FAMILY_POISSON] = {{0.7}, {1.5}},
    [CLG_FAMILY_NEGBIN] = {{2.0, 1.5}, {3.0, 4.0}},
    [CLG_FAMILY_GAMMA] = {{3.0, 0.8}, {1.0, 2.0}},
    [CLG_FAMILY_BINOMIAL] = {{0.3}, {0.6}},
    [CLG_FAMILY_BETABINOMIAL] = {{2.0, 5.0}, {3.0, 1.0}},
    [CLG_FAMILY_CATEGORICAL] = {{0.2, 0.5, 0.3}, {0.6, 0.1, 0.3}},
    [CLG_FAMILY_HURDLE_POISSON] = {{1.5, 0.4}, {3.0, 0.1}},
    [CLG_FAMILY_HURDLE_NEGBIN] = {{2.0, 3.0, 0.4}, {4.0, 1.0, 0.2}},
    [CLG_FAMILY_HURDLE_GAMMA] = {{2.0, 3.0, 0.4}, {1.0, 1.0, 0.2}}};

/* Two states of every family, with starts, moves, exposures, holes and a founded
 * school: the gradient is the difference of log-likelihoods and log priors. */
static void gradient_is_the_difference_of_likelihoods(void **state)
{
    (void)state;
    clg_hmm model = stages_model(2, FAMILIES, CLG_TOPOLOGY_ERGODIC, 1.0, 0.7);
    clg_panel pattern = even_panel(20, 6, FAMILIES), panel;
    double *exposure = small_panel_extra(&pattern, "e");
    clg_priors priors = {.initial = 0.5,
                         .transition = 0.3,
                         .variance_count = 2.0,
                         .global_variance = {5.0}};
    clg_batch_options options = {0};
    clg_score_work work = {.priors = &priors, .threads = 1};
    double gradient[CLG_MOST_COORDINATES];

    memset(model.theta, 0, sizeof model.theta);
    for (int d = 0; d < FAMILIES; d++) {
        model.family[d] = (clg_family)d;
        model.exposure[d] = clg_family_has_exposure((clg_family)d) ? 0 : -1;
        for (int k = 0; k < 2; k++)
            memcpy(model.theta[d][k], thetas[d][k], sizeof thetas[d][k]);
    }
    for (size_t row = 0; row < 120; row++)
        exposure[row] = row % 11 == 0 ? NAN : 3.0 + (double)(row % 4);
    observe_all(&pattern);
    lose_cells(&pattern, 0.2, 1);
    pattern.is_founded[3] = 1;
    check_ok(clg_hmm_simulate(&model, &pattern, 1, 0, &panel, NULL, &err));
    work.batch = batch_of(&panel, &model);
    work.posterior = clg_array_new(120 * 2, sizeof(double), NULL);
    work.moves = clg_array_new(20 * 4, sizeof(double), NULL);
    clg_list_coordinates(&work, &model, 0);
    assert_int_equal(work.count, 1 + 2 + 2 * (2 + 1 + 2 + 2 + 1 + 2 + 2 + 2 + 3 + 3));
    check_ok(clg_gradient(&work, &model, gradient, NULL, &err));
    for (uint32_t p = 0; p < work.count; p++) {
        double value[2];
        for (int side = 0; side < 2; side++) {
            clg_hmm moved = model;
            clg_expectations found;
            clg_shift_coordinate(&work.list[p], side ? 1e-4 : -1e-4, &moved);
            check_ok(clg_batch_expect(work.batch, &moved, &options, &found, &err));
            value[side] = found.loglik + clg_em_log_prior(&moved, &priors);
        }
        check_near(gradient[p], (value[1] - value[0]) / 2e-4,
                   2e-6 * (1.0 + fabs(gradient[p])));
    }
    clg_free(work.posterior);
    clg_free(work.moves);
    clg_batch_free(work.batch);
    clg_panel_clear(&panel);
    clg_panel_clear(&pattern);
}

static void check_alike(const clg_hmm *model, const clg_uncertainty *a,
                        const clg_uncertainty *b, double ratio)
{
    for (uint32_t k = 0; k < model->state_count; k++)
        for (int i = 0; i < 2; i++) {
            double x = a->error.theta[0][k][i], y = b->error.theta[0][k][i];
            assert_true(x < ratio * y && y < ratio * x);
            assert_true(a->low.theta[0][k][i] < model->theta[0][k][i]);
            assert_true(a->high.theta[0][k][i] > model->theta[0][k][i]);
        }
    assert_true(a->error.transition[0][1] < ratio * b->error.transition[0][1]);
    assert_true(b->error.transition[0][1] < ratio * a->error.transition[0][1]);
}

static void bootstraps_and_sandwich_agree_where_the_model_is_right(void **state)
{
    (void)state;
    clg_hmm truth = stages_model(3, 2, CLG_TOPOLOGY_BAKIS1, 2.5, 0.85);
    clg_panel panel = drawn_panel(&truth, 60, 20, 5, NULL);
    clg_bootstrap_options options = CLG_BOOTSTRAP_OPTIONS_INIT;
    clg_uncertainty schools, again, simulated, sandwich;
    clg_batch *batch = batch_of(&panel, &truth);
    clg_em_options em = CLG_EM_OPTIONS_INIT;
    clg_em_result fit;

    em.start = &truth;
    fit = fitted(&panel, &truth, &em);
    options.threads = 1;
    options.replicates = 100;
    check_ok(clg_bootstrap_schools(batch, &fit.model, &options, &schools, &err));
    check_ok(clg_bootstrap_simulated(&panel, &fit.model, &options, &simulated, &err));
    check_ok(
        clg_sandwich(batch, &fit.model, &options.priors, 0.95, 1, &sandwich, &err));
    assert_int_equal(schools.used, 100);
    assert_false(sandwich.is_singular);
    check_alike(&fit.model, &schools, &sandwich, 1.5);
    check_alike(&fit.model, &simulated, &sandwich, 1.5);
    assert_true(schools.error.transition[2][2] == 0.0);
    assert_true(schools.high.transition[0][2] == 0.0);
    options.threads = 2;
    check_ok(clg_bootstrap_schools(batch, &fit.model, &options, &again, &err));
    assert_memory_equal(&schools.error, &again.error, sizeof schools.error);
    assert_memory_equal(&schools.low, &again.low, sizeof schools.low);
    clg_em_result_clear(&fit);
    clg_batch_free(batch);
    clg_panel_clear(&panel);
}

/* A share's error from the sandwich is the delta method's; for a chain that is seen, it
 * is that of a ratio of sums over schools. */
static void error_of_a_transition_is_that_of_a_ratio(void **state)
{
    (void)state;
    enum { SCHOOLS = 60 };
    clg_hmm truth = stages_model(2, 1, CLG_TOPOLOGY_ERGODIC, 1000.0, 0.8);
    uint8_t *states = NULL;
    clg_panel panel = drawn_panel(&truth, SCHOOLS, 15, 3, &states);
    clg_em_result fit = fitted(&panel, &truth, NULL);
    uint32_t first = fit.model.theta[0][0][0] < 500.0 ? 0 : 1;
    clg_batch *batch = batch_of(&panel, &truth);
    double moved = 0.0, stayed = 0.0, squares = 0.0;
    clg_priors priors = {0};
    clg_uncertainty found;

    for (int pass = 0; pass < 2; pass++)
        for (uint32_t s = 0; s < SCHOOLS; s++) {
            double out = 0.0, in = 0.0, share = moved / (moved + stayed);
            for (size_t row = panel.first[s]; row + 1 < panel.first[s + 1]; row++) {
                out += states[row] == 0 && states[row + 1] == 1;
                in += states[row] == 0 && states[row + 1] == 0;
            }
            if (pass == 1)
                squares += pow(out - (out + in) * share, 2.0);
            moved += pass == 0 ? out : 0.0;
            stayed += pass == 0 ? in : 0.0;
        }
    check_ok(clg_sandwich(batch, &fit.model, &priors, 0.9, 1, &found, &err));
    check_near(fit.model.transition[first][1 - first], moved / (moved + stayed), 1e-9);
    check_near(found.error.transition[first][1 - first],
               sqrt(squares * SCHOOLS / (SCHOOLS - 1.0)) / (moved + stayed), 1e-7);
    check_near(found.error.transition[first][first],
               found.error.transition[first][1 - first], 1e-12);
    clg_free(states);
    clg_batch_free(batch);
    clg_em_result_clear(&fit);
    clg_panel_clear(&panel);
}

static double total_of(const clg_hmm *model, const clg_hmm *other,
                       const uint32_t *permutation)
{
    double sum = 0.0;

    for (uint32_t k = 0; k < model->state_count; k++)
        sum += clg_emission_distance(CLG_FAMILY_NORMAL, model->theta[0][k],
                                     other->theta[0][permutation[k]], 1.0);
    return sum;
}

/* Against all 24 permutations of four states. */
static void states_are_matched_by_the_cheapest_permutation(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(4, "match", 0, 0, 0);

    for (int trial = 0; trial < 50; trial++) {
        clg_hmm model = stages_model(4, 1, CLG_TOPOLOGY_ERGODIC, 1.0, 0.5);
        clg_hmm other = model;
        uint32_t found[8], tried[4];
        double least = INFINITY;
        for (int k = 0; k < 4; k++) {
            model.theta[0][k][0] = draw_normal(&random, 0.0, 2.0);
            other.theta[0][k][0] = draw_normal(&random, 0.0, 2.0);
        }
        for (tried[0] = 0; tried[0] < 4; tried[0]++)
            for (tried[1] = 0; tried[1] < 4; tried[1]++)
                for (tried[2] = 0; tried[2] < 4; tried[2]++) {
                    if (tried[0] == tried[1] || tried[0] == tried[2] ||
                        tried[1] == tried[2])
                        continue;
                    tried[3] = 6 - tried[0] - tried[1] - tried[2];
                    least = fmin(least, total_of(&model, &other, tried));
                }
        clg_match_states(&model, &other, found);
        check_near(total_of(&model, &other, found), least, 1e-12);
    }
}

static void empty_and_impossible_places_are_not_known(void **state)
{
    (void)state;
    clg_hmm start = stages_model(3, 1, CLG_TOPOLOGY_BAKIS1, 50.0, 0.9);
    clg_panel panel = even_panel(4, 6, 1);
    clg_em_options options = CLG_EM_OPTIONS_INIT;
    clg_uncertainty found;
    clg_em_result fit;
    clg_batch *batch;

    for (uint32_t i = 0; i < 24; i++)
        clg_panel_set(&panel, i / 6, i % 6, 0, (i * 7) % 5);
    options.start = &start;
    fit = fitted(&panel, &start, &options);
    batch = batch_of(&panel, &start);
    check_ok(clg_sandwich(batch, &fit.model, &options.priors, 0.95, 1, &found, &err));
    assert_true(isfinite(found.error.theta[0][0][0]));
    assert_true(isnan(found.error.theta[0][2][0]));
    assert_true(isnan(found.error.transition[0][1]));
    clg_batch_free(batch);
    clg_em_result_clear(&fit);
    clg_panel_clear(&panel);
}

static void odd_wishes_are_refused(void **state)
{
    (void)state;
    clg_hmm model = stages_model(2, 1, CLG_TOPOLOGY_BAKIS1, 3.0, 0.8);
    clg_panel one = even_panel(1, 4, 1);
    clg_bootstrap_options options = CLG_BOOTSTRAP_OPTIONS_INIT;
    clg_batch *batch = batch_of(&one, &model);
    clg_uncertainty found;

    check_fails(clg_sandwich(batch, &model, &options.priors, 0.95, 1, &found, &err),
                CLG_ERROR_ARGUMENT, "one school says nothing about how schools differ");
    options.replicates = 1;
    check_fails(clg_bootstrap_schools(batch, &model, &options, &found, &err),
                CLG_ERROR_ARGUMENT, "expected at least 2 replicates, found 1");
    options.replicates = 10;
    options.level = 1.0;
    check_fails(clg_bootstrap_simulated(&one, &model, &options, &found, &err),
                CLG_ERROR_ARGUMENT, "expected a level between 0 and 1, found 1");
    clg_batch_free(batch);
    clg_panel_clear(&one);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    clg_hmm truth = stages_model(2, 1, CLG_TOPOLOGY_BAKIS1, 3.0, 0.8);
    clg_panel panel = drawn_panel(&truth, 6, 6, 2, NULL);
    clg_bootstrap_options options = CLG_BOOTSTRAP_OPTIONS_INIT;
    clg_status status = CLG_ERROR_MEMORY;
    clg_batch *batch = batch_of(&panel, &truth);

    options.threads = 1;
    options.replicates = 2;
    options.steps = 2;
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_uncertainty found;
        clg_test_allocations_left = allowed;
        status = clg_bootstrap_schools(batch, &truth, &options, &found, &err);
        if (status == CLG_OK)
            status = clg_bootstrap_simulated(&panel, &truth, &options, &found, &err);
        if (status == CLG_OK)
            status =
                clg_sandwich(batch, &truth, &options.priors, 0.95, 1, &found, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK)
            assert_int_equal(status, CLG_ERROR_MEMORY);
    }
    clg_batch_free(batch);
    clg_panel_clear(&panel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(error_of_a_mean_is_that_of_clusters),
        cmocka_unit_test(gradient_is_the_difference_of_likelihoods),
        cmocka_unit_test(bootstraps_and_sandwich_agree_where_the_model_is_right),
        cmocka_unit_test(error_of_a_transition_is_that_of_a_ratio),
        cmocka_unit_test(states_are_matched_by_the_cheapest_permutation),
        cmocka_unit_test(empty_and_impossible_places_are_not_known),
        cmocka_unit_test(odd_wishes_are_refused),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
