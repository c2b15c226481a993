/* The school year: which days of a month are school days. */
#ifndef CLG_SIMULATE_MONTH_H
#define CLG_SIMULATE_MONTH_H

#include <stdbool.h>
#include <stdint.h>

/* A time away from school that comes every year; both days belong to it. */
typedef struct clg_holiday {
    const char *label;
    unsigned first_month, first_day, last_month, last_day;
} clg_holiday;

enum { CLG_HOLIDAY_COUNT = 4 };
extern const clg_holiday clg_holidays[CLG_HOLIDAY_COUNT];

typedef struct clg_month {
    uint32_t index; /* from the start of the simulation */
    int year;
    unsigned number;   /* 1 to 12 */
    int64_t first_day; /* day numbers, see base/time.h */
    int64_t last_day;
    int64_t leaving_day; /* the second Saturday: people leave */
    int64_t joining_day; /* the third Saturday: people join */
    uint32_t school_day_count;
    int64_t school_days[31];
} clg_month;

/* The month `index` months after (first_year, first_month), in a school that is
 * also closed every year on closed_day of closed_month. */
clg_month clg_month_of(int first_year, unsigned first_month, uint32_t index,
                       unsigned closed_month, unsigned closed_day);

/* The second Saturday of a month. */
int64_t clg_second_saturday(int year, unsigned month);

#endif
