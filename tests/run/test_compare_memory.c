/* clg_compare() on a CSV and on the results of a small simulated study, with memory
 * that ends after one allocation, two, three ...: it says so, leaves no folder, and the
 * sanitizer finds nothing lost. */
#include "check.h"
#include "study_folder.h"

#include "base/file.h"
#include "base/memory.h"
#include "collegium/compare.h"
#include "collegium/simulate.h"

#include <stdio.h>
#include <string.h>

enum { STEPS_MAX = 60 };

/* Each into a folder of its own. */
static clg_status compare(const char *panel, const char *events, const char *rebase,
                          long number, clg_error *err)
{
    char name[32];
    const clg_compare_options options = {
        .jobs = 1, .events = events, .rebase = rebase, .draws = "2", .bootstrap = "2"};
    clg_summary *summary = NULL;
    clg_status status;

    snprintf(name, sizeof name, "out%ld", number);
    status = clg_compare(panel, in_folder(name), &options, &summary, err);
    assert_int_equal(clg_path_exists(in_folder(name)), status == CLG_OK);
    assert_int_equal(summary != NULL, status == CLG_OK);
    clg_summary_free(summary);
    return status;
}

/* Allocations that a comparison needs; all numbers below it, or some, are tried. */
static void exhaust(const char *panel, const char *events, const char *rebase)
{
    long many = 10000000, needed, step;

    clg_test_allocations_left = many;
    check_ok(compare(panel, events, rebase, many, &err));
    needed = many - clg_test_allocations_left;
    clg_test_allocations_left = -1;
    step = needed / STEPS_MAX + 1;
    for (long allowed = 0; allowed < needed; allowed += step) {
        clg_error err = CLG_ERROR_INIT;
        clg_status status;

        clg_test_allocations_left = allowed;
        status = compare(panel, events, rebase, allowed, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK)
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
    }
}

static void memory_ends_with_a_table_of_estimates(void **state)
{
    (void)state;
    char panel[256], events[256], rebase[256];

    put("p.csv", "school,n,measure,window,successes,trials\n"
                 "a,9,x,2024-01-01,1,5\na,9,x,2024-02-01,2,5\n"
                 "b,8,x,2024-01-01,3,5\nb,8,x,2024-02-01,4,9\n"
                 "b,8,y,2024-02-01,4,9\n");
    put("e.csv", "school,time,label\na,2024-02-01,change\n");
    put("r.csv", "school,window,measure\nb,2024-02-01,x\na,2024-02-01,x\n");
    snprintf(rebase, sizeof rebase, "%s", in_folder("r.csv"));
    snprintf(panel, sizeof panel, "%s", in_folder("p.csv"));
    snprintf(events, sizeof events, "%s", in_folder("e.csv"));
    exhaust(panel, events, rebase);
}

/* A step of a cycle, and a change in two schools, beside what is simulated. */
static void add_history(const char *study)
{
    char path[300];
    FILE *file;

    snprintf(path, sizeof path, "%s/events.csv", study);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs("school,time,label\ns00001,2024-09-20,coach\ns00002,2024-10-01,coach\n"
          "s00001,2024-09-10,plan\ns00001,2024-09-20,act\n"
          "s00001,2024-10-20,circle: plan\n",
          file);
    fclose(file);
}

static void memory_ends_with_the_results_of_a_run(void **state)
{
    (void)state;
    clg_simulate_options made = CLG_SIMULATE_OPTIONS_INIT;
    clg_run_options options = {.jobs = 1, .choices = {.resample = "5"}};
    clg_summary *summary = NULL;
    char study[256], results[256];

    snprintf(study, sizeof study, "%s", in_folder("study"));
    snprintf(results, sizeof results, "%s", in_folder("results"));
    made.folder = study;
    made.schools = 6;
    made.months = 3;
    made.people = 8;
    check_ok(clg_simulate(&made, NULL, &err));
    add_history(study);
    check_ok(clg_run(study, results, &options, &summary, &err));
    clg_summary_free(summary);
    strcat(results, "/results.h5");
    exhaust(results, NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(memory_ends_with_a_table_of_estimates,
                                        new_folder, remove_folder),
        cmocka_unit_test_setup_teardown(memory_ends_with_the_results_of_a_run,
                                        new_folder, remove_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
