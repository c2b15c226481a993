/* Newton's method in two coordinates inside a box.
 *
 * Counts with less variance than any model has pull both coordinates along a ridge to
 * the edge of the box. A step cut off at the edge would leave the ridge; therefore each
 * step is the maximum, inside the box, of the quadratic that slope and curvature give.
 */
#include "trajectory/hmm/emission_part.h"

#include <math.h>

enum { MOST_STEPS = 200, MOST_HALVINGS = 40 };

static const double longest_move = 2.5; /* in logarithms: a factor of 12 */

/* slope . s - s' C s / 2, C = (a b; b c) positive definite. */
typedef struct quadratic {
    double slope[2], a, b, c;
} quadratic;

/* Curvature that is not negative is made so by its own size: the steps go uphill. */
static quadratic quadratic_of(const clg_surface *at)
{
    quadratic q = {
        {at->slope[0], at->slope[1]}, -at->curve[0], -at->curve[1], -at->curve[2]};
    double middle = 0.5 * (q.a + q.c), radius = hypot(0.5 * (q.a - q.c), q.b);
    double least = middle - radius, size = fabs(middle) + radius;

    if (!(least > 1e-14 * size)) {
        double lift = 1e-12 * size - 2.0 * least + 1e-300;
        q.a += lift;
        q.c += lift;
    }
    return q;
}

static double gain(const quadratic *q, const double *s)
{
    return q->slope[0] * s[0] + q->slope[1] * s[1] -
           0.5 * (q->a * s[0] * s[0] + 2.0 * q->b * s[0] * s[1] + q->c * s[1] * s[1]);
}

static double clamped(double x, double low, double high)
{
    return fmin(fmax(x, low), high);
}

/* The best step with coordinate i at `at`, if it is better than `step`. */
static void try_edge(const quadratic *q, int i, double at, const double *low,
                     const double *high, double *step)
{
    int j = 1 - i;
    double edge[2];

    edge[i] = at;
    edge[j] =
        clamped((q->slope[j] - q->b * at) / (j == 0 ? q->a : q->c), low[j], high[j]);
    if (gain(q, edge) > gain(q, step)) {
        step[0] = edge[0];
        step[1] = edge[1];
    }
}

static void best_step(const quadratic *q, const double *low, const double *high,
                      double *step)
{
    double determinant = q->a * q->c - q->b * q->b;

    step[0] = (q->c * q->slope[0] - q->b * q->slope[1]) / determinant;
    step[1] = (q->a * q->slope[1] - q->b * q->slope[0]) / determinant;
    if (step[0] >= low[0] && step[0] <= high[0] && step[1] >= low[1] &&
        step[1] <= high[1])
        return;
    step[0] = step[1] = 0.0;
    for (int i = 0; i < 2; i++) {
        try_edge(q, i, low[i], low, high, step);
        try_edge(q, i, high[i], low, high, step);
    }
}

/* False if nothing along the step gains. */
static bool move(clg_objective *objective, const clg_weighted_values *values,
                 const double *step, double *point, clg_surface *at)
{
    double share = 1.0;

    for (int halving = 0; halving <= MOST_HALVINGS; halving++) {
        double to[2] = {point[0] + share * step[0], point[1] + share * step[1]};
        clg_surface next;
        objective(values, to, &next);
        if (next.value >= at->value - 1e-14 * fabs(at->value)) {
            point[0] = to[0];
            point[1] = to[1];
            *at = next;
            return true;
        }
        share *= 0.5;
    }
    return false;
}

void clg_surface_climb(clg_objective *objective, const clg_weighted_values *values,
                       const double *lower, const double *upper, double *point)
{
    clg_surface at;

    for (int i = 0; i < 2; i++)
        point[i] = clamped(point[i], lower[i], upper[i]);
    objective(values, point, &at);
    for (int round = 0; round < MOST_STEPS; round++) {
        quadratic q = quadratic_of(&at);
        double low[2], high[2], step[2];
        for (int i = 0; i < 2; i++) {
            low[i] = fmax(lower[i] - point[i], -longest_move);
            high[i] = fmin(upper[i] - point[i], longest_move);
        }
        best_step(&q, low, high, step);
        if (!isfinite(step[0] + step[1]))
            return;
        if (fabs(step[0]) <= 1e-9 && fabs(step[1]) <= 1e-9) {
            point[0] += step[0]; /* the next would be its square */
            point[1] += step[1];
            return;
        }
        if (!move(objective, values, step, point, &at))
            return;
    }
}
