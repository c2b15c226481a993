/* clg_simulate refuses options, protects folders, stops when asked, and leaves
 * nothing behind when the disk is full or memory runs out. */
#include "check.h"

#include "collegium/simulate.h"

#include "base/memory.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static char root[] = "/tmp/collegium-refusals-XXXXXX";

static const char *path_of(const char *folder, const char *name)
{
    static char path[512];

    snprintf(path, sizeof path, "%s/%s%s%s", root, folder, name[0] ? "/" : "", name);
    return path;
}

static clg_simulate_options small(const char *folder)
{
    static char path[512];
    clg_simulate_options options = CLG_SIMULATE_OPTIONS_INIT;

    snprintf(path, sizeof path, "%s", path_of(folder, ""));
    options.folder = path;
    options.schools = 2;
    options.months = 3;
    options.people = 8;
    return options;
}

static void options_out_of_range_are_refused(void **state)
{
    (void)state;
    clg_simulate_options options = small("refused");

    options.schools = 0;
    check_fails(clg_simulate(&options, NULL, &err), CLG_ERROR_ARGUMENT,
                "--schools: expected 1 to 100000, found 0");
    options.schools = 100001;
    check_fails(clg_simulate(&options, NULL, &err), CLG_ERROR_ARGUMENT,
                "--schools: expected 1 to 100000, found 100001");
    options.schools = 1;
    options.months = 601;
    check_fails(clg_simulate(&options, NULL, &err), CLG_ERROR_ARGUMENT,
                "--months: expected 1 to 600, found 601");
    options.months = 1;
    options.people = 2;
    check_fails(clg_simulate(&options, NULL, &err), CLG_ERROR_ARGUMENT,
                "--people: expected 3 to 2000, found 2");
    options.people = 3;
    options.first_month = 13;
    check_fails(clg_simulate(&options, NULL, &err), CLG_ERROR_ARGUMENT,
                "first month: expected 1 to 12, found 13");
    options.folder = NULL;
    check_fails(clg_simulate(&options, NULL, &err), CLG_ERROR_ARGUMENT,
                "expected a folder to write to");
    assert_int_equal(access(path_of("refused", ""), F_OK), -1);
}

static void only_our_own_folder_is_replaced(void **state)
{
    (void)state;
    clg_simulate_options options = small("kept");

    check_ok(clg_simulate(&options, NULL, &err));
    check_fails(clg_simulate(&options, NULL, &err), CLG_ERROR_IO, "exists already");
    options.force = true;
    check_ok(clg_simulate(&options, NULL, &err));
    assert_int_equal(unlink(path_of("kept", "truth.csv")), 0);
    check_fails(clg_simulate(&options, NULL, &err), CLG_ERROR_IO, "exists already");
}

static bool always(void *payload)
{
    ++*(int *)payload;
    return *(int *)payload > 1;
}

static void a_cancelled_call_leaves_nothing(void **state)
{
    (void)state;
    int asked = 0;
    clg_simulate_options options = small("cancelled");

    options.monitor = (clg_monitor){NULL, always, &asked};
    check_fails(clg_simulate(&options, NULL, &err), CLG_ERROR_INTERRUPTED,
                "interrupted");
    assert_int_equal(asked, 2);
    assert_int_equal(access(path_of("cancelled", ""), F_OK), -1);
}

/* A limit on the size of files stands in for a full disk. */
static void a_failed_write_is_reported_and_leaves_nothing(void **state)
{
    (void)state;
    clg_simulate_options options = small("full");
    struct rlimit before, tight = {20000, 20000};

    options.schools = 500;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    tight.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    clg_error err = CLG_ERROR_INIT;
    clg_status status = clg_simulate(&options, NULL, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(status, CLG_ERROR_IO);
    assert_string_equal(err.message, "cannot write: File too large");
    assert_string_equal(err.path, "attendance.csv");
    assert_int_equal(access(path_of("full", ""), F_OK), -1);
}

static void every_failed_allocation_is_reported_and_leaves_nothing(void **state)
{
    (void)state;
    clg_status status = CLG_ERROR_MEMORY;
    clg_simulate_options options = small("starved");

    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_test_allocations_left = allowed;
        status = clg_simulate(&options, NULL, &err);
        clg_test_allocations_left = -1;
        if (status == CLG_OK)
            break;
        assert_int_equal(status, CLG_ERROR_MEMORY);
        assert_int_equal(err.code, CLG_ERROR_MEMORY);
        assert_int_equal(access(path_of("starved", ""), F_OK), -1);
    }
}

static int make_root(void **state)
{
    (void)state;
    return mkdtemp(root) == NULL;
}

static int remove_root(void **state)
{
    char command[128];

    (void)state;
    snprintf(command, sizeof command, "rm -r %s", root);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_out_of_range_are_refused),
        cmocka_unit_test(only_our_own_folder_is_replaced),
        cmocka_unit_test(a_cancelled_call_leaves_nothing),
        cmocka_unit_test(a_failed_write_is_reported_and_leaves_nothing),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaves_nothing),
    };

    return cmocka_run_group_tests(tests, make_root, remove_root);
}
