/* Calendar arithmetic on day numbers, for windows.c. */
#ifndef CLG_STUDY_CALENDAR_H
#define CLG_STUDY_CALENDAR_H

#include "study/settings.h"

/* The first day of the week (Monday), month or quarter that holds a day; the day
 * itself for days and terms. */
int64_t clg_span_floor(clg_span span, int64_t day);

/* The day `times` spans later. From a day that a month does not have (30 February),
 * its last day is taken. Not for terms. */
int64_t clg_span_after(clg_span span, int64_t day, int64_t times);

/* "2026-W36", "2026-09", "2026-Q3" where [start, end) is that unit exactly, otherwise
 * first and last day: "2026-09-01/2026-09-14". */
enum { CLG_SPAN_LABEL_SIZE = 32 };
void clg_span_label(clg_span span, int64_t start, int64_t end,
                    char label[CLG_SPAN_LABEL_SIZE]);

/* Merges intervals of days that overlap or touch, in place; returns how many stay.
 * They come out in ascending order. */
typedef struct clg_days {
    int64_t first, end; /* half-open */
} clg_days;
size_t clg_days_unite(clg_days *days, size_t count);

/* Whether one of the united intervals holds all of [first, end). */
bool clg_days_cover(const clg_days *days, size_t count, int64_t first, int64_t end);

/* Days of [first, end) that lie in none of the united intervals. */
int64_t clg_days_outside(const clg_days *days, size_t count, int64_t first,
                         int64_t end);

#endif
