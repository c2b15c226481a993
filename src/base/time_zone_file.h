/* What a zone of the tz database holds once read. For time_zone.c. */
#ifndef CLG_BASE_TIME_ZONE_FILE_H
#define CLG_BASE_TIME_ZONE_FILE_H

#include "base/time_zone.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum clg_rule_kind {
    CLG_RULE_JULIAN,      /* Jn: day 1 to 365 */
    CLG_RULE_DAY_OF_YEAR, /* n: day 0 to 365 */
    CLG_RULE_MONTH        /* Mm.w.d: week 5 is the last; day 0 is Sunday */
} clg_rule_kind;

typedef struct clg_zone_rule {
    clg_rule_kind kind;
    int month, week, day;
    int32_t time; /* seconds after local midnight, may be negative */
} clg_zone_rule;

/* The POSIX TZ rule of a file's last line; offsets are seconds east. */
typedef struct clg_zone_footer {
    int32_t standard, daylight;
    bool has_daylight;
    clg_zone_rule begins, ends; /* daylight-saving time */
} clg_zone_footer;

typedef struct clg_zone_change {
    int64_t at;     /* UTC */
    int32_t offset; /* from then on */
} clg_zone_change;

struct clg_zone {
    char *name;
    size_t change_count;
    clg_zone_change *changes; /* ascending */
    int32_t first_offset;     /* before the first change */
    bool has_footer;
    clg_zone_footer footer;
};

/* A rule such as "CET-1CEST,M3.5.0,M10.5.0/3", of `length` bytes (POSIX, 8.3, with
 * the hours of RFC 8536, 3.3.1). False if it is none. */
bool clg_zone_footer_parse(const char *text, size_t length, clg_zone_footer *footer);

/* Fills changes, first_offset and footer from the bytes of a TZif file. */
clg_status clg_zone_file_parse(const unsigned char *bytes, size_t size, clg_zone *zone,
                               clg_error *err) CLG_NODISCARD;

#endif
