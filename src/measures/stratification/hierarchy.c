#include "measures/stratification/hierarchy.h"

#include "base/memory.h"
#include "measures/bit_rows.h"

#include <string.h>

/* Bit w of row v: v reaches w, itself included; above is the reverse. */
typedef struct reach {
    const clg_graph *graph;
    uint32_t n;
    size_t words;
    uint64_t *below, *above, *common;
    uint32_t *component, *queue;
} reach;

static uint64_t *row_of(const reach *r, uint64_t *bits, uint32_t v)
{
    return bits + (size_t)v * r->words;
}

static clg_status reserve(reach *r, clg_error *err)
{
    size_t n = r->n;
    bool ok = (r->below = clg_array_new(n * r->words + 1, sizeof *r->below, err)) &&
              (r->above = clg_array_new(n * r->words + 1, sizeof *r->above, err)) &&
              (r->common = clg_array_new(r->words + 1, sizeof *r->common, err)) &&
              (r->component = clg_array_new(n + 1, sizeof *r->component, err)) &&
              (r->queue = clg_array_new(n + 1, sizeof *r->queue, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

static void release(reach *r)
{
    clg_free(r->below);
    clg_free(r->above);
    clg_free(r->common);
    clg_free(r->component);
    clg_free(r->queue);
}

/* A walk along the arcs from every vertex. */
static void fill_below(reach *r)
{
    for (uint32_t v = 0; v < r->n; v++) {
        uint64_t *seen = row_of(r, r->below, v);
        uint32_t count = 1;
        r->queue[0] = v;
        clg_bit_set(seen, v);
        for (uint32_t i = 0; i < count; i++)
            for (size_t e = r->graph->first[r->queue[i]];
                 e < r->graph->first[r->queue[i] + 1]; e++) {
                uint32_t w = r->graph->target[e];
                if (clg_bit_is_set(seen, w))
                    continue;
                clg_bit_set(seen, w);
                r->queue[count++] = w;
            }
    }
}

static void fill_above(reach *r)
{
    for (uint32_t v = 0; v < r->n; v++)
        for (uint32_t w = 0; w < r->n; w++)
            if (clg_bit_is_set(row_of(r, r->below, v), w))
                clg_bit_set(row_of(r, r->above, w), v);
}

static uint32_t root_of(uint32_t *component, uint32_t v)
{
    while (component[v] != v)
        v = component[v] = component[component[v]];
    return v;
}

/* Weak components; afterwards component[v] is a root. */
static void join_components(reach *r)
{
    for (uint32_t v = 0; v < r->n; v++)
        r->component[v] = v;
    for (uint32_t v = 0; v < r->n; v++)
        for (size_t e = r->graph->first[v]; e < r->graph->first[v + 1]; e++) {
            uint32_t a = root_of(r->component, v);
            uint32_t b = root_of(r->component, r->graph->target[e]);
            r->component[a > b ? a : b] = a > b ? b : a;
        }
    for (uint32_t v = 0; v < r->n; v++)
        r->component[v] = root_of(r->component, v);
}

/* Is there an upper bound of both that reaches all others? */
static bool has_bound(const reach *r, uint32_t i, uint32_t j, uint64_t *common)
{
    const uint64_t *a = row_of(r, r->above, i), *b = row_of(r, r->above, j);

    for (size_t w = 0; w < r->words; w++)
        common[w] = a[w] & b[w];
    for (size_t w = 0; w < r->words; w++)
        for (uint64_t left = common[w]; left != 0; left &= left - 1) {
            uint32_t k = (uint32_t)(w * 64) + clg_bit_lowest(left);
            const uint64_t *below = row_of(r, r->below, k);
            size_t at = 0;
            while (at < r->words && (common[at] & ~below[at]) == 0)
                at++;
            if (at == r->words)
                return true;
        }
    return false;
}

/* Sums over components of pairs: ordered, (N - 1)^2, (N - 1)(N - 2) / 2, N - 1. */
typedef struct sizes {
    double pairs, squares, bounds, needed;
} sizes;

static sizes sizes_of(reach *r)
{
    sizes s = {0.0, 0.0, 0.0, 0.0};

    memset(r->queue, 0, ((size_t)r->n + 1) * sizeof *r->queue);
    for (uint32_t v = 0; v < r->n; v++)
        r->queue[r->component[v]]++;
    for (uint32_t v = 0; v < r->n; v++) {
        double size = (double)r->queue[v];
        if (r->queue[v] == 0)
            continue;
        s.pairs += size * (size - 1.0);
        s.squares += (size - 1.0) * (size - 1.0);
        s.bounds += (size - 1.0) * (size - 2.0) / 2.0;
        s.needed += size - 1.0;
    }
    return s;
}

static clg_value reaching_of(const reach *r)
{
    double most = 0.0, sum = 0.0, others = (double)r->n - 1.0;

    if (r->n < 2)
        return clg_value_undefined();
    for (uint32_t v = 0; v < r->n; v++) {
        double count = -1.0;
        for (size_t w = 0; w < r->words; w++)
            count += clg_bit_count(row_of(r, r->below, v)[w]);
        most = count > most ? count : most;
        sum += count;
    }
    return clg_value_of(((double)r->n * most - sum) / (others * others));
}

static void count_pairs(const reach *r, double *tied, double *mutual, double *unbound)
{
    *tied = *mutual = *unbound = 0.0;
    for (uint32_t i = 0; i < r->n; i++)
        for (uint32_t j = i + 1; j < r->n; j++) {
            bool down = clg_bit_is_set(row_of(r, r->below, i), j);
            bool up = clg_bit_is_set(row_of(r, r->below, j), i);
            *tied += down || up;
            *mutual += down && up;
            if (r->component[i] == r->component[j])
                *unbound += !has_bound(r, i, j, r->common);
        }
}

static void describe(reach *r, clg_hierarchy *h)
{
    double n = (double)r->n, tied, mutual, unbound;
    sizes s = sizes_of(r);

    count_pairs(r, &tied, &mutual, &unbound);
    h->connectedness = clg_value_share(s.pairs, n * (n - 1.0));
    h->reaching = reaching_of(r);
    if (tied > 0.0)
        h->hierarchy = clg_value_of(1.0 - mutual / tied);
    if (s.squares > 0.0)
        h->efficiency =
            clg_value_of(1.0 - ((double)r->graph->arc_count - s.needed) / s.squares);
    if (s.bounds > 0.0)
        h->lubness = clg_value_of(1.0 - unbound / s.bounds);
}

clg_status clg_hierarchy_find(const clg_graph *graph, clg_hierarchy *hierarchy,
                              clg_error *err)
{
    clg_value none = clg_value_undefined();
    reach r = {.graph = graph,
               .n = graph->vertex_count,
               .words = ((size_t)graph->vertex_count + 63) / 64};
    clg_status status = reserve(&r, err);

    *hierarchy = (clg_hierarchy){none, none, none, none, none};
    if (status == CLG_OK) {
        fill_below(&r);
        fill_above(&r);
        join_components(&r);
        describe(&r, hierarchy);
    }
    release(&r);
    return status;
}
