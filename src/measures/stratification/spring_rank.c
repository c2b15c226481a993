#include "measures/stratification/spring_rank.h"

#include "base/memory.h"

#include <math.h>

/* One row of numbers each, a vertex apiece. */
typedef struct work {
    const clg_graph *graph;
    uint32_t n;
    double *block;
    double *degree, *residual, *direction, *product;
    uint32_t *component;
} work;

/* product = (D - A - A') direction */
static void multiply(const work *w)
{
    for (uint32_t v = 0; v < w->n; v++)
        w->product[v] = w->degree[v] * w->direction[v];
    for (uint32_t v = 0; v < w->n; v++)
        for (size_t e = w->graph->first[v]; e < w->graph->first[v + 1]; e++) {
            uint32_t other = w->graph->target[e];
            w->product[v] -= w->graph->weight[e] * w->direction[other];
            w->product[other] -= w->graph->weight[e] * w->direction[v];
        }
}

static double dot(const double *a, const double *b, uint32_t n)
{
    double sum = 0.0;

    for (uint32_t v = 0; v < n; v++)
        sum += a[v] * b[v];
    return sum;
}

static void set_up(const work *w, double *ranks)
{
    for (uint32_t v = 0; v < w->n; v++)
        w->degree[v] = w->residual[v] = ranks[v] = 0.0;
    for (uint32_t v = 0; v < w->n; v++)
        for (size_t e = w->graph->first[v]; e < w->graph->first[v + 1]; e++) {
            double weight = w->graph->weight[e];
            w->degree[v] += weight;
            w->degree[w->graph->target[e]] += weight;
            w->residual[v] -= weight; /* v turns to another: it stands below */
            w->residual[w->graph->target[e]] += weight;
        }
    for (uint32_t v = 0; v < w->n; v++)
        w->direction[v] = w->residual[v];
}

/* The right side sums to 0 in every component, and so do all directions: the steps
 * stay where the matrix is positive. */
static clg_value_status solve(const work *w, double *ranks)
{
    double now = dot(w->residual, w->residual, w->n), goal = now * 1e-26;
    uint64_t most = 10 * (uint64_t)w->n + 100;

    for (uint64_t step = 0; now > goal && step < most; step++) {
        double length, next;
        multiply(w);
        length = now / dot(w->direction, w->product, w->n);
        for (uint32_t v = 0; v < w->n; v++) {
            ranks[v] += length * w->direction[v];
            w->residual[v] -= length * w->product[v];
        }
        next = dot(w->residual, w->residual, w->n);
        for (uint32_t v = 0; v < w->n; v++)
            w->direction[v] = w->residual[v] + next / now * w->direction[v];
        now = next;
    }
    return now > goal * 1e6 ? CLG_VALUE_NOT_CONVERGED : CLG_VALUE_OK;
}

static uint32_t root_of(uint32_t *component, uint32_t v)
{
    while (component[v] != v)
        v = component[v] = component[component[v]];
    return v;
}

static void join_components(const work *w)
{
    for (uint32_t v = 0; v < w->n; v++)
        w->component[v] = v;
    for (uint32_t v = 0; v < w->n; v++)
        for (size_t e = w->graph->first[v]; e < w->graph->first[v + 1]; e++) {
            uint32_t a = root_of(w->component, v);
            uint32_t b = root_of(w->component, w->graph->target[e]);
            w->component[a > b ? a : b] = a > b ? b : a;
        }
}

/* Means over components to 0; isolates have no rank. */
static void settle(const work *w, double *ranks)
{
    double *sum = w->direction, *count = w->product;

    for (uint32_t v = 0; v < w->n; v++)
        sum[v] = count[v] = 0.0;
    for (uint32_t v = 0; v < w->n; v++) {
        sum[root_of(w->component, v)] += ranks[v];
        count[root_of(w->component, v)] += 1.0;
    }
    for (uint32_t v = 0; v < w->n; v++) {
        uint32_t root = root_of(w->component, v);
        ranks[v] =
            w->degree[v] > 0.0 ? ranks[v] - sum[root] / count[root] : (double)NAN;
    }
}

static void find_energy(const clg_graph *graph, const double *ranks,
                        clg_spring_rank *found)
{
    double total = 0.0;

    found->energy = 0.0;
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            double apart = ranks[graph->target[e]] - ranks[v] - 1.0;
            found->energy += 0.5 * graph->weight[e] * apart * apart;
            total += graph->weight[e];
        }
    found->per_weight = found->energy / total;
}

clg_status clg_spring_rank_find(const clg_graph *graph, double *ranks,
                                clg_spring_rank *found, clg_error *err)
{
    size_t n = graph->vertex_count;
    work w = {.graph = graph, .n = graph->vertex_count};
    clg_status status = CLG_ERROR_MEMORY;

    *found = (clg_spring_rank){CLG_VALUE_UNDEFINED, 0.0, 0.0};
    w.block = clg_array_new(4 * n + 1, sizeof *w.block, err);
    w.component =
        w.block != NULL ? clg_array_new(n + 1, sizeof *w.component, err) : NULL;
    if (w.component != NULL) {
        w.degree = w.block;
        w.residual = w.block + n;
        w.direction = w.block + 2 * n;
        w.product = w.block + 3 * n;
        status = CLG_OK;
        set_up(&w, ranks);
        if (graph->arc_count > 0)
            found->status = solve(&w, ranks);
        join_components(&w);
        settle(&w, ranks);
        if (graph->arc_count > 0)
            find_energy(graph, ranks, found);
    }
    clg_free(w.block);
    clg_free(w.component);
    return status;
}
