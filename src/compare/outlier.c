#include "compare/outlier.h"

#include "compare/student.h"

#include <math.h>

/* Sums about the mean of all, so that a value can be taken out without cancelling. */
static size_t moments(const double *values, size_t count, double *mean, double *squares)
{
    size_t known = 0;
    double sum = 0.0;

    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i])) {
            sum += values[i];
            known++;
        }
    *mean = sum / (double)known;
    *squares = 0.0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            *squares += (values[i] - *mean) * (values[i] - *mean);
    return known;
}

static double distance(double value, double mean, double squares, double n)
{
    double apart = value - mean, rest = squares - apart * apart * n / (n - 1.0);
    double least = 1e-12 * (squares + mean * mean); /* rounding */

    if (apart * apart <= least)
        return 0.0;
    if (rest <= least)
        return apart > 0.0 ? (double)INFINITY : -(double)INFINITY;
    return apart * sqrt(n / (n - 1.0)) / sqrt(rest / (n - 2.0));
}

static double above(double t, double df)
{
    double tails = isinf(t) ? 0.0 : clg_t_tails(t, df);

    return t >= 0.0 ? 0.5 * tails : 1.0 - 0.5 * tails;
}

size_t clg_outliers(const double *values, size_t count, double *t, double *p)
{
    double mean, squares;
    size_t known = moments(values, count, &mean, &squares);

    for (size_t i = 0; i < count; i++) {
        t[i] = p[i] = (double)NAN;
        if (known < CLG_LEAST_PEERS || isnan(values[i]))
            continue;
        t[i] = distance(values[i], mean, squares, (double)known);
        p[i] = above(t[i], (double)known - 2.0);
    }
    return known;
}
