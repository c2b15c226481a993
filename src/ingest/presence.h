/* One person at one meeting: how long, and does it count. spec/measures.md, 1.1. */
#ifndef CLG_INGEST_PRESENCE_H
#define CLG_INGEST_PRESENCE_H

#include "ingest/field.h"
#include "study/study.h"

/* The rows of one person at one meeting, exact duplicates left out. Absent columns
 * are NULL. */
typedef struct clg_stay {
    const uint32_t *rows; /* by joined, earliest first */
    size_t count;
    const int64_t *joined, *left;
    const float *minutes;
    const uint8_t *status;
    int64_t start; /* of the meeting */
    double length; /* of the meeting, in minutes; NaN unknown */
} clg_stay;

/* Unites [joined, left) of the rows that say present, clipped at the start; writes
 * seconds after the start into begin and end, which have room for `count` or are NULL,
 * and returns how many there are. *seconds is their sum, or -1 if no row has both. */
size_t clg_stay_unite(const clg_stay *stay, int32_t *begin, int32_t *end,
                      int64_t *seconds);

/* The sum of the minutes of rows that say present, up to the meeting's length; NaN
 * where no row gives any. */
double clg_stay_minutes(const clg_stay *stay);

/* Presence, and the minutes in *minutes: the united intervals, else the sum of the
 * rows' minutes up to the meeting's length, else NaN. */
clg_presence clg_stay_judge(const clg_stay *stay, double presence_minutes,
                            double presence_share, float *minutes);

#endif
