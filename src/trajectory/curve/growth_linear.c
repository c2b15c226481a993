/* Linear growth with random levels and slopes. See growth_model.h.
 *
 * With G = s2 L L', A = Z'Z of a school and M = I + L'A L,
 *
 *     -2 log L = N log(2 pi q / N) + N + sum log |M|,   q = sum r'W r,
 *     W = I - Z L M^-1 L' Z',
 *
 * and its derivative by L is 2 D L with D = sum Z'WZ - (N / q) Z'W r r'W Z. Time runs
 * from -1 to 1, and y about its mean, inside. */
#include "trajectory/curve/growth_model.h"

#include "base/fail.h"
#include "base/memory.h"
#include "trajectory/curve/minimise.h"
#include "trajectory/curve/small_matrix.h"

#include <math.h>
#include <string.h>

static const double tolerance = 1e-8, most_relative = 1e8;
static const double no_error = 1e-6; /* share of the variance of y */

/* Sums over the rows of one school; x is the time from -1 to 1. */
typedef struct school {
    double n, x, xx, y, xy, yy;
} school;

typedef struct problem {
    const school *schools;
    uint32_t count, effects;
    double rows;
    double level, middle, half; /* y - level; x = (t - middle) / half */
    double squares;             /* of y about its mean */
    double fixed[2], information[4], q, determinant; /* at the last evaluation */
    double relative[4];                              /* L */
} problem;

/* What the model makes of one school: L' Z'X and L' Z'y reduced by M. */
typedef struct reduced {
    double factor[4];   /* of M */
    double cross[2][2]; /* Z'X: row i is that of effect i */
} reduced;

static reduced reduce(const problem *of, const school *own)
{
    const double *l = of->relative;
    const double a[4] = {own->n, own->x, own->x, own->xx};
    uint32_t q = of->effects;
    reduced result = {.cross = {{own->n, own->x}, {own->x, own->xx}}};

    for (uint32_t i = 0; i < q; i++)
        for (uint32_t j = 0; j <= i; j++) {
            double sum = i == j ? 1.0 : 0.0;
            for (uint32_t k = i; k < q; k++)
                for (uint32_t m = j; m < q; m++)
                    sum += l[k * 2 + i] * a[k * 2 + m] * l[m * 2 + j];
            result.factor[i * q + j] = sum;
        }
    clg_cholesky(q, result.factor);
    return result;
}

/* L'b, L being lower. */
static void scale_down(const problem *of, const double *b, double *scaled)
{
    for (uint32_t i = 0; i < of->effects; i++) {
        scaled[i] = 0.0;
        for (uint32_t k = i; k < of->effects; k++)
            scaled[i] += of->relative[k * 2 + i] * b[k];
    }
}

/* X'WX, X'Wy of all schools, and log |M|. */
static void solve_fixed(problem *of)
{
    double right[2] = {0.0};

    memset(of->information, 0, sizeof of->information);
    of->determinant = 0.0;
    for (uint32_t s = 0; s < of->count; s++) {
        const school *own = &of->schools[s];
        reduced part = reduce(of, own);
        const double y[2] = {own->y, own->xy};
        double columns[3][2];
        for (uint32_t c = 0; c < 3; c++) {
            const double b[2] = {c < 2 ? part.cross[0][c] : y[0],
                                 c < 2 ? part.cross[1][c] : y[1]};
            scale_down(of, b, columns[c]);
            clg_cholesky_forward(of->effects, part.factor, columns[c]);
        }
        for (uint32_t i = 0; i < 2; i++) {
            right[i] += y[i];
            for (uint32_t j = 0; j < 2; j++)
                of->information[i * 2 + j] += part.cross[i][j];
            for (uint32_t k = 0; k < of->effects; k++) {
                right[i] -= columns[i][k] * columns[2][k];
                for (uint32_t j = 0; j < 2; j++)
                    of->information[i * 2 + j] -= columns[i][k] * columns[j][k];
            }
        }
        of->determinant += clg_cholesky_log_determinant(of->effects, part.factor);
    }
    memcpy(of->fixed, right, sizeof right);
    {
        double factor[4];
        memcpy(factor, of->information, sizeof factor);
        clg_cholesky(2, factor);
        clg_cholesky_solve(2, factor, of->fixed);
    }
}

/* Z'r of a school, and r'r. */
static double residuals(const problem *of, const school *own, double right[2])
{
    const double *b = of->fixed;

    right[0] = own->y - b[0] * own->n - b[1] * own->x;
    right[1] = own->xy - b[0] * own->x - b[1] * own->xx;
    return own->yy - b[0] * (own->y + right[0]) - b[1] * (own->xy + right[1]);
}

/* v = M^-1 L'Z'r; u = L v. */
static void effects_of(const problem *of, const reduced *part, const double right[2],
                       double v[2], double u[2])
{
    u[0] = u[1] = v[0] = v[1] = 0.0;
    scale_down(of, right, v);
    clg_cholesky_solve(of->effects, part->factor, v);
    for (uint32_t i = 0; i < of->effects; i++)
        for (uint32_t k = 0; k <= i; k++)
            u[i] += of->relative[i * 2 + k] * v[k];
}

/* Adds r'Wr, and to the two halves of D. */
static void add_school(problem *of, const school *own, double sums[4], double outer[4])
{
    reduced part = reduce(of, own);
    double right[2], scaled[2] = {0.0}, v[2], u[2], reduced_right[2], columns[2][2];
    uint32_t q = of->effects;

    of->q += residuals(of, own, right);
    effects_of(of, &part, right, v, u);
    scale_down(of, right, scaled);
    for (uint32_t i = 0; i < q; i++) {
        const double column[2] = {part.cross[0][i], part.cross[1][i]};
        of->q -= scaled[i] * v[i];
        reduced_right[i] = right[i]; /* Z'Wr = Z'r - A u */
        for (uint32_t k = 0; k < q; k++)
            reduced_right[i] -= part.cross[i][k] * u[k];
        scale_down(of, column, columns[i]);
        clg_cholesky_forward(q, part.factor, columns[i]);
    }
    for (uint32_t i = 0; i < q; i++)
        for (uint32_t j = 0; j < q; j++) {
            sums[i * 2 + j] += part.cross[i][j];
            outer[i * 2 + j] += reduced_right[i] * reduced_right[j];
            for (uint32_t k = 0; k < q; k++)
                sums[i * 2 + j] -= columns[i][k] * columns[j][k];
        }
}

/* x holds L: l11, or l11, l21, l22. */
static void set_relative(problem *of, const double *x)
{
    memset(of->relative, 0, sizeof of->relative);
    of->relative[0] = x[0];
    if (of->effects == 2) {
        of->relative[2] = x[1];
        of->relative[3] = x[2];
    }
}

static double evaluate(void *payload, const double *x, double *gradient)
{
    problem *of = payload;
    double sums[4] = {0.0}, outer[4] = {0.0}, d[4];
    const double *l = of->relative;

    set_relative(of, x);
    solve_fixed(of);
    of->q = 0.0;
    for (uint32_t s = 0; s < of->count; s++)
        add_school(of, &of->schools[s], sums, outer);
    if (!(of->q > 0.0))
        return (double)INFINITY;
    for (uint32_t i = 0; i < 4; i++)
        d[i] = sums[i] - of->rows / of->q * outer[i];
    gradient[0] = 2.0 * (d[0] * l[0] + d[1] * l[2]);
    if (of->effects == 2) {
        gradient[1] = 2.0 * (d[2] * l[0] + d[3] * l[2]);
        gradient[2] = 2.0 * d[3] * l[3];
    }
    return of->rows * log(2.0 * acos(-1.0) * of->q / of->rows) + of->rows +
           of->determinant;
}

/* Range of time, mean of y; sums of each school; whether there is enough. */
static clg_status survey(const clg_series *series, problem *of, school *schools,
                         clg_linear_growth *growth, clg_error *err)
{
    double low = (double)INFINITY, high = -(double)INFINITY, sum = 0.0;
    size_t spare = 0;

    for (size_t row = 0; row < clg_series_rows(series); row++) {
        if (isnan(series->y[row]))
            continue;
        if (!isfinite(series->t[row]) || !isfinite(series->y[row]))
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "row %zu is %g at time %g, expected finite numbers", row,
                            series->y[row], series->t[row]);
        low = fmin(low, series->t[row]);
        high = fmax(high, series->t[row]);
        sum += series->y[row];
        growth->used_rows++;
    }
    of->rows = (double)growth->used_rows;
    of->level = sum / of->rows;
    of->middle = 0.5 * (low + high);
    of->half = 0.5 * (high - low);
    for (uint32_t s = 0; s < series->school_count; s++) {
        school *own = &schools[s];
        for (size_t row = series->first[s]; row < series->first[s + 1]; row++) {
            double x = (series->t[row] - of->middle) / of->half,
                   y = series->y[row] - of->level;
            if (isnan(series->y[row]))
                continue;
            own->n += 1.0;
            own->x += x;
            own->xx += x * x;
            own->y += y;
            own->xy += x * y;
            own->yy += y * y;
        }
        of->squares += own->yy;
        growth->used_schools += own->n > 0.0;
        spare += own->n > of->effects ? (size_t)own->n - of->effects : 0;
    }
    if (growth->used_schools < 2 || spare == 0 || !(high > low))
        growth->status = CLG_VALUE_TOO_SMALL;
    else if (!(of->squares > 1e-24 * of->level * of->level * of->rows))
        growth->status = CLG_VALUE_DEGENERATE;
    return CLG_OK;
}

/* J V J' for J = (1, -middle / half; 0, 1 / half): to level and slope at t = 0. */
static void to_raw(const problem *of, const double *v, double factor, double *raw)
{
    double shift = -of->middle / of->half, scale = 1.0 / of->half;

    raw[0] = factor * (v[0] + 2.0 * shift * v[1] + shift * shift * v[3]);
    raw[1] = raw[2] = factor * scale * (v[1] + shift * v[3]);
    raw[3] = factor * scale * scale * v[3];
}

static void take_result(const problem *of, double value, clg_linear_growth *growth)
{
    const double *l = of->relative;
    double factor[4], inverse[4],
        g[4] = {l[0] * l[0], l[0] * l[2], l[0] * l[2], l[2] * l[2] + l[3] * l[3]};

    growth->variance = of->q / of->rows;
    growth->loglik = -0.5 * value;
    growth->fixed[1] = of->fixed[1] / of->half;
    growth->fixed[0] = of->level + of->fixed[0] - growth->fixed[1] * of->middle;
    to_raw(of, g, growth->variance, growth->covariance);
    memcpy(factor, of->information, sizeof factor);
    clg_cholesky(2, factor);
    clg_cholesky_inverse(2, factor, inverse);
    to_raw(of, inverse, growth->variance, growth->fixed_covariance);
}

/* u = L v, with the covariance s2 L M^-1 L'. */
static void fill_effects(const problem *of, const clg_linear_growth *growth,
                         double *effects, double *errors)
{
    for (uint32_t s = 0; s < of->count; s++) {
        reduced part = reduce(of, &of->schools[s]);
        double right[2], v[2], u[2], half[2][2] = {{0.0}}, covariance[4], raw[4];
        residuals(of, &of->schools[s], right);
        effects_of(of, &part, right, v, u);
        if (effects != NULL) {
            effects[2 * s] = u[0] - u[1] * of->middle / of->half;
            effects[2 * s + 1] = u[1] / of->half;
        }
        if (errors == NULL)
            continue;
        for (uint32_t i = 0; i < of->effects; i++) {
            for (uint32_t k = 0; k <= i; k++)
                half[i][k] = of->relative[i * 2 + k];
            clg_cholesky_forward(of->effects, part.factor, half[i]);
        }
        for (uint32_t i = 0; i < 4; i++)
            covariance[i] =
                half[i / 2][0] * half[i % 2][0] + half[i / 2][1] * half[i % 2][1];
        to_raw(of, covariance, growth->variance, raw);
        errors[2 * s] = sqrt(raw[0]);
        errors[2 * s + 1] = sqrt(raw[3]);
    }
}

static void fill_nothing(clg_linear_growth *growth, uint32_t count, double *effects,
                         double *errors)
{
    growth->variance = growth->loglik = (double)NAN;
    for (uint32_t i = 0; i < 4; i++) {
        growth->fixed[i / 2] = (double)NAN;
        growth->covariance[i] = growth->fixed_covariance[i] = (double)NAN;
    }
    for (size_t i = 0; i < 2 * (size_t)count; i++) {
        if (effects != NULL)
            effects[i] = (double)NAN;
        if (errors != NULL)
            errors[i] = (double)NAN;
    }
}

clg_status clg_linear_growth_fit(const clg_series *series, bool has_slopes,
                                 clg_linear_growth *growth, double *effects,
                                 double *errors, clg_error *err)
{
    const double lower[3] = {0.0, -most_relative, 0.0},
                 upper[3] = {most_relative, most_relative, most_relative};
    problem of = {.count = series->school_count, .effects = has_slopes ? 2 : 1};
    double x[3] = {1.0, 0.0, 0.5};
    school *schools = clg_array_new(series->school_count, sizeof *schools, err);
    clg_minimum minimum;
    clg_status status;

    memset(growth, 0, sizeof *growth);
    if (schools == NULL)
        return CLG_ERROR_MEMORY;
    of.schools = schools;
    status = survey(series, &of, schools, growth, err);
    if (status == CLG_OK && growth->status != CLG_VALUE_OK)
        fill_nothing(growth, of.count, effects, errors);
    if (status == CLG_OK && growth->status == CLG_VALUE_OK) {
        double unused[3];
        minimum =
            clg_minimise(evaluate, &of, has_slopes ? 3 : 1, lower, upper, tolerance, x);
        take_result(&of, evaluate(&of, x, unused), growth);
        fill_effects(&of, growth, effects, errors);
        if (!minimum.is_converged)
            growth->status = of.q <= no_error * of.squares ? CLG_VALUE_DEGENERATE
                                                           : CLG_VALUE_NOT_CONVERGED;
    }
    clg_free(schools);
    return status;
}
