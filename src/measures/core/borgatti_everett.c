#include "measures/core/borgatti_everett.h"

#include "base/memory.h"
#include "base/random.h"
#include "measures/core/strength_order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Gains below this are rounding. */
static const double least_gain = 1e-12;

/* What r is a function of, beside k and the weight inside the periphery. */
typedef struct totals {
    double n, pairs, weight, mean, sd;
} totals;

static totals totals_of(const clg_graph *graph)
{
    totals t = {.n = (double)graph->vertex_count};
    double squares = 0.0, variance;

    t.pairs = t.n * (t.n - 1.0) / 2.0;
    for (size_t e = 0; e < graph->arc_count; e++) {
        t.weight += graph->weight[e];
        squares += graph->weight[e] * graph->weight[e];
    }
    t.weight /= 2.0;
    squares /= 2.0;
    t.mean = t.pairs > 0.0 ? t.weight / t.pairs : 0.0;
    variance = t.pairs > 0.0 ? squares / t.pairs - t.mean * t.mean : 0.0;
    /* Equal weights on all pairs leave rounding behind. */
    t.sd = variance > 1e-14 * t.mean * t.mean ? sqrt(variance) : 0.0;
    return t;
}

/* NaN where the pattern is constant. */
static double correlation(const totals *t, double k, double inside_periphery)
{
    double outside = (t->n - k) * (t->n - k - 1.0) / 2.0;
    double ones = t->pairs - outside, b = ones / t->pairs;

    if (k < 1.0 || !(outside > 0.0))
        return (double)NAN;
    return (t->weight - inside_periphery - t->mean * ones) /
           (t->pairs * t->sd * sqrt(b * (1.0 - b)));
}

static clg_status reserve(clg_core_room *room, uint32_t n, clg_error *err)
{
    clg_status status = clg_array_reserve(&room->member, &room->member_room, n, 1, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&room->best, &room->best_room, n, 1, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&room->order, &room->order_room, n,
                                   sizeof *room->order, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&room->strength, &room->strength_room, n,
                                   sizeof *room->strength, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&room->periphery, &room->periphery_room, n,
                                   sizeof *room->periphery, err);
    return status;
}

void clg_core_room_clear(clg_core_room *room)
{
    clg_free(room->member);
    clg_free(room->best);
    clg_free(room->order);
    clg_free(room->strength);
    clg_free(room->periphery);
    clg_free(room->sides);
    *room = (clg_core_room){0};
}

/* A core on its way: r and what it follows from. */
typedef struct state {
    const clg_graph *graph;
    const totals *t;
    clg_core_room *room;
    double k, inside, fit; /* inside: weight inside the periphery */
} state;

/* Sums up the members; NaN fit counts as less than any other. */
static void settle(state *s)
{
    const clg_graph *graph = s->graph;
    double twice = 0.0;

    s->k = 0.0;
    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        double sum = 0.0;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            sum += s->room->member[graph->target[e]] ? 0.0 : graph->weight[e];
        s->room->periphery[v] = sum;
        s->k += s->room->member[v];
        twice += s->room->member[v] ? 0.0 : sum;
    }
    s->inside = twice / 2.0;
    s->fit = correlation(s->t, s->k, s->inside);
}

/* Moves v to the other side. */
static void move(state *s, uint32_t v)
{
    const clg_graph *graph = s->graph;
    double sign = s->room->member[v] ? 1.0 : -1.0; /* the periphery grows or shrinks */

    s->inside += sign * s->room->periphery[v];
    s->k -= sign;
    s->room->member[v] = !s->room->member[v];
    for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
        s->room->periphery[graph->target[e]] += sign * graph->weight[e];
}

/* The core vertex with least, and the periphery's with most ties to the periphery:
 * for a given k, r falls with the weight inside the periphery, so no other single move
 * can do better. n if there is none. */
static void find_extremes(const state *s, uint32_t *leaving, uint32_t *joining)
{
    const double *p = s->room->periphery;
    uint32_t n = s->graph->vertex_count;

    *leaving = *joining = n;
    for (uint32_t v = 0; v < n; v++) {
        uint32_t *kept = s->room->member[v] ? leaving : joining;
        bool is_better =
            *kept == n || (s->room->member[v] ? p[v] < p[*kept] : p[v] > p[*kept]);
        if (is_better)
            *kept = v;
    }
}

/* The swap that takes most weight out of the periphery: p_joining - p_leaving +
 * w_between. It is between the extremes, or between two that are tied. */
static double best_swap(const state *s, uint32_t *leaving, uint32_t *joining)
{
    const clg_graph *graph = s->graph;
    const double *p = s->room->periphery;
    double best = p[*joining] - p[*leaving];

    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        if (!s->room->member[v])
            continue;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            uint32_t other = graph->target[e];
            double gain = p[other] - p[v] + graph->weight[e];
            if (s->room->member[other] || gain <= best)
                continue;
            best = gain;
            *leaving = v;
            *joining = other;
        }
    }
    return best;
}

static double larger(double a, double b)
{
    return a > b || isnan(b) ? a : b;
}

/* One step uphill; false at the top. */
static bool climb(state *s)
{
    uint32_t n = s->graph->vertex_count, leaving, joining, out, in;
    const double *p = s->room->periphery;
    double leave = (double)NAN, join = (double)NAN, swap = (double)NAN, best;

    find_extremes(s, &leaving, &joining);
    if (leaving < n)
        leave = correlation(s->t, s->k - 1.0, s->inside + p[leaving]);
    if (joining < n)
        join = correlation(s->t, s->k + 1.0, s->inside - p[joining]);
    out = leaving;
    in = joining;
    if (leaving < n && joining < n)
        swap = correlation(s->t, s->k, s->inside - best_swap(s, &out, &in));
    best = larger(larger(leave, join), swap);
    if (!(best > s->fit + least_gain) && !(isnan(s->fit) && !isnan(best)))
        return false;
    if (leave >= best)
        move(s, leaving);
    else if (join >= best)
        move(s, joining);
    else {
        move(s, out);
        move(s, in);
    }
    s->fit = best;
    return true;
}

/* Climbs from the members in the room; keeps them if they are the best so far. */
static void try_start(state *s, clg_core *core)
{
    bool is_better;

    settle(s);
    while (climb(s))
        continue;
    settle(s); /* without the rounding of the way */
    is_better =
        core->fit.status != CLG_VALUE_OK || s->fit > core->fit.value + least_gain;
    core->starts++;
    if (isnan(s->fit))
        return;
    if (!is_better) {
        core->hits += s->fit > core->fit.value - least_gain;
        return;
    }
    core->hits = 1;
    core->fit = clg_value_of(s->fit);
    core->size = (uint32_t)s->k;
    memcpy(s->room->best, s->room->member, s->graph->vertex_count);
}

static void take_prefix(clg_core_room *room, uint32_t n, uint32_t k)
{
    memset(room->member, 0, n);
    for (uint32_t i = 0; i < k; i++)
        room->member[room->order[i]] = 1;
}

/* The prefix with the highest r, in one pass: each vertex that joins takes its ties to
 * those behind it out of the periphery. */
static uint32_t best_prefix(const state *s)
{
    const clg_graph *graph = s->graph;
    uint32_t n = graph->vertex_count, best_k = 1;
    double inside = s->t->weight, best = (double)NAN;

    memset(s->room->member, 0, n);
    for (uint32_t k = 1; k + 2 <= n; k++) {
        uint32_t v = s->room->order[k - 1];
        double fit;
        s->room->member[v] = 1;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            inside -= s->room->member[graph->target[e]] ? 0.0 : graph->weight[e];
        fit = correlation(s->t, (double)k, inside);
        if (isnan(best) || fit > best + least_gain) {
            best = fit;
            best_k = k;
        }
    }
    return best_k;
}

static void try_random(state *s, clg_core_effort effort, clg_core *core)
{
    uint32_t n = s->graph->vertex_count;

    for (uint32_t r = 0; r < effort.random_starts; r++) {
        clg_random random = clg_random_stream(effort.seed, "core", n, 0, r);
        uint32_t k = 1 + clg_random_below(&random, n - 2);
        memset(s->room->member, 0, n);
        for (uint32_t i = 0; i < k; i++)
            s->room->member[clg_random_below(&random, n)] = 1;
        try_start(s, core);
    }
}

clg_status clg_core_find(const clg_graph *graph, clg_core_effort effort,
                         clg_core_room *room, clg_core *core, clg_error *err)
{
    uint32_t n = graph->vertex_count, k;
    totals t = totals_of(graph);
    state s = {.graph = graph, .t = &t, .room = room};
    clg_status status = reserve(room, n, err);

    *core = (clg_core){clg_value_undefined(), 0, NULL, 0, 0};
    if (status != CLG_OK)
        return status;
    core->member = room->best;
    if (n > 0)
        memset(room->best, 0, n);
    if (n < 3 || !(t.sd > 0.0))
        return CLG_OK;
    clg_strength_order(graph, room->order, room->strength);
    k = best_prefix(&s);
    take_prefix(room, n, k);
    try_start(&s, core);
    for (uint32_t d = 1; d <= effort.around; d++) {
        if (k > d) {
            take_prefix(room, n, k - d);
            try_start(&s, core);
        }
        if (k + d + 2 <= n) {
            take_prefix(room, n, k + d);
            try_start(&s, core);
        }
    }
    try_random(&s, effort, core);
    return CLG_OK;
}

clg_value clg_core_fit(const clg_graph *graph, const uint8_t *member)
{
    totals t = totals_of(graph);
    clg_core_blocks blocks = clg_core_count_blocks(graph, member);
    double k = 0.0, fit;

    for (uint32_t v = 0; v < graph->vertex_count; v++)
        k += member[v];
    if (graph->vertex_count < 3 || !(t.sd > 0.0))
        return clg_value_undefined();
    fit = correlation(&t, k, blocks.weight[2]);
    return isnan(fit) ? clg_value_undefined() : clg_value_of(fit);
}

clg_core_blocks clg_core_count_blocks(const clg_graph *graph, const uint8_t *member)
{
    clg_core_blocks blocks = {{0.0}, {0.0}, {0.0}};
    double n = (double)graph->vertex_count, k = 0.0;

    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        k += member[v];
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            int block = 2 - member[v] - member[graph->target[e]];
            blocks.ties[block] += 0.5;
            blocks.weight[block] += 0.5 * graph->weight[e];
        }
    }
    blocks.pairs[0] = k * (k - 1.0) / 2.0;
    blocks.pairs[1] = k * (n - k);
    blocks.pairs[2] = (n - k) * (n - k - 1.0) / 2.0;
    return blocks;
}

clg_value clg_core_density(const clg_core_blocks *blocks, int block)
{
    return clg_value_share(blocks->ties[block], blocks->pairs[block]);
}

clg_status clg_core_of_order(const clg_graph *graph, const double *score,
                             clg_core_room *room, clg_core *core, clg_error *err)
{
    uint32_t n = graph->vertex_count;
    totals t = totals_of(graph);
    state s = {.graph = graph, .t = &t, .room = room};
    clg_status status = reserve(room, n, err);

    *core = (clg_core){clg_value_undefined(), 0, NULL, 0, 0};
    if (status != CLG_OK)
        return status;
    core->member = room->best;
    if (n > 0)
        memset(room->best, 0, n);
    if (n < 3 || !(t.sd > 0.0))
        return CLG_OK;
    clg_order_by(score, n, room->order);
    core->size = best_prefix(&s);
    take_prefix(room, n, core->size);
    settle(&s);
    core->fit = clg_value_of(s.fit);
    core->starts = core->hits = 1;
    memcpy(room->best, room->member, n);
    return CLG_OK;
}
