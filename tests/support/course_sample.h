/* Series of schools by windows for tests of groups of courses. */
#ifndef CLG_TESTS_COURSE_SAMPLE_H
#define CLG_TESTS_COURSE_SAMPLE_H

#include "trajectory/curve/groups.h"

enum { ROOM = 1000, MOST_SCHOOLS = 200 };

typedef struct sample {
    clg_series series;
    size_t first[MOST_SCHOOLS + 1];
    double t[ROOM], y[ROOM], exposure[ROOM];
} sample;

/* schools x windows, all values missing. */
void make_sample(sample *of, uint32_t schools, uint32_t windows);
/* A fit that must succeed. */
clg_course_groups fit_of(const clg_series *series,
                         const clg_course_groups_options *options);

#endif
