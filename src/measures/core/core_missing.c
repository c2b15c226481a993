#include "measures/core/core_missing.h"

#include "base/memory.h"
#include "base/random.h"
#include "measures/core/strength_order.h"

#include <math.h>
#include <string.h>

/* Gains below this are rounding. */
static const double least_gain = 1e-12;

/* One of the two blocks that count. */
typedef struct block {
    double size, weight, squares; /* vertices; of the pairs inside */
} block;

static double pairs_of(double size)
{
    return size * (size - 1.0) / 2.0;
}

/* A sum of squares below this is rounding. */
static double rounding_of(const clg_graph *graph)
{
    double squares = 0.0;

    for (size_t e = 0; e < graph->arc_count; e++)
        squares += graph->weight[e] * graph->weight[e];
    return 1e-13 * squares;
}

/* NaN where it is undefined, which is less than any fit: comparisons fail. */
static double correlation(block core, block periphery, double rounding)
{
    double cc = pairs_of(core.size), pp = pairs_of(periphery.size), pairs = cc + pp;
    double b = cc / pairs, mean = (core.weight + periphery.weight) / pairs;
    double variance = (core.squares + periphery.squares) / pairs - mean * mean;

    if (!(cc > 0.0 && pp > 0.0) || !(variance * pairs > rounding))
        return (double)NAN;
    return (core.weight / cc - periphery.weight / pp) * sqrt(b * (1.0 - b) / variance);
}

/* Ties of one vertex to each side: weight, and sum of squared weights. */
typedef struct sides {
    double weight[2], squares[2]; /* 0: periphery, 1: core */
} sides;

typedef struct state {
    const clg_graph *graph;
    uint8_t *member;
    sides *sides;
    double *row; /* weights of one vertex's ties, otherwise 0 */
    block block[2];
    double fit, rounding;
} state;

enum { DOUBLES_A_VERTEX = sizeof(sides) / sizeof(double) + 1 };

/* Moves v to a side, or away from it (sign -1). */
static void count_in(block *b, const sides *v, int side, double sign)
{
    b->size += sign;
    b->weight += sign * v->weight[side];
    b->squares += sign * v->squares[side];
}

static void settle(state *s)
{
    const clg_graph *graph = s->graph;

    memset(s->block, 0, sizeof s->block);
    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        sides sum = {{0.0, 0.0}, {0.0, 0.0}};
        block *b = &s->block[s->member[v]];
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            int side = s->member[graph->target[e]];
            sum.weight[side] += graph->weight[e];
            sum.squares[side] += graph->weight[e] * graph->weight[e];
        }
        b->size += 1.0;
        b->weight += 0.5 * sum.weight[s->member[v]];
        b->squares += 0.5 * sum.squares[s->member[v]];
        s->sides[v] = sum;
    }
    s->fit = correlation(s->block[1], s->block[0], s->rounding);
}

static void move(state *s, uint32_t v)
{
    const clg_graph *graph = s->graph;
    int from = s->member[v], to = 1 - from;

    count_in(&s->block[from], &s->sides[v], from, -1.0);
    count_in(&s->block[to], &s->sides[v], to, 1.0);
    s->member[v] = (uint8_t)to;
    for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
        sides *other = &s->sides[graph->target[e]];
        double w = graph->weight[e];
        other->weight[from] -= w;
        other->weight[to] += w;
        other->squares[from] -= w * w;
        other->squares[to] += w * w;
    }
}

/* r if v went to the other side. */
static double fit_after_move(const state *s, uint32_t v)
{
    block after[2] = {s->block[0], s->block[1]};
    int from = s->member[v];

    count_in(&after[from], &s->sides[v], from, -1.0);
    count_in(&after[1 - from], &s->sides[v], 1 - from, 1.0);
    return correlation(after[1], after[0], s->rounding);
}

/* r if u left the core and v joined it; the tie between them counts in neither. */
static double fit_after_swap(const state *s, uint32_t u, uint32_t v, double w)
{
    block after[2] = {s->block[0], s->block[1]};

    count_in(&after[1], &s->sides[u], 1, -1.0);
    count_in(&after[1], &s->sides[v], 1, 1.0);
    count_in(&after[0], &s->sides[v], 0, -1.0);
    count_in(&after[0], &s->sides[u], 0, 1.0);
    for (int side = 0; side < 2; side++) {
        after[side].weight -= w;
        after[side].squares -= w * w;
    }
    return correlation(after[1], after[0], s->rounding);
}

/* Takes the value if it is more than what was best, NaN being least. */
static bool improves(double fit, double best)
{
    return !isnan(fit) && (isnan(best) || fit > best + least_gain);
}

static bool climb_by_move(state *s)
{
    uint32_t n = s->graph->vertex_count, best_vertex = n;
    double best = s->fit;

    for (uint32_t v = 0; v < n; v++) {
        double fit = fit_after_move(s, v);
        if (improves(fit, best)) {
            best = fit;
            best_vertex = v;
        }
    }
    if (best_vertex == n)
        return false;
    move(s, best_vertex);
    s->fit = best;
    return true;
}

static void spread_row(const state *s, uint32_t u, bool is_clearing)
{
    for (size_t e = s->graph->first[u]; e < s->graph->first[u + 1]; e++)
        s->row[s->graph->target[e]] = is_clearing ? 0.0 : s->graph->weight[e];
}

static bool climb_by_swap(state *s)
{
    uint32_t n = s->graph->vertex_count, out = n, in = n;
    double best = s->fit;

    for (uint32_t u = 0; u < n && n <= CLG_CORE_MISSING_SWAPS_LIMIT; u++) {
        if (!s->member[u])
            continue;
        spread_row(s, u, false);
        for (uint32_t v = 0; v < n; v++) {
            double fit =
                s->member[v] ? (double)NAN : fit_after_swap(s, u, v, s->row[v]);
            if (improves(fit, best)) {
                best = fit;
                out = u;
                in = v;
            }
        }
        spread_row(s, u, true);
    }
    if (out == n)
        return false;
    move(s, out);
    move(s, in);
    s->fit = best;
    return true;
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
        status =
            clg_array_reserve(&room->sides, &room->sides_room,
                              (size_t)n * DOUBLES_A_VERTEX, sizeof *room->sides, err);
    return status;
}

static state state_of(const clg_graph *graph, clg_core_room *room)
{
    uint32_t n = graph->vertex_count;
    double *row = room->sides + (size_t)n * (DOUBLES_A_VERTEX - 1);

    if (n > 0)
        memset(row, 0, n * sizeof *row);
    return (state){.graph = graph,
                   .member = room->member,
                   .sides = (sides *)(void *)room->sides,
                   .row = row,
                   .rounding = rounding_of(graph)};
}

static void keep_if_best(const state *s, clg_core_room *room, clg_core *core)
{
    bool is_first = core->fit.status != CLG_VALUE_OK;

    core->starts++;
    if (isnan(s->fit))
        return;
    if (!is_first && s->fit <= core->fit.value + least_gain) {
        core->hits += s->fit > core->fit.value - least_gain;
        return;
    }
    core->hits = 1;
    core->fit = clg_value_of(s->fit);
    core->size = (uint32_t)s->block[1].size;
    memcpy(room->best, room->member, s->graph->vertex_count);
}

static void try_start(state *s, clg_core_room *room, clg_core *core)
{
    settle(s);
    while (climb_by_move(s) || climb_by_swap(s))
        continue;
    settle(s); /* without the rounding of the way */
    keep_if_best(s, room, core);
}

clg_status clg_core_sweep_missing(const clg_graph *graph, clg_core_room *room,
                                  clg_core *core, clg_error *err)
{
    uint32_t n = graph->vertex_count;
    clg_status status = reserve(room, n, err);
    state s;

    *core = (clg_core){clg_value_undefined(), 0, NULL, 0, 0};
    if (status != CLG_OK || n == 0)
        return status;
    s = state_of(graph, room);
    core->member = room->best;
    clg_strength_order(graph, room->order, room->strength);
    memset(room->member, 0, n);
    memset(room->best, 0, n);
    settle(&s);
    for (uint32_t k = 1; k < n; k++) {
        move(&s, room->order[k - 1]);
        if (room->strength[room->order[k]] >= room->strength[room->order[k - 1]])
            continue; /* within a threshold */
        s.fit = correlation(s.block[1], s.block[0], s.rounding);
        keep_if_best(&s, room, core);
    }
    return CLG_OK;
}

static void try_prefix(state *s, clg_core_room *room, uint32_t k, clg_core *core)
{
    memset(room->member, 0, s->graph->vertex_count);
    for (uint32_t i = 0; i < k; i++)
        room->member[room->order[i]] = 1;
    try_start(s, room, core);
}

static void try_random(state *s, clg_core_effort effort, clg_core_room *room,
                       clg_core *core)
{
    uint32_t n = s->graph->vertex_count;

    for (uint32_t r = 0; r < effort.random_starts; r++) {
        clg_random random = clg_random_stream(effort.seed, "core missing", n, 0, r);
        uint32_t k = 2 + clg_random_below(&random, n - 3);
        memset(room->member, 0, n);
        for (uint32_t i = 0; i < k; i++)
            room->member[clg_random_below(&random, n)] = 1;
        try_start(s, room, core);
    }
}

clg_status clg_core_find_missing(const clg_graph *graph, clg_core_effort effort,
                                 clg_core_room *room, clg_core *core, clg_error *err)
{
    uint32_t n = graph->vertex_count, k;
    clg_status status = clg_core_sweep_missing(graph, room, core, err);
    state s;

    if (status != CLG_OK || n < 4)
        return status;
    s = state_of(graph, room);
    k = core->size > 1 ? core->size : 2;
    core->starts = core->hits = 0;
    memcpy(room->member, room->best, n);
    if (core->fit.status != CLG_VALUE_OK)
        try_prefix(&s, room, k, core);
    else
        try_start(&s, room, core);
    for (uint32_t d = 1; d <= effort.around; d++) {
        if (k > d + 1)
            try_prefix(&s, room, k - d, core);
        if (k + d + 2 <= n)
            try_prefix(&s, room, k + d, core);
    }
    try_random(&s, effort, room, core);
    return CLG_OK;
}

clg_value clg_core_fit_missing(const clg_graph *graph, const uint8_t *member)
{
    block blocks[2] = {{0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}};
    double fit;

    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        block *b = &blocks[member[v]];
        b->size += 1.0;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            if (member[graph->target[e]] == member[v]) {
                b->weight += 0.5 * graph->weight[e];
                b->squares += 0.5 * graph->weight[e] * graph->weight[e];
            }
    }
    fit = correlation(blocks[1], blocks[0], rounding_of(graph));
    return isnan(fit) ? clg_value_undefined() : clg_value_of(fit);
}
