#include "study/activity.h"

#include "base/time.h"
#include "study/windows.h"

size_t clg_lower_bound(const int64_t *column, size_t low, size_t high, int64_t bound)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (column[middle] < bound)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool meeting_took_place(const clg_attendances *attendances, size_t meeting)
{
    for (size_t a = attendances->first[meeting]; a < attendances->first[meeting + 1];
         a++)
        if (clg_is_present(attendances->presence[a]))
            return true;
    return false;
}

/* Widens [first, last] so that it holds an instant's local day. */
static void include(const clg_zone *zone, int64_t instant, int64_t *first,
                    int64_t *last)
{
    int64_t day = clg_day_of_seconds(instant + clg_zone_offset_at(zone, instant));

    if (day < *first)
        *first = day;
    if (day > *last)
        *last = day;
}

/* Columns ascend within a school, so that its ends are enough. */
static void include_ends(const clg_zone *zone, const int64_t *time, const size_t *range,
                         int64_t *first, int64_t *last)
{
    if (range[0] == range[1])
        return;
    include(zone, time[range[0]], first, last);
    include(zone, time[range[1] - 1], first, last);
}

static void include_meetings(const clg_study *study, const clg_zone *zone,
                             const size_t *range, int64_t *first, int64_t *last)
{
    size_t low = range[0], high = range[1];

    while (low < high && !meeting_took_place(&study->attendances, low))
        low++;
    while (high > low && !meeting_took_place(&study->attendances, high - 1))
        high--;
    if (low == high)
        return;
    include(zone, study->meetings.start[low], first, last);
    include(zone, study->meetings.start[high - 1], first, last);
}

bool clg_activity_days(const clg_study *study, int64_t *first, int64_t *last)
{
    const clg_schools *schools = &study->schools;

    *first = INT64_MAX;
    *last = INT64_MIN;
    for (uint32_t s = 0; s < schools->count; s++) {
        const clg_zone *zone = study->zones[schools->zone[s]];
        include_meetings(study, zone, schools->meeting_first + s, first, last);
        include_ends(zone, study->exchanges.time, schools->exchange_first + s, first,
                     last);
        include_ends(zone, study->outside.time, schools->outside_first + s, first,
                     last);
    }
    return *first <= *last;
}

static bool holds_one(const int64_t *time, const size_t *range, int64_t begin,
                      int64_t end)
{
    size_t at = clg_lower_bound(time, range[0], range[1], begin);

    return at < range[1] && time[at] < end;
}

static bool holds_meeting(const clg_study *study, const size_t *range, int64_t begin,
                          int64_t end)
{
    const int64_t *start = study->meetings.start;
    size_t m = clg_lower_bound(start, range[0], range[1], begin);

    for (; m < range[1] && start[m] < end; m++)
        if (meeting_took_place(&study->attendances, m))
            return true;
    return false;
}

bool clg_school_is_active(const clg_study *study, uint32_t school, int64_t begin,
                          int64_t end)
{
    const clg_schools *schools = &study->schools;

    return holds_one(study->exchanges.time, schools->exchange_first + school, begin,
                     end) ||
           holds_one(study->outside.time, schools->outside_first + school, begin,
                     end) ||
           holds_meeting(study, schools->meeting_first + school, begin, end);
}

bool clg_is_member_during(const clg_people *people, size_t person, int64_t begin,
                          int64_t end)
{
    return people->joined[person] < end && people->left[person] > begin;
}
