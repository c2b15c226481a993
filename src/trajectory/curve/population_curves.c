/* Rows of the mixed model, and the curves that come of it. See population.h. */
#include "trajectory/curve/population_part.h"

#include "base/memory.h"
#include "base/threads.h"
#include "trajectory/curve/small_matrix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { B = CLG_POPULATION_SPLINES, Z = CLG_DEVIATION_TERMS };

/* Coefficients D'(DD')^-1 w have the second differences w and no line in them. */
void clg_population_find_shape(clg_population *population)
{
    enum { W = Z - 2 };
    double d[W][Z] = {{0.0}}, square[W * W], inverse[W * W];

    for (uint32_t i = 0; i < W; i++) {
        d[i][i] = d[i][i + 2] = 1.0;
        d[i][i + 1] = -2.0;
    }
    for (uint32_t i = 0; i < W; i++)
        for (uint32_t j = 0; j < W; j++) {
            square[i * W + j] = 0.0;
            for (uint32_t k = 0; k < Z; k++)
                square[i * W + j] += d[i][k] * d[j][k];
        }
    clg_cholesky(W, square);
    clg_cholesky_inverse(W, square, inverse);
    for (uint32_t i = 0; i < Z; i++)
        for (uint32_t j = 0; j < W; j++) {
            population->shape[i][j] = 0.0;
            for (uint32_t k = 0; k < W; k++)
                population->shape[i][j] += d[k][i] * inverse[k * W + j];
        }
}

clg_population_row clg_population_row_at(const clg_population *population, double t)
{
    const clg_spline_basis *deviation = &population->deviation;
    clg_population_row at;
    double own[4];
    uint32_t first = clg_spline_basis_at(deviation, t, own);

    at.first = clg_spline_basis_at(&population->basis, t, at.b);
    at.z[0] = 1.0;
    at.z[1] = 2.0 * (t - deviation->low) / (deviation->high - deviation->low) - 1.0;
    for (uint32_t k = 2; k < Z; k++) {
        at.z[k] = 0.0;
        for (uint32_t i = 0; i < 4; i++)
            at.z[k] += own[i] * population->shape[first + i][k - 2];
    }
    return at;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

/* Where t stands among ascending times, of which it is one. */
static uint32_t find_time(const double *times, size_t count, double t)
{
    size_t low = 0, high = count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (times[middle] <= t)
            low = middle;
        else
            high = middle;
    }
    return (uint32_t)low;
}

clg_status clg_population_times_init(const clg_population *population,
                                     const clg_series *series,
                                     clg_population_times *times, clg_error *err)
{
    size_t rows = clg_series_rows(series), count = 0;
    double *sorted = clg_array_new(rows, sizeof *sorted, err);

    *times = (clg_population_times){NULL, NULL};
    if (sorted == NULL)
        return CLG_ERROR_MEMORY;
    memcpy(sorted, series->t, rows * sizeof *sorted);
    qsort(sorted, rows, sizeof *sorted, compare);
    for (size_t row = 0; row < rows; row++)
        if (row == 0 || sorted[row] != sorted[count - 1])
            sorted[count++] = sorted[row];
    times->rows = clg_array_new(count, sizeof *times->rows, err);
    times->which = clg_array_new(rows, sizeof *times->which, err);
    if (times->rows != NULL && times->which != NULL) {
        for (size_t k = 0; k < count; k++)
            times->rows[k] = clg_population_row_at(population, sorted[k]);
        for (size_t row = 0; row < rows; row++)
            times->which[row] = find_time(sorted, count, series->t[row]);
    }
    clg_free(sorted);
    if (times->rows == NULL || times->which == NULL) {
        clg_population_times_clear(times);
        return CLG_ERROR_MEMORY;
    }
    return CLG_OK;
}

void clg_population_times_clear(clg_population_times *times)
{
    clg_free(times->rows);
    clg_free(times->which);
    *times = (clg_population_times){NULL, NULL};
}

double clg_population_common(const clg_population *population,
                             const clg_population_row *row)
{
    double sum = 0.0;

    for (uint32_t k = 0; k < 4; k++)
        sum += row->b[k] * population->coefficient[row->first + k];
    return sum;
}

void clg_population_add_row(const clg_population_row *row, double *square)
{
    for (uint32_t i = 0; i < Z; i++)
        for (uint32_t j = 0; j <= i; j++)
            square[i * Z + j] += row->z[i] * row->z[j];
}

void clg_population_factorise(const double *root, double *square)
{
    for (uint32_t i = 0; i < Z; i++)
        for (uint32_t j = 0; j <= i; j++) {
            square[i * Z + j] *=
                root[clg_population_part(i)] * root[clg_population_part(j)];
            square[i * Z + j] += i == j ? 1.0 : 0.0;
        }
    clg_cholesky(Z, square);
}

void clg_population_read(const clg_population_times *times, const clg_series *series,
                         double level, const double *root, uint32_t s,
                         clg_population_school *own, double *h, double *right)
{
    memset(own, 0, sizeof *own);
    for (size_t row = series->first[s]; row < series->first[s + 1]; row++) {
        double y = series->y[row] - level;
        const clg_population_row *at = &times->rows[times->which[row]];
        if (isnan(y))
            continue;
        clg_population_add_row(at, own->factor);
        for (uint32_t i = 0; i < Z; i++) {
            own->right[i] += at->z[i] * y;
            for (uint32_t k = 0; k < 4; k++)
                own->cross[i][at->first + k] += at->z[i] * at->b[k];
        }
        for (uint32_t i = 0; h != NULL && i < 4; i++) {
            right[at->first + i] += at->b[i] * y;
            for (uint32_t k = 0; k <= i; k++)
                h[(at->first + i) * B + at->first + k] += at->b[i] * at->b[k];
        }
    }
    clg_population_factorise(root, own->factor);
}

void clg_population_solve(clg_population_school *own, const double *root,
                          double whole[Z][B], double *inverse)
{
    clg_cholesky_inverse(Z, own->factor, inverse);
    for (uint32_t i = 0; i < Z; i++)
        for (uint32_t c = 0; c < B; c++) {
            own->cross[i][c] *= root[clg_population_part(i)];
            whole[i][c] = 0.0;
        }
    for (uint32_t i = 0; i < Z; i++)
        for (uint32_t k = 0; k < Z; k++)
            for (uint32_t c = 0; c < B; c++)
                whole[i][c] += inverse[i * Z + k] * own->cross[k][c];
}

/* x'Vx, V the covariance of b. */
static double spread(const clg_population *population, const double *x)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < B; i++)
        for (uint32_t j = 0; x[i] != 0.0 && j < B; j++)
            sum += x[i] * x[j] * population->covariance[i * B + j];
    return sum;
}

double clg_population_at(const clg_population *population, double t, double *error)
{
    double x[B] = {0.0};
    clg_population_row at;

    *error = (double)NAN;
    if (isnan(population->variance) ||
        !(t >= population->basis.low && t <= population->basis.high))
        return (double)NAN;
    at = clg_population_row_at(population, t);
    memcpy(x + at.first, at.b, sizeof at.b);
    *error = sqrt(spread(population, x));
    return population->level + clg_population_common(population, &at);
}

/* u = g v and K = g M^-1 g Z'B: the school's own terms, and how they move with b. */
static void find_own(const clg_population *population, clg_population_school *school,
                     const double *root, double u[Z], double k[Z][B])
{
    double inverse[Z * Z];

    clg_population_solve(school, root, k, inverse);
    for (uint32_t i = 0; i < Z; i++) {
        u[i] = root[clg_population_part(i)] * school->right[i];
        for (uint32_t c = 0; c < B; c++)
            u[i] -= school->cross[i][c] * population->coefficient[c];
    }
    clg_cholesky_solve(Z, school->factor, u);
    for (uint32_t i = 0; i < Z; i++) {
        u[i] *= root[clg_population_part(i)];
        for (uint32_t c = 0; c < B; c++)
            k[i][c] *= root[clg_population_part(i)];
    }
}

/* s2 z'g M^-1 g z + (b - K'z)'V(b - K'z): what is not known of the school's deviation,
 * given the common curve, and of the common curve. */
static void fill_school(const clg_population *population,
                        const clg_population_times *times, const clg_series *series,
                        const double *root, uint32_t s, double *values, double *errors)
{
    clg_population_school school;
    double u[Z], k[Z][B];

    clg_population_read(times, series, population->level, root, s, &school, NULL, NULL);
    find_own(population, &school, root, u, k);
    for (size_t row = series->first[s]; row < series->first[s + 1]; row++) {
        const clg_population_row *at = &times->rows[times->which[row]];
        double x[B] = {0.0}, z[Z], square = 0.0;
        memcpy(x + at->first, at->b, sizeof at->b);
        values[row] = population->level + clg_population_common(population, at);
        for (uint32_t i = 0; i < Z; i++) {
            values[row] += at->z[i] * u[i];
            z[i] = at->z[i] * root[clg_population_part(i)];
            for (uint32_t c = 0; c < B; c++)
                x[c] -= at->z[i] * k[i][c];
        }
        clg_cholesky_forward(Z, school.factor, z);
        for (uint32_t i = 0; i < Z; i++)
            square += z[i] * z[i];
        errors[row] = sqrt(population->variance * square + spread(population, x));
    }
}

clg_status clg_population_schools(const clg_population *population,
                                  const clg_series *series, int threads, double *values,
                                  double *errors, clg_error *err)
{
    int thread_count = threads > 0 ? threads : clg_thread_limit();
    double root[CLG_DEVIATION_PARTS] = {0.0};
    clg_population_times times;
    clg_status status;

    for (size_t row = 0; row < clg_series_rows(series); row++)
        values[row] = errors[row] = (double)NAN;
    if (isnan(population->variance))
        return CLG_OK;
    status = clg_population_times_init(population, series, &times, err);
    if (status != CLG_OK)
        return status;
    for (uint32_t k = 0; k < CLG_DEVIATION_PARTS && population->variance > 0.0; k++)
        root[k] = sqrt(population->between[k] / population->variance);
#pragma omp parallel for num_threads(thread_count) schedule(dynamic, 64)
    for (uint32_t s = 0; s < series->school_count; s++)
        fill_school(population, &times, series, root, s, values, errors);
    clg_population_times_clear(&times);
    return CLG_OK;
}
