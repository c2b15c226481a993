#include "compare/adjust.h"

#include "base/fail.h"
#include "base/memory.h"
#include "compare/root.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { WIDTH = CLG_MOST_SIZES + 1 };

/* Of a column's variance, less than this is not left by the columns before it. */
#define LEAST_LEFT 1e-8

/* The schools used, and the columns of the model: 1, and standard scores of log sizes
 * that tell something new. */
typedef struct model {
    double *y, *v, *x; /* v NULL: unknown; x [i * WIDTH + column] */
    uint32_t *school;
    uint32_t count, width;
    double middle;               /* of y, taken off so that no digits are lost */
    uint32_t size_of[WIDTH];     /* of a column */
    double mean[CLG_MOST_SIZES]; /* of a log size */
    double sd[CLG_MOST_SIZES];   /* 0: left out */
} model;

/* A fit with one tau2. */
typedef struct line {
    double beta[WIDTH], inverse[WIDTH][WIDTH]; /* C */
    double rss, plain_rss; /* weighted; about the line, about the mean */
} line;

static clg_status check(const double *y, const double *v, const double *const *sizes,
                        uint32_t size_count, uint32_t i, clg_error *err)
{
    if (isinf(y[i]))
        return clg_fail(err, CLG_ERROR_ARGUMENT, "estimate %u is infinite", i);
    if (v != NULL && (v[i] <= 0.0 || isinf(v[i])))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "estimate %u has variance %g, expected a finite number above 0",
                        i, v[i]);
    for (uint32_t j = 0; j < size_count; j++)
        if (sizes[j][i] < 0.0 || isinf(sizes[j][i]))
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "size %u of school %u is %g, expected a finite number of 0 "
                            "or more",
                            j, i, sizes[j][i]);
    return CLG_OK;
}

static bool is_complete(const double *y, const double *v, const double *const *sizes,
                        uint32_t size_count, uint32_t i)
{
    bool is = !isnan(y[i]) && (v == NULL || !isnan(v[i]));

    for (uint32_t j = 0; j < size_count; j++)
        is = is && sizes[j][i] > 0.0;
    return is;
}

static clg_status reserve(model *m, uint32_t count, bool has_variances, clg_error *err)
{
    m->y = clg_array_new(count, sizeof *m->y, err);
    m->x = clg_array_new((size_t)count * WIDTH, sizeof *m->x, err);
    m->school = clg_array_new(count, sizeof *m->school, err);
    if (m->y == NULL || m->x == NULL || m->school == NULL)
        return CLG_ERROR_MEMORY;
    if (has_variances && (m->v = clg_array_new(count, sizeof *m->v, err)) == NULL)
        return CLG_ERROR_MEMORY;
    return CLG_OK;
}

static void take(const double *y, const double *v, const double *const *sizes,
                 uint32_t size_count, uint32_t count, model *m)
{
    for (uint32_t i = 0; i < count; i++) {
        double *row = m->x + (size_t)m->count * WIDTH;
        if (!is_complete(y, v, sizes, size_count, i))
            continue;
        m->school[m->count] = i;
        m->y[m->count] = y[i];
        if (v != NULL)
            m->v[m->count] = v[i];
        row[0] = 1.0;
        for (uint32_t j = 0; j < size_count; j++)
            row[1 + j] = log(sizes[j][i]);
        m->count++;
    }
}

static void take_off_middle(model *m)
{
    for (uint32_t i = 0; i < m->count; i++)
        m->middle += m->y[i] / m->count;
    for (uint32_t i = 0; i < m->count; i++)
        m->y[i] -= m->middle;
}

/* Mean and standard deviation of each log size; the columns become standard scores. */
static void standardise(model *m, uint32_t size_count)
{
    for (uint32_t j = 0; j < size_count; j++) {
        double *x = m->x + 1 + j, sum = 0.0, squares = 0.0;
        for (size_t i = 0; i < m->count; i++)
            sum += x[i * WIDTH];
        m->mean[j] = sum / m->count;
        for (size_t i = 0; i < m->count; i++) {
            x[i * WIDTH] -= m->mean[j];
            squares += x[i * WIDTH] * x[i * WIDTH];
        }
        m->sd[j] = sqrt(squares / m->count);
        if (!(m->sd[j] > 1e-10))
            m->sd[j] = 0.0;
        for (size_t i = 0; i < m->count; i++)
            x[i * WIDTH] = m->sd[j] > 0.0 ? x[i * WIDTH] / m->sd[j] : 0.0;
    }
}

/* a = L L' in the lower triangle. Returns the first column of which nearly nothing is
 * left, or `width`. */
static uint32_t factorise(double a[WIDTH][WIDTH], uint32_t width)
{
    for (uint32_t j = 0; j < width; j++) {
        double whole = a[j][j];
        for (uint32_t k = 0; k < j; k++)
            a[j][j] -= a[j][k] * a[j][k];
        if (!(a[j][j] > LEAST_LEFT * whole))
            return j;
        a[j][j] = sqrt(a[j][j]);
        for (uint32_t i = j + 1; i < width; i++) {
            for (uint32_t k = 0; k < j; k++)
                a[i][j] -= a[i][k] * a[j][k];
            a[i][j] /= a[j][j];
        }
    }
    return width;
}

static void multiply(const model *m, uint32_t width, double tau2,
                     double a[WIDTH][WIDTH], double b[WIDTH])
{
    memset(a, 0, sizeof(double[WIDTH][WIDTH]));
    memset(b, 0, sizeof(double[WIDTH]));
    for (size_t i = 0; i < m->count; i++) {
        const double *x = m->x + i * WIDTH;
        double w = m->v != NULL ? 1.0 / (m->v[i] + tau2) : 1.0;
        for (uint32_t j = 0; j < width; j++) {
            b[j] += w * x[j] * m->y[i];
            for (uint32_t k = 0; k <= j; k++)
                a[j][k] += w * x[j] * x[k];
        }
    }
}

static void remove_column(model *m, uint32_t column)
{
    m->sd[m->size_of[column]] = 0.0;
    for (uint32_t j = column; j + 1 < m->width; j++)
        m->size_of[j] = m->size_of[j + 1];
    for (size_t i = 0; i < m->count; i++)
        for (uint32_t j = column; j + 1 < m->width; j++)
            m->x[i * WIDTH + j] = m->x[i * WIDTH + j + 1];
    m->width--;
}

static void keep_what_is_new(model *m, uint32_t size_count)
{
    double a[WIDTH][WIDTH], b[WIDTH];
    uint32_t column;

    m->width = 1 + size_count;
    for (uint32_t j = 0; j < size_count; j++)
        m->size_of[1 + j] = j;
    for (;;) {
        multiply(m, m->width, 0.0, a, b);
        column = factorise(a, m->width);
        if (column == 0 || column == m->width)
            return;
        remove_column(m, column);
    }
}

/* From L to (L L')^-1, column by column. */
static void invert(double factor[WIDTH][WIDTH], uint32_t width,
                   double inverse[WIDTH][WIDTH])
{
    for (uint32_t c = 0; c < width; c++) {
        double *z = inverse[c];
        for (uint32_t i = 0; i < width; i++) {
            z[i] = i == c ? 1.0 : 0.0;
            for (uint32_t k = 0; k < i; k++)
                z[i] -= factor[i][k] * z[k];
            z[i] /= factor[i][i];
        }
        for (uint32_t i = width; i-- > 0;) {
            for (uint32_t k = i + 1; k < width; k++)
                z[i] -= factor[k][i] * z[k];
            z[i] /= factor[i][i];
        }
    }
}

static double at_line(const line *l, const double *x, uint32_t width)
{
    double sum = 0.0;

    for (uint32_t j = 0; j < width; j++)
        sum += l->beta[j] * x[j];
    return sum;
}

static line fit_line(const model *m, double tau2)
{
    double a[WIDTH][WIDTH], b[WIDTH], mean;
    line l = {.rss = 0.0};

    multiply(m, m->width, tau2, a, b);
    mean = b[0] / a[0][0];
    factorise(a, m->width);
    invert(a, m->width, l.inverse);
    for (uint32_t j = 0; j < m->width; j++)
        for (uint32_t k = 0; k < m->width; k++)
            l.beta[j] += l.inverse[j][k] * b[k];
    for (size_t i = 0; i < m->count; i++) {
        double w = m->v != NULL ? 1.0 / (m->v[i] + tau2) : 1.0;
        double r = m->y[i] - at_line(&l, m->x + i * WIDTH, m->width);
        l.rss += w * r * r;
        l.plain_rss += w * (m->y[i] - mean) * (m->y[i] - mean);
    }
    return l;
}

static double excess(double tau2, const void *context)
{
    const model *m = context;

    return fit_line(m, tau2).rss - (m->count - (double)m->width);
}

static double spread_of(const model *m)
{
    double high = 0.0;

    if (m->v == NULL)
        return fit_line(m, 0.0).rss / (m->count - (double)m->width);
    if (excess(0.0, m) <= 0.0)
        return 0.0;
    for (uint32_t i = 0; i < m->count; i++)
        high = fmax(high, m->v[i]);
    while (excess(high, m) > 0.0)
        high *= 4.0;
    return clg_root(excess, m, 0.0, high);
}

static void describe(const model *m, const line *l, double tau2, clg_size_fit *fit)
{
    double scale = m->v != NULL ? 1.0 : tau2;

    fit->tau2 = tau2;
    fit->typical = m->middle + l->beta[0];
    fit->typical_error = sqrt(scale * l->inverse[0][0]);
    fit->explained = l->plain_rss > 0.0 ? fmax(0.0, 1.0 - l->rss / l->plain_rss) : 0.0;
    for (uint32_t c = 1; c < m->width; c++) {
        uint32_t j = m->size_of[c];
        fit->slope[j] = l->beta[c] / m->sd[j];
        fit->slope_error[j] = sqrt(scale * l->inverse[c][c]) / m->sd[j];
    }
}

static clg_size_residual residual_of(const model *m, const line *l, double tau2,
                                     size_t i)
{
    const double *x = m->x + i * WIDTH;
    double v = m->v != NULL ? m->v[i] : tau2, w = m->v != NULL ? 1.0 / (v + tau2) : 1.0;
    double reach = 0.0, variance;
    clg_size_residual one;

    for (uint32_t j = 0; j < m->width; j++)
        for (uint32_t k = 0; k < m->width; k++)
            reach += x[j] * l->inverse[j][k] * x[k];
    variance = m->v != NULL ? v + (1.0 - 2.0 * w * v) * reach : tau2 * (1.0 - reach);
    one.residual = m->y[i] - at_line(l, x, m->width);
    one.expected = m->middle + at_line(l, x, m->width);
    one.error = sqrt(fmax(variance, 0.0));
    if (w * reach > 1.0 - 1e-9)
        one.residual = one.error = (double)NAN;
    return one;
}

static void adjust(model *m, uint32_t size_count, uint32_t count, clg_size_fit *fit,
                   clg_size_residual *schools)
{
    const double none = (double)NAN;
    double tau2;
    line l;

    *fit = (clg_size_fit){.status = CLG_SIZE_TOO_FEW, .used_count = m->count};
    fit->typical = fit->typical_error = fit->tau2 = fit->explained = none;
    for (uint32_t j = 0; j < CLG_MOST_SIZES; j++)
        fit->slope[j] = fit->slope_error[j] = none;
    for (uint32_t i = 0; i < count; i++)
        schools[i] = (clg_size_residual){none, none, none};

    take_off_middle(m);
    standardise(m, size_count);
    keep_what_is_new(m, size_count);
    fit->coefficient_count = m->width;
    if (m->count < CLG_SCHOOLS_A_COEFFICIENT * m->width)
        return;
    fit->status = CLG_SIZE_OK;
    tau2 = spread_of(m);
    l = fit_line(m, tau2);
    describe(m, &l, tau2, fit);
    for (uint32_t i = 0; i < m->count; i++)
        schools[m->school[i]] = residual_of(m, &l, tau2, i);
}

clg_status clg_size_adjust(const double *y, const double *v, const double *const *sizes,
                           uint32_t size_count, uint32_t count, clg_size_fit *fit,
                           clg_size_residual *schools, clg_error *err)
{
    clg_status status = CLG_OK;
    model m = {0};

    if (size_count > CLG_MOST_SIZES)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "%u sizes, expected at most %d",
                        size_count, CLG_MOST_SIZES);
    for (uint32_t i = 0; status == CLG_OK && i < count; i++)
        status = check(y, v, sizes, size_count, i, err);
    if (status == CLG_OK)
        status = reserve(&m, count, v != NULL, err);
    if (status == CLG_OK) {
        take(y, v, sizes, size_count, count, &m);
        adjust(&m, size_count, count, fit, schools);
    }
    clg_free(m.y);
    clg_free(m.v);
    clg_free(m.x);
    clg_free(m.school);
    return status;
}
