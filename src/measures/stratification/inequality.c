#include "measures/stratification/inequality.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double sum_of(const double *values, uint32_t count)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

/* (x / mu) ln (x / mu) */
static double theil_term(double value, double mean)
{
    double ratio = value / mean;

    return value > 0.0 ? ratio * log(ratio) : 0.0;
}

clg_value clg_theil(const double *values, uint32_t count)
{
    double sum = sum_of(values, count), terms = 0.0;

    if (!(sum > 0.0))
        return clg_value_undefined();
    for (uint32_t i = 0; i < count; i++)
        terms += theil_term(values[i], sum / (double)count);
    return clg_value_of(fmax(0.0, terms / (double)count));
}

clg_value clg_hhi(const double *values, uint32_t count)
{
    double sum = sum_of(values, count), squares = 0.0;

    if (!(sum > 0.0))
        return clg_value_undefined();
    for (uint32_t i = 0; i < count; i++)
        squares += (values[i] / sum) * (values[i] / sum);
    return clg_value_of(squares);
}

static int falling(const void *a, const void *b)
{
    const double *left = a, *right = b;

    return (*left < *right) - (*left > *right);
}

clg_value clg_top_fifth_share(double *values, uint32_t count)
{
    double sum;

    if (count == 0)
        return clg_value_undefined();
    qsort(values, count, sizeof *values, falling);
    sum = sum_of(values, count);
    if (!(sum > 0.0))
        return clg_value_undefined();
    return clg_value_of(sum_of(values, (count + 4) / 5) / sum);
}

/* Sums by group, and over all whose group is known. */
typedef struct sums {
    double *count, *sum;
    double people, total;
    uint32_t groups, occupied;
} sums;

static void add_up(sums *s, const double *values, const clg_groups *groups)
{
    for (uint32_t v = 0; v < groups->vertex_count; v++) {
        if (groups->code[v] < 0)
            continue;
        s->count[groups->code[v]] += 1.0;
        s->sum[groups->code[v]] += values[v];
    }
    for (uint32_t g = 0; g < s->groups; g++) {
        s->people += s->count[g];
        s->total += s->sum[g];
        s->occupied += s->count[g] > 0.0;
    }
}

static void find_theil(const sums *s, const double *values, const clg_groups *groups,
                       clg_between *out)
{
    double mean = s->total / s->people, all = 0.0, between = 0.0;

    if (!(s->total > 0.0))
        return;
    for (uint32_t v = 0; v < groups->vertex_count; v++)
        if (groups->code[v] >= 0)
            all += theil_term(values[v], mean) / s->people;
    for (uint32_t g = 0; g < s->groups; g++)
        if (s->sum[g] > 0.0)
            between += s->sum[g] / s->total * log(s->sum[g] / s->count[g] / mean);
    between = fmax(0.0, between);
    all = fmax(all, between);
    out->between = clg_value_of(between);
    out->within = clg_value_of(all - between);
    out->share = all > 1e-14 ? clg_value_of(between / all) : clg_value_undefined();
}

static void find_eta(const sums *s, const double *values, const clg_groups *groups,
                     clg_between *out)
{
    double mean = s->total / s->people, all = 0.0, between = 0.0, scale = 0.0;
    double inside = s->people - (double)s->occupied, within;

    for (uint32_t v = 0; v < groups->vertex_count; v++) {
        if (groups->code[v] < 0)
            continue;
        all += (values[v] - mean) * (values[v] - mean);
        scale += values[v] * values[v];
    }
    for (uint32_t g = 0; g < s->groups; g++)
        if (s->count[g] > 0.0)
            between += s->count[g] * (s->sum[g] / s->count[g] - mean) *
                       (s->sum[g] / s->count[g] - mean);
    if (!(all > 1e-14 * scale))
        return;
    between = fmin(between, all);
    out->eta2 = clg_value_of(between / all);
    if (!(inside > 0.0))
        return;
    within = (all - between) / inside;
    out->omega2 =
        clg_value_of((between - ((double)s->occupied - 1.0) * within) / (all + within));
}

clg_status clg_between_groups(const double *values, const clg_groups *groups,
                              clg_between_room *room, clg_between *between,
                              clg_error *err)
{
    clg_value none = clg_value_undefined();
    sums s = {.groups = groups->group_count};
    size_t cells = 2 * (size_t)s.groups;
    clg_status status = clg_array_reserve(&room->block, &room->block_room, cells + 1,
                                          sizeof *room->block, err);

    *between = (clg_between){none, none, none, none, none};
    if (status != CLG_OK)
        return status;
    memset(room->block, 0, cells * sizeof *room->block);
    s.count = room->block;
    s.sum = room->block + s.groups;
    add_up(&s, values, groups);
    if (s.occupied >= 2) {
        find_theil(&s, values, groups, between);
        find_eta(&s, values, groups, between);
    }
    return CLG_OK;
}

void clg_between_room_clear(clg_between_room *room)
{
    clg_free(room->block);
    *room = (clg_between_room){0};
}
