/* An iteration of group-based trajectories with normal data. See groups_part.h.
 *
 * work: G times the statistics of a school, weighted by the posterior, or for counts
 * log densities and weights of the cells. */
#include "trajectory/curve/groups_part.h"

#include "trajectory/curve/small_matrix.h"

#include <string.h>

static const double least_variance = 1e-6; /* share of the variance of all y */
static const double least_weight = 1e-8;

size_t clg_course_groups_work_size(const clg_course_groups_data *data,
                                   const clg_course_groups_model *model)
{
    size_t one =
        model->family == CLG_GROUPS_NORMAL ? data->stride : 2 * data->cell_count;

    return one * model->group_count;
}

void clg_course_groups_open(const clg_course_groups_data *data,
                            const clg_course_groups_model *model, double *work)
{
    if (model->family == CLG_GROUPS_NORMAL)
        memset(work, 0, clg_course_groups_work_size(data, model) * sizeof *work);
    else
        clg_course_groups_count_open(data, model, work);
}

/* y'y - 2 b'X'y + b'X'Xb. */
static double residual_square(const double *statistics, const double *b, uint32_t terms)
{
    const double *xy = statistics + 2, *xx = statistics + 2 + terms;
    double sum = statistics[1];

    for (uint32_t i = 0; i < terms; i++) {
        sum -= 2.0 * b[i] * xy[i];
        for (uint32_t j = 0; j < i; j++)
            sum += 2.0 * b[i] * b[j] * *xx++;
        sum += b[i] * b[i] * *xx++;
    }
    return sum;
}

static double normal_loglik(const clg_course_groups_data *data,
                            const clg_course_group *group, uint32_t school)
{
    const double *statistics = data->statistics + school * data->stride;

    return -0.5 * (statistics[0] * log(2.0 * acos(-1.0) * group->spread) +
                   residual_square(statistics, group->coefficient, data->terms) /
                       group->spread);
}

static double count_loglik(const clg_course_groups_data *data,
                           const double *log_density, uint32_t school)
{
    double sum = 0.0;

    for (size_t row = data->series->first[school];
         row < data->series->first[school + 1]; row++)
        if (data->cell[row] != UINT32_MAX)
            sum += log_density[data->cell[row]];
    return sum;
}

void clg_course_groups_school_loglik(const clg_course_groups_data *data,
                                     const clg_course_groups_model *model,
                                     const double *work, uint32_t school,
                                     double *loglik)
{
    for (uint32_t g = 0; g < model->group_count; g++)
        loglik[g] = model->family == CLG_GROUPS_NORMAL
                        ? normal_loglik(data, &model->group[g], school)
                        : count_loglik(data, work + 2 * g * data->cell_count, school);
}

void clg_course_groups_add(const clg_course_groups_data *data,
                           const clg_course_groups_model *model, double *work,
                           uint32_t school, const double *posterior)
{
    for (uint32_t g = 0; g < model->group_count; g++) {
        if (model->family == CLG_GROUPS_NORMAL) {
            const double *from = data->statistics + school * data->stride;
            double *to = work + g * data->stride;
            for (size_t i = 0; i < data->stride; i++)
                to[i] += posterior[g] * from[i];
        } else {
            double *weight = work + (2 * g + 1) * data->cell_count;
            for (size_t row = data->series->first[school];
                 row < data->series->first[school + 1]; row++)
                if (data->cell[row] != UINT32_MAX)
                    weight[data->cell[row]] += posterior[g];
        }
    }
}

/* Weighted least squares; false if the group has no say in all coefficients. */
static bool solve_group(const double *statistics, uint32_t terms, double *b)
{
    const double *next = statistics + 2 + terms;
    double a[CLG_GROUPS_TERMS * CLG_GROUPS_TERMS], x[CLG_GROUPS_TERMS];

    if (statistics[0] < least_weight)
        return false;
    for (uint32_t i = 0; i < terms; i++)
        for (uint32_t j = 0; j <= i; j++)
            a[i * terms + j] = *next++;
    memcpy(x, statistics + 2, terms * sizeof *x);
    if (!clg_cholesky(terms, a))
        return false;
    clg_cholesky_solve(terms, a, x);
    memcpy(b, x, terms * sizeof *x);
    return true;
}

static uint32_t maximise_normal(const clg_course_groups_data *data, const double *work,
                                clg_course_groups_model *model)
{
    double rss = 0.0, rows = 0.0, floor_at = least_variance * data->variance;
    uint32_t flags = 0;

    for (uint32_t g = 0; g < model->group_count; g++) {
        const double *statistics = work + g * data->stride;
        clg_course_group *group = &model->group[g];
        double square;
        solve_group(statistics, data->terms, group->coefficient);
        square = residual_square(statistics, group->coefficient, data->terms);
        rss += square;
        rows += statistics[0];
        if (statistics[0] >= least_weight)
            group->spread = square / statistics[0];
    }
    for (uint32_t g = 0; g < model->group_count; g++) {
        clg_course_group *group = &model->group[g];
        if (model->has_common_spread)
            group->spread = rss / rows;
        if (!(group->spread > floor_at)) {
            /* A constant study has no variance at all: any will do. */
            group->spread = floor_at > 0.0 ? floor_at : 1.0;
            flags |= CLG_GROUPS_SPREAD_FLOOR;
        }
    }
    return flags;
}

uint32_t clg_course_groups_maximise(const clg_course_groups_data *data, double *work,
                                    clg_course_groups_model *model)
{
    if (model->family == CLG_GROUPS_NORMAL)
        return maximise_normal(data, work, model);
    clg_course_groups_count_maximise(data, work, model);
    return 0;
}
