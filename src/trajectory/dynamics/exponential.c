#include "trajectory/dynamics/exponential.h"

#include <math.h>
#include <string.h>

/* The upper blocks of a block triangular matrix: [[a, b], [0, a]]. */
typedef struct pair {
    double a[CLG_MOST_CELLS], b[CLG_MOST_CELLS];
} pair;

static void add_product(uint32_t n, const double *left, const double *right,
                        double *sum)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < n; k++)
            for (uint32_t j = 0; left[i * n + k] > 0.0 && j < n; j++)
                sum[i * n + j] += left[i * n + k] * right[k * n + j];
}

static void multiply(uint32_t n, const pair *left, const pair *right, bool with_b,
                     pair *out)
{
    memset(out->a, 0, n * n * sizeof *out->a);
    add_product(n, left->a, right->a, out->a);
    if (with_b) {
        memset(out->b, 0, n * n * sizeof *out->b);
        add_product(n, left->a, right->b, out->b);
        add_product(n, left->b, right->a, out->b);
    }
}

static void add_scaled(uint32_t n, const pair *term, double weight, bool with_b,
                       pair *sum)
{
    for (uint32_t c = 0; c < n * n; c++)
        sum->a[c] += weight * term->a[c];
    for (uint32_t c = 0; with_b && c < n * n; c++)
        sum->b[c] += weight * term->b[c];
}

/* sum of Poisson(m; q t) base^m */
static void sum_series(uint32_t n, const pair *base, double qt, bool with_b, pair *sum)
{
    double weight = exp(-qt);
    pair terms[2];

    memset(sum, 0, sizeof *sum);
    memset(&terms[0], 0, sizeof terms[0]);
    for (uint32_t i = 0; i < n; i++)
        terms[0].a[i * n + i] = 1.0;
    add_scaled(n, &terms[0], weight, with_b, sum);
    for (int m = 1; weight > 1e-19 || m < qt; m++) {
        multiply(n, &terms[(m + 1) % 2], base, with_b, &terms[m % 2]);
        weight *= qt / m;
        add_scaled(n, &terms[m % 2], weight, with_b, sum);
    }
}

void clg_exponential(uint32_t n, const double *matrix, double time,
                     const double *weights, double *power, double *integral)
{
    bool with_b = weights != NULL;
    double q = 0.0;
    int halvings = 0;
    pair base, sum, square;

    for (uint32_t i = 0; i < n; i++)
        q = fmax(q, -matrix[i * n + i]);
    q = q > 0.0 ? q : 1.0;
    for (uint32_t c = 0; c < n * n; c++) {
        base.a[c] = fmax(matrix[c] / q + (c % (n + 1) == 0 ? 1.0 : 0.0), 0.0);
        base.b[c] = with_b ? weights[c] / q : 0.0;
    }
    for (; ldexp(q * time, -halvings) > 16.0; halvings++)
        ;
    sum_series(n, &base, ldexp(q * time, -halvings), with_b, &sum);
    for (; halvings > 0; halvings--) {
        multiply(n, &sum, &sum, with_b, &square);
        sum = square;
    }
    memcpy(power, sum.a, n * n * sizeof *power);
    if (integral != NULL)
        memcpy(integral, sum.b, n * n * sizeof *integral);
}
