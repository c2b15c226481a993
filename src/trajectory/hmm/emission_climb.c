/* Newton's method in two coordinates inside a box. */
#include "trajectory/hmm/emission_part.h"

#include <math.h>

enum { MOST_STEPS = 200, MOST_HALVINGS = 40 };

static const double longest_step = 2.5; /* in logarithms: a factor of 12 */

static bool is_held(const double *point, const double *lower, const double *upper,
                    const double *slope, int i)
{
    return (point[i] <= lower[i] && slope[i] <= 0.0) ||
           (point[i] >= upper[i] && slope[i] >= 0.0);
}

/* The Newton step; curvature that is not negative is made so by its own size, which
 * turns the step uphill. */
static void step_of(const clg_surface *at, const bool *held, double *step)
{
    double a = -at->curve[0], b = -at->curve[1], c = -at->curve[2];
    double middle, radius, least, size, determinant;

    if (held[0] || held[1])
        b = 0.0;
    a = held[0] ? 1.0 : a;
    c = held[1] ? 1.0 : c;
    middle = 0.5 * (a + c);
    radius = hypot(0.5 * (a - c), b);
    least = middle - radius;
    size = fabs(middle) + radius;
    if (!(least > 1e-14 * size)) {
        double lift = 1e-12 * size - 2.0 * least;
        a += held[0] ? 0.0 : fmax(lift, 0.0);
        c += held[1] ? 0.0 : fmax(lift, 0.0);
    }
    determinant = a * c - b * b;
    step[0] = held[0] ? 0.0 : (c * at->slope[0] - b * at->slope[1]) / determinant;
    step[1] = held[1] ? 0.0 : (a * at->slope[1] - b * at->slope[0]) / determinant;
}

/* Moves by a share of the step, not out of the box; the longest move. */
static double move(const double *from, const double *step, double share,
                   const double *lower, const double *upper, double *to)
{
    double longest = 0.0;

    for (int i = 0; i < 2; i++) {
        to[i] = fmin(fmax(from[i] + share * step[i], lower[i]), upper[i]);
        longest = fmax(longest, fabs(to[i] - from[i]));
    }
    return longest;
}

void clg_surface_climb(clg_objective *objective, const clg_weighted_values *values,
                       const double *lower, const double *upper, double *point)
{
    const double still[2] = {0.0, 0.0};
    clg_surface at, next;

    move(point, still, 0.0, lower, upper, point);
    objective(values, point, &at);
    for (int round = 0; round < MOST_STEPS; round++) {
        bool held[2];
        double step[2], to[2], longest, share = 1.0;
        int halvings = 0;
        for (int i = 0; i < 2; i++)
            held[i] = is_held(point, lower, upper, at.slope, i);
        step_of(&at, held, step);
        longest = fmax(fabs(step[0]), fabs(step[1]));
        if (!isfinite(longest))
            return;
        share = longest > longest_step ? longest_step / longest : 1.0;
        longest = move(point, step, share, lower, upper, to);
        if (longest <= 1e-9) { /* the next would be its square */
            point[0] = to[0];
            point[1] = to[1];
            return;
        }
        objective(values, to, &next);
        while (!(next.value >= at.value - 1e-14 * fabs(at.value)) &&
               halvings++ < MOST_HALVINGS) {
            share *= 0.5;
            move(point, step, share, lower, upper, to);
            objective(values, to, &next);
        }
        if (halvings > MOST_HALVINGS)
            return;
        point[0] = to[0];
        point[1] = to[1];
        at = next;
    }
}
