/* All measures, nulls, intervals, levels, roles, groups and circles of a small
 * simulated school, with memory that ends after one allocation, two, three ... : the
 * school fails or all of it is there, and the sanitizer finds nothing lost. The same of
 * the comparison. */
#include "check.h"

#include "base/memory.h"
#include "collegium/simulate.h"
#include "ingest/ingest.h"
#include "run/results.h"
#include "run/run_comparison.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_MAX = 400 };

static char folder[] = "/tmp/collegium-memory-XXXXXX";
static char path[64];
static clg_study *study;
static clg_windows windows;

static int read_study(void **state)
{
    (void)state;
    clg_simulate_options made = CLG_SIMULATE_OPTIONS_INIT;
    clg_ingest_options options = {.threads = 1, .tolerate = true};
    clg_overrides wanted = {.measures = "all",
                            .resample = "2,2",
                            .interval = "90%",
                            .strata = "role,seniority"};
    clg_error failure = CLG_ERROR_INIT;

    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(path, sizeof path, "%s/study", folder);
    made.folder = path;
    made.schools = 1;
    made.months = 3;
    made.people = 8;
    study = clg_study_new(&failure);
    return clg_simulate(&made, NULL, &failure) != CLG_OK || study == NULL ||
           clg_settings_read(path, &wanted, &study->settings, &failure) != CLG_OK ||
           clg_ingest(study, &options, &failure) != CLG_OK ||
           clg_windows_new(study, &windows, &failure) != CLG_OK;
}

static int forget_study(void **state)
{
    (void)state;
    char command[128];

    clg_windows_clear(&windows);
    clg_study_free(study);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

/* Allocations that were made of the allowed ones; *failed: the school was given up. */
static long measure_with(long allowed, clg_status *status, bool *failed)
{
    clg_results results = {0};
    clg_monitor monitor = {0};
    clg_error failure = CLG_ERROR_INIT;
    long left;

    clg_test_allocations_left = allowed;
    *status = clg_results_init(&results, study, &windows, &failure);
    if (*status == CLG_OK)
        *status = clg_results_measure(&results, 1, &monitor, &failure);
    left = clg_test_allocations_left;
    clg_test_allocations_left = -1;
    *failed = *status == CLG_OK && clg_outcomes_failed(&results.outcomes) > 0;
    clg_results_clear(&results);
    return allowed - left;
}

static void exhausted_memory_fails_the_school_and_loses_nothing(void **state)
{
    (void)state;
    clg_status status;
    bool failed;
    long needed = measure_with(10000000, &status, &failed), step;

    assert_int_equal(status, CLG_OK);
    assert_false(failed);
    assert_true(needed > 500);
    step = needed / STEPS_MAX + 1;
    for (long allowed = 0; allowed < needed; allowed += step) {
        measure_with(allowed, &status, &failed);
        assert_true(status == CLG_ERROR_MEMORY || (status == CLG_OK && failed));
    }
}

/* Of results that are there; the study has events, so that effects are found too. */
static void exhausted_memory_ends_the_comparison_and_loses_nothing(void **state)
{
    (void)state;
    enum { STEPS = 60 };
    clg_results results = {0};
    clg_monitor monitor = {0};
    clg_run_comparison comparison;
    clg_error failure = CLG_ERROR_INIT;
    long needed = 10000000;

    check_ok(clg_results_init(&results, study, &windows, &failure));
    check_ok(clg_results_measure(&results, 1, &monitor, &failure));
    clg_test_allocations_left = needed;
    check_ok(clg_run_comparison_make(&results, 1, &monitor, &comparison, &failure));
    needed -= clg_test_allocations_left;
    clg_test_allocations_left = -1;
    assert_true(comparison.is_made);
    clg_run_comparison_clear(&comparison);
    for (long allowed = 0; allowed < needed; allowed += needed / STEPS + 1) {
        clg_status status;

        clg_test_allocations_left = allowed;
        status = clg_run_comparison_make(&results, 1, &monitor, &comparison, &failure);
        clg_test_allocations_left = -1;
        assert_int_equal(status, CLG_ERROR_MEMORY);
        assert_false(comparison.is_made);
        clg_run_comparison_clear(&comparison);
    }
    clg_results_clear(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exhausted_memory_fails_the_school_and_loses_nothing),
        cmocka_unit_test(exhausted_memory_ends_the_comparison_and_loses_nothing),
    };

    return cmocka_run_group_tests(tests, read_study, forget_study);
}
