#include "measures/stratification/seating.h"

/* Seats of the group and of all known groups in one meeting. */
static void count_seats(const clg_two_mode *b, const clg_groups *groups, uint32_t group,
                        uint32_t m, double *own, double *all)
{
    *own = *all = 0.0;
    for (size_t e = b->meeting_first[m]; e < b->meeting_first[m + 1]; e++) {
        int32_t code = groups->code[b->attendee[e]];
        *own += code == (int32_t)group;
        *all += code >= 0;
    }
}

static double absolute(double x)
{
    return x < 0.0 ? -x : x;
}

clg_seating clg_seating_of(const clg_two_mode *b, const clg_groups *groups,
                           uint32_t group)
{
    clg_value none = clg_value_undefined();
    clg_seating seating = {none, none, none, none, none};
    double own, all, x = 0.0, t = 0.0, inside = 0.0, apart = 0.0, shared = 0.0,
                     uneven = 0.0, chance;

    for (uint32_t m = 0; m < b->meeting_count; m++) {
        count_seats(b, groups, group, m, &own, &all);
        x += own;
        t += all;
        inside += all > 0.0 ? own * own / all : 0.0;
        shared += all > 1.0 ? own : 0.0;
        apart += all > 1.0 ? own * (own - 1.0) / (all - 1.0) : 0.0;
    }
    if (!(x > 0.0))
        return seating;
    seating.isolation = clg_value_of(inside / x);
    seating.without_self = clg_value_share(apart, shared);
    if (!(t > x))
        return seating;
    for (uint32_t m = 0; m < b->meeting_count; m++) {
        count_seats(b, groups, group, m, &own, &all);
        uneven += absolute(own / x - (all - own) / (t - x));
    }
    chance = x / t;
    seating.exposure = clg_value_of(1.0 - inside / x);
    seating.eta2 = clg_value_of((inside / x - chance) / (1.0 - chance));
    seating.dissimilarity = clg_value_of(uneven / 2.0);
    return seating;
}
