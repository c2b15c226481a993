/* Group-based trajectories of counts: Poisson, zero-inflated Poisson and negative
 * binomial. See groups_part.h.
 *
 * Densities and weights belong to cells, the distinct (time, count, exposure): the
 * M-step is Fisher scoring over cells, whatever the number of schools. Every step is
 * halved until the expected log-likelihood rises, so that EM stays monotone. */
#include "trajectory/curve/groups_part.h"

#include "base/memory.h"
#include "trajectory/curve/small_matrix.h"

#include <gsl/gsl_sf_psi.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 25, HALVINGS = 12 };

static const double most_log_mean = 30.0, least_size = 1e-3, most_size = 1e6;
static const double least_weight = 1e-8;

typedef struct keyed_row {
    double t, y, exposure;
    size_t row;
} keyed_row;

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

static int compare_rows(const void *left, const void *right)
{
    const keyed_row *a = left, *b = right;
    int order = compare_numbers(a->t, b->t);

    if (order == 0)
        order = compare_numbers(a->y, b->y);
    if (order == 0)
        order = compare_numbers(a->exposure, b->exposure);
    return order;
}

static void fill_cell(const clg_course_groups_model *model, const keyed_row *from,
                      clg_course_groups_cell *cell)
{
    clg_course_groups_basis(model, from->t, cell->basis);
    cell->y = from->y;
    cell->log_exposure = log(from->exposure);
    cell->constant = -lgamma(from->y + 1.0);
}

clg_status clg_course_groups_count_cells(clg_course_groups_data *data,
                                         const clg_course_groups_model *model,
                                         clg_error *err)
{
    const clg_series *series = data->series;
    size_t rows = clg_series_rows(series), count = 0, cells = 0;
    keyed_row *keyed = clg_array_new(data->used_rows, sizeof *keyed, err);
    clg_status status = CLG_ERROR_MEMORY;

    data->cell = clg_array_new(rows, sizeof *data->cell, err);
    if (keyed == NULL || data->cell == NULL)
        goto cleanup;
    for (size_t row = 0; row < rows; row++) {
        data->cell[row] = UINT32_MAX;
        if (clg_course_groups_has(series, row))
            keyed[count++] = (keyed_row){
                series->t[row], series->y[row],
                series->exposure == NULL ? 1.0 : series->exposure[row], row};
    }
    qsort(keyed, count, sizeof *keyed, compare_rows);
    for (size_t i = 0; i < count; i++) {
        cells += i == 0 || compare_rows(&keyed[i - 1], &keyed[i]) != 0;
        data->cell[keyed[i].row] = (uint32_t)(cells - 1);
    }
    data->cell_count = cells;
    data->cells = clg_array_new(cells, sizeof *data->cells, err);
    if (data->cells == NULL)
        goto cleanup;
    for (size_t i = 0; i < count; i++)
        fill_cell(model, &keyed[i], &data->cells[data->cell[keyed[i].row]]);
    status = CLG_OK;

cleanup:
    clg_free(keyed);
    return status;
}

/* log of the expected count; bounded, so that a wild step stays a number. */
static double log_mean(const clg_course_groups_cell *cell, const double *b,
                       uint32_t terms)
{
    double sum = cell->log_exposure;

    for (uint32_t k = 0; k < terms; k++)
        sum += b[k] * cell->basis[k];
    return fmax(-most_log_mean, fmin(most_log_mean, sum));
}

static double poisson(const clg_course_groups_cell *cell, double eta)
{
    return cell->y * eta - exp(eta) + cell->constant;
}

static double negbin(const clg_course_groups_cell *cell, double eta, double size)
{
    double whole = log1p(exp(eta) / size); /* log((r + mu) / r) */

    return lgamma(cell->y + size) - lgamma(size) + cell->constant - size * whole +
           cell->y * (eta - log(size) - whole);
}

/* P(0) = p + (1 - p) exp(-mu). */
static double zero_inflated(const clg_course_groups_cell *cell, double eta, double zero)
{
    if (cell->y == 0.0)
        return log(zero + (1.0 - zero) * exp(-exp(eta)));
    return log1p(-zero) + poisson(cell, eta);
}

static double density(clg_course_groups_family family,
                      const clg_course_groups_cell *cell, double eta, double spread)
{
    return family == CLG_GROUPS_NEGBIN ? negbin(cell, eta, spread)
           : family == CLG_GROUPS_ZIP  ? zero_inflated(cell, eta, spread)
                                       : poisson(cell, eta);
}

void clg_course_groups_count_open(const clg_course_groups_data *data,
                                  const clg_course_groups_model *model, double *work)
{
    for (uint32_t g = 0; g < model->group_count; g++) {
        double *log_density = work + 2 * g * data->cell_count;
        const clg_course_group *group = &model->group[g];
        for (size_t c = 0; c < data->cell_count; c++)
            log_density[c] =
                density(model->family, &data->cells[c],
                        log_mean(&data->cells[c], group->coefficient, data->terms),
                        group->spread);
        memset(log_density + data->cell_count, 0,
               data->cell_count * sizeof *log_density);
    }
}

/* What a group's M-step is about: cells and how much of each is the group's. */
typedef struct share_of_cells {
    const clg_course_groups_data *data;
    const double *weight;
    double size; /* negative binomial; INFINITY: Poisson */
} share_of_cells;

static double expected(const share_of_cells *share, const double *b)
{
    double sum = 0.0;

    for (size_t c = 0; c < share->data->cell_count; c++) {
        const clg_course_groups_cell *cell = &share->data->cells[c];
        double weight = share->weight[c], eta;
        if (weight <= 0.0)
            continue;
        eta = log_mean(cell, b, share->data->terms);
        sum += weight * (isinf(share->size) ? poisson(cell, eta)
                                            : negbin(cell, eta, share->size));
    }
    return sum;
}

/* One step of Fisher scoring: X'VX step = X'(y - mu) / (1 + mu / r). */
static bool find_step(const share_of_cells *share, const double *b, double *step)
{
    uint32_t terms = share->data->terms;
    double a[CLG_GROUPS_TERMS * CLG_GROUPS_TERMS] = {0.0};

    memset(step, 0, terms * sizeof *step);
    for (size_t c = 0; c < share->data->cell_count; c++) {
        const clg_course_groups_cell *cell = &share->data->cells[c];
        double weight = share->weight[c], mean;
        if (weight <= 0.0)
            continue;
        mean = exp(log_mean(cell, b, terms));
        weight /= 1.0 + mean / share->size;
        for (uint32_t i = 0; i < terms; i++) {
            step[i] += weight * cell->basis[i] * (cell->y - mean);
            for (uint32_t j = 0; j <= i; j++)
                a[i * terms + j] += weight * mean * cell->basis[i] * cell->basis[j];
        }
    }
    if (!clg_cholesky(terms, a))
        return false;
    clg_cholesky_solve(terms, a, step);
    return true;
}

static void fit_coefficients(const share_of_cells *share, double *b)
{
    uint32_t terms = share->data->terms;
    double now = expected(share, b), step[CLG_GROUPS_TERMS], next[CLG_GROUPS_TERMS];
    bool has_moved = true;

    for (int k = 0; k < MOST_STEPS && has_moved && find_step(share, b, step); k++) {
        has_moved = false;
        for (int half = 0; half < HALVINGS && !has_moved; half++) {
            double then;
            for (uint32_t i = 0; i < terms; i++)
                next[i] = b[i] + ldexp(step[i], -half);
            then = expected(share, next);
            if (then > now + 1e-13 * fabs(now)) {
                memcpy(b, next, terms * sizeof *b);
                now = then;
                has_moved = true;
            }
        }
    }
}

/* First and second derivative of the expected log-likelihood by log r. */
static void size_derivatives(const share_of_cells *share, const double *b, double size,
                             double *first, double *second)
{
    gsl_sf_result psi_size, psi_1_size, psi, psi_1;
    double d1 = 0.0, d2 = 0.0;

    gsl_sf_psi_e(size, &psi_size);
    gsl_sf_psi_1_e(size, &psi_1_size);
    for (size_t c = 0; c < share->data->cell_count; c++) {
        const clg_course_groups_cell *cell = &share->data->cells[c];
        double weight = share->weight[c], mean, sum;
        if (weight <= 0.0)
            continue;
        mean = exp(log_mean(cell, b, share->data->terms));
        sum = size + mean;
        gsl_sf_psi_e(cell->y + size, &psi);
        gsl_sf_psi_1_e(cell->y + size, &psi_1);
        d1 += weight * (psi.val - psi_size.val - log1p(mean / size) + 1.0 -
                        (cell->y + size) / sum);
        d2 += weight * (psi_1.val - psi_1_size.val + 1.0 / size - 2.0 / sum +
                        (cell->y + size) / (sum * sum));
    }
    *first = size * d1;
    *second = size * size * d2 + size * d1;
}

/* A step of Newton on log r, or uphill where the curve is not concave, halved until it
 * gains. */
static void fit_size(share_of_cells *share, const double *b)
{
    double first, second, step, now = expected(share, b), before = share->size;

    size_derivatives(share, b, before, &first, &second);
    step = second < 0.0 ? -first / second : copysign(1.0, first);
    step = fmax(-2.0, fmin(2.0, step));
    for (int half = 0; half < HALVINGS; half++) {
        share->size = before * exp(ldexp(step, -half));
        share->size = fmax(least_size, fmin(most_size, share->size));
        if (expected(share, b) > now)
            return;
    }
    share->size = before;
}

/* Divides the weight of zeros between sure ones and Poisson's, which alone go to
 * `kept`; returns the share of sure ones among all cells. */
static double divide_zeros(const clg_course_groups_data *data,
                           const clg_course_group *group, const double *weight,
                           double *kept)
{
    double sure = 0.0, all = 0.0;

    for (size_t c = 0; c < data->cell_count; c++) {
        const clg_course_groups_cell *cell = &data->cells[c];
        double chance, part = 1.0;
        if (cell->y == 0.0) {
            chance = exp(-exp(log_mean(cell, group->coefficient, data->terms))) *
                     (1.0 - group->spread);
            part = chance / (group->spread + chance);
        }
        kept[c] = weight[c] * part;
        sure += weight[c] - kept[c];
        all += weight[c];
    }
    return fmin(sure / all, 1.0 - 1e-12);
}

void clg_course_groups_count_maximise(const clg_course_groups_data *data, double *work,
                                      clg_course_groups_model *model)
{
    for (uint32_t g = 0; g < model->group_count; g++) {
        double *density_no_more = work + 2 * g * data->cell_count, all = 0.0;
        const double *weight = density_no_more + data->cell_count;
        clg_course_group *group = &model->group[g];
        share_of_cells share = {data, weight, (double)INFINITY};
        for (size_t c = 0; c < data->cell_count; c++)
            all += weight[c];
        if (all < least_weight)
            continue;
        if (model->family == CLG_GROUPS_ZIP) {
            group->spread = divide_zeros(data, group, weight, density_no_more);
            share.weight = density_no_more;
        }
        if (model->family == CLG_GROUPS_NEGBIN)
            share.size = group->spread;
        fit_coefficients(&share, group->coefficient);
        if (model->family == CLG_GROUPS_NEGBIN) {
            fit_size(&share, group->coefficient);
            group->spread = share.size;
        }
    }
}
