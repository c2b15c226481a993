/* Settings from a path: what is found in a folder, what flags change, and what is said
 * when something is missing. */
#define _XOPEN_SOURCE 700 /* nftw, mkdtemp */
#include "check.h"

#include "base/memory.h"
#include "study/reading.h"
#include "study/settings.h"
#include "study/study.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static const char *in_folder(const char *name)
{
    static char paths[4][256];
    static int turn;

    turn = (turn + 1) % 4;
    snprintf(paths[turn], sizeof paths[turn], "%s/%s", folder, name);
    return paths[turn];
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(in_folder(name), "wb");

    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static int remove_entry(const char *path, const struct stat *about, int kind,
                        struct FTW *place)
{
    (void)about;
    (void)kind;
    (void)place;
    return remove(path);
}

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/collegium-test-XXXXXX");
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* Path (without the folder of the test), message and code. */
static void check_refused(const char *path, const clg_overrides *flags, clg_status code,
                          const char *expected)
{
    clg_error err = CLG_ERROR_INIT;
    clg_settings settings;
    char shown[1024];
    const char *named = err.path;

    assert_int_equal(clg_settings_read(path, flags, &settings, &err), code);
    if (strncmp(named, folder, strlen(folder)) == 0)
        named += strlen(folder);
    snprintf(shown, sizeof shown, "%s: %s", named, err.message);
    assert_string_equal(shown, expected);
}

static void spans_are_read_and_written(void **state)
{
    (void)state;
    static const char *const sound[] = {"month", "week", "quarter", "terms",
                                        "1d",    "14d",  "99999d"};
    static const char *const unsound[] = {"",   "d",     "0d",     "00d",
                                          "14", "14 d",  "-1d",    "100000d",
                                          "1w", "Month", "months", "14dd"};
    clg_span span;
    char text[16];

    for (size_t i = 0; i < COUNT_OF(sound); i++) {
        assert_true(clg_span_parse(sound[i], &span));
        clg_span_format(span, text);
        assert_string_equal(text, sound[i]);
    }
    for (size_t i = 0; i < COUNT_OF(unsound); i++)
        assert_false(clg_span_parse(unsound[i], &span));
}

static void canonical_names_are_found_in_the_order_of_reading(void **state)
{
    (void)state;
    clg_settings settings;

    write_file("attendance.csv.gz", "");
    write_file("schools.tsv", "");
    write_file("people.csv.zst", "");
    write_file("notes.csv", "");
    check_ok(clg_settings_read(folder, NULL, &settings, &err));
    assert_int_equal(settings.file_count, 3);
    assert_string_equal(settings.files[0].path, "schools.tsv");
    assert_string_equal(settings.files[1].path, "people.csv.zst");
    assert_string_equal(settings.files[2].path, "attendance.csv.gz");
    assert_int_equal(settings.files[2].kind, CLG_TABLE_ATTENDANCE);
    assert_string_equal(settings.folder, folder);
    assert_string_equal(settings.study_name, strrchr(folder, '/') + 1);
    assert_null(settings.config_path);
    clg_settings_clear(&settings);
}

static void what_is_missing_is_said(void **state)
{
    (void)state;

    check_refused(in_folder("none"), NULL, CLG_ERROR_IO,
                  "/none: no such folder or study.yaml");
    check_refused(folder, NULL, CLG_ERROR_SCHEMA,
                  ": neither attendance.csv nor exchanges.csv is in this folder");
    write_file("attendance.csv", "");
    write_file("attendance.tsv", "");
    check_refused(folder, NULL, CLG_ERROR_SCHEMA,
                  ": both attendance.csv and attendance.tsv are in this folder");
    write_file("study.yaml", "files: {people: p.csv}\n");
    check_refused(
        folder, NULL, CLG_ERROR_SCHEMA,
        "study.yaml: neither 'attendance' nor 'exchanges' is among the files");
    write_file("study.yaml", "files: {exchanges: e.csv}\n");
    check_refused(folder, NULL, CLG_ERROR_IO, "e.csv: no such file");
    write_file("study.yaml", "data: logs\n");
    check_refused(folder, NULL, CLG_ERROR_IO, "/logs: no such folder");
    write_file("study.yaml", "data: attendance.csv\n");
    check_refused(folder, NULL, CLG_ERROR_IO,
                  "/attendance.csv: is a file, expected a folder");
    write_file("study.yaml", "windw: x\n");
    check_refused(folder, NULL, CLG_ERROR_PARSE,
                  "study.yaml: unknown key 'windw'; did you mean 'window'?");
}

static void a_settings_file_may_lie_apart_from_its_data(void **state)
{
    (void)state;
    clg_settings settings;
    clg_overrides flags = {.data = folder};

    assert_int_equal(mkdir(in_folder("logs"), 0700), 0);
    write_file("logs/exchanges.csv", "");
    write_file("exchanges.csv", "");
    write_file("pilot.yaml", "data: logs\n");
    check_ok(clg_settings_read(in_folder("pilot.yaml"), NULL, &settings, &err));
    assert_string_equal(settings.folder, in_folder("logs"));
    assert_string_equal(settings.study_name, "pilot");
    assert_string_equal(settings.config_path, "pilot.yaml");
    assert_string_equal(settings.files[0].path, "exchanges.csv");
    clg_settings_clear(&settings);

    check_ok(clg_settings_read(in_folder("pilot.yaml"), &flags, &settings, &err));
    assert_string_equal(settings.folder, folder);
    clg_settings_clear(&settings);
}

static void flags_win_over_the_file(void **state)
{
    (void)state;
    clg_settings settings;
    clg_overrides flags = {.window = "week",
                           .step = "1d",
                           .time_zone = "Europe/Berlin",
                           .max_bad = "2%",
                           .seed = "7",
                           .strict = true};

    write_file("exchanges.csv", "");
    write_file("study.yaml", "window: 14d\ntime_zone: UTC\nmax_bad: 0\nseed: 3\n");
    check_ok(clg_settings_read(folder, &flags, &settings, &err));
    assert_int_equal(settings.window.unit, CLG_SPAN_WEEK);
    assert_int_equal(settings.step.unit, CLG_SPAN_DAYS);
    assert_true(settings.has_step);
    assert_string_equal(settings.time_zone, "Europe/Berlin");
    check_near(settings.max_bad, 0.02, 0.0);
    assert_int_equal(settings.seed, 7);
    assert_true(settings.strict);
    clg_settings_clear(&settings);
}

static void impossible_flags_are_named(void **state)
{
    (void)state;
    clg_settings settings;
    clg_error err = CLG_ERROR_INIT;

    write_file("exchanges.csv", "");
    check_refused(
        folder, &(clg_overrides){.window = "x"}, CLG_ERROR_ARGUMENT,
        ": --window: expected month, week, quarter, terms or days such as 14d, "
        "found 'x'");
    check_refused(folder, &(clg_overrides){.step = "terms"}, CLG_ERROR_ARGUMENT,
                  ": --step: expected month, week, quarter or days such as 14d, found "
                  "'terms'");
    check_refused(folder, &(clg_overrides){.time_zone = "Mars"}, CLG_ERROR_ARGUMENT,
                  ": --time-zone: expected a time zone such as Europe/Berlin, found "
                  "'Mars'");
    check_refused(folder, &(clg_overrides){.seed = "-1"}, CLG_ERROR_ARGUMENT,
                  ": --seed: expected a whole number such as 1, found '-1'");
    check_refused(folder, &(clg_overrides){.max_bad = "1.5%x"}, CLG_ERROR_ARGUMENT,
                  ": --max-bad: expected a share such as 1% or 0.01, found '1.5%x'");
    check_refused(folder, &(clg_overrides){.window = "terms", .step = "7d"},
                  CLG_ERROR_ARGUMENT, ": a step can't be used with windows of terms");
    assert_int_equal(
        clg_settings_read(folder, &(clg_overrides){.max_bad = "5"}, &settings, &err),
        CLG_ERROR_ARGUMENT);
    assert_string_equal(err.hint, "did you mean '5%'?");
}

static void windows_of_terms_need_a_file(void **state)
{
    (void)state;
    clg_settings settings;
    clg_overrides flags = {.window = "terms"};

    write_file("exchanges.csv", "");
    check_refused(folder, &flags, CLG_ERROR_ARGUMENT,
                  ": windows of terms need a file of terms: name it by 'terms' in "
                  "study.yaml, or put terms.csv beside the logs");
    write_file("terms.csv", "");
    check_ok(clg_settings_read(folder, &flags, &settings, &err));
    assert_string_equal(settings.terms_path, "terms.csv");
    clg_settings_clear(&settings);
    write_file("study.yaml", "terms: t.csv\n");
    check_refused(folder, &flags, CLG_ERROR_IO, "t.csv: no such file");
}

static void the_stem_of_a_reason_leaves_out_what_was_found(void **state)
{
    (void)state;
    static const char reason[] = "expected a time, found 'x, found y'";

    assert_int_equal(clg_reason_stem(reason), strlen("expected a time"));
    assert_int_equal(clg_reason_stem("no value for 'person'"), 21);
}

static void a_new_study_has_the_defaults(void **state)
{
    (void)state;
    clg_study *study = clg_study_new(NULL);

    assert_non_null(study);
    assert_int_equal(study->settings.window.unit, CLG_SPAN_MONTH);
    assert_int_equal(study->schools.count, 0);
    clg_study_free(study);
    clg_study_free(NULL);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    clg_overrides flags = {.window = "terms", .time_zone = "Europe/Berlin"};
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    write_file("attendance.csv", "");
    write_file("terms.csv", "");
    write_file("study.yaml", "data: .\ntitle: x\n");
    for (; status != CLG_OK && allowed < 200; allowed++) {
        clg_settings settings;
        clg_error err = CLG_ERROR_INIT;

        clg_test_allocations_left = allowed;
        status = clg_settings_read(folder, &flags, &settings, &err);
        clg_test_allocations_left = -1;
        if (status == CLG_OK)
            clg_settings_clear(&settings);
        else
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
    }
    assert_int_equal(status, CLG_OK);
}

#define in_a_folder(test)                                                              \
    cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_are_read_and_written),
        in_a_folder(canonical_names_are_found_in_the_order_of_reading),
        in_a_folder(what_is_missing_is_said),
        in_a_folder(a_settings_file_may_lie_apart_from_its_data),
        in_a_folder(flags_win_over_the_file),
        in_a_folder(impossible_flags_are_named),
        in_a_folder(windows_of_terms_need_a_file),
        cmocka_unit_test(the_stem_of_a_reason_leaves_out_what_was_found),
        cmocka_unit_test(a_new_study_has_the_defaults),
        in_a_folder(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
