/* What one field of a table means: text, instant, number, yes or no, and the words
 * in which a field that can't be read is refused. */
#ifndef CLG_INGEST_FIELD_H
#define CLG_INGEST_FIELD_H

#include "base/text.h"
#include "base/time_zone.h"

typedef enum clg_field_kind {
    CLG_FIELD_CODE,         /* any text, coded by the caller */
    CLG_FIELD_INSTANT,      /* a bare date is its first moment */
    CLG_FIELD_LAST_INSTANT, /* a bare date is the moment after it */
    CLG_FIELD_FIRST_DAY,    /* day number */
    CLG_FIELD_END_DAY,      /* the day after a bare date, or after a clock past 0:00 */
    CLG_FIELD_MINUTES,      /* a number of 0 or more */
    CLG_FIELD_WEIGHT,       /* a number above 0 */
    CLG_FIELD_NUMBER,       /* any finite number */
    CLG_FIELD_STATUS,       /* clg_attendance_status */
    CLG_FIELD_YES_NO        /* 1 or 0 */
} clg_field_kind;

/* In the order in which one of several rows of a person prevails. */
typedef enum clg_attendance_status {
    CLG_STATUS_UNKNOWN,
    CLG_STATUS_INVITED,
    CLG_STATUS_DECLINED,
    CLG_STATUS_PRESENT
} clg_attendance_status;

/* What stands for "no value". */
#define CLG_NO_INSTANT INT64_MIN
enum { CLG_NO_CHOICE = 255 };

/* One field of the row at hand: as written, and as read. */
typedef struct clg_cell {
    const char *text;
    size_t length;
    bool is_missing;
    bool has_clock;   /* of an instant: the time of day was given */
    bool is_repeated; /* of an instant: the clocks showed it twice */
    uint32_t code;    /* CLG_NO_CODE if missing */
    int64_t instant;  /* or day; CLG_NO_INSTANT if missing */
    double number;    /* NaN if missing */
    uint8_t choice;   /* CLG_NO_CHOICE if missing */
} clg_cell;

/* How times are read besides ISO 8601: strptime formats, tried in order. */
typedef struct clg_time_formats {
    const clg_texts *own, *shared; /* the file's, then the study's; may be NULL */
} clg_time_formats;

enum { CLG_REASON_SIZE = 320, CLG_CLIP_SIZE = 80 };

/* The last time read: rows that follow one another often repeat it. Starts zeroed. */
typedef struct clg_time_memo {
    char text[40];
    size_t length;
    const clg_zone *zone;
    clg_cell cell;
} clg_time_memo;

/* Reads cell->text, which is not missing, as kind (not CODE) into the cell. False
 * with a reason such as "expected minutes of 0 or more, found '-5'". memo may be
 * NULL for kinds without time. */
bool clg_field_read(clg_field_kind kind, const clg_time_formats *formats,
                    const clg_zone *zone, clg_time_memo *memo, clg_cell *cell,
                    char reason[CLG_REASON_SIZE]);

/* Sets every value to "no value"; text and length stay. */
void clg_field_set_missing(clg_cell *cell);

/* A decimal number such as -1.5e3: the whole text, finite, whatever the locale. */
bool clg_number_parse(const char *text, size_t length, double *number);

/* The text, or its first bytes and "..." where it is long; for messages. */
const char *clg_clip(const char *text, size_t length, char clipped[CLG_CLIP_SIZE]);

#endif
