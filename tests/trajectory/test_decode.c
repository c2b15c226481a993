/* Decoding of schools by hand and at the edges: no data, impossible data, one window,
 * one state; schools with transitions of their own. */
#include "check.h"

#include "base/memory.h"
#include "random_chains.h"
#include "trajectory/hmm/decode.h"

#include <string.h>

static const double start[] = {1.0, 0.0, 0.0};
static const double on[] = {0.8, 0.2, 0.0, 0.0, 0.5, 0.5, 0.0, 0.0, 1.0};

/* Far values leave no doubt: 0 0 0 20 20 of states at 0, 20, 40. */
static void clear_cases_are_read_as_they_are(void **state)
{
    (void)state;
    const uint32_t lengths[] = {6, 6};
    const double values[] = {0.0, 0.5, -0.5, 20.0, 19.0, 20.5};
    clg_panel panel = small_panel(2, lengths, 1);
    clg_hmm model = chain_model(3, 1, CLG_TOPOLOGY_BAKIS1, start, on);
    const clg_school_stages *s;
    clg_decoded decoded;

    panel.is_founded[0] = 1;
    for (uint32_t k = 0; k < 3; k++)
        model.theta[0][k][0] = 20.0 * k;
    for (uint32_t t = 0; t < 6; t++)
        clg_panel_set(&panel, 0, t, 0, values[t]);
    check_ok(clg_decode(&panel, &model, NULL, &decoded, &err));
    s = &decoded.schools[0];
    assert_null(decoded.reached);
    assert_int_equal(s->status, CLG_SCHOOL_OK);
    assert_int_equal(s->observed_windows, 6);
    assert_int_equal(s->stage, 1);
    check_near(s->probability, 1.0, 1e-12);
    assert_int_equal(s->since, 3);
    assert_int_equal(s->run.low, 3);
    assert_int_equal(s->run.high, 3);
    assert_int_equal(s->entries[0].status, CLG_ENTRY_REACHED); /* founded there */
    assert_int_equal(s->entries[0].median, 0);
    assert_int_equal(s->entries[1].median, 3);
    assert_int_equal(s->entries[2].status, CLG_ENTRY_NOT_REACHED);
    assert_int_equal(s->entries[2].median, CLG_NO_WINDOW);
    assert_int_equal(s->departure.status, CLG_DEPARTURE_EXPECTED);
    assert_int_equal(s->departure.next, 2);
    check_near(s->departure.next_probability, 1.0, 1e-12);
    check_near(s->departure.expected, 2.0, 1e-12);
    check_near(s->departure.low, 1.0, 0.0);
    check_near(s->departure.high, 6.0, 0.0); /* 0.5^6 < 0.025 < 0.5^5 */
    check_near(decoded.expected_stage[4], 2.0, 1e-12);
    check_near(decoded.log_density[1], log(0.8) - 0.5 * log(2.0 * acos(-1.0)) - 0.125,
               1e-12);
    assert_true(isnan(s->outlier_z)); /* one school alone */
    clg_decoded_clear(&decoded);
    clg_panel_clear(&panel);
}

static void school_without_data_follows_the_model(void **state)
{
    (void)state;
    const uint32_t lengths[] = {3};
    const double expected[] = {1.0, 0.0, 0.0, 0.8, 0.2, 0.0, 0.64, 0.26, 0.1};
    clg_panel panel = small_panel(1, lengths, 1);
    clg_hmm model = chain_model(3, 1, CLG_TOPOLOGY_BAKIS1, start, on);
    clg_decoded decoded;

    check_ok(clg_decode(&panel, &model, NULL, &decoded, &err));
    assert_int_equal(decoded.schools[0].status, CLG_SCHOOL_NO_DATA);
    check_near(decoded.schools[0].loglik, 0.0, 0.0);
    assert_true(isnan(decoded.schools[0].mean_log_density));
    assert_true(isnan(decoded.log_density[0]));
    assert_int_equal(decoded.schools[0].entries[0].status, CLG_ENTRY_NO_DATA);
    for (size_t i = 0; i < 9; i++)
        check_near(decoded.gamma[i], expected[i], 1e-15);
    check_near(decoded.total_entropy, 0.0, 0.0);
    clg_decoded_clear(&decoded);
    clg_panel_clear(&panel);
}

static void school_that_the_model_rules_out_is_said_so(void **state)
{
    (void)state;
    const uint32_t lengths[] = {2, 2};
    const double one[] = {1.0};
    clg_panel panel = small_panel(2, lengths, 1);
    clg_hmm model = chain_model(1, 1, CLG_TOPOLOGY_BAKIS1, one, one);
    clg_decoded decoded;

    model.family[0] = CLG_FAMILY_POISSON;
    model.theta[0][0][0] = 0.0;
    clg_panel_set(&panel, 0, 0, 0, 3.0);
    clg_panel_set(&panel, 1, 1, 0, 0.0);
    check_ok(clg_decode(&panel, &model, NULL, &decoded, &err));
    assert_int_equal(decoded.schools[0].status, CLG_SCHOOL_IMPOSSIBLE);
    assert_true(decoded.schools[0].loglik == -INFINITY);
    assert_int_equal(decoded.schools[1].status, CLG_SCHOOL_OK);
    check_near(decoded.schools[1].loglik, 0.0, 0.0);
    for (size_t row = 0; row < 4; row++)
        check_near(decoded.gamma[row], 1.0, 0.0);
    clg_decoded_clear(&decoded);
    clg_panel_clear(&panel);
}

static void one_window_one_state_and_the_last_stage(void **state)
{
    (void)state;
    const uint32_t lengths[] = {1};
    const double one[] = {1.0}, last[] = {0.0, 0.0, 1.0};
    clg_panel panel = small_panel(1, lengths, 1);
    clg_hmm single = chain_model(1, 1, CLG_TOPOLOGY_BAKIS1, one, one);
    clg_hmm model = chain_model(3, 1, CLG_TOPOLOGY_BAKIS1, last, on);
    clg_decoded decoded;

    clg_panel_set(&panel, 0, 0, 0, 0.5);
    check_ok(clg_decode(&panel, &single, NULL, &decoded, &err));
    check_near(decoded.gamma[0], 1.0, 0.0);
    assert_int_equal(decoded.schools[0].departure.status, CLG_DEPARTURE_NONE);
    clg_decoded_clear(&decoded);
    check_ok(clg_decode(&panel, &model, NULL, &decoded, &err));
    assert_int_equal(decoded.schools[0].stage, 2);
    assert_int_equal(decoded.schools[0].since, 0);
    assert_int_equal(decoded.schools[0].entries[1].status, CLG_ENTRY_AT_START);
    assert_int_equal(decoded.schools[0].departure.status, CLG_DEPARTURE_NONE);
    assert_true(isnan(decoded.schools[0].departure.expected));
    clg_decoded_clear(&decoded);
    clg_panel_clear(&panel);
}

static void own_transitions_take_the_place_of_the_models(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(1, "own", 0, 0, 0);
    clg_panel panel = random_chain_panel(&random, 6);
    double own[6 * 9], initial[6 * 3], steps[6 * CHAIN_MOST_T * 9];
    clg_decode_options options = {.school_transition = own, .school_initial = initial};
    clg_hmm models[6], plain;
    clg_decoded decoded, alone, stepped;

    random_chain_model(&random, CLG_TOPOLOGY_ERGODIC, 3, &plain);
    for (uint32_t s = 0; s < 6; s++) {
        random_chain_model(&random, CLG_TOPOLOGY_ERGODIC, 3, &models[s]);
        memcpy(initial + s * 3, models[s].initial, 3 * sizeof *initial);
        for (size_t c = 0; c < 9; c++)
            own[s * 9 + c] = models[s].transition[c / 3][c % 3];
        for (size_t row = panel.first[s]; row < panel.first[s + 1]; row++)
            memcpy(steps + row * 9, own + s * 9, 9 * sizeof *own);
    }
    check_ok(clg_decode(&panel, &plain, &options, &decoded, &err));
    options.step_transition = steps;
    check_ok(clg_decode(&panel, &plain, &options, &stepped, &err));
    for (uint32_t s = 0; s < 6; s++) {
        size_t first = panel.first[s] * 3;
        check_ok(clg_decode(&panel, &models[s], NULL, &alone, &err));
        assert_memory_equal(decoded.gamma + first, alone.gamma + first,
                            panel.length[s] * 3 * sizeof(double));
        assert_memory_equal(stepped.gamma + first, alone.gamma + first,
                            panel.length[s] * 3 * sizeof(double));
        check_near(decoded.schools[s].departure.expected,
                   alone.schools[s].departure.expected, 0.0);
        clg_decoded_clear(&alone);
    }
    clg_decoded_clear(&decoded);
    clg_decoded_clear(&stepped);
    clg_panel_clear(&panel);
}

static void outliers_stand_out_among_schools(void **state)
{
    (void)state;
    uint32_t lengths[CHAIN_MOST_SCHOOLS] = {0};
    clg_random random = clg_random_stream(3, "outliers", 0, 0, 0);
    clg_hmm model = chain_model(3, 1, CLG_TOPOLOGY_BAKIS1, start, on);
    clg_decoded decoded;
    clg_panel panel;

    for (uint32_t s = 0; s < CHAIN_MOST_SCHOOLS; s++)
        lengths[s] = 12;
    panel = small_panel(CHAIN_MOST_SCHOOLS, lengths, 1);
    for (uint32_t s = 0; s < CHAIN_MOST_SCHOOLS; s++)
        for (uint32_t t = 0; t < 12; t++)
            clg_panel_set(&panel, s, t, 0,
                          clg_random_uniform(&random) + (s == 17 ? 9.0 : 0.0));
    check_ok(clg_decode(&panel, &model, NULL, &decoded, &err));
    for (uint32_t s = 0; s < CHAIN_MOST_SCHOOLS; s++)
        assert_true(s == 17 ? decoded.schools[s].outlier_z < -5.0
                            : fabs(decoded.schools[s].outlier_z) < 1.0);
    clg_decoded_clear(&decoded);
    clg_panel_clear(&panel);
}

static void check_same(const clg_school_stages *a, const clg_school_stages *b)
{
    check_near(a->loglik, b->loglik, 0.0);
    check_near(a->path_entropy, b->path_entropy, 0.0);
    check_near(a->probability, b->probability, 0.0);
    check_near(a->departure.next_probability, b->departure.next_probability, 0.0);
    assert_int_equal(a->status, b->status);
    assert_memory_equal(&a->outlier_z, &b->outlier_z, sizeof a->outlier_z);
    assert_memory_equal(&a->run, &b->run, sizeof a->run);
    assert_int_equal(a->entries[1].median, b->entries[1].median);
}

static void same_bits_for_any_thread_count(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(2, "threads", 0, 0, 0);
    clg_panel panel = random_chain_panel(&random, CHAIN_MOST_SCHOOLS);
    clg_decode_options options = {.threads = 1, .keeps_reached = true};
    clg_decoded alone, together;
    clg_hmm model;
    size_t cells;

    random_chain_model(&random, CLG_TOPOLOGY_RENEW, 3, &model);
    cells = clg_panel_rows(&panel) * 3;
    check_ok(clg_decode(&panel, &model, &options, &alone, &err));
    for (options.threads = 2; options.threads <= 5; options.threads++) {
        check_ok(clg_decode(&panel, &model, &options, &together, &err));
        assert_memory_equal(alone.gamma, together.gamma, cells * sizeof(double));
        assert_memory_equal(alone.reached, together.reached, cells * sizeof(double));
        assert_memory_equal(alone.stages, together.stages, cells / 3);
        for (uint32_t s = 0; s < CHAIN_MOST_SCHOOLS; s++)
            check_same(&alone.schools[s], &together.schools[s]);
        check_near(alone.total_path_entropy, together.total_path_entropy, 0.0);
        clg_decoded_clear(&together);
    }
    clg_decoded_clear(&alone);
    clg_panel_clear(&panel);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(2, "memory", 0, 0, 0);
    clg_panel panel = random_chain_panel(&random, 3);
    const clg_decode_options options = {.threads = 1, .keeps_reached = true};
    clg_status status = CLG_ERROR_MEMORY;
    clg_hmm model;

    random_chain_model(&random, CLG_TOPOLOGY_BAKIS1, 3, &model);
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_decoded decoded;
        clg_test_allocations_left = allowed;
        status = clg_decode(&panel, &model, &options, &decoded, &err);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        assert_int_equal(err.code, status);
        clg_decoded_clear(&decoded);
    }
    clg_panel_clear(&panel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clear_cases_are_read_as_they_are),
        cmocka_unit_test(school_without_data_follows_the_model),
        cmocka_unit_test(school_that_the_model_rules_out_is_said_so),
        cmocka_unit_test(one_window_one_state_and_the_last_stage),
        cmocka_unit_test(own_transitions_take_the_place_of_the_models),
        cmocka_unit_test(outliers_stand_out_among_schools),
        cmocka_unit_test(same_bits_for_any_thread_count),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
