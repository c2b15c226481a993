#include "measures/isolation/nearness.h"

#include <math.h>
#include <string.h>

enum { REACH_WORDS = 8 };

/* mark[w] == source + 1 says reached; the queue holds one ring after the other. */
static uint32_t count_within(const clg_graph *graph, uint32_t source, uint32_t steps,
                             uint32_t *mark, uint32_t *queue)
{
    uint32_t count = 1, begin = 0;

    queue[0] = source;
    mark[source] = source + 1;
    for (uint32_t step = 0; step < steps && begin < count; step++) {
        uint32_t end = count;
        for (; begin < end; begin++)
            for (size_t e = graph->first[queue[begin]];
                 e < graph->first[queue[begin] + 1]; e++) {
                uint32_t other = graph->target[e];
                if (mark[other] == source + 1)
                    continue;
                mark[other] = source + 1;
                queue[count++] = other;
            }
    }
    return count - 1;
}

static void reach_by_rows(const clg_graph *graph, uint32_t steps, double *shares,
                          uint32_t *mark, uint32_t *queue)
{
    memset(mark, 0, (size_t)graph->vertex_count * sizeof *mark);
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        shares[v] = (double)count_within(graph, v, steps, mark, queue);
}

/* Up to 64 * REACH_WORDS vertices: whole rows join what is reached. */
static double count_within_bits(const clg_bit_rows *bits, uint32_t source,
                                uint32_t steps)
{
    uint64_t reached[REACH_WORDS] = {0}, ring[REACH_WORDS] = {0}, next[REACH_WORDS];
    uint32_t count = 0;

    clg_bit_set(reached, source);
    clg_bit_set(ring, source);
    for (uint32_t step = 0; step < steps; step++) {
        memset(next, 0, sizeof next);
        for (size_t w = 0; w < bits->words; w++)
            for (uint64_t rest = ring[w]; rest != 0; rest &= rest - 1) {
                const uint64_t *row =
                    clg_bit_row(bits, (uint32_t)(64 * w) + clg_bit_lowest(rest));
                for (size_t i = 0; i < bits->words; i++)
                    next[i] |= row[i];
            }
        for (size_t w = 0; w < bits->words; w++) {
            ring[w] = next[w] & ~reached[w];
            reached[w] |= next[w];
        }
    }
    for (size_t w = 0; w < bits->words; w++)
        count += clg_bit_count(reached[w]);
    return (double)count - 1.0;
}

void clg_reach_shares(const clg_graph *graph, const clg_bit_rows *bits, uint32_t steps,
                      double *shares, uint32_t *mark, uint32_t *queue)
{
    uint32_t n = graph->vertex_count;

    if (bits == NULL || bits->words > REACH_WORDS)
        reach_by_rows(graph, steps, shares, mark, queue);
    else
        for (uint32_t v = 0; v < n; v++)
            shares[v] = count_within_bits(bits, v, steps);
    for (uint32_t v = 0; v < n; v++)
        shares[v] = n > 1 ? shares[v] / ((double)n - 1.0) : (double)NAN;
}

void clg_local_clustering(const clg_graph *graph, double *clustering, uint32_t *mark)
{
    memset(mark, 0, (size_t)graph->vertex_count * sizeof *mark);
    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        double degree = (double)(graph->first[v + 1] - graph->first[v]), closed = 0.0;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            mark[graph->target[e]] = v + 1;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            uint32_t other = graph->target[e];
            for (size_t f = graph->first[other]; f < graph->first[other + 1]; f++)
                closed += mark[graph->target[f]] == v + 1;
        }
        clustering[v] = degree > 1.0 ? closed / (degree * (degree - 1.0)) : (double)NAN;
    }
}

void clg_distances_to(const clg_graph *graph, const uint8_t *is_marked,
                      uint32_t *distance, uint32_t *queue)
{
    uint32_t count = 0;

    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        distance[v] = is_marked[v] ? 0 : UINT32_MAX;
        if (is_marked[v])
            queue[count++] = v;
    }
    for (uint32_t i = 0; i < count; i++)
        for (size_t e = graph->first[queue[i]]; e < graph->first[queue[i] + 1]; e++) {
            uint32_t other = graph->target[e];
            if (distance[other] != UINT32_MAX)
                continue;
            distance[other] = distance[queue[i]] + 1;
            queue[count++] = other;
        }
}

void clg_exposures(const clg_graph *graph, const double *z, double *exposures)
{
    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        double sum = 0.0, weight = 0.0;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            sum += graph->weight[e] * z[graph->target[e]];
            weight += graph->weight[e];
        }
        exposures[v] = weight > 0.0 ? sum / weight : (double)NAN;
    }
}
