#include "compare/scales/intraclass.h"

#include <math.h>

typedef struct sums {
    double people, mean, between, within, squared_sizes;
    uint32_t groups;
} sums;

static double grand_mean(const double *values, size_t count, uint32_t *people)
{
    double mean = 0.0;

    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            mean += (values[i] - mean) / ++*people;
    return mean;
}

/* Values [from, to) are those of one group. */
static void add_group(const double *values, size_t from, size_t to, sums *all)
{
    double n = 0.0, mean = 0.0;

    for (size_t i = from; i < to; i++)
        if (!isnan(values[i])) {
            double apart = values[i] - mean;
            mean += apart / ++n;
            all->within += apart * (values[i] - mean);
        }
    all->groups += n > 0.0;
    all->people += n;
    all->squared_sizes += n * n;
    all->between += n * (mean - all->mean) * (mean - all->mean);
}

clg_intraclass clg_intraclass_of(const double *values, const uint32_t *group,
                                 size_t count)
{
    clg_intraclass out = {CLG_VALUE_TOO_SMALL, 0, 0, NAN, NAN};
    sums all = {.mean = grand_mean(values, count, &out.people)};
    double between, within, size;

    for (size_t from = 0, to = 0; from < count; from = to) {
        while (to < count && group[to] == group[from])
            to++;
        add_group(values, from, to, &all);
    }
    out.groups = all.groups;
    if (out.groups < 2 || out.people <= out.groups)
        return out;
    between = all.between / (all.groups - 1.0);
    within = all.within / (all.people - all.groups);
    size = (all.people - all.squared_sizes / all.people) / (all.groups - 1.0);
    out.status = CLG_VALUE_DEGENERATE;
    if (!(between > 1e-20 * all.mean * all.mean))
        return out;
    out.status = CLG_VALUE_OK;
    out.icc1 = (between - within) / (between + (size - 1.0) * within);
    out.icc2 = (between - within) / between;
    return out;
}
