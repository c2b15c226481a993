#include "measures/stratification/assortativity.h"

#include <math.h>

/* Weighted sums over arcs, of values less the first ones met: large values that differ
 * by little (years, say) lose no digits. */
typedef struct moments {
    double n, x, y, xx, yy, xy, first_x, first_y;
} moments;

static void add_arc(moments *m, double weight, double a, double b)
{
    if (!(m->n > 0.0)) {
        m->first_x = a;
        m->first_y = b;
    }
    a -= m->first_x;
    b -= m->first_y;
    m->n += weight;
    m->x += weight * a;
    m->y += weight * b;
    m->xx += weight * a * a;
    m->yy += weight * b * b;
    m->xy += weight * a * b;
}

clg_value clg_assortativity(const clg_graph *graph, const double *from,
                            const double *to, bool by_weight)
{
    moments m = {0};
    double vx, vy;

    for (uint32_t v = 0; v < graph->vertex_count; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            double a = from[v], b = to[graph->target[e]];
            if (!isnan(a) && !isnan(b))
                add_arc(&m, by_weight ? graph->weight[e] : 1.0, a, b);
        }
    if (!(m.n > 0.0))
        return clg_value_undefined();
    vx = m.xx - m.x * m.x / m.n;
    vy = m.yy - m.y * m.y / m.n;
    if (!(vx > 1e-12 * m.xx) || !(vy > 1e-12 * m.yy))
        return clg_value_undefined();
    return clg_value_of(
        fmax(-1.0, fmin(1.0, (m.xy - m.x * m.y / m.n) / sqrt(vx * vy))));
}

/* What all arcs together make of r; product = sum from_p to_p. */
typedef struct sums {
    double *from, *to;
    double total, inside, product;
} sums;

/* NaN where all that is left lies in one group, up to rounding. */
static double coefficient(double total, double inside, double product)
{
    double apart = 1.0 - product / (total * total);

    return apart > 1e-12 ? 1.0 - (1.0 - inside / total) / apart : (double)NAN;
}

static void add_up(sums *s, const clg_graph *graph, const int32_t *groups,
                   uint32_t group_count)
{
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            int32_t p = groups[v], q = groups[graph->target[e]];
            if (p < 0 || q < 0)
                continue;
            s->from[p] += graph->weight[e];
            s->to[q] += graph->weight[e];
            s->total += graph->weight[e];
            s->inside += p == q ? graph->weight[e] : 0.0;
        }
    for (uint32_t p = 0; p < group_count; p++)
        s->product += s->from[p] * s->to[p];
}

/* r without an arc of that weight from p to q; of an undirected tie both ways go. */
static double without(const sums *s, int32_t p, int32_t q, double weight, bool both)
{
    double gone = both ? 2.0 * weight : weight, own, other;

    if (p == q)
        return coefficient(s->total - gone, s->inside - gone,
                           s->product - gone * (s->from[p] + s->to[p] - gone));
    own = both ? s->from[p] + s->to[p] - weight : s->to[p];
    other = both ? s->from[q] + s->to[q] - weight : s->from[q];
    return coefficient(s->total - gone, s->inside, s->product - weight * (own + other));
}

clg_value clg_assortativity_error(const clg_graph *graph, const int32_t *groups,
                                  uint32_t group_count, double *margins)
{
    sums s = {margins, margins + group_count, 0.0, 0.0, 0.0};
    double all, sum = 0.0;

    for (uint32_t p = 0; p < 2 * group_count; p++)
        margins[p] = 0.0;
    add_up(&s, graph, groups, group_count);
    all = coefficient(s.total, s.inside, s.product);
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            uint32_t w = graph->target[e];
            double change;
            if (groups[v] < 0 || groups[w] < 0 || (!graph->is_directed && w < v))
                continue;
            change = all - without(&s, groups[v], groups[w], graph->weight[e],
                                   !graph->is_directed);
            sum += change * change;
        }
    return isfinite(sum) ? clg_value_of(sqrt(sum)) : clg_value_undefined();
}
