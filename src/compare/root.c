#include "compare/root.h"

#include <float.h>
#include <math.h>

enum { MOST_STEPS = 300 };

/* b is the best point so far, a the one before, c lies across the root. */
typedef struct bracket {
    double a, b, c, at_a, at_b, at_c;
    double step, last; /* this move of b, and the one before */
} bracket;

static void across_becomes_before(bracket *k)
{
    k->c = k->a;
    k->at_c = k->at_a;
    k->step = k->last = k->b - k->a;
}

static void put_best_first(bracket *k)
{
    if (fabs(k->at_c) >= fabs(k->at_b))
        return;
    k->a = k->b;
    k->b = k->c;
    k->c = k->a;
    k->at_a = k->at_b;
    k->at_b = k->at_c;
    k->at_c = k->at_a;
}

/* By the secant, or the parabola on its side; halving where these gain too little. */
static void choose_step(bracket *k, double middle, double tolerance)
{
    double s = k->at_b / k->at_a, p, q;

    if (k->a == k->c) {
        p = 2.0 * middle * s;
        q = 1.0 - s;
    } else {
        double u = k->at_a / k->at_c, r = k->at_b / k->at_c;
        p = s * (2.0 * middle * u * (u - r) - (k->b - k->a) * (r - 1.0));
        q = (u - 1.0) * (r - 1.0) * (s - 1.0);
    }
    if (p > 0.0)
        q = -q;
    p = fabs(p);
    if (2.0 * p < fmin(3.0 * middle * q - fabs(tolerance * q), fabs(k->last * q))) {
        k->last = k->step;
        k->step = p / q;
    } else {
        k->step = k->last = middle;
    }
}

double clg_root(clg_function *f, const void *context, double low, double high)
{
    bracket k = {.a = low, .b = high};

    k.at_a = f(low, context);
    k.at_b = f(high, context);
    if (k.at_a == 0.0)
        return low;
    across_becomes_before(&k);
    for (int step = 0; step < MOST_STEPS; step++) {
        double tolerance, middle;
        if ((k.at_b > 0.0) == (k.at_c > 0.0))
            across_becomes_before(&k);
        put_best_first(&k);
        tolerance = 2.0 * DBL_EPSILON * fabs(k.b) + DBL_MIN;
        middle = 0.5 * (k.c - k.b);
        if (fabs(middle) <= tolerance || k.at_b == 0.0)
            break;
        if (fabs(k.last) >= tolerance && fabs(k.at_a) > fabs(k.at_b))
            choose_step(&k, middle, tolerance);
        else
            k.step = k.last = middle;
        k.a = k.b;
        k.at_a = k.at_b;
        k.b += fabs(k.step) > tolerance ? k.step : copysign(tolerance, middle);
        k.at_b = f(k.b, context);
    }
    return k.b;
}
