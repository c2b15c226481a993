/* Times by ISO 8601 and by a format, zone rules and zone files. The first byte says
 * which; a format is what stands before the first newline. What is read must lie in
 * the years that exist, and an ISO date must come out as it went in. */
#include "fuzz.h"

#include "base/memory.h"
#include "base/time.h"
#include "base/time_zone.h"
#include "base/time_zone_file.h"

#include <stdlib.h>
#include <string.h>

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_range(const clg_time *time)
{
    require(time->local >= clg_day_of_civil(1, 1, 1) * CLG_DAY);
    require(time->local <= clg_day_of_civil(10000, 1, 1) * CLG_DAY);
    require(time->offset > -CLG_DAY && time->offset < CLG_DAY);
}

static void read_iso(const char *text, size_t size)
{
    char date[CLG_DATE_SIZE];
    clg_time time;

    if (!clg_time_parse_iso(text, size, &time))
        return;
    check_range(&time);
    clg_format_date(clg_day_of_seconds(time.local), date);
    require(time.has_clock || memcmp(date, text, 10) == 0);
}

static void read_by_format(const char *text, size_t size)
{
    const char *line_end = memchr(text, '\n', size);
    size_t length = line_end != NULL ? (size_t)(line_end - text) : 0;
    char format[64];
    clg_time time;

    if (length == 0 || length >= sizeof format || memchr(text, '\0', length) != NULL)
        return;
    memcpy(format, text, length);
    format[length] = '\0';
    if (clg_time_parse_format(line_end + 1, size - length - 1, format, &time)) {
        require(clg_time_format_is_known(format));
        check_range(&time);
    }
}

/* Whatever the rules say, there and back must end at the same local time. */
static void walk_through(const clg_zone *zone)
{
    for (int64_t utc = -4000000000; utc < 8000000000; utc += 398765432) {
        int64_t local = utc + clg_zone_offset_at(zone, utc), back;
        if (clg_zone_to_utc(zone, local, &back) != CLG_LOCAL_SKIPPED)
            require(back + clg_zone_offset_at(zone, back) == local);
    }
}

static void read_rule(const char *text, size_t size)
{
    clg_zone zone = {.has_footer = true};

    if (clg_zone_footer_parse(text, size, &zone.footer))
        walk_through(&zone);
}

static void read_zone_file(const char *bytes, size_t size)
{
    clg_zone zone = {.name = NULL};

    if (clg_zone_file_parse((const unsigned char *)bytes, size, &zone, NULL) == CLG_OK)
        walk_through(&zone);
    clg_free(zone.changes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *rest = (const char *)data + 1;

    if (size < 1)
        return 0;
    switch (data[0]) {
    case 'i': read_iso(rest, size - 1); break;
    case 'f': read_by_format(rest, size - 1); break;
    case 'r': read_rule(rest, size - 1); break;
    case 'z': read_zone_file(rest, size - 1); break;
    default: break;
    }
    return 0;
}
