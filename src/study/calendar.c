#include "study/calendar.h"

#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t months_of(clg_span span)
{
    return span.unit == CLG_SPAN_QUARTER ? 3 : 1;
}

int64_t clg_span_floor(clg_span span, int64_t day)
{
    unsigned month, of_month;
    int year;

    if (span.unit == CLG_SPAN_WEEK)
        return day - clg_weekday(day);
    if (span.unit != CLG_SPAN_MONTH && span.unit != CLG_SPAN_QUARTER)
        return day;
    clg_civil_of_day(day, &year, &month, &of_month);
    month -= (month - 1) % (unsigned)months_of(span);
    return clg_day_of_civil(year, month, 1);
}

static int64_t months_after(int64_t day, int64_t months)
{
    unsigned month, of_month, longest;
    int year;
    int64_t total;

    clg_civil_of_day(day, &year, &month, &of_month);
    total = (int64_t)year * 12 + month - 1 + months;
    year = (int)(total / 12);
    month = (unsigned)(total % 12) + 1;
    longest = clg_days_in_month(year, month);
    return clg_day_of_civil(year, month, of_month < longest ? of_month : longest);
}

int64_t clg_span_after(clg_span span, int64_t day, int64_t times)
{
    if (span.unit == CLG_SPAN_WEEK)
        return day + 7 * times;
    if (span.unit == CLG_SPAN_DAYS)
        return day + times * span.count;
    return months_after(day, times * months_of(span));
}

/* The week belongs to the year of its Thursday (ISO 8601). */
static void label_week(int64_t monday, char label[CLG_SPAN_LABEL_SIZE])
{
    int64_t thursday = monday + 3;
    unsigned month, of_month;
    int year;

    clg_civil_of_day(thursday, &year, &month, &of_month);
    snprintf(label, CLG_SPAN_LABEL_SIZE, "%04d-W%02d", year,
             (int)((thursday - clg_day_of_civil(year, 1, 1)) / 7 + 1));
}

void clg_span_label(clg_span span, int64_t start, int64_t end,
                    char label[CLG_SPAN_LABEL_SIZE])
{
    char first[CLG_DATE_SIZE], last[CLG_DATE_SIZE];
    bool is_unit = span.unit != CLG_SPAN_DAYS && span.unit != CLG_SPAN_TERMS &&
                   clg_span_floor(span, start) == start &&
                   clg_span_after(span, start, 1) == end;

    clg_format_date(start, first);
    clg_format_date(end - 1, last);
    if (is_unit && span.unit == CLG_SPAN_WEEK)
        label_week(start, label);
    else if (is_unit && span.unit == CLG_SPAN_MONTH)
        snprintf(label, CLG_SPAN_LABEL_SIZE, "%.7s", first);
    else if (is_unit)
        snprintf(label, CLG_SPAN_LABEL_SIZE, "%.4s-Q%d", first,
                 ((first[5] - '0') * 10 + first[6] - '1') / 3 + 1);
    else
        snprintf(label, CLG_SPAN_LABEL_SIZE, "%.10s/%.10s", first, last);
}

static int compare_days(const void *a, const void *b)
{
    const clg_days *left = a, *right = b;

    return (left->first > right->first) - (left->first < right->first);
}

size_t clg_days_unite(clg_days *days, size_t count)
{
    size_t kept = 0;

    if (count > 1)
        qsort(days, count, sizeof *days, compare_days);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || days[i].first > days[kept - 1].end)
            days[kept++] = days[i];
        else if (days[i].end > days[kept - 1].end)
            days[kept - 1].end = days[i].end;
    }
    return kept;
}

bool clg_days_cover(const clg_days *days, size_t count, int64_t first, int64_t end)
{
    size_t low = 0, high = count; /* intervals before low begin at or before first */

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (days[middle].first <= first)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && days[low - 1].end >= end;
}

int64_t clg_days_outside(const clg_days *days, size_t count, int64_t first, int64_t end)
{
    int64_t outside = end > first ? end - first : 0;

    for (size_t i = 0; i < count; i++) {
        int64_t from = days[i].first > first ? days[i].first : first;
        int64_t to = days[i].end < end ? days[i].end : end;
        outside -= to > from ? to - from : 0;
    }
    return outside;
}
