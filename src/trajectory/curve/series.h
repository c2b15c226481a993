/* Series of many schools, row by row: what curves are fitted to. It borrows. */
#ifndef CLG_TRAJECTORY_CURVE_SERIES_H
#define CLG_TRAJECTORY_CURVE_SERIES_H

#include "trajectory/panel.h"

typedef struct clg_series {
    uint32_t school_count;
    const size_t *first;    /* [s] rows of school s are first[s] .. first[s + 1] - 1 */
    const double *t;        /* [row] time, ascending within a school, never missing */
    const double *y;        /* [row] NaN: missing */
    const double *exposure; /* [row] of counts, NaN: missing; NULL: all 1 */
} clg_series;

/* The times of a panel's rows: as it has them, or 0, 1, 2, ... within each school. */
void clg_series_times(const clg_panel *panel, double *t);

static inline size_t clg_series_rows(const clg_series *series)
{
    return series->first[series->school_count];
}

#endif
