/* Levenberg-Marquardt within bounds. See least_squares.h. */
#include "trajectory/curve/least_squares.h"

#include "trajectory/curve/small_matrix.h"

#include <math.h>
#include <string.h>

enum { SQUARE = CLG_MOST_PARAMETERS * CLG_MOST_PARAMETERS };

static const double first_damping = 1e-3, least_damping = 1e-12, most_damping = 1e12;
static const double least_angle = 1e-10, least_gain = 1e-15;

typedef struct problem {
    clg_curve *curve;
    const double *t, *y;
    uint32_t n, p;
    double normal[SQUARE], gradient[CLG_MOST_PARAMETERS]; /* J'J, J'r */
} problem;

static double linearise(problem *of, const double *parameter)
{
    double sum = 0.0;

    memset(of->normal, 0, sizeof of->normal);
    memset(of->gradient, 0, sizeof of->gradient);
    for (uint32_t i = 0; i < of->n; i++) {
        double row[CLG_MOST_PARAMETERS],
            residual = of->y[i] - of->curve(parameter, of->t[i], row);
        sum += residual * residual;
        for (uint32_t k = 0; k < of->p; k++) {
            of->gradient[k] += row[k] * residual;
            for (uint32_t l = 0; l <= k; l++)
                of->normal[k * of->p + l] += row[k] * row[l];
        }
    }
    return sum;
}

/* A parameter at a bound that the residuals push further stays where it is. */
static bool is_free(const problem *of, const clg_least_squares *fit, uint32_t k)
{
    return !(fit->parameter[k] <= fit->lower[k] && of->gradient[k] <= 0.0) &&
           !(fit->parameter[k] >= fit->upper[k] && of->gradient[k] >= 0.0);
}

/* The largest cosine between the residuals and a column of J. */
static double angle_of(const problem *of, const clg_least_squares *fit)
{
    double largest = 0.0;

    for (uint32_t k = 0; k < of->p; k++) {
        double square = of->normal[k * of->p + k] * fit->rss;
        if (is_free(of, fit, k) && square > 0.0)
            largest = fmax(largest, fabs(of->gradient[k]) / sqrt(square));
    }
    return largest;
}

/* next = parameter + (J'J + damping diag)^-1 J'r, cut at the bounds; returns the gain
 * that the linear model promises, or NaN if there is no step. */
static double find_step(const problem *of, const clg_least_squares *fit, double damping,
                        double *next)
{
    double a[SQUARE], step[CLG_MOST_PARAMETERS], promised = 0.0;

    for (uint32_t k = 0; k < of->p; k++) {
        bool is_moving = is_free(of, fit, k) && of->normal[k * of->p + k] > 0.0;
        for (uint32_t l = 0; l < k; l++)
            a[k * of->p + l] =
                is_moving && is_free(of, fit, l) ? of->normal[k * of->p + l] : 0.0;
        a[k * of->p + k] =
            is_moving ? of->normal[k * of->p + k] * (1.0 + damping) : 1.0;
        step[k] = is_moving ? of->gradient[k] : 0.0;
    }
    if (!clg_cholesky(of->p, a))
        return (double)NAN;
    clg_cholesky_solve(of->p, a, step);
    for (uint32_t k = 0; k < of->p; k++) {
        promised += step[k] * of->gradient[k];
        next[k] = fmax(fit->lower[k], fmin(fit->upper[k], fit->parameter[k] + step[k]));
    }
    return promised;
}

static void find_covariance(const problem *of, clg_least_squares *fit)
{
    double variance = fit->rss / ((double)of->n - of->p), factor[SQUARE];
    size_t size = (size_t)of->p * of->p;

    memcpy(factor, of->normal, sizeof factor);
    for (size_t k = 0; k < size; k++)
        fit->covariance[k] = (double)NAN;
    if (of->n <= of->p || !clg_cholesky(of->p, factor))
        return;
    clg_cholesky_inverse(of->p, factor, fit->covariance);
    for (size_t k = 0; k < size; k++)
        fit->covariance[k] *= variance;
}

void clg_least_squares_fit(clg_least_squares *fit, clg_curve *curve, const double *t,
                           const double *y, uint32_t n, uint32_t most_iterations)
{
    problem of = {.curve = curve, .t = t, .y = y, .n = n, .p = fit->parameter_count};
    problem there = of;
    double damping = first_damping, squares = 0.0;

    for (uint32_t i = 0; i < n; i++)
        squares += y[i] * y[i];
    fit->rss = linearise(&of, fit->parameter);
    fit->is_converged = false;
    for (fit->iterations = 0; fit->iterations < most_iterations; fit->iterations++) {
        double next[CLG_MOST_PARAMETERS], promised, then;
        if (fit->rss <= 1e-28 * squares || angle_of(&of, fit) < least_angle)
            fit->is_converged = true;
        if (fit->is_converged || damping > most_damping)
            break;
        promised = find_step(&of, fit, damping, next);
        if (promised <= least_gain * fit->rss) {
            fit->is_converged = true;
            break;
        }
        then = isnan(promised) ? (double)NAN : linearise(&there, next);
        if (!(then < fit->rss)) {
            damping *= 10.0;
            continue;
        }
        damping = fmax(least_damping, damping / 10.0);
        memcpy(fit->parameter, next, of.p * sizeof *next);
        fit->rss = then;
        of = there;
    }
    fit->at_bound = 0;
    for (uint32_t k = 0; k < of.p; k++)
        if (fit->parameter[k] <= fit->lower[k] || fit->parameter[k] >= fit->upper[k])
            fit->at_bound |= 1u << k;
    find_covariance(&of, fit);
}
