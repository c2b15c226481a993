#include "ingest/field.h"

#include "base/time.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { CLIP_BYTES = 60 };

void clg_field_set_missing(clg_cell *cell)
{
    cell->is_missing = true;
    cell->has_clock = cell->is_repeated = false;
    cell->code = CLG_NO_CODE;
    cell->instant = CLG_NO_INSTANT;
    cell->number = NAN;
    cell->choice = CLG_NO_CHOICE;
}

const char *clg_clip(const char *text, size_t length, char clipped[CLG_CLIP_SIZE])
{
    size_t kept = length;

    if (length > CLIP_BYTES) {
        kept = CLIP_BYTES;
        while (kept > 0 && ((unsigned char)text[kept] & 0xC0) == 0x80)
            kept--; /* not inside a UTF-8 sequence */
    }
    memcpy(clipped, text, kept);
    strcpy(clipped + kept, kept < length ? "..." : "");
    return clipped;
}

static bool refuse(const clg_cell *cell, const char *expected,
                   char reason[CLG_REASON_SIZE])
{
    char clipped[CLG_CLIP_SIZE];

    snprintf(reason, CLG_REASON_SIZE, "expected %s, found '%s'", expected,
             clg_clip(cell->text, cell->length, clipped));
    return false;
}

static bool parse_by(const clg_texts *formats, const clg_cell *cell, clg_time *time)
{
    for (size_t i = 0; formats != NULL && i < formats->count; i++)
        if (clg_time_parse_format(cell->text, cell->length, clg_texts_at(formats, i),
                                  time))
            return true;
    return false;
}

static bool parse_time(const clg_time_formats *formats, const clg_cell *cell,
                       clg_time *time)
{
    return clg_time_parse_iso(cell->text, cell->length, time) ||
           parse_by(formats->own, cell, time) || parse_by(formats->shared, cell, time);
}

static void take_day(clg_field_kind kind, const clg_time *time, clg_cell *cell)
{
    cell->instant = clg_day_of_seconds(time->local);
    if (kind == CLG_FIELD_END_DAY &&
        (!time->has_clock || time->local > cell->instant * CLG_DAY))
        cell->instant++;
}

/* A bare date whose midnight the clocks skip begins when they have jumped; a time of
 * day that they skip never was. */
static bool take_instant(clg_field_kind kind, clg_time time, const clg_zone *zone,
                         clg_cell *cell, char reason[CLG_REASON_SIZE])
{
    char clipped[CLG_CLIP_SIZE];
    clg_local_kind local_kind;

    if (kind == CLG_FIELD_LAST_INSTANT && !time.has_clock)
        time.local += CLG_DAY;
    if (time.has_offset) {
        cell->instant = time.local - time.offset;
        return true;
    }
    local_kind = clg_zone_to_utc(zone, time.local, &cell->instant);
    cell->is_repeated = local_kind == CLG_LOCAL_REPEATED && time.has_clock;
    if (local_kind != CLG_LOCAL_SKIPPED || !time.has_clock)
        return true;
    snprintf(reason, CLG_REASON_SIZE,
             "%s does not exist in %s: the clocks went forward",
             clg_clip(cell->text, cell->length, clipped), clg_zone_name(zone));
    return false;
}

static bool read_time(clg_field_kind kind, const clg_time_formats *formats,
                      const clg_zone *zone, clg_cell *cell,
                      char reason[CLG_REASON_SIZE])
{
    clg_time time;

    if (!parse_time(formats, cell, &time))
        return refuse(cell, "a time such as 2026-09-01T15:30", reason);
    cell->has_clock = time.has_clock;
    cell->is_repeated = false;
    if (kind == CLG_FIELD_FIRST_DAY || kind == CLG_FIELD_END_DAY) {
        take_day(kind, &time, cell);
        return true;
    }
    return take_instant(kind, time, zone, cell, reason);
}

static bool read_time_once(clg_field_kind kind, const clg_time_formats *formats,
                           const clg_zone *zone, clg_time_memo *memo, clg_cell *cell,
                           char reason[CLG_REASON_SIZE])
{
    bool is_known = memo->length == cell->length && memo->zone == zone &&
                    memcmp(memo->text, cell->text, cell->length) == 0;

    if (is_known) {
        cell->instant = memo->cell.instant;
        cell->has_clock = memo->cell.has_clock;
        cell->is_repeated = memo->cell.is_repeated;
        return true;
    }
    if (!read_time(kind, formats, zone, cell, reason))
        return false;
    if (cell->length < sizeof memo->text) {
        memcpy(memo->text, cell->text, cell->length);
        memo->length = cell->length;
        memo->zone = zone;
        memo->cell = *cell;
    }
    return true;
}

static bool read_number(clg_field_kind kind, clg_cell *cell,
                        char reason[CLG_REASON_SIZE])
{
    bool is_number = clg_number_parse(cell->text, cell->length, &cell->number);

    if (kind == CLG_FIELD_NUMBER)
        return is_number || refuse(cell, "a number", reason);
    is_number = is_number && isfinite((float)cell->number);
    if (kind == CLG_FIELD_MINUTES)
        return (is_number && cell->number >= 0.0) ||
               refuse(cell, "minutes of 0 or more", reason);
    return (is_number && (float)cell->number > 0.0f) ||
           refuse(cell, "a weight above 0", reason);
}

/* One of the words, without regard to case; its place in the list. */
static bool read_word(const char *const *words, size_t count, const char *expected,
                      clg_cell *cell, char reason[CLG_REASON_SIZE])
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(words[i]) == cell->length &&
            strncasecmp(words[i], cell->text, cell->length) == 0) {
            cell->choice = (uint8_t)i;
            return true;
        }
    }
    return refuse(cell, expected, reason);
}

static bool read_status(clg_cell *cell, char reason[CLG_REASON_SIZE])
{
    static const char *const words[] = {"unknown", "invited", "declined", "present"};

    return read_word(words, 4, "present, invited, declined or unknown", cell, reason);
}

static bool read_yes_no(clg_cell *cell, char reason[CLG_REASON_SIZE])
{
    static const char *const words[] = {"no", "yes", "false", "true", "0", "1"};

    if (!read_word(words, 6, "yes or no", cell, reason))
        return false;
    cell->choice %= 2;
    return true;
}

bool clg_field_read(clg_field_kind kind, const clg_time_formats *formats,
                    const clg_zone *zone, clg_time_memo *memo, clg_cell *cell,
                    char reason[CLG_REASON_SIZE])
{
    switch (kind) {
    case CLG_FIELD_CODE: return true;
    case CLG_FIELD_INSTANT:
    case CLG_FIELD_LAST_INSTANT:
    case CLG_FIELD_FIRST_DAY:
    case CLG_FIELD_END_DAY:
        return read_time_once(kind, formats, zone, memo, cell, reason);
    case CLG_FIELD_MINUTES:
    case CLG_FIELD_WEIGHT:
    case CLG_FIELD_NUMBER: return read_number(kind, cell, reason);
    case CLG_FIELD_STATUS: return read_status(cell, reason);
    case CLG_FIELD_YES_NO: return read_yes_no(cell, reason);
    }
    return false;
}
