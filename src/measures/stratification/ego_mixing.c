#include "measures/stratification/ego_mixing.h"

#include "base/memory.h"

#include <math.h>

enum { MOST_ROUNDS = 100000 };

clg_ego_mixing clg_ego_mixing_find(const clg_graph *graph, const clg_groups *groups,
                                   uint32_t v, double *shares)
{
    clg_ego_mixing ego = {0.0, 0.0, 0.0};

    for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
        int32_t q = groups->code[graph->target[e]];
        if (q < 0)
            continue;
        ego.all += graph->weight[e];
        ego.same += q == groups->code[v] ? graph->weight[e] : 0.0;
        shares[q] += graph->weight[e];
    }
    for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
        int32_t q = groups->code[graph->target[e]];
        if (q < 0)
            continue;
        ego.squares += (shares[q] / ego.all) * (shares[q] / ego.all);
        shares[q] = 0.0;
    }
    return ego;
}

/* One piece of one group: its vertices, and where the iteration stands. */
typedef struct piece {
    const clg_graph *graph;
    const int32_t *code;
    const double *strength;
    double *now, *next; /* by vertex */
    uint32_t *member;   /* vertices of the piece */
    uint32_t count;
} piece;

/* Weight to people of known group. */
static void add_known(const clg_graph *graph, const int32_t *code, double *strength)
{
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            strength[v] += code[graph->target[e]] >= 0 ? graph->weight[e] : 0.0;
}

/* Everyone reached from `start` inside the group. visited by vertex. */
static void collect(piece *p, uint32_t start, uint8_t *visited)
{
    p->count = 0;
    p->member[p->count++] = start;
    visited[start] = 1;
    for (uint32_t i = 0; i < p->count; i++) {
        uint32_t v = p->member[i];
        for (size_t e = p->graph->first[v]; e < p->graph->first[v + 1]; e++) {
            uint32_t other = p->graph->target[e];
            if (visited[other] || p->code[other] != p->code[start])
                continue;
            visited[other] = 1;
            p->member[p->count++] = other;
        }
    }
}

/* next = (R + I) now inside the piece; the sums of both. */
static void multiply(piece *p, double *sum_now, double *sum_next)
{
    *sum_now = *sum_next = 0.0;
    for (uint32_t i = 0; i < p->count; i++) {
        uint32_t v = p->member[i];
        double sum = 0.0;
        for (size_t e = p->graph->first[v]; e < p->graph->first[v + 1]; e++)
            if (p->code[p->graph->target[e]] == p->code[v])
                sum += p->graph->weight[e] * p->now[p->graph->target[e]];
        p->next[v] = sum / p->strength[v] + p->now[v];
        *sum_now += p->now[v];
        *sum_next += p->next[v];
    }
}

/* The vector settles with its value: both are asked for. */
static bool has_settled(const piece *p, double scale)
{
    double farthest = 0.0, largest = 0.0;

    for (uint32_t i = 0; i < p->count; i++) {
        uint32_t v = p->member[i];
        farthest = fmax(farthest, fabs(p->next[v] / scale - p->now[v]));
        largest = fmax(largest, p->now[v]);
    }
    return farthest < 1e-14 * largest;
}

static void fill_piece(piece *p, double *ssi)
{
    double now = 0.0, next = 0.0, mean;

    if (p->count < 2) {
        ssi[p->member[0]] = 0.0;
        return;
    }
    for (uint32_t i = 0; i < p->count; i++)
        p->now[p->member[i]] = 1.0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
        bool is_done;
        multiply(p, &now, &next);
        is_done = has_settled(p, next / now);
        for (uint32_t i = 0; i < p->count; i++)
            p->now[p->member[i]] = p->next[p->member[i]] * (now / next);
        if (is_done)
            break;
    }
    mean = now / (double)p->count;
    for (uint32_t i = 0; i < p->count; i++)
        ssi[p->member[i]] = (next / now - 1.0) * p->now[p->member[i]] / mean;
}

clg_status clg_spectral_segregation(const clg_graph *graph, const clg_groups *groups,
                                    double *ssi, clg_error *err)
{
    uint32_t n = graph->vertex_count;
    double *numbers = clg_array_new(3 * (size_t)n + 1, sizeof *numbers, err);
    uint32_t *member = clg_array_new((size_t)n + 1, sizeof *member, err);
    uint8_t *visited = clg_array_new((size_t)n + 1, 1, err);
    piece p = {graph, groups->code, numbers, NULL, NULL, member, 0};
    clg_status status = CLG_ERROR_MEMORY;

    if (numbers != NULL && member != NULL && visited != NULL) {
        status = CLG_OK;
        p.now = numbers + n;
        p.next = numbers + 2 * (size_t)n;
        add_known(graph, groups->code, numbers);
        for (uint32_t v = 0; v < n; v++) {
            if (groups->code[v] < 0) {
                ssi[v] = 0.0;
            } else if (!visited[v]) {
                collect(&p, v, visited);
                fill_piece(&p, ssi);
            }
        }
    }
    clg_free(numbers);
    clg_free(member);
    clg_free(visited);
    return status;
}
