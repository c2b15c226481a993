/* Starting values of group-based trajectories. See groups_part.h.
 *
 * Schools are dealt to groups by their own courses: number 0 cuts them by level, number
 * 1 by trend, the others by the nearest of G schools drawn far apart (k-means++, Arthur
 * & Vassilvitskii 2007). One M-step turns the groups into parameters. */
#include "trajectory/curve/groups_part.h"

#include "base/memory.h"
#include "base/random.h"

#include <stdlib.h>
#include <string.h>

static int ascending(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

/* Where the schools' features of one term are cut into parts of equal size. */
static void find_cuts(const clg_course_groups_data *data, uint32_t term,
                      uint32_t group_count, double *sorted, double *cuts)
{
    uint32_t n = 0;

    for (uint32_t s = 0; s < data->series->school_count; s++)
        if (data->is_used[s])
            sorted[n++] = data->features[(size_t)s * data->terms + term];
    qsort(sorted, n, sizeof *sorted, ascending);
    for (uint32_t g = 0; g < group_count; g++)
        cuts[g] = sorted[(size_t)g * n / group_count];
}

clg_status clg_course_groups_start_init(const clg_course_groups_data *data,
                                        uint64_t seed, uint32_t group_count,
                                        clg_course_groups_start *start, clg_error *err)
{
    double *sorted = clg_array_new(data->used_schools, sizeof *sorted, err);

    if (sorted == NULL)
        return CLG_ERROR_MEMORY;
    start->data = data;
    start->seed = seed;
    find_cuts(data, 0, group_count, sorted, start->level_cut);
    find_cuts(data, data->terms > 1 ? 1 : 0, group_count, sorted, start->trend_cut);
    clg_free(sorted);
    return CLG_OK;
}

/* The squared distance to the nearest centre, and which it is. */
static double nearest(const double *feature, const double *const *centres,
                      uint32_t count, uint32_t terms, uint32_t *which)
{
    double least = (double)INFINITY;

    for (uint32_t g = 0; g < count; g++) {
        double sum = 0.0;
        for (uint32_t k = 0; k < terms; k++)
            sum += (feature[k] - centres[g][k]) * (feature[k] - centres[g][k]);
        if (sum < least) {
            least = sum;
            *which = g;
        }
    }
    return least;
}

/* A school drawn with a chance that grows with its distance from the centres. */
static const double *draw_centre(const clg_course_groups_data *data, clg_random *random,
                                 const double *const *centres, uint32_t count)
{
    double sum = 0.0, left;
    uint32_t which = 0, last = 0;

    for (int pass = 0; pass < 2; pass++) {
        left = pass == 0 ? 0.0 : clg_random_uniform(random) * sum;
        for (uint32_t s = 0; s < data->series->school_count; s++) {
            const double *feature = data->features + (size_t)s * data->terms;
            double apart;
            if (!data->is_used[s])
                continue;
            apart = count == 0 ? 1.0
                               : nearest(feature, centres, count, data->terms, &which);
            last = s;
            if (pass == 0)
                sum += apart;
            else if ((left -= apart) < 0.0)
                return feature;
        }
    }
    return data->features + (size_t)last * data->terms;
}

static uint32_t group_by_cuts(const double *cuts, uint32_t group_count, double value)
{
    uint32_t g = 0;

    while (g + 1 < group_count && value >= cuts[g + 1])
        g++;
    return g;
}

/* Parameters of all data together: what a group without schools begins with. */
static void fill_common(const clg_course_groups_data *data,
                        clg_course_groups_model *model)
{
    double y = 0.0, exposure = 0.0, zeros = 0.0;

    for (size_t row = 0; row < clg_series_rows(data->series); row++) {
        if (!clg_course_groups_has(data->series, row))
            continue;
        y += data->series->y[row];
        exposure += data->series->exposure == NULL ? 1.0 : data->series->exposure[row];
        zeros += data->series->y[row] == 0.0;
    }
    for (uint32_t g = 0; g < model->group_count; g++) {
        clg_course_group *group = &model->group[g];
        memset(group, 0, sizeof *group);
        if (model->family == CLG_GROUPS_NORMAL)
            group->spread = data->variance > 0.0 ? data->variance : 1.0;
        else
            group->coefficient[0] = log(fmax(y, 0.5) / exposure);
        if (model->family == CLG_GROUPS_NEGBIN)
            group->spread = 2.0;
        if (model->family == CLG_GROUPS_ZIP)
            group->spread = 0.5 * zeros / (double)data->used_rows;
    }
}

void clg_course_groups_start_fill(const clg_course_groups_start *start, uint32_t number,
                                  clg_course_groups_model *model, double *work)
{
    const clg_course_groups_data *data = start->data;
    clg_random random = clg_random_stream(start->seed, "groups", 0, 1, number);
    const double *centres[CLG_MOST_GROUPS] = {NULL};
    uint32_t sizes[CLG_MOST_GROUPS] = {0}, groups = model->group_count;

    fill_common(data, model);
    for (uint32_t g = 0; number > 1 && g < groups; g++)
        centres[g] = draw_centre(data, &random, centres, g);
    clg_course_groups_open(data, model, work);
    for (uint32_t s = 0; s < data->series->school_count; s++) {
        const double *feature = data->features + (size_t)s * data->terms;
        double posterior[CLG_MOST_GROUPS] = {0.0};
        uint32_t g = 0;
        if (!data->is_used[s])
            continue;
        if (number == 0)
            g = group_by_cuts(start->level_cut, groups, feature[0]);
        else if (number == 1)
            g = group_by_cuts(start->trend_cut, groups,
                              feature[data->terms > 1 ? 1 : 0]);
        else
            nearest(feature, centres, groups, data->terms, &g);
        posterior[g] = 1.0;
        sizes[g]++;
        clg_course_groups_add(data, model, work, s, posterior);
    }
    clg_course_groups_maximise(data, work, model);
    for (uint32_t g = 0; g < groups; g++)
        model->group[g].share = (sizes[g] + 0.5) / (data->used_schools + 0.5 * groups);
}
