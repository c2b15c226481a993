/* Information criteria against the reference values, and the choice of the number of
 * states. */
#include "check.h"

#include "hmm_sample.h"

#include "base/memory.h"
#include "trajectory/hmm/select.h"

#include <string.h>

static void criteria_of_the_reference_fit_are_met(void **state)
{
    (void)state;
    json_t *oracle = hmm_oracle("o2_em.json");
    clg_panel panel = o2_panel();
    clg_hmm start = o2_start(oracle);
    clg_em_options options = CLG_EM_OPTIONS_INIT;
    double aic, bic_windows, bic_schools;
    clg_em_result result;
    clg_criteria found;

    options.start = &start;
    options.exact_iterations = true;
    options.most_iterations = 200;
    result = fitted(&panel, &start, &options);
    found = clg_criteria_of(&panel, &result.model, result.loglik, NULL);
    hmm_numbers(oracle, "aic", &aic);
    hmm_numbers(oracle, "bic_windows", &bic_windows);
    hmm_numbers(oracle, "bic_schools", &bic_schools);
    assert_int_equal(found.parameters, 20);
    assert_int_equal(found.windows, 495);
    assert_int_equal(found.schools, panel.school_count);
    check_near(found.aic, aic, 1e-8);
    check_near(found.bic_windows, bic_windows, 1e-8);
    check_near(found.bic_schools, bic_schools, 1e-8);
    assert_true(isnan(found.icl));
    clg_em_result_clear(&result);
    clg_panel_clear(&panel);
    json_decref(oracle);
}

/* Two schools, three windows, one of them without data: H = log 2 + 0. */
static void windows_and_schools_without_data_do_not_count(void **state)
{
    (void)state;
    const double posterior[] = {0.5, 0.5, 1.0, 0.0, 0.3, 0.7, 0.5, 0.5};
    const uint32_t lengths[] = {3, 1};
    clg_panel panel = small_panel(2, lengths, 1);
    clg_hmm model = stages_model(2, 1, CLG_TOPOLOGY_BAKIS1, 1.0, 0.5);
    clg_criteria found;

    clg_panel_set(&panel, 0, 0, 0, 1.0);
    clg_panel_set(&panel, 0, 1, 0, 2.0);
    found = clg_criteria_of(&panel, &model, -10.0, posterior);
    assert_int_equal(found.parameters, 6);
    assert_int_equal(found.windows, 2);
    assert_int_equal(found.schools, 1);
    check_near(found.aic, 32.0, 1e-13);
    check_near(found.bic_windows, 20.0 + 6.0 * log(2.0), 1e-13);
    check_near(found.bic_schools, 20.0, 1e-13);
    check_near(found.entropy, log(2.0), 1e-15);
    check_near(found.icl, 20.0 + 8.0 * log(2.0), 1e-13);
    clg_panel_clear(&panel);
}

/* The known answer: BIC takes two states, AIC three. One school can't be held out. */
static void earthquakes_choose_two_states_by_bic(void **state)
{
    (void)state;
    const double aic[] = {785.8378563309917, 693.7574020234412, 679.0549667604082};
    const double bic[] = {788.5106851654537, 707.1215461957507, 708.4560839394892};
    clg_panel panel = earthquakes_panel();
    clg_select_options options = CLG_SELECT_OPTIONS_INIT;
    clg_selection selection;
    clg_batch *batch = NULL;
    clg_hmm shape;

    clg_hmm_init(&shape, 1, 1, CLG_TOPOLOGY_ERGODIC);
    shape.family[0] = CLG_FAMILY_POISSON;
    options.least = 1;
    options.most = 5;
    options.folds = 2;
    options.topologies = 1u << CLG_TOPOLOGY_ERGODIC;
    check_ok(clg_batch_new(&panel, &shape, &batch, &err));
    check_ok(clg_select_states(batch, &shape, &options, &selection, &err));
    assert_int_equal(selection.choice_count, 5);
    for (int i = 0; i < 3; i++) {
        check_near(selection.choices[i].criteria.aic, aic[i], 1e-5);
        check_near(selection.choices[i].criteria.bic_windows, bic[i], 1e-5);
    }
    assert_int_equal(selection.by_bic_windows, 2);
    assert_true(selection.choices[3].is_fitted);  /* 19 parameters of 107 windows */
    assert_false(selection.choices[4].is_fitted); /* 29 */
    assert_int_equal(selection.choices[4].parameters, 29);
    assert_true(isnan(selection.choices[4].held_out));
    assert_int_equal(selection.by_held_out, 0);
    assert_true(isnan(selection.choices[1].held_out));
    clg_selection_clear(&selection);
    clg_batch_free(batch);
    clg_panel_clear(&panel);
}

static void three_stages_are_found_in_data_of_three(void **state)
{
    (void)state;
    clg_hmm truth = stages_model(3, 2, CLG_TOPOLOGY_BAKIS1, 3.0, 0.85);
    clg_panel panel = drawn_panel(&truth, 60, 15, 7, NULL);
    clg_select_options options = CLG_SELECT_OPTIONS_INIT;
    clg_selection selection, again;
    clg_batch *batch = NULL;
    const clg_state_choice *three;

    lose_cells(&panel, 0.1, 1);
    options.most = 5;
    options.em.starts = 3;
    options.em.kept = 1;
    options.em.threads = 1;
    check_ok(clg_batch_new(&panel, &truth, &batch, &err));
    check_ok(clg_select_states(batch, &truth, &options, &selection, &err));
    assert_int_equal(selection.by_bic_windows, 3);
    assert_int_equal(selection.by_bic_schools, 3);
    assert_int_equal(selection.by_icl, 3);
    assert_int_equal(selection.by_one_error, 3);
    three = &selection.choices[1];
    assert_true(three->held_out > selection.choices[0].held_out);
    assert_true(three->held_out_error > 0.0);
    check_near(three->held_out, three->fit.loglik / (double)selection.windows, 0.1);
    options.em.threads = 2;
    options.most = 3;
    check_ok(clg_select_states(batch, &truth, &options, &again, &err));
    for (uint32_t i = 0; i < again.choice_count; i++)
        assert_memory_equal(selection.choices[i].fold, again.choices[i].fold,
                            sizeof again.choices[i].fold);
    clg_selection_clear(&selection);
    clg_selection_clear(&again);
    clg_batch_free(batch);
    clg_panel_clear(&panel);
}

/* By a hash, so in about equal numbers. */
static void folds_share_out_the_schools(void **state)
{
    (void)state;
    clg_panel panel = even_panel(500, 1, 1);
    uint32_t count[5] = {0};

    for (uint32_t s = 0; s < 500; s++)
        count[clg_fold_of(&panel, s, 1, 5)]++;
    for (int f = 0; f < 5; f++)
        assert_in_range(count[f], 70, 130);
    assert_int_equal(clg_fold_of(&panel, 3, 1, 5), clg_fold_of(&panel, 3, 1, 5));
    clg_panel_clear(&panel);
}

static void too_many_parameters_and_odd_ranges_are_refused(void **state)
{
    (void)state;
    clg_panel panel = even_panel(2, 10, 1);
    clg_hmm model = stages_model(2, 1, CLG_TOPOLOGY_BAKIS1, 1.0, 0.5);
    clg_select_options options = CLG_SELECT_OPTIONS_INIT;
    clg_selection selection;
    clg_batch *batch = NULL;

    observe_all(&panel);
    check_fails(clg_criteria_check(&panel, &model, &err), CLG_ERROR_ARGUMENT,
                "2 states have 6 free parameters, too many for 20 windows with data: "
                "expected less than a fifth of them");
    check_ok(clg_batch_new(&panel, &model, &batch, &err));
    options.most = 9;
    check_fails(clg_select_states(batch, &model, &options, &selection, &err),
                CLG_ERROR_ARGUMENT, "expected a range of states within 1:8, found 2:9");
    options.most = 3;
    options.folds = 1;
    check_fails(clg_select_states(batch, &model, &options, &selection, &err),
                CLG_ERROR_ARGUMENT, "expected 2 to 20 folds, found 1");
    options.folds = 5;
    check_ok(clg_select_states(batch, &model, &options, &selection, &err));
    assert_int_equal(selection.by_bic_windows, 0);
    assert_int_equal(selection.by_one_error, 0);
    clg_selection_clear(&selection);
    clg_batch_free(batch);
    clg_panel_clear(&panel);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    clg_hmm truth = stages_model(2, 1, CLG_TOPOLOGY_BAKIS1, 3.0, 0.8);
    clg_panel panel = drawn_panel(&truth, 10, 8, 2, NULL);
    clg_select_options options = CLG_SELECT_OPTIONS_INIT;
    clg_status status = CLG_ERROR_MEMORY;
    clg_batch *batch = NULL;

    options.least = 1;
    options.most = 2;
    options.folds = 2;
    options.em.threads = 1;
    options.em.starts = 2;
    options.em.kept = 1;
    options.em.most_iterations = 4;
    check_ok(clg_batch_new(&panel, &truth, &batch, &err));
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_selection selection = {0};
        clg_test_allocations_left = allowed;
        status = clg_select_states(batch, &truth, &options, &selection, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK)
            assert_int_equal(status, CLG_ERROR_MEMORY);
        clg_selection_clear(&selection);
    }
    clg_batch_free(batch);
    clg_panel_clear(&panel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(criteria_of_the_reference_fit_are_met),
        cmocka_unit_test(windows_and_schools_without_data_do_not_count),
        cmocka_unit_test(earthquakes_choose_two_states_by_bic),
        cmocka_unit_test(three_stages_are_found_in_data_of_three),
        cmocka_unit_test(folds_share_out_the_schools),
        cmocka_unit_test(too_many_parameters_and_odd_ranges_are_refused),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
