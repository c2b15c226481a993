#include "measures/core/km_config.h"

#include "base/memory.h"
#include "measures/core/degree.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double least_gain = 1e-10;

void clg_km_clear(clg_km *km)
{
    clg_free(km->pair);
    clg_free(km->in_core);
    clg_free(km->q);
    clg_free(km->size);
    clg_free(km->label);
    clg_free(km->order);
    clg_free(km->seen);
    clg_free(km->side);
    clg_free(km->sums);
    clg_free(km->numbers);
    *km = (clg_km){0};
}

static clg_status reserve(clg_km *km, size_t n, clg_error *err)
{
    clg_status status;

#define GROW(array, room, count)                                                       \
    clg_array_reserve(&km->array, &km->room, count, sizeof *km->array, err)
    status = GROW(pair, pair_room, n + 1);
    if (status == CLG_OK)
        status = GROW(in_core, in_core_room, n + 1);
    if (status == CLG_OK)
        status = GROW(q, q_room, n + 1);
    if (status == CLG_OK)
        status = GROW(size, size_room, n + 1);
    if (status == CLG_OK)
        status = GROW(label, label_room, n + 1);
    if (status == CLG_OK)
        status = GROW(order, order_room, n + 1);
    if (status == CLG_OK)
        status = GROW(seen, seen_room, n + 1);
    if (status == CLG_OK)
        status = GROW(side, side_room, n + 1);
    if (status == CLG_OK)
        status = GROW(sums, sums_room, n + 1);
    if (status == CLG_OK)
        status = GROW(numbers, number_room, 3 * n + 1);
#undef GROW
    if (status != CLG_OK)
        return status;
    km->strength = km->numbers;
    km->core_sum = km->numbers + n;
    km->all_sum = km->numbers + 2 * n;
    return CLG_OK;
}

double clg_km_quality(const clg_graph *graph, const uint32_t *pair,
                      const uint8_t *in_core, double *room)
{
    uint32_t n = graph->vertex_count;
    double *core = room, *edge = room + n, total = 0.0, inside = 0.0, chance = 0.0;

    for (uint32_t v = 0; v < n; v++)
        core[v] = edge[v] = 0.0;
    for (uint32_t v = 0; v < n; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            uint32_t other = graph->target[e];
            total += graph->weight[e];
            (in_core[v] ? core : edge)[pair[v]] += graph->weight[e];
            if (pair[v] == pair[other] && (in_core[v] || in_core[other]))
                inside += graph->weight[e];
        }
    for (uint32_t c = 0; c < n; c++)
        chance += core[c] * (core[c] + 2.0 * edge[c]);
    return inside / total - chance / (total * total);
}

/* What v, of strength s, would add to a pair of these sums on side x: twice e, less
 * what chance gives; rate is s / 2M. */
static double gain_of(const clg_km_sums *pair, double s, double rate, int x)
{
    double edges = x ? pair->to_all : pair->to_core;
    double sum = x ? pair->all : pair->core;

    return 2.0 * (edges - rate * sum) - (x ? rate * s : 0.0);
}

static void take(clg_km *km, uint32_t v, double sign)
{
    clg_km_sums *pair = &km->sums[km->label[v]];

    pair->all += sign * km->strength[v];
    if (km->side[v])
        pair->core += sign * km->strength[v];
}

/* Ties of v by the pairs of its neighbours; seen lists these. Who is on which side is
 * anyone's guess, so nothing here branches on it. */
static uint32_t look_around(clg_km *km, const clg_graph *graph, uint32_t v)
{
    uint32_t count = 0;

    for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
        uint32_t other = graph->target[e], label = km->label[other];
        double weight = graph->weight[e];
        clg_km_sums *pair = &km->sums[label];
        km->seen[count] = label;
        count += pair->to_all == 0.0;
        pair->to_all += weight;
        pair->to_core += weight * (double)km->side[other];
    }
    return count;
}

static bool move_one(clg_km *km, const clg_graph *graph, double total, uint32_t v)
{
    uint32_t count = look_around(km, graph, v), best = km->label[v];
    int side = km->side[v];
    double s = km->strength[v], rate = s / total, own, most;
    bool moves;

    take(km, v, -1.0);
    own = gain_of(&km->sums[best], s, rate, side);
    most = own;
    for (uint32_t i = 0; i < count; i++)
        for (int x = 1; x >= 0; x--) {
            double gain = gain_of(&km->sums[km->seen[i]], s, rate, x);
            if (gain > most + least_gain) {
                most = gain;
                best = km->seen[i];
                side = x;
            }
        }
    for (uint32_t i = 0; i < count; i++)
        km->sums[km->seen[i]].to_all = km->sums[km->seen[i]].to_core = 0.0;
    moves = most > own + least_gain;
    km->label[v] = best;
    km->side[v] = (uint8_t)side;
    take(km, v, 1.0);
    return moves;
}

static void run_once(clg_km *km, const clg_graph *graph, double total,
                     clg_random *random)
{
    uint32_t n = graph->vertex_count;
    bool moved = true;

    for (uint32_t v = 0; v < n; v++) {
        km->label[v] = km->order[v] = v;
        km->side[v] = 1;
        km->sums[v] = (clg_km_sums){0.0, 0.0, km->strength[v], km->strength[v]};
    }
    for (int sweep = 0; moved && sweep < 1000; sweep++) {
        moved = false;
        for (uint32_t left = n; left > 1; left--) {
            uint32_t place = clg_random_below(random, left), held = km->order[left - 1];
            km->order[left - 1] = km->order[place];
            km->order[place] = held;
        }
        for (uint32_t i = 0; i < n; i++)
            moved |= move_one(km, graph, total, km->order[i]);
    }
}

/* q of each label, as parts of Q; sizes by label. */
static void part_quality(clg_km *km, const clg_graph *graph, double total)
{
    uint32_t n = graph->vertex_count;

    for (uint32_t v = 0; v < n; v++)
        km->q[v] = km->core_sum[v] = km->all_sum[v] = 0.0, km->size[v] = 0;
    for (uint32_t v = 0; v < n; v++) {
        uint32_t pair = km->pair[v];
        km->size[pair]++;
        km->all_sum[pair] += km->strength[v];
        km->core_sum[pair] += km->in_core[v] ? km->strength[v] : 0.0;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            if (km->pair[graph->target[e]] == pair &&
                (km->in_core[v] || km->in_core[graph->target[e]]))
                km->q[pair] += graph->weight[e] / total;
    }
    for (uint32_t c = 0; c < n; c++)
        km->q[c] -= km->core_sum[c] * (2.0 * km->all_sum[c] - km->core_sum[c]) /
                    (total * total);
}

/* Pairs numbered by falling size, then lowest member. label is room. */
static void put_in_order(clg_km *km, uint32_t n)
{
    uint32_t next = 0;

    for (uint32_t v = 0; v < n; v++)
        km->size[v] = 0, km->label[v] = n;
    for (uint32_t v = 0; v < n; v++)
        km->size[km->pair[v]]++;
    for (uint32_t size = n; size > 0; size--)
        for (uint32_t v = 0; v < n; v++)
            if (km->size[km->pair[v]] == size && km->label[km->pair[v]] == n)
                km->label[km->pair[v]] = next++;
    for (uint32_t v = 0; v < n; v++)
        km->pair[v] = km->label[km->pair[v]];
}

clg_status clg_km_find(clg_km *km, const clg_graph *graph, uint32_t runs,
                       clg_random *random, clg_error *err)
{
    uint32_t n = graph->vertex_count;
    double total = 0.0;
    clg_status status = reserve(km, n, err);

    if (status != CLG_OK)
        return status;
    clg_strengths(graph, CLG_ARCS_ALL, km->strength);
    for (uint32_t v = 0; v < n; v++) {
        total += km->strength[v];
        km->pair[v] = v;
        km->in_core[v] = 1;
    }
    km->quality = (double)NAN;
    for (uint32_t r = 0; total > 0.0 && r < runs; r++) {
        double quality;
        run_once(km, graph, total, random);
        quality = clg_km_quality(graph, km->label, km->side, km->core_sum);
        if (r > 0 && !(quality > km->quality + 1e-12))
            continue;
        km->quality = quality;
        memcpy(km->pair, km->label, n * sizeof *km->pair);
        memcpy(km->in_core, km->side, n);
    }
    put_in_order(km, n);
    part_quality(km, graph, total);
    km->pairs = 0;
    for (uint32_t c = 0; c < n; c++)
        km->pairs += km->size[c] > 1;
    return CLG_OK;
}

/* ---- the (q, s) test ---- */

/* Each pair tied with chance s_i s_j / 2M, at most 1 (Chung & Lu); weights as many as a
 * Poisson number of units would be are rounded to the mean weight. */
static size_t draw_ties(const double *strength, uint32_t n, double total, double unit,
                        clg_tie *ties, clg_random *random)
{
    size_t count = 0;

    for (uint32_t i = 0; i < n; i++) {
        double rate = strength[i] / total / unit;
        for (uint32_t j = i + 1; j < n; j++) {
            double mean = rate * strength[j], u = clg_random_uniform(random);
            double number = 0.0, left, reached;
            if (u <= 1.0 - mean) /* at most exp(-mean): none, without asking for it */
                continue;
            left = reached = exp(-mean);
            while (u > reached && number < 1000.0) { /* Poisson by inversion */
                number += 1.0;
                left *= mean / number;
                reached += left;
            }
            if (number > 0.0)
                ties[count++] = (clg_tie){i, j, number * unit};
        }
    }
    return count;
}

/* Pooled pairs of the null: their q and s, and what the kernel needs. */
typedef struct pool {
    double *q, *s;
    size_t count, room_q, room_s;
    double mean_q, mean_s, sd_q, sd_s, gamma;
} pool;

static clg_status add_pairs(pool *p, const clg_km *km, clg_error *err)
{
    size_t needed = p->count + km->pairs;
    clg_status status =
        clg_array_reserve(&p->q, &p->room_q, needed + 1, sizeof *p->q, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&p->s, &p->room_s, needed + 1, sizeof *p->s, err);
    for (uint32_t c = 0; status == CLG_OK && c < km->pairs; c++) {
        p->q[p->count] = km->q[c];
        p->s[p->count++] = (double)km->size[c];
    }
    return status;
}

static void describe(pool *p)
{
    double n = (double)p->count, qq = 0.0, ss = 0.0, qs = 0.0;

    for (size_t t = 0; t < p->count; t++) {
        p->mean_q += p->q[t] / n;
        p->mean_s += p->s[t] / n;
    }
    for (size_t t = 0; t < p->count; t++) {
        qq += (p->q[t] - p->mean_q) * (p->q[t] - p->mean_q);
        ss += (p->s[t] - p->mean_s) * (p->s[t] - p->mean_s);
        qs += (p->q[t] - p->mean_q) * (p->s[t] - p->mean_s);
    }
    p->sd_q = sqrt(qq / (n - 1.0));
    p->sd_s = sqrt(ss / (n - 1.0));
    p->gamma = qs / sqrt(qq * ss);
}

static double p_value(const pool *p, double q, double s)
{
    double h = pow((double)p->count, -1.0 / 6.0), sum = 0.0, below = 0.0;
    double spread = h * sqrt(1.0 - p->gamma * p->gamma);

    if (p->count < 3 || !(p->sd_q > 0.0) || !(p->sd_s > 0.0) || !(spread > 0.0))
        return (double)NAN;
    for (size_t t = 0; t < p->count; t++) {
        double apart = (s - p->s[t]) / p->sd_s;
        double weight = exp(-apart * apart / (2.0 * h * h));
        sum += weight;
        below += weight * gsl_cdf_ugaussian_P(
                              ((q - p->q[t]) / p->sd_q - p->gamma * apart) / spread);
    }
    return sum > 0.0 ? 1.0 - below / sum : (double)NAN;
}

clg_status clg_km_test(const clg_km *km, const clg_graph *graph, uint32_t runs,
                       uint32_t copies, clg_random *random, double *p, clg_error *err)
{
    uint32_t n = graph->vertex_count;
    double total = 0.0;
    clg_tie *ties = clg_array_new((size_t)n * n / 2 + 1, sizeof *ties, err);
    clg_graph copy = CLG_GRAPH_INIT;
    clg_km found = {0};
    pool null = {0};
    clg_status status = ties != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    for (uint32_t v = 0; v < n; v++)
        total += km->strength[v];
    for (uint32_t c = 0; status == CLG_OK && c < copies && total > 0.0; c++) {
        double unit = total / (double)graph->arc_count;
        size_t count = draw_ties(km->strength, n, total, unit, ties, random);
        status = clg_graph_from_ties(&copy, n, false, ties, count, err);
        if (status == CLG_OK)
            status = clg_km_find(&found, &copy, runs, random, err);
        if (status == CLG_OK)
            status = add_pairs(&null, &found, err);
    }
    if (status == CLG_OK && null.count > 2)
        describe(&null);
    for (uint32_t c = 0; status == CLG_OK && c < n; c++)
        p[c] = km->size[c] > 1 ? p_value(&null, km->q[c], (double)km->size[c])
                               : (double)NAN;
    clg_free(ties);
    clg_graph_clear(&copy);
    clg_km_clear(&found);
    clg_free(null.q);
    clg_free(null.s);
    return status;
}
