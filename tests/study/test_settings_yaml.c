/* study.yaml: what each key does, and what is said to each mistake. */
#include "check.h"

#include "base/memory.h"
#include "base/time.h"
#include "study/settings.h"
#include "study/yaml_tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static clg_settings settings_of(const char *yaml)
{
    clg_settings settings;

    clg_settings_init(&settings);
    check_ok(clg_settings_parse(yaml, strlen(yaml), "study.yaml", &settings, &err));
    return settings;
}

/* Place and message, as a user would see them. */
static void check_refused(const char *yaml, const char *expected)
{
    clg_error err = CLG_ERROR_INIT;
    clg_settings settings;
    char shown[1024];

    clg_settings_init(&settings);
    assert_int_equal(
        clg_settings_parse(yaml, strlen(yaml), "study.yaml", &settings, &err),
        CLG_ERROR_PARSE);
    snprintf(shown, sizeof shown, "%s:%d:%d: %s", err.path, (int)err.line,
             (int)err.column, err.message);
    assert_string_equal(shown, expected);
    clg_settings_clear(&settings);
}

static void check_texts(const clg_texts *texts, const char *expected)
{
    char joined[1024] = "";

    for (size_t i = 0; i < texts->count; i++) {
        strcat(joined, i > 0 ? "|" : "");
        strcat(joined, clg_texts_at(texts, i));
    }
    assert_string_equal(joined, expected);
}

static void an_empty_document_means_the_defaults(void **state)
{
    (void)state;
    static const char *const documents[] = {"", "# nothing\n", "---\n", "{}",
                                            "\xef\xbb\xbf"};

    for (size_t i = 0; i < COUNT_OF(documents); i++) {
        clg_settings settings = settings_of(documents[i]);
        assert_int_equal(settings.window.unit, CLG_SPAN_MONTH);
        assert_false(settings.has_step);
        assert_int_equal(settings.seed, 1);
        check_near(settings.presence_minutes, 5.0, 0.0);
        check_near(settings.presence_share, 0.2, 0.0);
        check_near(settings.max_bad, 0.01, 0.0);
        assert_int_equal(settings.projection, CLG_PROJECTION_NEWMAN);
        assert_false(settings.strict);
        assert_null(settings.time_zone);
        assert_int_equal(settings.file_count, 0);
        clg_settings_clear(&settings);
    }
}

static void every_simple_key_is_read(void **state)
{
    (void)state;
    clg_settings settings = settings_of("title: A year of PLCs\n"
                                        "data: ../logs\n"
                                        "time_zone: America/New_York\n"
                                        "time_formats: ['%m/%d/%y %H:%M', '%Y/%m/%d']\n"
                                        "missing: [NA, '#N/A', no, ~]\n"
                                        "window: 14d\n"
                                        "step: week\n"
                                        "terms: terms.csv\n"
                                        "presence: {minutes: 7.5, share: 25%}\n"
                                        "projection: minutes\n"
                                        "strata: [department, role]\n"
                                        "seed: 18446744073709551615\n"
                                        "max_bad: 0.5%\n"
                                        "strict: true\n");

    assert_string_equal(settings.title, "A year of PLCs");
    assert_string_equal(settings.folder, "../logs");
    assert_string_equal(settings.time_zone, "America/New_York");
    check_texts(&settings.time_formats, "%m/%d/%y %H:%M|%Y/%m/%d");
    check_texts(&settings.missing, "NA|#N/A|no|~");
    assert_int_equal(settings.window.unit, CLG_SPAN_DAYS);
    assert_int_equal(settings.window.count, 14);
    assert_true(settings.has_step);
    assert_int_equal(settings.step.unit, CLG_SPAN_WEEK);
    assert_string_equal(settings.terms_path, "terms.csv");
    check_near(settings.presence_minutes, 7.5, 0.0);
    check_near(settings.presence_share, 0.25, 0.0);
    assert_int_equal(settings.projection, CLG_PROJECTION_MINUTES);
    check_texts(&settings.strata, "department|role");
    assert_true(settings.seed == UINT64_MAX);
    check_near(settings.max_bad, 0.005, 0.0);
    assert_true(settings.strict);
    clg_settings_clear(&settings);
}

static void the_end_of_a_break_is_its_last_day(void **state)
{
    (void)state;
    clg_settings settings =
        settings_of("breaks:\n"
                    "  - {start: 2026-12-23, end: 2027-01-06, label: winter}\n"
                    "  - {start: 2026-11-01, end: 2026-11-01, school: 012}\n"
                    "  - {start: 2026-10-01T12:00, end: 2026-10-05T12:00}\n");

    assert_int_equal(settings.break_count, 3);
    assert_int_equal(settings.breaks[0].first_day, clg_day_of_civil(2026, 12, 23));
    assert_int_equal(settings.breaks[0].end_day, clg_day_of_civil(2027, 1, 7));
    assert_string_equal(settings.breaks[0].label, "winter");
    assert_null(settings.breaks[0].school);
    assert_int_equal(settings.breaks[1].end_day - settings.breaks[1].first_day, 1);
    assert_string_equal(settings.breaks[1].school, "012");
    /* whole days only */
    assert_int_equal(settings.breaks[2].first_day, clg_day_of_civil(2026, 10, 2));
    assert_int_equal(settings.breaks[2].end_day, clg_day_of_civil(2026, 10, 5));
    clg_settings_clear(&settings);
}

static void kinds_map_one_value_or_several(void **state)
{
    (void)state;
    clg_settings settings =
        settings_of("exchange_kinds:\n  ask: [question, help]\n  share: resource\n");

    check_texts(&settings.kinds_to, "ask|ask|share");
    check_texts(&settings.kinds_from, "question|help|resource");
    clg_settings_clear(&settings);
}

static void a_table_comes_from_a_path_a_mapping_or_several(void **state)
{
    (void)state;
    clg_settings settings =
        settings_of("files:\n"
                    "  people: staff.csv\n"
                    "  exchanges:\n"
                    "    - path: one.csv\n"
                    "      columns: {to: Reciever, from: Sender}\n"
                    "      values: {school: DLT1}\n"
                    "      time_formats: ['%m/%d/%y %H:%M']\n"
                    "      time_zone: UTC\n"
                    "      delimiter: semicolon\n"
                    "    - two.csv\n"
                    "  events: {path: marks.csv, delimiter: '|'}\n");

    assert_int_equal(settings.file_count, 4);
    assert_int_equal(settings.files[0].kind, CLG_TABLE_PEOPLE);
    assert_string_equal(settings.files[0].path, "staff.csv");
    assert_int_equal(settings.files[1].kind, CLG_TABLE_EXCHANGES);
    check_texts(&settings.files[1].columns_to, "to|from");
    check_texts(&settings.files[1].columns_from, "Reciever|Sender");
    check_texts(&settings.files[1].values_to, "school");
    check_texts(&settings.files[1].values, "DLT1");
    check_texts(&settings.files[1].time_formats, "%m/%d/%y %H:%M");
    assert_string_equal(settings.files[1].time_zone, "UTC");
    assert_int_equal(settings.files[1].delimiter, ';');
    assert_string_equal(settings.files[2].path, "two.csv");
    assert_int_equal(settings.files[2].kind, CLG_TABLE_EXCHANGES);
    assert_int_equal(settings.files[3].delimiter, '|');
    clg_settings_clear(&settings);
}

static void texts_are_never_taken_for_something_else(void **state)
{
    (void)state;
    clg_settings settings = settings_of("title: 012\nmissing: [no, null, 1e3, 0x10]\n");

    assert_string_equal(settings.title, "012");
    check_texts(&settings.missing, "no|null|1e3|0x10");
    clg_settings_clear(&settings);
}

static void unknown_keys_are_refused_with_the_nearest(void **state)
{
    (void)state;

    check_refused("windw: week\n",
                  "study.yaml:1:1: unknown key 'windw'; did you mean 'window'?");
    check_refused("title: x\npresence:\n  minuts: 5\n",
                  "study.yaml:3:3: unknown key 'minuts'; did you mean 'minutes'?");
    check_refused("colour: red\n", "study.yaml:1:1: unknown key 'colour'");
    check_refused(
        "files: {atendance: a.csv}\n",
        "study.yaml:1:9: unknown table 'atendance'; did you mean 'attendance'?");
    check_refused("files: {attendance: {path: a.csv, columns: {persn: Name}}}\n",
                  "study.yaml:1:45: unknown column 'persn'; did you mean 'person'?");
    check_refused("breaks: [{start: 2026-01-01, stop: 2026-01-02}]\n",
                  "study.yaml:1:30: unknown key 'stop'");
}

static void columns_of_the_roster_are_free(void **state)
{
    (void)state;
    clg_settings settings =
        settings_of("files: {people: {path: p.csv, columns: {favourite_colour: Col}}}");

    check_texts(&settings.files[0].columns_to, "favourite_colour");
    clg_settings_clear(&settings);
}

static const char *const wrong_values[][2] = {
    {"seed: x", "1:7: expected a whole number such as 1 for 'seed', found 'x'"},
    {"seed: -1", "1:7: expected a whole number such as 1 for 'seed', found '-1'"},
    {"seed: 1.5", "1:7: expected a whole number such as 1 for 'seed', found '1.5'"},
    {"seed: 18446744073709551616",
     "1:7: expected a whole number such as 1 for 'seed', found '18446744073709551616'"},
    {"missing: {a: b}", "1:10: expected a list for 'missing', found a mapping"},
    {"missing: NA", "1:10: expected a list for 'missing', found 'NA'"},
    {"missing: [[a]]", "1:11: expected a list of texts for 'missing', found a list"},
    {"title: [a]", "1:8: expected a text for 'title', found a list"},
    {"title:", "1:7: expected a text for 'title', found nothing"},
    {"window: fortnight", "1:9: expected month, week, quarter, terms or days such as "
                          "14d for 'window', found 'fortnight'"},
    {"window: 0d", "1:9: expected month, week, quarter, terms or days such as 14d "
                   "for 'window', found '0d'"},
    {"step: terms", "1:7: expected month, week, quarter or days such as 14d for "
                    "'step', found 'terms'"},
    {"strict: yes", "1:9: expected true or false for 'strict', found 'yes'"},
    {"max_bad: 5", "1:10: expected a share such as 1% or 0.01 for 'max_bad', found "
                   "'5'"},
    {"max_bad: 101%", "1:10: expected a share such as 1% or 0.01 for 'max_bad', "
                      "found '101%'"},
    {"time_zone: Berlin", "1:12: expected a time zone such as Europe/Berlin for "
                          "'time_zone', found 'Berlin'"},
    {"time_formats: ['%H:%M']", "1:16: expected a time format such as %d.%m.%Y "
                                "%H:%M for 'time_formats', found '%H:%M'"},
    {"resample: many", "1:11: expected a whole number up to 100000, such as 199, or "
                       "two as in 199,19 for 'resample', found 'many'"},
    {"interval: 95", "1:11: expected a coverage such as 95%, or none for 'interval', "
                     "found '95'"},
    {"projection: newmann",
     "1:13: expected newman, count, minutes, jaccard or ochiai for "
     "'projection', found 'newmann'"},
    {"trajectory: {stages: 9}", "1:22: expected wenger, lifecycle or a number of 1 to "
                                "8 for 'stages', found '9'"},
    {"trajectory: {topology: renew+back}",
     "1:24: expected bakis1, bakis2, regress, renew, cyclic or ergodic, or several "
     "such "
     "as renew+regress for 'topology', found 'renew+back'"},
    {"trajectory: {topology: renew+}",
     "1:24: expected bakis1, bakis2, regress, renew, cyclic or ergodic, or several "
     "such "
     "as renew+regress for 'topology', found 'renew+'"},
    {"trajectory: off", "1:13: expected none, or stages, topology and indicators for "
                        "'trajectory', found 'off'"},
    {"trajectory: {stage: wenger}",
     "1:14: unknown key 'stage'; did you mean 'stages'?"},
    {"trajectory: {indicators: density}",
     "1:26: expected a list for 'indicators', found 'density'"},
    {"presence: 5", "1:11: expected a mapping for 'presence', found '5'"},
    {"presence: {minutes: -5}", "1:21: expected a number of minutes such as 5 for "
                                "'minutes', found '-5'"},
    {"breaks: winter", "1:9: expected a list for 'breaks', found 'winter'"},
    {"breaks: [{start: soon}]", "1:18: expected a date such as 2026-12-23 for "
                                "'start', found 'soon'"},
    {"breaks: [{start: 2026-12-23}]", "1:10: a break needs 'end'"},
    {"breaks: [{end: 2026-12-23}]", "1:10: a break needs 'start'"},
    {"breaks: [{start: 2026-12-23, end: 2026-12-22}]",
     "1:10: a break ends before it begins"},
    {"exchange_kinds: {a: [x], b: x}", "1:29: 'x' is given for 'a' and for 'b'"},
    {"exchange_kinds: {a: {b: c}}",
     "1:21: expected a text or a list for 'a', found a mapping"},
    {"files: a.csv", "1:8: expected a mapping for 'files', found 'a.csv'"},
    {"files: {people: {columns: {}}}", "1:17: no 'path' for 'people'"},
    {"files: {people: []}", "1:17: the list for 'people' is empty"},
    {"files: {people: [[a]]}",
     "1:18: expected a path or a mapping for 'people', found a list"},
    {"files: {events: {path: a, delimiter: ab}}",
     "1:38: expected comma, tab, semicolon or one character for 'delimiter', found "
     "'ab'"},
    {"files: {events: {path: a, columns: {time: When}, values: {time: x}}}",
     "1:59: column 'time' stands in both 'columns' and 'values'"},
    {"- window: week", "1:1: expected keys and their values, found a list"},
    {"week", "1:1: expected keys and their values, found 'week'"}};

static void values_of_the_wrong_kind_are_refused(void **state)
{
    (void)state;

    for (size_t i = 0; i < COUNT_OF(wrong_values); i++) {
        char expected[512];
        snprintf(expected, sizeof expected, "study.yaml:%s", wrong_values[i][1]);
        check_refused(wrong_values[i][0], expected);
    }
}

static void what_is_not_plain_yaml_is_refused(void **state)
{
    (void)state;

    check_refused("seed: 1\nseed: 2\n", "study.yaml:2:1: key 'seed' occurs twice");
    check_refused("missing: &a [x]\n",
                  "study.yaml:1:10: anchors and aliases are not read");
    check_refused("title: *a\n", "study.yaml:1:8: anchors and aliases are not read");
    check_refused("seed: !!int 1\n", "study.yaml:1:7: tags such as !!str are not read");
    check_refused("seed: 1\n---\nseed: 2\n",
                  "study.yaml:2:1: expected one document, found another");
    check_refused("title: \"a\\0b\"\n",
                  "study.yaml:1:8: a text can't hold a NUL character");
    check_refused("[a]: b\n", "study.yaml:1:1: expected a name as key");
    check_refused("a: [[[[[[[[[x]]]]]]]]]\n", "study.yaml:1:11: nested too deeply");
    check_refused("title: [a\n",
                  "study.yaml:2:1: not YAML: did not find expected ',' or "
                  "']' while parsing a flow sequence");
    check_refused("title: a: b\n",
                  "study.yaml:1:9: not YAML: mapping values are not allowed in this "
                  "context");
}

static void a_huge_document_is_refused(void **state)
{
    (void)state;
    size_t size = CLG_YAML_LARGEST + 1;
    char *bytes = clg_array_new(size, 1, NULL);
    clg_settings settings;

    clg_settings_init(&settings);
    memset(bytes, '\n', size);
    check_fails(clg_settings_parse(bytes, size, "study.yaml", &settings, &err),
                CLG_ERROR_PARSE,
                "expected settings of at most 1 MiB, found 1048577 bytes");
    clg_free(bytes);
}

static const char full[] =
    "window: 14d\nstep: 7d\ntime_zone: Europe/Berlin\ntime_formats: ['%d.%m.%Y']\n"
    "missing: [NA]\nbreaks: [{start: 2026-12-23, end: 2027-01-06, school: s, label: "
    "l}]\n"
    "presence: {minutes: 0.1, share: 1e-05}\nexchange_kinds: {ask: [q, h]}\n"
    "strata: [role]\nseed: 18446744073709551615\nmax_bad: 2%\nstrict: true\n"
    "measures: [density, isolates]\nresample: 999\ninterval: none\n"
    "trajectory: {stages: lifecycle, topology: renew+regress, indicators: [density]}\n"
    "files: {exchanges: [{path: /home/me/logs/e.csv, columns: {to: R}, values: "
    "{school: "
    "x}, time_formats: ['%Y/%m/%d'], time_zone: UTC, delimiter: tab}, b.csv]}\n";

static void settings_are_written_as_json_that_can_be_read_back(void **state)
{
    (void)state;
    clg_settings settings = settings_of(full), again;
    char *json = clg_settings_json(&settings, NULL), *second;

    assert_string_equal(
        json,
        "{\"breaks\":[{\"end\":\"2027-01-06\",\"label\":\"l\",\"school\":\"s\","
        "\"start\":\"2026-12-23\"}],\"exchange_kinds\":{\"ask\":[\"q\",\"h\"]},"
        "\"files\":{\"exchanges\":[{\"columns\":{\"to\":\"R\"},\"delimiter\":\"tab\","
        "\"path\":\"e.csv\",\"time_formats\":[\"%Y/%m/%d\"],\"time_zone\":\"UTC\","
        "\"values\":{\"school\":\"x\"}},{\"path\":\"b.csv\"}]},"
        "\"half_life\":\"none\",\"interval\":\"none\",\"max_bad\":0.02,\"measures\":["
        "\"density\",\"isolates\"]"
        ","
        "\"missing\":[\"NA\"],\"presence\":{\"minutes\":0.1,\"share\":1e-5},"
        "\"projection\":\"newman\",\"resample\":999,"
        "\"seed\":\"18446744073709551615\",\"step\":\"7d\","
        "\"strata\":[\"role\"],\"strict\":true,\"time_formats\":[\"%d.%m.%Y\"],"
        "\"time_zone\":\"Europe/Berlin\","
        "\"trajectory\":{\"indicators\":[\"density\"],\"stages\":\"lifecycle\","
        "\"topology\":\"renew+regress\"},\"window\":\"14d\"}");
    again = settings_of(json);
    second = clg_settings_json(&again, NULL);
    assert_string_equal(second, json);
    clg_free(json);
    clg_free(second);
    clg_settings_clear(&settings);
    clg_settings_clear(&again);
}

static void a_trajectory_is_chosen_or_left_out(void **state)
{
    (void)state;
    clg_settings off = settings_of("trajectory: none\n"), some = settings_of("{}"),
                 chosen = settings_of(full), again;
    char *json = clg_settings_json(&off, NULL);

    assert_true(off.trajectory.is_off);
    assert_false(some.trajectory.is_off);
    assert_null(some.trajectory.stages);
    assert_null(some.trajectory.topology);
    assert_int_equal(some.trajectory.indicators.count, 0);
    assert_string_equal(chosen.trajectory.stages, "lifecycle");
    assert_string_equal(chosen.trajectory.topology, "renew+regress");
    check_texts(&chosen.trajectory.indicators, "density");
    again = settings_of(json);
    assert_true(again.trajectory.is_off);
    clg_free(json);
    clg_settings_clear(&off);
    clg_settings_clear(&some);
    clg_settings_clear(&chosen);
    clg_settings_clear(&again);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    for (; status != CLG_OK; allowed++) {
        clg_settings settings;
        clg_error err = CLG_ERROR_INIT;

        clg_settings_init(&settings);
        clg_test_allocations_left = allowed;
        status =
            clg_settings_parse(full, sizeof full - 1, "study.yaml", &settings, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK)
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
        clg_settings_clear(&settings);
    }
    assert_true(allowed > 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_document_means_the_defaults),
        cmocka_unit_test(every_simple_key_is_read),
        cmocka_unit_test(the_end_of_a_break_is_its_last_day),
        cmocka_unit_test(kinds_map_one_value_or_several),
        cmocka_unit_test(a_table_comes_from_a_path_a_mapping_or_several),
        cmocka_unit_test(texts_are_never_taken_for_something_else),
        cmocka_unit_test(unknown_keys_are_refused_with_the_nearest),
        cmocka_unit_test(columns_of_the_roster_are_free),
        cmocka_unit_test(values_of_the_wrong_kind_are_refused),
        cmocka_unit_test(what_is_not_plain_yaml_is_refused),
        cmocka_unit_test(a_huge_document_is_refused),
        cmocka_unit_test(settings_are_written_as_json_that_can_be_read_back),
        cmocka_unit_test(a_trajectory_is_chosen_or_left_out),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
