#include "measures/core/minres.h"

#include <math.h>
#include <string.h>

enum { MOST_SWEEPS = 20000, PATIENCE = 1000, EIGEN_ROUNDS = 100 };

static double sum_of_squares(const double *c, uint32_t n)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < n; i++)
        sum += c[i] * c[i];
    return sum;
}

/* One sweep; the largest change. */
static double sweep(const clg_graph *graph, double *c)
{
    double squares = sum_of_squares(c, graph->vertex_count), largest = 0.0;

    for (uint32_t i = 0; i < graph->vertex_count; i++) {
        double sum = 0.0, others = squares - c[i] * c[i], next;
        for (size_t e = graph->first[i]; e < graph->first[i + 1]; e++)
            sum += graph->weight[e] * c[graph->target[e]];
        next = others > 0.0 ? sum / others : 0.0;
        largest = fmax(largest, fabs(next - c[i]));
        squares = others + next * next;
        c[i] = next;
    }
    return largest;
}

/* sum_{i<j} (w - c_i c_j)^2 = sum w^2 - 2 sum w c_i c_j + ((sum c^2)^2 - sum c^4) / 2
 */
double clg_minres_residual(const clg_graph *graph, const double *c)
{
    double squares = sum_of_squares(c, graph->vertex_count), fourth = 0.0, ties = 0.0;

    for (uint32_t i = 0; i < graph->vertex_count; i++) {
        fourth += c[i] * c[i] * c[i] * c[i];
        for (size_t e = graph->first[i]; e < graph->first[i + 1]; e++) {
            double w = graph->weight[e];
            ties += 0.5 * (w * w - 2.0 * w * c[i] * c[graph->target[e]]);
        }
    }
    return ties + (squares * squares - fourth) / 2.0;
}

static void start_from_strengths(const clg_graph *graph, double *c)
{
    double total = 0.0;

    for (uint32_t i = 0; i < graph->vertex_count; i++) {
        c[i] = 0.0;
        for (size_t e = graph->first[i]; e < graph->first[i + 1]; e++)
            c[i] += graph->weight[e];
        total += c[i];
    }
    for (uint32_t i = 0; i < graph->vertex_count; i++)
        c[i] /= sqrt(total);
}

/* The leading eigenvector times the root of its value, by powers of W + shift. */
static void start_from_eigenvector(const clg_graph *graph, double *c, double *next)
{
    uint32_t n = graph->vertex_count;
    double norm = 0.0;

    start_from_strengths(graph, c);
    for (int round = 0; round < EIGEN_ROUNDS; round++) {
        for (uint32_t i = 0; i < n; i++) {
            next[i] = 0.0;
            for (size_t e = graph->first[i]; e < graph->first[i + 1]; e++)
                next[i] += graph->weight[e] * c[graph->target[e]];
        }
        norm = sqrt(sum_of_squares(next, n) / sum_of_squares(c, n));
        for (uint32_t i = 0; i < n; i++)
            c[i] = next[i] / norm + c[i];
        norm = sqrt(sum_of_squares(c, n));
        for (uint32_t i = 0; i < n; i++)
            c[i] /= norm;
    }
    for (uint32_t i = 0; i < n; i++) {
        next[i] = 0.0;
        for (size_t e = graph->first[i]; e < graph->first[i + 1]; e++)
            next[i] += graph->weight[e] * c[graph->target[e]];
    }
    norm = sqrt(sqrt(sum_of_squares(next, n)));
    for (uint32_t i = 0; i < n; i++)
        c[i] *= norm;
}

static double largest_of(const double *numbers, size_t count)
{
    double largest = 0.0;

    for (size_t i = 0; i < count; i++)
        largest = fmax(largest, numbers[i]);
    return largest;
}

static clg_value_status descend(const clg_graph *graph, double *c)
{
    double limit = 1.5 * sqrt(largest_of(graph->weight, graph->arc_count));
    int sweeps = 0;

    while (sweeps < MOST_SWEEPS && sweep(graph, c) > 1e-12)
        if (++sweeps == PATIENCE && largest_of(c, graph->vertex_count) > limit)
            return CLG_VALUE_DEGENERATE;
    if (largest_of(c, graph->vertex_count) > limit)
        return CLG_VALUE_DEGENERATE;
    return sweeps < MOST_SWEEPS ? CLG_VALUE_OK : CLG_VALUE_NOT_CONVERGED;
}

static void describe(const clg_graph *graph, const double *c, clg_minres *m)
{
    double n = (double)graph->vertex_count, pairs = n * (n - 1.0) / 2.0;
    double w = 0.0, ww = 0.0, wx = 0.0, x = 0.0, fourth = 0.0, sum = 0.0, xx;
    double squares = sum_of_squares(c, graph->vertex_count), sst, ssx;

    for (uint32_t i = 0; i < graph->vertex_count; i++) {
        sum += c[i];
        fourth += c[i] * c[i] * c[i] * c[i];
        for (size_t e = graph->first[i]; e < graph->first[i + 1]; e++) {
            w += 0.5 * graph->weight[e];
            ww += 0.5 * graph->weight[e] * graph->weight[e];
            wx += 0.5 * graph->weight[e] * c[i] * c[graph->target[e]];
        }
    }
    x = (sum * sum - squares) / 2.0;
    xx = (squares * squares - fourth) / 2.0;
    sst = ww - w * w / pairs;
    ssx = xx - x * x / pairs;
    m->residual = clg_minres_residual(graph, c);
    m->explained = sst > 1e-14 * ww ? clg_value_of(1.0 - m->residual / sst)
                                    : clg_value_undefined();
    m->correlation = sst > 1e-14 * ww && ssx > 1e-14 * xx
                         ? clg_value_of((wx - w * x / pairs) / sqrt(sst * ssx))
                         : clg_value_undefined();
}

clg_minres clg_minres_find(const clg_graph *graph, double *coreness, double *other)
{
    uint32_t n = graph->vertex_count;
    clg_minres m = {CLG_VALUE_UNDEFINED, 0.0, clg_value_undefined(),
                    clg_value_undefined()};
    clg_value_status second;

    if (graph->arc_count == 0)
        return m;
    start_from_eigenvector(graph, coreness, other);
    m.status = descend(graph, coreness);
    start_from_strengths(graph, other);
    second = descend(graph, other);
    if (clg_minres_residual(graph, other) <
        clg_minres_residual(graph, coreness) * (1.0 - 1e-10)) {
        memcpy(coreness, other, n * sizeof *coreness);
        m.status = second;
    }
    describe(graph, coreness, &m);
    return m;
}
