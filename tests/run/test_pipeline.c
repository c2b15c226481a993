/* The whole way on a small simulated study: the same bytes for any number of jobs and
 * by single steps, a crashing worker that costs its school only, and outputs that are
 * complete or absent. */
#include "check.h"

#include "collegium/compare.h"
#include "collegium/report.h"
#include "collegium/run.h"
#include "collegium/simulate.h"
#include "run/measure_school.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/collegium-pipeline-XXXXXX";

static const char *in_folder(const char *name)
{
    static char paths[4][256];
    static int next;
    char *path = paths[next++ % 4];

    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static int shell(const char *format, const char *a, const char *b)
{
    char command[1024];

    snprintf(command, sizeof command, format, a, b);
    return system(command);
}

static int make_study(void **state)
{
    (void)state;
    clg_simulate_options options = CLG_SIMULATE_OPTIONS_INIT;
    clg_error err = CLG_ERROR_INIT;

    if (mkdtemp(folder) == NULL)
        return 1;
    options.folder = in_folder("study");
    options.schools = 9;
    options.months = 7;
    options.people = 14;
    return clg_simulate(&options, NULL, &err) != CLG_OK;
}

static int remove_study(void **state)
{
    (void)state;
    return shell("rm -rf '%s'%s", folder, "");
}

static clg_summary *run(const char *out, int jobs)
{
    clg_run_options options = CLG_RUN_OPTIONS_INIT;
    clg_summary *summary = NULL;

    options.jobs = jobs;
    check_ok(clg_run(in_folder("study"), in_folder(out), &options, &summary, &err));
    return summary;
}

static void any_number_of_jobs_gives_the_same_bytes(void **state)
{
    (void)state;

    clg_summary_free(run("one", 1));
    clg_summary_free(run("two", 2));
    clg_summary_free(run("seven", 7));
    assert_int_equal(shell("diff -r '%s' '%s'", in_folder("one"), in_folder("two")), 0);
    assert_int_equal(shell("diff -r '%s' '%s'", in_folder("one"), in_folder("seven")),
                     0);
}

static void single_steps_give_the_bytes_of_the_whole_way(void **state)
{
    (void)state;
    clg_run_options options = CLG_RUN_OPTIONS_INIT;
    clg_summary *summary = NULL;

    clg_summary_free(run("whole", 2));
    check_ok(clg_ingest_to_store(in_folder("study"), in_folder("study.h5"), &options,
                                 &summary, &err));
    clg_summary_free(summary);
    check_ok(clg_measure_store(in_folder("study.h5"), in_folder("steps"), &options,
                               &summary, &err));
    clg_summary_free(summary);
    assert_int_equal(shell("diff -r '%s' '%s'", in_folder("whole"), in_folder("steps")),
                     0);
}

/* The comparison and the page of a run are those of the commands that make them, of
 * which a run of another seed has others. */
static void the_comparison_and_the_report_are_those_of_their_commands(void **state)
{
    (void)state;
    static const char *const files[][2] = {{"comparison", "comparison"},
                                           {"measures", "comparison_measure"},
                                           {"charts", "comparison_chart"},
                                           {"signals", "comparison_signal"}};
    clg_run_options options = CLG_RUN_OPTIONS_INIT;
    clg_compare_options same = {.seed = "7"};
    clg_summary *summary = NULL;
    char results[256], pair[2][256];

    options.choices.seed = "7";
    check_ok(clg_run(in_folder("study"), in_folder("all"), &options, &summary, &err));
    assert_non_null(strstr(clg_summary_text(summary), "schools compared over"));
    assert_non_null(strstr(clg_summary_text(summary), "report.html"));
    clg_summary_free(summary);
    snprintf(results, sizeof results, "%s", in_folder("all/results.h5"));
    check_ok(clg_compare(results, in_folder("compared"), &same, &summary, &err));
    clg_summary_free(summary);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        snprintf(pair[0], sizeof pair[0], "%s/compared/%s.csv", folder, files[i][0]);
        snprintf(pair[1], sizeof pair[1], "%s/all/tables/%s.csv", folder, files[i][1]);
        assert_int_equal(shell("cmp '%s' '%s'", pair[0], pair[1]), 0);
    }
    assert_int_equal(shell("cmp '%s' '%s'", in_folder("all/compare.json"),
                           in_folder("compared/compare.json")),
                     0);
    check_ok(clg_report(results, in_folder("page.html"), NULL, &err));
    assert_int_equal(
        shell("cmp '%s' '%s'", in_folder("page.html"), in_folder("all/report.html")),
        0);
    assert_int_equal(
        shell("grep -q 'id=\"time-table\"' '%s'%s", in_folder("page.html"), ""), 0);
}

static void a_report_can_be_left_out(void **state)
{
    (void)state;
    clg_run_options options = CLG_RUN_OPTIONS_INIT;
    clg_summary *summary = NULL;

    options.no_report = true;
    check_ok(clg_run(in_folder("study"), in_folder("dry"), &options, &summary, &err));
    assert_null(strstr(clg_summary_text(summary), "report.html"));
    clg_summary_free(summary);
    assert_int_not_equal(shell("test -e '%s'%s", in_folder("dry/report.html"), ""), 0);
    assert_int_equal(
        shell("test -s '%s'%s", in_folder("dry/tables/comparison.csv"), ""), 0);
}

/* Lines of tables/FILE in OUT that match a basic regular expression. */
static int lines_matching(const char *out, const char *file, const char *expression)
{
    char command[1024];
    int lines = -1;

    snprintf(command, sizeof command, "grep -c '%s' '%s/%s/tables/%s'", expression,
             folder, out, file);
    FILE *pipe = popen(command, "r");
    if (pipe == NULL || fscanf(pipe, "%d", &lines) != 1)
        lines = -1;
    if (pipe != NULL)
        pclose(pipe);
    return lines;
}

static void a_crashing_worker_costs_its_school_only(void **state)
{
    (void)state;
    clg_summary *summary;

    clg_summary_free(run("sound", 2));
    clg_test_crashing_school = 4;
    summary = run("crashed", 3);
    clg_test_crashing_school = UINT32_MAX;

    assert_int_equal(clg_summary_failed_schools(summary), 1);
    assert_non_null(
        strstr(clg_summary_text(summary), "the worker was ended by signal 9 (Killed)"));
    assert_non_null(strstr(clg_summary_json(summary), "\"failed_schools\""));
    clg_summary_free(summary);

    assert_int_equal(lines_matching("crashed", "school.csv", ",failed,"), 1);
    assert_true(lines_matching("crashed", "school_window.csv", ",failed,") > 1);
    /* every other line is as in the run without a crash */
    for (int i = 0; i < 2; i++) {
        const char *file = i == 0 ? "school_window.csv" : "person_window.csv";
        char command[2048];
        snprintf(command, sizeof command,
                 "cd '%s' && id=$(grep ',failed,' crashed/tables/school.csv | cut -d, "
                 "-f1) && grep -v \"^$id,\" crashed/tables/%s > a && grep -v \"^$id,\" "
                 "sound/tables/%s > b && cmp a b && test -s a",
                 folder, file, file);
        assert_int_equal(system(command), 0);
    }
}

static void an_existing_folder_is_replaced_only_by_force(void **state)
{
    (void)state;
    clg_run_options options = CLG_RUN_OPTIONS_INIT;
    clg_summary *summary = NULL;

    clg_summary_free(run("twice", 1));
    check_fails(
        clg_run(in_folder("study"), in_folder("twice"), &options, &summary, &err),
        CLG_ERROR_IO, "exists already");
    assert_null(summary);
    options.force = true;
    check_ok(clg_run(in_folder("study"), in_folder("twice"), &options, &summary, &err));
    clg_summary_free(summary);
}

static bool always(void *payload)
{
    (void)payload;
    return true;
}

static void an_interrupted_run_leaves_nothing(void **state)
{
    (void)state;
    clg_run_options options = CLG_RUN_OPTIONS_INIT;
    clg_summary *summary = NULL;

    options.monitor.is_cancelled = always;
    check_fails(
        clg_run(in_folder("study"), in_folder("stopped"), &options, &summary, &err),
        CLG_ERROR_INTERRUPTED, "interrupted");
    assert_null(summary);
    assert_int_equal(
        shell("ls -d '%s'/stopped* 2>/dev/null | grep -q .%s", folder, "") != 0, 1);
}

static void the_check_covers_every_school_and_window(void **state)
{
    (void)state;
    clg_summary *summary = NULL;

    check_ok(clg_check(in_folder("study"), NULL, &summary, &err));
    assert_non_null(strstr(clg_summary_text(summary), "coverage, one mark a window"));
    assert_non_null(strstr(clg_summary_json(summary), "\"coverage\""));
    clg_summary_free(summary);
}

static void choices_about_reading_come_too_late_for_a_store(void **state)
{
    (void)state;
    clg_run_options options = CLG_RUN_OPTIONS_INIT;
    clg_summary *summary = NULL;

    options.choices.strict = true;
    check_fails(clg_measure_store(in_folder("none.h5"), in_folder("late"), &options,
                                  &summary, &err),
                CLG_ERROR_ARGUMENT,
                "--strict: the logs were read by 'collegium ingest', give it there");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_jobs_gives_the_same_bytes),
        cmocka_unit_test(single_steps_give_the_bytes_of_the_whole_way),
        cmocka_unit_test(the_comparison_and_the_report_are_those_of_their_commands),
        cmocka_unit_test(a_report_can_be_left_out),
        cmocka_unit_test(a_crashing_worker_costs_its_school_only),
        cmocka_unit_test(an_existing_folder_is_replaced_only_by_force),
        cmocka_unit_test(an_interrupted_run_leaves_nothing),
        cmocka_unit_test(the_check_covers_every_school_and_window),
        cmocka_unit_test(choices_about_reading_come_too_late_for_a_store),
    };

    return cmocka_run_group_tests(tests, make_study, remove_study);
}
