/* Time zones from the tz database (/usr/share/zoneinfo, or $TZDIR), read here
 * because the C library knows one zone per process only. RFC 8536, version 2 and
 * above, with the footer rule for instants past the last listed change. */
#ifndef CLG_BASE_TIME_ZONE_H
#define CLG_BASE_TIME_ZONE_H

#include "collegium/error.h"

typedef struct clg_zone clg_zone;

typedef enum clg_local_kind {
    CLG_LOCAL_UNIQUE,
    CLG_LOCAL_SKIPPED, /* clocks went forward over it: no such local time */
    CLG_LOCAL_REPEATED /* clocks went back over it: it happened twice */
} clg_local_kind;

/* "UTC" and "Etc/UTC" work without the database. Names with ".." or a leading
 * slash are refused. CLG_ERROR_ARGUMENT: unknown zone (the message names it). */
clg_status clg_zone_open(const char *name, clg_zone **out,
                         clg_error *err) CLG_NODISCARD;
void clg_zone_free(clg_zone *zone);
const char *clg_zone_name(const clg_zone *zone);

int32_t clg_zone_offset_at(const clg_zone *zone, int64_t utc); /* seconds east */

/* The instant of a local time. A repeated one gives the first of the two; a
 * skipped one gives the instant at which the clocks jumped. */
clg_local_kind clg_zone_to_utc(const clg_zone *zone, int64_t local, int64_t *utc);

#endif
