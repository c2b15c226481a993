/* Polynomials, checks and statistics of group-based trajectories. See groups_part.h. */
#include "trajectory/curve/groups_part.h"

#include "base/fail.h"
#include "base/memory.h"
#include "trajectory/curve/small_matrix.h"

#include <string.h>

void clg_course_groups_basis(const clg_course_groups_model *model, double t,
                             double *basis)
{
    double x = (t - model->middle) / model->half;

    basis[0] = 1.0;
    for (uint32_t k = 0; k < model->degree; k++)
        basis[k + 1] = ((x - model->centre[k]) * basis[k] -
                        (k > 0 ? model->norm[k] * basis[k - 1] : 0.0)) /
                       model->norm[k + 1];
}

double clg_course_groups_mean(const clg_course_groups_model *model, uint32_t group,
                              double t)
{
    const clg_course_group *of = &model->group[group];
    double basis[CLG_GROUPS_TERMS], sum = 0.0;

    clg_course_groups_basis(model, t, basis);
    for (uint32_t k = 0; k <= model->degree; k++)
        sum += of->coefficient[k] * basis[k];
    if (model->family == CLG_GROUPS_NORMAL)
        return model->level + sum;
    return exp(sum) * (model->family == CLG_GROUPS_ZIP ? 1.0 - of->spread : 1.0);
}

static clg_status check_row(const clg_series *series, size_t row, bool is_count,
                            clg_error *err)
{
    double y = series->y[row];

    if (!isfinite(series->t[row]) || !isfinite(y))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "row %zu is %g at time %g, expected finite numbers", row, y,
                        series->t[row]);
    if (!is_count)
        return CLG_OK;
    if (y < 0.0 || y != floor(y))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "row %zu is %g, expected a whole number from 0", row, y);
    if (series->exposure != NULL &&
        !(series->exposure[row] > 0.0 && isfinite(series->exposure[row])))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "the exposure of row %zu is %g, expected one above 0", row,
                        series->exposure[row]);
    return CLG_OK;
}

/* Checks and counts; range of time, mean and variance of y. */
static clg_status survey(const clg_series *series, clg_course_groups_model *model,
                         clg_course_groups_data *data, clg_error *err)
{
    double low = (double)INFINITY, high = -(double)INFINITY, sum = 0.0, squares = 0.0;

    for (uint32_t s = 0; s < series->school_count; s++) {
        for (size_t row = series->first[s]; row < series->first[s + 1]; row++) {
            clg_status status;
            if (!clg_course_groups_has(series, row))
                continue;
            status = check_row(series, row, model->family != CLG_GROUPS_NORMAL, err);
            if (status != CLG_OK)
                return status;
            data->is_used[s] = 1;
            data->used_rows++;
            low = fmin(low, series->t[row]);
            high = fmax(high, series->t[row]);
            sum += series->y[row];
        }
        data->used_schools += data->is_used[s];
    }
    if (data->used_rows == 0)
        return CLG_OK;
    model->middle = low + 0.5 * (high - low);
    model->half = high > low ? 0.5 * (high - low) : 1.0;
    model->level = sum / (double)data->used_rows;
    for (size_t row = 0; row < clg_series_rows(series); row++)
        if (clg_course_groups_has(series, row))
            squares +=
                (series->y[row] - model->level) * (series->y[row] - model->level);
    data->variance = squares / (double)data->used_rows;
    return CLG_OK;
}

/* Stieltjes' recurrence: polynomials orthonormal over the observed rows, up to the
 * degree that the distinct times allow. */
static void find_polynomials(const clg_series *series, clg_course_groups_model *model,
                             size_t used_rows)
{
    uint32_t wanted = model->degree;

    model->degree = 0;
    for (uint32_t k = 0; k < wanted; k++) {
        double basis[CLG_GROUPS_TERMS], centre = 0.0, square = 0.0;
        for (size_t row = 0; row < clg_series_rows(series); row++) {
            if (!clg_course_groups_has(series, row))
                continue;
            clg_course_groups_basis(model, series->t[row], basis);
            centre += (series->t[row] - model->middle) / model->half * basis[k] *
                      basis[k] / (double)used_rows;
        }
        model->centre[k] = centre;
        model->norm[k + 1] = 1.0;
        model->degree = k + 1;
        for (size_t row = 0; row < clg_series_rows(series); row++) {
            if (!clg_course_groups_has(series, row))
                continue;
            clg_course_groups_basis(model, series->t[row], basis);
            square += basis[k + 1] * basis[k + 1] / (double)used_rows;
        }
        model->norm[k + 1] = sqrt(square);
        if (model->norm[k + 1] < 1e-9) {
            model->degree = k;
            return;
        }
    }
}

/* n, y'y, X'y and the lower triangle of X'X of one school. */
static void add_statistics(const clg_series *series,
                           const clg_course_groups_model *model, uint32_t school,
                           bool is_count, double *statistics)
{
    uint32_t terms = model->degree + 1;

    for (size_t row = series->first[school]; row < series->first[school + 1]; row++) {
        double basis[CLG_GROUPS_TERMS], *next = statistics + 2, y;
        if (!clg_course_groups_has(series, row))
            continue;
        y = series->y[row] - model->level;
        if (is_count)
            y = log(series->y[row] + 0.5) -
                (series->exposure == NULL ? 0.0 : log(series->exposure[row]));
        clg_course_groups_basis(model, series->t[row], basis);
        statistics[0] += 1.0;
        statistics[1] += y * y;
        for (uint32_t i = 0; i < terms; i++)
            *next++ += basis[i] * y;
        for (uint32_t i = 0; i < terms; i++)
            for (uint32_t j = 0; j <= i; j++)
                *next++ += basis[i] * basis[j];
    }
}

/* (X'X + I)^-1 X'y: of log counts where the data are counts. */
static void find_features(const double *statistics, uint32_t terms, double *features)
{
    double a[CLG_GROUPS_TERMS * CLG_GROUPS_TERMS];
    const double *next = statistics + 2 + terms;

    for (uint32_t i = 0; i < terms; i++) {
        features[i] = statistics[2 + i];
        for (uint32_t j = 0; j <= i; j++)
            a[i * terms + j] = *next++ + (i == j ? 1.0 : 0.0);
    }
    if (clg_cholesky(terms, a))
        clg_cholesky_solve(terms, a, features);
}

static clg_status gather(const clg_series *series, const clg_course_groups_model *model,
                         clg_course_groups_data *data, clg_error *err)
{
    bool is_count = model->family != CLG_GROUPS_NORMAL;
    uint32_t terms = model->degree + 1;
    size_t schools = series->school_count;

    data->terms = terms;
    data->stride = 2 + terms + terms * (terms + 1) / 2;
    data->features = clg_array_new(schools * terms, sizeof *data->features, err);
    if (data->features == NULL)
        return CLG_ERROR_MEMORY;
    if (!is_count) {
        data->statistics =
            clg_array_new(schools * data->stride, sizeof *data->statistics, err);
        if (data->statistics == NULL)
            return CLG_ERROR_MEMORY;
    }
    for (uint32_t s = 0; s < series->school_count; s++) {
        double own[2 + CLG_GROUPS_TERMS * (CLG_GROUPS_TERMS + 3) /
                           2] = {0.0},
                           *statistics =
                               is_count ? own : data->statistics + s * data->stride;
        add_statistics(series, model, s, is_count, statistics);
        find_features(statistics, terms, data->features + (size_t)s * terms);
    }
    return is_count ? clg_course_groups_count_cells(data, model, err) : CLG_OK;
}

clg_status clg_course_groups_prepare(const clg_series *series,
                                     const clg_course_groups_options *options,
                                     clg_course_groups_model *model,
                                     clg_course_groups_data *data, uint32_t *flags,
                                     clg_error *err)
{
    clg_status status;

    memset(model, 0, sizeof *model);
    memset(data, 0, sizeof *data);
    model->family = options->family;
    model->group_count = options->group_count;
    model->degree = options->degree;
    model->has_common_spread =
        options->has_common_spread && options->family == CLG_GROUPS_NORMAL;
    model->half = 1.0;
    data->series = series;
    data->is_used = clg_array_new(series->school_count, 1, err);
    if (data->is_used == NULL)
        return CLG_ERROR_MEMORY;
    status = survey(series, model, data, err);
    if (status != CLG_OK)
        return status;
    if (data->used_schools < options->group_count)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "%u groups of %u schools with data, expected fewer groups",
                        options->group_count, data->used_schools);
    find_polynomials(series, model, data->used_rows);
    *flags |= model->degree < options->degree ? CLG_GROUPS_LOWER_DEGREE : 0u;
    return gather(series, model, data, err);
}

void clg_course_groups_data_clear(clg_course_groups_data *data)
{
    clg_free(data->is_used);
    clg_free(data->features);
    clg_free(data->statistics);
    clg_free(data->cell);
    clg_free(data->cells);
    memset(data, 0, sizeof *data);
}
