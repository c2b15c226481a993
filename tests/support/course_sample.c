#include "course_sample.h"

#include "check.h"

void make_sample(sample *of, uint32_t schools, uint32_t windows)
{
    of->series = (clg_series){schools, of->first, of->t, of->y, NULL};
    for (uint32_t s = 0; s <= schools; s++)
        of->first[s] = (size_t)s * windows;
    for (size_t row = 0; row < (size_t)schools * windows; row++) {
        of->t[row] = (double)(row % windows);
        of->y[row] = (double)NAN;
        of->exposure[row] = 1.0;
    }
}

clg_course_groups fit_of(const clg_series *series,
                         const clg_course_groups_options *options)
{
    clg_course_groups groups;

    check_ok(clg_course_groups_fit(series, options, &groups, &err));
    return groups;
}
