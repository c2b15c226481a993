#include "ingest/presence.h"

#include <math.h>

/* An empty status says present. */
static uint8_t status_of(const clg_stay *stay, uint32_t row)
{
    if (stay->status == NULL || stay->status[row] == CLG_NO_CHOICE)
        return CLG_STATUS_PRESENT;
    return stay->status[row];
}

static int32_t seconds_after(int64_t instant, int64_t start)
{
    int64_t seconds = instant - start;

    return seconds < 0 ? 0 : seconds > INT32_MAX ? INT32_MAX : (int32_t)seconds;
}

static bool has_interval(const clg_stay *stay, uint32_t row)
{
    return stay->joined != NULL && stay->left != NULL &&
           stay->joined[row] != CLG_NO_INSTANT && stay->left[row] != CLG_NO_INSTANT &&
           status_of(stay, row) == CLG_STATUS_PRESENT;
}

size_t clg_stay_unite(const clg_stay *stay, int32_t *begin, int32_t *end,
                      int64_t *seconds)
{
    int32_t from = 0, to = -1;
    size_t count = 0;

    *seconds = -1;
    for (size_t i = 0; i < stay->count; i++) {
        uint32_t row = stay->rows[i];
        int32_t joined, left;

        if (!has_interval(stay, row))
            continue;
        *seconds += *seconds < 0;
        joined = seconds_after(stay->joined[row], stay->start);
        left = seconds_after(stay->left[row], stay->start);
        if (left <= joined)
            continue;
        if (count > 0 && joined <= to) {
            *seconds += left > to ? left - to : 0;
            to = left > to ? left : to;
        } else {
            count++;
            from = joined;
            to = left;
            *seconds += left - joined;
        }
        if (begin != NULL) {
            begin[count - 1] = from;
            end[count - 1] = to;
        }
    }
    return count;
}

double clg_stay_minutes(const clg_stay *stay)
{
    double sum = NAN;

    for (size_t i = 0; i < stay->count && stay->minutes != NULL; i++) {
        uint32_t row = stay->rows[i];

        if (isnan(stay->minutes[row]) || status_of(stay, row) != CLG_STATUS_PRESENT)
            continue;
        sum = (isnan(sum) ? 0.0 : sum) + (double)stay->minutes[row];
    }
    return sum > stay->length ? stay->length : sum;
}

/* Minutes are kept as floats, so a stay of just the threshold must not fail by their
 * rounding. */
static bool is_long_enough(const clg_stay *stay, double minutes,
                           double presence_minutes, double presence_share)
{
    double needed = presence_minutes;

    if (!isnan(stay->length))
        needed = fmax(needed, presence_share * stay->length);
    return minutes >= needed * (1.0 - 1e-6);
}

clg_presence clg_stay_judge(const clg_stay *stay, double presence_minutes,
                            double presence_share, float *minutes)
{
    uint8_t best = CLG_STATUS_UNKNOWN;
    int64_t seconds;
    double stayed;

    *minutes = NAN;
    for (size_t i = 0; i < stay->count; i++)
        if (status_of(stay, stay->rows[i]) > best)
            best = status_of(stay, stay->rows[i]);
    if (best != CLG_STATUS_PRESENT)
        return best == CLG_STATUS_INVITED    ? CLG_INVITED
               : best == CLG_STATUS_DECLINED ? CLG_DECLINED
                                             : CLG_UNKNOWN;
    (void)clg_stay_unite(stay, NULL, NULL, &seconds);
    stayed = seconds >= 0 ? (double)seconds / 60.0 : clg_stay_minutes(stay);
    *minutes = (float)stayed;
    if (isnan(stayed))
        return CLG_PRESENT_UNTIMED;
    return is_long_enough(stay, stayed, presence_minutes, presence_share)
               ? CLG_PRESENT
               : CLG_BELOW_THRESHOLD;
}
