/* Multivariate normal empirical Bayes by EM. See shrinkage.h.
 *
 * Sums run over chunks of schools, each chunk by one thread in order and the chunks in
 * order after it. */
#include "trajectory/curve/shrinkage.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/threads.h"
#include "trajectory/curve/small_matrix.h"

#include <math.h>
#include <string.h>

enum {
    CHUNK = 512,
    SQUARE = CLG_MOST_SHRUNK * CLG_MOST_SHRUNK,
    MOST_ITERATIONS = 2000
};

static const double tolerance = 1e-10;

/* Sums over schools: deviations of the posterior means from mu, second moments. */
typedef struct sums {
    double loglik, count, first[CLG_MOST_SHRUNK], second[SQUARE];
} sums;

typedef struct problem {
    uint32_t count, p;
    const double *estimates, *covariances;
    const uint8_t *is_used;
} problem;

/* Posterior deviation from mu and covariance of school s; returns its log-likelihood.
 * With S = Omega + C = L L' and H = L^-1 Omega:  V = Omega - H'H. */
static double shrink_one(const problem *of, const clg_shrinkage *population, size_t s,
                         double *deviation, double *variance)
{
    uint32_t p = of->p;
    double factor[SQUARE], half[SQUARE], apart[CLG_MOST_SHRUNK], square = 0.0;

    for (uint32_t i = 0; i < p * p; i++)
        factor[i] = population->covariance[i] + of->covariances[s * p * p + i];
    if (!clg_cholesky(p, factor))
        return (double)NAN;
    for (uint32_t i = 0; i < p; i++)
        apart[i] = of->estimates[s * p + i] - population->mean[i];
    clg_cholesky_forward(p, factor, apart);
    for (uint32_t i = 0; i < p; i++) {
        double *row = half + (size_t)i * p; /* row i is column i of H */
        square += apart[i] * apart[i];
        memcpy(row, population->covariance + (size_t)i * p, p * sizeof *row);
        clg_cholesky_forward(p, factor, row);
    }
    for (uint32_t i = 0; i < p; i++) {
        deviation[i] = 0.0;
        for (uint32_t k = 0; k < p; k++)
            deviation[i] += half[i * p + k] * apart[k];
        for (uint32_t j = 0; j < p; j++) {
            variance[i * p + j] = population->covariance[i * p + j];
            for (uint32_t k = 0; k < p; k++)
                variance[i * p + j] -= half[i * p + k] * half[j * p + k];
        }
    }
    return -0.5 * (p * log(2.0 * acos(-1.0)) + square +
                   clg_cholesky_log_determinant(p, factor));
}

static void add_school(const problem *of, const clg_shrinkage *population, size_t s,
                       sums *to)
{
    uint32_t p = of->p;
    double deviation[CLG_MOST_SHRUNK], variance[SQUARE];

    to->loglik += shrink_one(of, population, s, deviation, variance);
    to->count += 1.0;
    for (uint32_t i = 0; i < p; i++) {
        to->first[i] += deviation[i];
        for (uint32_t j = 0; j < p; j++)
            to->second[i * p + j] += variance[i * p + j] + deviation[i] * deviation[j];
    }
}

static sums expect(const problem *of, const clg_shrinkage *population, sums *chunks,
                   int threads)
{
    uint32_t chunk_count = (of->count + CHUNK - 1) / CHUNK;
    sums all = {.loglik = 0.0};

#pragma omp parallel for num_threads(threads) schedule(dynamic) if (chunk_count > 1)
    for (uint32_t c = 0; c < chunk_count; c++) {
        memset(&chunks[c], 0, sizeof *chunks);
        for (uint32_t s = c * CHUNK; s < of->count && s < (c + 1) * CHUNK; s++)
            if (of->is_used[s])
                add_school(of, population, s, &chunks[c]);
    }
    for (uint32_t c = 0; c < chunk_count; c++) {
        all.loglik += chunks[c].loglik;
        all.count += chunks[c].count;
        for (uint32_t i = 0; i < of->p; i++)
            all.first[i] += chunks[c].first[i];
        for (uint32_t i = 0; i < of->p * of->p; i++)
            all.second[i] += chunks[c].second[i];
    }
    return all;
}

static void maximise(const sums *all, clg_shrinkage *population)
{
    uint32_t p = population->dimension;

    for (uint32_t i = 0; i < p; i++)
        population->mean[i] += all->first[i] / all->count;
    for (uint32_t i = 0; i < p; i++)
        for (uint32_t j = 0; j < p; j++)
            population->covariance[i * p + j] =
                all->second[i * p + j] / all->count -
                all->first[i] / all->count * (all->first[j] / all->count);
}

/* Moments of the estimates themselves: more spread than there is, so that EM shrinks.
 */
static void start(const problem *of, clg_shrinkage *population)
{
    sums all = {.loglik = 0.0};
    uint32_t p = of->p;

    memset(population->mean, 0, sizeof population->mean);
    for (size_t s = 0; s < of->count; s++) {
        all.count += of->is_used[s];
        for (uint32_t i = 0; of->is_used[s] && i < p; i++)
            population->mean[i] += of->estimates[s * p + i];
    }
    for (uint32_t i = 0; i < p; i++)
        population->mean[i] /= all.count;
    for (size_t s = 0; s < of->count; s++)
        for (uint32_t i = 0; of->is_used[s] && i < p; i++)
            for (uint32_t j = 0; j < p; j++)
                all.second[i * p + j] +=
                    (of->estimates[s * p + i] - population->mean[i]) *
                    (of->estimates[s * p + j] - population->mean[j]);
    maximise(&all, population);
}

/* x0 - 2 a r + a^2 v with r = x1 - x0, v = x2 - x1 - r, a = - |r| / |v|: SQUAREM's leap
 * (Varadhan & Roland 2008, Scand. J. Statist. 35:335). */
static void leap(const double *x0, const double *x1, const double *x2, uint32_t n,
                 double a, double *to)
{
    for (uint32_t i = 0; i < n; i++) {
        double r = x1[i] - x0[i], v = x2[i] - x1[i] - r;
        to[i] = x0[i] - 2.0 * a * r + a * a * v;
    }
}

static double step_length(const clg_shrinkage *x0, const clg_shrinkage *x1,
                          const clg_shrinkage *x2)
{
    uint32_t p = x0->dimension;
    double r_square = 0.0, v_square = 0.0;

    for (uint32_t i = 0; i < p + p * p; i++) {
        const double *const at[] = {i < p ? &x0->mean[i] : &x0->covariance[i - p],
                                    i < p ? &x1->mean[i] : &x1->covariance[i - p],
                                    i < p ? &x2->mean[i] : &x2->covariance[i - p]};
        double r = *at[1] - *at[0], v = *at[2] - *at[1] - r;
        r_square += r * r;
        v_square += v * v;
    }
    return v_square > 0.0 ? fmin(-1.0, -sqrt(r_square / v_square)) : -1.0;
}

/* Two steps of EM and a leap, which is taken if it leads to a distribution that is at
 * least as likely as the first step's. */
static void iterate(const problem *of, clg_shrinkage *population, sums *chunks,
                    int threads)
{
    uint32_t p = of->p;
    sums here;

    start(of, population);
    here = expect(of, population, chunks, threads);
    while (population->iterations < MOST_ITERATIONS && !population->is_converged) {
        clg_shrinkage x1 = *population, x2, far;
        double factor[SQUARE], a;
        sums next;
        maximise(&here, &x1);
        next = expect(of, &x1, chunks, threads);
        population->is_converged =
            next.loglik - here.loglik <= tolerance * (fabs(next.loglik) + 1.0);
        x2 = x1;
        maximise(&next, &x2);
        far = x2;
        a = step_length(population, &x1, &x2);
        leap(population->mean, x1.mean, x2.mean, p, a, far.mean);
        leap(population->covariance, x1.covariance, x2.covariance, p * p, a,
             far.covariance);
        memcpy(factor, far.covariance, sizeof factor);
        far.iterations = x2.iterations += 2;
        far.is_converged = x2.is_converged = population->is_converged;
        *population = x2;
        if (a < -1.0 && clg_cholesky(p, factor)) {
            here = expect(of, &far, chunks, threads);
            far.iterations++;
            if (here.loglik >= next.loglik) {
                *population = far;
                continue;
            }
        }
        here = expect(of, population, chunks, threads);
        population->iterations++;
    }
    population->loglik = here.loglik;
}

/* Posterior of school s, or the prior if it has no estimate. */
static void fill(const problem *of, const clg_shrinkage *population, size_t s,
                 double *shrunk, double *posterior)
{
    uint32_t p = of->p;
    double deviation[CLG_MOST_SHRUNK] = {0.0}, variance[SQUARE];
    bool has_population = population->used_count >= 2, is_used = of->is_used[s];

    memcpy(variance, population->covariance, sizeof variance);
    if (is_used && has_population)
        shrink_one(of, population, s, deviation, variance);
    for (uint32_t i = 0; i < p; i++)
        shrunk[s * p + i] = is_used && !has_population
                                ? of->estimates[s * p + i]
                                : population->mean[i] + deviation[i];
    for (uint32_t i = 0; posterior != NULL && i < p * p; i++)
        posterior[s * p * p + i] =
            is_used && !has_population ? of->covariances[s * p * p + i] : variance[i];
}

clg_status clg_shrink(uint32_t count, uint32_t p, const double *estimates,
                      const double *covariances, const uint8_t *is_used, int threads,
                      clg_shrinkage *population, double *shrunk, double *posterior,
                      clg_error *err)
{
    problem of = {count, p, estimates, covariances, is_used};
    sums *chunks;

    memset(population, 0, sizeof *population);
    if (p < 1 || p > CLG_MOST_SHRUNK)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "%u numbers a school, expected 1 to %d", p, CLG_MOST_SHRUNK);
    chunks = clg_array_new(count / CHUNK + 1, sizeof *chunks, err);
    if (chunks == NULL)
        return CLG_ERROR_MEMORY;
    population->dimension = p;
    population->loglik = (double)NAN;
    for (uint32_t i = 0; i < SQUARE; i++)
        population->covariance[i] = (double)NAN;
    for (uint32_t i = 0; i < CLG_MOST_SHRUNK; i++)
        population->mean[i] = (double)NAN;
    for (uint32_t s = 0; s < count; s++)
        population->used_count += is_used[s] != 0;
    if (population->used_count >= 2)
        iterate(&of, population, chunks, threads > 0 ? threads : clg_thread_limit());
    for (size_t s = 0; s < count; s++)
        fill(&of, population, s, shrunk, posterior);
    clg_free(chunks);
    return CLG_OK;
}
