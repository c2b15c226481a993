/* The mixed model of population and schools. See population.h.
 *
 * With g = sqrt(gamma) and W = (I + Z g g Z')^-1 of a school, and M = I + g Z'Z g,
 *
 *     H = sum B'WB + lambda D'D,   H b = sum B'W y,
 *     q = sum r'W r + lambda b'D'D b,   s2 = q / (N - 2),
 *     -2 log REML = (N - 2) log q + sum log |M| + log |H| - rank(D) log lambda + const.
 *
 * W is never formed: with P = M^-1 g Z'B, B'WB = B'B - (g Z'B)'P; and with v = M^-1 g
 * Z'r the derivatives by log gamma_k are, over the terms i of part k,
 *
 *     sum over schools and i of  1 - (M^-1)_ii - (N - 2) v_i^2 / q - P_i H^-1 P_i'.  */
#include "trajectory/curve/population.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/threads.h"
#include "trajectory/curve/minimise.h"
#include "trajectory/curve/population_part.h"
#include "trajectory/curve/small_matrix.h"

#include <math.h>
#include <string.h>

enum {
    B = CLG_POPULATION_SPLINES,
    Z = CLG_DEVIATION_TERMS,
    PARTS = CLG_DEVIATION_PARTS,
    CHUNK = 256,
    LEAST_TIMES = 4,
    LEAST_ROWS = 8
};

static const double least_log = -16.0, most_log = 16.0; /* of gamma */
static const double most_per_row = 8.0; /* of log lambda, above log N: all but a line */
static const double no_error = 1e-6;    /* share of the variance of y */
static const double tolerance = 2e-5;   /* of the gradient of -2 log REML */

/* What a pass sums up; the second one needs b. */
typedef struct sums {
    double h[B * B], right[B];        /* lower triangle of sum B'WB; sum B'W y */
    double parts[PARTS][B * B];       /* sum over i of P_i'P_i, lower */
    double determinant, trace[PARTS]; /* sum of 1 - (M^-1)_ii */
    double residual, own[PARTS];      /* sum r'Wr; sum of v_i^2 */
} sums;

/* A problem, and all that one evaluation needs. */
typedef struct problem {
    const clg_series *series;
    clg_population *population;
    clg_population_times times;
    double lambda, root[PARTS]; /* g */
    sums *chunks;
    uint32_t chunk_count;
    int threads;
    double squares; /* about the mean: the scale of q */
} problem;

static double root_of(const problem *of, uint32_t term)
{
    return of->root[clg_population_part(term)];
}

/* Whole rows, although the lower triangle is what counts: their length is known. */
static void add_outer(const double *left, const double *right, double sign,
                      double *square)
{
    for (uint32_t i = 0; i < B; i++)
        for (uint32_t j = 0; j < B; j++)
            square[i * B + j] += sign * left[i] * right[j];
}

static void add_first_pass(const problem *of, uint32_t s, sums *to)
{
    double whole[Z][B], inverse[Z * Z];
    clg_population_school own;

    clg_population_read(&of->times, of->series, of->population->level, of->root, s,
                        &own, to->h, to->right);
    clg_population_solve(&own, of->root, whole, inverse);
    for (uint32_t i = 0; i < Z; i++) {
        uint32_t part = clg_population_part(i);
        double right = root_of(of, i) * own.right[i];
        add_outer(own.cross[i], whole[i], -1.0, to->h);
        add_outer(whole[i], whole[i], 1.0, to->parts[part]);
        for (uint32_t c = 0; c < B; c++)
            to->right[c] -= whole[i][c] * right;
        to->trace[part] += 1.0 - inverse[i * Z + i];
    }
    to->determinant += clg_cholesky_log_determinant(Z, own.factor);
}

/* y - f(t) of a row of the series. */
static double residual_of(const problem *of, size_t row, const clg_population_row *at)
{
    return of->series->y[row] - of->population->level -
           clg_population_common(of->population, at);
}

/* r'Wr = |r - Z g v|^2 + |v|^2: a sum of squares, so that nothing cancels. */
static void add_second_pass(const problem *of, uint32_t s, sums *to)
{
    const clg_series *series = of->series;
    double factor[Z * Z] = {0.0}, v[Z] = {0.0}, r;

    for (size_t row = series->first[s]; row < series->first[s + 1]; row++) {
        const clg_population_row *at = &of->times.rows[of->times.which[row]];
        if (isnan(series->y[row]))
            continue;
        r = residual_of(of, row, at);
        clg_population_add_row(at, factor);
        for (uint32_t i = 0; i < Z; i++)
            v[i] += root_of(of, i) * at->z[i] * r;
    }
    clg_population_factorise(of->root, factor);
    clg_cholesky_solve(Z, factor, v);
    for (size_t row = series->first[s]; row < series->first[s + 1]; row++) {
        const clg_population_row *at = &of->times.rows[of->times.which[row]];
        if (isnan(series->y[row]))
            continue;
        r = residual_of(of, row, at);
        for (uint32_t i = 0; i < Z; i++)
            r -= at->z[i] * root_of(of, i) * v[i];
        to->residual += r * r;
    }
    for (uint32_t i = 0; i < Z; i++) {
        to->residual += v[i] * v[i];
        to->own[clg_population_part(i)] += v[i] * v[i];
    }
}

/* Sums of a pass over all schools, in *all = the first chunk. */
static const sums *run_pass(const problem *of, bool is_first)
{
    const size_t doubles = sizeof(sums) / sizeof(double);
    double *all = (double *)&of->chunks[0];

#pragma omp parallel for num_threads(of->threads)                                      \
    schedule(dynamic) if (of->chunk_count > 1)
    for (uint32_t c = 0; c < of->chunk_count; c++) {
        memset(&of->chunks[c], 0, sizeof *of->chunks);
        for (uint32_t s = c * CHUNK;
             s < of->series->school_count && s < (c + 1) * CHUNK; s++) {
            if (is_first)
                add_first_pass(of, s, &of->chunks[c]);
            else
                add_second_pass(of, s, &of->chunks[c]);
        }
    }
    for (uint32_t c = 1; c < of->chunk_count; c++)
        for (size_t i = 0; i < doubles; i++)
            all[i] += ((const double *)&of->chunks[c])[i];
    return &of->chunks[0];
}

/* tr(inverse * a) of a lower triangle a. */
static double trace_with(const double *inverse, const double *lower)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < B; i++)
        for (uint32_t j = 0; j <= i; j++)
            sum += (i == j ? 1.0 : 2.0) * inverse[i * B + j] * lower[i * B + j];
    return sum;
}

/* Lower triangle of D'D. */
static void fill_penalty(double *penalty)
{
    static const double stencil[3] = {1.0, -2.0, 1.0};

    memset(penalty, 0, B * B * sizeof *penalty);
    for (uint32_t d = 0; d + 2 < B; d++)
        for (uint32_t i = 0; i < 3; i++)
            for (uint32_t j = 0; j <= i; j++)
                penalty[(d + i) * B + d + j] += stencil[i] * stencil[j];
}

/* b'D'Db. */
static double roughness(const double *b)
{
    double sum = 0.0;

    for (uint32_t d = 0; d + 2 < B; d++) {
        double bend = b[d] - 2.0 * b[d + 1] + b[d + 2];
        sum += bend * bend;
    }
    return sum;
}

static void set_parameters(problem *of, const double *x)
{
    of->lambda = exp(x[0]);
    for (uint32_t k = 0; k < PARTS; k++)
        of->root[k] = of->population->used_schools < 2 ? 0.0 : exp(0.5 * x[1 + k]);
}

/* -2 log REML at (log lambda, log gamma); leaves its coefficients, variance and edf in
 * the population, with H^-1 for the covariance. */
static double evaluate(void *payload, const double *x, double *gradient)
{
    problem *of = payload;
    clg_population *population = of->population;
    double h[B * B], penalty[B * B], q, df = (double)population->used_rows - 2.0, bent,
                                        determinant;
    uint32_t free_parts = population->used_schools < 2 ? 0 : PARTS;
    const sums *all;

    set_parameters(of, x);
    fill_penalty(penalty);
    all = run_pass(of, true);
    for (uint32_t i = 0; i < B * B; i++)
        h[i] = all->h[i] + of->lambda * penalty[i];
    if (!clg_cholesky(B, h))
        return (double)INFINITY;
    memcpy(population->coefficient, all->right, sizeof population->coefficient);
    clg_cholesky_solve(B, h, population->coefficient);
    clg_cholesky_inverse(B, h, population->covariance);
    determinant = all->determinant + clg_cholesky_log_determinant(B, h);
    bent = trace_with(population->covariance, penalty) * of->lambda;
    for (uint32_t k = 0; k < free_parts; k++)
        gradient[1 + k] =
            all->trace[k] - trace_with(population->covariance, all->parts[k]);
    all = run_pass(of, false);
    q = all->residual + of->lambda * roughness(population->coefficient);
    q = fmax(q, 1e-20 * of->squares);
    gradient[0] =
        df / q * of->lambda * roughness(population->coefficient) + bent - (B - 2.0);
    for (uint32_t k = 0; k < free_parts; k++)
        gradient[1 + k] -= df / q * all->own[k];
    population->edf = B - bent;
    population->variance = q / df;
    return df * log(q) + determinant - (B - 2.0) * log(of->lambda);
}

static clg_status survey(const clg_series *series, clg_population *population,
                         double *squares, clg_error *err)
{
    double low = (double)INFINITY, high = -(double)INFINITY, times[LEAST_TIMES],
           mean = 0.0;
    uint32_t distinct = 0;

    for (uint32_t s = 0; s < series->school_count; s++) {
        size_t before = population->used_rows;
        for (size_t row = series->first[s]; row < series->first[s + 1]; row++) {
            double t = series->t[row], y = series->y[row];
            bool is_new = distinct < LEAST_TIMES && !isnan(y);
            if (!isfinite(t) || isinf(y))
                return clg_fail(err, CLG_ERROR_ARGUMENT,
                                "row %zu is %g at time %g, expected finite numbers",
                                row, y, t);
            low = fmin(low, t);
            high = fmax(high, t);
            for (uint32_t k = 0; k < distinct; k++)
                is_new = is_new && times[k] != t;
            if (is_new)
                times[distinct++] = t;
            population->used_rows += isnan(y) ? 0 : 1;
            mean += isnan(y) ? 0.0 : y;
        }
        population->used_schools += population->used_rows > before;
    }
    mean /= (double)population->used_rows;
    *squares = 0.0;
    for (size_t row = 0; row < clg_series_rows(series); row++)
        if (!isnan(series->y[row]))
            *squares += (series->y[row] - mean) * (series->y[row] - mean);
    if (distinct < LEAST_TIMES || population->used_rows < LEAST_ROWS)
        population->status = CLG_VALUE_TOO_SMALL;
    else if (*squares <= 1e-24 * mean * mean * (double)population->used_rows)
        population->status = CLG_VALUE_DEGENERATE;
    population->basis = (clg_spline_basis){low, high, CLG_POPULATION_KNOTS - 1};
    population->deviation = (clg_spline_basis){low, high, CLG_DEVIATION_KNOTS - 1};
    population->level = mean;
    return CLG_OK;
}

/* A curve without a bend, or none at all. */
static void fill_without_fit(clg_population *population)
{
    double zero = population->status == CLG_VALUE_DEGENERATE ? 0.0 : (double)NAN;

    for (uint32_t i = 0; i < B; i++)
        population->coefficient[i] = zero;
    population->criterion = population->lambda = (double)NAN;
    population->edf = 1.0 + zero;
    population->variance = zero;
    for (uint32_t k = 0; k < PARTS; k++)
        population->between[k] = zero;
}

static void optimise(problem *of)
{
    clg_population *population = of->population;
    double x[1 + PARTS] = {0.0, 0.0, -2.0, -2.0}, lower[1 + PARTS], upper[1 + PARTS],
                 unused[1 + PARTS];
    uint32_t n = population->used_schools < 2 ? 1 : 1 + PARTS;
    clg_minimum minimum;

    for (uint32_t k = 0; k < 1 + PARTS; k++) {
        lower[k] = least_log;
        upper[k] = most_log;
    }
    upper[0] = most_per_row + log((double)population->used_rows);
    minimum = clg_minimise(evaluate, of, n, lower, upper, tolerance, x);
    population->criterion = evaluate(of, x, unused);
    population->evaluations = minimum.evaluations + 1;
    population->lambda = of->lambda;
    for (uint32_t k = 0; k < PARTS; k++)
        population->between[k] = population->variance * of->root[k] * of->root[k];
    for (uint32_t i = 0; i < B * B; i++)
        population->covariance[i] *= population->variance;
    if (!minimum.is_converged)
        population->status = population->variance <= no_error * of->squares /
                                                         (double)population->used_rows
                                 ? CLG_VALUE_DEGENERATE
                                 : CLG_VALUE_NOT_CONVERGED;
}

clg_status clg_population_fit(const clg_series *series, int threads,
                              clg_population *population, clg_error *err)
{
    problem of = {.series = series,
                  .population = population,
                  .chunk_count = (series->school_count + CHUNK - 1) / CHUNK,
                  .threads = threads > 0 ? threads : clg_thread_limit()};
    clg_status status;

    memset(population, 0, sizeof *population);
    status = survey(series, population, &of.squares, err);
    if (status != CLG_OK)
        return status;
    clg_population_find_shape(population);
    if (population->status != CLG_VALUE_OK) {
        fill_without_fit(population);
        return CLG_OK;
    }
    status = clg_population_times_init(population, series, &of.times, err);
    if (status != CLG_OK)
        return status;
    of.chunks = clg_array_new(of.chunk_count, sizeof *of.chunks, err);
    if (of.chunks != NULL)
        optimise(&of);
    else
        status = CLG_ERROR_MEMORY;
    clg_free(of.chunks);
    clg_population_times_clear(&of.times);
    return status;
}
