#include "measures/core/nonlinear.h"

#include <math.h>

enum { MOST_ROUNDS = 200 };

static const double tolerance = 1e-12;
static const double a = 10.0, p = 20.0;

static double power_10(double x)
{
    double square = x * x, fourth = square * square;

    return fourth * fourth * square;
}

/* The gradient at x. tenth holds x^10; u = x_i^10 + x_j^10 is raised to 1/10 - 1. */
static void find_gradient(const clg_graph *graph, const double *x, double *gradient)
{
    for (uint32_t i = 0; i < graph->vertex_count; i++) {
        double tenth = power_10(x[i]), sum = 0.0;
        for (size_t e = graph->first[i]; e < graph->first[i + 1]; e++) {
            double both = tenth + power_10(x[graph->target[e]]);
            sum += graph->weight[e] * pow(both, 1.0 / a - 1.0);
        }
        gradient[i] = x[i] > 0.0 ? 2.0 * tenth / x[i] * sum : 0.0;
    }
}

/* x <- (g / ||g||_q)^(q / p); how far the farthest moved. */
static double take_step(uint32_t n, const double *gradient, double *x)
{
    double q = p / (p - 1.0), norm = 0.0, farthest = 0.0, largest = 0.0;

    for (uint32_t i = 0; i < n; i++)
        largest = gradient[i] > largest ? gradient[i] : largest;
    for (uint32_t i = 0; i < n; i++)
        norm += pow(gradient[i] / largest, q);
    norm = pow(norm, 1.0 / q) * largest;
    for (uint32_t i = 0; i < n; i++) {
        double next = pow(gradient[i] / norm, q / p);
        farthest = fmax(farthest, fabs(next - x[i]));
        x[i] = next;
    }
    return farthest;
}

static void scale_to_one(uint32_t n, double *x)
{
    double largest = 0.0;

    for (uint32_t i = 0; i < n; i++)
        largest = x[i] > largest ? x[i] : largest;
    for (uint32_t i = 0; i < n; i++)
        x[i] /= largest;
}

clg_value_status clg_nonlinear_core(const clg_graph *graph, double *scores,
                                    double *other)
{
    uint32_t n = graph->vertex_count;
    double farthest = INFINITY;

    for (uint32_t i = 0; i < n; i++)
        scores[i] = graph->first[i + 1] > graph->first[i] ? 1.0 : 0.0;
    if (graph->arc_count == 0)
        return CLG_VALUE_UNDEFINED;
    for (int round = 0; round < MOST_ROUNDS && farthest > tolerance; round++) {
        find_gradient(graph, scores, other);
        farthest = take_step(n, other, scores);
    }
    scale_to_one(n, scores);
    return farthest > tolerance ? CLG_VALUE_NOT_CONVERGED : CLG_VALUE_OK;
}
