/* Local time and instants: a zone is a table of changes, then a yearly rule.
 *
 * Both directions look at spans of constant offset. A local time is tried in every
 * span near it, earliest first: in one it is unique, in two it is repeated, in none
 * it was skipped. Reading the file is time_zone_file.c's. */
#include "base/time_zone.h"

#include "base/memory.h"
#include "base/time.h"
#include "base/time_zone_file.h"

enum { FAR = 26 * 3600 }; /* no offset is larger (RFC 8536, section 3.2) */

/* A span of constant offset: [.., until). */
typedef struct span {
    int32_t offset;
    int64_t until;
} span;

static bool is_leap(int year)
{
    return clg_days_in_month(year, 2) == 29;
}

/* The local second, by the clock in force before, at which a rule takes effect. */
static int64_t local_of_rule(const clg_zone_rule *rule, int year)
{
    int64_t day = clg_day_of_civil(year, 1, 1);

    if (rule->kind == CLG_RULE_JULIAN) /* 1..365, 29 February is never counted */
        day += rule->day - 1 + (is_leap(year) && rule->day >= 60);
    else if (rule->kind == CLG_RULE_DAY_OF_YEAR) /* 0..365 */
        day += rule->day;
    else {
        unsigned month = (unsigned)rule->month, weekday;
        int64_t last;
        day = clg_day_of_civil(year, month, 1);
        last = day + clg_days_in_month(year, month) - 1;
        weekday = (clg_weekday(day) + 1) % 7; /* Sunday is 0 in the rule */
        day += (rule->day + 7 - (int)weekday) % 7 + 7 * (rule->week - 1);
        while (day > last)
            day -= 7;
    }
    return day * CLG_DAY + rule->time;
}

/* The changes of three years around, in order; two a year. */
static void list_changes(const clg_zone_footer *footer, int year, int64_t at[6],
                         int32_t offset[6])
{
    for (int i = 0; i < 3; i++) {
        int64_t begins =
            local_of_rule(&footer->begins, year - 1 + i) - footer->standard;
        int64_t ends = local_of_rule(&footer->ends, year - 1 + i) - footer->daylight;
        int first = begins < ends ? 2 * i : 2 * i + 1, second = 4 * i + 1 - first;
        at[first] = begins;
        offset[first] = footer->daylight;
        at[second] = ends;
        offset[second] = footer->standard;
    }
}

static span span_by_footer(const clg_zone_footer *footer, int64_t utc)
{
    int64_t at[6];
    int32_t offset[6];
    unsigned month, day;
    int year, i;

    if (!footer->has_daylight)
        return (span){footer->standard, INT64_MAX};
    clg_civil_of_day(clg_day_of_seconds(utc + footer->standard), &year, &month, &day);
    list_changes(footer, year, at, offset);
    for (i = 5; i > 0 && at[i] > utc; i--) {
    }
    return (span){offset[i], i < 5 ? at[i + 1] : at[5] + CLG_DAY};
}

static span span_at(const clg_zone *zone, int64_t utc)
{
    size_t low = 0, high = zone->change_count; /* changes before low are <= utc */

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->changes[middle].at <= utc)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < zone->change_count)
        return (span){low > 0 ? zone->changes[low - 1].offset : zone->first_offset,
                      zone->changes[low].at};
    if (zone->has_footer)
        return span_by_footer(&zone->footer, utc);
    return (span){low > 0 ? zone->changes[low - 1].offset : zone->first_offset,
                  INT64_MAX};
}

int32_t clg_zone_offset_at(const clg_zone *zone, int64_t utc)
{
    return span_at(zone, utc).offset;
}

clg_local_kind clg_zone_to_utc(const clg_zone *zone, int64_t local, int64_t *utc)
{
    int64_t from = local - FAR, jump = from;
    bool is_found = false, is_jumped = false;

    while (from <= local + FAR) {
        span here = span_at(zone, from);
        int64_t instant = local - here.offset;
        bool is_inside = instant >= from && instant < here.until;

        if (is_inside && is_found)
            return CLG_LOCAL_REPEATED;
        if (is_inside) {
            *utc = instant;
            is_found = true;
        } else if (instant < from && !is_found && !is_jumped) {
            jump = from; /* this span begins later than the time asked for */
            is_jumped = true;
        }
        if (here.until == INT64_MAX)
            break;
        from = here.until;
    }
    if (is_found)
        return CLG_LOCAL_UNIQUE;
    *utc = jump;
    return CLG_LOCAL_SKIPPED;
}

const char *clg_zone_name(const clg_zone *zone)
{
    return zone->name;
}

void clg_zone_free(clg_zone *zone)
{
    if (zone == NULL)
        return;
    clg_free(zone->name);
    clg_free(zone->changes);
    clg_free(zone);
}
