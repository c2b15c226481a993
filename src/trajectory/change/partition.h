/* Change-points of one school's series, by exact optimal partitioning.
 *
 * Series of a school are short, so all segmentations are weighed (in O(n^2) for one
 * penalty, O(n^3) for every number of changes) and nothing is pruned: the answer is the
 * best one, to the window. Several indicators change together; each is measured in
 * units of its own noise, and a missing cell has no part in the cost of its segment.
 *
 * Spec: trajectories, 2.7. Jackson et al. 2005, An algorithm for optimal partitioning
 * of data on an interval; Haynes, Eckley & Fearnhead 2017, Computationally efficient
 * changepoint detection for a range of penalties. */
#ifndef CLG_TRAJECTORY_CHANGE_PARTITION_H
#define CLG_TRAJECTORY_CHANGE_PARTITION_H

#include "collegium/error.h"

#include <stdbool.h>

typedef enum clg_change_kind {
    CLG_CHANGE_OF_MEAN,             /* sum of squares about the segment's mean */
    CLG_CHANGE_OF_MEAN_AND_VARIANCE /* -2 log-likelihood of a normal of its own */
} clg_change_kind;

typedef struct clg_change_options {
    clg_change_kind kind;
    uint32_t shortest; /* windows in a segment, at least 1, at least 2 with variances */
    bool is_raw;       /* not in units of noise: one column only */
} clg_change_options;

#define CLG_CHANGE_OPTIONS_INIT                                                        \
    {                                                                                  \
        CLG_CHANGE_OF_MEAN, 2, false                                                   \
    }

/* Costs of all segments of a series, from sums up to each window. */
typedef struct clg_change_costs {
    clg_change_options options;
    uint32_t length, columns, observed; /* windows; those with any cell observed */
    double *sums, *squares;             /* [d * (length + 1) + t] of windows before t */
    uint32_t *counts;                   /* the same; observed cells */
    double *floors;                     /* [d] smallest variance of a segment */
    double *noise; /* [d] as clg_change_noise, in the units of the costs */
} clg_change_costs;

/* The standard deviation of the noise about a piecewise constant level: 1.4826 times
 * the median absolute deviation of differences of successive observed values, over
 * sqrt 2. Where more than half of them are equal, the root of their mean square over 2.
 * NaN without two values. `room` is for length doubles. */
double clg_change_noise(const double *values, uint32_t length, double *room);

/* values[d * length + t], NaN missing. A column that does not vary costs nothing. To be
 * cleared also after a failure. CLG_ERROR_MEMORY; CLG_ERROR_ARGUMENT: options out of
 * range. */
clg_status clg_change_costs_init(clg_change_costs *costs, const double *values,
                                 uint32_t length, uint32_t columns,
                                 const clg_change_options *options,
                                 clg_error *err) CLG_NODISCARD;
void clg_change_costs_clear(clg_change_costs *costs);

/* The cost C of windows begin .. end - 1, summed over columns. Of means: S2 - S1^2 / n.
 * With variances: n (log(2 pi v) + 1), v = S2 / n - (S1 / n)^2, but not below a
 * hundredth of the noise's: two equal windows are no segment without variance. */
double clg_change_cost(const clg_change_costs *costs, uint32_t begin, uint32_t end);

/* What a change has to save by default, as BIC has it: log n for its place, log n for
 * each parameter that begins anew; in sums of squares a parameter is worth sigma^2. For
 * one column: 2 sigma^2 log n. n is the number of observed windows. */
double clg_change_penalty(const clg_change_costs *costs);

/* A segmentation: segments begin at 0, at[0], at[1], ... */
typedef struct clg_changes {
    uint32_t count;
    uint32_t *at; /* first windows after the changes, ascending */
    double cost;  /* of all segments, without penalties */
} clg_changes;
void clg_changes_clear(clg_changes *changes);

/* The segmentation that minimises cost + penalty * changes (>= 0); ties: the earliest
 * last change. F(t) = min over s <= t - shortest of F(s) + C(s, t) + penalty, F(0) =
 * -penalty. A series shorter than two segments has no change. O(n^2 columns).
 * CLG_ERROR_MEMORY. */
clg_status clg_changes_find(const clg_change_costs *costs, double penalty,
                            clg_changes *changes, clg_error *err) CLG_NODISCARD;

/* The best segmentations with 0, 1, ..., most changes, or fewer where there is no room
 * for so many: *count of them, to be cleared and freed with clg_changes_free. O(most
 * n^2 columns). */
clg_status clg_changes_by_count(const clg_change_costs *costs, uint32_t most,
                                clg_changes **list, uint32_t *count,
                                clg_error *err) CLG_NODISCARD;
void clg_changes_free(clg_changes *list, uint32_t count);

/* The Schwarz criterion of a segmentation; smaller is better. Of means, with one common
 * variance: N (log(cost / N) + log 2 pi + 1) + p log n, N observed cells, p = columns
 * (count + 1) + count + 1. With variances: cost + p log n, p = 2 columns (count + 1) +
 * count. Bai & Perron 2003; as BIC of R's strucchange. NaN
 * without observed cells, -INFINITY where nothing is left over. */
double clg_changes_bic(const clg_change_costs *costs, const clg_changes *changes);

/* All segmentations that are best for some penalty, from none to many changes: item i
 * for penalties in [from[i], from[i - 1]], the first for all above from[0]; the last
 * from is 0. They are the lower hull of costs by number of changes. */
typedef struct clg_change_path {
    uint32_t count;
    clg_changes *items;
    double *from;
} clg_change_path;
clg_status clg_change_path_find(const clg_change_costs *costs, clg_change_path *path,
                                clg_error *err) CLG_NODISCARD;
void clg_change_path_clear(clg_change_path *path);

#endif
