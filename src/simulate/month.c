#include "simulate/month.h"

#include "base/time.h"

const clg_holiday clg_holidays[CLG_HOLIDAY_COUNT] = {
    {"spring break", 4, 1, 4, 9},
    {"summer break", 6, 28, 8, 14},
    {"autumn break", 10, 24, 10, 31},
    {"winter break", 12, 21, 1, 4},
};

static bool holiday_covers(const clg_holiday *holiday, unsigned month, unsigned day)
{
    unsigned date = 100 * month + day;
    unsigned first = 100 * holiday->first_month + holiday->first_day;
    unsigned last = 100 * holiday->last_month + holiday->last_day;

    if (first <= last)
        return date >= first && date <= last;
    return date >= first || date <= last; /* over New Year */
}

static bool is_holiday(unsigned month, unsigned day)
{
    for (int i = 0; i < CLG_HOLIDAY_COUNT; i++)
        if (holiday_covers(&clg_holidays[i], month, day))
            return true;
    return false;
}

int64_t clg_second_saturday(int year, unsigned month)
{
    enum { SATURDAY = 5, WEEK = 7 };
    int64_t eighth = clg_day_of_civil(year, month, 8);

    return eighth + (SATURDAY + WEEK - clg_weekday(eighth)) % WEEK;
}

clg_month clg_month_of(int first_year, unsigned first_month, uint32_t index,
                       unsigned closed_month, unsigned closed_day)
{
    enum { SATURDAY = 5, WEEK = 7 };
    uint32_t months = first_month - 1 + index;
    clg_month month = {.index = index,
                       .year = first_year + (int)(months / 12),
                       .number = months % 12 + 1};
    unsigned days = clg_days_in_month(month.year, month.number);

    month.first_day = clg_day_of_civil(month.year, month.number, 1);
    month.last_day = month.first_day + days - 1;
    month.leaving_day = clg_second_saturday(month.year, month.number);
    month.joining_day = month.leaving_day + WEEK;
    for (unsigned day = 1; day <= days; day++) {
        bool is_closed = month.number == closed_month && day == closed_day;
        if (is_closed || is_holiday(month.number, day) ||
            clg_weekday(month.first_day + day - 1) >= SATURDAY)
            continue;
        month.school_days[month.school_day_count++] = month.first_day + day - 1;
    }
    return month;
}
