/* `assessments:` of study.yaml: what each key does, what is said to each mistake, and
 * that it can be written and read back. */
#include "check.h"

#include "base/memory.h"
#include "base/time.h"
#include "study/settings.h"

#include <stdio.h>
#include <string.h>

static clg_settings settings_of(const char *yaml)
{
    clg_settings settings;

    clg_settings_init(&settings);
    check_ok(clg_settings_parse(yaml, strlen(yaml), "study.yaml", &settings, &err));
    return settings;
}

static const char full[] = "assessments:\n"
                           "  waves: [2025-09-01, 2026-06-01]\n"
                           "  instruments:\n"
                           "    plc:\n"
                           "      scale: [-2, 2.5]\n"
                           "      reversed: [q3]\n"
                           "      scales: {results: [q3, q1], mission: [q1, q2]}\n"
                           "    climate: {anonymous: true}\n";

static void every_key_is_read(void **state)
{
    (void)state;
    clg_settings settings = settings_of(full);
    const clg_instrument_settings *plc = clg_settings_instrument(&settings, "plc");
    const clg_instrument_settings *climate =
        clg_settings_instrument(&settings, "climate");

    assert_int_equal(settings.assessments.wave_count, 2);
    assert_int_equal(settings.assessments.waves[0], clg_day_of_civil(2025, 9, 1));
    assert_int_equal(settings.assessments.waves[1], clg_day_of_civil(2026, 6, 1));
    check_near(plc->low, -2.0, 0.0);
    check_near(plc->high, 2.5, 0.0);
    assert_false(plc->is_anonymous);
    assert_string_equal(clg_texts_at(&plc->reversed, 0), "q3");
    assert_int_equal(plc->scales.count, 4);
    assert_string_equal(clg_texts_at(&plc->scales, 2), "results");
    assert_string_equal(clg_texts_at(&plc->items, 2), "q3");
    assert_true(climate->is_anonymous && isnan(climate->low));
    assert_null(clg_settings_instrument(&settings, "Climate"));
    clg_settings_clear(&settings);
}

static void waves_are_three_weeks_apart_unless_said(void **state)
{
    (void)state;
    clg_settings usual = settings_of("{}");
    clg_settings longer = settings_of("assessments: {gap: 60}");

    assert_int_equal(usual.assessments.gap, 21);
    assert_int_equal(longer.assessments.gap, 60);
    assert_int_equal(longer.assessments.wave_count, 0);
    clg_settings_clear(&usual);
    clg_settings_clear(&longer);
}

static void what_is_written_can_be_read_back(void **state)
{
    (void)state;
    static const char *const documents[] = {full, "assessments: {gap: 7}", "{}"};
    static const char *const parts[] = {
        "\"assessments\":{\"instruments\":{\"climate\":{\"anonymous\":true},\"plc\":{"
        "\"reversed\":[\"q3\"],\"scale\":[-2.0,2.5],\"scales\":{\"mission\":[\"q1\","
        "\"q2\"],\"results\":[\"q3\",\"q1\"]}}},\"waves\":[\"2025-09-01\",\"2026-06-01"
        "\"]}",
        "\"assessments\":{\"gap\":7}", "\"breaks\":[]"};

    for (size_t i = 0; i < COUNT_OF(documents); i++) {
        clg_settings settings = settings_of(documents[i]), again;
        char *json = clg_settings_json(&settings, NULL), *second;

        assert_non_null(strstr(json, parts[i]));
        if (i == 2)
            assert_null(strstr(json, "assessments"));
        again = settings_of(json);
        second = clg_settings_json(&again, NULL);
        assert_string_equal(second, json);
        clg_free(json);
        clg_free(second);
        clg_settings_clear(&settings);
        clg_settings_clear(&again);
    }
}

#define IN_PLC(text) "assessments: {instruments: {plc: {" text "}}}"

static const char *const wrong[][2] = {
    {"assessments: none", "1:14: expected a mapping for 'assessments', found 'none'"},
    {"assessments: {gaps: 3}", "1:15: unknown key 'gaps'; did you mean 'gap'?"},
    {"assessments: {gap: 0}",
     "1:20: expected days from 1 to 3660, such as 21 for 'gap', found '0'"},
    {"assessments: {gap: 3661}",
     "1:20: expected days from 1 to 3660, such as 21 for 'gap', found '3661'"},
    {"assessments: {gap: 7, waves: [2026-01-01]}",
     "1:14: give 'gap' or 'waves', not both"},
    {"assessments: {waves: []}",
     "1:22: expected a list of dates such as [2026-09-01, 2027-06-01] for 'waves', "
     "found a list"},
    {"assessments: {waves: 2026-01-01}",
     "1:22: expected a list of dates such as [2026-09-01, 2027-06-01] for 'waves', "
     "found '2026-01-01'"},
    {"assessments: {waves: [soon]}",
     "1:23: expected a date such as 2026-12-23 for 'waves', found 'soon'"},
    {"assessments: {waves: [2026-01-02, 2026-01-02]}",
     "1:35: a wave begins no later than the one before"},
    {"assessments: {instruments: [plc]}",
     "1:28: expected a mapping for 'instruments', found a list"},
    {"assessments: {instruments: {plc: all}}",
     "1:34: expected a mapping for 'plc', found 'all'"},
    {IN_PLC("scales: {a: []}"), "1:47: expected a list of items for 'a', found a list"},
    {IN_PLC("scales: {a: q1}"), "1:47: expected a list of items for 'a', found 'q1'"},
    {IN_PLC("scales: {a: [q1, q1]}"), "1:52: item 'q1' stands twice in 'a'"},
    {IN_PLC("scales: {a: [[q1]]}"),
     "1:48: expected a list of items for 'a', found a list"},
    {IN_PLC("scales: [a]"),
     "1:43: expected scales and their items for 'scales', found a list"},
    {IN_PLC("scale: 5"),
     "1:42: expected the least and the most of an answer such as [1, 5] for 'scale', "
     "found '5'"},
    {IN_PLC("scale: [1]"),
     "1:42: expected the least and the most of an answer such as [1, 5] for 'scale', "
     "found a list"},
    {IN_PLC("scale: [1, 5, 9]"),
     "1:49: expected the least and the most of an answer such as [1, 5] for 'scale', "
     "found '9'"},
    {IN_PLC("scale: [1, many]"),
     "1:46: expected the least and the most of an answer such as [1, 5] for 'scale', "
     "found 'many'"},
    {IN_PLC("scale: [5, 5]"), "1:42: a scale of answers runs from less to more"},
    {IN_PLC("reversed: q1"), "1:45: expected a list for 'reversed', found 'q1'"},
    {IN_PLC("anonymous: yes"),
     "1:46: expected true or false for 'anonymous', found 'yes'"},
    {IN_PLC("scal: [1, 5]"), "1:35: unknown key 'scal'; did you mean 'scale'?"}};

static void mistakes_are_named_with_their_place(void **state)
{
    (void)state;

    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        clg_error err = CLG_ERROR_INIT;
        clg_settings settings;
        char shown[1024];

        clg_settings_init(&settings);
        assert_int_equal(clg_settings_parse(wrong[i][0], strlen(wrong[i][0]), "s.yaml",
                                            &settings, &err),
                         CLG_ERROR_PARSE);
        snprintf(shown, sizeof shown, "%d:%d: %s", (int)err.line, (int)err.column,
                 err.message);
        assert_string_equal(shown, wrong[i][1]);
        clg_settings_clear(&settings);
    }
}

/* 1,001 names, of instruments, of scales and of items. */
static void so_many_names_are_refused(void **state)
{
    (void)state;
    static const char *const heads[] = {
        "assessments: {instruments: {", "assessments: {instruments: {plc: {scales: {",
        "assessments: {instruments: {plc: {scales: {a: ["};
    static const char *const parts[] = {": {}, ", ": [x], ", ", "};
    static const char *const tails[] = {"z: {}}}", "z: [x]}}}}", "z]}}}}"};
    static const char *const refused[] = {"1:28: more than 1000 names",
                                          "1:43: more than 1000 names",
                                          "1:7048: more than 1000 names"};
    static char yaml[1 << 15];

    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        clg_error err = CLG_ERROR_INIT;
        clg_settings settings;
        char shown[1024];
        size_t used = (size_t)snprintf(yaml, sizeof yaml, "%s", heads[i]);

        for (int n = 1000; n < 2000; n++) {
            used +=
                (size_t)snprintf(yaml + used, sizeof yaml - used, "n%d%s", n, parts[i]);
        }
        snprintf(yaml + used, sizeof yaml - used, "%s", tails[i]);
        clg_settings_init(&settings);
        assert_int_equal(
            clg_settings_parse(yaml, strlen(yaml), "s.yaml", &settings, &err),
            CLG_ERROR_PARSE);
        snprintf(shown, sizeof shown, "%d:%d: %s", (int)err.line, (int)err.column,
                 err.message);
        assert_string_equal(shown, refused[i]);
        clg_settings_clear(&settings);
    }
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    for (; status != CLG_OK; allowed++) {
        clg_settings settings;
        clg_error err = CLG_ERROR_INIT;

        clg_settings_init(&settings);
        clg_test_allocations_left = allowed;
        status = clg_settings_parse(full, strlen(full), "s.yaml", &settings, &err);
        clg_test_allocations_left = -1;
        assert_int_equal(status, err.code);
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        clg_settings_clear(&settings);
    }
    assert_true(allowed > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_is_read),
        cmocka_unit_test(waves_are_three_weeks_apart_unless_said),
        cmocka_unit_test(what_is_written_can_be_read_back),
        cmocka_unit_test(mistakes_are_named_with_their_place),
        cmocka_unit_test(so_many_names_are_refused),
        cmocka_unit_test(every_failed_allocation_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
