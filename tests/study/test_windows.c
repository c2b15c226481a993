/* Windows: months, weeks, quarters, days, terms and steps on the calendar; local
 * midnights where clocks change; breaks and silent windows. */
#include "check.h"
#include "tiny_study.h"

#include "base/memory.h"
#include "base/time.h"
#include "study/calendar.h"
#include "study/windows.h"

#include <stdio.h>
#include <string.h>

static int64_t day_of(const char *date)
{
    clg_time time;

    assert_true(clg_time_parse_iso(date, strlen(date), &time));
    return clg_day_of_seconds(time.local);
}

/* An instant, of a local time in the zone of the last school. */
static int64_t instant_of(const clg_study *study, const char *local)
{
    clg_time time;
    int64_t utc;

    assert_true(clg_time_parse_iso(local, strlen(local), &time));
    (void)clg_zone_to_utc(study->zones[study->schools.count - 1], time.local, &utc);
    return utc;
}

static clg_study *new_study(const char *window)
{
    clg_study *study = tiny_study_new();

    clg_settings_init(&study->settings);
    assert_true(clg_span_parse(window, &study->settings.window));
    study->zones = clg_array_new(8, sizeof(clg_zone *), NULL);
    study->schools.zone = clg_array_new(8, sizeof(uint32_t), NULL);
    return study;
}

static void add_school(clg_study *study, const char *id, const char *zone)
{
    tiny_school(study, 3);
    check_ok(clg_texts_append(&study->schools.ids, id, strlen(id), &err));
    check_ok(clg_zone_open(zone, &study->zones[study->zone_count], &err));
    study->schools.zone[study->schools.count - 1] = (uint32_t)study->zone_count++;
}

static void exchange_at(clg_study *study, const char *local)
{
    tiny_exchange(study, instant_of(study, local), 0, 1, 0, 1.0f);
}

static void meet_at(clg_study *study, const char *local, clg_presence presence)
{
    tiny_meeting(study, instant_of(study, local), 60.0f);
    tiny_row(study, 0, presence, 60.0f);
}

static void free_study(clg_study *study)
{
    for (size_t z = 0; z < study->zone_count; z++)
        clg_zone_free(study->zones[z]);
    clg_free(study->zones);
    clg_free(study->schools.zone);
    clg_texts_clear(&study->schools.ids);
    tiny_study_free(study);
}

/* One school in UTC with an exchange on each of two moments. */
static clg_study *study_from_to(const char *window, const char *from, const char *to)
{
    clg_study *study = new_study(window);

    add_school(study, "s", "UTC");
    exchange_at(study, from);
    exchange_at(study, to);
    return study;
}

static clg_windows windows_of(const clg_study *study)
{
    clg_windows windows;

    check_ok(clg_windows_new(study, &windows, &err));
    return windows;
}

/* "2026-09-01 2026-09; 2026-10-01 2026-10", as id and label. */
static void check_layout(const clg_study *study, const char *expected)
{
    clg_windows windows = windows_of(study);
    char shown[2048] = "";

    for (uint32_t w = 0; w < windows.count; w++) {
        size_t length = strlen(shown);
        snprintf(shown + length, sizeof shown - length, "%s%s %s", w > 0 ? "; " : "",
                 clg_texts_at(&windows.ids, w), clg_texts_at(&windows.labels, w));
    }
    assert_string_equal(shown, expected);
    clg_windows_clear(&windows);
}

static void check_span(const char *window, const char *step, const char *from,
                       const char *to, const char *expected)
{
    clg_study *study = study_from_to(window, from, to);

    study->settings.has_step = step != NULL;
    if (step != NULL)
        assert_true(clg_span_parse(step, &study->settings.step));
    check_layout(study, expected);
    free_study(study);
}

static void windows_begin_with_the_unit_of_the_first_activity(void **state)
{
    (void)state;

    check_span("month", NULL, "2026-01-31T23:59", "2026-03-01T00:00",
               "2026-01-01 2026-01; 2026-02-01 2026-02; 2026-03-01 2026-03");
    check_span("month", NULL, "2024-02-10T12:00", "2024-02-29T23:59",
               "2024-02-01 2024-02");
    check_span("quarter", NULL, "2026-05-20T12:00", "2026-10-01T00:00",
               "2026-04-01 2026-Q2; 2026-07-01 2026-Q3; 2026-10-01 2026-Q4");
    check_span("week", NULL, "2026-09-06T23:59", "2026-09-07T00:00",
               "2026-08-31 2026-W36; 2026-09-07 2026-W37");
    check_span("14d", NULL, "2026-09-03T12:00", "2026-09-17T00:00",
               "2026-09-03 2026-09-03/2026-09-16; 2026-09-17 2026-09-17/2026-09-30");
}

static void windows_before_1970_are_the_same(void **state)
{
    (void)state;

    check_span("month", NULL, "1936-02-29T12:00", "1936-03-01T00:00",
               "1936-02-01 1936-02; 1936-03-01 1936-03");
    check_span("week", NULL, "1936-03-02T12:00", "1936-03-02T13:00",
               "1936-03-02 1936-W10");
}

static void weeks_belong_to_the_year_of_their_thursday(void **state)
{
    (void)state;

    check_span("week", NULL, "2027-01-01T12:00", "2027-01-04T12:00",
               "2026-12-28 2026-W53; 2027-01-04 2027-W01");
    check_span("week", NULL, "2024-12-30T12:00", "2024-12-30T12:00",
               "2024-12-30 2025-W01");
}

static void steps_make_windows_overlap(void **state)
{
    (void)state;

    check_span("14d", "7d", "2026-09-01T12:00", "2026-09-15T12:00",
               "2026-09-01 2026-09-01/2026-09-14; 2026-09-08 2026-09-08/2026-09-21; "
               "2026-09-15 2026-09-15/2026-09-28");
    check_span("quarter", "month", "2026-04-10T12:00", "2026-05-10T12:00",
               "2026-04-01 2026-Q2; 2026-05-01 2026-05-01/2026-07-31");
    check_span("month", "14d", "2026-01-10T12:00", "2026-01-31T12:00",
               "2026-01-01 2026-01; 2026-01-15 2026-01-15/2026-02-14; "
               "2026-01-29 2026-01-29/2026-02-27");
}

/* From the 31st: the step counts from the origin, so that later months keep the day. */
static void months_from_a_late_day_end_with_short_months(void **state)
{
    (void)state;

    check_span("14d", "month", "2026-01-31T12:00", "2026-03-31T12:00",
               "2026-01-31 2026-01-31/2026-02-13; 2026-02-28 2026-02-28/2026-03-13; "
               "2026-03-31 2026-03-31/2026-04-13");
}

static void months_tile_the_calendar_without_gaps(void **state)
{
    (void)state;
    static const char *const spans[] = {"month", "quarter", "week", "9d"};

    for (size_t i = 0; i < COUNT_OF(spans); i++) {
        clg_study *study =
            study_from_to(spans[i], "1899-12-31T12:00", "2101-01-01T12:00");
        clg_windows windows = windows_of(study);
        int64_t first = day_of("1899-12-31"), last = day_of("2101-01-01");
        assert_true(windows.start_day[0] <= first && first < windows.end_day[0]);
        for (uint32_t w = 1; w < windows.count; w++) {
            assert_int_equal(windows.start_day[w], windows.end_day[w - 1]);
            assert_true(windows.end_day[w] > windows.start_day[w]);
        }
        assert_true(windows.end_day[windows.count - 1] > last);
        assert_true(windows.start_day[windows.count - 1] <= last);
        clg_windows_clear(&windows);
        free_study(study);
    }
}

static void borders_belong_to_the_later_window(void **state)
{
    (void)state;
    clg_study *study = study_from_to("month", "2026-01-31T23:59:59", "2026-02-01");
    clg_windows windows = windows_of(study);

    assert_int_equal(windows.count, 2);
    assert_int_equal(clg_window_end(&windows, study, 0, 0),
                     clg_window_begin(&windows, study, 0, 1));
    assert_int_equal(clg_lower_bound(study->exchanges.time, 0, 2,
                                     clg_window_begin(&windows, study, 0, 1)),
                     1);
    clg_windows_clear(&windows);
    free_study(study);
}

/* Days on which clocks change are 23, 25, 23.5 or 24.5 hours long. */
static void check_length_of_day(const char *zone, const char *day, int64_t minutes)
{
    clg_study *study = new_study("1d");
    clg_windows windows;
    char local[32];

    add_school(study, "s", zone);
    snprintf(local, sizeof local, "%sT12:00", day);
    exchange_at(study, local);
    windows = windows_of(study);
    assert_int_equal(windows.count, 1);
    assert_string_equal(clg_texts_at(&windows.ids, 0), day);
    assert_int_equal((windows.end[0] - windows.begin[0]) / 60, minutes);
    clg_windows_clear(&windows);
    free_study(study);
}

static void days_are_as_long_as_the_clocks_make_them(void **state)
{
    (void)state;

    check_length_of_day("America/New_York", "2026-03-08", 23 * 60);
    check_length_of_day("America/New_York", "2026-11-01", 25 * 60);
    check_length_of_day("America/New_York", "2026-06-01", 24 * 60);
    check_length_of_day("Europe/Berlin", "2026-03-29", 23 * 60);
    check_length_of_day("Europe/Berlin", "2026-10-25", 25 * 60);
    check_length_of_day("Australia/Lord_Howe", "2026-10-04", 23 * 60 + 30);
    check_length_of_day("Australia/Lord_Howe", "2026-04-05", 24 * 60 + 30);
    check_length_of_day("America/Sao_Paulo", "2018-11-04", 23 * 60); /* at midnight */
    check_length_of_day("America/Sao_Paulo", "2018-02-17", 25 * 60);
}

static void every_minute_falls_into_the_window_of_its_local_day(void **state)
{
    (void)state;
    static const char *const zones[] = {"America/New_York", "Europe/Berlin",
                                        "Australia/Lord_Howe"};

    for (size_t i = 0; i < COUNT_OF(zones); i++) {
        clg_study *study = new_study("1d");
        clg_windows windows;
        int64_t from;
        add_school(study, "s", zones[i]);
        exchange_at(study, "2026-01-01T12:00");
        exchange_at(study, "2026-12-31T12:00");
        windows = windows_of(study);
        assert_int_equal(windows.count, 365);
        from = windows.begin[0];
        for (int64_t utc = from; utc < windows.end[364]; utc += 600) {
            int64_t day =
                clg_day_of_seconds(utc + clg_zone_offset_at(*study->zones, utc));
            size_t w = clg_lower_bound(windows.begin, 0, windows.count, utc + 1) - 1;
            assert_int_equal(windows.start_day[w], day);
            assert_true(utc >= windows.begin[w] && utc < windows.end[w]);
        }
        clg_windows_clear(&windows);
        free_study(study);
    }
}

static void each_school_has_its_own_midnight(void **state)
{
    (void)state;
    clg_study *study = new_study("month");
    clg_windows windows;

    add_school(study, "berlin", "Europe/Berlin");
    exchange_at(study, "2026-09-01T00:00");
    add_school(study, "york", "America/New_York");
    exchange_at(study, "2026-08-31T23:59"); /* in UTC after the other one */
    windows = windows_of(study);
    assert_int_equal(windows.count, 2);
    assert_string_equal(clg_texts_at(&windows.ids, 0), "2026-08-01");
    assert_int_equal(clg_window_begin(&windows, study, 1, 1) -
                         clg_window_begin(&windows, study, 0, 1),
                     6 * 3600);
    clg_windows_clear(&windows);
    free_study(study);
}

static void invitations_are_no_activity(void **state)
{
    (void)state;
    clg_study *study = new_study("month");

    add_school(study, "s", "UTC");
    meet_at(study, "2026-01-10T12:00", CLG_INVITED);
    meet_at(study, "2026-02-10T12:00", CLG_PRESENT);
    meet_at(study, "2026-03-10T12:00", CLG_BELOW_THRESHOLD);
    check_layout(study, "2026-02-01 2026-02");
    free_study(study);
}

static void a_study_without_activity_has_no_windows(void **state)
{
    (void)state;
    clg_study *study = new_study("month");

    add_school(study, "s", "UTC");
    check_layout(study, "");
    free_study(study);
}

/* A letter a window: open, break, inactive. */
static void check_states(const clg_study *study, uint32_t school, const char *expected)
{
    clg_windows windows = windows_of(study);
    char shown[64] = "";

    for (uint32_t w = 0; w < windows.count; w++)
        shown[w] = "obi"[windows.state[school * windows.count + w]];
    assert_string_equal(shown, expected);
    clg_windows_clear(&windows);
}

static void a_break_covers_a_window_wholly(void **state)
{
    (void)state;
    clg_study *study = study_from_to("month", "2026-06-10T12:00", "2026-10-10T12:00");
    char here[] = "s", elsewhere[] = "r";
    clg_break breaks[] = {
        {day_of("2026-07-01"), day_of("2026-07-20"), NULL, NULL},
        {day_of("2026-08-02"), day_of("2026-09-01"), NULL, NULL}, /* not the first */
        {day_of("2026-07-20"), day_of("2026-08-01"), here, NULL}, /* touches */
        {day_of("2026-08-01"), day_of("2026-08-02"), elsewhere, NULL}};

    tiny_outside(study, instant_of(study, "2026-08-15T12:00"), 0, true);
    study->breaks = breaks;
    study->break_count = COUNT_OF(breaks);
    check_states(study, 0, "oboio");
    study->break_count = 2;
    check_states(study, 0, "oioio");
    free_study(study);
}

static void a_break_of_one_school_is_open_in_the_others(void **state)
{
    (void)state;
    clg_study *study = new_study("month");
    char b[] = "b", z[] = "z", aa[] = "aa";
    clg_break breaks[] = {{day_of("2026-01-01"), day_of("2026-02-01"), z, NULL},
                          {day_of("2026-01-01"), day_of("2026-02-01"), b, NULL},
                          {day_of("2026-01-01"), day_of("2026-03-01"), aa, NULL}};

    add_school(study, "a", "UTC");
    exchange_at(study, "2026-01-10T12:00");
    add_school(study, "b", "UTC");
    exchange_at(study, "2026-03-10T12:00");
    add_school(study, "c", "UTC");
    study->breaks = breaks;
    study->break_count = COUNT_OF(breaks);
    check_states(study, 0, "oio");
    check_states(study, 1, "bio");
    check_states(study, 2, "oio");
    free_study(study);
}

static void terms_are_windows_where_they_overlap_the_activity(void **state)
{
    (void)state;
    clg_study *study = study_from_to("terms", "2026-09-10T12:00", "2027-02-10T12:00");
    char autumn[] = "autumn 2026", spring[] = "spring 2027", early[] = "early";
    clg_break terms[] = {{day_of("2027-02-01"), day_of("2027-07-01"), NULL, spring},
                         {day_of("2026-09-01"), day_of("2026-12-20"), NULL, autumn},
                         {day_of("2026-02-01"), day_of("2026-07-01"), NULL, early},
                         {day_of("2027-09-01"), day_of("2027-12-01"), NULL, NULL}};

    study->terms = terms;
    study->term_count = COUNT_OF(terms);
    check_layout(study, "2026-09-01 autumn 2026; 2027-02-01 spring 2027");
    terms[0].label = NULL;
    check_layout(study, "2026-09-01 autumn 2026; 2027-02-01 2027-02-01/2027-06-30");
    free_study(study);
}

static void impossible_windows_are_refused(void **state)
{
    (void)state;
    clg_study *study = study_from_to("1d", "0202-01-01T12:00", "2026-01-01T12:00");
    clg_windows windows;
    clg_break terms[] = {{0, 100, NULL, NULL}, {0, 200, NULL, NULL}};

    check_fails(clg_windows_new(study, &windows, &err), CLG_ERROR_ARGUMENT,
                "windows every 1d from 0202-01-01 to 2026-01-01 are more than 100000");
    assert_true(clg_span_parse("terms", &study->settings.window));
    check_fails(clg_windows_new(study, &windows, &err), CLG_ERROR_ARGUMENT,
                "windows of terms need terms");
    study->terms = terms;
    study->term_count = 2;
    check_fails(clg_windows_new(study, &windows, &err), CLG_ERROR_ARGUMENT,
                "two terms begin on 1970-01-01");
    study->term_count = 1;
    terms[0].end_day = -1000000;
    check_fails(clg_windows_new(study, &windows, &err), CLG_ERROR_ARGUMENT,
                "none of the terms overlaps the time in which anything happened");
    study->settings.has_step = true;
    check_fails(clg_windows_new(study, &windows, &err), CLG_ERROR_ARGUMENT,
                "a step can't be used with windows of terms");
    free_study(study);
}

static void membership_is_half_open(void **state)
{
    (void)state;
    clg_study *study = new_study("month");

    add_school(study, "s", "UTC");
    tiny_membership(study, 0, 100, 200);
    assert_true(clg_is_member_during(&study->people, 0, 199, 300));
    assert_false(clg_is_member_during(&study->people, 0, 200, 300));
    assert_true(clg_is_member_during(&study->people, 0, 0, 101));
    assert_false(clg_is_member_during(&study->people, 0, 0, 100));
    assert_true(clg_is_member_during(&study->people, 1, INT64_MIN / 2, INT64_MAX / 2));
    free_study(study);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    clg_study *study = study_from_to("month", "2026-01-10T12:00", "2028-02-10T12:00");
    clg_break breaks[] = {{day_of("2026-02-01"), day_of("2026-03-01"), NULL, NULL}};
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    study->breaks = breaks;
    study->break_count = 1;
    for (; status != CLG_OK; allowed++) {
        clg_windows windows;
        clg_error err = CLG_ERROR_INIT;

        clg_test_allocations_left = allowed;
        status = clg_windows_new(study, &windows, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK)
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
        clg_windows_clear(&windows);
    }
    assert_true(allowed > 8);
    free_study(study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windows_begin_with_the_unit_of_the_first_activity),
        cmocka_unit_test(windows_before_1970_are_the_same),
        cmocka_unit_test(weeks_belong_to_the_year_of_their_thursday),
        cmocka_unit_test(steps_make_windows_overlap),
        cmocka_unit_test(months_from_a_late_day_end_with_short_months),
        cmocka_unit_test(months_tile_the_calendar_without_gaps),
        cmocka_unit_test(borders_belong_to_the_later_window),
        cmocka_unit_test(days_are_as_long_as_the_clocks_make_them),
        cmocka_unit_test(every_minute_falls_into_the_window_of_its_local_day),
        cmocka_unit_test(each_school_has_its_own_midnight),
        cmocka_unit_test(invitations_are_no_activity),
        cmocka_unit_test(a_study_without_activity_has_no_windows),
        cmocka_unit_test(a_break_covers_a_window_wholly),
        cmocka_unit_test(a_break_of_one_school_is_open_in_the_others),
        cmocka_unit_test(terms_are_windows_where_they_overlap_the_activity),
        cmocka_unit_test(impossible_windows_are_refused),
        cmocka_unit_test(membership_is_half_open),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
