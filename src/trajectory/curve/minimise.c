/* BFGS within bounds. See minimise.h. */
#include "trajectory/curve/minimise.h"

#include <math.h>
#include <string.h>

enum {
    MOST_EVALUATIONS = 500,
    HALVINGS = 40,
    SQUARE = CLG_MOST_VARIABLES * CLG_MOST_VARIABLES
};

static const double armijo = 1e-4, longest_step = 4.0, rounding = 1e-13,
                    small_gradient = 1e-8;

typedef struct search {
    clg_objective *objective;
    void *payload;
    uint32_t n;
    const double *lower, *upper;
    double x[CLG_MOST_VARIABLES], gradient[CLG_MOST_VARIABLES], value;
    double inverse[SQUARE]; /* approximates the inverse of the Hessian */
    uint32_t evaluations;
} search;

/* Against a bound that the gradient pushes to, a variable stays. */
static bool is_free(const search *of, uint32_t i)
{
    return !(of->x[i] <= of->lower[i] && of->gradient[i] >= 0.0) &&
           !(of->x[i] >= of->upper[i] && of->gradient[i] <= 0.0);
}

static double largest_gradient(const search *of)
{
    double largest = 0.0;

    for (uint32_t i = 0; i < of->n; i++)
        if (is_free(of, i))
            largest = fmax(largest, fabs(of->gradient[i]));
    return largest;
}

static void reset_inverse(search *of)
{
    memset(of->inverse, 0, sizeof of->inverse);
    for (uint32_t i = 0; i < of->n; i++)
        of->inverse[i * of->n + i] = 1.0;
}

/* The direction of descent; its slope, not below 0 if there is none. */
static double find_direction(const search *of, double *direction)
{
    double slope = 0.0, longest = 0.0;

    for (uint32_t i = 0; i < of->n; i++) {
        direction[i] = 0.0;
        for (uint32_t j = 0; is_free(of, i) && j < of->n; j++)
            if (is_free(of, j))
                direction[i] -= of->inverse[i * of->n + j] * of->gradient[j];
        slope += direction[i] * of->gradient[i];
        longest = fmax(longest, fabs(direction[i]));
    }
    for (uint32_t i = 0; longest > longest_step && i < of->n; i++)
        direction[i] *= longest_step / longest;
    return longest > longest_step ? slope * longest_step / longest : slope;
}

/* Falls enough; or, where rounding hides the fall, has a smaller gradient. */
static bool is_progress(const search *of, const search *next, double expected)
{
    if (!isfinite(next->value))
        return false;
    return next->value <= of->value + armijo * expected ||
           (next->value <= of->value + rounding * fabs(of->value) &&
            largest_gradient(next) < 0.9 * largest_gradient(of));
}

/* Halves the step until there is progress; next has where it led. */
static bool go_along(search *of, const double *direction, double slope, search *next)
{
    for (int k = 0; k < HALVINGS; k++) {
        double share = ldexp(1.0, -k);
        *next = *of;
        for (uint32_t i = 0; i < of->n; i++)
            next->x[i] =
                fmax(of->lower[i], fmin(of->upper[i], of->x[i] + share * direction[i]));
        next->value = of->objective(of->payload, next->x, next->gradient);
        next->evaluations = ++of->evaluations;
        if (is_progress(of, next, share * slope))
            return true;
    }
    return false;
}

/* (I - r s y') B (I - r y s') + r s s',  r = 1 / s'y; unless the curvature is not
 * positive along the step. A variable held at a bound has no say in it. */
static void update_inverse(const search *before, search *after)
{
    uint32_t n = before->n;
    double s[CLG_MOST_VARIABLES], y[CLG_MOST_VARIABLES], by[CLG_MOST_VARIABLES],
        sy = 0.0, yby = 0.0, ss = 0.0, yy = 0.0;

    for (uint32_t i = 0; i < n; i++) {
        s[i] = after->x[i] - before->x[i];
        y[i] = s[i] == 0.0 ? 0.0 : after->gradient[i] - before->gradient[i];
        sy += s[i] * y[i];
        ss += s[i] * s[i];
        yy += y[i] * y[i];
    }
    if (!(sy > 1e-10 * sqrt(ss * yy)))
        return;
    for (uint32_t i = 0; i < n; i++) {
        by[i] = 0.0;
        for (uint32_t j = 0; j < n; j++)
            by[i] += before->inverse[i * n + j] * y[j];
        yby += y[i] * by[i];
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < n; j++)
            after->inverse[i * n + j] = before->inverse[i * n + j] -
                                        (s[i] * by[j] + by[i] * s[j]) / sy +
                                        (1.0 + yby / sy) * s[i] * s[j] / sy;
}

clg_minimum clg_minimise(clg_objective *objective, void *payload, uint32_t n,
                         const double *lower, const double *upper, double tolerance,
                         double *x)
{
    search here = {.objective = objective,
                   .payload = payload,
                   .n = n,
                   .lower = lower,
                   .upper = upper,
                   .evaluations = 1},
           next;
    bool is_converged = false, is_fresh = true;

    memcpy(here.x, x, n * sizeof *x);
    here.value = objective(payload, here.x, here.gradient);
    reset_inverse(&here);
    while (here.evaluations < MOST_EVALUATIONS && !is_converged) {
        double direction[CLG_MOST_VARIABLES], slope = find_direction(&here, direction);
        is_converged =
            largest_gradient(&here) <= tolerance || -slope <= tolerance * tolerance;
        if (is_converged)
            break;
        if (slope < 0.0 && go_along(&here, direction, slope, &next)) {
            update_inverse(&here, &next);
            is_fresh = false;
            here = next;
        } else if (!is_fresh) {
            reset_inverse(&here);
            is_fresh = true;
        } else {
            /* Not even downhill: this is as low as rounding lets one see. */
            is_converged =
                largest_gradient(&here) <= small_gradient * (1.0 + fabs(here.value));
            break;
        }
    }
    memcpy(x, here.x, n * sizeof *x);
    return (clg_minimum){here.value, here.evaluations, is_converged};
}
