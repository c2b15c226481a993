#include "trajectory/change/agreement.h"

#include <math.h>

uint32_t clg_stage_entries(const uint8_t *path, uint32_t length, uint32_t *at)
{
    uint32_t count = 0;

    for (uint32_t t = 1; t < length; t++)
        if (path[t] != path[t - 1])
            at[count++] = t;
    return count;
}

uint32_t clg_change_distance(uint32_t entry, const uint32_t *changes, uint32_t count)
{
    uint32_t nearest = UINT32_MAX;

    for (uint32_t i = 0; i < count; i++) {
        uint32_t away = changes[i] > entry ? changes[i] - entry : entry - changes[i];

        if (away < nearest)
            nearest = away;
    }
    return nearest;
}

double clg_change_chance(uint32_t entry, uint32_t length, uint32_t count, uint32_t w)
{
    uint32_t places = length - 1;
    uint32_t from = entry > w ? entry - w : 1;
    uint32_t to = entry + w < places ? entry + w : places;
    uint32_t far = places - (to - from + 1);
    double missed = 1.0;

    for (uint32_t i = 0; i < count; i++) /* the i-th lands far away too */
        missed *= far > i ? (double)(far - i) / (double)(places - i) : 0.0;
    return 1.0 - missed;
}

void clg_change_agreement_add(clg_change_agreement *agreement, uint32_t length,
                              const uint32_t *entries, uint32_t entry_count,
                              const uint32_t *changes, uint32_t change_count)
{
    agreement->schools++;
    agreement->entries += entry_count;
    agreement->changes += change_count;
    for (uint32_t i = 0; i < entry_count; i++) {
        uint32_t away = clg_change_distance(entries[i], changes, change_count);

        if (change_count > 0) {
            agreement->measured++;
            agreement->distance += away;
        }
        for (uint32_t w = 0; w <= CLG_FARTHEST_AGREEMENT; w++) {
            agreement->within[w] += away <= w;
            agreement->by_chance[w] +=
                clg_change_chance(entries[i], length, change_count, w);
        }
    }
}

double clg_change_agreement_rate(const clg_change_agreement *agreement, uint32_t w)
{
    return agreement->entries > 0
               ? (double)agreement->within[w] / (double)agreement->entries
               : NAN;
}

double clg_change_agreement_chance(const clg_change_agreement *agreement, uint32_t w)
{
    return agreement->entries > 0 ? agreement->by_chance[w] / (double)agreement->entries
                                  : NAN;
}

double clg_change_agreement_distance(const clg_change_agreement *agreement)
{
    return agreement->measured > 0 ? agreement->distance / (double)agreement->measured
                                   : NAN;
}
