/* Time zones: offsets, skipped and repeated times worked by hand, the rules past the
 * listed changes, both ways on random times, and damaged files. */
#include "check.h"

#include "base/memory.h"
#include "base/random.h"
#include "base/time.h"
#include "base/time_zone.h"
#include "base/time_zone_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static clg_zone *zone_of(const char *name)
{
    clg_zone *zone = NULL;

    check_ok(clg_zone_open(name, &zone, &err));
    return zone;
}

static int64_t seconds_of(const char *text)
{
    clg_time time;

    assert_true(clg_time_parse_iso(text, strlen(text), &time));
    return time.local;
}

static void check_local(const char *name, const char *local, clg_local_kind kind,
                        const char *utc)
{
    clg_zone *zone = zone_of(name);
    char shown[CLG_INSTANT_SIZE];
    int64_t instant;

    assert_int_equal(clg_zone_to_utc(zone, seconds_of(local), &instant), kind);
    clg_format_local(instant, shown);
    assert_string_equal(shown, utc);
    clg_zone_free(zone);
}

static void utc_needs_no_database(void **state)
{
    (void)state;
    clg_zone *zone;

    setenv("TZDIR", "/nonexistent", 1);
    zone = zone_of("UTC");
    unsetenv("TZDIR");
    assert_string_equal(clg_zone_name(zone), "UTC");
    assert_int_equal(clg_zone_offset_at(zone, 1234567890), 0);
    clg_zone_free(zone);
    check_local("Etc/UTC", "2026-09-01T15:30", CLG_LOCAL_UNIQUE, "2026-09-01T15:30:00");
}

static void local_times_become_instants(void **state)
{
    (void)state;

    check_local("Europe/Berlin", "2026-09-01T15:30", CLG_LOCAL_UNIQUE,
                "2026-09-01T13:30:00");
    check_local("America/New_York", "2026-01-15T08:00", CLG_LOCAL_UNIQUE,
                "2026-01-15T13:00:00");
    check_local("America/New_York", "1936-03-02T00:00", CLG_LOCAL_UNIQUE,
                "1936-03-02T05:00:00");
    check_local("Asia/Kathmandu", "2026-01-15T08:00", CLG_LOCAL_UNIQUE,
                "2026-01-15T02:15:00");
    check_local("Etc/GMT+5", "2026-01-15T08:00", CLG_LOCAL_UNIQUE,
                "2026-01-15T13:00:00");
}

static void a_skipped_time_gives_the_instant_of_the_jump(void **state)
{
    (void)state;

    check_local("America/New_York", "2026-03-08T02:30", CLG_LOCAL_SKIPPED,
                "2026-03-08T07:00:00");
    check_local("America/New_York", "2026-03-08T03:00", CLG_LOCAL_UNIQUE,
                "2026-03-08T07:00:00");
    check_local("Europe/Berlin", "2026-03-29T02:00", CLG_LOCAL_SKIPPED,
                "2026-03-29T01:00:00");
    check_local("Australia/Lord_Howe", "2026-10-04T02:15", CLG_LOCAL_SKIPPED,
                "2026-10-03T15:30:00"); /* by half an hour only */
    check_local("Pacific/Apia", "2011-12-30T12:00", CLG_LOCAL_SKIPPED,
                "2011-12-30T10:00:00"); /* a day without name */
}

static void a_repeated_time_gives_the_first_of_the_two(void **state)
{
    (void)state;

    check_local("America/New_York", "2026-11-01T01:30", CLG_LOCAL_REPEATED,
                "2026-11-01T05:30:00");
    check_local("America/New_York", "2026-11-01T02:00", CLG_LOCAL_UNIQUE,
                "2026-11-01T07:00:00");
    check_local("Australia/Lord_Howe", "2026-04-05T01:45", CLG_LOCAL_REPEATED,
                "2026-04-04T14:45:00");
}

static void rules_go_on_past_the_listed_changes(void **state)
{
    (void)state;

    check_local("America/New_York", "2150-07-01T12:00", CLG_LOCAL_UNIQUE,
                "2150-07-01T16:00:00");
    check_local("Europe/Berlin", "2150-03-29T02:30", CLG_LOCAL_SKIPPED,
                "2150-03-29T01:00:00");
    check_local("Europe/Dublin", "2150-01-15T12:00", CLG_LOCAL_UNIQUE,
                "2150-01-15T12:00:00"); /* winter is its "daylight-saving" time */
    check_local("Australia/Lord_Howe", "2150-01-15T12:00", CLG_LOCAL_UNIQUE,
                "2150-01-15T01:00:00");
}

static void there_and_back_is_the_same_instant(void **state)
{
    (void)state;
    static const char *const names[] = {"America/New_York", "Europe/Berlin",
                                        "Australia/Lord_Howe", "Africa/Casablanca"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        clg_zone *zone = zone_of(names[i]);
        clg_random random = clg_random_stream(1, names[i], 0, 0, 0);
        for (int k = 0; k < 20000; k++) {
            int64_t utc =
                (int64_t)(clg_random_bits(&random) % 9000000000u) - 3000000000;
            int64_t local = utc + clg_zone_offset_at(zone, utc), back;
            clg_local_kind kind = clg_zone_to_utc(zone, local, &back);
            assert_int_not_equal(kind, CLG_LOCAL_SKIPPED);
            assert_int_equal(back + clg_zone_offset_at(zone, back), local);
            assert_true(kind == CLG_LOCAL_REPEATED ? back <= utc : back == utc);
        }
        clg_zone_free(zone);
    }
}

static void all_kinds_of_rules_are_read(void **state)
{
    (void)state;
    clg_zone_footer footer;

    assert_true(clg_zone_footer_parse("CET-1CEST,M3.5.0,M10.5.0/3", 26, &footer));
    assert_int_equal(footer.standard, 3600);
    assert_int_equal(footer.daylight, 7200);
    assert_int_equal(footer.begins.kind, CLG_RULE_MONTH);
    assert_int_equal(footer.begins.time, 7200);
    assert_int_equal(footer.ends.time, 10800);
    assert_true(clg_zone_footer_parse("<-03>3", 6, &footer));
    assert_false(footer.has_daylight);
    assert_int_equal(footer.standard, -10800);
    assert_true(clg_zone_footer_parse("XXX3EDT4,0/0,J365/23", 20, &footer));
    assert_int_equal(footer.begins.kind, CLG_RULE_DAY_OF_YEAR);
    assert_int_equal(footer.ends.kind, CLG_RULE_JULIAN);
    assert_int_equal(footer.daylight, -4 * 3600);
    assert_true(clg_zone_footer_parse("IST-2IDT,M3.4.4/26,M10.5.0", 26, &footer));
    assert_int_equal(footer.begins.time, 26 * 3600);
}

static void broken_rules_are_refused(void **state)
{
    (void)state;
    static const char *const rules[] = {"",
                                        "C-1",
                                        "CET",
                                        "CET-1CEST",
                                        "CET-1CEST,M3.5.0",
                                        "CET-1CEST,M13.5.0,M10.5.0",
                                        "<CET-1",
                                        "CET-1CEST,M3.5.0,M10.5.0/3x",
                                        "CET-99",
                                        "CET-1CEST,J0,J1",
                                        "CET-1CEST,M3.5.0,M10.5.7"};
    clg_zone_footer footer;

    for (size_t i = 0; i < COUNT_OF(rules); i++)
        if (clg_zone_footer_parse(rules[i], strlen(rules[i]), &footer))
            fail_msg("'%s' is read", rules[i]);
}

/* Days 59 and 60: Jn never counts 29 February, n does. */
static void day_rules_differ_in_leap_years(void **state)
{
    (void)state;
    clg_zone zone = {.has_footer = true};

    assert_true(clg_zone_footer_parse("AAA0BBB,J60/0,300", 17, &zone.footer));
    assert_int_equal(clg_zone_offset_at(&zone, seconds_of("2024-02-29T23:59:59")), 0);
    assert_int_equal(clg_zone_offset_at(&zone, seconds_of("2024-03-01")), 3600);
    assert_true(clg_zone_footer_parse("AAA0BBB,59/0,300", 16, &zone.footer));
    assert_int_equal(clg_zone_offset_at(&zone, seconds_of("2024-02-28T23:59:59")), 0);
    assert_int_equal(clg_zone_offset_at(&zone, seconds_of("2024-02-29")), 3600);
    assert_int_equal(clg_zone_offset_at(&zone, seconds_of("2025-02-28T23:59:59")), 0);
    assert_int_equal(clg_zone_offset_at(&zone, seconds_of("2025-03-01")), 3600);
}

static void unknown_zones_are_named(void **state)
{
    (void)state;
    clg_zone *zone;

    check_fails(clg_zone_open("Europe/Berln", &zone, &err), CLG_ERROR_ARGUMENT,
                "expected a time zone such as Europe/Berlin, found 'Europe/Berln'");
    assert_null(zone);
    check_fails(clg_zone_open("../passwd", &zone, &err), CLG_ERROR_ARGUMENT,
                "expected a time zone such as Europe/Berlin, found '../passwd'");
    check_fails(clg_zone_open("/etc/passwd", &zone, &err), CLG_ERROR_ARGUMENT,
                "expected a time zone such as Europe/Berlin, found '/etc/passwd'");
    check_fails(clg_zone_open("", &zone, &err), CLG_ERROR_ARGUMENT,
                "expected a time zone such as Europe/Berlin, found ''");
    check_fails(clg_zone_open("Europe", &zone, &err), CLG_ERROR_ARGUMENT,
                "expected a time zone such as Europe/Berlin, found 'Europe'");
    check_fails(clg_zone_open("tzdata.zi", &zone, &err), CLG_ERROR_ARGUMENT,
                "expected a time zone such as Europe/Berlin, found 'tzdata.zi'");
}

static void files_cut_anywhere_are_refused(void **state)
{
    (void)state;
    unsigned char bytes[8192];
    FILE *file = fopen("/usr/share/zoneinfo/Europe/Berlin", "rb");
    size_t size;

    if (file == NULL) {
        print_message("no time zone database\n");
        skip();
    }
    size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    for (size_t cut = 0; cut < size; cut++) {
        clg_zone zone = {.name = NULL};
        unsigned char *copy = test_malloc(cut + 1);
        memcpy(copy, bytes, cut);
        check_fails(clg_zone_file_parse(copy, cut, &zone, &err), CLG_ERROR_PARSE,
                    "not a time zone file (TZif, version 2 or above)");
        clg_free(zone.changes);
        test_free(copy);
    }
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    for (; status != CLG_OK; allowed++) {
        clg_zone *zone = NULL;
        clg_error err = CLG_ERROR_INIT;

        clg_test_allocations_left = allowed;
        status = clg_zone_open("Europe/Berlin", &zone, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK) {
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
            assert_null(zone);
        }
        clg_zone_free(zone);
    }
    assert_int_equal(allowed, 5); /* four allocations, then success */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utc_needs_no_database),
        cmocka_unit_test(local_times_become_instants),
        cmocka_unit_test(a_skipped_time_gives_the_instant_of_the_jump),
        cmocka_unit_test(a_repeated_time_gives_the_first_of_the_two),
        cmocka_unit_test(rules_go_on_past_the_listed_changes),
        cmocka_unit_test(there_and_back_is_the_same_instant),
        cmocka_unit_test(all_kinds_of_rules_are_read),
        cmocka_unit_test(broken_rules_are_refused),
        cmocka_unit_test(day_rules_differ_in_leap_years),
        cmocka_unit_test(unknown_zones_are_named),
        cmocka_unit_test(files_cut_anywhere_are_refused),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
