#include "measures/stratification/assortativity.h"

#include <math.h>

clg_value clg_assortativity(const clg_graph *graph, const double *from,
                            const double *to)
{
    double n = 0.0, x = 0.0, y = 0.0, xx = 0.0, yy = 0.0, xy = 0.0, vx, vy;

    for (uint32_t v = 0; v < graph->vertex_count; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            double a = from[v], b = to[graph->target[e]];
            if (isnan(a) || isnan(b))
                continue;
            n += 1.0;
            x += a;
            y += b;
            xx += a * a;
            yy += b * b;
            xy += a * b;
        }
    if (!(n > 0.0))
        return clg_value_undefined();
    vx = xx - x * x / n;
    vy = yy - y * y / n;
    if (!(vx > 1e-12 * xx) || !(vy > 1e-12 * yy))
        return clg_value_undefined();
    return clg_value_of((xy - x * y / n) / sqrt(vx * vy));
}

/* Margins of the mixing matrix: what all arcs together make of r. */
typedef struct sums {
    double *from, *to;
    double total, inside, product; /* product: sum from_p to_p */
    uint32_t groups;
} sums;

static void add_arc(sums *s, int32_t p, int32_t q, double weight)
{
    s->product += weight * (s->to[p] + s->from[q]) + (p == q ? weight * weight : 0.0);
    s->from[p] += weight;
    s->to[q] += weight;
    s->total += weight;
    s->inside += p == q ? weight : 0.0;
}

static double coefficient(const sums *s)
{
    double chance = s->product / (s->total * s->total);

    return (s->inside / s->total - chance) / (1.0 - chance);
}

clg_value clg_assortativity_error(const clg_graph *graph, const int32_t *groups,
                                  uint32_t group_count, double *margins)
{
    sums s = {margins, margins + group_count, 0.0, 0.0, 0.0, group_count};
    double all, sum = 0.0;

    for (uint32_t p = 0; p < 2 * group_count; p++)
        margins[p] = 0.0;
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            if (groups[v] >= 0 && groups[graph->target[e]] >= 0)
                add_arc(&s, groups[v], groups[graph->target[e]], graph->weight[e]);
    all = coefficient(&s);
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            uint32_t w = graph->target[e];
            double without;
            if (groups[v] < 0 || groups[w] < 0 || (!graph->is_directed && w < v))
                continue;
            add_arc(&s, groups[v], groups[w], -graph->weight[e]);
            if (!graph->is_directed)
                add_arc(&s, groups[w], groups[v], -graph->weight[e]);
            without = coefficient(&s);
            sum += (without - all) * (without - all);
            add_arc(&s, groups[v], groups[w], graph->weight[e]);
            if (!graph->is_directed)
                add_arc(&s, groups[w], groups[v], graph->weight[e]);
        }
    return isfinite(sum) ? clg_value_of(sqrt(sum)) : clg_value_undefined();
}
