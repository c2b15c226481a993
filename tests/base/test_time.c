/* Dates and times: the calendar over its whole range, what is read as ISO 8601 and by
 * a format, and what is refused. */
#include "check.h"

#include "base/time.h"

#include <string.h>

static void days_and_dates_agree_over_ten_thousand_years(void **state)
{
    (void)state;
    int64_t day = clg_day_of_civil(1, 1, 1);

    assert_int_equal(clg_day_of_civil(1970, 1, 1), 0);
    assert_int_equal(clg_day_of_civil(2000, 3, 1), 11017);
    assert_int_equal(clg_day_of_civil(1969, 12, 31), -1);
    for (int year = 1; year <= 9999; year++) {
        for (unsigned month = 1; month <= 12; month++) {
            int found_year;
            unsigned found_month, found_day;
            assert_int_equal(clg_day_of_civil(year, month, 1), day);
            day += clg_days_in_month(year, month);
            clg_civil_of_day(day - 1, &found_year, &found_month, &found_day);
            assert_int_equal(found_year, year);
            assert_int_equal(found_month, month);
            assert_int_equal(found_day, clg_days_in_month(year, month));
        }
    }
}

static void leap_years_follow_the_gregorian_rule(void **state)
{
    (void)state;

    assert_int_equal(clg_days_in_month(2024, 2), 29);
    assert_int_equal(clg_days_in_month(2026, 2), 28);
    assert_int_equal(clg_days_in_month(1900, 2), 28);
    assert_int_equal(clg_days_in_month(2000, 2), 29);
    assert_int_equal(clg_days_in_month(2026, 4), 30);
}

static void weekdays_count_from_monday_before_1970_too(void **state)
{
    (void)state;

    assert_int_equal(clg_weekday(0), 3); /* Thursday */
    assert_int_equal(clg_weekday(clg_day_of_civil(2026, 8, 31)), 0);
    assert_int_equal(clg_weekday(clg_day_of_civil(1936, 3, 2)), 0);
    assert_int_equal(clg_weekday(-1), 2);
    assert_int_equal(clg_weekday(-4), 6);
}

static void seconds_before_midnight_belong_to_the_day_before(void **state)
{
    (void)state;

    assert_int_equal(clg_day_of_seconds(0), 0);
    assert_int_equal(clg_day_of_seconds(86399), 0);
    assert_int_equal(clg_day_of_seconds(-1), -1);
    assert_int_equal(clg_day_of_seconds(-86400), -1);
    assert_int_equal(clg_day_of_seconds(-86401), -2);
}

/* Shows a time as "2026-09-01T15:30:00", with "d" for a bare date and the offset. */
static void check_iso(const char *text, const char *local, bool has_clock,
                      bool has_offset, int offset)
{
    char shown[CLG_INSTANT_SIZE];
    clg_time time;

    if (!clg_time_parse_iso(text, strlen(text), &time))
        fail_msg("'%s' is not read", text);
    clg_format_local(time.local, shown);
    assert_string_equal(shown, local);
    assert_int_equal(time.has_clock, has_clock);
    assert_int_equal(time.has_offset, has_offset);
    assert_int_equal(time.offset, offset);
}

static void iso_dates_and_times_are_read(void **state)
{
    (void)state;

    check_iso("2026-09-01", "2026-09-01T00:00:00", false, false, 0);
    check_iso("1936-02-29", "1936-02-29T00:00:00", false, false, 0);
    check_iso("0001-01-01", "0001-01-01T00:00:00", false, false, 0);
    check_iso("9999-12-31T23:59:59", "9999-12-31T23:59:59", true, false, 0);
    check_iso("2026-09-01T15:30", "2026-09-01T15:30:00", true, false, 0);
    check_iso("2026-09-01 15:30", "2026-09-01T15:30:00", true, false, 0);
    check_iso("2026-09-01T15:30:07.123456", "2026-09-01T15:30:07", true, false, 0);
    check_iso("2026-09-01T15:30:07,5", "2026-09-01T15:30:07", true, false, 0);
    check_iso("2026-09-01T24:00", "2026-09-02T00:00:00", true, false, 0);
    check_iso("2026-09-01T15:30Z", "2026-09-01T15:30:00", true, true, 0);
    check_iso("2026-09-01T15:30:00.5+02:00", "2026-09-01T15:30:00", true, true, 7200);
    check_iso("2026-09-01T15:30-0330", "2026-09-01T15:30:00", true, true, -12600);
    check_iso("2026-09-01T15:30+05", "2026-09-01T15:30:00", true, true, 18000);
}

static void what_is_not_iso_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "2026",
                                        "2026-9-1",
                                        "2026-09-31",
                                        "2026-02-29",
                                        "1900-02-29",
                                        "2026-00-01",
                                        "2026-13-01",
                                        "2026-09-00",
                                        "0000-01-01",
                                        "20260901",
                                        "2026/09/01",
                                        "31/31/26",
                                        "2026-09-01T",
                                        "2026-09-01T15",
                                        "2026-09-01T15:3",
                                        "2026-09-01T25:00",
                                        "2026-09-01T24:01",
                                        "2026-09-01T15:60",
                                        "2026-09-01T15:30:60",
                                        "2026-09-01T15:30:",
                                        "2026-09-01T15:30:07.",
                                        "2026-09-01T15:30x",
                                        "2026-09-01T15:30+2",
                                        "2026-09-01T15:30+24:00",
                                        "2026-09-01T15:30+02:60",
                                        "2026-09-01T15:30+02:",
                                        "2026-09-01T15:30ZZ",
                                        "2026-09-01Z",
                                        " 2026-09-01",
                                        "2026-09-01 ",
                                        "2026-09-0:",
                                        "202\xc3\xa4-09-01"};
    clg_time time;

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (clg_time_parse_iso(texts[i], strlen(texts[i]), &time))
            fail_msg("'%s' is read", texts[i]);
}

static void check_format(const char *text, const char *format, const char *local,
                         bool has_clock)
{
    char shown[CLG_INSTANT_SIZE];
    clg_time time;

    assert_true(clg_time_format_is_known(format));
    if (!clg_time_parse_format(text, strlen(text), format, &time))
        fail_msg("'%s' is not read by '%s'", text, format);
    clg_format_local(time.local, shown);
    assert_string_equal(shown, local);
    assert_int_equal(time.has_clock, has_clock);
}

static void formats_are_read_as_by_strptime(void **state)
{
    (void)state;

    check_format("4/8/13 9:05", "%m/%d/%y %H:%M", "2013-04-08T09:05:00", true);
    check_format("01.09.2026", "%d.%m.%Y", "2026-09-01T00:00:00", false);
    check_format("Sep 1, 2026 12:07 AM", "%b %d, %Y %I:%M %p", "2026-09-01T00:07:00",
                 true);
    check_format("1 september 2026 12:07:09 pm", "%d %B %Y %I:%M:%S %p",
                 "2026-09-01T12:07:09", true);
    check_format("Tue, 1 May 2026", "%a, %e %b %Y", "2026-05-01T00:00:00", false);
    check_format("2024-366", "%Y-%j", "2024-12-31T00:00:00", false);
}

static void two_digit_years_mean_1969_to_2068(void **state)
{
    (void)state;

    check_format("1/1/69", "%m/%d/%y", "1969-01-01T00:00:00", false);
    check_format("1/1/68", "%m/%d/%y", "2068-01-01T00:00:00", false);
    check_format("1/1/00", "%m/%d/%y", "2000-01-01T00:00:00", false);
}

static void offsets_and_epochs_make_instants(void **state)
{
    (void)state;
    clg_time time;

    assert_true(clg_time_parse_format("01/09/2026 15:30 +0200", 22, "%d/%m/%Y %H:%M %z",
                                      &time));
    assert_true(time.has_offset);
    assert_int_equal(time.offset, 7200);
    assert_true(clg_time_parse_format("-86400", 6, "%s", &time));
    assert_true(time.has_offset && time.has_clock);
    assert_int_equal(time.local, -86400);
    assert_true(clg_time_parse_format("2026-09-01 15:30 UTC", 20, "%F %R %Z", &time));
    assert_true(time.has_offset);
    assert_false(clg_time_parse_format("2026-09-01 15:30 EST", 20, "%F %R %Z", &time));
}

static void what_does_not_fit_the_format_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *format;
    } cases[] = {{"30/02/2026", "%d/%m/%Y"},
                 {"31/31/26", "%m/%d/%y"},
                 {"1/1/2026 x", "%d/%m/%Y"},
                 {"1/1", "%d/%m/%Y"},
                 {"1/1/2026 24:00", "%d/%m/%Y %H:%M"},
                 {"2026-366", "%Y-%j"},
                 {"2026", "%Y"},
                 {"1/1/2026", "%d/%m/%Y%"},
                 {"1/1/2026", "%d/%m/%Q"},
                 {"", "%d"},
                 {"99999999999999", "%s"},
                 {"13:00 PM 1/1/2026", "%I:%M %p %d/%m/%Y"}};
    clg_time time;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (clg_time_parse_format(cases[i].text, strlen(cases[i].text), cases[i].format,
                                  &time))
            fail_msg("'%s' is read by '%s'", cases[i].text, cases[i].format);
}

static void a_format_must_give_a_day(void **state)
{
    (void)state;

    assert_true(clg_time_format_is_known("%m/%d/%y %H:%M"));
    assert_true(clg_time_format_is_known("%s"));
    assert_false(clg_time_format_is_known("%H:%M"));
    assert_false(clg_time_format_is_known("%Y-%m"));
    assert_false(clg_time_format_is_known("%Y-%m-%d %Q"));
    assert_false(clg_time_format_is_known("%Y-%m-%d %"));
    assert_false(clg_time_format_is_known(""));
}

static void dates_are_written_as_they_are_read(void **state)
{
    (void)state;
    char text[CLG_DATE_SIZE];

    clg_format_date(clg_day_of_civil(1936, 2, 29), text);
    assert_string_equal(text, "1936-02-29");
    clg_format_date(clg_day_of_civil(1, 1, 1), text);
    assert_string_equal(text, "0001-01-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_dates_agree_over_ten_thousand_years),
        cmocka_unit_test(leap_years_follow_the_gregorian_rule),
        cmocka_unit_test(weekdays_count_from_monday_before_1970_too),
        cmocka_unit_test(seconds_before_midnight_belong_to_the_day_before),
        cmocka_unit_test(iso_dates_and_times_are_read),
        cmocka_unit_test(what_is_not_iso_is_refused),
        cmocka_unit_test(formats_are_read_as_by_strptime),
        cmocka_unit_test(two_digit_years_mean_1969_to_2068),
        cmocka_unit_test(offsets_and_epochs_make_instants),
        cmocka_unit_test(what_does_not_fit_the_format_is_refused),
        cmocka_unit_test(a_format_must_give_a_day),
        cmocka_unit_test(dates_are_written_as_they_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
