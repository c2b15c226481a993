/* Civil time without the machine's clock, zone or locale.
 *
 * "Local seconds" are seconds since 1970-01-01T00:00 as a wall clock shows them;
 * "UTC seconds" are the instant. A day number counts days since 1970-01-01. Years
 * 0001 to 9999 are accepted. */
#ifndef CLG_BASE_TIME_H
#define CLG_BASE_TIME_H

#include "collegium/error.h"

#include <stdbool.h>

enum { CLG_DAY = 86400 };

int64_t clg_day_of_civil(int year, unsigned month, unsigned day);
void clg_civil_of_day(int64_t day, int *year, unsigned *month, unsigned *day_of_month);
unsigned clg_days_in_month(int year, unsigned month);
unsigned clg_weekday(int64_t day);           /* 0 = Monday ... 6 = Sunday */
int64_t clg_day_of_seconds(int64_t seconds); /* floor division: right before 1970 too */

typedef struct clg_time {
    int64_t local;   /* local seconds as written */
    bool has_offset; /* "Z" or "+02:00" was written */
    int32_t offset;  /* seconds east of UTC, when has_offset */
    bool has_clock;  /* false for a bare date: the time of day is unknown */
} clg_time;

/* An ISO 8601 date or date-time: 2026-09-01, 2026-09-01T15:30, with a space for
 * T, with seconds and a fraction (dropped), with Z, +02:00, +0200 or +02. The
 * whole text must match. Returns false if it does not or the date is impossible. */
bool clg_time_parse_iso(const char *text, size_t length, clg_time *out);

/* By a strptime(3) format in the C locale; the whole text must match, and the day
 * must exist in its month (30 February is refused). %z gives the offset; without
 * %H or %I there is no clock. */
bool clg_time_parse_format(const char *text, size_t length, const char *format,
                           clg_time *out);

/* Whether a format gives a day and holds no conversion that is not read here. Known
 * are %Y %y %C %m %b %B %h %d %e %j %a %A %D %F, %H %k %I %l %M %S %p %P %R %T %r,
 * %f (a fraction, dropped), %s, %z, %Z (UTC, GMT or Z), %n %t and %%. */
bool clg_time_format_is_known(const char *format);

enum { CLG_DATE_SIZE = 16, CLG_INSTANT_SIZE = 32 };
void clg_format_date(int64_t day, char text[CLG_DATE_SIZE]); /* 2026-09-01 */
void clg_format_local(int64_t seconds,
                      char text[CLG_INSTANT_SIZE]); /* 2026-09-01T15:30:00 */

#endif
