/* Cholesky factors of small matrices. See small_matrix.h. */
#include "trajectory/curve/small_matrix.h"

#include <math.h>
#include <stddef.h>

static const double least_pivot = 1e-14;

bool clg_cholesky(uint32_t n, double *a)
{
    for (size_t i = 0; i < n; i++) {
        double diagonal = a[i * n + i];
        for (size_t j = 0; j < i; j++) {
            for (size_t k = 0; k < j; k++)
                a[i * n + j] -= a[i * n + k] * a[j * n + k];
            a[i * n + j] /= a[j * n + j];
            a[i * n + i] -= a[i * n + j] * a[i * n + j];
        }
        if (!(a[i * n + i] > least_pivot * diagonal) || !isfinite(a[i * n + i]))
            return false;
        a[i * n + i] = sqrt(a[i * n + i]);
    }
    return true;
}

void clg_cholesky_forward(uint32_t n, const double *factor, double *b)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            b[i] -= factor[i * n + k] * b[k];
        b[i] /= factor[i * n + i];
    }
}

void clg_cholesky_solve(uint32_t n, const double *factor, double *b)
{
    clg_cholesky_forward(n, factor, b);
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            b[i] -= factor[k * n + i] * b[k];
        b[i] /= factor[i * n + i];
    }
}

double clg_cholesky_log_determinant(uint32_t n, const double *factor)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += log(factor[i * n + i]);
    return 2.0 * sum;
}

void clg_cholesky_inverse(uint32_t n, const double *factor, double *inverse)
{
    for (size_t i = 0; i < n; i++) {
        double *row = inverse + i * n; /* symmetric: a row is a column */
        for (size_t j = 0; j < n; j++)
            row[j] = i == j ? 1.0 : 0.0;
        clg_cholesky_solve(n, factor, row);
    }
}
