/* Fits that are interrupted and taken up again end with the same bits; checkpoints of
 * something else are refused. */
#include "check.h"

#include "hmm_sample.h"

#include "base/file.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/collegium-checkpoint-XXXXXX";
static char path[64];

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(path, sizeof path, "%s/fit", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

/* Asks to stop at the given check, and notes whether a checkpoint was there before. */
typedef struct stopper {
    int checks, stop_at;
    bool saw_file;
} stopper;

static bool stop_now(void *payload)
{
    stopper *self = payload;

    self->saw_file = self->saw_file || clg_path_exists(path);
    return ++self->checks == self->stop_at;
}

typedef struct setting {
    clg_hmm shape;
    clg_panel panel;
    clg_batch *batch;
    clg_em_options options;
    stopper stop;
    clg_monitor monitor;
} setting;

static void set_up(setting *set)
{
    *set = (setting){.options = CLG_EM_OPTIONS_INIT};
    set->shape = stages_model(3, 2, CLG_TOPOLOGY_BAKIS1, 1.2, 0.8);
    set->panel = drawn_panel(&set->shape, 12, 12, 3, NULL);
    set->monitor = (clg_monitor){.is_cancelled = stop_now, .payload = &set->stop};
    set->options.threads = 1;
    set->options.starts = 4;
    set->options.kept = 2;
    set->options.short_iterations = 5;
    set->options.most_iterations = 60;
    set->options.monitor = &set->monitor;
    check_ok(clg_batch_new(&set->panel, &set->shape, &set->batch, &err));
}

static void tear_down(setting *set)
{
    clg_batch_free(set->batch);
    clg_panel_clear(&set->panel);
}

static clg_status fit(setting *set, int stop_at, clg_em_result *result, clg_error *err)
{
    set->stop.checks = 0;
    set->stop.stop_at = stop_at;
    return clg_em_fit(set->batch, &set->shape, &set->options, result, err);
}

static void check_same(const clg_em_result *a, const clg_em_result *b)
{
    assert_memory_equal(&a->model, &b->model, sizeof a->model);
    assert_memory_equal(&a->expectations, &b->expectations, sizeof a->expectations);
    assert_int_equal(a->history_count, b->history_count);
    assert_memory_equal(a->history, b->history, a->history_count * sizeof *a->history);
    assert_int_equal(a->evaluations, b->evaluations);
    assert_int_equal(a->flags, b->flags);
    assert_int_equal(a->reached_best, b->reached_best);
    for (uint32_t i = 0; i < a->start_count; i++) {
        assert_string_equal(a->starts[i].kind, b->starts[i].kind);
        assert_int_equal(a->starts[i].evaluations, b->starts[i].evaluations);
        assert_memory_equal(&a->starts[i].objective, &b->starts[i].objective,
                            sizeof(double));
    }
}

/* Wherever it is stopped: in a start, between starts, in a leap of SQUAREM. */
static void fit_stopped_anywhere_ends_with_the_same_bits(void **state)
{
    (void)state;
    setting set;
    clg_em_result whole, resumed;
    int checks;

    set_up(&set);
    check_ok(fit(&set, 0, &whole, &err));
    checks = set.stop.checks;
    assert_true(checks > 50); /* so that it was saved on the way, too */
    set.options.checkpoint = path;
    for (int stop_at = 1; stop_at <= checks; stop_at++) {
        check_fails(fit(&set, stop_at, &resumed, &err), CLG_ERROR_INTERRUPTED,
                    "interrupted");
        assert_true(clg_path_exists(path));
        check_ok(fit(&set, 0, &resumed, &err));
        assert_false(clg_path_exists(path));
        check_same(&whole, &resumed);
        clg_em_result_clear(&resumed);
    }
    clg_em_result_clear(&whole);
    tear_down(&set);
}

static void fit_stopped_again_and_again_ends_with_the_same_bits(void **state)
{
    (void)state;
    setting set;
    clg_em_result whole, resumed;
    int stops = 0;

    set_up(&set);
    check_ok(fit(&set, 0, &whole, &err));
    set.options.checkpoint = path;
    while (fit(&set, 7, &resumed, NULL) == CLG_ERROR_INTERRUPTED)
        stops++;
    assert_true(stops > 5);
    check_same(&whole, &resumed);
    clg_em_result_clear(&resumed);
    clg_em_result_clear(&whole);
    tear_down(&set);
}

static void parity_run_is_taken_up_too(void **state)
{
    (void)state;
    setting set;
    clg_em_result whole, resumed;

    set_up(&set);
    set.options.start = &set.shape;
    set.options.exact_iterations = true;
    check_ok(fit(&set, 0, &whole, &err));
    assert_int_equal(whole.history_count, 60);
    set.options.checkpoint = path;
    check_fails(fit(&set, 7, &resumed, &err), CLG_ERROR_INTERRUPTED, "interrupted");
    check_ok(fit(&set, 0, &resumed, &err));
    check_same(&whole, &resumed);
    assert_true(set.stop.saw_file);
    clg_em_result_clear(&resumed);
    clg_em_result_clear(&whole);
    tear_down(&set);
}

static void checkpoint_is_written_every_fifty_steps(void **state)
{
    (void)state;
    setting set;
    clg_em_result result;

    set_up(&set);
    set.options.checkpoint = path;
    check_ok(fit(&set, 0, &result, &err));
    assert_true(set.stop.saw_file);
    clg_em_result_clear(&result);
    tear_down(&set);
}

static void checkpoint_of_other_data_or_options_is_refused(void **state)
{
    (void)state;
    setting set;
    clg_em_result result;
    double value;

    set_up(&set);
    set.options.checkpoint = path;
    check_fails(fit(&set, 9, &result, &err), CLG_ERROR_INTERRUPTED, "interrupted");
    set.options.seed = 2;
    check_fails(fit(&set, 0, &result, &err), CLG_ERROR_SCHEMA,
                "a checkpoint of a fit with other data or options");
    set.options.seed = 1;
    value = clg_panel_value(&set.panel, 3, 2, 1);
    clg_panel_set(&set.panel, 3, 2, 1, value + 1e-9);
    check_fails(fit(&set, 0, &result, &err), CLG_ERROR_SCHEMA,
                "a checkpoint of a fit with other data or options");
    clg_panel_set(&set.panel, 3, 2, 1, value);
    assert_int_equal(truncate(path, 5000), 0);
    check_fails(fit(&set, 0, &result, &err), CLG_ERROR_SCHEMA,
                "not a whole checkpoint of a fit");
    assert_int_equal(truncate(path, 0), 0);
    check_fails(fit(&set, 0, &result, &err), CLG_ERROR_SCHEMA,
                "not a whole checkpoint of a fit");
    unlink(path);
    tear_down(&set);
}

static void place_that_cannot_be_written_is_reported(void **state)
{
    (void)state;
    setting set;
    clg_em_result result;
    clg_error err = CLG_ERROR_INIT;

    set_up(&set);
    set.options.checkpoint = "/nowhere/at/all";
    assert_int_equal(fit(&set, 3, &result, &err), CLG_ERROR_IO);
    tear_down(&set);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    setting set;
    clg_status status = CLG_ERROR_MEMORY;

    set_up(&set);
    set.options.checkpoint = path;
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_em_result result;
        unlink(path);
        assert_int_equal(fit(&set, 40, &result, NULL), CLG_ERROR_INTERRUPTED);
        clg_test_allocations_left = allowed;
        status = fit(&set, 60, &result, &err);
        if (status == CLG_ERROR_INTERRUPTED)
            status = fit(&set, 0, &result, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK)
            assert_int_equal(status, CLG_ERROR_MEMORY);
        clg_em_result_clear(&result);
    }
    tear_down(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fit_stopped_anywhere_ends_with_the_same_bits),
        cmocka_unit_test(fit_stopped_again_and_again_ends_with_the_same_bits),
        cmocka_unit_test(parity_run_is_taken_up_too),
        cmocka_unit_test(checkpoint_is_written_every_fifty_steps),
        cmocka_unit_test(checkpoint_of_other_data_or_options_is_refused),
        cmocka_unit_test(place_that_cannot_be_written_is_reported),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
