/* The energy and visibility of schools: one index out of several indicators.
 *
 * An index is a weighted mean of robust z scores. Median and median absolute deviation
 * are taken over all schools and windows, so that a value says where a window stands
 * among all windows of the study, and a few wild ones do not set the scale. The weights
 * and scales are part of the result: an index without them can't be judged. */
#ifndef CLG_TRAJECTORY_ENERGY_H
#define CLG_TRAJECTORY_ENERGY_H

#include "results/table.h"
#include "trajectory/panel.h"

typedef enum clg_index_part_status {
    CLG_INDEX_PART_USED,
    CLG_INDEX_PART_NOT_CHOSEN, /* its weight is 0 */
    CLG_INDEX_PART_UNOBSERVED, /* dropped: no window has it */
    CLG_INDEX_PART_CONSTANT,   /* dropped: the same in all windows */
    CLG_INDEX_PART_STATUS_COUNT
} clg_index_part_status;

/* "used", "not chosen", "unobserved", "constant" */
const char *clg_index_part_status_name(clg_index_part_status status);

/* What one indicator does in an index. */
typedef struct clg_index_part {
    const char *name;     /* the panel's */
    double weight;        /* as given; negative: it counts against */
    double centre, scale; /* of the z score; NaN unless used */
    clg_index_part_status status;
} clg_index_part;

typedef struct clg_index {
    uint32_t part_count; /* the panel's indicators */
    clg_index_part parts[CLG_MOST_INDICATORS];
    size_t row_count;
    double *values;    /* [row] NaN unless the status is OK */
    uint8_t *statuses; /* [row] clg_value_status */
} clg_index;

/* The index of every row of the panel, x_d per unit of exposure where there is one,
 *
 *     sum of w_d z_d / sum of |w_d|  over the indicators observed in the row,
 *     z_d = (x_d - median_d) / scale_d,   scale_d = 1.4826 MAD_d,
 *
 * with the standard deviation for a scale where the MAD is 0 (half of the windows and
 * more have one value). A row in which less than half of the total |weight| of the used
 * indicators is observed is UNDEFINED; all are DEGENERATE if no indicator is of use.
 * Spec: trajectories, 2.1.
 *
 * weights: [indicator], 0 for one that is no part of the index; exposure: [indicator]
 * extra column, -1 without one; NULL: none. CLG_ERROR_ARGUMENT: a
 * weight that is not finite; CLG_ERROR_MEMORY. O(cells). */
clg_status clg_index_compute(const clg_panel *panel, const double *weights,
                             const int16_t *exposure, clg_index *index,
                             clg_error *err) CLG_NODISCARD;
void clg_index_clear(clg_index *index);

#endif
