/* The searches over all segmentations. */
#include "trajectory/change/partition.h"

#include "base/memory.h"

#include <math.h>

void clg_changes_clear(clg_changes *changes)
{
    clg_free(changes->at);
    *changes = (clg_changes){0};
}

void clg_changes_free(clg_changes *list, uint32_t count)
{
    for (uint32_t i = 0; list != NULL && i < count; i++)
        clg_changes_clear(&list[i]);
    clg_free(list);
}

static double total_cost(const clg_change_costs *costs, const clg_changes *changes)
{
    double total = 0.0;

    for (uint32_t i = 0; i <= changes->count; i++)
        total += clg_change_cost(costs, i > 0 ? changes->at[i - 1] : 0,
                                 i < changes->count ? changes->at[i] : costs->length);
    return total;
}

/* `before` [t] is where the last segment of the best segmentation of t windows begins.
 */
static clg_status trace(const clg_change_costs *costs, const uint32_t *before,
                        clg_changes *changes, clg_error *err)
{
    uint32_t count = 0, at = costs->length;

    for (uint32_t t = at; t > 0 && before[t] > 0; t = before[t])
        count++;
    changes->at = clg_array_new(count, sizeof *changes->at, err);
    if (changes->at == NULL)
        return CLG_ERROR_MEMORY;
    changes->count = count;
    for (uint32_t i = count; i > 0; i--) {
        at = before[at];
        changes->at[i - 1] = at;
    }
    changes->cost = total_cost(costs, changes);
    return CLG_OK;
}

clg_status clg_changes_find(const clg_change_costs *costs, double penalty,
                            clg_changes *changes, clg_error *err)
{
    uint32_t n = costs->length, shortest = costs->options.shortest;
    double *best = clg_array_new((size_t)n + 1, sizeof *best, err);
    uint32_t *before = clg_array_new((size_t)n + 1, sizeof *before, err);
    clg_status status = CLG_ERROR_MEMORY;

    *changes = (clg_changes){0};
    if (best != NULL && before != NULL) {
        best[0] = -penalty;
        for (uint32_t t = 1; t <= n; t++) {
            best[t] = clg_change_cost(costs, 0, t); /* one segment, however short */
            for (uint32_t s = shortest; s + shortest <= t; s++) {
                double sum = best[s] + clg_change_cost(costs, s, t) + penalty;

                if (sum < best[t]) {
                    best[t] = sum;
                    before[t] = s;
                }
            }
        }
        status = trace(costs, before, changes, err);
    }
    clg_free(best);
    clg_free(before);
    return status;
}

/* Row m of the tables: the best segmentations of t windows with m changes. */
typedef struct search {
    const clg_change_costs *costs;
    size_t width;     /* length + 1 */
    double *cost;     /* [b * width + t] of windows b .. t - 1 */
    double *best;     /* [m * width + t], INFINITY: impossible */
    uint32_t *before; /* [m * width + t] */
} search;

static void fill_costs(search *s)
{
    for (uint32_t b = 0; b < s->width; b++)
        for (uint32_t t = b; t < s->width; t++)
            s->cost[b * s->width + t] = clg_change_cost(s->costs, b, t);
}

static void fill_row(search *s, uint32_t m)
{
    uint32_t n = s->costs->length, shortest = s->costs->options.shortest;
    double *best = s->best + m * s->width;
    const double *fewer = s->best + (m > 0 ? m - 1 : 0) * s->width;
    uint32_t *before = s->before + m * s->width;

    for (uint32_t t = 0; t <= n; t++) {
        best[t] = m == 0 ? s->cost[t] : INFINITY;
        for (uint32_t b = shortest * m; m > 0 && b + shortest <= t; b++) {
            double sum = fewer[b] + s->cost[b * s->width + t];

            if (sum < best[t]) {
                best[t] = sum;
                before[t] = b;
            }
        }
    }
}

static clg_status trace_row(const search *s, uint32_t m, clg_changes *changes,
                            clg_error *err)
{
    uint32_t at = s->costs->length;

    changes->at = clg_array_new(m, sizeof *changes->at, err);
    if (changes->at == NULL)
        return CLG_ERROR_MEMORY;
    changes->count = m;
    for (uint32_t i = m; i > 0; i--) {
        at = s->before[i * s->width + at];
        changes->at[i - 1] = at;
    }
    changes->cost = total_cost(s->costs, changes);
    return CLG_OK;
}

static clg_status fill_list(search *s, clg_changes *list, uint32_t count,
                            clg_error *err)
{
    clg_status status = CLG_OK;

    fill_costs(s);
    for (uint32_t m = 0; status == CLG_OK && m < count; m++) {
        fill_row(s, m);
        status = trace_row(s, m, &list[m], err);
    }
    return status;
}

clg_status clg_changes_by_count(const clg_change_costs *costs, uint32_t most,
                                clg_changes **list, uint32_t *count, clg_error *err)
{
    uint32_t room = costs->length / costs->options.shortest; /* segments */
    search s = {.costs = costs, .width = (size_t)costs->length + 1};
    clg_status status = CLG_ERROR_MEMORY;

    *count = room == 0 ? 1 : (most < room ? most + 1 : room);
    *list = clg_array_new(*count, sizeof **list, err);
    s.cost = clg_array_new(s.width * s.width, sizeof *s.cost, err);
    s.best = clg_array_new(*count * s.width, sizeof *s.best, err);
    s.before = clg_array_new(*count * s.width, sizeof *s.before, err);
    if (*list != NULL && s.cost != NULL && s.best != NULL && s.before != NULL)
        status = fill_list(&s, *list, *count, err);
    clg_free(s.cost);
    clg_free(s.best);
    clg_free(s.before);
    if (status != CLG_OK) {
        clg_changes_free(*list, *count);
        *list = NULL;
        *count = 0;
    }
    return status;
}

/* What one change less costs, from segmentation b of the list back to a. */
static double slope(const clg_changes *list, uint32_t a, uint32_t b)
{
    return (list[a].cost - list[b].cost) / (b - a);
}

/* The corners of the lower hull, while costs still fall: Andrew's monotone chain. */
static uint32_t find_hull(const clg_changes *list, uint32_t count, uint32_t *corners)
{
    uint32_t kept = 0;

    for (uint32_t m = 0; m < count; m++) {
        while (kept > 1 && slope(list, corners[kept - 1], m) >=
                               slope(list, corners[kept - 2], corners[kept - 1]))
            kept--;
        if (kept == 0 || list[m].cost < list[corners[kept - 1]].cost)
            corners[kept++] = m;
    }
    return kept;
}

static clg_status take_corners(clg_changes *list, const uint32_t *corners,
                               uint32_t count, clg_change_path *path, clg_error *err)
{
    path->items = clg_array_new(count, sizeof *path->items, err);
    path->from = clg_array_new(count, sizeof *path->from, err);
    if (path->items == NULL || path->from == NULL)
        return CLG_ERROR_MEMORY;
    path->count = count;
    for (uint32_t i = 0; i < count; i++) {
        path->from[i] = i + 1 < count ? slope(list, corners[i], corners[i + 1]) : 0.0;
        path->items[i] = list[corners[i]];
    }
    for (uint32_t i = 0; i < count; i++)
        list[corners[i]] = (clg_changes){0}; /* now the path's */
    return CLG_OK;
}

clg_status clg_change_path_find(const clg_change_costs *costs, clg_change_path *path,
                                clg_error *err)
{
    clg_changes *list = NULL;
    uint32_t count = 0, *corners = NULL;
    clg_status status = clg_changes_by_count(costs, UINT32_MAX - 1, &list, &count, err);

    *path = (clg_change_path){0};
    if (status == CLG_OK) {
        corners = clg_array_new(count, sizeof *corners, err);
        status = corners == NULL
                     ? CLG_ERROR_MEMORY
                     : take_corners(list, corners, find_hull(list, count, corners),
                                    path, err);
    }
    if (status != CLG_OK)
        clg_change_path_clear(path);
    clg_changes_free(list, count);
    clg_free(corners);
    return status;
}

void clg_change_path_clear(clg_change_path *path)
{
    clg_changes_free(path->items, path->count);
    clg_free(path->from);
    *path = (clg_change_path){0};
}
